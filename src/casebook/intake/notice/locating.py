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
    first, last = (source.place(number) for number in award.lines)
    end = last.line if last.path == first.path else first.line
    span = (first.line or 0, max(end or 0, first.line or 0))
    file = "" if first.path == source.name else first.path
    return replace(award, lines=span, file=file, place=first)
