"""The two documents that began this book: every finding on them, judged one by one.

`judged.tsv` holds each finding with the verdict of whoever read it against the text. A finding
that is not in it, or one of it that is found no more, fails: precision is what editors trust.
"""

from collections import Counter
from pathlib import Path

import pytest

import tiny
from casebook import proof
from casebook.errata import Erratum, Kind
from casebook.intake import notice

HERE = Path(__file__).parent
NOTICE = HERE.parents[1] / "manuscript" / "notice.txt"
CASE = HERE.parent / "data" / "case_heilongjiang_tcm_no1.txt"
FRONT = """\
---
organisation: 黑龙江中医药大学附属第一医院
title: 黑龙江中医药大学附属第一医院
region: 黑龙江省
---
"""
ORDER = """\
order:
  front: [contents]
  body: [{tier: "1"}, {tier: "2"}, {part: 来稿, cases: [x-01]}]
  back: [{matter: back/notice.md}, {organisations: "3"}]
"""


@pytest.fixture(scope="module")
def errata(tmp_path_factory: pytest.TempPathFactory) -> tuple[Erratum, ...]:
    """The proof of a book of the notice and the manuscript as received, nothing tidied."""
    folder = tmp_path_factory.mktemp("seeds")
    manuscript = folder / "manuscript"
    (manuscript / "cases").mkdir(parents=True)
    (manuscript / "notice.txt").write_bytes(NOTICE.read_bytes())
    notice.write(notice.read(manuscript / "notice.txt"), manuscript)
    book = tiny.BOOK.split("order:")[0] + ORDER
    (manuscript / "book.yaml").write_text(book, "utf-8")
    (manuscript / "cases" / "x-01.md").write_text(FRONT + received(), "utf-8")
    return proof.proofread(folder)


def received() -> str:
    """Return the manuscript as Markdown: a paragraph a line, 一、 as headings."""
    lines = [line for line in CASE.read_text("utf-8").splitlines() if line.strip()]
    heads = ("一、具体做法", "二、工作成效", "三、经验与启示")
    return "".join(f"\n{'## ' if line in heads else ''}{line}\n" for line in lines)


def judged() -> list[list[str]]:
    rows = (HERE / "judged.tsv").read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if row and not row.startswith("#")]


def row(erratum: Erratum) -> tuple[str, str, str, str]:
    return erratum.kind.value, erratum.rule, erratum.place.path, erratum.quote


def test_every_finding_on_the_seeds_has_been_judged(errata: tuple[Erratum, ...]) -> None:
    findings = Counter(row(erratum) for erratum in errata)
    known = Counter((kind, rule, path, quote) for kind, rule, path, quote, _ in judged())
    assert findings - known == Counter()
    assert known - findings == Counter()


def test_no_erratum_on_the_seeds_is_false() -> None:
    assert {verdict[0] for kind, *_, verdict in judged() if kind == "erratum"} == {"真"}


@pytest.mark.parametrize(
    ("rule", "quote"),
    [
        ("misquoted-document", "《关于加强和改进新时代思想政治工作的意见》"),
        ("printed-before-signed", "2022 年 2 月 20 日印发"),
        ("broken-award-title", "助力卫生健康》事业高质量发展"),
        ("broken-award-title", "新”铸硬核“五环”"),
        ("case-without-award", "黑龙江中医药大学附属第一医院"),
        ("contradictory-approximation", "近2万余人次"),
        ("unusual-term", "能力作风年建设"),
        ("credit-in-text", "供稿/编辑"),
    ],
)
def test_what_would_embarrass_the_publisher_is_found(
    errata: tuple[Erratum, ...], rule: str, quote: str
) -> None:
    assert any(e.rule == rule and quote in e.quote for e in errata)


def test_all_half_width_marks_of_the_manuscript_are_found(errata: tuple[Erratum, ...]) -> None:
    counts = Counter(e.rule for e in errata if e.place.path == "cases/x-01.md")
    assert counts["half-width-mark"] == 93
    assert counts["half-width-bracket"] == 10
    assert all(e.kind is Kind.ERRATUM for e in errata if e.rule == "half-width-mark")
