"""`--fix` makes safe repairs only, logs each, and never touches what is quoted or named."""

import difflib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tiny
from casebook import proof
from casebook.intake import specimen
from casebook.proof import repairlog
from proof_planting import KINDS, plant

HALF = (
    '---\naward: "1-1"\nshort_title: 甲,乙\n---\n\n召开后,医院(一)学习 ，“**重**点”;共 ３ 项...\n'
)


def test_safe_repairs_are_made_and_logged(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=HALF)
    made = proof.fix(folder)
    case = (folder / "manuscript" / "cases" / "1-1.md").read_text("utf-8")
    assert case == HALF.replace(
        "召开后,医院(一)学习 ，“**重**点”;共 ３ 项...",
        "召开后，医院（一）学习，“**重**点”；共3项……",
    )
    log = (folder / "manuscript" / "fixes.tsv").read_text("utf-8")
    assert "cases/1-1.md\t6\t4\thalf-width-mark\t,\t，" in log
    assert repairlog.logged(folder / "manuscript") == made
    assert proof.fix(folder) == ()


def test_what_needs_a_person_is_left(tmp_path: Path) -> None:
    text = '---\naward: "1-1"\n---\n\n再接再励。“甲。近2万余人,\n'
    folder = tiny.write(tmp_path, case=text)
    proof.fix(folder)
    case = (folder / "manuscript" / "cases" / "1-1.md").read_text("utf-8")
    assert "再接再励。“甲。近2万余人" in case


def test_front_matter_titles_and_awards_are_never_changed(tmp_path: Path) -> None:
    front = "---\norganisation: 样例,医院\ntitle: 外来,题目\nregion: 北京市\n---\n\n正文,一句。\n"
    book = tiny.BOOK.replace('{tier: "1"}', '{tier: "1"}, {part: 来稿, cases: [x-01]}')
    awards = tiny.AWARDS.replace("甲题", "甲;题")
    folder = tiny.write(tmp_path, book=book, awards=awards, **{"cases/x-01.md": front})
    proof.fix(folder)
    after = (folder / "manuscript" / "cases" / "x-01.md").read_text("utf-8")
    assert after == front.replace("正文,", "正文，")
    assert (folder / "manuscript" / "awards.yaml").read_text("utf-8") == awards


def test_text_quoted_from_the_notice_is_never_changed(tmp_path: Path) -> None:
    matter = "---\ntitle: 通报\n---\n\n典型案例 (30个),优秀案例。\n\n编者按,一句。\n"
    book = tiny.BOOK.replace("back: [", "back: [{matter: back/notice.md}, ")
    folder = tiny.write(
        tmp_path,
        book=book,
        **{"back/notice.md": matter, "notice.txt": "典型案例 (30个),优秀案例。"},
    )
    kinds = {e.quote: e.kind.value for e in proof.proofread(folder)}
    assert set(kinds.values()) == {"query", "erratum"}
    proof.fix(folder)
    after = (folder / "manuscript" / "back" / "notice.md").read_text("utf-8")
    assert after == matter.replace("编者按,", "编者按，")


def test_an_appendix_whose_notice_was_no_text_is_quoted_as_a_whole(tmp_path: Path) -> None:
    matter = "---\ntitle: 通报\n---\n\n典型案例 (30个),优秀案例。\n"
    book = tiny.BOOK.replace("back: [", "back: [{matter: back/notice.md}, ")
    folder = tiny.write(tmp_path, book=book, **{"back/notice.md": matter})
    assert {e.kind.value for e in proof.proofread(folder)} == {"query"}
    assert proof.fix(folder) == ()


def test_a_carriage_return_and_a_missing_line_feed_are_repaired(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    path = folder / "manuscript" / "cases" / "1-1.md"
    path.write_bytes('---\naward: "1-1"\n---\n\n一句。\r\n\r\n二句,好。'.encode())
    proof.fix(folder)
    assert path.read_bytes().decode().endswith("一句。\n\n二句，好。\n")


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6))
def test_repairs_leave_a_readable_book_and_only_the_lines_at_fault_change(seed: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "book"
        specimen.write(folder, 3)
        planted = plant(folder, len(KINDS), str(seed))
        paths = sorted((folder / "manuscript" / "cases").glob("*.md"))
        before = {path: path.read_text("utf-8").split("\n") for path in paths}
        made = proof.fix(folder)
        assert not any(getattr(e, "safe", False) for e in proof.examine(folder, paged=False).errata)
        lines = {(f"cases/{path.name}", n) for path in paths for n in _changed(path, before[path])}
        assert lines <= {(item.path, item.line) for item in made}
        assert planted


def _changed(path: Path, before: list[str]) -> list[int]:
    after = path.read_text("utf-8").split("\n")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        n + 1
        for tag, low, high, _, _ in matcher.get_opcodes()
        if tag != "equal"
        for n in range(low, high)
    ]
