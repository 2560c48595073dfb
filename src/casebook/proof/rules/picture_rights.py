"""Pictures: the same in two cases, without a source, and whom they may show."""

import re
from collections.abc import Iterator
from html import unescape

from casebook import files
from casebook.errata import Kind, Place, Wording
from casebook.proof.blocks import Block, Caption, Piece, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_LISTED = 12
_SOURCED = re.compile(
    "来源|摄影?[：:/]|供图|提供|资料图|绘制?[：:]|图源|版权|拍摄|自绘|图/|（[^（）]{1,8}摄）"
)
_MINORS = re.compile(
    "患儿|儿童|孩子|小朋友|学生|幼儿|婴儿|新生儿|少年|少女|男孩|女孩|男童|女童|宝宝|小学|中学|校园|课堂|童"
)
_GROWN = re.compile(
    "大学生|研究生|医学生|实习生|规培生|留学生|儿童医院|儿科医|学生处|校友|中学教师|小学教师|妇女儿童|童话"
)
_PATIENTS = re.compile(
    "患者|病人|产妇|孕妇|伤员|病友|病床|病房|住院|康复者|手术中|透析|查房|失能老人|残疾人"
)
_PERMITTED = re.compile(
    "(?:本人|家属|家长|监护人|患者|学生|当事人|被拍摄者)[^。；]{0,6}(?:同意|授权|许可)|肖像(?:权)?[^。；]{0,6}(?:授权|同意|许可)"
    "|(?:照片|图片|图中|影像|人脸|面部|头像)[^。；]{0,16}(?:已?(?:征得|取得|获得|经过?)[^。；]{0,10}(?:同意|授权|许可)|遮挡|遮盖|打码|马赛克|模糊处理)"
)
_OF_CHILDREN = re.compile("患儿|儿童|孩子|小朋友|小学生|中学生|留守儿童|幼儿|婴儿|新生儿|未成年人")
_FIGURE, _TAG = re.compile("<figure.*?</figure>|<img[^>]*>", re.DOTALL), re.compile("<img[^>]*>")
_OFTEN = 5
"""So often a text speaks of children that its pictures may show some, whatever their captions say."""


@rule("X018", Kind.QUERY)
def picture_in_two_cases(volume: Volume) -> Iterator[Spot]:
    """The same picture in two cases, byte by byte.

    Why: it belongs to one of them at most, and may show neither.

        media/hall.jpg in 1-01 and 2-03  →  ask both
        中文：1-01 和 2-03 用了同一张图  →  问两家单位

    中文：两篇用了同一张图片。至多属于一篇，请核对来稿。
    """
    if volume.folder is None:
        return
    first: dict[bytes, tuple[str, str]] = {}
    for piece in volume.cases:
        for picture in piece.case.pictures if piece.case else ():
            try:
                digest = files.digest(volume.folder / picture.path)
            except (OSError, files.Refused):
                continue  # the manuscript's reader tells it
            earlier = first.setdefault(digest, (piece.id, picture.path))
            if earlier[0] != piece.id:
                yield Spot(
                    Wording(f"与 {earlier[0]} 用了同一张图 {earlier[1]}",
                            f"the same picture as in {earlier[0]}: {earlier[1]}"),
                    Wording("核对来稿，换成本篇的图。", "See what was sent."),
                    place=_line(piece, picture.path), quote=picture.path, case=piece.id,
                )  # fmt: skip


def _line(piece: Piece, name: str) -> Place:
    offset = piece.source.text.find(name.rsplit("/", 1)[-1])
    return piece.source.place(offset) if offset >= 0 else Place(piece.path)


@rule("X019", Kind.NOTE)
def picture_without_source(volume: Volume) -> Iterator[Spot]:
    """Cases whose pictures have captions that name neither source nor photographer.

    Why: who took a picture has a right to be named; who is in it, to be asked.

        图1　义诊现场  →  图1　义诊现场（张三摄）, or the editor knows
        中文：图1　义诊现场  →  图1　义诊现场（张三摄），或编辑部已取得许可

    Clause: 著作权法 第十条、第二十四条
    中文：图片没有注明来源或作者。列出各篇，供核对是否取得授权；图中有未成年人、病人的另须同意。
    """
    cases = [
        piece.id
        for piece in volume.cases
        if piece.case and piece.case.pictures and not any(map(_SOURCED.search, _captions(piece)))
    ]
    if cases:
        listed = "、".join(cases[:_LISTED]) + ("……" if len(cases) > _LISTED else "")
        yield Spot(
            Wording(f"{len(cases)} 篇的图片没有注明来源：{listed}",
                    f"pictures of {len(cases)} cases name no source: {listed}"),
            Wording("核对授权；图中有未成年人、病人的另须同意。", "See that they may be printed."),
            quote=listed,
        )  # fmt: skip


