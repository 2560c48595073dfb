"""The style sheet that follows from a layout's decisions: page, grid, named pages, properties.

It comes before the layout's own sheets, which say only what is special and use its custom
properties: `var(--pitch)`, `var(--face-heading)`. It is a file like theirs, in a folder of this
process that goes when the process ends, so whatever reads sheets reads it too.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from math import floor
from pathlib import Path

from casebook import atomic, layout_memory, os_errata
from casebook.css_constants import FILE, SHEET
from casebook.errata import Place, StopPress
from casebook.layout_colours import on_screen, tint
from casebook.layout_values import EDGE, Decisions, Face

MEDIA = ("print", "epub", "cover")
LENGTHS = {
    "size": 1.0,  # × the size of the text, to half a point
    "book-title": 2.48,
    "part-title": 2.86,
    "title": 12 / 7,
    "heading": 4 / 3,
    "subheading": 8 / 7,
    "small": 6 / 7,
    "head": 0.81,
    "note": 0.81,
    "raised": 5 / 7,
}
"""Sizes of type: a scale by the named sizes of Chinese type, from the size of the text."""
LINES = {"figure": 0.375, "portrait": 0.375, "panorama": 0.25}
"""How much of the depth the picture of each shape takes: to whole lines."""
TITLE_LEAF = 19
"""Lines that a title page needs for what is written on it: the thread takes about half of the rest."""
LONG_PAGES, LONG_PAGES_BARE = 3.3, 2.0
"""From how high a foot margin on, in lines, pages may be a line longer than the type area: with a
folio in it, and without."""
BELOW, BELOW_LONG = 15.0, 1.5
"""How far below the type area folios stand: in points, and in lines where pages may be a line longer,
so that the last line keeps off them."""
FOLIO_LINE = 12.0
"""Points that the line of a folio takes."""
_EDGES = ("top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right")
_GENERIC = {
    "mono": "monospace", "sans": "sans-serif", "hei": "sans-serif", "黑": "sans-serif",
}  # fmt: skip
_DEVICES = {
    "serif": '"Songti SC", STSong, "Noto Serif CJK SC", "Source Han Serif SC", serif',
    "sans-serif": '"PingFang SC", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif',
    "kai": '"Kaiti SC", STKaiti, "LXGW WenKai", KaiTi, serif',
    "fang": '"STFangsong", FangSong, "FangSong_GB2312", serif',
    "monospace": "monospace",
}
"""The faces that readers' devices have, of each kind."""
_LATIN = '"Linux Libertine O", Georgia, "Times New Roman", serif'
_ROLES_OF_WEIGHT = ("heading", "table")
BOLD = 500
"""From this weight on a face is bold on a device, which has two weights."""
RED = "#c8102e"
"""The colour of the head of an official paper (GB/T 9704, 7.2.4), where there is colour."""
_KINDS = {"kai": "kai", "楷": "kai", "fang": "fang", "仿": "fang", **_GENERIC}


def of_decisions(folders: Sequence[Path], medium: str) -> tuple[Path, ...]:
    """Return the sheet for `medium` that follows from the layout in `folders`, or nothing.

    Raises `StopPress` with every fault of its decisions, or when there is no room for it.
    """
    decisions = decided(folders)
    if decisions is None or medium not in MEDIA:
        return ()
    text = written(decisions, medium)
    name = next(folder.name for folder in folders if (folder / FILE).exists())
    path = atomic.of_process() / sha256(text.encode()).hexdigest()[:16] / name / medium / SHEET
    try:
        if not path.is_file():
            atomic.put(path, text.encode(), lasting=False)
    except OSError as fault:
        raise StopPress([os_errata.file_erratum(fault, "unwritable-build", str(path))]) from fault
    return (path,)


def decided(folders: Sequence[Path]) -> Decisions | None:
    """Return the decisions of the layout in `folders`, read anew when a file of them changed."""
    return layout_memory.decided(folders)


def face_places(folders: Sequence[Path]) -> dict[str, Place]:
    """Return where the decisions of the layout in `folders` name each family, and each family with
    a weight (“Noto Sans CJK SC 500”)."""
    decisions = decided(folders)
    places: dict[str, Place] = {}
    for role, face in decisions.faces.items() if decisions else ():
        place = decisions.places.get(("faces", role)) if decisions else None
        if place:
            places |= {face.family: place, f"{face.family} {face.weight or 400}": place}
    return places


def written(decisions: Decisions, medium: str) -> str:
    """Return the text of the style sheet that follows from `decisions` for `medium`."""
    if medium == "epub":
        numerals = f"body {{ font-variant-numeric: {decisions.numerals}-nums; }}\n"
        return _properties(dict(_of_epub(decisions))) + numerals
    if medium == "cover":
        values = dict(_of_print(decisions)) | {"cover": decisions.cover_colour}
        return _properties(values) + f"html {{ color: {decisions.text_colour} }}\n"
    root = f"html {{ font-variant-numeric: {decisions.numerals}-nums }}\n"
    if decisions.text_colour != "#000000":
        root += f"html {{ color: {decisions.text_colour} }}\n"
    if _may_be_long(decisions):
        root += "html { page-long: 1 }\n"
    return _properties(dict(_of_print(decisions))) + root + "".join(_pages(decisions))


