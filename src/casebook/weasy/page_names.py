"""Which named pages style sheets give to an element, and which of them counts."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from cssselect2 import ElementWrapper

from casebook.weasy.weasyprint_types import Sheet


class PageName(NamedTuple):
    """A named page that a style sheet, by its number, gives to an element of these classes."""

    classes: str
    sheet: int
    name: str


def defeated(
    sheets: Sequence[Sheet], tag: str, classes: Sequence[str]
) -> Iterator[tuple[PageName, PageName]]:
    """Yield each named page of an element `tag` that does not count, with the one that does.

    `classes` are those of the elements that are looked at: children of the body (CSS Page 3, 6).
    """
    root = Element("html")
    body = SubElement(root, "body")
    elements = {SubElement(body, tag, {"class": names}): names for names in classes}
    wrapper = ElementWrapper.from_html_root(root, content_language=None)
    for wrapped in wrapper.iter_subtree():
        names = elements.get(wrapped.etree_element)
        if names is None:
            continue
        known = []
        for number, sheet in enumerate(sheets):
            for specificity, order, pseudo, (declarations, _) in sheet.matcher.match(wrapped):
                known += [
                    (bool(important), specificity, number, order, str(value))
                    for name, value, important in declarations
                    if name == "page" and pseudo is None
                ]
        *lost, counting = sorted(known) if known else [(False, (0, 0, 0), 0, 0, "")]
        for _, _, number, _, name in lost:
            yield PageName(names, number, name), PageName(names, counting[2], counting[4])
