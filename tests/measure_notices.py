"""Score the reading of a folder of notices against truth made by hand. For development.

python tests/measure_notices.py [-v] [FOLDER | NOTICE.txt] …

Beside each NAME.txt stands NAME.truth.json: the tiers, and of each award the organisation, the
title and the fields. Spaces count for nothing. A tier is right when the headings it stands under
are in its name, in their order, or in the award's fields (a prize printed in the entry's line).

    entries   awards in the truth
    exact     organisation, title and tier as in the truth
    fields    of those, the awards that carry every field of the truth somewhere
    check     not exact, and marked by `check` as a proposal
    false     awards that are not in the truth, or not so, and bear no mark: the grave fault
    told      entries that are no award, though their line is shown as unread or in doubt
    gone      entries that are no award, and nothing tells
    lines     lines lost without a trace: those of entries that are gone, and lines read as an
              entry of which a word stands nowhere in an award
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent / "src")]

from casebook.book import Award, Tier  # noqa: E402
from casebook.errata import StopPress  # noqa: E402
from casebook.intake import notice  # noqa: E402
from casebook.intake.notice import Notice  # noqa: E402
from casebook.intake.notice.sheet import Use  # noqa: E402

COLUMNS = ("entries", "exact", "fields", "check", "false", "told", "gone", "lines")
COLLECTED = HERE / "notice" / "collected"
ALIKE = 0.6
"""Two texts of which less than this is common are not the same entry misread."""
LINKS = re.compile(
    "授予|荣获|获得|称号|以下|等|和|及|与|为|获|共|计|的|第|由|名|个|件|篇|项|单位|同志"
)
"""Words that link the parts of a sentence; they are no part of an award."""


@dataclass
class Score:
    """What became of the entries and the lines of a notice. `faults` says it one by one."""

    name: str
    entries: int = 0
    exact: int = 0
    fields: int = 0
    check: int = 0
    false: int = 0
    told: int = 0
    gone: int = 0
    lines: int = 0
    faults: list[str] = field(default_factory=list)

    def row(self) -> list[str]:
        return [str(getattr(self, column)) for column in COLUMNS]


def compact(text: str) -> str:
    """Return `text` without any space."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def bare(text: str) -> str:
    """Return the letters and digits of `text`, for names of tiers."""
    return re.sub(r"[\W_]+", "", text)


@dataclass(frozen=True)
class Wanted:
    """An entry of the truth: its tier's name, and what may stand for organisation and title."""

    tier: str
    organisations: tuple[str, ...]
    titles: tuple[str, ...]
    fields: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.organisations[0]} | {self.titles[0]} [{self.tier}]"

    @property
    def key(self) -> str:
        """The text by which the entry is known in the notice."""
        return self.titles[0] or self.organisations[0]

    @property
    def text(self) -> str:
        return "".join((self.organisations[0], self.titles[0], *self.fields))


def wanted(truth: dict[str, Any]) -> Iterator[Wanted]:
    """Yield the entries of `truth`. Texts are compact; no title is the empty text."""
    for tier in truth["tiers"]:
        for award in tier["awards"]:
            organisations = [award["organisation"], *award.get("organisation_or", [])]
            titles = [award["title"], *award.get("title_or", [])]
            yield Wanted(
                tier["name"],
                tuple(map(compact, organisations)),
                tuple(compact(title or "") for title in titles),
                tuple(
                    compact(part)
                    for value in award["fields"].values()
                    for part in re.split("[、，]", value)
                ),
            )


def carried(award: Award, tier: Tier) -> str:
    """Return every text of `award` without spaces."""
    values = [part for name, value in award.fields for part in (name, value)]
    texts = [award.organisation, award.title or "", award.after, award.region, tier.name, *values]
    return "\0".join(map(compact, texts))


def tier_is_right(entry: Wanted, award: Award, tier: Tier) -> bool:
    """Tell whether the headings of `entry` are all in the tier's name or in the fields."""
    rest = bare(" ".join([tier.name, award.after, *(value for _, value in award.fields)]))
    for part in entry.tier.split():
        _, found, rest = rest.partition(bare(part))
        if not found:
            return False
    return True


