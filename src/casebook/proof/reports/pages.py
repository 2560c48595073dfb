"""Findings as pages to read and to print: one for the book, one a text, one a question sheet.

They work from a file, without a server, and print on A4. A mark has a colour and a letter, so it
survives grey printing; equal faults of a text share one note. Notes stand in the margin and leave
the text where it is. All may stand in one file instead, to be sent by mail.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casebook import atomic, layout
from casebook.errata import Erratum, Kind
from casebook.proof import ranking, repetition
from casebook.proof.blocks import Block, Cell, Piece, Volume
from casebook.proof.decisions import Decision
from casebook.proof.findings import Finding
from casebook.proof.house_style import COLUMNS, HouseStyle
from casebook.proof.rate import TITLE, Rate, Standard
from casebook.proof.repairlog import Repair
from casebook.proof.reports import questions
from casebook.proof.reports.finding_views import LETTERS, anchor, view

TEMPLATES = Path(__file__).parents[1] / "templates"
_MOST_REPEATED = 300
"""Passages that are shown side by side."""
FOLD = 4
"""From so many equal faults in a text on, one note stands for all."""
Address = Callable[[str], str]
"""The address of a text's page, by the text's path."""


@dataclass(frozen=True)
class Facts:
    """All that the pages show; `pictures` are lines of the issued PDF by fingerprint, as PNG."""

    volume: Volume
    errata: Sequence[Erratum]
    repairs: Sequence[Repair]
    house_style: HouseStyle
    decisions: Sequence[Decision]
    rates: Sequence[tuple[Standard, Sequence[Rate]]]
    capacity: tuple[int, int] = (0, 0)
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def write(folder: Path, facts: Facts) -> Path:
    """Write all pages into `folder` and return the book's page."""
    texts, others, asked = _sorted(facts)
    book = facts.volume.book
    for sheet in asked:
        page = layout.page(
            TEMPLATES, "questions.html", title=f"问题清单　{sheet.organisation}",
            organisation=sheet.organisation, cases=sheet.cases,
            many=sheet.many, book=book.title, issuer=book.issuer,
        )  # fmt: skip
        atomic.put(folder / sheet.file, page.encode(), lasting=False)
    for piece, errata in texts:
        shown = _piece(piece, errata, facts)
        page = layout.page(
            TEMPLATES, "piece.html", title=_title(piece, facts), book=book.title, piece=shown
        )
        atomic.put(folder / _file(piece.path), page.encode(), lasting=False)
    index = folder / "index.html"
    body = _book(facts, texts, others, _file, {sheet.organisation: sheet for sheet in asked})
    page = layout.page(TEMPLATES, "book.html", title=f"{book.title}　校对报告", book=body)
    atomic.put(index, page.encode(), lasting=False)
    return index


def write_file(path: Path, facts: Facts) -> Path:
    """Write the book's page and those of its texts as one file, without the question sheets."""
    texts, others, _ = _sorted(facts)
    title = facts.volume.book.title
    pieces = [_piece(piece, errata, facts) for piece, errata in texts if errata]
    body = _book(facts, texts, others, lambda text: f"#{_name(text)}", {}, in_one=True)
    page = layout.page(
        TEMPLATES, "whole.html", title=f"{title}　校对报告", book=body, pieces=pieces
    )
    atomic.put(path, page.encode())
    return path


_Texts = list[tuple[Piece, list[Erratum]]]


def _sorted(facts: Facts) -> tuple[_Texts, list[Erratum], tuple[questions.Sheet, ...]]:
    """Return the texts with their errata, those of the book, and the questions to authors."""
    homes = {piece.path: piece for piece in (*facts.volume.pieces, facts.volume.awards)}
    own: dict[str, list[Erratum]] = {path: [] for path in homes}
    others: list[Erratum] = []
    for erratum in facts.errata:
        own.get(erratum.place.path, others).append(erratum)
    asked = questions.sheets(facts.volume, own, facts.decisions)
    return [(piece, own[path]) for path, piece in homes.items()], others, asked


def _title(piece: Piece, facts: Facts) -> str:
    titles = {section.place.path: section.title for section in facts.volume.book.sections}
    return piece.case.title if piece.case else titles.get(piece.path, "奖项名单")


def _book(
    facts: Facts, texts: _Texts, others: Sequence[Erratum], address: Address,
    asked: Mapping[str, questions.Sheet], in_one: bool = False,
) -> dict[str, object]:  # fmt: skip
    table = facts.house_style
    homes = {piece.path for piece, _ in texts}

    def place(erratum: Erratum) -> str:
        elsewhere = erratum.place.path in homes and not in_one
        return f"{address(erratum.place.path) if elsewhere else ''}#{anchor(erratum)}"

    rows = [_row(piece, errata, facts, address, asked, in_one) for piece, errata in texts]
    return {
        "title": facts.volume.book.title,
        "counts": _counts(facts.errata),
        "pieces": sorted((row for row in rows if row["many"]), key=_gravest_first),
        "clean": [row for row in rows if not row["many"]],
        "others": [_shown(erratum, "", 1, facts) for erratum in ranking.ranked(others)],
        "by_rule": view(facts.errata, "rule", place),
        "by_weight": view(facts.errata, "weight", place),
        "rate_title": TITLE.zh,
        "repeated": list(_repeated(facts.volume, address, in_one)),
        "rates": facts.rates,
        "across": facts.capacity[0],
        "down": facts.capacity[1],
        "columns": [column.zh for column in COLUMNS],
        "customs": [
            [{"text": text, "differs": table.differs(n, m)} for m, text in enumerate(row)]
            for n, row in enumerate(table.rows)
        ],
    }


