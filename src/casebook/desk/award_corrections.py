"""Awards corrected on the desk, beside the lines of the notice they were read from.

Who corrects an award says by a hash what he saw of it; when somebody else changed it meanwhile, he
is shown that and nothing is written. Every correction can be taken back.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from casebook import atomic, files, locking
from casebook.book import Award, Tier
from casebook.desk import notice_reading, taking_back
from casebook.errata import Erratum, Place, StopPress, Wording, stop_on
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.manuscript import awards_editing, awards_file
from casebook.intake.manuscript.awards_editing import AwardFields
from casebook.intake.manuscript.awards_file import AWARDS
from casebook.intake.notice import rereading
from casebook.intake.notice.other_readings import Lines
from casebook.journal import recording
from casebook.journal.journal_entries import Deed


class ChangedMeanwhile(Exception):  # noqa: N818  somebody else was first
    """The award is not what its editor saw."""


def correct(folder: Path, award_id: str, seen: str, wanted: AwardFields, reason: str = "") -> str:
    """Write the award as it is `wanted`; return the deed's name.

    Words that stand on the award's own lines of the notice correct its reading; others are not
    the notice's, and take a `reason`, which the journal keeps. Raises `ChangedMeanwhile` unless
    its revision is the one `seen`, `StopPress` for what the list would not bear.
    """
    words = Wording(f"更正奖项 {award_id}", f"corrected award {award_id}")

    def change(text: str) -> str:
        award = _check(text, award_id, seen)
        if not reason.strip():
            stop_on(_not_printed(folder, award, wanted))
        return awards_editing.corrected(text, award_id, wanted)

    return _write(folder, change, words, award_id, reason.strip())


def confirm(folder: Path, award_id: str, seen: str) -> str:
    """Take the mark of doubt off an award that is right as it is; as `correct`."""
    words = Wording(f"奖项 {award_id} 核对无误", f"award {award_id} is right as it is")

    def change(text: str) -> str:
        _check(text, award_id, seen)
        return awards_editing.confirmed(text, award_id)

    return _write(folder, change, words, award_id)


def read_as(folder: Path, award_id: str, seen: str, several: bool) -> str:
    """Have the line of an award read as one award, or as `several`; as `correct`."""
    count = Wording("几个奖项", "several awards") if several else Wording("一个奖项", "one award")
    words = Wording(
        f"{award_id} 所在的一行读作{count.zh}", f"the line of {award_id} is read as {count.en}"
    )

    def change(text: str) -> str:
        _check(text, award_id, seen)
        lines = lines_of_book(notice_reading.reading(folder))
        claims = CaseFiles(folder / "manuscript").claims()
        return rereading.reread(text, award_id, several, lines, claims)[0]

    return _write(folder, change, words, award_id)


def lines_of_book(read: notice_reading.Reading | None) -> Lines:
    """Return the words of the lines of a notice as it was read last."""
    lines = read["lines"] if read is not None else []
    return {(line["file"], line["line"]): line["text"] for line in lines}


def remove(folder: Path, award_id: str, seen: str, reason: str = "") -> str:
    """Take out an award that the notice does not make; as `correct`. One that has a case stays.

    The journal keeps the `reason`.
    """
    words = Wording(f"删去奖项 {award_id}", f"removed award {award_id}")

    def change(text: str) -> str:
        _check(text, award_id, seen)
        holder = CaseFiles(folder / "manuscript").claims().get(award_id)
        if holder:
            raise StopPress([rereading.has_case(award_id, holder)])
        return awards_editing.removed(text, award_id)

    return _write(folder, change, words, award_id, reason.strip())


def add(folder: Path, wanted: AwardFields, lines: str, reason: str = "") -> tuple[str, str]:
    """Write an award that was not read, standing on `lines` of the notice; return id and deed.

    One that stands on none takes a `reason`, which the journal keeps. Raises `StopPress`.
    """
    if not lines.strip() and not reason.strip():
        raise StopPress([_reasonless()])
    made: list[str] = []
    words = Wording(f"补上奖项：{wanted.organisation}", f"added an award: {wanted.organisation}")

    def change(text: str) -> str:
        changed, award_id = awards_editing.added(text, wanted, lines)
        made.append(award_id)
        return changed

    deed = _write(folder, change, words, lines, reason.strip())
    return made[0], deed


def add_tier(folder: Path, name: str, bodies: bool, reason: str) -> tuple[str, str]:
    """Write a tier without awards, of organisations where `bodies`; return its id and the deed.

    Raises `StopPress`, also without a `reason`, which the journal keeps.
    """
    if not reason.strip():
        raise StopPress([_reasonless()])
    made: list[str] = []
    words = Wording(f"加上等次：{name}", f"added a tier: {name}")

    def change(text: str) -> str:
        changed, tier_id = awards_editing.tier_added(text, name, bodies)
        made.append(tier_id)
        return changed

    deed = _write(folder, change, words, name, reason.strip())
    return made[0], deed


def remove_tier(folder: Path, tier_id: str, reason: str = "") -> str:
    """Take out a tier that has no awards; return the deed's name. Raises `StopPress`."""
    words = Wording(f"删去等次 {tier_id}", f"removed tier {tier_id}")
    return _write(
        folder, lambda text: awards_editing.tier_removed(text, tier_id), words, tier_id, reason.strip()
    )  # fmt: skip


