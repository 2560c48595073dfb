"""The dummy book: any size, same bytes for the same seed, texts as real ones are."""

import re
from pathlib import Path

import pytest
from PIL import Image

from casebook.errata import StopPress
from casebook.intake import specimen
from casebook.intake.manuscript import book_reader, text_files
from casebook.intake.manuscript.schema import CaseFront
from casebook.intake.specimen import papers, prose


def _written(folder: Path, count: int, seed: str = "样书") -> Path:
    specimen.write(folder, count, seed)
    return folder / "manuscript"


def _bytes(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, other = _written(tmp_path / "a", 3), _written(tmp_path / "b", 3)
    assert _bytes(first) == _bytes(other)
    assert _bytes(first) != _bytes(_written(tmp_path / "c", 3, seed="又一本"))


def test_a_case_is_the_same_in_books_of_every_size(tmp_path: Path) -> None:
    small, large = _written(tmp_path / "a", 5), _written(tmp_path / "b", 9)
    for folder in ("cases", "media"):
        for name, content in _bytes(small / folder).items():
            assert (large / folder / name).read_bytes() == content, name


def test_every_case_counts_between_2500_and_3500_characters() -> None:
    for index in range(150):
        text = prose.compose("样书", index).text
        assert 2500 <= prose.length(text.split("\n\n")) <= 3500, index


def test_no_slot_of_a_phrase_stays_open() -> None:
    for index in range(150):
        piece = prose.compose("样书", index)
        assert not re.search(r"[{}]", piece.text + piece.title), index


def test_130_cases_are_30_and_100_as_in_the_notice() -> None:
    pieces = [prose.compose("样书", index) for index in range(130)]
    groups = papers.share_out(pieces, "样书")
    assert [len(group.entries) for group in groups] == [30, 100, 10]
    assert [group.entries[0].id for group in groups] == ["1-01", "2-001", "3-01"]


def test_awards_name_every_province_and_no_award_twice() -> None:
    pieces = [prose.compose("样书", index) for index in range(400)]
    assert len({(piece.organisation, piece.title) for piece in pieces}) == 400
    assert len({piece.region for piece in pieces}) == 31
    assert len({piece.organisation for piece in pieces}) < 400
    assert all(piece.organisation.startswith(piece.region) for piece in pieces)


def test_the_press_reads_a_dummy_book_without_a_query(tmp_path: Path) -> None:
    _written(tmp_path / "book", 40)
    read = book_reader.read(tmp_path / "book")
    assert read.queries == ()
    assert [len(tier.awards) for tier in read.book.tiers] == [10, 30, 3]
    assert read.book.missing() == ()
    assert all(case.specimen for case in read.book.cases)


def test_the_first_case_shows_everything_a_case_may_hold(tmp_path: Path) -> None:
    manuscript = _written(tmp_path / "book", 1)
    body = text_files.read(manuscript, "cases/1-1.md", CaseFront, "x").body
    for tag in "h2 h3 h4 h5 ul ol table caption figure figcaption blockquote strong em a".split():
        assert f"<{tag}" in body, tag
    assert body.count("<figure") == 3
    assert body.count('class="note"') == 3
    assert "rowspan" in body
    assert "colspan" in body


def test_awards_name_the_lines_of_the_notice(tmp_path: Path) -> None:
    manuscript = _written(tmp_path / "book", 20)
    notice = (manuscript / "notice.txt").read_text("utf-8").splitlines()
    awards = (manuscript / "awards.yaml").read_text("utf-8")
    entries = re.findall(r"organisation: ([^,]+),.*lines: (\d+)-\d+", awards)
    assert len(entries) == 21
    for organisation, line in entries:
        assert organisation in notice[int(line) - 1]


def test_pictures_have_the_size_of_photographs(tmp_path: Path) -> None:
    manuscript = _written(tmp_path / "book", 6)
    pictures = list((manuscript / "media").iterdir())
    assert pictures
    for path in pictures:
        with Image.open(path) as picture:
            assert sorted(picture.size) == [1067, 1600]
        assert path.stat().st_size < 100_000
    called = re.findall(
        r"media/(\S+)",
        "".join(path.read_text("utf-8") for path in (manuscript / "cases").iterdir()),
    )
    assert sorted(called) == sorted(path.name for path in pictures)


@pytest.mark.parametrize("count", [0, -3, 2001])
def test_a_size_out_of_range_is_refused_with_the_range(tmp_path: Path, count: int) -> None:
    with pytest.raises(StopPress) as stopped:
        specimen.write(tmp_path / "book", count)
    (erratum,) = stopped.value.errata
    assert erratum.rule == "dummy-size"
    assert str(count) in erratum.message.zh
    assert erratum.hint
    assert "2000" in erratum.hint.en
    assert not (tmp_path / "book").exists()


def test_a_dummy_book_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(StopPress, match="not empty"):
        specimen.write(tmp_path, 2)
    assert _bytes(tmp_path) == {"mine.txt": b"mine"}
