"""What of a Markdown source is syntax and no text, found in the raw source itself.

No parser is asked: what a parser drops must be seen. Everything doubtful counts as text; letters
of syntax that are printed all the same do no harm, for only what is missing is looked for.
"""

import html
import re
from collections.abc import Iterator

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
    text = _MARKERS.sub(lambda found: " " * len(found[0]), source)
    text = _FENCE.sub(lambda found: _without(found, 1), text)
    text = _LINK.sub(lambda found: _without(found, 1, _ADDRESS), text)
    text = _NOTE.sub(lambda found: " " * len(found[0]), text)
    text = _MARKERS.sub(lambda found: " " * len(found[0]), text)  # a note may open with a list
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
    defined = {_label(found[1]) for found in _DEFINED.finditer(source)}
    used = {_label(found[1]) for found in _BRACKETS.finditer(source)}

    def definition(found: re.Match[str]) -> str:
        label = _label(found[1])
        if label not in used or not _ADDRESS.fullmatch(found[2]):
            return found[0]
        used.discard(label)
        return _blank(found)

    text = _DEFINED.sub(definition, source)
    return _REFERENCE.sub(
        lambda found: _blank(found) if _label(found[1]) in defined else found[0], text
    )


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _without(found: re.Match[str], group: int, shape: re.Pattern[str] | None = None) -> str:
    """Return a match, its group blanked if it has the `shape`."""
    if shape and not shape.fullmatch(found[group]):
        return found[0]
    start, end = (at - found.start() for at in found.span(group))
    return found[0][:start] + " " * (end - start) + found[0][end:]


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _character(found: re.Match[str]) -> str:
    character = html.unescape(found[0])
    return character.ljust(len(found[0])) if len(character) < len(found[0]) else found[0]
