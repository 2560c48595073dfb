"""Find the award an editor means by a key: the one way, for every command that takes one.

Written is what people write for “2-01”: 2-1, ２－１, 2.1, 二-1, 优秀案例 1, the title, the
organisation. What a spreadsheet made of it (2月1日) is read back. A key that is no award's is
answered with what there is by number, never with what merely looks like it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import normalize

from casebook.book import Award, Tier
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.matching.organisations import fold
from casebook.typography import number_of

_NUMBER = r"[0-9〇零一二两三四五六七八九十百千]+"
_PAIR = re.compile(
    rf"第?({_NUMBER})(?:[等级类]\s*|[等级类]?\s*[-‐‑‒–—―−~·.。、,，/:：_]+\s*|\s+)第?({_NUMBER})[号项个篇]?"
)
_SAID = re.compile(rf"(\D+?)[\s\-—·.:：]*第?({_NUMBER})[号项个篇]?")
_BEHIND = re.compile(r"([^\W\d_]{1,12})[\s:：]*(\d.*)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATES = (
    re.compile(r"()(\d{1,2})月(\d{1,2})日"),
    re.compile(r"\d{4}([-/年])(\d{1,2})[-/月](\d{1,2})日?(?:\s+0?0:00(?::00)?)?"),
    re.compile(r"()(\d{1,2})-(" + "|".join(_MONTHS) + ")", re.IGNORECASE),
    re.compile(r"()(" + "|".join(_MONTHS) + r")-(\d{1,2})", re.IGNORECASE),
)
"""What spreadsheets make of 2-1 when it is typed into a cell."""
_ID = re.compile(r"(.*)-0*(\d+)")
SHOWN = 3


def resolve(
    written: str, awards: Sequence[Award], tiers: Sequence[Tier] = (), place: str = "--award"
) -> Award:
    """Return the award meant by `written`. `tiers` are the tiers of `awards`, for their names.

    Raises `StopPress` with the awards there are when it is none or might be several.
    """
    meant = _meant(written, awards, tiers)
    if len(meant) == 1:
        return meant[0]
    raise StopPress([unknown(written, awards, tiers, Place(place))])


def unknown(
    written: str, awards: Sequence[Award], tiers: Sequence[Tier], place: Place
) -> Erratum:  # fmt: skip
    """Return the erratum for a key that is no award's id, with the way out."""
    meant = _meant(written, awards, tiers)
    if len(meant) > 1:
        message = Wording(
            f"“{written}”可以是 {len(meant)} 个奖项", f"‘{written}’ may be {len(meant)} awards"
        )
        return Erratum("ambiguous-award", place, message, _these(meant[:SHOWN]), written)
    message = Wording(f"名单里没有奖项“{written}”", f"there is no award ‘{written}’ in the list")
    hint = _these(meant) if meant else _near(written, awards, tiers)
    return Erratum("unknown-award", place, message, hint, written)


def _meant(written: str, awards: Sequence[Award], tiers: Sequence[Tier]) -> list[Award]:
    """Return the awards that `written` names."""
    exact = [award for award in awards if award.id == written]
    if exact:
        return exact
    text = _plain(written)
    numbers = _numbers(text)
    if numbers is not None:
        return [award for award in awards if _pair(award) == numbers]
    if text.isascii() and text.isdigit():  # no tier: enough where there is one
        return [award for award in awards if award.number == int(text)]
    named = list(_in_tier(text, tiers)) or list(_behind_word(text, awards, tiers))
    return named or list(_named(fold(text), awards))


def _behind_word(
    text: str, awards: Sequence[Award], tiers: Sequence[Tier]
) -> Iterator[Award]:  # fmt: skip
    """Yield the award of a key with a word before it (编号2-1); two when that names another tier."""
    match = _BEHIND.fullmatch(text)
    numbers = _numbers(match[2]) if match else None
    if match is None or numbers is None:
        return
    named = {listed.id for listed in tiers if listed.name.startswith(match[1])} or {numbers[0]}
    wanted = {numbers, *((tier, numbers[1]) for tier in named)}
    yield from (award for award in awards if _pair(award) in wanted)


def _plain(written: str) -> str:
    text = normalize("NFKC", written).strip().strip("'\"“”‘’《》")
    return re.sub(r"\.0$", "", text) if re.fullmatch(r"\d+\.0", text) else text


