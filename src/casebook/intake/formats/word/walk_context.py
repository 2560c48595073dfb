"""What the walk through one Word file shares: its parts, the account of its text, its media.

Every text node is printed, or set aside under a named reason. The walk takes text through
`TextAccount` only, so after it whatever is neither taken nor set aside is text that would have been lost;
`TextAccount.missing` finds it by looking at all parts anew, without knowing how the walk went about.

What the editor is to be told is counted here and worded once, at the end.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from casebook.errata import Erratum, StopPress, Wording
from casebook.intake.formats import office_errata
from casebook.intake.formats.rich import Document, Media, TextLeftOut
from casebook.intake.formats.word.office_package import Package, Relation, attribute, kind
from casebook.intake.formats.word.styles_and_numbers import Numbering, Styles

HIDDEN = Wording("隐藏的个人信息", "hidden contact details")
DELETED = Wording("修订中已删除", "deleted in a revision")
MOVED = Wording("修订中已移走", "moved elsewhere in a revision")
FALLBACK = Wording("给旧版 Word 的同一内容", "the same content again, for old programs")
CODE = Wording("域代码", "the code of a field")
COMMENT = Wording("批注", "a comment")
MARGIN = Wording("页眉页脚", "a running header or footer")
CONTENTS = Wording("自动目录", "an automatic table of contents")
CHART = Wording("图表中的文字和数据", "words and figures of a chart")
DIAGRAM = Wording("SmartArt 图示中的文字", "words of a SmartArt diagram")
FACTS = Wording("文档属性和程序数据", "properties of the file and data of programs")
UNCALLED = Wording("正文没有引用的注", "a note that the text never calls")
SEPARATOR = Wording("注释分隔线", "the rule above notes")
STRAY = Wording("不属于任何段落的字符", "characters that belong to no paragraph")
EMBEDDED = Wording("嵌入的文件", "an embedded file")
GLOSSARY = Wording("构建基块（模板词条）", "building blocks of the template")
TEXT_NODES = frozenset(
    "w:t w:delText w:instrText w:delInstrText m:t a:t c:v c:f dgm:t w:sym v:textpath".split()
)


class TextAccount:
    """What became of the text nodes: `taken` into the case, or aside with a reason."""

    def __init__(self) -> None:
        self._taken: set[etree._Element] = set()
        self._aside: set[etree._Element] = set()
        self.asides: list[TextLeftOut] = []

    def take(self, node: etree._Element) -> str:
        """Return the text of `node`, which is printed."""
        self._taken.add(node)
        return (node.text or "") + "".join(element.tail or "" for element in node)

    def knows(self, node: etree._Element) -> bool:
        """Whether the text of `node` has been taken or set aside."""
        return node in self._taken or node in self._aside

    def hush(self, node: etree._Element) -> str:
        """Return the text of `node`, which is set aside; the caller lists it with others."""
        self._aside.add(node)
        return _text(node)

    def list(self, reason: Wording, where: str, text: str) -> None:
        """List words that were hushed one by one."""
        self.asides.append(TextLeftOut(reason, where, text))

    def set_aside(self, root: etree._Element, reason: Wording, where: str) -> str:
        """List all text below `root` that was not taken, for `reason`; return it."""
        texts: list[str] = []
        paragraphs = {"w:p", "a:p", "w:comment"}
        for node in root.iter():
            if kind(node) in paragraphs and texts:
                texts.append("\n")
            if _has_text(node) and not self.knows(node):
                self._aside.add(node)
                texts.append(_text(node))
        text = "".join(texts).strip("\n")
        if text.strip():
            self.asides.append(TextLeftOut(reason, where, text))
        return text

    def summed(self) -> tuple[TextLeftOut, ...]:
        """Return what was set aside, that of one reason and part together."""
        listed: dict[tuple[Wording, str], list[str]] = {}
        for reason, where, text in self.asides:
            listed.setdefault((reason, where), []).append(text)
        return tuple(TextLeftOut(*key, "\n".join(texts)) for key, texts in listed.items())

    def missing(self, root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """Yield every node below `root` whose text is neither taken nor set aside."""
        for node in root.iter():
            if _has_text(node) and not self.knows(node):
                yield node, _text(node)


def _has_text(node: etree._Element) -> bool:
    name = kind(node)
    if not name:
        return False
    if name in ("w:sym", "v:textpath"):
        return True
    text = node.text
    if text and (name in TEXT_NODES or not text.isspace()):
        return True
    return any(
        (element.tail or "").strip() for element in node
    )  # fmt: skip


def _text(node: etree._Element) -> str:
    """Return the text of one node: its own and what stands between its children."""
    if kind(node) == "v:textpath":
        return str(node.get("string") or "")
    return (node.text or "") + "".join(element.tail or "" for element in node).strip()


ALL_PICTURES = 200_000_000
"""Bytes of pictures in one manuscript."""
LONGEST_QUOTE = 200

_REFERENCES = ("r:embed", "r:id", "r:link", "r:pict", "r:href")


@dataclass
class WalkContext:
    """The shared state of a walk. `media` tells of each media part what became of it.

    `read_document` reads a Word file that is embedded in this one: bytes and name.
    """

    package: Package
    read_document: Callable[[bytes, str], Document]
    ledger: TextAccount = field(default_factory=TextAccount)
    pictures: dict[str, Media] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    quotes: dict[str, str] = field(default_factory=dict)
    called: dict[str, None] = field(default_factory=dict)
    errata: list[Erratum] = field(default_factory=list)

    @cached_property
    def styles(self) -> Styles:
        """The styles of the main part."""
        return Styles(self._beside("styles"))

    @cached_property
    def numbering(self) -> Numbering:
        """The numbering of the main part."""
        return Numbering(self._beside("numbering"), self.styles)

    def _beside(self, relation_kind: str) -> etree._Element | None:
        part = self.related(relation_kind)
        return self.package.tree(part) if part else None

    def related(self, relation_kind: str) -> str | None:
        """Return the part of kind `what` that the main part names, or None."""
        relations = self.package.relations(self.package.main).values()
        return next(
            (relation.target for relation in relations if relation.kind == relation_kind), None
        )

    def relation(self, part: str, node: etree._Element, name: str = "r:id") -> Relation | None:
        """Return the relation of `part` that the attribute `name` of `node` names."""
        return self.package.relations(part).get(attribute(node, name) or "")

    def count(self, key: str, quote: str = "") -> None:
        """Count something the editor will be told of, with the first words of it."""
        self.seen[key] += 1
        if quote.strip() and len(self.quotes.get(key, "")) < LONGEST_QUOTE:
            self.quotes[key] = f"{self.quotes[key]} / {quote}" if key in self.quotes else quote

    def picture(self, part: str) -> str | None:
        """Return the key under which the picture `part` is kept, or None when it is not there.

        Raises `StopPress` when the pictures of the file are too large together.
        """
        package = self.package
        if part not in package:
            self.count("lost-picture", part)
            return None
        if part not in self.pictures:
            total = sum(len(picture.data) for picture in self.pictures.values())
            if total + package.size(part) > ALL_PICTURES:
                raise StopPress(
                    [office_errata.too_large(package.name, part, total + package.size(part))]
                )
            self.pictures[part] = Media(part.rpartition("/")[2], package.data(part))
        self.media[part] = "placed"
        return part

    def revise(self, node: etree._Element, part: str) -> None:
        """Set aside what a revision deleted, or moved away from here; count the revision."""
        self.count("revision")
        self.set_aside(node, MOVED if kind(node) == "w:moveFrom" else DELETED, part)

    def set_aside(self, root: etree._Element, reason: Wording, part: str) -> str:
        """Set aside all text and all media below `root`."""
        relations = self.package.relations(part)
        for node in root.iter():
            for name in _REFERENCES if len(node.attrib) else ():
                relation = relations.get(attribute(node, name) or "")
                if relation and not relation.outside:
                    self.media.setdefault(relation.target, reason.zh)
            if kind(node) in ("w:footnoteReference", "w:endnoteReference"):
                self.count("set-aside-call")
        return self.ledger.set_aside(root, reason, part)
