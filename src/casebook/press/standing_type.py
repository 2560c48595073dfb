"""A document of a page or two besides the book (a cover, a press sheet), kept set while nothing it
is made of changes.

Standing type is what a compositor keeps tied up for the next printing. It is kept where signatures
are, under a hash of the document, the files it seems to name, the fonts of the machine and the
engine; the files that were really opened are compared before it is used again.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from casebook.errata import Erratum
from casebook.press.dependencies import (
    MANUSCRIPT,
    BookFolders,
    Sources,
    consistent,
    engine_version,
    fonts_here,
    named_pictures,
    styling_key,
)
from casebook.press.signature import KEPT
from casebook.press.volume import STORE
from casebook.store import Store, dumps


class StandingType(NamedTuple):
    """A set document: its PDF, how many pages, what was told of its setting, what it was made from."""

    pdf: bytes
    pages: int
    errata: tuple[Erratum, ...]
    sources: Sources


_KEPT = {**KEPT, __name__: {"StandingType"}}


def set_once(
    html: str,
    sheets: Sequence[Path],
    base: Path,
    build: Path,
    *,
    fonts_of: Sequence[Path] = (),
    bleeds: bool = False,
) -> StandingType:
    """Return the document `html` set; `build` is the folder whose store is used.

    `base`, `sheets` and `fonts_of` are as for `engine.lay_out`, `bleeds` as for `engine.write`.
    Raises `StopPress` when the engine is not the one composition was made for.
    """
    folders = BookFolders(base, sheets)
    key = _key(html, folders, BookFolders(base, fonts_of), bleeds)
    store = Store(build / STORE, engine_version(), _KEPT)
    kept = store.get(key)
    if not (isinstance(kept, StandingType) and folders.unchanged(kept.sources)):
        kept = _set(html, sheets, base, fonts_of, bleeds)
        if consistent(kept.sources):
            store.put(key, dumps(kept))
    store.trim()
    return kept


def _set(
    html: str, sheets: Sequence[Path], base: Path, fonts_of: Sequence[Path], bleeds: bool
) -> StandingType:
    from casebook.press import engine  # lazy: loads the engine, which what is kept does not need

    sources: dict[str, str] = {}
    document, errata = engine.lay_out(html, sheets, base, fonts_of=fonts_of, opened=sources)
    pdf, more = engine.write(document, lambda _: None, bleeds=bleeds)
    return StandingType(pdf, len(document.pages), (*errata, *more), tuple(sorted(sources.items())))


def _key(html: str, folders: BookFolders, fonts: BookFolders, bleeds: bool) -> str:
    digest = sha256(styling_key(folders, True, fonts_here()).encode())
    digest.update(f"{styling_key(fonts, True, '')} {bleeds}\0{html}".encode())
    for written in named_pictures(html):
        content = folders.digest_at(f"{MANUSCRIPT}/{unquote(written)}")
        digest.update(f"{written}\0{content}\0".encode())
    return f"standing-{digest.hexdigest()}"
