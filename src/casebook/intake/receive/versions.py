"""Tell which of two versions of a manuscript is the later one, and why.

What speaks for one or the other: dates of the same kind, what their names call them (初稿, 修改,
终稿, v2, (2), 备份), and whether one holds all of the other and more. No sign is sure: 终稿 is
sent before 终稿2, a copy is saved later than its original. So they are weighed, the reasons are
said, and where they disagree that is said too.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from casebook.errata import Wording
from casebook.intake.receive.dating import Dates
from casebook.intake.receive.merging import likeness
from casebook.typography import number_of

_FINAL = re.compile(r"终稿|定稿|最终|终版|定版|正式[稿版]|final", re.IGNORECASE)
_REVISED = re.compile(r"修改|修订|改稿|更新|新版|新稿|改后|revis", re.IGNORECASE)
_EARLY = re.compile(r"初稿|草稿|草案|原稿|旧[稿版]|征求意见|draft|\bold\b", re.IGNORECASE)
_BACKUP = re.compile(r"备份|backup|\.bak\b", re.IGNORECASE)
_COPY = re.compile(r"副本|复件|拷贝|\bcopy\b", re.IGNORECASE)
_COPY_NUMBER = re.compile(r"[(（](\d{1,2})[)）]\s*$")
_NUMBER = re.compile(
    r"(?<![a-z])v(?:er)?\.?\s*(\d{1,2}(?:\.\d{1,2})*)|(?<![\d一二三四五六七八九十])第?([一二三四五六七八九十\d]{1,2})(?:稿|版|次修[改订])"
    r"|(?:修[改订]|终稿|定稿|最终|版)[稿版]?[\s_-]*(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<=[。！？；!?;])|\n+")
_SHOT = re.compile(r"!\[(?:[^\]\\]|\\.)*\]\([^)]*\)|<!--.*?-->", re.DOTALL)
_MARKUP = re.compile(r"[\s*#|>\\`_~-]+")
FRONT = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
"""The front matter of a case."""
_PICTURE = re.compile(r"\]\(\.\./media/([^)\s\"]+)|<!-- received/(\S+) -->")
_DIGEST = re.compile(r"-([0-9a-f]{8})\.")
_LEAST = 40
"""Characters of a text; less is a form whose text is sent apart."""
_NEARLY, _MUCH = 0.01, 3
"""The part of a text that may differ and it still counts as contained in the other; how many times
more words of its own say that a version was written on."""


@dataclass(frozen=True)
class Version:
    """A version of a manuscript: its name, its text as Markdown, its dates."""

    name: str
    text: str
    dates: Dates


@dataclass(frozen=True)
class Only:
    """What stands in one version and not in the other: sentences, and pictures by their files."""

    sentences: tuple[str, ...]
    pictures: tuple[str, ...]

    @property
    def said(self) -> Wording:
        """How much it is, in words; empty when it is nothing."""
        counts = [(len(self.sentences), "句", "sentence"), (len(self.pictures), "张图", "picture")]
        zh = "、".join(f"{n} {word}" for n, word, _ in counts if n)
        return Wording(zh, ", ".join(f"{n} {word}{'s' * (n > 1)}" for n, _, word in counts if n))


@dataclass(frozen=True)
class Ranking:
    """Which of two versions is the later one.

    `arrived` says that it is the one that came now. `reasons` speak for that, `against` for the
    other; `in_old` and `in_new` are what only one of them holds. `same` says that the words are the
    same but for spaces, whatever the sentences.
    """

    arrived: bool
    reasons: tuple[Wording, ...]
    against: tuple[Wording, ...]
    in_old: Only
    in_new: Only
    same: bool = False


def rank(old: Version, new: Version) -> Ranking:
    """Return which of `old`, which is there, and `new`, which came now, is the later version.

    When nothing speaks for either, it is the one that came now.
    """
    in_old, in_new = differences(old.text, new.text)
    signs = [*_by_form(old, new)]
    if not signs:
        signs += [*_by_date(old, new), *_by_contents(in_old, in_new, old, new)]
    signs += _by_name(old, new)
    weight = sum(sign.weight for sign in signs)
    arrived = weight >= 0
    mine = [sign.reason for sign in signs if (sign.weight > 0) is arrived]
    other = [sign.reason for sign in signs if (sign.weight > 0) is not arrived]
    if weight == 0:
        mine = [*mine, _LATER_CAME]
    same = _same(old.text, new.text, nearly=bool(list(_by_form(old, new))))
    return Ranking(arrived, tuple(mine), tuple(other), in_old, in_new, same)


def differences(old: str, new: str) -> tuple[Only, Only]:
    """Return what stands only in the text `old` and only in the text `new`."""
    ours, theirs = Counter(sentences(old)), Counter(sentences(new))
    left, right = pictures(old), pictures(new)
    return (
        Only(tuple((ours - theirs).elements()), _missing(left, right)),
        Only(tuple((theirs - ours).elements()), _missing(right, left)),
    )


def pictures(text: str) -> dict[str, str]:
    """Return the files of the pictures a case calls for, by what tells pictures apart."""
    found = [one or other for one, other in _PICTURE.findall(text)]
    return {mark[1] if (mark := _DIGEST.search(name)) else name: name for name in found}


def _missing(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for key, name in here.items() if key not in there)


def sentences(text: str) -> list[str]:
    """Return the sentences of a case without their mark-up; its front matter is none."""
    found = (_MARKUP.sub("", part) for part in _STOP.split(_SHOT.sub("\n", FRONT.sub("", text))))
    return [one for one in found if len(one) > 1]


def _same(old: str, new: str, nearly: bool) -> bool:
    """Whether two texts have the same words; `nearly` allows for what a PDF adds and loses."""
    one, other = ("".join(sentences(text)) for text in (old, new))
    if one == other or not nearly:
        return one == other
    return abs(len(one) - len(other)) < 0.1 * len(one) and likeness(one, other) > 0.9


@dataclass(frozen=True)
class _Sign:
    """A reason, and how much it weighs: above 0 for the version that came now, below against."""

    weight: int
    reason: Wording


_LATER_CAME = Wording("别的看不出先后，按收到的先后", "nothing else tells: it came later")


def bodiless(text: str) -> bool:
    """Whether a case has no text of its own: an application form whose text is sent apart (另附)."""
    return sum(map(len, sentences(text))) < _LEAST and not pictures(text)


def _by_form(old: Version, new: Version) -> Iterator[_Sign]:
    """Yield a sign when one version is a form without the text, or a PDF of the other: made later,
    and less of it can be read.

    What dates and contents say is then of no weight: lines, tables and notes of a PDF read otherwise.
    """
    without = bodiless(old.text), bodiless(new.text)
    was, now = (one.name.lower().endswith(".pdf") for one in (old, new))
    if without[0] != without[1]:
        reason = Wording(
            "有正文，另一份是申报表", "the one with the text; the other is a form without it"
        )
        yield _Sign(9 if without[0] else -9, reason)
    elif was != now:
        reason = Wording(
            "能改的文稿比 PDF 读得全", "a PDF is read less well than what it was made of"
        )
        yield _Sign(8 if was else -8, reason)


def _by_date(old: Version, new: Version) -> Iterator[_Sign]:
    kinds: tuple[tuple[str, int, str, str], ...] = (
        ("saved", 5, "文件内的保存时间", "saved, by the file itself,"),
        ("closing", 4, "文末日期", "dated at its end"),
        ("named", 4, "文件名里的日期", "dated in its name"),
        ("parcel", 2, "文件时间", "last written"),
    )
    for kind, weight, zh, en in kinds:
        was, now = getattr(old.dates, kind), getattr(new.dates, kind)
        if not was or not now or was == now or len(was) != len(now):
            continue
        later, earlier = max(was, now), min(was, now)
        if later[:16] == earlier[:16]:  # written one after the other when a parcel was unpacked
            continue
        text = [
            one[: 10 if later[:10] != earlier[:10] else 16].replace("T", " ")
            for one in (later, earlier)
        ]
        reason = Wording(f"{zh} {text[0]} 晚于 {text[1]}", f"{en} {text[0]}, later than {text[1]}")
        yield _Sign(weight if now > was else -weight, reason)


def _by_name(old: Version, new: Version) -> Iterator[_Sign]:
    was, now = _stem(old.name), _stem(new.name)
    rules: tuple[tuple[Callable[[str], tuple[int, ...]], int, str, str], ...] = (
        (_stage, 3, "名字更近定稿", "its name is nearer to a final text"),
        (_number, 3, "名字里的稿次更大", "the number in its name is higher"),
        (_copy, 1, "名字是后来的副本", "its name is that of a later copy"),
        (_no_backup, 2, "另一份是备份", "the other is a backup"),
    )
    for measure, weight, zh, en in rules:
        one, other = measure(was), measure(now)
        if one != other:
            later, earlier = (now, was) if other > one else (was, now)
            names = Wording(f"（“{later}”，“{earlier}”）", f" (‘{later}’, ‘{earlier}’)")
            yield _Sign(weight if other > one else -weight, Wording(zh + names.zh, en + names.en))


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    return path.name.removesuffix(path.suffix) if len(path.suffix) < 7 else path.name


def _stage(stem: str) -> tuple[int, ...]:
    """Return how near to the final text a name calls itself."""
    marks = [4] * bool(_FINAL.search(stem)) + [3] * bool(_REVISED.search(stem))
    marks += [1] * bool(_EARLY.search(stem))
    return max(marks, default=2), len(marks) if max(marks, default=2) > 2 else 0


def _number(stem: str) -> tuple[int, ...]:
    found = [one or two or three for one, two, three in _NUMBER.findall(stem)]
    if not found:
        return (1,)
    return tuple(number_of(part) or 0 for part in found[-1].split("."))


def _copy(stem: str) -> tuple[int, ...]:
    number = _COPY_NUMBER.search(stem)
    return (int(bool(_COPY.search(stem))), int(number[1]) if number else 0)


def _no_backup(stem: str) -> tuple[int, ...]:
    return (int(not _BACKUP.search(stem)),)


def _by_contents(in_old: Only, in_new: Only, old: Version, new: Version) -> Iterator[_Sign]:
    """Yield a sign when one version holds all of the other and more, or has much more of its own."""
    sides = ((1, in_old, in_new, old.text), (-1, in_new, in_old, new.text))
    for side, lacking, more, text in sides:
        lost = sum(map(len, lacking.sentences))
        added = sum(map(len, more.sentences))
        within = not lacking.pictures and lost <= _NEARLY * max(len(text), 1)
        if within and (added > lost or more.pictures):
            yield _Sign(3 * side, Wording(
                f"含另一份的全部内容，还多 {more.said.zh}",
                f"it holds all of the other and {more.said.en} more",
            ))  # fmt: skip
        elif added > _MUCH * max(lost, 1):
            yield _Sign(side, Wording(
                f"自己独有 {more.said.zh}，另一份独有 {lacking.said.zh}",
                f"only it has {more.said.en}, only the other {lacking.said.en}",
            ))  # fmt: skip
