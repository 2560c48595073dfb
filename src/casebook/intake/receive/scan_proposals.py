"""Propose what photographed forms and scanned manuscripts say; nothing of it is filed.

A picture of a form must neither be printed as a photo of the case nor become a case by what a
machine takes it to say. With the extra `casebook[ocr]` it is read, and what it says is laid into
the inbox as a manuscript the editor compares, sets right and receives; people to contact stand in a
private file beside it. Without the extra the editor is told how to get it.

A proposal is a Markdown manuscript with the fields of the form in its front matter, each with how
sure recognition is of it and with the characters it doubts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from casebook import atomic, files, os_errata, pdf
from casebook.book import Award
from casebook.errata import Erratum, Kind, Place, StopPress, Tell, Wording
from casebook.intake.contact_details import masked
from casebook.intake.filing import inbox
from casebook.intake.filing.arrivals import ArrivedFile, FileFate, Register, Role
from casebook.intake.filing.award_choice import assign, signed
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.formats import ocr, tables_over_pages
from casebook.intake.formats.ocr import Scan
from casebook.intake.formats.rich import Document
from casebook.intake.forms.form_taking import taken
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.matching.match import label
from casebook.intake.photos.photo_cases import natural
from casebook.intake.receive.gathering import PHOTOGRAPHED
from casebook.intake.structure import cell_paragraphs, confidential, forms_as_files
from casebook.intake.structure.composing import compose
from casebook.intake.structure.draft import FORM, Draft
from casebook.pagetext import Box
from casebook.pictures import is_paper

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
    pages = tables_over_pages.document([scan.page for scan in scans], sureness.cell)
    rows = [row for page in pages for row in page]
    blocks = tuple(forms_as_files.blocks_of_rows(rows))
    try:
        draft = compose(Document(blocks), name, stem)
    except StopPress:  # the text is on another sheet, or there is none
        draft = forms_as_files.facts_of(taken(blocks)[1])
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
        text = cell_paragraphs.cell_text(chars)
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


ENDING = ".ocr.md"
WIDTH = 1654
"""Pixels across of a page of a PDF that is recognised: A4 at 200 dpi."""
MOST_PAGES = 30
_PAGE = re.compile(
    r"[\s_\-—.]*(?:第?[(（]?\d{1,3}[)）]?页?|[(（][一二三四五六七八九十]{1,2}[)）])$"
)


@dataclass(frozen=True)
class _Sheets:
    """The pictures of one form, or a PDF: what is read together."""

    entries: tuple[ArrivedFile, ...]
    named: bool

    @property
    def name(self) -> str:
        return self.entries[0].name

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


def propose(
    entries: list[ArrivedFile], textless: Iterable[str], case_files: CaseFiles, awards: Sequence[Award],
    dry: bool, tell: Tell,
) -> tuple[Erratum, ...]:  # fmt: skip
    """Read pictures of forms among `entries`, and the scanned PDFs named in `textless`.

    The entries of pictures that are forms are told so (`Role.SCAN`), that they join no case.
    """
    work = _ProposalMaking(case_files, awards, dry, tell)
    unread = [entry for entry in entries if entry.role is Role.SCAN]
    if not ocr.available():
        return tuple(map(_unread, unread))
    for sheets in _sheets(entries, set(textless)):
        if work.take(sheets):
            for at, entry in enumerate(entries):
                if entry in sheets.entries:
                    entries[at] = replace(entry, role=Role.SCAN)
    return tuple(work.errata)


def _sheets(entries: Sequence[ArrivedFile], textless: set[str]) -> Iterator[_Sheets]:
    """Yield what is to be read: forms by name, page by page together; sheets of paper; PDFs."""
    named: dict[str, list[ArrivedFile]] = {}
    for entry in entries:
        if entry.role is Role.SCAN:
            path = PurePosixPath(entry.name)
            base = _PAGE.sub("", path.stem)
            key = base if PHOTOGRAPHED.search(base) else path.stem
            named.setdefault(f"{path.parent}/{key}", []).append(entry)
        elif entry.role is Role.PICTURE or entry.name in textless:
            yield _Sheets((entry,), False)
    for group in named.values():
        yield _Sheets(tuple(sorted(group, key=lambda entry: natural(entry.name))), True)


class _ProposalMaking:
    """What is read of pictures, and what the editor is told of it."""

    def __init__(
        self, case_files: CaseFiles, awards: Sequence[Award], dry: bool, tell: Tell
    ) -> None:
        self._case_files, self._awards, self._dry, self._tell = case_files, awards, dry, tell
        self._register = Register(case_files.received, case_files.root)
        self.errata: list[Erratum] = []

    def take(self, sheets: _Sheets) -> bool:
        """Read pictures and lay what they say into the inbox; say whether they are a form."""
        try:
            if self._known(sheets):
                return True
            held = [files.read(entry.path) for entry in sheets.entries]
            scanned = sheets.entries[0].kind.key == "pdf"
            if not (scanned or sheets.named or _is_form(held[0])):
                return False
            self._tell(Wording(f"识别 {sheets.name}", f"recognising {sheets.name}"), None)
            scans = [
                scan for data in held for scan in (_pages(data) if scanned else ocr.scans(data))
            ]
            proposed = proposal(scans, sheets.name, sheets.stem) if scans else None
            if proposed is None or not (proposed.form or scanned or sheets.named):
                self.errata += map(_wordless, sheets.entries if sheets.named else ())
                return sheets.named
            self._lay(sheets, proposed)
        except (ValueError, RuntimeError):  # a picture that does not open; a PDF that was refused
            return sheets.named
        except OSError as fault:
            self.errata.append(
                os_errata.file_erratum(fault, "unwritable-folder", within=self._case_files.root)
            )
        return True

    def _known(self, sheets: _Sheets) -> bool:
        """Whether all were read in an earlier run: the editor has the proposal, or had it."""
        hashes = [files.digest(entry.path).hex() for entry in sheets.entries]
        rows = [self._register.before(digest) for digest in hashes]
        return all(any(row.fate == FileFate.SCAN.value for row in of) for of in rows)

    def _lay(self, sheets: _Sheets, proposed: Proposal) -> None:
        last = PurePosixPath(sheets.name).name
        mark = files.digest(sheets.entries[0].path).hex()[:8]
        name = f"{inbox.file_name(mark, PurePosixPath(last).stem)}{ENDING}"
        shown = "、".join(PurePosixPath(entry.name).name for entry in sheets.entries)
        folder = self._case_files.root / inbox.FOLDER
        private = confidential.text_of(proposed.draft)
        if not self._dry and not (folder / name).exists():
            atomic.put(folder / name, proposed.markdown(shown).encode())
            if private:
                atomic.put(folder / f"{name}{confidential.ENDING}", private.encode())
        self.errata.append(_proposed(sheets, name, proposed, self._nearest(proposed, sheets)))

    def _nearest(self, proposed: Proposal, sheets: _Sheets) -> Award | None:
        draft = signed(proposed.draft, self._awards)
        try:
            assigned = assign(draft, sheets.name, self._awards, self._case_files.claims(), None)
        except StopPress:
            return None
        near = next(
            (candidate.award for candidate in assigned.candidates if candidate.likely), None
        )
        return assigned.award or near


def _is_form(data: bytes) -> bool:
    return is_paper(data) and ocr.has_table(data)


def _pages(data: bytes) -> Iterator[Scan]:
    for page in range(min(pdf.page_count(data), MOST_PAGES)):
        yield from ocr.scans(pdf.paint(data, page, WIDTH, "PNG"))


def _proposed(sheets: _Sheets, name: str, proposed: Proposal, award: Award | None) -> Erratum:
    guessed = [
        f"{guess.name} {masked(guess.value)} ({percent(guess.sure)})"
        for guess in proposed.guesses if guess.name in ("organisation", "title")
    ]  # fmt: skip
    zh = "申报表" if proposed.form else "扫描的文稿"
    en = "an application form" if proposed.form else "a scanned manuscript"
    near_zh = f"；最像 {award.id} {label(award)}" if award else ""
    near_en = f"; nearest: {award.id} {label(award)}" if award else ""
    return Erratum(
        "read-by-recognition", Place(sheets.name),
        Wording(f"图片里是{zh}，由文字识别读出，平均把握 {percent(proposed.sure)}{near_zh}；没有收为案例",
                f"a picture of {en}, read by recognition (OCR), {percent(proposed.sure)} sure on the whole"
                f"{near_en}; it was not filed"),
        Wording(f"请对照原图改好 inbox/{name}，再运行 casebook receive 收它；联系方式在旁边的 .private.yaml 里。",
                f"Compare inbox/{name} with the picture, set it right and receive it; people to "
                "contact are in the .private.yaml beside it."),
        "｜".join(guessed), Kind.QUERY,
    )  # fmt: skip


def _unread(entry: ArrivedFile) -> Erratum:
    return Erratum(
        "picture-of-form", Place(entry.name),
        Wording("按文件名是申报表或文稿的图片，图里的字没有读；已原样保存，没有放进案例",
                "by its name a picture of an application form or a text; its words were not read, it was kept "
                "and placed in no case"),
        Wording('装上文字识别（pip install "casebook[ocr]"）再收一次，会读出来供核对；或向作者要文字版（.docx）。',
                'Install text recognition (pip install "casebook[ocr]") and receive it again to have '
                "it read for comparison, or ask its author for the text (.docx)."),
        PurePosixPath(entry.name).name, Kind.QUERY,
    )  # fmt: skip


def _wordless(entry: ArrivedFile) -> Erratum:
    return Erratum(
        "picture-of-form", Place(entry.name),
        Wording("按文件名是申报表或文稿的图片，文字识别没有读出内容；已原样保存，没有放进案例",
                "by its name a picture of an application form or a text, of which recognition read nothing; it "
                "was kept and placed in no case"),
        Wording("请向作者要文字版（.docx）。", "Ask its author for the text (.docx)."),
        PurePosixPath(entry.name).name, Kind.QUERY,
    )  # fmt: skip
