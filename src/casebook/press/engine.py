"""WeasyPrint: lay out an HTML document, and report everything that WeasyPrint logs.

Nothing outside the manuscript and the layout is read and no network is used: the fetcher refuses
every other address. The garbage collector is off during layout (0.84 of the CPU time, same bytes).
WeasyPrint is imported on first use, so that commands which lay nothing out start at once.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from casebook.css_constants import FILE, SHEET
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.limits import paused_collector
from casebook.pagination import page_properties
from casebook.press.dependencies import BookFolders, Sources, fetcher, merged
from casebook.press.fonts import confine, declared
from casebook.press.layout_errata import in_sheet, logged_errata
from casebook.weasy import (
    changes,
    first_font,
    font_map,
    footnotes,
    kept_blocks,
    page_box_of,
    screen_colours,
    shared_styles,
    used_lengths,
)
from casebook.weasy.contract import EngineMismatch
from casebook.weasy.loading import load
from casebook.weasy.weasyprint_types import CData, Counters, FontConfiguration, Sheet, Value

VARIANT = "pdf/ua-1"
BASE = "file:///manuscript/"
"""The made-up address of the manuscript: see `dependencies`."""
COMPOSED = frozenset(
    "line-break text-autospace text-spacing-trim text-justify hanging-punctuation text-wrap "
    "word-break block-step-size block-step-round continued-heading".split()
)
"""Properties of CSS Text 4, Rhythmic Sizing and our own that only composition knows."""

_CHANGES = (
    *(footnotes.CHANGES, first_font.CHANGES, shared_styles.CHANGES, font_map.CHANGES),
    *(used_lengths.CHANGES, page_properties.CHANGES),
    *(screen_colours.CHANGES, kept_blocks.CHANGES),
)
"""What is changed of WeasyPrint besides its lines, in the order of `changes`."""


@dataclass(eq=False)
class StyleContext:
    """Style sheets read once, with their fonts and counter styles, ready to style documents.

    `sources` are the files that were opened to read them. `tainted` says that a document brought a
    font with it, which would style the next ones as well.
    """

    sheets: list[Sheet]
    fonts: FontConfiguration
    counters: Counters
    profiles: dict[str, Value]
    fetcher: Value
    errata: tuple[Erratum, ...]
    sources: Sources = ()
    tainted: bool = False
    faces: dict[CData, Value] = field(default_factory=dict)

    @contextmanager
    def recorded(self) -> Iterator[Callable[[], Sources]]:
        """Record what is opened in the block; give what returns it, with what the sheets were read from."""
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


def style_context(
    sheets: Sequence[Path], base: Path, compose: bool, fonts_of: Sequence[Path] = ()
) -> StyleContext:
    """Read `sheets`, which style pages with pictures below `base`; `compose` by composition.

    Of the sheets `fonts_of` only the families are taken.

    Raises `StopPress` when the engine is not the one composition was made for.
    """
    weasyprint = load()
    from weasyprint.css.counters import CounterStyle  # lazy: loads the engine

    compose_lines(compose)
    errata: list[Erratum] = []
    fonts, counters = font_map.counting(), CounterStyle()
    profiles: dict[str, Value] = {}
    folders = BookFolders(base, sheets)
    fetch = fetcher(folders)
    read = []
    for sheet, address in zip(sheets, folders.sheets, strict=True):
        before, text = len(errata), ""
        with logged_errata(Place(layout_path(sheet)), errata):
            text = fetch.text(address)
            read.append(
                weasyprint.CSS(
                    string=text,
                    base_url=f"file:///{address}",
                    url_fetcher=fetch,
                    font_config=fonts,
                    counter_style=counters,
                    color_profiles=profiles,
                )
            )
        errata[before:] = (in_sheet(erratum, text) for erratum in errata[before:])
    confine(fonts, declared((*sheets, *fonts_of)))
    fonts.shared_styles = {} if shared_styles.shareable(fetch.texts.values()) else None
    if not compose:  # with composition off nobody knows its properties, and none is at fault
        errata = [e for e in errata if e.quote.split(":")[0] not in COMPOSED]
    sources = merged(fetch.opened.items())
    return StyleContext(read, fonts, counters, profiles, fetch, tuple(errata), sources)


def lay_out(
    html: str,
    sheets: Sequence[Path],
    base: Path,
    *,
    compose: bool = True,
    fonts_of: Sequence[Path] = (),
    opened: dict[str, str] | None = None,
) -> tuple[Value, tuple[Erratum, ...]]:
    """Return WeasyPrint's laid-out document of `html` and the errata of its setting.

    `base` is the folder of the pictures; `sheets` style the document in their order; `compose`
    sets Chinese lines by `casebook.composition`; the families of the sheets `fonts_of` are there
    besides their own; in `opened` are noted the files that were read, with their hashes, now and
    when the document is written. Raises `StopPress` when the engine is not the one composition
    was made for.
    """
    from casebook.press.picture_profiles import ProfiledPictures  # lazy: loads WeasyPrint

    styles, weasyprint = style_context(sheets, base, compose, fonts_of), load()
    if opened is not None:
        opened |= styles.fetcher.opened
        styles.fetcher.opened = opened
    errata = list(styles.errata)
    pictures = ProfiledPictures()
    with logged_errata(Place("print.pdf"), errata), paused_collector():
        parsed = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=styles.fetcher)
        place_notes(parsed.etree_element)
        document = parsed.render(
            stylesheets=styles.sheets,
            font_config=styles.fonts,
            counter_style=styles.counters,
            color_profiles=styles.profiles,
            pdf_variant=VARIANT,
            cache=pictures,
        )
    document.casebook_pictures = pictures
    for page in document.pages:  # one annotation a link, not one more for each element in it:
        page.links = [link for link in page.links if link[3].link]  # PDF/UA-1 (ISO 14289-1) 7.18.5
    return document, tuple(errata)


def write(
    document: Value, finish: Callable[[Value], None], tagged: bool = True, bleeds: bool = False
) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the PDF of a laid-out `document`; `finish` may add to pydyf's PDF before it ends.

    Pages that are only laid over others need not be `tagged`. Pages end at the trim, unless it
    `bleeds`.
    """
    errata: list[Erratum] = []

    def finished(_: Value, file: Value) -> None:
        finish(file)
        document.casebook_pictures.name_profiles(file)
        if not bleeds:
            _trim(file)

    with logged_errata(Place("print.pdf"), errata), paused_collector():
        pdf = document.write_pdf(
            pdf_variant=VARIANT if tagged else None,
            pdf_identifier=True,
            finisher=finished,
        )
    return pdf, tuple(errata)


