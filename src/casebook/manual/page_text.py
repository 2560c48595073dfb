"""Write Markdown that casebook reads: heads of pages, tables, code, and text as it stands.

The pages of the reference are manuscripts, so what is a mark of Markdown in a message or a name is
escaped here, once.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from casebook.errata import Wording

LANGUAGES: Final = ("zh", "en")
"""The languages every page is made in, as messages are."""
_MARKS = re.compile(r"[\\`*_\[\]<>&~^|#{}]")


def page(title: Wording, lang: str, *parts: str) -> str:
    """Return a page: its head with the title, and its parts, a blank line between."""
    body = "\n\n".join(part.strip("\n") for part in parts if part)
    return f"---\ntitle: {title.read(lang)}\n---\n\n{body}\n"


def heading(text: str, level: int = 2) -> str:
    """Return a heading."""
    return f"{'#' * level} {text}"


def plain(text: str) -> str:
    """Return `text` so that it is set as it stands, whatever marks of Markdown it holds."""
    return _MARKS.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))


def code(text: str) -> str:
    """Return `text` as code within a line."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def block(text: str, language: str) -> str:
    """Return `text` as lines of code."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already; a bar in one is escaped, if it is not."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in lines)


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))


def described(docstring: str | None) -> Wording | None:
    """Return what a docstring says in both languages; None when either is missing.

    English is its first paragraph, Chinese the paragraph that begins with “中文：”.
    """
    blocks = [" ".join(part.split()) for part in (docstring or "").split("\n\n")]
    chinese = next((part for part in blocks if part.startswith("中文：")), "")
    english = blocks[0]
    if not chinese or not english:
        return None
    return Wording(_joined(chinese.removeprefix("中文：")), english)


def _joined(text: str) -> str:
    """Take out the spaces that line ends left between Chinese characters."""
    han = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’"
    return re.sub(rf"(?<=[{han}]) (?=[{han}])", "", text)


def wordings(metadata: Iterable[object]) -> Wording | None:
    """Return the description that stands beside a type: `Annotated[str, Wording(…)]`."""
    return next((wording for wording in metadata if isinstance(wording, Wording)), None)
