"""Join pictures to the cases they came for, each in its place, once.

The case is taken as it stands, with whatever an editor has done to it; only paragraphs that show
pictures are put in. A picture that is in the case already, or was joined to it before and taken
out again by the editor, is not put in a second time.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from casebook import files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.filing.arrivals import ArrivedFile, FileFate, Register
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.filing.case_text import fault_of
from casebook.intake.filing.filing_errata import unset_picture
from casebook.intake.formats.file_kinds import kind_of_file
from casebook.intake.formats.rich import Media
from casebook.intake.photos import side_papers
from casebook.intake.photos.illustrating import Figure, How, Placed, illustrated
from casebook.intake.photos.photo_cases import Owner, Picture, caption_of, natural, owners_of
from casebook.intake.photos.side_papers import Remark, remark
from casebook.pictures import Sketch, sketch

Keep = Callable[[ArrivedFile, str], str]
"""Keeps a file (its hash is given) as it came and returns its path below `received/`."""
Joined = tuple[FileFate, str, str]
"""What became of a picture, its case, and a remark for the list."""


@dataclass(frozen=True)
class Photo:
    """A picture that came: the cases of the manuscripts beside it, the notes round it, and the
    subjects and senders of the mails it came in."""

    entry: ArrivedFile
    near: tuple[str, ...]
    notes: tuple[Path, ...]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class _HashedPicture:
    """A picture with its hash, and what notes say of it; it is read when it is placed."""

    photo: Photo
    sha256: str
    remarks: tuple[Remark, ...]

    @property
    def name(self) -> str:
        return self.photo.entry.name

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


@dataclass(frozen=True)
class _Copy:
    """A picture of a case that a loose one is another copy of, and the sizes of both."""

    name: str
    there: Sketch
    here: Sketch


class _CasePictures:
    """The pictures that a case shows, looked at once and only when there is a new one."""

    def __init__(self, case_files: CaseFiles, text: str) -> None:
        self._case_files, self._text = case_files, text
        self._sketches: list[tuple[str, Sketch]] | None = None

    def copy_of(self, data: bytes) -> _Copy | None:
        """Return the picture of the case of which `data` is another copy, or None."""
        here = sketch(data)
        if here is None:
            return None
        if self._sketches is None:
            looked = (
                (name, sketch(held)) for name, held in self._case_files.pictures_of(self._text)
            )
            self._sketches = [(name, drawn) for name, drawn in looked if drawn is not None]
        for name, there in self._sketches:
            if here.like(there):
                return _Copy(name, there, here)
        return None


def media_name(case_id: str, sha256: str, ending: str) -> str:
    """Return the name below `media/` of a picture of a case."""
    return f"{case_id}-{sha256[:8]}{ending}"


class Joining:
    """Pictures on their way into the cases of a shelf."""

    def __init__(
        self, case_files: CaseFiles, owners: Sequence[Owner], register: Register, keep: Keep
    ) -> None:  # fmt: skip
        self._case_files, self._owners, self._register, self._keep = (
            case_files,
            owners,
            register,
            keep,
        )
        self._lines: dict[Path, tuple[str, ...]] = {}
        self._stems: dict[Path, list[str]] = {}
        self.errata: list[Erratum] = []

    def join(self, photos: Sequence[Photo]) -> list[Joined]:
        """Return what became of each of `photos`; those of one case go into it together."""
        results: dict[int, Joined] = {}
        by_case: dict[str, list[tuple[int, _HashedPicture]]] = {}
        loose: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        first: dict[tuple[str, tuple[str, ...]], int] = {}
        doubles: dict[int, int] = {}
        for photo in photos:
            for note in photo.notes:
                stem = PurePosixPath(photo.entry.name).stem
                self._stems.setdefault(note, []).append(stem)
        for at, photo in enumerate(photos):
            sent = self._print(photo)
            if sent is None:
                results[at] = (FileFate.LEFT, "", "")
                continue
            cases = self._cases(sent)
            if len(cases) != 1:
                cases = self._joined_before(sent)[:1] or self._shown_in(sent) or cases
            if first.setdefault((sent.sha256, cases), at) != at:
                doubles[at] = first[sent.sha256, cases]
            elif len(cases) == 1:
                by_case.setdefault(cases[0], []).append((at, sent))
            else:
                results[at] = (FileFate.LOOSE, "", "或属 " + "、".join(cases) if cases else "")
                folder = PurePosixPath(sent.name).parent.as_posix()
                loose.setdefault((folder, cases), []).append(sent.name)
        for case_id, prints in by_case.items():
            done = self._into(case_id, [sent for _, sent in prints])
            results |= {at: result for (at, _), result in zip(prints, done, strict=True)}
        for at, original in doubles.items():
            fate, case_id, _ = results[original]
            results[at] = (fate, case_id, f"与 {photos[original].entry.name} 相同")
        self.errata += [_loose(names, cases) for (_, cases), names in loose.items()]
        return [results[at] for at in range(len(photos))]

    def _print(self, photo: Photo) -> _HashedPicture | None:
        try:
            sha256 = files.digest(photo.entry.path).hex()
        except OSError as fault:
            self.errata.append(files.unreadable(photo.entry.name, fault))
            return None
        path = PurePosixPath(photo.entry.name)
        read = (
            remark(line, path.stem, path.name, self._stems.get(note, ()))
            for note in photo.notes
            for line in self._note(note)
        )
        remarks = tuple(note_line for note_line in read if note_line is not None)
        return _HashedPicture(photo, sha256, remarks)

    def _note(self, path: Path) -> tuple[str, ...]:
        if path not in self._lines:
            try:
                self._lines[path] = side_papers.lines_of(path, kind_of_file(path).key)
            except OSError:
                self._lines[path] = ()
        return self._lines[path]

    def _joined_before(self, sent: _HashedPicture) -> tuple[str, ...]:
        """Return the cases this picture was joined to in earlier runs, those that are still there."""
        known = {owner.case_id for owner in self._owners}
        cases = (
            row.case for row in self._register.before(sent.sha256)
            if row.fate in (FileFate.PLACED.value, FileFate.INSIDE.value, FileFate.UNSET.value)
        )  # fmt: skip
        return tuple(dict.fromkeys(case for case in cases if case in known))

    def _shown_in(self, sent: _HashedPicture) -> tuple[str, ...]:
        """Return the case whose text came with this picture in it, as a web page is saved with its
        pictures; nothing when there are several."""
        ending = sent.photo.entry.kind.picture_ending
        cases = [
            owner.case_id for owner in self._owners
            if (self._case_files.root / "media" / media_name(owner.case_id, sent.sha256, ending)).is_file()
        ]  # fmt: skip
        return tuple(cases) if len(cases) == 1 else ()

    def _cases(self, sent: _HashedPicture) -> tuple[str, ...]:
        lines = (line for note in sent.photo.notes for line in self._note(note))
        around = (*sent.photo.heads[:1], *lines, *sent.photo.heads[1:])
        picture = Picture(sent.name, tuple(note_line.line for note_line in sent.remarks), around)
        return owners_of(picture, sent.photo.near, self._owners)

    def _into(self, case_id: str, prints: Sequence[_HashedPicture]) -> list[Joined]:
        """Put pictures into their case and return what became of each."""
        try:
            text = self._case_files.text(case_id)
        except (StopPress, OSError) as fault:
            self.errata += fault.errata if isinstance(fault, StopPress) else ()
            return [(FileFate.LOOSE, "", case_id) for _ in prints]
        results: dict[int, Joined] = {}
        figures: list[tuple[_HashedPicture, Figure]] = []
        shown = _CasePictures(self._case_files, text)
        try:
            for sent in sorted(prints, key=_in_order):
                looked = self._looked_at(sent, case_id, text, shown)
                if isinstance(looked, Figure):
                    figures.append((sent, looked))
                else:
                    results[id(sent)] = looked
            new, placed = illustrated(text, [figure for _, figure in figures])
            if figures:
                self._case_files.illustrate(case_id, new)
        except StopPress as stop:
            self.errata += stop.errata
            return [(FileFate.LOOSE, "", case_id) for _ in prints]
        except OSError as fault:
            self.errata.append(files.unreadable(prints[0].name, fault))
            return [(FileFate.LOOSE, "", case_id) for _ in prints]
        self.errata += _placement_errata(case_id, [sent for sent, _ in figures], placed)
        for (sent, _), place in zip(figures, placed, strict=True):
            fate = FileFate.PLACED if place.figure.set else FileFate.UNSET
            results[id(sent)] = (fate, case_id, _where(place).zh)
        return [results[id(sent)] for sent in prints]

    def _looked_at(
        self, sent: _HashedPicture, case_id: str, text: str, shown: "_CasePictures"
    ) -> Figure | Joined:  # fmt: skip
        """Return the figure a picture makes in its case, or what became of it when it makes none."""
        entry = sent.photo.entry
        name = media_name(case_id, sent.sha256, entry.kind.picture_ending)
        if case_id in self._joined_before(sent):
            was = next(row for row in self._register.before(sent.sha256) if row.case == case_id)
            return FileFate(was.fate), case_id, was.remark
        if name.rpartition(".")[0] in text:
            return FileFate.INSIDE, case_id, ""
        data = files.read(entry.path)
        why = _format_of(sent) or fault_of(Media(name, data))
        if why is not None:
            path = f"received/{self._keep(entry, sent.sha256)}"
            if path in text:
                return FileFate.UNSET, case_id, ""
            self.errata.append(unset_picture(sent.name, PurePosixPath(sent.name).name, why))
            return self._figure(sent, case_id, path, False)
        if copy := shown.copy_of(data):
            self.errata.append(_copied(sent.name, case_id, copy))
            return FileFate.COPY, case_id, f"与 media/{copy.name} 是同一张"
        self._case_files.add_picture(Media(name, data))
        return self._figure(sent, case_id, f"../media/{name}", True)

    def _figure(self, sent: _HashedPicture, case_id: str, path: str, settable: bool) -> Figure:
        owner = next(owner for owner in self._owners if owner.case_id == case_id)
        known = (
            owner.organisation,
            owner.title,
            *owner.stems,
            *sent.photo.entry.parcel.split("/"),
        )
        caption = next((line.caption for line in sent.remarks if line.caption), "")
        anchor = next((line for line in sent.remarks if line.anchor), None)
        number = next((line.number for line in sent.remarks if line.number), 0)
        return Figure(
            path, sent.stem, caption or caption_of(sent.stem, known),
            anchor.anchor if anchor else "", anchor.before if anchor else False, settable, number,
        )  # fmt: skip


def _in_order(sent: _HashedPicture) -> tuple[object, ...]:
    """Return a key that sorts pictures by folder and name, those of a file of photos as they stand there."""
    path = PurePosixPath(sent.name)
    return natural(path.parent.as_posix()), sent.photo.entry.number, natural(path.name)


def _format_of(sent: _HashedPicture) -> Erratum | None:
    """Return why a picture cannot be set for what it is; None for JPEG and PNG."""
    kind = sent.photo.entry.kind
    if kind.key in ("jpeg", "png"):
        return None
    return Erratum(
        "picture-format", Place(sent.name),
        Wording(f"这是{kind.spaced_name}，印刷和电子书都用不了",
                f"{kind.name.en}, which neither print nor EPUB can show"),
        Wording("请另存为 JPEG 或 PNG（或请供稿单位重发），再收一次。",
                "Save it as JPEG or PNG, or ask for it again, and receive that."),
    )  # fmt: skip


def _copied(name: str, case_id: str, copy: _Copy) -> Erratum:
    there, here = copy.there, copy.here
    sizes = f"{there.width}×{there.height} → {here.width}×{here.height}"
    larger = here.width > there.width
    return Erratum(
        "picture-in-case", Place(name),
        Wording(f"与案例里的 media/{copy.name} 是同一张图片，没有再放；已原样保存"
                + ("，比案例里的大" if larger else ""),
                f"the same picture as media/{copy.name} of the case; it was kept and not placed again"
                + (" (it is larger)" if larger else "")),
        Wording(f"要用这一份，请放进 media/，改 cases/{case_id}.md 里的文件名。",
                f"To use this one, put it into media/ and name it in cases/{case_id}.md.")
        if larger else None,
        sizes, Kind.QUERY if larger else Kind.NOTE,
    )  # fmt: skip


def _where(place: Placed) -> Wording:
    """Say where a picture went, in words."""
    caption = f"，图题“{place.figure.caption}”" if place.figure.caption else ""
    title = f", captioned ‘{place.figure.caption}’" if place.figure.caption else ""
    if place.how is How.END:
        return Wording(f"文末{caption}", f"at the end{title}")
    near = re.sub(r"[*#\s]+", " ", place.near).strip()
    if place.how is How.CAPTION:
        return Wording(f"图题“{near}”处", f"at its caption ‘{near}’")
    return Wording(f"“{near}”之后{caption}", f"behind ‘{near}’{title}")


def _placement_errata(
    case_id: str, prints: Sequence[_HashedPicture], placed: Sequence[Placed]
) -> Iterator[Erratum]:  # fmt: skip
    """Tell where the pictures of a case went: sure places, doubtful ones, the end."""
    pairs = list(zip(prints, placed, strict=True))
    place = Place(f"cases/{case_id}.md")
    sure = [p for p in pairs if p[1].how in (How.NOTE, How.CAPTION, How.CALL)]
    if sure:
        yield Erratum(
            "picture-placed", place,
            Wording(f"{len(sure)} 张图片放到了正文或说明指的地方",
                    f"{len(sure)} pictures were put where the text or a note calls for them"),
            None, _each(sure), Kind.NOTE,
        )  # fmt: skip
    if by_words := [p for p in pairs if p[1].how is How.WORDS]:
        yield Erratum(
            "picture-by-order", place,
            Wording(f"{len(by_words)} 张图片按文件名的顺序放到了“见图”“如图所示”之后",
                    f"{len(by_words)} pictures were put, in the order of their names, behind words "
                    "that call for a picture without a number"),
            Wording("请看一遍有没有放错。", "See whether each is in its place."),
            _each(by_words), Kind.QUERY,
        )  # fmt: skip
    if end := [p for p in pairs if p[1].how is How.END and p[1].figure.set]:
        yield Erratum(
            "picture-to-place", place,
            Wording(f"{len(end)} 张图片正文没有说放在哪里，放在了文末",
                    f"the text does not say where {len(end)} pictures belong; they were put at "
                    "its end"),
            Wording("请移到该放的地方，看图题对不对，没有的补上。",
                    "Move them to their places; see whether the captions are right, add what lacks."),
            "、".join(map(_captioned, end)), Kind.QUERY,
        )  # fmt: skip


def _captioned(pair: tuple[_HashedPicture, Placed]) -> str:
    """Return the name of a picture, and the caption that a note or its name gave it."""
    sent, place = pair
    caption = place.figure.caption
    return PurePosixPath(sent.name).name + (f"（图题“{caption}”）" if caption else "")


def _each(pairs: Sequence[tuple[_HashedPicture, Placed]]) -> str:
    shown = [f"{PurePosixPath(sent.name).name}：{_where(place).zh}" for sent, place in pairs]
    return "；".join(shown)


def _loose(names: Sequence[str], cases: Sequence[str]) -> Erratum:
    """Ask whose pictures are that belong to no case, or to two alike."""
    shown = "、".join(PurePosixPath(name).name for name in names[:10])
    shown += " …" if len(names) > 10 else ""
    if cases:
        message = Wording(
            f"这里有 {len(names)} 张图片，看不出属于 {'、'.join(cases)} 中的哪一篇；已原样保存，没有放入",
            f"{len(names)} pictures here may belong to {' or '.join(cases)}; they were kept and not placed",
        )  # fmt: skip
    else:
        message = Wording(
            f"这里有 {len(names)} 张图片，看不出属于哪篇稿件；已原样保存",
            f"{len(names)} pictures here belong to no one manuscript; they were kept",
        )
    hint = Wording(
        "请把图片放进以单位或题目命名的文件夹，或在“说明.txt”里写明，再收一次；若拍的是申报表，"
        '装上文字识别（pip install "casebook[ocr]"）再收会读出来供核对；拍的是文稿，请向作者要文字版（.docx）。',
        "Put them in a folder named after the organisation or the title, or say it in a note "
        "(说明.txt), and receive them again. A photographed form is read for comparison with text "
        'recognition (pip install "casebook[ocr]"); of a photographed manuscript ask for the text (.docx).',
    )
    return Erratum("loose-pictures", Place(names[0]), message, hint, shown, Kind.QUERY)
