"""The one door to WeasyPrint: lay out HTML, and hear everything it has to say.

Nothing outside the manuscript and the layout is read and no network is used: `fetching` refuses
every other address. The garbage collector rests during layout (0.84 of the CPU time, same bytes).
WeasyPrint is imported on first use, so that commands which set nothing start at once.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.press import callouts, families
from casebook.press.dependencies import Rooms, Sources, merged
from casebook.press.fetching import fetcher
from casebook.press.weasyprint_log import heard
from casebook.weasy import changes, first_font, font_map, footnotes, shared_styles
from casebook.weasy.contract import EngineMismatch
from casebook.weasy.loading import load

VARIANT = "pdf/ua-1"
BASE = "file:///manuscript/"
"""The made-up address of the manuscript: see `watching`."""
COMPOSED = frozenset(
    "line-break text-autospace text-spacing-trim text-justify hanging-punctuation "
    "block-step-size".split()
)
"""Properties of CSS Text 4 and Rhythmic Sizing that only composition knows."""

Tell = Callable[[int], None]
"""Told how many pages are set so far."""


@dataclass(eq=False)
class Bench:
    """Style sheets read once, with their fonts and counter styles, ready to dress documents.

    `sources` are the files that were opened to read them. `spoilt` says that a document brought a
    font with it, which would dress the next ones as well. `absolute` says that a page rule counts
    the pages of the book (`:nth(2n)`), so that where a section stands changes how it is set.
    """

    sheets: list[Any]
    fonts: Any
    counters: Any
    profiles: dict[str, Any]
    fetcher: Any
    errata: tuple[Erratum, ...]
    sources: Sources = ()
    spoilt: bool = False
    faces: dict[Any, Any] = field(default_factory=dict)

    @contextmanager
    def watched(self) -> Iterator[Callable[[], Sources]]:
        """Give a way to ask what has been opened in the block so far, for the sheets or for it."""
        opened: dict[str, str] = {}
        before, self.fetcher.opened = self.fetcher.opened, opened
        try:
            yield lambda: merged(self.sources, opened.items())
        finally:
            self.fetcher.opened = before

    @property
    def texts(self) -> dict[str, str]:
        """The text of each style sheet that was read, by address, those imported included."""
        return dict(self.fetcher.texts)

    @property
    def absolute(self) -> bool:
        """Whether a page selector other than :first counts the book's pages."""
        return any(
            selector.index is not None and selector.index[2] is None
            for sheet in self.sheets
            for _, selectors, _ in sheet.page_rules
            for _, _, selector in selectors
        )


def bench(
    sheets: Sequence[Path], base: Path, compose: bool, fonts_of: Sequence[Path] = ()
) -> Bench:
    """Read `sheets`, which dress pages with pictures below `base`; `compose` by composition.

    Of the sheets `fonts_of` only the families are taken.

    Raises `StopPress` when the engine is not the one composition was made for.
    """
    weasyprint = load()
    from weasyprint.css.counters import CounterStyle

    compose_lines(compose)
    changes.apply(shared_styles.CHANGES)
    errata: list[Erratum] = []
    fonts, counters = font_map.counting(), CounterStyle()
    profiles: dict[str, Any] = {}
    rooms = Rooms(base, sheets)
    fetch = fetcher(rooms)
    dress = []
    for sheet, address in zip(sheets, rooms.sheets, strict=True):
        with heard(Place(shown(sheet)), errata):
            dress.append(
                weasyprint.CSS(
                    string=fetch.text(address),
                    base_url=f"file:///{address}",
                    url_fetcher=fetch,
                    font_config=fonts,
                    counter_style=counters,
                    color_profiles=profiles,
                )
            )
    families.confine(fonts, families.declared((*sheets, *fonts_of)))
    fonts.shared_styles = {} if shared_styles.shareable(fetch.texts.values()) else None
    if not compose:  # with composition off nobody knows its properties, and none is at fault
        errata = [e for e in errata if e.quote.split(":")[0] not in COMPOSED]
    sources = merged(fetch.opened.items())
    return Bench(dress, fonts, counters, profiles, fetch, tuple(errata), sources)


