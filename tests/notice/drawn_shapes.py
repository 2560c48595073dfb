"""Awards whose reading is known, written in shapes that are drawn.

`drawn(seed, half)` takes the awards of a collected notice and writes them anew: where their tiers
are named, their numbers, the order of their fields and the marks between them, how many lines a
record has, what stands around the list, which kind of file. Each choice is of a table of ways; a way
belongs to one half by its place in the table, so that what is made for one half can be tried on the
other, which nobody has seen.
"""

import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from casebook.typography import han_number
from notice.drawn_kinds import SHEETS, english, merged_flat, news, verses

COLLECTED = Path(__file__).parent / "collected"
MERGED = "\0"
"""A cell that is one with the cell above it."""
MOST = 6
"""Awards of a tier that are written."""
Record = list[tuple[str, str]]
"""The fields of an award that are written, in order: their names and their texts."""
Truth = dict[str, Any]

NUMBERS = (
    "", "{n}.", "", "{n}、", "{n}. ", "（{n}）", "{n} ", "[{n}]", "{n}）", "0{n} ", "第{n}项 ", "{han}、",
    "• ", "No.{n} ", "{n}\t", "◆", "①", "（{han}）", "编号{n}：", "{n}-", "", "A{n} ",
)  # fmt: skip
MARKS = (
    " ", "\t", "　", "——", "：", "，", " - ", "/", "|", "；", "  ", "·", " / ", "＿", "-", "→", "、", " | ", "∥", "～",
    "——", "＋", ":", ">>",
)  # fmt: skip
TITLES = ("《{}》", "《{}》", "“{}”", "{}", "「{}」", "《{}》", "{}", "【{}】", "〈{}〉", "『{}』")
HEADS = (
    "{tier}", "{han}、{tier}", "{tier}（{count}项）", "【{tier}】", "{tier}：", "★ {tier} ★", "（{han}）{tier}",
    "{tier}（共{count}个）", "{n}. {tier}", "—— {tier} ——", "获{tier}的有：", "=={tier}==", "荣获{tier}：", "第{han}部分 {tier}",
    "# {tier}", "{tier} {count}名", "{tier} {english}", "{tier}（{english}）", "{english} {tier}", "{tier} / {english}",
)  # fmt: skip
PLACES = (
    "above",
    "above",
    "above",
    "inline",
    "column",
    "above",
    "behind",
    "above",
    "below",
    "before",
    "split",
)
LAYOUTS = (
    "lines", "lines", "lines", "wrapped", "cells", "two", "columns", "labelled", "fixed", "abreast", "prose", "blank",
    "news", "news", "inline", "inline", "flat", "flat", "verse", "verse",
)  # fmt: skip
FILES = ("txt", "txt", "txt", "txt", "html", "md", "csv", "docx", "txt", "xlsx", "sheets", "sheets")
ENDS = ("", "", "；", "。", "", ";", "", "、")
LETTERS = (
    "星河市教育局文件\n星教〔2024〕{n}号\n关于公布评选结果的通知\n\n各有关单位：\n\n经评选，现将结果予以公布。\n\n星河市教育局\n2024年3月5日\n\n附件\n",
    "关于表彰先进的通报\n各县（区）、市直各单位：\n为进一步激励先进，经研究，决定予以表彰，名单如下：\n",
    "评选结果公示\n\n",
    "",
    "第三届“星河杯”大赛获奖名单\n",
    "星河学会关于公布2023年度优秀成果的决定\n\n各会员单位：\n　　根据评审办法，经专家评审、公示，评出以下成果。\n\n附件：获奖名单\n\n星河学会\n二〇二四年三月五日\n附件：\n获奖名单\n",
    "【喜报】\n热烈祝贺以下获奖者！\n",
    "2024-03-05 10:12 来源：星河网\n获奖名单新鲜出炉\n",
)  # fmt: skip
TAILS = (
    "", "\n星河市教育局\n2024年3月5日\n", "\n（排名不分先后）\n", "\n希望获奖单位再接再厉，再创佳绩。\n星河学会\n2024年3月5日\n",
    "\n注：以上名单公示七天，联系人：王老师，电话：0310-1234567。\n", "\n编辑：小王　审核：老李\n",
)  # fmt: skip
NOISES = ("", "", "", "", "folio", "head", "", "remark", "gap", "watermark")
NAMES = {
    "organisation": ("单位", "获奖单位", "推荐单位", "学校/单位"), "title": ("题目", "作品名称", "名称", "项目名称"),
    "people": ("作者", "姓名", "完成人", "获奖者"), "teachers": ("指导教师", "指导老师", "辅导教师", "教练"),
    "region": ("地区", "市县", "所在地", "区县"), "genre": ("体裁", "类别", "形式", "组别"), "score": ("得分", "成绩", "总分", "评分"),
    "class": ("班级", "年级", "所在班级", "班别"), "remark": ("备注", "说明", "备注", "附注"),
}  # fmt: skip
WIDTHS = (24, 30, 36, 40)


