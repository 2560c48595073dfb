"""Rules about punctuation marks in the text of a case."""

import re
from collections.abc import Iterator

from lxml import etree

from casebook.book import Case
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.proof.reader import rule
from casebook.typography import unpaired

_DOUBLED = re.compile(r"([，、；：])\1+|。{2}(?!。)")
_AROUND = 8


@rule
def doubled_mark(case: Case) -> Iterator[Erratum]:
    """A mark set twice in a row.

    Why: one keystroke too many; GB/T 15834—2011 knows no doubled ，、；：。

        成效，，显著  →  成效，显著
    """
    for text, place in paragraphs(case):
        for match in _DOUBLED.finditer(text):
            yield Erratum(
                "doubled-mark",
                place,
                Wording(f"“{match[0]}”连用", f"‘{match[0]}’ stands twice"),
                Wording("只留一个。", "Keep one."),
                around(text, match.start(), match.end()),
                Kind.QUERY,
            )


@rule
def unpaired_mark(case: Case) -> Iterator[Erratum]:
    """A bracket or quotation mark without its partner in the paragraph.

    Why: GB/T 15834—2011 4.8, 4.9 and 4.14: quotation marks, brackets and title marks come in
    pairs.

        “三个到位，全面落实  →  “三个到位”，全面落实
    """
    for text, place in paragraphs(case):
        for at in unpaired(text):
            yield Erratum(
                "unpaired-mark",
                place,
                Wording(f"“{text[at]}”没有配对", f"‘{text[at]}’ has no partner"),
                Wording("补上另一半，或删去它。", "Add the other half, or delete it."),
                around(text, at, at + 1),
                Kind.QUERY,
            )


def paragraphs(case: Case) -> Iterator[tuple[str, Place]]:
    """Yield the text and place of each paragraph, heading and cell of a case."""
    if not case.body:
        return
    line: str | None = None
    for node in etree.fromstring(f"<div>{case.body}</div>").iter(
        "p", "h2", "h3", "h4", "h5", "td", "th", "li"
    ):
        line = node.get("data-line") or line
        if node.tag == "li" and node.find("p") is not None:
            continue
        text = "".join(map(str, node.itertext()))
        yield text, Place(case.place.path, int(line) if line else None)


def around(text: str, start: int, end: int) -> str:
    """Return the words at fault with a little of what surrounds them."""
    return text[max(0, start - _AROUND) : end + _AROUND].strip()
