"""Folders as people leave them: regular files inside are taken, everything else is told."""

import os
import socket
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest
from PIL import Image

import tiny
from casebook import files, layout
from casebook.errata import Kind, StopPress
from casebook.intake.manuscript import book_reader


def reasons_in(folder: Path) -> dict[str, str]:
    """Return the rule that each refused entry of `folder` breaks."""
    return {item.name: item.rule for item in files.walk(folder).refused}


def taken(folder: Path, **more: bool) -> list[str]:
    listing = files.walk(folder, **more)
    return [path.relative_to(folder).as_posix() for path in listing.files]


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    return folder


def faults(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(StopPress) as stop:
        book_reader.read(folder)
    return [(e.rule, str(e.place)) for e in stop.value.errata]


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    put(tmp_path, "b.md", "a/2.md", "a/1.md", "a-1.md")
    assert taken(tmp_path) == ["a/1.md", "a/2.md", "a-1.md", "b.md"]
    assert [p.name for p in files.walk(tmp_path).named(".md", "a")] == ["1.md", "2.md"]
    assert [p.name for p in files.walk(tmp_path).named(".md", "")] == ["a-1.md", "b.md"]


def test_files_of_programs_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "a.md", ".a.md.swp", "~$a.docx", ".git/config")
    (tmp_path / ".#a.md").symlink_to("editor@host.4711:1700000000")
    assert (taken(tmp_path), reasons_in(tmp_path)) == (["a.md"], {})


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "x/b.md")
    (tmp_path / "c.md").symlink_to("a.md")
    (tmp_path / "y").symlink_to("x")
    assert taken(tmp_path) == ["a.md", "c.md", "x/b.md", "y/b.md"]


def test_links_that_lead_elsewhere_are_refused_each_with_its_reason(tmp_path: Path) -> None:
    folder = put(tmp_path / "m", "x/a.md")
    put(tmp_path, "secret/b.md", "secret.md")
    (folder / "file.md").symlink_to(tmp_path / "secret.md")
    (folder / "folder").symlink_to(tmp_path / "secret")
    (folder / "gone.md").symlink_to("nothing")
    (folder / "self.md").symlink_to("self.md")
    (folder / "x" / "up").symlink_to("..")
    assert taken(folder) == ["x/a.md"]
    assert reasons_in(folder) == {
        "file.md": "link-outside",
        "folder": "link-outside",
        "gone.md": "broken-link",
        "self.md": "unreadable-file",
        "x/up": "link-loop",
    }


def test_links_among_folders_that_multiply_come_to_an_end(tmp_path: Path) -> None:
    for name in "abcdefgh":
        (tmp_path / name).mkdir()
        for other in "abcdefgh":
            if other != name:
                (tmp_path / name / f"to-{other}").symlink_to(f"../{other}")
    files_before, files.MOST = files.MOST, 2000
    try:
        assert "too-many-files" in reasons_in(tmp_path).values()
    finally:
        files.MOST = files_before


def test_pipes_sockets_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with socket.socket(socket.AF_UNIX) as door:
        here = Path.cwd()
        os.chdir(tmp_path)  # a socket's address is short
        door.bind("b.md")
        os.chdir(here)
    assert reasons_in(tmp_path) == {"a.md": "special-file", "b.md": "special-file"}
    for name in ("a.md", "b.md"):
        with pytest.raises(files.Refused) as refused:
            files.read(tmp_path / name)
        assert refused.value.refusal.rule == "special-file"
    with pytest.raises(files.Refused):
        files.read(Path("/dev/zero"))


def test_a_file_larger_than_is_read_is_told_and_no_byte_of_it_is_held(tmp_path: Path) -> None:
    with (tmp_path / "huge.md").open("wb") as file:
        file.truncate(files.LARGEST + 1)
    assert reasons_in(tmp_path) == {"huge.md": "file-too-large"}
    with pytest.raises(files.Refused):
        files.read(tmp_path / "huge.md")
    with pytest.raises(StopPress) as stop:
        files.text(tmp_path / "huge.md", name="cases/huge.md")
    assert str(stop.value.errata[0].place) == "cases/huge.md"


