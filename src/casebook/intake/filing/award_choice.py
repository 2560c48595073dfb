"""Decide to which award a manuscript belongs, and tell the editor why.

By the editor's word (`--award`, or `award` in a Markdown file's front matter), else by the exact
name, else by the combined rule of `match`: organisation and title must both speak for an award.
Anything less leaves the manuscript unmatched, with the nearest awards shown.

Before that the list itself is asked. No table knows every house or every label; the notice names
those that matter. A short line at the head of the text that is an awarded organisation is the
organisation of the manuscript, and no paragraph of it; a value of its form that is the title of an
award is its title, whatever the label is called.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from casebook.book import Award
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.forms.application import FIELD
from casebook.intake.matching import award_key
from casebook.intake.matching.match import (
    Candidate,
    Evidence,
    Match,
    exact,
    label,
    likeness,
    match,
    taken,
    titles_at,
)
from casebook.intake.matching.organisations import fold, forms
from casebook.intake.structure.draft import (
    CASE,
    FILE_NAME,
    FOLDER,
    FORM,
    MENTION,
    OPENING,
    Draft,
    Stated,
    title_in_name,
)


@dataclass(frozen=True)
class Assignment:
    """The award, or None; who decided; the candidates shown; what the editor should look at."""

    award: Award | None
    by: str
    candidates: tuple[Candidate, ...]
    errata: tuple[Erratum, ...]


def assign(
    draft: Draft, name: str, awards: Sequence[Award], claims: Mapping[str, str], wanted: str | None
) -> Assignment:
    """Return the assignment of `draft`; `wanted` is the award the editor named.

    Raises `StopPress` when that award is not in the list or has a manuscript already.
    """
    wanted = wanted or draft.award
    if wanted is not None:
        award = award_key.resolve(wanted, awards, place=name)
        if award.id in claims:
            raise StopPress([claimed(award, claims[award.id], name)])
        return Assignment(award, "editor", (), tuple(_differences(draft, award, name)))
    stated = draft.organisation.text if draft.organisation.source != MENTION else ""
    evidence = Evidence(stated, draft.title.text, draft.names)
    result = exact(evidence, awards, claims)
    by = "exact name"
    if result.award is None and not _is_taken(result, claims):
        result, by = match(evidence, awards, claims), "organisation and title alike"
    if result.award is None and draft.organisation.source in (FOLDER, FILE_NAME):
        alone = exact(Evidence("", draft.title.text), awards, claims)  # folders are mistaken
        result, by = (alone, "exact title") if alone.award else (result, by)
    if result.award is not None:
        differences = tuple(_differences(draft, result.award, name))
        return Assignment(result.award, by, (), differences)
    return Assignment(
        None, "", result.candidates, (_unmatched(name, result.candidates, result.reason),)
    )


def _is_taken(result: Match, claims: Mapping[str, str]) -> bool:
    """Whether the best candidate is the award meant, and has a manuscript already."""
    return any(
        result.reason == taken(c.award, claims.get(c.award.id, "")) for c in result.candidates
    )


def _differences(draft: Draft, award: Award, name: str) -> list[Erratum]:
    house = draft.organisation.text if draft.organisation.source != MENTION else ""
    return differences(house, draft.title.text, award, name)


def differences(organisation: str, title: str, award: Award, name: str) -> list[Erratum]:
    """Query a title or organisation that is not the award's: the notice's is printed."""
    errata: list[Erratum] = []
    for word, zh, mine, official in (
        ("organisation", "单位", organisation, award.organisation),
        ("title", "题目", title, award.title or ""),
    ):
        if mine and official and fold(mine) != fold(official):
            errata.append(Erratum(
                f"{word}-differs", Place(name),
                Wording(f"稿件的{zh}与通报不同，按通报排：“{official}”",
                        f"the {word} differs from the notice, which is followed: ‘{official}’"),
                Wording("请确认没有归错条目。", "See that it is filed under the right award."),
                mine, Kind.QUERY,
            ))  # fmt: skip
    return errata


def _unmatched(name: str, candidates: Sequence[Candidate], reason: Wording) -> Erratum:
    """Tell of a manuscript without an award; `CASE` in the way out stands for its case."""
    near = [candidate for candidate in candidates if candidate.likely]
    zh = "；".join(f"{c.award.id} {label(c.award)}（{c.reason.zh}）" for c in near)
    en = "; ".join(f"{c.award.id} {label(c.award)} ({c.reason.en})" for c in near)
    return Erratum(
        "unmatched-manuscript", Place(name),
        Wording(f"没有归入任何获奖条目：{reason.zh}", f"it belongs to no award: {reason.en}"),
        Wording(
            (f"最接近的是：{zh}。" if zh else "")
            + f"已放进收件箱；属于哪一条就运行 casebook assign {CASE} 编号，都不是就写 "
            f"casebook assign {CASE} 单列；或在 inbox/assign.csv 里填好再运行 casebook assign。",
            (f"Nearest: {en}. " if en else "")
            + f"It is in the inbox: casebook assign {CASE} KEY (new when it stands alone), or fill in "
            "inbox/assign.csv and run casebook assign.",
        ),
        kind=Kind.QUERY,
    )  # fmt: skip


def claimed(award: Award, holder: str, name: str) -> Erratum:
    """Tell that an award has another manuscript, and how to free it."""
    return Erratum(
        "award-claimed-twice", Place(name),
        Wording(f"奖项 {award.id} 已有另一篇稿件 {holder}",
                f"award {award.id} already has another manuscript, {holder}"),
        Wording(f"应当换成这一篇，就先运行 casebook assign {holder} 单列（或它自己的编号）；否则请改正编号。",
                f"If this one belongs there, first casebook assign {holder} new (or the key it "
                "belongs to); otherwise correct the key."),
        award.id,
    )  # fmt: skip


def several(draft: Draft, awards: Sequence[Award], name: str) -> Iterator[Erratum]:
    """Yield a query when lines of the text are titles of further awards: it is several manuscripts."""
    lines = [draft.title.text, *draft.body.split("\n\n")]
    met = dict.fromkeys(titles_at(lines, awards).values())
    if len(met) > 1:
        yield _several(name, [f"{award.id}《{award.title}》" for award in met])


def _several(name: str, titles: Sequence[str]) -> Erratum:
    return Erratum(
        "several-manuscripts", Place(name),
        Wording(f"文件里有 {len(titles)} 个获奖题目各自成行，像是几篇稿件放在一起；收成了一个案例",
                f"{len(titles)} titles of awards stand in lines of their own: several manuscripts "
                "in one file, it seems; they were filed as one case"),
        Wording(f"若是几篇，请按篇另存成几个文件（题目在最前），删去 cases/{CASE}.md 和 "
                f"cases/received/{CASE}.*，再收这几个文件。",
                "If so, save each as a file of its own that begins with its title, remove "
                f"cases/{CASE}.md and cases/received/{CASE}.*, and receive those files."),
        "；".join(titles), Kind.QUERY,
    )  # fmt: skip


SURE = 95.0
"""How like an awarded organisation a line must be, of 100."""
_LINES, _LONGEST, _TITLE = 3, 40, 3
_MARKUP = re.compile(r"[*\\]|^#+ ")
_LABEL = re.compile(r"^(?:(?:申报|报送|供稿|推荐|作者)?单位|选送单位|机构)\s*[:：]\s*")
_SUBTITLE = re.compile(r"\s*(?:——|--|—)\s*")


def signed(draft: Draft, awards: Sequence[Award], stem: str = "") -> Draft:
    """Return `draft` with the title and the organisation that it states as the awards state them.

    `stem` is the name of its file, which may hold the title.
    """
    draft = _housed(_parted(_filled(draft, awards), awards), awards, stem)
    return _without_repeated(_headed(_titled(draft, awards), awards))


def _without_repeated(draft: Draft) -> Draft:
    """Take off the head of the text what repeats its own title or unit in a line by itself."""
    known = {fold(draft.title.text), fold(draft.organisation.text)} - {""}
    parts = draft.body.split("\n\n")
    at = 0
    while at < min(len(parts) - 1, _LINES) and fold(_MARKUP.sub("", parts[at].strip())) in known:
        at += 1
    if not at or parts[0].startswith("#"):
        return draft
    opening = (*draft.opening, *(part.strip() for part in parts[:at]))
    return replace(draft, body="\n\n".join(parts[at:]), opening=opening)


def _filled(draft: Draft, awards: Sequence[Award]) -> Draft:
    """Take what a form says under whatever label for the title and the organisation."""
    values = [entry.value for entry in draft.form if entry.became == FIELD and entry.value]
    if not values:
        return draft
    titles = {fold(award.title) for award in awards if award.title}
    houses = {fold(form) for award in awards for form in forms(award.organisation)}
    title = _among(draft.title.text, values, titles)
    house = _among(draft.organisation.text, values, houses)
    category = "" if title and fold(draft.category) == fold(title) else draft.category
    return replace(
        draft, category=category,
        title=Stated(_unmarked(title), FORM) if title else draft.title,
        organisation=Stated(house, FORM) if house else draft.organisation,
    )  # fmt: skip


def _among(stated: str, values: Iterable[str], known: set[str]) -> str:
    """Return the one of `said` that is among `known`; nothing when what is stated is, or several."""
    if stated and fold(stated) in known:
        return ""
    matches = {fold(value): value for value in values if fold(_unmarked(value)) in known}
    return next(iter(matches.values())) if len(matches) == 1 else ""


def _unmarked(title: str) -> str:
    return title.strip().strip("《》")


def _parted(draft: Draft, awards: Sequence[Award]) -> Draft:
    """Take the organisation off a title that it stands behind as if it were a subtitle."""
    title, house = [*_SUBTITLE.split(draft.title.text, maxsplit=1), ""][:2]
    titled = any(fold(award.title or "") == fold(draft.title.text) for award in awards)
    if not title or not house or titled:
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


def _housed(draft: Draft, awards: Sequence[Award], stem: str) -> Draft:
    """Take what was taken for the title, a first line or a file's name, for the unit when it is one."""
    name, source = draft.title.text, draft.title.source
    if source not in (OPENING, FILE_NAME) or any(fold(name) == fold(a.title or "") for a in awards):
        return draft
    if not any(likeness(name, award).near >= SURE for award in awards):
        return draft
    stated = draft.organisation and draft.organisation.source not in (MENTION, FOLDER, FILE_NAME)
    return replace(
        draft,
        title=title_in_name(stem, name) if source == OPENING else Stated(),
        organisation=draft.organisation if stated else Stated(name, source),
        names=tuple(dict.fromkeys((name, *draft.names))),
    )


