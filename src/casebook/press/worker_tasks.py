"""What a worker is asked to do: each task is a small record, sent to a process and run there.

Tasks lay out sections, read what the page rules print in the margins, set margin boxes, cut fonts
down, and tell the faults of the style sheets. A process reads the style sheets once and keeps them
for the tasks that follow. Whoever has no worker runs the same tasks in this process.
"""

import gc
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from casebook.errata import Erratum
from casebook.limits import TooSlow, within
from casebook.press import layout_errata
from casebook.press.dependencies import BookFolders, Sources
from casebook.press.layout_errata import unprinted_css
from casebook.press.signature import (
    BookPosition,
    LaidOut,
    MarginBoxes,
    MarginContent,
    MarginPlan,
    PageKind,
    SectionHtml,
)
from casebook.press.typefaces import Program, cut_program
from casebook.store import dumps

if TYPE_CHECKING:
    from casebook.press.engine import StyleContext
    from casebook.press.heads_and_folios import MarginSetter

LIMIT = 60.0  # seconds of computing for one section
COLLECT_EVERY = 6  # sections between runs of the garbage collector in a worker
Value = TypeVar("Value")
Answer = TypeVar("Answer", covariant=True)


class Styling(NamedTuple):
    """What every section is styled with: style sheets, the folder of pictures, composition or not.

    `fonts` is a hash of the fonts of this machine. `run` names one run of the press: in each, a
    worker checks once whether the style sheets it has read are still what stands there.
    """

    sheets: tuple[Path, ...]
    base: Path
    compose: bool
    fonts: str = ""
    run: str = ""


class LayoutTask(NamedTuple):
    """A section to lay out, where it is laid out for, and the key its signature is kept under."""

    key: str
    section: SectionHtml
    position: BookPosition


class Result(NamedTuple, Generic[Value]):
    """What a task made, the faults found in making it, and the files it was made from."""

    value: Value
    errata: tuple[Erratum, ...]
    sources: Sources


class Task(Protocol[Answer]):
    """A record that a worker can be sent."""

    def run(self, styling: Styling) -> Answer:
        """Do the task in this process."""


# Sections


class LayOut(NamedTuple):
    """Lay a section out, for at most `limit` seconds; collect garbage after every few sections."""

    task: LayoutTask
    limit: float

    def run(self, styling: Styling) -> LaidOut:
        """Return the section laid out."""
        made = lay_out(styling, self.task, self.limit)
        _LAID_OUT[0] += 1
        if _LAID_OUT[0] % COLLECT_EVERY == 0:
            gc.collect()
        return made


class WarmUp(NamedTuple):
    """Lay a section out and throw the pages away, in a worker that has laid out none.

    The first section takes twice the time of the next: a worker without work gets that behind it.
    """

    task: LayoutTask

    def run(self, styling: Styling) -> None:
        """Lay it out."""
        if not _LAID_OUT[0]:
            lay_out(styling, self.task)


_LAID_OUT = [0]


def lay_out(styling: Styling, task: LayoutTask, limit: float = LIMIT) -> LaidOut:
    """Lay out one section in this process; one that fails or takes too long is a marked page."""
    styles = read_styles(styling)
    from casebook.press.painting import signature  # lazy: loads the engine

    try:
        with within(limit):
            made, objects = signature(task.section, styles, task.position)
            return LaidOut(task.key, dumps(made), objects)
    except TooSlow:
        return failed(styling, task, layout_errata.too_slow(task.section, limit))
    except Exception as fault:  # a section must never take the others with it
        return failed(styling, task, layout_errata.broken(task.section, fault))


def failed(styling: Styling, task: LayoutTask, erratum: Erratum) -> LaidOut:
    """Return the marked page that stands for a section, with the erratum."""
    from casebook.press.painting import signature  # lazy: loads the engine

    html = task.section.html
    opening = re.search(r"<section\b[^>]*>", html)
    start = html[: opening.end()] if opening else f'<body><section id="{task.section.id}">'
    page = (
        f'{start}<h1>{task.section.title}</h1><div class="placeholder"><p class="mark">排版失败</p>'
        f"<p>{erratum.message.zh}</p></div></section></body></html>"
    )
    marked = task.section._replace(html=page)
    made, objects = signature(marked, read_styles(styling), task.position)
    return LaidOut(task.key, dumps(replace(made, errata=(*made.errata, erratum))), objects)


_STYLES: "dict[Styling, StyleContext]" = {}


