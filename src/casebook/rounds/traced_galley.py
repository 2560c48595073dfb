"""Where every sign of a galley is from: which paragraph of which sheet, and which sign of it.

The section is set by its template once more, from texts that know where they are from (see
`traced_text`). What comes out must be the galley letter for letter, signs of the trace apart; if a
layout's template does something by which it is not, nothing is said of that galley rather than
anything wrong.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar, cast

from lxml import etree

from casebook import layout
from casebook.book import Award, Book, Case, Contributor, Entry, Group, Section, Tier
from casebook.press.page_starts import signs
from casebook.press.text_places import galley_hash, galley_slots
from casebook.proof.blocks import Piece
from casebook.proof.segmentation import block_slots
from casebook.rounds import book_fields
from casebook.rounds.book_fields import AWARDS, FIELDS
from casebook.rounds.traced_text import PRINTING, Origin, Trace, Traced, TracedDate
from casebook.weasy.html_tree import parsed

Text = TypeVar("Text", str, str | None)
VERBATIM = -1
"""The number of what stands in a manuscript's body and in no paragraph: code, readings of ruby."""


@dataclass(frozen=True)
class TracedGalley:
    """The origin of each sign of a galley, and the sign of each text that its heads quote.

    `origins` has None for what is the layout's own. `heads` are the values of attributes, which
    page rules print in the margins. `hash` is that of the signs of the galley.
    """

    origins: tuple[Origin | None, ...] = ()
    heads: Mapping[str, Origin] = field(default_factory=dict)
    hash: bytes = b""


def traced(
    book: Book, section: Section, piece: Piece | None, roots: tuple[Path, ...], base: Path
) -> TracedGalley:
    """Return the origins of the galley of `section`, set with the folders `roots` of a layout.

    `piece` is the section's own text as blocks. Raises `StopPress` for a fault in a template.
    """
    html = layout.Typesetter(book, roots, "print", base).galley(section).html
    trace = Trace(html)
    texts = _TracedBook(book, trace)
    typesetter = layout.Typesetter(texts.book(), roots, "print", base, printing=PRINTING)
    marked = typesetter.galley(texts.section(section, piece)).html if trace.possible else ""
    if trace.plain(marked) != html:
        return TracedGalley()
    body = parsed(marked).find("body")
    counted = list(trace.origins(words for _, words in galley_slots(body)))
    heads: dict[str, Origin] = {}
    for element in body.iter():
        for name, value in element.attrib.items():
            if name.startswith("data-"):
                _, first = next(trace.origins([value]), ("", None))
                if first is not None:
                    heads.setdefault(signs(trace.plain(value)), first)
    whole = galley_hash("".join(sign for sign, _ in counted))
    return TracedGalley(_closed(origin for _, origin in counted), heads, whole)


def _closed(origins: Iterable[Origin | None]) -> tuple[Origin | None, ...]:
    """Return `origins` with the signs that a template writes itself between two parts of a text,
    where the text has as many: the dash between a title and its subtitle."""
    made = list(origins)
    before = -1
    for at, origin in enumerate(made):
        if origin is None:
            continue
        last = made[before] if before >= 0 else None
        gap = at - before - 1
        if gap and last and last[:2] == origin[:2] and origin.sign - last.sign == gap + 1:
            made[before + 1 : at] = [last._replace(sign=last.sign + n + 1) for n in range(gap)]
        before = at
    return tuple(made)


