"""Hold a notice against itself: counts, dates, names of documents, quotes, places.

Nothing is mended. Counts stand in three places (letter, list of annexes, heading of the annex)
and are compared with each other and with what was read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casebook.book import Award, Tier
from casebook.errata import Erratum, Place, Wording
from casebook.intake.notice import notice_errata
from casebook.intake.notice.cross_checks import Sum
from casebook.intake.notice.letter import Letter
from casebook.intake.notice.notice_lines import Sheet, Use
from casebook.intake.notice.notice_phrases import ACTIVITY_MONTH, CITED, ELIDED, NUMBER, PRIZE, UNIT
from casebook.intake.notice.tier_headings import count_of, tier_name
from casebook.typography import number_of, unpaired

SAME_DOCUMENT = 8
"""Characters two document names must at least share to be one document under two names."""


@dataclass(frozen=True)
class Dates:
    """The dates a notice bears, and the lines they stand on."""

    signed: date | None = None
    signed_at: int | None = None
    printed: date | None = None
    printed_at: int | None = None


def counts(name: str, letter: Letter, tiers: Sequence[Tier]) -> Iterator[Erratum]:
    """Compare the counts of the three places with the awards of every tier."""
    for tier in tiers:
        said = [
            (Wording("正文说", "the letter says"), in_prose(letter.text, tier.name)),
            (Wording("附件目录说", "the list of annexes says"), _in_list(letter, tier.name)),
            (Wording("名单标题说", "the heading says"), tier.declared),
        ]
        said = [(where, count) for where, count in said if count is not None]
        if any(count != len(tier.awards) for _, count in said):
            yield notice_errata.count_differs(tier.place, tier.name, len(tier.awards), said)


def sums(
    sheet: Sheet, letter: Letter, tiers: Sequence[Tier], wholes: Iterable[Sum]
) -> Iterator[Erratum]:
    """Compare what headings over several lists, and the letter, say of them with what was read.

    一、论文类（12篇） above 一等奖 and 二等奖; 论文类12篇、案例类8篇 in the letter.
    """
    for whole in wholes:
        read = len(whole.awards(tiers))
        said = [
            (Wording("正文说", "the letter says"), in_prose(letter.text, whole.name)),
            (Wording("标题说", "the heading says"), whole.declared),
        ]
        said = [(where, count) for where, count in said if count is not None]
        if any(count != read for _, count in said):
            yield notice_errata.count_differs(sheet.place(whole.row), whole.name, read, said)


def total(name: str, letter: Letter, tiers: Sequence[Tier]) -> Iterator[Erratum]:
    """Tell annexes the letter lists and the file has not, and a total that does not add up."""
    known = {tier.name for tier in tiers}
    only = len(letter.annexes) == 1 and any(tier.awards for tier in tiers)
    for item in letter.annexes:
        tier = tier_name(item.text)
        # of a list that is divided into ranks the ranks are the tiers
        here = only or any(tier in name for name in known)
        if re.fullmatch(PRIZE, tier) and not here:
            yield notice_errata.empty_tier(Place(name, item.lines[0]), tier)
    match = re.search(rf"共[评推遴选出]+[^，。；\d]{{0,16}}({NUMBER})\s*{UNIT}", letter.text)
    said = number_of(match[1]) if match else None
    sums = {
        sum(len(tier.awards) for tier in tiers),
        sum(len(tier.awards) for tier in tiers if not tier.bodies),
    }
    if said is not None and said not in sums and match:
        message = Wording(
            f"正文说共 {said} 个，各等次合计 {max(sums)} 个",
            f"the letter says {said} in all, the tiers add up to {max(sums)}",
        )
        yield notice_errata.query(
            "total-differs", Place(name, letter.paragraphs[0].lines[0]), message, match[0]
        )


def doubled(tiers: Sequence[Tier]) -> Iterator[Erratum]:
    """Tell numbers that stand twice in a tier."""
    for tier in tiers:
        seen: dict[int, Award] = {}
        for award in tier.awards:
            first = seen.setdefault(award.number, award)
            if first is not award:
                line = first.lines[0] if first.lines else 0
                message = Wording(
                    f"序号 {award.number} 用了两次，第一次在第 {line} 行",
                    f"number {award.number} stands twice, first on line {line}",
                )
                yield Erratum(
                    "doubled-number",
                    award.place,
                    message,
                    notice_errata.BY_HAND,
                    award.organisation,
                )


def elided(sheet: Sheet) -> Iterator[Erratum]:
    """Tell the lines at which a list says that it goes on no further: （以下略）."""
    for row in sheet.marked(Use.ENTRY, Use.HEADING):
        match = ELIDED.search(row.text)
        if match:
            message = Wording("名单到这里有省略，不全", "the list is cut short here")
            hint = Wording(
                "请向发文单位要完整的名单，补进 awards.yaml。",
                "Ask the issuer for the whole list and add the rest to awards.yaml.",
            )
            yield Erratum("list-elided", sheet.place(row), message, hint, match[0].strip())


def in_prose(text: str, tier: str) -> int | None:
    """Return the count the letter gives for `tier`: 典型案例 30 个, 10 家单位为优秀组织单位."""
    if tier not in text:
        return None
    shared = "(?<![特一二三四][、和])" if tier.endswith("等奖") else ""  # 一、二等奖共243篇
    name = shared + re.escape(tier)
    behind = re.search(rf"{name}[”]?[^，。；、\d和及与]{{0,3}}?\s*({NUMBER})\s*{UNIT}", text)
    before = re.search(rf"({NUMBER})\s*{UNIT}[^，。；、\d]{{0,6}}?{name}", text)
    match = behind or before
    return number_of(match[1]) if match else None


def declared(letter: Letter, tier: str, heading: int | None) -> int | None:
    """Return the count a tier declares: its heading's, else the list's, else the letter's."""
    counts_said = (heading, _in_list(letter, tier), in_prose(letter.text, tier))
    return next((count for count in counts_said if count is not None), None)