def _trim(file: Value) -> None:
    """Make the pages of pydyf's PDF `file` end at their trim, as a reader is to see them."""
    for page in file.objects:
        if isinstance(page, dict) and page.get("Type") == "/Page":
            page["MediaBox"] = page["BleedBox"] = page["TrimBox"]


def asked_weights(document: Value) -> set[tuple[tuple[str, ...], int]]:
    """Return the lists of families with the weight that the text of a laid-out `document` asks for."""
    texts = (
        box
        for page in document.pages
        for box in page_box_of(page).descendants(placeholders=True)
        if getattr(box, "text", "").strip()
    )
    return {(tuple(box.style["font_family"]), int(box.style["font_weight"])) for box in texts}


def starts(document: Value) -> dict[str, int]:
    """Return the index of the first page of a laid-out `document` that has each id."""
    pages: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for name in page.anchors:
            pages.setdefault(name, number)
    return pages


def compose_lines(wanted: bool) -> None:
    """Have WeasyPrint set lines by composition, or by itself, in all of this process.

    Raises `StopPress` when the engine is not the one composition was made for.
    """
    from casebook import composition  # lazy: loads the engine

    try:  # what is applied later makes all behind it be applied once more
        changes.apply(*_CHANGES)
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


def layout_path(sheet: Path) -> str:
    """Name a style sheet as the designer knows it: layouts/NAME/MEDIUM/FILE.

    What follows from the decisions of a layout stands for its `layout.yaml`.
    """
    if sheet.name == SHEET:
        return f"layouts/{sheet.parts[-3]}/{FILE}"
    return "layouts/" + "/".join(sheet.parts[-3:])


# Notes: an HTML parser closes the paragraph before a list or a table, so a galley keeps notes of
# blocks at its end, called by an empty link (`markup.fragment`). In the parsed tree they may
# stand in the sentence, as WeasyPrint wants them.


Sign = Callable[[Element, int], str | None]
"""Returns the sign of a note, by its element and number; None leaves what is written."""


def place_notes(root: Element) -> list[tuple[Element, Element | None]]:
    """Put the blocks of every note into a `<div class="note">` where the note is called.

    The first paragraph opens the note itself, so that its number stands before the words. Return
    each note with the paragraph whose words it has now, None where it has none.
    """
    moved: list[tuple[Element, Element | None]] = []
    parents = {child: parent for parent in root.iter() for child in parent}
    notes = {node.get("id"): node for node in root.iter("aside") if node.get("class") == "note"}
    for call in [a for a in root.iter("a") if a.get("class") == "note-call"]:
        target = (call.get("href") or "").removeprefix("#")
        note = notes.pop(target, None)
        if note is None:
            continue
        _remove(parents[note], note)
        del call.attrib["href"]
        call.tag = "div"
        call.attrib.update(note.attrib)
        call.text = None
        moved.append((call, _fill(call, list(note))))
    return moved


def _fill(call: Element, blocks: list[Element]) -> Element | None:
    """Put `blocks` into the note `call`; return the paragraph that was taken apart for it."""
    first = blocks[0] if blocks else None
    opens = first is not None and first.tag == "p"
    if first is not None and opens:
        call.text = first.text
        call.extend(list(first))
        if line := first.get("data-line"):
            call.set("data-line", line)
        blocks = blocks[1:]
    call.extend(blocks)
    return first if opens else None


def _remove(parent: Element, node: Element) -> None:
    """Remove a node but not the text behind it."""
    place = list(parent).index(node)
    if node.tail and place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def sign_notes(root: Element, signs: Sign) -> None:
    """Write the sign of a note where it is called again: the one that its first call prints."""
    notes = [n for n in root.iter() if n.tag in ("span", "div") and n.get("class") == "note"]
    numbers = {node.get("id"): (node, number) for number, node in enumerate(notes, 1)}
    for later_call in [a for a in root.iter("a") if a.get("class") == "note-again"]:
        known = numbers.get((later_call.get("href") or "").removeprefix("#"))
        if known is not None:
            later_call.text = signs(*known) or later_call.text
