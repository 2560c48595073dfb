"""See that every word of a line read as an entry stands in an award, whatever read the line.

The last look at a sheet. Whichever way a list was cut and read, the words of each line marked as
an entry are compared with what its awards hold: organisation, title, fields, what stands behind
the title, the names of the tiers and the headings of the annexes. Words that stand in none of
these are kept in the remarks of the award, which is then only proposed; a line that no award
covers is unread. Numbers, marks and a few linking words aside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casebook.book import Award, Tier
from casebook.intake.notice.annotated_lines import Row, Sheet, Use, compact
from casebook.intake.notice.lexicon import FIELDS
from casebook.intake.notice.notice_phrases import NUMBER, UNIT

REMARKS = FIELDS["remarks"]
_LINKS = re.compile(
    "授予|空缺|略|荣获|获得|称号|荣誉|命名|表彰|决定|其中|以下|等|和|及|与|为|由|获|共|计|的|第|名|个|件|篇|项|家|单位"
)
"""Words that link the parts of a record or count them; they are no part of an award."""
_ORDINAL = re.compile(r"^[（(]?(?:案例)?[一二三四五六七八九十百]+[）)、.．]?")
_LABEL = (
    "(?:(?:项目|作品|案例|课程|论文)?名称|题目|作者|姓名|学校|班主任|指导教师|指导老师|(?:主要)?完成人"
    "|(?:主要完成|完成|选送|推荐|表演|申报|报送|出品|工作)?单位|(?:团队)?成员|获奖理由|编导|摄像|配音)"
)
_LABELS = re.compile(f"{_LABEL}(?:[、及和]{_LABEL})*[:：]|^{_LABEL}，")
"""What a field is called, before a colon: in an award it may have another name."""
_COUNTED = re.compile(
    rf"等\s*{NUMBER}\s*(?:{UNIT})?(?:单位|同志|集体|项目|家)*|(?:共|合计|总计)\s*{NUMBER}\s*{UNIT}"
)
_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]+|[A-Za-z]{3,}")


def complete(sheet: Sheet, tiers: Sequence[Tier], headings: Sequence[str]) -> tuple[Tier, ...]:
    """Return `tiers` with every word of their lines; mark lines of no award as unread.

    `headings` are those of the annexes, as printed.
    """
    common = [
        *(text for tier in tiers for text in (tier.name, str(tier.declared or ""))),
        *headings,
    ]
    awards = {award.id: (award, tier) for tier in tiers for award in tier.awards}
    found = dict(awards)
    for row in sheet.marked(Use.ENTRY):
        here = [pair for pair in awards.values() if _covers(pair[0], row)]
        known = "\0".join(
            map(compact, [*common, *(text for pair in here for text in _texts(*pair))])
        )
        words = list(_unheld(row.text, known))
        if words and not here:
            sheet.unread(row)
        elif words:
            owner = _owner(row, words[0], [award for award, _ in here])
            found[owner.id] = (_with_remark(found[owner.id][0], words), found[owner.id][1])
    return tuple(
        replace(tier, awards=tuple(found[award.id][0] for award in tier.awards)) for tier in tiers
    )


def _covers(award: Award, row: Row) -> bool:
    return award.lines is None or award.lines[0] <= row.number <= award.lines[1]


def _texts(award: Award, tier: Tier) -> Iterator[str]:
    yield from (award.organisation, award.title or "", award.after, award.region, tier.name)
    for name, value in award.fields:
        yield from (name, value)


def _owner(row: Row, word: str, awards: Sequence[Award]) -> Award:
    """Return the award of a line to which `word` belongs: the last that begins before it."""
    text = compact(row.text)
    end = text.find(word) + len(word)
    before = [
        award for award in awards
        if any(0 <= text.find(compact(part)) < end for part in (award.organisation, award.title) if part)
    ]  # fmt: skip
    return (before or awards)[-1 if before else 0]


def _with_remark(award: Award, words: Sequence[str]) -> Award:
    rest = "　".join(words)
    remarks = [text for name, text in award.fields if name == REMARKS]
    fields = [(name, text) for name, text in award.fields if name != REMARKS]
    fields.append((REMARKS, "　".join([*remarks, rest])))
    check = award.check or f"“{rest}”不知属于哪一栏，暂记在备注里"
    return replace(award, fields=tuple(fields), check=check)


def _unheld(text: str, known: str) -> Iterator[str]:
    """Yield the words of a line that are not made of pieces of `known`, cell by cell."""
    for cell in re.split(r"[\t|]", text):
        yield from _unheld_of_cell(cell, known)


def _unheld_of_cell(text: str, known: str) -> Iterator[str]:
    """Yield the words of a cell that are not made of pieces of `known`.

    A piece is two characters or more, a linking word, a character alone between spaces, or one at
    an end of the word: a line end may have cut it off, or what follows is a figure.
    """
    lone = {len(compact(text[: m.start()])) for m in re.finditer(r"(?<!\S)\w(?!\S)", text)}
    lone -= {at for at in lone if lone & {at - 1, at + 1}}  # 林　涛 is a name
    text = compact(text)
    for label in (_ORDINAL, _LABELS, _COUNTED):
        text = label.sub(lambda match: "：" * len(match.group()), text)
    for run in _RUN.finditer(text):
        if not _made(run.group(), known, {at - run.start() for at in lone}):
            yield run.group()


def _made(word: str, known: str, lone: set[int]) -> bool:
    """Whether `word` is put together of pieces of `known` and linking words."""
    size = len(word)
    if word in known:
        return True
    reach = {0}
    for end in range(1, size + 1):
        for start in list(reach):
            piece = word[start:end]
            whole = len(piece) > 1 or start == 0 or end == size
            alone = end - start == 1 and start in lone and size > 1
            if alone or _LINKS.fullmatch(piece) or (whole and piece in known):
                reach.add(end)
    return size in reach
