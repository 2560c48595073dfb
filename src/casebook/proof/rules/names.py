"""Awards and organisations: the notice, the manuscripts and the text must name them alike."""

import re
from collections.abc import Iterator
from functools import cache

from casebook.book import Award
from casebook.errata import Kind, Wording
from casebook.intake.matching.match import likeness, same_words
from casebook.intake.matching.organisations import fold, forms, organisations_in
from casebook.proof import name_index, own_name
from casebook.proof.blocks import AwardEntry, Block, Piece, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import unpaired

_EDGE = re.compile("^[，、。；：》〉]|[，、；：《〈]$|[，、；：]{2}|。.")
_LISTED = 6
"""Texts that are named one by one."""
TWINS = 87.0
"""From this likeness on two award titles are asked about: one character in eight."""
ALIKE = 88.0
"""From this likeness (of 100) on two names are asked about: above what names with other
characters in them can reach (中山 is not 华山), so only words left out or put in count."""


@rule("P106", Kind.QUERY, "punctuation")
def broken_award_title(volume: Volume) -> Iterator[Spot]:
    """An award title with an unpaired mark, a stop at its edge, or text behind its closing 》.

    Why: the notice itself is at fault; a title is quoted from an official document, so only its
    issuer can mend it.

        《新”铸硬核“五环”》  →  ask the issuer
        中文：《新”铸硬核“五环”》  →  请发文单位核实

    Clause: GB/T 15834—2011 4.8, 4.15
    中文：奖项题目在通报里就不完整。标号不成对、首尾有点号，或书名号后还有文字；题目引自公文，只能请发文单位核实。
    """
    for award in volume.book.awards():
        title = award.title or ""
        if unpaired(title) or award.after or _EDGE.search(title):
            yield Spot(
                Wording(f"奖项 {award.id} 的题目在通报里不完整",
                        f"the title of award {award.id} is broken in the notice"),
                Wording("照原文排印；请发文单位核实。", "Set it as printed; ask the issuer."),
                place=award.place, quote=f"《{title}》{award.after}", case=award.id,
            )  # fmt: skip


@rule("S403", Kind.QUERY)
def declared_count_differs(volume: Volume) -> Iterator[Spot]:
    """A tier that holds more or fewer awards than the notice declares.

    Why: an entry was lost or doubled on the way.

        优秀案例（100个）, 99 found  →  compare with the notice
        中文：优秀案例（100个），名单里只有99个  →  对照通报核对

    中文：名单条数与通报所称不符。可能漏收或重收条目。
    """
    for tier in volume.book.tiers:
        if tier.declared is not None and tier.declared != len(tier.awards):
            yield Spot(
                Wording(f"{tier.name}：通报写明 {tier.declared} 个，名单有 {len(tier.awards)} 个",
                        f"{tier.name}: {tier.declared} declared, {len(tier.awards)} listed"),
                Wording("对照通报核对名单。", "Check the list against the notice."),
                place=tier.place, quote=tier.name,
            )  # fmt: skip


@rule("S406", Kind.QUERY)
def case_without_award(volume: Volume) -> Iterator[Spot]:
    """A manuscript that belongs to no entry of the notice.

    Why: it may have been sent by mistake, or its organisation is named otherwise there.

        黑龙江中医药大学附属第一医院  →  ask the issuer
        中文：黑龙江中医药大学附属第一医院  →  请发文单位核实

    中文：稿件不在通报名单之列。可能误投，也可能单位名称与通报不一致。
    """
    for case in volume.book.unmatched():
        near = _nearest(case.organisation, list(volume.book.awards()))
        names = "、".join(f"{award.id} {award.organisation}" for award in near)
        hint = (
            Wording(f"名称相近的条目：{names}。", f"Entries with a similar name: {names}.")
            if near
            else Wording("请供稿单位或发文单位核实。", "Ask the contributor or the issuer.")
        )
        yield Spot(
            Wording("这篇稿件不在通报名单之列", "this manuscript is on no list of the notice"),
            hint, place=case.place, quote=f"{case.organisation}《{case.title}》", case=case.id,
        )  # fmt: skip