def _repeated(volume: Volume, address: Address, in_one: bool) -> Iterator[dict[str, object]]:
    """Yield the passages that stand in the book twice, side by side, what differs marked."""
    for passage in repetition.passages(volume)[:_MOST_REPEATED]:
        later, earlier = passage.block, passage.earlier
        if later.quoted:
            continue
        left, right = repetition.side_by_side(later.text, earlier.text)
        yield {
            "sides": [
                {
                    "place": f"{block.piece.path}:{block.line or ''}",
                    "link": "" if in_one else address(block.piece.path),
                    "runs": runs,
                }
                for block, runs in ((later, left), (earlier, right))
            ],
            "likeness": round(passage.likeness),
        }


def _gravest_first(row: Mapping[str, object]) -> int:
    """Return the rank of a text: with errata, with queries, with notes alone."""
    return next(n for n, kind in enumerate(Kind) if row[kind.value])


def _row(
    piece: Piece, errata: Sequence[Erratum], facts: Facts, address: Address,
    asked: Mapping[str, questions.Sheet], in_one: bool,
) -> dict[str, object]:  # fmt: skip
    case = piece.case
    organisation = case.organisation if case else ""
    sheet = asked.get(organisation)
    return {
        "id": piece.id if case else "—",
        "link": address(piece.path) if errata or not in_one else "",
        "organisation": organisation,
        "title": _title(piece, facts),
        "questions": sheet.file if sheet else "",
        "asked": sheet.many if sheet else 0,
        "many": len(errata),
        **_counts(errata),
    }


def _piece(piece: Piece, errata: Sequence[Erratum], facts: Facts) -> dict[str, object]:
    case = piece.case
    placed, head = _placed(errata)
    shown = [_shown(erratum, "", 1, facts) for erratum in ranking.ranked(head)]
    return {
        "name": _name(piece.path),
        "title": _title(piece, facts),
        "organisation": case.organisation if case else "",
        "path": piece.path,
        "counts": _counts(errata),
        "repairs": [repair for repair in facts.repairs if repair.path == piece.path],
        "head": [entry for entry in shown if entry["kind"] != Kind.NOTE.value],
        "notes": [entry for entry in shown if entry["kind"] == Kind.NOTE.value],
        "rows": [
            _line(row, placed, facts)
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
            letters[key] = f"{LETTERS[erratum.kind.value]}{numbers[erratum.kind]}"
            many = same[_alike(erratum)] if same[_alike(erratum)] >= FOLD else 1
        placed.setdefault(erratum.number, []).append((erratum, letters[key], many))
    return placed, head


def _alike(finding: Finding) -> tuple[str, str, str | None]:
    return finding.rule, finding.text, finding.put


def _line(
    row: Sequence[Block], placed: Mapping[int, Sequence[_Marked]], facts: Facts
) -> dict[str, object]:
    parts: list[dict[str, str]] = []
    marked: list[_Marked] = []
    for block in row:
        block_marks = placed.get(block.number, ())
        parts += [{"text": "｜", "letter": "", "kind": "bar", "anchor": ""}] if parts else []
        parts += _parts(block.text, block_marks)
        marked += block_marks
    return {
        "kind": type(row[0]).__name__,
        "line": row[0].line or "",
        "parts": parts,
        "findings": [
            _shown(finding, letter, many, facts) for finding, letter, many in marked if many
        ],
    }


def _parts(text: str, marked: Sequence[_Marked]) -> Iterator[dict[str, str]]:
    """Yield the words of a block with its marks in place; of two that overlap the first."""
    at = 0
    for finding, letter, many in sorted(marked, key=lambda mark: mark[0].start):
        if finding.start < at:
            continue
        yield {"text": text[at : finding.start], "letter": "", "kind": "", "anchor": ""}
        at = finding.start + len(finding.text)
        own = "" if many else anchor(finding)
        yield {"text": finding.text, "letter": letter, "kind": finding.kind.value, "anchor": own}
    yield {"text": text[at:], "letter": "", "kind": "", "anchor": ""}


def _shown(erratum: Erratum, letter: str, many: int, facts: Facts) -> dict[str, object]:
    finding = erratum if isinstance(erratum, Finding) else None
    picture = facts.pictures.get(finding.fingerprint, b"") if finding else b""
    return {
        "anchor": anchor(erratum),
        "placed": bool(letter),
        "picture": b64encode(picture).decode(),
        "kind": erratum.kind.value,
        "letter": letter or LETTERS[erratum.kind.value],
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


def _file(path: str) -> str:
    return f"{_name(path)}.html"


def _name(path: str) -> str:
    return path.removesuffix(".md").replace("/", "-")
