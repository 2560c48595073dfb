"""Find whose a manuscript is by the list itself: what it says that the list of awards says too.

No table knows every house or every label; the notice names those that matter. A short line at the
head of the text that is an awarded organisation is the organisation of the manuscript, and no
paragraph of it; a value of its form that is the title of an award is its title, whatever the label
is called.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from casebook.book import Award
from casebook.intake.matching.match import likeness
from casebook.intake.matching.organisations import fold, forms
from casebook.intake.receive.application import FIELD
from casebook.intake.receive.draft import FILE_NAME, FOLDER, FORM, MENTION, OPENING, Draft, Stated

SURE = 95.0
"""How like an awarded organisation a line must be, of 100."""
_LINES, _LONGEST = 3, 40
_LABEL = re.compile(r"^(?:(?:申报|报送|供稿|推荐|作者)?单位|选送单位|机构)\s*[:：]\s*")
_SUBTITLE = re.compile(r"\s*(?:——|--|—)\s*")


def signed(draft: Draft, awards: Sequence[Award]) -> Draft:
    """Return `draft` with the title and the organisation that it states as the awards state them."""
    return _headed(_parted(_filled(draft, awards), awards), awards)


def _filled(draft: Draft, awards: Sequence[Award]) -> Draft:
    """Take what a form says under whatever label for the title and the organisation."""
    said = [one.value for one in draft.form if one.became == FIELD and one.value]
    if not said:
        return draft
    titles = {fold(award.title) for award in awards if award.title}
    houses = {fold(form) for award in awards for form in forms(award.organisation)}
    title = _among(draft.title.text, said, titles)
    house = _among(draft.organisation.text, said, houses)
    category = "" if title and fold(draft.category) == fold(title) else draft.category
    return replace(
        draft, category=category,
        title=Stated(_unmarked(title), FORM) if title else draft.title,
        organisation=Stated(house, FORM) if house else draft.organisation,
    )  # fmt: skip


def _among(stated: str, said: Iterable[str], known: set[str]) -> str:
    """Return the one of `said` that is among `known`; nothing when what is stated is, or several."""
    if stated and fold(stated) in known:
        return ""
    found = {fold(one): one for one in said if fold(_unmarked(one)) in known}
    return next(iter(found.values())) if len(found) == 1 else ""


def _unmarked(title: str) -> str:
    return title.strip().strip("《》")


def _parted(draft: Draft, awards: Sequence[Award]) -> Draft:
    """Take the organisation off a title that it stands behind as if it were a subtitle."""
    title, house = [*_SUBTITLE.split(draft.title.text, maxsplit=1), ""][:2]
    whole = any(fold(award.title or "") == fold(draft.title.text) for award in awards)
    if not title or not house or whole:
        return draft
    if not any(likeness(house, award).near >= SURE for award in awards):
        return draft
    stated = draft.organisation and draft.organisation.source not in (MENTION, FOLDER, FILE_NAME)
    return replace(
        draft,
        title=replace(draft.title, text=title),
        organisation=draft.organisation if stated else Stated(house, OPENING),
        names=tuple(dict.fromkeys((house, *draft.names))),
    )


def _headed(draft: Draft, awards: Sequence[Award]) -> Draft:
    """Take the organisation that a line at the head states, if none was found there."""
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
