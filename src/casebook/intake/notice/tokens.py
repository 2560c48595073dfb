"""Take text apart at its marks: a record into words, 《titles》 and brackets; a sentence without what
stands between its marks.

What is bracketed or quoted parts no sentence: the comma in 《我爱你，中国》 is no comma of the sentence. A
mask has the length of its text, so that a place in the one is a place in the other. In a record only
marks outside quotes, brackets and 《》 part anything. A separator is known by its kind, so
that `：` and `:`, `——` and ` - `, one space and three are the same in every line of a list. A cell
of a table begins at a tab, a further line of a record at a line end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from casebook.intake.matching.traditional import simplified
from casebook.intake.notice.lexicon import body_like, is_place, kind_of_label, may_label, names_in

WIDE = "  "
"""The separator of two spaces and more: where a list has both, it parts fields, and one space words."""
HIDDEN = "▢"
"""Stands in a mask for every character between marks."""
_PAIRS = {"《": "》", "“": "”", "「": "」", "『": "』", "（": "）", "【": "】", "〈": "〉"}
_WIDE = str.maketrans(",;:()", "，；：（）")


def masked(text: str) -> str:
    """Return `text` with wide punctuation, simplified characters and everything between marks hidden.

    A mark that is never closed hides nothing.
    """
    wide = _quoted(simplified(text).translate(_WIDE))
    chars = list(wide)
    at = 0
    while at < len(wide):
        end = _close(wide, at)
        if end:
            chars[at + 1 : end] = HIDDEN * (end - at - 1)
            at = end
        at += 1
    return "".join(chars)


def _quoted(text: str) -> str:
    """Return `text` with straight quotes turned into pairs, if they are paired."""
    if text.count('"') % 2:
        return text
    turns = iter("“”" * (text.count('"') // 2))
    return "".join(next(turns) if char == '"' else char for char in text)


def _close(text: str, at: int) -> int:
    """Return where the mark at `at` is closed, 0 if it is none or never closed."""
    closing = _PAIRS.get(text[at])
    depth = 0
    for end in range(at, len(text)) if closing else ():
        depth += (text[end] == text[at]) - (text[end] == closing)
        if not depth:
            return end
    return 0


def cut(mask: str, start: int, end: int, separators: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of `mask` between `separators` that hold anything, from `start` to `end`."""
    at = start
    for match in re.finditer(separators, mask[start:end]):
        if mask[at : start + match.start()].strip():
            yield at, start + match.start()
        at = start + match.end()
    if mask[at:end].strip():
        yield at, end


_CLOSING = {
    "《": "》",
    "（": "）",
    "(": ")",
    "【": "】",
    "［": "］",
    "[": "]",
    "“": "”",
    "「": "」",
    "〔": "〕",
}
_QUOTES = "“「〔"
SHORTEST_BODY = 4
"""Characters of the name of a body behind which a quotation is a title."""
SHORTEST_TITLE = 2
_LABELS_INSIDE = re.compile(r"(?:^|[，,；;、\s])([^\s，,；;、：:《》]{1,8})[：:]")
_SEPARATOR = re.compile(
    r"\s*\n\s*|[ \u3000\xa0]*\t[ \t\u3000\xa0]*|\s*(?:[：:](?!\d)|(?<!\d)[：:]|[—―–─]+|－+|-{2,}"
    r"|(?<=\s)-(?=\s)|(?:(?<=[\u4e00-\u9fff》])|(?<=[a-z]{2}))-(?=[\u4e00-\u9fff])|(?<=[\da-z])-(?=[A-Z][a-z]+ [A-Z])|(?:选送|报送|推荐|申报|创作)的?\s*(?=《)|[，；、/／｜│︱丨→]|(?<=\s)\|(?=\s)|(?<!\d),|,(?!\d)|;)\s*|[ \u3000\xa0]{2,}|(?<![A-Za-z,'’&])[ \u3000\xa0]|[ \u3000\xa0](?![A-Za-z'‘&\d])"
)
_OF_WORDS = re.compile(
    r"[（(][\d一二三四五六七八九十]{1,3}[）)](?:班|年级|中队|组|队)|[（(](?:19|20)\d\d[）)](?=[\u4e00-\u9fff])"
    r"|(?:(?<=(?<![\u4e00-\u9fff])[一二三四五六七八九])|(?<=[初高][一二三]))[（(]\d{1,2}[）)](?=[、，,；;。\s]|$)"
)
"""Brackets round the number of a class, 初三(4)班 or 三（4）, or a year, （2020）苏01民终5号: parts of a name."""
_AUTHORS = re.compile(
    "(?:[\u3400-\u9fff·]{2,4}[，、,]\\s*)*[\u3400-\u9fff·]{2,4}(?:\\s*等)?\\s*[．.](?=\\s*[^\\d\\s.．])"
)
"""Words as short as names and a full stop, as bibliographies begin: 金鑫，石磊．"""
_OF_PAPER = re.compile(r"[\[［][A-Z](?:/OL)?[\]］]")
"""What bibliographies set behind a title: [J]."""
_TAIL = "。；;，,、. \u3000\t"
"""Marks that end the entries of a list and belong to none."""


