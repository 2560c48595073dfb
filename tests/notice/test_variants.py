"""The known list written in every shape is read back: numbers, separators, order, lines, tables."""

import random
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from casebook.intake import notice
from casebook.intake.notice import Notice
from casebook.typography import han_number

TABLE = Path(__file__).parents[1] / "data" / "awards_of_the_notice.tsv"
ROWS = [line.split("\t")[1:] for line in TABLE.read_text("utf-8").splitlines()]
UNITS = list(dict.fromkeys(unit for unit, _ in ROWS))
PEOPLE = (
    "王芳 李小明 张伟 刘洋 陈静 杨秀英 赵敏 黄磊 周杰 吴桂英 徐丽 孙强 马超 朱红 胡军 郭涛 何平 "
    "高峰 林志 罗刚 欧阳娜娜 买买提·艾力 宋江 谢娜"
).split()
HEAD = """卫生健康学会文件
卫健学〔2024〕7号
关于“健康杯”案例征集活动评选结果的通报

各有关单位：

经评选，现将结果予以公布。

卫生健康学会
2024年3月5日

附件1
"""
NUMBERS = {
    "1. ": "{n}. ", "1.": "{n}.", "1、": "{n}、", "１．": "{wide}．", "（1）": "（{n}）", "1)": "{n}) ",
    "一、": "{han}、", "（一）": "（{han}）", "001": "{n:03} ", "1 ": "{n} ", "【1】": "【{n}】",
    "①": "{circled}", "none": "", "•": "• ",
}  # fmt: skip
SHAPES = {
    "unit《title》": "{unit}《{title}》", "unit 《title》": "{unit} 《{title}》",
    "《title》unit": "《{title}》{unit}", "《title》　unit": "《{title}》　{unit}",
    "unit：title": "{unit}：{title}", "unit：《title》": "{unit}：《{title}》",
    "unit，《title》": "{unit}，《{title}》", "unit title": "{unit} {title}",
    "title unit": "{title} {unit}", "unit——title": "{unit}——{title}",
    "title——unit": "{title}——{unit}", "unit - title": "{unit} - {title}",
    "title（unit）": "{title}（{unit}）", "《title》（unit）": "《{title}》（{unit}）",
    "《unit：title》": "《{unit}：{title}》", "《title（unit）》": "《{title}（{unit}）》",
    "title↵unit": "{title}\n{unit}", "unit↵title": "{unit}\n{title}",
    "unit↵《title》": "{unit}\n《{title}》", "《title》↵unit": "《{title}》\n{unit}",
    "labels on lines": "案例名称：{title}\n报送单位：{unit}",
    "labels on a line": "案例名称：{title}；报送单位：{unit}",
    "unit\\ttitle": "{unit}\t{title}", "title\\tunit": "{title}\t{unit}",
}  # fmt: skip
MORE = (
    "{n}. {unit}《{title}》（{person}）", "{n}. {person}《{title}》（{genre}） {unit}",
    "{n}. 《{title}》 {person} {unit}", "{n}. 《{title}》（{genre}）{unit} {person}",
    "{n}. {title} {unit} {person}", "{n}. {person}：{title}（{unit}）",
    "{n}. 《{title}》，{unit}，作者：{person}", "{n}. {unit}《{title}》作者：{person}；指导教师：{other}",
    "{n}、《{title}》（作者：{person} 单位：{unit}）", "{n}\t{title}\t{unit}\t{person}",
    "《{title}》\n{unit}　{person}", "作品：《{title}》\n作者：{person}\n单位：{unit}",
    "{n}. 一等奖：{unit}《{title}》", "{n}. {unit}《{title}》一等奖", "{n}. {unit}选送《{title}》",
    "{n}、[{genre}]《{title}》——{unit}", "| {n} | {unit} | {title} | {person} |",
)  # fmt: skip


def written(shape: str, rows: Sequence[Sequence[str]], start: str = "") -> str:
    """Return a notice that lists `rows` in `shape`, numbers written as `start` says."""
    lines = []
    for n, (unit, title) in enumerate(rows, 1):
        known = {
            "n": n, "han": han_number(n), "circled": chr(ord("①") + n - 1), "unit": unit,
            "wide": "".join(chr(ord(char) + 0xFEE0) for char in str(n)), "title": title,
            "person": PEOPLE[n % len(PEOPLE)], "other": PEOPLE[n * 7 % len(PEOPLE)],
            "genre": ("诗歌", "散文", "论文", "微视频")[n % 4],
        }  # fmt: skip
        tabbed = "\t" in shape and start.strip() not in ("", "•")
        mark = start.format_map(known).strip() + "\t" if tabbed else start.format_map(known)
        lines.append(mark + shape.format_map(known))
    return f"{HEAD}典型案例名单（{len(rows)}个）\n" + "\n".join(lines) + "\n"


def reading(text: str, shapes: Sequence[str] = ()) -> Notice:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notice.txt"
        path.write_text(text, "utf-8", newline="\n")
        return notice.read(path, shapes=shapes)


def pairs(read: Notice) -> list[tuple[str, str | None]]:
    return [(a.organisation, a.title) for tier in read.tiers for a in tier.awards]


def doubts(read: Notice) -> list[str]:
    return [a.check for tier in read.tiers for a in tier.awards if a.check]


