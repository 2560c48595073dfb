"""Read a line of the list of awards another way, as an editor chooses: as one award, or as several.

The awards of the line keep their ids and numbers as far as there are as many; what else the list says
stays as it is written. An award that has a case is never taken out.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from casebook import atomic, files
from casebook.book import Award
from casebook.decoding import as_file
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.manuscript import awards_editing, awards_file
from casebook.intake.manuscript.awards_editing import AwardFields
from casebook.intake.manuscript.awards_file import AWARDS
from casebook.intake.matching import award_key
from casebook.intake.notice import notice_files, notice_reader
from casebook.intake.notice.other_readings import AmbiguousLine, Lines, ambiguous, lines_of


def read_as(
    root: Path, keys: Sequence[str], several: bool, shapes: Sequence[str]
) -> tuple[AmbiguousLine, ...]:
    """Read the lines of the awards `keys` of the manuscript folder `root` anew; return the lines.

    `shapes` are the templates by which its notice is read. Raises `StopPress` with nothing written.
    """
    sources = notice_files.sources(root)
    if not sources:
        raise StopPress([_no_notice()])
    lines = lines_of(notice_reader.read(*(root / name for name in sources), shapes=shapes))
    before = files.read(root / AWARDS, root)
    text = files.text(root / AWARDS, root, AWARDS).replace("\r\n", "\n")
    claims, chosen = CaseFiles(root).claims(), list[AmbiguousLine]()
    for key in keys:
        text, line = reread(text, key, several, lines, claims)
        chosen.append(line)
    atomic.put(root / AWARDS, as_file(text, before))
    return tuple(chosen)


def reread(
    text: str, key: str, several: bool, lines: Lines, claims: Mapping[str, str]
) -> tuple[str, AmbiguousLine]:
    """Return `text`, that of `awards.yaml`, with the line of the award `key` read as one award or as
    `several`; and the line.

    `claims` are the awards that have cases, each with its case: none of them is taken out. Raises
    `StopPress` where the line has no other reading, or such an award would go.
    """
    tiers = awards_file.of_text(text).tiers
    award = award_key.resolve(key, [award for tier in tiers for award in tier.awards])
    line = next((line for line in ambiguous(tiers, lines) if award.id in line.ids), None)
    if line is None:
        raise StopPress([_one_reading(award.id)])
    wanted = line.several if several else (line.joint,)
    for award_id in line.ids[len(wanted) :]:
        if award_id in claims:
            raise StopPress([has_case(award_id, claims[award_id])])
        text = awards_editing.removed(text, award_id)
    for award_id, chosen in zip(line.ids, wanted, strict=False):
        text = awards_editing.corrected(text, award_id, _fields(line.tier, chosen))
    behind = line.ids[-1]
    for chosen in wanted[len(line.ids) :]:
        first, last = line.joint.lines or (0, 0)
        spot = f"{line.joint.file}:" if line.joint.file else ""
        spot += f"{first}-{last}"
        text, behind = awards_editing.added(text, _fields(line.tier, chosen), spot, behind)
    return text, line


def _fields(tier: str, award: Award) -> AwardFields:
    return AwardFields(
        tier, award.organisation, award.title, dict(award.fields), award.after, award.region or None
    )


def _one_reading(award_id: str) -> Erratum:
    return Erratum(
        "no-other-reading", Place(AWARDS),
        Wording(f"奖项 {award_id} 所在的一行只有一种读法", f"the line of award {award_id} has one reading only"),
        Wording("请直接改 awards.yaml，或用 --shape 写明名单的写法。",
                "Edit awards.yaml, or say with --shape how the list is written."),
        award_id,
    )  # fmt: skip


def has_case(award_id: str, holder: str) -> Erratum:
    """Tell that an award cannot go because it has a case."""
    return Erratum(
        "award-has-case", Place(AWARDS),
        Wording(f"奖项 {award_id} 已有书稿 {holder}，没有删去",
                f"award {award_id} has the case {holder}; it was not removed"),
        Wording("请先把书稿改归别的奖项，或单列。",
                "Assign the case to another award first, or have it stand alone."),
        award_id,
    )  # fmt: skip


def _no_notice() -> Erratum:
    return Erratum(
        "no-notice", Place(AWARDS),
        Wording("这本书还没有自己的通报", "this book has no notice of its own yet"),
        Wording("请先运行 casebook notice 通报的文件。", "Run casebook notice FILE first."),
    )  # fmt: skip
