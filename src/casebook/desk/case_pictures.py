"""Pictures of a text: put in, captioned, cropped, taken out; each deed one entry of the journal.

The bytes of a picture stay as they came. A crop is a fact beside it, `NAME.crop-HASH.yaml`, which
says of which picture (by its hash) which part is printed; the file of the same name with the part
is made from that, and the text calls for it instead.
"""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from casebook import atomic, files, pictures
from casebook.decoding import as_file, utf8
from casebook.desk.uploads import name_of
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import yaml_file
from casebook.intake.markup import picture_calls
from casebook.intake.markup.picture_calls import PictureCall
from casebook.journal.journal_entries import Deed, Doing
from casebook.journal.recording import DESK, Journal
from casebook.pictures import Crop

MEDIA = "media"
_CROPPED = ".crop-"
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}


class ChangedMeanwhile(Exception):  # noqa: N818  somebody else was first
    """The text no longer calls for the picture as its editor saw it."""


class ShownPicture(NamedTuple):
    """A picture of a text: which of its calls, on which line, by what path, with what caption.

    `original` is the name of the picture as it came, `size` that of it in pixels as it is looked
    at, `crop` the part that is printed, None for all of it. `sound` is False where it cannot be read;
    `replaced` where the part was taken from another picture than the original is by now.
    """

    number: int
    line: int
    path: str
    caption: str
    original: str
    size: tuple[int, int]
    crop: Crop | None
    sound: bool
    replaced: bool


def shown(root: Path, text: str) -> list[ShownPicture]:
    """Return the pictures that `text`, of the manuscript folder `root`, calls for."""
    return [_shown(root, number, call) for number, call in enumerate(picture_calls.calls(text))]


def _shown(root: Path, number: int, call: PictureCall) -> ShownPicture:
    name = PurePosixPath(call.path).name
    fact = _fact(root, name)
    original = str(fact.get("original", "")) or name
    data = _bytes(root, original)
    size, sound = (0, 0), data is not None
    if data is not None:
        try:
            size = pictures.upright_size(data)
        except ValueError:
            sound = False
    kept = str(fact.get("sha256", ""))
    replaced = data is not None and bool(kept) and kept != sha256(data).hexdigest()
    return ShownPicture(
        number, call.line, call.path, call.caption, original, size, _crop(fact), sound, replaced
    )


def _fact(root: Path, name: str) -> Mapping[str, yaml_file.Value]:
    """Return what is known of a picture that is a part of another; nothing of any other."""
    if _CROPPED not in name:
        return {}
    path = (root / MEDIA / name).with_suffix(".yaml")
    data = yaml_file.read(path, root=root).data if path.is_file() else None
    return data if isinstance(data, dict) else {}


def _crop(fact: Mapping[str, yaml_file.Value]) -> Crop | None:
    values = [str(fact.get(key, "")) for key in Crop._fields]
    return Crop(*map(int, values)) if all(value.isdecimal() for value in values) else None


def _bytes(root: Path, name: str) -> bytes | None:
    examined = pictures.examine(root, f"{MEDIA}/{name}", Place(name))
    return None if isinstance(examined, Erratum) else files.read(root / MEDIA / name, root)


def picture_file(root: Path, name: str) -> bytes | None:
    """Return the bytes of a sound picture of the book, None when there is none of that name."""
    plain = name == PurePosixPath(name).name and not name.startswith(".")
    return _bytes(root, name) if plain else None


# Deeds


def add(
    journal: Journal, root: Path, by: str, name: str, line: int, seen: str, given: str, data: bytes
) -> str:
    """Keep a picture that came as a file called `given` and have the text `name` call for it.

    It stands behind the block of `line`, which read `seen` (0: at the end). Return its name.
    Raises `ChangedMeanwhile`, and `StopPress` for what is no picture that can be set.
    """
    ending = ENDINGS[_checked(data, given)]

    def change(text: str) -> tuple[str, dict[str, bytes | None]]:
        place = _line(text, line, seen)
        media = _free_name(root, name, ending)
        call = picture_calls.written(f"../{MEDIA}/{media}", "")
        made.append(media)
        return picture_calls.put_in(text, place, call), {media: data}

    made: list[str] = []
    _changed(journal, name, by, {"picture": given}, change)
    return made[-1]


def change(
    journal: Journal, root: Path, by: str, name: str, number: int, path: str, *,
    caption: str | None = None, crop: Crop | None = None, whole: bool = False, out: bool = False,
) -> None:  # fmt: skip
    """Change the call with that `number` in the text `name`, which calls for `path`.

    Its `caption`; the part that is printed (`crop`, or the `whole`); or take it `out`: the
    picture stays. Raises `ChangedMeanwhile`, and `StopPress` for a part that is none of it.
    """

    def changed(text: str) -> tuple[str, dict[str, bytes | None]]:
        call = _call(text, number, path)
        if out:
            return _without(text, call), {}
        words = call.caption if caption is None else caption
        alt = words if call.alt in ("", call.caption) and caption is not None else call.alt
        file, more = PurePosixPath(call.path).name, dict[str, bytes | None]()
        if crop is not None or whole:
            file, more = _recropped(root, text, file, crop)
        call_text = picture_calls.written(f"../{MEDIA}/{file}", words, alt)
        return text[: call.start] + call_text + text[call.end :], more

    _changed(journal, name, by, {"picture": path}, changed)


