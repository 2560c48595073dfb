"""Whatever was opened while a section was laid out is part of what it was made from."""

import re
from pathlib import Path

import pytest
from PIL import Image

import books
import tiny
from casebook import layout
from casebook.press import engine, volume
from casebook.press.dependencies import SETTING, BookFolders, address, named_files, reachable

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="{}"><rect width="9" height="9"/></svg>'
CASE = "layouts/own/print/case.html"
IMPORT = {
    "layouts/own/layout.yaml": "extends: standard\n",
    "layouts/own/print/zz.css": '@import "sub/x.css";\n',
}


def small(folder: Path, files: dict[str, str]) -> Path:
    """Write a book of one case set by its own layout, which builds on the standard one."""
    given = {"layouts/own/layout.yaml": "extends: standard\n", **files}
    tiny.write(folder, book=tiny.BOOK + "layout: own\n")
    for name, text in given.items():
        put(folder / name, text)
    return folder


def put(path: Path, text: str | None) -> None:
    """Write, draw or remove a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        path.unlink()
    elif path.suffix == ".png":
        Image.new("RGB", (60, 40), text).save(path)
    else:
        path.write_text(text, "utf-8")


def made(folder: Path, build: Path) -> tuple[bytes, tuple[str, ...]]:
    """Return the bound book and its faults, made with what is kept in `build`."""
    book, galleys = books.composed(folder)
    made = volume.make(book, galleys, build, 1)
    data, errata = volume.bind(made, book)
    return data, tuple(f"{e.place} {e.rule} {e.quote}" for e in (*made.errata, *errata))


def in_case(words: str) -> str:
    shipped = (layout.SHIPPED / "standard" / "shared" / "case.html").read_text("utf-8")
    start, _, end = shipped.rpartition("{% endblock %}")
    return f"{start}{words}{{% endblock %}}{end}"


CHANGES = {
    "a sheet imported by an imported sheet": (
        {
            **IMPORT,
            "layouts/own/print/sub/x.css": '@import url("deep/y.css");',
            "layouts/own/print/sub/deep/y.css": "p { margin-left: 1em }",
        },
        ("layouts/own/print/sub/deep/y.css", "p { margin-left: 3em }"),
    ),
    "an imported sheet that comes later": (
        IMPORT,
        ("layouts/own/print/sub/x.css", "p { margin-left: 3em }"),
    ),
    "an imported sheet that goes": (
        {**IMPORT, "layouts/own/print/sub/x.css": "p { margin-left: 3em }"},
        ("layouts/own/print/sub/x.css", None),
    ),
    "a picture in an imported sheet": (
        {
            **IMPORT,
            "layouts/own/print/sub/x.css": "p { background: url(a.png) }",
            "layouts/own/print/sub/a.png": "#123",
        },
        ("layouts/own/print/sub/a.png", "#abc"),
    ),
    "a picture whose address is written with escapes": (
        {
            "layouts/own/print/zz.css": "p { background: u\\72l(b\\.png) }",
            "layouts/own/print/b.png": "#123",
        },
        ("layouts/own/print/b.png", "#abc"),
    ),
    "a picture in a style attribute": (
        {CASE: in_case("<p style='background: url(media/b.png)'>图</p>"), "manuscript/media/b.png": "#123"},
        ("manuscript/media/b.png", "#abc"),
    ),
    "an <object>": (
        {CASE: in_case("<object data=media/b.png>图</object>"), "manuscript/media/b.png": "#123"},
        ("manuscript/media/b.png", "#abc"),
    ),
    "a picture that comes later": (
        {CASE: in_case("<p><img src=media/b.png alt=图></p>")},
        ("manuscript/media/b.png", "#abc"),
    ),
    "a picture in an SVG": (
        {
            CASE: in_case("<p><img src=media/b.svg alt=图></p>"),
            "manuscript/media/b.svg": SVG.format(40).replace(
                "<rect", '<image href="c.png" width="30" height="30"/><rect'
            ),
            "manuscript/media/c.png": "#123",
        },
        ("manuscript/media/c.png", "#abc"),
    ),
    "a picture in an SVG in a template": (
        {
            CASE: in_case(
                '<p><svg width="40" height="40"><image href="media/c.png" width="30" '
                'height="30"/></svg></p>'
            ),
            "manuscript/media/c.png": "#123",
        },
        ("manuscript/media/c.png", "#abc"),
    ),
    "a sheet imported by a template's own style": (
        {
            CASE: in_case('<style>@import "media/x.css";</style>'),
            "manuscript/media/x.css": "p { margin-left: 1em }",
        },
        ("manuscript/media/x.css", "p { margin-left: 3em }"),
    ),
    "a picture in the margin": (
        {
            "layouts/own/print/zz.css": "@page { @bottom-left-corner { content: url(a.png) } }",
            "layouts/own/print/a.png": "#123",
        },
        ("layouts/own/print/a.png", "#abc"),
    ),
    "a template that overrides one": (
        {},
        (CASE, in_case("<p>多一句。</p>")),
    ),
    "an included template": (
        {CASE: in_case("{% include 'print/part.html' %}"), "layouts/own/print/part.html": "<p>甲</p>"},
        ("layouts/own/print/part.html", "<p>乙</p>"),
    ),
    "a sheet that overrides one": (
        {},
        ("layouts/own/print/text.css", "p { margin-left: 3em }"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_book_kept_and_changed_is_the_book_made_anew(tmp_path: Path, name: str) -> None:
    files, (path, text) = CHANGES[name]
    folder = small(tmp_path / "book", files)
    first = made(folder, tmp_path / "build")
    put(folder / path, text)
    again, clean = made(folder, tmp_path / "build"), made(folder, tmp_path / "clean")
    assert first != clean, "the change must be one that shows"
    assert again == clean
    assert made(folder, tmp_path / "build") == clean


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"layouts/own/print/zz.css": "p { colour: red }"}, "ignored-css"),
        ({**IMPORT, "layouts/own/print/sub/x.css": "p { colour: red }"}, "ignored-css"),
        ({**IMPORT, "layouts/own/print/sub/x.css": "@page { @top-left { content: element(a) } }"},
         "running-element"),
        ({CASE: in_case("<p style='background: url(media/no.png)'>图</p>")}, "missing-picture"),
        ({"layouts/own/print/zz.css": "@page { @bottom-left-corner { content: url(no.png) } }"},
         "missing-picture"),
        ({CASE: in_case("<style>@font-face { font-family: X; src: url(x.ttf) }</style>")},
         "font-in-section"),
    ],
)  # fmt: skip
def test_a_warning_is_told_on_every_run(tmp_path: Path, files: dict[str, str], rule: str) -> None:
    folder = small(tmp_path / "book", files)
    runs = [made(folder, tmp_path / "build")[1] for _ in range(3)]
    assert any(rule in said for said in runs[0])
    assert runs[1] == runs[2] == runs[0]


def test_a_sheet_that_changes_under_a_worker_is_read_again(tmp_path: Path) -> None:
    folder = small(tmp_path / "book", {"layouts/own/print/zz.css": "p { margin-left: 1em }"})
    assert not made(folder, tmp_path / "build")[1]
    put(folder / "layouts/own/print/zz.css", "p { colour: red }")
    assert any("ignored-css" in said for said in made(folder, tmp_path / "build")[1])


def test_nothing_outside_the_folders_is_read(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    put(tmp_path / "secret.txt", "x")
    (tmp_path / "book" / "link.txt").symlink_to(tmp_path / "secret.txt")
    folders = BookFolders(tmp_path / "book", ())
    for name in ("manuscript/../secret.txt", "manuscript/link.txt", "etc/passwd", "manuscript"):
        assert folders.digest_at(name) == ""


@pytest.mark.parametrize("url", ["https://example.org/a", "data:text/plain,a", "file://host/a"])
def test_only_made_up_addresses_are_addresses(url: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        address(url)


def test_what_a_sheet_names_is_guessed(tmp_path: Path) -> None:
    put(tmp_path / "print" / "a.css", '@import "sub/b.css"; p { background: url(../c.png) }')
    put(tmp_path / "print" / "sub" / "b.css", "@import url( '../a.css' );")
    folders = BookFolders(tmp_path, (tmp_path / "print" / "a.css",))
    assert list(reachable(folders)) == ["layout0/a.css", "layout0/sub/b.css", "c.png"]
    assert list(named_files("@import 'x'; url(data:a)")) == ["x", "data:a"]


def test_a_cover_drawn_between_does_not_change_how_lines_are_set(tmp_path: Path) -> None:
    folder = small(tmp_path / "book", {})
    made(folder, tmp_path / "build")
    engine.lay_out("<p>封面</p>", (), tmp_path)  # composed; the book is not
    put(folder / "manuscript" / "cases" / "1-1.md", tiny.CASE + "\n多 3 句“话”。\n")
    again = made(folder, tmp_path / "build")
    engine.compose_lines(False)
    assert again == made(folder, tmp_path / "clean")


def test_pages_are_made_again_when_any_package_has_changed_that_sets_them() -> None:
    """What `press` loads, package by package, but for data and what errors are told with."""
    package = Path(layout.__file__).parent
    named = {
        name
        for folder in SETTING
        for path in (package / folder).glob("*.py")
        for name in re.findall(r"(?m)^ *from casebook\.(\w+)", path.read_text("utf-8"))
        if (package / name).is_dir()
    }
    assert named - set(SETTING) <= {"intake"}, "a package that sets pages is in no version of them"
    assert "pagination" in named
