"""Impose a book: which page stands where, on which side, under which number and label.

Signatures follow each other; a section that asks for a side gets a blank page before it where
needed. From the counters and strings of the layout's @page rules follows what each page prints in
its margins, and the page number of every id. Nothing is laid out or drawn here.

The designer's style sheet decides where and how a folio is printed (a margin box that counts
pages); a page label must equal it. Pages without a printed folio (dividers, blanks) count on
silently (暗码), and the pages before the first run of folios are labelled as the title leaf.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.press.signature import MarginContent, MarginPlan, PageKind, Signature, SignaturePage


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page of the book: a page of a signature (`content`), or a blank one (None).

    `number` is its page counter, `restarts` says that the count begins anew. `shift` is how far, in
    points, the content stands right of where it was set. `margins` are what its groups of margin
    boxes print.
    """

    section: int
    content: SignaturePage | None
    kind: PageKind
    plan: MarginPlan
    number: int
    restarts: bool
    shift: float
    margins: tuple[tuple[str, MarginContent], ...]


@dataclass(slots=True)
class Imposed:
    """A book imposed: its pages, the index of the first page of each section, page numbers by id.

    `numbers_before` is the page counter before each section; `fixed_sides` maps sections that
    cannot be shifted to the side they must be laid out for.
    """

    pages: list[BookPage] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    numbers_before: list[int] = field(default_factory=list)
    fixed_sides: dict[int, str] = field(default_factory=dict)


def impose(
    signatures: Sequence[Signature | None], plan: Callable[[PageKind], MarginPlan]
) -> Imposed:
    """Return where every page of `signatures`, in the order of the book, will stand.

    None stands for a section that is not laid out yet and takes no page.
    """
    book = Imposed()
    running = _RunningValues()
    side_asked_for = ""
    for index, signature in enumerate(signatures):
        if signature is None:
            book.starts.append(len(book.pages))
            book.numbers_before.append(running.counters.get("page", 0))
            continue
        side = "left" if len(book.pages) % 2 else "right"
        side_asked_for = signature.break_before or side_asked_for
        if side_asked_for and side_asked_for != side:
            blank = PageKind(side, True, "", not book.pages, ())
            book.pages.append(running.page(index, None, blank, plan(blank), 0.0))
        book.starts.append(len(book.pages))
        book.numbers_before.append(running.counters.get("page", 0))
        for content in signature.pages:
            side = "left" if len(book.pages) % 2 else "right"
            shift = 0.0
            if side != content.kind.side:
                if content.text_origins is None:
                    first = "left" if book.starts[-1] % 2 else "right"
                    book.fixed_sides[index] = first
                else:
                    right, left = content.text_origins
                    shift = left - right if side == "left" else right - left
            kind = content.kind._replace(side=side)
            page = running.page(index, content, kind, plan(kind), shift)
            for name, _, _ in content.anchors:
                book.numbers.setdefault(name, page.number)
            book.pages.append(page)
        side_asked_for = signature.break_after
    total = len(book.pages)
    book.pages = [_with_total(page, total) for page in book.pages]
    return book


