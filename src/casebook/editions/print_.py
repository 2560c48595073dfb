"""The print edition: galleys laid out, finished and written as one PDF.

Tagged (PDF/UA-1), with outline, live links, embedded fonts, document metadata, and page labels
that equal the printed folios.
"""

import os
from pathlib import Path
from typing import Any

from casebook.errata import Erratum, StopPress
from casebook.layout import Galley
from casebook.press import engine
from casebook.press.folios import labels
from casebook.press.onebook import Pages, located


def issue(pages: Pages, galleys: tuple[Galley, ...], target: Path) -> tuple[Erratum, ...]:
    """Write the PDF of `pages` to `target`, aside first and then into place.

    Raises `StopPress` with the errata of layout and of writing; the old file then stays.
    """
    pdf, errata = engine.write(
        pages.document,
        lambda file: _finish(file, pages),
        frozenset(engine.fonts_named(galleys[0].sheets)),
    )
    if faults := (*pages.errata, *located(errata, galleys)):
        raise StopPress(faults)
    aside = target.with_suffix(".pdf.part")
    aside.write_bytes(pdf)
    os.replace(aside, target)
    return ()


def _finish(file: Any, pages: Pages) -> None:
    """Add page labels and viewer preferences to the catalogue (PDF 32000-1, 12.2 and 12.4.2)."""
    numbers: list[str] = []
    for index, prefix, style, start in labels(pages.folios):
        words = f"/P <feff{prefix.encode('utf-16-be').hex()}> " if prefix else ""
        numbers.append(f"{index} << {words}/S /{style} /St {start} >>")
    file.catalog["PageLabels"] = f"<< /Nums [{' '.join(numbers)}] >>"
    file.catalog["PageLayout"] = "/TwoPageRight"
