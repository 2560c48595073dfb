"""Books for the tests of the press: one with every kind of section, and its galleys."""

import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

import tiny
from casebook import layout
from casebook.book import Book
from casebook.intake.manuscript import book_reader
from casebook.layout import Galley

BOOK = """\
title: 小书
issuer: 样例编委会
status: draft
identifier: urn:uuid:00000000-0000-5000-8000-000000000001
date: 2023-02-20
modified: 2023-03-01
editions: [print, epub]
composition: on
imprint: {书名: 小书, 印数: }
order:
  front: [half-title, title-page, imprint, {matter: front/notes.md}, contents]
  body: [{tier: "1"}, {part: 名单外来稿, cases: [x-01]}]
  back: [{matter: back/word.md}, {organisations: "3"}, {index: organisation}, {index: region}]
"""
AWARDS = """\
notice: {file: notice.txt}
tiers:
  - id: "1"
    name: 典型案例
    of: cases
    declared: 3
    awards:
      - {id: 1-1, number: 1, organisation: 北京市第一样例医院, title: 甲题——副题, region: 北京市}
      - {id: 1-2, number: 2, organisation: 河北省样例市医院, title: 乙题 “丙” 丁, region: 河北省}
      - {id: 1-3, number: 3, organisation: 河北省样例县医院, title: 丙题, region: 河北省}
  - id: "3"
    name: 优秀组织单位
    of: organisations
    declared: 1
    awards:
      - {id: 3-1, number: 1, organisation: 北京市卫生健康委员会, region: 北京市}
"""
LINE = "医院把行之有效的做法写进制度，先后修订 12 项，covering 3.5% of wards，“随访”不再靠人记。"
CASE = """\
---
award: 1-1
---

## 一、做法

### （一）组织

正文“引文”里有*着重*、**加重**、[链接](https://example.org/)、H<sub>2</sub>O 和注[^1]。

> 引一段话。

1. 甲
2. 乙
   - 丙

![看](../media/a.png "图题")

: 表题

| 项 | 数 |
|---|---:|
| 甲 | 3 |

<table><tr><td colspan="2">跨列</td></tr><tr><td>一</td><td>二</td></tr></table>

{text}

[^1]: 注文。
"""


def every_kind(folder: Path, lines: int = 30, **files: str) -> Path:
    """Write a book with every kind of section; its first case has `lines` long sentences."""
    media = folder / "manuscript" / "media"
    media.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (600, 400), "#789").save(media / "a.png")
    texts = {
        "book": BOOK,
        "awards": AWARDS,
        "case": CASE.replace("{text}", LINE * lines),
        "cases/1-2.md": f"---\naward: 1-2\n---\n\n{LINE * 3}\n",
        "cases/x-01.md": "---\norganisation: 某院\ntitle: 名单外\n---\n\n一句。\n",
        "front/notes.md": "---\ntitle: 编辑说明\n---\n\n说明一句。\n",
        "back/word.md": "---\ntitle: 后记\n---\n\n后记一句。\n",
        **files,
    }
    return tiny.write(folder, **texts)


def composed(folder: Path, medium: str = "print") -> tuple[Book, tuple[Galley, ...]]:
    """Return the book in `folder` and its galleys."""
    book = book_reader.read(folder).book
    roots = layout.roots(book.layout, folder)
    return book, layout.compose(book, roots, medium, folder / "manuscript")


Sign = tuple[str, float, float]


def signs(data: bytes) -> list[list[Sign]]:
    """Return every printed sign of every page with its origin in points, from left to right."""
    result = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        here: list[Sign] = []
        for index in range(text.count_chars()):
            sign = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
            if not sign.isspace() and sign != "\0":
                pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
                here.append((sign, x.value, y.value))
        result.append([sign for row in _rows(here) for sign in row])
    return result


def _rows(here: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Yield the signs of each row from left to right: those less than half a point apart in height."""
    rows: list[list[Sign]] = []
    for sign in sorted(here, key=lambda sign: sign[2]):
        if not rows or sign[2] - rows[-1][-1][2] > 0.5:
            rows.append([])
        rows[-1].append(sign)
    for row in rows:
        yield sorted(row, key=lambda sign: (sign[1], sign[0]))


def furthest(first: Sequence[Sequence[Sign]], other: Sequence[Sequence[Sign]]) -> float:
    """Return how far apart, in points, any sign stands in two books with the same signs."""
    return max(
        (
            max(abs(a[1] - b[1]), abs(a[2] - b[2]))
            for here, there in zip(first, other, strict=True)
            for a, b in zip(here, there, strict=True)
        ),
        default=0.0,
    )
