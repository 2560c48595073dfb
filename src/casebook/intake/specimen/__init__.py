"""Writes a dummy book (样书): a manuscript folder of any size from specimen text.

For designing layouts, for tests and for benchmarks. The same seed gives the same bytes, and a
case is the same in books of every size: its tier and number do not depend on how many follow.
Every case is marked 样稿; places, people and figures are invented, provinces are real.

    prose        the texts of specimen cases; plates: their pictures
    papers       notice, awards.yaml, book.yaml and notes around them
    announcing   the notice as an office sends it
    consignment  the cases as contributors send them (wordfile: as .docx)
"""

from collections.abc import Sequence
from pathlib import Path

from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript.scaffold import put, unused
from casebook.intake.specimen import papers, plates, prose

MOST = 2000
MAIL = "specimen@example.org"
_STET = f"""\
stets:
  - {{rule: contact-detail, quote: {MAIL}, because: 样稿用的保留域名，不属于任何人}}
"""


def write(
    folder: Path, count: int, seed: str = "样书", notice: str | None = None, parcel: bool = False
) -> tuple[Path, ...]:
    """Write `folder`/manuscript with `count` cases (1 to 2,000), notice and all.

    With `notice`, a shape of lists and perhaps an ending (`table.xlsx`), and with `parcel` there
    is also `folder`/parcel: the notice as an office sends it, the cases as contributors do.
    Returns the file of that notice and the folder of what was sent in, as far as they are wanted.
    Raises `StopPress` when the folder holds anything already, the count is out of range, or the
    notice cannot be had in that shape.
    """
    if not 1 <= count <= MOST:
        raise StopPress([_refused(count)])
    if notice is None and not parcel:
        wanted = None
    else:
        from casebook.intake.specimen import consignment  # lazy: only with a parcel

        wanted = consignment.wanted(notice)
    with unused(folder):
        pieces = [prose.compose(seed, index) for index in range(count)]
        groups = _write(folder / "manuscript", pieces, seed)
        return consignment.write(folder, groups, wanted, parcel) if wanted else ()


def _write(manuscript: Path, pieces: Sequence[prose.Piece], seed: str) -> list[papers.Group]:
    groups = papers.share_out(pieces, seed)
    cases = manuscript / "cases"
    for entry in (entry for group in groups for entry in group.entries):
        if entry.piece:
            put(cases / f"{entry.id}.md", _case(entry.id, entry.piece), lasting=False)
            if MAIL in entry.piece.text:
                put(cases / f"{entry.id}.stets.yaml", _STET, lasting=False)
    stamp = prose.tables()["stamp"]["characters"]
    (manuscript / "media").mkdir(parents=True)
    for name in (name for piece in pieces for name in piece.pictures):
        plates.draw(manuscript / "media" / name, f"{seed}/{name}", stamp)
    for name, text in papers.around(groups, seed).items():
        put(manuscript / name, text, lasting=False)
    return groups


def _case(award: str, piece: prose.Piece) -> str:
    """Return the Markdown file of a case; only a long title has a short one for running heads."""
    head = [f'award: "{award}"']
    if len(piece.title) > 26:
        head.append(f"short_title: {papers.quoted(piece.brand)}")
    if piece.contributors:
        head.append("contributors:")
        head += [f"  - {{name: {name}, role: {role}}}" for name, role in piece.contributors]
    head.append("specimen: true")
    return "\n".join(["---", *head, "---", "", piece.text])


def _refused(count: int) -> Erratum:
    return Erratum(
        "dummy-size",
        Place("--dummy"),
        Wording(f"样书不能是 {count} 篇", f"a dummy book cannot have {count} cases"),
        Wording(f"写一个 1 到 {MOST} 之间的数。", f"Give a number from 1 to {MOST}."),
        str(count),
    )


def needs_dummy(option: str) -> Erratum:
    """Tell that `option` is for a dummy book, and none was asked for."""
    return Erratum(
        "dummy-only",
        Place(option),
        Wording(f"{option} 只用于样书", f"{option} is for a dummy book"),
        Wording("请加上 --dummy N。", "Add --dummy N."),
        option,
    )