def is_exact(entry: Wanted, award: Award, tier: Tier) -> bool:
    """Tell whether organisation, title and tier are as in the truth."""
    return (
        compact(award.organisation) in entry.organisations
        and compact(award.title or "") in entry.titles
        and tier_is_right(entry, award, tier)
    )


def likeness(entry: Wanted, award: Award, tier: Tier) -> float:
    """Return how much of `entry` is in `award`, from 0 to 1, more than 1 where its key is."""
    text = carried(award, tier)
    if entry.key in text:
        return 1 + len(entry.text) / (len(text) + len(entry.text))
    return SequenceMatcher(None, entry.text, text, autojunk=False).ratio()


class Trace:
    """Where a text stands in the lines of a notice, line ends and spaces not counted."""

    def __init__(self, read: Notice) -> None:
        self.read = read
        self.uses = {line.number: line.use for line in read.lines}
        self.text = "".join(compact(line.text) for line in read.lines)
        self.numbers = [line.number for line in read.lines for _ in compact(line.text)]
        checked = [award for tier in read.tiers for award in tier.awards if award.check]
        self.doubtful = {e.place.line for e in read.errata if e.place.line} | {
            number
            for award in checked
            if award.lines
            for number in range(award.lines[0], award.lines[1] + 1)
        }

    def lines(self, text: str) -> list[set[int]]:
        """Return for each place of `text` the numbers of its lines."""
        return [
            set(self.numbers[match.start() : match.end()])
            for match in re.finditer(re.escape(text), self.text)
        ]

    def is_told(self, number: int) -> bool:
        return self.uses.get(number) is Use.UNREAD or number in self.doubtful


def score(path: Path) -> Score:
    """Read the notice at `path` and compare it with the truth beside it."""
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    entries = list(wanted(truth))
    result = Score(path.stem, entries=len(entries))
    try:
        read = notice.read(path)
    except StopPress as stop:
        result.told = len(entries)
        result.faults.append(f"refused: {stop}")
        return result
    pairs, missing, extra = paired(entries, [(a, tier) for tier in read.tiers for a in tier.awards])
    for entry, award, tier in pairs:
        judge(result, entry, award, tier)
    for award, tier in extra:
        if award.check:
            result.faults.append(f"proposed, not in the truth: {shown(award, tier)}")
        else:
            result.false += 1
            result.faults.append(f"FALSE, not in the truth: {shown(award, tier)}")
    trace = Trace(read)
    lost = missed(result, missing, trace) | set(half_read(result, read))
    result.lines = len(lost)
    return result


def paired(
    entries: Sequence[Wanted], awards: Sequence[tuple[Award, Tier]]
) -> tuple[list[tuple[Wanted, Award, Tier]], list[Wanted], list[tuple[Award, Tier]]]:
    """Pair entries with awards, exact ones first; return the pairs and what is left of both."""
    pairs: list[tuple[Wanted, Award, Tier]] = []
    missing, extra = list(entries), list(awards)
    for entry in entries:
        for award, tier in extra:
            if is_exact(entry, award, tier):
                pairs.append((entry, award, tier))
                missing.remove(entry)
                extra.remove((award, tier))
                break
    ranked = sorted(
        ((likeness(e, *a), i, j) for i, e in enumerate(missing) for j, a in enumerate(extra)),
        key=lambda rank: -rank[0],
    )
    left, right = dict(enumerate(missing)), dict(enumerate(extra))
    for alike, i, j in ranked:
        if alike >= ALIKE and i in left and j in right:
            pairs.append((left.pop(i), *right.pop(j)))
    return pairs, list(left.values()), list(right.values())


def judge(result: Score, entry: Wanted, award: Award, tier: Tier) -> None:
    """Count what a pair of an entry and its award comes to."""
    absent = [part for part in entry.fields if part not in carried(award, tier)]
    if is_exact(entry, award, tier):
        result.exact += 1
        result.fields += not absent
        if absent:
            result.faults.append(f"fields not carried: {entry}: {'、'.join(absent)}")
    elif award.check:
        result.check += 1
        result.faults.append(f"proposed: {entry} READ {shown(award, tier)}")
    else:
        result.false += 1
        result.faults.append(f"FALSE: {entry} READ {shown(award, tier)}")


