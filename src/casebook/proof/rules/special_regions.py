"""Hong Kong, Macao and Taiwan: regions of the state, told neither as states nor beside it."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_REGION = "(?:香港|澳门|(?<![前后灶窗柜舞月站讲平])台湾|港澳台|港澳|台港澳|港台)"
_OF = "(?:特别行政区|特区|地区|省|同胞)?"
_TERM = r"[\u4e00-\u9fffA-Za-z]{1,8}?"
_MARK = "(?:、|和|与|及|以及)"
_STATES = r"(?:等\d{0,3}[一二三四五六七八九十百余多几]{0,3}个?(?:境外|海外|外部|友好)?国(?:家)?|(?:(?:和|与|及|以及)?(?:其他|其它|别的|另外|周边|境外|海外)(?:\d*个?))国家|三国|两国|四国|各国)"
_AND_REGIONS = "(?![与和及或、](?:其他|其它)?地区|[际内籍旗]|地区|或地区|（地区）|／地区|/地区)"
_REGION_OR_SOVEREIGNTY = re.compile("[港澳台]|主权")
"""What every text holds that one of the patterns meets."""
_AS_STATES = re.compile(
    rf"(?<!中国)(?P<name>{_REGION}){_OF}(?:{_MARK}{_TERM}){{0,6}}?(?P<states>{_STATES}){_AND_REGIONS}"
)
_PEOPLE = re.compile("(?:友好)?(?:朋友|友人|人士|人民|宾朋|来宾|嘉宾|侨胞)")
"""Words for people, behind the states they are of."""
_NAMED_STATE = re.compile(
    rf"(?P<name>{_REGION}{_OF})(?:这个|是一个|等境外|等海外)?(?P<states>国家){_AND_REGIONS}"
)
_BESIDE = (
    re.compile(rf"(?P<name>中国(?:[、和与跟同及]){_REGION})(?!.{{0,4}}(?:回归|同胞))"),
    re.compile(rf"(?<!中国)(?P<name>{_REGION}{_OF}(?:[、和与跟同及])中国)(?!香港|澳门|台湾|台北|内地|大陆|[\u4e00-\u9fff]{{0,6}}(?:医院|大学|学会|协会|公司|银行|共产党))"),
    re.compile(rf"(?P<name>(?:国内|国外|境内外国家)(?:[、和与及]){_REGION})"),
    re.compile(r"(?<![其集当高初心])(?P<name>中[港台澳])(?=两地|交流|合作|关系|合资|贸易|双方|边境|口岸|项目|家庭|医院|青年)"),
    re.compile(rf"(?:国外|海外|外国)(?:的)?[（(：:]?(?:如|例如|包括)?[^，。；（）]{{0,12}}?(?P<name>(?<!中国){_REGION})(?=、|）|\)|等地?[的，。])"),
)  # fmt: skip
_ABROAD = (
    re.compile(rf"(?P<name>(?:出国|出境旅游|境外旅游)(?:到|去|赴|至|前往){_REGION}|{_REGION}{_OF}[^，。；]{{0,6}}?(?:回国|归国)(?!家))"),
    re.compile(rf"(?P<name>{_REGION}{_OF}(?:的)?[^，。；、]{{0,6}}?(?:出国|来华|访华|来到国内|来国内|到国内|回到国内|入境中国)(?![际语]))"),
    re.compile(rf"(?P<name>{_REGION}(?:的)?(?:华侨|华人|侨胞|侨民))"),
    re.compile(rf"(?P<name>{_REGION}(?:籍)?[^，。；]{{0,4}}?(?:外籍新娘|外籍配偶|外国新娘)|(?:嫁到|嫁去|嫁往)台湾[^。；]{{0,10}}外籍(?:新娘|配偶))"),
)  # fmt: skip
_SOVEREIGNTY = re.compile(
    r"(?P<name>(?:收回|归还|交还)(?:了|对)?(?:香港|澳门)(?:的)?主权|(?:香港|澳门)(?:的)?主权(?:的)?(?:回归|移交|交接|交还|转移)|主权(?:回归|移交|交接)(?:祖国|中国)?)"
)
_OFFICES = re.compile(
    r"(?P<place>(?<![前后灶窗柜舞月站讲平])台湾(?:地区|当局)?(?:的)?)(?P<open>“?)(?P<name>总统府|副?总统|行政院长?|立法院长?|监察院|司法院|考试院|国防部|外交部"
    r"|国立[\u4e00-\u9fff]{2,8}(?:大学|学院|医院|博物馆|图书馆)|国立|中央银行|中央研究院|中央政府|卫生福利部|国家卫生研究院|省政府|立法委员)"
)
_UNQUOTED = re.compile(r"国立台湾[\u4e00-\u9fff]{0,6}?(?:大学|医院|学院|博物馆)")
_STATED = Wording(
    "港澳台不与国家并列：写“国家和地区”，或分开写。“中国香港”一类的写法不变。",
    "Regions are no states: write 国家和地区, or tell them apart.",
)
_APART = Wording(
    "“内地”与香港、澳门相对，“大陆”与台湾相对；不与“中国”“国内”并列。",
    "内地 goes with Hong Kong and Macao, 大陆 with Taiwan; neither stands beside 中国.",
)
_HOME = Wording(
    "往来港澳台不说“出国”“回国”“来华”；港澳台居民是同胞，不称华侨、外籍。",
    "Going to and from these regions is no going abroad; their people are no foreigners.",
)
_AGAIN = Wording(
    "写“对香港（澳门）恢复行使主权”“香港（澳门）回归祖国”。", "Write 恢复行使主权 or 回归祖国."
)
_NAMED_SO = Wording(
    "避开不了的加引号，如台湾“行政院”；或写“台湾地区”有关部门。“国立”二字删去。",
    "Put into quotation marks what cannot be avoided; take out 国立.",
)
_OFFICE = Wording("台湾当局的机构名", "an office of the authorities of Taiwan")
_FAULTS = (
    (
        (_AS_STATES, _NAMED_STATE),
        Wording("把港澳台与国家并列", "a region told as a state"),
        _STATED,
    ),
    (_BESIDE, Wording("把港澳台与中国（国内）并列，或列为国外", "a region beside China"), _APART),
    (
        _ABROAD,
        Wording("把港澳台当作国外", "a region told as a foreign country"),
        _HOME,
    ),
    (
        (_SOVEREIGNTY,),
        Wording("主权一直属于中国，无所谓“收回”“回归”", "sovereignty was never given up"),
        _AGAIN,
    ),
)


@rule("F710", Kind.QUERY, "knowledge")
def region_as_state(block: Block) -> Iterator[Spot]:
    """Hong Kong, Macao or Taiwan told as a state, or beside China as if it were another.

    Why: they are parts of the state; it is the gravest slip that names can make.

        来自日本、台湾等国家的专家  →  来自日本等国家和中国台湾地区的专家
        中国和香港的医院  →  内地和香港的医院

    Clause: 新华社《新闻信息报道中的禁用词和慎用词（2016年7月修订）》; 中央台办等《关于正确使用涉台宣传用语的意见》
    中文：港澳台与国家并列，或称谓不当。写“国家和地区”；不与“中国”“国内”并列，往来不说出国、回国；台湾当局的机构名加引号。
    """
    if block.quoted or not _REGION_OR_SOVEREIGNTY.search(block.text):
        return
    for patterns, fault, hint in _FAULTS:
        taken: set[int] = set()
        for pattern in patterns:
            for match in pattern.finditer(block.text):
                if match.start("name") in taken or _of_australia(block.text, match["name"]):
                    continue
                if _of_people(block.text, match):
                    continue
                taken.add(match.start("name"))
                end = match.end("states") if "states" in pattern.groupindex else match.end("name")
                yield at(block, match.start("name"), end, fault, hint)
    for match in _OFFICES.finditer(block.text):
        kept = match["open"] and not match["name"].startswith("国立")
        if not kept:
            yield at(block, match.start(), match.end(), _OFFICE, _NAMED_SO)
    for match in _UNQUOTED.finditer(block.text):
        yield at(block, match.start(), match.end(), _OFFICE, _NAMED_SO)


def _of_people(text: str, match: re.Match[str]) -> bool:
    """Whether those listed are people, and the states stand before people too: 台湾同胞和各国朋友."""
    listed = "同胞" in match[0] and match[0].endswith("各国")
    return listed and _PEOPLE.match(text, match.end()) is not None


def _of_australia(text: str, name: str) -> bool:
    """Whether 澳 is Australia: where a text that says 中澳 tells nothing of Macao."""
    return name == "中澳" and "澳门" not in text
