"""WeasyPrint is changed in one order and given back as it was, whatever the order of asking."""

import copy
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from casebook import composition
from casebook.errata import StopPress
from casebook.pagination import page_properties
from casebook.press.engine import compose_lines
from casebook.weasy import (
    changes,
    first_font,
    font_map,
    footnotes,
    kept_blocks,
    replaced_lines,
    screen_colours,
    shared_styles,
    used_lengths,
)
from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.loading import load

NOTE = "<span style='float: footnote; footnote-policy: line'>一条注释，<b>AI</b>等。</span>"
PAGE = (
    "<html lang=zh-CN><style>@page { size: 200pt 150pt; margin: 15pt }"
    "html { font: 10pt/15pt 'Noto Serif CJK SC' } p { text-align: justify; margin: 0 }"
    "h2 { block-step-size: 15pt; line-height: 21pt; break-after: avoid }</style>"
    f"<h2>标题</h2><p>{'以“一站式”为例，用AI法检测。' * 4}{NOTE}{'有✔的一行。' * 20}</p>"
    f"<table><tr><td>{'表中的文字。' * 30}</td></tr></table><p>{NOTE}</p>"
)
SETS = (
    *(footnotes.CHANGES, first_font.CHANGES, shared_styles.CHANGES, font_map.CHANGES),
    *(used_lengths.CHANGES, page_properties.CHANGES),
    *(screen_colours.CHANGES, kept_blocks.CHANGES),
)


@pytest.fixture(autouse=True)
def _given_back() -> Iterator[None]:
    changes.undo()
    yield
    changes.undo()


def rendered() -> bytes:
    made: bytes = load().HTML(string=PAGE).write_pdf(pdf_identifier=b"same")
    return made


def state() -> dict[str, Any]:
    """Return all that can be changed of WeasyPrint: of its modules, its classes, its tables."""
    result: dict[str, Any] = {}
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] != "weasyprint" or not isinstance(module, ModuleType):
            continue
        for key, value in vars(module).items():
            table = isinstance(value, dict | set) and key.isupper()
            result[f"{name}.{key}"] = copy.copy(value) if table else id(value)
            if isinstance(value, type) and value.__module__ == name:
                for part, of in vars(value).items():
                    if part not in ("__dict__", "__weakref__", "__slotnames__"):
                        result[f"{name}.{key}.{part}"] = id(of)
    return result


def test_weasyprint_is_given_back_as_it_was() -> None:
    stock = rendered()
    before = state()
    changes.apply(*SETS)
    composition.install()
    assert changes.applied() == changes.ORDER
    assert rendered() != stock
    assert state() != before
    changes.undo()
    assert changes.applied() == ()
    assert state() == before
    assert rendered() == stock


def test_the_order_of_asking_makes_no_difference() -> None:
    changes.apply(*SETS)
    composition.install()
    wanted = rendered()
    changes.undo()
    composition.install()
    changes.apply(*reversed(SETS))
    assert changes.applied() == changes.ORDER
    assert rendered() == wanted


def test_one_set_is_undone_under_others_that_stay() -> None:
    changes.apply(*SETS)
    composition.install()
    changes.undo(footnotes.CHANGES.name)
    without = rendered()
    assert changes.applied() == changes.ORDER[1:]
    changes.undo()
    composition.install()
    changes.apply(*SETS[1:])
    assert rendered() == without


def test_a_set_that_does_not_fit_leaves_nothing_behind() -> None:
    class Theirs:
        kind = 1

    theirs: Any = Theirs

    def make(record: Record) -> None:
        record.attribute(theirs, "kind", 2)
        record.attribute(theirs, "more", 3)
        record.entry(table, "a", 2)
        record.entry(table, "b", 2)
        record.member(members, "b")
        raise LookupError

    table, members = {"a": 1}, {"a"}
    with pytest.raises(LookupError):
        changes.apply(ChangeSet("lines", make))
    assert (theirs.kind, hasattr(theirs, "more"), table, members) == (1, False, {"a": 1}, {"a"})
    assert changes.applied() == ()


def test_lines_that_are_not_there_are_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    before = state()
    monkeypatch.setitem(replaced_lines._EDITS, "page.make_page", (("no such line", ""),))
    with pytest.raises(StopPress) as stop:
        compose_lines(True)
    assert [erratum.rule for erratum in stop.value.errata] == ["engine-mismatch"]
    assert (changes.applied(), state()) == ((), before)


def test_a_set_is_applied_once() -> None:
    made = []
    each = ChangeSet("lines", lambda record: made.append(record))
    changes.apply(each)
    changes.apply(each)
    assert len(made) == 1
