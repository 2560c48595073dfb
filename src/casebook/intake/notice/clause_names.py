"""Propose the names in clauses that grant a prize and hold nobody who has it.

云雾镇的柏秀珍以1.86公斤的成绩摘得桂冠，石门乡的冉二妹、云雾镇的穆桂兰获得二等奖: who wins stands before the
verb or behind 为, 给, 授予 or a colon, and a name may be one that no list of names holds. Such a sentence is
read clause by clause, as far as it says nothing else: every piece that can be a name is proposed.
"""

import re
from collections.abc import Iterator, Sequence

from casebook.intake.notice.awarding import Awarding, TextTier
from casebook.intake.notice.lexicon import body_like, is_name, is_place
from casebook.intake.notice.listing import Entry
from casebook.intake.notice.notice_lines import Sheet, Use, compact
from casebook.intake.notice.notice_phrases import NUMBER, UNIT

Values = tuple[tuple[str, str], ...]
IN_CLAUSE = "这一句像是授奖，名字按字面推断，请对照原文"
"""The `check` of a name in a clause that grants a prize and was not read."""
LONGEST_NAME = 24
_CLAUSES = re.compile("[，。；;！!]")
_PRIZE = re.compile(
    "[“「][^”」]{2,14}[”」]|[特一二三四]等奖|[金银铜]奖|[冠亚季]军|桂冠|第[一二三四五六七八]名?|奖|称号"
)
_WINS = re.compile(
    "(?:[均皆也都]?(?:分别|同时|一举|双双)?(?:荣获|获得|获评|获|夺得|夺取|摘得|摘取|斩获|捧得|问鼎|荣膺|膺获|当选|入选|被评为|被授予"
    "|分获|分列|位列|列(?=第)))"
)
"""What stands behind those who win."""
_GIVEN = re.compile("(?:授予|颁给|颁发给|奖给|由|归|为|是|有|还有|[：:])")
"""What stands before those who are given something."""
_BEHIND = re.compile(
    rf"(?:以[^、]*|凭[^、]*|等?\s*{NUMBER}\s*{UNIT}.*|等|两[人位队]|(?:同志|同学|选手|老师)?)$"
)
_FOREMOST = re.compile("^(?:其中|经[^，]*|最终|最后|由|来自|对|给|将|授予|另外?|还有|分别|依次)+")
_CALLED = re.compile(
    "(?:的|[者员生手师长工理任兵民匠授]|同志|选手|教师|学生|队员)(?=[\u3400-\u9fff·]{2,3}$)"
)
"""What may stand between what somebody is and his name."""
_OTHERS = re.compile(
    "^(?:请|希望|望|现将|将|为|根据|按照)|先后|曾|近年|历年|多次|此前|去年|授予(?:以?下|以上|上述)|名单|如下"
)
"""Words of a clause that names nobody, or speaks of what was won before."""
_NOBODY = re.compile("[空从從]缺")
_AND = re.compile("以及|[、和与及]")
_ASIDE = re.compile("[（(][^（）()]*[）)]")
_NO_NAME = re.compile(
    "[\\d%％《》“”（）()：:]|^(?:共[有计评]|(?:共|合计)?(?:评选|评审|评|推选|遴选)出|现将|同期|同时|本|该|各|全|其|我|这|每|以上|参赛|所有)|活动|比赛|大赛|评选|作品$|成绩|名单|奖|称号|结果|组委会|主办|承办|举行"
    "|评委|决定|名额|空缺|分别|并列|获|予以|为|是|中$|里$|第[一二三四]|[一二三]等|$^"
)


def propose(sheet: Sheet, awarding: Awarding) -> None:
    """Add to `awarding` the names in granting clauses of the letter that are no award of the line."""
    known = [compact(text) for text in awarding.known if len(compact(text)) > 1]
    for row in sheet.marked(Use.BODY):
        for prize, named in _granted(row.text):
            new = [values for values in dict.fromkeys(named) if not _is_held(values[-1][1], known)]
            if new:
                known += (compact(values[-1][1]) for values in new)
                entries = tuple(
                    Entry(None, "", values, "", (row,), values[-1][1], IN_CLAUSE) for values in new
                )
                awarding.tell([TextTier(prize, None, entries, row)])


def _is_held(name: str, known: Sequence[str]) -> bool:
    bare = compact(name)
    return any(bare in held or held in bare for held in known)


def _granted(text: str) -> Iterator[tuple[str, list[Values]]]:
    """Yield for each clause of a text that grants something its prize and those it names."""
    above = ""
    for clause in _CLAUSES.split(text):
        if _OTHERS.search(clause) or _NOBODY.search(clause):
            above = ""
            continue
        wins, given = _WINS.search(clause), None
        prizes = _PRIZE.findall(clause, wins.end() if wins else 0) or _PRIZE.findall(clause)
        if not wins or not _WINS.sub("", clause[: wins.start()]).strip():
            wins = wins if wins and wins.start() else None
        if prizes and not wins:
            given = _GIVEN.search(clause)
        if wins and (prizes or above):
            names = [*_names(clause[: wins.start()])]
        elif given:
            names = [*_names(clause[given.end() :])]
        else:
            names = []
        prize = prizes[0] if prizes else above
        above = prizes[0] if prizes and not names else ""
        if names:
            yield prize.strip("“”「」"), names


def _names(text: str) -> Iterator[Values]:
    """Yield the pieces of a text side by side that can each be a name, with the unit or the place
    that stands before a person."""
    for part in _AND.split(_ASIDE.sub("", text)):
        bare = _BEHIND.sub("", _FOREMOST.sub("", part.strip(" \u3000“”"))).strip(" \u3000“”")
        called = [*_CALLED.finditer(bare)]
        name = bare[called[-1].end() :] if called else bare
        if not 1 < len(name) <= LONGEST_NAME or _NO_NAME.search(name):
            continue
        short = re.fullmatch("[\u3400-\u9fff·]{2,4}", name)
        if not (is_name(name) or body_like(name) > 0 or short):
            continue
        kind = "organisation" if body_like(name) > 0 and not is_name(name) else "people"
        before = bare[: called[-1].start()] if called else ""
        if is_place(before):
            yield (("region", before), (kind, name))
        elif body_like(before) > 0:
            yield (("organisation", before), (kind, name))
        else:
            yield ((kind, name),)
