"""Find what a letter or a note asks to be changed in a text: only the editor can do that.

Enters: the lines of a mail or a note that is no manuscript. Leaves: a query with the sentences that
say what is wrong and what it should be. Not a character of a case is changed.
"""

import re
from collections.abc import Iterator, Sequence

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.contact_details import masked

_CHANGE = re.compile(
    r"应(?:该|当)?(?:改)?[为是作](?=[“‘「《\u4e00-\u9fff\d])|更正|勘误|(?:改|替换|更换|修改|订正)(?:为|成|作)(?=[“‘「《\u4e00-\u9fff\d])"
    r"|(?:请|需|要|应)[^。；]{0,20}(?:删[去除掉]|替换|更换)|误(?:写|植|作|录)|笔误"
)
_OPEN = re.compile(r"^(?:如|若|倘|有|如果|假如)[^。]{0,12}(?:错|误|不当|不妥|问题|疏漏)")
"""A courtesy that names nothing: 如有错误请更正."""
_QUOTED = re.compile(r"^\s*>")
_MOST, _LONGEST = 6, 400
"""Sentences, and characters of all of them, that are shown."""


def changes_asked(lines: Sequence[str | None]) -> tuple[str, ...]:
    """Return the sentences of a letter that ask for a text to be changed."""
    return tuple(_sentences(lines))


def _sentences(lines: Sequence[str | None]) -> Iterator[str]:
    for line in lines:
        if not line or _QUOTED.match(line):
            continue
        for sentence in re.split(r"(?<=[。；;！!？?])", line):
            words = sentence.strip()
            if _CHANGE.search(words) and not _OPEN.match(words):
                yield words


def changes_erratum(name: str, sentences: Sequence[str]) -> Erratum:
    """Return the query that shows what the letter `name` asks for."""
    shown = masked(" / ".join(sentences[:_MOST]))[:_LONGEST]
    more = " …" if len(sentences) > _MOST else ""
    return Erratum(
        "changes-asked", Place(name),
        Wording("信里要求改动稿件，正文没有照改（文字归作者，casebook 不改）",
                "the letter asks for changes in a text; the text is as it came: casebook changes none"),
        Wording("请对照稿件，需要改的在 cases/ 里改。",
                "Compare it with the manuscript, and make in cases/ the changes that are right."),
        f"{shown}{more}", Kind.QUERY,
    )  # fmt: skip
