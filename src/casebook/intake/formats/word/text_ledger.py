"""Account for every text node of a Word file: printed, or set aside under a named reason.

The walk takes text through this ledger only, so after it whatever is neither taken nor set aside
is text that would have been lost. `missing` finds it by looking at all parts anew, without
knowing how the walk went about.
"""

from collections.abc import Iterator

from lxml import etree

from casebook.errata import Wording
from casebook.intake.formats.rich import Aside
from casebook.intake.formats.word.element_names import kind

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


class Ledger:
    """What became of the text nodes: `taken` into the case, or aside with a reason."""

    def __init__(self) -> None:
        self._taken: set[etree._Element] = set()
        self._aside: set[etree._Element] = set()
        self.asides: list[Aside] = []

    def take(self, node: etree._Element) -> str:
        """Return the text of `node`, which is printed."""
        self._taken.add(node)
        return (node.text or "") + "".join(one.tail or "" for one in node)

    def knows(self, node: etree._Element) -> bool:
        """Whether the text of `node` has been taken or set aside."""
        return node in self._taken or node in self._aside

    def hush(self, node: etree._Element) -> str:
        """Return the text of `node`, which is set aside; the caller lists it with others."""
        self._aside.add(node)
        return _text(node)

    def list(self, reason: Wording, where: str, text: str) -> None:
        """List words that were hushed one by one."""
        self.asides.append(Aside(reason, where, text))

    def set_aside(self, root: etree._Element, reason: Wording, where: str) -> str:
        """List all text below `root` that was not taken, for `reason`; return it."""
        found: list[str] = []
        paragraphs = {"w:p", "a:p", "w:comment"}
        for node in root.iter():
            if kind(node) in paragraphs and found:
                found.append("\n")
            if _has_text(node) and not self.knows(node):
                self._aside.add(node)
                found.append(_text(node))
        text = "".join(found).strip("\n")
        if text.strip():
            self.asides.append(Aside(reason, where, text))
        return text

    def summed(self) -> tuple[Aside, ...]:
        """Return what was set aside, that of one reason and part together."""
        found: dict[tuple[Wording, str], list[str]] = {}
        for reason, where, text in self.asides:
            found.setdefault((reason, where), []).append(text)
        return tuple(Aside(*key, "\n".join(texts)) for key, texts in found.items())

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
        (one.tail or "").strip() for one in node
    )  # fmt: skip


def _text(node: etree._Element) -> str:
    """Return the text of one node: its own and what stands between its children."""
    if kind(node) == "v:textpath":
        return str(node.get("string") or "")
    return (node.text or "") + "".join(one.tail or "" for one in node).strip()
