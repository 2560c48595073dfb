"""Write HTML as a tree, so that a manuscript's words can only ever be words.

Nothing is put together from strings: text becomes text nodes, values become attributes.
"""

import re

from lxml import etree

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def h(
    tag: str, *children: "etree._Element | str | None", **attributes: str | bool
) -> etree._Element:
    """Return an element. `class_` is class, `data_id` is data-id; True is an empty attribute.

    False and None leave an attribute or a child out.
    """
    node = etree.Element(tag)
    for name, value in attributes.items():
        if value is not False:
            written = "" if value is True else clean(value)
            node.set(name.rstrip("_").replace("_", "-"), written)
    for child in children:
        if isinstance(child, str):
            if len(node):
                node[-1].tail = (node[-1].tail or "") + clean(child)
            else:
                node.text = (node.text or "") + clean(child)
        elif child is not None:
            node.append(child)
    return node


def clean(text: str) -> str:
    """Return `text` without the characters that no document may hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def written(root: etree._Element) -> bytes:
    """Return a whole document."""
    return etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
