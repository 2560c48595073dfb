"""Find whose a manuscript is by the list itself: a line at its head that is an awarded organisation.

No table knows every house; the notice names those that matter. A short line at the head of the
text that is one of them is the organisation of the manuscript, and no paragraph of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from casebook.book import Award
from casebook.intake.match import likeness
from casebook.intake.receive.draft import FILE_NAME, FOLDER, MENTION, OPENING, Draft, Stated

SURE = 95.0
"""How like an awarded organisation a line must be, of 100."""
_LINES, _LONGEST = 3, 40
_LABEL = re.compile(r"^(?:(?:申报|报送|供稿|推荐|作者)?单位|选送单位|机构)\s*[:：]\s*")


def signed(draft: Draft, awards: Sequence[Award]) -> Draft:
    """Return `draft` with the organisation that a line at its head states, if none was found there."""
    if draft.organisation and draft.organisation.source not in (MENTION, FOLDER, FILE_NAME):
        return draft
    parts = draft.body.split("\n\n")
    for at, part in enumerate(parts[:_LINES]):
        name = _LABEL.sub("", part.strip().strip("*_ "))
        if not 3 < len(name) <= _LONGEST or part.startswith(("#", "|", "!", "-", ">", "<")):
            continue
        if any(likeness(name, award).near >= SURE for award in awards):
            rest = "\n\n".join((*parts[:at], *parts[at + 1 :]))
            return replace(
                draft,
                body=rest,
                organisation=Stated(name, OPENING),
                opening=(*draft.opening, part.strip()),
                names=tuple(dict.fromkeys((name, *draft.names))),
            )
    return draft
