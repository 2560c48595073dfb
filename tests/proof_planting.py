"""Plant faults of known kinds at known places in a dummy book, one to a line."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

Plant = Callable[[str, Random], str | None]
HAN = "[一-鿿]"


@dataclass(frozen=True)
class Planted:
    """A fault: what kind, the rule that should see it (None: no rule claims to), and where."""

    kind: str
    rule: str | None
    path: str
    line: int
    old: str
    new: str


def swap(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Plant:
    """Return a planter that changes one random match of `pattern`."""

    def plant(text: str, dice: Random) -> str | None:
        result = list(re.finditer(pattern, text))
        if not result:
            return None
        match = dice.choice(result)
        put = match.expand(new) if isinstance(new, str) else new(match)
        return text[: match.start()] + put + text[match.end() :]

    return plant


def opening(words: str) -> Plant:
    """Return a planter that puts a sentence before a paragraph."""
    return lambda text, _dice: words + text


def drawn(words: str, **choices: str) -> Plant:
    """Return a planter that puts a sentence before a paragraph, each {name} one of its choices."""

    def plant(text: str, dice: Random) -> str | None:
        return words.format(**{k: dice.choice(v.split()) for k, v in choices.items()}) + text

    return plant


def _identity(text: str, dice: Random) -> str | None:
    digits = f"11010119{dice.randint(60, 99)}0{dice.randint(1, 9)}{dice.randint(10, 28)}{dice.randint(100, 999)}"
    total = sum(int(char) * pow(2, 17 - at, 11) for at, char in enumerate(digits))
    return f"登记的是{digits}{'10X98765432'[total % 11]}。{text}"


_PEOPLE = {
    "surname": "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 朱 马 胡 郭 林 何 高 罗",
    "given": "建国 秀英 志强 桂兰 海涛 玉梅 文博 子涵 思远 雨桐 晓明 丽华 德顺 凤琴 家豪",
    "bed": "3 7 12 15 21 36",
    "child": "患儿 男孩 女孩 小学生 留守儿童 小朋友",
    "age": "3 5 6 8 九 10 12 14 十五",
}


def _two_houses(text: str, dice: Random) -> str | None:
    place = dice.choice(
        "浙江省 江苏省 山东省 湖北省 湖南省 福建省 四川省 云南省 安徽省 河北省 山西省 江西省 陕西省 甘肃省 贵州省 河南省".split()
    )
    house = f"{place}第{dice.choice('一二三四五六七八九')}{dice.choice(('人民', '工人', '中西医结合'))}医"
    return f"与{house}院共建，{house}院派出专家，到{house}所进修。{text}"


def _two_persons(text: str, dice: Random) -> str | None:
    right, wrong = dice.choice(
        ("建国 健国", "志强 智强", "玉梅 玉媒", "文博 文搏", "思远 思圆")
    ).split()
    name = dice.choice("王李张刘陈杨赵黄周吴徐孙")
    return f"院长{name}{right}主持，院长{name}{right}讲话，院长{name}{wrong}总结。{text}"


_SYLLABLES = "安 宏 兴 康 瑞 丰 明 益 同 和 永 德 嘉 泰 顺 广 景 华 文 春"


def _coined(dice: Random, many: int = 2) -> str:
    """Return a name that no other planting has drawn, or hardly ever."""
    return "".join(dice.sample(_SYLLABLES.split(), many))


def _two_departments(text: str, dice: Random) -> str | None:
    stem = _coined(dice) + dice.choice(("急救医学", "康复医学", "老年医学"))
    return f"{stem}科收治病人，{stem}科开设门诊。{stem}部的医生上门随访。{text}"


def _two_posts(text: str, dice: Random) -> str | None:
    name = dice.choice("王李张刘陈杨赵黄周吴徐孙") + _coined(dice)
    post = dice.choice("馆长 校长 秘书长 院长".split())
    return f"{post}{name}主持会议。副{post}{name}介绍情况。{text}"


def _unexplained(text: str, dice: Random) -> str | None:
    letters = "".join(dice.sample("BDFGHJKLMNPQRSTVWXZ", 4))
    return f"推进{letters}付费，实行{letters}分组，完善{letters}考核。{text}"


def _twice(text: str, dice: Random) -> str | None:
    sentence = f"{_coined(dice, 3)}街道的网格员每周上门两次，帮独居老人买菜、取药、交电费。"
    return f"{sentence}老人很满意。{sentence}{text}"


def _house_words(text: str, dice: Random) -> str | None:
    stem = f"{_coined(dice)}镇中心"
    return f"{stem}卫生院设床位。{stem}卫生院有医生。{stem}卫生所开诊。{text}"


def _quoted_words(text: str, dice: Random) -> str | None:
    name = _coined(dice, 3)
    return f"启动“{name}计划”，推进“{name}计划”。开展“{name}行动”。{text}"


def _two_numbers(text: str, dice: Random) -> str | None:
    title, number = f"关于推进{_coined(dice, 3)}工程建设的意见", dice.randint(11, 60)
    return f"落实《{title}》（国办发〔2022〕{number}号）。按照国办发〔2022〕{number + 1}号《{title}》部署。{text}"


def _lone(open_: str, close: str) -> Plant:
    return swap(f"{open_}[^{open_}{close}\n]+{close}", lambda m: m[0][:-1])


def _other(text: str, dice: Random) -> str | None:
    at = dice.choice([m.start() for m in re.finditer(HAN, text)])
    return text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :]


def _without(text: str, dice: Random) -> str | None:
    at = dice.choice([m.start() for m in re.finditer(f"(?<={HAN}){HAN}(?={HAN})", text)])
    return text[:at] + text[at + 1 :]


_DAY = r"(?<!\d)(20\d\d)年(\d{1,2})月(\d{1,2})日"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_OLD = str.maketrans("医党业务进发动热线学习", "醫黨業務進發動熱線學習")

#: Kind of fault, the rule that should see it, how it is planted, what line it needs.
KINDS: tuple[tuple[str, str | None, Plant, str], ...] = (
    ("逗号写成半角", "half-width-mark", swap(f"(?<={HAN})，(?={HAN})", ","), "text"),
    ("引号后逗号半角", "half-width-mark", swap("(?<=”)，", ","), "text"),
    ("分号写成半角", "half-width-mark", swap(f"(?<={HAN})；", ";"), "text"),
    ("冒号写成半角", "half-width-mark", swap(f"(?<={HAN})：(?={HAN})", ":"), "text"),
    ("句号写成下脚点", "half-width-mark", swap(f"(?<={HAN})。(?={HAN})", "."), "text"),
    ("括号写成半角", "half-width-bracket", swap(f"（([^（）]*{HAN}[^（）]*)）", r"(\1)"), "text"),
    ("引号写成直引号", "straight-quote", swap("“([^“”]+)”", lambda m: f'"{m[1]}"'), "text"),
    ("漏后引号", "unpaired-mark", _lone("“", "”"), "text"),
    ("漏后书名号", "unpaired-mark", _lone("《", "》"), "text"),
    ("逗号重复", "doubled-mark", swap("，", "，，"), "text"),
    ("逗号句号连用", "doubled-mark", swap(f"。(?={HAN})", "，。"), "text"),
    ("等前顿号", "enumeration-comma-before-deng", opening("开展宣讲、座谈、等活动。"), "text"),
    ("标点前空格", "stray-space", swap(f"(?<={HAN})，", " ，"), "text"),
    ("省略号三点", "wrong-ellipsis", swap(f"(?<={HAN})。$", "..."), "text"),
    ("破折号写成连字符", "wrong-dash", swap("——", "--"), "text"),
    ("间隔号用错", "wrong-code-point", opening("“传承•讲述”入职第一课。"), "text"),
    ("序号括号后顿号", "mark-after-bracketed-number", opening("（一）、"), "plain"),
    ("首先后顿号", "enumeration-comma-after-ordinal", opening("首先、统一认识。"), "plain"),
    ("数字序号后顿号", "comma-after-list-number", opening("1、"), "plain"),
    ("零宽空格", "invisible-character", swap(f"(?<={HAN})(?={HAN})", "\u200b"), "text"),
    ("不间断空格", "odd-space", swap(f"(?<={HAN})(?={HAN})", "\u00a0"), "text"),
    ("替换字符", "unreadable-character", swap(f"(?<={HAN}){HAN}", "\ufffd"), "text"),
    ("残留星号", "markup-residue", swap(f"(?<={HAN})(?={HAN})", "** "), "plain"),
    ("繁体字", "traditional-character",
     swap("[医党业务进发动热线学习]", lambda m: m[0].translate(_OLD)), "text"),
    ("全角数字", "full-width-figure",
     swap(r"(?<![\d.])\d+", lambda m: m[0].translate(_WIDE)), "text"),
    ("日期里空格", "spaced-date", swap(_DAY, r"\1 年 \2 月 \3 日"), "text"),
    ("日期不存在", "impossible-date", swap(_DAY, r"\1年2月30日"), "text"),
    ("百分数范围", "open-range", opening("合格率为63-68%。"), "text"),
    ("约数矛盾", "contradictory-approximation",
     swap(r"(?<=[\u4e00-\u9fff])(\d{2,4})(?=人|名|份|次)", lambda m: f"近{m[1]}余"), "text"),
    ("数字夹用单位", "mixed-numeral", opening("投入3万5千元。"), "text"),
    ("起止颠倒", "range-backwards", opening("2022年12月至2022年10月试点。"), "text"),
    ("成语错字", "wrong-phrase", opening("全院职工再接再励。"), "text"),
    ("异形词", "variant-form", opening("组织成份多样。"), "text"),
    ("文件名次序错", "misquoted-document",
     opening("落实《关于加强和改进新时代思想政治工作的意见》。"), "text"),
    ("提法不完整", "unusual-term", opening("学习新时代中国特色社会主义思想。"), "text"),
    ("汉字与数字间空格", "typed-gap",
     swap(r"(?<=[\u4e00-\u9fff])(?=\d{2,4}[人名份次])", " "), "text"),
    ("句中空格", "space-between-characters",
     swap(f"(?<={HAN})(?={HAN}[^“”《》]*$)", " "), "plain"),
    ("漏句号", "no-final-stop", swap(f"(?<={HAN})。$", ""), "long"),
    ("段落断开", "cut-paragraph", swap("，", "，\n\n"), "plain"),
    ("标题末尾句号", "heading-ends-in-stop", swap("$", "。"), "heading"),
    ("标题跳号", "numbering-gap",
     swap("^(## )[一二三]、", lambda m: m[1] + "七、"), "heading"),
    ("重复的字", "doubled-word", swap("(?<![目标的有])的(?![的确])", "的的"), "text"),
    ("表外字", "character-outside-table", opening("开展控制菸草宣传。"), "text"),
    ("省市不符", "place-elsewhere", opening("医疗队驰援江苏省合肥市。"), "text"),
    ("身份证号", "contact-detail", _identity, "text"),
    ("车牌号", "contact-detail", drawn("乘{car}到院。", car="浙A·12B45 京N8Q316 粤BD12345 沪A12345警"),
     "text"),
    ("病历号", "contact-detail", drawn("{what}：{n}。", what="住院号 病案号 门诊号码 医保卡号",
     n="0034567 201904512 A1234567"), "text"),
    ("银行卡号", "contact-detail", drawn("捐款请汇{card}。", card="6222021234567890128 4111-1111-1111-1111"),
     "text"),
    ("病人姓名和床号", "patient-identified",
     drawn("{bed}床患者{surname}{given}康复出院。", **_PEOPLE), "text"),
    ("病人姓名和住址", "patient-identified",
     drawn("患者{surname}{given}，家住和平路幸福小区3号楼，行动不便。", **_PEOPLE), "text"),
    ("未成年人姓名", "minor-named",
     drawn("{age}岁的{child}{surname}{given}收到了礼物。", **_PEOPLE), "text"),
    ("增幅不合", "growth-differs",
     drawn("平均候诊时间由{a}分钟缩短至{b}分钟，缩短了{c}%。", a="50 48 46", b="20 24 22", c="31 75 80"), "text"),
    ("部分大于总数", "parts-differ-from-whole",
     drawn("共培训{a}人，其中护士{b}人。", a="120 86 95", b="130 210 199"), "text"),
    ("男女不合总数", "parts-differ-from-whole", drawn("共120人，其中男{a}人、女{b}人。", a="70 65", b="60 45"),
     "text"),
    ("比率不合", "rate-differs",
     drawn("发放问卷{a}份，回收190份，回收率{b}%。", a="200 210", b="98 99.2"), "text"),
    ("比率过大", "impossible-rate",
     drawn("{what}{n}%。", what="满意率达到 治愈率为 合格率达", n="105 118.6"), "text"),
    ("减少几倍", "impossible-rate", drawn("投诉量减少了{n}倍。", n="1.5 2 3"), "text"),
    ("第几届不合年份", "session-against-year",
     drawn("2022年8月19日，第{n}个中国医师节当天表彰。", n="六 四 7"), "text"),
    ("周年不合年份", "jubilee-against-year", drawn("2021年庆祝建党{n}周年。", n="101 99 90"), "text"),
    ("年龄不合", "age-differs", drawn("老院长（1930—2015）享年{n}岁。", n="75 95 88"), "text"),
    ("先后颠倒", "ends-before-it-begins",
     drawn("项目{a}启动，{b}完成。", a="2022年5月 2022年", b="2021年8月 2020年12月"), "text"),
    ("星期不合", "weekday-of-the-year", drawn("2022年国庆后，10月8日（星期{n}）复诊。", n="一 五 日"), "text"),
    ("单位名两种写法", "name-varies", _two_houses, "text"),
    ("人名两种写法", "name-varies", _two_persons, "text"),
    ("旧地名", "place-renamed", drawn("2021年，{place}举办义诊。", place="襄樊市 闸北区 崇文区"), "text"),
    ("医学名词", "medical-term",
     drawn("救治{what}患者。", what="心肌梗塞 脑梗塞 食道癌 脑溢血 库欣综合症"), "text"),
    ("计量单位", "unit-not-legal", drawn("每份重{what}。", what="5市斤 20cc 3KG 30公分 15Kg 60ML"), "text"),
    ("不宜的称谓", "unsuitable-wording", drawn("帮助{what}就业。", what="残废人 弱智 瞎子 蒙族群众"), "text"),
    ("文件名别字", "nearly-a-document",
     drawn("落实《“健康中国2030”规划{end}》。", end="刚要 纲领 岗要"), "text"),
    ("领导人姓名", "leader-misnamed",
     drawn("学习{who}重要讲话。", who="习进平总书记 国务院总理李克墙 总书记习近苹"), "text"),
    ("任职不合时间", "office-against-date",
     drawn("{when}，国务院总理李克强主持会议。", when="2024年5月 2011年 2025年"), "text"),
    ("的地混用", "particle-of-manner",
     drawn("全院职工{how}的{what}。", how="认真 积极 主动 有序 井然有序", what="完成了任务 参与了义诊 开展了自查"), "text"),
    ("得写成的", "particle-of-manner", drawn("{what}的{how}。", what="任务完成 术后恢复 手术进行", how="很好 非常好 很顺利"),
     "text"),
    ("词语重复", "doubled-word", drawn("为患者{word}{word}便利。", word="提供 创造 带来"), "text"),
    ("约数词重复", "doubled-approximation", drawn("{how}{n}余人参加。", how="约 超过 大约", n="200 1000 3500"), "text"),
    ("整句引语句号在外", "stop-outside-quotation", opening("“医生护士都像亲人一样”。"), "text"),
    ("空引号", "empty-pair", opening("弘扬“”精神。"), "text"),
    ("范围用全角连字符", "hyphen-for-range", drawn("复诊{a}－{b}次。", a="2 3", b="5 6"), "text"),
    ("并列提法次序", "series-altered",
     drawn("坚持{what}。", what="创新、协调、绿色、共享、开放 自由、公正、平等、法治 学思想、重实践、强党性、建新功"), "text"),
    ("并列提法换字", "series-altered",
     drawn("坚持{what}。", what="自治、法制、德治 敬佑生命、救死扶伤、甘于奉献、大爱无边 执着专注、精益求精、一丝不苟、追求完美"),
     "text"),
    ("会议年月不合", "meeting-against-date",
     drawn("{when}，党的{what}召开。", when="2019年10月 2021年11月", what="十九届三中全会 二十届三中全会"), "text"),
    ("法律名称有误", "no-such-law", drawn("学习《中华人民共和国{what}》。", what="中医法 医生法 老人权益保障法 工会组织法"),
     "text"),
    ("各种之和大于总数", "kinds-exceed-whole", drawn("共设网格120个，其中居民网格{a}个、商圈网格{b}个。", a="90 80", b="50 60"),
     "text"),
    ("占比不合", "share-differs", drawn("职工1250人中，护理人员{a}人，占{b}%。", a="500 625", b="30 74"), "text"),
    ("月均不合", "mean-differs", drawn("全年接诊{a}人次，月均{b}人次。", a="2400 3600", b="180 400"), "text"),
    ("所指图表不在", "reference-to-nothing", drawn("具体情况见{what}{n}。", what="图 表", n="27 38"), "text"),
    ("约数间顿号", "comma-in-approximation", drawn("每周{a}、{b}天下乡。", a="三", b="四"), "text"),
    ("几与数字", "ji-with-figures", drawn("{n}几名职工参加。", n="20 30 50"), "text"),
    ("年份写零", "zero-in-year", drawn("{year}年启动。", year="二零二二 二零一九 二○二一"), "text"),
    ("年份两位", "short-year", drawn("{n}年5月起实施。", n="19 21 22"), "text"),
    ("书名号套书名号", "same-mark-inside", opening("学习《关于印发《护士条例》的通知》。"), "text"),
    ("省略号加等", "ellipsis-with-deng", opening("开展宣讲、座谈……等。"), "text"),
    ("单个破折号", "single-dash", opening("这是医院多年来的追求—让百姓看病更方便。"), "text"),
    ("括号套括号", "bracket-in-bracket", opening("统计数据（截至年底（不含分院））已上报。"), "text"),
    ("两种写法并用", "mixed-pair", opening("他为单位做出贡献，也为家乡作出贡献。"), "text"),
    ("总数前后不一", "total-varies", opening("医院现有职工460人，全院现有职工406人。"), "text"),
    ("条数与列举不合", "count-differs-from-list",
     drawn("建立{n}项机制：一是会商，二是通报，三是回访，四是考核。", n="三 五 两"), "text"),
    ("规划年份不对", "plan-period-differs", drawn("“十四五”时期（{a}—2025年）投入加大。", a="2020 2019 2022"), "text"),
    ("汉字写的变化不合", "worded-change-differs", drawn("投诉由65件降至26件，下降{n}。", n="三成 四成 八成 一半"), "text"),
    ("数字里写字母", "letter-in-numeral", drawn("转到{n}医院。", n="三O二 三O一 四Ｏ一"), "text"),
    ("比例写冒号", "wide-colon-in-ratio", drawn("药剂按{n}配比。", n="1：3 2：5 1：200"), "text"),
    ("世纪写成世界", "century-miswritten", drawn("始于{n}世界{m}年代。", n="20 19", m="50 60 80"), "text"),
    ("升降不合", "direction-differs",
     drawn("人均费用由{a}降到{b}。", a="1.2万元 2.3万元", b="8000万元 9600万元"), "text"),
    ("历时不合", "duration-differs",
     drawn("试点从{a}年3月开始，到2021年3月结束，历时{n}年。", a="2018 2019", n="五 六 8"), "text"),
    ("科室两种叫法", "department-varies", _two_departments, "text"),
    ("职务两种写法", "post-varies", _two_posts, "text"),
    ("缩写两种解释", "abbreviation-varies",
     drawn("推行{a}（射频识别）管理，{a}（{b}）标签全覆盖。", a="RFID", b="无线视频识别 射频识图"), "text"),
    ("缩写没有解释", "abbreviation-unexplained", _unexplained, "text"),
    ("同一句两遍", "sentence-repeated", _twice, "text"),
    ("单位名差一个词", "house-word-varies", _house_words, "text"),
    ("引号里的名称差一个词", "quoted-word-varies", _quoted_words, "text"),
    ("名词里换了一个词", "term-word-varies",
     opening("生活污水处理站建成，生活污水管网贯通，生活污水收费公开。生活废水处理达标。"), "text"),
    ("文号两种写法", "document-number-varies", _two_numbers, "text"),
    ("条号超过末条", "article-beyond-the-end",
     drawn("依据《中华人民共和国{law}》第{n}条办理。", law="安全生产法 家庭教育促进法", n="一百三十 201"), "text"),
    ("施行日期不合", "in-force-since",
     drawn("民法典自{day}起施行。", day="2020年1月1日 2020年5月28日 2021年7月1日"), "text"),
    ("机构名称有误", "body-misnamed", drawn("{who}发文。", who="中国残疾人联合总会 国家卫生健康管委员会"), "text"),
    ("引号间顿号", "comma-between-quoted", drawn("推行“一站式”、“{b}”服务。", b="一窗式 一网式"), "text"),
    ("叹号重复", "mark-repeated", drawn("效果真好{m}", m="！！"), "text"),
    ("近义混用", "near-word", opening("行使国家权利机关的职权。"), "text"),
    ("量词写错", "measure-word", drawn("{what}。", what="墙上挂着一副照片 打造一只队伍 院里有一颗大树"), "text"),
    ("绝对化用语", "absolute-claim", drawn("{what}。", what="质量堪称全国第一 疗效堪称国内最好"), "text"),
    ("之一而有几个", "one-of-them-is-several", opening("最受欢迎的社团之一是合唱团、足球队和编程社。"), "text"),
    ("病人姓名", "patient-named", drawn("患者{surname}{given}每周换药。", **_PEOPLE), "text"),
    ("公用电话", "public-number", drawn("咨询电话：{n}。", n="400-810-2345 0571-87654321 800-820-1234"), "text"),
    ("部首字符", "lookalike-character", opening("全院⼀心。"), "text"),
    ("待写的话", "left-to-write", opening("【待补：感谢哪些单位】"), "text"),
    ("别字（无规则）", None, _other, "plain"),
    ("漏字（无规则）", None, _without, "plain"),
    ("顿号错用（无规则）", None, swap(f"(?<={HAN})，(?={HAN})", "、"), "plain"),
)  # fmt: skip


def plant(folder: Path, count: int, seed: str = "错") -> list[Planted]:
    """Plant `count` faults in the cases of the book in `folder`, spread over all kinds."""
    dice = Random(seed)
    manuscript = folder / "manuscript"
    lines = {
        path: path.read_text("utf-8").split("\n")
        for path in sorted((manuscript / "cases").glob("*.md"))
    }
    free = {
        kind: [
            (path, n) for path in lines for n, text in enumerate(lines[path]) if fits(text, kind)
        ]
        for kind in ("text", "plain", "long", "heading")
    }
    for places in free.values():
        dice.shuffle(places)
    used: set[tuple[Path, int]] = set()
    made: list[Planted] = []
    kinds = (*KINDS, *_of_the_notice((manuscript / "awards.yaml").read_text("utf-8")))
    for number in range(count):
        kind, rule, planter, needs = kinds[number % len(kinds)]
        for place in free[needs]:
            near = {(place[0], place[1] + step) for step in (-2, 0, 2)}
            if near & used:
                continue
            old = lines[place[0]][place[1]]
            behind = "".join(lines[place[0]][place[1] + 1 : place[1] + 3])
            if kind == "漏后引号" and behind.startswith("“"):
                continue  # a quotation may go on in the next paragraph
            new = planter(old, dice)
            if new is None or new == old:
                continue
            used.add(place)
            lines[place[0]][place[1]] = new
            path = place[0].relative_to(manuscript).as_posix()
            made.append(Planted(kind, rule, path, place[1], old, new))
            break
    for path, texts in lines.items():
        path.write_text("\n".join(texts), "utf-8")
    return [_moved(item, lines[manuscript / item.path]) for item in made]


def _of_the_notice(awards: str) -> tuple[tuple[str, str, Plant, str], ...]:
    """Return planters that quote an organisation or a title of the notice, wrongly."""
    names = re.findall(r"organisation: ([^\s,（]{8,})", awards)
    titles = re.findall('title: "?([^"}]{12,}?)"?, region', awards)

    def name(text: str, dice: Random) -> str:
        right = dice.choice(names)
        at = len(right) - 4 if right[-4] != right[-3] else len(right) - 3
        return f"与{right[:at]}{right[at + 1]}{right[at]}{right[at + 2 :]}结对共建。{text}"

    def title(text: str, dice: Random) -> str:
        right = dice.choice([title for title in titles if re.match(HAN, title[-3])])
        return f"学习《{right[:-3]}{right[-2:]}》。{text}"

    return (
        ("单位名颠倒一字", "organisation-misspelt", name, "text"),
        ("引用题目漏一字", "award-title-misquoted", title, "text"),
    )


def fits(text: str, kind: str) -> bool:
    """Whether a source line is of the kind a planter needs."""
    if kind == "heading":
        return re.match("## [一二三四]、", text) is not None
    prose = len(text) > 40 and re.match(r"[\u4e00-\u9fff“]", text) is not None
    if kind == "plain":
        return prose and not re.search(r"[\*\[\]<>|]", text)
    if kind == "long":
        return prose and text.endswith("。") and not text.endswith("]。")
    return prose


def _moved(item: Planted, texts: list[str]) -> Planted:
    """Give the line its number from 1, with the lines that splitting paragraphs has added."""
    added = sum(text.count("\n") for text in texts[: item.line])
    return Planted(item.kind, item.rule, item.path, item.line + 1 + added, item.old, item.new)