@pytest.mark.slow
@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_every_numbering_is_read_in_every_shape_without_a_doubt(number: str) -> None:
    chosen = random.Random(number)
    for name, shape in SHAPES.items():
        rows = chosen.sample(ROWS, 8)
        read = reading(written(shape, rows, number))
        assert pairs(read) == [tuple(row) for row in rows], name
        assert doubts(read) == [], name


@pytest.mark.parametrize("shape", MORE)
def test_people_genres_and_prizes_beside_unit_and_title_become_fields(shape: str) -> None:
    rows = random.Random(shape).sample(ROWS, 9)
    read = reading(written(shape, rows))
    assert pairs(read) == [tuple(row) for row in rows]
    messages = {name for tier in read.tiers for a in tier.awards for name, _ in a.fields}
    for word, name in (("{person}", "作者"), ("{genre}", "体裁"), ("{other}", "指导教师")):
        assert (name in messages) == (word in shape)


@pytest.mark.slow
@pytest.mark.parametrize("separator", ["、", "，", "；", "　　", "\t", "\n"])
@pytest.mark.parametrize("columns", [1, 2, 3, 99])
def test_units_stand_in_columns_or_in_a_sentence(separator: str, columns: int) -> None:
    units = UNITS[3:33]
    lines = [separator.join(units[at : at + columns]) for at in range(0, len(units), columns)]
    read = reading(f"{HEAD}优秀组织单位（30个）\n" + "\n".join(lines) + "\n")
    assert pairs(read) == [(unit, None) for unit in units]
    assert read.tiers[0].bodies


def test_numbers_may_run_down_the_columns() -> None:
    units = UNITS[:20]
    lines = [f"{n + 1}. {units[n]}　　{n + 11}. {units[n + 10]}" for n in range(10)]
    read = reading(f"{HEAD}优秀组织单位（20个）\n" + "\n".join(lines) + "\n")
    assert pairs(read) == [(unit, None) for unit in units]
    assert not [e for e in read.errata if e.rule in ("number-jump", "doubled-number")]


@pytest.mark.parametrize("columns", [1, 5])
def test_people_stand_in_columns_and_short_names_hold_a_space(columns: int) -> None:
    names = [f"{name[0]}　{name[1]}" if len(name) == 2 else name for name in PEOPLE]
    lines = ["　　".join(names[at : at + columns]) for at in range(0, len(names), columns)]
    read = reading(f"{HEAD}先进个人（{len(names)}名）\n" + "\n".join(lines) + "\n")
    assert pairs(read) == [(name, None) for name in names]


@pytest.mark.parametrize(
    "shape", ["{person} {unit}", "{unit} {person}", "{unit}：{person}", "{person}（{unit}）",
              "{n}\t{person}\t{unit}", "{n}. {person}，{unit}"],
)  # fmt: skip
def test_people_of_units_are_kept_with_their_unit(shape: str) -> None:
    rows = ROWS[::9]
    read = reading(written(shape, rows))
    assert [unit for unit, _ in pairs(read)] == [unit for unit, _ in rows]
    assert all(dict(a.fields)["姓名"] for tier in read.tiers for a in tier.awards)


def test_wrapped_lines_are_joined() -> None:
    text = written("{unit}《{title}》", ROWS[:60], "{n}. ")
    head, lines = text.split("个）\n")
    wrapped = "\n".join(_wrapped(line) for line in lines.split("\n"))
    result = pairs(reading(f"{head}个）\n{wrapped}"))
    want = [tuple(row) for row in ROWS[:60]]
    assert [_bare(*pair) for pair in result] == [_bare(*pair) for pair in want]


def _wrapped(line: str) -> str:
    return "\n".join(line[at : at + 28] for at in range(0, len(line), 28))


def _bare(unit: str, title: str | None) -> str:
    return re.sub(r"\s", "", f"{unit}|{title}")


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_the_template_that_is_told_reads_the_same_when_it_is_given(name: str) -> None:
    rows = random.Random(name).sample(ROWS, 12)
    for start in ("{n}. ", ""):
        text = written(SHAPES[name], rows, start)
        read = reading(text)
        again = reading(text, [shape.template for shape in read.shapes])
        assert pairs(again) == pairs(read)
        assert [shape.template for shape in again.shapes] == [s.template for s in read.shapes]


def test_a_shape_tells_lines_and_examples() -> None:
    shape = reading(written("{unit}《{title}》", ROWS[:5], "{n}. ")).shapes[0]
    assert (shape.template, shape.lines, shape.explained) == (
        "{no}. {organisation}《{title}》",
        5,
        5,
    )
    assert dict(shape.examples)["organisation"] == tuple(unit for unit, _ in ROWS[:3])


def test_a_given_template_overrules_and_what_it_does_not_match_is_unread() -> None:
    text = f"{HEAD}获奖名单\n1. 甲乙——丙丁\n2. 戊己——庚辛\n3. 壬癸\n"
    read = reading(text, ["{no}. {title}——{organisation}"])
    assert pairs(read) == [("丙丁", "甲乙"), ("庚辛", "戊己")]
    assert [line.text for line in read.unread] == ["3. 壬癸"]
    assert doubts(read) == []


def test_a_field_nobody_knows_is_told_with_the_known_ones() -> None:
    read = reading(written("{unit}《{title}》", ROWS[:3]), ["{organization}《{title}》"])
    (fault,) = [e for e in read.errata if e.rule == "unknown-field"]
    assert "organization" in fault.message.zh
    assert fault.hint
    assert "{organisation}" in fault.hint.zh
