"""Hostile and broken files are refused or read, soon, small, with a reason, and lose nothing."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import fuzz
import pytest
from making import body, docx, p

from casebook.errata import StopPress
from casebook.intake.structure.manuscript_reader import read

SECONDS, MEGABYTES = 30.0, 500  # a tenth of it on a machine of today; a slow loop takes minutes
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Receive every hostile file in a process of its own."""
    paths = [str(HERE.parents[3] / "src"), str(HERE.parents[2]), str(HERE)]
    completed = subprocess.run(
        [sys.executable, str(HERE / "hostile.py"), str(tmp_path_factory.mktemp("hostile"))],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE, check=True, timeout=300,
    )  # fmt: skip
    rows = [json.loads(line) for line in completed.stdout.decode().splitlines()]
    return {row["name"]: row for row in rows}


def test_a_hostile_file_is_refused_or_read_within_its_bounds(
    measured: dict[str, dict[str, object]],
) -> None:
    assert len(measured) > 20
    for name, row in measured.items():
        rule = row["wanted"]
        messages = set(row["rules"])  # type: ignore[call-overload]
        assert (
            (rule in messages) if rule else not messages & {"unaccounted-text", "damaged-file"}
        ), name
        assert float(str(row["seconds"])) < SECONDS, name
        assert int(str(row["megabytes"])) < MEGABYTES, name
        assert row["outside"] == [], name
        assert row["worded"], name


def test_two_parts_of_one_name_are_refused_because_one_would_be_lost() -> None:
    stream = io.BytesIO(docx(body(p("第一份。"))))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("/word/document.xml", body(p("第二份。")))
    with pytest.raises(StopPress) as stop:
        read(stream.getvalue(), "稿.docx", "稿")
    assert [erratum.rule for erratum in stop.value.errata] == ["damaged-file"]


@pytest.mark.parametrize("seed", range(4))
def test_a_broken_file_is_refused_or_read_without_loss(seed: int) -> None:
    tally = fuzz.run(100, seed + 100)
    assert sum(tally.values()) == 100
    assert all(item == "read" or item.startswith("refused: ") for item in tally)


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("稿.docx", "纯文本，名字写错了。\n第二段。\n".encode(), "wrong-ending"),
        ("稿.doc", docx(body(p("正文一。"), p("正文二。"))), "wrong-ending"),
        (
            "稿.doc",
            "<html><body><p>网页冒充。</p><p>第二段。</p></body></html>".encode(),
            "wrong-ending",
        ),
    ],
)
def test_the_bytes_decide_what_a_file_is(name: str, data: bytes, rule: str) -> None:
    draft = read(data, name, "稿").draft
    assert rule in {erratum.rule for erratum in draft.errata}
    assert "第二段" in draft.body or "正文二" in draft.body


def test_a_web_archive_named_doc_is_read_as_the_page_it_holds() -> None:
    data = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: text/html; charset=utf-8\r\n\r\n<p>正文第一段。</p>\r\n--x--\r\n"
    )
    draft = read(data.encode(), "稿.doc", "稿").draft
    assert "正文第一段。" in draft.body
    assert "wrong-ending" in {erratum.rule for erratum in draft.errata}


def test_an_old_spreadsheet_is_refused_by_name() -> None:
    with pytest.raises(StopPress) as stop:
        read(b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le") * 9, "表.doc", "表")
    assert "表格" in stop.value.errata[0].message.zh
