"""Notices with one line changed, and what must hold for them whatever the change was."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from casebook.book import Award
from casebook.intake import notice
from casebook.intake.notice import Notice
from casebook.intake.notice.notice_lines import Use
from casebook.typography import number_of

HERE = Path(__file__).parent
KNOWN = HERE.parents[1] / "manuscript" / "notice.txt"
REACH = 3
"""Entries on either side of a changed line that may be read otherwise than before."""
NUMBER = re.compile(r"\d{1,3}(?=[.．、])")
UNCOUNTED = "一二三四五六七八九十等共计个家篇项名件部人例组幅位单"
"""Characters of counts in a tier's line, which are no part of an entry."""


def texts() -> list[tuple[str, str]]:
    """Return the known notice and the collected ones, each with its name."""
    paths = [KNOWN, *sorted((HERE / "collected").glob("*.txt"))]
    return [(path.stem, _decoded(path.read_bytes())) for path in paths]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _cut(line: str, at: random.Random) -> list[str]:
    by = at.randint(0, len(line))
    return [line[:by], line[by:]]


def _wide(line: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isdigit() else c for c in line)


def _spaced(line: str, at: random.Random, space: str) -> str:
    by = at.randint(0, len(line))
    return line[:by] + space + line[by:]


def _renumbered(line: str, at: random.Random) -> str:
    return NUMBER.sub(lambda match: str(int(match[0]) + at.choice((-1, 1, 5))), line, count=1)


Change = Callable[[list[str], int, random.Random], list[str]]
"""What stands in place of the line at a place and the line below it."""
CHANGES: dict[str, Change] = {
    "drop": lambda lines, at, _: lines[at + 1 : at + 2],
    "double": lambda lines, at, _: [lines[at], *lines[at : at + 2]],
    "swap": lambda lines, at, _: lines[at : at + 2][::-1],
    "join": lambda lines, at, _: ["".join(lines[at : at + 2])],
    "split": lambda lines, at, chance: [*_cut(lines[at], chance), *lines[at + 1 : at + 2]],
    "blank": lambda lines, at, _: ["", *lines[at : at + 2]],
    "number": lambda lines, at, chance: [
        _renumbered(lines[at], chance), *lines[at + 1 : at + 2]
    ],
    "space": lambda lines, at, chance: [
        _spaced(lines[at], chance, " "), *lines[at + 1 : at + 2]
    ],
    "full space": lambda lines, at, chance: [
        _spaced(lines[at], chance, "\u3000"), *lines[at + 1 : at + 2]
    ],
    "full digits": lambda lines, at, _: [_wide(lines[at]), *lines[at + 1 : at + 2]],
    "folio": lambda lines, at, _: ["— 3 —", *lines[at : at + 2]],
    "head": lambda lines, at, _: [next(filter(None, lines), ""), *lines[at : at + 2]],
    "page": lambda lines, at, _: ["\f" + lines[at], *lines[at + 1 : at + 2]],
}  # fmt: skip


def changed(text: str, kind: str, at: int, chance: random.Random) -> str:
    """Return `text` with the line at index `at` changed in the way `kind` names."""
    lines = text.split("\n")
    return "\n".join([*lines[:at], *CHANGES[kind](lines, at, chance), *lines[at + 2 :]])


def read(folder: Path, text: str) -> Notice:
    """Return what is read of `text`."""
    path = folder / "notice.txt"
    path.write_text(text, "utf-8", newline="")
    return notice.read(path)


_CASE = re.compile("案例([一二三四五六七八九十]+)")
_SENT_IN = re.compile("(?:选送|报送|推荐|供稿|申报|摄制|出品)$")


def _is_kept(word: str, kept: str, result: Notice) -> bool:
    """Whether the words of a line stand in awards or in what is told, a number as a number."""
    awards = [award for tier in result.tiers for award in tier.awards]
    case = _CASE.match(word)
    if case and number_of(case[1]) in {award.number for award in awards}:
        word = word[case.end() :]
    if word == "空缺":
        return any(tier.declared == 0 for tier in result.tiers)
    sent = _SENT_IN.search(word)
    return word in kept or bool(sent and word[: sent.start()] in kept and sent[0] in kept)


def faults(text: str, result: Notice) -> Iterator[str]:
    """Yield the lines of `text` without a use, and the entries that are in no award and no report."""
    lines = [line.strip() for line in re.split(r"[\n\f\v\x1c-\x1e\x85\u2028\u2029]", text)]
    if len(result.lines) != sum(bool(line.strip("\ufeff\u200b")) for line in lines):
        yield "lines without a use"
    kept = "".join(_words(award) for tier in result.tiers for award in tier.awards)
    kept += "".join(tier.name for tier in result.tiers)
    kept += "".join(f"{erratum.quote}{erratum.message.zh}" for erratum in result.errata)
    kept = "".join(kept.split())
    heads = [tier.name.split()[-1] for tier in result.tiers if tier.name.strip()]
    for line in result.lines:
        if line.use is Use.ENTRY:
            lost = [
                word  # a heading may stand behind an entry, and be parted from it
                for word in re.findall(r"[\u3400-\u9fff]+(?![\u3400-\u9fff]|\s*[：:])", line.text)
                if set(word) - set(UNCOUNTED) and not _is_kept(word, kept, result)
                and not any(word.removesuffix(head) in kept for head in heads if word != head)
            ]  # fmt: skip
            if lost:
                yield f"lost: {lost[0]} of {line.text[:60]}"


def far(before: Notice, after: Notice, number: int) -> list[str]:
    """Return the awards of `before` more than `REACH` entries from line `number` that changed."""
    awards = [award for tier in before.tiers for award in tier.awards]
    places = [award.lines[0] if award.lines else 0 for award in awards]
    near = sum(place < number for place in places)
    present = {_words(award) for tier in after.tiers for award in tier.awards}
    return [
        _words(award)
        for at, award in enumerate(awards)
        if (at < near - 1 - REACH or at > near + REACH) and _words(award) not in present
    ]


def _words(award: Award) -> str:
    fields = "".join(f"{key}{value}" for key, value in award.fields)
    return f"{award.organisation}|{award.title or ''}|{award.after}|{award.region}|{fields}"
