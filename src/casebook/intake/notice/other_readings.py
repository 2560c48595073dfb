"""Lines of a list that may be read as one award or as several, and both readings of each.

北京医院、北京中医医院《题目》 is one case of two units, or two cases; 甲局、乙局、丙局 are three bodies, or
one award that three share. Nothing on the line decides it. Enters: the tiers as they stand in the list,
and the words of the lines. Leaves: each such line with both readings, as awards; and the list with the
one that an editor chose. The awards of a line keep their ids as far as there are as many.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from casebook.book import Award, Tier
from casebook.intake.notice.lexicon import body_like, is_name
from casebook.intake.notice.model import Notice

Lines = Mapping[tuple[str, int], str]
"""The words of each line of the notice, by its file ("" for the letter) and its number."""
_JOINT = re.compile(
    r"\s*[、，,；;/／]\s*|\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff）)])[和与及](?=[\u3400-\u9fff])"
)
_ONLY_JOINT = re.compile(r"[\s、，,；;/／和与及]{1,4}")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_SURE = frozenset("、，,；;/／")
"""Marks that part names; 和 and a blank may stand inside one, and part only whole names."""
_UNIT_ENDS = re.compile(
    r"(?:[^科]院|[校园所局委部处站社厂矿司府厅署馆台办]|[^大]学|中心|集团|[^协]会|支队|大队|法院|党委|支部)[）)]?$"
)
"""How the name before 和 or a blank ends where another begins behind it."""
_LEAST = 3
"""Characters behind 和 or a blank that are too few for a name."""
MOST = 12
"""Names on a line; more are a list in a sentence, which is read as such."""
_MOST_JOINTS = 8 * MOST
"""Marks, blanks and 和 on a line, some of them inside a name; more part more names than that."""


class AmbiguousLine(NamedTuple):
    """A line with two readings: as one award, and as several.

    `ids` are the awards of the list that stand on it. `standing` says which of the two the list has:
    `one`, `several`, or `both`, each beside the other.
    """

    tier: str
    ids: tuple[str, ...]
    words: str
    joint: Award
    several: tuple[Award, ...]
    standing: str

    @property
    def doubtful(self) -> bool:
        """Whether the list says that the line is to be checked."""
        return bool(self.joint.check) or any(award.check for award in self.several)


def ambiguous(tiers: Sequence[Tier], lines: Lines) -> list[AmbiguousLine]:
    """Return the lines of the lists in `tiers` that may be read in two ways, in their order."""
    lines_read_twice: list[AmbiguousLine] = []
    for tier in tiers:
        groups: dict[tuple[str, tuple[int, int]], list[Award]] = {}
        for award in tier.awards:
            if award.lines is not None:
                groups.setdefault((award.file, award.lines), []).append(award)
        for (file, (first, last)), awards in groups.items():
            words = " ".join(lines.get((file, at), "") for at in range(first, last + 1)).strip()
            lines_read_twice += _read_twice(tier, awards, words)
    return lines_read_twice


def _read_twice(tier: Tier, awards: Sequence[Award], words: str) -> Iterator[AmbiguousLine]:
    ids = tuple(award.id for award in awards)
    wholes = [award for award in awards if len(names_of(award.organisation)) > 1]
    pieces = [award for award in awards if award not in wholes]
    if len(wholes) == 1 and all(piece.organisation in wholes[0].organisation for piece in pieces):
        whole = wholes[0]
        names = [piece.organisation for piece in pieces] or list(names_of(whole.organisation))
        several = _each_with(whole, names, pieces)
        yield AmbiguousLine(tier.id, ids, words, whole, several, "both" if pieces else "one")
    elif not wholes and 1 < len(awards) <= MOST and (whole_award := _joined(awards, words)):
        titled = _each_with(whole_award, [award.organisation for award in awards], awards)
        yield AmbiguousLine(tier.id, ids, words, whole_award, titled, "several")


def _each_with(whole: Award, names: Sequence[str], known: Sequence[Award]) -> tuple[Award, ...]:
    """Return an award for each of `names`, with what the whole line says of all of them."""
    made: list[Award] = []
    for at, name in enumerate(names):
        award = known[at] if at < len(known) else replace(whole, id="", aliases=())
        title = award.title or whole.title
        made.append(replace(award, organisation=name, title=title, region="",
                            after=award.after or whole.after, fields=award.fields or whole.fields))  # fmt: skip
    return tuple(made)


def lines_of(notice: Notice) -> Lines:
    """Return the words of the lines of a notice as awards name them."""
    return {
        ("" if line.place is None or line.place.path == notice.file else line.place.path,
         (line.place.line if line.place else None) or line.number): line.text
        for line in notice.lines
    }  # fmt: skip


def names_of(organisation: str) -> tuple[str, ...]:
    """Return the names that may stand in the name of an organisation; only itself where none does."""
    covered = _BRACKETED.sub(lambda match: "＿" * len(match[0]), organisation)
    joints = list(_JOINT.finditer(covered))
    if len(joints) > _MOST_JOINTS:
        return (organisation,)
    behind = [""] * len(joints)
    for at in reversed(range(len(joints))):
        behind[at] = _names(organisation, joints[at].end(), joints[at + 1 :], behind[at + 1 :])[0]
    return _names(organisation, 0, joints, behind)


def _names(
    organisation: str, begin: int, joints: Sequence[re.Match[str]], behind: Sequence[str]
) -> tuple[str, ...]:
    """Return the names from `begin` on, past which the `joints` stand, each with the name `behind`
    it."""
    parts: list[str] = []
    start = begin
    for joint, following in zip(joints, behind, strict=True):
        if len(parts) == MOST:
            return (organisation[begin:],)
        before = organisation[start : joint.start()]
        sure = joint[0].strip() in _SURE and bool(joint[0].strip())
        enough = len(organisation) - joint.end() > _LEAST and _UNIT_ENDS.search(before)
        if sure or (enough and _is_whole(before) and _is_whole(following)):
            parts.append(before)
            start = joint.end()
    names = tuple(part.strip() for part in (*parts, organisation[start:]))
    short = any(len(name) < 2 for name in names)
    several = 1 < len(names) <= MOST and not short and _is_whole(names[-1])
    return names if several else (organisation[begin:],)


def _is_whole(name: str) -> bool:
    bare = _BRACKETED.sub("", name).strip()
    return body_like(bare) > 0 or is_name(bare)


def _joined(awards: Sequence[Award], words: str) -> Award | None:
    """Return the awards of a line as one, named as the line prints them; None where they are not
    names in a row that say the same."""
    titles = {award.title for award in awards if award.title}
    same = len({award.fields for award in awards}) == 1
    if len(titles) > 1 or not same or len({award.organisation for award in awards}) < len(awards):
        return None
    start = at = words.find(awards[0].organisation)
    for award in awards:
        place = words.find(award.organisation, at)
        between = words[at:place]
        if place < 0 or (place > at and not _ONLY_JOINT.fullmatch(between)):
            return None
        at = place + len(award.organisation)
    title = next(iter(titles), awards[0].title)
    return replace(awards[0], organisation=words[start:at], title=title, region="")


def label(award: Award) -> str:
    """Return an award in the words of its line."""
    title = f"《{award.title}》{award.after}" if award.title else award.after
    people = "　".join(value for _, value in award.fields)
    return f"{award.organisation}{title}" + (f"　{people}" if people else "")
