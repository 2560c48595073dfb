"""Word what the editor is told of a manuscript when it is filed: changes, cuts, guesses."""

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.receive.assignment import Assignment
from casebook.intake.receive.draft import FILE_NAME, MENTION, NOWHERE, UNKNOWN, Draft, Stated

WORKING = Wording("单位名称（暂用）", "the organisation’s name, for the time being")


def told(draft: Draft, assignment: Assignment, title: Stated, name: str) -> tuple[Erratum, ...]:
    """Return what the editor should know of a filed manuscript: changes, cuts, guesses."""
    found: list[Erratum] = []
    if draft.ledger.total:
        kinds = draft.ledger.counts.most_common(4)
        samples = "、".join(f"{old}→{new or '（删）'} {count}" for (_, old, new), count in kinds)
        found.append(_note(
            "tidied-text", name, samples,
            Wording(f"改正了 {draft.ledger.total} 处标点和空格，逐项见收稿记录",
                    f"{draft.ledger.total} marks and spaces were set right; the log lists them"),
        ))  # fmt: skip
    found.extend(
        _note("cut-line", name, line,
              Wording("文末这一行移出正文", "this line at the end was taken out of the text"))
        for line in draft.cut
    )  # fmt: skip
    if assignment.award is None:
        found.extend(_guesses(draft, title, name))
    return tuple(found)


def _guesses(draft: Draft, title: Stated, name: str) -> list[Erratum]:
    found: list[Erratum] = []
    if title.source and title.source in (WORKING, FILE_NAME):
        found.append(_query(
            "untitled-manuscript", name, title.text,
            Wording(f"正文没有题目，题目取自{title.source.zh}",
                    f"the text has no title; it was taken from {title.source.en}"),
            Wording("请向供稿单位要题目，写在文件头的 title。",
                    "Ask the contributor for the title and write it as ‘title’."),
        ))  # fmt: skip
    if draft.organisation.source == NOWHERE:
        found.append(_query(
            "nameless-manuscript", name, "",
            Wording(f"看不出是哪个单位的稿件，单位先写“{UNKNOWN}”",
                    "the manuscript does not say whose it is"),
            Wording("请用 casebook assign 指明条目，或在文件头改 organisation。",
                    "Name its award with casebook assign, or correct ‘organisation’ in the case."),
        ))  # fmt: skip
    if draft.organisation.source == MENTION:
        found.append(_query(
            "guessed-organisation", name, draft.organisation.text,
            Wording("稿件没有署单位，取自正文", "no organisation is stated; taken from the text"),
            Wording("请核对文件头的 organisation。", "Check ‘organisation’ in the front matter."),
        ))  # fmt: skip
    return found


def again(name: str, case_id: str, award_id: str | None, award: str | None) -> Erratum:
    """Tell that these bytes were received before; refuse to move them to another award."""
    elsewhere = bool(award_id) and award_id != award
    return Erratum(
        "received-before", Place(name),
        Wording(f"这份文件已经收过，是 cases/{case_id}.md",
                f"this file was received before, as cases/{case_id}.md"),
        Wording(f"要改归这一条，请运行 casebook assign {case_id} {award_id}。",
                f"To give it to that award: casebook assign {case_id} {award_id}.")
        if elsewhere else None,
        kind=Kind.ERRATUM if elsewhere else Kind.NOTE,
    )  # fmt: skip


def unset_picture(name: str, picture: str, why: Erratum) -> Erratum:
    """Tell of a picture that came whole but that the book cannot set."""
    message = Wording(
        f"图片 {picture} 已按原样保存，但不能排印：{why.message.zh}",
        f"the picture {picture} was kept as it came but cannot be set: {why.message.en}",
    )
    return Erratum("unset-picture", Place(name), message, why.hint, picture, Kind.QUERY)


def _note(rule: str, name: str, quote: str, message: Wording) -> Erratum:
    return Erratum(rule, Place(name), message, None, quote, Kind.NOTE)


def _query(rule: str, name: str, quote: str, message: Wording, hint: Wording) -> Erratum:
    return Erratum(rule, Place(name), message, hint, quote, Kind.QUERY)


def unreadable(name: str, fault: OSError) -> Erratum:
    """A file that does not open."""
    return Erratum(
        "unreadable-file", Place(name),
        Wording(f"文件打不开：{fault.strerror}", f"the file cannot be opened: {fault.strerror}"),
        Wording("请检查路径和权限。", "Check the path and the permissions."),
    )  # fmt: skip
