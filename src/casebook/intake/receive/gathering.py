"""Find the manuscripts in what was handed in: files, folders, archives, mails.

What is packed is unpacked into a folder that is thrown away, under names made safe there, so
nothing in it can reach outside. Every file is listed with what it is and what it is for, so that
whoever receives can say what became of each: nothing disappears.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from casebook import files
from casebook.decoding import readable_name
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.filing.arrivals import ArrivedFile, Role
from casebook.intake.formats.file_kinds import KINDS, TEXT_ENDINGS, Family, FileKind, kind_of_file
from casebook.intake.matching.organisations import fold
from casebook.intake.parcels import LETTERS, Opened, open_up
from casebook.intake.parcels.unpacking import too_many_within
from casebook.intake.photos import side_papers
from casebook.intake.receive.asked_changes import changes_asked, changes_erratum
from casebook.intake.receive.forms_beside import forms_beside, told_beside
from casebook.intake.structure import forms_as_files, letters, registers
from casebook.intake.structure.draft import names_a_house

PHOTOGRAPHED = re.compile(
    r"(?:申报|推荐|报名|登记|审批|报送|申请|承诺|申報|推薦|報名)(?:信息|情况|审批)?[表书單書]"
    r"|扫描件|掃描件|盖章[页版稿件]|蓋章"
)
"""How a picture of a form, or of a text with its stamp, is named: no photo of a case, whatever is
seen in it."""
PAPERS = re.compile(
    r"(?:营业执照|身份证|户口本|法人证书?|资格证书?|信用代码证?书?|银行卡|开户许可证?|签字[页版]|签名[页版]|公章"
    r"|授权(?:委托)?书|委托书|介绍信|查重(?:报告|结果)?|(?:^|[_\-— ])(?:(?:微信|公众号|个人|收款|付款)?"
    r"(?:二维码|收款码|付款码|名片)|发票|收据|logo))(?:正面|反面|正反面|复印件|照片|截图)?[\s\d()（）_\-.]*$",
    re.IGNORECASE,
)
"""How pictures of papers are named that are for the editor's eyes only."""

ALL_BYTES = 8_000_000_000
MOST_OPENED = 2_000
DEEPEST = 2
"""Bytes of all containers of a run when unpacked, how many of them; archives within archives."""

DECORATION = 20_000
"""Bytes under which a picture in the text of a cover letter is a sign or a signature."""


@dataclass(frozen=True)
class Manuscript:
    """A manuscript to receive: its file, the editor's name for it, the folder it came in.

    `forms` are application forms that came beside it; `letter` says that it is the text of a mail.
    """

    path: Path
    name: str
    folder: str
    forms: tuple[Path, ...] = ()
    letter: bool = False


@dataclass(frozen=True)
class Gathered:
    """The manuscripts found, in the order of their names; every file; what the editor is told."""

    manuscripts: tuple[Manuscript, ...]
    entries: tuple[ArrivedFile, ...]
    errata: tuple[Erratum, ...]


def gather(paths: Iterable[Path], unpacked: Path, titles: Iterable[str] = ()) -> Gathered:
    """Return the files at `paths`; what is packed is unpacked below the folder `unpacked`.

    `titles` are those of the awards: a mail that begins with one holds a manuscript.

    A file that is named outright is taken as a manuscript unless it is a container or a picture:
    its reader says why it cannot be read. In folders and containers only what may be a manuscript
    is taken for one, and the rest is told.
    """
    search = _Gathering(unpacked, frozenset(fold(title) for title in titles if title))
    for path in paths:
        search.take(path)
    return Gathered(tuple(search.manuscripts), tuple(search.entries), tuple(search.errata))


@dataclass(frozen=True)
class _Place:
    """A folder that is looked through: what was handed in, where in it, how deep in containers."""

    parcel: str
    inner: str
    depth: int
    title: str

    def entry(self, root: Path, path: Path, kind: FileKind, role: Role) -> ArrivedFile:
        inner = f"{self.inner}/{_below(root, path)}".removeprefix("/")
        return ArrivedFile(path, self.parcel, inner, kind, role)

    @property
    def name(self) -> str:
        return f"{self.parcel}/{self.inner}" if self.inner else self.parcel


