"""What a font file says of its licence, and whether it may be embedded in a file that is printed.

A publisher asks. The bits of embedding are those of OpenType's table OS/2 (fsType), the licence is
that of its table name (13, 14, 0). The file says what its maker allows; casebook grants nothing.
"""

import io
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from fontTools.ttLib import TTFont, TTLibError

from casebook.errata import Wording
from casebook.press.dependencies import BookFolders, fonts_here, reachable
from casebook.press.font_weights import FORMAT, read_faces
from casebook.press.fonts import Families

_RESTRICTED, _PREVIEW, _EDITABLE, _WHOLE, _BITMAPS = 0x2, 0x4, 0x8, 0x100, 0x200
_LICENCE, _ADDRESS, _COPYRIGHT = 13, 14, 0
_KNOWN = {
    "SIL Open Font License": "SIL OFL 1.1",
    "GNU General Public License": "GPL",
    "Apache License": "Apache 2.0",
    "scripts.sil.org/OFL": "SIL OFL 1.1",
    "openfontlicense.org": "SIL OFL 1.1",
}
_LONGEST = 60


class FontRights(NamedTuple):
    """A font's licence in few words ("" when the file tells none), and what embedding it allows.

    `embeds`: it may be embedded in a PDF that is printed; `cut`: only the characters used may be.
    """

    licence: str
    embeds: bool
    cut: bool

    @property
    def wording(self) -> Wording:
        """Licence and embedding in words."""
        allowed = Wording("可嵌入、可印刷", "may be embedded and printed")
        if not self.embeds:
            allowed = Wording("不许嵌入：不能付印", "must not be embedded: no printing")
        elif not self.cut:
            allowed = Wording(
                "可嵌入，但须整套嵌入，不许裁剪", "may be embedded whole only, not cut down"
            )
        licence = self.licence or ""
        return Wording(
            f"许可 {licence or '未写明'}，{allowed.zh}",
            f"licence {licence or 'not told'}, {allowed.en}",
        )


def read(file: str | BinaryIO, index: int) -> FontRights | None:
    """Return what face `index` of a font file says; None when it cannot be read."""
    try:
        with TTFont(file, fontNumber=index, lazy=True) as font:
            bits = int(font["OS/2"].fsType) if "OS/2" in font else 0
            names = font["name"]
            texts = {n: str(names.getDebugName(n) or "") for n in (_LICENCE, _ADDRESS, _COPYRIGHT)}
    except (OSError, TTLibError, KeyError, AttributeError):
        return None
    usage = bits & (_RESTRICTED | _PREVIEW | _EDITABLE)
    embeds = usage != _RESTRICTED and not bits & _BITMAPS
    return FontRights(_short(texts), embeds, not bits & _WHOLE)


def _short(texts: dict[int, str]) -> str:
    """Return a licence in few words."""
    for words, name in _KNOWN.items():
        if any(words.lower() in text.lower() for text in texts.values()):
            return name
    for number in (_LICENCE, _ADDRESS, _COPYRIGHT):
        if text := " ".join(texts[number].split()):
            return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return ""


# The fonts of a finished file


_FILES = (".ttf", ".otf", ".ttc", ".woff", ".woff2")


def forbidden(
    names: Iterable[str], families: Families, sheets: Sequence[Path]
) -> Iterator[tuple[str, FontRights]]:
    """Yield the fonts that may not be embedded as they are: not at all, or only whole.

    `names` are those of the fonts in a PDF; `families` are declared by the style `sheets`, beside
    which the layout's own font files lie. A PDF holds of each font the characters used.
    """
    written = {name.replace("-", "").replace(" ", "").lower() for name in names}
    for family in families.installed:
        folded = family.replace(" ", "").replace("-", "").lower()
        if any(name.startswith(folded) for name in written):
            for rights in sorted(_of_family(family, fonts_here())):
                if not (rights.embeds and rights.cut):
                    yield family, rights
                    break
    if families.own:
        folders = BookFolders(Path(), sheets)
        for address in sorted(reachable(folders)):
            own = _of_file(folders, address) if address.lower().endswith(_FILES) else None
            if own and not (own.embeds and own.cut):
                yield address.rpartition("/")[2], own


@cache
def _of_family(family: str, _fonts: str) -> frozenset[FontRights]:
    try:
        listed = subprocess.run(
            ("fc-list", f":family={family}", FORMAT), capture_output=True, check=False
        ).stdout
    except OSError:
        return frozenset()
    faces = read_faces(listed.decode("utf-8", "replace"))
    return frozenset(filter(None, (read(face.file, face.number) for face in faces)))


def _of_file(folders: BookFolders, address: str) -> FontRights | None:
    try:
        return read(io.BytesIO(folders.read(address)), 0)
    except (OSError, ValueError):
        return None
