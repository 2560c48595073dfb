"""Readers of the EPUB and of the print edition find the same words under the same page number."""

import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

import books
import tiny
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
    result, seen = [], False
    for event, node in etree.iterwalk(root, events=("start", "end")):
        inside = any(
            apart & set((a.get("class") or "").split()) for a in (node, *node.iterancestors())
        )
        if event == "start":
            seen = seen or node is mark
            if seen and not inside:
                result.append(node.text or "")
        elif seen:
            above = node.getparent()
            hidden = above is not None and any(
                apart & set((a.get("class") or "").split()) for a in (above, *above.iterancestors())
            )
            if not hidden:
                result.append(node.tail or "")
    return "".join("".join(result).split())


LONGEST_CAPTION = 20


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
        if label in (*text.split()[:1], *text.split()[-1:])  # the folio stands at head or foot
        and not label.startswith("扉")
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
            assert 0 <= page.find(words[:12]) <= LONGEST_CAPTION, (  # a figure may stand above
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


LONG = "一段很长的话有始有终而没有标点" * 30
NOTE = "注里的话说了很久也没有说完，" * 220
PARTS = {
    "verse": "".join(f"第{n}行诗在这里，\\\n" for n in range(90)) + "完。\n",
    "nested": "".join(f"- 甲{n}\n\n  > 乙{n}{LONG[:90]}\n  >\n  > 1. 丙{n}\n" for n in range(24)),
    "tight": "".join(f"{n}. 第{n}条\n" for n in range(1, 90)),
    "table": "| 项 | 数 |\n|---|---|\n" + "".join(f"| 名{n} | {LONG[:60]}{n} |\n" for n in range(40)),
    "cell": f"| 项 | 数 |\n|---|---|\n| 名 | {NOTE[:1300]} |\n",
    "code": "```\n" + "".join(f"line {n} = {n}\n" for n in range(90)) + "```\n",
    "word": "abcdefghij" * 400 + "\n",
    "hyphens": "representative administration " * 200 + "\n",
    "note": f"前文。[^a]{LONG}{LONG}\n\n后文。\n\n[^a]: {NOTE}\n",
    "note-last": f"前文。[^a]\n\n[^a]: {NOTE}\n",
    "picture": f"{LONG * 2}\n\n![画](../media/a.png \"图题\")\n\n![画](../media/a.png)\n\n后文。{LONG}\n",
    "same-line": f"**{LONG}**{LONG}*{LONG}*{LONG}\n",
    "wide": "|" + "|".join(f"栏目{n}名称" for n in range(40)) + "|\n" + "|---" * 40 + "|\n"
    + "".join("|" + "|".join(f"值{r}之{n}" for n in range(40)) + "|\n" for r in range(40)),
}  # fmt: skip


@pytest.mark.parametrize("what", PARTS)
def test_whatever_a_page_begins_with_its_mark_stands_there(what: str, tmp_path: Path) -> None:
    folder = tiny.write(
        tmp_path,
        book=tiny.BOOK.replace("editions: [print]", "editions: [print, epub]"),
        case=f"---\naward: 1-1\n---\n\n{PARTS[what]}",
    )
    (folder / "manuscript/media").mkdir()
    Image.new("L", (900, 900), 90).save(folder / "manuscript/media/a.png")
    made = issuing.issue(folder, (), quiet, 1)
    wrong = {"page-marker-misplaced", "text-lost-in-epub"}
    assert [e.message.zh for e in made.queries if e.rule in wrong] == []
    labels = pdf.labels(made.files["print"])
    texts = ["".join(text.split()) for text in pdf.texts(made.files["print"])]
    document = documents(made.files["epub"])["case-1-1.xhtml"]
    apart = frozenset({"noteref", "notes", "locator"})
    begins = [(str(m.get("aria-label")), following(m, apart)[:6]) for m in marks(document)[1:]]
    assert begins
    for at, (label, words) in enumerate(begins):
        again = at + 1 < len(begins) and begins[at + 1][1] == words  # nothing but notes, or copies
        assert again or words in texts[labels.index(label)], (label, words)
