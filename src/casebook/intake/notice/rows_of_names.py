"""Take rows that hold nothing but names of persons apart: 章 平　尤 佳　慕容辉.

A name of two characters is often set with a space within it, as wide as one of three. What is wider
than one space parts names; within one gap two single characters are one name. Whether a row is one
of names its fellows say as well: many a name has no known surname.
"""

import re
from collections.abc import Sequence
from functools import cache

from casebook.intake.notice.lexicon import body_like, is_name, is_place, table, unmarked

SURE = 0.5
"""Of the names of a row or a list, how many must have a known surname."""
SIGNS = "＊*△▲☆★※#"
_WIDE = re.compile(r"[ \u3000\xa0]{2,}|\t|\s*[、，,；;]\s*")
_SET_APART = re.compile(
    "(?<![\u3400-\u9fff])([\u3400-\u9fff])([ \u3000\xa0]{2,})([\u3400-\u9fff])(?![\u3400-\u9fff])"
)
"""The space within a name of two characters set as wide as that between names."""
_ONE_SPACE = re.compile(
    "(?<![\u3400-\u9fff])[\u3400-\u9fff][ \u3000\xa0][\u3400-\u9fff](?![\u3400-\u9fff])"
)
_BARE = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff〇]{2,4}"
    r"|[\u3400-\u9fff]{1,8}(?:[·•・.．-][\u3400-\u9fff]{1,8}){1,3}"
    r"|[A-Z][A-Za-zÀ-ÿ.’'-]+(?: [A-Z][A-Za-zÀ-ÿ.’'-]*){1,3}"
)
_ASIDE = re.compile(r"[（(][^（）()]{1,6}[）)]$")
_NO_NAME = re.compile("[奖项类组届章节号]$|名单|单位|同志|其他")


def names_of(text: str) -> list[str]:
    """Return the persons of a row that may be one of names, with the signs behind them; empty where
    a word cannot be a name or fewer than half are known to be."""
    words = words_of(text)
    known = sum(is_name(name) for name in words)
    return words if words and known >= SURE * len(words) else []


def words_of(text: str) -> list[str]:
    """Return the words of a row each of which has the form of a name, empty where one has not."""
    pieces: list[str] = []
    names = [] if _ONE_SPACE.search(text) else _SET_APART.findall(text)
    printed = {f"{first} {last}": first + gap + last for first, gap, last in names}
    closed = text.strip("。；;、， \u3000\t")
    closed = _SET_APART.sub(r"\1 \3", closed) if names else closed
    for cell in _WIDE.split(closed):
        words = _in_cell(cell.strip())
        if not words:
            return []
        pieces += [printed.get(word, word) for word in words]
    return pieces


def joined(above: str, below: str) -> list[str]:
    """Return the names of two lines, the lower going on from the upper, that may part a name."""
    return words_of(f"{above} {below}") or words_of(above + below)


def are_names(texts: Sequence[str]) -> bool:
    """Whether all of several rows hold names, and half of all of them are known to be."""
    rows = [words_of(text) for text in texts]
    every = [name for row in rows for name in row]
    known = sum(is_name(name) for name in every)
    return all(rows) and bool(every) and known >= SURE * len(every)


def _in_cell(cell: str) -> list[str]:
    if _has_form(cell):
        return [cell]
    names: list[str] = []
    words = re.split(r"[ \u3000\xa0]", cell)
    at = 0
    while at < len(words):
        two = words[at : at + 2]
        single = [len(word.rstrip(SIGNS)) == 1 for word in two]
        if single == [True, True] or (len(two) == 2 and single[1] and two[0] in _compound()):
            names.append(" ".join(two))
            at += 2
        elif names and _ASIDE.fullmatch(words[at]):
            names[-1] += words[at]
            at += 1
        elif _has_form(words[at]):
            names.append(words[at])
            at += 1
        else:
            return []
    return names


@cache
def _compound() -> frozenset[str]:
    """Return the surnames of two characters."""
    return frozenset(name for name in table()["surname"] if len(name) == 2)


def _has_form(text: str) -> bool:
    """Whether `text` has the form of a single name, and its words are not of another kind."""
    bare = _ASIDE.sub("", unmarked(text))
    if re.fullmatch(r"[\u3400-\u9fff]{1,2}[ \u3000\xa0]+[\u3400-\u9fff]", bare) and (
        bare[1:2].isspace() or bare[:2] in _compound()
    ):
        bare = re.sub(r"\s", "", bare)
    if not _BARE.fullmatch(bare) or _NO_NAME.search(bare):
        return False
    return is_name(bare) or not (body_like(bare) > 1 or is_place(bare))
