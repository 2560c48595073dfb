"""Sentences that lost a word they need: the verb of a deed, the noun of what was set up."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_DEEDS = "培养|管理|治理|联动|考核|救治|诊疗|培训|防控|衔接|监管|帮扶|统筹|随访"
_SET_UP = re.compile(
    rf"(?P<verb>建立|构建|搭建|创建)(?:起来?)?了?(?P<of>[^。；！？：]{{3,48}}的(?:[\u4e00-\u9fff]{{0,4}}))(?P<deed>{_DEEDS})(?=[。；])"
)
_ANOTHER = re.compile(
    "，[^，]{0,12}(?:加强|强化|推进|实现|做好|开展|实施|负责|进行|完善|优化|改进|促进|落实|提高|提升|参与|规范|[将把])"
)
"""What brings in a verb of its own between: 建立台账，加强对重点人群的管理."""
_TO_WHOM = (
    "人员|医生|护士|村医|教师|干部|职工|学生|居民|群众|村民|患者|老人|大户|农户|企业|商户|家庭"
)
_DONE = "培训|讲座|演练|考核|检查|宣讲|义诊|随访|筛查|指导|辅导"
_NO_VERB = re.compile(
    rf"(?<![面针相])对(?P<who>[^，。；、]{{1,24}}?(?:{_TO_WHOM}))(?P<of>[\u4e00-\u9fff]{{3,10}}?)(?P<deed>{_DONE})(?P<many>\d+(?:余|多)?(?:场|次|期|轮|人次))"
)
_VERBS = re.compile(
    "开展|进行|组织|举办|举行|实施|提供|作|做|给予|完成|集中|分[批层类级期]|统一|全[面员]|逐|专[题项]|定期|累计|先后|免费|上门|入户|现场|线[上下]|轮流|系统|[共的和及与等了]"
)
"""Between whom and what is done these are its verb, or tell how it is done."""


@rule("W637", Kind.QUERY, "logic")
def word_lost(block: Running) -> Iterator[Spot]:
    """A sentence without the verb of what was done, or without the noun of what was set up.

    Why: one sets up a system of training (培养体系), no training; 对……人员 needs what was done to them.

        建立了由护士到护理专家的四级培养。  →  建立了由护士到护理专家的四级培养体系。
        对乡镇卫生院医护人员胸痛识别培训46场  →  对乡镇卫生院医护人员开展胸痛识别培训46场
        中文：建立了由护士到护理专家的四级培养。  →  建立了由护士到护理专家的四级培养体系。

    Clause: 《报刊编校中常见语法错误例说》（句子成分残缺）
    中文：句子缺成分。“建立了……的培养（管理、治理）”缺宾语中心词（体系、机制、制度）；“对……人员……培训46场”缺谓语动词（开展、进行）。
    """
    for match in _SET_UP.finditer(block.text):
        if _ANOTHER.search(match["of"]) or "《" in match["of"]:
            continue
        message = Wording(
            f"“{match['verb']}……{match['deed']}”缺宾语中心词",
            f"{match['verb']} … {match['deed']} lacks its noun",
        )
        hint = Wording("补“体系”“机制”“制度”等。", "Add 体系, 机制 or 制度.")
        yield at(block, match.start("deed"), match.end("deed"), message, hint)
    for match in _NO_VERB.finditer(block.text):
        if _VERBS.search(match["of"]):
            continue
        message = Wording(
            f"“对{match['who'][-6:]}{match['of']}{match['deed']}”缺动词", "the verb is lacking"
        )
        hint = Wording("补“开展”“进行”等。", "Add 开展 or 进行.")
        yield at(block, match.start("of"), match.end("deed"), message, hint)