def _properties(values: Mapping[str, str]) -> str:
    return "html {\n" + "".join(f"  --{k}: {v};\n" for k, v in values.items()) + "}\n"


def _of_print(decisions: Decisions) -> Iterator[tuple[str, str]]:
    """Yield the custom properties of the print edition."""
    yield "trim-width", f"{decisions.trim.width:g}mm"
    yield "trim-height", f"{decisions.trim.height:g}mm"
    yield "measure", _pt(decisions.measure)
    yield "depth", _pt(decisions.depth)
    yield "characters", str(decisions.characters)
    yield "lines", str(decisions.lines)
    yield "pitch", _pt(decisions.pitch)
    for side in ("top", "bottom", "inner", "outer"):
        yield f"margin-{side}", _pt(getattr(decisions, side))
    for name, share in LENGTHS.items():
        exact = share * decisions.size
        yield name, _pt(exact if share == 1 else floor(exact * 2 + 0.5) / 2)
    yield "note-pitch", _pt(floor(decisions.pitch * 1.6 + 0.5) / 2)
    for name, share in LINES.items():
        yield name, _pt(round(decisions.lines * share) * decisions.pitch)
    yield "thread", _pt(max(1, round(0.45 * (decisions.lines - TITLE_LEAF))) * decisions.pitch)
    for role, face in decisions.faces.items():
        yield f"face-{role}", family(decisions, face)
        yield f"weight-{role}", str(face.weight or "normal")
    if latin := decisions.faces.get("latin"):
        faces = [face for role, face in decisions.faces.items() if role != "latin"]
        chinese = dict.fromkeys(face.family for face in faces if _generic(face) == "serif")
        yield "clreq-latin", ", ".join(f'"{each}" "{latin.family}"' for each in chinese)
    yield from _axis(decisions)
    yield "colour", decisions.colour
    yield "field", _tint(decisions.colour, decisions.field)


def _axis(decisions: Decisions) -> Iterator[tuple[str, str]]:
    """Yield where titles stand: their alignment, the margin on their left, whether what a centred
    line has on both sides is there (1) or not (0), and how the space of a heading may grow."""
    centred = decisions.axis == "centre"
    yield "axis", "center" if centred else "left"
    yield "axis-margin", "auto" if centred else "0"
    yield "centred", "1" if centred else "0"
    # what is centred stays in the middle; what is flush left stays near its text
    yield "heading-stretch", "1 around" if centred else "1"


def family(decisions: Decisions, face: Face) -> str:
    """Return the list of families that a face is: itself, then what its kind stands for."""
    return f'"{face.family}", {_generic(face)}'


def _generic(face: Face) -> str:
    return next((g for word, g in _GENERIC.items() if word in face.family.lower()), "serif")


def _of_epub(decisions: Decisions) -> Iterator[tuple[str, str]]:
    """Yield the custom properties of the EPUB: it is set in the faces of the reader's device."""
    for role, face in decisions.faces.items():
        kind = next((k for word, k in _KINDS.items() if word in face.family.lower()), "serif")
        yield f"face-{role}", _LATIN if role == "latin" and kind == "serif" else _DEVICES[kind]
        if role in _ROLES_OF_WEIGHT:
            yield f"weight-{role}", "bold" if (face.weight or 400) >= BOLD else "normal"
    yield "measure", f"{decisions.characters}em"
    yield "leading", f"{decisions.pitch / decisions.size:.3g}"
    for name in ("title", "heading", "subheading", "small", "note"):
        yield name, f"{LENGTHS[name]:.3g}em"
    yield "axis", "center" if decisions.axis == "centre" else "left"
    yield "axis-margin", "auto" if decisions.axis == "centre" else "0"
    yield "colour", on_screen(decisions.second_colour) if decisions.second_colour else "inherit"
    yield (
        "rule-colour",
        (on_screen(decisions.second_colour) if decisions.second_colour else "currentcolor"),
    )
    yield "letterhead-colour", on_screen(decisions.second_colour or RED)


def _tint(colour: str, share: float) -> str:
    """Return `colour` printed as a tint of `share` on white paper; nothing where it is none."""
    if not share:
        return "transparent"
    return tint(colour, share)


def _pt(points: float) -> str:
    return f"{floor(points * 1e4 + 1e-6) / 1e4:.4f}".rstrip("0").rstrip(".") + "pt"


# Pages


