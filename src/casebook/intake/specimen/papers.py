"""Writes the papers around the specimen cases: notice, awards.yaml, book.yaml, notes, appendix.

The notice is shaped like a real one and `awards.yaml` names its lines and its checksum, so a
dummy book can be put through `casebook notice` as well.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from casebook.intake.specimen.prose import Piece, organisation

TITLE = "“一地一品”样稿案例征集活动推选结果的通报"
ISSUER = "样书编辑委员会"
NUMBER = "样编发〔2023〕1号"


_Row = tuple[str, str, Piece | None]


@dataclass(frozen=True)
class SpecimenAward:
    """One line of the notice; `piece` is None where an organisation itself is honoured."""

    id: str
    number: int
    organisation: str
    region: str
    piece: Piece | None
    line: int = 0


@dataclass(frozen=True)
class Group:
    """A tier of the notice."""

    id: str
    name: str
    entries: tuple[SpecimenAward, ...]


def is_first_tier(index: int) -> bool:
    """Whether case `index` is a 典型案例: 23 in 100, spread evenly, whatever follows."""
    return (23 * index + 22) // 100 != (23 * index - 1) // 100


def share_out(pieces: Sequence[Piece], seed: str) -> list[Group]:
    """Share the pieces out to two tiers and honour one organisation for every 13 of them.

    A tier without entries is left out.
    """
    first = [piece for index, piece in enumerate(pieces) if is_first_tier(index)]
    second = [piece for index, piece in enumerate(pieces) if not is_first_tier(index)]
    bodies: list[_Row] = []
    for index in range(max(1, len(pieces) // 13)):
        body = ("卫生健康委员会", "卫生健康促进会")[index % 2]
        bodies.append((*organisation(f"{seed}/bodies", index, body), None))
    tiers: list[tuple[str, str, list[_Row]]] = [
        ("1", "典型案例", [(piece.organisation, piece.region, piece) for piece in first]),
        ("2", "优秀案例", [(piece.organisation, piece.region, piece) for piece in second]),
        ("3", "优秀组织单位", bodies),
    ]
    return [Group(tier, name, _entries(tier, rows)) for tier, name, rows in tiers if rows]


def _entries(tier: str, rows: Sequence[_Row]) -> tuple[SpecimenAward, ...]:
    width = len(str(len(rows)))
    return tuple(SpecimenAward(f"{tier}-{n:0{width}}", n, *row) for n, row in enumerate(rows, 1))


def around(groups: Sequence[Group], seed: str) -> dict[str, str]:
    """Return every file of the manuscript folder but cases and pictures, by its name."""
    count = sum(entry.piece is not None for group in groups for entry in group.entries)
    sums = "、".join(f"{group.name}{len(group.entries)}个" for group in groups)
    notice, groups = _notice(groups, sums, count)
    return {
        "notice.txt": notice,
        "awards.yaml": _awards(notice, groups, count),
        "book.yaml": _book(groups, count, seed),
        "front/notes.md": _NOTES.format(count=count, sums=sums),
        "back/notice.md": _APPENDIX.format(number=NUMBER, sums=sums, title=TITLE, issuer=ISSUER),
    }


def quoted(text: str) -> str:
    """Return `text` as a YAML scalar in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _notice(groups: Sequence[Group], sums: str, count: int) -> tuple[str, list[Group]]:
    """Return the text of the notice, and the groups with the line of each entry in it."""
    lines = [f"{ISSUER}文件", "", NUMBER, "", f"{ISSUER}关于{TITLE}", ""]
    lines += [f"共征集到案例{count * 5 + 41}篇，推选出{sums}，现予通报（本通报为样稿）。", ""]
    lines += [ISSUER, "", "2023年2月20日", ""]
    placed = []
    for number, group in enumerate(groups, 1):
        lines += [f"附件{number}", "", f"{group.name}（{len(group.entries)}个）", ""]
        entries = []
        for entry in group.entries:
            title = f"《{entry.piece.title}》" if entry.piece else ""
            lines.append(f"{entry.number}. {entry.organisation}{title}")
            entries.append(replace(entry, line=len(lines)))
        lines.append("")
        placed.append(replace(group, entries=tuple(entries)))
    return "\n".join(lines), placed


