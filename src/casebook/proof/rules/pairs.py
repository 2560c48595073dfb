"""Marks that come in pairs: brackets, quotation marks, book-title marks."""

import re
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Block, Cell, Note, Piece, Prose, Running, Title
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.typography import IDEOGRAPHS, PAIRS, has_han, unpaired

_H = IDEOGRAPHS
_UNITS = "年月日人名个次项家篇张册元万亿天岁例台批"
_YEAR = re.compile(r"’\d\d(?!\d)")
_OPENS_CLAUSE = re.compile(rf"(?<=[，。；：])\(\d+\)(?=[{_H}])")
"""A number in brackets that opens a clause: 划分为以下几种：(1)丘陵。"""
_LISTED = re.compile(r"(?:^|[；。，：、！？\s])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,2})$")
_SIDE_BY_SIDE = re.compile(
    "(?<![、》”])(?:“[^“”]{1,40}”(?:、“[^“”]{1,40}”)+|《[^《》]{1,60}》(?:、《[^《》]{1,60}》)+)(?![、（])"
)
"""Quotations, or titles, and nothing else, in a row with 、 between them."""
_TURNED = re.compile("‘[^“”‘’]*“[^“”‘’]*”[^“”‘’]*’|〈[^《》〈〉]*《[^《》〈〉]*》[^《》〈〉]*〉")
_OTHERWISE = str.maketrans("‘“”’〈《》〉", "“‘’”《〈〉》")
_SENTENCE = re.compile(f"(?:^|(?<=[。！？]))“([^“”]{{8,}}[{_H}’）》])”。")


@rule("P102", Kind.ERRATUM, "punctuation")
def half_width_bracket(block: Block) -> Iterator[Spot]:
    """Half-width brackets round Chinese, or a pair of unlike width.

    Why: Chinese text takes Chinese brackets; a formula or an English phrase keeps its own.

        典型案例 (30个)  →  典型案例（30个）

    Clause: GB/T 15834—2011 4.9.2, 5.1.3
    中文：中文里用了半角括号，或一对括号宽窄不一。外文、算式内的括号除外。
    """
    if isinstance(block, Note) and re.search(r"\[[JMCDNRPSZG](?:/OL)?\]", block.text):
        return
    for match in re.finditer(r"( *)([(（])([^()（）]*)([)）])", block.text):
        if match[2] == "（" and match[4] == "）":
            continue
        inside = match[3]
        unlike = (match[2] == "(") != (match[4] == ")")
        numbering = not block.text[: match.start()].strip() and inside.isdigit()
        if not (unlike or numbering or has_han(inside)
                or (inside.isdigit() and len(inside) < 3 and _OPENS_CLAUSE.match(block.text, match.start()))
                or re.fullmatch(f" *\\d[\\d.～—]* *[{_UNITS}]+ *", inside)):  # fmt: skip
            continue
        before = block.text[match.start() - 1 : match.start()]
        start = match.start() if has_han(before) or not before else match.start(2)
        put = f"（{inside.strip()}）"
        message = Wording(f"半角括号“{match[0].strip()[:20]}”", "half-width brackets")
        hint = Wording("改用全角括号。", "Use full-width brackets.")
        yield at(block, start, match.end(), message, hint, put, True)


@rule("P114", Kind.QUERY, "punctuation")
def comma_between_quoted(piece: Piece) -> Iterator[Spot]:
    """、 between quotations or titles that stand side by side; asked once for a text.

    Why: the marks part them already. Where brackets or words stand between, 、 is right.

        “一站式”、“一窗式”服务  →  “一站式”“一窗式”服务

    Clause: GB/T 15834—2011 4.5.3.5
    中文：并列的引号、书名号之间用了顿号。标有引号、书名号的并列成分之间通常不用顿号；每篇只问一次。
    """
    places = [
        (block, match)
        for block in piece.blocks
        if isinstance(block, Running) and not block.quoted
        for match in _SIDE_BY_SIDE.finditer(block.text)
    ]
    if places:
        block, match = places[0]
        many = f"（本篇共 {len(places)} 处）" if len(places) > 1 else ""
        count = f" ({len(places)} places)" if len(places) > 1 else ""
        message = Wording(
            f"并列的引号、书名号之间用了顿号{many}", f"、 between quoted items{count}"
        )
        put = re.sub("(?<=[”》])、(?=[“《])", "", match[0])
        hint = Wording("通常不用；全书统一即可。", "As a rule none; one way for the whole book.")
        yield at(block, match.start(), match.end(), message, hint, put)


