"""Awards told in sentences of the letter: 授予甲医院、乙医院等10个单位“先进集体”称号.

A clause that grants something is never silent: what it names becomes awards, in doubt with a
check; what has a verb of granting and names and was not read is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from casebook.errata import Erratum
from casebook.intake.notice import grants, notice_errata
from casebook.intake.notice.annotated_lines import Row, Sheet, Use
from casebook.intake.notice.awardees import Awardee, Names, Rank
from casebook.intake.notice.awarding import Told
from casebook.intake.notice.division import LABELLED
from casebook.intake.notice.grants import Grant
from casebook.intake.notice.letter import Letter, Paragraph
from casebook.intake.notice.listing import Entry
from casebook.intake.notice.sentence_marks import cut, masked

_LABEL = re.compile(r"[^，。；：:]{2,30}[：:]")


@dataclass(frozen=True)
class _Sentence:
    text: str
    rows: tuple[Row, ...]
    starts: tuple[int, ...]
    at: int

    def rows_of(self, start: int, end: int) -> tuple[Row, ...]:
        """Return the rows on which a span of the sentence stands."""
        first, last = self.at + start, self.at + max(end - 1, start)
        ends = (*self.starts[1:], last + 1)
        return tuple(
            row for row, begun, ended in zip(self.rows, self.starts, ends, strict=True)
            if begun <= last and first < ended
        )  # fmt: skip


def awarded(
    sheet: Sheet, letter: Letter, tiers: Sequence[str], known: frozenset[str]
) -> tuple[list[Told], list[Erratum]]:
    """Return the awards that sentences tell and no list has, and what could not be read.

    `tiers` and `known` are the names of the tiers, and of the awarded, that lists have.
    """
    groups: dict[str, Told] = {}
    errata: list[Erratum] = []
    for paragraph in letter.paragraphs:
        found, unread = _of_paragraph(sheet, paragraph)
        alone = sum(len(grant.names.awardees) for _, grant in found) == 1
        for sentence, grant in found:
            entries = _fresh(sentence, grant, tiers, known, alone)
            if entries:
                _add(groups, grant, entries)
        for sentence, start, end in unread:
            rows = sentence.rows_of(start, end) or sentence.rows
            quote = sentence.text[start:end].strip(" ，；")
            errata.append(notice_errata.unread_grant(sheet.place(rows[0]), quote))
    return list(groups.values()), errata


def _of_paragraph(
    sheet: Sheet, paragraph: Paragraph
) -> tuple[list[tuple[_Sentence, Grant]], list[tuple[_Sentence, int, int]]]:
    found: list[tuple[_Sentence, Grant]] = []
    unread: list[tuple[_Sentence, int, int]] = []
    for sentence in sentences_of(sheet, paragraph):
        reading = grants.read(sentence.text, bool(found))
        found += [(sentence, grant) for grant in reading.grants]
        unread += [(sentence, *span) for span in reading.unread]
    return found, unread


def sentences_of(sheet: Sheet, paragraph: Paragraph) -> Iterator[_Sentence]:
    """Yield the sentences of a paragraph: to a full stop, or to a line that begins an item."""
    first, last = paragraph.lines
    rows = tuple(
        row for row in sheet.marked(Use.BODY) if first <= row.number <= last
    )  # fmt: skip
    if "".join(row.text for row in rows) != paragraph.text:
        rows = rows[:1]
    starts = (0, *accumulate(len(row.text) for row in rows[:-1]))
    mask = masked(paragraph.text)
    breaks = [
        at for at, row in zip(starts, rows, strict=True)
        if at and (LABELLED.match(row.text) or _LABEL.match(row.text))
    ]  # fmt: skip
    for begun, ended in zip([0, *breaks], [*breaks, len(mask)], strict=True):
        for start, end in cut(mask, begun, ended, "[。！？]"):
            yield _Sentence(paragraph.text[start:end], rows, starts, start)


def _fresh(
    sentence: _Sentence, grant: Grant, tiers: Sequence[str], known: frozenset[str], alone: bool
) -> tuple[Entry, ...]:
    """Return the entries of a grant that no list has, each with what makes it doubtful."""
    names = grant.names
    told = {value for each in names.awardees for name, value in each.values if name in _CHIEF}
    if told <= known:
        return ()
    excerpt = names.count is not None and names.count > len(names.awardees)
    listed = any(tier.endswith(grant.prize) or grant.prize.endswith(tier) for tier in tiers if tier)
    if listed and excerpt:
        return ()
    doubt = grant.check or _doubt(names, alone and not grant.active)
    if not doubt and tiers and not (grant.active and names.count == len(names.awardees)):
        doubt = "名单之外，正文句子里提到的，请核对是否获奖"
    return tuple(_entry(sentence, each, doubt) for each in names.awardees)


_CHIEF = ("organisation", "people", "title")


def _doubt(names: Names, alone: bool) -> str:
    found = len(names.awardees)
    if names.count is not None and names.count != found:
        return f"原文说 {names.count} 个，这里读到 {found} 个"
    if names.more and names.count is None:
        return "原文有“等”字，名单可能不全"
    titled = any(name == "title" for each in names.awardees for name, _ in each.values)
    if alone and not titled:
        return "句中只说到这一个，请核对是否由本通知授予"
    if names.sure < found:
        return "句中几个名字不都像单位或人名，请核对"
    return ""


def _entry(sentence: _Sentence, each: Awardee, doubt: str) -> Entry:
    rows = sentence.rows_of(each.at, each.at + len(each.text)) or sentence.rows[:1]
    odd = each.check if each.rank is Rank.ODD or each.check else ""
    return Entry(each.number, "", each.values, each.after, rows, each.text, odd or doubt)


def _add(groups: dict[str, Told], grant: Grant, entries: tuple[Entry, ...]) -> None:
    """Add what a clause grants to what others say of the same prize."""
    count = grant.names.count
    before = groups.get(grant.prize)
    if before is None:
        groups[grant.prize] = Told(grant.prize, count, entries, entries[0].rows[0])
        return
    declared, kept = before.declared, before.entries
    fresh = tuple(e for e in entries if all(e.values != other.values for other in kept))
    both = declared + count if declared is not None and count is not None else None
    entries = tuple(replace(entry, number=None) for entry in (*kept, *fresh))
    groups[grant.prize] = replace(before, declared=both, entries=entries)