def _awards(notice: str, groups: Sequence[Group], count: int) -> str:
    text = [
        "notice:",
        "  file: notice.txt",
        f"  sha256: {hashlib.sha256(notice.encode()).hexdigest()}",
        f"  issuer: {ISSUER}",
        f"  number: {NUMBER}",
        f"  title: {quoted(f'{ISSUER}关于{TITLE}')}",
        "  date: 2023-02-20",
        "  campaign: “一地一品”样稿案例征集活动",
        f"  received: {count * 5 + 41}",
        "tiers:",
    ]
    for group in groups:
        kind = "cases" if group.entries[0].piece else "organisations"
        text += [f'  - id: "{group.id}"', f"    name: {group.name}", f"    of: {kind}"]
        text += [f"    declared: {len(group.entries)}", "    awards:"]
        for entry in group.entries:
            fields = [f"id: {entry.id}", f"number: {entry.number}"]
            fields.append(f"organisation: {entry.organisation}")
            if entry.piece:
                fields.append(f"title: {quoted(entry.piece.title)}")
            fields += [f"region: {entry.region}", f"lines: {entry.line}-{entry.line}"]
            text.append(f"      - {{{', '.join(fields)}}}")
    return "\n".join(text) + "\n"


def _book(groups: Sequence[Group], count: int, seed: str) -> str:
    identifier = uuid5(NAMESPACE_URL, f"urn:casebook:dummy:{seed}:{count}")
    body = [f'{{tier: "{group.id}"}}' for group in groups if group.entries[0].piece]
    return _BOOK.format(count=count, issuer=ISSUER, identifier=identifier, body=", ".join(body))


_BOOK = """\
# 样书：内容全部由程序生成，供设计版式、测试和测速用。
title: 样书
subtitle: 案例选编样稿（{count}篇）
issuer: {issuer}
status: draft
language: zh-CN
identifier: urn:uuid:{identifier}
date: 2023-02-20
modified: 2023-03-01
layout: standard
composition: on
editions: [print, epub]
series: {{title: 样书丛书, number: 1}}
description: 由样稿组成的案例选编，用来检查版式，不含真实单位、人物和数据。
editors:
  - {{name: 李样文, role: 主编}}
  - {{name: 张试章, role: 责任编辑}}
imprint:
  书名: 样书
  编者: {issuer}
  出版者:
  开本:
  印次:
  印数:
  性质: 样稿，不得流通
order:
  front: [half-title, title-page, imprint, {{matter: front/notes.md}}, contents]
  body: [{body}]
  back:
    - {{matter: back/notice.md}}
    - {{organisations: "3"}}
    - {{index: organisation}}
    - {{index: region}}
    - colophon
"""

_NOTES = """\
---
title: 编辑说明
---

本书是**样书**，共收样稿{count}篇（{sums}），用来检查版式、测试和测速。书中单位、人物、数据、引语均为虚构，只有省级行政区名称是真的。

各篇由程序按短语表拼成，字数在2500～3500之间，标题、列表、表格、图片、脚注、引文的比例与真实来稿大体相当。同一种子生成的样书，每个字节都相同。

## 体例

- 标题分四级，分别以“一、”“（一）”“1.”“（1）”标示。
- 图题在图下，表题在表上。
- 数字用法从GB/T 15835—2011，标点用法从GB/T 15834—2011。
"""

_APPENDIX = """\
---
title: {issuer}关于{title}
short_title: 推选结果通报
---

{issuer}文件

{number}

各有关单位：

为检查版式，{issuer}组织了样稿案例征集活动。经推选，产生{sums}，现予通报。希望各单位再接再厉，把样稿写得更像真稿。

附件从略，名单见目录和书后索引。

{issuer}

2023年2月20日
"""
