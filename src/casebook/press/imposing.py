"""Impose a book: which page stands where, on which side, under which number and label.

Signatures follow each other; a section that asks for a side gets a blank page before it where
needed. From the counters and strings of the layout's @page rules follows what each page prints in
its margins, and the page number of every id. Nothing is laid out or drawn here.

The designer's style sheet decides where and how a folio is printed (a margin box that counts
pages); a page label must equal it. Pages without a printed folio (dividers, blanks) count on
silently (暗码), and the pages before the first run of folios are labelled as the title leaf.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.press.signature import MarginContent, MarginPlan, PageKind, Signature, SignaturePage


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page of the book: a leaf of a signature, or a blank (`leaf` None).

    `shift` is how far, in points, the leaf stands right of where it was set. `heads` are what
    its groups of margin boxes print.
    """

    section: int
    leaf: SignaturePage | None
    kind: PageKind
    plan: MarginPlan
    number: int
    restarts: bool
    shift: float
    heads: tuple[tuple[str, MarginContent], ...]


@dataclass(slots=True)
class Imposed:
    """A book imposed. `starts` are page indexes of sections, `numbers` the page counter by id.

    `before` is the page counter before each section; `unmoved` maps sections that cannot be
    shifted to the side and the page index they must be laid out for.
    """

    sheets: list[BookPage] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    before: list[int] = field(default_factory=list)
    unmoved: dict[int, str] = field(default_factory=dict)


def impose(
    signatures: Sequence[Signature | None], plan: Callable[[PageKind], MarginPlan]
) -> Imposed:
    """Return where every page of `signatures`, in the order of the book, will stand.

    None stands for a section that is not laid out yet and takes no page.
    """
    book = Imposed()
    running = _Running()
    asked = ""
    for index, signature in enumerate(signatures):
        if signature is None:
            book.starts.append(len(book.sheets))
            book.before.append(running.counters.get("page", 0))
            continue
        side = "left" if len(book.sheets) % 2 else "right"
        asked = signature.before or asked
        if asked and asked != side:
            blank = PageKind(side, True, "", not book.sheets, ())
            book.sheets.append(running.sheet(index, None, blank, plan(blank), 0.0))
        book.starts.append(len(book.sheets))
        book.before.append(running.counters.get("page", 0))
        for leaf in signature.leaves:
            side = "left" if len(book.sheets) % 2 else "right"
            shift = 0.0
            if side != leaf.kind.side:
                if leaf.origins is None:
                    first = "left" if book.starts[-1] % 2 else "right"
                    book.unmoved[index] = first
                else:
                    right, left = leaf.origins
                    shift = left - right if side == "left" else right - left
            kind = leaf.kind._replace(side=side)
            sheet = running.sheet(index, leaf, kind, plan(kind), shift)
            for name, _, _ in leaf.anchors:
                book.numbers.setdefault(name, sheet.number)
            book.sheets.append(sheet)
        asked = signature.after
    total = len(book.sheets)
    book.sheets = [_with_total(sheet, total) for sheet in book.sheets]
    return book


class _Running:
    """Counters and strings as they run through the book."""

    def __init__(self) -> None:
        self.counters: dict[str, int] = {"pages": 0}
        self._strings: dict[str, str] = {}

    def sheet(
        self, index: int, leaf: SignaturePage | None, kind: PageKind, plan: MarginPlan, shift: float
    ) -> BookPage:
        """Return the next page and count it."""
        for what, name, value in plan.turns:
            before = self.counters.get(name, 0)
            self.counters[name] = before + value if what == "increment" else value
        assigned = dict(leaf.strings) if leaf else {}
        openers = leaf.openers if leaf else frozenset()
        heads = tuple(
            (
                group,
                MarginContent(
                    tuple((key, self._string(*key, assigned, openers)) for key in strings),
                    tuple((name, self.counters.get(name, 0)) for name in counters),
                ),
            )
            for group, strings, counters, _ in plan.groups
        )
        for name, values in assigned.items():
            self._strings[name] = values[-1]
        restarts = any(what == "reset" and name == "page" for what, name, _ in plan.turns)
        return BookPage(
            index, leaf, kind, plan, self.counters.get("page", 0), restarts, shift, heads
        )

    def _string(
        self,
        name: str,
        keyword: str,
        assigned: Mapping[str, tuple[str, ...]],
        openers: frozenset[str],
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
        if keyword == "start" and name not in openers:
            return carried
        return values[0]


def _with_total(sheet: BookPage, total: int) -> BookPage:
    """Give margin boxes that print the number of pages that number."""
    if not any(name == "pages" for _, p in sheet.heads for name, _ in p.counters):
        return sheet
    heads = tuple(
        (
            group,
            MarginContent(
                printed.strings,
                tuple((n, total if n == "pages" else v) for n, v in printed.counters),
            ),
        )
        for group, printed in sheet.heads
    )
    return BookPage(
        sheet.section,
        sheet.leaf,
        sheet.kind,
        sheet.plan,
        sheet.number,
        sheet.restarts,
        sheet.shift,
        heads,
    )


def dead_links(signatures: Sequence[Signature], known: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return (section, goal) of every inner link whose goal is nowhere in the book."""
    found: dict[tuple[str, str], None] = {}
    for signature in signatures:
        for leaf in signature.leaves:
            for link in leaf.links:
                if not link.outer and link.goal not in known:
                    found[signature.section, link.goal] = None
    return list(found)


# Folios


LEAF = "扉"
ROMAN = "IVXLCDM"


@dataclass(frozen=True)
class Folio:
    """A page's label; `printed` says whether the page shows it."""

    label: str
    printed: bool


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
