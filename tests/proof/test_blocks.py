"""Texts are taken apart into typed blocks whose every character has its place in the source."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import tiny
from casebook.intake.manuscript import book_reader
from casebook.proof import rule_runner, segmentation
from casebook.proof.blocks import Body, Piece, Source
from casebook.proof.source_map import align

CASE = """\
---
organisation: 样例医院
title: 外来题目
region: 北京市
---

导语一句，
接着一句。

## 一、做法

**（一）学习。**正文*强调*一句[^1]，[链接](https://example.org/a)完。

> 引文一句。

- 条目一
- 条目二

: 表题

| 项 | 数 |
|---|---:|
| 甲 | 3 |

<table><tr><td>左</td><td>右</td></tr></table>

促进会

2023年2月20日

供稿：宣传部

[^1]: 注文**一句**。
"""


def case(tmp_path: Path, text: str = CASE) -> Piece:
    folder = tiny.write(tmp_path, **{"cases/x-01.md": text})
    book = folder / "manuscript" / "book.yaml"
    part = '{tier: "1"}, {part: 来稿, cases: [x-01]}'
    book.write_text(book.read_text("utf-8").replace('{tier: "1"}', part), "utf-8")
    volume = segmentation.volume(book_reader.read(folder).book, folder / "manuscript")
    return next(piece for piece in volume.pieces if piece.id == "x-01")


def test_every_block_says_what_it_is(tmp_path: Path) -> None:
    assert [(type(block).__name__, block.text) for block in case(tmp_path).blocks] == [
        ("Title", "外来题目"),
        ("Organisation", "样例医院"),
        ("Lead", "导语一句，接着一句。"),
        ("Heading", "一、做法"),
        ("RunIn", "（一）学习。"),
        ("Body", "正文强调一句，链接完。"),
        ("Note", "注文一句。"),
        ("Quotation", "引文一句。"),
        ("ListEntry", "条目一"),
        ("ListEntry", "条目二"),
        ("Caption", "表题"),
        ("Cell", "项"),
        ("Cell", "数"),
        ("Cell", "甲"),
        ("Cell", "3"),
        ("Cell", "左"),
        ("Cell", "右"),
        ("Signature", "促进会"),
        ("Signature", "2023年2月20日"),
        ("Credit", "供稿：宣传部"),
    ]


def test_every_character_of_every_block_leads_back_to_its_source(tmp_path: Path) -> None:
    piece = case(tmp_path)
    for block in piece.blocks:
        for at, char in enumerate(block.text):
            place = piece.place(block, at)
            assert CASE.split("\n")[(place.line or 0) - 1][(place.column or 0) - 1] == char, block


def test_no_rule_reads_what_is_set_as_code(tmp_path: Path) -> None:
    text = CASE.replace("引文一句。", "键入`召开后,医院(甲`再**按`甲,,乙`**，再接再励。")
    piece = case(tmp_path, text)
    block = next(block for block in piece.blocks if block.code)
    assert [block.text[start:end] for start, end in block.code] == ["召开后,医院(甲", "甲,,乙"]
    result = list(rule_runner.in_piece(piece))
    mine = [item for item in result if item.number == block.number]
    assert [(item.rule, item.text) for item in mine] == [("wrong-phrase", "再接再励")]
    assert "甲,,乙" in mine[0].before
    for at, char in enumerate(block.text):
        place = piece.place(block, at)
        assert text.split("\n")[(place.line or 0) - 1][(place.column or 0) - 1] == char


def test_a_wrapped_paragraph_is_one_line_of_text(tmp_path: Path) -> None:
    piece = case(tmp_path)
    lead = piece.blocks[2]
    assert piece.place(lead, 5) == ("cases/x-01.md", 8, 1)


@given(st.lists(st.text("甲乙，。“”3a", min_size=1, max_size=12), min_size=1, max_size=5))
def test_paragraphs_are_found_where_they_stand(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    piece = Piece("x", Source("x.md", text), align=align)

    lines = [2 * n + 1 for n in range(len(paragraphs))]
    piece.blocks = tuple(
        Body(words, n, line, False, piece)
        for n, (words, line) in enumerate(zip(paragraphs, lines, strict=True))
    )
    for block, words, line in zip(piece.blocks, paragraphs, lines, strict=True):
        assert piece.place(block, 0) == ("x.md", line, 1)
        start, end = piece.span(block, 0, len(words)) or (0, 0)
        assert text[start:end] == words
