"""What in a layout would fail or read badly without a word: lengths that hold for one paper only,
named pages that another layout's rule takes back, lines that are long, short or close."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from casebook import css_constants, files
from casebook.css_constants import SHEET
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.press.engine import StyleContext, layout_path
from casebook.weasy.page_names import PageName, defeated

LONG = 100.0
"""Points: as long as this is only what depends on the paper or the type area."""
_UNITS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pc": 12.0}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARED = re.compile(
    r"(?<![\w-])(size|(?:min-|max-)?(?:width|height)|top|bottom|left|right|"
    r"(?:margin|padding)(?:-\w+)?)\s*:\s*([^;{}]*)"
)
_LENGTH = re.compile(r"(?<![\w.#-])-?(\d+(?:\.\d+)?)(pt|px|mm|cm|in|pc)\b")
_MATTERS = {
    "front": "half-title title-page imprint contents matter",
    "body": "divider part case matter",
    "back": "matter organisations index-organisation index-region colophon",
}
"""The kinds of section in each part of a book."""


def literal_lengths(sheets: Sequence[Path]) -> Iterator[Erratum]:
    """Yield each length in `sheets` that does not follow from the decisions, though it should.

    Only where a layout has decisions: where the first of `sheets` is what follows from them.
    """
    if not sheets or sheets[0].name != SHEET:
        return
    for sheet in sheets[1:]:
        text = _COMMENT.sub(
            lambda match: re.sub(r"[^\n]", " ", match[0]),
            files.read(sheet).decode("utf-8", "replace"),
        )
        for match in _DECLARED.finditer(text):
            lengths = [float(n) * _UNITS[unit] for n, unit in _LENGTH.findall(match[2])]
            if (match[1] == "size" and lengths) or any(length >= LONG for length in lengths):
                line = text.count("\n", 0, match.start()) + 1
                yield _literal(Place(layout_path(sheet), line), " ".join(match[0].split()))


def _literal(place: Place, written: str) -> Erratum:
    return Erratum(
        "literal-length",
        place,
        Wording(
            "这里的尺寸写死了，换了开本或版心就不对",
            "this length is fixed: on other paper, or with another type area, it will be wrong",
        ),
        Wording(
            "用版式决定的尺寸来写，如 var(--measure)、calc(10 * var(--pitch))；开本写在 layout.yaml。",
            "Write it by what the layout decides: var(--measure), calc(10 * var(--pitch)); the "
            "paper stands in layout.yaml.",
        ),
        written,
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