class _TracedBook:
    """The texts of a book, each with its paragraph."""

    def __init__(self, book: Book, trace: Trace) -> None:
        self._book, self._trace = book, trace
        self._places: dict[tuple[str, str], int] = {}
        for sheet, fields in (
            (AWARDS, tuple(book_fields.award_fields(book))),
            (FIELDS, book_fields.fields(book)),
        ):
            self._places |= {(sheet, field.key): n for n, field in enumerate(fields)}

    def _field(self, text: Text, key: str, sheet: str = FIELDS) -> Text:
        """Return `text` as that of a field; as it is where there is no such field."""
        number = self._places.get((sheet, key))
        if number is None or not text:
            return text
        return cast("Text", Traced.of(text, Origin(sheet, number), self._trace))

    def book(self) -> Book:
        """Return the book with its facts traced."""
        book = self._book
        cip = book.publication.cip
        if cip:
            cip = replace(
                cip,
                description=self._field(cip.description, "cip.description"),
                access=self._field(cip.access, "cip.access"),
                number=self._field(cip.number, "cip.number"),
                isbn=self._field(cip.isbn, "cip.isbn"),
            )
        number = self._places[FIELDS, "date"]
        return replace(
            book,
            title=self._field(book.title, "title"),
            subtitle=self._field(book.subtitle, "subtitle"),
            series=self._field(book.series, "series"),
            issuer=self._field(book.issuer, "issuer"),
            date=TracedDate.of(book.date, Origin(FIELDS, number), self._trace),
            editors=tuple(
                self._person(person, f"editors.{n}") for n, person in enumerate(book.editors, 1)
            ),
            imprint=tuple(
                replace(
                    fact,
                    label=self._field(fact.label, f"imprint.{fact.label}.label"),
                    value=self._field(fact.value, f"imprint.{fact.label}"),
                )
                for fact in book.imprint
            ),
            publication=replace(book.publication, cip=cip),
        )

    def _person(self, person: Contributor, key: str) -> Contributor:
        name, role = (
            self._field(person.name, f"{key}.name"),
            self._field(person.role, f"{key}.role"),
        )
        return Contributor(name, role)

    def section(self, section: Section, piece: Piece | None) -> Section:
        """Return a section with its texts traced; `piece` is its own text."""
        case = self._case(section.case, piece) if section.case else None
        return replace(
            section,
            title=self._title(section),
            part=self._part(section),
            head=self._head(section),
            body=self._body(section.body, piece, section),
            case=case,
            tier=self._tier(section.tier) if section.tier else None,
            entries=tuple(self._entry(entry, self._by_title) for entry in section.entries),
            groups=tuple(
                Group(g.label, tuple(self._entry(e, self._by_organisation) for e in g.entries))
                for g in section.groups
            ),
        )

    def _title(self, section: Section) -> str:
        if section.case:
            return self._case_title(section.case)
        if section.kind == "part":
            return self._field(section.title, book_fields.section_key(section))
        if section.kind == "matter":
            return self._field(section.title, f"{book_fields.section_key(section)}.title")
        if section.tier:
            return self._field(section.title, f"tier.{section.tier.id}")
        return section.title

    def _part(self, section: Section) -> str:
        """Return the running head of versos: the name of the division, or that of the book."""
        if section.case or section.kind in ("divider", "part"):
            division = None
            for other in self._book.sections:
                division = other if other.kind in ("divider", "part") else division
                if other.id == section.id:
                    break
            if division is not None and division.title == section.part:
                return self._title(division)
        if section.part == self._book.title:
            return self._field(section.part, "title")
        return section.part

    def _head(self, section: Section) -> str:
        case = section.case
        if case and case.short_title:
            return self._field(section.head, f"case.{case.id}.short_title")
        if case and section.head == case.main_title:
            title = self._case_title(case)
            return title.part(0, len(section.head)) if isinstance(title, Traced) else title
        if section.kind == "matter" and section.head != section.title:
            return self._field(section.head, f"{book_fields.section_key(section)}.short_title")
        return self._title(section) if section.head == section.title else section.head

    def _own(self, text: str, case: Case, number: int) -> str:
        """Return what a case without an award says itself: a paragraph of its own."""
        if case.body is None:
            return text
        return Traced.of(text, Origin(case.id, number), self._trace)

    def _case_title(self, case: Case) -> str:
        if case.award is None:
            return self._own(case.title, case, 0)
        if case.award.title == case.title:
            return self._field(case.title, book_fields.award_key(case.award, "title"), AWARDS)
        return self._field(case.title, f"case.{case.id}.title")

    def _case_organisation(self, case: Case) -> str:
        name = case.organisation
        if case.award is None:
            return self._own(name, case, 1)
        if case.award.organisation == name:
            return self._field(name, book_fields.award_key(case.award, "organisation"), AWARDS)
        return self._field(name, f"case.{case.id}.organisation")

    def _case(self, case: Case, piece: Piece | None) -> Case:
        return replace(
            case,
            award=self._award(case.award) if case.award else None,
            title=self._case_title(case),
            organisation=self._case_organisation(case),
            short_title=self._field(case.short_title, f"case.{case.id}.short_title"),
            contributors=tuple(
                self._person(person, f"case.{case.id}.{n}")
                for n, person in enumerate(case.contributors, 1)
            ),
            body=self._body(case.body, piece, None),
        )

    def _award(self, award: Award) -> Award:
        key = book_fields.award_key
        return replace(
            award,
            title=self._field(award.title, key(award, "title"), AWARDS),
            organisation=self._field(award.organisation, key(award, "organisation"), AWARDS),
        )

    def _tier(self, tier: Tier) -> Tier:
        awards = tuple(self._award(award) for award in tier.awards)
        return replace(tier, name=self._field(tier.name, f"tier.{tier.id}"), awards=awards)

    def _entry(self, entry: Entry, by: Callable[[Case], str]) -> Entry:
        """Return a line of a list, traced by what it leads to."""
        goal = next((s for s in self._book.sections if s.id == entry.target), None)
        if goal is None:
            return entry
        label = by(goal.case) if goal.case else self._title(goal)
        named = self._case_organisation(goal.case) if goal.case else ""
        return replace(
            entry,
            label=label if label == entry.label else entry.label,
            organisation=named if named == entry.organisation else entry.organisation,
        )

    def _by_title(self, case: Case) -> str:
        return self._case_title(case)

    def _by_organisation(self, case: Case) -> str:
        return self._case_organisation(case)

    def _body(self, body: str | None, piece: Piece | None, section: Section | None) -> str | None:
        """Return a fragment with the place of each of its texts."""
        if not body:
            return body
        if section is not None and section.kind == "part":
            number = self._places.get((FIELDS, f"{book_fields.section_key(section)}.note"))
            return body if number is None else self._trace.fragment(body, [Origin(FIELDS, number)])
        if piece is None or piece.body != body:
            return body
        return self._trace.fragment(body, _places_of(piece))


def _places_of(piece: Piece) -> list[Origin]:
    """Return the origin of each text of a piece's fragment that is not blank, in its order."""
    root, blocks = block_slots(piece.body)
    first = len(piece.blocks) - len(blocks)  # the title and the organisation of a case come before
    origins: dict[tuple[etree._Element, bool], Origin] = {}
    for number, slots in enumerate(blocks, first):
        sign = 0
        for slot in slots:
            count = len(signs(slot.text.strip("\x02\x03")))
            if count:
                origins[slot.node, slot.behind] = Origin(piece.id, number, sign)
                sign += count
    return [origins.get(place, Origin(piece.id, VERBATIM)) for place in _texts(root)]


def _texts(root: etree._Element) -> list[tuple[etree._Element, bool]]:
    """Return where the texts in `root` stand that are not blank: in a node, or behind it."""
    places: list[tuple[etree._Element, bool]] = []
    stack: list[tuple[etree._Element, bool]] = [(root, False)]
    while stack:
        node, behind = stack.pop()
        text = node.tail if behind else node.text
        if (text or "").strip() and (behind or isinstance(node.tag, str)):
            places.append((node, behind))
        if not behind:
            for child in reversed(node):
                stack += [(child, True), (child, False)]
    return places
