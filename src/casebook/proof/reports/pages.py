"""Findings as pages to read and to print: one for the book, one a text, one a question sheet.

They work from a file, without a server, and print on A4. A mark has a colour and a letter, so it
survives grey printing; equal faults of a text share one note.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook import atomic, layout
from casebook.errata import Erratum, Kind
from casebook.proof.blocks import Block, Cell, Piece, Volume
from casebook.proof.decisions import Decision
from casebook.proof.findings import Finding
from casebook.proof.house_style import COLUMNS, HouseStyle
from casebook.proof.rate import TITLE, Rate, Standard
from casebook.proof.repairlog import Repair
from casebook.proof.reports import questions
from casebook.proof.rule_runner import RULES

TEMPLATES = Path(__file__).parents[1] / "templates"
_LETTERS = {Kind.ERRATUM: "错", Kind.QUERY: "疑", Kind.NOTE: "注"}
FOLD = 4
"""From so many equal faults in a text on, one note stands for all."""


@dataclass(frozen=True)
class Facts:
    """All that the pages show."""

    volume: Volume
    errata: Sequence[Erratum]
    repairs: Sequence[Repair]
    house_style: HouseStyle
    decisions: Sequence[Decision]
    rates: Sequence[Rate]
    standard: Standard
    capacity: tuple[int, int] = (0, 0)


def write(folder: Path, facts: Facts) -> Path:
    """Write all pages into `folder` and return the book's page."""
    pieces = (*facts.volume.pieces, facts.volume.awards)
    homes = {piece.path: piece for piece in pieces}
    own: dict[str, list[Erratum]] = {piece.path: [] for piece in pieces}
    others: list[Erratum] = []
    for erratum in facts.errata:
        own.get(erratum.place.path, others).append(erratum)
    asked = questions.sheets(facts.volume, own, facts.decisions)
    book = facts.volume.book
    for sheet in asked:
        page = layout.page(
            TEMPLATES, "questions.html", title=f"问题清单　{sheet.organisation}",
            organisation=sheet.organisation, cases=sheet.cases,
            many=sheet.many, book=book.title, issuer=book.issuer,
        )  # fmt: skip
        atomic.put(folder / sheet.file, page.encode(), lasting=False)
    rows = []
    titles = {section.place.path: section.title for section in book.sections}
    for piece in homes.values():
        rows.append(_row(piece, own[piece.path], titles, asked))
        page = layout.page(TEMPLATES, "piece.html", **_piece(piece, own[piece.path], titles, facts))
        atomic.put(folder / _file(piece), page.encode(), lasting=False)
    index = folder / "index.html"
    page = layout.page(TEMPLATES, "book.html", **_book(facts, rows, others))
    atomic.put(index, page.encode(), lasting=False)
    return index


def _title(piece: Piece, titles: Mapping[str, str]) -> str:
    return piece.case.title if piece.case else titles.get(piece.path, "奖项名单")


def _row(
    piece: Piece,
    errata: Sequence[Erratum],
    titles: Mapping[str, str],
    asked: Sequence[questions.Sheet],
) -> dict[str, object]:
    case = piece.case
    organisation = case.organisation if case else ""
    sheet = next(
        (asked_sheet for asked_sheet in asked if asked_sheet.organisation == organisation), None
    )
    return {
        "id": piece.id if case else "—",
        "file": _file(piece),
        "organisation": organisation,
        "title": _title(piece, titles),
        "questions": sheet.file if sheet else "",
        "asked": sheet.many if sheet else 0,
        **_counts(errata),
    }


def _book(facts: Facts, rows: list[dict[str, object]], others: list[Erratum]) -> dict[str, object]:
    used = Counter(erratum.rule for erratum in facts.errata)
    table = facts.house_style
    return {
        "title": facts.volume.book.title,
        "counts": _counts(facts.errata),
        "pieces": rows,
        "others": [_shown(erratum, "", 1) for erratum in others],
        "rules": [
            {
                "name": name,
                "count": many,
                "code": RULES[name].code if name in RULES else "",
                "title": RULES[name].title.zh if name in RULES else "",
                "clause": RULES[name].clause if name in RULES else "",
            }
            for name, many in used.most_common()
        ],
        "rate_title": TITLE.zh,
        "rates": facts.rates,
        "standard": facts.standard,
        "across": facts.capacity[0],
        "down": facts.capacity[1],
        "columns": [column.zh for column in COLUMNS],
        "customs": [
            [{"text": text, "differs": table.differs(n, m)} for m, text in enumerate(row)]
            for n, row in enumerate(table.rows)
        ],
    }


