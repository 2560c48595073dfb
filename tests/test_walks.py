"""A case and a line of a notice pass the rooms once, as the map says; each return has a reason."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import casebook
from walks import Walk

RETURNS = {
    ("", "intake/adoption"): "which templates the book names is asked before the notice is read",
    ("intake/receive/receiving.receive", "intake/filing"): "known bytes are known before reading",
    ("intake/structure/composing.compose", "intake/forms"): (
        "where form and text say different things is known when both are read"
    ),
    ("edition_making.check_fonts", "layout"): (
        "missing fonts are told before anything is composed, with the layout's line"
    ),
    ("edition_making.check_fonts", "press"): "the same",
    ("issuing.issue", "press"): "what the last run left is asked for before the book is read",
    ("edition_making._laid_out", "layout"): "the imprint counts the pages, which are known then",
    ("edition_making._laid_out", "press"): "the same",
    ("edition_making._laid_out", "imprint_lines"): "the same",
    ("press/engine.style_context", "weasy"): "WeasyPrint is loaded, changed, and reads the sheets",
    ("press/painting._paint", "composition"): "WeasyPrint draws a page, composition its lines",
    ("press/painting._paint", "weasy"): "the same",
}


@pytest.fixture(scope="module")
def taken() -> dict[str, Walk]:
    """The walks as a process of its own takes them: nothing else is loaded or watched there."""
    command = [sys.executable, str(Path(__file__).with_name("walks.py"))]
    text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout
    walks: dict[str, Walk] = {}
    for title, *lines in (part.splitlines() for part in re.split(r"\n(?=\S)", text)):
        if title != "Returns":
            walk = walks[title] = Walk([line.strip() for line in lines])
        else:
            walk.returns = {_read(line.strip()) for line in lines}
    return walks


def _read(line: str) -> tuple[str, str, str]:
    at, _, rest = line.rpartition(": ")
    room, _, after = rest.partition(", after ")
    return at, room, after


def test_nothing_goes_back_to_a_room_without_a_reason(taken: dict[str, Walk]) -> None:
    returns = {(at, room) for walk in taken.values() for at, room, _ in walk.returns}
    assert returns
    assert returns - set(RETURNS) == set()


def test_the_two_walks_of_the_map_are_those_that_are_taken(taken: dict[str, Walk]) -> None:
    notice, case, book = (walk.modules for walk in taken.values())
    text = (casebook.__doc__ or "").partition("Two walks")[2]
    parts = [half for line in text.split("One line") for half in line.split(": now it ")]
    for words, modules in zip(parts, (case, book, notice, book), strict=True):
        named = re.findall(r"[a-z_]+(?:\.[a-z_]+)*", words)
        places = [place for word in named if (place := _place(word, modules)) is not None]
        assert len(places) > 4
        assert places == sorted(places), [modules[place] for place in places]


def _place(word: str, modules: list[str]) -> int | None:
    """Return where the module that a word of the map names came to work first."""
    path = word.replace(".", "/")
    for at, module in enumerate(modules):
        if f"/{module.removesuffix('/__init__')}".endswith(f"/{path}"):
            return at
    return None