def revisions(text: str) -> dict[str, str]:
    """Return what an editor sees of each award of a list, as a hash by its id; none of one at fault."""
    try:
        tiers = awards_file.of_text(text).tiers
    except StopPress:
        return {}
    return {a.id: awards_editing.revision(tier, a) for tier in tiers for a in tier.awards}


def award_of(tiers: tuple[Tier, ...], award_id: str) -> tuple[Tier, Award] | None:
    """Return an award with its tier, None when the list has no such award."""
    return next(
        ((tier, award) for tier in tiers for award in tier.awards if award.id == award_id), None
    )


def _write(
    folder: Path, change: Callable[[str], str], words: Wording, about: str, reason: str = ""
) -> str:
    """Change the list of the book as one deed; nothing is written when `change` raises."""
    root = folder / "manuscript"
    doing = replace(recording.doing_here(Deed.AWARDS), facts={"reason": reason} if reason else {})
    entered = recording.of(folder).action(doing)
    with taking_back.kept(folder, words, "award", about) as deed, entered, locking.editing(root):
        text = files.text(root / AWARDS, root, AWARDS)
        ending = "\r\n" if "\r\n" in text else "\n"
        changed = change(text.replace("\r\n", "\n")).replace("\n", ending)
        if changed != text:
            atomic.put(root / AWARDS, changed.encode())
    return deed.name


def _check(text: str, award_id: str, seen: str) -> Award:
    known = award_of(awards_file.of_text(text).tiers, award_id)
    if known is None or awards_editing.revision(*known) != seen:
        raise ChangedMeanwhile
    return known[1]


def _not_printed(folder: Path, award: Award, wanted: AwardFields) -> Iterator[Erratum]:
    """Yield what of the award would no longer be in the words of its lines of the notice."""
    read = notice_reading.reading(folder)
    if read is None or award.lines is None:
        return
    first, last = award.lines
    printed = _compact("".join(
        line["text"] for line in read["lines"]
        if line["file"] == award.file and first <= line["line"] <= last
    ))  # fmt: skip
    pairs = ((wanted.organisation, award.organisation), (wanted.title or "", award.title or ""))
    for words, before in pairs:
        if printed and _compact(words) != _compact(before) and _compact(words) not in printed:
            yield _unprinted(words)


def _compact(text: str) -> str:
    return "".join(text.split())


def _unprinted(words: str) -> Erratum:
    return Erratum(
        "quoted-from-notice", Place(AWARDS),
        Wording(f"通报的这几行里没有“{words}”", f"these lines of the notice do not say ‘{words}’"),
        Wording("确要这样写，请写明理由。", "If it must be written so, give the reason."), words,
    )  # fmt: skip


def _reasonless() -> Erratum:
    return Erratum(
        "quoted-from-notice", Place(AWARDS),
        Wording("通报里没有这一项", "the notice does not say this"),
        Wording("确要加上，请写明理由。", "If it is to be added, give the reason."),
    )  # fmt: skip
