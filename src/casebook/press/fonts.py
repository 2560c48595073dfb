"""Fonts: the families that style sheets declare, and those that this machine has.

A character takes the first family of its element's list that has it. Where a generic family stands
in the list, the families are meant that the sheets give it in a custom property of its name
(`--serif`, `--sans-serif`, `--monospace`); behind the list come all other families of
the sheets, in the order in which they are named. Nothing else of the machine steps in, so that the
same book is set alike wherever its fonts are installed; what no family has is a missing glyph.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple

from casebook import css_constants
from casebook.errata import Erratum, Place, Wording, nearest
from casebook.press.dependencies import BookFolders, fonts_here, reachable
from casebook.weasy import changes, font_map
from casebook.weasy.weasyprint_types import FontConfiguration

GENERIC = frozenset(
    "serif sans-serif monospace cursive fantasy system-ui emoji math fangsong ui-serif "
    "ui-sans-serif ui-monospace ui-rounded".split()
)
"""Generic families (CSS Fonts 4, 2.1.2)."""
_NO_FAMILY = frozenset("inherit initial unset revert revert-layer".split())
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
_LOCAL = re.compile(r"""local\(\s*(["']?)([^"')]+)\1\s*\)""")
_DECLARATION = re.compile(
    rf"""(?<![\w-])(--(?:{"|".join(sorted(GENERIC))}|clreq-latin)|font-family|font)\s*:\s*([^;}}]*)""",
    re.IGNORECASE,
)
_INLINE = re.compile(r"""style\s*=\s*"([^"]*)"|<style\b[^>]*>(.*?)</style>""", re.DOTALL)
_LATIN = "--clreq-latin"
"""A property of composition: pairs of families, of Chinese and of the Latin beside it."""
_QUOTED = re.compile(r"""["']([^"']+)["']""")
_SIZE = re.compile(
    r"^[^,\"']*?(?<![\w.])[\d.]+(?:%|[a-z]+)(?:\s*/\s*[\w.%-]+)?\s+|^[^,\"']*(?=[\"'])",
    re.IGNORECASE,
)
"""What stands before the families in a `font` shorthand."""


class Families(NamedTuple):
    """The families of style sheets, each list in the order in which they are named.

    `named` holds all of them, `leading` those a text is meant to be set in (first in a list),
    `latin` those its Latin letters are set in, `own` those that @font-face gives, `local` the fonts those are
    taken from by name. `generic` holds what each generic family stands for.
    """

    named: tuple[str, ...]
    leading: frozenset[str]
    latin: frozenset[str]
    own: frozenset[str]
    local: tuple[str, ...]
    generic: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def installed(self) -> tuple[str, ...]:
        """The families that the machine must give."""
        return tuple(name for name in self.named if name not in self.own)

    @property
    def needed(self) -> tuple[str, ...]:
        """The families without which no text is set as it is meant to be."""
        return tuple(name for name in self.installed if name in self.leading | self.latin)

    @property
    def first(self) -> tuple[str, ...]:
        """The families that alone have what their text needs where no other may step in.

        One that also stands behind another in a chain, as that of bullets, is none of them: what
        it lacks is taken from that other.
        """
        behind = {name for _, chain in self.generic for name in chain[1:]}
        return tuple(name for name in self.installed if name in self.leading - behind)

    @property
    def helping(self) -> tuple[str, ...]:
        """The families that have what those lack."""
        return tuple(name for name in self.installed if name not in self.leading | self.latin)

    def resolved(self, listed: Sequence[str]) -> tuple[str, ...]:
        """Return where a character of an element is looked for whose list is `listed`."""
        chains = dict(self.generic)
        names = (name for each in listed for name in chains.get(each, (each,)))
        return tuple(dict.fromkeys((*names, *self.named)))


def files_key(folders: BookFolders, fonts: str) -> str:
    """Return a hash of all that decides which font files text is set in.

    That is the families declared by the style sheets of `folders`, the files these fetch, and
    `fonts`, the hash of the fonts of the machine; no other rule of a style sheet.
    """
    digest = sha256(fonts.encode())
    for address, text in reachable(folders).items():
        if not address.lower().endswith(".css"):
            digest.update(f"{address}\0{folders.digest_at(address)}\0".encode())
        text = _COMMENT.sub("", text)
        digest.update(repr([*_FACE.findall(text), *_DECLARATION.findall(text)]).encode())
        digest.update(repr(css_constants.constants([text])).encode())
    return digest.hexdigest()


def declared(sheets: Sequence[Path]) -> Families:
    """Return the families that style sheets, and those they import, declare."""
    named: dict[str, None] = {}
    leading: set[str] = set()
    latin: set[str] = set()
    own: set[str] = set()
    local: list[str] = []
    generic: dict[str, tuple[str, ...]] = {}
    texts = reachable(BookFolders(Path(), sheets)).values()
    constants = css_constants.constants(texts)
    for written in texts:
        text = css_constants.inlined(_COMMENT.sub("", written), constants)
        for face in _FACE.findall(text):
            own.update(name for _, names in _lists(face) for name in names)
            local += [name.strip() for _, name in _LOCAL.findall(face)]
        for prop, names in _lists(_FACE.sub("", text)):
            named |= dict.fromkeys(names)
            if prop == _LATIN:
                leading.update(names[::2])
                latin.update(names[1::2])
            elif prop.startswith("--"):
                generic |= {prop[2:]: names} if names else {}
            else:
                leading.update(names[:1])
    return Families(
        tuple(named),
        frozenset(leading),
        frozenset(latin),
        frozenset(own),
        tuple(local),
        tuple(generic.items()),
    )


def _lists(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each property of `text` that names families, with those that are not generic."""
    for prop, value in _DECLARATION.findall(text):
        if prop.lower() == _LATIN:
            yield _LATIN, tuple(_QUOTED.findall(value))
            continue
        listed = _SIZE.sub("", value) if prop.lower() == "font" else value
        names = (" ".join(each.split("!")[0].split()) for each in listed.split(","))
        bare = (name.strip("\"'") for name in names)
        kept = tuple(
            n for n in bare if n and "(" not in n and n.lower() not in _NO_FAMILY | GENERIC
        )
        yield prop.lower(), kept


def inline(html: str) -> tuple[str, ...]:
    """Return the families that a document names in style attributes and elements of its own."""
    if "font" not in html:
        return ()
    styles = (match[0] or match[1] for match in _INLINE.findall(html))
    return tuple(name for style in styles for _, names in _lists(unescape(style)) for name in names)


def confine(fonts: FontConfiguration, families: Families) -> None:
    """Leave only the `families` in WeasyPrint's configuration `fonts`, in their order.

    Fonts that it got by @font-face stay. Nothing changes where no family is named.
    """
    if families.named:
        changes.apply(font_map.CHANGES)
        font_map.confine(fonts, _rules(families), families.resolved)


def _rules(families: Families) -> str:
    """Return what fontconfig is told (fonts-conf, selectfont): which fonts there are."""
    fonts = [("family", name) for name in families.installed]
    fonts += [(kind, name) for name in families.local for kind in ("fullname", "postscriptname")]
    accepted = "".join(_pattern(kind, f"<string>{escape(name)}</string>") for kind, name in fonts)
    rejected = "".join(_pattern("scalable", f"<bool>{is_}</bool>") for is_ in ("true", "false"))
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<selectfont><rejectfont>{rejected}</rejectfont>"
        f"<acceptfont>{accepted}</acceptfont></selectfont></fontconfig>"
    )


def _pattern(name: str, value: str) -> str:
    return f'<pattern><patelt name="{name}">{value}</patelt></pattern>'


# What is installed


class Source(NamedTuple):
    """Where a font is got: packages of Debian, Fedora (empty: none) and Homebrew.

    `helps` says what no other font has; None for a font in which text is set.
    """

    debian: str
    fedora: str
    mac: str
    helps: Wording | None = None


_LETTERS = Wording(
    "希腊、俄文的少见字母、音标和上下标数字",
    "rarer Greek, Cyrillic and phonetic letters, raised and lowered figures",
)
_CORE = ("fonts-noto-core", "google-noto-sans-fonts google-noto-serif-fonts", "font-noto-sans")
SOURCES = {
    "Noto Serif CJK SC": Source(
        "fonts-noto-cjk fonts-noto-cjk-extra", "google-noto-serif-cjk-fonts", "font-noto-serif-cjk"
    ),
    "Noto Sans CJK SC": Source(
        "fonts-noto-cjk fonts-noto-cjk-extra", "google-noto-sans-cjk-fonts", "font-noto-sans-cjk"
    ),
    "Noto Sans Mono CJK SC": Source(
        "fonts-noto-cjk", "google-noto-sans-mono-cjk-fonts", "font-noto-sans-cjk"
    ),
    "LXGW WenKai": Source("fonts-lxgw-wenkai", "", "font-lxgw-wenkai"),
    "Linux Libertine O": Source(
        "fonts-linuxlibertine", "linux-libertine-fonts", "font-linux-libertine"
    ),
    "Symbola": Source(
        "fonts-symbola",
        "gdouros-symbola-fonts",
        "font-symbola",
        Wording(
            "上下标数字、分数、少见字母、✅ 和 ❌",
            "raised and lowered figures, fractions, rarer letters, ✅ and ❌",
        ),
    ),
    "Noto Serif": Source(*_CORE[:2], "font-noto-serif", _LETTERS),
    "Noto Sans": Source(*_CORE, _LETTERS),
    "Noto Sans Math": Source(*_CORE, Wording("数学符号", "mathematical symbols")),
    "Noto Sans Symbols": Source(*_CORE, Wording("符号", "symbols")),
    "Noto Sans Symbols2": Source(*_CORE, Wording("符号和图形", "symbols and shapes")),
    "Noto Sans Mono": Source(
        "fonts-noto-mono", "google-noto-sans-mono-fonts", "font-noto-sans-mono", _LETTERS
    ),
}
"""The fonts that the shipped layouts name."""


def installed_families() -> frozenset[str] | None:
    """Return the installed families under each name, without spaces, or None without fontconfig.

    Fontconfig compares names of families without their spaces and in lower case.
    """
    return _families(fonts_here())


@cache
def _families(fonts: str) -> frozenset[str] | None:
    return frozenset(map(folded_family, _names(fonts))) if shutil.which("fc-list") else None


@cache
def _names(_fonts: str) -> tuple[str, ...]:
    """Return the installed families as they are written."""
    listed = subprocess.run(("fc-list", ":", "family"), capture_output=True, check=False).stdout
    lines = listed.decode("utf-8", "replace").splitlines()
    return tuple(sorted({name.strip() for line in lines for name in line.split(",")}))


def folded_family(family: str) -> str:
    """Return a family as fontconfig compares it."""
    return family.replace(" ", "").lower()


def covers(family: str, characters: Iterable[str]) -> bool:
    """Say whether an installed family has all `characters`."""
    codes = " ".join(sorted({f"{ord(each):x}" for each in characters}))
    command = ("fc-list", f":family={family}:charset={codes}", "family")
    return bool(subprocess.run(command, capture_output=True, check=False).stdout.strip())


def missing(named: Iterable[str], places: Mapping[str, Place] | None = None) -> Iterator[Erratum]:
    """Yield an erratum for each family of a layout that is not installed.

    `places` says where families are named, by their names.
    """
    here = installed_families()
    for family in named:
        if here is not None and folded_family(family) in here:
            continue
        source = SOURCES.get(family)
        yield Erratum(
            "missing-font",
            (places or {}).get(family, Place("layouts")),
            Wording(f"没有安装字体“{family}”", f"the font ‘{family}’ is not installed"),
            (None if source else nearest(family, _names(fonts_here()) if here else ()))
            or (
                Wording(
                    f"Debian/Ubuntu：apt install {source.debian} fontconfig。",
                    f"Debian/Ubuntu: apt install {source.debian} fontconfig.",
                )
                if source
                else Wording(
                    "安装这种字体，或在版式的 layout.yaml 里换一种。",
                    "Install it, or take another one in the layout's layout.yaml.",
                )
            ),
            family,
        )
