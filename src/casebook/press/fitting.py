"""Make what is too wide fit its place: the tree is changed, and the section laid out again.

A table gets smaller type, then a turned page, then is divided; words and addresses break
anywhere, without a hyphen; lines of code go on below, set in; pictures shrink to the type area or
to what the layout declares. Nothing is done where everything fits. What is done to a table or a
picture is told.
"""

import re
from itertools import count
from xml.etree import ElementTree

from casebook import composition
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.press import wide_tables
from casebook.press.overfull import (
    ROWS,
    SEEN,
    DroppedRows,
    LargePicture,
    Overfull,
    WideLines,
    WideTable,
    overfull,
)
from casebook.press.section_layout import TURNED, EnoughPages, SectionPages, opening
from casebook.press.signature import BookPosition
from casebook.press.wide_tables import Step, divided
from casebook.weasy.weasyprint_types import Box, Context, Element, Resume

PX = 0.75
ROUNDS = 6
"""A table in a table in a table is made to fit from the outside in; beyond, what remains is told
by whoever checks that text is on its page. Rounds that end early do not count: each of them sets
something in another way, which is done once."""
IN_VAIN = 6
"""How many pages are laid out of a table that is to be set otherwise: what else does not fit in
this section is then seen in the same round, if the table is short."""

_RULES = (
    ".press-broken, .press-broken * { overflow-wrap: anywhere !important }\n"
    ".press-broken, .press-broken :not(pre) { white-space: normal !important }\n"
    ".press-letters, .press-letters * { word-break: break-all !important }\n"
    ".press-turned-first { break-before: page !important }\n"
    ".press-turned-last { break-after: page !important }\n"
    ".press-rows-broken > * > tr { break-inside: auto !important }\n"
    ".press-rows-plain > thead, .press-rows-plain > tfoot "
    "{ display: table-row-group !important }\n"
    ".press-wrapped, .press-wrapped * { white-space: pre-wrap !important; text-align: left; "
    "overflow-wrap: anywhere !important; hyphens: manual }\n"
    ".press-wrapped .press-line { display: block; margin-left: 2em; text-indent: -2em }\n"
)
_COMPOSED = ".press-wrapped { text-autospace: no-autospace; text-spacing-trim: space-all }\n"
"""What only composition knows."""


def fit(pages: SectionPages, position: BookPosition, place: Place) -> list[Erratum]:
    """Lay `pages` out for `position`, until everything fits; return what was done to make it fit.

    `place` is that of the section; a table's own line is in its `data-line`.
    """
    errata: list[Erratum] = []
    rounds, misfits = 0, list[Overfull]()
    for number in count():
        if rounds == ROUNDS:
            break
        pages.is_enough = _OverlongTable(pages.context)
        rounds += 1
        try:
            pages.lay_out(position)
        except EnoughPages:
            rounds -= 1
        misfits = overfull(pages.boxes, pages.context)
        if not misfits:
            break
        root = pages.html.etree_element
        if pages.parsed is None:
            pages.parsed = "".join(root.find("body").itertext())
        parents = {child: parent for parent in root.iter() for child in parent}
        rules = [] if number else [_RULES, _COMPOSED if composition.installed() else ""]
        for misfit in misfits:
            if isinstance(misfit, WideTable):
                step = wide_tables.step(misfit.columns, misfit.room, misfit.turned)
                line = _line(misfit.element, parents)
                errata.append(
                    _of_table(misfit.element, step, place._replace(line=line or place.line))
                )
                _set_table(
                    misfit.element, step, parents, rules, f"press-fit-{number}-{len(errata)}"
                )
            elif isinstance(misfit, LargePicture):
                if not misfit.element.get(SEEN):
                    line = _line(misfit.element, parents)
                    errata.append(_of_picture(misfit, place._replace(line=line or place.line)))
                _shrink(misfit)
            elif isinstance(misfit, DroppedRows):
                _loosen(misfit)
            else:
                _break(misfit)
        style = ElementTree.SubElement(root.find("head"), "style")
        style.text = "".join(rules)
        pages.restyle()
    pages.is_enough = lambda made, resume, root: False
    if misfits:
        pages.lay_out(position)
    pages.compose()
    pages.finish()
    return errata


