"""What the notice says is written once; afterwards the editor's files are only compared with it."""

from pathlib import Path

import pytest

from casebook.errata import StopPress
from casebook.intake import notice
from casebook.intake.manuscript import awards_file
from casebook.intake.notice.notice_files import escaped

HERE = Path(__file__).parent
SEED = HERE.parents[1] / "manuscript" / "notice.txt"


def test_what_is_written_reads_back_as_the_same_awards(tmp_path: Path) -> None:
    read = notice.read(SEED)
    written = notice.write(read, tmp_path)
    assert written == (tmp_path / "back" / "notice.md", tmp_path / "awards.yaml")
    kept = awards_file.read(tmp_path / "awards.yaml")
    assert kept.queries == ()
    for mine, theirs in zip(read.tiers, kept.tiers, strict=True):
        facts = [
            [
                (a.id, a.number, a.organisation, a.title, a.region, a.lines, a.after)
                for a in t.awards
            ]
            for t in (mine, theirs)
        ]
        assert facts[0] == facts[1]
        assert (mine.id, mine.name, mine.declared, mine.bodies) == (
            theirs.id, theirs.name, theirs.declared, theirs.bodies,
        )  # fmt: skip
    assert kept.facts.received == 691
    assert str(kept.facts.date) == "2023-02-20"
    assert kept.facts.sha256 == read.sha256


def test_each_award_takes_one_line(tmp_path: Path) -> None:
    notice.write(notice.read(SEED), tmp_path)
    lines = (tmp_path / "awards.yaml").read_text("utf-8").split("\n")
    assert (
        "      - {id: 2-089, number: 89, organisation: 重庆医科大学附属永川医院党委, "
        "title: 打造“三同”统战品牌 助力卫生健康, region: 重庆市, lines: 244-244, "
        "after: 事业高质量发展}"
    ) in lines
    assert sum(line.startswith("      - {id: ") for line in lines) == 140


def test_a_second_run_writes_nothing_and_finds_no_difference(tmp_path: Path) -> None:
    read = notice.read(SEED)
    notice.write(read, tmp_path)
    assert notice.write(read, tmp_path) == ()
    assert notice.differences(read, tmp_path) == ()


def test_what_an_editor_changed_stays_and_is_shown_beside_the_new_reading(tmp_path: Path) -> None:
    read = notice.read(SEED)
    notice.write(read, tmp_path)
    path = tmp_path / "awards.yaml"
    text = path.read_text("utf-8").replace("region: 河北省", "region: 全国", 1)
    text = text.replace("《", "").replace("协和记忆", "协和的记忆")
    text = text.replace("lines: 38-38}", "lines: 38-38, aliases: [协和]}")
    path.write_text(text, "utf-8")
    appendix = tmp_path / "back" / "notice.md"
    appendix.write_text(appendix.read_text("utf-8").replace("抄送", "分送"), "utf-8")
    assert notice.write(read, tmp_path) == ()
    assert path.read_text("utf-8") == text
    result = [(d.file, d.what, d.kept, d.read) for d in notice.differences(read, tmp_path)]
    assert result[:1] == [
        ("awards.yaml", "1-02 title", "协和的记忆 老专家口述历史", "协和记忆 老专家口述历史"),
    ]
    assert [name for name, *_ in result[1:]] == ["back/notice.md"]


def test_an_award_only_one_side_has_is_a_difference(tmp_path: Path) -> None:
    read = notice.read(SEED)
    notice.write(read, tmp_path)
    path = tmp_path / "awards.yaml"
    lines = [li for li in path.read_text("utf-8").split("\n") if "{id: 3-10," not in li]
    at = next(at for at, line in enumerate(lines) if "{id: 3-09," in line)
    lines.insert(at + 1, "      - {id: 3-11, number: 11, organisation: 某单位}")
    path.write_text("\n".join(lines), "utf-8")
    result = {(d.what, d.kept, d.read) for d in notice.differences(read, tmp_path)}
    assert ("3-11 organisation", "某单位", None) in result
    assert ("3-10 organisation", None, "重庆市卫生健康思想政治工作促进会") in result


def test_a_notice_without_awards_writes_nothing(tmp_path: Path) -> None:
    read = notice.read(HERE / "notices" / "prose-only.txt")
    with pytest.raises(StopPress) as stop:
        notice.write(read, tmp_path)
    assert "no-awards" in {erratum.rule for erratum in stop.value.errata}
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_read_is_named_in_the_head_of_the_awards(tmp_path: Path) -> None:
    notice.write(notice.read(HERE / "notices" / "web-residue-between-entries.txt"), tmp_path)
    head = (tmp_path / "awards.yaml").read_text("utf-8").split("\nnotice:")[0]
    assert "扫一扫关注我们" in head
    assert "上一条：某某" in head


def test_broken_awards_stop_the_comparison_and_stay(tmp_path: Path) -> None:
    (tmp_path / "awards.yaml").write_text("notice:\n\tfile: x\n", "utf-8")
    with pytest.raises(StopPress) as stop:
        notice.differences(notice.read(SEED), tmp_path)
    assert [e.place.line for e in stop.value.errata] == [2]


def test_the_appendix_prints_every_character_of_the_notice_but_the_title(tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    notice.write(notice.read(SEED), tmp_path)
    text = (tmp_path / "back" / "notice.md").read_text("utf-8").split("---\n", 2)[2]
    tokens = MarkdownIt().parse(text)
    assert {t.type for t in tokens} <= {
        "paragraph_open", "paragraph_close", "inline", "heading_open", "heading_close",
    }  # fmt: skip
    shown = "".join(
        c.content for t in tokens for c in t.children or [] if c.type.startswith("text")
    )
    source = SEED.read_text("utf-8").replace("**", "").replace("- 附件：", "附件：")
    source = source[source.index("中国卫生") :]
    title = source[source.index("中国卫生", 2) : source.index("通报\n") + 2]
    printed = "".join(source.replace(title, "", 1).split())
    assert "".join(shown.split()) == printed


def test_marks_of_markdown_are_printed_and_not_obeyed() -> None:
    assert escaped("1. *甲* [乙](丙) <丁> `戊`") == r"1\. \*甲\* \[乙\](丙) \<丁\> \`戊\`"
    assert escaped("+ 甲") == r"\+ 甲"


def test_the_notice_is_kept_byte_for_byte_and_never_replaced(tmp_path: Path) -> None:
    received = tmp_path / "通报.txt"
    received.write_bytes("一".encode("gb18030"))
    folder = tmp_path / "manuscript"
    assert notice.keep(received, folder) == folder / "通报.txt"
    assert (folder / "通报.txt").read_bytes() == received.read_bytes()
    assert notice.keep(received, folder) is None
    received.write_bytes(b"other")
    assert notice.keep(received, folder) == folder / "通报-2.txt"
    assert (folder / "通报.txt").read_bytes() != b"other"
    assert notice.keep(received, folder) is None
