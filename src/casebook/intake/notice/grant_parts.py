"""The parts of a sentence that grants something: names in front, names behind, the prize."""

import re
from collections.abc import Iterator
from dataclasses import replace

from casebook.intake.matching.traditional import simplified
from casebook.intake.notice.awardees import KINDS, LEAD, Names, Rank, read_names
from casebook.intake.notice.grant_words import (
    ACTIVE,
    BARE,
    BEGINS,
    BETWEEN,
    COUNT,
    DEED,
    GENERIC,
    NOT_PRIZE,
    QUOTED,
    TITLED,
    TO,
)
from casebook.intake.notice.lexicon import body_like
from casebook.intake.notice.notice_phrases import HONOUR, NUMBER, UNIT
from casebook.intake.notice.sentence_marks import cut, masked


class Clauses:
    """A sentence and its mask, and what of it may be names and prizes. Places count from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.mask = masked(text)

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
        found = re.search(TITLED, self.mask[at:end])
        if found:
            return prize_name(self.text[at + found.start() : at + found.end()])
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
    text = re.sub(r"^(?:荣获|获得|获|得|为|以|的|了|全部)", "", text.strip())
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
    found = tuple(replace(each, at=each.at + by) for each in names.awardees)
    return replace(names, awardees=found)