class Drawn(NamedTuple):
    """A notice: its file as bytes, the ending of its name, the truth, the ways chosen."""

    content: bytes
    suffix: str
    truth: Truth
    ways: dict[str, Any]


class _Ways:
    """Chooses from tables: of the ways of one half, or of all."""

    def __init__(self, draw: random.Random, half: int | None) -> None:
        self.draw, self.half, self.chosen = draw, half, dict[str, Any]()

    def choice(self, name: str, table: Sequence[Any]) -> Any:
        own = (
            table if self.half is None else [w for at, w in enumerate(table) if at % 2 == self.half]
        )
        self.chosen[name] = self.draw.choice(own)
        return self.chosen[name]


def _sources() -> list[Truth]:
    truths = (
        json.loads(path.read_text("utf-8")) for path in sorted(COLLECTED.glob("*.truth.json"))
    )
    return [truth for truth in truths if sum(len(tier["awards"]) for tier in truth["tiers"]) > 3]


_SOURCES: list[Truth] = []


def drawn(seed: int, half: int | None = None) -> Drawn:
    """Return the notice drawn from `seed`, written in the ways of `half` (0, 1; None: of both)."""
    if not _SOURCES:
        _SOURCES.extend(_sources())
    draw = random.Random(seed)
    ways = _Ways(draw, half)
    source = draw.choice(_SOURCES)
    tiers = [tier for tier in source["tiers"] if tier["awards"]]
    tiers = [tier for tier in tiers if tier["name"]] or tiers[:1]
    start = draw.randrange(max(1, len(tiers) - 3))
    tiers = tiers[start : start + 4]
    fields = _fields(tiers, draw)
    keep = [(t, [(a, _record(a, fields)) for a in t["awards"][:MOST]]) for t in tiers]
    keep = [(t, [pair for pair in pairs if pair[1]]) for t, pairs in keep]
    truth = {"tiers": [
        {"name": t["name"], "awards": [
            {"organisation": a["organisation"], "organisation_or": a.get("organisation_or", []), "title": a["title"], "title_or": _wrapped(a["title"]), "fields": {k: v for k, v in r if k not in ("organisation", "title")}}
            for a, r in pairs
        ]} for t, pairs in keep if pairs
    ]}  # fmt: skip
    kind = ways.choice("file", FILES)
    named = [(t["name"], [r for _, r in pairs]) for t, pairs in keep if pairs]
    if kind == "sheets":
        return _sheets(named, fields, truth, ways)
    if kind != "txt":
        return _table(kind, named, fields, truth, ways)
    text = _letter(ways)
    if ways.choice("layout", LAYOUTS) == "verse":
        lines, truth["tiers"] = verses(draw, ways.choice)
        text += "\n".join(lines) + "\n"
    else:
        text += _written(named, fields, ways)
    text = _noisy(text, ways) + ways.choice("tail", TAILS)
    return Drawn(text.encode(), "txt", truth, ways.chosen)


def _fields(tiers: Sequence[Truth], draw: random.Random) -> list[str]:
    counts: dict[str, int] = {}
    every = [award for tier in tiers for award in tier["awards"]]
    for award in every:
        for name, text in award["fields"].items():
            counts[name] = counts.get(name, 0) + bool(text)
    extra = [name for name, count in counts.items() if name in NAMES and count * 2 > len(every)]
    kept = [name for name in extra if draw.random() < 0.7]
    fields = ["organisation", "title", *kept]
    draw.shuffle(fields)
    return fields


def _wrapped(title: str | None) -> list[str]:
    """Return how a title may be read with the marks that stand around it: they are not its own."""
    kind, mark, rest = (title or "").partition("《")
    inner = [rest[:-1]] if mark and rest.endswith("》") and 0 < len(kind) < 5 else []
    return [*(way.format(title) for way in dict.fromkeys(TITLES)), *inner] if title else []


def _record(award: Truth, fields: Sequence[str]) -> Record:
    values = {**award["fields"], "organisation": award["organisation"], "title": award["title"]}
    return [(name, values[name]) for name in fields if values.get(name)]


def _letter(ways: _Ways) -> str:
    return str(ways.choice("letter", LETTERS)).format(n=ways.draw.randint(1, 99))


