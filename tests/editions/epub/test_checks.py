"""The static checks are silent on a good book, and each speaks when its defect is sown."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest
from PIL import Image

from editions.epub.checks import CHECKS
from editions.epub.opened import Opened

Files = dict[str, bytes]
CASE, NAV, OPF = "EPUB/case-1-1.xhtml", "EPUB/nav.xhtml", "EPUB/content.opf"


def swap(name: str, old: str, new: str) -> Callable[[Files], None]:
    """A defect: the first `old` in the file `name` becomes `new`."""

    def sow(files: Files) -> None:
        assert old in files[name].decode(), f"{name} has no {old}"
        files[name] = files[name].replace(old.encode(), new.encode(), 1)

    return sow


def cut(name: str, pattern: str) -> Callable[[Files], None]:
    """A defect: the first that `pattern` finds in the file `name` is missing."""

    def sow(files: Files) -> None:
        text, count = re.subn(pattern, "", files[name].decode(), count=1)
        assert count, f"{name} has no {pattern}"
        files[name] = text.encode()

    return sow


def repaint(name: str, mode: str, size: tuple[int, int], kind: str) -> Callable[[Files], None]:
    """A defect: the picture whose name ends with `name` becomes another one."""

    def sow(files: Files) -> None:
        key = next(n for n in files if n.startswith("EPUB/images/") and n.endswith(name))
        out = BytesIO()
        Image.new(mode, size).save(out, kind)
        files[key] = out.getvalue()

    return sow


def photo(files: Files) -> str:
    return next(n for n in files if n.startswith("EPUB/images/") and "cover" not in n)


def other_photo(mode: str, size: tuple[int, int], kind: str) -> Callable[[Files], None]:
    def sow(files: Files) -> None:
        repaint(photo(files).rpartition("/")[2], mode, size, kind)(files)

    return sow


def stray(files: Files) -> None:
    files["EPUB/stray.css"] = b"p {}"


def twice(files: Files) -> None:
    copy = photo(files).replace("images/", "images/x")
    files[copy] = files[photo(files)]
    files[OPF] = files[OPF].replace(
        b"</manifest>",
        f'<item href="{copy[5:]}" id="x" media-type="image/jpeg"/></manifest>'.encode(),
    )
    swap(CASE, "<figure", f'<p><img src="{copy[5:]}" alt="x"/></p><figure')(files)


def note_between(files: Files) -> None:
    swap(CASE, "<blockquote>", '<aside epub:type="footnote"><p>x</p></aside><blockquote>')(files)


def heavy(files: Files) -> None:
    files[CASE] += b" " * 260_000


SEEDS: list[tuple[str, str, Callable[[Files], None]]] = [
    ("E4", "a file outside the manifest", stray),
    ("E4", "a name that is not ASCII", lambda f: f.update({"EPUB/封面.css": b""})),
    ("E5", "no language on the package", swap(OPF, ' xml:lang="zh-CN"', "")),
    ("E5", "an identifier that is no URN", swap(OPF, "urn:uuid:", "")),
    ("E5", "a creator without a role", swap(OPF, 'refines="#creator-1"', 'refines="#creator-9"')),
    ("E5", "an id twice", swap(OPF, 'id="contributor-1"', 'id="creator-1"')),
    ("E6", "no number for calibre", swap(OPF, "calibre:series_index", "calibre:x")),
    ("E6", "another name for calibre", swap(OPF, 'content="案例丛书"', 'content="丛书"')),
    ("E7", "an empty alt though alternativeText is claimed", swap(CASE, "三人站在院门前", "")),
    ("E7", "page markers not claimed", swap(OPF, "pageBreakMarkers", "synchronizedAudioText")),
    ("E7", "no source of the pages", swap(OPF, "pageBreakSource", "x:y")),
    ("E8", "a label unlike its heading", swap(NAV, "没有来稿的案例", "没有来稿案例")),
    ("E8", "a case forgotten", swap(NAV, '<li><a href="case-2-1.xhtml">同名案例</a></li>', "")),
    ("E9", "another label in the NCX", swap("EPUB/toc.ncx", "编写说明", "说明")),
    ("E9", "a wrong depth", swap("EPUB/toc.ncx", 'depth" content="2"', 'depth" content="1"')),
    ("E10", "a wrong label in the page list", swap(NAV, "page\">5<", "page\">6<")),
    ("E10", "page breaks that fall", swap(CASE, 'aria-label="3"', 'aria-label="300"')),
    ("E12", "text that begins at the notes", swap(NAV, 'tier-1.xhtml" epub:type="bodymatter',
                                                  'matter-notes.xhtml" epub:type="bodymatter')),
    ("E12", "a hidden list in the spine", swap("EPUB/contents.xhtml", "<ol>", "<ol hidden=''>")),
    ("E13", "a way back to the wrong note", swap(CASE, "#case-1-1-n2-ref", "#case-1-1-n1-ref")),
    ("E13", "a call without text",
     swap(CASE, ">[2]<", "><")),
    ("E13", "a note between the paragraphs", note_between),
    ("E13", "note text inside the link back", swap(CASE, "[2]</a> 注二。", "[2] 注二。</a>")),
    ("E14", "an empty alt", swap(CASE, "三人站在院门前", " ")),
    ("E14", "a CMYK picture", other_photo("CMYK", (90, 90), "JPEG")),
    ("E14", "a picture too large", other_photo("RGB", (2000, 90), "JPEG")),
    ("E14", "a PNG named JPEG", other_photo("RGB", (90, 90), "PNG")),
    ("E14", "a picture carried twice", twice),
    ("E16", "a line break between ideographs", swap(CASE, "一词不应", "一词\n不应")),
    ("E16", "a private-use character", swap(CASE, "一词不应", "一词\ue000不应")),
    ("E17", "two h1", swap(CASE, "</header>", "<h1>又一个</h1></header>")),
    ("E17", "a skipped level", cut(CASE, r"<h2 id=\"case-1-1-h1\".*?</h2>")),
    ("E17", "one title twice", swap(CASE, "<title>同一题目——以甲为例", "<title>目录")),
    ("E17", "no language", swap(CASE, ' lang="zh-CN"', "")),
    ("E18", "no caption", cut(CASE, "<caption.*?</caption>")),
    ("E18", "an empty head cell", swap(CASE, ">人数<", "><")),
    ("E18", "a head cell without scope", swap(CASE, ' scope="col"', "")),
    ("E19", "a locator off by one", swap("EPUB/index-region.xhtml", "page\">9<", "page\">10<")),
    ("E20", "links that do not look like links",
     swap("EPUB/style/sheet-1.css", "body {", "a { text-decoration: none }\nbody {")),
    ("E20", "a fixed colour", swap("EPUB/style/sheet-1.css", "body {", "body { color: #000;")),
    ("E20", "a script", swap(CASE, "</head>", "<script></script></head>")),
    ("E20", "a remote picture", swap(CASE, 'src="images/', 'src="https://example.org/')),
    ("E21", "a small cover", repaint("cover.jpg", "RGB", (800, 1280), "JPEG")),
    ("E21", "no cover for EPUB 2", swap(OPF, 'name="cover"', 'name="couverture"')),
    ("E21", "no guide", swap(OPF, 'type="toc"', 'type="notes"')),
    ("E22", "a document too long", heavy),
    ("links", "a link that leads nowhere",
     swap("EPUB/contents.xhtml", "case-2-2.xhtml", "case-2-3.xhtml")),
]  # fmt: skip


def sown(data: bytes, defect: Callable[[Files], None]) -> Opened:
    """The book with a defect, packed as the good one is."""
    files = dict(Opened(data).files)
    defect(files)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_STORED)
    return Opened(out.getvalue())


@pytest.mark.parametrize("row", CHECKS)
def test_a_good_book_passes_every_check(row: str, small_book: Path) -> None:
    assert list(CHECKS[row](Opened(small_book.read_bytes()))) == []


@pytest.mark.parametrize(("row", "defect", "sow"), SEEDS, ids=[f"{r} {d}" for r, d, _ in SEEDS])
def test_a_sown_defect_is_seen(
    row: str, defect: str, sow: Callable[[Files], None], small_book: Path
) -> None:
    assert list(CHECKS[row](sown(small_book.read_bytes(), sow)))


def test_every_check_has_a_defect_of_its_own() -> None:
    assert {row for row, _, _ in SEEDS} == set(CHECKS)


def test_a_time_stamp_of_its_own_is_seen(small_book: Path) -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in Opened(small_book.read_bytes()).files.items():
            archive.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, len(out.getvalue()) % 60)), content)
    assert list(CHECKS["E4"](Opened(out.getvalue())))