class _RunningValues:
    """Counters and named strings as they change from page to page."""

    def __init__(self) -> None:
        self.counters: dict[str, int] = {"pages": 0}
        self._strings: dict[str, str] = {}

    def page(
        self,
        index: int,
        content: SignaturePage | None,
        kind: PageKind,
        plan: MarginPlan,
        shift: float,
    ) -> BookPage:
        """Return the next page and count it."""
        for change, name, value in plan.counter_changes:
            before = self.counters.get(name, 0)
            self.counters[name] = before + value if change == "increment" else value
        assigned = dict(content.strings) if content else {}
        opening = content.opening_strings if content else frozenset()
        margins = tuple(
            (
                group,
                MarginContent(
                    tuple((key, self._string(*key, assigned, opening)) for key in strings),
                    tuple((name, self.counters.get(name, 0)) for name in counters),
                ),
            )
            for group, strings, counters, _ in plan.groups
        )
        for name, values in assigned.items():
            self._strings[name] = values[-1]
        restarts = any(
            change == "reset" and name == "page" for change, name, _ in plan.counter_changes
        )
        return BookPage(
            index, content, kind, plan, self.counters.get("page", 0), restarts, shift, margins
        )

    def _string(
        self,
        name: str,
        keyword: str,
        assigned: Mapping[str, tuple[str, ...]],
        opening: frozenset[str],
    ) -> str:
        """Return the value of string(name, keyword) on a page (CSS GCPM 3, 1.1.2)."""
        carried = self._strings.get(name, "")
        values = assigned.get(name)
        if keyword == "all-once":
            return "".join(values or ())
        if not values:
            return carried
        if keyword == "first-except":
            return ""
        if keyword == "last":
            return values[-1]
        if keyword == "start" and name not in opening:
            return carried
        return values[0]


def _with_total(page: BookPage, total: int) -> BookPage:
    """Return the page; where its margins print the number of all pages, they print `total`."""
    if not any(name == "pages" for _, p in page.margins for name, _ in p.counters):
        return page
    margins = tuple(
        (
            group,
            MarginContent(
                printed.strings,
                tuple((n, total if n == "pages" else v) for n, v in printed.counters),
            ),
        )
        for group, printed in page.margins
    )
    return BookPage(
        page.section,
        page.content,
        page.kind,
        page.plan,
        page.number,
        page.restarts,
        page.shift,
        margins,
    )


def dead_links(signatures: Sequence[Signature], known: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return (section, target) of every internal link whose target is nowhere in the book."""
    links: dict[tuple[str, str], None] = {}
    for signature in signatures:
        for content in signature.pages:
            for link in content.links:
                if not link.external and link.target not in known:
                    links[signature.section, link.target] = None
    return list(links)


# Folios


LEAF = "扉"
ROMAN = "IVXLCDM"


@dataclass(frozen=True)
class Folio:
    """A page's label; `printed` says whether the page shows it."""

    label: str
    printed: bool


def labelled(printed: Sequence[str], starts: Sequence[bool]) -> tuple[Folio, ...]:
    """Return the folio of every page from what is `printed` and where a count `starts`.

    The folio is the number in it: “— 3 —” is 3.
    """
    folios: list[Folio] = []
    counted, style = False, "arabic"
    number = 0
    printed = [_numeral(text) for text in printed]
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
        folios.append(Folio(label if counted else f"{LEAF}{index + 1}", bool(text)))
    return tuple(folios)


def labels(folios: Sequence[Folio]) -> Iterator[tuple[int, str, str, int]]:
    """Yield the ranges of PDF page labels: first page from 0, prefix, style (D, R or none), start.

    PDF 32000-1, 12.4.2.
    """
    previous: tuple[str, str, int] | None = None
    for index, folio in enumerate(folios):
        if folio.label.startswith(LEAF):
            now = (LEAF, "D", int(folio.label.removeprefix(LEAF)))
        else:
            now = ("", _LABELS[_style(folio.label)], _value(folio.label))
        if previous is None or now != (previous[0], previous[1], previous[2] + 1):
            yield index, *now
        previous = now


_NUMERAL = re.compile(rf"[0-9]+|\b(?:[{ROMAN}]+|[{ROMAN.lower()}]+)\b")
_LABELS = {"arabic": "D", "roman": "R", "lower roman": "r"}
"""The styles of folios, as page labels name them."""


def _numeral(text: str) -> str:
    """Return the number in what a margin box prints, or nothing."""
    match = _NUMERAL.search(text)
    return match[0] if match else ""


def _style(text: str) -> str:
    if text.isdecimal():
        return "arabic"
    return "roman" if text.isupper() else "lower roman"


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    values = [
        dict(zip(ROMAN, (1, 5, 10, 50, 100, 500, 1000), strict=True))[c] for c in text.upper()
    ]
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
    return text if style == "roman" else text.lower()
