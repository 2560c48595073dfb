"""Propose each line and each piece of a line that several awards may have been read out of as one.

Where a reading is in doubt, two entries may have become one: a line may stand in the remarks of the
award above it, or several names beside each other may be one title. Lines of one shape are one kind
of thing, and so are the pieces of a line. Each of them that is no award of its own is proposed, beside
what was read; so is a line that no list took and that has the shape of an entry near it. The shape of a
text is its marks and figures, its words left out: 3栋：201、206 has that of 1栋：302、415、508.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from casebook.book import Award
from casebook.intake.notice import guesses, line_layout
from casebook.intake.notice.awarding import Awarding, TextTier
from casebook.intake.notice.division import annex_of
from casebook.intake.notice.heading_words import (
    PRIZE_OR_GRADE,
    kind_of_heading,
    undressed,
    unnumbered,
)
from casebook.intake.notice.lexicon import FIELDS, body_like, is_name, kind_of_label
from casebook.intake.notice.line_proposals import BY_LINE, OF_SEVERAL
from casebook.intake.notice.listing import Entry
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import DATE, TITLE_END

NEAR = 6
"""Lines above and below in which an entry shows what the shape of entries is."""
SHORT = 16
"""Characters of a line that may be a heading."""
LONGEST = 120
"""Characters of a line that may be an entry."""
FEWEST = 2
_MASKED = re.compile(r"[《“「『〈【（(][^《》“”「」『』〈〉【】（）()]*[》”」』〉】）)]")
_STRONG = re.compile(r"[；;]|\s*[／|｜]\s*|\s+[·•]\s*|\s*[·•]\s+|[ \u3000]{3,}|\t")
_SERIES = re.compile("[；;]")
_WEAK = re.compile(r"[、，]|[ \u3000]+")
_BEFORE = re.compile(r"^[^：:；;、，\s]{1,20}[：:]\s*")
_NUMBER = re.compile(
    r"^(?:[（(【\[]?\d{1,4}\s*[.．、）)】\]号：:]\s*|[一二三四五六七八九十]{1,3}、|[①-⑳]\s*|[•●◆■▪◇★▶]\s*)"
)
_COUNTED = re.compile(r"^[（(]?\d{1,3}(?:[）)]|\s*[.．、](?!\d)|\s(?=[^\W\d_]))\s*|^[①-⑳]\s*")
"""The number that counts an entry, however it is set: （5）, 5., 5 ."""
_TELLS = re.compile(
    "(?:^|[，。；])(?:为了?|根据|按照|经|现将?|请|希望|特此|以上|附|注|本)|如下|公示|联系|电话|来源|须|编辑|审核|必须|不得|应当|要求"
)
_NOBODY = re.compile("[空从從]缺")
_OF_FIGURES = re.compile(r"[^\t]+(?:\t\s*\d+(?:\.\d+)?%?)+")
_PEOPLE = (FIELDS["people"], "姓名", FIELDS["teachers"])


def propose(sheet: Sheet, awarding: Awarding, strange: Callable[[Row], Sequence[str]]) -> None:
    """Add to `awarding` what lines near entries may hold beside the awards that were read of them.

    `strange` returns what of a line may be an award.
    """
    of_headings(sheet, awarding, strange)
    of_series(sheet, awarding)
    of_alike(sheet, awarding)
    of_rows(sheet, awarding)
    of_pieces(sheet, awarding)


def of_headings(sheet: Sheet, awarding: Awarding, strange: Callable[[Row], Sequence[str]]) -> None:
    """Propose a heading that may be an award, and whom a heading names behind a colon, 采用奖：田惠; not
    where another heading is dressed like it or the letter names its prize."""
    held = {row.number for group in awarding.groups for _, e in group.entries for row in e.rows}
    heads = sheet.marked(Use.HEADING)
    dresses = Counter(shape(row.text) for row in heads)
    for row in heads:
        if row.number in held or annex_of(row) or _NOBODY.search(row.text):
            continue
        names = strange(row)
        behind = re.search("[：:](.+)", row.text)
        texts = [name for name in names if behind and name in behind[1]]
        alone = names == [row.text] and dresses[shape(row.text)] == 1 and not behind
        if alone and undressed(unnumbered(row)) not in awarding.letter.text:
            texts = [] if re.search(r"[（(]\d+[）)]$", row.text) else [row.text]
        parts = _divided(row.text, _WEAK)
        if names and len(parts) >= FEWEST and all(part[-1] in "）)" for part in parts):
            texts = parts
        if texts:
            awarding.propose(row, [_entry(row, text, BY_LINE) for text in texts])


def shape(text: str) -> str:
    """Return the marks and figures of `text`, each word as w, and what is repeated but once."""
    bare = _COUNTED.sub("#", text.strip(" \u3000。；;，,、"))
    bare = re.sub(r"\s*[-—–－―]+\s*", "-", re.sub(r"\s+", " ", bare))
    bare = re.sub(r"\d+(?:\.\d+)?", "0", bare)
    bare = re.sub(r"[^\W\d_]+", "w", bare)
    return re.sub(r"(?:([w0（）]{1,6})[、 ](?=\1(?:[、 ]|$)))+", "", bare)


def of_alike(sheet: Sheet, awarding: Awarding) -> None:
    """Propose the lines without an award that have the shape of an entry near them."""
    rows = [row for row in sheet.rows if sheet.use(row) is not Use.FURNITURE]
    open_ = {row.number for row in _open(sheet, awarding)}
    for at, row in enumerate(rows):
        if row.number not in open_ or not _may_be_entry(row):
            continue
        own = shape(row.text)
        if not re.search(r"[^w ]", own):
            continue
        near = [*rows[max(at - NEAR, 0) : at], *rows[at + 1 : at + 1 + NEAR]]
        alike = [other for other in near if shape(other.text) == own]
        listed = any(sheet.use(other) is Use.ENTRY for other in alike)
        if listed or (re.search("[^w ，,]", own) and any(map(_may_be_entry, alike))):
            _take(sheet, awarding, row, [row.text])


def _open(sheet: Sheet, awarding: Awarding) -> list[Row]:
    """Return the lines of the letter and the unread ones on which no award stands."""
    held = {row.number for group in awarding.groups for _, e in group.entries for row in e.rows}
    return [row for row in sheet.marked(Use.UNREAD, Use.BODY) if row.number not in held]


def of_series(sheet: Sheet, awarding: Awarding) -> None:
    """Propose the pieces of a line without an award, that ； parts and that have one shape."""
    for row in _open(sheet, awarding):
        parts = _divided(row.text, _SERIES)
        if len(parts) >= FEWEST and re.search("[（(《“]", row.text) and not _TELLS.search(row.text):
            shapes = Counter(map(shape, parts))
            if shapes.most_common(1)[0][1] * 3 >= len(parts) * 2 and not any(map(_is_prose, parts)):
                _take(sheet, awarding, row, parts, _heading(sheet, row))


def _is_prose(part: str) -> bool:
    return re.search("[，。！？]", _MASKED.sub("", part)) is not None


def _heading(sheet: Sheet, row: Row) -> Row | None:
    """Return the line right above that heads a row: short, without an award, no sentence."""
    above = next((other for other in reversed(sheet.rows) if other.number < row.number), None)
    if above is None or sheet.use(above) not in (Use.BODY, Use.UNREAD):
        return None
    return None if len(above.compact) > SHORT or re.search("[，。；！？]", above.text) else above


def _take(
    sheet: Sheet, awarding: Awarding, row: Row, texts: Sequence[str], heading: Row | None = None
) -> None:
    entries = [_entry(row, text, BY_LINE) for text in texts]
    sheet.release([row])
    sheet.mark([row], Use.ENTRY)
    if heading is None:
        awarding.propose(row, entries)
        return
    sheet.release([heading])
    sheet.mark([heading], Use.HEADING)
    name = undressed(unnumbered(heading)).strip("：: ")
    awarding.tell([TextTier(name, None, tuple(entries), heading)])


def _may_be_entry(row: Row) -> bool:
    text = row.text
    if len(row.compact) > LONGEST or _TELLS.search(text) or text[-1] in "：:！？":
        return False
    if DATE.search(text) or _NOBODY.search(text) or annex_of(row) or line_layout.header(row):
        return False
    if line_layout.is_residue(text) or line_layout.is_rule(row) or _OF_FIGURES.fullmatch(text):
        return False
    bare = _NUMBER.sub("", text)
    if TITLE_END.search(text):
        return False
    return len(compact(bare)) >= FEWEST and not kind_of_heading(bare) and not kind_of_label(bare)


def of_rows(sheet: Sheet, awarding: Awarding) -> None:
    """Propose the lines of doubtful awards over several lines that are no award of their own."""
    rows = {row.number: row for row in sheet.rows}
    awards = [award for tier in awarding.tiers() for award in tier.awards if award.lines]
    for first, last in dict.fromkeys(award.lines for award in awards if award.lines):
        here = [a for a in awards if a.lines and a.lines[0] <= last and first <= a.lines[1]]
        if first == last or not all(award.check for award in here):
            continue
        own = [rows[at] for at in range(first, last + 1) if at in rows]
        own = [row for row in own if sheet.use(row) is Use.ENTRY]
        if _goes_on(own, here):
            continue
        homes = {row.number for row in _homes(own, here)}
        shapes = Counter(shape(row.text) for row in own)
        counted = [row.number for row in own if _COUNTED.match(row.text)]
        for row in own:
            alike = shapes[shape(row.text)] > 1 and not shape(row.text).isalpha()
            alike = alike or (row.number in counted and len(counted) > 1)
            at_home = any(_says(row, a) for a in here) if alike else row.number in homes
            if at_home or not _may_be_entry(row):
                continue
            if _is_field(row.text, here) or (not alike and _is_held(row.text, here)):
                continue
            if _is_name(row.text, [row.text]):
                awarding.propose(row, [_entry(row, row.text, OF_SEVERAL)])


def _goes_on(rows: Sequence[Row], awards: Sequence[Award]) -> bool:
    """Whether a field goes on from a line to the next, and the lines do not count entries."""
    if sum(_COUNTED.match(row.text) is not None for row in rows) >= FEWEST:
        return False
    fields = [value for award in awards for value in _values(award) if "、" not in value]
    return any(not any(value in row.compact for row in rows) for value in fields)


def _homes(rows: Sequence[Row], awards: Sequence[Award]) -> Iterator[Row]:
    """Yield the lines in which an award of its own stands: one by which it is known."""
    free = list(rows)
    for award in awards:
        key = _key(award)
        home = [row for row in free if key and key in row.compact]
        if home:
            free.remove(home[0])
            yield home[0]
        else:
            yield from (row for row in rows if key and row.compact and row.compact in key)


def _says(row: Row, award: Award) -> bool:
    """Whether all fields of an award stand in one line, and most of the line in them."""
    values = [compact(value) for value in (award.organisation, award.title or "", award.after)]
    values += [compact(text) for _, text in award.fields]
    words = len(re.sub(r"[\W\d_]", "", row.text))
    own = sum(len(re.sub(r"[\W\d_]", "", value)) for value in values)
    return all(value in row.compact for value in values) and own * 2 >= words


def _key(award: Award) -> str:
    """Return what an award is known by: its title, else who has it."""
    people = (text for name, text in award.fields if name in _PEOPLE)
    return compact(award.title or award.organisation or next(people, ""))


def _values(award: Award) -> list[str]:
    texts = [text for name, text in award.fields if name != FIELDS["remarks"]]
    return [compact(text) for text in (award.organisation, award.title or "", *texts) if text]


def _is_field(text: str, awards: Sequence[Award]) -> bool:
    """Whether a text is no more than one field of an award."""
    if body_like(text) > 0 and not any(
        unit in compact(text) for a in awards if (unit := compact(a.organisation))
    ):
        return all(body_like(award.organisation) <= 0 for award in awards)  # one of two units
    bare = compact(_BEFORE.sub("", _NUMBER.sub("", text))).strip("。；（）()")
    values = [value.strip("（）()") for award in awards for value in _values(award)]
    fields = [compact(text) for award in awards for _, text in award.fields]
    return bare in values or any(bare in re.split("[、，,]", text) for text in fields)


def _is_held(text: str, awards: Sequence[Award]) -> bool:
    """Whether all words of a text stand in one award, its remarks apart."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    held = ["\0".join(_values(award)) for award in awards]
    labels = {word for word in words if kind_of_label(word)}
    return any(all(word in labels or word in each for word in words) for each in held)


