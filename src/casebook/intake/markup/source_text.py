"""Tell what of a Markdown source is text, and what of it did not reach what was made of it.

The raw source is looked at, not what a parser took from it, so that what a parser drops is seen: a
second note of one name, a definition that nothing uses, the words behind three backticks.
Everything doubtful counts as text; letters of syntax that are printed all the same do no harm, for
only what is missing is looked for.
"""

import html
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from casebook.conservation import Gap, characters, missing
from casebook.errata import Erratum, Kind, Place, Wording

_PREFIX = r"(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)](?:[ \t]|$))*"
_TARGET = r"(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
_ADDRESS = re.compile(r"|<[^<>\n]*[/.:@#][^<>\n]*>|\S*[/#:@]\S*|\S+\.[A-Za-z][A-Za-z0-9]{1,4}>?")
"""What a link's target looks like: `[甲](乙，丙)` and `[2019](3)` are links to Markdown and none
to their author."""
_TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*"
    r"\s*/?>"
)
_MARKERS = re.compile(rf"^{_PREFIX}", re.MULTILINE)
_FENCE = re.compile(rf"^{_PREFIX}(?:`{{3,}}|~{{3,}})[ \t]*([A-Za-z0-9_+#.-]+)", re.MULTILINE)
_LINK = re.compile(rf"\]\(\s*({_TARGET})")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:?")
_DEFINED = re.compile(rf"^{_PREFIX}\[([^\]\[]+)\]:\s*({_TARGET})", re.MULTILINE)
_REFERENCE = re.compile(r"(?<=\])\[([^\]\[]+)\]")
_BRACKETS = re.compile(r"\[([^\]\[]+)\](?!:)")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def text_of(source: str) -> str:
    """Return the text of the Markdown `source`, blanks where its syntax stood, as long as it is.

    Blanked are the marks of lists and quotations, language names of code, targets of links, names
    of notes, definitions of links that are used, and tags; entities become their characters. What
    comments hold stays.
    """
    if not re.search(r"[\[<&`~\d]", source):
        return source
    text = _MARKERS.sub(lambda match: " " * len(match[0]), source)
    text = _FENCE.sub(lambda match: _without(match, 1), text)
    text = _LINK.sub(lambda match: _without(match, 1, _ADDRESS), text)
    text = _NOTE.sub(lambda match: " " * len(match[0]), text)
    text = _MARKERS.sub(lambda match: " " * len(match[0]), text)  # a note may open with a list
    text = _without_definitions(text)
    text = _TAG.sub(_blank, text)
    return ENTITY.sub(_character, text)


def comments_in(source: str) -> Iterator[tuple[int, int]]:
    """Yield where comments begin and end in `source`."""
    start = source.find("<!--")
    while start >= 0 and (end := source.find("-->", start)) >= 0:
        yield start, end + 3
        start = source.find("<!--", end)


def _without_definitions(source: str) -> str:
    """Blank the first definition of each link that is used."""
    if not _DEFINED.search(source):
        return source
    defined = {_label(match[1]) for match in _DEFINED.finditer(source)}
    used = {_label(match[1]) for match in _BRACKETS.finditer(source)}

    def definition(match: re.Match[str]) -> str:
        label = _label(match[1])
        if label not in used or not _ADDRESS.fullmatch(match[2]):
            return match[0]
        used.discard(label)
        return _blank(match)

    text = _DEFINED.sub(definition, source)
    return _REFERENCE.sub(
        lambda match: _blank(match) if _label(match[1]) in defined else match[0], text
    )


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _without(match: re.Match[str], group: int, shape: re.Pattern[str] | None = None) -> str:
    """Return a match, its group blanked if it has the `shape`."""
    if shape and not shape.fullmatch(match[group]):
        return match[0]
    start, end = (at - match.start() for at in match.span(group))
    return match[0][:start] + " " * (end - start) + match[0][end:]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _character(match: re.Match[str]) -> str:
    character = html.unescape(match[0])
    return character.ljust(len(match[0])) if len(character) < len(match[0]) else match[0]


