"""Receive another version of a manuscript that is there: merge the later one, keep the earlier.

Which is the later one is decided by what speaks for it (`versions`), not by which came first. The
case as filed, the editor's changes and the later version are merged: where only one side changed,
that side counts; where both changed the same lines, both are kept between marks, because guessing
would print one person's words for another's. The bytes of the earlier one stay beside the case and
can be taken instead at any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from casebook import files
from casebook.book import Award, Contributor
from casebook.errata import StopPress
from casebook.intake.contact_details import masked
from casebook.intake.filing.award_choice import Assignment, assign
from casebook.intake.filing.case_files import CaseFiles, Filed, split_front
from casebook.intake.filing.case_text import case_text, placed
from casebook.intake.filing.filing_errata import WORKING
from casebook.intake.filing.versions import (
    Dates,
    Ranking,
    Version,
    bodiless,
    dates,
    likeness,
    of_facts,
    rank,
    same_manuscript,
    sentences,
)
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.text_files import FRONT
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.matching.organisations import fold
from casebook.intake.structure.draft import BEFORE, MENTION, UNKNOWN, Draft, Stated
from casebook.intake.structure.manuscript_reader import read

OURS, THEIRS, END = "〖冲突：编辑稿〗", "〖冲突：新来稿〗", "〖冲突完〗"


@dataclass(frozen=True)
class Merged:
    """The text that comes of three; how many conflicts are marked in it, and where it changed.

    `changes` are the passages the new version changed: as filed before, as it is now.
    """

    text: str
    conflicts: int
    changes: tuple[tuple[str, str], ...]


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Return `ours` with what `theirs` changed against `base`. Lines are the units."""
    old, mine, new = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    merged: list[str] = []
    conflicts = 0
    at_old = at_mine = at_new = 0
    for o, m, n, size in (*_common(old, mine, new), (len(old), len(mine), len(new), 0)):
        was, left, right = old[at_old:o], mine[at_mine:m], new[at_new:n]
        if left == right or right == was:
            merged += left
        elif left == was:
            merged += right
        else:
            conflicts += 1
            merged += _marked(left, right)
        merged += old[o : o + size]
        at_old, at_mine, at_new = o + size, m + size, n + size
    return Merged("".join(merged), conflicts, tuple(_changes(old, new)))


