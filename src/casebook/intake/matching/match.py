"""Match a manuscript to its award, or say which three it might be and why not.

Similarity alone is not safe: 复旦大学附属中山医院 and 复旦大学附属华山医院 score 90 of 100, but
the true 哈尔滨市第一医院 and 黑龙江省哈尔滨市第一医院 80. So organisation and title must both
speak for an award, ordinals, kinds and regions may veto, and the runner-up must be well behind. A
wrong assignment prints a text under another's name; “unmatched” costs the editor one word.
Figures are tuned on the notice of 2023 (see `test_match.py`). rapidfuzz lives only here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq, Levenshtein

from casebook.book import Award
from casebook.errata import Wording
from casebook.intake.matching.organisations import bracketed, fold, forms, kinds, ordinals, region

MARGIN = 8.0
#: The most an organisation may score that is vetoed, that does not say where it is, and that
#: has other characters in the place of some: 中山 is not 华山.
CAP, CAP_NOWHERE, CAP_OTHER = 55.0, 84.0, 87.0
SHOWN = 3
_LOOSE = frozenset({"人民"})
"""What comes and goes in the name of one house: 检察院 and 人民检察院."""
FAR = 45.0
"""Names less alike than that are told as different."""
#: What must at least be reached together: organisation, title.
ENOUGH = ((60.0, 85.0), (88.0, 60.0), (95.0, 45.0))
TITLE_ALONE = 92.0


@dataclass(frozen=True)
class Evidence:
    """What a manuscript says about itself; empty where it says nothing.

    `names` are weaker signs, best first: the file's or folder's name, organisations named in the
    text. They are used for the candidates, and to match only together with the title.
    """

    organisation: str = ""
    title: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """An award that might be meant, how like it is (0 to 100 each), and what speaks against it.

    `near` is the likeness of the organisations before anything was held against it.
    """

    award: Award
    organisation: float
    title: float
    reason: Wording
    near: float

    @property
    def score(self) -> float:
        """One number to order candidates by: the title says more than the organisation."""
        return 0.4 * self.organisation + 0.6 * self.title

    @property
    def likely(self) -> bool:
        """Whether organisation or title is at all like that of the manuscript."""
        return max(self.near, self.title) >= FAR


@dataclass(frozen=True)
class Match:
    """The award found, or None; up to three candidates, best first; and why it is so."""

    award: Award | None
    candidates: tuple[Candidate, ...]
    reason: Wording


def match(
    evidence: Evidence, awards: Sequence[Award], claimed: Mapping[str, str] | None = None
) -> Match:
    """Return the award that `evidence` belongs to, or None with the best candidates.

    `claimed` maps the awards that have a manuscript already (id) to its name; such an award is
    never given twice.
    """
    ranked = sorted((_weigh(evidence, award) for award in awards), key=_order)
    best = tuple(ranked[:SHOWN])
    if not best or best[0].score <= 0:
        return Match(None, (), _NOTHING)
    first, runner_up = best[0], (best[1].score if len(best) > 1 else 0.0)
    if not _enough(evidence, first):
        return Match(None, best, _NONE)
    if first.score - runner_up < MARGIN:
        return Match(None, best, _TOO_CLOSE)
    holder = (claimed or {}).get(first.award.id)
    if holder is not None:
        return Match(None, best, taken(first.award, holder))
    return Match(first.award, best, _FOUND)


def exact(
    evidence: Evidence, awards: Sequence[Award], claimed: Mapping[str, str] | None = None
) -> Match:
    """Return the award whose very name and title `evidence` states, or None with candidates.

    Spaces and quotation marks do not count. An organisation alone is enough when it holds one
    award only and no other title is stated; a title alone when no organisation is stated.
    """
    organisation, title = fold(evidence.organisation), fold(evidence.title)
    fitting = [
        award
        for award in awards
        if (organisation or title)
        and (not organisation or organisation in map(fold, _names(award)))
        and (not title or title in _titles(award))
    ]
    likely = match(evidence, awards, claimed)
    if len(fitting) == 1:
        holder = (claimed or {}).get(fitting[0].id)
        if holder is not None:
            return Match(None, likely.candidates, taken(fitting[0], holder))
        return Match(fitting[0], likely.candidates, _FOUND if title else _ONLY)
    reason = _LIKELY if likely.award else likely.reason
    return Match(None, likely.candidates, _TOO_CLOSE if fitting else reason)


def label(award: Award) -> str:
    """Return an award as an editor knows it: organisation and title."""
    return f"{award.organisation}《{award.title}》" if award.title else award.organisation


def taken(award: Award, holder: str) -> Wording:
    """Say that `award` has the manuscript `holder` already."""
    return Wording(f"{award.id} 已有来稿 {holder}", f"{award.id} already has {holder}")


_NOTHING = Wording("稿件没有写明单位和题目", "the manuscript states neither organisation nor title")
_NONE = Wording("没有单位和题目都相符的条目", "no award has both this organisation and title")
_FOUND = Wording("单位和题目相符", "organisation and title agree")
_ONLY = Wording("单位相符，它只有这一个奖项", "the organisation agrees and has one award only")
_TOO_CLOSE = Wording("有两个获奖条目同样接近", "two awards are about equally like it")
_LIKELY = Wording("单位或题目相近，但不完全一致", "organisation or title is near, but not the same")


def _order(candidate: Candidate) -> tuple[float, float, str]:
    return -candidate.score, -candidate.near, candidate.award.id


def _enough(evidence: Evidence, candidate: Candidate) -> bool:
    organisation, title = candidate.organisation, candidate.title
    if any(organisation >= low and title >= least for low, least in ENOUGH):
        return True
    return title >= TITLE_ALONE and not evidence.organisation


def _weigh(evidence: Evidence, award: Award) -> Candidate:
    title = _likeness_of_titles(evidence.title, award.title or "")
    stated = [evidence.organisation] if evidence.organisation else list(evidence.names)
    likely = max(
        (likeness(name, award) for name in stated), key=lambda score: score[:2], default=_UNLIKE
    )
    reason = _reason(evidence, award, likely, title)
    return Candidate(award, likely.score, title, reason, likely.near)


class Likeness(NamedTuple):
    """How like two organisations are, 0 to 100: as it counts, and before anything against it."""

    score: float
    near: float
    against: Wording | None


_UNLIKE = Likeness(0.0, 0.0, None)


def _reason(evidence: Evidence, award: Award, likely: Likeness, title: float) -> Wording:
    """Say in words what speaks for a candidate and what against it."""
    names = [evidence.organisation] if evidence.organisation else list(evidence.names)
    known = {fold(name) for name in _names(award)}
    if not names:
        house = Wording("没有单位可以核对", "no organisation to compare")
    elif known & {fold(name) for name in names}:
        house = Wording("单位相同", "the same organisation")
    else:
        house = _alike("单位", "organisation", likely.near)
    if not evidence.title or not award.title:
        words = Wording("没有题目可以核对", "no title to compare")
    elif title == 100.0:
        words = Wording("题目相同", "the same title")
    else:
        words = _alike("题目", "title", title)
    shared_words = Wording(f"{house.zh}、{words.zh}", f"{house.en}, {words.en}")
    if likely.against is None or not likely.score:
        return shared_words
    return Wording(
        f"{shared_words.zh}；{likely.against.zh}", f"{shared_words.en}; {likely.against.en}"
    )


def _alike(zh: str, en: str, likeness: float) -> Wording:
    if likeness < FAR:
        return Wording(f"{zh}不同", f"another {en}")
    return Wording(f"{zh}近似 {likeness / 100:.2f}", f"{en} {likeness / 100:.2f} alike")


def same_words(text: str, other: str) -> float:
    """Return how like two titles of documents are as they stand, 0 to 100."""
    return float(fuzz.ratio(text, other))


def titles_like(text: str, titles: Sequence[str], least: float) -> list[str]:
    """Return which of `titles` are like a title from `least` on, the most alike first, at most eight."""
    scored = process.extract(text, titles, scorer=fuzz.ratio, score_cutoff=least, limit=8)
    return [title for title, _, _ in scored]


def changes(text: str, other: str) -> list[tuple[str, str]]:
    """Return what must be put for what, to make of `text` the other."""
    return [
        (text[step.src_start : step.src_end], other[step.dest_start : step.dest_end])
        for step in Levenshtein.opcodes(text, other)
        if step.tag != "equal"
    ]


def few_changes(text: str, other: str, most: int) -> bool:
    """Whether `changes` are of so many characters at most; much quicker than to name them."""
    return Levenshtein.distance(text, other, score_cutoff=most) <= most


def _likeness_of_titles(title: str, other: str) -> float:
    if not title or not other:
        return 0.0
    return fuzz.ratio(fold(title), fold(other))


def likeness(organisation: str, award: Award) -> Likeness:
    """Return how like `organisation` is to the award's names, and what speaks against it."""
    return max(
        (
            _compare(form, other_form, organisation, name, award.region)
            for form in forms(organisation)
            for name in _names(award)
            for other_form in forms(name)
        ),
        key=lambda likely: likely[:2],
        default=_UNLIKE,
    )


