"""What is printed as the page number of each page, read from the laid-out pages themselves.

The designer's style sheet decides where and how a folio is printed (a margin box that counts
pages); a page label must equal it. Pages without a printed folio (dividers, blanks) count on
silently (暗码), and the pages before the first run of folios are labelled as the title leaf.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.weasy import page_box_of

LEAF = "扉"
ROMAN = "IVXLCDM"


@dataclass(frozen=True)
class Folio:
    """A page's label; `printed` says whether the page shows it."""

    label: str
    printed: bool


def folios(pages: Sequence[Any]) -> tuple[Folio, ...]:
    """Return the folio of every page that WeasyPrint laid out, in order."""
    return labelled([_printed(page) for page in pages], [bool(_restarts(page)) for page in pages])


def labelled(printed: Sequence[str], starts: Sequence[bool]) -> tuple[Folio, ...]:
    """Return the folio of every page from the `printed` numbers and where a count `starts`."""
    found: list[Folio] = []
    counted, style = False, "arabic"
    number = 0
    for index, (text, restarted) in enumerate(zip(printed, starts, strict=True)):
        if restarted:
            counted, number = True, 1
            style = _style(next(filter(None, printed[index:]), "1"))
        else:
            number += 1
        if text:
            number, style = _value(text), _style(text)
            counted = True
        label = text or _write(number, style)
        found.append(Folio(label if counted else f"{LEAF}{index + 1}", bool(text)))
    return tuple(found)


def labels(all_folios: Sequence[Folio]) -> Iterator[tuple[int, str, str, int]]:
    """Yield the ranges of PDF page labels: first page from 0, prefix, style (D, R or none), start.

    PDF 32000-1, 12.4.2.
    """
    previous: tuple[str, str, int] | None = None
    for index, folio in enumerate(all_folios):
        if folio.label.startswith(LEAF):
            now = (LEAF, "D", int(folio.label.removeprefix(LEAF)))
        else:
            now = ("", "R" if _style(folio.label) == "roman" else "D", _value(folio.label))
        if previous is None or now != (previous[0], previous[1], previous[2] + 1):
            yield index, *now
        previous = now


def _printed(page: Any) -> str:
    """Return the text of the margin box that counts pages, or nothing."""
    for box in page_box_of(page).children:
        if getattr(box, "at_keyword", None) and _counts(box.style["content"]):
            return "".join(child.text for child in box.descendants() if hasattr(child, "text"))
    return ""


def _counts(content: Any) -> bool:
    return isinstance(content, tuple) and any(
        kind == "counter()" and value[0] == "page" for kind, value in content
    )


def _restarts(page: Any) -> bool:
    return any(name == "page" for name, _ in page_box_of(page).style["counter_reset"] or ())


def _style(text: str) -> str:
    return "roman" if text.strip(ROMAN) == "" else "arabic"


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    values = [dict(zip(ROMAN, (1, 5, 10, 50, 100, 500, 1000), strict=True))[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _write(number: int, style: str) -> str:
    if style == "arabic":
        return str(number)
    text = ""
    for value, letters in (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        text += letters * (number // value)
        number %= value
    return text
