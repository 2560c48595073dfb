"""Propose what photographed forms and scanned manuscripts say; nothing of it is filed.

A picture of a form must neither be printed as a photo of the case nor become a case by what a
machine takes it to say. With the extra `casebook[ocr]` it is read, and what it says is laid into
the inbox as a manuscript the editor compares, sets right and receives; people to contact stand in a
private file beside it. Without the extra the editor is told how to get it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from casebook import atomic, files, os_errata, pdf
from casebook.book import Award
from casebook.errata import Erratum, Kind, Place, StopPress, Tell, Wording
from casebook.intake.contact_details import masked
from casebook.intake.filing import inbox
from casebook.intake.filing.arrivals import Entry, FileFate, Register, Role
from casebook.intake.filing.assignment import assign, signed
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.formats import ocr
from casebook.intake.formats.ocr import Scan
from casebook.intake.matching.match import label
from casebook.intake.photos.photo_cases import natural
from casebook.intake.receive.gathering import PHOTOGRAPHED
from casebook.intake.structure import confidential
from casebook.intake.structure.scanned_forms import Proposal, percent, proposal
from casebook.pictures import is_paper

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

    entries: tuple[Entry, ...]
    named: bool

    @property
    def name(self) -> str:
        return self.entries[0].name

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


def propose(
    entries: list[Entry], textless: Iterable[str], case_files: CaseFiles, awards: Sequence[Award],
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


def _sheets(entries: Sequence[Entry], textless: set[str]) -> Iterator[_Sheets]:
    """Yield what is to be read: forms by name, page by page together; sheets of paper; PDFs."""
    named: dict[str, list[Entry]] = {}
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


def _unread(entry: Entry) -> Erratum:
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


def _wordless(entry: Entry) -> Erratum:
    return Erratum(
        "picture-of-form", Place(entry.name),
        Wording("按文件名是申报表或文稿的图片，文字识别没有读出内容；已原样保存，没有放进案例",
                "by its name a picture of an application form or a text, of which recognition read nothing; it "
                "was kept and placed in no case"),
        Wording("请向作者要文字版（.docx）。", "Ask its author for the text (.docx)."),
        PurePosixPath(entry.name).name, Kind.QUERY,
    )  # fmt: skip
