"""Where one of 的, 地, 得 stands for another, known by the word before it and what follows.

Enters: a text. Leaves: each such particle. The word before tells by its class what may follow: behind
不断 something is done, behind 讲 it is told how, behind 变 what something became. On thirteen million
characters of news and reports of governments the classes find nothing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from casebook.proof import parts_of_speech


class ParticleSlip(NamedTuple):
    """A particle for another, at `start` of a text: what is put, and the words it stands among."""

    start: int
    put: str
    words: str


_HAN = "[\u4e00-\u9fff]"
_WORDS = {
    "adverb": (
        "不断 逐步 逐渐 渐渐 慢慢 悄悄 默默 静静 轻轻 稳步 不停 不时 一再 再三 如实 不知不觉 目不转睛 异口同声 时不时 马不停蹄 不由自主"
        " 情不自禁 津津有味 小心翼翼 斩钉截铁 不厌其烦 一五一十 有条不紊 一丝不苟 一遍遍 一次又一次 一件件 一步步 一点点 一个个"
        " 一笔一笔 一遍又一遍 挨家挨户 紧紧 牢牢 狠狠 匆匆 纷纷 频频 早早 暗暗 偷偷 连连 屡屡 时时 亲自 竭力 尽力 奋力 全力 极力"
        " 特意 及时 自觉"
    ),
    "calm": (
        "认真 耐心 主动 热情 仔细 细心 详细 严肃 亲切 坚决 深情 动情 诚恳 真诚 虚心 熟练 果断 沉着 冷静 顺利 圆满 迅速 快速 清楚 清晰"
        " 准确 严厉 妥善 充分 大胆 严格 精心 用心 悉心 勤奋 刻苦 勇敢"
    ),
    "stirred": "兴奋 激动 高兴 开心 愉快 欣慰 自豪 感动 惊讶 惊喜 难过 紧张",
    "worn": "累 气 急 忙 冻 疼 痛 饿 吓 乐 笑 羞 疲惫",
    "going": (
        "讲 说 听 看 学 做 写 谈 问 记 算 想 干 办 管 抓 教 过 走 跑 跳 唱 吃 睡 玩 住 站 坐 长 变 搞 弄 打扫 收拾 布置 打理 装扮 照顾 经营"
        " 搭配 治理 表现 准备 处理 进行 开展 推进 完成 发展 恢复 执行 落实 掌握 安排 配合 相处"
    ),
    "shown": (
        "讲 说 听 看 学 做 写 唱 跳 演 吃 睡 聊 谈 记 算 想 干 办 管 抓 教 打扫 收拾 布置 表现 准备 安排 处理 解决 协调"
    ),
    "become": "变",
}
"""Words before a particle: how something is done, calmly or by who is moved; of what wears out; what goes
on, or shows, so or so; 变."""
_CLASSES: dict[str, frozenset[str]] = {
    word: frozenset(name for name, words in _WORDS.items() if word in words.split())
    for words in _WORDS.values()
    for word in words.split()
}
_LONGEST = max(map(len, _CLASSES))
_PARTICLE = re.compile("[的地得]")
_NOT_BEHIND = {
    "不断": "源持续绵延连", "不停": "个", "及时": "不", "自觉": "不", "变": "改转不善多可应演裂蜕衰巨突嬗渐量质政事剧兵叛哗病未永之没",
    "说": "所", "做": "所", "看": "所", "听": "所", "学": "所", "想": "所", "写": "所",
}  # fmt: skip
"""What makes another word of one when it stands before it: 源源不断, 改变, 所学."""

_MORE = "[^，。；、的等！？”中过与和及]{2}"
_ACTS = (
    "接待|介绍|讲解|解释|说明|回答|解答|告诉|询问|检查|查看|记录|倾听|聆听|听取|学习|阅读|整理|梳理|分析|研究|总结|指出|指导|帮助"
    "|劝说|开导|安慰|叮嘱|嘱咐|提醒|解决|处理|处置|化解|调解|完成|执行|履行|落实|开展|参加|参与|投入|配合|服务|照顾|护理|陪伴|守护"
    "|对待|面对|走访|完善|改进|推进|核对|比对|核实|复核|打扫|收拾|拿出|找到|拉着|握住|握着|看着|望着|点了点头|点头|说"
)
_NOUNS = "能力|情况|质量|水平|方式|工作|态度|意识|精神|方案|计划|机制|制度|要求|流程|程序|服务|人员|氛围|环境|过程"
_DEGREE = "很|十分|非常|特别|相当|越来越|并不|不太|较为|比较|更加|颇为|格外|异常|极为|不够|有些|有点|如此|这样|那么|那样|这么|太|挺|蛮|更"
_HOW_IT_WENT = (
    "生动|清楚|明白|透彻|精彩|仔细|认真|入神|入迷|具体|详细|实在|在理|动情|流利|整齐|整洁|干净|漂亮|顺利|圆满|扎实|及时|到位|准确"
    "|熟练|红火|火热|热闹|开心|踏实|妥当|周到|细致|突出|活跃|出色|深刻|好|快|早|稳|远"
)
_IN_FULL = (
    "井井有条|有声有色|有滋有味|津津有味|头头是道|一干二净|明明白白|清清楚楚|干干净净|整整齐齐|漂漂亮亮|红红火火|热热闹闹|妥妥当当"
    "|服服帖帖|扎扎实实|一清二楚|一塌糊涂|淋漓尽致|无微不至|恰到好处|滚瓜烂熟|筋疲力尽|热火朝天|绘声绘色|泪流满面|焕然一新|井然有序"
)
_BECOME = (
    "整洁|干净|安静|漂亮|美丽|宽敞|明亮|通畅|畅通|平坦|顺畅|和谐|融洽|富裕|温馨|热闹|红火|开朗|自信|坚强|主动|积极|简单|复杂|困难"
    "|容易|轻松|重要|模糊|清晰|紧张|富|美|绿|多|少|快|好|强|大|有"
)
_ACT = re.compile(f"(?P<act>{_HAN}{{2}})(?={_MORE})")
_SAID_ACT = re.compile(f"(?:{_ACTS})(?={_MORE})(?!{_NOUNS})")
_DONE = re.compile(f"{_HAN}{{1,2}}(?:了(?!解)|着(?![力手眼重想落]))(?![名望程])")
_SO_MUCH = re.compile(f"(?:{_DEGREE})(?!多数|多)(?:{_HAN}{{4}}|{_HAN}{{1,2}})(?=[，。；！？、”]|$)")
_FULLY = re.compile(f"(?:{_IN_FULL})(?=[，。；！、”]|$)")
_WELL = re.compile(f"(?:{_HOW_IT_WENT})(?=[，。；！]|、{_HAN}{{1,6}}[，。；]|$)")
_NOW = re.compile(f"(?:更加?|越来越|十分|非常|很|格外|日益|有些|异常|特别|愈加)?(?:{_BECOME})")
_SO_THAT = re.compile(
    f"直{_HAN}|说不出|喘|流下|流出|热泪|掉下?|合不拢|团团转|跳了?起|不得了|不行|要命|满头|浑身|满脸|泪流|睡不着|吃不下|连|差点|一夜|整夜|手足"
)
_ASKS = (
    ("的", "calm stirred", _SAID_ACT, "地"),
    ("的", "adverb calm stirred", _DONE, "地"),
    ("得", "calm", _SAID_ACT, "地"),
    ("的地", "going", _SO_MUCH, "得"),
    ("的地", "going", _FULLY, "得"),
    ("的地", "shown", _WELL, "得"),
    ("的地", "become", _NOW, "得"),
    ("的", "worn stirred", _SO_THAT, "得"),
)
"""Which particle behind which words, where what follows fits, and what is written there."""


_GIVEN = re.compile("(?:进行|得到|获得|予以|给予|做到|作出|做出)了?(?:更加?|很|最)?$")
"""Verbs that make a noun of what follows: 进行及时的检查."""


def beside(text: str) -> Iterator[ParticleSlip]:
    """Yield the particles of `text` that stand for another, as the words beside them tell."""
    for match in _PARTICLE.finditer(text):
        start = match.start()
        word, classes = _before(text, start)
        if not word or _GIVEN.search(text[max(0, start - len(word) - 5) : start - len(word)]):
            continue
        behind = start + 1
        act = _ACT.match(text, behind) if "adverb" in classes and match[0] != "地" else None
        if act and act["act"] in parts_of_speech.verbs():
            yield ParticleSlip(start, "地", text[start - len(word) : act.end()])
            continue
        for particles, names, pattern, put in _ASKS:
            asked = match[0] in particles and not classes.isdisjoint(names.split())
            follows = pattern.match(text, behind) if asked else None
            if follows:
                yield ParticleSlip(start, put, text[start - len(word) : follows.end()])
                break


def _before(text: str, start: int) -> tuple[str, frozenset[str]]:
    """Return the longest word that stands before `start`, and its classes."""
    if text[max(0, start - 4) : start - 2] == "毫不":
        return text[start - 4 : start], frozenset(("adverb",))
    for length in range(min(_LONGEST, start), 0, -1):
        word = text[start - length : start]
        if word in _CLASSES:
            before = text[max(0, start - length - 1) : start - length]
            if before and before in _NOT_BEHIND.get(word, ""):
                return "", frozenset()
            return word, _CLASSES[word]
    return "", frozenset()
