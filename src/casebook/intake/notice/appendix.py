"""Write the notice as Markdown, for the book's appendix: its own words, line ends taken out."""

import re
from collections.abc import Iterator

from casebook.intake.manuscript import yaml_file
from casebook.intake.notice.model import Notice


def text_of(notice: Notice) -> str:
    """Return `back/notice.md`: letter, list of annexes, signature, annexes, copies, imprint.

    Entries are paragraphs with the numbers the notice prints, not Markdown lists, whose numbers
    would be set by the layout.
    """
    title = notice.title or notice.campaign or "通报"
    front = yaml_file.dump({"title": title, "short_title": "通报"})
    paragraphs = (text for text in _paragraphs(notice) if text)
    return f"---\n{front}---\n\n" + "\n\n".join(paragraphs) + "\n"


def escaped(text: str) -> str:
    """Return `text` so that Markdown prints every character of it and none commands."""
    text = re.sub(r"([\\`*_\[\]<>&~^|$])", r"\\\1", text)
    text = re.sub(r"^([-+=#:])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


def _paragraphs(notice: Notice) -> Iterator[str]:
    letter = notice.letter
    for text in (letter.number, letter.salutation, *(p.text for p in letter.paragraphs)):
        yield escaped(text)
    if letter.annexes:
        yield "附件："
        yield from (escaped(item.text) for item in letter.annexes)
    yield from (escaped(text) for text in notice.signature)
    for annex in notice.annexes:
        head = "　".join(part for part in (annex.label, annex.heading) if part)
        if head:
            yield f"## {escaped(head)}"
        for tier, lines in annex.lists:
            if tier and tier != annex.heading:
                yield f"{'###' if head else '##'} {escaped(tier)}"
            yield from (escaped(line) for line in lines)
    yield from (escaped(text) for text in (*notice.remarks, notice.copies, *notice.imprint) if text)