NEAR = 1
"""Characters between two gaps that are told as one."""
LONGEST = 200
"""Characters quoted of a gap."""
_OPENING, _CLOSING = frozenset("[（《“‘("), frozenset("。！？；：，、）》”’)")
_REASONS: tuple[tuple[str, Wording], ...] = (
    (
        r"^[ \t>]*\[\^[^\]\s]+\]:",
        Wording(
            "同名的注只排一条：给这条注另起一个名字，并在正文引用。",
            "Of notes of one name only one is set: give this one a name of its own and call it.",
        ),
    ),
    (
        r"^[ \t>]*\[[^\]]+\]:",
        Wording(
            "“[…]: ”在 Markdown 里是链接定义，不排印；要排印就写成“\\[…]: ”。",
            "‘[…]: ’ defines a link in Markdown and is not printed; to print it write ‘\\[…]: ’.",
        ),
    ),
    (
        r"^[ \t>]*(?:```|~~~)",
        Wording(
            "``` 同一行里的字不排印，请移到下一行。",
            "Words on the line of ``` are not printed; move them to the next line.",
        ),
    ),
    (
        r"\]\([^)\n]*$|!\[",
        Wording(
            "链接的地址和提示、行内图片的题不排印；要排印就写进正文。",
            "Targets and titles of links, and titles of pictures within a line, are not printed; "
            "write them into the text.",
        ),
    ),
)
_OTHERWISE = Wording(
    "请改写这一处的标记，让这些字成为普通段落；或删去。",
    "Write the markup of this place so that the words are plain text, or delete them.",
)


def uncarried(source: str, root: etree._Element, path: str, first_line: int) -> Iterator[Erratum]:
    """Yield an erratum for each stretch of `source` that is not in the fragment `root`.

    `source` begins on `first_line` of the file `path`. What stands in a comment is a note: it is
    meant not to be printed, but its author may have meant it for somebody.
    """
    text, shown = text_of(source), fragment_text(root)
    gaps = [gap for gap in missing(text, shown) if not _in_code(source, gap, shown)]
    comments = list(comments_in(source)) if gaps else []
    for gap in _joined(text, gaps):
        start, end = _with_marks(source, gap)
        place = Place(path, first_line + source.count("\n", 0, start))
        inside = any(a <= gap.start and gap.end <= b for a, b in comments)
        yield (_in_comment if inside else _lost)(place, source, start, end)


def fragment_text(root: etree._Element) -> str:
    """Return the text of a fragment in order, the alternative text of pictures with it."""
    return "".join(_texts(root))


def _texts(root: etree._Element) -> Iterator[str]:
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if node.tag == "img":
                yield str(node.get("alt") or "")
            if node.get("class") != "note-again":
                yield node.text or ""
        elif node is not root:
            yield node.tail or ""


def _in_code(source: str, gap: Gap, shown: str) -> bool:
    """Whether a gap is an entity that stays as it is written, as it does in code."""
    entity = ENTITY.match(source, gap.start)
    return entity is not None and gap.end <= entity.end() and entity[0] in shown


def _joined(text: str, gaps: Sequence[Gap]) -> Iterator[Gap]:
    """Yield gaps, those that lie near each other as one."""
    if not gaps:
        return
    start, end, _ = gaps[0]
    for gap in gaps[1:]:
        between = text[end : gap.start]
        if len(characters(between)) > NEAR or re.search(r"\n\s*\n|-->|<!--", between):
            yield Gap(start, end, text[start:end])
            start = gap.start
        end = gap.end
    yield Gap(start, end, text[start:end])


def _with_marks(source: str, gap: Gap) -> tuple[int, int]:
    """Return where a gap begins and ends with the marks that stand about it."""
    start, end = gap.start, gap.end
    while start and source[start - 1] in _OPENING:
        start -= 1
    while end < len(source) and source[end] in _CLOSING:
        end += 1
    return start, end


def quoted(text: str) -> str:
    """Return `text` on one line, its middle left out when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 40]}……{line[-38:]}"


def _lost(place: Place, source: str, start: int, end: int) -> Erratum:
    line = source[source.rfind("\n", 0, start) + 1 : end]
    hint = next((hint for shape, hint in _REASONS if re.search(shape, line)), _OTHERWISE)
    count = len(characters(source[start:end]))
    message = Wording(
        f"这 {count} 个字没有排进书里", f"{count} characters of the manuscript are not in the book"
    )
    return Erratum("text-not-carried", place, message, hint, quoted(source[start:end]))


def _in_comment(place: Place, source: str, start: int, end: int) -> Erratum:
    return Erratum(
        "comment-not-printed",
        place,
        Wording("注释里的字不排印", "what stands in a comment is not printed"),
        Wording(
            "要排印就去掉 <!-- -->；不要就删去（分页由版式决定）。",
            "To print it take <!-- --> away; if it is not wanted, delete it (the layout decides "
            "where pages end).",
        ),
        quoted(source[start:end]),
        Kind.NOTE,
    )
