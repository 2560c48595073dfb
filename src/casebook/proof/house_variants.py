"""Forms of a house's name in one text that are a word off: 石桥村党支部 and 石桥村党总支.

Enters: the blocks of a text. Leaves: each form met once with the form usual there, where they differ in
the last word of one kind (卫生院, 卫生所), in a word put in or left out (市场监督管理局, 市场监督局), in one
character of the name itself (柳树沟村, 柳树屯村), or in whose house it is (中南大学湘雅医院, 湖南大学湘雅医院).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from casebook.proof.blocks import AwardEntry, Block
from casebook.proof.name_slips import alike, difference, told_apart

_KINDS = (
    ("有限公司", "有限责任公司", "股份有限公司", "集团公司", "集团有限公司", "总公司"),
    ("卫生院", "卫生所", "卫生室"),
    ("党支部", "党总支"),
    ("审判庭", "审判厅"),
    ("仲裁庭", "仲裁厅"),
    ("人民法庭", "人民法厅"),
    ("检察院", "监察院", "检查院"),
    ("养老院", "敬老院", "福利院"),
    ("合作社", "合作联社", "联合社"),
    ("服务中心", "服务站", "服务点"),
    ("研究所", "研究院"),
    ("图书馆", "图书室"),
    ("文化站", "文化馆"),
    ("支队", "大队", "中队"),
    ("派出所", "派出站"),
)
"""Last words of which a house has one."""
_OTHERS = "人民医院|中医医院|中医院|妇幼保健院|医院|幼儿园|小学|中学|学校|学院|人民法院|法院|法庭|司法所|委员会|(?<![布格大全战结开时])局|社区|(?<![乡农山渔])村|集团|公司|中心|协会|商会|基金会|工作室|工作站|调解室|志愿服务队|服务队|车间|书院|博物馆|纪念馆|产业园|农场|林场"
_KIND = {word: kind for kind in _KINDS for word in kind}
_LAST = re.compile("|".join(sorted((*_KIND, *_OTHERS.split("|")), key=len, reverse=True)))
_WORDS = (
    "管理", "服务", "专业", "综合", "健康", "保障", "监督", "技术", "职业", "资源", "发展", "医疗", "教育", "公共", "人民",
    "实验", "中心", "农业", "文化", "联合", "责任", "工作", "社会", "社区", "民间", "志愿", "行政", "市", "县", "区", "省",
)  # fmt: skip
"""Words that a name loses, or that are put into a name."""
_FEWEST, _MOST = 3, 10
"""Characters before the last word that a name may have."""
_NO_NAME = re.compile(
    "[的了着过和与及或在是为对把被将向从到由以于等各每该本我其这那该全所有多个几两一家名位并也都来去让给用请因并且则就又再还能会要不]"
)
"""What no name holds."""
_CHANGED = re.compile("更名|改名|改称|升格|改建|改制|撤销|合并|前身|原名|原为|变更|晋升|组建|分设")
_NEIGHBOURS = re.compile("邻|周边|其他|附近|兄弟|分别|先后|等(?![级次待候])")
_GENERIC = re.compile(
    "大学|学院|[省市县区镇乡村]|第[一二三四五六七八九十]|附属|人民|中心|中医|妇幼|保健|职业|技术|实验|高级|初级|中级|社区|街道|国家|专业|合作|综合|公安|卫生|农业|文化|志愿|服务|调解|法律"
)
_OWNER = re.compile("大学|学院")


class Variant(NamedTuple):
    """A form met once, where it stands, and the form usual in the text, with how often."""

    block: Block
    start: int
    end: int
    usual: str
    many: int


class _Met(NamedTuple):
    """A last word with the characters of Chinese before it."""

    block: Block
    run: str
    last: str
    end: int


def variants(blocks: Iterable[Block]) -> Iterator[Variant]:
    """Yield each form that may be a slip for a form usual in the text."""
    texts = [b for b in blocks if not isinstance(b, AwardEntry) and not b.quoted]
    met = [m for block in texts for m in _met(block)]
    usual = _usual(met)
    whole = "\n".join(block.text for block in texts)
    by_last: dict[str, list[_Met]] = defaultdict(list)
    for m in met:
        by_last[m.last].append(m)
    seen: set[tuple[Block, int]] = set()
    for (stem, last), many in usual.items():
        for other in _KIND.get(last, (last,)):
            for m in by_last[other]:
                form = _form(m.run, stem, many) if other == last else stem * m.run.endswith(stem)
                if (
                    not form
                    or (other != last and many == 1)
                    or (m.block, m.end) in seen
                    or f"{form}{other}" == f"{stem}{last}"
                ):
                    continue
                start = m.end - len(other) - len(form)
                if _alone(whole, m.block.text, f"{form}{other}", f"{stem}{last}"):
                    seen.add((m.block, m.end))
                    yield Variant(m.block, start, m.end, f"{stem}{last}", many)


def _met(block: Block) -> Iterator[_Met]:
    for match in _LAST.finditer(block.text):
        run = re.search("[\u4e00-\u9fff]*$", block.text[max(0, match.start() - _MOST) : match.start()])  # fmt: skip
        if run and len(run[0]) >= _FEWEST - 1:
            yield _Met(block, run[0], match[0], match.end())


def _usual(met: list[_Met]) -> dict[tuple[str, str], int]:
    """Return the longest stems met more than once before a last word, with how often; and those
    met once that have their owner before them."""
    many: dict[tuple[str, str], int] = defaultdict(int)
    for m in met:
        for length in range(_FEWEST, len(m.run) + 1):
            stem = m.run[-length:]
            if _NO_NAME.search(stem):
                break
            many[stem, m.last] += 1
    often = {(s, last): n for (s, last), n in many.items() if n > 1 or _owned(s)}
    return {
        (stem, last): n
        for (stem, last), n in often.items()
        if not any(
            o != stem and ol == last and o.endswith(stem) and on == n
            for (o, ol), on in often.items()
        )
    }


def _owned(stem: str) -> bool:
    """Whether a stem begins with its owner and has a name of its own behind: 中南大学湘雅."""
    match = _OWNER.search(stem, 2)
    return match is not None and match.start() < 5 and len(_GENERIC.sub("", stem[match.start() :])) > 1  # fmt: skip


def _form(run: str, stem: str, many: int) -> str:
    """Return how `run` ends where it ends in the name `stem` with a word other, or nothing."""
    if run.endswith(stem):
        return ""
    if many == 1:
        return _other_owner(run, stem)
    province = stem.find("省") + 1
    if (
        province > 1
        and len(stem) - province >= _FEWEST
        and (form := _form(run, stem[province:], many))
    ):
        return form
    for word in _WORDS:
        if word in stem[1:]:
            less = stem[0] + stem[1:].replace(word, "", 1)
            if len(less) >= _FEWEST and run.endswith(less) and _whole(run, less):
                return less
        if word in run:
            at = run.rfind(word)
            inside = at > len(run) - len(word) - len(stem) + 1
            if inside and (run[:at] + run[at + len(word) :]).endswith(stem):
                return run[-len(stem) - len(word) :]
    return _other_owner(run, stem) or _other_character(run, stem)


def _whole(run: str, less: str) -> bool:
    """Whether what stands before a form is no part of it."""
    before = run[: -len(less)]
    return not before or bool(_NO_NAME.match(before[-1])) or before[-1] in "省市县区镇乡州"


def _other_character(run: str, stem: str) -> str:
    """Return the end of `run` that is `stem` but for one character that is not its first."""
    form = run[-len(stem) :]
    if len(form) != len(stem) or form[0] != stem[0] or _NO_NAME.search(form):
        return ""
    a, b = difference(form, stem) or ("", "")  # what is alike in sound or shape is for name-varies
    return form if a and b and not alike(a, b) and not told_apart(form, stem) else ""


def _other_owner(run: str, stem: str) -> str:
    """Return the end of `run` that is `stem` with another owner before 大学 or 学院."""
    for match in _OWNER.finditer(stem):
        own, rest = stem[: match.start()], stem[match.start() :]
        if len(own) < 2 or len(_GENERIC.sub("", rest)) < 2 or not run.endswith(rest):
            continue
        other = run[: -len(rest)][-len(own) :]
        if len(other) == len(own) and other != own and not _NO_NAME.search(other):
            return other + rest
    return ""


def _alone(whole: str, text: str, form: str, usual: str) -> bool:
    """Whether a text has `form` once, not beside the usual form, and tells of no change of names."""
    if whole.count(form) != 1 or usual in form or form in usual:
        return False
    at = text.find(form)
    sentence = re.split("[。！？]", text[:at])[-1] + re.split("[。！？]", text[at:])[0]
    beside = text[max(0, at - 1) : at] + text[at + len(form) : at + len(form) + 1]
    return usual not in sentence and "、" not in beside and not _CHANGED.search(sentence) and not _NEIGHBOURS.search(sentence)  # fmt: skip