class _OverlongTable:
    """Says whether pages go on too long in a table that is to be set otherwise."""

    def __init__(self, context: Context) -> None:
        self._context, self._pages = context, 0

    def __call__(self, made: list[Box], resume: Resume, root: Box) -> bool:
        """Say whether to lay no more out: `made` are the pages so far, which go on at `resume`."""
        tables = {id(box.element) for box in opening(root, resume) if box.is_table_wrapper}
        misfits = overfull(made[-1:], self._context) if tables else []
        in_vain = any(
            isinstance(misfit, WideTable | DroppedRows) and id(misfit.element) in tables
            for misfit in misfits
        )
        self._pages = self._pages + 1 if in_vain else 0
        return self._pages >= IN_VAIN


def _line(element: Element, parents: dict[Element, Element]) -> int | None:
    while element is not None:
        if line := element.get("data-line"):
            return int(line)
        element = parents.get(element)
    return None


def _add_class(element: Element, *names: str) -> None:
    element.set("class", " ".join((*element.get("class", "").split(), *names)))


# Tables


def _set_table(
    table: Element, step: Step, parents: dict[Element, Element], rules: list[str], name: str
) -> None:
    """Set `table` as `step` says, by rules of class `name`."""
    table.set(SEEN, "table")
    _add_class(table, name)
    if step.turned:
        _add_class(table, TURNED, "press-turned-last")
        _add_class(_headed(table, parents), TURNED, "press-turned-first")
    rules.append(_rules_of(name, step))
    for group in table.findall("colgroup"):
        table.remove(group)
    if not step.parts:
        _set_widths(table, step.widths)
        return
    made = divided(table, len(step.shares[0]) - len(step.parts[0]), step.parts)
    for part, widths in zip(made, step.shares, strict=True):
        _set_widths(part, widths)
    parent = parents[table]
    at = list(parent).index(table)
    parent.remove(table)
    for offset, part in enumerate(made):
        parent.insert(at + offset, part)


def _headed(table: Element, parents: dict[Element, Element]) -> Element:
    """Return what a turned page begins with: the headings that stand right before the table."""
    first = node = table
    while node.tag not in ("body", "section") and (parent := parents.get(node)) is not None:
        at = list(parent).index(node)
        if at == 0:
            node = parent
        elif re.fullmatch("h[1-6]", str(parent[at - 1].tag)):
            first = node = parent[at - 1]
        else:
            break
    return first


def _rules_of(name: str, step: Step) -> str:
    cells = f".{name} > thead > tr > *, .{name} > tbody > tr > *, .{name} > tfoot > tr > *"
    broken = (
        f"table.{name} {{ table-layout: fixed !important; width: 100% !important; "
        f"min-width: 0 !important; max-width: none !important; "
        f"box-sizing: border-box !important; overflow-wrap: anywhere; white-space: normal }}\n"
        f"{cells} {{ font-size: {step.size:.4f}px !important; "
        f"line-height: {step.leading:.4f}px !important; "
        f"padding-left: {step.padding:.4f}px !important; "
        f"padding-right: {step.padding:.4f}px !important; "
        f"width: auto !important; min-width: 0 !important; white-space: normal !important }}\n"
        f".{name} code, .{name} p, .{name} li {{ font-size: inherit; line-height: inherit }}\n"
    )
    if step.parts:
        broken += f".{name} > caption {{ break-after: avoid }}\n"
    return broken


def _set_widths(table: Element, widths: tuple[float, ...]) -> None:
    group = ElementTree.Element("colgroup")
    for width in widths:
        ElementTree.SubElement(group, "col", {"style": f"width: {width:.4f}%"})
    caption = table.find("caption")
    table.insert(0 if caption is None else list(table).index(caption) + 1, group)


