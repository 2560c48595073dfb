"""The notice and the parcel of a dummy book: as they really arrive, and the same every time."""

import io
import zipfile
from pathlib import Path

import pytest

from casebook import cli, cli_intake
from casebook.errata import StopPress
from casebook.intake import notice, specimen
from casebook.intake.manuscript import awards_file, text_files
from casebook.intake.manuscript.schema import CaseFront
from casebook.intake.receive.batch import State, receive_all
from casebook.intake.specimen import announcing, consignment, papers, prose
from casebook.intake.specimen.wordfile import word_file

GROUPS = papers.share_out([prose.compose("样书", index) for index in range(9)], "样书")
AWARDS = {
    (group.name, entry.organisation, entry.piece.title if entry.piece else None)
    for group in GROUPS
    for entry in group.entries
}
READ = tuple(shape for shape in announcing.SHAPES if shape not in ("authors", "sentence"))
"""The shapes that are read whole. Names of two authors end like those of schools, and a sentence
that honours a single body is not read."""


def _bytes(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("shape", READ)
def test_a_notice_in_word_reads_back_as_the_awards(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(announcing.notice_file(announcing.announce(GROUPS, shape), "docx"))
    notice_read = notice.read(path)
    read = {
        (tier.name, award.organisation, award.title)
        for tier in notice_read.tiers
        for award in tier.awards
    }
    assert read == AWARDS
    assert notice_read.unread == ()


@pytest.mark.parametrize("shape", announcing.SHAPES)
def test_every_shape_names_every_award_once(shape: str) -> None:
    text = announcing.notice_file(announcing.announce(GROUPS, shape), "txt").decode()
    for _, organisation, title in AWARDS:
        assert text.count(title or organisation) == 1, title or organisation


def test_the_help_names_every_shape() -> None:
    assert all(name in cli_intake.SHAPES for name in announcing.SHAPES)
    assert list(announcing.SHAPES) == list(announcing._MAKERS)


def test_a_workbook_is_one_that_others_read() -> None:
    from openpyxl import load_workbook

    data = announcing.notice_file(announcing.announce(GROUPS, "people"), "xlsx")
    rows = list(load_workbook(io.BytesIO(data)).active.values)
    assert ("序号", "作品名称", "作者", "指导教师", "单位") in rows
    titles = {title for _, _, title in AWARDS if title}
    assert titles <= {row[1] for row in rows}


def test_the_manuscript_is_the_same_with_a_parcel_and_without(tmp_path: Path) -> None:
    specimen.write(tmp_path / "a", 3)
    for name in ("b", "c"):
        specimen.write(tmp_path / name, 3, notice="table.html", parcel=True)
    plain, more = _bytes(tmp_path / "a"), _bytes(tmp_path / "b")
    assert {name: data for name, data in more.items() if name in plain} == plain
    assert {name.split("/")[0] for name in set(more) - set(plain)} == {"parcel"}
    assert more == _bytes(tmp_path / "c")


@pytest.mark.slow
def test_a_parcel_received_gives_the_cases(tmp_path: Path) -> None:
    """Those ways that are Word files of the text alone; all sixteen are sent in one parcel."""
    specimen.write(tmp_path / "dummy", 16, notice="table", parcel=True)
    dummy, book = tmp_path / "dummy" / "manuscript", tmp_path / "book" / "manuscript"
    notice_read = notice.read(tmp_path / "dummy" / "parcel" / "通报.docx")
    notice.write(notice_read, book)
    awards = [
        award
        for tier in awards_file.read(book / "awards.yaml").tiers
        if not tier.bodies
        for award in tier.awards
    ]
    batch = receive_all([tmp_path / "dummy" / "parcel" / "来稿"], book, awards)
    assert batch.count(State.REFUSED) == 0
    for case in ("1-1", "1-2", "1-4", "2-01", "2-05", "2-06", "2-08", "2-09"):
        was = text_files.read(dummy, f"cases/{case}.md", CaseFront, "x")
        now = text_files.read(book, f"cases/{case}.md", CaseFront, "x")
        assert len(now.pictures) == len(was.pictures), case
        for tag in ("<h2", "<h3", "<h4", "<table", "<li", "<figcaption", 'class="note"'):
            assert now.body.count(tag) == was.body.count(tag), (case, tag)


def test_every_way_of_sending_is_taken_in_turn(tmp_path: Path) -> None:
    specimen.write(tmp_path, len(consignment.WAYS), parcel=True)
    names = [name for name in _bytes(tmp_path / "parcel") if name != "通报.docx"]
    ends = {Path(name).suffix for name in names}
    assert {".docx", ".zip", ".eml", ".txt"} <= ends
    assert sum("初稿" in name or "终稿" in name for name in names) == 2
    assert any(name.endswith("案例申报表.docx") for name in names)


def test_two_awards_of_one_organisation_do_not_write_over_each_other() -> None:
    entry = GROUPS[0].entries[0]
    sending = consignment.Sending(entry, "<p>正文。</p>", lambda _src: b"")
    names = [name for name, _ in consignment.send([sending] * 17)]
    assert len(set(names)) == len(names)


def test_a_word_file_holds_merged_cells_notes_and_lists() -> None:
    fragment = (
        '<p>有注<span class="note">注文</span>。</p><ol><li>甲</li></ol>'
        '<table><tr><th rowspan="2">竖</th><td>一</td></tr><tr><td>二</td></tr>'
        '<tr><td colspan="2">横</td></tr></table>'
    )
    data = word_file(fragment, lambda _src: b"")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("word/document.xml").decode()
        assert "注文" in archive.read("word/footnotes.xml").decode()
    for piece in (
        'w:val="restart"',
        "<w:vMerge/>",
        "w:gridSpan",
        "<w:numPr>",
        "w:footnoteReference",
    ):
        assert text.count(piece) == 1, piece
    assert text.count("<w:tc>") == 5


@pytest.mark.parametrize("asked", ["tabel", "numbered.xlsx", "table.pdf", "."])
def test_a_shape_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, asked: str) -> None:
    with pytest.raises(StopPress) as stopped:
        specimen.write(tmp_path / "book", 1, notice=asked)
    (erratum,) = stopped.value.errata
    assert (erratum.rule, erratum.quote) == ("dummy-notice", asked)
    assert erratum.hint
    assert all(name in erratum.hint.en for name in announcing.SHAPES)
    assert not (tmp_path / "book").exists()


def test_a_parcel_without_a_dummy_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["new", "--parcel", str(tmp_path / "book")]) == 1
    assert "--dummy N" in capsys.readouterr().err
    assert not (tmp_path / "book").exists()


def test_only_tables_come_in_workbooks() -> None:
    assert consignment.wanted(None) == ("numbered", "docx")
    assert consignment.wanted("prizes.csv") == ("prizes", "csv")
    assert set(announcing.TABLES) < set(announcing.SHAPES)