def test_a_folder_named_like_a_text_is_told_and_looked_into(tmp_path: Path) -> None:
    put(tmp_path, "x.md/a.md")
    assert (taken(tmp_path), reasons_in(tmp_path)) == (
        ["x.md/a.md"],
        {"x.md": "folder-named-as-file"},
    )


def test_folders_within_folders_without_end_are_told(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * (files.DEEPEST + 2))
    put(deep, "a.md")
    assert list(reasons_in(tmp_path).values()) == ["folders-too-deep"]
    assert taken(tmp_path) == []


def test_a_name_in_another_encoding_is_told_as_people_read_it(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "案例.md".encode("gb18030")))).write_bytes(b"")
    assert reasons_in(tmp_path) == {"案例.md": "name-not-utf-8"}
    assert len(files.walk(tmp_path, foreign=True).paths) == 1


def test_two_names_that_another_machine_takes_for_one_are_told(tmp_path: Path) -> None:
    put(tmp_path, "A.png", "a.png", normalize("NFC", "é.png"), normalize("NFD", "é.png"))
    assert len(taken(tmp_path)) == 4
    assert list(reasons_in(tmp_path).values()) == ["names-alike", "names-alike"]


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    (tmp_path / "a.md").chmod(0)
    assert reasons_in(tmp_path) == {"a.md": "unreadable-file"}


# A book