def shown(award: Award, tier: Tier) -> str:
    fields = " ".join(f"{name}={value}" for name, value in award.fields)
    return f"{award.organisation} | {award.title} | {award.after} {fields} [{tier.name}]"


def missed(result: Score, missing: Iterable[Wanted], trace: Trace) -> set[int]:
    """Count the entries that are no award; return the lines of those nothing tells of."""
    lost: set[int] = set()
    for entry in missing:
        places = trace.lines(entry.key)
        if any(trace.is_told(number) for place in places for number in place):
            result.told += 1
            result.faults.append(f"no award, told: {entry}")
            continue
        result.gone += 1
        numbers = places[-1] if places else {0}
        lost |= numbers
        uses = ", ".join(f"{n} {trace.uses.get(n, '?')}" for n in sorted(numbers))
        result.faults.append(f"GONE: {entry} (line {uses})")
    return lost


def half_read(result: Score, read: Notice) -> Iterator[int]:
    """Yield the lines read as entries of which a word is in no award of that line."""
    awards = [(award, tier) for tier in read.tiers for award in tier.awards]
    heads = [tier.name for tier in read.tiers] + [str(tier.declared or "") for tier in read.tiers]
    heads += [heading for annex in read.annexes for heading in (annex.label, annex.heading)]
    heads += [shape.template for shape in read.shapes]
    common = "\0".join(map(compact, heads))
    unread = {line.number for line in read.unread}
    for line in read.lines:
        if line.use is not Use.ENTRY or line.number in unread:
            continue
        here = [
            carried(award, tier)
            for award, tier in awards
            if award.lines is None or award.lines[0] <= line.number <= award.lines[1]
        ]
        known = "\0".join([common, *here])
        cells = re.split(r"\t|\s\|\s|\u3000", line.text)
        words = [word for cell in cells for word in unexplained(compact(cell), known)]
        if words:
            result.faults.append(f"LOST of line {line.number}: {' '.join(words)} | {line.text}")
            yield line.number


def unexplained(text: str, known: str) -> Iterator[str]:
    """Yield the words of `text` that are not made of pieces of `known`.

    Words are runs of two Chinese characters or more, or of three Latin letters. A piece is two
    characters or more, a linking word, or a single character at an end of the line, where a line
    end may have cut it off.
    """
    for run in re.finditer(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]{2,}|[A-Za-z]{3,}", text):
        word = run.group()
        reach = {0}
        for end in range(1, len(word) + 1):
            for start in list(reach):
                piece = word[start:end]
                edge = run.start() + start == 0 or run.start() + end == len(text)
                if (
                    LINKS.fullmatch(piece)
                    or ((len(piece) > 1 or edge) and piece in known)
                ):  # fmt: skip
                    reach.add(end)
        if len(word) not in reach:
            yield word


def total(scores: Sequence[Score]) -> Score:
    """Return the sum of `scores`."""
    whole = Score(f"{len(scores)} notices")
    for column in COLUMNS:
        setattr(whole, column, sum(getattr(each, column) for each in scores))
    return whole


def table(scores: Sequence[Score]) -> Iterator[str]:
    """Yield the lines of the table of `scores`, its sum last, and the three bars."""
    whole = total(scores)
    width = max(len(each.name) for each in [*scores, whole])
    yield " " * width + "".join(f"{column:>8}" for column in COLUMNS)
    for each in [*scores, whole]:
        yield f"{each.name:{width}}" + "".join(f"{cell:>8}" for cell in each.row())
    share = (whole.exact + whole.check) / max(whole.entries, 1)
    yield f"exact or proposed {share:.1%}; false {whole.false}; lines lost {whole.lines}"


def main(arguments: Sequence[str]) -> None:
    """Print the table of the notices named, or of those in the repository."""
    verbose = "-v" in arguments
    named = [Path(each) for each in arguments if each != "-v"] or [COLLECTED]
    files = [file for path in named for file in ([path] if path.is_file() else path.glob("*.txt"))]
    scores = [score(file) for file in sorted(files)]
    if verbose:
        for each in scores:
            for fault in each.faults:
                sys.stdout.write(f"{each.name}: {fault}\n")
    sys.stdout.write("\n".join(table(scores)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
