"""Sections are laid out until the page numbers that they print are true."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_up import PLAN, Workers, page, signature

from casebook.errata import Place
from casebook.press.dependencies import BookFolders, SectionKeys
from casebook.press.page_numbers import PageNumbers, Settled
from casebook.press.signature import KEPT, SectionHtml, Signature
from casebook.press.worker_tasks import LayoutTask
from casebook.store import Store

CONTENTS = '<body><a href="#one">一</a><a href="#two">二</a></body>'
SECTIONS = {
    "contents": CONTENTS,
    "one": '<body><h1 id="one">一</h1></body>',
    "two": '<body><h1 id="two">二</h1></body>',
}


class Plans:
    """The margins of a book in which every page counts."""

    def plan(self, _kind: object) -> object:
        """Return what any page prints."""
        return PLAN

    def prepare(self, _pages: object) -> None:
        """Set nothing."""


def settled(
    folder: Path, laid_out: Callable[[LayoutTask], Signature], sections: dict[str, str] = SECTIONS
) -> tuple[Settled, list[LayoutTask]]:
    """Return the sections settled, and what was laid out for it."""
    workers: Any = Workers(laid_out)
    plans: Any = Plans()
    html = [SectionHtml(name, name, Place(name), text) for name, text in sections.items()]
    keys = SectionKeys("style", BookFolders(folder, ()))
    store = Store(folder / "store", "one", KEPT)
    return PageNumbers(html, keys, store, workers, plans, None).settle(), workers.asked


def of_pages(**counts: int) -> Callable[[LayoutTask], Signature]:
    """Return what lays sections out in so many pages; the contents print numbers of the others."""

    def laid_out(task: LayoutTask) -> Signature:
        name = task.section.id
        pages = [page(anchors=((name, 0, 0),)), *[page()] * (counts.get(name, 1) - 1)]
        others = frozenset(SECTIONS) - {name} if name == "contents" else frozenset()
        return signature(name, *pages, references=others)

    return laid_out


def names(tasks: list[LayoutTask]) -> list[str]:
    return [task.section.id for task in tasks]


def test_sections_that_print_no_number_are_laid_out_once_and_the_contents_last(
    tmp_path: Path,
) -> None:
    made, asked = settled(tmp_path, of_pages(one=3))
    assert sorted(names(asked)[:2]) == ["one", "two"]
    assert set(names(asked)[2:]) == {"contents"}
    assert not made.errata
    assert made.imposed.numbers == {"contents": 1, "one": 2, "two": 5}
    assert dict(asked[-1].position.numbers) == {"one": 2, "two": 5}


def test_what_is_kept_is_not_laid_out_again(tmp_path: Path) -> None:
    first, _ = settled(tmp_path, of_pages(one=3))
    again, asked = settled(tmp_path, of_pages(one=3))
    assert not asked
    assert again.signatures == first.signatures


def test_an_edit_that_moves_no_page_lays_out_one_section(tmp_path: Path) -> None:
    settled(tmp_path, of_pages())
    _, asked = settled(tmp_path, of_pages(), SECTIONS | {"one": SECTIONS["one"] + "改"})
    assert names(asked) == ["one"]


def test_a_section_that_grows_has_the_contents_laid_out_again(tmp_path: Path) -> None:
    settled(tmp_path, of_pages())
    longer = SECTIONS | {"one": SECTIONS["one"] + "长" * 200}
    made, asked = settled(tmp_path, of_pages(one=2), longer)
    assert set(names(asked)) == {"one", "contents"}
    assert made.imposed.numbers["two"] == 4
    assert dict(asked[-1].position.numbers)["two"] == 4


def test_numbers_that_never_agree_are_told(tmp_path: Path) -> None:
    def laid_out(task: LayoutTask) -> Signature:
        name = task.section.id
        numbers = dict(task.position.numbers)
        count = 2 if name == "contents" and numbers.get("one", 2) % 2 == 0 else 1
        pages = [page(anchors=((name, 0, 0),)), *[page()] * (count - 1)]
        others = frozenset({"one"}) if name == "contents" else frozenset()
        return signature(name, *pages, references=others)

    made, _ = settled(tmp_path, laid_out)
    assert [e.rule for e in made.errata] == ["unsettled-numbers"]


def test_a_page_that_cannot_be_shifted_is_laid_out_for_its_side(tmp_path: Path) -> None:
    def laid_out(task: LayoutTask) -> Signature:
        kind = page().kind._replace(side=task.position.side)
        anchors = ((task.section.id, 0, 0),)
        return signature(task.section.id, page(kind=kind, text_origins=None, anchors=anchors))

    made, asked = settled(tmp_path, laid_out)
    assert [p.kind.side for p in made.imposed.pages] == ["right", "left", "right"]
    assert ("one", "left") in [(task.section.id, task.position.side) for task in asked]


@pytest.mark.parametrize("change", [b"", b"\0" * 40])
def test_a_damaged_signature_is_laid_out_again(tmp_path: Path, change: bytes) -> None:
    first, _ = settled(tmp_path, of_pages())
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file() and b"objects" not in path.name.encode():
            path.write_bytes(change)
    again, asked = settled(tmp_path, of_pages())
    assert asked
    assert again.signatures == first.signatures
