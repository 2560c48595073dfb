"""Write `near_words.tsv` of the proof: python tests/make_near_words.py NEWS LAWS.

NEWS and LAWS are folders of Markdown files; what was used:

    news   github.com/DuckBurnIncense/xin-wen-lian-bo and somson/xin-wen-lian-bo, without every 46th day
           from the 9th, the 21st and the 32nd, by which the proof is measured
    laws   github.com/LawRefBook/Laws, without its cases and the files by which the proof is measured
           (`proof_sets`)

Of two words of the same sound, or otherwise taken for each other (`PAIRS`), a context is what stands
beside one often and never beside the other, which would be there by chance some times.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA  # noqa: E402

PAIRS = """
权利/权力 制定/制订 反映/反应 期间/其间 必须/必需 截至/截止 化妆/化装 度过/渡过 界线/界限 融合/融和 检察/检查 法治/法制 终止/中止 查处/查出 年轻/年青 授权/受权
缴纳/交纳 纪录/记录 处置/处治 爆发/暴发 防止/防治 需要/须要 国是/国事 收集/搜集 抚养/扶养 赡养/抚养 增值/增殖 接受/接收 变幻/变换 震动/振动 凝聚/凝结 实验/试验
形势/形式 作法/做法 权限/全线 签订/签定 机制/机智 体制/体质 事务/事物 意识/仪式 精力/经历 报复/抱负 报道/报到 账户/帐户 侦查/侦察 巡查/巡察 监测/检测 监视/检视
驻地/住地 常驻/常住 入驻/入住 过渡/过度 公正/公证 公示/公式 引导/引道 分部/分布 厉行/励行 辅助/扶助 副本/付本 极其/及其 及时/即时 疾病/急病 恢复/回复 颁布/颁发
营利/盈利 泄露/泄漏 谋取/牟取 交会/交汇 施行/试行 核实/合适 正式/正视 实事/事实 实时/适时 实事/时事 时效/实效 失效/实效 违反/违犯 主题/主体 职能/智能 职责/指责
指示/指使 知识/只是 意义/异议 预期/逾期 整治/政治 自治/自制 公务/公物 公用/共用 公有/共有 统一/同一 同意/统一 通知/统治 技艺/记忆 权力/全力 工艺/公益 使用/适用
使用/试用 适用/试用 事宜/适宜 现行/先行 现实/显示 实现/事先 优先/有限 有线/有限 无线/无限 一致/一直 意志/一致 以来/依赖 结合/接合 目的/目地 指挥/智慧 特制/特质
财物/财务 事务/实物 事务/实务 任务/人物 事业/实业 失业/事业 专业/转业 自然/自燃 位置/为止 违纪/危机 保险/保鲜 刑事/行事 刑法/刑罚 失误/事务 配置/配制 编制/编织
组织/阻止 停止/停滞 临近/邻近
""".split()
UNTELLING = {
    ("赡养", "抚养"): {"会～", "女～"},
    ("纪录", "记录"): {"为～"},
    ("统一", "同意"): {"团～"},
}
"""Contexts that other prose has beside the wrong word too: 子女赡养父母, 成为纪录, 集团统一配送."""
BOTH_GOOD = {("法治", "法制"), ("年青", "年轻"), ("检测", "监测"), ("监测", "检测")}
"""Words, and those that are not asked for in their place: dictionaries have both, or the one takes the place
of the other in what is written today (法治的统一)."""
OFTEN, CHANCE, RARE = 12, 6, (80, 0.05)
"""How often the right word is met in a context at least; how often the other would be there by chance;
what counts instead where the other is met seldom: how often the right one, and the other's part."""
WITH_NEXT = 6
"""A single character behind may begin any word (仪式并排, but 意识并非): it tells with the next one only, and
where the right word is met before both so often."""
HEAD = """\
# 容易混用的词：误用的	应作的	上下文（～代该词），空格分开	出处。写的是误用的词而上下文在表里的，报疑似。
# 每个上下文在央视《新闻联播》文稿（2012—2026-08，github.com/DuckBurnIncense/xin-wen-lian-bo、somson/xin-wen-lian-bo）和法律
# 法规（github.com/LawRefBook/Laws）合计2900万字里，用应作的词至少12次，用误用的词一次也没有；词后只有一个字说明不了什么，
# 连同下一个字至少6次才列；2026-12-01 计数。
# 由 python tests/make_near_words.py 生成，词对在该程序里。
"""
_HAN = "[一-鿿]"


