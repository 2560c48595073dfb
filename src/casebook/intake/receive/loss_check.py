"""Read a written case back as the book will read it, and find words that went missing.

Intake promises that no word is lost. Here it is checked on every single manuscript: the case's
Markdown is rendered, and each character of each paragraph must be there.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from casebook.errata import Erratum, Place, Wording
from casebook.intake.formats.rich import Block, Paragraph, Table, paragraphs
from casebook.intake.markup import markdown

_BLANK = re.compile(r"[\s\u200b\ufeff]+")
_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")


def lost(
    body: str, blocks: Sequence[Block], notes: Mapping[str, tuple[Paragraph, ...]],
    orphans: Sequence[str],
) -> str:  # fmt: skip
    """Return the words of the first paragraph that the Markdown `body` does not render, or "".

    Words that are there twice where they should be once are found too.
    """
    shown = _rendered(body)
    expected = list(_expected(blocks, notes))
    missing = Counter("".join(expected))
    missing.subtract(shown)
    extra = -missing
    missing = +missing
    if not missing and not any(char in "*_\\`" or char in "<>" for char in extra):
        return ""
    suspects = set(missing) | (set(extra) & set("*_\\`<>"))
    return next(
        (text for text in expected if text not in shown and suspects & set(text)),
        "".join(missing.elements()),
    ) or "".join(extra.elements())


def _rendered(body: str) -> str:
    text = markdown.read(body, "cases/x.md", "x", 1, lambda *_: None)
    root = etree.fromstring(f"<div>{text.body}</div>")
    return _BLANK.sub("", "".join(map(str, root.itertext())))


def _expected(blocks: Sequence[Block], notes: Mapping[str, tuple[Paragraph, ...]]) -> Iterator[str]:
    captions = [block.caption for block in blocks if isinstance(block, Table)]
    texts = [one.text for one in paragraphs(tuple(blocks))]
    texts += [one.text for note in notes.values() for one in note]
    for text in (*captions, *texts):
        bare = _BLANK.sub("", _CONTROL.sub("", text))
        if bare:
            yield bare


def unaccounted(name: str, text: str) -> Erratum:
    """Return the erratum for words that would be lost; it quotes them."""
    return Erratum(
        "unaccounted-text", Place(name),
        Wording("这些文字写进案例后读不回来，为免丢失没有收入",
                "this text does not come back out of the case as written; nothing was filed"),
        Wording("请把这一段改成普通文字另存再收，并把原件交给维护人员。",
                "Save the passage as plain text and try again; hand the file to the maintainers."),
        text[:200],
    )  # fmt: skip
