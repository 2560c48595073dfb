"""Find the picture files that the documents call for, and have their plates made.

Paths in a galley are relative to the manuscript folder; nothing outside it is read, whatever a
template or a manuscript says, and through no symbolic link either.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from casebook import os_errata
from casebook.editions.epub.epub_pictures import EpubPicture, prepare
from casebook.editions.epub.galley_xml import Draft
from casebook.errata import Erratum, Place, StopPress, Wording


def plates(
    drafts: Sequence[Draft], cache: Path
) -> tuple[dict[str, EpubPicture], tuple[Erratum, ...]]:
    """Return the plate of every picture path as written, and errata for those that give none.

    Raises `StopPress` when the folder `cache` cannot be written.
    """
    files: dict[str, Path] = {}
    places: dict[str, Place] = {}
    for draft in drafts:
        for picture in draft.pictures():
            written = picture.get("src", "")
            places.setdefault(written, draft.place(picture))
            if (path := _inside(draft.galley.base, written)) is not None:
                files[written] = path
    try:
        made = prepare(files.values(), cache)
    except OSError as fault:
        raise StopPress([_no_cache(cache, fault)]) from fault
    ready = {written: plate for written, path in files.items() if (plate := made[path])}
    errata = [_no_picture(places[w], w, files.get(w)) for w in places if w not in ready]
    return ready, tuple(errata)


def _inside(base: Path, written: str) -> Path | None:
    """Return the file that `written` names below `base`, or None when it lies outside."""
    if not written or ":" in written.split("/")[0]:
        return None
    path = (base / unquote(written)).resolve()
    return path if path.is_relative_to(base.resolve()) else None


def _no_picture(place: Place, written: str, path: Path | None) -> Erratum:
    if path is None:
        message = Wording(
            f"图片“{written}”不在书稿文件夹里",
            f"the picture ‘{written}’ is not in the book's folder",
        )
    elif not path.is_file():
        message = Wording(f"没有图片文件“{written}”", f"there is no picture file ‘{written}’")
    else:
        message = Wording(
            f"“{written}”打不开，不是图片或已损坏", f"‘{written}’ cannot be read as a picture"
        )
    return Erratum(
        "unusable-picture",
        place,
        message,
        Wording(
            "把 JPEG 或 PNG 图片放进 media 文件夹，改正文中的路径。",
            "Put a JPEG or PNG into the media folder and mend the path in the text.",
        ),
        written,
    )


def _no_cache(cache: Path, fault: OSError) -> Erratum:
    why = os_errata.reason(fault)
    return Erratum(
        "cannot-write",
        Place(str(cache)),
        Wording(
            f"图片文件夹写不进去：{why.zh}",
            f"the folder for finished pictures cannot be written: {why.en}",
        ),
        Wording(
            "检查文件夹的权限和磁盘空间。", "Check the folder's permissions and the disk space."
        ),
    )
