"""The notice of 2023: thirty cases, a hundred cases, ten organisations, as printed."""

import re
from pathlib import Path

import pytest

from casebook.intake import notice
from casebook.intake.notice import Notice
from notice.telling import in_words

HERE = Path(__file__).parent
SEED = HERE.parents[1] / "manuscript" / "notice.txt"


@pytest.fixture(scope="module")
def seed() -> Notice:
    return notice.read(SEED)


def test_the_seed_gives_the_whole_list(seed: Notice) -> None:
    assert in_words(seed) == (HERE / "seed.golden").read_text("utf-8")


def test_the_tiers_hold_thirty_a_hundred_and_ten(seed: Notice) -> None:
    result = [(tier.name, tier.declared, len(tier.awards), tier.bodies) for tier in seed.tiers]
    assert result == [
        ("典型案例", 30, 30, False),
        ("优秀案例", 100, 100, False),
        ("优秀组织单位", 10, 10, True),
    ]


def test_put_together_the_awards_are_the_annexes_character_for_character(seed: Notice) -> None:
    annexes = re.split(r"\n附件 \d\n", SEED.read_text("utf-8"))[1:]
    for tier, annex in zip(seed.tiers, annexes, strict=True):
        printed = re.sub(r"\s", "", annex.split("抄送")[0])
        mine = "".join(
            f"{a.number}.{a.organisation}" + (f"《{a.title}》" if a.title else "") + a.after
            for a in tier.awards
        )
        assert re.sub(r"\s", "", mine) == printed[printed.index("1.") :]


def test_no_line_of_the_seed_is_unread(seed: Notice) -> None:
    assert seed.unread == ()


def test_the_seed_is_told_to_have_seven_queries_and_no_erratum(seed: Notice) -> None:
    assert [(e.rule, e.place.line) for e in seed.errata] == [
        ("two-names", 19),
        ("restored-space", 123),
        ("restored-space", 125),
        ("unpaired-mark", 200),
        ("text-after-title", 244),
        ("restored-space", 264),
        ("impossible-date", 289),
    ]


def test_the_letter_is_joined_over_the_page_that_cut_it(seed: Notice) -> None:
    texts = [paragraph.text for paragraph in seed.letter.paragraphs]
    assert len(texts) == 4
    assert "进行多轮推选，最终产生了典型案例 30 个" in texts[1]


def test_the_seed_read_from_a_pdf_differs_only_in_spaces(seed: Notice, tmp_path: Path) -> None:
    from weasyprint import HTML

    rows = [line for line in SEED.read_text("utf-8").split("\n") if line.strip()]
    style = (
        "<style>@page{size:A4;margin:28mm;@bottom-center{content:'— ' counter(page) ' —'}}"
        "body{font:16pt 'Noto Serif CJK SC'}p{margin:0}</style>"
    )
    path = tmp_path / "notice.pdf"
    HTML(string=style + "".join(f"<p>{row}</p>" for row in rows)).write_pdf(path)
    read = notice.read(path)
    for mine, theirs in zip(seed.tiers, read.tiers, strict=True):
        assert [_bare(a.organisation, a.title, a.after) for a in theirs.awards] == [
            _bare(a.organisation, a.title, a.after) for a in mine.awards
        ]
    assert read.unread == ()
    assert "read-from-pdf" in {erratum.rule for erratum in read.errata}
    assert "restored-space" not in {erratum.rule for erratum in read.errata}


def _bare(*texts: str | None) -> str:
    return "".join("".join((text or "").split()) + "|" for text in texts)
