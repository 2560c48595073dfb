"""What in a layout would fail or read badly without a word: lengths that hold for one paper only,
named pages that another layout's rule takes back or nothing describes, lines that are long, short or close."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from casebook import css_constants, files
from casebook.css_constants import SHEET
from casebook.errata import Erratum, Kind, Place, Wording, nearest
from casebook.press.engine import StyleContext, layout_path
from casebook.weasy.page_names import PageName, defeated

LONG = 100.0
"""Points: as long as this is only what depends on the paper or the type area."""
_UNITS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pc": 12.0}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{};]*)\{([^{}]*)")
_DECLARED = re.compile(r"(?<![\w-])((?:--)?[a-z][a-z-]*)\s*:\s*([^;{}]*)")
_LENGTH = re.compile(r"(?<![\w.#-])-?(\d+(?:\.\d+)?)(pt|px|mm|cm|in|pc)\b")
_EMS = re.compile(r"(?<![\w.#-])(\d+(?:\.\d+)?)r?em\b")
_BOXES = re.compile(
    r"(?:min-|max-)?(?:width|height)|top|bottom|left|right|inset(?:-\w+)*|"
    r"(?:margin|padding)(?:-\w+)*|text-indent|flex-basis|column-width|columns|translate|transform"
)
_WIDE = 20.0
"""Em: what is set as wide as this is about the measure."""
_ROOT = re.compile(r"(?:html|body|:root)")
_DECIDED = re.compile(
    r"--(?:trim-width|trim-height|measure|depth|characters|lines|size|pitch|margin-\w+|face-\w+|"
    r"weight-\w+|colour|field)"
)
_MATTERS = {
    "front": "half-title title-page imprint contents matter",
    "body": "divider part case matter",
    "back": "matter organisations index-organisation index-region colophon",
}
"""The kinds of section in each part of a book."""


def literal_lengths(sheets: Sequence[Path]) -> Iterator[Erratum]:
    """Yield each length in `sheets` that does not follow from the decisions, though it should, and
    each decision that a sheet takes over.

    Only where a layout has decisions: where the first of `sheets` is what follows from them.
    """
    if not sheets or sheets[0].name != SHEET:
        return
    for sheet in sheets[1:]:
        text = _plain(sheet)
        for rule in _RULE.finditer(text):
            selector = " ".join(rule[1].split())
            for match in _DECLARED.finditer(rule[2]):
                line = text.count("\n", 0, rule.start(2) + match.start()) + 1
                place, written = Place(layout_path(sheet), line), " ".join(match[0].split())
                if _overrides(selector, match[1], match[2]):
                    yield _taken_over(place, written)
                elif _fixed(selector, match[1], match[2]):
                    yield _literal(place, written)


def _plain(sheet: Path) -> str:
    """Return the text of a sheet with its comments blank."""
    text = files.read(sheet).decode("utf-8", "replace")
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _fixed(selector: str, name: str, value: str) -> bool:
    """Say whether a declaration holds for one paper or one type area only."""
    lengths = [float(number) * _UNITS[unit] for number, unit in _LENGTH.findall(value)]
    if selector.startswith("@page") and (name == "size" or name.startswith("margin")):
        return bool(lengths) or (name == "size" and "var(" not in value)
    if not _BOXES.fullmatch(name):
        return False
    ems = [] if name.startswith(("max-", "min-")) else map(float, _EMS.findall(value))
    return any(length >= LONG for length in lengths) or any(em >= _WIDE for em in ems)


def _overrides(selector: str, name: str, value: str) -> bool:
    """Say whether a declaration sets again what the file of decisions sets."""
    if _DECIDED.fullmatch(name):
        return True
    font = name in ("font", "font-size", "line-height") and bool(_LENGTH.search(value))
    return font and any(_ROOT.fullmatch(part.strip()) for part in selector.split(","))


def _taken_over(place: Place, written: str) -> Erratum:
    return Erratum(
        "decision-in-sheet",
        place,
        Wording(
            "这里改了版式的决定，版心、行距等不会跟着变",
            "this changes a decision of the layout, and what follows from it stays as it was",
        ),
        Wording(
            "删去这一行，在 layout.yaml 里改：size、pitch、characters、margins、faces、colours。",
            "Remove it and decide in layout.yaml: size, pitch, characters, margins, faces, colours.",
        ),
        written,
        Kind.QUERY,
    )


def _literal(place: Place, written: str) -> Erratum:
    return Erratum(
        "literal-length",
        place,
        Wording(
            "这里的尺寸写死了，换了开本或版心就不对",
            "this length is fixed: on other paper, or with another type area, it will be wrong",
        ),
        Wording(
            "用版式决定的尺寸来写，如 var(--measure)、calc(10 * var(--pitch))；开本和边距写在 layout.yaml。",
            "Write it by what the layout decides: var(--measure), calc(10 * var(--pitch)); paper and "
            "margins stand in layout.yaml.",
        ),
        written,
        Kind.QUERY,
    )


_PAGE_RULE = re.compile(r"@page\s+([\w-]+)")
_PAGE_USED = re.compile(r"(?<![@\w-])page\s*:\s*([\w-]+)")


def pages_without_rule(sheets: Sequence[Path]) -> Iterator[Erratum]:
    """Yield each named page that `sheets` give to something and that no rule describes."""
    texts = {sheet: _plain(sheet) for sheet in sheets}
    known = {name for text in texts.values() for name in _PAGE_RULE.findall(text)}
    for sheet, text in texts.items():
        for match in _PAGE_USED.finditer(text):
            if match[1] in known or match[1] == "auto":
                continue
            yield Erratum(
                "page-without-rule",
                Place(layout_path(sheet), text.count("\n", 0, match.start()) + 1),
                Wording(
                    f"没有“@page {match[1]}”，这里的页面与别处一样",
                    f"there is no ‘@page {match[1]}’: these pages are like all others",
                ),
                nearest(match[1], known)
                or Wording(
                    f"加一条 @page {match[1]} {{ … }}，或删去这一行。",
                    f"Add @page {match[1]} {{ … }}, or remove the line.",
                ),
                match[0],
                Kind.QUERY,
            )


LINE = (18, 45)
"""Characters: the eye loses shorter lines, and the way back from longer ones."""
PITCH = (1.4, 2.2)
"""Times the size of the text: closer lines run into each other, wider ones fall apart."""


def unusual_lines(sheets: Sequence[Path]) -> Iterator[Erratum]:
    """Yield what of the decisions from which the first of `sheets` follows reads badly."""
    if not sheets or sheets[0].name != SHEET:
        return
    values = css_constants.constants([files.read(sheets[0]).decode()])
    place = Place(layout_path(sheets[0]))
    characters = int(values["--characters"])
    ratio = float(values["--pitch"].removesuffix("pt")) / float(values["--size"].removesuffix("pt"))
    if not LINE[0] <= characters <= LINE[1]:
        yield Erratum(
            "unusual-measure",
            place,
            Wording(
                f"一行 {characters} 字，难读：一般 {LINE[0]} 到 {LINE[1]} 字",
                f"a line of {characters} characters is hard to read: {LINE[0]} to {LINE[1]} as a rule",
            ),
            Wording(
                "改 characters，或改字号、边距。", "Change ‘characters’, the size or the margins."
            ),
            f"characters: {characters}",
            Kind.QUERY,
        )
    if not PITCH[0] <= ratio <= PITCH[1]:
        yield Erratum(
            "unusual-pitch",
            place,
            Wording(
                f"行距是字号的 {ratio:.2f} 倍，一般 {PITCH[0]} 到 {PITCH[1]} 倍",
                f"the pitch is {ratio:.2f} times the size: {PITCH[0]} to {PITCH[1]} times as a rule",
            ),
            Wording("改 pitch 或 size。", "Change ‘pitch’ or ‘size’."),
            f"pitch: {values['--pitch']}",
            Kind.QUERY,
        )


def defeated_pages(sheets: Sequence[Path], styles: StyleContext) -> Iterator[Erratum]:
    """Yield each named page that a layout gives to a section, and that a layout below it takes
    back; `styles` are the `sheets` as read."""
    own = sheets[0].parts[-3] if sheets else ""

    def is_own(page: PageName) -> bool:
        sheet = sheets[page.sheet]
        return sheet.name != SHEET and sheet.parts[-3] == own

    reported = set()
    for lost, counting in defeated(styles.sheets, "section", list(_openings())):
        if not is_own(lost) or is_own(counting) or lost[1:] in reported:
            continue
        reported.add(lost[1:])
        sheet = sheets[lost.sheet]
        yield _defeated(sheet, lost, counting, layout_path(sheets[counting.sheet]))


def _openings() -> Iterator[str]:
    """Yield the classes that sections have, as templates write them."""
    for matter, kinds in _MATTERS.items():
        for kind in kinds.split():
            for more in ("", " recto", " recto restart", " restart"):
                yield f"section {kind} {matter}{more}"


def _defeated(sheet: Path, lost: PageName, counting: PageName, by: str) -> Erratum:
    text = files.read(sheet).decode("utf-8", "replace")
    match = re.search(rf"(?<![\w-])page\s*:\s*{re.escape(lost.name)}\b", text)
    line = text.count("\n", 0, match.start()) + 1 if match else None
    selector = "." + ".".join(lost.classes.split())
    return Erratum(
        "defeated-page",
        Place(layout_path(sheet), line),
        Wording(
            f'页面“{lost.name}”在有的节上不起作用（如 class="{lost.classes}"）：'
            f"{by} 给的“{counting.name}”优先",
            f"the page ‘{lost.name}’ does not take effect on every section "
            f'(class="{lost.classes}"): ‘{counting.name}’ of {by} counts',
        ),
        Wording(
            f"把选择器写得更具体：{selector} {{ page: {lost.name} }}；页码重起的节另给一种页面，"
            "里面写 counter-reset: page 1。",
            f"Write a more specific selector: {selector} {{ page: {lost.name} }}; for sections that "
            "restart the folios, another page with counter-reset: page 1.",
        ),
        f"page: {lost.name}",
        Kind.QUERY,
    )
