"""Turn galleys into the finished XHTML documents of the EPUB.

Enters: galleys, the printed folios, the plates made of their pictures. Leaves: documents as
bytes, which nothing rewrites afterwards: ebooklib's own chapter writer puts white space between
inline elements, which Chinese text cannot bear.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from casebook.editions.epub import (
    latin_words,
    links,
    nesting,
    notes,
    pagebreaks,
    phrase_breaks,
    table_records,
)
from casebook.editions.epub.epub_pictures import EpubPicture
from casebook.editions.epub.galley_xml import Draft
from casebook.editions.epub.markup import drop, epub_type, head, serialise, words, xhtml
from casebook.editions.epub.pagebreaks import PageBreak
from casebook.errata import Erratum, Kind, Wording

LARGEST = 260_000  # bytes of one document; older readers falter above


@dataclass(frozen=True)
class Document:
    """A finished document: manifest id, file name, manifest properties and its bytes."""

    id: str
    name: str
    properties: tuple[str, ...]
    data: bytes


def finish(
    drafts: Sequence[Draft],
    folios: Mapping[str, str],
    turns: Mapping[str, Sequence[PageBreak]],
    plates: Mapping[str, EpubPicture],
    sheets: Mapping[str, Sequence[str]],
    language: str,
) -> tuple[tuple[Document, ...], tuple[Erratum, ...]]:
    """Shape every draft and serialise it.

    `folios` maps section ids to folio labels, `turns` to the pages that begin within, `plates` picture paths as written to plates,
    `sheets` section ids to the addresses of their style sheets. The errata name links that lead
    nowhere and pictures without a description.
    """
    anchors = links.anchors((d.id, d.name, d.root) for d in drafts)
    titles = _titles(drafts)
    errata: list[Erratum] = []
    documents: list[Document] = []
    for draft in drafts:
        errata.extend(
            _dead_link(draft, node)
            for node in links.rewrite(draft.root, draft.name, anchors, folios)
        )
        errata.extend(_set_pictures(draft, plates))
        pagebreaks.mark_turns(draft.root, draft.id, turns.get(draft.id, ()))
        nesting.nest(draft.root)
        notes.move(draft.root)
        latin_words.mark(draft.root)
        _mend_tables(draft.root)
        table_records.arrange(draft.root)
        phrase_breaks.mark(draft.root)
        notes.bind(draft.root)
        if label := folios.get(draft.id):
            pagebreaks.mark_start(draft.root, draft.id, label)
        head(draft.root, titles[draft.id], sheets[draft.id], language)
        data = serialise(draft.root)
        if len(data) > LARGEST:
            errata.append(_too_long(draft, len(data)))
        documents.append(Document(draft.id, draft.name, _properties(draft.root), data))
    return tuple(documents), tuple(errata)


def _titles(drafts: Sequence[Draft]) -> dict[str, str]:
    """Title every document after its section; equal titles are told apart by organisation."""
    sections = [draft.galley.section for draft in drafts]
    often = Counter(section.title for section in sections)
    titles = {
        s.id: f"{s.title}（{s.case.organisation}）" if s.case and often[s.title] > 1 else s.title
        for s in sections
    }
    often = Counter(titles.values())
    return {key: f"{t}（{key}）" if often[t] > 1 else t for key, t in titles.items()}


def _set_pictures(draft: Draft, plates: Mapping[str, EpubPicture]) -> Iterator[Erratum]:
    for picture in draft.pictures():
        written = picture.get("src", "")
        plate = plates.get(written)
        if plate is None:
            continue  # told when it was prepared
        picture.set("src", plate.name)
        picture.set("width", str(plate.width))
        picture.set("height", str(plate.height))
        if not picture.get("alt", "").strip():
            picture.set("alt", "")
            yield _undescribed(draft, picture, written)


def _mend_tables(root: etree._Element) -> None:
    """An empty head cell heads nothing: to a screen reader it is a plain cell."""
    for cell in root.iter(xhtml("th")):
        if not words(cell).strip() and cell.find(f".//{xhtml('img')}") is None:
            cell.tag = xhtml("td")
            drop(cell, "scope")


def _properties(root: etree._Element) -> tuple[str, ...]:
    """Return the manifest properties that the content calls for."""
    tests = {
        "index": any("index" in epub_type(node) for node in root.iter(etree.Element)),
        "mathml": root.find(".//{http://www.w3.org/1998/Math/MathML}math") is not None,
        "svg": root.find(".//{http://www.w3.org/2000/svg}svg") is not None,
    }
    return tuple(name for name, present in tests.items() if present)


def _dead_link(draft: Draft, node: etree._Element) -> Erratum:
    return Erratum(
        "dead-link",
        draft.place(node),
        Wording(
            f"链接的目标“{node.get('href')}”不在书里",
            f"the link leads to ‘{node.get('href')}’, which is not in the book",
        ),
        Wording("改正链接，或只留文字。", "Mend the link, or leave only its text."),
        words(node)[:40],
    )


def _undescribed(draft: Draft, picture: etree._Element, written: str) -> Erratum:
    return Erratum(
        "picture-without-description",
        draft.place(picture),
        Wording(
            "图片没有文字说明，听书的读者不知道画的是什么",
            "a picture without a description: readers who listen cannot know what it shows",
        ),
        Wording('写成 ![画面内容](文件 "图题")。', 'Write ![what it shows](file "caption").'),
        written,
        Kind.QUERY,
    )


def _too_long(draft: Draft, size: int) -> Erratum:
    return Erratum(
        "document-too-long",
        draft.place(),
        Wording(
            f"“{draft.galley.section.title}”有 {size // 1000} kB，旧阅读器打开会很慢",
            f"‘{draft.galley.section.title}’ has {size // 1000} kB; older readers will be slow",
        ),
        Wording("能分成两篇的话就分开。", "Divide it in two if it can be divided."),
        kind=Kind.QUERY,
    )
