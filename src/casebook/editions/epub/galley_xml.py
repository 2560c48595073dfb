"""Read galleys as XML, and refuse what cannot stand in an EPUB.

Enters: galleys. Leaves: drafts, whose trees are shaped in place until they become documents, and
errata for what is not well-formed, active content and characters that no reader's font has.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from casebook.editions.epub.markup import xhtml
from casebook.errata import Erratum, Place, Wording
from casebook.layout import Galley

UNPRINTABLE = "unprintable-character"
"""The rule of a character that no reader's font can show: a draft is issued with it."""
_UNWANTED = re.compile("[\x7f-\x9f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ACTIVE = frozenset("script iframe object embed form input button audio video link style".split())


@dataclass(frozen=True)
class Draft:
    """A galley parsed: its tree is shaped in place until it becomes a `Document`."""

    galley: Galley
    root: etree._Element

    @property
    def id(self) -> str:
        """The section's id, which is also the manifest id and the stem of the file name."""
        return self.galley.section.id

    @property
    def name(self) -> str:
        """The file name: ASCII, and the same wherever the section stands."""
        return f"{self.id}.xhtml"

    def place(self, node: etree._Element | None = None) -> Place:
        """Return the manuscript file, and the line of the block that `node` belongs to."""
        section = self.galley.section
        place = section.case.place if section.case else section.place
        while node is not None:
            if line := node.get("data-line"):
                return Place(place.path, int(line))
            node = node.getparent()
        return place

    def pictures(self) -> Iterator[etree._Element]:
        """Every picture of the document, in order."""
        return self.root.iter(xhtml("img"))


def parse(galleys: Iterable[Galley]) -> tuple[tuple[Draft, ...], tuple[Erratum, ...]]:
    """Parse every galley as XML; what is not well-formed or may not stand in a book is told."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    drafts: list[Draft] = []
    errata: list[Erratum] = []
    for galley in galleys:
        try:
            root = etree.fromstring(galley.html.encode(), parser)
        except etree.XMLSyntaxError as fault:
            errata.append(_not_well_formed(galley, fault))
            continue
        if not _is_document(root):
            errata.append(_not_xhtml(galley))
            continue
        draft = Draft(galley, root)
        drafts.append(draft)
        errata.extend(_characters(draft))
        errata.extend(_active(draft))
        errata.extend(_repeated(draft))
    return tuple(drafts), tuple(errata)


def _is_document(root: etree._Element) -> bool:
    parts = (root.find(xhtml(name)) for name in ("head", "body"))
    return root.tag == xhtml("html") and all(part is not None for part in parts)


def _characters(draft: Draft) -> Iterator[Erratum]:
    """Characters that no reader's font can show; the place is the block they stand in."""
    reported: set[str] = set()
    for node in draft.root.iter(etree.Element):
        for owner, text in ((node, node.text), (node.getparent(), node.tail)):
            for char in _UNWANTED.findall(text or ""):
                if char not in reported:
                    reported.add(char)
                    yield _unwanted(draft.place(owner), char, text or "")


def _active(draft: Draft) -> Iterator[Erratum]:
    for node in draft.root.iter(etree.Element):
        name = etree.QName(node).localname
        if name in _ACTIVE or any(str(a).lower().startswith("on") for a in node.attrib):
            yield Erratum(
                "active-content",
                draft.place(node),
                Wording(
                    f"电子书里不能有 <{name}> 这样的脚本、表单或外来样式",
                    f"<{name}> cannot stand in the EPUB: no script, form or loose style",
                ),
                Wording("从模板或正文里删去它。", "Delete it from the template or the text."),
            )


def _repeated(draft: Draft) -> Iterator[Erratum]:
    seen: set[str] = set()
    for node in draft.root.iter(etree.Element):
        key = node.get("id")
        if key and key in seen:
            yield Erratum(
                "repeated-id",
                draft.place(node),
                Wording(
                    f"一个文档里有两处 id“{key}”，链接无法确定指向哪一处",
                    f"the id ‘{key}’ stands twice in one document; a link cannot choose",
                ),
                Wording("在模板里给其中一处换名。", "Rename one of them in the template."),
            )
        seen.add(key or "")


def _unwanted(place: Place, char: str, text: str) -> Erratum:
    at = text.index(char)
    return Erratum(
        UNPRINTABLE,
        place,
        Wording(
            f"有读者的字体显示不出的字符 U+{ord(char):04X}",
            f"a character no reader's font can show, U+{ord(char):04X}",
        ),
        Wording(
            "多半来自 Word 的符号字体或转码；换成通用的字符。",
            "It comes from a symbol font or a conversion; replace it by a common character.",
        ),
        text[max(0, at - 10) : at + 11].strip(),
    )


def _not_well_formed(galley: Galley, fault: etree.XMLSyntaxError) -> Erratum:
    line = fault.lineno or 1
    quote = galley.html.split("\n")[line - 1].strip()[:80] if fault.lineno else ""
    return Erratum(
        "not-well-formed",
        Place(f"epub/{galley.section.kind}.html"),
        Wording(
            f"“{galley.section.title}”排出的文档不合 XML 规则：{fault.msg}",
            f"the document set for ‘{galley.section.title}’ is not well-formed: {fault.msg}",
        ),
        Wording(
            "在模板里补上缺的结束标记；字符直接写出，不写成 &nbsp; 一类的名称。",
            "Close every tag in the template; write characters, not names such as &nbsp;.",
        ),
        quote,
    )


def _not_xhtml(galley: Galley) -> Erratum:
    return Erratum(
        "not-xhtml",
        Place(f"epub/{galley.section.kind}.html"),
        Wording(
            "模板排出的不是带 head 和 body 的 XHTML 文档",
            "the template does not make an XHTML document with head and body",
        ),
        Wording(
            '根元素写作 <html xmlns="http://www.w3.org/1999/xhtml">，内有 head 和 body。',
            'Begin with <html xmlns="http://www.w3.org/1999/xhtml">; give it head and body.',
        ),
    )