def _recropped(
    root: Path, text: str, file: str, crop: Crop | None
) -> tuple[str, dict[str, bytes | None]]:
    """Return the name of the picture with that part, and the files that come and go with it."""
    original = str(_fact(root, file).get("original", "")) or file
    data = _bytes(root, original)
    if data is None:
        raise StopPress([_no_picture(original)])
    more: dict[str, bytes | None] = {}
    if file != original and text.count(f"/{file}") == 1 and not _called_elsewhere(root, file, text):
        more = {file: None, str(PurePosixPath(file).with_suffix(".yaml")): None}
    if crop is None or tuple(crop) == (0, 0, *pictures.upright_size(data)):
        return original, more
    try:
        part = pictures.cropped(data, crop)
    except ValueError as fault:
        raise StopPress([_no_part(original)]) from fault
    key = sha256(f"{sha256(data).hexdigest()} {tuple(crop)}".encode()).hexdigest()[:8]
    stem, suffix = PurePosixPath(original).stem, PurePosixPath(original).suffix
    name = f"{stem}{_CROPPED}{key}{suffix}"
    facts: dict[str, yaml_file.Value] = {"original": original, "sha256": sha256(data).hexdigest()}
    facts |= {side: str(value) for side, value in crop._asdict().items()}
    head = (
        "这张图是从 original 裁出的一部分；原图不动。\nA part of `original`, which stays as it is."
    )
    return name, more | {
        name: part,
        f"{stem}{_CROPPED}{key}.yaml": yaml_file.dump(facts, head).encode(),
    }


def _called_elsewhere(root: Path, file: str, text: str) -> bool:
    known = files.walk(root)
    for path in (
        path for folder in ("cases", "front", "back") for path in known.named(".md", folder)
    ):
        other = files.read(path, root).decode("utf-8", "replace")
        if f"/{file}" in other and other.replace("\r\n", "\n") != text:
            return True
    return False


def _changed(
    journal: Journal, name: str, by: str, facts: Mapping[str, str],
    change: Callable[[str], tuple[str, dict[str, bytes | None]]],
) -> None:  # fmt: skip
    """Change the text `name` and files in the folder of pictures as one deed."""
    path = f"manuscript/{name}"
    with journal.locked():
        before = journal.contents.get(journal.now().get(path, ""))
        text = utf8(before or b"", name)
        if before is None or isinstance(text, Erratum):
            raise ChangedMeanwhile
        new, media = change(text.replace("\r\n", "\n"))
        wanted = {f"manuscript/{MEDIA}/{file}": data for file, data in media.items()}
        case = PurePosixPath(name).stem if name.startswith("cases/") else ""
        journal.put_all(
            {**wanted, path: as_file(new, before)}, Doing(by, DESK, Deed.TEXT, case, facts=facts)
        )


def _call(text: str, number: int, path: str) -> PictureCall:
    known = list(picture_calls.calls(text))
    if number < len(known) and known[number].path == path:
        return known[number]
    same = [call for call in known if call.path == path]
    if len(same) != 1:
        raise ChangedMeanwhile
    return same[0]


def _without(text: str, call: PictureCall) -> str:
    """Return `text` without a call, and without the lines it leaves empty."""
    before, after = text[: call.start], text[call.end :]
    if not before.rpartition("\n")[2].strip() and not after.partition("\n")[0].strip():
        return f"{before.rstrip()}\n\n{after.lstrip()}" if after.strip() else f"{before.rstrip()}\n"
    return before + after


def _line(text: str, line: int, seen: str) -> int:
    """Return where a line stands now that was `line` and read `seen`; 0 for the end."""
    lines = text.split("\n")
    if line == 0 or (line <= len(lines) and lines[line - 1] == seen):
        return line
    same = [number for number, words in enumerate(lines, 1) if words == seen]
    if len(same) != 1:
        raise ChangedMeanwhile
    return same[0]


def _free_name(root: Path, name: str, ending: str) -> str:
    """Return a name for a picture of the text `name` that no file has, of any ending."""
    stem = PurePosixPath(name).stem
    taken = {path.stem for path in _media(root)}
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}{ending}"


def _media(root: Path) -> Iterator[Path]:
    yield from files.walk(root).named("", MEDIA)


def _checked(data: bytes, given: str) -> str:
    """Return the type of a picture that can be set. Raises `StopPress` for any other."""
    name = name_of(given)
    with atomic.temporary() as place:
        atomic.put(place / name, data, lasting=False)
        examined = pictures.examine(place, name, Place(given))
    if isinstance(examined, Erratum):
        raise StopPress([examined])
    return examined.media_type


def _no_picture(name: str) -> Erratum:
    return Erratum(
        "missing-picture", Place(f"{MEDIA}/{name}"),
        Wording("原图不在了，不能裁切", "the original is not there; it cannot be cropped"),
        Wording("从“改动”里恢复原图。", "Bring the original back under Changes."),
    )  # fmt: skip


def _no_part(name: str) -> Erratum:
    return Erratum(
        "crop-outside-picture", Place(f"{MEDIA}/{name}"),
        Wording("裁切的范围不在图片里", "the part is not within the picture"),
        Wording("请重新框选。", "Choose the part again."),
    )  # fmt: skip
