"""The text of a mail: which of its lines are to the editor, and no part of the manuscript.

A mail that holds a manuscript greets, says what is sent, and is signed; one that was forwarded or
answered carries the heads of other mails, and what was written in them. Enters: the lines of a mail.
Leaves: the places of those lines, which are withheld as people to contact are. And whether what is
left is a manuscript at all: it is when it is long, or has a title of its own and sentences under it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from casebook import decoding, files
from casebook.errata import Erratum, StopPress
from casebook.intake.formats import webpage
from casebook.intake.formats.rich import Block, Paragraph, Span
from casebook.intake.forms.contact_lines import has_detail, is_person, may_sign
from casebook.intake.matching.organisations import fold
from casebook.intake.structure.titles_and_headings import (
    is_heading,
    join_wraps,
    lines_of_pieces,
    number_kind,
)
from casebook.typography import is_ideograph

Line = str | None
"""A line of a mail; None stands for a table or a picture, which is nobody's greeting."""

_SIGNED, _LONGEST_SIGNED = 12, 40
"""Lines at the end of a mail that may be its signature; characters of each."""
_COVER, _LONGEST_COVER = 6, 120
"""Lines at the head of a mail that may say what is sent; characters of each."""
LONG, LEAST = 200, 60
"""Chinese characters of a text that is a manuscript by itself; of one under a title of its own."""
_SALUTATION = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的)?[^。！？；#]{0,24}?"
    r"(?:(?:老师|编辑|主任|同志|先生|女士|领导|编辑部|编委会|组委会)们?(?:[您你]?们?[早晚上午下]*好)?[：:，,！!。]+|[您你]们?好[：:，,！!。]*)"
    r"(?:[您你]们?好[！!。：:，,]*)?"
)
_COVERING = re.compile(
    r"查收|收悉|投稿|来稿|供稿|报送|上报|呈报|寄上|奉上|发[给您你]|发来|发送|补发|补充|转发|附件|附上|附后|"
    r"如下|见下|在下面|贴在|粘贴|现将|兹将|请[您审查予转收帮]|审阅|审核|审稿|采用|指正|惠存|照片|图片|稿[件子]"
)
_TO_SOMEBODY = re.compile(
    r"[您你]|请|贵|谢|如下|见下|下面|附件|附后|现将|兹将|我们?[院校单区县市公司局处]|[：:]$"
)
_CLOSE = re.compile(
    r"此致|敬礼[！!]?|此致[\s　]*敬礼[！!]?|(?:顺?祝|顺颂|谨祝|即颂|敬祝|恭祝|敬颂).{1,12}|(?:多?谢谢?|感谢)[您你们！!。]*"
    r"|[-—–_=*~]{2,}|发自.{1,20}|从.{2,8}发送|Sent from .{1,20}|(?:联系人|投稿人|作者)简介[:：]?",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"[>\s]*(?:发件人|发信人|寄件人|发送时间|发送日期|日期|时间|收件人|收信人|抄送|主题|From|Sent|Date|To|Cc|Subject)"
    r"\s*[:：].*", re.IGNORECASE
)  # fmt: skip
_SENDER = re.compile(r"[>\s]*(?:发件人|发信人|寄件人|收件人|收信人|From|To)\s*[:：]", re.IGNORECASE)
_APART = 2
"""Lines from one line of the head of a mail to the next, a blank one between them."""
_MARKER = re.compile(
    r"[>\s]*[-—_=*\s]{2,}.{0,12}(?:原始邮件|转发的?邮件|邮件原文|Original Message|Forwarded [Mm]essage).{0,12}"
    r"|[>\s]*(?:在|On ).{4,80}(?:写道|wrote)\s*[:：]", re.IGNORECASE
)  # fmt: skip
_NO_SIGNATURE = ("注：", "注:", "图", "表")


def framed(lines: Sequence[Line]) -> frozenset[int]:
    """Return which of `lines` are to the editor: heads of mails, other mails, greeting, signature."""
    parts = list(_parts(lines))
    if not parts:
        return frozenset()
    text = max(parts, key=lambda part: sum(_size(lines[at]) for at in part))
    filled = [at for at, line in enumerate(lines) if line != ""]
    kept = [at for at in text if lines[at] != ""]
    others = set(filled) - set(kept)
    head = _greeting([lines[at] for at in kept])
    tail = _signature([lines[at] for at in kept], head)
    return frozenset((*others, *kept[:head], *kept[tail:]))


