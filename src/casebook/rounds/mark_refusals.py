"""Why a mark or a signature is not taken, said to the editor."""

from casebook.errata import Erratum, Place, Wording


def damaged(name: str, fault: Exception) -> Erratum:
    """A file of marks that cannot be read."""
    return Erratum(
        "damaged-marks",
        Place(f"proofs/{name}"),
        Wording(f"批注文件读不了：{fault}", f"the file of marks cannot be read: {fault}"),
        Wording("从备份或 git 取回这个文件。", "Bring the file back from git or a copy."),
    )


def closed(round_: int) -> Erratum:
    """A mark for a round that is closed."""
    return Erratum(
        "round-closed",
        Place(f"proofs/round-{round_}"),
        Wording("这一校已经结束，不再收批注", "the round is closed and takes no more marks"),
        Wording("开始下一校后再批。", "Open the next round and mark there."),
    )


def no_case(case: str) -> Erratum:
    """A name that is no case's."""
    return Erratum(
        "no-such-case",
        Place("proofs"),
        Wording("没有这个案例", "there is no such case"),
        None,
        case,
    )


def placeless() -> Erratum:
    """A mark on no words."""
    return Erratum(
        "mark-without-place",
        Place("proofs"),
        Wording("批注没有选中任何文字", "no words are selected for this mark"),
        Wording("先在版面上选中文字。", "Select words on the page first."),
    )


def wordless(name: Wording, quote: str) -> Erratum:
    """A correction without words."""
    return Erratum(
        "mark-without-words",
        Place("proofs"),
        Wording(f"“{name.zh}”没有写要排的字", f"‘{name.en}’ does not say what is to be set"),
        Wording(
            "写上要排的字；只删不换用“删除”。", "Write the words; to only delete, use ‘delete’."
        ),
        quote,
    )


def official(name: Wording, quote: str) -> Erratum:
    """A mark that would change the words of the notice."""
    return Erratum(
        "official-text",
        Place("proofs/awards"),
        Wording(
            f"这是通报的原文，不能批“{name.zh}”",
            f"these are the words of the notice; ‘{name.en}’ is not for them",
        ),
        Wording(
            "批“问作者”，在说明里写明要请发文单位核实什么。",
            "Use ‘ask the author’, and say in the note what the issuer is to be asked.",
        ),
        quote,
    )


def too_long(most: int) -> Erratum:
    """A mark beyond `most` characters."""
    return Erratum(
        "mark-too-long",
        Place("proofs"),
        Wording(f"一条批注超过 {most} 字", f"a mark has more than {most} characters"),
        Wording("分成几条。", "Divide it."),
    )


def too_many(case: str, most: int) -> Erratum:
    """A mark beyond `most` on one sheet."""
    return Erratum(
        "too-many-marks",
        Place(f"proofs/{case}"),
        Wording(
            f"这一篇在这一校的批注超过 {most} 条", f"more than {most} marks on one case in a round"
        ),
        Wording("请退作者修改。", "Return it to its author."),
    )


def unsigned(case: str) -> Erratum:
    """A signature without a name."""
    return Erratum(
        "signature-without-name",
        Place(f"proofs/{case}"),
        Wording("签名没有写姓名", "the signature has no name"),
        Wording("写上校对人的姓名。", "Write the proofreader's name."),
    )


def signed_by_another(case: str, signer: str, head: str) -> Erratum:
    """A signature that neither its signer nor the round's head takes back."""
    who_zh = f"{signer}本人" + (f"或本校次负责人{head}" if head else "")
    who_en = signer + (f" or the head of the round, {head}," if head else "")
    return Erratum(
        "signature-of-another",
        Place(f"proofs/{case}"),
        Wording(f"这一篇是{signer}签的字", f"this case was signed by {signer}"),
        Wording(f"只有{who_zh}可以撤回。", f"Only {who_en} may take the signature back."),
        signer,
    )


def marks_open(case: str, quotes: tuple[str, ...]) -> Erratum:
    """A signature while marks still ask for something; `quotes` are the words they stand on."""
    return Erratum(
        "marks-open",
        Place(f"proofs/{case}"),
        Wording(
            f"还有 {len(quotes)} 条批注没有落实，不能签字",
            f"{len(quotes)} marks are not carried out; the case cannot be signed off",
        ),
        Wording(
            "照批注改好书稿；不改的点“不采纳”，由人核对的点“已处理”。",
            "Carry them out in the manuscript; withdraw those that are not wanted, and settle "
            "those that only a person can judge.",
        ),
        "、".join(quote.replace("\n", "↵")[:20] for quote in quotes[:3]),
    )