class _Gathering:
    """What has been found so far, and where containers are unpacked."""

    def __init__(self, unpacked: Path, titles: frozenset[str]) -> None:
        self._unpacked, self._opened, self._bytes, self._titles = unpacked, 0, 0, titles
        self.manuscripts: list[Manuscript] = []
        self.entries: list[ArrivedFile] = []
        self.errata: list[Erratum] = []

    def take(self, path: Path) -> None:
        """Take in what was handed in."""
        name = readable_name(path)
        if path.is_dir():
            self._folder(path, _Place(name, "", 0, Path(name).stem))
            return
        kind = _kind(path)
        entry = ArrivedFile(path, name, "", kind, Role.MANUSCRIPT)
        if kind.family is Family.CONTAINER:
            self._container(replace(entry, role=Role.CONTAINER), 0)
        elif kind.family is Family.PICTURE:
            self.entries.append(replace(entry, role=_role(path, kind)))
        elif kind.key == "docx" and (taken := side_papers.pictures(path)):
            self._album(entry, taken)
        else:
            self.entries.append(entry)
            self.manuscripts.append(Manuscript(path, name, ""))

    def _container(self, entry: ArrivedFile, depth: int, inside: bool = False) -> None:
        """Unpack a container and look through it; archives inside are unpacked, two deep.

        `inside` says that it lay in another container, which is kept.
        """
        self._opened += 1
        if depth > DEEPEST or self._bytes > ALL_BYTES or self._opened > MOST_OPENED:
            self.errata.append(too_many_within(entry.name))
            self.entries.append(entry)
            return
        target = self._unpacked / str(self._opened)
        opened = open_up(entry.path, entry.name, entry.kind, target)
        self.errata += opened.errata
        self.errata += _passed(entry.name, opened.passed)
        is_letter = entry.kind.key in LETTERS  # who sent it and when stands nowhere else
        self.entries.append(replace(entry, whole=opened.complete and not is_letter, inside=inside))
        self._bytes += sum(file.stat().st_size for file in files.walk(target, foreign=True).files)
        title = Path(opened.letter).stem if opened.letter else Path(entry.name).stem
        place = _Place(entry.parcel, entry.inner, depth, title)
        before = len(self.manuscripts)
        if files.walk(target, foreign=True).files or opened.complete:
            self._folder(target, place, opened)
        if opened.letter:
            self._letter(target, opened.letter, place, before)

    def _album(self, entry: ArrivedFile, taken: tuple[side_papers.Picture, ...]) -> None:
        """List a Word file of photos, and each photo as a file in a folder of its name."""
        self._opened += 1
        self.entries.append(replace(entry, role=Role.ALBUM))
        target = self._unpacked / str(self._opened)
        paths = side_papers.take_out(taken, target)
        for number, (picture, path) in enumerate(zip(taken, paths, strict=True), 1):
            inner = f"{entry.inner}/{picture.path}".removeprefix("/")
            photo = ArrivedFile(path, entry.parcel, inner, _kind(path), Role.PICTURE, number=number)
            self.entries.append(photo)

    def _letter(self, target: Path, letter: str, place: _Place, before: int) -> None:
        """Take the text of a mail as a manuscript when it is one, else as a note.

        `before` is how many manuscripts there were before those attached to it.
        """
        path = target / letter
        kind = _kind(path)
        attached = self.manuscripts[before:]
        lines = letters.lines_in(path, kind.key)
        manuscript = letters.is_manuscript(lines, self._titles, bool(attached))
        forms = self._forms_attached(path, kind, attached) if manuscript else ()
        if manuscript and len(forms) < len(attached):
            manuscript = not any(_holds(text, lines) for text in attached)
        entry = place.entry(target, path, kind, Role.MANUSCRIPT if manuscript else Role.NOTE)
        self.entries.append(entry)
        if manuscript:
            self.manuscripts.append(Manuscript(path, entry.name, place.title, forms, letter=True))
            return
        self._decoration(target, path)
        self._changes(entry.name, lines)

    def _changes(self, name: str, lines: Sequence[str | None]) -> None:
        """Tell of what a letter or a note asks to be changed in a text."""
        if sentences := changes_asked(lines):
            self.errata.append(changes_erratum(name, sentences))

    def _forms_attached(
        self, letter: Path, kind: FileKind, attached: Sequence[Manuscript]
    ) -> tuple[Path, ...]:
        """Return the forms attached to a mail whose text is the manuscript; they are none then."""
        kinds = {letter: kind.key, **{text.path: _kind(text.path).key for text in attached}}
        beside = forms_beside(tuple(kinds), kinds)
        if not attached or set(beside) != {text.path for text in attached}:
            return ()
        for text in attached:
            self.manuscripts.remove(text)
            self.errata.append(told_beside(text.name, readable_name(letter)))
        self.entries = [
            replace(entry, role=Role.FORM) if entry.path in beside else entry
            for entry in self.entries
        ]
        return tuple(beside)

    def _decoration(self, target: Path, letter: Path) -> None:
        """Take small pictures in the text of a cover letter for signs, not for photos."""
        try:
            page = files.read(letter).decode("utf-8", "replace")
        except OSError:
            return
        for at, entry in enumerate(self.entries):
            within = entry.path.parent == target and entry.role is Role.PICTURE
            if within and entry.path.stat().st_size < DECORATION and quote(entry.path.name) in page:
                self.entries[at] = replace(entry, role=Role.OTHER)

    def _folder(self, root: Path, place: _Place, opened: Opened | None = None) -> None:
        """Look through a folder and all below it."""
        letter = root / opened.letter if opened and opened.letter else None
        entries = [item for item in self._files(root, place, opened is None) if item.path != letter]
        books = {item.path: taken for item in entries if (taken := _album_of(item))}
        for entry in entries:
            if entry.path in books:
                self._album(entry, books[entry.path])
        entries = [item for item in entries if item.path not in books]
        pictures = [
            item.path for item in entries if item.role in (Role.PICTURE, Role.SCAN, Role.PAPER)
        ]
        if not any(item.role in (Role.MANUSCRIPT, Role.CONTAINER) for item in entries):
            entries = [_register(item) for item in entries]
        texts = [item for item in entries if item.role is Role.MANUSCRIPT]
        sheets = [
            item for item in entries if item.kind.key in forms_as_files.KINDS and item not in texts
        ]
        containers = [item for item in entries if item.role is Role.CONTAINER]
        others = len(texts) > 1 or bool(containers)
        notes = {
            item.path for item in (*texts, *(sheets if pictures else ()))
            if side_papers.is_note(item.path, item.kind.key, pictures, others)
        }  # fmt: skip
        contacts = {
            item.path for item in texts
            if item.path not in notes and side_papers.is_contacts(item.path, item.kind.key)
        }  # fmt: skip
        apart = notes | contacts
        forms = self._forms([item for item in (*texts, *sheets) if item.path not in apart])
        beside = apart | forms.keys()
        for entry in entries:
            if entry.path in notes:
                self.entries.append(replace(entry, role=Role.NOTE))
                self._changes(entry.name, side_papers.lines_of(entry.path, entry.kind.key))
            elif entry.path in contacts:
                self.entries.append(replace(entry, role=Role.CONTACTS))
                self.errata.append(_of_contacts(entry.name))
            elif entry.path in forms:
                self.entries.append(replace(entry, role=Role.FORM))
            elif entry.role is not Role.CONTAINER:
                self.entries.append(entry)
            if entry.role is Role.MANUSCRIPT and entry.path not in beside:
                folder = _folder_name(root, entry.path, place.title)
                mine = tuple(form for form, text in forms.items() if text == entry.path)
                self.manuscripts.append(Manuscript(entry.path, entry.name, folder, mine))
            elif entry.role is Role.PAPER:
                self.errata.append(_no_photo(entry))
            elif (
                entry.role is Role.OTHER and entry.path not in beside and entry.kind.key != "empty"
            ):
                apart_texts = _register(entry).role is Role.MANUSCRIPT
                self.errata.append(_listed(entry) if apart_texts else _no_manuscript(entry))
        for entry in containers:
            deeper = place.depth + (entry.kind.key not in LETTERS)
            self._container(entry, deeper, inside=opened is not None)
        if not texts and not containers and not pictures and not books and letter is None:
            self.errata.append(_empty(place.name))

    def _forms(self, texts: Sequence[ArrivedFile]) -> dict[Path, Path]:
        """Return the forms that lie beside their manuscripts, folder by folder, and tell of them."""
        forms: dict[Path, Path] = {}
        by_folder: dict[Path, list[ArrivedFile]] = {}
        for paper in texts:
            by_folder.setdefault(paper.path.parent, []).append(paper)
        for group in by_folder.values():
            kinds = {paper.path: paper.kind.key for paper in group}
            names = {paper.path: paper.name for paper in group}
            here = forms_beside(tuple(kinds), kinds)
            self.errata += [
                told_beside(names[form], readable_name(text)) for form, text in here.items()
            ]
            forms |= here
        return forms

    def _files(self, root: Path, place: _Place, outside: bool) -> Iterable[ArrivedFile]:
        """Yield the files of a folder; tell of those that cannot be read or hold nothing."""
        listing = files.walk(root, foreign=True)
        for refusal in listing.refused:
            text = refusal.folder or Path(refusal.name).suffix.lower() in TEXT_ENDINGS
            self.errata.append(refusal.erratum(place.name, Kind.ERRATUM if text else Kind.QUERY))
        passed = list(listing.passed)
        for path in listing.files:
            if files.of_a_program(path.relative_to(root).parts):
                passed.append(_below(root, path))
                continue
            kind = _kind(path)
            entry = place.entry(root, path, kind, _role(path, kind))
            if kind.key == "empty":
                self.errata.append(_no_bytes(entry.name))
            yield entry
        if outside:
            self.errata += _passed(place.name, passed)


