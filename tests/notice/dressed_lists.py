"""Lists whose truth is known and whose words and dress nobody taught the reader.

`dressed(seed)` makes up who is honoured and for what: units of kinds that no table of endings knows,
classes, households, persons, titles that are scarcely titles. Then it chooses the dress: tier names
that are no prizes, their lines, numbers, marks, the order of the columns, a head or none, titles
that part the lists. What is drawn here is only measured (`measure_shapes.py --dressed`): its seeds
are counted, not looked at, so the figure says what a list is worth that nobody has seen.
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

from casebook.typography import han_number
from notice.drawn_shapes import MERGED, WRITERS, Drawn

Row = dict[str, str]
Draw = random.Random

STEMS = "云岭 沧屏 芷水 栖霞 东浦 鹿鸣 白芦 望溪 岚山 青槐 北渡 石钟 长乐 银滩 古榕 双塔 柳浪 丰泽".split()
PLACES = "云岭县 沧屏区 芷水市 栖霞镇 东浦街道 鹿鸣乡 市直机关 高新区 省属企业".split()
BODIES = (
    "一号机组 驿站 书屋 水厂 牧场 早班车间 便民窗口 热线 列车组 生产线 方阵 剧社 哨所 渔船队 夜校 粮库 灯塔 "
    "老年食堂 邮路 变电站 茶馆 网格 工作室 志愿站 巡护组 大院 工地 船闸 林场 果园".split()
)
KNOWN = "中学 人民医院 税务局 图书馆 供电公司 实验小学 博物馆 检察院".split()
SURNAMES = "王李张刘陈杨赵黄周吴欧郎佟鹿池桑冀尚卞邝"
GIVEN = "芳 伟 小明 秀英 敏 磊 志强 建国 雨桐 子涵 一诺 望舒 在 其 未央".split()
TITLES = (
    "在《论语》中", "灯火", "一条路走到黑的人", "三十年河东", "把风留在山谷", "关于夜间照明改造的若干做法", "一种可折叠育秧盘",
    "五步工作法", "外婆的石磨", "水土流失动态监测", "从“等米下锅”到“找米下锅”", "雨季", "会呼吸的墙", "十七号楼的电梯", "守护",
    "基于图像的裂缝识别", "小切口撬动大治理", "归途", "春天里的账本", "不打烊的窗口", "北纬三十度", "我和我的搭档", "一站到底",
    "数据多跑路", "渡口", "热电联产冷凝水回收", "新竹", "她从山中来", "老井新泉", "三张清单管到底", "夜航", "南方有嘉木",
)  # fmt: skip
TIERS = (
    ("一等奖", "二等奖", "三等奖"), ("最美{kind}名单", "最亲{kind}名单"), ("蓝盾之选", "银帆之选"), ("星火计划人选", "春芽计划人选"),
    ("金牌{kind}", "银牌{kind}"), ("入选作品", "提名作品"), ("示范{kind}获奖名单", "达标{kind}获奖名单"), ("甲组", "乙组"),
    ("五星级{kind}", "四星级{kind}"), ("年度之声", "年度之光"), ("特别贡献奖", "优秀组织奖"), ("第一等次", "第二等次"), ("获奖名单",),
    ("卓越", "良好"), ("2022年度“红旗{kind}”", "2022年度“活力{kind}”"),
)  # fmt: skip
DIVIDERS = (
    "{tier}", "{tier}（{count}个）", "{han}、{tier}", "第十二届“云岭杯”职工技能与创新创意大赛{tier}", "【{tier}】", "附件{n}：{tier}",
    "2022年度全市“云岭先锋”主题实践活动{tier}（共{count}个，排名不分先后）", "{tier}：", "（{han}）{tier} {count}名", "★{tier}",
)  # fmt: skip
NUMBERS = ("", "{n}.", "{n}、", "（{n}）", "{han}、", "{n} ", "{n}\t", "• ", "{n}．")
MARKS = ("\t", "　", " ", "——", "：", "，", "/", "|", "  ", "（", "；", " - ", "→")
LETTERS = (
    "云岭市总工会关于公布2022年度评选结果的通知\n\n各单位：\n经评审，现将结果公布如下。\n\n云岭市总工会\n2022年12月1日\n\n附件\n",
    "评选结果公示\n", "", "关于2022年度评选结果的通报\n各县（市、区）：\n现将名单通报如下：\n",
)  # fmt: skip
FILES = ("txt", "txt", "txt", "txt", "html", "csv", "docx", "xlsx")
WRAPS = ("《{}》", "{}", "“{}”", "{}", "《{}》")
HEADS = {
    "organisation": ("单位", "集体", "获奖单位", "所在单位", "学校"), "title": ("题目", "名称", "作品", "案例"),
    "people": ("作者", "姓名", "主创"), "teachers": ("指导教师", "教练"), "region": ("地区", "县（市、区）"),
    "code": ("编号", "报名号"), "class": ("班级",),
}  # fmt: skip


def _person(draw: Draw) -> str:
    return draw.choice(SURNAMES) + draw.choice(GIVEN)


def _body(draw: Draw, kind: str) -> str:
    return draw.choice(STEMS) + draw.choice(STEMS) * (draw.random() < 0.3) + kind


def _class(draw: Draw) -> str:
    return draw.choice((
        f"{draw.choice('一二三四五六')}（{draw.randint(1, 9)}）班", f"{draw.choice('七八九')}年级{draw.randint(1, 12)}班",
        f"高{draw.choice('一二三')}{draw.randint(1, 20)}班", f"2021级护理{draw.randint(1, 6)}班",
    ))  # fmt: skip


def _unit_of(kind: str, draw: Draw) -> Row:
    return {"organisation": _body(draw, kind)}


def _placed(kind: str, draw: Draw) -> Row:
    return {"organisation": _body(draw, kind), "region": draw.choice(PLACES)}


def _work(kind: str, draw: Draw) -> Row:
    return {"organisation": _body(draw, kind), "title": draw.choice(TITLES)}


def _authored(kind: str, draw: Draw) -> Row:
    return {**_work(kind, draw), "people": _person(draw)}


def _coded(kind: str, draw: Draw) -> Row:
    return {**_work(kind, draw), "code": f"{draw.choice('ABDX')}{draw.randint(100, 999)}"}


def _taught(kind: str, draw: Draw) -> Row:
    return {"organisation": _body(draw, kind), "people": _person(draw), "teachers": _person(draw)}


def _of_class(kind: str, draw: Draw) -> Row:
    return {"organisation": _class(draw), "title": draw.choice(TITLES)}


def _written(kind: str, draw: Draw) -> Row:
    return {"organisation": _person(draw), "title": draw.choice(TITLES)}


def _household(kind: str, draw: Draw) -> Row:
    return {"organisation": _person(draw) + "家庭", "region": draw.choice(PLACES)}


CONTENTS: tuple[Callable[[str, Draw], Row], ...] = (
    _unit_of, _placed, _work, _authored, _coded, _taught, _of_class, _written, _household, _work, _unit_of,
)  # fmt: skip


def dressed(seed: int) -> Drawn:
    """Return the notice drawn from `seed`, with its truth and the ways in which it is written."""
    draw = random.Random(f"dressed {seed}")
    kinds = draw.sample(BODIES, 1) if draw.random() < 0.6 else draw.sample((*BODIES, *KNOWN), 4)
    content = draw.choice(CONTENTS)
    names = [name.format(kind=kinds[0]) for name in draw.choice(TIERS)]
    tiers = [(name, _distinct(content, kinds, draw)) for name in names]
    fields = list(tiers[0][1][0])
    draw.shuffle(fields)
    file, wrap = draw.choice(FILES), draw.choice(WRAPS)
    ways = {"file": file, "content": content.__name__, "title": wrap, "fields": fields}
    letter = draw.choice(LETTERS)
    if file == "txt":
        text = letter + _lines(tiers, fields, wrap, ways, draw)
        return Drawn(text.encode(), file, _truth(tiers), ways)
    return Drawn(
        WRITERS[file](letter, _table(tiers, fields, wrap, ways, draw)), file, _truth(tiers), ways
    )


def _distinct(content: Callable[[str, Draw], Row], kinds: Sequence[str], draw: Draw) -> list[Row]:
    rows = [content(draw.choice(kinds), draw) for _ in range(draw.choice((2, 4, 7, 10)))]
    return list({row.get("title", "") + row["organisation"]: row for row in rows}.values())


def _truth(tiers: Sequence[tuple[str, list[Row]]]) -> dict[str, Any]:
    """Return the truth: a person beside a unit is a field, a person alone is whom a prize is given."""
    return {"tiers": [
        {"name": name.removesuffix("获奖名单").removesuffix("名单"), "awards": [
            {"organisation": row["organisation"], "title": row.get("title"), "title_or": _shown(row),
             "fields": {k: v for k, v in row.items() if k not in ("organisation", "title")}}
            for row in rows
        ]} for name, rows in tiers
    ]}  # fmt: skip


def _shown(row: Row) -> list[str]:
    return [wrap.format(row["title"]) for wrap in dict.fromkeys(WRAPS)] if "title" in row else []


def _values(row: Row, fields: Sequence[str], wrap: str) -> list[str]:
    return [wrap.format(row[f]) if f == "title" else row[f] for f in fields]


def _lines(
    tiers: Sequence[tuple[str, list[Row]]],
    fields: Sequence[str],
    wrap: str,
    ways: dict[str, Any],
    draw: Draw,
) -> str:
    number, divider, mark = draw.choice(NUMBERS), draw.choice(DIVIDERS), draw.choice(MARKS)
    labelled, inline = draw.random() < 0.12, draw.random() < 0.1
    heads = [_head(f, tiers, draw) for f in fields]
    headed = mark in "\t|" and draw.random() < 0.4
    ways |= {"number": number, "head": divider, "mark": mark, "headed": headed}
    ways["layout"] = "labelled" if labelled else "inline" if inline else "lines"
    out: list[str] = []
    for at, (tier, rows) in enumerate(tiers, 1):
        if not inline:
            out.append(divider.format(tier=tier, count=len(rows), han=han_number(at), n=at))
        out += [mark.join(["序号"] * number.endswith("\t") + heads)] if headed else []
        for n, row in enumerate(rows, 1):
            values = _values(row, fields, wrap)
            if labelled:
                values = [f"{head}：{text}" for head, text in zip(heads, values, strict=True)]
            values = [*values, tier] if inline else values
            out.append(number.format(n=n, han=han_number(n)) + _parted(values, mark))
    return "\n".join(out) + "\n"


def _head(field: str, tiers: Sequence[tuple[str, list[Row]]], draw: Draw) -> str:
    """Return what stands over a column: who is honoured may be a person."""
    persons = field == "organisation" and len(tiers[0][1][0][field]) < 4
    return draw.choice(HEADS["people" if persons else field])


def _parted(values: Sequence[str], mark: str) -> str:
    if mark == "（":
        return values[0] + "".join(f"（{text}）" for text in values[1:])
    return mark.join(values)


def _table(
    tiers: Sequence[tuple[str, list[Row]]],
    fields: Sequence[str],
    wrap: str,
    ways: dict[str, Any],
    draw: Draw,
) -> list[list[str]]:
    way = draw.choice(("column", "merged", "row"))
    headed, numbered = draw.random() < 0.6, draw.random() < 0.5
    ways |= {"tiers": way, "headed": headed, "numbered": numbered}
    heads = [*["序号"] * numbered, *(_head(f, tiers, draw) for f in fields)]
    named = {"column": [*heads, "奖项"], "merged": ["奖项", *heads], "row": heads}[way]
    table = [named] if headed else []
    n = 0
    for tier, rows in tiers:
        table += [[tier]] if way == "row" else []
        for at, row in enumerate(rows):
            n += 1
            cells = [*[str(n)] * numbered, *_values(row, fields, wrap)]
            cells = [*cells, tier] if way == "column" else cells
            table.append([MERGED if at else tier, *cells] if way == "merged" else cells)
    return (
        table
        if ways["file"] == "html"
        else [["" if cell == MERGED else cell for cell in row] for row in table]
    )
