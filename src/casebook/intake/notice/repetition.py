"""Tell that lines stand as a list from their layout alone: lines one below the other that begin
alike and are parted alike, whatever their words are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from casebook.intake.matching.regions import region_of
from casebook.intake.notice.annotated_lines import Row
from casebook.intake.notice.entries import BULLET, LABELS, WEAK, label_of
from casebook.intake.notice.lexicon import body_like, kind_of_label, names_in
from casebook.intake.notice.notice_phrases import ANNEX

T = TypeVar("T")
LABEL = 6
"""Characters of the label of a field; what is longer and ends like one names a prize."""
LONGEST = 120
"""Characters of an entry; what is longer is a paragraph."""
NEAR = 4
"""So many lines below an entry the next one begins."""
_SENTENCE = re.compile(r"。.|[。！？!?]$|[：:]$")
_RESIDUE = re.compile(
    r"^(?:[上下]一[篇页条个]|分享|首页|[【\[]?(?:打印|关闭|返回|收藏|复制)|相关[文链新阅]|点击|扫[一码描]|更多|[【\[]图片|!\["
    r"|责任编辑|编辑[：:]|版权|当前位置|您的位置|网站|附件下载|下载|如下|作者[：:]\s*(?:管理员|admin)|来源[：:]|发布[者人时日])"
    r"|ICP备|公网安备|浏览次数|点击数"
)
_PARTING = re.compile(
    r"\t|——|—|\s-\s|[|｜/／]|[《》「」『』〈〉]|[：:]|[，,；;]|[ \u3000\xa0]{2,}|\u3000|\s"
)
_WRAPPED = re.compile(r"[（(][^（）()]{4,}[）)]$")
_IN_LINE = re.compile(r"(?:^|[；;。：:]\s*)(\d{1,3})[.．、](?!\d)[^《》；;。]{2,40}《")
_COLON = re.compile(
    r"^(?P<head>[^：:。，；《》、]{2,24})\s*[：:]\s*(?P<names>[^：:《》，]+?)[。；]?$"
)
_KINDS = {"—": "——", "-": "——", "／": "/", "｜": "|", "，": ",", "；": ";", "：": ":"}
_KINDS |= dict.fromkeys("《》「」『』〈〉", "《")


def numbered(text: str) -> tuple[str, int] | None:
    """Return the style of the number that begins `text` and the number, None without one."""
    for style, pattern in LABELS.items():
        found = label_of(text, pattern)
        if found and found[2].strip():
            return style, found[0]
    return None


def layout(text: str) -> frozenset[str]:
    """Return the kinds of marks that part the fields of a line.

    A single space counts only where nothing stronger parts the line: it stands in titles, too, and
    inside the names of persons.
    """
    text = re.sub(
        r"(?<![^\s、，])([\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff](?![^\s、，]))", r"\1", text
    )
    marks: set[str] = set()
    for mark in _PARTING.findall(text.strip("。；; \u3000")):
        bare = mark.strip()
        wide = "\t" in mark or "\u3000" in mark or len(mark) > 1
        marks.add(_KINDS.get(bare, bare) if bare else "  " if wide else " ")
    if _WRAPPED.search(text):
        marks.add("（")
    return frozenset(marks - {" "} or marks)


def is_residue(text: str) -> bool:
    """Whether a line is left over from the web page round a notice."""
    return _RESIDUE.search(text) is not None


def entry_like(text: str) -> bool:
    """Whether `text` may be an entry: no sentence, no residue of a web page, no paragraph."""
    if not text.strip() or len(text) > LONGEST or is_residue(text):
        return False
    return "《" in text or not _SENTENCE.search(text)


def begins(rows: Sequence[Row], at: int) -> bool:
    """Whether a list of entries begins with the row `at`: the rows below it repeat its layout."""
    row = rows[at]
    if not entry_like(row.text) or ANNEX.match(row.text):
        return False
    if at and ANNEX.match(rows[at - 1].text):
        return False
    near = [other.text for other in rows[at + 1 : at + 1 + NEAR]]
    number = numbered(row.text)
    if number:
        style, value = number
        next_at = next((k for k, t in enumerate(near) if numbered(t) == (style, value + 1)), None)
        if next_at is None or not all(map(entry_like, near[: next_at + 1])):
            return False
        return value == 1 and (style != WEAK or bool(layout(row.text)))
    bullet = BULLET.match(row.text)
    if bullet:
        return any(text.startswith(bullet[0].strip()) for text in near)
    below = near[:2]
    if len(below) < 2 or not all(map(entry_like, below)):
        return False
    marks = layout(row.text)
    if marks and marks != {":"}:
        return all(layout(text) == marks for text in below)
    return all(_named(text) for text in (row.text, *below))


def _named(text: str) -> bool:
    return body_like(text) > 0 or bool(names_in(text))


def enumerated(text: str) -> bool:
    """Whether several numbered titles stand in one line: 1.甲局《…》；2.乙局《…》。"""
    numbers = [int(found) for found in _IN_LINE.findall(text)]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def colon_list(text: str) -> tuple[str, str] | None:
    """Return the head and the names of a line such as 十佳员工：柏杨、盛夏; None if it is none.

    A label of a field (作者：) is no such head, nor is a unit before its people.
    """
    match = _COLON.match(_bare(text))
    if not match or (len(match["head"]) <= LABEL and kind_of_label(match["head"])):
        return None
    names = match["names"].strip()
    parts = [part.strip() for part in names.split("、")]
    people = bool(names_in(names))
    if people and body_like(match["head"]) > 0:
        return None
    units = all(3 < len(p) <= 40 and (body_like(p) > 0 or region_of(p)) for p in parts)
    return (match["head"], names) if people or units else None


def colon_lists(rows: Sequence[Row]) -> bool:
    """Whether most of the `rows` are such lines."""
    lists = [found for row in rows if (found := colon_list(row.text))]
    several = any("、" in names for _, names in lists)
    return several and len(lists) > 1 and len(lists) * 2 >= len(rows)


class Layout:
    """The layout that most of the `rows` of a list share: a bullet, or marks between fields."""

    def __init__(self, rows: Sequence[Row]) -> None:
        texts = [row.text for row in rows if entry_like(row.text)]
        bullets = Counter(found[0].strip() for text in texts if (found := BULLET.match(text)))
        marks = Counter(marks for text in texts if (marks := layout(_bare(text)) - {" "}))
        self.bullet = _most(bullets, len(texts)) or ""
        self.marks = frozenset() if self.bullet else _most(marks, len(texts)) or frozenset()

    def __bool__(self) -> bool:
        return bool(self.bullet or self.marks)

    def has(self, text: str) -> bool:
        """Whether `text` has the layout of the list."""
        if self.bullet:
            return text.startswith(self.bullet)
        return bool(self.marks) and bool(layout(_bare(text)) & self.marks)


def _bare(text: str) -> str:
    for pattern in LABELS.values():
        found = label_of(text, pattern)
        if found and found[2].strip():
            return found[2]
    return text


def _most(counts: Counter[T], whole: int) -> T | None:
    """Return what more than half of `whole` lines have, if those are at least three."""
    top = counts.most_common(1)
    return top[0][0] if top and top[0][1] > 2 and top[0][1] * 2 > whole else None
