"""Name the elements of Office files as `w:p`, whichever edition of the standard they follow.

ISO/IEC 29500 has two name spaces for everything, Transitional and Strict; both read the same
here, so nothing after this module knows the difference.
"""

from functools import cache

from lxml import etree

_OFFICE = "schemas.openxmlformats.org"
_STRICT = "purl.oclc.org/ooxml"
_PREFIXES = {
    f"http://{_OFFICE}/wordprocessingml/2006/main": "w",
    f"http://{_STRICT}/wordprocessingml/main": "w",
    f"http://{_OFFICE}/officeDocument/2006/relationships": "r",
    f"http://{_STRICT}/officeDocument/relationships": "r",
    f"http://{_OFFICE}/officeDocument/2006/math": "m",
    f"http://{_STRICT}/officeDocument/math": "m",
    f"http://{_OFFICE}/drawingml/2006/main": "a",
    f"http://{_STRICT}/drawingml/main": "a",
    f"http://{_OFFICE}/drawingml/2006/wordprocessingDrawing": "wp",
    f"http://{_STRICT}/drawingml/wordprocessingDrawing": "wp",
    f"http://{_OFFICE}/drawingml/2006/picture": "pic",
    f"http://{_STRICT}/drawingml/picture": "pic",
    f"http://{_OFFICE}/drawingml/2006/chart": "c",
    f"http://{_STRICT}/drawingml/chart": "c",
    f"http://{_OFFICE}/drawingml/2006/diagram": "dgm",
    f"http://{_STRICT}/drawingml/diagram": "dgm",
    f"http://{_OFFICE}/package/2006/relationships": "rel",
    f"http://{_OFFICE}/package/2006/content-types": "ct",
    f"http://{_OFFICE}/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/drawing/2016/SVG/main": "asvg",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


@cache
def _short(tag: str) -> str:
    space, brace, name = tag.rpartition("}")
    prefix = _PREFIXES.get(space.removeprefix("{"), "?") if brace else ""
    return f"{prefix}:{name}" if prefix else name


def kind(node: etree._Element) -> str:
    """Return the element's name as `w:p`; `?:x` in a foreign name space, empty for a comment."""
    tag = node.tag
    return _short(tag) if isinstance(tag, str) else ""


def attribute(node: etree._Element, name: str) -> str | None:
    """Return the attribute `name` (`w:val`, or `id` without a name space), or None."""
    for key, value in node.attrib.items():
        if _short(str(key)) == name:
            return str(value)
    return None


def child(node: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child called `name`, or None."""
    if node is None:
        return None
    return next((one for one in node if kind(one) == name), None)


def value(node: etree._Element | None, name: str) -> str | None:
    """Return `w:val` of the child `name` of `node`; an empty text when it has none."""
    found = child(node, name)
    return None if found is None else attribute(found, "w:val") or ""


def is_on(node: etree._Element | None, name: str) -> bool | None:
    """Return whether the switch `name` below `node` is on; None when it does not stand there.

    ISO/IEC 29500-1, 17.17.4: present without a value means on.
    """
    said = value(node, name)
    return None if said is None else said.lower() not in ("0", "false", "off", "none")


def whole(text: str | None) -> int | None:
    """Return `text` as a number of at most nine digits, or None."""
    bare = (text or "").strip()
    digits = bare.removeprefix("-")
    return int(bare) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
