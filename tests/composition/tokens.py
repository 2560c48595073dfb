"""Tokens that a typographer does not divide, or divides only at some places, and what becomes of them.

A token is written with `|` where a line may end within it; all other places in it are wrong, and so
is a hyphen that is added, but in a word: there `~` stands where a dictionary divides it. Each is set
behind 0 to 35 characters of running text, so that it meets the line end everywhere; a title, of which
all words are tokens, in 36 measures instead.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from weasyprint import HTML

from casebook import composition
from casebook.composition.line_boxes import Composed

OFFSETS = 36
NARROWEST = 8.0
"""The least measure that a title is set in, in em; each further one is half an em wider."""
_RUNNING = (
    "医院党委坚持以人民为中心，把思想政治工作融入日常管理。各科室结合自身特点，推行“首问负责”制度，"
    "患者少跑了路，医生多看了一眼；遇到难题，大家一起想办法。"
)
_BEHIND = (
    "的做法已在全院推广，相关科室据此修订了流程，并把经验写进制度。下一步，医院将继续完善随访、"
    "宣教和质控三项工作，让更多患者受益。"
)
_STYLE = """
@page {{ size: {width}pt 2000pt; margin: 20pt }}
html {{ font: 10.5pt/17.5pt "Noto Serif CJK SC"; hyphens: auto; line-break: strict;
  hyphenate-limit-chars: 6 3 3; --clreq-autospace-max: 0.34em }}
body, p {{ margin: 0 }} p {{ text-indent: 2em; text-align: justify }}
sup, sub {{ font-size: .7em; line-height: 0 }}
h1 {{ font: inherit; margin: 0; text-align: left; text-wrap: balance; word-break: auto-phrase;
  line-break: normal }}
