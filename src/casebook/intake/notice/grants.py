"""Find in a sentence who is granted what: names, prize, count, in whatever order they stand.

授予甲、乙等2个单位“先进”称号；甲、乙获一等奖；一等奖由甲获得；一等奖：甲、乙；对甲、乙予以通报表扬；
评出一等奖2个（甲、乙）. A sentence goes from one 。 to the next; what it grants may be told in several
clauses with one verb. Sentences that say what once was are no grants.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from casebook.intake.notice.awardees import Names, read_names
from casebook.intake.notice.grant_parts import (
    ACTIVE,
    BEFORE_BY,
    BY,
    COUNT,
    DEED,
    GENERIC,
    LABEL_START,
    OF_WHOM,
    ONCE,
    PLACEHOLDER,
    RECEIVE,
    TITLED,
    TO,
    Clauses,
    deed,
    good,
    honoured,
    moved,
    prize_name,
    sound_prize,
)
from casebook.intake.notice.lexicon import odds
from casebook.intake.notice.notice_phrases import HONOUR
from casebook.intake.notice.single_names import Rank
from casebook.intake.notice.tokens import HIDDEN, cut, masked
from casebook.typography import number_of


@dataclass(frozen=True)
class Grant:
    """What one clause grants: the span it stands in, the prize, the names, what is in doubt."""

    start: int
    end: int
    prize: str
    names: Names
    check: str = ""
    active: bool = False


@dataclass
class Reading:
    """What a sentence grants, and the spans that seem to grant something and were not read."""

    grants: list[Grant] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)


_BEFORE_TITLES = re.compile(
    rf"(?:^|(?<=[，；：、\s]))(?P<prize>[^，。；：、“”《》（）\s]{{0,24}}?{HONOUR})(?:{COUNT})?(?=《)"
)
"""The name of a prize right before the titles that have it."""
_RANK = re.compile(
    "(?:[特一二三四五]等|优秀|优胜|入围|鼓励|提名|佳作|[金银铜])奖|[冠亚季殿]军|第[一二三四五六七八九十]{1,3}名"
)
_GROUP_OF = re.compile(rf"(?P<group>.*[组类]|[^\W\d]{{2,4}})(?P<rank>{_RANK.pattern})")
_APART = re.compile(
    rf"(?:{LABEL_START.pattern[1:]})?(?P<words>[^，。；：、《》（）\s]{{2,14}})[\s：]+"
)
"""Words before the first of several ranks, apart from it: 消息类　一等奖：…"""
_BEFORE_PRIZE = "奖项前面的"
_INTRODUCES = re.compile("其中|如下|名单|结果|揭晓|公布|[获评]奖|分别|最终|有|是|为$")


def read(text: str, before: bool = False) -> Reading:
    """Return what the sentence `text` grants; `before` tells that the sentence before did, too."""
    return _Reader(text, before).read()


class _Reader(Clauses):
    def __init__(self, text: str, before: bool) -> None:
        super().__init__(text)
        self.grants: list[Grant] = []
        self.before = before

    def read(self) -> Reading:
        at = 0
        while at < len(self.mask):
            nearest = self._next(at)
            if not nearest:
                break
            self.grants += nearest
            at = max(nearest[-1].end, at + 1)
        return Reading(self.grants, list(self._unread()))

    def _next(self, at: int) -> list[Grant]:
        """Return the grant that ends first behind `at`; of one clause with 分获, several."""
        best: list[Grant] = []
        ways = (
            self._labelled,
            self._headed,
            self._by,
            self._active,
            self._to,
            self._received,
            self._implied,
        )
        for way in ways:
            grants = list(way(at))
            if grants and (not best or grants[0].end < best[0].end):
                best = grants
        return best

    # ways in which a clause grants

    def _labelled(self, at: int) -> Iterator[Grant]:
        """一等奖（2个）：甲、乙."""
        for colon in re.finditer("：", self.mask[at:]):
            end = at + colon.start()
            start = max(self.begin(end, "，；。：、\n \u3000"), at)
            head = LABEL_START.match(self.mask[start:end].lstrip())
            lead = len(self.mask[start:end]) - len(self.mask[start:end].lstrip())
            start += lead + (head.end() if head else 0)
            tail = re.search(rf"(?:\s*{COUNT}|（▢+）)*\s*$", self.mask[start:end])
            prize = (start, start + (tail.start() if tail else end - start))
            name = self.text[slice(*prize)].strip()
            if not honoured(name) or re.search("获|授予|评|表彰|下列|以下", name[:-1]) or not name:
                continue
            names, last = self.right(end + 1)
            if good(names):
                count = self.count_in(self.text[prize[1] : end])
                first = max(self.begin(prize[0], "；。\n"), at)
                group, doubt = _group_in(self.text[first : prize[0]])
                begun = first if group else prize[0]
                yield self._grant(begun, last, group + prize_name(name), names, count, doubt)
                return

    def _headed(self, at: int) -> Iterator[Grant]:
        """一等奖《题》（甲）、《题》（乙）."""
        for match in _BEFORE_TITLES.finditer(self.mask, at):
            names, last = self.right(match.end())
            if good(names):
                name = self.text[slice(*match.span("prize"))]
                yield self._grant(match.start("prize"), last, prize_name(name), names, match)
                return

    def _by(self, at: int) -> Iterator[Grant]:
        """一等奖由甲获得；一等奖2个（甲、乙）."""
        for match in BEFORE_BY.finditer(self.mask, at):
            start = match.start("prize")
            name = self.text[start : match.end("prize")]
            name = re.sub(r"^.*?(?:评选出|评出|产生|设|共|其中|决出)", "", name)
            start = match.end("prize") - len(name)
            count = re.match(COUNT, self.mask[match.end() :])
            end = match.end() + (count.end() if count else 0)
            opened = re.match("（(▢+)）", self.mask[end:])
            if opened and re.search("奖|等|名", name):
                inner = self.text[end + 1 : end + opened.end() - 1]
                names = read_names(inner)
                if good(names, 2 if not count else 1):
                    yield self._grant(start, end + opened.end(), name, moved(names, end + 1), count)
                    return
            by = BY.match(self.mask, match.end())
            if by and not re.search("获|授予|评为", name) and not GENERIC.fullmatch(name):
                names, last = self.right(
                    by.end(), "(?:获得|夺得|摘得|斩获|包揽|荣获|所得|夺取|捧得)"
                )
                if good(names):
                    yield self._grant(start, last, prize_name(name), names, by)
                    return

    def _active(self, at: int) -> Iterator[Grant]:
        """授予甲、乙等2个单位“先进”称号；命名甲为“先进”；表彰甲、乙."""
        for verb in re.finditer(ACTIVE, self.mask[at:]):
            start = at + verb.start()
            if self.mask[start - 1 : start] == "被" or verb[0] in ("评为",):
                continue
            grant = self._granting(start, at + verb.end(), verb[0])
            if grant:
                yield grant
                return

    def _granting(self, start: int, at: int, verb: str, implied: bool = False) -> Grant | None:
        stop = self.stop(at)
        head = self.mask[at:stop]
        for match in self.prizes(at, stop):
            names = read_names(self.text[at : match[0]])
            if not sound_prize(self.text[slice(*match)]):
                continue
            if good(names) and not PLACEHOLDER.search(self.text[at : match[0]]):
                prize = self.text[match[0] : match[1]]
                return replace(
                    self._grant(start, match[1], prize_name(prize), moved(names, at)), active=True
                )
        if implied:
            return None
        colon = head.find("：")
        if colon >= 0:
            names, last = self.right(at + colon + 1)
            name = self.prize_in(at, at + colon)
            honour = name or deed(verb)
            if honour and good(names) and not self.labels(at + colon + 1):
                return replace(
                    self._grant(start, last, honour, names, _last_count(head[:colon])),
                    active=True,
                )
        if deed(verb):
            names, last = self.right(at)
            if good(names):
                return replace(self._grant(start, last, deed(verb), names), active=True)
        return None

    def _to(self, at: int) -> Iterator[Grant]:
        """对甲、乙予以通报表扬；将“先进”称号授予甲；对获得一等奖的甲给予表彰."""
        for match in TO.finditer(self.mask, at):
            start = match.end()
            clause = self.clause_end(start)
            deed = re.search(
                r"(?:给予|予以|进行|作出)?(?:通报|全\w通报)?(?:表彰|表扬|嘉奖|奖励|记)|授予|颁给|颁发给|评为|命名为|确定为|认定为",
                self.mask[start:clause],
            )
            if not deed:
                continue
            if deed[0] in ("授予", "颁给", "颁发给"):
                prize = self.prize_in(start, start + deed.start())
                names, last = self.right(start + deed.end())
                if prize and good(names):
                    yield replace(self._grant(match.start(), last, prize, names), active=True)
                    return
                prizes = list(self.prizes(start + deed.end(), clause, whole=True))
                names = read_names(self.text[start : start + deed.start()])
                if prizes and good(names):
                    yield replace(
                        self._grant(
                            match.start(),
                            prizes[0][1],
                            prize_name(self.text[slice(*prizes[0])]),
                            moved(names, start),
                        ),
                        active=True,
                    )
                    return
                continue
            if deed[0].endswith("为"):
                continue
            granted = DEED.match(self.mask, start + deed.start())
            end = granted.end() if granted else start + deed.end()
            prize = granted["prize"] if granted else deed[0]
            first = start
            inner = re.match(
                r"(?:在|获得?|荣获|成绩|表现|工作)[^，；]*?的(?=[^的]+$)",
                self.mask[start : start + deed.start()],
            )
            check = ""
            if inner:
                given = self.prize_in(start, start + inner.end())
                prize, first = given or prize, start + inner.end()
                check = "" if given else "前面有说明的话，请核对单位"
            names = read_names(
                re.sub("(?:，|各|分别|均|一并)+$", "", self.text[first : start + deed.start()])
            )
            if good(names):
                yield replace(
                    self._grant(
                        match.start(), end, prize_name(prize), moved(names, first), None, check
                    ),
                    active=True,
                )
                return

    def _received(self, at: int) -> Iterator[Grant]:
        """甲、乙获一等奖；甲被评为先进."""
        for verb in re.finditer(RECEIVE, self.mask[at:]):
            start, end = at + verb.start(), at + verb.end()
            if self.mask[start : start + 1] == "获" and self.mask[start + 1 : start + 2] == "奖":
                continue
            several = self._several(at, start, end)
            if several:
                yield from several
                return
            prize = self.received(end, verb[0])
            if prize is None:
                continue
            name, last = prize
            behind = OF_WHOM.match(self.mask[last:])
            colon = behind is not None and behind[0].rstrip().endswith("：")
            names, first = self.left(at, start)
            if self.mask[start - 1 : start] in tuple("对向给将把"):
                continue  # 对获得一等奖的…
            if not good(names) and behind and behind[0] and (colon or behind[0].startswith("的")):
                names, last = self.right(last + behind.end())
                first = start
            if not good(names) and self.grants:
                names, first = self.somebody(at, start)
            elif not good(names):
                continue
            if not names.awardees:
                continue
            if ONCE.search(self.mask[max(self.begin(start, "。；"), 0) : start]):
                continue
            yield self._grant(first, last, name, names)
            return

    def _implied(self, at: int) -> Iterator[Grant]:
        """；丙、丁为“先进”称号, where the clause before has the verb."""
        if not (self.grants or self.before):
            return
        lead = re.match(r"[\s，、；]*(?:和|及|以及|并)?", self.mask[at:])
        start = at + (lead.end() if lead else 0)
        grant = self._granting(start, start, "", implied=True)
        if (
            grant
            and grant.start == start
            and not re.search(RECEIVE, self.mask[start : grant.end - 1])
        ):
            yield grant

    def _several(self, at: int, start: int, end: int) -> list[Grant]:
        """Return the grants of 甲、乙、丙分获一、二、三等奖: one for each name."""
        each = (
            re.search(r"分别?$|分别获得$", self.mask[at : start + 1])
            or self.mask[start:end] == "分获"
        )
        if not each:
            return []
        rest = re.match(r"[^，。；：]{2,40}?(?=[，。；：]|$)", self.mask[end:])
        numerals = (
            re.search(r"第?(?P<l>[一二三四五六七八九]、[^，。；]*?)(?P<w>等奖|名)", self.mask[end:])
            if rest
            else None
        )
        quotes = list(re.finditer(TITLED, rest[0])) if rest else []
        names, first = self.left(at, start)
        if not rest or not good(names):
            return []
        top = re.match(r"(?P<group>.{0,12}?)前(?P<n>[二三四五六七八九]|\d)名", rest[0])
        if top:
            many = number_of(top["n"]) or 0
            prizes = [f"{top['group']}第{'一二三四五六七八九'[i]}名" for i in range(many)]
        elif numerals and numerals.start() <= 8:
            lead = self.text[end : end + numerals.start()]
            words = re.findall("[一二三四五六七八九]", numerals["l"])
            nth = "第" if numerals[0].startswith("第") else ""
            prizes = [f"{lead}{nth}{word}{numerals['w']}" for word in words]
        elif len(quotes) > 1:
            prizes = [prize_name(self.text[end + q.start() : end + q.end()]) for q in quotes]
        else:
            parts = re.split("、|和|及", self.text[end : end + rest.end()])
            if len(parts) < 2 or not all(map(honoured, parts)):
                return []
            prizes = parts
        last = end + rest.end()
        if len(prizes) != len(names.awardees):
            whole = self.text[end:last]
            return [
                self._grant(first, last, whole, names, None, "几个奖项分给几家，分不清谁得哪一个")
            ]
        return [
            self._grant(first, last, prize, Names((awardee,)))
            for prize, awardee in zip(prizes, names.awardees, strict=True)
        ]

    def _grant(
        self, start: int, end: int, prize: str, names: Names,
        count: re.Match[str] | None = None, check: str = "",
    ) -> Grant:  # fmt: skip
        declared = number_of(count["count"]) if count and count["count"] else None
        if names.count is None and declared is not None:
            names = replace(names, count=declared)
        return Grant(start, end, prize.strip(), names, check)

    def _unread(self) -> Iterator[tuple[int, int]]:
        """Yield the clauses outside of the grants that have a verb of granting and names."""
        for start, end in cut(self.mask, 0, len(self.mask), "[；。]"):
            for first, last in self._gaps(start, end):
                if _seems(self.text[first:last]):
                    yield first, last

    def _gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start
        for grant in sorted(self.grants, key=lambda grant: grant.start):
            if grant.end <= start or grant.start >= end:
                continue
            if grant.start > at:
                yield at, grant.start
            at = max(at, grant.end)
        if at < end:
            yield at, end


def of_groups(grants: Sequence[Grant], begins: Collection[int] = ()) -> Iterator[Grant]:
    """Yield `grants`, a rank that follows the ranks of a group under the name of that group, too:
    小学组一等奖：甲；二等奖：乙. With those at the places `begins` another line begins."""
    group, doubt, ranks = "", "", set[str]()
    for at, grant in enumerate(grants):
        rank = grant.prize
        if at in begins or rank in ranks or not _RANK.fullmatch(rank):
            doubt = ""
        group = "" if at in begins else group
        doubt = grant.check if grant.check.startswith(_BEFORE_PRIZE) else doubt
        grant = replace(grant, check=grant.check or doubt)
        match = _GROUP_OF.fullmatch(rank)
        if match and _is_group(match["group"]):
            group, ranks, rank = match["group"], set(), match["rank"]
        elif not group or rank in ranks or not _RANK.fullmatch(rank):
            group = ""
        else:
            grant = replace(grant, prize=group + rank)
        ranks.add(rank)
        yield grant


def _is_group(text: str) -> bool:
    return text.endswith(("组", "类")) or odds("genre", text) > 0


def _group_in(text: str) -> tuple[str, str]:
    """Return the group that words before a rank name, and the doubt of words that may be one."""
    apart = _APART.fullmatch(text.lstrip())
    words = apart["words"] if apart else ""
    if _is_group(words):
        return words, ""
    if not words or _INTRODUCES.search(words):
        return "", ""
    return "", f"{_BEFORE_PRIZE}“{words}”不知是什么"


def _last_count(mask: str) -> re.Match[str] | None:
    return max(re.finditer(COUNT, mask), key=lambda match: match.start(), default=None)


def _seems(text: str) -> bool:
    """Whether a clause that was not read has a verb of granting, a prize and names."""
    mask = masked(text)
    verb = re.search(rf"{ACTIVE}|{RECEIVE}|颁发|授予|入选", mask)
    prize = re.search(rf"{TITLED}|{HONOUR}", mask)
    if not verb or not prize or ONCE.search(mask):
        return False
    pieces = [piece for piece in re.split(rf"[、，：]|{ACTIVE}|{RECEIVE}", text) if piece]
    named = [piece for piece in pieces if (n := read_names(piece)).rank is Rank.SURE and n.awardees]
    return len(named) > 1 or ("《" in text and "》" in text and HIDDEN in mask and bool(named))
