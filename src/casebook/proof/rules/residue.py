"""Residue and encoding: what machines leave in a text, and characters of another script."""

import re
import unicodedata
from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.intake.credits import credits_of
from casebook.proof.blocks import (
    Block,
    Body,
    Cell,
    Credit,
    Heading,
    Lead,
    Piece,
    Running,
    Source,
)
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule
from casebook.proof.standard_characters import outside, simplified

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UNIFIED = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
_LOOKALIKE = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d]")
_MARKUP = re.compile(
    r"\*\*|`+|&(?:[a-z]{2,8}|#\d{2,5});|</?[A-Za-z][^<>]{0,60}>|^#{1,6}(?=\s|[^\x00-\x7f\d])"
    r"|^- (?=\S)|!?\[[^\]]*\]\([^)]+\)|__(?=\S)"
)
_WEB = re.compile(
    r"[（(]?(?:上一[条篇]|下一[条篇]|发布时间|发布日期|浏览次数|阅读次数|阅读量|点击数|点击量|打印本页|关闭窗口|原标题)"
    r"\s*[:：【\[（(\d].{0,60}$"
)
_TO_WRITE = re.compile("【待[写补定核][^】]*】?")
_DELETE = Wording("删去。", "Delete it.")


@rule("X001", Kind.ERRATUM)
def invisible_character(block: Block) -> Iterator[Spot]:
    """A character that nobody sees: zero-width space, byte order mark, soft hyphen.

    Why: it breaks lines, searches and comparisons where nobody can see the reason.

        党建<U+200B>引领  →  党建引领

    中文：文中有看不见的字符。零宽空格、字节序标记之类随网页、聊天软件粘贴进来，会使断行、检索和比对出错。
    """
    for match in _INVISIBLE.finditer(block.text):
        name = f"U+{ord(match[0]):04X}"
        message = Wording(f"有看不见的字符 {name}", f"an invisible character {name}")
        yield at(block, match.start(), match.end(), message, _DELETE, "", True)


@rule("X002", Kind.NOTE)
def ragged_line(source: Source) -> Iterator[Spot]:
    """A blank at a line's end, a tab, a carriage return, or no line feed at the file's end.

    Why: nothing of it is printed, but every comparison of two rounds shows it as a change.

        正文一句。␠  →  正文一句。

    中文：行末空格、制表符、回车符，或文件末尾缺换行。不影响版面，但两个校次比对时会当作改动。
    """
    pattern = re.compile(r"(?<=\S) (?=\r?\n|\Z)|\t+(?=\r?\n|\Z)|\r(?=\n)|(?<=[^\n])\Z")
    for match in pattern.finditer(source.text):
        if match.start() == len(source.text) and not source.text:
            continue
        last = match.start() == match.end()
        message = (
            Wording("文件末尾缺换行", "no line feed at the end of the file")
            if last
            else Wording("行末有空白", "blanks at the end of the line")
        )
        yield Spot(
            message, None, place=source.place(match.start()), span=match.span(),
            put="\n" if last else "", safe=True,
            quote=match[0].replace("\r", "CR").replace("\t", "TAB"),
        )  # fmt: skip


@rule("X003", Kind.ERRATUM, "superfluous")
def markup_residue(block: Block) -> Iterator[Spot]:
    """Signs of Markdown or HTML that would be printed.

    Why: an unpaired ** or an entity is printed as it stands.

        **一、做法  →  一、做法

    中文：残留标记符号。多余的 **、`、&nbsp;、HTML 标记会照样印出来。
    """
    for match in _MARKUP.finditer(block.text):
        message = Wording(f"残留标记“{match[0]}”", f"markup left over: ‘{match[0]}’")
        hint = Wording("删去，或改成正确的标记。", "Delete it, or write the markup correctly.")
        yield at(block, match.start(), match.end(), message, hint, "")


@rule("X004", Kind.QUERY)
def credit_in_text(piece: Piece) -> Iterator[Spot]:
    """Credits or a web page's furniture as the last paragraph of a case.

    Why: names belong to the case's facts, where the layout sets them; page furniture belongs
    nowhere.

        供稿/编辑：宣传部  →  contributors in the front matter
        中文：供稿/编辑：宣传部  →  写进文件头的 contributors

    中文：文末有署名行或网页残留。署名写进文件头的 contributors，由版式统一排；“浏览次数”之类删去。
    """
    if piece.case is None or len(piece.blocks) < 2:
        return
    last = piece.blocks[-1]
    if isinstance(last, Credit) or (
        isinstance(last, Body | Lead) and (_WEB.match(last.text) or credits_of(last.text))
    ):
        message = Wording("文末是署名行或网页残留", "the text ends in credits or page furniture")
        hint = Wording(
            "移到文件头的 contributors，或删去。", "Move it to ‘contributors’, or delete."
        )
        yield at(last, 0, len(last.text), message, hint)


