"""Word what the editor is told when another version of a manuscript comes."""

from collections.abc import Sequence

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.contact_details import masked
from casebook.intake.receive.versions import Only, Ranking

_GOING_ON = Wording("上次没有收完，接着收", "it was broken off and goes on")


def merged(
    name: str, case_id: str, kept: str, changes: int, conflicts: int, ranking: Ranking | None,
    chosen: bool,
) -> tuple[Erratum, ...]:  # fmt: skip
    """Tell of a later version that was merged into its case; `kept` is the file of the earlier.

    `chosen` says that an editor took it, whatever speaks for it.
    """
    why, but = _why(None if chosen else ranking)
    what = Wording(
        f"是 cases/{case_id}.md 的新版本（{why.zh}）",
        f"a newer version of cases/{case_id}.md ({why.en})",
    )
    if chosen:
        what = Wording(f"cases/{case_id}.md 改用这一份", f"cases/{case_id}.md is now this version")
    message = Wording(
        f"{what.zh}，有 {changes} 段不同，已并入；编辑改过的地方保留{but.zh}",
        f"{what.en}: {changes} passages differ and were merged in; the editor’s changes stay{but.en}",
    )
    told = [_conflict(message, case_id, conflicts)] if conflicts else []
    if not conflicts:
        rule = "version-chosen" if chosen else "versions-disagree" if but.zh else "newer-version"
        kind = Kind.NOTE if chosen or not changes else Kind.QUERY
        told = [Erratum(rule, Place(name), message, _instead(case_id, kept), "", kind)]
    if ranking and ranking.in_old.pictures:
        told.append(_pictures(case_id, ranking.in_old, kept))
    return tuple(told)


def kept_aside(name: str, case_id: str, kept: str, ranking: Ranking) -> Erratum:
    """Tell of an earlier version, or of a file with the same words, that was kept and not merged."""
    why, but = _why(ranking)
    alone = ranking.in_new
    lacking = bool(alone.pictures) or (bool(alone.sentences) and not ranking.same)
    asked = lacking or (bool(but.zh) and not ranking.same)
    what = Wording(f"是 cases/{case_id}.md 的较早版本", f"an earlier version of cases/{case_id}.md")
    if ranking.same:
        what = Wording(f"和 cases/{case_id}.md 文字相同", f"has the words of cases/{case_id}.md")
    only = Wording("", "")
    if lacking:
        only = Wording(f"；它独有 {alone.said.zh}", f"; only it has {alone.said.en}")
    return Erratum(
        "versions-disagree" if but.zh else "older-version",
        Place(name),
        Wording(
            f"{what.zh}，没有并入：现用的一份{why.zh}{only.zh}{but.zh}",
            f"{what.en}, kept and not merged: the one in use is {why.en}{only.en}{but.en}",
        ),
        _instead(case_id, kept),
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
    return Wording("；".join(one.zh for one in reasons), "; ".join(one.en for one in reasons))


def _instead(case_id: str, kept: str) -> Wording:
    return Wording(
        f"另一份留在 cases/received/{kept}；要用它就运行 casebook assign {kept} {case_id}。"
        "差别逐句列在收稿记录的 versions 和 changed 里。",
        f"The other is kept as cases/received/{kept}; to take it: casebook assign {kept} {case_id}. "
        "The log lists the differences under ‘versions’ and ‘changed’.",
    )


def _conflict(message: Wording, case_id: str, conflicts: int) -> Erratum:
    said = Wording(
        f"{message.zh}；有 {conflicts} 处两边都改过，文中用〖冲突〗标出",
        f"{message.en}; {conflicts} passages were changed by both and are marked 〖冲突〗",
    )
    hint = Wording(
        "请在案例里逐处选定，删去〖冲突〗标记。",
        "Choose one of each pair in the case and delete the 〖冲突〗 marks.",
    )
    return Erratum("merge-conflict", Place(f"cases/{case_id}.md"), said, hint, "", Kind.QUERY)


def _pictures(case_id: str, only: Only, kept: str) -> Erratum:
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
            f"还要用就在案例里写回 ![说明](../media/文件名)；旧稿在 cases/received/{kept}。",
            f"To keep one, write ![what it shows](../media/NAME) into the case; the older version is "
            f"cases/received/{kept}.",
        ),
        "、".join(only.pictures),
        Kind.QUERY,
    )
