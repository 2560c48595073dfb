"""Makes a file of a notice: Word, text, web page, workbook or values between commas."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape

from lxml import etree

from casebook.intake.specimen.wordfile import packed, word_file

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


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
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
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
    return packed({name: _HEAD + part for name, part in parts.items()})


def _relation(kind: str, target: str) -> str:
    inside = f'<Relationship Id="s1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _cell(row: int, column: int, value: str) -> str:
    place = f"{chr(ord('A') + column)}{row}"
    if value.isdecimal():
        return f'<c r="{place}"><v>{value}</v></c>'
    text = f'<t xml:space="preserve">{escape(value)}</t>'
    return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'


ENDINGS: dict[str, Callable[[str], bytes]] = {
    "docx": _word, "txt": _text, "html": _page, "xlsx": _workbook, "csv": _commas
}  # fmt: skip
"""What a notice can be, by the ending of its file."""
