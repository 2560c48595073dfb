"""A table that goes on over pages: its heads and caption again, rows on the grid, two on each side."""

from itertools import pairwise
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from .galley import set_galley
from .page import read

STYLE = """
@page { size: 292pt 216pt; margin: 20pt }
html { line-height: 17.6pt }
table { width: 100%; border-spacing: 0; border: solid; border-width: .75pt 0; font-size: 9pt;
  block-step-size: 17.6pt; block-step-round: nearest; continued-heading: "续表" }
th { border-bottom: .4pt solid } th, td, caption { padding: 0; text-align: left }
tbody > tr:first-child { break-after: avoid } tbody > tr:last-child { break-before: avoid }
tr { break-inside: avoid }
"""


def pages(
    tmp_path: Path, rows: int, caption: str = "<caption>表1 统计</caption>", extra: str = ""
) -> list[list[str]]:
    """Return the lines of each page of a table between two paragraphs."""
    body = "".join(f"<tr><td>第{n}行<td>甲" for n in range(1, rows + 1))
    head = "<thead><tr><th>项目<th>内容</thead>"
    html = f"<p>前文</p><table>{caption}{head}<tbody>{body}</tbody></table><p>后文</p>"
    path = set_galley(html, tmp_path / "a.pdf", extra=STYLE + extra)
    lines = [line for line in read(path).lines if line.glyphs[0].x < 60]
    return [
        [line.text for line in lines if line.page == page] for page in range(lines[-1].page + 1)
    ]


def test_a_table_goes_on_below_its_caption_and_heads(tmp_path: Path) -> None:
    first, second = pages(tmp_path, 12)
    assert first[1].startswith("表1")
    assert first[2].startswith("项目")
    assert second[0].startswith("续表1")
    assert second[1].startswith("项目")


def test_a_table_without_caption_goes_on_as_such(tmp_path: Path) -> None:
    second = pages(tmp_path, 12, "")[1]
    assert second[0] == "续表"
    assert second[1].startswith("项目")


@pytest.mark.parametrize("rows", range(8, 22))
def test_two_rows_at_least_stand_before_and_behind_a_page_break(tmp_path: Path, rows: int) -> None:
    counts = [sum(line.startswith("第") for line in page) for page in pages(tmp_path, rows)]
    assert sum(counts) == rows
    assert all(count != 1 for count in counts)


@pytest.mark.parametrize("more", [0, 4, 8, 11, 14])
def test_a_table_begins_on_its_page_whatever_is_left_below_the_last_line(
    tmp_path: Path, more: int
) -> None:
    first, *_ = pages(tmp_path, 12, extra=f"@page {{ size: 292pt {216 + more}pt }}")
    assert sum(line.startswith("第") for line in first) == 7


def rules(path: Path) -> list[int]:
    """Return how many rules as wide as the text are drawn on each page."""
    counts = []
    for page in PdfDocument(path):
        picture = page.render(scale=4, grayscale=True).to_pil()
        left, right = 25 * 4, picture.width - 25 * 4
        rows = [
            picture.crop((left, y, right, y + 1)).getextrema()[1] for y in range(picture.height)
        ]
        dark = [brightest < 200 for brightest in rows]
        counts.append(sum(here and not above for above, here in pairwise(dark)))
    return counts


def test_a_rule_stands_below_each_part_where_the_layout_repeats_those_of_the_table(
    tmp_path: Path,
) -> None:
    result = []
    for value in ("slice", "clone"):
        pages(tmp_path, 12, extra=f"table {{ box-decoration-break: {value} }}")
        result.append(rules(tmp_path / "a.pdf"))
    assert result == [[2, 3], [3, 3]]


def test_rows_and_what_follows_stand_on_the_grid_on_every_page(tmp_path: Path) -> None:
    pages(tmp_path, 14)
    lines = [line for line in read(tmp_path / "a.pdf").lines if line.glyphs[0].x < 60]
    top = lines[0].y
    offs = [((line.y - top) / 17.6 + 0.5) % 1 - 0.5 for line in lines]
    assert max(map(abs, offs)) < 0.15, offs
    after = next(line for line in lines if line.text == "后文")
    assert ((after.y - top) / 17.6 + 0.5) % 1 == pytest.approx(0.5, abs=0.01)


def test_rules_between_rows_and_below_spanning_heads_take_no_room(tmp_path: Path) -> None:
    rules = "tr:nth-child(odd) > * { border-top: 3pt solid } th { border-bottom: 2pt solid }"
    head = "<thead><tr><th rowspan=2>项目<th colspan=2>内容<tr><th>子项<th>丑项</thead>"
    body = "".join(f"<tr><td rowspan=2>第{n}行<td>甲<td>乙<tr><td>丙<td>丁戊" for n in range(1, 4))
    html = f"<p>前文</p><table>{head}<tbody>{body}</tbody></table><p>后文</p>"
    path = set_galley(html, tmp_path / "a.pdf", extra=STYLE + rules)
    small = [line.y for line in read(path).lines if line.size < 10]
    assert len(small) >= 7
    steps = [(upper - lower) / 17.6 for upper, lower in pairwise(small)]
    assert steps == pytest.approx([round(step) for step in steps], abs=0.01)
    before, after = (line.y for line in read(path).lines if line.size > 10)
    assert (before - after) / 17.6 == pytest.approx(9, abs=0.01)