def paragraphs(folder: Path) -> set[str]:
    """Return the different lines of all Markdown files below `folder`, without mark-up."""
    lines = set()
    for path in folder.rglob("*.md"):
        for line in re.split(r"</?p>|<br>|\n", path.read_text("utf-8")):
            lines.add(re.sub("<[^>]+>|&nbsp;", "", line).strip())
    return {line for line in lines if len(line) > 8 and "http" not in line}


def contexts(text: str, word: str) -> Counter[str]:
    """Return what stands beside `word`, and how often; the word itself is counted as ～."""
    counts: Counter[str] = Counter()
    for match in re.finditer(f"(?={word})", text):
        start = match.start()
        left = re.findall(f"{_HAN}*$", text[max(0, start - 2) : start])[0]
        right = re.findall(f"^{_HAN}*", text[start + 2 : start + 4])[0]
        beside = {"～", *(f"{left[-n:]}～" for n in range(1, len(left) + 1))}
        beside |= {f"～{right[:n]}" for n in range(1, len(right) + 1)}
        beside |= {f"{left[-1]}～{right[0]}"} if left and right else set()
        counts.update(beside)
    return counts


def telling(right: Counter[str], wrong: Counter[str]) -> Iterator[str]:
    """Yield the contexts of `right` that `wrong` never has, and no part of which says the same."""
    part = wrong["～"] / (right["～"] + wrong["～"])
    if right["～"] < 10 or wrong["～"] < 5:
        return
    known = {
        context for context, times in right.items()
        if context not in wrong and times >= OFTEN
        and (times * part >= CHANCE or (times >= RARE[0] and part < RARE[1]))
    }  # fmt: skip
    for context in sorted(known, key=lambda context: (-right[context], context)):
        left, behind = context.split("～")
        parts = {f"{left[-1:]}～", f"～{behind[:1]}"} - {"～", context}
        if parts & known:
            continue
        yield from _with_next(context, right) if len(context) == 2 and behind else (context,)


def _with_next(context: str, right: Counter[str]) -> Iterator[str]:
    """Yield a context of one character behind with each that often follows it."""
    for longer, times in sorted(right.items(), key=lambda item: (-item[1], item[0])):
        if len(longer) == 3 and longer.startswith(context) and times >= WITH_NEXT:
            yield longer


def lines(text: str, pairs: Iterable[str]) -> Iterator[str]:
    """Yield a line of the list for each pair, and each direction, that has contexts."""
    for pair in pairs:
        words = pair.split("/")
        counts = [contexts(text, word) for word in words]
        for at in range(2):
            right, wrong = words[at], words[1 - at]
            if (wrong, right) in BOTH_GOOD:
                continue
            known = telling(counts[at], counts[1 - at])
            beside = " ".join(c for c in known if c not in UNTELLING.get((wrong, right), ()))
            if beside:
                many, few = counts[at]["～"], counts[1 - at]["～"]
                yield (
                    f"{wrong}\t{right}\t{beside}\t《新闻联播》文稿、法律法规2900万字：“{right}”{many}处，"
                    f"“{wrong}”{few}处；所列上下文都不用“{wrong}”\n"
                )


def main(folders: list[Path]) -> None:
    """Write the list."""
    text = "\n".join(sorted(set[str]().union(*map(paragraphs, folders))))
    (DATA / "near_words.tsv").write_text(HEAD + "".join(lines(text, PAIRS)), "utf-8")


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
