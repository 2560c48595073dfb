"""Word what the editor is told of a manuscript when it is filed, and of another version of it."""

from collections.abc import Sequence

from casebook import os_errata
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.contact_details import masked
from casebook.intake.filing.award_choice import Assignment
from casebook.intake.filing.versions import Ranking, VersionExtra
from casebook.intake.structure.draft import FILE_NAME, MENTION, NOWHERE, UNKNOWN, Draft, Stated

WORKING = Wording("单位名称（暂用）", "the organisation’s name, for the time being")


def errata_of(
    draft: Draft, assignment: Assignment, title: Stated, name: str
) -> tuple[Erratum, ...]:
    """Return what the editor should know of a filed manuscript: changes, cuts, guesses."""
    errata: list[Erratum] = []
    if draft.ledger.total:
        kinds = draft.ledger.counts.most_common(4)
        samples = "、".join(f"{old}→{new or '（删）'} {count}" for (_, old, new), count in kinds)
        errata.append(_note(
            "tidied-text", name, samples,
            Wording(f"改正了 {draft.ledger.total} 处标点和空格，逐项见收稿记录",
                    f"{draft.ledger.total} marks and spaces were set right; the log lists them"),
        ))  # fmt: skip
    errata.extend(
        _note("cut-line", name, masked(line),
              Wording("文末这一行移出正文", "this line at the end was taken out of the text"))
        for line in draft.cut
    )  # fmt: skip
    if assignment.award is None:
        errata.extend(_guesses(draft, title, name))
    return tuple(errata)


def _guesses(draft: Draft, title: Stated, name: str) -> list[Erratum]:
    errata: list[Erratum] = []
    if title.source and title.source in (WORKING, FILE_NAME):
        errata.append(_query(
            "untitled-manuscript", name, title.text,
            Wording(f"正文没有题目，题目取自{title.source.zh}",
                    f"the text has no title; it was taken from {title.source.en}"),
            Wording("请向供稿单位要题目，写在文件头的 title。",
                    "Ask the contributor for the title and write it as ‘title’."),
        ))  # fmt: skip
    if draft.organisation.source == NOWHERE:
        errata.append(_query(
            "nameless-manuscript", name, "",
            Wording(f"看不出是哪个单位的稿件，单位先写“{UNKNOWN}”",
                    "the manuscript does not say whose it is"),
            Wording("请用 casebook assign 指明条目，或在文件头改 organisation。",
                    "Name its award with casebook assign, or correct ‘organisation’ in the case."),
        ))  # fmt: skip
    if draft.organisation.source == MENTION:
        errata.append(_query(
            "guessed-organisation", name, draft.organisation.text,
            Wording("稿件没有写明单位，单位取自正文", "no organisation is stated; taken from the text"),
            Wording("请核对文件头的 organisation。", "Check ‘organisation’ in the front matter."),
        ))  # fmt: skip
    return errata


def received_before(name: str, case_id: str, award_id: str | None, award: str | None) -> Erratum:
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
    why = os_errata.reason(fault)
    return Erratum(
        "unreadable-file", Place(name),
        Wording(f"文件打不开：{why.zh}", f"the file cannot be opened: {why.en}"),
        Wording("请检查路径和权限。", "Check the path and the permissions."),
    )  # fmt: skip


_GOING_ON = Wording("上次没有收完，接着收", "it was broken off and goes on")


def merged(
    name: str, case_id: str, file: str, changes: int, conflicts: int, ranking: Ranking | None,
    chosen: bool, untouched: bool = False,
) -> tuple[Erratum, ...]:  # fmt: skip
    """Tell of a later version that was merged into its case; `file` is that of the earlier.

    `chosen` says that an editor took it, whatever speaks for it; `untouched` that no editor had
    changed the case, so that it is now as this version.
    """
    why, but = _why(None if chosen else ranking)
    outcome = Wording(
        f"是 cases/{case_id}.md 的新版本（{why.zh}）",
        f"a newer version of cases/{case_id}.md ({why.en})",
    )
    if chosen:
        outcome = Wording(
            f"cases/{case_id}.md 改用这一份", f"cases/{case_id}.md is now this version"
        )
    done = Wording("已并入；编辑改过的地方保留", " and were merged in; the editor’s changes stay")
    if untouched:
        done = Wording("现用这一份", "; the case is as this version has it")
    message = Wording(
        f"{outcome.zh}，有 {changes} 段不同，{done.zh}{but.zh}",
        f"{outcome.en}: {changes} passages differ{done.en}{but.en}",
    )
    errata = [_conflict(message, case_id, conflicts)] if conflicts else []
    if not conflicts:
        rule = "version-chosen" if chosen else "versions-disagree" if but.zh else "newer-version"
        kind = Kind.NOTE if chosen or not changes else Kind.QUERY
        errata = [Erratum(rule, Place(name), message, _instead(case_id, file), "", kind)]
    if ranking and ranking.in_old.pictures:
        errata.append(_pictures(case_id, ranking.in_old, file))
    return tuple(errata)


