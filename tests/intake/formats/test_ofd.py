"""An OFD file, as offices send it: its text is read in the order of the page, or it is told."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from receiving import AWARDS

from casebook.intake.receive.batch import State, receive_all

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
LINES = ["心灵园地——党员教育新方法的探索", "黑龙江省哈尔滨市第一医院",
         *(f"第{n}段讲的是第{n * 37}件事，人人都说好。" for n in range(6)), "— 1 —"]  # fmt: skip


def ofd(lines: list[str]) -> bytes:
    """Return an OFD file of one page; its lines stand in the file from the last to the first."""
    things = "".join(
        f'<ofd:TextObject ID="{at}" Boundary="20 {20 + at * 10} 170 6" Size="5">'
        f'<ofd:TextCode X="0" Y="4">{escape(line)}</ofd:TextCode></ofd:TextObject>'
        for at, line in reversed([*enumerate(lines)])
    )
    parts = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:Pages>"
        '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{things}"
        "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def test_the_text_of_an_ofd_file_is_received(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "来稿.ofd").write_bytes(ofd(LINES))
    batch = receive_all([folder], tmp_path / "book", AWARDS)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    case = (tmp_path / "book/cases/1-09.md").read_text("utf-8")
    assert all(line in case for line in LINES[2:-1])
    assert "— 1 —" not in case
    assert "OFD" in next(e.message.zh for e in batch.all_errata if e.rule == "pdf-manuscript")


def test_an_ofd_file_without_text_is_refused_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    data = ofd([])  # a zip holds the time of its making
    (folder / "扫描.ofd").write_bytes(data)
    batch = receive_all([folder], tmp_path / "book", AWARDS)
    assert [row.state for row in batch.rows] == [State.REFUSED]
    assert "Word" in batch.rows[0].errata[0].hint.zh  # type: ignore[union-attr]
    kept = (tmp_path / "book/cases/received/parcels").rglob("扫描.ofd")
    assert [path.read_bytes() for path in kept] == [data]
