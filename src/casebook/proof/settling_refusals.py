"""Why an erratum is not repaired by program: what is told, and what can be done instead."""

from casebook.errata import Erratum, Place, Wording


def of_the_notice(erratum: Erratum) -> Erratum:
    """Return the refusal for what stands in the notice's own words, or in no text of the book."""
    return _refused(
        "repair-of-notice", erratum,
        Wording("这里不是正文（如通报的题目、单位），不能在这里改", "this is no text of the book (a title or name of the notice, say); it is not repaired here"),
        Wording("照原样就选“留”；要问就选“问”；通报抄错了，到获奖名单的表单里改，并写明理由。",
                "Let it stand, or ask; what was copied wrongly from the notice is changed in the form of the awards, with the reason."),
    )  # fmt: skip


def award_title(erratum: Erratum, title: str, award: str) -> Erratum:
    """Return the refusal for a repair that would touch the title of an award, quoted in a text."""
    words = " ".join(title.split())
    return _refused(
        "repair-of-award-title", erratum,
        Wording(f"这是获奖题目（{award}“{words}”）里的字，题目照通报，不改",
                f"this stands in the title of award {award}, “{words}”; titles stay as the notice has them"),
        Wording("照原样就选“留”，要问就选“问”。", "Let it stand, or ask."),
    )  # fmt: skip


def in_the_head(erratum: Erratum) -> Erratum:
    """Return the refusal for what stands in the head of a file."""
    return _refused(
        "repair-in-head", erratum,
        Wording("这是文件头里的题目或单位，不能在这里改", "this is a title or name in the head of the file; it is not repaired here"),
        Wording("请在“文件头”表单里改。", "Change it in the form of the file's head."),
    )  # fmt: skip


def by_hand(erratum: Erratum) -> Erratum:
    """Return the refusal for what a person must mend in the text."""
    return _refused(
        "repair-by-hand", erratum,
        Wording("这一处程序改不了（隔着换行或标记、在文件头里，或说的是整段、整页）",
                "a program cannot mend this (it runs over line ends or marks, stands in the head of the file, or is about a whole passage)"),
        Wording("请到书稿里改，或选“留”“问”。", "Change the text, or let it stand, or ask."),
    )  # fmt: skip


def without_words(erratum: Erratum) -> Erratum:
    """Return the refusal for what no rule can say how to mend."""
    return _refused(
        "repair-without-words", erratum,
        Wording("规则说不出该改成什么", "the rule cannot say what should stand there"),
        Wording("请写出要改成的字句。", "Write the words to set."),
    )  # fmt: skip


def gone(place: Place, quote: str = "") -> Erratum:
    """Return the refusal for words that stand there no more."""
    return Erratum(
        "finding-gone", place,
        Wording("这处文字刚刚改过，意见已经对不上", "these words were edited meanwhile; the finding fits them no more"),
        Wording("稍候会重新检查，再看一遍。", "They are read again in a moment; look once more."),
        quote,
    )  # fmt: skip


def _refused(rule: str, erratum: Erratum, message: Wording, hint: Wording) -> Erratum:
    return Erratum(rule, erratum.place, message, hint, erratum.quote)