def _of_table(table: Element, step: Step, place: Place) -> Erratum:
    points = f"{step.size * PX:.3g}"
    zh, en = list[str](), list[str]()
    if step.parts:
        count = len(step.parts)
        zh.append(f"按栏分成 {count} 段，每段重排表头和首栏")
        en.append(
            f"it is divided by columns in {count} parts, each with its heads and first column"
        )
    elif step.turned:
        zh.append("转排到横页上")
        en.append("it is set on a turned page")
    if step.smaller:
        zh.append(f"字号缩为 {points} 磅")
        en.append(f"its type is set in {points} pt")
    if step.broken:
        zh.append("过宽的词、网址或图片断开或缩小")
        en.append("words, addresses or pictures that are too wide are broken or made smaller")
    elif not zh:
        zh.append("栏间缩小")
        en.append("its columns are set closer")
    message = Wording(f"表格太宽，{'，'.join(zh)}", f"the table is too wide; {'; '.join(en)}")
    return Erratum(
        "wide-table",
        place,
        message,
        Wording(
            "请看一遍这一页；要改，就减少栏目、缩短栏目里的文字，或拆成几个表。",
            "Look at the page; to change it, leave out columns, shorten their text, or make "
            "several tables.",
        ),
        _words(table),
        Kind.QUERY,
    )


def _words(table: Element) -> str:
    """Return words that name a table: its caption, or its first cells."""
    caption = table.find("caption")
    if caption is not None:
        return "".join(caption.itertext()).strip()[:40]
    row = next(table.iter("tr"), None)
    cells = () if row is None else ("".join(cell.itertext()).strip() for cell in row)
    return " | ".join(cells)[:40]


def _loosen(rows: DroppedRows) -> None:
    """Let rows break over pages; where head and foot still find no room, make them plain rows."""
    table = rows.element
    plain = rows.plain or bool(table.get(ROWS))
    table.set(ROWS, "plain" if plain else "broken")
    _add_class(table, "press-rows-broken", *(["press-rows-plain"] if plain else ()))


# Lines and pictures


def _break(lines: WideLines) -> None:
    """Let lines break anywhere; lines whose breaks count go on below, set in.

    WeasyPrint breaks a word only where a line begins with it, not where a sign or another element
    stands right before: then between any two letters.
    """
    element = lines.element
    if lines.again:
        element.set(SEEN, "letters")
        _add_class(element, "press-letters")
        return
    element.set(SEEN, "lines")
    if not lines.kept:
        _add_class(element, "press-broken")
        return
    _add_class(element, "press-wrapped")
    code = element[0] if len(element) == 1 and not (element.text or "").strip() else element
    if len(code) or (code is not element and (code.tail or "").strip()):
        return  # marked up within: it is wrapped, but cannot be set in line by line
    text, code.text = (code.text or "").removesuffix("\n"), None
    for line in text.split("\n"):
        ElementTree.SubElement(code, "span", {"class": "press-line"}).text = line or "\u200b"


def _shrink(picture: LargePicture) -> None:
    element = picture.element
    element.set(SEEN, "moved" if picture.moves else "picture")
    style = (
        f"; max-width: {max(1.0, picture.width):.3f}px !important"
        f"; max-height: {max(1.0, picture.height):.3f}px !important"
        "; min-width: 0 !important; min-height: 0 !important; object-fit: contain"
    )
    if picture.moves:
        style += "; margin: 0 !important; position: static !important; transform: none !important"
    element.set("style", element.get("style", "") + style)


def _of_picture(picture: LargePicture, place: Place) -> Erratum:
    return Erratum(
        "large-picture",
        place,
        Wording(
            "图片比版面上给它的位置大，已按版心缩小",
            "the picture is larger than its place; it is made smaller to fit",
        ),
        Wording(
            "请看一遍这一页；要改尺寸，改版式或图片文件。",
            "Look at the page; change the size in the layout or the picture file.",
        ),
        picture.element.get("src", "")[:80],
        Kind.QUERY,
    )