def _common(
    old: Sequence[str], mine: Sequence[str], new: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """Return the runs of lines that all three share: where in each, and how long."""
    in_mine, in_new = _matches(old, mine), _matches(old, new)
    runs: list[tuple[int, int, int, int]] = []
    for at in range(len(old)):
        m, n = in_mine.get(at), in_new.get(at)
        if m is None or n is None:
            continue
        if runs:
            o, last_m, last_n, size = runs[-1]
            if (o + size, last_m + size, last_n + size) == (at, m, n):
                runs[-1] = (o, last_m, last_n, size + 1)
                continue
        runs.append((at, m, n, 1))
    return runs


def _matches(old: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, old, other, autojunk=False).get_matching_blocks()
    return {a + step: b + step for a, b, size in blocks for step in range(size)}


def _marked(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """Return both sides between marks, each mark a paragraph of its own."""
    sides = ["".join(side).strip("\n") for side in (left, right)]
    return [f"{OURS}\n\n{sides[0]}\n\n{THEIRS}\n\n{sides[1]}\n\n{END}\n\n"]


def _changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        ("".join(old[i1:i2]).strip(), "".join(new[j1:j2]).strip())
        for code, i1, i2, j1, j2 in codes if code != "equal"
        and ("".join(old[i1:i2]).strip() or "".join(new[j1:j2]).strip())
    ]  # fmt: skip


_NEARLY_ALL, _LONG_ENOUGH = 0.8, 120
"""How much of a text that says nothing of itself must stand in a case to be a version of it, and
how many characters it must have."""


def older(
    draft: Draft, name: str, awards: Sequence[Award], case_files: CaseFiles, award_id: str | None
) -> Filed | None:
    """Return the case of which `draft` is another version, or None.

    It must be received (not typed in by the editor), claim the award this one would get or, being
    on no list, state the same organisation and title; and the texts must be alike. Nearly the same
    text is another version whatever it states, as long as they do not claim two awards.
    """
    award = assign(draft, name, awards, {}, award_id).award
    received = [case for case in case_files.filed if case.sha256 is not None]
    for case in received:
        same = award is not None and case.award == award.id
        if award is None and case.award is None and draft.organisation and draft.title:
            same = (case.organisation, case.title) == (draft.organisation.text, draft.title.text)
        if not same:
            continue
        base = base_of(case_files, case, awards)
        apart = (bool(draft.form) and bodiless(draft.body)) or (case.form and bodiless(base))
        if apart or same_manuscript(base, draft.body):
            return case
    for case in received:
        undecided = case.award is None and not case.decided
        free = undecided if award is not None else undecided or not award_id
        if free and _agree(draft, case) and _nearly(base_of(case_files, case, awards), draft.body):
            return case
    return None


def _agree(draft: Draft, case: Filed) -> bool:
    """Whether a manuscript states neither another organisation nor another title than a case."""
    stated = draft.organisation.text if draft.organisation.source != MENTION else ""
    pairs = ((stated, case.organisation), (draft.title.text, case.title))
    return all(
        fold(ours) == fold(other) for ours, other in pairs if ours and other and other != UNKNOWN
    )


def _nearly(text: str, other: str) -> bool:
    """Whether two texts are the same but for what is rewritten here and there."""
    if min(len(text), len(other)) < _LONG_ENOUGH or likeness(text, other) < _NEARLY_ALL:
        return False
    first, second = set(sentences(text)), set(sentences(other))
    return 2 * len(first & second) >= min(len(first), len(second))


def completed(draft: Draft, case: Filed) -> Draft:
    """Return `draft` with the organisation and the title of its case where it states none."""
    stated = draft.organisation and draft.organisation.source != MENTION
    house = draft.organisation if stated or not case.organisation else None
    return replace(
        draft,
        organisation=house or Stated(case.organisation, BEFORE),
        title=draft.title or (Stated(case.title, BEFORE) if case.title else draft.title),
    )


def with_facts_of(draft: Draft, filed: str) -> Draft:
    """Return `draft` with the facts that the version `filed` before states and this one does not.

    A later version is the text again, seldom with the form: category, summary and people stay.
    """
    front, _ = split_front(filed, "")
    rows = front.get("contributors")
    people = tuple(
        Contributor(str(row.get("name", "")), str(row.get("role", "")))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    )
    return replace(
        draft,
        contributors=draft.contributors or people,
        category=draft.category or _words(front.get("category")),
        summary=draft.summary or _words(front.get("summary")),
        check=draft.check or _words(front.get("check")),
    )


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def with_facts(text: str, draft: Draft) -> str:
    """Return the case `text` with the facts of a form that came after it, where its head has none."""
    front, _ = split_front(text, "")
    people: list[Value] = [
        {"name": person.name, "role": person.role} for person in draft.contributors
    ]
    facts: dict[str, Value] = {"category": draft.category, "summary": draft.summary}
    more = {key: value for key, value in (facts | {"contributors": people}).items() if value}
    new = {key: value for key, value in more.items() if not front.get(key)}
    match = FRONT.match(text)
    if match is None or not new or not draft.form:
        return text
    end = match.end(1)
    return text[:end] + yaml_file.dump(new) + text[end:]


def base_of(case_files: CaseFiles, case: Filed, awards: Sequence[Award]) -> str:
    """Return the case as it was filed: as kept, or made again from the received file.

    Empty when neither can be had; then everything the editor kept counts as a change of theirs.
    """
    if (filed := case_files.filed_text(case.case_id)) is not None:
        return filed
    original = case_files.original(case.case_id)
    if original is None:
        return ""
    try:
        letter = "letter" in case.facts
        reading = read(files.read(original), original.name, case.organisation, letter=letter)
    except (StopPress, OSError):
        return ""
    assignment = Assignment(award_of(case, awards), "as before", (), ())
    draft, _ = placed(reading.draft, case.case_id, original.name)
    title = draft.title or Stated(draft.organisation.text, WORKING)
    return case_text(draft, assignment, title.text)


def award_of(case: Filed, awards: Sequence[Award]) -> Award | None:
    """Return the award that a case claims, if it is in the list."""
    return next((award for award in awards if award.id == case.award), None)


def ranked(case_files: CaseFiles, case: Filed, awards: Sequence[Award], new: Version) -> Ranking:
    """Weigh the version that came now against the one a case was made of."""
    text = base_of(case_files, case, awards)
    known = of_facts(case.facts)
    path = case_files.original(case.case_id)
    if known == Dates() and path is not None:  # received before its dates were kept
        known = dates(files.read(path), case.file or path.name, text.splitlines())
    return rank(Version(case.file or case.case_id, text, known), new)


def entry(
    name: str, sha256: str, path: Path, ranking: Ranking | None, arrived: bool, letter: bool
) -> dict[str, Value]:  # fmt: skip
    """Return what the log says of a version that was not taken, `arrived` now or there before.

    `letter` says that it came as the text of a mail.
    """
    facts: dict[str, Value] = {"file": name, "sha256": sha256, "kept": path.name}
    facts |= {"letter": "true"} if letter else {}
    if ranking is None:
        return facts | {"why": "editor"}
    mine, other = (ranking.in_new, ranking.in_old) if arrived else (ranking.in_old, ranking.in_new)
    return facts | {
        "why_earlier": [f"{reason.zh} / {reason.en}" for reason in ranking.reasons],
        "but": [f"{reason.zh} / {reason.en}" for reason in ranking.against],
        "only_in_it": [masked(sentence) for sentence in mine.sentences],
        "pictures_only_in_it": list(mine.pictures),
        "only_in_the_version_taken": [masked(sentence) for sentence in other.sentences],
        "pictures_only_in_the_version_taken": list(other.pictures),
    }


def merged_case(base: str, ours: str, theirs: str) -> Merged:
    """Merge three cases. The front matter is never marked: where both changed it, `ours` stays."""
    heads = [_head(text) for text in (base, ours, theirs)]
    bodies = [text[len(head) :] for text, head in zip((base, ours, theirs), heads, strict=True)]
    head, body = merge(*heads), merge(*bodies)
    if heads[0] and bodiless(base) and not bodiless(theirs):  # what the form said stays
        return Merged(heads[1] + body.text, body.conflicts, body.changes)
    front = heads[1] if head.conflicts else head.text
    return Merged(front + body.text, body.conflicts, head.changes + body.changes)


def _head(text: str) -> str:
    match = FRONT.match(text)
    return match[0] if match else ""