def of_pieces(sheet: Sheet, awarding: Awarding) -> None:
    """Propose the pieces of one kind of a line whose awards are in doubt that are none of them."""
    rows = {row.number: row for row in sheet.rows}
    awards = [award for tier in awarding.tiers() for award in tier.awards if award.lines]
    lines = {line for a in awards if a.lines for line in range(a.lines[0], a.lines[1] + 1)}
    for line in sorted(lines):
        row = rows.get(line)
        here = [a for a in awards if a.lines and a.lines[0] <= line <= a.lines[1]]
        if row is None or sheet.use(row) is not Use.ENTRY or not all(a.check for a in here):
            continue
        spans = [a.lines for a in here if a.lines]
        whole = range(min(a for a, _ in spans), max(b for _, b in spans) + 1)
        if len(whole) > 1 and _goes_on([rows[at] for at in whole if at in rows], here):
            continue
        entries = [_entry(row, part, OF_SEVERAL) for part in _fused(row.text, here)]
        if entries:
            awarding.propose(row, entries)


def _fused(text: str, awards: Sequence[Award]) -> list[str]:
    """Return the pieces of `text` that are of one kind and no award of their own."""
    bare = _BEFORE.sub("", _NUMBER.sub("", text))
    for pattern in (_STRONG, _WEAK):
        parts = _divided(bare, pattern)
        if len(parts) < FEWEST or not _of_a_kind(parts, pattern is _STRONG):
            continue
        if "\t" in text and any(_is_field(part, awards) for part in parts):
            return []  # cells of a row: they are fields of one award
        alone = [part for part in parts if _is_own(part, parts, awards)]
        figures = all(part.isdigit() for part in parts)
        fields = [part for part in parts if not figures and _is_field(part, awards)]
        if pattern is _WEAK and len(fields) >= FEWEST and not alone:
            return []
        kinds = {shape(part) for part in alone or parts}
        known = {*alone, *fields}
        return [p for p in parts if p not in known and shape(p) in kinds and _is_name(p, parts)]
    return []