@dataclass(frozen=True)
class Atom:
    """A stretch of a record. `kind` is `text`, `title` (《…》) or `bracket`; `before` the separator.

    `start` and `end` are its place in the record, marks included; `label` the word in front of a
    colon that says what it is (作者, 单位).
    """

    kind: str
    before: str
    start: int
    end: int
    label: str = ""


class Atoms(NamedTuple):
    """The atoms of a record and its text."""

    text: str
    atoms: tuple[Atom, ...]

    def span(self, start: int, end: int) -> str:
        """Return what the atoms from `start` up to `end` print."""
        return self.text[self.atoms[start].start : self.atoms[end - 1].end].strip()

    def inner(self, at: int) -> str:
        """Return what stands inside the marks of the atom `at`."""
        atom = self.atoms[at]
        cut = 0 if atom.kind == "text" else 1
        return self.text[atom.start + cut : atom.end - cut].strip()


@lru_cache(maxsize=16384)
def take_apart(text: str, opened: bool = False, literals: tuple[str, ...] = ()) -> Atoms:
    """Return the atoms of `text`.

    `opened` takes 《》 for separators too, for lists that put unit and title between them.
    `literals` are words an editor's template names as separators.
    """
    text = text.rstrip(_TAIL)
    return Atoms(text, tuple(_labelled(text, _Taker(text, opened, literals).atoms())))


class _Taker:
    def __init__(self, text: str, opened: bool, literals: tuple[str, ...]) -> None:
        self.text = text
        self.opened = opened
        self.literals = literals
        self.taken: list[Atom] = []
        self.before = ""
        self.start = 0

    def atoms(self) -> list[Atom]:
        self._take(0, len(self.text))
        return self.taken

    def _take(self, at: int, end: int) -> None:
        self.start = at
        while at < end:
            at = self._step(at, end)
        self._close(end)

    def _step(self, at: int, end: int) -> int:
        char = self.text[at]
        close = self._partner(at, end) if char in _CLOSING else -1
        if close >= 0:
            return self._marked(at, close)
        for literal in self.literals:
            if self.text.startswith(literal, at):
                return self._part(at, at + len(literal), literal)
        if char in "．." and self._ends_part(at):
            gap = len(self.text[at + 1 :]) - len(self.text[at + 1 :].lstrip())
            return self._part(at, at + 1 + gap, "．")
        match = _SEPARATOR.match(self.text, at)
        barred = match is not None and match[0].strip() == "|" and self.text.count("|") > 1
        if match and match.end() <= end and not barred:  # several bars part the cells of a table
            return self._part(at, match.end(), kind_of_separator(match[0]))
        return at + 1

    def _ends_part(self, at: int) -> bool:
        """Whether the full stop at `at` ends a part, as in bibliographies: behind the authors with
        whom the record begins, and behind what follows them, where no figure is next."""
        authors = _AUTHORS.match(self.text)
        if authors is None or at < authors.end() - 1:
            return False
        if at == authors.end() - 1 or _OF_PAPER.search(self.text[:at]):
            return at == authors.end() - 1
        return re.match(r"\s*[^\s\d.．]", self.text[at + 1 :]) is not None

    def _part(self, at: int, after: int, kind: str) -> int:
        self._close(at)
        self.before = _stronger(self.before, kind)
        self.start = after
        return after

    def _marked(self, at: int, close: int) -> int:
        char = self.text[at]
        inside = self.text[at + 1 : close]
        if char in _QUOTES and self._names_title(at, close):
            return self._quoted_title(at, close)
        if char in _QUOTES or (char in "（(" and _OF_WORDS.match(self.text, at)):
            return close + 1
        opens = self.opened if char == "《" else _holds_labels(inside)
        behind = self.text[:at].rstrip()[-1:] == "》" or close + 1 == len(self.text)
        if not opens and char in "（(" and behind and at > 3:
            opens = _holds_fields(inside)
        if not opens and char in "（(" and at > 1:
            opens = re.match(r"\s*《[^《》]+》", inside) is not None
        if opens:
            self._close(at)
            below = self.before == "\n"
            self.before = "《" if char == "《" else "\n" if below else "（"
            self._take(at + 1, close)
            self.before = "》" if char == "《" else "）"
            self.start = close + 1
            return close + 1
        self._close(at)
        self.taken.append(Atom("title" if char == "《" else "bracket", self.before, at, close + 1))
        self.before, self.start = "", close + 1
        return close + 1

    def _names_title(self, at: int, close: int) -> bool:
        """Whether a quotation is the title of a piece: the whole name of a body stands before it and
        nothing but a mark behind it. 省博物院“丝路花雨”."""
        before = self.text[self.start : at].strip().removesuffix("的")
        behind = self.text[close + 1 :]
        ends = not behind.strip() or behind[0] in "（(" or _SEPARATOR.match(behind) is not None
        whole = len(before) >= SHORTEST_BODY and body_like(before) > 0 and "“" not in before
        return self.text[at] in "“「" and ends and whole and close - at > SHORTEST_TITLE

    def _quoted_title(self, at: int, close: int) -> int:
        before = self.text[self.start : at].rstrip()
        end = self.start + len(before.removesuffix("的"))
        self._close(end)
        self.taken.append(Atom("title", self.before, at, close + 1))
        self.before, self.start = "", close + 1
        return close + 1

    def _close(self, at: int) -> None:
        """End the stretch of words before `at`."""
        if self.text[self.start : at].strip():
            self.taken.append(Atom("text", self.before, self.start, at))
            self.before = ""
        self.start = at

    def _partner(self, at: int, end: int) -> int:
        opening = self.text[at]
        closing = "）)" if opening in "（(" else _CLOSING[opening]
        depth = 0
        for later in range(at, end):
            char = self.text[later]
            depth += (char in ("（(" if opening in "（(" else opening)) - (char in closing)
            if not depth:
                return later
        return -1


