"""Read a photographed or scanned application form, or manuscript, as a proposal for the editor.

Enters: recognised pages (`formats.ocr`). Leaves: a Markdown manuscript with the fields of the form
in its front matter, each with how sure recognition is of it and with the characters it doubts; and
the people to contact, apart. A proposal is never filed: the editor compares it with the picture,
sets it right and receives it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casebook.errata import StopPress
from casebook.intake.formats import pdf_text
from casebook.intake.formats.ocr import Scan
from casebook.intake.formats.rich import Document
from casebook.intake.forms.form_taking import taken
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.structure import confidential, form_files
from casebook.intake.structure.composing import compose
from casebook.intake.structure.draft import FORM, Draft
from casebook.pagetext import Box

DOUBTED = 0.5
"""How sure of a character recognition must be, or it is doubted."""
LEAST = 100
"""Characters of a text that is worth proposing without a form."""


@dataclass(frozen=True)
class Guess:
    """A value that was read: what it is, how sure it is (0 to 1), its doubtful characters."""

    name: str
    value: str
    sure: float
    doubts: str


@dataclass(frozen=True)
class Proposal:
    """A form as recognised: its draft, the values read, how sure the whole text is."""

    draft: Draft
    guesses: tuple[Guess, ...]
    sure: float

    @property
    def form(self) -> bool:
        """Whether it is a form, and no bare text."""
        stated = (self.draft.title, self.draft.organisation)
        return bool(self.draft.form) and any(fact and fact.source == FORM for fact in stated)

    def markdown(self, picture: str) -> str:
        """Return the manuscript that is proposed; `picture` is the name of what it was read from."""
        draft = self.draft
        front: dict[str, Value] = {}
        for key, value in (
            ("organisation", draft.organisation.text), ("title", draft.title.text),
            ("category", draft.category), ("summary", draft.summary),
        ):  # fmt: skip
            front |= {key: value} if value else {}
        people: list[Value] = [{"name": c.name, "role": c.role} for c in draft.contributors]
        front |= {"contributors": people} if people else {}
        return f"---\n{yaml_file.dump(front, self._head(picture))}---\n\n{draft.body}"

    def _head(self, picture: str) -> str:
        lines = [
            f"由文字识别（OCR）从 {picture} 读出，平均把握 {percent(self.sure)}，尚未收为案例。",
            "请对照原图逐项改好，再用 casebook receive 收这个文件；这几行会留在收稿记录里。",
            f"Recognised (OCR) from {picture}, {percent(self.sure)} sure on the whole, not filed yet.",
            "Compare it with the picture, set it right and receive this file.",
        ]
        return "\n".join((*lines, *(_guess_line(guess) for guess in self.guesses)))


def percent(sure: float) -> str:
    """Return how sure something is, in hundredths, never rounded up."""
    return f"{int(sure * 100)}%"


def _guess_line(guess: Guess) -> str:
    doubts = f"，存疑的字 / doubtful: {guess.doubts}" if guess.doubts else ""
    return f"{guess.name}: {percent(guess.sure)}{doubts}"


def proposal(scans: Sequence[Scan], name: str, stem: str) -> Proposal | None:
    """Return what the recognised pages propose; None when they hold neither form nor text.

    `name` and `stem` are the editor's names for the file, as in `manuscript_reader.read`.
    """
    sureness = _Sureness(scans)
    pages = pdf_text.document([scan.page for scan in scans], sureness.cell)
    rows = [row for page in pages for row in page]
    blocks = tuple(form_files.blocks_of_rows(rows))
    try:
        draft = compose(Document(blocks), name, stem)
    except StopPress:  # the text is on another sheet, or there is none
        draft = form_files.facts_of(taken(blocks)[1])
    draft = confidential.without_contacts(draft)
    result = Proposal(draft, tuple(_guesses(draft, sureness)), sureness.mean)
    return result if result.form or len(draft.body) >= LEAST else None


def _guesses(draft: Draft, sureness: "_Sureness") -> Iterator[Guess]:
    for name, value in (
        ("organisation", draft.organisation.text), ("title", draft.title.text),
        ("category", draft.category), ("summary", draft.summary),
        *(("contributors", contributor.name) for contributor in draft.contributors), ("text", draft.body),
    ):  # fmt: skip
        if value:
            sure, doubts = sureness.of(value)
            yield Guess(name, value, sure, doubts)


@dataclass
class _Sureness:
    """How sure recognition is of what stands where; cells are noted as their text is joined."""

    scans: Sequence[Scan]
    _cells: list[tuple[str, tuple[tuple[str, float], ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sure = {box: sure for scan in self.scans for box, sure in scan.sure.items()}
        self._all = tuple(
            (char, self._sure[box])
            for scan in self.scans
            for char, box in scan.page.characters
            if box in self._sure and box is not None and char.strip()
        )

    @property
    def mean(self) -> float:
        """How sure all characters are on the whole."""
        return _mean(self._all)

    def cell(self, chars: Sequence[tuple[str, Box | None]]) -> str:
        """Return the text of a cell, and note how sure its characters are."""
        known = tuple(
            (char, self._sure[box]) for char, box in chars if box in self._sure and box is not None
        )
        text = form_files.cell_text(chars)
        self._cells.append(("".join(text.split()), known))
        return text

    def of(self, value: str) -> tuple[float, str]:
        """Return how sure a value is, and its doubtful characters: those of the cell it came from."""
        wanted = "".join(value.split())
        near = [known for text, known in self._cells if wanted in text and known]
        chars = min(near, key=len) if near else self._all
        mine = set(wanted)
        doubts = (char for char, sure in chars if sure < DOUBTED and char in mine)
        return _mean([pair for pair in chars if pair[0] in mine]), "".join(dict.fromkeys(doubts))


def _mean(chars: Sequence[tuple[str, float]]) -> float:
    return sum(sure for _, sure in chars) / len(chars) if chars else 0.0