def test_an_editors_lock_stops_no_build(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    (tmp_path / "manuscript" / "cases" / ".#1-1.md").symlink_to("me@here.1:2")
    assert not book_reader.read(tmp_path).queries


def test_a_case_that_is_a_link_to_a_file_of_the_machine_is_not_opened(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    (tmp_path / "manuscript" / "cases" / "1-2.md").symlink_to("/etc/passwd")
    assert faults(tmp_path) == [("link-outside", "cases/1-2.md")]


def test_a_case_that_is_a_pipe_does_not_hang_the_press(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    os.mkfifo(tmp_path / "manuscript" / "cases" / "1-2.md")
    assert faults(tmp_path) == [("special-file", "cases/1-2.md")]


def test_a_matter_text_that_is_a_pipe_is_told_once(tmp_path: Path) -> None:
    order = tiny.BOOK.replace("contents]", "contents, {matter: front/preface.md}]")
    tiny.write(tmp_path, book=order)
    (tmp_path / "manuscript" / "front").mkdir()
    os.mkfifo(tmp_path / "manuscript" / "front" / "preface.md")
    assert faults(tmp_path) == [("special-file", "front/preface.md")]


def test_cases_that_are_a_linked_folder_outside_stop_the_press(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    (tmp_path / "manuscript" / "cases").rename(tmp_path / "elsewhere")
    (tmp_path / "manuscript" / "cases").symlink_to(tmp_path / "elsewhere")
    assert ("link-outside", "cases") in faults(tmp_path)


@pytest.mark.parametrize(("make", "rule"), [(Path.touch, "no-folder"), (os.mkfifo, "special-file")])
def test_a_file_where_the_folder_of_cases_belongs_stops_the_press(
    tmp_path: Path, make: Callable[[Path], None], rule: str
) -> None:
    tiny.write(tmp_path)
    cases = tmp_path / "manuscript" / "cases"
    (cases / "1-1.md").unlink()
    cases.rmdir()
    make(cases)
    assert faults(tmp_path) == [(rule, "cases")]


def test_a_linked_folder_that_no_one_reads_is_a_query(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    (tmp_path / "manuscript" / "originals").symlink_to("/usr")
    assert [(q.rule, q.kind) for q in book_reader.read(tmp_path).queries] == [
        ("link-outside", Kind.QUERY)
    ]


def test_a_text_where_none_is_read_is_told(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    put(tmp_path / "manuscript", "cases/1-2.MD", "cases/new/1-2.md", "cases/received/1-2.docx",
        "cases/1-3.docx")  # fmt: skip
    places = [str(q.place) for q in book_reader.read(tmp_path).queries]
    assert places == ["cases/1-2.MD", "cases/1-3.docx", "cases/new/1-2.md"]


def test_a_case_in_another_encoding_says_which_and_where(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    case = tmp_path / "manuscript" / "cases" / "1-1.md"
    case.write_bytes(tiny.CASE.encode("gb18030"))
    with pytest.raises(StopPress) as stop:
        book_reader.read(tmp_path)
    (erratum,) = (e for e in stop.value.errata if e.rule == "not-utf-8")
    assert (erratum.place.line, "GB18030" in erratum.message.zh) == (5, True)


def test_a_picture_whose_name_macos_took_apart_is_found(tmp_path: Path) -> None:
    name = "Café é.png"
    tiny.write(
        tmp_path, case=f"---\naward: 1-1\n---\n\n![图](<../media/{normalize('NFC', name)}>)\n"
    )
    media = tmp_path / "manuscript" / "media"
    media.mkdir()
    Image.new("L", (40, 40)).save(media / normalize("NFD", name))
    book = book_reader.read(tmp_path).book
    (picture,) = book.cases[0].pictures
    assert (tmp_path / "manuscript" / picture.path).is_file()
    assert "%CC%81.png" in (book.cases[0].body or "")


def test_a_picture_with_other_capitals_is_told_with_its_name(tmp_path: Path) -> None:
    tiny.write(tmp_path, case="---\naward: 1-1\n---\n\n![图](../media/photo.png)\n")
    put(tmp_path / "manuscript", "media/Photo.PNG")
    with pytest.raises(StopPress) as stop:
        book_reader.read(tmp_path)
    hint = stop.value.errata[0].hint
    assert hint
    assert "Photo.PNG" in hint.en


def test_a_layout_with_a_pipe_or_a_link_outside_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "layouts" / "own", "print/page.css")
    (tmp_path / "layouts" / "own" / "layout.yaml").write_text("extends: standard", "utf-8")
    os.mkfifo(tmp_path / "layouts" / "own" / "print" / "case.html")
    (tmp_path / "layouts" / "own" / "print" / "z.css").symlink_to("/etc/passwd")
    with pytest.raises(StopPress) as stop:
        layout.roots("own", tmp_path)
    assert [(e.rule, str(e.place)) for e in stop.value.errata] == [
        ("special-file", "layouts/own/print/case.html"),
        ("link-outside", "layouts/own/print/z.css"),
    ]


def test_a_layout_may_link_to_another_layout_of_the_book(tmp_path: Path) -> None:
    put(tmp_path / "layouts", "one/print/page.css", "two/print/own.css")
    (tmp_path / "layouts" / "two" / "print" / "page.css").symlink_to("../../one/print/page.css")
    folders = layout.roots("two", tmp_path)
    assert [path.name for path in layout.sheets(folders, "print")] == ["own.css", "page.css"]


def test_a_digest_is_of_what_stands_there_now(tmp_path: Path) -> None:
    file, long_ago = tmp_path / "a.jpg", 1_000_000_000
    for content in (b"one", b"two", b"six"):  # as long, as old, and written within a moment
        file.write_bytes(content)
        os.utime(file, (long_ago, long_ago))
        assert files.digest(file) == files.digest(file) == sha256(content).digest()


def test_a_digest_known_since_long_is_not_that_of_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = tmp_path / "a.jpg", tmp_path / "b.jpg"
    file.write_bytes(b"one")
    other.write_bytes(b"two")
    monkeypatch.setattr(files, "_SETTLED", -60.0)  # as if both had stood there for a minute
    assert files.digest(file) == sha256(b"one").digest()
    other.replace(file)
    assert files.digest(file) == sha256(b"two").digest()
