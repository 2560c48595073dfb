"""Where a quotation ends in a line that says where it is from: ——《黄帝内经·素问》.

Authors write it as a paragraph of its own in the quotation, as a quotation of its own below it, or
as the last line of its last paragraph. It becomes `<p class="source">`, which layouts range right.
So does what is written on in the last line, where it names a book or says 摘自 and the whole takes more
than a line: a source is not parted. What begins with —— and is speech (—— again and again) or a
sentence stays a paragraph.
"""

import re
from typing import Final

from lxml import etree

DASH = "——"
_LONGEST = 60  # characters
_FULL_STOPS = "。！？…”’」』）"
_WITHIN, _BEHIND = "。！？；", "，：、"
_LEADING = "：:，"
_ONE_LINE = 24  # characters that a quotation has in a line, in the smallest books
_WRITTEN_ON: Final = re.compile(
    f"(?<=[{_FULL_STOPS}]){DASH}(?:(?:摘自|摘编自|引自|出自|选自|载于)[^{_WITHIN}]+|《[^{_WITHIN}]+》[^{_WITHIN}]{{0,12}})$"
)


def begins(before: str, behind: str) -> bool:
    """Say whether the last line of a quotation's paragraph, `behind`, says where it is from.

    What is `before` it ends as a sentence does.
    """
    ending = before.rstrip()[-1:]
    return ending != "" and ending in _FULL_STOPS and _is_source(behind)


def arrange(root: etree._Element) -> None:
    """Mark the sources of the quotations below `root`, in place."""
    for quotation in root.iter("blockquote"):
        for broken in quotation.findall("p/br[@data-line]"):
            _cut(broken).set("class", "source")
        if len(quotation) and quotation[-1].tag == "p" and _is_source(_text(quotation[-1])):
            above = quotation[-1].getprevious()
            if above is None:
                earlier = quotation.getprevious()
                quoted = earlier is not None and earlier.tag == "blockquote" and len(earlier)
                above = earlier[-1] if earlier is not None and quoted else None
            said = DASH if above is None else _text(above)
            if not said.startswith(DASH) and said[-1:] not in _LEADING:
                quotation[-1].set("class", "source")
        elif len(quotation) and quotation[-1].tag == "p":
            _set_apart(quotation[-1])
    for broken in root.findall(".//br[@data-line]"):
        del broken.attrib["data-line"]


def _cut(broken: etree._Element) -> etree._Element:
    """Make what is behind a break of a paragraph a paragraph of its own; return it."""
    paragraph = broken.getparent()
    assert paragraph is not None
    own = etree.Element("p", {"data-line": str(broken.get("data-line"))})
    own.text, broken.tail = broken.tail, None
    own.extend(list(broken.itersiblings()))
    own.tail, paragraph.tail = paragraph.tail, "\n"
    paragraph.remove(broken)
    paragraph.addnext(own)
    return own


def _set_apart(paragraph: etree._Element) -> None:
    """Make a source that is written on behind the words of a paragraph a paragraph of its own."""
    last = paragraph[-1] if len(paragraph) else None
    text = str((paragraph.text if last is None else last.tail) or "").rstrip()
    source = _WRITTEN_ON.search(text)
    if source is None or len(source[0]) > _LONGEST or len(_text(paragraph)) <= _ONE_LINE:
        return
    own = etree.Element("p", {"data-line": str(paragraph.get("data-line", ""))})
    own.set("class", "source")
    own.text, own.tail = source[0], paragraph.tail
    said = text[: source.start()]
    if last is None:
        paragraph.text = said
    else:
        last.tail = said
    paragraph.tail = "\n"
    paragraph.addnext(own)


def _text(node: etree._Element) -> str:
    return "".join(map(str, node.itertext())).strip()


def _is_source(text: str) -> bool:
    text = text.strip()
    return (
        text.startswith(DASH)
        and len(DASH) < len(text) <= _LONGEST
        and not any(mark in text for mark in _WITHIN)
        and text[-1] not in _BEHIND
    )