def kind_of_separator(text: str) -> str:
    """Return the kind of a separator as templates write it."""
    for kind, marks in (("\n", "\n"), ("\t", "\t"), ("：", "：:"), ("——", "—―–─－-"),
                        ("，", "，,"), ("；", "；;"), ("、", "、"), ("/", "/／")):  # fmt: skip
        if any(mark in text for mark in marks):
            return kind
    return text.strip() or (WIDE if len(text) > 1 else " ")


_STRENGTH = ("", " ", WIDE, "、", "，", "/", "；", "——", "：", "》", "）", "《", "（", "\t", "\n")


def _stronger(mark: str, stronger: str) -> str:
    if mark not in _STRENGTH or stronger not in _STRENGTH:
        return mark + stronger if mark.strip() or stronger.strip() else stronger
    return max(mark, stronger, key=_STRENGTH.index)


def _holds_labels(inside: str) -> bool:
    return any(kind_of_label(word) for word in _LABELS_INSIDE.findall(inside))


def _holds_fields(inside: str) -> bool:
    """Whether brackets behind a title hold a unit and its author: （江北中学 高二3班 齐悦）."""
    parts = [part for part in re.split(r"[\s，,、/／]+", inside) if part]
    bodies = [
        is_place(part) or (len(part) > 2 and body_like(part) > 0 and not names_in(part))
        for part in parts
    ]
    named = [bool(names_in(part)) for part in parts]
    return len(parts) > 1 and (bodies[0] or bodies[-1]) and (named[0] or named[-1])


def _before_names(words: str, text: str, behind: Atom) -> bool:
    """Whether a word names the persons behind it without a colon: 指导教师　王芳."""
    named = len(words) > 2 and kind_of_label(words) in ("people", "teachers")
    return named and bool(
        names_in(text[behind.start : behind.end]) or names_in(text[behind.start :])
    )


def _labelled(text: str, atoms: list[Atom]) -> list[Atom]:
    """Fold the label in front of a colon into what it labels."""
    taken: list[Atom] = []
    label, before = "", ""
    for at, atom in enumerate(atoms):
        words = text[atom.start : atom.end].strip()
        behind = atoms[at + 1] if at + 1 < len(atoms) else None
        follows = behind is not None and (
            behind.before == "："
            or (behind.before in (" ", WIDE) and _before_names(words, text, behind))
        )
        spaced = text[max(atom.start - 1, 0)] == "\u3000" and any(a.label for a in taken)
        begins = (atom.before in ("\n", WIDE, "；") or spaced) and may_label(words)
        if follows and atom.kind == "text" and not label and (kind_of_label(words) or begins):
            label, before = re.sub(r"\s", "", words), atom.before
            continue
        if label:
            atom = Atom(atom.kind, before, atom.start, atom.end, label)
            label = ""
        taken.append(atom)
    return taken