def greets(lines: Sequence[Line]) -> bool:
    """Whether a text that is no mail begins as a letter does, with whom it is to."""
    first = next((line for line in lines if line != ""), None)
    return bool(first) and first is not None and _SALUTATION.fullmatch(first) is not None


def lines_apart(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a page, each line a paragraph, unless its lines were broken by hand."""
    apart: list[Block] = []
    for block in blocks:
        lines = block.text.split("\n") if isinstance(block, Paragraph) else []
        if not isinstance(block, Paragraph) or len(lines) < 2 or join_wraps(lines)[1]:
            apart.append(block)
            continue
        apart += (
            replace(block, pieces=pieces, mark=block.mark if not at else None)
            for at, pieces in enumerate(lines_of_pieces(block.pieces))
        )
    return apart


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """Return the lines of a page as `framed` reads them."""
    return [
        block.text.strip()
        if isinstance(block, Paragraph) and all(isinstance(piece, Span) for piece in block.pieces)
        else None
        for block in blocks
    ]


def lines_in(path: Path, key: str) -> list[Line]:
    """Return the lines of the text of a mail that was written to `path`; nothing when unreadable."""
    try:
        data = files.read(path)
        if key == "html":
            return lines_of(lines_apart(webpage.read(data, path.name).blocks))
        decoded = decoding.decode(data, path.name)
    except (OSError, StopPress):
        return []
    return (
        [] if isinstance(decoded, Erratum) else [line.strip() for line in decoded.text.split("\n")]
    )


def is_manuscript(lines: Sequence[Line], titles: Collection[str], attached: bool) -> bool:
    """Whether the text of a mail is a manuscript, and not only a letter to the editor.

    `titles` are those of the awards, folded. With `attached` there are manuscripts beside it, so
    length alone does not tell.
    """
    gone = framed(lines)
    text = [line for at, line in enumerate(lines) if line and at not in gone]
    size = sum(map(_size, text))
    headings = sum(number_kind(line) is not None and is_heading(line) for line in text)
    titled = any(
        fold("".join(text[at:end])) in titles for at in range(3) for end in (at + 1, at + 2)
    )
    if attached:
        return size >= LONG and (titled or headings > 1)
    return size >= LONG or (size >= LEAST and (titled or headings > 1))


def _size(line: Line) -> int:
    return sum(map(is_ideograph, line or ""))


def _parts(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the lines of each mail: they are parted by the heads of mails within the text."""
    runs: list[list[int]] = []
    for at, line in enumerate(lines):
        if not line or not _HEAD.fullmatch(line):
            continue
        if runs and at - runs[-1][-1] <= _APART:
            runs[-1].append(at)
        else:
            runs.append([at])
    heads = {
        at for run in runs if len(run) > 1 and any(_SENDER.match(lines[at] or "") for at in run)
        for at in run
    }  # fmt: skip
    marked = {at for at, line in enumerate(lines) if line and _MARKER.fullmatch(line)}
    for between, group in groupby(range(len(lines)), lambda at: at in heads | marked):
        if not between:
            yield [*group]


def _greeting(lines: Sequence[Line]) -> int:
    """Return how many lines at the head greet and say what is sent."""
    count = 0
    if lines and lines[0] and _SALUTATION.fullmatch(lines[0]):
        count = 1
    cover = count
    for line in lines[count:_COVER]:
        if not line or not (_is_cover(line) or _SALUTATION.fullmatch(line)):
            break
        cover += 1
    return cover if cover < len(lines) else count


def _is_cover(line: str) -> bool:
    covering = _COVERING.search(line) and _TO_SOMEBODY.search(line)
    return bool(covering) and len(line) <= _LONGEST_COVER and line[-1] in "。！!：:，,.；"


def _signature(lines: Sequence[Line], first: int) -> int:
    """Return where the signature begins.

    Lines at the end are one when each is a name, a house, a day, a contact detail or a complimentary
    close, and one of them names a person or takes leave.
    """
    end, sure = len(lines), False
    for at in range(len(lines) - 1, max(first, len(lines) - _SIGNED), -1):
        line = lines[at]
        if not line or line.startswith(_NO_SIGNATURE) or number_kind(line) is not None:
            break
        if not _may_sign(line):
            break
        end = at
        sure = sure or has_detail(line) or bool(_CLOSE.fullmatch(line)) or is_person(line)
    return end if sure else len(lines)


def _may_sign(line: str) -> bool:
    close = len(line) <= _LONGEST_SIGNED and _CLOSE.fullmatch(line) is not None
    return close or may_sign(line)