def _numbers(text: str) -> tuple[str, int] | None:
    """Return the tier and the number that `text` says, or None."""
    for form in _DATES:
        if date := form.fullmatch(text):
            first, second = (_month(part) for part in date.groups()[1:])
            return (str(second), first) if date[3].isalpha() else (str(first), second)
    pair = _PAIR.fullmatch(text)
    if pair is None:
        return None
    tier, number = number_of(pair[1]), number_of(pair[2])
    return None if tier is None or number is None else (str(tier), number)


def _month(text: str) -> int:
    return _MONTHS.index(text.lower()) + 1 if text.isalpha() else int(text)


def _pair(award: Award) -> tuple[str, int]:
    """Return the tier and the number in an id: “2-066” is tier 2, number 66."""
    parts = _ID.fullmatch(award.id)
    return (parts[1].lstrip("0") or parts[1], int(parts[2])) if parts else (award.id, award.number)


def _in_tier(text: str, tiers: Sequence[Tier]) -> Iterator[Award]:
    """Yield the award meant by the name of a tier, or its beginning, and a number."""
    match = _SAID.fullmatch(text)
    number = number_of(match[2]) if match else None
    if match is None or number is None:
        return
    name = fold(match[1])
    meant = [tier for tier in tiers if fold(tier.name) == name]
    meant = meant or [tier for tier in tiers if len(name) > 1 and fold(tier.name).startswith(name)]
    for tier in meant if len(meant) == 1 else ():
        yield from (award for award in tier.awards if award.number == number)


def _named(name: str, awards: Iterable[Award]) -> Iterator[Award]:
    """Yield the awards whose title, organisation or both `name` is."""
    for award in awards:
        organisations = [
            fold(organisation) for organisation in (award.organisation, *award.aliases)
        ]
        title = fold(award.title or "")
        both = [organisation + title for organisation in organisations] + [
            title + organisation for organisation in organisations
        ]
        if name and name in (title, *organisations, *both):
            yield award


def _near(written: str, awards: Sequence[Award], tiers: Sequence[Tier]) -> Wording:
    """Say which awards there are near a key: by its number, or by the words it holds."""
    from casebook.intake.matching.match import Evidence, match  # lazy: only a wrong key

    text = _plain(written)
    numbers = _numbers(text)
    if numbers is None:
        likely = [c for c in match(Evidence(text, text), awards).candidates if c.score > 30]
        return _these([c.award for c in likely]) if likely else _spans(awards)
    tier, number = numbers
    tier_awards = [award for award in awards if _pair(award)[0] == tier]
    if not tier_awards:
        return _spans(awards)
    name = next((f"（{group.name}）" for group in tiers if tier_awards[0] in group.awards), "")
    ordered = sorted(tier_awards, key=lambda award: (abs(_pair(award)[1] - number), award.number))
    if _pair(tier_awards[0])[1] < number < _pair(tier_awards[-1])[1]:
        near = "、".join(award.id for award in ordered[:2])
        return Wording(
            f"等次 {tier}{name}里没有 {number} 号，前后是 {near}。",
            f"Tier {tier} has no number {number}; its neighbours are {near}.",
        )
    span = f"{tier_awards[0].id} … {tier_awards[-1].id}"
    return Wording(
        f"等次 {tier}{name}的编号是 {span}，没有 {number} 号。",
        f"Tier {tier} goes {span}; it has no number {number}.",
    )


def _spans(awards: Sequence[Award]) -> Wording:
    """Say which numbers there are in each tier."""
    tiers: dict[str, list[str]] = {}
    for award in awards:
        tiers.setdefault(_pair(award)[0], []).append(award.id)
    spans = [ids[0] if len(ids) == 1 else f"{ids[0]} … {ids[-1]}" for ids in tiers.values()]
    if not spans:
        return Wording("名单是空的，请先读入通报。", "The list is empty: read the notice first.")
    return Wording(f"编号是 {'、'.join(spans)}。", f"The keys are {', '.join(spans)}.")


def _these(awards: Sequence[Award]) -> Wording:
    from casebook.intake.matching.match import label  # lazy: only a wrong key

    listed = "；".join(f"{award.id} {label(award)}" for award in awards)
    return Wording(f"是不是 {listed}？请写编号。", f"Did you mean {listed}? Write the key.")
