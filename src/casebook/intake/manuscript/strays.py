"""Tell what stands in a manuscript folder and is not read, so that no text is left out in silence."""

import os
from collections.abc import Iterator
from pathlib import PurePath, PurePosixPath

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.files import Listing
from casebook.folder_errata import Refusal

TEXTS = ("cases", "front", "back")
"""The folders whose Markdown files are texts of the book."""
_READ = (*TEXTS, "lists", "media")
_ENDINGS = (".md", ".yaml", ".tsv", ".txt")
_MANUSCRIPTS = (".md", ".markdown", ".mdown", ".txt", ".text", ".docx", ".doc", ".wps", ".rtf",
                ".odt", ".html", ".htm", ".pdf")  # fmt: skip


def told(listing: Listing) -> tuple[Erratum, ...]:
    """Return what the walk of a manuscript folder refused, and the texts it holds that no one reads.

    Where a text of the book may be at stake it is an erratum, elsewhere a query.
    """
    refused = (one.erratum(kind=_kind(one)) for one in listing.refused)
    return (*refused, *_no_folders(listing), *_unread(listing))


def _kind(refusal: Refusal) -> Kind:
    parts = PurePosixPath(refusal.name).parts
    if refusal.rule == "names-alike" or not parts:
        return Kind.QUERY
    ending = PurePosixPath(refusal.name).suffix.lower()
    if len(parts) == 1:
        read = ending in _ENDINGS or parts[0] in _READ
    else:
        text = parts[0] != "media" and (ending in _ENDINGS or (refusal.folder and not ending))
        read = parts[0] in _READ and parts[1] != "received" and text
    return Kind.ERRATUM if read else Kind.QUERY


def _no_folders(listing: Listing) -> Iterator[Erratum]:
    """Yield the files that stand where a folder of texts or pictures belongs."""
    for name in _READ:
        if os.path.join(listing.root, name) in listing.paths:
            yield Erratum(
                "no-folder", Place(name),
                Wording("这里应当是文件夹，却是文件", "a file where a folder belongs"),
                Wording("请给文件改名，另建文件夹。", "Rename the file and make the folder."),
            )  # fmt: skip


def _unread(listing: Listing) -> Iterator[Erratum]:
    start = len(os.path.join(listing.root, ""))
    for path in listing.paths:
        if not path.lower().endswith(_MANUSCRIPTS):
            continue
        place = PurePath(path[start:])
        inside = place.parts[0] in TEXTS and len(place.parts) > 1 and place.parts[1] != "received"
        read = place.suffix == ".md" and len(place.parts) == 2
        if inside and not read:
            yield Erratum(
                "text-not-read", Place(place.as_posix()),
                Wording("这个文件不会进书", "this file does not go into the book"),
                Wording(f"书里的文字是 {place.parts[0]}/ 里以 .md 结尾的文件；来稿请用 casebook receive 收。",
                        f"Texts of the book are the .md files in {place.parts[0]}/; take "
                        "manuscripts in with casebook receive."),
                kind=Kind.QUERY,
            )  # fmt: skip
