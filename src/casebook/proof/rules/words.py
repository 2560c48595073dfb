"""Words: phrases that do not exist, recommended forms, doubled little words."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Running
from casebook.proof.findings import Spot, at
from casebook.proof.parts_of_speech import verbs
from casebook.proof.rule_runner import rule

_DOUBLED = re.compile(
    r"们们|(?<=\d)(?P<sign>[%％‰万亿])(?P=sign)|(?<=\d)\.\.(?=\d)|(?<![目标有端的])的的(?![确士])|(?<![不为算完罢明])了了(?![之解结然无事不])|(?<!是)是是(?![非是])"
    "|(?<![自存现实潜所内正外旨重贵])在在(?![线校职岗建场])|(?<![和与温平缓柔暖])和和(?![气美谐睦平美顺])"
    "|(?P<word>(?P<first>[一-鿿])(?!(?P=first))[一-鿿])(?P=word)"
)
_AGAIN = re.compile(
    "(?P<phrase>(?![一又每])[一-鿿]{3,12})(?P=phrase)"
    "|(?:(?:^|(?<=[，。；！？：、]))(?P<clause>[一-鿿]{4,24})[，、](?P=clause)|(?P<end>[一-鿿]{6,24})[，、](?P=end))(?=[，。；！？、]|$)"
)
"""A phrase of three characters and more that follows itself, a clause that is told again behind a comma."""
_SAID_TWICE = re.compile(
    ".?[一两大].?[一两大].?|(?:非常|特别|相当|很多|许多|太多|有时|永远|恭喜|感谢|谢谢|(?![随沿本有朝向按凭])[一-鿿]着|很.|研究"
    "|讨论|商量|考虑|了解|学习|休息|锻炼|交流|体验|收拾|打扫|活动|放松|咕咚|骨碌|哗啦|来来|地因地|领跑领|共建共|建共建共|手把手)"
)
"""Words that may be said twice (研究研究, 一步一步), and ends of words that meet (因地因时, 并跑领跑领域)."""
_MEETING = re.compile("政府政府(?:信息|采购|投资|债|购买|性基金|工作报告|网站|门户)")
"""Words of which the first ends what stands before, and the second opens another: 市政府政府信息."""
_HEAD = re.compile("基地|中心|机构|平台|体系|大厅|学校|学院|项目|制度|机制|人员|对象|资金")
"""What ends a term of which a word that stands twice may be the beginning."""
_FEW = 4
"""Characters of what is said twice in speech, at most."""
_SOUNDS = frozenset("斯罗苏丹兹基加尔拉比奥米特姆伦卡巴马尼维克")
"""Characters of foreign names, which may meet: 俄罗斯罗斯托夫."""
_HOUSE = Wording("本书用词表不用", "not used by the book's own list")


@rule("W601", Kind.ERRATUM, "wrong-character")
def wrong_phrase(block: Block) -> Iterator[Spot]:
    """A phrase with a wrong character that makes it no phrase at all.

    Why: each entry of the list is a form no dictionary has.

        再接再励  →  再接再厉

    Clause: 用词表 phrases.tsv
    中文：词语中有错别字。表中每一条都是词典里没有的写法。
    """
    yield from _listed(block, "phrases", Wording("错别字", "a wrong character"))


@rule("W602", Kind.QUERY, "wrong-character")
def variant_form(block: Running) -> Iterator[Spot]:
    """A form of a word of which the standard recommends another.

    Why: 《第一批异形词整理表》 recommends one form of each group.

        成份  →  成分

    Clause: GF 1001—2001
    中文：异形词。《第一批异形词整理表》推荐另一种写法；引文、专名除外。
    """
    yield from _listed(block, "variants", Wording("异形词", "a variant form"))


@rule("W604", Kind.QUERY, "superfluous")
def doubled_word(block: Running) -> Iterator[Spot]:
    """A little word, a word of two characters, a phrase or a clause typed twice in a row.

    Why: one keystroke too many. 目的的, 不了了之, 是是非非, 研究研究, 一步一步, 读着读着, 很远很远 may stand.

        取得了了成效，黄疸程度程度重  →  取得了成效，黄疸程度重

    中文：词语重复。虚词、两个字的词、一个短语或一个分句连打了两遍；“研究研究”“一步一步”“读着读着”“很远很远”之类除外。
    """
    for match in _DOUBLED.finditer(block.text):
        word = match["word"] or ""
        said_twice = _SAID_TWICE.match(match[0]) or _MEETING.match(block.text, match.start())
        if word and (said_twice or set(word) <= _SOUNDS):
            continue
        if word and (_of_two_words(block, match) or _cut_across(block, match)):
            continue
        yield _twice(block, match, match[0][: len(match[0]) // 2])
    for match in _AGAIN.finditer(block.text):
        phrase = match["phrase"] or match["clause"] or match["end"]
        if len(set(phrase)) > 2 and not _cried(block.text, match):
            yield _twice(block, match, phrase)


def _twice(block: Block, match: re.Match[str], put: str) -> Spot:
    message = Wording(f"“{match[0]}”重复", f"{match[0]} stands twice")
    hint = Wording("删去一个。", "Delete one.")
    return at(block, match.start(), match.end(), message, hint, put)


def _of_two_words(block: Running, match: re.Match[str]) -> bool:
    """Whether the first of two like words ends a name that the text has elsewhere, and the second is a
    verb: 法律援助援助的不只是一笔钱."""
    name = block.text[max(0, match.start() - 2) : match.start()] + match["word"]
    behind = block.text[match.end() : match.end() + 1]
    if len(name) > 3 and behind in tuple("的了着过") and block.piece.text.count(name) > 1:
        return True
    head = _HEAD.match(block.text, match.end())
    return head is not None and len(name) > 3 and _both_terms(block, name, match["word"], head[0])


def _both_terms(block: Running, name: str, word: str, head: str) -> bool:
    """Whether the text has a term that ends in `word` and another that begins by it, each without the
    other: 规范化培训, 培训基地."""
    text = block.piece.text
    ends = re.search(f"{name}(?!{word}|{head})", text)
    return (
        ends is not None and re.search(f"(?<!{name[:-2]})(?<!{word}){word}{head}", text) is not None
    )


def _cut_across(block: Running, match: re.Match[str]) -> bool:
    """Whether what stands twice is cut out of three words, the first a verb: 深化|文化|文艺."""
    word = match["word"]
    verb = block.text[max(0, match.start() - 1) : match.start()] + word[0]
    inner, text = word[::-1], block.piece.text
    acts = verb in verbs() or verb.endswith("化")
    return acts and text.count(inner) - 1 > text.count(word) - 2


def _cried(text: str, match: re.Match[str]) -> bool:
    """Whether a few words said twice are all that somebody says up to a mark: “用不了用不了，…”."""
    few = match["phrase"] is not None and len(match["phrase"]) <= _FEW
    spoken = text[max(0, match.start() - 1) : match.start()] == "“"
    return few and spoken and text[match.end() : match.end() + 1] in tuple("，。！？…")


@rule("W611", Kind.ERRATUM)
def house_phrase(block: Block) -> Iterator[Spot]:
    """A word that the book's own list says is wrong.

    Why: the house decided so; the list names the source.

        甲市样例医院, listed in lists/phrases.tsv  →  甲市样例医学中心
        中文：lists/phrases.tsv 里列出的“甲市样例医院”  →  甲市样例医学中心

    Clause: 本书用词表 manuscript/lists/phrases.tsv
    中文：本书用词表规定不用的写法。表在书稿文件夹的 lists/phrases.tsv，由编辑自定。
    """
    yield from _listed(block, "phrases", _HOUSE, own=True)


@rule("W612", Kind.QUERY)
def house_variant(block: Running) -> Iterator[Spot]:
    """A word of which the book's own list recommends another form.

    Why: the house decided so; quotations and names may differ.

        甲种写法, listed in lists/variants.tsv  →  乙种写法
        中文：lists/variants.tsv 里列出的“甲种写法”  →  乙种写法

    Clause: 本书用词表 manuscript/lists/variants.tsv
    中文：本书用词表推荐另一种写法。表在书稿文件夹的 lists/variants.tsv，由编辑自定；引文、专名除外。
    """
    yield from _listed(block, "variants", _HOUSE, own=True)


def _listed(block: Block, name: str, fault: Wording, own: bool = False) -> Iterator[Spot]:
    """Yield what stands in a list: in what the press keeps, or in what the book does (`own`)."""
    if block.piece.lists is None:
        return
    for entry, start, end in block.piece.lists.finder(name).find(block.text):
        if entry.own != own:
            continue
        around = block.text[max(0, start - 3) : end + 3]
        if entry.right in around and entry.wrong in entry.right:
            continue
        message = Wording(f"{fault.zh}“{entry.wrong}”", f"{fault.en}: {entry.wrong}")
        origin = entry.origin
        hint = Wording(f"改为“{entry.right}”。{origin.zh}", f"Write {entry.right}. {origin.en}")
        yield at(block, start, end, message, hint, entry.right)
