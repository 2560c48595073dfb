"""The parts of a sentence that grants something: names in front, names behind, the prize; and the
words by which it grants, as patterns over a mask of the sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace

from casebook.intake.matching.traditional import simplified
from casebook.intake.notice.awardees import LEAD, OF_WORKS, Names, read_names
from casebook.intake.notice.lexicon import body_like, is_name, names_in
from casebook.intake.notice.notice_phrases import HONOUR, NUMBER, UNIT
from casebook.intake.notice.single_names import KINDS, Rank
from casebook.intake.notice.tokens import cut, masked

ACTIVE = (
    r"(?:授予|追授|颁授|颁给|颁发给|命名|认定|确定|评选出|评选|评定|评出|选出|推选出|推选|推荐|推报|评为|通报表扬|通报表彰|通报嘉奖|表彰奖励|表彰|嘉奖|表扬|奖励|记)"
    r"(?![大会权]|仪式|活动|决定|办法|工作|名单|标准|结果|的通|先进集体和|有关|相关|以来|通报)"
)
RECEIVE = (
    r"(?:并列(?=第)|荣获|喜获|获得|获评|获颁|获授|分获|获|荣膺|荣登|夺得|勇夺|摘得|斩获|捧得|赢得|取得|位列|名列|当选为|当选|入选|入围|列入|列为|被评定为"
    r"|被(?P<by>[^，。；▢]{0,24}?)(?:评选为|评为|授予|命名为|认定为|确定为|推选为|表彰为|列为|列入|推荐为|记|评定为)|评为|评定为|认定为|受到(?P<by2>[^，。；▢]{0,14}?)(?=表彰|表扬|嘉奖|通报)|为(?=“)"
    rf"|为(?=(?:\d{{4}}年度?|全[省市县区国])[^，。；：、]{{0,24}}?{HONOUR}(?:[，。；]|$)))"
)
DEED = re.compile(
    r"(?:给予|予以|进行|作出)?(?P<prize>(?:全[省市县校国区系]+|大会|重点|公开|专项)?(?:通报表扬|通报表彰|通报嘉奖|表彰奖励|表彰|表扬|嘉奖|奖励|记(?:大功|[一二三]等功|个人[一二三]等功|集体[一二三]等功)(?:一次)?))"
)
TO = re.compile(r"(?:给予|(?<![面针相应])[对将向给把](?!予))(?=[^，。；：])")
TITLED = r"[“「]▢+[”」](?:荣誉称号|称号|荣誉|奖牌|奖章|奖项|奖|证书|牌匾)?"
QUOTED = re.compile(rf"(?P<head>[^，。；：、“「《（\s]{{0,24}}?)(?P<prize>{TITLED})")
BARE = re.compile(
    rf"(?P<prize>[^，。；：、“”《》（）\s]{{0,36}}?{HONOUR})(?=[，。；：、（）\s]|和|及|$|的|奖金)"
)
COUNT = rf"(?<!第)(?:各|共|计)?\s*(?P<count>{NUMBER})\s*{UNIT}(?:单位|案例|作品|同志|集体|项目)?"
NOT_PRIZE = re.compile(
    r"好评|成功|成绩$|佳绩|突破|肯定|认可|支持|关注|资格|机会|收益|利润|资金|经验$|进展|效果|冠名|赞誉|青睐|反响|批准|专利|信任|通过|掌声|欢迎|力量|喜悦|结果|好名次"
)
BEGINS = re.compile(
    r"[特一二三四五]等|优秀|先进|最[佳美]|模范|示范|文明|十佳|百佳|全[省市县国区校]|\d{4}|年度|杰出|突出|特别|[金银铜冠亚季]|第[一二三四五六七八九十]|优胜|创新|劳动"
)
"""How the name of an honour often begins, behind a name."""
GENERIC = re.compile("荣誉称号|称号|荣誉|奖|证书|奖项|大奖")
ONCE = re.compile(
    r"曾[经获多被先荣]|先后|近年来|历年|往年|上届|多次|连续[\d一二三四五六七八九十]+年|以来"
)
BETWEEN = re.compile(
    r"(?:(?:在|于)[^，；]{2,60}?(?:中|上|里|内)|以[^，、；]{1,16}?(?:分|成绩|优势|票|名次)(?:的[^，、；]{2,4})?|以[^，；]{2,40}?的[^，、；]{0,4}(?:成绩|优势)|凭借?[^，；]{2,30}|分别|双双|均|都|并列|共同|一举|最终|成功|也|同时|一并|各|还|又|再次|依次|同|被|拟|，)*$"
)
BY = re.compile(
    rf"(?:{COUNT})?(?:获得者|得主|获奖者|获奖单位|获奖作品|得奖者|名单)?(?:，?分别|，)?(?:由|为|是|有|授予|颁给|颁发给|归|花落|被)(?!了)"
)
BEFORE_BY = re.compile(
    rf"(?P<prize>{TITLED}|[^，。；：、“”《》（）\s]{{0,24}}?{HONOUR})(?={BY.pattern.replace('?P<count>', '?:')}|（|\s*{NUMBER}\s*{UNIT})"
)
LABEL_START = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十▢]+）|\d{1,2}[.．、]|[①-⑳]|[-*•●■◆])\s*"
)
PLACEHOLDER = re.compile(r"[以下上]列|以[下上](?:单位|同志|作品|集体|个人|学校|\d)|下述|上述")
OF_WHOM = re.compile(
    r"^(?:的)?(?:先进)?(?:单位|个人|同志|作品|学校|选手|集体|人员|论文|学生|教师|企业|村|项目|案例|产品|商品|组织|家庭|班级|团队)?(?:名单)?(?:分别|共)?(?:有|是|为|如下|包括)?(?:（▢+）)?\s*[：]?"
)


_RECEIVED = re.compile(rf"(?<=[”」])(?:、[^，。；]*?)?{RECEIVE}")


def names_joined(text: str) -> str:
    """Return a sentence with 、 for each ， between names that receive something together:
    甲的国画《题》，乙的行书《题》获一等奖. Places stay what they are."""
    joined, mask = list(text), masked(text)
    for start, end in cut(mask, 0, len(mask), "[；。]"):
        run: list[int] = []
        for first, last in cut(mask, start, end, "，"):
            received = re.search(RECEIVE, mask[first:last])
            whole = not received and _is_record(text[first:last])
            if received and run and _is_record(text[first : first + received.start()]):
                for at in run:
                    joined[at] = "、"
            run = [*run, last] if whole and last < end else []
    return "".join(joined)


def _is_record(text: str) -> bool:
    """Whether a clause is nothing but a person, or a title behind those who made it."""
    bare = re.sub("^(?:其中|此外|另外)$", "", text.strip())
    made = re.fullmatch("(?P<maker>[^《》的]{2,30})的?[^《》的]{0,8}《[^《》]+》", bare)
    return is_name(OF_WORKS.sub("", bare)) or bool(
        made and (names_in(made["maker"]) or body_like(made["maker"]) > 1)
    )


class Clauses:
    """A sentence and its mask, and what of it may be names and prizes. Places count from 0."""

    def __init__(self, text: str) -> None:
        self.text = names_joined(text)
        self.mask = masked(self.text)

    def stop(self, at: int) -> int:
        """Return where the next verb of granting begins, or the sentence ends."""
        verb = re.search(
            rf"[，；]\s*(?:[^，；：]{{0,6}}?)(?:{ACTIVE}|{TO.pattern})", self.mask[at:]
        )
        return at + verb.start() if verb else len(self.mask)

    def clause_end(self, at: int) -> int:
        match = re.search("[；。]", self.mask[at:])
        return at + match.start() if match else len(self.mask)

    def begin(self, end: int, marks: str) -> int:
        """Return where the clause begins that ends at `end`."""
        return max(self.mask.rfind(mark, 0, end) for mark in marks) + 1

    def prizes(self, at: int, stop: int, whole: bool = False) -> Iterator[tuple[int, int]]:
        """Yield the spans that may be the prize between names in front and the end of a clause."""
        for match in re.finditer(
            rf"(?P<link>(?:为|以|的)?)(?P<prize>{TITLED})(?=[，。；、和及并\s]|$|各|奖)",
            self.mask[at:stop],
        ):
            start = at + match.start("prize")
            made = self.mask[start - 1 : start] == "的" and _RECEIVED.match(
                self.mask, at + match.end()
            )
            if made:
                continue  # what a unit made, and it received something for: 儿科的“萌芽圈”荣获优秀奖
            if match["link"]:
                yield at + match.start("link"), at + match.end()
            head = re.search(
                rf"(?:为|(?:等{NUMBER}|\d+){UNIT}{KINDS}|同志)(?P<h>[^，、；为▢“”]{{2,20}})$",
                self.mask[at:start],
            )
            if head and not whole:
                yield at + head.start("h"), at + match.end()
            yield start, at + match.end()
        for match in re.finditer(
            rf"(?:{HONOUR}|等功)(?=[，。；（\s]|$|、[^▢“]{{0,40}}?(?:{HONOUR}))", self.mask[at:stop]
        ):
            end = at + match.end()
            first = at if whole else self._last_name(at, end)
            for start in self._starts(first, end):
                yield start, end

    def _last_name(self, at: int, end: int) -> int:
        return max(at, max(self.mask.rfind(mark, at, end) for mark in "、，；") + 1)

    def _starts(self, at: int, end: int) -> Iterator[int]:
        """Yield where an unquoted prize may begin: behind 为, 同志, 等10个单位, behind a name."""
        part = self.mask[at:end]
        for match in re.finditer(
            rf"(?:为|以|等?\d+{UNIT}(?:单位|学校|部门|同志|集体|企业|作品)?|等{NUMBER}{UNIT}(?:单位|学校|部门|同志|集体|企业|作品|村)?|同志|老师|等单位|等同志)(?=.{{2,}})",
            part,
        ):
            yield at + match.end() if match[0] not in ("为", "以") else at + match.start()
        sizes = [size for size in range(len(part) - 2, 1, -1) if self._parts(at, at + size, end)]
        yield from sorted(
            (at + size for size in sizes),
            key=lambda split: BEGINS.match(self.mask[split:end]) is None,
        )

    def _parts(self, start: int, at: int, end: int) -> bool:
        """Whether at `at` a name ends and an unquoted prize begins."""
        left, right = self.text[start:at], self.text[at:end]
        names = read_names(left)
        sure = names.rank is Rank.SURE or (names.rank is Rank.LIKELY and body_like(left) > 0)
        plain = GENERIC.fullmatch(right) or right[0] in "等名"
        return sure and honoured(right) and not plain

    def prize_in(self, at: int, end: int) -> str:
        """Return the prize named between `at` and `end`, empty for none."""
        match = re.search(TITLED, self.mask[at:end])
        if match:
            return prize_name(self.text[at + match.start() : at + match.end()])
        bare = list(re.finditer(HONOUR, self.mask[at:end]))
        if not bare:
            return ""
        last, begun = at + bare[-1].end(), at + bare[-1].start()
        first = max(
            at, max(self.mask.rfind(mark, at, begun + 1) for mark in "，、位人个得获为予") + 1
        )
        return prize_name(self.text[first:last])

    def received(self, at: int, verb: str) -> tuple[str, int] | None:
        """Return the prize that follows a verb of receiving, and its end."""
        rest = self.mask[at:]
        quoted = QUOTED.match(rest)
        if quoted:
            name = self.text[at : at + quoted.end()]
            behind = re.match(r"[^，。；：、（）\s的]{0,16}", rest[quoted.end() :])
            end = at + quoted.end()
            if behind and honoured(behind[0]) and not re.search("奖金|奖励", behind[0]):
                end += behind.end()
                name = self.text[at:end]
            return prize_name(name), end
        listed = re.match(r"《▢+》(?:名录|名单|目录)?", rest)
        if listed and verb.startswith(("入选", "列入", "被")):
            return self.text[at : at + listed.end()], at + listed.end()
        match = BARE.match(rest)
        if match:
            name = self.text[at + match.start("prize") : at + match.end("prize")]
            if not NOT_PRIZE.search(name):
                return prize_name(name), at + match.end("prize")
        if verb.endswith("为") and len(verb) > 1:
            plain = re.match(r"[^，。；：、（）\s]{2,24}(?=[，。；（]|$)", rest)
            if plain and not NOT_PRIZE.search(plain[0]):
                return prize_name(plain[0]), at + plain.end()
        if verb.startswith("受到"):
            deed = DEED.match(rest)
            if deed:
                return deed["prize"], at + deed.end()
        return None

    def left(self, at: int, end: int) -> tuple[Names, int]:
        """Return the names that stand in front of `end`, back over clauses that are names, too."""
        trimmed = BETWEEN.search(self.mask[at:end])
        last = at + trimmed.start() if trimmed else end
        spans = list(cut(self.mask, at, last, "[，；：]"))
        best, first = Names(), last
        for start, _ in reversed(spans):
            lead = _lead(self.text[start:last])
            names = read_names(self.text[start + lead : last])
            if not good(names) or (best.awardees and weak(names, best)):
                break
            best, first = moved(names, start + lead), start + lead
            if lead:
                break
        return best, first

    def somebody(self, at: int, end: int) -> tuple[Names, int]:
        """Return the one word in front of `end` that has the form of a name but no known surname."""
        start = max(self.begin(end, "，；：。"), at)
        names = read_names(self.text[start:end])
        alone = len(names.awardees) == 1 and names.rank is Rank.ODD
        short = re.fullmatch(r"[\u3400-\u9fff·]{2,4}", self.text[start:end].strip()) is not None
        return (moved(names, start), start) if alone and short else (Names(), end)

    def right(self, at: int, ends: str = "") -> tuple[Names, int]:
        """Return the names that stand behind `at`, on over clauses that are names, too."""
        best, last = Names(), at
        stop = len(self.mask)
        verb = re.search(ends, self.mask[at:]) if ends else None
        if verb:
            stop = at + verb.start()
        for _, end in cut(self.mask, at, stop, r"[，；。]|\s+(?=[^\s，；：]{2,12}：)"):
            names = read_names(self.text[at:end])
            fresh = self.text[last:end]
            fits = good(names) and not (best.awardees and weak(names, best))
            other = best.awardees and re.search(rf"{ACTIVE}|{HONOUR}", masked(fresh))
            if not fits or other or (best.awardees and self.labels(last, end)):
                break
            best, last = moved(names, at), end
            if re.match(r"[^，；。\s]*[，；\s]", self.mask[end:]) is None:
                break
        if verb and best.awardees and last >= stop - 1:
            last = at + verb.end()
        return best, last

    def labels(self, at: int, end: int | None = None) -> bool:
        """Whether a prize with a colon stands at `at`: 一等奖：…"""
        label = re.match(r"[\s，；]*(?P<name>[^：，；、]{2,20})：", self.mask[at:end])
        return label is not None and honoured(re.sub(rf"（▢*）|{COUNT}$", "", label["name"]))

    def count_in(self, text: str) -> re.Match[str] | None:
        return re.search(COUNT, text)


def honoured(text: str) -> bool:
    """Whether `text` ends like the name of a prize."""
    bare = re.sub(r"[“”「」『』\s]", "", simplified(text))
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", bare)
    other = NOT_PRIZE.search(bare) and not bare.endswith(("称号", "奖"))
    return re.search(rf"{HONOUR}$", bare) is not None and not other and len(bare) < 40


def sound_prize(text: str) -> bool:
    """Whether the words of a prize hold no other words of the sentence, no unit before a quote."""
    head = re.split("[“「『]", text)[0]
    strange = re.search("以及|突出|成绩|以来|[，；：。]|获得|授予|被评", head)
    return not strange and len(head) <= 36 and not (head != text and body_like(head) > 1)


def prize_name(text: str) -> str:
    """Return the name of a prize without quotes and without 称号."""
    text = re.sub(r"^(?:荣获|获得|获|得|为|以|的|了|全部|参评|其中)", "", text.strip())
    text = re.sub(r"(?<=[”」])(?:荣誉称号|称号|荣誉)$", "", text)
    text = re.sub(rf"^(?:等?{KINDS})(?=[“「『])", "", text)
    whole = re.fullmatch(r"[“「『]([^“”「」『』]+)[”」』]", text)
    text = whole[1] if whole else text
    return re.sub(r"(?<=.{2})(?:荣誉称号|称号)$", "", text).strip(" ，、")


def deed(verb: str) -> str:
    return verb if re.search("表彰|表扬|嘉奖|奖励", verb) else ""


def _lead(text: str) -> int:
    at = 0
    while match := LEAD.match(text[at:]):
        if not match.end():
            break
        at += match.end()
        rest = re.match("[，、：]", text[at:])
        at += rest.end() if rest else 0
    return at


def good(names: Names, least: int = 1) -> bool:
    """Whether the names are no prose, and enough of them are names for certain."""
    if names.rank is Rank.PROSE or len(names.awardees) < least:
        return False
    whole = names.count == len(names.awardees) and names.count > 1
    return names.sure * 2 >= len(names.awardees) or whole


def weak(names: Names, before: Names) -> bool:
    """Whether a clause more adds what is no name for certain."""
    added = len(names.awardees) - len(before.awardees)
    return names.sure - before.sure < added


def moved(names: Names, by: int) -> Names:
    awardees = tuple(replace(each, at=each.at + by) for each in names.awardees)
    return replace(names, awardees=awardees)
