"""What may stand in `layouts/NAME/layout.yaml`, as typed models: the decisions of a layout.

A file says what is decided and, by `extends`, which layout it builds on; what it leaves out is as
there. What a key is for stands beside its type, in both languages: the reference is made from it.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Literal, NewType

from casebook.errata import Wording, nearest
from casebook.intake.manuscript.typed import (
    AfterValidator,
    BeforeValidator,
    Count,
    Field,
    Model,
    refusal,
)
from casebook.layout_values import MM, Face, Process, Trim

SIZES = {
    "初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16, "小三": 15,
    "四号": 14, "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5,
}  # fmt: skip
"""The sizes of type that have a name, in points."""
TYPE, PAPER = (5, 50), (60, 1200)
"""The least and the largest: points of the text, millimetres of the sides of the paper."""
_UNITS = {"pt": 1.0, "磅": 1.0, "mm": MM, "毫米": MM, "cm": 10 * MM, "厘米": 10 * MM}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(pt|磅|mm|毫米|cm|厘米)?", re.IGNORECASE)
_TRIM = re.compile(r"(\d+(?:\.\d+)?)\s*[×xX*]\s*(\d+(?:\.\d+)?)\s*(?:mm|毫米)?")
_FACE = re.compile(r"(.*?)(?:\s+([1-9]00))?")
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_HAN_COLOURS = {
    "黑": "black", "白": "white", "灰": "grey", "红": "red", "朱红": "vermilion", "绛红": "crimson",
    "深红": "crimson", "棕": "brown", "金": "gold", "绿": "green", "青": "teal", "蓝": "blue",
    "靛蓝": "indigo", "紫": "purple",
}  # fmt: skip
_NAMES = {
    "black": "#000000", "white": "#ffffff", "grey": "#808080", "gray": "#808080",
    "red": "#c8102e", "vermilion": "#d2451e", "crimson": "#9b2226", "brown": "#6b4423",
    "gold": "#9a7b2f", "green": "#1f6f50", "teal": "#006d77", "blue": "#1d4e89",
    "indigo": "#27408b", "purple": "#5b2a86",
}  # fmt: skip
"""Colours that print well as a second one, by name; any other is written as #rrggbb."""
_INK = re.compile(r"[^\W_][\w .+&()-]{0,60}")
_NO_FAMILY = re.compile(r"[\"';,{}()\\]")


Points = NewType("Points", float)
"""A size of type or a pitch."""
Distance = NewType("Distance", float)
"""A length on paper, in points."""
Ink = NewType("Ink", str)
"""A colour as #rrggbb."""
Tint = NewType("Tint", float)
"""How much of a colour is printed, from 0 to 1."""
Spot = NewType("Spot", str)
"""The name of an ink, as its maker gives it."""


def _trim(value: object) -> object:
    match = _TRIM.fullmatch(str(value).strip())
    if not isinstance(value, str) or not match:
        raise refusal(
            "wrong-kind",
            Wording("不是开本尺寸", "not a size of paper"),
            Wording("请写宽 × 高，以毫米计：170 × 240。", "Write width × height in mm: 170 × 240."),
        )
    trim = Trim(float(match[1]), float(match[2]))
    if not all(PAPER[0] <= side <= PAPER[1] for side in trim):
        raise refusal(
            "impossible-paper",
            Wording(f"开本不能是 {trim}", f"a page cannot be {trim}"),
            Wording(
                f"宽和高各在 {PAPER[0]} 到 {PAPER[1]} 毫米之间：170 × 240。",
                f"Width and height are {PAPER[0]} to {PAPER[1]} mm each: 170 × 240.",
            ),
        )
    return trim


def _size(value: object) -> object:
    named = _named_size(value) if isinstance(value, str) else None
    points = SIZES.get(named) if named else _points(value)
    if points is not None and TYPE[0] <= points <= TYPE[1]:
        return float(points)
    raise refusal(
        "wrong-kind",
        Wording("不是字号或磅数", "not a size of type"),
        nearest(str(named or value), SIZES)
        or Wording(
            f"请写磅数（{TYPE[0]} 到 {TYPE[1]}）或字号：10.5、五号。",
            f"Write points, {TYPE[0]} to {TYPE[1]}, or a named size: 10.5, 五号.",
        ),
    )


