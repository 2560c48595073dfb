"""Terms of one text of which one word is another for the same: 生活污水 and 生活废水."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from casebook.errata import Kind, Wording
from casebook.proof.blocks import AwardEntry, Block, Piece, Title
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_SAME = (
    "污水 废水", "患者 病人 病患", "家庭医生 家医", "医务人员 医护人员 医疗人员", "老年人 老人", "残疾人 残障人",
    "老师 教师", "司法 裁判", "调解 调处", "脱贫户 贫困户", "合作社 联合社", "职工 员工", "志愿者 志愿人员 义工",
    "积分 计分", "签约 签订", "垃圾 废物 废弃物", "档案 台账", "糖尿病 糖尿", "高血压 血压高", "慢性病 慢病",
    "传染病 感染病", "并发症 合并症", "康复 复健", "急救 救急", "护理 照护", "巡查 巡检", "隐患 风险", "预警 告警",
    "确认 认定", "法律援助 法援", "社区矫正 社矫", "整治 整改", "托育 托幼", "养老 敬老", "助餐 送餐",
    "治理 整治", "评议 评价", "纠纷 争议", "监督 督查", "帮扶 扶助", "易地 异地", "公益 公义", "普法 宣法",
)  # fmt: skip
"""Words that are written one for the other within a term. Nothing is asked about them by themselves."""
_HAN = "[\u4e00-\u9fff]"
_USUAL = 3
"""So often in one text, a term is the text's own."""
_LITTLE = re.compile(
    "[的了着过和与及或在是为对把被将同向从到由以于各每该本我其这那所有多个几两一名并也都去让给请因且则又再还不]"
    "|就(?![业医诊学近餐职])|会(?![议员])|能(?![力源量])|要(?![求素点])|家(?![庭属园])|用(?![药品地水电工户])"
    "|等(?!级)|来(?!源)|(?<![岗单床地])位(?!置)"
)
"""Words that are part of no term; 就业, 岗位, 家庭 are words of their own."""
_Places = dict[tuple[str, str, str], list[tuple[Block, int, int]]]


@cache
def _words() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """Return what finds all words, and for each the words it stands for."""
    groups = [frozenset(group.split()) for group in _SAME]
    same: dict[str, frozenset[str]] = {}
    for group in groups:
        for word in group:
            same[word] = same.get(word, frozenset()) | group
    longest = sorted(same, key=len, reverse=True)
    return re.compile("|".join(longest)), same


@rule("C543", Kind.QUERY)
def term_word_varies(piece: Piece) -> Iterator[Spot]:
    """A term of the text, once with another word for the same in it.

    Why: a term has one form through a text; readers take two forms for two things.

        生活污水 … 生活废水  →  one of them
        中文：生活污水……生活废水  →  统一为一种

    中文：同一名词在一篇里有一处换了一个近义的词。多的一种三次以上，少的一种只有一次，换上的词本篇别处不用，与它相连的字也相同；请核实后统一。
    """
    terms = _terms(piece)
    _, same = _words()
    seen: set[tuple[Block, int]] = set()
    for (ahead, word, behind), places in terms.items():
        if len(places) > 1:
            continue
        block, start, end = places[0]
        for other in sorted(same[word] - {word}):
            usual = terms.get((ahead, other, behind), [])
            if len(usual) < _USUAL or (block, start) in seen or other in word or word in other * (len(word) > 2):  # fmt: skip
                continue
            if behind and _part_of_another(block.text[:start], usual):
                continue
            if len(re.findall(word, piece.text)) - sum(other.count(word) for _ in usual) > 1:
                continue
            seen.add((block, start))
            message = Wording(
                f"“{ahead}{word}{behind}”在本篇又作“{ahead}{other}{behind}”{len(usual)}处",
                f"{ahead}{word}{behind} is {ahead}{other}{behind} {len(usual)}× in this text",
            )
            hint = Wording("统一为一种；确是两样的，写保留。", "Use one; keep both by a stet.")
            yield at(block, start, end, message, hint, other)


def _part_of_another(before: str, usual: list[tuple[Block, int, int]]) -> bool:
    """Whether what stands before a word makes a thing of its own with it, as nowhere before the usual one.

    新入职员工 are others than 职工, of whom the text tells.
    """
    ahead = before[-2:]
    if not re.fullmatch(f"{_HAN}{{2}}", ahead) or _LITTLE.search(ahead):
        return False
    return not any(block.text[:start].endswith(ahead) for block, start, _ in usual)


def _terms(piece: Piece) -> _Places:
    """Return where each word stands with the two characters ahead of or behind it."""
    pattern, _ = _words()
    terms: _Places = defaultdict(list)
    for block in piece.blocks:
        if isinstance(block, AwardEntry | Title) or block.quoted:
            continue
        for match in pattern.finditer(block.text):
            ahead = block.text[max(0, match.start() - 2) : match.start()]
            behind = block.text[match.end() : match.end() + 2]
            if re.fullmatch(f"{_HAN}{{2}}", ahead) and not _LITTLE.search(ahead):
                terms[ahead, match[0], ""].append((block, *match.span()))
            if re.fullmatch(f"{_HAN}{{2}}", behind) and not _LITTLE.search(behind):
                terms["", match[0], behind].append((block, *match.span()))
    return terms
