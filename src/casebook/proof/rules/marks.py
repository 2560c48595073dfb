"""Dashes, ellipses, connectors and the code points that only look like them."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Prose, Quotation
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import IDEOGRAPHS

_H = IDEOGRAPHS
_OPENERS = "让把以用从是即也要我们这那他她它不就使将对但并还都把为"


@rule("P108", Kind.ERRATUM, "punctuation")
def wrong_ellipsis(block: Block) -> Iterator[Spot]:
    """An ellipsis that is not six points.

    Why: 省略号 has one form, ……; twelve points stand for whole paragraphs.

        未来可期...  →  未来可期……

    Clause: GB/T 15834—2011 4.11.2, 5.1.5
    中文：省略号形式不对。应为六连点“……”，占两个字位置。
    """
    for match in re.finditer(r"\.{3,}|。{3,}|…+(?:\.+|。{2,})?|·{3,}", block.text):
        before = block.text[match.start() - 1 : match.start()]
        after = block.text[match.end() : match.end() + 1]
        if match[0] in ("……", "…………") or not re.search(f"[{_H}，。、；：“”]", before + after):
            continue
        message = Wording(f"省略号写成“{match[0]}”", f"an ellipsis written ‘{match[0]}’")
        hint = Wording("改为“……”。", "Write ……")
        yield at(block, match.start(), match.end(), message, hint, "……", True)


@rule("P109", Kind.ERRATUM, "dash")
def wrong_dash(block: Block) -> Iterator[Spot]:
    """A dash made of hyphens, of three or more strokes, or of other lines.

    Why: 破折号 has one form, ——, the length of two characters.

        精神--老专家  →  精神——老专家

    Clause: GB/T 15834—2011 4.10.2, 5.1.4
    中文：破折号形式不对。应为占两个字位置的“——”。
    """
    for match in re.finditer(
        f"(?<=[{_H}”’》），。])(?:-{{2,}}|－{{2,}}|[―─━]+|–{{2,}}|—{{3,}})", block.text
    ):
        message = Wording(f"破折号写成“{match[0]}”", f"a dash written ‘{match[0]}’")
        hint = Wording("改为“——”。", "Write ——.")
        yield at(block, match.start(), match.end(), message, hint, "——")


@rule("P124", Kind.QUERY, "dash")
def single_dash(block: Prose | Quotation) -> Iterator[Spot]:
    """A single — with a clause behind it: 让, 把, 这是 or another word no name begins with.

    Why: — connects places, times and numbers; an explanation takes ——.

        这是医院多年来的追求—让百姓看病更方便  →  ……追求——让百姓……

    Clause: GB/T 15834—2011 4.10.2, 4.13
    中文：此处疑应为破折号。一字线“—”只连接地点、时间、数值；解释说明用“——”。
    """
    pattern = f"[{_H}“”]{{6,}}(?<!—)(—)(?=[{_OPENERS}][{_H}]{{4,}})"
    for match in re.finditer(pattern, block.text):
        where = match.start(1)
        message = Wording("单个“—”疑应为破折号", "a single — where a dash may be meant")
        hint = Wording("解释说明用“——”。", "Write —— if it explains.")
        yield at(block, where, where + 1, message, hint, "——")


@rule("P123", Kind.ERRATUM, "punctuation")
def wrong_code_point(block: Block) -> Iterator[Spot]:
    """A mark that only looks like the right one: ・ • ‧ for ·, ~ for ～.

    Why: fonts set them at other widths and heights, and searches miss them.

        卡尔・马克思  →  卡尔·马克思

    Clause: GB/T 15834—2011 4.13.2, 4.14.2
    中文：标点用了形近的字符。间隔号应为“·”，浪纹线应为“～”。
    """
    wrong = {"・": "·", "•": "·", "‧": "·", "∙": "·", "⋅": "·", "~": "～", "∼": "～"}
    side = f"[{_H}”》\\d%％℃]"
    for match in re.finditer(f"(?<={side})[・•‧∙⋅~∼](?={side.replace('”》', '“《')})", block.text):
        near = block.text[match.start() - 1] + block.text[match.end()]
        if near.isascii() and match[0] in "⋅∙•":  # 3⋅5: a product
            continue
        put = wrong[match[0]]
        message = Wording(f"“{match[0]}”应为“{put}”", f"{match[0]} for {put}")
        yield at(
            block, match.start(), match.end(), message,
            Wording(f"改为“{put}”。", f"Write {put}."), put,
        )  # fmt: skip
