"""Places: which province they belong to, and what a province is called.

The table is the one that finds regions (`intake/data/regions.tsv`): every province and prefecture
of GB/T 2260, and the county-level cities met in names of organisations; counties and districts
are not in it, so nothing is said about them.
"""

import re
from collections.abc import Iterator
from functools import cache

from casebook.errata import Kind, Wording
from casebook.intake.matching import organisations
from casebook.proof.blocks import Block, Piece
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_FULL = {name for name in organisations.ORDER if name.endswith(("省", "自治区"))}
_MISNAMED = {
    wrong: right
    for right, stem, race in (
        ("内蒙古自治区", "内蒙古", ""), ("广西壮族自治区", "广西", "壮"), ("西藏自治区", "西藏", ""),
        ("宁夏回族自治区", "宁夏", "回"), ("新疆维吾尔自治区", "新疆", "维吾尔"),
    )
    for wrong in (
        f"{stem}省", f"{stem}自治区", f"{stem}{race}自治区", f"{stem}{race}族自治区",
        f"{stem}蒙古族自治区", f"{stem}藏族自治区", f"{stem}回族自治区", f"{stem}壮族自治区",
    )
    if wrong != right
} | {f"{stem}省": f"{stem}市" for stem in ("北京", "天津", "上海", "重庆")}  # fmt: skip
_FORMER = re.compile("(?:原|旧称|时称|曾称|当时的|时任|前身为?)[^，。；]{0,6}$")
_LEVEL = re.compile("(?<=[县市区])[域级城]")
"""What makes a kind of place of the last character: 新建县域中心, 新建县级医院."""


@rule("F703", Kind.QUERY, "knowledge")
def place_elsewhere(block: Block) -> Iterator[Spot]:
    """A place put in another province than its own, or a province wrongly named.

    Why: one of the two names is wrong, and readers from there will know.

        江苏省合肥市  →  安徽省合肥市

    Clause: GB/T 2260, 行政区划
    中文：地名与所属省份不符，或省级行政区名称有误。请核对；历史地名除外。
    """
    for match in _pattern().finditer(block.text):
        name = match[0]
        if name in _MISNAMED:
            message = Wording(
                f"省级行政区名称应为“{_MISNAMED[name]}”", f"the name is {_MISNAMED[name]}"
            )
            hint = Wording("核对；历史名称除外。", "Check it, unless it is a name of the past.")
            yield at(block, match.start(), match.end(), message, hint, _MISNAMED[name])
        elif match["place"] and _homes()[match["place"]] != match["province"]:
            home = _homes()[match["place"]]
            message = Wording(f"“{match['place']}”属{home}", f"{match['place']} lies in {home}")
            hint = Wording("核对省名和地名。", "Check both names.")
            yield at(block, match.start(), match.end(), message, hint)


@cache
def _homes() -> dict[str, str]:
    """Return the province of each place, by its name without 市."""
    kinds = ("prefecture", "county")
    return {n.text.removesuffix("市"): n.region for n in organisations.names() if n.kind in kinds}


@cache
def _pattern() -> re.Pattern[str]:
    provinces = "|".join(sorted(_FULL, key=len, reverse=True))
    places = "|".join(sorted(map(re.escape, _homes()), key=len, reverse=True))
    wrong = "|".join(sorted(_MISNAMED, key=len, reverse=True))
    ending = "市|地区|盟|[^，。、；：（）]{0,9}?自治州"
    return re.compile(
        f"(?:{wrong})(?![际内外级])|(?P<province>{provinces})(?P<place>{places})(?:{ending})"
    )


@rule("F705", Kind.QUERY, "knowledge")
def place_renamed(piece: Piece) -> Iterator[Spot]:
    """The old name of a place, for a time when it had a new one.

    Why: since 2010 there is no 襄樊 but in what happened before.

        2015年，襄樊市举办…  →  襄阳市

    Clause: 用词表 renamed_places.tsv（民政部行政区划变更）
    中文：地名已改。所述年份在改名之年以后（没有写年份的按成书年份）而用旧名；改名当年、历史叙述、机构原名除外。
    """
    if piece.lists is None:
        return
    book_year = int(piece.lists.year or 9999)
    renamed = piece.lists.finder("renamed_places")
    for block in piece.blocks:
        for entry, start, end in renamed.find(block.text):
            old, new, since = entry.wrong, entry.right, entry.more[0]
            before = block.text[:start]
            years = [
                int(year)
                for year in re.findall(r"((?:19|20)\d\d)年", re.split("[。！？]", before)[-1])
            ]
            if (
                _LEVEL.match(block.text, end)
                or _FORMER.search(before)
                or (years[-1] if years else book_year) <= int(since)
            ):
                continue
            message = Wording(f"“{old}”{since}年改为“{new}”", f"{old} is {new} since {since}")
            hint = Wording(f"核对所述时间。{entry.origin.zh}", f"Check the time. {entry.origin.en}")
            yield at(block, start, end, message, hint, new)