def kept_aside(name: str, case_id: str, file: str, ranking: Ranking) -> Erratum:
    """Tell of an earlier version, or of a file with the same words, that was kept and not merged."""
    why, but = _why(ranking)
    alone = ranking.in_new
    lacking = bool(alone.pictures) or (bool(alone.sentences) and not ranking.same)
    asked = lacking or (bool(but.zh) and not ranking.same)
    outcome = Wording(
        f"是 cases/{case_id}.md 的较早版本", f"an earlier version of cases/{case_id}.md"
    )
    if ranking.same:
        outcome = Wording(f"和 cases/{case_id}.md 文字相同", f"has the words of cases/{case_id}.md")
    only = Wording("", "")
    if lacking:
        only = Wording(f"；它独有 {alone.wording.zh}", f"; only it has {alone.wording.en}")
    return Erratum(
        "versions-disagree" if but.zh else "older-version",
        Place(name),
        Wording(
            f"{outcome.zh}，没有并入：现用的一份{why.zh}{only.zh}{but.zh}",
            f"{outcome.en}, kept and not merged: the one in use is {why.en}{only.en}{but.en}",
        ),
        _instead(case_id, file),
        masked(" / ".join(alone.sentences))[:200] if lacking else "",
        Kind.QUERY if asked else Kind.NOTE,
    )


def _why(ranking: Ranking | None) -> tuple[Wording, Wording]:
    """Return the reasons for the choice, and what speaks against it."""
    if ranking is None:
        return _GOING_ON, Wording("", "")
    why = _joined(ranking.reasons)
    if not ranking.against:
        return why, Wording("", "")
    against = _joined(ranking.against)
    return why, Wording(
        f"。但另一份{against.zh}，请看是不是选对了",
        f". Yet of the other: {against.en}; see that the right one was taken",
    )


def _joined(reasons: Sequence[Wording]) -> Wording:
    return Wording(
        "；".join(reason.zh for reason in reasons), "; ".join(reason.en for reason in reasons)
    )


def _instead(case_id: str, file: str) -> Wording:
    return Wording(
        f"另一份留在 cases/received/{file}；要用它就运行 casebook assign {file} {case_id}。"
        "差别逐句列在收稿记录的 versions 和 changed 里。",
        f"The other is kept as cases/received/{file}; to take it: casebook assign {file} {case_id}. "
        "The log lists the differences under ‘versions’ and ‘changed’.",
    )


def _conflict(message: Wording, case_id: str, conflicts: int) -> Erratum:
    wording = Wording(
        f"{message.zh}；有 {conflicts} 处两边都改过，文中用〖冲突〗标出",
        f"{message.en}; {conflicts} passages were changed by both and are marked 〖冲突〗",
    )
    hint = Wording(
        "请在案例里逐处选定，删去〖冲突〗标记。",
        "Choose one of each pair in the case and delete the 〖冲突〗 marks.",
    )
    return Erratum("merge-conflict", Place(f"cases/{case_id}.md"), wording, hint, "", Kind.QUERY)


def _pictures(case_id: str, only: VersionExtra, file: str) -> Erratum:
    count = len(only.pictures)
    return Erratum(
        "picture-left-out",
        Place(f"cases/{case_id}.md"),
        Wording(
            f"旧稿有 {count} 张图，新稿里没有，案例不再用它们；图片文件仍在 media",
            f"{count} pictures of the older version are not in the newer one: the case no longer "
            "shows them; their files stay in media",
        ),
        Wording(
            f"还要用就在案例里写回 ![说明](../media/文件名)；旧稿在 cases/received/{file}。",
            f"To keep one, write ![what it shows](../media/NAME) into the case; the older version is "
            f"cases/received/{file}.",
        ),
        "、".join(only.pictures),
        Kind.QUERY,
    )