def _pitch(value: object) -> object:
    points = _points(value)
    if points is not None and 0 < points < 200:
        return points
    raise refusal(
        "wrong-kind",
        Wording("不是行距的磅数", "not a pitch in points"),
        Wording("请写一行到下一行的磅数：17.5。", "Write the points from line to line: 17.5."),
    )


def _points(value: object) -> float | None:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:pt|磅)?", str(value).strip())
    return float(match[1]) if match and isinstance(value, str) else None


def _named_size(value: str) -> str | None:
    """Return the name of a size as `SIZES` has it: 5号, ５号 and 小五号 are written too."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if not any(sign in plain for sign in "号小初"):
        return None
    plain = plain.translate(str.maketrans("1234567", "一二三四五六七"))
    return plain.removesuffix("号") if plain.startswith("小") else plain


def _least(fewest: int, what: Wording) -> Callable[[object], object]:
    """Return what checks that a count is no less than `fewest`."""

    def check(value: object) -> object:
        if isinstance(value, int) and value < fewest:
            raise refusal(
                "too-few",
                Wording(
                    f"{what.zh.format(value)}，排不成书", f"{what.en.format(value)} make no book"
                ),
                Wording(f"最少{what.zh.format(fewest)}。", f"At least {what.en.format(fewest)}."),
            )
        return value

    return check


def _length(value: object) -> object:
    match = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match or not match[2]:
        raise refusal(
            "wrong-kind",
            Wording("不是带单位的长度", "not a length with its unit"),
            Wording("请写单位：20 mm、55 pt。", "Write the unit: 20 mm, 55 pt."),
        )
    return float(match[1]) * _UNITS[match[2].lower()]


def _face(value: object) -> object:
    match = _FACE.fullmatch(" ".join(value.split())) if isinstance(value, str) else None
    if match and (weight := re.fullmatch(r".*?\s(\d+)", match[1])) and not match[2]:
        raise refusal(
            "wrong-kind",
            Wording(f"没有 {weight[1]} 这种粗细", f"there is no weight {weight[1]}"),
            Wording(
                "粗细是 100 到 900 的整百数：400 是常规，700 是粗。",
                "Weights are 100 to 900 by hundreds: 400 is regular, 700 bold.",
            ),
        )
    if not match or not match[1] or match[1].isdecimal() or _NO_FAMILY.search(match[1]):
        raise refusal(
            "wrong-kind",
            Wording("不是一种字体", "not a face"),
            Wording(
                "请写一种字体的名称，要定粗细就在后面写上：Noto Sans CJK SC 500。",
                "Write the name of one family, and its weight behind it: Noto Sans CJK SC 500.",
            ),
        )
    return Face(match[1], int(match[2]) if match[2] else None)


def _colour(value: object) -> object:
    plain = value.strip().lower() if isinstance(value, str) else ""
    name = _HAN_COLOURS.get(plain.removesuffix("色"), plain)
    if name in _NAMES:
        return _NAMES[name]
    if isinstance(value, str) and _HEX.fullmatch(value):
        digits = value[1:] if len(value) == 7 else "".join(digit * 2 for digit in value[1:])
        return f"#{digits.lower()}"
    raise refusal(
        "unknown-colour",
        Wording(f"“{value}”不是颜色", f"‘{value}’ is no colour"),
        nearest(str(value), _NAMES)
        or Wording(
            f'请写 "#9b2226" 的样子（要有引号），或写名称：{"、".join(_HAN_COLOURS)}。',
            f'Write it as "#9b2226" (in quotes), or by name: {", ".join(_NAMES)}.',
        ),
    )


def _share(value: object) -> object:
    match = re.fullmatch(r"(\d{1,3})\s*%", value.strip()) if isinstance(value, str) else None
    if not match or int(match[1]) > 100:
        raise refusal(
            "wrong-kind",
            Wording("不是百分数", "not a percentage"),
            Wording("请写 0% 到 100%。", "Write 0% to 100%."),
        )
    return int(match[1]) / 100


def _process(value: object) -> object:
    written = value.split() if isinstance(value, str) else value
    parts = [str(part).strip().rstrip("%") for part in written] if isinstance(written, list) else []
    if len(parts) == 4 and all(part.isdecimal() and int(part) <= 100 for part in parts):
        return Process(*(int(part) / 100 for part in parts))
    raise refusal(
        "wrong-kind",
        Wording("不是四色的网点", "not four percentages of ink"),
        Wording(
            "请依次写青、品红、黄、黑的百分数，各为 0 到 100：20 100 90 15。",
            "Write cyan, magenta, yellow and black in percent, 0 to 100 each: 20 100 90 15.",
        ),
    )


def _spot(value: object) -> object:
    if isinstance(value, str) and _INK.fullmatch(name := " ".join(value.split())):
        return name
    raise refusal(
        "wrong-kind",
        Wording("不是油墨的名称", "not the name of an ink"),
        Wording(
            "请照油墨色卡写：PANTONE 187 C。", "Write it as the swatch book has it: PANTONE 187 C."
        ),
    )


TrimSize = Annotated[Trim, BeforeValidator(_trim)]
Size = Annotated[Points, BeforeValidator(_size)]
Pitch = Annotated[Points, BeforeValidator(_pitch)]
Across = Annotated[Count, AfterValidator(_least(6, Wording("每行 {} 字", "{} characters a line")))]
Down = Annotated[Count, AfterValidator(_least(8, Wording("每面 {} 行", "{} lines a page")))]
Length = Annotated[Distance, BeforeValidator(_length)]
Family = Annotated[Face, BeforeValidator(_face)]
Colour = Annotated[Ink, BeforeValidator(_colour)]
Share = Annotated[Tint, BeforeValidator(_share)]
Inks = Annotated[Process, BeforeValidator(_process)]
SpotInk = Annotated[Spot, BeforeValidator(_spot)]
Where = Literal["outside", "centre", "none"]


class Margins(Model):
    """Where the type area stands: one of each pair is enough, the other follows.

    中文：版心的位置。上下、内外各给一边就够，另一边由开本和版心算出；一边也不给则用惯常的比例。
    """

    top: Annotated[Length | None, Wording("天头", "above the type area")] = None
    bottom: Annotated[Length | None, Wording("地脚", "below it")] = None
    inner: Annotated[Length | None, Wording("订口（内白边）", "at the spine")] = None
    outer: Annotated[Length | None, Wording("切口（外白边）", "at the fore-edge")] = None


class Faces(Model):
    """The face of each role; a weight may stand behind the name: `Noto Sans CJK SC 500`.

    中文：各种用途的字体；名称后面可以写粗细：`Noto Sans CJK SC 500`。
    """

    text: Annotated[Family | None, Wording("正文", "the text")] = None
    heading: Annotated[Family | None, Wording("标题", "headings")] = None
    strong: Annotated[
        Family | None, Wording("着重（加粗）；不写则用标题字体", "bold words; else as headings")
    ] = None
    quotation: Annotated[
        Family | None,
        Wording("引文、单位名、题词、书眉", "quotations, names, inscriptions, running heads"),
    ] = None
    caption: Annotated[
        Family | None, Wording("图注；不写则用引文字体", "captions; else as quotations")
    ] = None
    table: Annotated[
        Family | None,
        Wording(
            "表题、表头；不写则用标题字体", "heads of tables and their columns; else as headings"
        ),
    ] = None
    latin: Annotated[
        Family | None,
        Wording(
            "宋体、楷体中的西文和数字；不写则用各中文字体自带的",
            "Latin letters and figures among serif and kai; else those of each Chinese face",
        ),
    ] = None
    code: Annotated[Family | None, Wording("代码（等宽）", "code (monospaced)")] = None


class Colours(Model):
    """The colours of the print edition. Without a second colour all is in that of the text.

    中文：印刷的颜色。不写第二色就全用正文的颜色。
    """

    text: Annotated[Colour | None, Wording("正文", "the text")] = None
    second: Annotated[
        Colour | None,
        Wording(
            "第二色：篇名、序号、书眉线、通报文头", "the second: parts, numbers, rules, letterhead"
        ),
    ] = None
    field: Annotated[
        Share | None,
        Wording(
            "篇首页色块的深浅：第二色的百分之几，如 12%；不写则无色块",
            "how dark the field of a part's page is, in percent of the second colour: 12%; else none",
        ),
    ] = None
    cover: Annotated[
        Colour | None,
        Wording(
            "封面的颜色；不写则用第二色，再没有就用正文的",
            "the colour of the cover; else the second, or that of the text",
        ),
    ] = None
    cmyk: Annotated[
        Inks | None,
        Wording(
            "第二色用四色印时，青、品红、黄、黑的百分数，如 20 100 90 15；不写则由第二色算出",
            "the second colour by process inks, in percent of cyan, magenta, yellow, black: "
            "20 100 90 15; else worked out from it",
        ),
    ] = None
    spot: Annotated[
        SpotInk | None,
        Wording(
            "第二色用专色印时，油墨的名称，如 PANTONE 187 C；不写则不用专色",
            "the ink of the second colour, where it is printed by one of its own: PANTONE 187 C",
        ),
    ] = None


class Heads(Model):
    """The running heads: the part on versos, the piece on rectos.

    中文：书眉：左页印篇名，右页印题目。
    """

    place: Annotated[
        Where | None, Wording("外侧、居中或没有", "at the outside, centred, or none")
    ] = None
    rule: Annotated[bool | None, Wording("下面有没有线", "whether a rule stands below")] = None


class Folios(Model):
    """The folios, at the foot of the page.

    中文：页码，在页脚。
    """

    place: Annotated[
        Where | None, Wording("外侧、居中或没有", "at the outside, centred, or none")
    ] = None
    front: Annotated[
        Literal["roman", "arabic"] | None,
        Wording("前置部分用罗马数字还是阿拉伯数字", "how the front matter is numbered"),
    ] = None


class LayoutFile(Model):
    """`layout.yaml`: what a layout decides; what it leaves out is as in the layout it builds on.

    中文：`layouts/名称/layout.yaml`：版式的各项决定；不写的与所依的版式相同。
    """

    extends: Annotated[
        str,
        Wording("所依的版式；不写则自成一套", "the layout it builds on; none when it stands alone"),
    ] = ""
    label: Annotated[str | None, Wording("版式的中文名称", "its name for people")] = None
    trim: Annotated[
        TrimSize | None,
        Wording("开本：宽 × 高，毫米，如 170 × 240", "the paper: width × height in mm, 170 × 240"),
    ] = None
    characters: Annotated[Across | None, Wording("每行字数", "characters in a line of text")] = None
    lines: Annotated[Down | None, Wording("每面行数", "lines on a page")] = None
    size: Annotated[
        Size | None,
        Wording("正文字号：磅数或字号名，如 10.5、五号", "the size of the text: 10.5, 五号"),
    ] = None
    pitch: Annotated[
        Pitch | None,
        Wording("行距：一行到下一行的磅数，如 17.5", "from line to line, in points: 17.5"),
    ] = None
    margins: Annotated[Margins, Wording("版心的位置", "where the type area stands")] = Field(
        default_factory=Margins
    )
    faces: Annotated[Faces, Wording("字体", "the faces")] = Field(default_factory=Faces)
    colours: Annotated[Colours, Wording("颜色", "the colours")] = Field(default_factory=Colours)
    axis: Annotated[
        Literal["centre", "left"] | None,
        Wording(
            "题目、篇名和扉页的轴线：centre 居中，left 齐左",
            "where titles stand, from the title page to the headings of the text: centred or flush left",
        ),
    ] = None
    numerals: Annotated[
        Literal["lining", "oldstyle"] | None,
        Wording("数字：等高或老式", "figures: of one height, or old style"),
    ] = None
    heads: Annotated[Heads, Wording("书眉", "the running heads")] = Field(default_factory=Heads)
    folios: Annotated[Folios, Wording("页码", "the folios")] = Field(default_factory=Folios)