def lay_out(
    html: str,
    sheets: Sequence[Path],
    base: Path,
    *,
    compose: bool = True,
    tell: Tell | None = None,
    fonts_of: Sequence[Path] = (),
) -> tuple[Any, tuple[Erratum, ...]]:
    """Return WeasyPrint's laid-out document of `html` and the errata of its setting.

    `base` is the folder of the pictures; `sheets` dress the document in their order; `compose`
    sets Chinese lines by `casebook.composition`; the families of the sheets `fonts_of` are there
    besides their own. Raises `StopPress` when the engine is not the
    one composition was made for.
    """
    made, weasyprint = bench(sheets, base, compose, fonts_of), load()
    errata = list(made.errata)
    with heard(Place("print.pdf"), errata), resting_collector(), _told(tell):
        parsed = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=made.fetcher)
        callouts.place(parsed.etree_element)
        document = parsed.render(
            stylesheets=made.sheets,
            font_config=made.fonts,
            counter_style=made.counters,
            color_profiles=made.profiles,
            pdf_variant=VARIANT,
        )
    for page in document.pages:  # one annotation a link, not one more for each element in it:
        page.links = [link for link in page.links if link[3].link]  # PDF/UA-1 (ISO 14289-1) 7.18.5
    return document, tuple(errata)


def write(
    document: Any, finish: Callable[[Any], None], tagged: bool = True
) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the PDF of a laid-out `document`; `finish` may add to pydyf's PDF before it ends.

    Pages that are only laid over others need not be `tagged`.
    """
    errata: list[Erratum] = []
    with heard(Place("print.pdf"), errata), resting_collector():
        pdf = document.write_pdf(
            pdf_variant=VARIANT if tagged else None,
            pdf_identifier=True,
            finisher=lambda _, file: finish(file),
        )
    return pdf, tuple(errata)


def starts(document: Any) -> dict[str, int]:
    """Return the page of a laid-out `document` on which each id stands first."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


def compose_lines(wanted: bool) -> None:
    """Have WeasyPrint set lines by composition, or by itself, in all of this process.

    Raises `StopPress` when the engine is not the one composition was made for.
    """
    from casebook import composition

    try:
        changes.apply(footnotes.CHANGES, first_font.CHANGES)
    except EngineMismatch as fault:
        raise StopPress(
            [
                Erratum(
                    "engine-mismatch",
                    Place("WeasyPrint"),
                    Wording(
                        "脚注和表格的处理与这个版本的 WeasyPrint 不匹配",
                        "the handling of notes and tables does not fit this WeasyPrint",
                    ),
                    Wording(
                        "用 make book 重装锁定的版本。",
                        "Reinstall the pinned version with make book.",
                    ),
                )
            ]
        ) from fault
    try:
        if wanted:
            composition.install()
        else:
            composition.uninstall()
    except composition.EngineMismatch as fault:
        raise StopPress(
            [
                Erratum(
                    "engine-mismatch",
                    Place("book.yaml"),
                    Wording(
                        f"中文排版组件与 WeasyPrint 不匹配：{fault}",
                        f"composition does not fit this WeasyPrint: {fault}",
                    ),
                    Wording(
                        "用 make book 重装锁定的版本，或在 book.yaml 写 composition: off。",
                        "Reinstall the pinned version with make book, or write composition: off.",
                    ),
                )
            ]
        ) from fault


def shown(sheet: Path) -> str:
    """Name a style sheet as the designer knows it: layouts/NAME/MEDIUM/FILE."""
    return "layouts/" + "/".join(sheet.parts[-3:])


@contextmanager
def resting_collector() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _told(tell: Tell | None) -> Iterator[None]:
    """Pass WeasyPrint's page count on while it lays out."""
    if tell is None:
        yield
        return
    import logging

    told = tell

    class Pages(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "Creating layout - Page" in str(record.msg) and isinstance(record.args, tuple):
                told(int(str(record.args[0])))

    logger = logging.getLogger("weasyprint.progress")
    handler, level = Pages(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
