"""A wide table reads without loss on every screen: as a table, or as records."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from casebook.editions.epub import table_records
from editions.epub import samples
from editions.epub.conftest import Issue

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NS = {"x": "http://www.w3.org/1999/xhtml"}
LOST = """([paged, wide, high]) => {
  const lost = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node; node = walker.nextNode();) {
    if (!node.textContent.trim()) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const boxes = [...range.getClientRects()].filter(box => box.width)
    const inside = box => {
      const left = paged ? box.left - Math.floor((box.left + 0.5) / wide) * wide : box.left
      return left > -1 && left + box.width < wide + 1 && (!paged || box.bottom < high + 1)
    }
    if (!boxes.length || !boxes.every(inside)) lost.push(node.textContent)
  }
  return lost
}"""


def parsed(table: str) -> etree._Element:
    root = etree.fromstring(f'<html xmlns="{NS["x"]}"><body>{table}</body></html>')
    table_records.arrange(root)
    return root


def heads(root: etree._Element) -> list[str]:
    return [str(name) for name in root.xpath("//@data-head")]


def wide(columns: int, rows: int = 2, head: str = "第{}项数") -> str:
    top = "".join(f'<th scope="col">{head.format(c)}</th>' for c in range(columns))
    body = "".join(
        f"<tr>{''.join(f'<td>值{r}之{c}</td>' for c in range(columns))}</tr>" for r in range(rows)
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def test_a_small_table_stays_a_table() -> None:
    root = parsed(wide(3, head="列{}"))
    assert not root.xpath("//x:div", namespaces=NS)
    assert not heads(root)


def test_each_value_gets_its_head_and_the_box_says_how_wide_the_table_is() -> None:
    root = parsed(wide(5))
    assert heads(root)[:5] == [f"第{c}项数：" for c in range(5)]
    assert root.xpath("//x:div/@class", namespaces=NS) == ["records w20"]
    assert parsed(wide(40)).xpath("//x:div/@class", namespaces=NS) == ["records"]


def test_figures_of_a_column_are_made_equally_wide_by_spaces() -> None:
    rows = [
        ("满意度", "85.4", "%"),
        ("候诊", "128", "min"),
        ("志愿", "7.25", "人次"),
        ("投诉", "—", "件"),
    ]
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    root = parsed(f"<table><tbody>{body}</tbody></table>")
    cells = root.xpath("//x:tr/x:td[2]", namespaces=NS)
    assert {cell.get("class") for cell in cells} == {"numeric"}
    before, behind = ([cell.get(f"data-{side}") for cell in cells] for side in ("lead", "trail"))
    assert before == ["\u2007", "", "\u2007\u2007", "\u2007\u2007"]
    assert behind == ["\u2007", "\u2007\u2007\u2008", "", "\u2007\u2007\u2008"]
    assert root.xpath("//x:tr/x:td[3]/@class", namespaces=NS) == ["center"] * 4
    assert not root.xpath("//x:tr/x:td[1]/@class", namespaces=NS)


def test_heads_over_several_columns_stand_before_those_below() -> None:
    top = '<tr><th rowspan="2">单位</th><th colspan="4">二〇二二年</th></tr>'
    below = f"<tr>{''.join(f'<th>第{q}季度</th>' for q in range(4))}</tr>"
    body = f"<tr>{''.join(f'<td>{c}</td>' for c in range(5))}</tr>"
    root = parsed(f"<table><thead>{top}{below}</thead><tbody>{body}</tbody></table>")
    assert heads(root)[:2] == ["单位：", "二〇二二年 / 第0季度："]


def test_a_cell_over_several_rows_is_told_in_each_record() -> None:
    body = '<tr><td rowspan="2">甲院</td>{0}</tr><tr>{0}</tr>'.format("<td>数值甲</td>" * 4)
    top = "".join(f"<th>栏目{c}</th>" for c in range(5))
    root = parsed(f"<table><tr>{top}</tr>{body}</table>")
    assert root.xpath("//@data-above") == ["栏目0：甲院"]


def test_what_is_longer_than_a_word_may_break_in_a_cell() -> None:
    root = parsed(f"<table><tr><td>见 {'x' * 60}。后 <b>{'9' * 40}</b>尾</td></tr></table>")
    assert root.xpath("//x:span[@class='long']/text()", namespaces=NS) == ["x" * 60, "9" * 40]
    assert "".join(root.itertext()) == f"见 {'x' * 60}。后 {'9' * 40}尾"


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser.new_page()
        browser.close()


@pytest.mark.slow
def test_every_word_is_on_the_screen_whatever_its_width_and_type(
    issue: Issue, page: Any, tmp_path: Path
) -> None:
    tables = [wide(3), wide(7), wide(24, 1), f"<table><tr><td>{'x' * 200}</td></tr></table>"]
    text = f"<p>{'a' * 300}</p><pre>{'b' * 200}</pre>{''.join(tables)}"
    book, _ = issue(samples.with_case_body(samples.small(), "1-1", text))
    with ZipFile(book) as packed:
        packed.extractall(tmp_path)
    (document,) = tmp_path.rglob("case-1-1.xhtml")
    page.goto(document.as_uri())
    style = page.add_style_tag(content="html {}")
    shown = set()
    for width in (320, 390, 600, 820):
        page.set_viewport_size({"width": width, "height": 800})
        for size in (16, 22, 28):
            for paged in (False, True):
                css = f"html {{ font-size: {size}px }}"
                if paged:
                    css += f"html {{ height: 800px; columns: {width}px; column-gap: 0; column-fill: auto }}"
                    css += "body { margin: 0; padding: 0 4% }"
                style.evaluate("(node, css) => { node.textContent = css }", css)
                assert page.evaluate(LOST, [paged, width, 800]) == [], (width, size, paged)
                display = "[...document.querySelectorAll('table')].map(t => getComputedStyle(t)"
                shown.add(tuple(page.evaluate(f"{display}.display)")))
    assert ("table", "block", "block", "table") in shown
    assert ("table", "table", "block", "table") in shown
