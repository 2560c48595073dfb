"""Marks that do not fit their sentence: a comma in a list, a question without its mark, ； before 一是."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Running
from casebook.proof.findings import Spot, at
from casebook.proof.parts_of_speech import verbs
from casebook.proof.rule_runner import rule

_HAN = "[\u4e00-\u9fff]"
_LIST = re.compile(
    f"(?:(?<!{_HAN})|(?<=[了有如对的括设患])|(?<=[^、]、)){_HAN}{{2,5}}、{_HAN}{{2,5}}(?P<comma>，)(?P<last>{_HAN}{{2,5}})等(?={_HAN}{{2}}|[，。；])"
)
_NO_NAME = "对都把被将成让由用是在以向从使为并也还"
"""What a clause begins with, and no item of a list."""
_BEGINNING = "(?:^|(?<=[。！？]))"
_ASKED = re.compile(
    f"{_BEGINNING}(?:那么，|可是，|但是，|那|可)?(?:为什么|难道|凭什么|何以|怎样才能|怎么才能|如何才能)[^，。；：？！“”]{{4,30}}(?P<stop>。)"
    "|[^吗，。；：？！“”]吗(?P<particle>。)(?!”)"
    "|(?:什么|怎么|谁|哪|如何|怎样|多少)[^，。；：？！“”]{0,16}呢(?P<also>。)"
)
_NOT_ASKED = re.compile("知道?|不清|难说|说不准")
"""In a sentence that says nobody knows, nobody asks: 还不知道有什么呢."""
_LEARNT = "弄清|搞清|摸清|问清|查清|看清|讲清|说清|了解|明白|询问|讨论|研究|商量|问|说明|告诉|介绍|讲|解释|打听|商定|核实|知道|懂得"
_WHAT = "什么|谁|怎么|怎样|如何|哪|多少|几|是否|能否|会不会|愿不愿意?|该不该|要不要|能不能|有没有|好不好|是不是|行不行"
_TOLD = re.compile(
    f"(?:{_LEARNT})(?:楚|白)?了(?!吗)[^，。；！？“”：]{{0,24}}(?:{_WHAT})[^，。；！？“”：吗呢]{{0,14}}(?P<mark>？)"
)
_ADDRESSED = re.compile("[你您咱]")
"""Whoever is spoken to is asked: 你们弄清了村民想种什么？"""
_HEADS = "问题|方面|措施|做法|特点|原因|难题|工作|经验|环节|体会|变化|困难|任务|要求|办法|情况|关系|误区|建议|规定|原则|要点|教训|机制|制度|举措"
_ENUMERATED = re.compile(
    f"(?:{_HEADS}|(?:[一二两三四五六七八九十几]|\\d)(?:个|条|种|点|项|类|方面|件|步|招|大)[^，。；：]{{0,8}})"
    "(?P<mark>；)(?=一是|其一，|第一，|首先，)"
)


@rule("P130", Kind.QUERY, "punctuation")
def comma_in_list(block: Running) -> Iterator[Spot]:
    """A comma before the last item of a list whose other items are parted by 、.

    Why: words side by side take 、; a comma begins another clause.

        糖尿病、高血压，冠心病等慢病  →  糖尿病、高血压、冠心病等慢病

    Clause: GB/T 15834—2011 4.5.1
    中文：并列词语之间用了逗号。前几项之间是顿号，最后一项前却是逗号；另起分句的不改。
    """
    for match in _LIST.finditer(block.text):
        last = match["last"]
        if last[0] in _NO_NAME or re.search("省|至", last) or last[:2] in verbs():
            continue
        message = Wording("并列各项之间应用顿号", "、 parts the items of a list")
        hint = Wording("改为“、”；另起分句的不改。", "Write 、, unless a clause begins here.")
        yield at(block, match.start("comma"), match.end("comma"), message, hint, "、")


def _clause(text: str) -> str:
    """Return the sentence that `text` ends in."""
    return re.split("[。！？；]", text)[-1]


@rule("P131", Kind.QUERY, "punctuation")
def question_without_mark(block: Running) -> Iterator[Spot]:
    """A question that ends in a full stop.

    Why: a sentence that asks ends in ？, also where its writer answers it.

        为什么同样的制度效果不同。  →  为什么同样的制度效果不同？

    Clause: GB/T 15834—2011 4.2.1
    中文：疑问句末尾用了句号。以“为什么”“难道”开头的单句、以“吗”结尾的句子是问句，末尾用问号。
    """
    for match in _ASKED.finditer(block.text):
        if _NOT_ASKED.search(_clause(block.text[: match.end() - 1])):
            continue
        where = match.end() - 1
        message = Wording("问句末尾用了句号", "a question ends in a full stop")
        yield at(block, where, where + 1, message, Wording("改为“？”。", "Write ？."), "？")


@rule("P132", Kind.QUERY, "punctuation")
def mark_on_indirect_question(block: Running) -> Iterator[Spot]:
    """？ behind a question that is only told: 弄清了村民想种什么？

    Why: the sentence tells what was found out; it asks nothing.

        弄清了村民到底想种什么？  →  弄清了村民到底想种什么。

    Clause: GB/T 15834—2011 4.2
    中文：陈述句用了问号。“弄清了……什么”“讨论了……如何”只是转述疑问，全句是陈述，末尾用句号或逗号。
    """
    for match in _TOLD.finditer(block.text):
        before = block.text[: match.start()]
        if before.count("“") > before.count("”") or _ADDRESSED.search(_clause(before)):
            continue
        message = Wording("陈述句末尾用了问号", "a statement ends in a question mark")
        hint = Wording("改为“。”或“，”。", "Write 。 or ，.")
        yield at(block, match.start("mark"), match.end("mark"), message, hint, "。")


@rule("P133", Kind.QUERY, "punctuation")
def semicolon_before_list(block: Running) -> Iterator[Spot]:
    """； behind words that announce a list, before 一是 or 第一.

    Why: what is announced follows a colon, or a new sentence.

        注意三个问题；一是诉讼时效，二是证据原件  →  注意三个问题：一是诉讼时效，二是证据原件

    Clause: GB/T 15834—2011 4.7.1
    中文：总说与分说之间用了分号。“三个问题”“以下措施”之后、“一是”之前用冒号或句号。
    """
    for match in _ENUMERATED.finditer(block.text):
        message = Wording("“一是”前应用冒号", "a colon belongs before 一是")
        hint = Wording("改为“：”。", "Write ：.")
        yield at(block, match.start("mark"), match.end("mark"), message, hint, "：")
