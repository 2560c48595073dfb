"""Split entries into organisation, title and what follows, by the shape all of a tier share.

With 《 》 an entry splits at the first 《 and the last 》 and nowhere else. Without them a
separator must stand in every entry. A shape that does not hold for an entry leaves it unread:
half-certain readings look right, and nobody checks what looks right.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.intake.notice.words import ORGANISATION_END, PRIZE

SEPARATORS = ("：", ":", "——", "—", " - ", " – ")
LIST_MARKS = "。；;，,、 "
"""Marks that part the entries of a list and belong to none."""
TRAILING = "：:—–- \t\u3000"
LONGEST = 60
"""Characters of an organisation's name; what is longer has swallowed something."""


@dataclass(frozen=True)
class Piece:
    """An entry split. `tier` is the tier named on its own line, or empty."""

    organisation: str
    title: str | None
    after: str = ""
    tier: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why an entry cannot be split with certainty: a rule's name."""

    rule: str


Split = Piece | Refusal


def split(texts: Sequence[str], bodies: bool) -> list[Split]:
    """Return each of `texts` split; `bodies` tells that the tier honours organisations."""
    bare = [_tiered(text) for text in texts]
    inner = [text for text, _ in bare]
    if any("《" in text for text in inner):
        pieces = _marked(inner)
    elif bodies:
        pieces = [_body(text) for text in inner]
    else:
        pieces = _separated(inner)
    return [
        Piece(p.organisation, p.title, p.after, tier) if isinstance(p, Piece) and tier else p
        for p, (_, tier) in zip(pieces, bare, strict=True)
    ]


def _tiered(text: str) -> tuple[str, str]:
    """Take the tier off an entry's end: `…》 一等奖`, `…》（一等奖）`."""
    match = re.search(rf"》[\s，,—-]*[（(]?\s*(?P<name>{PRIZE})\s*[）)]?$", text)
    return (text[: match.start() + 1], match["name"]) if match else (text, "")


def _marked(texts: Sequence[str]) -> list[Split]:
    cuts = [_cut(text) for text in texts]
    whole = [cut for cut in cuts if cut is not None]
    inside = bool(whole) and all(not before and not after for before, _, after in whole)
    title_first = bool(whole) and all(not before and after for before, _, after in whole)
    shape: Callable[[str, str, str], Split] = _plain
    if inside:
        separator = _common([title for _, title, _ in whole], SEPARATORS[:4])
        shape = _both_inside(separator)
    elif title_first:
        shape = _turned
    return [
        shape(*cut) if cut else Refusal(_why(text)) for text, cut in zip(texts, cuts, strict=True)
    ]


def _why(text: str) -> str:
    if "《" not in text:
        return "title-missing"
    return "two-titles" if text.count("《") == text.count("》") else "title-unclosed"


def _cut(text: str) -> tuple[str, str, str] | None:
    """Cut at the first 《 and the last 》, if they are one pair with nothing but pairs inside."""
    first, last = text.find("《"), text.rfind("》")
    depth = 0
    for at in range(first, last + 1) if first >= 0 else ():
        depth += (text[at] == "《") - (text[at] == "》")
        if depth <= 0 and at < last:
            return None
    if first < 0 or last < first or depth:
        return None
    return text[:first].rstrip(TRAILING), text[first + 1 : last], text[last + 1 :].strip(LIST_MARKS)


def _plain(before: str, title: str, after: str) -> Split:
    if not before or len(before) > LONGEST or re.search("[。！？；]", before):
        return Refusal("organisation-unclear")
    return Piece(before, title, after) if title.strip() else Refusal("title-missing")


def _turned(before: str, title: str, after: str) -> Split:
    """《题目》单位: allowed only where the whole tier is written so and the names look so."""
    name = after.strip(TRAILING + "（）()")
    return Piece(name, title) if _is_organisation(name) else Refusal("organisation-unclear")


def _both_inside(separator: str) -> Callable[[str, str, str], Split]:
    def shape(before: str, title: str, after: str) -> Split:
        name, found, rest = title.partition(separator) if separator else (title, "", "")
        name, rest = name.strip(), rest.strip()
        if not found or not rest or not _is_organisation(name):
            return Refusal("organisation-unclear")
        return Piece(name, rest)

    return shape


def _separated(texts: Sequence[str]) -> list[Split]:
    separator = _common(texts, SEPARATORS)
    if not separator:
        return [Refusal("shape-unclear")] * len(texts)
    found: list[Split] = []
    for text in texts:
        name, _, title = (part.strip() for part in text.partition(separator))
        good = name and title and len(name) <= LONGEST and not re.search("[。！？；，]", name)
        found.append(Piece(name, title) if good else Refusal("shape-unclear"))
    return found


def _common(texts: Sequence[str], separators: Sequence[str]) -> str:
    """Return the separator every text has and none has another before it; else the empty text."""
    for separator in separators:
        others = [
            other for other in separators if other not in separator and separator not in other
        ]
        if texts and all(_leads(text, separator, others) for text in texts):
            return separator
    return ""


def _leads(text: str, separator: str, others: Sequence[str]) -> bool:
    at = text.find(separator)
    return at > 0 and not any(0 <= text.find(other) < at for other in others)


def _body(text: str) -> Split:
    name = text.rstrip(LIST_MARKS)
    plain = re.sub(r"[（(“][^（）()“”]*[）)”]", "", name)
    if not plain or len(name) > LONGEST or re.search(r"[。！？；，：、\t|]|\s\d+[.、．]", plain):
        return Refusal("shape-unclear")
    return Piece(name, None)


def _is_organisation(name: str) -> bool:
    return bool(name) and len(name) <= LONGEST and ORGANISATION_END.search(name) is not None
