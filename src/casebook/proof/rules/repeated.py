"""What stands in the book twice: passages, whole texts, pictures; pictures without a source."""

import re
from collections.abc import Iterator

from casebook import files
from casebook.errata import Kind, Place, Wording
from casebook.proof import repetition
from casebook.proof.blocks import Caption, Piece, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_LISTED = 12
_SOURCED = re.compile(
    "来源|摄影?[：:/]|供图|提供|资料图|绘制?[：:]|图源|版权|拍摄|自绘|图/|（[^（）]{1,8}摄）"
)


@rule("C520", Kind.ERRATUM)
def text_of_another_case(volume: Volume) -> Iterator[Spot]:
    """A case most of whose text is that of another case.

    Why: a file was filed under the wrong award, or sent twice; the true text is missing.

        2-15 holds the text of 2-07  →  ask the organisation for its own
        中文：2-15 的正文就是 2-07 的  →  向供稿单位索要原稿

    中文：这篇的正文与另一篇大半相同。可能归错了奖项，也可能重复来稿；请核对来稿。
    """
    for whole in repetition.whole_texts(volume):
        share = f"{whole.share:.0%}"
        yield Spot(
            Wording(
                f"{share}的文字与 {whole.earlier.id} 相同",
                f"{share} of its text is that of {whole.earlier.id}",
            ),
            Wording("对照两篇来稿；报告里有左右对照。", "Compare both as sent; the report shows them."),
            place=Place(whole.piece.path, 1), quote=whole.piece.id, case=whole.piece.id,
        )  # fmt: skip


@rule("C521", Kind.QUERY)
def passage_repeated(volume: Volume) -> Iterator[Spot]:
    """A paragraph that stands nearly alike in another case, in the notice, or before in its own.

    Why: text was taken over, or pasted twice; phrases that many cases share are not counted.

        two cases with one paragraph of 120 characters  →  ask who wrote it
        中文：两篇有同一段120字的话  →  问作者

    中文：整段文字与别处几乎相同。可能互相借用，也可能粘贴了两次；许多篇都有的套话不计。
    """
    whole = {(text.piece.id, text.earlier.id) for text in repetition.whole_texts(volume)}
    for passage in repetition.passages(volume):
        block, earlier = passage.block, passage.earlier
        if (block.piece.id, earlier.piece.id) in whole or block.quoted:
            continue
        place = Place(earlier.piece.path, earlier.line)
        same = "完全相同" if passage.likeness == 100 else f"{passage.likeness:.0f}%相同"
        message = Wording(f"与 {place} 的一段{same}", f"{passage.likeness:.0f}% alike: {place}")
        hint = Wording("请作者核实；报告里有左右对照。", "Ask the author; the report shows both.")
        yield at(block, 0, len(block.text), message, hint)


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


def _captions(piece: Piece) -> Iterator[str]:
    """Yield what a text says of its pictures: captions and alternative texts."""
    yield from (block.text for block in piece.blocks if isinstance(block, Caption))
    yield from re.findall('alt="([^"]*)"', piece.body)