def read_styles(styling: Styling) -> "StyleContext":
    """Return the style sheets of `styling` as this process has read them.

    A process keeps those it read last, also for later runs while their files do not change.
    """
    from casebook.press import engine  # lazy: loads the engine

    styles = _STYLES.get(styling)
    if styles is None or styles.tainted:
        styles = _of_earlier_run(styling) or engine.style_context(
            styling.sheets, styling.base, styling.compose
        )
        _STYLES.clear()
        _STYLES[styling] = styles
    engine.compose_lines(styling.compose)  # a cover or a proof may have been drawn since
    return styles


def _of_earlier_run(styling: Styling) -> "StyleContext | None":
    """Return the style sheets read in an earlier run, if they would be read the same now."""
    for before, styles in _STYLES.items():
        if before._replace(run=styling.run) == styling and not styles.tainted:
            unchanged = BookFolders(styling.base, styling.sheets).unchanged(styles.sources)
            return styles if unchanged else None
    return None


# Style sheets, margins, fonts


class ReadStyles(NamedTuple):
    """Read the style sheets: what a worker does while it waits for the first section."""

    def run(self, styling: Styling) -> None:
        """Read them."""
        read_styles(styling)


class CheckSheets(NamedTuple):
    """Find the faults of the style sheets."""

    def run(self, styling: Styling) -> Result[tuple[Erratum, ...]]:
        """Return them, each with the file the designer knows."""
        from casebook.press.engine import layout_path  # lazy: loads the engine
        from casebook.press.sheet_checks import (  # lazy: loads the engine
            defeated_pages,
            literal_lengths,
            pages_without_rule,
            unusual_lines,
        )

        styles = read_styles(styling)
        names = {
            f"layout{n}/{sheet.name}": layout_path(sheet) for n, sheet in enumerate(styling.sheets)
        }
        errata = list(styles.errata)
        for address, text in styles.texts.items():
            errata += unprinted_css(text, names.get(address, address))
        errata += unusual_lines(styling.sheets)
        errata += literal_lengths(styling.sheets)
        errata += pages_without_rule(styling.sheets)
        errata += defeated_pages(styling.sheets, styles)
        return Result(tuple(errata), (), styles.sources)


class PlanMargins(NamedTuple):
    """Read from the page rules what pages of `kind` print in their margins.

    `html` is the tag that the pages open with.
    """

    html: str
    kind: PageKind

    def run(self, styling: Styling) -> Result[MarginPlan]:
        """Return the plan."""
        setter = _margin_setter(styling, self.html)
        return Result(setter.plan(self.kind), setter.errata, setter.sources)


class MarginGroup(NamedTuple):
    """A group of margin boxes to set on a kind of page, and what they print."""

    kind: PageKind
    group: str
    printed: MarginContent


class SetMargins(NamedTuple):
    """Set groups of margin boxes; `html` is the tag that the pages open with."""

    html: str
    groups: tuple[MarginGroup, ...]

    def run(self, styling: Styling) -> Result[list[tuple[MarginBoxes, tuple[Erratum, ...]]]]:
        """Return each group set, with its faults."""
        setter = _margin_setter(styling, self.html)
        return Result([setter.set(*group) for group in self.groups], (), setter.sources)


_SETTERS: "dict[tuple[Styling, str], MarginSetter]" = {}


def _margin_setter(styling: Styling, html: str) -> "MarginSetter":
    """Return what sets margin boxes in this process; it is kept while its files do not change."""
    styles = read_styles(styling)
    from casebook.press.heads_and_folios import MarginSetter  # lazy: loads the engine

    setter = _SETTERS.get((styling, html))
    if setter is None or setter.styles is not styles:
        folders = BookFolders(styling.base, styling.sheets)
        earlier = [setter for (_, of), setter in _SETTERS.items() if of == html]
        sound = [s for s in earlier if s.styles is styles and folders.unchanged(s.sources)]
        setter = sound[0] if sound else MarginSetter(html, styles)
        _SETTERS.clear()
        _SETTERS[styling, html] = setter
    return setter


class CutFont(NamedTuple):
    """Cut a font down to `glyphs`: the name streams have for it, and Pango's description of it."""

    name: str
    description: str
    glyphs: Sequence[int]

    def run(self, styling: Styling) -> Result[Program]:
        """Return the font."""
        styles = read_styles(styling)
        files = tuple(pair for pair in styles.sources if not pair[0].lower().endswith(".css"))
        return Result(*cut_program(styles, *self), files)


def run(styling: Styling, task: Task[Answer]) -> Answer:
    """Run `task`: what a worker process is given to call."""
    return task.run(styling)