def _holds(text: Manuscript, lines: Sequence[str | None]) -> bool:
    """Whether an attached manuscript holds the greater part of the sentences of a mail."""
    held = fold("".join(side_papers.lines_of(text.path, _kind(text.path).key)))
    sentences = [fold(line) for line in lines if line and len(line) > 30]
    return 2 * sum(sentence[:40] in held for sentence in sentences) >= len(sentences) > 0


def _kind(path: Path) -> FileKind:
    try:
        return kind_of_file(path)
    except OSError:  # its reader says why
        return KINDS["unknown"]


def _album_of(entry: ArrivedFile) -> tuple[side_papers.Picture, ...]:
    text = entry.role is Role.MANUSCRIPT and entry.kind.key == "docx"
    return side_papers.pictures(entry.path) if text else ()


def _is_form(path: Path, kind: FileKind) -> bool:
    try:
        return forms_as_files.is_manuscript(files.read(path), kind.key, path.name)
    except OSError:
        return False


def _register(entry: ArrivedFile) -> ArrivedFile:
    """Return a workbook that lists manuscripts, a row each, as a manuscript; any other file as it is."""
    if entry.role is not Role.OTHER or entry.kind.key not in forms_as_files.KINDS:
        return entry
    try:
        listed = registers.is_register(files.read(entry.path), entry.kind.key, entry.name)
    except OSError:
        return entry
    return replace(entry, role=Role.MANUSCRIPT) if listed else entry


