"""Tell which of two versions of a manuscript is the later one, and why.

What speaks for one or the other: dates of the same kind, what their names call them (初稿, 修改,
终稿, v2, (2), 备份), and whether one holds all of the other and more. No sign is sure: 终稿 is
sent before 终稿2, a copy is saved later than its original. So they are weighed, the reasons are
said, and where they disagree that is said too.

When a file was written is told by itself, by its text, by its name, by the parcel it came in. Each
is a date of its own kind and is compared with its own kind only: the clock of a computer that saved
a document is not that of the one that packed it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import PurePosixPath

from lxml import etree

from casebook import pdf
from casebook.errata import StopPress, Wording
from casebook.intake.formats.word.office_package import Package
from casebook.intake.manuscript.text_files import FRONT
from casebook.typography import number_of

FRESH = 600
"""Seconds. A file that has lain on the disk for less was written by whoever brought it here."""
_LAST = 6
"""Lines at the end of a text in which its date is looked for."""
_LONGEST = 30
"""Characters of a line that is a date and a signature."""
_PARTS = {"docProps/core.xml": "modified", "meta.xml": "date"}
"""Where Office files say when they were last saved, by the name of the element."""
_N = "[0-9〇○零一二三四五六七八九十]"
_DAY = re.compile(rf"({_N}{{4}})年({_N}{{1,3}})月({_N}{{1,3}})日")
_M, _D = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_IN_NAME = re.compile(
    rf"(?<!\d)(20\d\d)(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|[-._年]{_M}[-._月]{_D}日?)(?!\d)"
)
_MONTH_DAY = re.compile(rf"(?<![\d.v]){_M}(?:月|\.){_D}(?:日|(?![\d.]))", re.IGNORECASE)
_PDF_TIME = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?")
_TEMPLATES = frozenset({"2013-12-23T23:15:00"})
"""When a program's empty document was saved: no date of what was written into it."""


@dataclass(frozen=True)
class Dates:
    """Dates of one file as ISO 8601 text, empty where there is none.

    `saved` is what the document says itself, `closing` the date at the end of its text, `named`
    that in its name (without a year where it has none), `parcel` the file's own in its parcel.
    """

    saved: str = ""
    closing: str = ""
    named: str = ""
    parcel: str = ""

    def as_facts(self) -> dict[str, str]:
        """Return the dates there are, for the intake log."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name)
        }


def dates(data: bytes, name: str, lines: Iterable[str], modified: float | None = None) -> Dates:
    """Return the dates of the file `data` called `name`; `lines` are those of its text.

    `modified` is when the file was last written, in seconds as the system counts them.
    """
    return Dates(_saved(data, name), _closing(list(lines)), in_name(name), _parcel(modified))


def of_facts(facts: Mapping[str, object]) -> Dates:
    """Return the dates an intake log holds."""
    return Dates(*(str(facts.get(field.name, "")) for field in fields(Dates)))


def in_name(name: str) -> str:
    """Return the date a file's name holds: “2023-03-01”, or “03-01” without a year."""
    if dates_found := _IN_NAME.findall(name):
        year, month, day = (part for part in dates_found[-1] if part)
        return _day(int(year), int(month), int(day))
    if dates_found := _MONTH_DAY.findall(name):
        month, day = dates_found[-1]
        return f"{int(month):02d}-{int(day):02d}"
    return ""


def _parcel(modified: float | None) -> str:
    if modified is None or abs(datetime.now(UTC).timestamp() - modified) < FRESH:
        return ""
    return datetime.fromtimestamp(modified, UTC).isoformat(timespec="seconds")[:19]


def _saved(data: bytes, name: str) -> str:
    try:
        if data.startswith(b"PK"):
            return _in_package(Package(data, name))
        if data[:1024].lstrip().startswith(b"%PDF"):
            return _pdf_time(pdf.saved(data))
    except StopPress:
        pass  # its reader says what is wrong with it
    return ""


def _in_package(package: Package) -> str:
    for part, element in _PARTS.items():
        root = package.tree(part)
        for node in root.iter() if root is not None else ():
            if isinstance(node.tag, str) and etree.QName(node).localname == element:
                text = (node.text or "").strip()[:19]
                return text if _is_time(text) and text not in _TEMPLATES else ""
    return ""


