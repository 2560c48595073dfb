"""Announce the awards of a dummy book: a notice in any of the shapes and kinds of file they have.

The letter is the same in all; the lists differ as they do from institution to institution. A
notice is an XHTML fragment first, and then a file: Word, text, web page, workbook or values between
commas.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby
from random import Random
from xml.sax.saxutils import escape as xml_escape

from lxml import etree

from casebook.errata import Wording
from casebook.intake.specimen.papers import ISSUER, NUMBER, TITLE, Group, SpecimenAward
from casebook.intake.specimen.prose import tables
from casebook.intake.specimen.wordfile import PACKAGE, XML_HEAD, packed, paragraphs, word_file

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def notice_file(fragment: str, ending: str) -> bytes:
    """Return the notice `fragment` as a file with this ending, a key of `ENDINGS`."""
    return ENDINGS[ending](fragment)


def _word(fragment: str) -> bytes:
    return word_file(fragment, lambda _name: b"")


def _text(fragment: str) -> bytes:
    return "\r\n".join("\t".join(row) for row in _rows(fragment)).encode() + b"\r\n"


def _page(fragment: str) -> bytes:
    head = '<meta charset="utf-8"/><title>通报</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>{fragment}</body></html>\n".encode()


def _commas(fragment: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(_rows(fragment))
    return out.getvalue().encode("gb18030")


def _rows(fragment: str) -> Iterator[Sequence[str]]:
    """Yield the paragraphs, numbers counted, and the rows of the tables, each as its cells."""
    for node in etree.fromstring(f"<div>{fragment}</div>"):
        if node.tag == "table":
            yield from ([_words(cell) for cell in row] for row in node.iter("tr"))
        elif node.tag == "ol":
            yield from ([f"{number}. {_words(item)}"] for number, item in enumerate(node, 1))
        else:
            yield [_words(node)]


def _words(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext())


def _workbook(fragment: str) -> bytes:
    """Return a workbook of one sheet (ISO/IEC 29500-1, clause 18), its strings in the cells."""
    made = ""
    for number, row in enumerate(_rows(fragment), 1):
        cells = "".join(_cell(number, column, value) for column, value in enumerate(row))
        made += f'<row r="{number}">{cells}</row>'
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{made}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="名单" sheetId="1" r:id="s1"/></sheets></workbook>'
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/>'
        "</Types>"
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return packed({name: XML_HEAD + part for name, part in parts.items()})


def _relation(kind: str, target: str) -> str:
    inside = f'<Relationship Id="s1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _cell(row: int, column: int, value: str) -> str:
    place = f"{chr(ord('A') + column)}{row}"
    if value.isdecimal():
        return f'<c r="{place}"><v>{value}</v></c>'
    text = f'<t xml:space="preserve">{xml_escape(value)}</t>'
    return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'


ENDINGS: dict[str, Callable[[str], bytes]] = {
    "docx": _word, "txt": _text, "html": _page, "xlsx": _workbook, "csv": _commas
}  # fmt: skip
"""What a notice can be, by the ending of its file."""

Lists = Callable[[Sequence[Group]], str]


def announce(groups: Sequence[Group], shape: str) -> str:
    """Return the notice of `groups`, its lists in `shape` (a key of `SHAPES`)."""
    return _letter(groups, shape) + _MAKERS[shape](groups)


def people_of(entry: SpecimenAward) -> tuple[tuple[str, ...], str]:
    """Return the authors of a case and their teacher, as the notice names them."""
    names = tables()["names"] | tables()["phrases"]
    dice = Random(f"people/{entry.organisation}/{entry.number}")

    def name() -> str:
        return f"{dice.choice(names['surnames'])}{dice.choice(names['given'])}"

    piece = entry.piece
    authors = tuple(person for person, _ in piece.contributors) if piece else ()
    return authors or (name(),), name()


def _letter(groups: Sequence[Group], shape: str) -> str:
    sums = "、".join(f"{group.name}{len(group.entries)}个" for group in groups)
    body = [
        "各有关单位：",
        f"为总结推广经验，我会组织了样稿案例征集活动。经推选，产生{sums}，现予通报（本通报为样稿）。",
    ]
    if shape == "sentence":
        body += [_sentence(group) for group in groups if not group.entries[0].piece]
    return (
        f"<h1>{ISSUER}关于{TITLE}</h1>"
        + paragraphs([NUMBER], "centre")
        + paragraphs(body)
        + paragraphs([ISSUER, "2023年2月20日"], "right")
    )


def _sentence(group: Group) -> str:
    names = "、".join(entry.organisation for entry in group.entries)
    return f"授予{names}等{len(group.entries)}个单位“{group.name}”称号。"


def _title(entry: SpecimenAward) -> str:
    return entry.piece.title if entry.piece else ""


def _heads(number: int, group: Group) -> str:
    """Return what stands above the list of a tier: the annex, and the tier with its count."""
    return paragraphs([f"附件{number}"]) + paragraphs(
        [f"{group.name}（{len(group.entries)}个）"], "centre"
    )


def _in_lines(line: Callable[[SpecimenAward], Sequence[str]]) -> Lists:
    """Return lists in which `line` makes the line or lines of a case; bodies are numbered."""

    def lists(groups: Sequence[Group]) -> str:
        made = ""
        for number, group in enumerate(groups, 1):
            made += _heads(number, group)
            for entry in group.entries:
                rows = line(entry) if entry.piece else [f"{entry.number}. {entry.organisation}"]
                made += paragraphs(rows)
        return made

    return lists


def _in_tables(names: Sequence[str], values: Callable[[SpecimenAward], Sequence[str]]) -> Lists:
    """Return lists in which a tier is a table with a head of `names`; bodies have two columns."""

    def lists(groups: Sequence[Group]) -> str:
        made = ""
        for number, group in enumerate(groups, 1):
            made += _heads(number, group)
            if group.entries[0].piece:
                made += _table(names, (values(entry) for entry in group.entries))
            else:
                rows = ((str(entry.number), entry.organisation) for entry in group.entries)
                made += _table(("序号", "单位"), rows)
        return made

    return lists


def _table(names: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    made = "".join(
        "<tr>" + "".join(f"<td>{escape(value)}</td>" for value in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{made}</table>"


def _automatic(groups: Sequence[Group]) -> str:
    """Lists numbered by Word itself: the numbers are nowhere in the text."""
    made = ""
    for number, group in enumerate(groups, 1):
        lines = (
            f"{entry.organisation}《{_title(entry)}》" if entry.piece else entry.organisation
            for entry in group.entries
        )  # fmt: skip
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        made += f"{_heads(number, group)}<ol>{items}</ol>"
    return made


def _one_table(groups: Sequence[Group]) -> str:
    """All cases in one table, numbered through, each with its prize; bodies below it."""
    cases = [(group.name, entry) for group in groups for entry in group.entries if entry.piece]
    rows = (
        (str(number), _title(entry), entry.organisation, name)
        for number, (name, entry) in enumerate(cases, 1)
    )
    made = paragraphs(["附件", "获奖案例名单"]) + _table(
        ("序号", "案例名称", "报送单位", "奖项"), rows
    )
    bodies = [group for group in groups if not group.entries[0].piece]
    return made + _in_lines(lambda _entry: [])(bodies)


def _by_region(groups: Sequence[Group]) -> str:
    """Each tier by provinces: the name of a province, below it its entries without numbers."""
    made = ""
    for number, group in enumerate(groups, 1):
        made += _heads(number, group)
        entries = sorted(group.entries, key=lambda entry: entry.region)
        for region, region_entries in groupby(entries, lambda entry: entry.region):
            rows = list(region_entries)
            made += paragraphs([f"{region}（{len(rows)}个）"])
            made += paragraphs(
                f"{entry.organisation}《{_title(entry)}》" if entry.piece else entry.organisation
                for entry in rows
            )
    return made


def _in_sentence(groups: Sequence[Group]) -> str:
    """The cases in lines; the bodies are named in a sentence of the letter, and nowhere else."""
    return _MAKERS["numbered"]([group for group in groups if group.entries[0].piece])


def _prize_first(groups: Sequence[Group]) -> str:
    """The prize leads each line, under one heading."""
    lines = [
        f"{group.name}　{entry.organisation}" + (f"　《{_title(entry)}》" if entry.piece else "")
        for group in groups
        for entry in group.entries
    ]
    return paragraphs(["附件", "推选结果名单"], "centre") + paragraphs(lines)


def _people(entry: SpecimenAward) -> Sequence[str]:
    authors, teacher = people_of(entry)
    return (str(entry.number), _title(entry), "、".join(authors), teacher, entry.organisation)


def _named(entry: SpecimenAward) -> Sequence[str]:
    authors, _ = people_of(entry)
    credit = f"（{entry.organisation}　{'、'.join(authors)}）"
    return [f"{entry.number}.《{_title(entry)}》{credit}"]


_MAKERS: dict[str, Lists] = {
    "numbered": _in_lines(lambda e: [f"{e.number}. {e.organisation}《{_title(e)}》"]),
    "automatic": _automatic,
    "title-first": _in_lines(lambda e: [f"{e.number}.《{_title(e)}》（{e.organisation}）"]),
    "dash": _in_lines(lambda e: [f"{e.number}、{_title(e)}——{e.organisation}"]),
    "colon": _in_lines(lambda e: [f"{e.organisation}：{_title(e)}"]),
    "two-lines": _in_lines(lambda e: [f"{e.number}. {_title(e)}", f"　　{e.organisation}"]),
    "columns": _in_lines(lambda e: [f"{e.number}　{_title(e)}　{e.organisation}"]),
    "authors": _in_lines(_named),
    "table": _in_tables(
        ("序号", "申报单位", "案例名称"), lambda e: (str(e.number), e.organisation, _title(e))
    ),
    "people": _in_tables(("序号", "作品名称", "作者", "指导教师", "单位"), _people),
    "prizes": _one_table,
    "prize-first": _prize_first,
    "regions": _by_region,
    "sentence": _in_sentence,
}
SHAPES: dict[str, Wording] = {
    "numbered": Wording("编号、单位《题目》", "number, unit, 《title》"),
    "automatic": Wording("Word 自动编号", "numbers that Word counts itself"),
    "title-first": Wording("编号、《题目》（单位）", "number, 《title》, unit in brackets"),
    "dash": Wording("编号、题目——单位", "number, title, dash, unit; no 《》"),
    "colon": Wording("单位：题目，不编号", "unit, colon, title; no numbers"),
    "two-lines": Wording("题目一行，单位另起一行", "the unit on a line of its own"),
    "columns": Wording("以空格分栏", "columns parted by spaces"),
    "authors": Wording("《题目》（单位　作者）", "unit and authors in brackets"),
    "table": Wording("每个等次一张表", "a table for each tier"),
    "people": Wording("表中有作者和指导教师", "tables with authors and teachers"),
    "prizes": Wording("一张总表，有奖项一栏", "one table with a column of prizes"),
    "prize-first": Wording("每行先写奖项", "the prize leads each line"),
    "regions": Wording("按地区分组，不编号", "by region, no numbers"),
    "sentence": Wording("单位写在一句话里", "organisations in a sentence"),
}
"""The shapes of lists that can be asked for, and what each looks like."""
TABLES = ("table", "people", "prizes")
"""Those that are tables, and so may come in a workbook."""
