"""Where a text calls for pictures: ![words](../media/1-07-2.jpg "caption"); found, written, put in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_CALL = re.compile(
    r"!\[(?P<alt>(?:[^\]\\\n]|\\.)*)\]"
    r'\((?P<path><[^<>\n]*>|[^\s()<>]+)(?:[ \t]+"(?P<title>(?:[^"\\\n]|\\.)*)")?[ \t]*\)'
)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


class PictureCall(NamedTuple):
    """A call: from `start` to `end` of the text, its line from 1, what is said for those who do not
    see it, the picture's path as written, the caption."""

    start: int
    end: int
    line: int
    alt: str
    path: str
    caption: str


def calls(text: str) -> Iterator[PictureCall]:
    """Yield the pictures that `text` calls for, first to last; not those that stand in code."""
    at, fence = 0, ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            for match in _CALL.finditer(line):
                yield PictureCall(
                    at + match.start(), at + match.end(), number, _read(match["alt"]),
                    match["path"].strip("<>"), _read(match["title"] or ""),
                )  # fmt: skip
        at += len(line)


def written(path: str, caption: str, alt: str = "") -> str:
    """Return a call for the picture at `path`."""
    title = f' "{_escaped(caption, chr(34))}"' if caption.strip() else ""
    return f"![{_escaped(alt, '[]')}]({path}{title})"


def put_in(text: str, line: int, call: str) -> str:
    """Return `text` with `call` as a block of its own, behind the block that holds `line` (0: last).

    What stands in front matter or code is passed over as a whole.
    """
    lines = text.splitlines(keepends=True)
    head = _front(lines)
    ends = [at for at in _blank(lines) if at >= max(line, head)] if line else []
    at = ends[0] if ends else len(lines)
    before, after = "".join(lines[:at]).rstrip("\n"), "".join(lines[at:]).lstrip("\n")
    return f"{before}\n\n{call}\n" + (f"\n{after}" if after else "")


def _front(lines: list[str]) -> int:
    """Return how many lines the front matter takes."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((n for n, line in enumerate(lines[1:], 2) if line.strip() == "---"), 0)


def _blank(lines: list[str]) -> Iterator[int]:
    """Yield the numbers (from 0) of blank lines that part blocks: none in code."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and not line.strip():
            yield number


def _escaped(text: str, marks: str) -> str:
    plain = " ".join(text.split()).replace("\\", "\\\\")
    plain = re.sub(r"&(?=#?\w+;)", r"\\&", plain)
    return re.sub(f"([{re.escape(marks)}])", r"\\\1", plain)


def _read(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
