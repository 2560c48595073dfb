"""Readers of the EPUB and of the print edition find the same words under the same page number."""

import zipfile
from pathlib import Path

import books
import pytest
from lxml import etree

from casebook import issuing, pdf
from casebook.errata import Wording

EPUB = "{http://www.idpf.org/2007/ops}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def quiet(_step: Wording, _count: int | None) -> None:
    return None


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> issuing.Issue:
    folder = books.every_kind(tmp_path_factory.mktemp("book"), lines=60)
    return issuing.issue(folder, (), quiet, 1)


def documents(path: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(path) as archive:
        return {
            Path(name).name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".xhtml")
        }


def following(mark: etree._Element, apart: frozenset[str]) -> str:
    """Return the text after `mark` in its document, without spaces, and without what is apart."""
    root = mark.getroottree().getroot()
    found, seen = [], False
    for event, node in etree.iterwalk(root, events=("start", "end")):
        inside = any(
            apart & set((a.get("class") or "").split()) for a in (node, *node.iterancestors())
        )
        if event == "start":
            seen = seen or node is mark
            if seen and not inside:
                found.append(node.text or "")
        elif seen:
            above = node.getparent()
            hidden = above is not None and any(
                apart & set((a.get("class") or "").split()) for a in (above, *above.iterancestors())
            )
            if not hidden:
                found.append(node.tail or "")
    return "".join("".join(found).split())


def marks(document: etree._Element) -> list[etree._Element]:
    return [node for node in document.iter() if node.get(f"{EPUB}type") == "pagebreak"]


def test_every_printed_page_of_text_is_in_the_page_list(issue: issuing.Issue) -> None:
    nav = documents(issue.files["epub"])["nav.xhtml"]
    listed = [
        link.text
        for part in nav.iter(f"{XHTML}nav")
        if part.get(f"{EPUB}type") == "page-list"
        for link in part.iter(f"{XHTML}a")
    ]
    labels, texts = pdf.labels(issue.files["print"]), pdf.texts(issue.files["print"])
    printed = [
        label
        for label, text in zip(labels, texts, strict=True)
        if label in text.split() and not label.startswith("扉")
    ]
    assert listed == printed


def test_a_page_break_stands_where_the_printed_page_begins(issue: issuing.Issue) -> None:
    labels = pdf.labels(issue.files["print"])
    texts = ["".join(text.split()) for text in pdf.texts(issue.files["print"])]
    apart = frozenset({"noteref", "notes", "locator"})
    checked = 0
    for name, document in documents(issue.files["epub"]).items():
        if not name.startswith(("case-", "matter-")):
            continue
        for mark in marks(document)[1:]:
            page = texts[labels.index(str(mark.get("aria-label")))]
            words = following(mark, apart)
            assert page.startswith(words[:12]), (
                name,
                mark.get("aria-label"),
                words[:20],
                page[:20],
            )
            checked += 1
    assert checked >= 3


def test_a_break_may_stand_in_the_middle_of_a_paragraph(issue: issuing.Issue) -> None:
    document = documents(issue.files["epub"])["case-1-1.xhtml"]
    within = [
        m for m in marks(document) if m.getparent().tag == f"{XHTML}p" and m.getprevious() is None
    ]
    assert any(mark.getparent().text for mark in within)
