"""Notices that are pictures: read with the extra `casebook[ocr]`, each entry marked as such."""

import io
from pathlib import Path
from typing import Any

import pytest

from casebook.intake import notice
from casebook.intake.formats import ocr
from casebook.intake.notice import notice_lines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ocr.available(), reason="casebook[ocr] is not installed"),
]
ROWS = (
    "关于公布优秀案例结果的通报", "附件", "优秀案例名单（3个）", "1. 北京医院《党建引领 医心为民》",
    "2. 广东省中医院《传承——一件小事》", "3. 上海市儿童医院《“格桑花”之爱》",
)  # fmt: skip
AWARDS = [
    ("北京医院", "党建引领 医心为民"), ("广东省中医院", "传承——一件小事"),
    ("上海市儿童医院", "“格桑花”之爱"),
]  # fmt: skip


def picture(body: str, dpi: int = 150, kind: str = "PNG") -> bytes:
    """A page, 14 by 9 cm, as a picture."""
    import pypdfium2
    from weasyprint import HTML

    style = (
        "<style>@page{size:140mm 95mm;margin:8mm}body{font:15pt/1.7 'Noto Serif CJK SC';margin:0}"
        "p{margin:0}table{border-collapse:collapse}td{border:.7pt solid;padding:1mm 3mm}</style>"
    )
    document = pypdfium2.PdfDocument(HTML(string=style + body).write_pdf() or b"")
    out = io.BytesIO()
    document[0].render(scale=dpi / 72).to_pil().convert("RGB").save(out, kind)
    return out.getvalue()


def paragraphs(*rows: str) -> str:
    return "".join(f"<p>{row}</p>" for row in rows)


def entries_of(read: notice.Notice) -> list[tuple[str, str | None]]:
    return [(a.organisation, a.title) for tier in read.tiers for a in tier.awards]


def test_a_picture_of_a_list_is_read_and_every_award_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(paragraphs(*ROWS)))
    read = notice.read(tmp_path / "a.png")
    assert entries_of(read) == AWARDS
    read_as = [a.read.split() for tier in read.tiers for a in tier.awards]
    assert all(how == "ocr" and float(sure) >= 0.9 for how, sure in read_as)
    assert "read-from-picture" in {e.rule for e in read.errata}
    shown = read.crop(read.lines[3])
    assert shown is not None
    assert shown.startswith(b"\x89PNG")


def test_a_page_without_text_in_a_pdf_is_read_where_it_stands(tmp_path: Path) -> None:
    import pikepdf
    from PIL import Image

    scan, whole = io.BytesIO(), pikepdf.new()
    Image.open(io.BytesIO(picture(paragraphs(*ROWS), kind="JPEG"))).save(
        scan, "PDF", resolution=150
    )
    with pikepdf.open(scan) as page:
        whole.pages.extend(page.pages)
    whole.save(tmp_path / "a.pdf")
    assert entries_of(notice.read(tmp_path / "a.pdf")) == AWARDS


def test_a_list_pasted_into_a_word_file_as_a_picture_is_read(tmp_path: Path) -> None:
    from making import body, docx, p

    blip = "<pic:pic><pic:blipFill><a:blip r:embed='i1'/></pic:blipFill></pic:pic>"
    inline = f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic>"
    shot = f"<w:r><w:drawing><wp:inline>{inline}</wp:inline></w:drawing></w:r>"
    data = docx(
        body(p(ROWS[0]), p(shot)),
        {"word/media/i.png": picture(paragraphs(*ROWS[1:]))},
        {"i1": ("image", "media/i.png")},
    )
    (tmp_path / "a.docx").write_bytes(data)
    assert entries_of(notice.read(tmp_path / "a.docx")) == AWARDS


def test_a_ruled_table_in_a_picture_is_rows(tmp_path: Path) -> None:
    cells = (("序号", "单位", "题目"), ("1", "北京医院", "医心为民"), ("2", "省中医院", "薪火相传"))
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in cells)
    (tmp_path / "a.png").write_bytes(picture(f"<table>{body}</table>"))
    read = [line.text for line in notice_lines.read(tmp_path / "a.png").lines]
    assert read == ["\t".join(row) for row in cells]


def test_a_seal_over_the_text_is_taken_off_and_a_red_head_stays() -> None:
    import cv2
    import numpy as np

    from casebook.intake.formats.ocr import cleaning

    page: Any = np.full((1600, 1200, 3), 255, np.uint8)
    cv2.putText(page, "HEAD OF A PAPER", (250, 150), 0, 2.5, (30, 30, 215), 8)
    cv2.putText(page, "TEXT BELOW A SEAL", (250, 900), 0, 2, (20, 20, 20), 6)
    ink = np.full_like(page, 255)
    cv2.circle(ink, (550, 880), 150, (40, 40, 215), 10)
    page = (page.astype(int) * ink // 255).astype(np.uint8)
    grey = cleaning.readable(page)
    assert (grey[60:170] < 110).sum() > 5000
    bare = cleaning.readable(
        cv2.putText(np.full_like(page, 255), "TEXT BELOW A SEAL", (250, 900), 0, 2, (20, 20, 20), 6)
    )
    assert abs((grey[700:1060] < 110).sum() - (bare[700:1060] < 110).sum()) < 400


def test_strokes_of_large_characters_and_dashes_are_no_rules_of_a_table() -> None:
    import cv2
    import numpy as np

    from casebook.intake.formats.ocr import cleaning

    page: Any = np.full((1600, 1200), 255, np.uint8)
    cv2.putText(page, "LITTLE", (100, 300), 0, 8, 0, 10)
    cv2.line(page, (300, 700), (400, 700), 0, 4)
    assert cleaning.rules(page) == []
    for at in (500, 650, 800):
        cv2.line(page, (100, at), (1100, at), 0, 3)
    for at in (100, 600, 1100):
        cv2.line(page, (at, 500), (at, 800), 0, 3)
    assert len(cleaning.rules(page)) == 6


@pytest.mark.parametrize("how", ["clear", "at night", "upside down", "large"])
def test_a_picture_is_read_however_it_was_taken(tmp_path: Path, how: str) -> None:
    from PIL import Image, ImageOps

    page = Image.open(io.BytesIO(picture(paragraphs(*ROWS)))).convert("RGB")
    if how == "clear":
        ink = Image.new("RGBA", page.size)
        ink.putalpha(ImageOps.invert(page.convert("L")))
        page = ink
    elif how == "at night":
        page = ImageOps.invert(page)
    elif how == "upside down":
        page = page.rotate(180)
    else:
        page = page.resize((6000, round(6000 * page.height / page.width)))
    page.save(tmp_path / "a.png")
    assert entries_of(notice.read(tmp_path / "a.png")) == AWARDS


@pytest.mark.parametrize("size", [(1, 1), (5000, 3), (40, 30)])
def test_a_picture_without_a_word_is_an_empty_notice(tmp_path: Path, size: tuple[int, int]) -> None:
    from PIL import Image

    Image.new("RGB", size, "white").save(tmp_path / "a.png")
    read = notice.read(tmp_path / "a.png")
    assert "empty-notice" in {e.rule for e in read.errata}
