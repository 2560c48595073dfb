"""Columns of numbers are told by their cells, and set with their points one below the other."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from casebook.press import number_columns
from composition.galley import set_galley
from composition.page import read


def aligned(*columns: str) -> tuple[str, ElementTree.Element]:
    """Return the HTML of a table of these columns, cells divided by spaces, and its tree."""
    split = [column.split(" ") for column in columns]
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in zip(*split, strict=True)
    )
    head = "<thead><tr>" + "<th>项</th>" * len(columns) + "</tr></thead>"
    root = ElementTree.fromstring(f"<body><table>{head}<tbody>{rows}</tbody></table></body>")
    number_columns.align(root)
    return ElementTree.tostring(root, "unicode"), root


@pytest.mark.parametrize(
    ("column", "width"),
    [
        ("3.7 12.35 128", '"128" ".35"'),
        ("＜0.001 — −3.4", '"＜0" ".001"'),
        ("87% 9.5% 100%", '"100" ".5%"'),
        ("1,234 87 5", '"1,234" ""'),
        ("12\u2009345.67 1\u202f234\u202f567 3.5", '"1 234 567" ".67"'),
        ("12,345.67 8.5 0.25", '"12,345" ".67"'),
        ("1.2±0.3 12.25±1.05 3", '"12" ".25±1.05"'),
        ("45%～50% 5～12.5% 100%", '"100" "～12.5%"'),
        ("1\u200923 4\u200956 78", None),
        ("2019年6月 2020年7月 长期", None),
        ("甲 1 乙", None),
        ("8:30—17:00 9:00—12:00 3", None),
    ],
)
def test_a_column_of_numbers_says_how_wide_they_are(column: str, width: str | None) -> None:
    _, root = aligned(column)
    styles = {cell.get("style") for cell in root.iter("td")}
    assert styles == {width and f"--clreq-point: {width}"}


def test_a_column_of_words_stands_in_the_middle_unless_one_is_long_or_its_author_aligned_it() -> (
    None
):
    _, root = aligned("群众满意度 候诊时间", "人次 分钟", "本院呼吸科门诊 儿科", "2019年6月 长期")
    rows = [[cell.get("style") for cell in row] for row in root.findall(".//tbody/tr")]
    assert rows == [[None, "text-align: center", None, "text-align: center"]] * 2
    left = ElementTree.fromstring('<table><tr><td>甲</td><td class="left">乙</td></tr></table>')
    number_columns.align(left)
    assert [cell.get("style") for cell in left.iter("td")] == [None, None]


def test_points_stand_one_below_the_other_and_units_where_they_would(tmp_path: Path) -> None:
    html, _ = aligned("3.7 12.35 128 −0.5 —", "文字 文字 文字 文字 文字")
    extra = "table { width: 100% } td { padding: 0 }"
    lines = read(set_galley(html, tmp_path / "a.pdf", 20, extra)).lines
    points = [g.x for line in lines for g in line.glyphs if g.text == "."]
    whole = next(line for line in lines if "128" in line.text).glyphs[:3]
    assert len(points) == 3
    assert points == pytest.approx([points[0]] * 3, abs=0.05)
    assert whole[-1].x + whole[-1].width == pytest.approx(points[0], abs=0.6)


def test_points_stand_below_each_other_in_numbers_with_set_apart_thousands(tmp_path: Path) -> None:
    html, _ = aligned("12\u2009345.67 3.7 1.2±0.3 1,234.5", "文字 文字 文字 文字")
    lines = read(set_galley(html, tmp_path / "a.pdf", 20, "table { width: 100% }")).lines
    firsts = [next(g.x for g in line.glyphs if g.text == ".") for line in lines if "." in line.text]
    assert len(firsts) == 4
    assert firsts == pytest.approx([firsts[0]] * 4, abs=0.05)


def test_a_column_without_a_head_stays_where_the_layout_sets_it() -> None:
    imprint = ElementTree.fromstring(
        "<table><tbody><tr><th>书名</th><td>小书</td></tr><tr><th>印数</th><td>待定</td></tr></tbody></table>"
    )
    number_columns.align(imprint)
    assert [cell.get("style") for cell in imprint.iter("td")] == [None, None]


@pytest.mark.parametrize(
    ("rows", "apart"),
    [
        ("<tr><th rowspan='2'>过程<td>1<tr><td>2<tr><th rowspan='2'>结果<td>3<tr><td>4", [2]),
        ("<tr><th rowspan='2'>过程<td>1<tr><td>2<tr><td>其他<td>3<tr><td>合 计<td>6", [2, 3]),
        ("<tr><td>甲<td>1<tr><td>乙<td>2<tr><th>合计（分）<td>3", [2]),
        ("<tr><td>甲<td rowspan='2'>1<tr><td>乙<tr><td>合计用时<td>3", []),
        ("<tr><td>总计<td>1<tr><td>甲<td>2", []),
    ],
)
def test_a_rule_stands_between_groups_of_rows_and_above_a_total(
    rows: str, apart: list[int]
) -> None:
    closed = rows.replace("<tr>", "</tr><tr>").removeprefix("</tr>") + "</tr>"
    closed = re.sub(r"<(t[dh])([^>]*)>([^<]*)", r"<\1\2>\3</\1>", closed)
    root = ElementTree.fromstring(f"<body><table><tbody>{closed}</tbody></table></body>")
    number_columns.align(root)
    assert [n for n, row in enumerate(root.iter("tr")) if row.get("class")] == apart
