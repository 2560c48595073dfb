"""Carry the layout's style sheets into the EPUB, and refuse what a reading system cannot take.

A sheet may fetch nothing: no font or picture is embedded for a sheet yet, and a book may not
call out to the network. CSS variables made Kindle's service refuse books.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from casebook import css_constants, files
from casebook.errata import Erratum, Place, Wording

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_REFUSED = re.compile(r"@import\b[^;]*|@font-face\b|url\([^)]*\)|var\([^)]*\)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A style sheet as the EPUB carries it."""

    id: str
    name: str
    data: bytes


def carry(paths: Iterable[Path]) -> tuple[dict[Path, Sheet], tuple[Erratum, ...]]:
    """Return every sheet under the name it gets in the EPUB, numbered in order of first use."""
    sheets: dict[Path, Sheet] = {}
    errata: list[Erratum] = []
    names = {path: f"layouts/{path.parent.parent.name}/epub/{path.name}" for path in paths}
    texts = {path: files.text(path, name=name) for path, name in names.items()}
    constants = css_constants.constants(texts.values())
    for number, (path, name) in enumerate(names.items(), 1):
        text = css_constants.removed(css_constants.inlined(texts[path], constants), constants)
        sheets[path] = Sheet(f"sheet-{number}", f"style/sheet-{number}.css", text.encode())
        errata.extend(_refused(text, Place(name)))
    return sheets, tuple(errata)


def _refused(text: str, place: Place) -> Iterator[Erratum]:
    plain = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    for match in _REFUSED.finditer(plain):
        yield Erratum(
            "style-not-portable",
            Place(place.path, plain.count("\n", 0, match.start()) + 1),
            Wording(
                "电子书的样式表不能引用文件、字体或变量",
                "a style sheet of the EPUB cannot fetch files or fonts, or use variables",
            ),
            Wording(
                "直接写出值；字体用读者设备上的名称。",
                "Write the value itself; name fonts that readers' devices have.",
            ),
            match[0],
        )