@rule("P103", Kind.ERRATUM, "punctuation")
def straight_quote(block: Block) -> Iterator[Spot]:
    """Straight quotation marks round Chinese.

    Why: they do not say which opens; the standard has “ ” and ‘ ’.

        "四个意识"  →  “四个意识”

    Clause: GB/T 15834—2011 4.8.2
    中文：中文里用了直引号。引号应分左右。
    """
    for char, opening, closing in (('"', "“", "”"), ("'", "‘", "’"), ("＂", "“", "”")):
        places = [match.start() for match in re.finditer(char, block.text)]
        if len(places) % 2:
            marks = [p for p in places if has_han(block.text[max(0, p - 1) : p + 2])]
            for place in marks if char == '"' else []:
                message = Wording("直引号", "a straight quotation mark")
                hint = Wording("本段直引号不成对，请分清左右。", "They are not balanced here.")
                yield at(block, place, place + 1, message, hint)
            continue
        for start, end in zip(places[::2], places[1::2], strict=True):
            inside = block.text[start + 1 : end]
            beside = block.text[max(0, start - 1) : start] + block.text[end + 1 : end + 2]
            if has_han(inside + beside):
                put = opening + inside + closing
                message = Wording(f"直引号{char}…{char}", "straight quotation marks")
                hint = Wording(f"改用{opening}{closing}。", f"Use {opening} {closing}.")
                yield at(block, start, end + 1, message, hint, put)


@rule("P104", Kind.ERRATUM, "punctuation")
def unpaired_mark(block: Block) -> Iterator[Spot]:
    """A bracket or quotation mark without its partner in the paragraph.

    Why: quotation marks, brackets and title marks come in pairs. Paragraphs of one quotation
    that each open with “, list numbers 1） and apostrophes may stand.

        “三个到位，全面落实  →  “三个到位”，全面落实

    Clause: GB/T 15834—2011 4.8, 4.9, 4.15, 5.1.3
    中文：括号、引号或书名号不成对。几段连引时各段只用前引号、条目序号“1）”、撇号除外。
    """
    if isinstance(block, Title) and block.quoted:
        return  # broken-award-title says it
    for place in unpaired(block.text):
        char = block.text[place]
        if char in "）)" and _LISTED.search(block.text[:place]):
            continue
        if char == "“" and _quotation_goes_on(block, place):
            continue
        if char == "’" and _YEAR.match(block.text, place):
            continue
        if closed_below(block) or (block.previous is not None and closed_below(block.previous)):
            continue  # cut-paragraph says it
        message = Wording(f"“{char}”没有配对", f"‘{char}’ has no partner")
        hint = Wording("补上另一半，或删去它。", "Add the other half, or delete it.")
        yield at(block, place, place + 1, message, hint)


def closed_below(block: Block) -> bool:
    """Whether a paragraph opens one pair of marks that the next paragraph closes."""
    following = block.following
    if not isinstance(block, Prose) or not isinstance(following, Prose):
        return False
    marks, marks_below = unpaired(block.text), unpaired(following.text)
    if len(marks) != 1 or len(marks_below) != 1 or block.text[-1:] in tuple("。！？"):
        return False
    return PAIRS.get(block.text[marks[0]]) == following.text[marks_below[0]]


def _quotation_goes_on(block: Block, place: int) -> bool:
    """Whether a quotation that begins at `place`, as a paragraph or as what is said, goes on in the
    next paragraph."""
    following, before = block.following, block.text[:place].rstrip()
    begins = not before or before[-1] in "：:"
    return begins and following is not None and following.text.startswith("“")


