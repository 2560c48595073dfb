"""Passages that stand twice: quick over a whole book, phrases of administration left alone."""

from pathlib import Path

import pytest
from lxml import html

import tiny
from casebook import proof
from casebook.proof import repetition

PASSAGE = (
    "医院党委把支部建在科室，由党员带头认领岗位，逐项列出清单，每月在院务会上通报进展，"
    "群众提出的意见七日内答复，办结情况张榜公布。"
)
OWN = [
    "药学部编写用药手册，分发到每一张病床，护士在交接班时逐条讲解，出院时再由药师电话回访一次。",
    "后勤中心把食堂的餐车推到病区门口，按医嘱配餐，糖尿病患者少油少盐，家属也能点到热饭热菜。",
]
PHRASE = "深入学习贯彻党的二十大精神，全面落实新时代党的建设总要求，坚持以人民为中心，推动公立医院高质量发展，"


def two(tmp_path: Path, first: str, second: str) -> Path:
    return tiny.write(
        tmp_path,
        case=f'---\naward: "1-1"\n---\n\n{first}\n',
        **{"cases/1-2.md": f'---\naward: "1-2"\n---\n\n{second}\n'},
    )


def test_a_passage_is_told_where_it_stands_again_and_shown_beside_the_first(tmp_path: Path) -> None:
    folder = two(
        tmp_path, f"{OWN[0]}\n\n{PASSAGE}", f"{OWN[1]}\n\n{PASSAGE.replace('七日', '五日')}"
    )
    result = proof.examine(folder)
    (erratum,) = (e for e in result.errata if e.rule == "passage-repeated")
    assert (erratum.place.path, erratum.place.line) == ("cases/1-2.md", 7)
    assert "cases/1-1.md:7" in erratum.message.zh
    page = html.fromstring(proof.write(result, folder, "html", None, "zh").read_text("utf-8"))
    (table,) = page.xpath("//table[@class='sides']")
    assert [mark.text for mark in table.iter("mark")] == ["五", "七"]


def test_a_phrase_in_many_texts_is_no_passage(tmp_path: Path) -> None:
    volume = proof.examine(two(tmp_path, PHRASE + OWN[0], PHRASE + OWN[1])).volume
    assert volume is not None
    assert [round(p.likeness) for p in repetition.passages(volume)] == []


@pytest.mark.parametrize("copied", [1, 2, 3])
def test_a_case_with_most_of_another_s_text_is_an_erratum(tmp_path: Path, copied: int) -> None:
    mine = [PASSAGE, *OWN]
    other = [*mine[:copied], *(f"第{n}条{text[::-1]}" for n, text in enumerate(mine[copied:]))]
    folder = two(tmp_path, "\n\n".join(mine), "\n\n".join(other))
    rules = [e.rule for e in proof.proofread(folder)]
    assert ("text-of-another-case" in rules) == (copied > 1)
    assert ("passage-repeated" in rules) == (copied == 1)


def test_of_several_earlier_passages_the_first_is_told(tmp_path: Path) -> None:
    folder = two(tmp_path, f"{PASSAGE}\n\n{PASSAGE}\n\n{PASSAGE}", f"{OWN[0]}\n\n{PASSAGE}")
    volume = proof.examine(folder).volume
    assert volume is not None
    earlier = {passage.earlier.number for passage in repetition.passages(volume)}
    assert len(repetition.passages(volume)) == 3
    assert len(earlier) == 1