def _pages(decisions: Decisions) -> Iterator[str]:
    """Yield the page rules: paper and margins, heads and folios, and the named pages."""
    width, height = decisions.trim
    top, bottom = _pt(decisions.top), _pt(decisions.bottom)
    inner, outer = _pt(decisions.inner), _pt(decisions.outer)
    yield f"@page {{ size: {width:g}mm {height:g}mm; bleed: 3mm; margin: {top} 0 {bottom} }}\n"
    yield f"@page :right {{ margin-left: {inner}; margin-right: {outer} }}\n"
    yield f"@page :left {{ margin-left: {outer}; margin-right: {inner} }}\n"
    for side, string in (("left", "part"), ("right", "head")):
        if decisions.heads != "none":
            yield f"@page :{side} {{ {_head(decisions, side, string)} }}\n"
            yield f"@page index:{side} {{ {_guide(decisions, side)} }}\n"
        if decisions.folios != "none":
            yield f"@page :{side} {{ {_folio(decisions, side)} }}\n"
            yield from _front(decisions, side)
    yield from _named()
    if decisions.field:
        field = _tint(decisions.colour, decisions.field)
        yield f"@page part {{ background: {field} }}\n@page part-restart {{ background: {field} }}\n"


def _head(decisions: Decisions, side: str, string: str) -> str:
    align = "center" if decisions.heads == "centre" else side
    below = "margin-bottom: 18pt"
    if decisions.head_rule:
        below = f"padding-bottom: 4.5pt; margin-bottom: 16pt; border-bottom: 0.4pt solid {_rule(decisions)}"
    size = _pt(floor(decisions.size * LENGTHS["head"] * 2 + 0.5) / 2)
    return (
        f"@top-{align} {{ content: string({string}); width: {_pt(decisions.measure)}; {below}; "
        f"font: {size}/12pt {family(decisions, decisions.faces['quotation'])}; "
        f"text-align: {align}; vertical-align: bottom; word-break: auto-phrase; text-wrap: balance }}"
    )


def _guide(decisions: Decisions, side: str) -> str:
    """Return the head of an index, as dictionaries have it: what comes first on a left page, what
    comes last on a right one."""
    align = "center" if decisions.heads == "centre" else side
    end = "first" if side == "left" else "last"
    return f'@top-{align} {{ content: string(head) "　" string(entry, {end}) }}'


def _rule(decisions: Decisions) -> str:
    return decisions.second_colour or ""


def _may_be_long(decisions: Decisions) -> bool:
    """Whether pages may be a line longer than the type area: the foot margin has room for that."""
    if decisions.folios == "none":
        return decisions.bottom >= LONG_PAGES_BARE * decisions.pitch
    folio = BELOW_LONG * decisions.pitch + FOLIO_LINE + EDGE
    return decisions.bottom >= max(LONG_PAGES * decisions.pitch, folio)


def _folio(decisions: Decisions, side: str) -> str:
    align = "center" if decisions.folios == "centre" else side
    below = BELOW_LONG * decisions.pitch if _may_be_long(decisions) else BELOW
    size = _pt(floor(decisions.size * LENGTHS["small"] * 2 + 0.5) / 2)
    return (
        f"@bottom-{align} {{ content: counter(page); padding-top: {_pt(below)}; "
        f"font: {size}/{_pt(FOLIO_LINE)} {family(decisions, decisions.faces['text'])}; "
        f"text-align: {align}; vertical-align: top }}"
    )


def _front(decisions: Decisions, side: str) -> Iterator[str]:
    """Yield how the front matter is numbered, apart from the text."""
    if decisions.front == "arabic":
        return
    align = "center" if decisions.folios == "centre" else side
    for name in ("front", "front-restart"):
        yield (
            f"@page {name}:{side} {{ @bottom-{align} {{ content: counter(page, upper-roman) }} }}\n"
        )


def _named() -> Iterator[str]:
    """Yield the named pages: of text, front matter and indexes, whose openings have no head; bare
    ones; those that open a part."""
    heads = _silent(_EDGES[:3])
    for name in ("text", "front"):
        yield f"@page {name}:nth(1 of {name}) {{ {heads} }}\n"
        again = f"{name}-restart"
        yield f"@page {again}:nth(1 of {again}) {{ counter-reset: page 1; {heads} }}\n"
    yield f"@page index:nth(1 of index) {{ {heads} }}\n"
    for name in ("bare", "part"):
        again = f"{name}-restart"
        yield f"@page {name} {{ {_silent(_EDGES)} }}\n"
        yield f"@page {again} {{ {_silent(_EDGES)} }}\n"
        yield f"@page {again}:nth(1 of {again}) {{ counter-reset: page 1 }}\n"
    yield f"@page :blank {{ {_silent(_EDGES)} }}\n"
    yield (
        ".section { page: text; break-before: page; "
        "string-set: part attr(data-part), head attr(data-head) }\n"
        ".section.index-organisation, .section.index-region { page: index }\n"
        ".section.restart { page: text-restart }\n"
        ".section.front { page: front }\n"
        ".section.front.restart { page: front-restart }\n"
        ".section.half-title, .section.title-page, .section.imprint, .section.colophon "
        "{ page: bare }\n"
        ".section.divider, .section.part { page: part }\n"
        ".section.divider.restart, .section.part.restart { page: part-restart }\n"
        ".section.recto { break-before: recto }\n"
    )


def _silent(edges: Sequence[str]) -> str:
    return " ".join(f"@{edge} {{ content: none }}" for edge in edges)