@rule("P105", Kind.ERRATUM, "punctuation")
def same_mark_inside(block: Block) -> Iterator[Spot]:
    """Quotation or title marks directly inside the same marks, or inner ones around outer ones.

    Why: inside “ ” stand ‘ ’, inside 《 》 stand 〈 〉.

        “学习“二十大”精神”  →  “学习‘二十大’精神”
        ‘学习“二十大”精神’  →  “学习‘二十大’精神”

    Clause: GB/T 15834—2011 4.8.3.4, 4.15.3.5
    中文：同一种引号或书名号套用，或里外颠倒。里层引号用‘’，里层书名号用〈〉。
    """
    if unpaired(block.text):
        return
    inner = {"“": "‘’", "《": "〈〉"}
    for start, end in _inside(block.text, "“《"):
        marks = inner[block.text[start]]
        put = marks[0] + block.text[start + 1 : end - 1] + marks[1]
        message = Wording("同一种标号套用", "the same marks inside each other")
        hint = Wording(f"里层改用{marks}。", f"Use {marks} inside.")
        yield at(block, start, end, message, hint, put)
    for match in _TURNED.finditer(block.text):
        if _depth(block.text[: match.start()]):
            continue
        put = match[0].translate(_OTHERWISE)
        message = Wording("引号里外颠倒", "inner quotation marks outside")
        hint = Wording("外层用“”，里层用‘’。", "Use “ ” outside, ‘ ’ inside.")
        if match[0][0] == "〈":
            message = Wording("书名号里外颠倒", "inner title marks outside")
            hint = Wording("外层用《》，里层用〈〉。", "Use 《 》 outside, 〈 〉 inside.")
        yield at(block, match.start(), match.end(), message, hint, put)


def _depth(text: str) -> int:
    """Return how many quotation or title marks are open at the end of a text."""
    return sum(text.count(mark) for mark in "“《") - sum(text.count(mark) for mark in "”》")


@rule("P126", Kind.QUERY, "punctuation")
def bracket_in_bracket(block: Prose | Cell) -> Iterator[Spot]:
    """Round brackets directly inside round brackets.

    Why: readers lose count; other brackets or a comma are clearer.

        （参会（含线上）30人）  →  （参会〔含线上〕30人）

    Clause: GB/T 15834—2011 4.9.3.6
    中文：圆括号套用。里层可改用方括号、六角括号，或改写。
    """
    if unpaired(block.text):
        return
    for start, end in _inside(block.text, "（"):
        message = Wording("圆括号套用", "round brackets inside each other")
        hint = Wording("里层改用〔〕或改写。", "Use 〔〕 inside, or reword.")
        yield at(block, start, end, message, hint)


def _inside(text: str, openings: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of marks that stand directly inside marks of the same kind."""
    closings = {PAIRS[char]: char for char in PAIRS}
    waiting: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        if char in PAIRS:
            waiting.append((char, place))
        elif char in closings and waiting and waiting[-1][0] == closings[char]:
            opening, start = waiting.pop()
            if waiting and waiting[-1][0] == opening and opening in openings:
                yield start, place + 1


@rule("P127", Kind.QUERY, "punctuation")
def stop_outside_quotation(block: Prose) -> Iterator[Spot]:
    """A sentence that is all quotation, its stop outside the marks.

    Why: the stop belongs to what is quoted; only a quotation within a sentence leaves it outside.

        “早一点来治疗就好了”。他说。  →  “早一点来治疗就好了。”他说。

    Clause: GB/T 15834—2011 4.8
    中文：整句都是引语，句号应在引号里。引语只是句子的一部分时，句号才在引号外。
    """
    for match in _SENTENCE.finditer(block.text):
        message = Wording("整句引语的句号在引号外", "the stop of a quoted sentence is outside")
        hint = Wording("改为“。”在引号里。", "Put the stop inside.")
        yield at(block, match.end() - 2, match.end(), message, hint, "。”")


@rule("P128", Kind.QUERY, "superfluous")
def empty_pair(block: Prose | Cell) -> Iterator[Spot]:
    """A pair of marks with nothing between them.

    Why: the words are lost, or the marks were typed by a program that pairs them.

        “蛋花汤”样大便。“”  →  “蛋花汤”样大便。

    中文：一对标点中间是空的。漏了文字，或标点是多打的。
    """
    for match in re.finditer(
        "“ *”|‘ *’|《 *》|〈 *〉|【 *】|(?<![是否选填])（ *）(?!$)", block.text
    ):
        message = Wording(f"“{match[0]}”中间是空的", f"nothing between {match[0]}")
        hint = Wording("补上文字，或删去。", "Put in what is lacking, or delete them.")
        yield at(block, match.start(), match.end(), message, hint)
