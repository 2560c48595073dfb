"""Notes numbered anew on each page, where the style sheet says so: `@page { counter-reset: footnote }`.

On which page a note is called is known when the pages are made (CSS Generated Content for Paged
Media, 2.5). Calls and numbers of notes then take the signs that other notes of the section have,
which are as wide, so that no line changes. Notes that the text calls twice, or within one another,
name each other by the numbers of the section: these stay.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from casebook.weasy.weasyprint_types import Box, Value

CALL, MARKER = "::footnote-call", "::footnote-marker"
_NEAR = 0.01  # CSS pixels


def number_by_page(pages: Sequence[Box], root: Element) -> None:
    """Number the notes on the laid-out `pages` of the section `root` anew on each."""
    if not pages or not all(map(_restarts, pages)) or _named_by_number(root):
        return
    calls = [list(_signs(page, CALL)) for page in pages]
    firsts = [call.element for on_page in calls for call in on_page]
    markers = {box.element: box for page in pages for box in _signs(page, MARKER)}
    kept = {CALL: [box for page in calls for box in page]}
    kept[MARKER] = [markers[element] for element in firsts if element in markers]
    whole = len(set(firsts)) == len(firsts) == len(kept[MARKER]) == len(markers)
    if not whole or not all(map(_alike, kept.values())):
        return
    signs = {kind: [(box.text, _alone(box.pango_layout)) for box in kept[kind]] for kind in kept}
    for on_page in calls:
        for number, call in enumerate(on_page):
            for kind, box in ((CALL, call), (MARKER, markers[call.element])):
                box.text, box.pango_layout = signs[kind][number]


def _restarts(page: Box) -> bool:
    resets = page.style["counter_reset"]
    return resets != "auto" and any(name == "footnote" for name, _ in resets)


def _named_by_number(root: Element) -> bool:
    """Say whether a note of the section is called again, or within another."""
    return any(
        node.get("class") == "note-again" or node.get("data-within") is not None
        for node in root.iter()
    )


def _signs(page: Box, kind: str) -> Iterator[Box]:
    for box in page.descendants():
        if hasattr(box, "text") and box.element_tag.endswith(kind) and box.text.strip():
            yield box


def _alike(signs: Sequence[Box]) -> bool:
    """Say whether each of the signs may take the place of every other."""
    return all(
        len(sign.text) == 1
        and abs(sign.width - signs[0].width) < _NEAR
        and sign.style["font_size"] == signs[0].style["font_size"]
        and sign.style["font_family"] == signs[0].style["font_family"]
        for sign in signs
    )


def _alone(drawn: Value) -> Value:
    """Return what draws a sign without what stands behind it in its line."""
    return drawn.alone() if hasattr(drawn, "alone") else drawn