def _titled(draft: Draft, awards: Sequence[Award]) -> Draft:
    """Take the title that stands at the head of the text, on one line or over several.

    A title that was taken there already may be its first line only; what is on the file counts less.
    """
    if draft.title and draft.title.source not in (OPENING, FILE_NAME):
        return draft
    titles = {fold(award.title): award.title for award in awards if award.title}
    if fold(draft.title.text) in titles:
        return draft
    parts = draft.body.rstrip("\n").split("\n\n")
    lines = [_MARKUP.sub("", part.strip()) for part in parts[: _LINES + _TITLE]]
    begun = draft.title.text if draft.title.source == OPENING else ""
    for at, end in ((at, at + size) for at in range(_LINES) for size in range(1, _TITLE + 1)):
        words = "".join(lines[at:end])
        whole = fold(begun + words) if not at else ""
        official = titles.get(fold(_unmarked(words))) or titles.get(whole)
        if official and end < len(parts) and not any("](" in part for part in parts[at:end]):
            body = "\n\n".join((*parts[:at], *parts[end:])) + "\n"
            opening = (*draft.opening, *lines[at:end])
            title = Stated(_unmarked(begun + words if whole in titles else words), OPENING)
            return _without_doubt(replace(draft, body=body, opening=opening, title=title), lines)
    return draft


def _without_doubt(draft: Draft, lines: Sequence[str]) -> Draft:
    """Return `draft` without the query about lines at the head that turned out to be its title."""
    errata = (e for e in draft.errata if e.rule != "title-like-line" or e.quote not in lines)
    return replace(draft, errata=tuple(errata))


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
            headed = replace(
                draft,
                body=rest,
                organisation=Stated(name, OPENING),
                opening=(*draft.opening, part.strip()),
                names=tuple(dict.fromkeys((name, *draft.names))),
            )
            return _without_doubt(headed, [part.strip()])
    return draft