def _is_time(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _pdf_time(written: str) -> str:
    match = _PDF_TIME.match(written)
    if match is None:
        return ""
    year, month, day, *clock = (int(part or 0) for part in match.groups())
    at = "{:02d}:{:02d}:{:02d}".format(*clock)
    text = f"{year:04d}-{month:02d}-{day:02d}T{at}"
    return text if _is_time(text) else ""


def _closing(lines: list[str]) -> str:
    """Return the date that stands at the end of a text as a line of its own."""
    last = [line.strip() for line in lines if line.strip()][-_LAST:]
    for line in reversed(last):
        text = re.sub(r"\s", "", line)
        if len(text) <= _LONGEST and (match := _DAY.search(text)):
            year, month, day = (number_of(part.replace("○", "〇")) or 0 for part in match.groups())
            return _day(year, month, day)
    return ""


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


_SHINGLE = 8
_ALIKE = 0.3


def same_manuscript(text: str, other: str) -> bool:
    """Whether two texts are versions of one manuscript: a third of the shorter is in the longer."""
    return likeness(text, other) >= _ALIKE


def likeness(text: str, other: str) -> float:
    """Return how much of the shorter of two texts stands in the longer one, 0 to 1."""
    first, second = _shingles(text), _shingles(other)
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0


@lru_cache(maxsize=512)
def _shingles(text: str) -> frozenset[str]:
    bare = "".join(text.split())
    return frozenset(bare[at : at + _SHINGLE] for at in range(max(len(bare) - _SHINGLE + 1, 1)))


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
class VersionExtra:
    """What stands in one version and not in the other: sentences, and pictures by their files."""

    sentences: tuple[str, ...]
    pictures: tuple[str, ...]

    @property
    def wording(self) -> Wording:
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
    in_old: VersionExtra
    in_new: VersionExtra
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
    formed = bool(list(_by_form(old, new)))
    same = _same(old.text, new.text, nearly=formed)
    if formed and not same and not (bodiless(old.text) or bodiless(new.text)):
        other += [
            by_date.reason for by_date in _by_date(old, new) if (by_date.weight > 0) is not arrived
        ]
    return Ranking(arrived, tuple(mine), tuple(other), in_old, in_new, same)


def differences(old: str, new: str) -> tuple[VersionExtra, VersionExtra]:
    """Return what stands only in the text `old` and only in the text `new`."""
    ours, theirs = Counter(sentences(old)), Counter(sentences(new))
    left, right = pictures(old), pictures(new)
    return (
        VersionExtra(tuple((ours - theirs).elements()), _missing(left, right)),
        VersionExtra(tuple((theirs - ours).elements()), _missing(right, left)),
    )


def pictures(text: str) -> dict[str, str]:
    """Return the files of the pictures a case calls for, by what tells pictures apart."""
    addresses = [address or other for address, other in _PICTURE.findall(text)]
    return {mark[1] if (mark := _DIGEST.search(name)) else name: name for name in addresses}


def _missing(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for key, name in here.items() if key not in there)


def sentences(text: str) -> list[str]:
    """Return the sentences of a case without their mark-up; its front matter is none."""
    parts = (_MARKUP.sub("", part) for part in _STOP.split(_SHOT.sub("\n", FRONT.sub("", text))))
    return [sentence for sentence in parts if len(sentence) > 1]


def _same(old: str, new: str, nearly: bool) -> bool:
    """Whether two texts have the same words; `nearly` allows for what a PDF adds and loses."""
    ours, other = ("".join(sentences(text)) for text in (old, new))
    if ours == other or not nearly:
        return ours == other
    return abs(len(ours) - len(other)) < 0.1 * len(ours) and likeness(ours, other) > 0.9


@dataclass(frozen=True)
class _VersionReason:
    """A reason, and how much it weighs: above 0 for the version that came now, below against."""

    weight: int
    reason: Wording


_LATER_CAME = Wording("看不出别的先后，以收到的先后为准", "nothing else tells: it came later")


def bodiless(text: str) -> bool:
    """Whether a case has no text of its own: an application form whose text is sent apart (另附)."""
    return sum(map(len, sentences(text))) < _LEAST and not pictures(text)


def _by_form(old: Version, new: Version) -> Iterator[_VersionReason]:
    """Yield a sign when one version is a form without the text, or a PDF of the other: made later,
    and less of it can be read.

    What dates and contents say is then of no weight: lines, tables and notes of a PDF read otherwise.
    """
    without = bodiless(old.text), bodiless(new.text)
    was, now = (version.name.lower().endswith(".pdf") for version in (old, new))
    if without[0] != without[1]:
        reason = Wording(
            "有正文，另一份是申报表", "the one with the text; the other is a form without it"
        )
        yield _VersionReason(9 if without[0] else -9, reason)
    elif was != now:
        reason = Wording(
            "能改的文稿比 PDF 读得全", "a PDF is read less well than what it was made of"
        )
        yield _VersionReason(8 if was else -8, reason)


def _by_date(old: Version, new: Version) -> Iterator[_VersionReason]:
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
            moment[: 10 if later[:10] != earlier[:10] else 16].replace("T", " ")
            for moment in (later, earlier)
        ]
        reason = Wording(f"{zh} {text[0]} 晚于 {text[1]}", f"{en} {text[0]}, later than {text[1]}")
        yield _VersionReason(weight if now > was else -weight, reason)