def _in_list(letter: Letter, tier: str) -> int | None:
    named = [item.text for item in letter.annexes if tier_name(item.text) == tier]
    return count_of(named[0]) if named else None


def dates(name: str, number: str, letter: Letter, days: Dates) -> Iterator[Erratum]:
    """Tell dates that cannot be: an imprint before the signature, a signature before the event."""
    year = re.search(r"\d{4}", number)
    months = [(int(y), int(m)) for y, m in ACTIVITY_MONTH.findall(letter.text)]
    event = max(months, default=None)
    signed, printed = days.signed, days.printed
    if signed and year and signed.year < int(year[0]):
        yield _impossible(
            name, days.signed_at, signed, f"文号为 {year[0]} 年", f"number of {year[0]}"
        )
    if signed and event and (signed.year, signed.month) < event:
        said = f"{event[0]} 年 {event[1]} 月"
        yield _impossible(
            name, days.signed_at, signed, f"活动在 {said}", f"event {event[0]}-{event[1]}"
        )
    if not printed:
        return
    if signed and printed < signed:
        yield _impossible(name, days.printed_at, printed, f"落款为 {signed}", f"signed on {signed}")
    elif not signed and year and printed.year < int(year[0]):
        yield _impossible(
            name, days.printed_at, printed, f"文号为 {year[0]} 年", f"number of {year[0]}"
        )


def _impossible(name: str, at: int | None, day: date, zh: str, en: str) -> Erratum:
    message = Wording(f"日期 {day} 不对：{zh}", f"the date {day} cannot be: {en}")
    return notice_errata.query("impossible-date", Place(name, at), message, str(day))


def documents(name: str, letter: Letter) -> Iterator[Erratum]:
    """Tell one document cited under two names: the same characters in another order."""
    seen: dict[str, tuple[str, int]] = {}
    for paragraph in letter.paragraphs:
        for title in CITED.findall(paragraph.text):
            key = "".join(sorted(title))
            first, line = seen.setdefault(key, (title, paragraph.lines[0]))
            if first != title and len(title) >= SAME_DOCUMENT:
                message = Wording(
                    f"同一文件有两种叫法，第 {line} 行作{first}",
                    f"one document under two names; line {line} has {first}",
                )
                place = Place(name, paragraph.lines[0])
                yield notice_errata.query("two-names", place, message, title)


def awards(name: str, tiers: Sequence[Tier]) -> Iterator[Erratum]:
    """Tell what is odd in single awards: quotes, text after 》, numbers, unknown regions."""
    field = _is_field([award.after for tier in tiers for award in tier.awards if award.title])
    if field:
        message = Wording("每一条题目后面都有文字，当作一栏", "text follows every title: a column")
        hint = Wording("已存入 awards.yaml 的 after。", "It is kept as ‘after’ in awards.yaml.")
        yield notice_errata.query("text-after-title", Place(name), message, "", hint)
    for tier in tiers:
        last: Award | None = None
        for award in tier.awards:
            yield from _marks(name, award)
            if award.after and not field:
                yield _after(name, award)
            if not award.region:
                yield _no_region(name, award, last)
            last = award


def _is_field(afters: Sequence[str]) -> bool:
    """Whether what follows the titles is a column of the list: it stands in every entry."""
    return len(afters) > 1 and all(afters)


def _marks(name: str, award: Award) -> Iterator[Erratum]:
    for text in (award.organisation, award.title or ""):
        lone = unpaired(text)
        if lone:
            marks = "".join(text[at] for at in lone)
            message = Wording(
                f"“{award.id}”有不成对的 {marks}", f"{marks} of {award.id} has no partner"
            )
            yield notice_errata.query("unpaired-mark", _place(name, award), message, text)


def _after(name: str, award: Award) -> Erratum:
    whole = f"《{award.title}{award.after}》"
    message = Wording(f"“{award.id}”的》后面还有文字", f"text follows the 》 of {award.id}")
    hint = Wording(
        f"题目照原样保留；若应为{whole}，请改 title。",
        f"If it should be {whole}, change the title.",
    )
    return notice_errata.query("text-after-title", _place(name, award), message, award.after, hint)


def _no_region(name: str, award: Award, above: Award | None) -> Erratum:
    near = f"（上一条属{above.region}）" if above and above.region else ""
    message = Wording(f"“{award.id}”看不出地区{near}", f"the region of {award.id} is unknown")
    hint = Wording("请在 awards.yaml 里写 region。", "Write its region in awards.yaml.")
    return notice_errata.query(
        "unknown-region", _place(name, award), message, award.organisation, hint
    )


def _place(name: str, award: Award) -> Place:
    return Place(name, award.lines[0] if award.lines else None)
