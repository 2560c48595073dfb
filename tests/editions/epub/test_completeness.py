"""What an EPUB document lacks of its galley is told; page markers stand where pages begin."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from casebook.editions.epub import completeness, galley_xml, xhtml_documents
from casebook.editions.epub.galley_xml import Draft
from casebook.editions.epub.pagebreaks import PageBreak
from casebook.editions.epub.xhtml_documents import Document
from editions.epub import samples

Finished = tuple[list[Draft], list[Document]]


@pytest.fixture
def finished(tmp_path: Path) -> Finished:
    book = samples.small()
    galleys = [g for g in samples.galleys(book, samples.folder(tmp_path)) if g.section.case]
    read, _ = galley_xml.parse(galleys)
    names = {draft.id: () for draft in read}
    pages, _ = xhtml_documents.finish(read, {}, {}, {}, names, "zh-CN")
    return list(read), list(pages)


def text(finished: Finished) -> tuple[int, str]:
    """Return the number of a document with text, and words that stand in it once."""
    for number, document in enumerate(finished[1]):
        root = etree.fromstring(document.data)
        for node in root.iter("{http://www.w3.org/1999/xhtml}p"):
            if len(node.text or "") > 12 and document.data.decode().count(node.text or "") == 1:
                return number, str(node.text)
    raise AssertionError("no text in the sample")


def test_a_whole_document_lacks_nothing(finished: Finished) -> None:
    assert list(completeness.losses(*finished, {})) == []


def test_words_that_are_gone_are_told_with_their_place(finished: Finished) -> None:
    number, words = text(finished)
    data = finished[1][number].data.decode().replace(words, words[:3] + words[9:]).encode()
    finished[1][number] = replace(finished[1][number], data=data)
    (erratum,) = completeness.losses(*finished, {})
    assert erratum.rule == "text-lost-in-epub"
    assert erratum.place.path.endswith(".md")
    assert words[4:8] in erratum.quote


def test_a_marker_at_the_wrong_words_is_told(finished: Finished) -> None:
    number, _ = text(finished)
    draft = finished[0][number]
    turns = {draft.id: (PageBreak("7", 3, 0, "别的页上的第一句话"),)}
    (erratum,) = completeness.losses(*finished, turns)
    assert erratum.rule == "page-marker-misplaced"
    assert "7" in erratum.message.zh
