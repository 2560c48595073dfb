"""Nothing of a galley is missing from its EPUB document, and page markers stand where pages begin.

Both are looked at in the finished bytes, against the galley as it was set: what shaping a document
loses, whatever loses it, is told, and a final book with it is not issued.
"""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from casebook.conservation import characters, missing
from casebook.editions.epub.galley_xml import Draft
from casebook.editions.epub.links import page_id
from casebook.editions.epub.markup import classes, part, xhtml
from casebook.editions.epub.pagebreaks import PageBreak
from casebook.editions.epub.xhtml_documents import Document
from casebook.errata import Erratum, Place, Wording
from casebook.press.page_starts import PICTURE
from casebook.press.signature import ENDED

LOSSES = frozenset({"text-lost-in-epub", "page-marker-misplaced"})
"""The rules: a draft is issued with them and says so, a final book is not issued."""

_APART = frozenset({"noteref", "locator", "notes"})


def losses(
    drafts: Sequence[Draft],
    documents: Sequence[Document],
    turns: Mapping[str, Sequence[PageBreak]],
) -> Iterator[Erratum]:
    """Yield what `documents` lack of the galleys they were made of, and markers that are misplaced.

    `turns` are the pages that begin within a section, by its id.
    """
    for draft, document in zip(drafts, documents, strict=True):
        root = etree.fromstring(document.data)
        yield from _lost(draft, root)
        yield from _misplaced(draft, root, turns.get(draft.id, ()))


def _lost(draft: Draft, root: etree._Element) -> Iterator[Erratum]:
    galley = etree.fromstring(draft.galley.html.encode())
    source_text = "\n".join(_texts(part(galley, "body")))
    for gap in missing(source_text, "".join(_texts(part(root, "body")))):
        quote = " ".join(gap.text.split())
        size = len(characters(gap.text))
        yield Erratum(
            "text-lost-in-epub",
            draft.place(_holder(galley, gap.text)),
            Wording(
                f"“{draft.galley.section.title}”有 {size} 个字不在电子书里",
                f"{size} characters of ‘{draft.galley.section.title}’ are not in the EPUB",
            ),
            Wording(
                "把这一段改成普通段落再试，并请把这一条告诉维护人员。",
                "Write it as plain paragraphs, and report this fault.",
            ),
            quote[:60],
        )


def _holder(galley: etree._Element, text: str) -> etree._Element | None:
    """Return the element that the lost words stand in."""
    first = text.strip().split("\n")[0]
    return next((node for node in galley.iter() if first and first in (node.text or "")), None)


def _misplaced(draft: Draft, root: etree._Element, turns: Sequence[PageBreak]) -> Iterator[Erratum]:
    marks = {str(node.get("id")): node for node in root.iter(xhtml("span")) if node.get("id")}
    for turn in turns:
        if draft.galley.section.case is None and not turn.line:
            continue  # set by templates of its own in each medium
        mark = marks.get(page_id(draft.id, turn.label))
        wanted = characters(turn.words)
        words_at = None if mark is None else _following(mark, len(wanted) or turn.line == ENDED)
        if words_at != wanted:
            place = draft.place()
            written_at = f"“{_shown(words_at)}”" if words_at is not None else "没有标记"
            there_en = f"‘{_shown(words_at)}’" if words_at is not None else "nowhere"
            yield Erratum(
                "page-marker-misplaced",
                Place(place.path, turn.line) if turn.line > 0 else place,
                Wording(
                    f"电子书里第 {turn.label} 页的页码标记位置不对：纸书从“{_shown(turn.words)}”起，"
                    f"这里从{written_at}起",
                    f"the marker of page {turn.label} is misplaced: the printed page begins with "
                    f"‘{_shown(turn.words)}’, the marked text with {there_en}",
                ),
                Wording("请把这一条告诉维护人员。", "Report this fault."),
                _shown(turn.words),
            )


def _shown(words: str) -> str:
    return words.replace(PICTURE, "〔图〕")


def _following(mark: etree._Element, length: int) -> str:
    """Return the first characters after a marker, pictures among them; notes apart."""
    text: list[str] = []
    size = 0
    for piece in _texts_after(mark):
        folded = characters(piece)
        text.append(folded)
        size += len(folded)
        if size >= length:
            break
    return "".join(text)[:length]


def _texts_after(mark: etree._Element) -> Iterator[str]:
    node: etree._Element | None = mark
    while node is not None:
        yield node.tail or ""
        for after in node.itersiblings():
            yield from _texts(after, _APART, PICTURE)
            yield after.tail or ""
        node = node.getparent()


def _texts(
    node: etree._Element, apart: frozenset[str] = frozenset({"locator"}), picture: str = ""
) -> Iterator[str]:
    if not isinstance(node.tag, str) or apart & set(classes(node)):
        return
    if node.tag == xhtml("img"):
        yield picture
    yield node.text or ""
    for child in node:
        yield from _texts(child, apart, picture)
        yield child.tail or ""