def _role(path: Path, kind: FileKind) -> Role:
    if kind.key == "empty":
        return Role.OTHER
    if kind.family is Family.PICTURE:
        stem = Path(readable_name(path)).stem
        shown = Role.SCAN if PHOTOGRAPHED.search(stem) else Role.PICTURE
        return Role.PAPER if PAPERS.search(stem) else shown
    if kind.family is Family.CONTAINER:
        return Role.CONTAINER
    named = path.suffix.lower() in TEXT_ENDINGS
    if kind.key == "ofd":
        return Role.MANUSCRIPT
    if kind.key in forms_as_files.KINDS:
        return Role.MANUSCRIPT if _is_form(path, kind) else Role.OTHER
    taken = named or (kind.family is Family.TEXT and kind.key != "text")
    return Role.MANUSCRIPT if taken else Role.OTHER


def _folder_name(root: Path, path: Path, title: str) -> str:
    """Return the name of the nearest folder that is named after an organisation, or the nearest."""
    names = [readable_name(Path(part)) for part in path.relative_to(root).parts[:-1]]
    chain = [*reversed(names), title]
    return next((name for name in chain if names_a_house(name)), chain[0])


def _below(root: Path, path: Path) -> str:
    return "/".join(readable_name(Path(part)) for part in path.relative_to(root).parts)


