"""The particles 的, 地, 得: 地 between a manner and a verb, 得 between a verb and how it went."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Running
from casebook.proof.findings import Spot, at
from casebook.proof.particle_slips import ParticleSlip, beside
from casebook.proof.parts_of_speech import verbs
from casebook.proof.rule_runner import rule

_MANNERS = (
    "认真|耐心|积极|主动|热情|仔细|细心|及时|准确|精确|精准|正确|顺利|成功|高兴|激动|亲切|诚恳|严肃|熟练|迅速|快速|有效"
    "|有序|稳步|逐步|不断|充分|深入|深刻|全面|切实|扎实|高效|公平|公正|客观|科学|合理|自觉|默默|静静|慢慢|渐渐|轻轻|悄悄"
    "|大力|努力|刻苦|勤奋|无私|无微不至|井然有序|有条不紊|持之以恒|坚持不懈|一丝不苟|夜以继日|不厌其烦|全心全意|满怀信心"
    "|语重心长|循序渐进|因地制宜|不定期|定期|频繁|反复|直接|清楚|清晰|大幅度|极大|很好|较好|动情|深情|感激|欣慰|自豪|坚定"
    "|勇敢|果断|严格|规范|持续|广泛|普遍|细致|耐心细致|积极主动|深情|奋不顾身|争先恐后|一如既往|尽心尽力|兢兢业业|扎扎实实|踏踏实实|勤勤恳恳|认认真真"
    "|实实在在|仔仔细细|清清楚楚|高高兴兴|默默无闻|不遗余力|义无反顾|毫不犹豫|雷厉风行|细心|贴心|暖心|虚心|用心|真诚"
)
"""Words that tell how something is done. Before a noun they take 的 too, so the verb decides."""
_VERBS = (
    "进行(?!性)|开展|完成|推进|参与|投入|做好|做到|看到|感受到|说道|讲述|讲解|聆听|回答|解答|告诉|询问|握住|拉着|对待|配合"
    "|运用|坚守|回顾|叮嘱|嘱咐|发挥出?|投身|做[出着好]|抓好|走进|走访|奔赴|守护|说[道着，：:“]|说(?=[，：:“])|表示"
    "|(?:向|为|把|将|对|从|给)(?!人(?:民服务|师)|什么|之)[^，。；]{1,8}?(?:做|讲|介绍|解释|排忧|服务|讲解|送|提供|发挥|推向|发展|传达|汇报|说明|开展|进行)"
)
_MANNER = re.compile(
    f"(?:{_MANNERS})(?P<particle>的)(?:(?:{_VERBS})(?!的|中|期间|过程|能力|情况|质量|水平|工作|服务|意识|精神|态度|方式|方案|计划|[度率感者性])"
    "|[\u4e00-\u9fff]{1,2}[了着](?!解|落|名|望|程|手|力))"
)
_NOUN = re.compile(
    "(?:得到|有|取得|获得)了?(?:较大|很大|极大|显著|明显|长足|新|大幅|进一步)(?P<particle>地)(?:增长|提高|改善|发展|进步|提升|加强|突破|变化|成效)"
    "|(?:患者|群众|职工|人民|病人|家属|百姓|居民)(?P<owner>地)(?=满意|需要|需求|利益|健康|信任|好评|心|权益|愿望|事|获得感|呼声|困难)"
)
"""Before a noun 的 is written: 较大的增长, 患者的满意."""
_GIVEN = re.compile(
    r"(?:得到|获得|予以|给予|给了|有|进行|作|做|开展)了?(?:更加?|很|非常|十分|深入|全面|积极|认真)?$"
)
"""Verbs that make a noun of what follows: 得到了广泛的开展."""
_RESULT = re.compile(
    "(?:变|做|说|干|办|过|走|跑|讲|写|学|长|吃|睡|飞|恢复|完成|发展|进行|执行|落实|掌握|表现|准备|布置)(?P<particle>的)"
    "(?:很|非常|十分|特别|相当|越来越)(?!多数)[\u4e00-\u9fff]{1,2}(?=[，。；！？、”]|$)"
    "|(?:站|冲|跑|走|看|听|说|写|记|做|干|学)(?P<best>的)(?:最(?:快|好|稳|多|早|远|近|高|前)|(?P<a>[\u4e00-\u9fff])(?P=a)(?P<b>[\u4e00-\u9fff])(?P=b))(?=[，。；！？、”]|$)"
    "|(?:方便|容易|舒服|轻松|快|好|多|高)(?P<much>[的地])多(?=了[，。；！”])"
)
_GROWING = re.compile("(?:办|做|学|说)的越来越[多少]")
"""智慧办的越来越多: those that are done so."""
_HAN = "[\u4e00-\u9fff]"
_TOWARDS = re.compile(  # 更快的送到, 更好的满足群众的需求
    rf"更(?:好|快|多|早|大|加?{_HAN}{{2}})(?P<more>的)(?:(?:把|将|向|让|去)(?!人|何|来|士|军|年|世|处)"
    rf"|为(?!人民服务)(?={_HAN}{{1,8}}(?:服务|提供|做|解))|服务于|送到|融入|投入到)"
    rf"|更(?:好|快|加{_HAN}{{2}})(?P<object>的)(?:满足|发挥|适应|掌握|认识|实现|促进|推动|维护|服务|了解|发现)(?=[^，。、；的和与及者方式机制水平能力体系作用渠道]{{3}})"
)
"""Before a verb that says where to, or that has something behind it."""
_BEHIND_MANNER = re.compile(  # 耐心的去解释, 深刻的感觉到, 切实的应用于
    rf"(?P<particle>的)(?:去(?!处|向|路|留|年|世|除|污|库|产|杠|势|程|职)(?={_HAN})"
    rf"|(?P<verb>{_HAN}{{2}})(?:到(?!位|期)|于(?!是)|出(?!口|版|台|路|发)|给(?!予|付)|起来|下来|成(?!本|果|效|员|立|长|功|就|为)))"
)
"""What is a verb behind a word of manner: where to, or what comes of it."""
_PARALLEL = re.compile(f"{_HAN}{{2}}(?P<of>的){_HAN}{{2}}[、和与]{_HAN}{{2}}$")
"""Something of two characters with what it is like, and what the next is like, up to its 的."""
_SHORT_PAIR = 8
"""Characters of `_PARALLEL`."""
_MANNER_WORDS = tuple(_MANNERS.split("|"))
_TAKEN_FOR = re.compile(
    "(?:能|能够|可以|将|已|已经|无法|难以|没有|没|未能|才能|应该|应当|必须)(?P<got>的)到(?!来|达|底|期|场)"
    "|(?<![改转不善多可应演裂蜕骤突剧])变(?P<became>的)(?:小心翼翼|井井有条|焕然一新|丰富多彩|宽敞明亮|干干净净|整洁有序|井然有序)"
    "|不(?P<must>的)不|值(?P<worth>的)(?:一[提看说]|我们|大家|学习|推广|肯定|信赖|借鉴)|取(?P<gained>的)了"
    "|(?<!明)显(?P<seemed>的)(?:更|很|格外|尤为|十分|尤其|特别|越来越)"
)
"""得 as a part of a verb: 得到, 变得, 值得, 显得."""
_MORE_OF = re.compile(
    "更多(?P<of>地)(?:人|患者|群众|家庭|企业|老人|孩子|居民|学生|朋友|机会|时间|精力|资金|关爱)"
)
_PATTERNS = (
    (_MANNER, "地"), (_TOWARDS, "地"), (_BEHIND_MANNER, "地"), (_RESULT, "得"), (_TAKEN_FOR, "得"),
    (_NOUN, "的"), (_MORE_OF, "的"),
)  # fmt: skip


@rule("W606", Kind.QUERY, "wrong-character")
def particle_of_manner(block: Running) -> Iterator[Spot]:
    """的 before a verb where 地 is written, or behind it where 得 is; 地 before a noun.

    Why: school teaches the three; readers count each slip.

        耐心的聆听了意见，手术进行的很顺利  →  耐心地聆听了意见，手术进行得很顺利

    中文：“的、地、得”混用。动词前说明怎样做的用“地”，动词后说明做得怎样的用“得”，名词前用“的”；所修饰的是名词时不改。
    """
    for slip in slips(block.text):
        message = Wording(
            f"“{slip.words}”疑应用“{slip.put}”", f"{slip.put} may be meant in {slip.words}"
        )
        hint = Wording(
            f"说明动作的用“{slip.put}”；是名词的定语就不改。",
            f"Write {slip.put} if it says how something is done.",
        )
        yield at(block, slip.start, slip.start + 1, message, hint, slip.put)


def slips(text: str) -> list[ParticleSlip]:
    """Return the particles of `text` that stand for another, in order of place."""
    known = {slip.start: slip for slip in beside(text)}
    for pattern, put in _PATTERNS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 6) : match.start()]
            if (put == "地" and _GIVEN.search(before)) or _GROWING.match(match[0]):
                continue
            if pattern is _BEHIND_MANNER and not _acts(text, match):
                continue
            start = next(match.start(name) for name, part in match.groupdict().items() if part)
            known.setdefault(start, ParticleSlip(start, put, match[0]))
    return [known[start] for start in sorted(known) if not _beside_noun(text, known, start)]


def _beside_noun(text: str, known: dict[int, ParticleSlip], start: int) -> bool:
    """Whether 的 stands where it does before the noun beside which this would be a verb: 温暖的交谈、细致的解答."""
    if known[start].put != "地":
        return False
    beside_it = _PARALLEL.search(text[:start][-_SHORT_PAIR:])
    shift = start - min(start, _SHORT_PAIR)
    return beside_it is not None and shift + beside_it.start("of") not in known


def _acts(text: str, match: re.Match[str]) -> bool:
    """Whether a word of manner stands before a particle, and a verb behind it."""
    acts = match["verb"] is None or match["verb"] in verbs()
    return acts and text.endswith(_MANNER_WORDS, max(0, match.start() - 6), match.start())
