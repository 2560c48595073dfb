"""Set tables that go on over pages in the standard layout and count what is amiss with them.

python tests/measure_tables.py [-v]   (-v: every table)

Counted are rows off the grid of the text, single rows before or behind a page break, pages a table
goes on to without 续表, and numbers whose points do not stand one below the other.
"""

import random
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "composition"), str(HERE.parent / "src")]

from weasyprint import HTML  # noqa: E402

from casebook import composition, layout  # noqa: E402
from casebook.press import number_columns  # noqa: E402
from composition.page import Line, read  # noqa: E402

PITCH = 17.5
OFF = 0.15  # of a line: about what rules take, shared out above and below


def table(rng: random.Random, rows: int) -> str:
    """Return a table of so many rows: a number, words, decimals of several lengths."""
    body = "".join(
        f"<tr><td>第{n}行</td><td>{rng.choice(('科室', '卫生健康', '满意度'))}</td>"
        f"<td>{rng.uniform(0, 900):.{rng.randrange(4)}f}</td></tr>"
        for n in range(1, rows + 1)
    )
    head = "<thead><tr><th>序号</th><th>项目</th><th>均值</th></tr></thead>"
    return f"<table><caption>表1 统计</caption>{head}<tbody>{body}</tbody></table>"


def pages(rng: random.Random, before: int, rows: int) -> list[list[Line]]:
    """Return the lines of each page of a table behind so many lines of text."""
    text = "<p>正文一行。</p>" * before + table(rng, rows) + "<p>正文一行。</p>" * 3
    sheets = layout.sheets(layout.roots("standard", HERE), "print")
    document = HTML(
        string=f'<html lang="zh-CN"><body><section class="section">{text}</section></body></html>'
    )
    number_columns.align(document.etree_element)
    composition.install()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.pdf"
        document.write_pdf(path, stylesheets=[str(sheet) for sheet in sheets])
        lines = read(path).lines
    return [[line for line in lines if line.page == n] for n in range(lines[-1].page + 1)]


def main(words: list[str]) -> None:
    """Print the counts."""
    rng = random.Random(1)
    counts = dict.fromkeys(
        ("rows", "off the grid", "breaks", "single rows", "no 续表", "points", "off"), 0
    )
    for number in range(24):
        made = pages(rng, rng.randrange(1, 28), rng.randrange(8, 70))
        own = dict.fromkeys(counts, 0)
        bodies = [[line for line in page if line.text.startswith("第")] for page in made]
        own["rows"] = sum(map(len, bodies))
        grid = made[0][0].y
        for page, rows in zip(made, bodies, strict=True):
            own["off the grid"] += sum(
                abs(((row.y - grid) / PITCH + 0.5) % 1 - 0.5) > OFF for row in rows
            )
            own["single rows"] += len(rows) == 1
            own["breaks"] += bool(rows) and rows is not next(b for b in bodies if b)
            again = any(line.text.startswith("续表") for line in page)
            own["no 续表"] += bool(rows) and rows is not next(b for b in bodies if b) and not again
        for rows in bodies:
            points = [g.x for row in rows for g in row.glyphs if g.text == "."]
            own["points"] += len(points)
            own["off"] += sum(abs(x - points[0]) > 0.1 for x in points)
        counts = {key: counts[key] + own[key] for key in counts}
        if "-v" in words:
            sys.stdout.write(f"{number}: {own}\n")
    sys.stdout.write(
        "tables: " + ", ".join(f"{count} {key}" for key, count in counts.items()) + "\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