"""
_TRIALS = 12  # for each token: how often chance is asked for another
TITLE = "title"
"""The kind that is set as headings are, and as the titles of a list of contents."""


@dataclass(frozen=True)
class Token:
    """A token: what it is, its HTML, its text, where a line may end in it, where with a hyphen."""

    kind: str
    html: str
    text: str
    ends: frozenset[int]
    hyphens: frozenset[int]


def _token(kind: str, written: str) -> Token:
    bare = re.sub(r"</?su[bp]>", "", written).replace("&lt;", "<").replace("&amp;", "&")
    ends, hyphens, text = set(), set(), ""
    for character in bare:
        if character in "|~":
            (ends if character == "|" else hyphens).add(len(text))
        else:
            text += character
    html = written.replace("|", "").replace("~", "")
    return Token(kind, html, text, frozenset(ends), frozenset(hyphens))


# What is made


_HOSTS = "www.|hospital-|example.|org.|cn nhc.|example.|gov.|cn party-|build.|example.|com".split()
_PATHS = (
    "notice index.|html article/|detail?|id=|2023&amp;|page=|12 zwgk/|jkyw/|202306 a-|b_|c".split()
)
_NAMES = "zhang-|san party-|building.|office someone.|with.|a.|name lihua".split()
_UNITS = "mg kg m² cm³ mL/min mmol/L kg/m² mmHg min h ℃ % μmol·L⁻¹ mg·kg⁻¹·d⁻¹ IU/L kcal °C".split()
_COUNTERS = "年 月 日 例 人 名 个 次 项 万元 家 台 张 天 岁 万人次 场次 通 份 册".split()
_SHORT = (
    "1＋X 5＋2 1+N A/B A＋B COVID-19 IL-6 PD-1/PD-L1 HBV-DNA SARS-CoV-2 HbA1c eICU T2DM Wi-Fi 24/7 "
    "AI+ B2B e-CRF ICD-10 DRG/DIP MRI/CT GB/T H1N1 PM2.5 G6PD CA19-9 X-ray SPSS26.0 mRNA-1273 4G/5G "
    "3D A-Z 6S HIS/LIS/PACS NRS2002 iOS16.2 P2P O2O"
).split()
_FORMULAS = (
    "H<sub>2</sub>O<sub>2</sub>|NaHCO<sub>3</sub>|Ca²⁺|CO₂|SpO<sub>2</sub>|PaO<sub>2</sub>/FiO<sub>2</sub>|"
    "P＜0.05|P &lt; 0.05|n＝128|n = 128|t＝2.131|χ²＝3.84|F(2,57)=4.1|x²＋y²＝z²|BMI≥28|3 × 10⁶|"
    "10<sup>9</sup>/L|5.6×10<sup>−3</sup>|r=−0.42|OR=1.35|α=0.05|95%CI|M±SD|12.3 ± 0.4|1∶100|a=b+c|"
    "¹³C|²³⁵U|NH₄⁺|R²=0.97"
).split("|")
_COMPOUNDS = (
    "well-|known long-|term follow-|up state-|of-|the-|art evidence-|based face-|to-|face "
    "on-|line cost-|effective double-|blind health-|care"
).split()
_WORDS = (Path(__file__).parent / "data" / "english_words.txt").read_text("utf-8").split()
_WHOLE = (
    "E. coli|J. R. Smith|No. 12|GB/T 9704|Fig. 3|ISO 9001|Type 2|pp. 12|UNESCO|PubMed|ResNet|"
    "WeChat|MATLAB|Dr. Li|vol. 7"
).split("|")
_OFFICIAL = (
    "GB/T |9704—|2012  WS/T |312-|2009  T/CHIA |15-|2020  〔2023〕11号  （2021）第3号  （010）6888-8888  "
    "+86 10 6888 8888  图1-2  表3  式(3)  附|件2  0.9% NaCl  95% CI  B超  T细|胞  Ⅱ型  12.5万元  "
    "20余人  #随|访#  @某|院  y = ax + b  a − b"
).split("  ")


def tokens(seed: int = 1) -> list[Token]:
    """Return the tokens, the same for the same seed."""
    rng = random.Random(seed)
    made = {
        "address": [_address(rng) for _ in range(60)],
        "number": [_number(rng) for _ in range(90)],
        "compound": [*_SHORT, *_COMPOUNDS],
        "formula": _FORMULAS,
        "word": _WORDS[::30],
        "name": _WHOLE,
        "official": _OFFICIAL,
    }
    made["range"] = [_range(rng) for _ in range(300 - sum(map(len, made.values())))]
    return [_token(kind, each) for kind, several in made.items() for each in several]


def sweep(kind: str, count: int = 300, seed: int = 1) -> list[Token]:
    """Return so many tokens of one kind, all different; fewer where there are no more."""
    rng = random.Random(f"{kind} {seed}")
    written = dict.fromkeys(SWEPT[kind](rng) for _ in range(count * _TRIALS))
    return [_token(kind, each) for each in list(written)[:count]]


def _address(rng: random.Random) -> str:
    kind, host = rng.randrange(4), rng.choice(_HOSTS)
    path = "/|".join(rng.sample(_PATHS, rng.randrange(1, 3)))
    if kind == 0:
        return f"{rng.choice(('https', 'http'))}://|{host}/|{path}"
    if kind == 1:
        return f"{host}/|{path}"
    if kind == 2:
        return f"{rng.choice(_NAMES)}@|{host.removeprefix('www.|')}"
    return rng.choice(
        (f"https://|{host}", f"doi.|org/|10.1000/|xyz{rng.randrange(999)}.|{rng.randrange(9)}a")
    )


def _number(rng: random.Random) -> str:
    kind = rng.randrange(8)
    value = rng.choice((f"{rng.randrange(2, 5000)}", f"{rng.randrange(99)}.{rng.randrange(99)}"))
    if kind <= 2:
        unit = rng.choice(_UNITS)
        unit = rng.choice((unit, unit.replace("²", "<sup>2</sup>").replace("⁻¹", "<sup>−1</sup>")))
        return value + rng.choice((" ", "")) + unit
    if kind <= 4:
        return value + rng.choice((" ", "", "")) + rng.choice(_COUNTERS)
    if kind == 5:
        return (
            rng.choice(("±", "−", "＋", "￥", "$", "约|", "第"))
            + value
            + rng.choice(("", "%", "℃"))
        )
    if kind == 6:
        return f"{rng.randrange(1, 99)},{rng.randrange(100, 999)}.{rng.randrange(99):02}元"
    return f"{rng.randrange(1, 99)} {rng.randrange(100, 999)} {rng.randrange(100, 999)}"


def _range(rng: random.Random) -> str:
    low, high = rng.randrange(1, 40), rng.randrange(41, 99)
    year = rng.randrange(2010, 2024)
    return rng.choice(
        (
            f"{low}～{high}",
            f"{low}%～{high}%",
            f"0.{low + 10}～|0.{high}",
            f"{rng.randrange(0, 24):02}：{low + 10}",
            f"{low}–{high}",
            f"{year}年|{rng.randrange(1, 13)}月|{rng.randrange(1, 29)}日",
            f"{year}-{rng.randrange(10, 13)}-{low:02}",
            f"{year}/{rng.randrange(10, 13)}/{low:02}",
            f"{rng.randrange(8, 12)}:{low + 10}",
            f"{year}—|{year + rng.randrange(1, 6)}年",
            f"010-{rng.randrange(60000000, 69999999)}",
            f"400-{rng.randrange(100, 999)}-{rng.randrange(1000, 9999)}",
            f"138 {rng.randrange(1000, 9999)} {rng.randrange(1000, 9999)}",
            f"{year} 年 |{rng.randrange(1, 13)} 月",
            f"-{low}℃",
        )
    )


def _mail(rng: random.Random) -> str:
    figures = rng.choice(("", str(rng.randrange(1, 2026))))
    return f"{rng.choice(_NAMES)}{figures}@|{rng.choice(_HOSTS).removeprefix('www.|')}"


def _measured(rng: random.Random) -> str:
    """Return a number with a unit, an exponent or both."""
    value, power = f"{rng.randrange(1, 99)}.{rng.randrange(1, 99)}", rng.randrange(2, 12)
    raised = rng.choice((f"10<sup>{power}</sup>", f"10<sup>−{power}</sup>", "10⁶", "10⁻³"))
    unit = rng.choice(_UNITS).replace("⁻¹", rng.choice(("⁻¹", "<sup>−1</sup>")))
    return rng.choice(
        (
            f"{value}×{raised}",
            f"{value} × {raised}",
            f"{raised}/L",
            f"{raised} {unit}",
            f"{value}×{raised} {unit}",
            f"{value} {unit}",
            f"{value}{unit}",
            f"{value} ± 0.{power} {unit}",
            f"{power}.5m<sup>2</sup>",
            f"{power}‰",
            f"1∶{power}",
            f"{power}/{power + 7}",
            f"{value}万元",
        )
    )


def _formula(rng: random.Random) -> str:
    name = rng.choice("P n t r F χ² R² α β OR HR BMI κ df SMD".split())
    sign = rng.choice("＝ ＜ ＞ ≤ ≥ ≈ = ≠".split())
    value = rng.choice(("0.05", "−0.42", "128", "3.84", "1.35", f"0.{rng.randrange(1, 999):03}"))
    element = rng.choice("Na K Ca Mg Fe Zn Cl Li".split())
    return rng.choice(
        (
            f"{name}{sign}{value}",
            f"{name} {sign} {value}",
            f"{element}<sub>{rng.randrange(2, 5)}</sub>O<sub>{rng.randrange(2, 8)}</sub>",
            f"{element}<sup>{rng.randrange(2, 4)}+</sup>",
            f"{element}{rng.choice('⁺⁻')}",
            f"<sup>{rng.randrange(11, 99)}</sup>{element}",
            f"x<sup>2</sup>＋y<sup>2</sup>＝{rng.randrange(2, 99)}",
            f"{rng.randrange(2, 9)}x−{rng.randrange(2, 9)}y",
            f"f(x)={rng.randrange(2, 9)}x+{rng.randrange(2, 9)}",
            f"{rng.randrange(1, 9)}+{rng.randrange(1, 9)}+N",
            f"sin {name}",
            f"log<sub>2</sub>{rng.randrange(2, 99)}",
        )
    )


def _compound(rng: random.Random) -> str:
    letter, figure = (
        rng.choice("IL PD TNF CD HLA mRNA SARS MERS NK CT".split()),
        rng.randrange(1, 99),
    )
    first, last = rng.choice(_FIRST), rng.choice(_LAST)
    return rng.choice(
        (
            f"{first}-|{last}",
            f"{first}-|{last}",
            f"{first}-|{rng.choice(_LAST)}-|{last}",
            f"{letter}-{figure}",
            f"{letter}-{figure}{rng.choice('abcAB')}",
            f"{letter}-{figure}/{letter}-L{figure}",
            f"{letter}＋{rng.choice('X N AI'.split())}",
            f"{rng.choice('XYTBCβγα')}-ray",
            f"{letter}{figure}",
            f"{rng.choice('O B P'.split())}2{rng.choice('O B C P'.split())}",
            f"{figure}+{rng.choice('N X'.split())}",
            rng.choice(_SHORT),
        )
    )


_FIRST = "well long evidence face patient cost double health home self".split()
_LAST = "known term based centred effective blind care to up being".split()


def _name(rng: random.Random) -> str:
    first, last = rng.choice("JRSKMTAL"), rng.choice(_SURNAMES)
    return rng.choice(
        (
            f"{first}. {last}",
            f"{first}. {rng.choice('BDHW')}. {last}",
            f"Dr. {last}",
            f"Prof. {last}",
            f"{rng.choice('BHW')}. {rng.choice(('coli', 'pylori', 'aureus'))}",
            f"{last}’s",
            f"O’{last}",
            f"Mc{last}",
            rng.choice(_WHOLE),
            rng.choice(_BRANDS),
            f"{rng.choice(_BRANDS)}{rng.randrange(2, 26)}",
            f"{rng.choice(('No.', 'Fig.', 'Vol.', 'Type', 'Phase'))} {rng.randrange(1, 99)}",
        )
    )


_SURNAMES = "Smith Brown Curie Wilson Zhang Nightingale Osler Cronbach Kaplan Likert".split()
_BRANDS = "PubMed WeChat iPhone eICU ChatGPT MATLAB SPSS GitHub LaTeX YouTube HarmonyOS".split()


def _official(rng: random.Random) -> str:
    year, number = rng.randrange(1999, 2026), rng.randrange(1, 999)
    return rng.choice(
        (
            f"〔{year}〕{number}号",
            f"（{year}）第{number}号",
            f"〔{year}〕第{number} 号",
            f"GB/T |{number + 1000}—|{year}",
            f"GB |{number}—|{year}",
            f"WS/T |{number}—|{year}",
            f"ISO |{number + 1000}:{year}",
            f"（0{rng.randrange(10, 99)}）{number:03}-{number + 1000}",
            f"+86 10 {number + 1000} {number + 2000}",
            f"第{number}号",
            f"第 {number} 期",
            f"图{number % 9 + 1}-{number % 7 + 1}",
            f"附|件{number % 9 + 1}",
            f"式({number % 9 + 1})",
            f"{rng.choice(('B超', 'T细|胞', 'Ⅱ型', 'C反|应|蛋|白', 'X线'))}",
        )
    )


# A bar divides what may be divided: words, not within them. Neither list is the press's.
_TITLE_BEGINS = (
    "以|党建|引领 构建 打造 创新 探索 推进 聚焦 深化 擦亮 坚持|以|患者|为|中心 践行|初心|使命 赓续|红色|血脉 "
    "弘扬|抗疫|精神 筑牢 激发 赋能 发挥 加强|和|改进 推动 建强"
).split()
_TITLE_MATTERS = (
    "思想|政治|工作 医院|文化|建设 疾病|预防|控制|中心 社区|卫生|服务|中心 中国|特色|社会|主义|核心|价值观 "
    "高质量|发展 医患|关系 清廉|医院|建设 志愿|服务|体系 人文|关怀 基层|党组织|建设 青年|医务|人员|成长|成才 "
    "健康|中国|行动 民族|团结|进步|教育 意识|形态|工作 精神|文明|创建 护理|服务|品牌 师德|师风 医德|医风 "
    "家庭|医生|签约|服务 互联网|医院 老年|友善|医疗|机构 安宁|疗护 临床|教学 党史|学习|教育 职工|心理|健康 "
    "急诊|急救|网络 慢性病|管理 中医药|文化 爱国|卫生|运动"
).split()
_TITLE_ENDS = (
    "的|探索|与|实践 的|创新|实践 长效|机制 新|格局 新|模式 的|路径 工作|纪实 经验|总结 典型|案例 的|实践|与|思考"
).split()


def _title(rng: random.Random) -> str:
    matters = rng.sample(_TITLE_MATTERS, 2)
    return rng.choice(
        (
            f"{rng.choice(_TITLE_BEGINS)}|{matters[0]}|{rng.choice(_TITLE_ENDS)}",
            f"{rng.choice(_TITLE_BEGINS)}|{matters[0]}，|{rng.choice(_TITLE_BEGINS)}|{matters[1]}",
            f"{matters[0]}|与|{matters[1]}|{rng.choice(_TITLE_ENDS)}",
            f"{rng.choice(_TITLE_BEGINS)}|{matters[0]}　|{rng.choice(_TITLE_BEGINS)}|{matters[1]}",
        )
    )


SWEPT: dict[str, Callable[[random.Random], str]] = {
    "address": _address,
    "mail": _mail,
    "number": _number,
    "measured": _measured,
    "range": _range,
    "formula": _formula,
    "compound": _compound,
    "word": lambda rng: rng.choice(_WORDS),
    "name": _name,
    "official": _official,
    TITLE: _title,
}
"""The kinds of tokens, and what makes one of each."""


# What becomes of them


@dataclass(frozen=True)
class Fault:
    """A token that was broken wrongly: the lines before and behind the break."""

    token: Token
    before: str
    behind: str


def broken(several: Sequence[Token], measure: float = 36) -> tuple[int, list[Fault]]:
    """Set each token at every offset; return how many lines end in one, and which wrongly."""
    ends, faults = 0, []
    for token in several:
        for before, behind, at, hyphen in _breaks(token, measure):
            ends += 1
            good = at in token.hyphens if hyphen else at in token.ends
            if not good:
                faults.append(Fault(token, before, behind))
    return ends, faults


def _breaks(token: Token, measure: float) -> Iterator[tuple[str, str, int, bool]]:
    """Yield the lines that meet within a token, the place in it, and whether a hyphen was added."""
    if token.kind == TITLE:
        heads = [""] * OFFSETS
        widths = [NARROWEST + 0.5 * number for number in range(OFFSETS)]
        body = "".join(f'<h1 style="width: {em}em">{token.html}</h1>' for em in widths)
    else:
        heads = [(_RUNNING * 2)[:offset] for offset in range(OFFSETS)]
        body = "".join(f"<p>{head}{token.html}{_BEHIND}" for head in heads)
    style = _STYLE.format(width=measure * 10.5 + 40)
    html = f'<html lang="zh-CN"><meta charset="utf-8"><style>{style}</style><body>{body}'
    composition.install()
    try:
        pages = HTML(string=html).render().pages
    finally:
        composition.uninstall()
    head = -1
    lines = [line for page in pages for line in _lines(page)]
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if line[0].start == 0:
            head += 1
        if after is None or after[0].start == 0:
            continue
        last = line[-1]
        at = after[0].start - len(heads[head])
        if 0 < at < len(token.text):
            whole = last.ink.text
            before = whole[line[0].start : last.line_end] + ("-" if last.hyphen else "")
            yield before, whole[after[0].start :][:20], at, last.hyphen


def _lines(page: object) -> Iterator[list[Composed]]:
    """Yield the pieces of each line of a page."""
    for box in page._page_box.descendants():  # type: ignore[attr-defined]
        if type(box).__name__ == "LineBox":
            pieces = [
                piece
                for inner in box.descendants()
                if isinstance(piece := getattr(inner, "pango_layout", None), Composed)
            ]
            if pieces:
                yield pieces
