"""Lead every link of the book to the document that holds its target.

Galleys link by plain fragments (`#case-1-07`), as if the book were one page. Here a fragment
finds its document, and an index locator becomes the printed folio and leads to that page break.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from casebook.editions.epub.markup import classes, xhtml

_OUTWARD = re.compile(r"(https?://|mailto:|tel:)\S+$", re.IGNORECASE)


def page_id(section: str, label: str = "") -> str:
    """Return the id of the page break with which `section` begins, or of page `label` in it."""
    return f"{section}-page-{label}" if label else f"{section}-page"


def anchors(documents: Iterable[tuple[str, str, etree._Element]]) -> dict[str, str]:
    """Map every id of the book to an address, from (section id, file name, tree) triples.

    A section's own id leads to its document as a whole.
    """
    targets: dict[str, str] = {}
    starts: dict[str, str] = {}
    for section, name, root in documents:
        starts[section] = name
        for node in root.iter(etree.Element):
            if key := node.get("id"):
                targets[key] = f"{name}#{key}"
    return targets | starts


def rewrite(
    root: etree._Element, name: str, known: Mapping[str, str], folios: Mapping[str, str]
) -> Iterator[etree._Element]:
    """Rewrite the links of the document `name` in place; yield those that lead nowhere.

    `known` comes from `anchors`; `folios` maps section ids to folio labels.
    """
    for link in root.iter(xhtml("a")):
        href = link.get("href")
        if href is None or _OUTWARD.match(href):
            continue
        target = known.get(href[1:]) if href.startswith("#") else None
        if target is None:
            yield link
            continue
        if "locator" in classes(link) and (label := folios.get(href[1:])):
            link.text = label
            target = f"{target}#{page_id(href[1:])}"
        document, _, fragment = target.partition("#")
        link.set("href", f"#{fragment}" if document == name and fragment else target)