def _by_name(old: Version, new: Version) -> Iterator[_VersionReason]:
    was, now = _stem(old.name), _stem(new.name)
    rules: tuple[tuple[Callable[[str], tuple[int, ...]], int, str, str], ...] = (
        (_stage, 3, "名字更近定稿", "its name is nearer to a final text"),
        (_number, 3, "名字里的稿次更大", "the number in its name is higher"),
        (_copy, 1, "名字是后来的副本", "its name is that of a later copy"),
        (_no_backup, 2, "另一份是备份", "the other is a backup"),
    )
    for measure, weight, zh, en in rules:
        old_level, other = measure(was), measure(now)
        if old_level != other:
            later, earlier = (now, was) if other > old_level else (was, now)
            names = Wording(f"（“{later}”，“{earlier}”）", f" (‘{later}’, ‘{earlier}’)")
            yield _VersionReason(
                weight if other > old_level else -weight, Wording(zh + names.zh, en + names.en)
            )


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    return path.name.removesuffix(path.suffix) if len(path.suffix) < 7 else path.name


def _stage(stem: str) -> tuple[int, ...]:
    """Return how near to the final text a name calls itself."""
    marks = [4] * bool(_FINAL.search(stem)) + [3] * bool(_REVISED.search(stem))
    marks += [1] * bool(_EARLY.search(stem))
    return max(marks, default=2), len(marks) if max(marks, default=2) > 2 else 0


def _number(stem: str) -> tuple[int, ...]:
    numbers = [first or two or three for first, two, three in _NUMBER.findall(stem)]
    if not numbers:
        return (1,)
    return tuple(number_of(part) or 0 for part in numbers[-1].split("."))


def _copy(stem: str) -> tuple[int, ...]:
    number = _COPY_NUMBER.search(stem)
    return (int(bool(_COPY.search(stem))), int(number[1]) if number else 0)


def _no_backup(stem: str) -> tuple[int, ...]:
    return (int(not _BACKUP.search(stem)),)


def _by_contents(
    in_old: VersionExtra, in_new: VersionExtra, old: Version, new: Version
) -> Iterator[_VersionReason]:
    """Yield a sign when one version holds all of the other and more, or has much more of its own."""
    sides = ((1, in_old, in_new, old.text), (-1, in_new, in_old, new.text))
    for side, lacking, more, text in sides:
        lost = sum(map(len, lacking.sentences))
        added = sum(map(len, more.sentences))
        within = not lacking.pictures and lost <= _NEARLY * max(len(text), 1)
        if within and (added > lost or more.pictures):
            yield _VersionReason(3 * side, Wording(
                f"含另一份的全部内容，还多 {more.wording.zh}",
                f"it holds all of the other and {more.wording.en} more",
            ))  # fmt: skip
        elif added > _MUCH * max(lost, 1):
            yield _VersionReason(side, Wording(
                f"自己独有 {more.wording.zh}，另一份独有 {lacking.wording.zh}",
                f"only it has {more.wording.en}, only the other {lacking.wording.en}",
            ))  # fmt: skip