def _query(rule: str, name: str, zh: str, en: str, hint: Wording) -> Erratum:
    return Erratum(rule, Place(name), Wording(zh, en), hint, "", Kind.QUERY)


def _no_manuscript(entry: ArrivedFile) -> Erratum:
    return _query(
        "no-manuscript",
        entry.name,
        f"这是{entry.kind.spaced_name}，不是文稿；已原样保存",
        f"this is {entry.kind.name.en} and no manuscript; it was kept as it came",
        Wording(
            "若是文稿，请另存为 .docx 再收。", "If it is one, save it as .docx and receive it."
        ),
    )


def _listed(entry: ArrivedFile) -> Erratum:
    return _query(
        "no-manuscript",
        entry.name,
        "表格里一行一篇，但旁边另有文稿，没有逐行收；已原样保存",
        "a manuscript in each row, but others lie beside it: its rows were not taken; it was kept",
        Wording(
            "要收表格里的正文，请单独收这个文件。", "To take its rows receive this file alone."
        ),
    )


def _of_contacts(name: str) -> Erratum:
    return Erratum(
        "contacts-kept", Place(name),
        Wording("里面只有联系方式，不是文稿；已原样保存，只供编辑部，不进书",
                "it holds nothing but how to reach people; it was kept for the editor, and no edition reads it"),
        None, "", Kind.NOTE,
    )  # fmt: skip


def _no_photo(entry: ArrivedFile) -> Erratum:
    return _query(
        "picture-of-paper",
        entry.name,
        "按文件名是证照、签章、二维码之类，不是案例的照片；已原样保存，没有放进案例",
        "by its name a licence, a signature, a code or the like and no photo of the case; it was kept "
        "and placed nowhere",
        Wording(
            "若要刊出，请改个文件名（如 图1.jpg）再收。",
            "If it is to be printed, rename it (such as 图1.jpg) and receive it again.",
        ),
    )


def _passed(name: str, passed: Iterable[str]) -> list[Erratum]:
    """Tell of programs' own files that were left."""
    names = list(passed)
    if not names:
        return []
    shown = "、".join(names[:5]) + (" …" if len(names) > 5 else "")
    message = Wording(
        f"{len(names)} 个系统或软件自己的临时文件没有收",
        f"{len(names)} files that programs keep for themselves were left",
    )
    return [Erratum("program-files", Place(name), message, None, shown, Kind.NOTE)]


def _empty(name: str) -> Erratum:
    return Erratum(
        "empty-folder", Place(name),
        Wording("里面没有文稿", "no manuscript in it"),
        Wording("请检查是不是放错了文件夹。", "See whether it is the right folder."),
    )  # fmt: skip


def _no_bytes(name: str) -> Erratum:
    return _query(
        "empty-file",
        name,
        "文件是空的（0 字节），没有收",
        "the file is empty (0 bytes); it was left",
        Wording("请供稿单位重发。", "Ask the contributor to send it again."),
    )
