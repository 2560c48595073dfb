"""Awards told in a sentence of the letter: 授予甲医院、乙医院等10个单位“先进集体”称号.

The names between the marks must be of one kind. As many as the sentence counts make a list for
certain; fewer behind 等 are an excerpt, and other counts are proposed with a doubt.
"""

import re
from collections.abc import Iterator, Sequence

from casebook.intake.notice.entries import pieces_of
from casebook.intake.notice.induction import alone
from casebook.intake.notice.letter import Letter, Paragraph
from casebook.intake.notice.lexicon import body_like, is_name
from casebook.intake.notice.listing import Entry
from casebook.intake.notice.sheet import Row, Sheet
from casebook.intake.notice.templates import Template
from casebook.intake.notice.words import NUMBER, PRIZE, UNIT
from casebook.typography import number_of

_VERB = "授予|评选出|推选出|评出|确定|认定|评定|表彰|决定对|命名|通报表扬|推荐|同意|对"
_KIND = rf"{UNIT}(?:单位|案例|作品|同志|集体|项目|医院|学校|企业|论文|支部|组织|机构)?"
_COUNTED = re.compile(
    rf"(?:{_VERB})(?P<names>[^。；]*?)等?\s*(?P<count>{NUMBER})\s*{_KIND}\s*(?:为|荣获|获得|获|被评为|授予|以|的)?\s*[“]?"
    rf"(?P<tier>[^”“，。；、]{{2,24}}?)(?:[”]|称号|(?=[，。；]|$))"
)
_FOR = re.compile(
    rf"(?:{_VERB})(?P<names>[^。；]*?)(?:为|荣获|获得|被评为)\s*[“]?(?P<tier>[^”“，。；、]*?{PRIZE}[^”“，。；、]{{0,4}})[”]?"
)


def awarded(
    sheet: Sheet, letter: Letter, tiers: Sequence[str], known: frozenset[str]
) -> Iterator[tuple[str, int | None, tuple[Entry, ...]]]:
    """Return tier, count and entries of every list the letter tells that no annex has."""
    rows = {row.number: row for row in sheet.rows}
    for paragraph in letter.paragraphs:
        for match in _matches(paragraph.text):
            names = [name for name in pieces_of(match["names"], "、") if name]
            tier = match["tier"].strip("“” ").removesuffix("称号")
            count = number_of(match["count"]) if "count" in match.groupdict() else None
            if tier in tiers or len(names) < 2 or (set(names) <= known):
                continue
            sure = _of_one_kind(names)
            if not sure or (count is not None and len(names) * 2 < count):
                continue
            check = (
                ""
                if count in (None, len(names))
                else f"原文说 {count} 个，这里读到 {len(names)} 个"
            )
            entries = tuple(_entry(paragraph, rows, name, check) for name in names)
            yield tier, count, entries


def _matches(text: str) -> list[re.Match[str]]:
    counted = list(_COUNTED.finditer(text))
    spans = [match.span() for match in counted]
    plain = [
        match for match in _FOR.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in spans)
    ]  # fmt: skip
    return [*counted, *plain]


def _of_one_kind(names: Sequence[str]) -> bool:
    """Whether all names are units, or all people, or all records with a 《title》."""
    if all("《" in name for name in names):
        return all(name.endswith("》") for name in names)
    return all(body_like(name) > 0 for name in names) or all(is_name(name) for name in names)


def _entry(paragraph: Paragraph, rows: dict[int, Row], name: str, check: str) -> Entry:
    first, last = paragraph.lines
    stood = tuple(rows[at] for at in range(first, last + 1) if at in rows)
    own = alone(name)
    template = own[0] if own and "《" in name else None
    reading = template.match(name) if isinstance(template, Template) else None
    kind = "people" if is_name(name) and not body_like(name) else "organisation"
    values = reading.values if reading else ((kind, name),)
    return Entry(None, "", values, reading.after if reading else "", stood, name, check)