def _piece(
    piece: Piece, errata: Sequence[Erratum], titles: Mapping[str, str], facts: Facts
) -> dict[str, object]:
    case = piece.case
    placed, head = _placed(errata)
    return {
        "book": facts.volume.book.title,
        "title": _title(piece, titles),
        "organisation": case.organisation if case else "",
        "path": piece.path,
        "counts": _counts(errata),
        "repairs": [repair for repair in facts.repairs if repair.path == piece.path],
        "head": [_shown(erratum, "", 1) for erratum in head],
        "rows": [
            _line(row, placed)
            for row in _lines(piece)
            if case or any(not block.quoted or block.number in placed for block in row)
        ],
    }


def _lines(piece: Piece) -> Iterator[list[Block]]:
    """Yield the blocks of each line of the page: one, or the cells of a row of a table."""
    row: list[Block] = []
    for block in piece.blocks:
        last = row[-1] if row else None
        if row and not (
            isinstance(block, Cell)
            and isinstance(last, Cell)
            and (block.table, block.row) == (last.table, last.row)
        ):
            yield row
            row = []
        row.append(block)
    if row:
        yield row


_Marked = tuple[Finding, str, int]


def _placed(errata: Sequence[Erratum]) -> tuple[dict[int, list[_Marked]], list[Erratum]]:
    """Give each finding its letter; of many equal ones only the first has a note (count > 0)."""
    same = Counter(_alike(erratum) for erratum in errata if isinstance(erratum, Finding))
    letters: dict[object, str] = {}
    numbers: Counter[Kind] = Counter()
    placed: dict[int, list[_Marked]] = {}
    head: list[Erratum] = []
    for erratum in errata:
        if not isinstance(erratum, Finding) or erratum.number < 0:
            head.append(erratum)
            continue
        key: object = _alike(erratum) if same[_alike(erratum)] >= FOLD else erratum.fingerprint
        many = 0
        if key not in letters:
            numbers[erratum.kind] += 1
            letters[key] = f"{_LETTERS[erratum.kind]}{numbers[erratum.kind]}"
            many = same[_alike(erratum)] if same[_alike(erratum)] >= FOLD else 1
        placed.setdefault(erratum.number, []).append((erratum, letters[key], many))
    return placed, head


def _alike(finding: Finding) -> tuple[str, str, str | None]:
    return finding.rule, finding.text, finding.put


def _line(row: Sequence[Block], placed: Mapping[int, Sequence[_Marked]]) -> dict[str, object]:
    parts: list[dict[str, str]] = []
    marked: list[_Marked] = []
    for block in row:
        block_marks = placed.get(block.number, ())
        parts += [{"text": "｜", "letter": "", "kind": "bar"}] if parts else []
        parts += _parts(block.text, block_marks)
        marked += block_marks
    return {
        "kind": type(row[0]).__name__,
        "line": row[0].line or "",
        "parts": parts,
        "findings": [_shown(finding, letter, many) for finding, letter, many in marked if many],
    }


def _parts(text: str, marked: Sequence[_Marked]) -> Iterator[dict[str, str]]:
    """Yield the words of a block with its marks in place; of two that overlap the first."""
    at = 0
    for finding, letter, _ in sorted(marked, key=lambda mark: mark[0].start):
        if finding.start < at:
            continue
        yield {"text": text[at : finding.start], "letter": "", "kind": ""}
        at = finding.start + len(finding.text)
        yield {"text": finding.text, "letter": letter, "kind": finding.kind.value}
    yield {"text": text[at:], "letter": "", "kind": ""}


def _shown(erratum: Erratum, letter: str, many: int) -> dict[str, object]:
    finding = erratum if isinstance(erratum, Finding) else None
    return {
        "kind": erratum.kind.value,
        "letter": letter or _LETTERS[erratum.kind],
        "message": erratum.message.zh,
        "hint": erratum.hint.zh if erratum.hint else "",
        "quote": erratum.quote,
        "put": finding.put if finding else None,
        "code": finding.code if finding else "",
        "rule": erratum.rule,
        "clause": finding.clause if finding else "",
        "place": str(erratum.place),
        "many": many,
    }


def _counts(errata: Sequence[Erratum]) -> dict[str, int]:
    return {kind.value: sum(e.kind is kind for e in errata) for kind in Kind}


def _file(piece: Piece) -> str:
    return f"{piece.path.removesuffix('.md').replace('/', '-')}.html"
