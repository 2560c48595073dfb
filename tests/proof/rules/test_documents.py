"""Titles of documents, told once for each document."""

from pathlib import Path

import tiny
from casebook import proof

TITLE, OTHER = (
    "《样例市卫生健康事业改革发展三年工作规划》",
    "《样例市卫生健康事业改革与发展三年工作规划》",
)


def asked(folder: Path, *paragraphs: str) -> list[str]:
    text = "\n\n".join(f"落实{title}。" for title in paragraphs)
    tiny.write(folder, case=f'---\naward: "1-1"\n---\n\n{text}\n')
    return [e.text for e in proof.proofread(folder) if e.rule == "two-forms-of-a-title"]


def test_of_two_forms_met_as_often_the_later_is_asked_about_once(tmp_path: Path) -> None:
    assert asked(tmp_path, TITLE, OTHER) == [OTHER[1:-1]]
    assert asked(tmp_path, OTHER, TITLE) == [TITLE[1:-1]]


def test_the_form_met_less_often_is_asked_about_wherever_it_stands(tmp_path: Path) -> None:
    assert asked(tmp_path, OTHER, TITLE, TITLE) == [OTHER[1:-1]]


def test_a_sign_where_a_listed_title_has_a_year_stops_nothing(tmp_path: Path) -> None:
    text = "落实《中医药发展战略规划纲要（#—2030年）》。"
    tiny.write(tmp_path, case=f'---\naward: "1-1"\n---\n\n{text}\n')
    errata = [e for e in proof.proofread(tmp_path) if e.rule == "nearly-a-document"]
    assert len(errata) < 2
