"""A table in a PDF is characters and rules; its rows are read as rows all the same."""

from pathlib import Path

import pytest

from casebook.intake import notice
from casebook.intake.formats import pdf_text
from casebook.intake.notice import notice_lines
from casebook.pagetext import Box

HEAD = "关于公布结果的通报"
WRAPPED = "一个长到要在格子里折成好几行才排得下的案例题目"
ROWS = (
    ("1", "北京医院", WRAPPED),
    ("2", "广东省中医院党委", "乙案例"),
    ("3", "儿童医院", "丙 案例"),
)


def typeset(body: str, page: str = "size:A5;margin:15mm") -> bytes:
    from weasyprint import HTML

    style = (
        f"<style>@page{{{page}}}body{{font:11pt 'Noto Serif CJK SC';margin:0}}p{{margin:0}}"
        "table{border-collapse:collapse;width:100%}td{border:.6pt solid;width:30%}"
        "thead{display:table-header-group}</style>"
    )
    return HTML(string=style + body).write_pdf() or b""


def table(*rows: tuple[str, ...], head: str = "") -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{head}" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def texts(data: bytes, folder: Path) -> list[str]:
    (folder / "a.pdf").write_bytes(data)
    return [line.text for line in notice_lines.read(folder / "a.pdf").lines if line.text.strip()]


def test_a_row_is_a_line_and_a_cell_that_wraps_is_one(tmp_path: Path) -> None:
    read = texts(typeset(f"<p>{HEAD}</p>{table(*ROWS)}<p>抄送：各单位</p>"), tmp_path)
    assert read == [HEAD, *("\t".join(row) for row in ROWS), "抄送：各单位"]


def test_merged_cells_are_filled_down_and_stand_once_across(tmp_path: Path) -> None:
    body = (
        "<table><tr><td colspan=3>获奖名单</td></tr>"
        "<tr><td rowspan=2>一等奖</td><td>甲院</td><td>子</td></tr>"
        "<tr><td>乙院</td><td>丑</td></tr><tr><td>二等奖</td><td></td><td>寅</td></tr></table>"
    )
    assert texts(typeset(body), tmp_path) == [
        "获奖名单\t\t", "一等奖\t甲院\t子", "一等奖\t乙院\t丑", "二等奖\t\t寅",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("height", range(52, 100, 6))
def test_a_row_cut_by_the_end_of_a_page_is_whole(tmp_path: Path, height: int) -> None:
    rows = [(str(n), f"第{n}医院", WRAPPED) for n in range(1, 7)]
    page = f"size:90mm {height}mm;margin:10mm;@bottom-center{{content:'— ' counter(page) ' —'}}"
    head = "<thead><tr><td>序号</td><td>单位</td><td>题目</td></tr></thead>"
    read = texts(typeset(table(*rows, head=head), page), tmp_path)
    full = [line for line in dict.fromkeys(read) if "\t" in line]
    assert full == ["序号\t单位\t题目", *("\t".join(row) for row in rows)]


def test_two_tables_beside_each_other_are_two(tmp_path: Path) -> None:
    half = "<div style='float:left;width:46%;margin-right:3%'>{}</div>"
    left, right = table(("1", "甲院"), ("2", "乙院")), table(("3", "丙院"), ("4", "丁院"))
    read = texts(typeset(half.format(left) + half.format(right)), tmp_path)
    assert read == ["1\t甲院", "2\t乙院", "3\t丙院", "4\t丁院"]


def test_a_frame_round_text_is_no_table(tmp_path: Path) -> None:
    body = f"<div style='border:1pt solid'><p>{HEAD}</p><p>北京医院《甲》</p></div>"
    assert texts(typeset(body), tmp_path) == [HEAD, "北京医院《甲》"]


def test_a_list_in_a_table_of_a_pdf_is_read(tmp_path: Path) -> None:
    rows = table(("序号", "单位", "题目"), *ROWS)
    body = f"<p>{HEAD}</p><p>附件</p><p>优秀案例名单（3个）</p>{rows}"
    (tmp_path / "a.pdf").write_bytes(typeset(body))
    notice_read = [a for tier in notice.read(tmp_path / "a.pdf").tiers for a in tier.awards]
    assert [(a.organisation, a.title) for a in notice_read] == [row[1:] for row in ROWS]


def drawn(stream: bytes) -> bytes:
    """Return a PDF of a page on which `stream` draws in font F, 6 points a letter at size 10."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    )
    file, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(file))
        file += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return file + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>startxref\n%d\n%%%%EOF"
        % (table, len(file))
    )


def test_a_mark_drawn_after_the_words_around_it_stands_between_them(tmp_path: Path) -> None:
    words = b"BT/F 10 Tf 20 100 Td[(one)-900(two)]TJ ET "
    mark = b"BT/F 10 Tf 40 100 Td(*)Tj ET BT/F 10 Tf 20 80 Td(next)Tj ET"
    read, _ = pdf_text.pages(drawn(words + mark), "a.pdf")
    assert read == (("one*two", "next"),)
    assert texts(drawn(words + mark), tmp_path) == ["one*two", "next"]


def test_words_drawn_over_one_another_keep_their_order() -> None:
    twice = b"BT/F 10 Tf 20 100 Td(one two)Tj ET BT/F 10 Tf 21 100 Td(six ten)Tj ET"
    ((line,),), _ = pdf_text.pages(drawn(twice), "a.pdf")
    assert line.replace(" ", "") == "onetwosixten"


def test_a_rule_of_a_scan_that_leans_over_a_little_is_one() -> None:
    level = [Box(50, y, 350, y + 1.5) for y in (50, 400, 750)]
    upright = [Box(x, 50, x + 3.3, 750) for x in (50, 110, 350)]
    (grid,) = pdf_text.grids([*level, *upright])
    assert (len(grid.xs), len(grid.ys), len({cell for row in grid.cells for cell in row})) == (
        3,
        3,
        4,
    )
