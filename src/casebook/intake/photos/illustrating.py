"""Put pictures into the text of a case where it calls for them, and nothing else into it.

A picture goes where a note says, on the line that is its caption, behind the paragraph that calls
it by its number (见图1), behind one that calls for pictures without a number (如图所示), or at the
end, before the notes. Only whole paragraphs are added; not a character of the text changes.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casebook.intake.manuscript.text_files import FRONT
from casebook.intake.photos.photo_cases import number_of, plain_number

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_LIST = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])[ \t]")
_FOOT = re.compile(r"(?:\[\^[^\]]+\]:|<!--)")
_NUMERAL = r"([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})"
_CALL = re.compile(
    rf"(?<![地试企意绘制版蓝妄力贪构])(?:附?图片?|照片|插图|配图|相片)\s*{_NUMERAL}(?!\s*[0-9０-９.．]*[-—－][0-9０-９])"
    r"(?:\s*[、，,和及与~～至到]\s*(?:附?图片?|照片)?\s*([0-9０-９]{1,3}))*(?![0-9０-９年月日张幅次个名人层])"
)  # fmt: skip
_RANGE = re.compile(
    rf"(?:附?图片?|照片|插图|配图|相片)\s*{_NUMERAL}\s*[-—－~～至到]+\s*(?:附?图片?|照片)?\s*{_NUMERAL}"
)
_UNNUMBERED = re.compile(
    r"(?:见|如|参见|详见)(?:下|上|附|左|右|本)?(?:图片?|照片)(?:所示)?(?!\s*[0-9０-９一二三四五六七八九十])"
    r"|见附件?(?:中|的)?(?:图片?|照片)(?!\s*[0-9０-９一二三四五六七八九十])"
    r"|[（(【\[](?:此处|这里)?(?:附|插入?|配|放)?(?:图片?|照片)[）)】\]]"
)  # fmt: skip
_NAMED = 4
"""Characters of a file's name that a text may call a picture by; a shorter name stands in marks."""
_PARAGRAPH = re.compile(
    r"(?:正文|文中|文章)?的?(?:第([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})个?|(最后一?|末尾?))(?:自然)?段(?:文字|话|落)?"
)
"""A paragraph of the text called by its number."""
_MARKED_UP = re.compile(r"[\n\[\]<>*`\\]")
_ALONE = re.compile(
    rf"^[（(【\[]?\s*(?:附?图片?|照片|插图|配图)\s*{_NUMERAL}(?![0-9０-９])[^。！？；]{{0,60}}$"
)
_LABEL = re.compile(rf"^(?:附?图片?|照片|插图|配图)\s*{_NUMERAL}[\s:：.、]*")
_SLOT = re.compile(
    rf"^[（(【\[]\s*(?:此处|这里)?(?:附|插入?|配|放)?\s*(?:图片?|照片)\s*{_NUMERAL}?\s*[）)】\]]$"
)


class How(StrEnum):
    """By what a picture got its place."""

    NOTE = "note"
    CAPTION = "caption"
    CALL = "call"
    WORDS = "words"
    END = "end"


@dataclass(frozen=True)
class Figure:
    """A picture to be placed: what is written for it, its name's stem and its caption.

    `markdown` has `{caption}` where the caption goes, with its blank and quotation marks.
    `anchor` are words a note names, `before` says that it stands before them; `stated` is the number
    a note gives it, 0 for none.
    """

    path: str
    stem: str
    caption: str = ""
    anchor: str = ""
    before: bool = False
    set: bool = True
    stated: int = 0

    @property
    def number(self) -> int | None:
        """The number by which the text may call it: a note's, else that of its name."""
        return self.stated or number_of(self.stem)

    def markdown(self, caption: str = "") -> str:
        """Return the paragraph that shows the picture; a comment when the press cannot set it."""
        words = caption or self.caption
        if not self.set:
            return f"<!-- {self.path}{f' {words}' if self.caption and not caption else ''} -->"
        words = words.replace("\\", "\\\\").replace('"', '\\"').replace("&", "\\&")
        title = f' "{words}"' if words else ""
        return f"![]({self.path}{title})"


@dataclass(frozen=True)
class Placed:
    """A picture in its place: how it came there, and the words it stands by."""

    figure: Figure
    how: How
    near: str


@dataclass(frozen=True)
class _Block:
    """A paragraph or what else stands between blank lines: its lines in the text, from 0."""

    start: int
    end: int
    text: str
    level: int = 0
    literal: bool = False


