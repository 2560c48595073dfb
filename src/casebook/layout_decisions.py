"""The decisions of a layout, and what follows from them: measure, depth, margins, sizes of type.

The measure is characters × size, the depth lines × pitch (CLREQ, type area); the margins are what
is left of the paper. Files of layouts that build on each other are laid over each other, key by
key. What is wrong or cannot be is an erratum with the line of the file that decided it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import floor
from pathlib import Path
from typing import NamedTuple

from casebook import layout_colours
from casebook.css_constants import FILE
from casebook.errata import Erratum, Place, Wording, stop_on
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.typed import check
from casebook.intake.manuscript.yaml_file import Steps, Value, YamlFile
from casebook.layout_file import LayoutFile
from casebook.layout_values import EDGE, MM, Decisions, Face, Trim

HEAD, FOLIO = 28.0, 27.0
"""Points that a running head and a folio take, with the space between them and the text."""
ABOVE, WITHIN = 0.58, 0.52
"""Of the paper that the text leaves: how much stands above it, and how much at the spine, where a
layout does not say."""
CLOSE = 0.05
"""Points by which margins may miss the paper that is left: decisions are written rounded."""
_PAIRS = {
    ("top", "bottom"): ("trim", "lines", "pitch"),
    ("inner", "outer"): ("trim", "characters", "size"),
}
"""Margins that share what is left of the paper, and the decisions on which that depends."""
_SECOND = ("second", "cmyk", "spot")
"""Decisions about one colour: who changes one of them means another colour, on the cover too."""
_ROLES: dict[str, tuple[str, int | None]] = {
    "heading": ("text", 600), "strong": ("heading", None), "quotation": ("text", None),
    "caption": ("quotation", None), "table": ("heading", None), "code": ("text", None),
}  # fmt: skip
"""The roles of faces: whose face and weight a role takes that has none of its own."""


class Grid(NamedTuple):
    """What no layout can do without: the paper, and what of the text stands on it."""

    trim: Trim
    characters: int
    lines: int
    size: float
    pitch: float


def read(folders: Sequence[Path]) -> Decisions | None:
    """Return the decisions of the layout in `folders`, first match first; None where none is made.

    Raises `StopPress` with every fault of the files.
    """
    files = [_file(folder) for folder in folders if (folder / FILE).exists()]
    if not files:
        return None
    checked = [check(LayoutFile, file) for file in files]
    stop_on(erratum for _, errata in checked for erratum in errata)
    data: dict[str, Value] = {}
    places: dict[Steps, Place] = {}
    for file in reversed(files):  # the layout that all build on first
        assert isinstance(file.data, dict)
        _forget_margins(data, file.data)
        _forget_inks(data, file.data)
        _lay_over(data, file.data)
        places |= {steps: file.place(steps) for steps in file.lines}
    whole, errata = check(LayoutFile, YamlFile(files[0].name, data))
    stop_on(errata)
    assert whole is not None
    places[()] = Place(files[0].name)
    stop_on(_lacking(whole, files[0].name))
    grid = Grid(*(getattr(whole, key) for key in Grid._fields))
    stop_on(impossible(whole, grid, lambda *keys: _latest(places, keys)))
    return _decided(whole, grid, places)


def extends(folder: Path) -> tuple[str, Place]:
    """Return the layout that the one in `folder` builds on, or nothing, and where it says so.

    Raises `StopPress` with every fault of the file.
    """
    file = _file(folder) if (folder / FILE).exists() else YamlFile(FILE, {})
    model, errata = check(LayoutFile, file)
    stop_on(errata)
    assert model is not None
    return model.extends, file.place(("extends",))


def endless(name: str, seen: Sequence[str], place: Place) -> Erratum:
    """Return the erratum of a layout `name` that builds, by way of `seen`, on itself."""
    way = " → ".join((*seen[seen.index(name) :], name))
    return Erratum(
        "endless-extends",
        place,
        Wording(f"版式以自己为底：{way}", f"the layout builds on itself: {way}"),
        Wording(
            "extends 里写另一个版式的名称，或删去这一行。",
            "Write the name of another layout behind ‘extends’, or remove the line.",
        ),
        name,
    )


def _file(folder: Path) -> YamlFile:
    name = f"layouts/{folder.name}/{FILE}"
    file = yaml_file.read(folder / FILE, name, folder.parent)
    if not file.errata or file.data is None:
        hidden = tuple(layout_colours.unquoted(folder / FILE, folder.parent, name))
        return YamlFile(name, None, errata=hidden) if hidden else file
    return file


def _forget_margins(data: dict[str, Value], more: Mapping[str, Value]) -> None:
    """Forget those margins in `data` that do not fit what the layout over it decides, `more`."""
    kept, given = data.get("margins"), more.get("margins")
    if not isinstance(kept, dict):
        return
    for pair, grid in _PAIRS.items():
        anew = [*pair, *grid] if isinstance(given, dict) else grid
        if any(key in more or (isinstance(given, dict) and key in given) for key in anew):
            for name in pair:
                kept.pop(name, None)


def _forget_inks(data: dict[str, Value], more: Mapping[str, Value]) -> None:
    """Forget by which inks the second colour in `data` is printed, where `more` decides another."""
    kept, given = data.get("colours"), more.get("colours")
    if isinstance(kept, dict) and isinstance(given, dict) and given.keys() & set(_SECOND):
        for name in (*_SECOND, "cover"):
            kept.pop(name, None)


def _lay_over(data: dict[str, Value], more: Mapping[str, Value]) -> None:
    for key, value in more.items():
        below = data.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            _lay_over(below, value)
        elif isinstance(value, dict):
            data[key] = dict(value)
        elif value != "":
            data[key] = value


def _latest(places: Mapping[Steps, Place], keys: Sequence[str]) -> Place:
    """Return where the first of the decisions `keys` was made that the layout itself made."""
    own = places[()].path
    known = [places[steps] for key in keys if (steps := tuple(key.split("."))) in places]
    return next((place for place in known if place.path == own), (*known, places[()])[0])


def _lacking(file: LayoutFile, name: str) -> Iterator[Erratum]:
    """Yield what no layout in the chain decides, and none can do without."""
    lacking = [key for key in Grid._fields if getattr(file, key) is None]
    lacking += [] if file.faces.text else ["faces.text"]
    for key in lacking:
        yield Erratum(
            "missing-key",
            Place(name),
            Wording(f"版式没有定“{key}”", f"the layout does not decide ‘{key}’"),
            Wording(
                f"请加一行“{_written(key)}”，或写“extends: standard”。",
                f"Add ‘{_written(key)}’, or build on another layout: ‘extends: standard’.",
            ),
        )


def _written(key: str) -> str:
    """Return how the key of a decision is written in the file."""
    group, _, inner = key.partition(".")
    return f"{group}: {{{inner}: …}}" if inner else f"{key}: …"


def impossible(file: LayoutFile, grid: Grid, place: Callable[..., Place]) -> Iterator[Erratum]:
    """Yield which decisions cannot be carried out together; `place` says where each was made."""
    if grid.pitch < grid.size:
        yield Erratum(
            "pitch-too-small",
            place("pitch", "size"),
            Wording(
                f"行距 {grid.pitch:g} 磅小于字号 {grid.size:g} 磅，行与行会相叠",
                f"lines of {grid.pitch:g} pt cannot hold type of {grid.size:g} pt",
            ),
            Wording(
                f"行距一般是字号的 1.5 到 1.8 倍：{_half(grid.size * 1.67):g}。",
                f"The pitch is 1.5 to 1.8 times the size as a rule: {_half(grid.size * 1.67):g}.",
            ),
            f"{grid.pitch:g}",
        )
    yield from _across(file, grid, place)
    yield from _down(file, grid, place)
    yield from layout_colours.faults(file.colours, place)


def _across(file: LayoutFile, grid: Grid, place: Callable[..., Place]) -> Iterator[Erratum]:
    wide, paper = grid.characters * grid.size, grid.trim.width * MM
    most = int((paper - 2 * EDGE) / grid.size)
    if wide > paper - 2 * EDGE:
        yield Erratum(
            "measure-too-wide",
            place("characters", "size", "trim"),
            Wording(
                f"{grid.characters} 字 × {grid.size:g} 磅 = {wide / MM:.1f} 毫米，"
                f"{grid.trim.width:g} 毫米宽的纸排不下",
                f"{grid.characters} characters × {grid.size:g} pt = {wide / MM:.1f} mm do not fit "
                f"on paper {grid.trim.width:g} mm wide",
            ),
            Wording(
                f"左右至少各留 5 毫米：每行最多 {most} 字；或改小字号，或换大开本。",
                f"Leave 5 mm on each side: at most {most} characters; or take smaller type or "
                "larger paper.",
            ),
            str(grid.characters),
        )
        return
    yield from _pair(file, ("inner", "outer"), paper - wide, place)


def _down(file: LayoutFile, grid: Grid, place: Callable[..., Place]) -> Iterator[Erratum]:
    deep, paper = grid.lines * grid.pitch, grid.trim.height * MM
    head, foot = _least(file, "top"), _least(file, "bottom")
    most = int((paper - head - foot) / grid.pitch)
    if deep > paper - head - foot:
        yield Erratum(
            "grid-too-deep",
            place("lines", "pitch", "trim"),
            Wording(
                f"{grid.lines} 行 × {grid.pitch:g} 磅 = {deep / MM:.1f} 毫米，加上书眉和页码，"
                f"{grid.trim.height:g} 毫米高的纸排不下",
                f"{grid.lines} lines × {grid.pitch:g} pt = {deep / MM:.1f} mm do not fit with head "
                f"and folio on paper {grid.trim.height:g} mm high",
            ),
            Wording(
                f"每面最多 {most} 行；或减小行距，或换大开本。",
                f"At most {most} lines; or take a smaller pitch or larger paper.",
            ),
            str(grid.lines),
        )
        return
    yield from _pair(file, ("top", "bottom"), paper - deep, place)


_SAID = {
    "top": Wording("天头", "top"), "bottom": Wording("地脚", "bottom"),
    "inner": Wording("订口", "inner"), "outer": Wording("切口", "outer"),
}  # fmt: skip


def _pair(
    file: LayoutFile,
    names: tuple[str, str],
    left: float,
    place: Callable[..., Place],
) -> Iterator[Erratum]:
    """Yield what is wrong with two margins that share the points `left`."""
    first, second = (getattr(file.margins, name) for name in names)
    (first_name, second_name) = (_SAID[name] for name in names)
    if first is not None and second is not None and abs(first + second - left) > CLOSE:
        given = (first + second) / MM
        yield Erratum(
            "margins-do-not-add-up",
            place(f"margins.{names[1]}", f"margins.{names[0]}", "trim"),
            Wording(
                f"{first_name.zh}与{second_name.zh}共 {given:.2f} 毫米，版心以外是 {left / MM:.2f} 毫米",
                f"{first_name.en} and {second_name.en} make {given:.2f} mm; the text leaves {left / MM:.2f} mm",
            ),
            Wording(
                f"只写其中一边，另一边自会算出：{names[0]}: {first / MM:.2f} mm。",
                f"Write one of the two, the other follows: {names[0]}: {first / MM:.2f} mm.",
            ),
            f"{second / MM:.2f} mm",
        )
        return
    margins = dict(zip(names, _shared(file, names, left), strict=True))
    for name in names:
        needed = _least(file, name)
        if margins[name] < needed:
            opposite = names[1 - names.index(name)]
            given_by = name if getattr(file.margins, name) is not None else opposite
            yield Erratum(
                "margin-too-small",
                place(f"margins.{given_by}", "characters", "lines", "size", "pitch", "trim"),
                Wording(
                    f"{_SAID[name].zh}只有 {margins[name] / MM:.1f} 毫米，至少要 {needed / MM:.1f} 毫米",
                    f"the {_SAID[name].en} margin is {margins[name] / MM:.1f} mm and needs "
                    f"{needed / MM:.1f} mm",
                ),
                Wording(
                    f"两边共 {left / MM:.1f} 毫米；{_SAID[opposite].zh}不超过 {(left - needed) / MM:.1f} 毫米，"
                    "或少排几字几行，或换大开本。",
                    f"Both share {left / MM:.1f} mm: give at most {(left - needed) / MM:.1f} mm to the "
                    f"{_SAID[opposite].en} one, set fewer characters or lines, or take larger paper.",
                ),
                f"{margins[given_by] / MM:.1f} mm",
            )


def _shared(file: LayoutFile, names: tuple[str, str], left: float) -> tuple[float, float]:
    """Return how two margins share the points `left`, where one or none of them is decided."""
    first, second = (getattr(file.margins, name) for name in names)
    if first is None and second is None:
        usual = left * (ABOVE if names[0] == "top" else WITHIN)
        first = max(_least(file, names[0]), min(usual, left - _least(file, names[1])))
    elif first is None:
        first = left - second
    return first, left - first


def _least(file: LayoutFile, name: str) -> float:
    """Return the points that the margin `name` needs."""
    holds = {"top": (file.heads.place, HEAD), "bottom": (file.folios.place, FOLIO)}
    place, points = holds.get(name, (None, 0.0))
    return EDGE + (points if _where(place) != "none" else 0.0)


def _where(decided: str | None) -> str:
    return decided or "outside"


def _half(points: float) -> float:
    """Return the nearest half point."""
    return floor(points * 2 + 0.5) / 2


def _decided(file: LayoutFile, grid: Grid, places: Mapping[Steps, Place]) -> Decisions:
    across = grid.trim.width * MM - grid.characters * grid.size
    down = grid.trim.height * MM - grid.lines * grid.pitch
    top, bottom = _shared(file, ("top", "bottom"), down)
    inner, outer = _shared(file, ("inner", "outer"), across)
    return Decisions(
        label=file.label or "",
        trim=grid.trim,
        characters=grid.characters,
        lines=grid.lines,
        size=grid.size,
        pitch=grid.pitch,
        top=top,
        bottom=bottom,
        inner=inner,
        outer=outer,
        faces=_faces(file),
        text_colour=file.colours.text or "#000000",
        second_colour=(second := layout_colours.second(file.colours)),
        cover_colour=file.colours.cover or second or file.colours.text or "#000000",
        cmyk=file.colours.cmyk,
        spot=file.colours.spot,
        field=file.colours.field or 0.0,
        axis=file.axis or "centre",
        numerals=file.numerals or "lining",
        heads=_where(file.heads.place),
        head_rule=bool(file.heads.rule),
        folios=_where(file.folios.place),
        front=file.folios.front or "roman",
        places=places,
    )


def _faces(file: LayoutFile) -> dict[str, Face]:
    """Return the face of every role."""
    assert file.faces.text
    faces = {"text": file.faces.text}
    for role, (other, weight) in _ROLES.items():
        own: Face | None = getattr(file.faces, role)
        faces[role] = own or Face(faces[other].family, weight or faces[other].weight)
    if file.faces.latin:
        faces["latin"] = file.faces.latin
    return faces