def _written(tiers: Sequence[tuple[str, list[Record]]], fields: Sequence[str], ways: _Ways) -> str:
    """Return the lists as lines."""
    place, layout = ways.choice("place", PLACES), ways.chosen["layout"]
    whole = all({"organisation", "title"} <= dict(r).keys() for _, rs in tiers for r in rs)
    if layout == "news" and whole and all(tier for tier, _ in tiers):
        return "\n".join(news(tiers, ways.draw, ways.choice)) + "\n"
    number, title, head = (
        ways.choice("number", NUMBERS),
        ways.choice("title", TITLES),
        ways.choice("head", HEADS),
    )
    marks = [ways.choice("mark", MARKS) for _ in fields]
    if ways.draw.random() < 0.7:
        marks = marks[:1] * len(marks)
    end, names = ways.choice("end", ENDS), {f: ways.choice("name", NAMES[f]) for f in fields}
    ways.chosen |= {"fields": list(fields), "marks": marks}
    on = ways.draw.random() < 0.3
    out: list[str] = []
    n = 0
    for at, (tier, records) in enumerate(tiers, 1):
        heading = tier and head.format(
            tier=tier, han=han_number(at), n=at, count=len(records), english=english(tier)
        )
        first, _, last = tier.rpartition(" ")
        if place == "split" and first:
            out += (
                [first, last] if at == 1 or tiers[at - 2][0].rpartition(" ")[0] != first else [last]
            )
        elif place in ("above", "split") and layout != "flat":
            out += [heading] if tier else []
        n = n if on else 0
        texts = []
        for record in records:
            n += 1
            values = [
                (name, title.format(text) if name == "title" else text) for name, text in record
            ]
            label = number.format(n=n, han=han_number(n))
            tiered = bool(tier) and place in ("inline", "column", "behind") and layout != "flat"
            texts.append((label, _tiered(values, tier, place) if tiered else values))
        if layout == "flat" and tier:
            out += merged_flat(texts, tier, "\t" if marks[0].isspace() else " | ")
            continue
        lines = _laid(texts, marks, layout, end, names, ways)
        if place == "before" and tier:
            lines[0] = f"{tier}：{lines[0]}"
        out += lines + ([f"以上获{tier}"] if place == "below" and tier else [])
    return "\n".join(out) + "\n"


def _tiered(values: Record, tier: str, place: str) -> Record:
    pair = ("tier", f"（{tier}）" if place == "behind" else tier)
    return [pair, *values] if place == "inline" else [*values, pair]


def _laid(
    texts: Sequence[tuple[str, Record]], marks: Sequence[str], layout: str, end: str,
    names: dict[str, str], ways: _Ways,
) -> list[str]:  # fmt: skip
    rows = [[label, *(text for _, text in values)] for label, values in texts]
    joined = [label + _joined([text for _, text in values], marks) for label, values in texts]
    if layout == "cells":
        return [cell.strip() for row in rows for cell in row if cell.strip()]
    if layout == "columns":
        return [
            row[at].strip()
            for at in range(max(map(len, rows)))
            for row in rows
            if at < len(row) and row[at].strip()
        ]
    if layout == "two":
        return [line for row in rows for line in (row[0] + row[1], _joined(row[2:], marks)) if line]
    if layout == "labelled":
        return [line for label, values in texts for line in [label + f"{names.get(values[0][0], '奖项')}：{values[0][1]}",
                *(f"{names.get(name, '奖项')}：{text}" for name, text in values[1:])]]  # fmt: skip
    if layout == "inline":
        between = ways.choice("between", ("；", "，", "　", "  "))
        return [
            label + between.join(f"{names.get(name, '奖项')}：{text}" for name, text in values)
            for label, values in texts
        ]
    if layout == "wrapped":
        width = ways.choice("width", WIDTHS)
        return [line[at : at + width] for line in joined for at in range(0, len(line), width)]
    if layout == "fixed":
        wide = [
            max((len(row[at]) for row in rows if at < len(row)), default=0)
            for at in range(max(map(len, rows)))
        ]
        return [
            "".join(
                cell + "　" * (wide[at] - len(cell)) + "  " for at, cell in enumerate(row)
            ).rstrip()
            for row in rows
        ]
    if layout == "abreast":
        return ["    ".join(joined[at : at + 2]) for at in range(0, len(joined), 2)]
    if layout == "prose":
        return ["、".join(joined) + "。"]
    if layout == "blank":
        return [part for line in joined for part in (line + end, "")]
    return [line + end for line in joined]


def _joined(texts: Sequence[str], marks: Sequence[str]) -> str:
    out = texts[0] if texts else ""
    for at, text in enumerate(texts[1:]):
        mark = marks[at % len(marks)]
        out += text if text[:1] in tuple("《“「【〈『（") and mark in (" ", "，") else mark + text
    return out


