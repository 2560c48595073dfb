"""A manuscript meant to break a composer: every pair of marks, every kind of span, odd matter.

Paragraphs are HTML; `plain` gives the text a reader should be able to copy back.
"""

import html
import itertools
import random
import re

from .sample import paragraph

MARKS = "，。、；：？！“”‘’（）《》〈〉【】〔〕「」·—～…"
_WORDS = "门诊 流程 服务 管理 患者 质量 医院 改革 护理 信息 平台 机制 健康 教育 随访 预约".split()
_TAGS = (
    ("<b>", "</b>"),
    ("<i>", "</i>"),
    ('<a href="https://example.org/">', "</a>"),
    ("<u>", "</u>"),
    ("<span>", "</span>"),
    ("<code>", "</code>"),
    ("<s>", "</s>"),
)
LOOSE_TAGS = (
    ('<span style="letter-spacing:.1em">', "</span>"),
    ('<span style="white-space:nowrap">', "</span>"),
    ('<span style="font-size:1.2em;line-height:1">', "</span>"),
    ('<span style="padding:0 .3em;border:1px solid">', "</span>"),
    ('<span style="position:relative;top:-1pt">', "</span>"),
    ('<span lang="en">', "</span>"),
    ('<span style="display:inline-block">', "</span>"),
    ('<span style="font-variant-caps:small-caps">', "</span>"),
    ('<ruby style="display:inline-block">', "</ruby>"),
)
_ODD = (
    "剂量为20 mg每日2次，共38.6 kg，血压120/80 mmHg，体温"
    "36.5℃，误差±0.5%，浓度5.2 mmol/L，占98.7%，约3‰。",
    "费用由￥12,345.67元降至$1,234.5，增长+12.5%，下降−3.4%，编号No. 12，第12号文件，2023年第3期。",
    "访问https://www.example.com/path/to/a/very/long/pa"
    "ge-name.html?query=value&amp;other=1#anchor即可查看，"
    "或写信至someone.with.a.long.name@hospital.example.org询问，DOI为10.1000/xyz123.456-789。",
    "使用electroencephalography与immunohistochemis"
    "try检查，配合COVID-19、HbA1c、PD-L1、SARS-CoV-2检测。",
    "生僻字𠮷野家、䶮、㙍、𬭎与𨭎，〇〇七，々，㈠，①②③，Ⅲ期，℃，α受体与β受体，Ω，№12。",
    "他说：“她说：‘你看，《论语》里写着“学而时习之”。’”！？！！真的吗？！是的……——好的。——",
    "破折号——在中间，省略号……在中间，连用————和…………，一字线2020—2025年，波浪线10～20例，短线A–B。",
    "阿尔伯特·爱因斯坦、列奥纳多·达·芬奇，和/或，是/否，km/h，mg/L，A/B测试，1/2，24/7。",
    "半角标点,混用.的;文本:很!常?见(括号)[方括号]{花括号}'单引号'\"双引号\"。",
    "空格 在 汉字 之间，English words between 汉字 an"
    "d 中文 with spaces ，标点 前后 。 也有空格（ 括号 ）。",
    "化学式H<sub>2</sub>O、CO<sub>2</sub>、Ca<sup>2+</sup>"
    "，面积10<sup>3</sup>，注<sup>①</sup>释<sup>[2]</sup>。",
    "不间断空格12&nbsp;mg与零宽&#8203;空格，词连接符文&#8"
    "288;字，软连字符extra&shy;ordinary&shy;ly。",
    "e&#769;组合字符é与汉字，a&#776;ö，字&#xFE00;体变体，★☆●○■□▲△◆◇。",
)


def loose() -> list[str]:
    """Return paragraphs whose spans change the measure of the text: for text and crashes only."""
    rng = random.Random(12)
    made = [
        "换行<br>之后<br>“引号”开头<br>，逗号开头<br>English开头。",
        "👍表情👨‍👩‍👧家庭，ＡＢＣ。",
    ]
    for opening, closing in LOOSE_TAGS:
        for kind in range(4):
            made.append(_tagged(rng, opening, closing, kind))
    for _ in range(30):
        text = html.escape(paragraph(rng, rng.randrange(60, 200)), quote=False)
        made.append(_wrap_at_random(rng, text, LOOSE_TAGS + _TAGS))
    return made


def paragraphs() -> list[str]:
    """Return more than 200 paragraphs of HTML that keep to the grid of the body text."""
    rng = random.Random(11)
    made = list(_ODD)
    pairs = [a + b for a, b in itertools.product(MARKS, MARKS)]
    for at in range(0, len(pairs), 9):
        made.append(_mixed(rng, pairs[at : at + 9]))
    triples = ["".join(rng.choice(MARKS) for _ in range(rng.randrange(3, 5))) for _ in range(120)]
    for at in range(0, len(triples), 8):
        made.append(_mixed(rng, triples[at : at + 8]))
    for opening, closing in _TAGS:
        for kind in range(4):
            made.append(_tagged(rng, opening, closing, kind))
    for _ in range(80):
        text = html.escape(paragraph(rng, rng.randrange(60, 200)), quote=False)
        made.append(_wrap_at_random(rng, text, _TAGS))
    return made


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_WORDS) for _ in range(rng.randrange(1, 5)))


def _mixed(rng: random.Random, runs: list[str]) -> str:
    return "".join(_word(rng) + run for run in runs) + _word(rng) + "。"


def _tagged(rng: random.Random, opening: str, closing: str, kind: int) -> str:
    parts = []
    for _ in range(10):
        before, inside, after = _word(rng), _word(rng), _word(rng)
        mark = rng.choice("，。；：？！")
        if kind == 0:
            inside = f"“{inside}”"
        elif kind == 1:
            before, after = before + mark, f"（{after}）"
        elif kind == 2:
            inside = f"{rng.randrange(99)}{rng.choice(['AI', 'mg', '%', 'HbA1c'])}"
        else:
            before, inside, after = f"{before}“", f"{inside}{mark}", f"”{after}"
        parts.append(f"{before}{opening}{inside}{closing}{after}")
    return rng.choice("，、；").join(parts) + "。"


def _wrap_at_random(rng: random.Random, text: str, tags: tuple[tuple[str, str], ...]) -> str:
    """Put tags around pieces that begin and end anywhere."""
    cuts = sorted(rng.sample(range(len(text)), 6))
    out, last = "", 0
    for start, end in zip(cuts[0::2], cuts[1::2], strict=True):
        opening, closing = rng.choice(tags)
        out += text[last:start] + opening + text[start:end] + closing
        last = end
    return out + text[last:]


def plain(paragraph_html: str) -> str:
    """Return the text of a paragraph without tags, as copied from the page: no line ends."""
    return html.unescape(re.sub("<[^>]*>", "", paragraph_html.replace("<br>", "")))