def _nearest(organisation: str, awards: list[Award]) -> list[Award]:
    scored = sorted(
        ((likeness(organisation, award).near, award.id, award) for award in awards),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return [award for near, _, award in scored[:2] if near >= 75]


@rule("S407", Kind.QUERY)
def award_twice(volume: Volume) -> Iterator[Spot]:
    """The same title twice, or the same organisation twice in one tier.

    Why: an organisation may hold several awards, but often an entry was copied.

        two entries of one title  →  compare with the notice
        中文：同一题目列了两次  →  对照通报核对

    中文：同一题目或同一单位在名单里出现两次。单位可以多次获奖，请核对是否重复录入。
    """
    for tier in volume.book.tiers:
        seen: dict[str, str] = {}
        for award in tier.awards:
            for name in filter(None, (award.title, award.organisation)):
                key = fold(name)
                if key in seen and seen[key] != award.id:
                    yield Spot(
                        Wording(f"{award.id} 与 {seen[key]} 相同：{name}",
                                f"{award.id} repeats {seen[key]}: {name}"),
                        Wording("对照通报核对。", "Check it against the notice."),
                        place=award.place, quote=name, case=award.id,
                    )  # fmt: skip
                seen.setdefault(key, award.id)


@rule("S408", Kind.QUERY)
def nearly_the_same_title(volume: Volume) -> Iterator[Spot]:
    """Two award titles that differ by a character or two.

    Why: one of the entries may be a copy of the other, mistyped.

        《党建引领 医心为民》 and 《党建引领 医心惠民》  →  compare with the notice
        中文：《党建引领 医心为民》和《党建引领 医心惠民》  →  对照通报核对

    中文：两个奖项的题目只差一两个字。请对照通报，核对是否重复或录错。
    """
    seen: list[tuple[str, Award]] = []
    for award in volume.book.awards():
        title = fold(award.title or "")
        for other, earlier in seen:
            close = title != other and abs(len(title) - len(other)) <= 2
            if close and min(len(title), len(other)) >= 6 and same_words(title, other) >= TWINS:
                yield Spot(
                    Wording(
                        f"{award.id} 的题目与 {earlier.id} 相近：{earlier.title}",
                        f"the title of {award.id} is nearly that of {earlier.id}: {earlier.title}",
                    ),
                    Wording("对照通报核对。", "Check it against the notice."),
                    place=award.place,
                    quote=award.title or "",
                    case=award.id,
                )
        seen.append((title, award))


@rule("C503", Kind.QUERY, "knowledge")
def organisation_varies(piece: Piece) -> Iterator[Spot]:
    """A full name in a case that is nearly, but not quite, the name of its own organisation.

    Why: the notice is the authority for names; a variant is a slip or an old name.

        北京第一样例医院 in the case of 北京市第一样例医院  →  ask the author
        中文：北京市第一样例医院的案例里写作北京第一样例医院  →  请作者核实

    中文：案例里本单位名称与署名不一致。以通报为准，请作者核实。
    """
    case = piece.case
    if case is None or len(case.organisation) < 6:
        return
    known = _known(piece.lists.awards if piece.lists else ())
    reported: set[tuple[int, int]] = set()
    case_award = case.award or Award(case.id, 0, case.organisation, None, case.region)
    for name in organisations_in(piece.text):
        if fold(name) in known or _same(name, case.organisation):
            continue
        alike = likeness(name, case_award)
        if alike.against is not None or alike.score < ALIKE or _counted_apart(name, case_award):
            continue
        for block in piece.blocks:
            for match in re.finditer(re.escape(name), block.text):
                reported.add((block.number, match.end()))
                yield _not_quite(block, *match.span(), case.organisation)
    for block in piece.blocks:
        if block.quoted or isinstance(block, AwardEntry):
            continue
        for start, end in own_name.slips(block.text, case.organisation):
            if (block.number, end) not in reported and fold(block.text[start:end]) not in known:
                yield _not_quite(block, start, end, case.organisation)
        for start, end in own_name.other_kinds(block.text, case.organisation):
            if (block.number, end) not in reported and fold(block.text[start:end]) not in known:
                yield _not_quite(block, start, end, case.organisation)


def _not_quite(block: Block, start: int, end: int, organisation: str) -> Spot:
    message = Wording(
        f"与署名单位“{organisation}”不一致", f"not quite the organisation ‘{organisation}’"
    )
    hint = Wording("请作者核实；以通报为准。", "Ask the author; the notice rules.")
    return at(block, start, end, message, hint)


@cache
def _known(awards: tuple[Award, ...]) -> frozenset[str]:
    return frozenset(fold(award.organisation) for award in awards)


def _counted_apart(name: str, award: Award) -> bool:
    """Whether two names hold different numerals: 第一 and 第二 are sister houses."""
    numerals = "[一二三四五六七八九十0-9]"
    return re.findall(numerals, name) != re.findall(numerals, award.organisation)


def _same(name: str, organisation: str) -> bool:
    form, other = fold(name), fold(organisation)
    return form in other or other in form or bool(set(forms(name)) & set(forms(organisation)))


@rule("C512", Kind.QUERY, "knowledge")
def name_varies(volume: Volume) -> Iterator[Spot]:
    """A person, an organisation or a brand in two forms that differ by one character.

    Why: one of them is a slip; all places of the book are told in one finding.

        王建国院长 … 王健国院长  →  one of them
        中文：王建国院长……王健国院长  →  统一为一种

    中文：全书同一名称有两种写法。人名、单位、项目、品牌只差一个字；一条意见列出全部位置，请核实后统一。
    """
    names = name_index.index(volume)
    for name in names.values():
        if not name.likes:
            continue
        first = name.places[0]
        others = "；".join(
            f"“{form}”{len(names[name.kind, form].places)}处（{_texts(names[name.kind, form])}）"
            for form in name.likes
        )
        others_en = "; ".join(
            f"‘{form}’ {len(names[name.kind, form].places)}× ({_texts(names[name.kind, form])})"
            for form in name.likes
        )
        message = Wording(
            f"{name.kind}“{name.form}”{len(name.places)}处（{_texts(name)}），又作{others}",
            f"‘{name.form}’ {len(name.places)}× ({_texts(name)}); elsewhere {others_en}",
        )
        hint = Wording(
            "核实后全书统一；确是两个的，写保留。", "See which is right; keep both by a stet."
        )
        put = name.likes[0] if len(name.likes) == 1 and len(name.places) == 1 else None
        yield at(first.block, first.start, first.end, message, hint, put)


def _texts(name: name_index.Name) -> str:
    texts = name.texts
    return "、".join(texts[:_LISTED]) + (f" 等{len(texts)}篇" if len(texts) > _LISTED else "")


@rule("C513", Kind.NOTE)
def province_left_out(volume: Volume) -> Iterator[Spot]:
    """An organisation named with its province in one place and without it in another.

    Why: short forms are right behind the full one; in signatures and tables one form is wanted.

        浙江省乙市第一人民医院 … 乙市第一人民医院  →  one form where it signs
        中文：浙江省乙市第一人民医院……乙市第一人民医院  →  署名处用一种

    中文：同一单位有的带省名、有的不带。行文中可用简称；署名、表格里宜用一种，列出供核对。
    """
    names = name_index.index(volume)
    short = name_index.without_province(names.values())
    for form, full in short.items():
        name, other = names[name_index.HOUSE, form], names[name_index.HOUSE, full]
        place = name_index.before_the_full_form(name, other)
        if place is None:
            continue
        message = Wording(
            f"“{form}”（{_texts(name)}）又作“{full}”（{_texts(other)}）",
            f"‘{form}’ ({_texts(name)}) is elsewhere ‘{full}’ ({_texts(other)})",
        )
        yield at(
            place.block, place.start, place.end, message, Wording("供核对。", "To be looked at.")
        )
