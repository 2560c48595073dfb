"""Tell in a notice of several files where lines stand: in which file, and on which line there.

While a notice is read its lines are numbered through. At the end every place, every award and
every line is given the number that an editor finds in the file, and the file.
"""

from collections.abc import Iterable
from dataclasses import replace

from casebook.book import Award, Tier
from casebook.errata import Erratum
from casebook.intake.notice.lines import Source


def errata(found: Iterable[Erratum], source: Source) -> tuple[Erratum, ...]:
    """Return the errata `found`, each with its place in its own file, in the order of the notice."""
    in_order = sorted(found, key=lambda one: source.number_of(one.place))
    return tuple(replace(one, place=source.located(one.place)) for one in in_order)


def tiers(found: Iterable[Tier], source: Source) -> tuple[Tier, ...]:
    """Return the tiers `found` with their own and their awards' places and lines."""
    return tuple(
        replace(
            tier,
            place=source.located(tier.place),
            awards=tuple(_award(award, source) for award in tier.awards),
        )
        for tier in found
    )


def _award(award: Award, source: Source) -> Award:
    if award.lines is None:
        return replace(award, place=source.located(award.place))
    first, last = source.place(award.lines[0]), source.place(award.lines[1])
    end = last.line if last.path == first.path else first.line
    span = (first.line or 0, max(end or 0, first.line or 0))
    file = "" if first.path == source.name else first.path
    return replace(_compared(award, source), lines=span, file=file, place=first)


def _compared(award: Award, source: Source) -> Award:
    """Note of an award that was recognised in a picture how sure that is, and what is in doubt."""
    assert award.lines is not None
    lines = [line for line in source.lines[award.lines[0] - 1 : award.lines[1]] if line.box]
    if not lines:
        return award
    letters = sum(len(line.text) for line in lines) or 1
    sure = sum(line.confidence * len(line.text) for line in lines) / letters
    doubts = "".join(dict.fromkeys(char for line in lines for char in line.doubts))
    said = f"识别不确定：{doubts}" if doubts else ""
    check = "；".join(filter(None, (award.check, said)))
    return replace(award, read=f"ocr {sure:.2f}", check=check)