@rule("X005", Kind.ERRATUM, "mixed-script")
def traditional_character(block: Block) -> Iterator[Spot]:
    """A traditional character in simplified text.

    Why: 《通用规范汉字表》 is the standard of the book; mixing counts half an error each.

        醫院  →  医院

    Clause: 国家通用语言文字法 第二条, 《通用规范汉字表》
    中文：简体文本里混入繁体字。按《通用规范汉字表》改；姓名、古籍引文用字由编辑定。
    """
    for start, end, put in simplified(block.text):
        wrong = block.text[start:end]
        message = Wording(f"繁体字“{wrong}”", f"a traditional character: {wrong}")
        hint = Wording(f"改为“{put}”；姓名除外。", f"Write {put}, unless it is in a name.")
        yield at(block, start, end, message, hint, put)


@rule("X006", Kind.QUERY, "wrong-character")
def character_outside_table(block: Running | Heading | Cell) -> Iterator[Spot]:
    """A character that is not among the 8,105 of 《通用规范汉字表》.

    Why: the table is the standard of the book; outside it stand obsolete variants and slips of
    the keyboard, but also characters of names, places and old books.

        菸草  →  烟草

    Clause: 《通用规范汉字表》（国发〔2013〕23号）
    中文：字不在《通用规范汉字表》（8105字）内。可能是异体字或误录；姓名、地名、科技用字、古籍引文除外。
    """
    strange = list(outside(block.text))
    if not strange:
        return
    reported = {n for start, end, _ in simplified(block.text) for n in range(start, end)}
    for place, char in strange:
        if place not in reported:
            message = Wording(
                f"“{char}”不在通用规范汉字表内", f"{char} is not in the table of 2013"
            )
            hint = Wording(
                "核对用字；姓名、地名、科技用字除外。",
                "Check it, unless it is in a name or a term.",
            )
            yield at(block, place, place + 1, message, hint)


@rule("X007", Kind.ERRATUM, "wrong-character")
def unreadable_character(block: Block) -> Iterator[Spot]:
    """A replacement character or one of a private font: the letter itself is lost.

    Why: a wrong encoding or a symbol font; only the author's file shows what stood there.

        �风破浪  →  乘风破浪

    中文：乱码或私有区字符。原字已丢失，须对照作者原稿补上。
    """
    for match in _UNREADABLE.finditer(block.text):
        name = f"U+{ord(match[0]):04X}"
        message = Wording(f"原字已丢失（{name}）", f"the character is lost ({name})")
        hint = Wording("对照原稿补上。", "Put it back from the author's file.")
        yield at(block, match.start(), match.end(), message, hint)


@rule("X008", Kind.ERRATUM, "wrong-character")
def lookalike_character(block: Block) -> Iterator[Spot]:
    """A radical or compatibility form in the place of the character it looks like.

    Why: copied out of a PDF; fonts lack it, searches miss it.

        ⽅法  →  方法

    中文：部首或兼容汉字冒充正字。多由 PDF 复制而来，字库常缺字形，检索也查不到。
    """
    for match in _LOOKALIKE.finditer(block.text):
        put = unicodedata.normalize("NFKC", match[0])
        if match[0] in _UNIFIED or put == match[0]:
            continue
        message = Wording(f"“{match[0]}”不是正字", f"{match[0]} only looks like {put}")
        yield at(
            block, match.start(), match.end(), message,
            Wording(f"改为“{put}”。", f"Write {put}."), put,
        )  # fmt: skip


@rule("X009", Kind.ERRATUM)
def odd_space(block: Block) -> Iterator[Spot]:
    """A no-break space or a space of odd width.

    Why: it came from a web page or Word; the layout sets the gaps.

        共<U+00A0>3项  →  共3项

    中文：不间断空格或特殊宽度空格。随网页、Word 带入；间距由版式定。
    """
    for match in _ODD_SPACE.finditer(block.text):
        name = f"U+{ord(match[0]):04X}"
        message = Wording(f"特殊空格 {name}", f"an odd space {name}")
        hint = Wording("删去，或改用普通空格。", "Delete it, or use an ordinary space.")
        yield at(block, match.start(), match.end(), message, hint, " ")


@rule("X021", Kind.ERRATUM)
def left_to_write(block: Block) -> Iterator[Spot]:
    """A place left to be written, as the templates of forewords and notes mark it.

    Why: it is a note of the editor to himself; printed, the book looks unfinished.

        【待写：编委会主任姓名】  →  the name
        中文：【待写：编委会主任姓名】  →  写上姓名

    中文：有没写完的地方。“【待写：…】”是编辑留给自己的话，写好后删去，不删不能定稿。
    """
    for match in _TO_WRITE.finditer(block.text):
        message = Wording(f"还没有写：{match[0]}", f"still to be written: {match[0]}")
        hint = Wording("写好后删去这几个字。", "Write it and take these words out.")
        yield at(block, match.start(), match.end(), message, hint)