def _compare(form: str, other_form: str, organisation: str, name: str, place: str) -> Likeness:
    """Compare the forms `mine` of `organisation` and `theirs` of `name`."""
    near = score = float(fuzz.ratio(form, other_form))
    if LCSseq.distance(form, other_form) > abs(len(form) - len(other_form)):
        score = min(score, CAP_OTHER)
    region_of_organisation, region_of_award = region(organisation), place or region(name)
    if fold(organisation) != fold(name) and None in (region_of_organisation, region(name)):
        score = min(score, CAP_NOWHERE)
    against = _veto(form, other_form, region_of_organisation, region_of_award)
    return Likeness(score if against is None else min(score, CAP), near, against)


def _names(award: Award) -> tuple[str, ...]:
    """Return every name of the award's organisation: as printed, aliases, second names."""
    return award.organisation, *award.aliases, *bracketed(award.organisation)


def _titles(award: Award) -> tuple[str, str]:
    """Return the award's title, folded, alone and with what the notice prints behind it."""
    title = award.title or ""
    return fold(title), fold(title + award.after)


def _veto(form: str, other_form: str, home: str | None, other_home: str | None) -> Wording | None:
    """Say what makes two similar names two houses, or None."""
    if home and other_home and home != other_home:
        return Wording(f"地区不同：{home}、{other_home}", f"another region: {home}, {other_home}")
    for words, other in ((ordinals(form), ordinals(other_form)), (kinds(form), kinds(other_form))):
        if words != other and words ^ other != _LOOSE:
            differ = "、".join(sorted(words ^ other))
            return Wording(f"名称要点不同：{differ}", f"the names differ in {differ}")
    return None


_LEAST_TITLE = 6
"""Characters a title has that is looked for in a text."""
_NUMBERED = re.compile(
    r"^(?:(?:典型)?案例|第)?[（(]?[一二三四五六七八九十\d]{0,3}[)）]?(?:篇|、|[.．:：])?\s*"
)


def titles_at(lines: Sequence[str], awards: Sequence[Award]) -> dict[int, Award]:
    """Return which of `lines` are titles of awards, each a line by itself, numbered or not."""
    titles = {
        fold(award.title): award
        for award in awards if award.title and len(fold(award.title)) >= _LEAST_TITLE
    }  # fmt: skip
    award_at: dict[int, Award] = {}
    for at, line in enumerate(lines):
        bare = re.sub(r"[*\\]|^#+ ", "", line.strip())
        for form in (bare, _NUMBERED.sub("", bare)):
            if award := titles.get(fold(form.strip().strip("《》"))):
                award_at.setdefault(at, award)
    return award_at