def _is_name(part: str, parts: Sequence[str]) -> bool:
    """Whether a piece may name who or what is awarded: it is no prize, no label, no figure."""
    label = _BEFORE.match(part)
    if label and kind_of_label(label[0].strip("：: ")) not in ("", "prize"):
        return False
    if part.isdigit():
        return all(other.isdigit() for other in parts)
    words = re.sub(r"[\W\d_]+", "", part)
    return len(words) > 1 and not PRIZE_OR_GRADE.fullmatch(part) and not kind_of_label(part)


def _divided(text: str, pattern: re.Pattern[str]) -> list[str]:
    masked = _MASKED.sub(lambda match: "▢" * len(match[0]), text)
    cuts = [match.span() for match in pattern.finditer(masked)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    parts = (text[a:b].strip(" \u3000\t。；;，、") for a, b in zip(starts, ends, strict=True))
    return [part for part in parts if part]


def _of_a_kind(parts: Sequence[str], strong: bool) -> bool:
    """Whether pieces are of one kind: by their shape, and without a strong mark by their size too."""
    shapes = Counter(map(shape, parts))
    kind, most = shapes.most_common(1)[0]
    if strong and not kind.isalpha():
        return most * 3 >= len(parts) * 2 and most > 1
    if strong:
        return most == len(parts)
    if all(part.isdigit() for part in parts):
        return True
    if re.search("[（(]", kind) and most * 3 >= len(parts) * 2:
        return most > 1
    short = all(re.fullmatch("[\u3400-\u9fff·]{2,4}", part) for part in parts)
    ends = {re.sub(r"[（(][^（）()]*[）)]$", "", part)[-1:] for part in parts}
    return most == len(parts) and (short or (len(ends) == 1 and not all(map(is_name, parts))))


def _is_own(part: str, parts: Sequence[str], awards: Sequence[Award]) -> bool:
    """Whether an award is known by what stands in `part` and in no other piece."""
    here = compact(part)
    keys = [key for award in awards if (key := _key(award))]
    return any(key in here or (here in key and len(here) * 2 > len(key)) for key in keys)


def _entry(row: Row, text: str, check: str) -> Entry:
    bare = _NUMBER.sub("", text).strip(" \u3000\t。；;，、")
    values = tuple(guesses.guess(bare))
    if not values:
        kind = "people" if is_name(bare) else "organisation"
        values = ((kind, bare.replace("\t", "　")),)
    return Entry(None, "", values, "", (row,), text, check)
