"""Where the text calls a figure or table by its number: 见图3, 如表2、3所示, 图1～4, Figure 2.

A caption that begins with such a label names its figure; the first line of the text that names it,
too, is its mention. Lines are read as the paragraphs they make, because a label may be parted by a
line's end. 流程图2张 calls nothing: what calls stands behind a verb, a sign or at the beginning, and
counts nothing.
"""

import re
from collections.abc import Mapping, Sequence

_NUMBER = r"[0-9]+(?:[-－.．][0-9]+)*"
_KIND = r"(图|照片|表|Figure|Fig\.|Table)"
_LABEL = re.compile(rf"\s*{_KIND}\s*({_NUMBER})")
_BEFORE = r"(?<![^\s见如由从据与和及至在按将对把以了是为即看察参附，。、；：！？“”‘’（）()\[\]《》〈〉—…·,.;:])"
_CALL = re.compile(
    rf"{_BEFORE}{_KIND}\s*({_NUMBER}(?:\s*[、，,和及与至~～]\s*(?:{_KIND}\s*)?{_NUMBER})*)(?!\s*[张幅份个套页组处副])"
)
_PART = re.compile(rf"([至~～]?)\s*(?:{_KIND}\s*)?({_NUMBER})")
_MOST = 50
"""Figures that a range may name."""

Label = tuple[str, str]


def label_of(caption: str) -> Label | None:
    """Return the kind and number that a caption begins with."""
    match = _LABEL.match(caption)
    return (_kind(match[1]), _plain(match[2])) if match else None


def first_mentions(lines: Sequence[str], opens: Sequence[bool]) -> Mapping[Label, int]:
    """Return in which of the `lines` each label stands first, where it ends; those that `opens` is
    true of begin a paragraph. What is no text is an empty line."""
    firsts: dict[Label, int] = {}
    start = 0
    while start < len(lines):
        stop = start + 1
        while stop < len(lines) and not opens[stop]:
            stop += 1
        for label, end in _calls("".join(lines[start:stop])):
            at = start
            while at + 1 < stop and end > len(lines[at]):
                end -= len(lines[at])
                at += 1
            firsts.setdefault(label, at)
        start = stop
    return firsts


def _calls(text: str) -> list[tuple[Label, int]]:
    """Return the labels that a text names, each with where its words end."""
    calls: list[tuple[Label, int]] = []
    for match in _CALL.finditer(text):
        kind, before = _kind(match[1]), ""
        for part in _PART.finditer(match[2]):
            number = _plain(part[3])
            names = [number]
            if part[1] and before.isdigit() and number.isdigit():
                least, most = int(before) + 1, int(number)
                names = [str(n) for n in range(least, min(most, least + _MOST) + 1)]
            calls += [((kind, name), match.start(2) + part.end()) for name in names]
            before = number
    return calls


def _kind(word: str) -> str:
    return "Figure" if word == "Fig." else word


def _plain(number: str) -> str:
    return number.replace("－", "-").replace("．", ".")
