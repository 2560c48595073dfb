"""The one door to WeasyPrint: lay out HTML, and hear everything it has to say.

Nothing outside the manuscript and the layout is read and no network is used: the fetcher refuses
every other address. The garbage collector rests during layout (0.84 of the CPU time, same bytes).
WeasyPrint is imported on first use, so that commands which set nothing start at once.
"""

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from casebook import composition
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.press.messages import heard

VARIANT = "pdf/ua-1"
COMPOSED = frozenset(
    "line-break text-autospace text-spacing-trim text-justify hanging-punctuation".split()
)
"""Properties of CSS Text 4 that only composition knows."""

Tell = Callable[[int], None]
"""Told how many pages are set so far."""


def lay_out(
    html: str, sheets: Sequence[Path], base: Path, *, compose: bool = True, tell: Tell | None = None
) -> tuple[Any, tuple[Erratum, ...]]:
    """Return WeasyPrint's laid-out document of `html` and the errata of its setting.

    `base` is the folder of the pictures; `sheets` dress the document in their order; `compose`
    sets Chinese lines by `casebook.composition`. Raises `StopPress` when the engine is not the
    one composition was made for.
    """
    import weasyprint
    from weasyprint.css.counters import CounterStyle
    from weasyprint.text.fonts import FontConfiguration

    _compose(compose)
    errata: list[Erratum] = []
    fonts, counters = FontConfiguration(), CounterStyle()
    fetcher = _fetcher((base, *{sheet.parent for sheet in sheets}))
    dress = []
    for sheet in sheets:
        with heard(Place(_shown(sheet)), errata):
            dress.append(
                weasyprint.CSS(
                    filename=str(sheet),
                    url_fetcher=fetcher,
                    font_config=fonts,
                    counter_style=counters,
                )
            )
    if not compose:  # with composition off nobody knows its properties, and none is at fault
        errata = [e for e in errata if e.quote.split(":")[0] not in COMPOSED]
    with heard(Place("print.pdf"), errata), _resting_collector(), _told(tell):
        document = weasyprint.HTML(
            string=html, base_url=base.resolve().as_uri() + "/", url_fetcher=fetcher
        ).render(stylesheets=dress, font_config=fonts, counter_style=counters, pdf_variant=VARIANT)
    return document, tuple(errata)


def write(document: Any, finish: Callable[[Any], None]) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the PDF of a laid-out `document`; `finish` may add to pydyf's PDF before it ends."""
    errata: list[Erratum] = []
    with heard(Place("print.pdf"), errata), _resting_collector():
        pdf = document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=True, finisher=lambda _, file: finish(file)
        )
    return pdf, tuple(errata)


def fonts_named(sheets: Sequence[Path]) -> tuple[str, ...]:
    """Return the families that style sheets name in quotes, in order."""
    found: dict[str, None] = {}
    for sheet in sheets:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for declaration in re.findall(r"font(?:-family)?\s*:([^;}]*)", text):
            found |= dict.fromkeys(re.findall(r"""["']([^"']+)["']""", declaration))
    return tuple(found)


def _compose(wanted: bool) -> None:
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


def _fetcher(folders: Sequence[Path]) -> Any:
    from weasyprint.urls import URLFetcher

    allowed = [folder.resolve() for folder in folders]

    class Inside(URLFetcher):  # type: ignore[misc]
        """Fetches files below the manuscript and the layout, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = Path(unquote(urlsplit(url).path)).resolve()
            if url.startswith("file:") and any(path.is_relative_to(a) for a in allowed):
                return super().fetch(url, headers)
            raise ValueError("outside the book")

    return Inside(allowed_protocols=("file",))


def _shown(sheet: Path) -> str:
    """Name a style sheet as the designer knows it: layouts/NAME/MEDIUM/FILE."""
    return "layouts/" + "/".join(sheet.parts[-3:])


@contextmanager
def _resting_collector() -> Iterator[None]:
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

    class Pages(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "Creating layout - Page" in str(record.msg) and isinstance(record.args, tuple):
                tell(int(str(record.args[0])))

    logger = logging.getLogger("weasyprint.progress")
    handler, level = Pages(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
