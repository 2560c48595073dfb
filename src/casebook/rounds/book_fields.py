"""The texts a book prints that stand in no manuscript's body: facts, names, titles, heads of files.

Each is a field with a key that does not depend on where it is printed (“1-07.title” of the awards,
“imprint.印数” of the book), so a mark on a printed title is a mark on the title wherever it stands:
over its case, in the contents, in a running head. The fields of the awards are the issuer's words,
which are asked about and never changed; all others make the sheet `FIELDS`.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from typing import NamedTuple

from casebook.book import Award, Book, Case, Section
from casebook.errata import Place, Wording

AWARDS, FIELDS = "awards", "book-fields"
"""The sheets of what the notice says, and of everything else that is no body of a manuscript."""
SHEETS = {AWARDS: Wording("通报", "notice"), FIELDS: Wording("全书", "the whole book")}
"""What these sheets are called; the others have the names of their texts."""
_NAMES = {
    "title": Wording("题目", "title"),
    "organisation": Wording("单位", "organisation"),
    "short_title": Wording("短题目", "short title"),
    "name": Wording("姓名", "name"),
    "role": Wording("身份", "role"),
    "label": Wording("名称", "label"),
}
_FACTS = {
    "title": Wording("书名", "title of the book"),
    "subtitle": Wording("副书名", "subtitle"),
    "issuer": Wording("编印单位", "issuing body"),
    "series": Wording("丛书名", "series"),
    "date": Wording("出版日期", "date"),
}
_CIP = {
    "description": Wording("著录数据", "description"),
    "access": Wording("检索数据", "access points"),
    "number": Wording("核字号", "number"),
    "isbn": Wording("书号", "ISBN"),
}
ADDED = {
    "number": Wording("编号", "number"),
    "call": Wording("注号", "note number"),
    "added": Wording("引点、页码", "leader or page number"),
    "again": Wording("续表的表题", "heading of a table that goes on"),
    "margin": Wording("书眉、页码", "running head or folio"),
    "template": Wording("版式排的字", "words of the layout"),
    "code": Wording("代码或注音", "code or a reading"),
}
"""Kinds of text that is the layout's own."""


class Field(NamedTuple):
    """A field: its key, its words, and where they are written."""

    key: str
    text: str
    place: Place


def award_fields(book: Book) -> Iterator[Field]:
    """Yield the fields of the awards, in the order of the list of awards as a text."""
    for tier in book.tiers:
        for award in tier.awards:
            yield Field(award_key(award, "organisation"), award.organisation, award.place)
            if award.title:
                yield Field(award_key(award, "title"), award.title, award.place)


def award_key(award: Award, name: str) -> str:
    """Return the key of a field of an award; `name` is title or organisation."""
    return f"{award.id}.{name}"


def fields(book: Book) -> tuple[Field, ...]:
    """Return the fields of the sheet `FIELDS` that have words."""
    return tuple(field for field in _fields(book) if field.text.strip())


def _fields(book: Book) -> Iterator[Field]:
    whole = Place("book.yaml")
    yield Field("title", book.title, whole)
    yield Field("subtitle", book.subtitle, whole)
    yield Field("series", book.series, whole)
    yield Field("issuer", book.issuer, whole)
    yield Field("date", book.date.isoformat(), whole)
    for number, editor in enumerate(book.editors, 1):
        yield Field(f"editors.{number}.name", editor.name, whole)
        yield Field(f"editors.{number}.role", editor.role, whole)
    imprint = book.places.get("imprint", whole)
    for fact in book.imprint:
        yield Field(f"imprint.{fact.label}.label", fact.label, imprint)
        yield Field(f"imprint.{fact.label}", fact.value or "", imprint)
    if cip := book.publication.cip:
        for name in _CIP:
            yield Field(f"cip.{name}", getattr(cip, name), whole)
    for tier in book.tiers:
        yield Field(f"tier.{tier.id}", tier.name, tier.place)
    for section in book.sections:
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[Field]:
    case = section.case
    if section.kind == "part":
        yield Field(section_key(section), section.title, section.place)
        note = unescape(re.sub(r"<[^>]*>", "", section.body or ""))
        yield Field(f"{section_key(section)}.note", note, section.place)
    elif section.kind == "matter":
        key = section_key(section)
        yield Field(f"{key}.title", section.title, section.place)
        if section.head != section.title:
            yield Field(f"{key}.short_title", section.head, section.place)
    elif case is not None and case.body is not None:
        yield from _of_case(case)


def _of_case(case: Case) -> Iterator[Field]:
    """Yield what the head of a case's file says, but what is its award's, or stands in its text."""
    award = case.award
    if award and award.title != case.title:
        yield Field(f"case.{case.id}.title", case.title, case.place)
    if award and award.organisation != case.organisation:
        yield Field(f"case.{case.id}.organisation", case.organisation, case.place)
    if case.short_title:
        yield Field(f"case.{case.id}.short_title", case.short_title, case.place)
    for number, person in enumerate(case.contributors, 1):
        yield Field(f"case.{case.id}.{number}.name", person.name, case.place)
        yield Field(f"case.{case.id}.{number}.role", person.role, case.place)


def sheet_of(section: Section) -> str:
    """Return the sheet of a section's own text: a case's id, a matter's name; else `FIELDS`."""
    if section.case is not None:
        return section.case.id
    return PurePosixPath(section.place.path).stem if section.kind == "matter" else FIELDS


def case_of(sheet: str, key: str) -> str:
    """Return the case that a field is about, "" where it is about none: of an award, or a head."""
    parts = key.split(".")
    if sheet == AWARDS:
        return parts[0]
    if sheet != FIELDS:
        return sheet
    return parts[1] if parts[0] == "case" else ""


def section_key(section: Section) -> str:
    """Return what the keys of the fields of a part or a text of the matter begin with."""
    if section.kind == "matter":
        return f"matter.{PurePosixPath(section.place.path).stem}"
    return section.id.replace("-", ".", 1)


def words_of(sheet: str, key: str) -> Wording:
    """Return where a field is, in words: 通报 1-07 题目.

    A key that begins with @ is that of text of the layout's own, which is no field.
    """
    if key.startswith("@"):
        return ADDED.get(key[1:], Wording("版面", "the page"))
    head, _, rest = key.partition(".")
    last = key.rpartition(".")[2]
    if sheet == AWARDS:
        what = _NAMES.get(rest, Wording(rest, rest))
        return Wording(f"通报 {head} {what.zh}", f"award {head}, {what.en}")
    match head:
        case "imprint":
            label = rest.removesuffix(".label")
            return Wording(f"版权页“{label}”", f"imprint, ‘{label}’")
        case "cip":
            what = _CIP.get(rest, Wording(rest, rest))
            return Wording(f"在版编目数据 {what.zh}", f"CIP data, {what.en}")
        case "tier":
            return Wording("等次名称", "name of a tier")
        case "part":
            noted = last == "note"
            return Wording(
                "篇名页说明" if noted else "篇名", f"{last if noted else 'name'} of a part"
            )
        case "editors":
            what = _NAMES.get(last, Wording(last, last))
            return Wording(f"编者{what.zh}", f"editors, {what.en}")
        case "matter" | "case":
            name = rest.split(".")[0]
            what = _NAMES.get(last, Wording(last, last))
            who = head == "case" and last in ("name", "role")
            zh = f"{name} 署名" if who else f"{name} 文件头 {what.zh}"
            en = f"{name}, credit" if who else f"{name}, head of the file, {what.en}"
            return Wording(zh, en)
    return _FACTS.get(head, Wording(key, key))
