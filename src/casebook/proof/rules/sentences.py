"""Sentences that do not hold together: no subject, two patterns in one, a negation too many."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_REST = "[^，。；！？：]"
_LOST = re.compile(
    rf"(?:^|(?<=[。！？；]))(?P<first>通过|经过|由于|随着|在)(?={_REST}{{2,40}}，)(?P<middle>{_REST}{{2,40}})，(?P<make>使得?|让|令)(?![用])"
)


_GAINED = re.compile(
    rf"(?:^|(?<=[。！？；]))(?P<first>通过)(?:本|这|此)[一]?[次期]{_REST}{{0,10}}"
    "(?:学习|培训|活动|会议|参观|讲座|竞赛|比赛|演练|交流|调研)，"
    "(?:进一步|切实|有效|大大)?(?P<make>(?:增[加强进]|加[深强]|提[高升]|丰富|开阔|拓宽|坚定|激发|规范|强化|锻炼)了)"
)
"""What a training gave, and nobody to whom it gave it: it is the training that gives."""
_FORBID = re.compile(r"(?:切忌|谨防|严防|切勿|禁止|忌讳)(?:不要|不能|不可|不许|不得|勿|别|不准)")
_PREVENT = re.compile(
    r"(?P<verb>防止|避免|杜绝|以免|以防|谨防|防范)(?:了)?(?P<what>[^，。；！？：、不]{0,8}?)(?P<not>不再|不会|不被|不能够|不要|不发生|不出现|不激化|不上交|不反弹|不扩散|不返贫|不流失|不复发|不受|不外溢|不升级|没有发生|不漏)"
)
_HELP = (
    "努力|支持|帮助|领导|关怀|指导|带领|推动|作用|影响|配合|关心|鼓励|安排|组织|引导|动员|背景|前提|协调|陪伴|重视|情况|条件|环境"
    "|形势|坚持|护理|照料|监督"
)
"""What stands between 在 and 下, and not behind 由于."""
_DEEDS = (
    "解决|改善|提高|提升|加强|落实|完善|增强|保障|缓解|推进|改进|巩固|促进|满足|控制|推广|恢复|体现|实现|化解|改变|扩大|优化|丰富"
    "|拓展|减轻|减少|规范|强化"
)
_MIXED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:关键|根本|核心|秘诀|重点|前提|基础)(?:就)?(?:在于|是){_REST}{{2,40}}?(?:是分不开的|分不开|起决定性?作用|起着?决定性?作用|所决定的|是关键|最重要|必不可少)",
        rf"(?:与|和|同){_REST}{{2,30}}?(?:的结果是分不开的|有着?分不开)",
        rf"(?:原因|理由)(?:就)?(?:是|在于)(?:因为|由于)?{_REST}{{2,40}}?(?:造成的|导致的|引起的|所致|的缘故|的原因)(?=[，。；])",
        rf"(?:是因为|是由于){_REST}{{2,40}}?(?:的原因|的缘故|所致|造成的|导致的|引起的|的结果)(?=[，。；])",
        rf"(?:本着|按照|遵循){_REST}{{2,24}}?为(?:原则|宗旨|目的|准则)",
        rf"(?<!以)(?:围绕){_REST}{{2,20}}?为(?:中心|核心|主题|重点)",
        rf"以{_REST}{{2,20}}?为(?:原则|宗旨|目标|中心)(?:出发|进行下去|来开展的?原则)",
        rf"(?:取决于|决定于){_REST}{{2,30}}?(?:决定的|所决定|起决定)",
        rf"(?:主要)?(?:是)?由{_REST}{{2,30}}?(?:组合而成的?结果|为主组成|所组成为)",
        rf"(?:就是|正是){_REST}{{2,16}}?的(?:晴雨表|试金石|见证|标志|关键|法宝|保证|体现)是{_REST}{{2,12}}?的(?=[，。；])",
        rf"(?:旨在|目的在于){_REST}{{2,24}}?(?:为目的|为目标|的目的)",
        rf"(?:之所以){_REST}{{2,30}}?的原因(?:是|在于)",
        rf"(?:根据|据){_REST}{{2,20}}?(?:显示|表明|证明)出?了?，(?:得出|可以看出)了?的?结论是{_REST}{{0,20}}?(?:的结论)",
        rf"(?:在|通过){_REST}{{2,24}}?(?:的)?基础上出发",
        rf"(?:从){_REST}{{2,16}}?为(?:出发点|起点|抓手)",
        rf"(?:由于|因为|随着)(?:(?!在){_REST}){{2,26}}(?:{_HELP})下(?=，)",
        rf"(?P<v>{_DEEDS})(?:好|了)?{_REST}{{2,16}}(?:得到|得以|获得|有了)了?(?:较大|很大|有效|明显|显著|很好|及时|妥善|进一步|充分|切实|全面|根本|极大|大幅)?[地的]?(?P=v)(?!的|机制|措施)",
        rf"(?:经过|通过|经)(?:(?!在){_REST}){{2,20}}的(?:领导|指导|带领|帮助|支持|关怀|努力|推动|组织|协调)下(?=，)",
        rf"(?:引起|给予|予以){_REST}{{0,8}}?(?:重视|关注|支持)起来",
        rf"(?:据|根据){_REST}{{2,20}}?(?:显示表明|表明显示)",
        rf"(?:深受|受到|广受)(?:了)?{_REST}{{1,12}}?所(?:欢迎|喜爱|好评|称赞|关注)",
    )
)
_ONE_SIDED = re.compile(
    rf"(?P<two>能否|是否|能不能|是不是|好坏|成败|优劣|高低){_REST}{{0,20}}?，?(?:关键)?(?:取决于|在于|关键是|决定于)(?:要有|有|坚持|加强|做好|必须|能够|建立|依靠|大力|充分|不断)"
)
_BOTH = re.compile("有没有|是否|能否|能不能|如何|怎样|好坏|高低|程度|与否")
_BADLY = {
    "水平": "改善|改进|扩大|增加|加快", "条件": "提高|提升|增强|加强|改进", "环境": "提高|增强|加强|扩大", "规模": "提高|改善|改进|加强",
    "意识": "改善|扩大|优化", "作风": "提高|扩大|增加|丰富", "收入": "改善|加强|改进|优化", "面貌": "提高|增强|加强|扩大", "质量": "扩大|增加|加快|丰富",
    "能力": "扩大|增加|加快|丰富", "成本": "改善|增强|扩大|优化", "速度": "扩大|改善|增强", "结构": "提高|扩大|增强", "积极性": "改善|扩大|优化",
}  # fmt: skip
"""What is not said of what: 条件 is bettered (改善) and not raised (提高)."""
_NOT_DONE = {
    "水平": "扩大|增强|加快|健全", "条件": "增强|加强|改进", "生活条件": "提高", "环境": "提高|增强|加强|扩大", "规模": "改善|改进|增强",
    "意识": "改善|扩大|优化", "收入": "改善|加强|改进|优化|增强", "面貌": "提高|增强|加强|扩大", "质量": "扩大|增加|加快|丰富|增强|健全", "能力": "扩大|增加|加快|丰富",
    "成本": "改善|增强|扩大|减轻", "速度": "扩大|改善|增强", "结构": "提高|扩大|增强", "积极性": "改善|扩大|优化", "时间": "减轻|降低|缩小", "矛盾": "降低|改善",
    "困难": "贯彻落实|落实", "满意度": "改善|扩大|增强", "效率": "扩大|改善|增强|加快", "效果": "扩大|加快", "职责": "执行", "范围": "提高|增强", "知识": "提高|改善",
}  # fmt: skip
"""What is not done to what: 水平 is raised (提高) and not strengthened, 成本 is brought down, 负担 lightened."""
_ANY_NOUN = "|".join(sorted(_NOT_DONE, key=len, reverse=True))
_ANY_VERB = "|".join(sorted({v for verbs in _NOT_DONE.values() for v in verbs.split("|")}))
_OBJECT = re.compile(
    rf"(?P<verb>{_ANY_VERB})了?(?:[^，。；、：！？“”的]{{0,6}}的)?(?:服务|医疗|技术|管理|工作|生活(?!条件)|运行|生产|教学|治理|整体|综合|专业|群众)?(?P<noun>{_ANY_NOUN})(?=[，。；、]|$)"
)
_SUBJECT = re.compile(
    rf"(?P<noun>{_ANY_NOUN})(?:也|都)?(?:得到|有)了?(?:很大|较大|明显|显著|极大|进一步|有效)?的?(?P<verb>{_ANY_VERB})(?=[，。；]|$)"
)
_TWO_AND_TWO = re.compile(
    rf"(?P<a>{'|'.join(_BADLY)})[和与、][^，。；、]{{0,4}}?(?P<b>{'|'.join(_BADLY)})(?:都|也|均|得到|有|取得|获得|了|不断|明显|显著|很大|较大|大幅|进一步|逐步|持续|的|地)*"
    r"(?P<first>[\u4e00-\u9fff]{2})[和与、](?P<second>[\u4e00-\u9fff]{2})(?=[，。；])"
)
_ONE_OF_THEM = re.compile(
    rf"(?<!的主)(?P<one>之一)(?:就|便|分别|依次|主要)?(?:是|为|有|包括)(?P<many>{_REST}{{1,16}}?、{_REST}{{1,30}})(?=[，。；])"
)
_OF_ITS_OWN = re.compile(
    "(?:由|将|把|对|对于|在|让|使|以|通过|围绕|坚持|做好|加强|推进|推动|实现|促进|建立|健全|完善|解决|开展|打造|提高)[^、]*、|的[^、]{1,8}、[^、]{1,12}$"
)
"""What begins one thing that is told in several words: 之一是加强教育、培训."""
_OPEN = "(?:什么|谁|哪|如何|怎|多|还是|或|与|和|是否|大小|有无|男女|老|好|何|何种|风|几|早|寒|、)"
"""What leaves open which of several things is so."""
_SETTLED = "(?:很|非常|十分|特别|极其|极为|已经|的确|确实)"
"""What says how a thing is: then nothing is left open. Two things side by side (无论白天黑夜) are open."""
_FOLLOWS = "[^。！？；]*，[^。！？；]{0,12}?(?:因此|因而|所以|故(?!意|事|障)|从而|使得?|导致|造成|可以?|应当?|不能|无法|难以|需要?|必须)"
"""What tells what comes of a first reason and of another beside it, with 所以 or without."""
_JOINED = (
    (re.compile(rf"(?:不但|不仅|不光|不只)(?![不没未非并仅只是限]|在于|局限|停留){_REST}{{1,24}}，而是"), "不但……而且"),
    (re.compile(rf"(?<!不)只有(?![一两几半\d])(?![^。！？]*才){_REST}{{2,24}}，{_REST}{{0,4}}?就(?![是业近医诊地餐读学职寝此])"), "只有……才"),
    (re.compile(rf"只要{_REST}{{2,24}}，{_REST}{{0,4}}?才(?![能华干智艺子])"), "只要……就"),
    (re.compile(rf"(?<!并)不是{_REST}{{0,8}}(?:不愿|不想|不肯|不会|不能){_REST}{{0,8}}，就是(?:不|没){_REST}{{1,8}}"), "不是……而是"),
    (re.compile(rf"(?:尽管|虽然|虽){_REST}{{2,24}}，(?:而且|并且|因此|所以)"), "虽然……但是"),
    (re.compile(rf"(?:即使|哪怕|纵然){_REST}{{2,24}}，(?:但是|但|可是)"), "即使……也"),
    (re.compile(rf"(?:因为|由于){_REST}{{2,24}}，(?:但是|(?:而且|并且)(?!{_FOLLOWS}))"), "因为……所以"),
    (re.compile(rf"(?:无论|不管|不论)(?!{_REST}{{0,24}}{_OPEN}){_REST}{{0,20}}{_SETTLED}{_REST}{{0,12}}，{_REST}{{0,6}}?(?:都|也|总)"), "无论……还是"),
)  # fmt: skip
_TWICE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:大约|大概|约|近|将近|接近|超过|不足|不到)(?:有|为|需|占|在)?[\d一二三四五六七八九十百千万两几][^，。；、]{0,8}?(?:左右|上下)",
        r"(?:大约|约|估计)(?:有|为)?[\d一二三四五六七八九十百千万两][^，。；、]{0,8}?(?:以上|以下)(?!的)",
        "(?:大多数?|绝大多数?|大部分|多数)(?:都|也|均)?(?:基本上?|大多|大都|普遍)(?!医)(?:都|是|已)?",
        "(?:目的|意图)(?:就)?是为了",
        "(?:带头|领头)(?:率先|示范带头)|率先(?:带头|首先|垂范带头)|首[先次]率先|率先首次",
        "(?:胜利)凯旋|凯旋(?:而归|归来|回来|返回)",
        "亲(?:眼|自)目睹|亲身亲历|亲耳聆听",
        "邂逅相遇|首次第一次|第一次首次|第一次破天荒|破天荒第一次|首次破天荒",
        "(?:众多|许多|广大|一群|无数)莘莘学子|莘莘学子们",
        "(?:悬殊|差距悬殊)(?:很|较|极|巨|太)大",
        "忍俊不禁(?:地|的)?(?:笑|发笑)",
        "(?:目前|当前|现在)(?:的)?现状",
        "(?:提前|事先|预先)(?:预告|预防|预见|预知|预先)",
        "(?:再次|再一次)(?:重申|复查复核)",
        "毫无(?:任何|一点)?丝毫|没有(?:任何|一点)丝毫",
        "(?:付|诉)诸于",
        "(?:更加|越来越|愈加)(?:日益|日趋|更|更为)|(?:日益|日趋)(?:更加|越来越|愈加|愈发)",
        "(?:堪称|可称)(?:为|是|得上)",
        "(?:截止|截至)(?:到)?(?:目前|现在)为止|截止(?:到)?[^，。；]{0,12}为止",
        "(?:免费)(?:无偿|义务)|无偿免费|义务免费",
        "(?:仍然|仍旧|依然|依旧)(?:还|仍|依然|仍旧)",
        "(?:全部|所有|一切)(?:的)?(?:全都|统统都|悉数都)",
        "(?:各自|分别)(?:分别|各自)",
        "(?:成为|是)(?:了)?[^，。；]{0,6}的?(?:榜样楷模|楷模榜样|表率榜样)",
        "(?:进一步|不断)?加大(?:提升|提高|强化|增强|改善|加强|完善|推进|促进|深化)(?![性型])",
        "(?:进一步)(?:更加|更为|再进一步)",
        "(?:从而|进而)(?:因此|所以|从而)|(?:因此|所以)(?:因而|从而)",
        "(?:不仅|不但)(?:仅仅|只是|只)(?!有)",
        "(?:切实|真正)(?:切实|真真正正)",
        "(?:共计|合计|总计|总共)(?:共|有共|总数|总共)",
        "(?:涉及|波及|触及)到(?![期目今货场位站达])",
        "(?:目前|当前|现在|如今|眼下)(?:目前|当前|现在|如今|眼下)",
        "给予[^，。；、]{0,12}?的[^，。；、的]{0,6}?的(?:照顾|优待|优惠|支持|帮助|待遇|奖励)",
        "(?:缺乏|缺少|欠缺|短缺|匮乏)(?:的)?[^，。；、的]{1,8}?(?:不足|不够|缺乏|短缺|欠缺|匮乏)(?=[，。；、的]|$)",
        "(?:尤其|特别)(?:是)?(?:特别|尤其)(?:是)?",
        "(?:互相|相互)(?:之间)?(?:互相|相互|彼此)",
        "由于因为|因为由于|虽然尽管|尽管虽然|但是可是|但是然而|所以因此|因此所以|如果假如|并且而且|而且并且|进而从而|根据按照|按照根据"
        "|关于对于|对于关于|即使哪怕",
        "(?<!领)先先(?![后进行生锋天导期])|(?<!公)共共(?![同产有建享治和])",
        "十分(?:非常|很|极其)|非常(?:十分|很|极其)|极其(?:十分|非常)",
    )
)


@rule("W631", Kind.QUERY, "logic")
def subject_lost(block: Running) -> Iterator[Spot]:
    """A sentence that begins with 通过 or 经过 and goes on with 使: nothing is left to be its subject.

    Why: the preposition takes the subject that 使 needs.

        通过开展培训，使大家认识到差距  →  开展培训，使大家认识到差距
        中文：通过开展培训，使大家认识到差距  →  开展培训使大家认识到差距，或通过开展培训，大家认识到差距

    Clause: 《报刊编校中常见语法错误例说》（句子成分残缺）
    中文：句子缺主语。“通过（经过、由于、随着）……，使……”的介词占去了主语；删去介词或“使”。
    """
    for match in _GAINED.finditer(block.text):
        message = Wording(
            f"“通过……，{match['make']}……”缺主语", f"通过 …, {match['make']} … leaves no subject"
        )
        hint = Wording("删去“通过”和逗号，或补出主语。", "Take out 通过 and the comma, or say who.")
        yield at(block, match.start("first"), match.end("make"), message, hint)
    for match in _LOST.finditer(block.text):
        if match["first"] == "在" and not match["middle"].endswith(("下", "中")):
            continue
        message = Wording(
            f"“{match['first']}……{match['make']}……”缺主语",
            f"{match['first']} … {match['make']} leaves no subject",
        )
        hint = Wording(
            f"删去“{match['first']}”或“{match['make']}”。",
            f"Take out {match['first']} or {match['make']}.",
        )
        yield at(block, match.start("first"), match.end("make"), message, hint)


@rule("W632", Kind.QUERY, "logic")
def negation_reversed(block: Running) -> Iterator[Spot]:
    """A negation too many: the sentence says the opposite.

    Why: 切忌 and 防止 deny already.

        切忌不要摆拍，防止矛盾不上交  →  切忌摆拍，防止矛盾上交

    Clause: 《报刊编校中常见语法错误例说》（表述不清）
    中文：否定多了一重，意思相反。“切忌”“防止”“避免”已含否定，后面不再用“不要”“不”。
    """
    for pattern in (_FORBID, _PREVENT):
        for match in pattern.finditer(block.text):
            message = Wording(f"“{match[0]}”多了一重否定", f"{match[0]} denies once too often")
            hint = Wording("删去后一个否定词。", "Take out the second negation.")
            yield at(block, match.start(), match.end(), message, hint)


def _not_done(text: str) -> Iterator[re.Match[str]]:
    """Yield what is not done to what: 增强服务水平, 质量得到加快."""
    for match in (m for pattern in (_OBJECT, _SUBJECT) for m in pattern.finditer(text)):
        if match["verb"] in _NOT_DONE[match["noun"]].split("|"):
            yield match


def _badly_joined(text: str) -> Iterator[re.Match[str]]:
    """Yield two things with two verbs of which one is not said of both: 水平和条件得到提高和改进."""
    for match in _TWO_AND_TWO.finditer(text):
        pairs = [
            (n, v) for n in (match["a"], match["b"]) for v in (match["first"], match["second"])
        ]
        if any(v in _BADLY[n].split("|") for n, v in pairs):
            yield match


@rule("W633", Kind.QUERY, "logic")
def patterns_mixed(block: Running) -> Iterator[Spot]:
    """Two patterns of a sentence in one, or two sides answered by one.

    Why: each is right alone; together they have one verb too many.

        关键在于要靠党委重视是分不开的  →  关键在于党委重视
        能否持久，取决于要有一支队伍  →  要持久，就要有一支队伍

    Clause: 《报刊编校中常见语法错误例说》（句式杂糅）
    中文：两种句式混在一句里，或两面对一面。“关键在于……是分不开的”“原因是……造成的”“能否……取决于要有”“由于……的努力下”“解决……得到解决”等，只留一种说法；“水平和条件得到提高和改进”之类，主谓不能都搭配的分开说；“增强水平”“减轻成本”“质量得到加快”之类，动词与名词不搭配，换一个动词。
    """
    for pattern in _MIXED:
        for match in pattern.finditer(block.text):
            message = Wording("两种句式混在一句里", "two patterns of a sentence in one")
            hint = Wording("只留一种说法。", "Keep one of the two.")
            yield at(block, match.start(), match.end(), message, hint)
    for match in _badly_joined(block.text):
        message = Wording(
            f"“{match['a']}”“{match['b']}”与“{match['first']}”“{match['second']}”不能都搭配",
            f"{match['first']} and {match['second']} are not both said of {match['a']} and {match['b']}",
        )
        hint = Wording("分开说，各用各的动词。", "Say each with its own verb.")
        yield at(block, match.start(), match.end(), message, hint)
    for match in _not_done(block.text):
        noun, verb = match["noun"], match["verb"]
        message = Wording(f"“{verb}”与“{noun}”不搭配", f"{verb} is not said of {noun}")
        hint = Wording("换一个动词。", "Take another verb.")
        yield at(block, match.start(), match.end(), message, hint)
    for match in _ONE_SIDED.finditer(block.text):
        if not _BOTH.search(re.split("[。；]", block.text[match.end("two") :])[0]):
            message = Wording("前面说两面，后面只说一面", "two sides, and one answer")
            hint = Wording(f"删去“{match['two']}”或改写后一半。", "Tell both sides, or one.")
            yield at(block, match.start(), match.end(), message, hint)


@rule("W636", Kind.QUERY, "logic")
def one_of_them_is_several(block: Running) -> Iterator[Spot]:
    """Something that is one of them, and turns out to be several.

    Why: 之一 is one; what follows are two or three.

        最受欢迎的社团之一是合唱团、足球队和编程社  →  最受欢迎的社团是合唱团、足球队和编程社

    Clause: 《报刊编校中常见语法错误例说》（表述不清）
    中文：“之一”后面列了几项。“之一”只能是一项；删去“之一”，或只留一项。
    """
    for match in _ONE_OF_THEM.finditer(block.text):
        if _OF_ITS_OWN.match(match["many"]) or not re.search("、.+[和及与]|、.+、", match["many"]):
            continue
        message = Wording("“之一”后面列了几项", "one of them, and several follow")
        hint = Wording("删去“之一”，或只留一项。", "Take out 之一, or keep one.")
        yield at(block, match.start("one"), match.end("many"), message, hint)


@rule("W635", Kind.QUERY, "logic")
def connectives_mismatched(block: Running) -> Iterator[Spot]:
    """Two connectives that do not go together: 不但 … 而是, 只有 … 就.

    Why: the first promises another turn than the second takes.

        不但听得入神，而是争着动手  →  不但听得入神，而且争着动手

    Clause: 《报刊编校中常见语法错误例说》（搭配不当）
    中文：关联词不配。“不但”配“而且”，“只有”配“才”，“只要”配“就”，“即使”配“也”。
    """
    for pattern, right in _JOINED:
        for match in pattern.finditer(block.text):
            message = Wording(f"关联词不配，宜作“{right}”", f"the connectives should be {right}")
            hint = Wording("核对文意后改。", "See what is meant.")
            yield at(block, match.start(), match.end(), message, hint)


@rule("W634", Kind.QUERY, "superfluous")
def said_twice(block: Running) -> Iterator[Spot]:
    """A meaning told twice over: 不足四成左右, 凯旋而归, 目的是为了, 加大提升.

    Why: either word says it; the other is one too many, or contradicts it.

        不足四成左右  →  不足四成
        带头率先垂范  →  率先垂范

    Clause: 《报刊编校中常见语法错误例说》（重复累赘）; 《光明日报》2006-01-20
    中文：意思重复。两个词说的是一回事，或互相抵触，只留一个。
    """
    for pattern in _TWICE:
        for match in pattern.finditer(block.text):
            message = Wording(f"“{match[0]}”意思重复", f"{match[0]} says it twice")
            hint = Wording("只留一个。", "Keep one of the two.")
            yield at(block, match.start(), match.end(), message, hint)