@rule("X020", Kind.NOTE)
def minor_in_picture(piece: Piece) -> Iterator[Spot]:
    """A picture in a text about children, or with words of children in caption or alternative text.

    Why: a child that can be known again may be shown only if the guardian agrees.

        图3　小学生学习急救  →  the guardian's consent, or faces that cannot be known
        中文：图3　小学生学习急救  →  监护人书面同意，或遮住面部

    Clause: 未成年人保护法 第四条; 个人信息保护法 第三十一条
    中文：图题、替代文字说到儿童、学生，或全篇写的是孩子。图中能认出未成年人的，须监护人书面同意；只作提醒，图片本身没有看，写明已征得同意的不提。
    """
    message = Wording("图中可能有未成年人", "there may be children in this picture")
    hint = Wording("核对监护人的书面同意，或遮住面部。", "See that the guardians agreed.")
    shown = list(_showing(piece, _MINORS, message, hint))
    yield from shown
    if shown or piece.case is None or not piece.case.pictures or _PERMITTED.search(piece.text):
        return
    title = _GROWN.sub("", piece.case.title)
    if _OF_CHILDREN.search(title) or len(_OF_CHILDREN.findall(_GROWN.sub("", piece.text))) >= _OFTEN:  # fmt: skip
        path = piece.case.pictures[0].path
        about = Wording(
            "这篇写到孩子，图中可能有未成年人",
            "this text is about children; pictures may show some",
        )
        yield Spot(about, hint, place=_line(piece, path), quote=path, case=piece.id)


@rule("X022", Kind.NOTE)
def patient_in_picture(piece: Piece) -> Iterator[Spot]:
    """A picture whose caption or alternative text speaks of patients.

    Why: who is ill may be shown only if he agrees, and a bedside card or a screen tells more.

        图2　医生为患者查体  →  the patient's consent, or a face that cannot be known
        中文：图2　医生为患者查体  →  患者书面同意，或遮住面部和床头卡

    Clause: 个人信息保护法 第二十六条、第二十八条; 民法典 第一千零一十九条、第一千二百二十六条
    中文：图题、替代文字说到患者。图中能认出病人的，须本人书面同意；床头卡、化验单、屏幕也要遮住；只作提醒，图片本身没有看，写明已征得同意的不提。
    """
    message = Wording("图中可能有患者", "there may be patients in this picture")
    hint = Wording(
        "核对本人的书面同意，或遮住面部、床头卡和屏幕。",
        "See that they agreed, or cover face, bedside card and screen.",
    )
    yield from _showing(piece, _PATIENTS, message, hint)


def _showing(
    piece: Piece, words: re.Pattern[str], message: Wording, hint: Wording
) -> Iterator[Spot]:
    """Yield the captions, and alternative texts that no caption repeats, in which `words` stand and
    no permission is stated, there or anywhere in the text of pictures."""
    if _PERMITTED.search(piece.text):
        return
    captions: list[Block] = [
        block for block in piece.blocks if isinstance(block, Caption) and not block.quoted
    ]
    for block in captions:
        match = words.search(_GROWN.sub(lambda grown: "　" * len(grown[0]), block.text))
        if match:
            yield at(block, match.start(), match.end(), message, hint)
    for path, alt in _pictures(piece, words):
        if words.search(_GROWN.sub("", alt)):
            yield Spot(message, hint, place=_line(piece, path), quote=alt, case=piece.id)


def _pictures(piece: Piece, words: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield the path and the alternative text of each picture whose caption has none of `words`."""
    for match in _FIGURE.finditer(piece.body):
        if words.search(_GROWN.sub("", re.sub("<[^>]+>", "", match[0]))):
            continue
        for tag in _TAG.findall(match[0]):
            path, alt = (re.search(f' {name}="([^"]*)"', tag) for name in ("src", "alt"))
            if path and alt:
                yield unescape(path[1]), unescape(alt[1])


def _captions(piece: Piece) -> Iterator[str]:
    """Yield what a text says of its pictures: captions and alternative texts."""
    yield from (block.text for block in piece.blocks if isinstance(block, Caption))
    yield from re.findall('alt="([^"]*)"', piece.body)
