"""Where a text has the name of its own house with a character wrong, lost, put in or turned round.

Enters: a text and the name. Leaves: where something stands that is the name but for one character. Half of
the name stands unharmed then, so only what begins or ends as the name does is looked at.
"""

import re
from collections.abc import Iterator
from itertools import chain

from casebook.proof.name_slips import difference, told_apart

_SHORTEST = 6
"""Characters of a name of which one may be a slip; shorter ones have too many neighbours."""
_LEFT_OUT = frozenset("省市县区")
"""What is left out of names in running text."""
_BEHIND = frozenset("的和与及在是为被把将对向从由以等了")
"""What stands behind a name and is no part of it."""


def slips(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where `text` has `name` but for one character."""
    if len(name) < _SHORTEST:
        return
    right = [match.span() for match in re.finditer(re.escape(name), text)]
    seen: set[int] = set()
    for start, end in chain.from_iterable(windows(text, *halves(name), len(name))):
        inside = any(first < end and start < last for first, last in right)
        if not inside and start not in seen and _is_slip(text[start:end], name):
            seen.add(start)
            yield start, end


_COMPANY = ("有限责任公司", "股份有限公司", "集团有限公司", "集团公司", "有限公司", "总公司")
"""Last words of a company's name, of which it has one; 公司 alone is short for each."""
_ANY_COMPANY = re.compile("|".join(_COMPANY))
_HOUSE_OF_IT = re.compile(
    "隶属|母公司|上级|子公司|旗下|下属|所属|总部|控股|更名|改制|前身|原为|重组"
)
_LEAST_CORE = 3
_HOUSES = "院所站馆局"
"""Last characters of names that tell what kind of house it is."""
_FORMER = re.compile(
    "前身|更名|改名|原|曾|时称|升格|改建|改制|挂牌|两块牌子|合署|隶属|下属|下设|所属"
)
"""In a sentence with these another kind of house may have been meant."""


def other_kinds(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where `text` has the name with another last word: 集团公司 for 有限责任公司, 保健所 for 保健院."""
    if len(name) >= _SHORTEST and name[-1] in _HOUSES:
        yield from _other_ends(text, name)
    yield from _other_level(text, name)
    kind = next((word for word in _COMPANY if name.endswith(word)), "")
    core = re.split("[省市县区州]", name.removesuffix(kind))[-1] if kind else ""
    if len(core) < _LEAST_CORE or "集团" in core:
        return
    for match in re.finditer(f"{re.escape(core)}(?P<kind>{_ANY_COMPANY.pattern})", text):
        sentence = (
            re.split("[。！？]", text[: match.start()])[-1]
            + re.split("[。！？]", text[match.end() :])[0]
        )
        if match["kind"] != kind and not _HOUSE_OF_IT.search(sentence):
            yield match.span()


_COUNTY = re.compile(
    "(?P<place>(?:.*?[省市州])?[\u4e00-\u9fff]{2,3}?)(?P<level>[县区])(?P<house>[\u4e00-\u9fff]{4,})"
)


def _other_level(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where the county of the name is a district, or the other way round: 安平区人民法院."""
    county = _COUNTY.fullmatch(name)
    if county is None:
        return
    place, other = re.split("[省市州]", county["place"])[-1], "县区".replace(county["level"], "")
    for match in re.finditer(re.escape(place + other + county["house"]), text) if place else ():
        begin = max(text.rfind(stop, 0, match.start()) for stop in "。！？") + 1
        rest = re.split("[。！？]", text[match.end() :])[0]
        if not _FORMER.search(text[begin : match.start()] + rest):
            yield match.span()


def _other_ends(text: str, name: str) -> Iterator[tuple[int, int]]:
    others = _HOUSES.replace(name[-1], "")
    for match in re.finditer(f"{re.escape(name[:-1])}[{others}](?![属有在需谓做长])", text):
        begin = max(text.rfind(stop, 0, match.start()) for stop in "。！？") + 1
        rest = re.split("[。！？]", text[match.end() :])[0]
        if not _FORMER.search(text[begin : match.start()] + rest):
            yield match.span()


def halves(name: str) -> tuple[str, str]:
    """Return the halves of a name, of which one stands unharmed where a character is off."""
    half = (len(name) + 1) // 2
    return name[:half], name[-half:]


def windows(text: str, head: str, tail: str, many: int) -> Iterator[list[tuple[int, int]]]:
    """Yield where `text` may have `many` characters that begin with `head` or end with `tail`: as many,
    one less, one more."""
    sizes = (many, many - 1, many + 1)
    for match in re.finditer(re.escape(head), text):
        start = match.start()
        yield [(start, start + size) for size in sizes if start + size <= len(text)]
    for match in re.finditer(re.escape(tail), text):
        end = match.end()
        yield [(end - size, end) for size in sizes if end >= size]


def _is_slip(form: str, name: str) -> bool:
    """Whether a form is the name with a slip in it: not a name cut short, or with what stands beside
    it, nor the name of a sister house."""
    off = difference(form, name)
    if off is None or not re.fullmatch("[\u4e00-\u9fff]+", form) or told_apart(form, name):
        return False
    if form[0] != name[0] or form[-1] != name[-1]:
        return False
    a, b = off
    return not ({a, b} - {""}) & (_LEFT_OUT | _BEHIND) or (bool(a and b) and b in "和与及")