def illustrated(text: str, figures: Sequence[Figure]) -> tuple[str, tuple[Placed, ...]]:
    """Return the case `text` with `figures` put in, and where each went, in their order."""
    front = FRONT.match(text)
    head = front.end() if front else 0
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text[head:].replace("\r\n", "\n").split("\n")
    blocks = list(_blocks(lines))
    places = {id(figure): _place(figure, blocks) for figure in figures}
    waiting = [figure for figure in figures if places[id(figure)] is None]
    places |= _by_order(waiting, blocks, {at for at, _ in filter(None, places.values())})
    waiting = [figure for figure in figures if places[id(figure)] is None]
    places |= _by_words(waiting, blocks)
    last = _last(blocks)
    after: dict[int, list[Figure]] = {}
    instead: dict[int, Figure] = {}
    placed: list[Placed] = []
    for figure in figures:
        at, how = places[id(figure)] or (last, How.END)
        near = blocks[at].text if 0 <= at < len(blocks) else ""
        slot = how is How.WORDS and _is_caption(near)
        if (how is How.CAPTION or slot) and at not in instead and figure.set:
            instead[at] = figure
        else:
            after.setdefault(at, []).append(figure)
        placed.append(Placed(figure, how, near[:40]))
    body = _written(lines, blocks, after, instead)
    return text[:head] + newline.join(body), tuple(placed)


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Yield the blocks of a Markdown text; a list is one block, with blank lines in it or not."""
    spans: list[tuple[int, int, bool]] = []
    start, fence = -1, ""
    for at, line in enumerate((*lines, "")):
        fence_match = _FENCE.match(line)
        if fence:
            fence = "" if fence_match and fence_match[1].startswith(fence) else fence
        elif fence_match:
            fence = fence_match[1]
            start = at if start < 0 else start
        elif line.strip():
            start = at if start < 0 else start
        elif start >= 0:
            spans.append((start, at, bool(_FENCE.match(lines[start]))))
            start = -1
    if start >= 0:  # a fence that was never closed
        spans.append((start, len(lines), True))
    for start, end, literal in _joined(spans, lines):
        text = "\n".join(lines[start:end])
        heading = _HEADING.match(text)
        literal = literal or text.startswith(("<", "|", ":", "    ", "\t", "!["))
        yield _Block(start, end, text, len(heading[1]) if heading else 0, literal)


def _joined(
    spans: Sequence[tuple[int, int, bool]], lines: Sequence[str]
) -> Iterator[tuple[int, int, bool]]:
    """Join the items of a list, and what is indented under them, into one block."""
    held: tuple[int, int, bool] | None = None
    for span in spans:
        first = lines[span[0]]
        goes_on = held is not None and _LIST.match(lines[held[0]]) and (
            _LIST.match(first) or first.startswith((" ", "\t"))
        )  # fmt: skip
        if held is not None and goes_on:
            held = (held[0], span[1], held[2])
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _place(figure: Figure, blocks: Sequence[_Block]) -> tuple[int, How] | None:
    """Return the block a picture goes behind, by a note or by its number; None when neither says."""
    if figure.anchor and (at := _anchored(figure, blocks)) is not None:
        return at, How.NOTE
    if figure.caption and (at := _captioned(figure.caption, blocks)) is not None:
        return at, How.CAPTION
    called = (at for at, block in enumerate(blocks) if _calls_by_name(block, figure.stem))
    if (at := next(called, None)) is not None:
        return at, How.CALL
    number = figure.number
    if number is None:
        return None
    for at, block in enumerate(blocks):
        if block.literal or block.level:
            continue
        slot = _SLOT.match(block.text.strip())
        if slot and slot[1] and plain_number(slot[1]) == number:
            return at, How.CALL
        alone = _ALONE.match(block.text.strip())
        if alone and "\n" not in block.text.strip() and plain_number(alone[1]) == number:
            plain = not re.search(r"[\[\]<>*`\\]", block.text)
            return at, How.CAPTION if plain else How.CALL
    for at, block in enumerate(blocks):
        if not block.literal and number in numbers_called(block.text):
            return at, How.CALL
    return None


def _calls_by_name(block: _Block, stem: str) -> bool:
    """Whether a paragraph calls a picture by the name of its file: 见照片IMG_0001."""
    if block.literal or len(stem) < 2 or stem.isdigit():
        return False
    name = re.escape(stem)
    call = rf"(?:图片?|照片|插图|配图|相片|附件)\s*[“‘《（(]\s*{name}\s*[”’》）)]|{name}\.(?:jpe?g|png|heic)"
    if len(stem) >= _NAMED:
        call += rf"|(?:图片?|照片|插图|配图|相片|附件)\s*[“‘《（(]?\s*{name}(?![0-9A-Za-z_])"
    return re.search(call, block.text.replace("\\", ""), re.IGNORECASE) is not None


def numbers_called(text: str) -> frozenset[int]:
    """Return the numbers of pictures that a paragraph calls: 见图1、2, 图3至图5, 照片二."""
    numbers: set[int] = set()
    for match in _RANGE.finditer(text):
        first, last = plain_number(match[1]), plain_number(match[2])
        numbers |= set(range(first, last + 1)) if first < last <= first + 20 else {first}
    for match in _CALL.finditer(text):
        numbers.add(plain_number(match[1]))
        more = re.findall(r"[、，,和及与]\s*(?:附?图片?|照片)?\s*([0-9０-９]{1,3})", match[0])
        numbers |= {int(number) for number in more}
    return frozenset(numbers)


def _captioned(caption: str, blocks: Sequence[_Block]) -> int | None:
    """Return the paragraph that is the caption of a picture: its words, numbered or not."""
    wanted = _bare(_LABEL.sub("", caption))
    for at, block in enumerate(blocks):
        plain = not block.literal and not block.level and not _MARKED_UP.search(block.text)
        if plain and wanted and _bare(_LABEL.sub("", block.text.strip())) == wanted:
            return at
    return None


def _anchored(figure: Figure, blocks: Sequence[_Block]) -> int | None:
    """Return the block a picture goes behind that a note places by words of the text.

    Behind the words of a heading is behind its whole section.
    """
    wanted = _bare(figure.anchor)
    fitting = [at for at, block in enumerate(blocks) if wanted and wanted in _bare(block.text)]
    if not fitting:
        at = _counted(figure.anchor, blocks)
        return at - 1 if at is not None and figure.before else at
    at = next((place for place in fitting if blocks[place].level), fitting[0])
    if figure.before:
        return at - 1
    if not (level := blocks[at].level):
        return at
    later = range(at + 1, len(blocks))
    end = next((place for place in later if 0 < blocks[place].level <= level), len(blocks))
    return min(end - 1, max(_last(blocks), at)) if end == len(blocks) else end - 1


def _counted(anchor: str, blocks: Sequence[_Block]) -> int | None:
    """Return the paragraph that words call by its number: 第二段, 最后一段."""
    match = _PARAGRAPH.fullmatch(anchor.strip())
    plain = [
        at for at, block in enumerate(blocks)
        if not (block.literal or block.level or _FOOT.match(block.text))
    ]  # fmt: skip
    if match is None or not plain:
        return None
    number = plain_number(match[1]) if match[1] else len(plain)
    return plain[number - 1] if 0 < number <= len(plain) else None


def _is_caption(text: str) -> bool:
    """Whether a paragraph is nothing but the caption of a numbered picture."""
    plain = not _MARKED_UP.search(text.strip())
    return plain and _ALONE.match(text.strip()) is not None


def _by_order(
    waiting: Sequence[Figure], blocks: Sequence[_Block], filled: Collection[int]
) -> dict[int, tuple[int, How] | None]:
    """Give pictures whose names hold no number to the numbers that the text calls, in their order.

    As cameras and telephones name them (IMG_2034, 微信图片_2023…): only when there are as many
    numbers without a picture as pictures without a number.
    """
    unnumbered = [figure for figure in waiting if figure.number is None]
    numbers: dict[int, int] = {}
    for at, block in enumerate(blocks):
        if block.literal or block.level:
            continue
        alone = _ALONE.match(block.text.strip())
        for number in sorted(
            numbers_called(block.text) | ({plain_number(alone[1])} if alone else set())
        ):
            if number and (number not in numbers or _is_caption(block.text)):
                numbers[number] = at
    free = [at for _, at in sorted(numbers.items()) if at not in filled]
    if (
        not free
        or len(free) != len(numbers)
        or len(free) != len(unnumbered)
        or len(free) != len(waiting)
    ):
        return {}
    return {id(figure): (at, How.WORDS) for figure, at in zip(unnumbered, free, strict=True)}


def _by_words(
    waiting: Sequence[Figure], blocks: Sequence[_Block]
) -> dict[int, tuple[int, How] | None]:
    """Give pictures without a place to the paragraphs that call for some without a number.

    As many calls as pictures: one each, in their order; a single call takes all.
    """
    calls = [
        at for at, block in enumerate(blocks) if not block.literal and not block.level
        for _ in _UNNUMBERED.findall(block.text)
    ]  # fmt: skip
    if not waiting or not calls:
        return {}
    if len(calls) == len(waiting):
        return {id(figure): (at, How.WORDS) for figure, at in zip(waiting, calls, strict=True)}
    if len(set(calls)) == 1:
        return {id(figure): (calls[0], How.WORDS) for figure in waiting}
    return {}


def _last(blocks: Sequence[_Block]) -> int:
    """Return the last block that is no note: pictures at the end come behind it."""
    at = len(blocks) - 1
    while at >= 0 and _FOOT.match(blocks[at].text):
        at -= 1
    return at


def _bare(text: str) -> str:
    return re.sub(r"[\s*#“”‘’\"'：:，,。（）()]", "", text)


def _written(
    lines: Sequence[str],
    blocks: Sequence[_Block],
    after: dict[int, list[Figure]],
    instead: dict[int, Figure],
) -> list[str]:
    """Return the lines with every picture behind its block, or round the line that is its caption."""
    body: list[str] = []
    done = 0
    if -1 in after:
        body += ["", *_paragraphs(after[-1])]
    for at, block in enumerate(blocks):
        body += lines[done : block.start]
        if at in instead:
            body.append(instead[at].markdown(block.text.strip()))
        else:
            body += lines[block.start : block.end]
        done = block.end
        if at in after:
            body += ["", *_paragraphs(after[at])[:-1]]
    body += lines[done:]
    if body and body[-1]:
        body.append("")
    return body


def _paragraphs(figures: Sequence[Figure]) -> list[str]:
    return [line for figure in figures for line in (figure.markdown(), "")]
