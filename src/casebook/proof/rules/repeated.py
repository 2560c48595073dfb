"""What stands in the book twice: passages and whole texts."""

from collections.abc import Iterator

from casebook.errata import Kind, Place, Wording
from casebook.proof import repetition
from casebook.proof.blocks import Piece, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule


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

    Why: text was taken over, or pasted twice; phrases that many cases share are not counted. Part of a
    paragraph, or one with words left out, is told from 45 characters on, formulae of administration aside.

        two cases with one paragraph of 120 characters  →  ask who wrote it
        中文：两篇有同一段120字的话  →  问作者

    中文：整段文字与别处几乎相同。可能互相借用，也可能粘贴了两次；许多篇都有的套话不计。段中一部分相同或删节后相同的，满45字即报，领导讲话、中央提法不计。
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
    for shared in repetition.shared_runs(volume):
        block, earlier = shared.block, shared.earlier
        if (block.piece.id, earlier.piece.id) in whole:
            continue
        place = Place(earlier.piece.path, earlier.line)
        message = Wording(
            f"这里有{shared.many}字与 {place} 起的文字相同",
            f"{shared.many} characters stand at {place} and below too",
        )
        hint = Wording("请作者核实是否互相借用。", "Ask the author who wrote them.")
        yield at(block, shared.start, shared.end, message, hint)


@rule("C528", Kind.QUERY, "superfluous")
def sentence_repeated(piece: Piece) -> Iterator[Spot]:
    """A sentence that stands twice in one text, word for word or nearly.

    Why: it was pasted twice, or moved and not taken out where it stood; a text says a thing once.

        one sentence under “what was done” and again under “what is next”  →  keep one
        中文：“主要做法”里的一句，“下一步打算”里又有  →  留一处

    中文：同一句话在一篇里出现两次。至少十八字，完全相同或只差一两个字；标题、引文、表格、口号不计，整段重复的另报。
    """
    for again in repetition.sentences(piece):
        later, earlier = again
        place = piece.place(earlier.block, earlier.start)
        exact = later.words in earlier.words or earlier.words in later.words
        message = Wording(
            f"这句话在 {place} 已经有了{'' if exact else '，只差一两个字'}",
            f"the sentence stands at {place} before{'' if exact else ', a character or two off'}",
        )
        hint = Wording(
            "两处留一处；有意重复的，写保留。", "Keep one of the two, or both by a stet."
        )
        yield at(later.block, later.start, later.end, message, hint)