def _noisy(text: str, ways: _Ways) -> str:
    noise = ways.choice("noise", NOISES)
    lines = text.split("\n")
    at = max(1, len(lines) * 2 // 3)
    added = {
        "folio": ["— 2 —"], "head": [lines[0]], "remark": ["（下转第二版）"], "gap": ["", ""], "watermark": ["星河教育 内部资料"],
    }.get(noise, [])  # fmt: skip
    return "\n".join([*lines[:at], *added, *lines[at:]])


def _table(
    kind: str,
    tiers: Sequence[tuple[str, list[Record]]],
    fields: Sequence[str],
    truth: Truth,
    ways: _Ways,
) -> Drawn:
    """Return the lists as a table of a file of `kind`."""
    way = ways.choice("tiers", ("column", "row", "merged", "column", "first", "row"))
    way = way if tiers[0][0] else "none"
    headed = ways.choice("headed", (True, True, True, False))
    numbered = ways.choice("numbered", (True, False))
    names = [ways.choice("name", NAMES[f]) for f in fields]
    ways.chosen["fields"] = list(fields)
    head = [*(["序号"] if numbered else []), *names]
    head = (
        ["奖项", *head]
        if way in ("merged", "first")
        else [*head, "奖项"]
        if way == "column"
        else head
    )
    title = ways.choice("title", TITLES)
    rows = [head] if headed else []
    n = 0
    for tier, records in tiers:
        if way == "row":
            rows.append([tier])
        for at, record in enumerate(records):
            n += 1
            values = dict(record)
            cells = [
                title.format(values[f]) if f == "title" and f in values else values.get(f, "")
                for f in fields
            ]
            cells = [*([str(n)] if numbered else []), *cells]
            cells = [*cells, tier] if way == "column" else cells
            cells = (
                [tier if way == "first" or not at else MERGED, *cells]
                if way in ("merged", "first")
                else cells
            )
            rows.append(cells)
    letter = _letter(ways) if kind in ("html", "md", "docx") else ""
    if kind != "html":
        rows = [["" if cell == MERGED else cell for cell in row] for row in rows]
    return Drawn(WRITERS[kind](letter, rows), kind, truth, ways.chosen)


def _html(letter: str, rows: Sequence[Sequence[str]]) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in letter.split("\n") if line)
    width = max(map(len, rows))
    body = ""
    for at, row in enumerate(rows):
        span = next(
            (
                to
                for to in range(1, len(rows) - at + 1)
                if at + to == len(rows) or rows[at + to][0] != MERGED
            ),
            1,
        )
        cells = [f"<td>{cell}</td>" for cell in row]
        if len(row) == 1:
            cells = [f'<td colspan="{width}">{row[0]}</td>']
        elif row[0] != MERGED and span > 1:
            cells[0] = f'<td rowspan="{span}">{row[0]}</td>'
        elif row[0] == MERGED:
            cells = cells[1:]
        body += f"<tr>{''.join(cells)}</tr>"
    return f"<html><body>{paragraphs}<table>{body}</table></body></html>".encode()


def _md(letter: str, rows: Sequence[Sequence[str]]) -> bytes:
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return (letter.replace("\n", "\n\n") + "\n" + "\n".join(lines) + "\n").encode()


def _csv(_: str, rows: Sequence[Sequence[str]]) -> bytes:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows).encode(
        "gb18030", "replace"
    )


def _docx(letter: str, rows: Sequence[Sequence[str]]) -> bytes:
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = ["".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in padded]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    body = "".join(map(_paragraph, letter.split("\n"))) + f"<w:tbl>{table}</w:tbl>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>"


def _sheets(
    tiers: Sequence[tuple[str, list[Record]]], fields: Sequence[str], truth: Truth, ways: _Ways
) -> Drawn:
    """Return the lists in two sheets of a workbook, each with a name or a title of its own; the
    tiers of the second may be called as those of the first."""
    groups, titled = ways.choice("sheets", SHEETS), ways.choice("titled", (True, False, True, True))
    again = ways.draw.random() < 0.5
    names = [ways.choice("name", NAMES[f]) for f in fields]
    half = (len(tiers) + 1) // 2
    parts = (range(half), range(half, len(tiers)))
    book = openpyxl.Workbook()
    for group, part in zip(groups, parts, strict=True):
        sheet = book.active if group == groups[0] else book.create_sheet()
        sheet.title = group
        if titled:
            sheet.append([f"第三届“星河杯”大赛{group}获奖名单"])
        sheet.append(["奖项", *names])
        for at, own in zip(part, range(half), strict=False):
            tier, records = tiers[at]
            tier = tiers[own][0] if again and tier else tier
            truth["tiers"][at]["name"] = f"{group} {tier}" if again and tier else tier
            for record in records:
                sheet.append([tier, *(dict(record).get(f, "") for f in fields)])
    out = io.BytesIO()
    book.save(out)
    return Drawn(out.getvalue(), "xlsx", truth, ways.chosen)


def _xlsx(_: str, rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: dict[str, Callable[[str, Sequence[Sequence[str]]], bytes]] = {
    "html": _html, "md": _md, "csv": _csv, "docx": _docx, "xlsx": _xlsx,
}  # fmt: skip
