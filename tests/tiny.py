"""Tiny manuscripts: the smallest folder that is a book, to be changed by one thing at a time."""

from pathlib import Path

BOOK = """\
title: 小书
issuer: 样例编委会
status: draft
identifier: urn:uuid:00000000-0000-5000-8000-000000000001
date: 2023-02-20
modified: 2023-03-01
editions: [print]
composition: off
imprint: {书名: 小书, 印数: }
order:
  front: [title-page, imprint, contents]
  body: [{tier: "1"}]
  back: [{index: organisation}, {index: region}]
"""
AWARDS = """\
notice: {file: notice.txt}
tiers:
  - id: "1"
    name: 典型案例
    of: cases
    declared: 2
    awards:
      - {id: 1-1, number: 1, organisation: 北京市第一样例医院, title: 甲题——副题, region: 北京市}
      - {id: 1-2, number: 2, organisation: 河北省样例市医院, title: 乙题 “丙” 丁, region: 河北省}
"""
CASE = """\
---
award: 1-1
---

## 一、做法

**（一）学习。**正文一句。

| 项 | 数 |
|---|---:|
| 甲 | 3 |
"""


def write(folder: Path, **files: str) -> Path:
    """Write the smallest book into `folder`; `files` replace or add (`book`, `awards`, `case`,
    or a path with `__` for `/` and `_` before the ending: `cases__1_2_md`). Return `folder`."""
    texts = {"book.yaml": BOOK, "awards.yaml": AWARDS, "cases/1-1.md": CASE}
    names = {"book": "book.yaml", "awards": "awards.yaml", "case": "cases/1-1.md"}
    texts |= {names.get(key, key): text for key, text in files.items()}
    for name, text in texts.items():
        path = folder / "manuscript" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
