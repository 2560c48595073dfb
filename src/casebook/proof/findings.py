"""What a rule says, and what becomes of it: `Spot` in a rule, `Finding` everywhere else.

A rule knows its block and the characters at fault; the registry adds the rule's name, clause and
certainty, the place in the source and a fingerprint. The fingerprint is made of the case, the
rule and the words around, so it survives re-wrapping, other findings and whole paragraphs put in
before it; line numbers do not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from hashlib import sha256

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.proof.blocks import Block, Organisation, Title
from casebook.store import Stored

PRIVATE = "contact-detail"
"""The rule that drafts are read for, too."""
AROUND = 8
CONTEXT = 12


@dataclass(frozen=True)
class Spot:
    """One place where a rule is broken: the characters `start` to `end` of `block`.

    `put` is what should stand there instead, None when only a person can say; `safe` allows it
    to be put without asking. Rules that read no block say `place` and `quote` instead.
    """

    message: Wording
    hint: Wording | None = None
    block: Block | None = None
    start: int = 0
    end: int = 0
    put: str | None = None
    safe: bool = False
    place: Place | None = None
    quote: str = ""
    case: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Finding(Erratum):
    """An erratum or query with all that reports, stets and repairs need.

    `text` is what is at fault, `before` and `after` its surroundings, `put` the proposal.
    `span` are its offsets in the source file. `weight` names the class of the error count.
    """

    code: str = ""
    case: str = ""
    block: str = ""
    number: int = -1
    start: int = 0
    text: str = ""
    before: str = ""
    after: str = ""
    end_column: int | None = None
    clause: str = ""
    put: str | None = None
    safe: bool = False
    span: tuple[int, int] | None = None
    weight: str = ""
    fingerprint: str = ""

    @property
    def around(self) -> str:
        """The words at fault with what surrounds them, without spaces."""
        return normal(self.before + self.text + self.after)


def at(
    block: Block, start: int, end: int, message: Wording, hint: Wording | None = None,
    put: str | None = None, safe: bool = False,
) -> Spot:  # fmt: skip
    """Return the spot `start`:`end` of `block`; a safe repair never touches quoted text."""
    named = isinstance(block, Title | Organisation)
    return Spot(message, hint, block, start, end, put, safe and not block.quoted and not named)


def finding(spot: Spot, rule: str, code: str, kind: Kind, clause: str, weight: str) -> Finding:
    """Return what `rule` found at `spot`. Quoted text is never certain: its issuer decides."""
    block = spot.block
    if block is None:
        place = spot.place or Place("book.yaml")
        return Finding(
            rule, place, spot.message, spot.hint, spot.quote, kind, code=code, case=spot.case,
            text=spot.quote, clause=clause, put=spot.put, safe=spot.safe, span=spot.span,
            weight=weight,
        )  # fmt: skip
    piece = block.piece
    text = piece.blocks[block.number].text if block.code else block.text
    if block.quoted and kind is Kind.ERRATUM:
        kind = Kind.QUERY
    span = piece.span(block, spot.start, spot.end)
    place = piece.place(block, spot.start)
    return Finding(
        rule, place, spot.message, spot.hint,
        text[max(0, spot.start - AROUND) : spot.end + AROUND].strip(), kind,
        code=code, case=piece.id, block=type(block).__name__, number=block.number,
        start=spot.start, text=text[spot.start : spot.end],
        before=text[max(0, spot.start - CONTEXT) : spot.start],
        after=text[spot.end : spot.end + CONTEXT],
        end_column=place.column + spot.end - spot.start if place.column else None,
        clause=clause, put=spot.put, safe=spot.safe and span is not None, span=span,
        weight=weight,
    )  # fmt: skip


def fingerprinted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give each finding its fingerprint: case, rule, words around, and which of equal ones."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for record in findings:
        near = normal(record.before[-AROUND:] + record.text + record.after[:AROUND]) or record.quote
        key = (record.case or record.place.path, record.rule, near)
        seen[key] += 1
        digest = sha256("\x1f".join((*key, str(seen[key]))).encode()).hexdigest()[:16]
        yield replace(record, fingerprint=digest)


def fingerprint(erratum: Erratum) -> str:
    """Return the name of a finding that no line number enters."""
    if isinstance(erratum, Finding) and erratum.fingerprint:
        return erratum.fingerprint
    key = "\x1f".join((erratum.place.path, erratum.rule, erratum.quote))
    return sha256(key.encode()).hexdigest()[:16]


def as_data(record: Erratum) -> dict[str, object]:
    """Return a finding, or any erratum, as plain data, to be kept."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def from_data(data: Stored) -> Finding:
    """Return the finding that `as_data` took apart, after a way through JSON."""
    return Finding(**data | _made(data) | {"span": tuple(data["span"]) if data["span"] else None})


def erratum_from_data(data: Stored) -> Erratum:
    """Return the erratum of no rule that `as_data` took apart, after a way through JSON."""
    kind: type[Erratum] = Erratum  # its rule is in the data
    return kind(**data | _made(data))


def _made(data: Stored) -> dict[str, object]:
    return {
        "place": Place(*data["place"]),
        "message": Wording(*data["message"]),
        "hint": Wording(*data["hint"]) if data["hint"] else None,
        "kind": Kind(data["kind"]),
    }


def normal(text: str) -> str:
    """Return `text` without spaces: what a stet or a fingerprint compares."""
    return re.sub(r"\s+", "", text)
