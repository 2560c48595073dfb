"""Score the reading of a folder of notices against truth made by hand. For development.

python tests/measure_notices.py [-v | --short] [FOLDER | NOTICE] …

-v tells each fault; --short prints the rows of the table in notice/test_collected.py.
Beside each notice, of any kind of file, stands NAME.truth.json: the tiers, and of each award the
organisation, the title and the fields. Spaces count for nothing. A tier is right when the headings it stands under
are in its name or in the award's fields (a prize printed in the entry's line).

    entries   awards in the truth
    exact     organisation, title and tier as in the truth
    fields    of those, the awards that carry every field of the truth somewhere
    check     not exact, and marked by `check` as a proposal
    extra     proposals that are nothing in the truth
    false     awards that are not in the truth, or not so, and bear no mark: the grave fault
    reported  entries that are no award, though their line is shown as unread or in doubt
    gone      entries that are no award, and nothing tells
    marked    of the exact ones, those that bear a `check` all the same
    lines     lines lost without a trace: those of entries that are gone, and lines read as an
              entry of which a word stands nowhere in an award
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from itertools import chain
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent / "src")]

from casebook.book import Award, Tier  # noqa: E402
from casebook.errata import StopPress  # noqa: E402
from casebook.intake import notice  # noqa: E402
from casebook.intake.notice import Notice  # noqa: E402
from casebook.intake.notice.model import MarkedLine  # noqa: E402
from casebook.intake.notice.notice_lines import Use  # noqa: E402

COLUMNS = (
    "entries",
    "exact",
    "fields",
    "check",
    "extra",
    "false",
    "reported",
    "gone",
    "lines",
    "marked",
)
COLLECTED = HERE / "notice" / "collected"
NEAR = 60
"""Characters behind a title in which its author and the like are looked for."""
ALIKE = 0.6
"""Two texts of which less than this is common are not the same entry misread."""
LINKS = re.compile(
    "授予|空缺|略|荣获|获得|称号|荣誉|命名|表彰|决定|经研究|特对|作品|其中|以下|等|和|及|与|为|由|获|共|计|的|第"
    "|名|个|件|篇|项|家|单位|同志"
)
"""Words that link the parts of a sentence; they are no part of an award."""
LABEL = (
    "(?:(?:项目|作品|案例|课程|论文)?名称|题目|课题|作者|姓名|学校|班主任|指导教师|指导老师|(?:主要)?完成人"
    "|(?:主要完成|完成|选送|推荐|表演|申报|报送|出品|工作)?单位|(?:团队)?成员|获奖理由|编导|摄像|配音)"
)
LABELS = re.compile(f"{LABEL}(?:[、及和]{LABEL})*[:：]|^{LABEL}，")
"""What a field is called, before a colon: a reading may give it another name."""
ORDINAL = re.compile(r"^[（(]?(?:案例)?[一二三四五六七八九十百]+[）)、.．]?")


@dataclass
class Score:
    """What became of the entries and the lines of a notice. `faults` says it one by one."""

    name: str
    entries: int = 0
    exact: int = 0
    fields: int = 0
    check: int = 0
    extra: int = 0
    false: int = 0
    reported: int = 0
    gone: int = 0
    lines: int = 0
    marked: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether each entry is exact or proposed, no award false and no line lost."""
        return self.exact + self.check == self.entries and not self.false and not self.lines

    def row(self) -> list[str]:
        return [str(getattr(self, column)) for column in COLUMNS]


def compact(text: str) -> str:
    """Return `text` without any space."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def untitled(text: str | None) -> str:
    """Return a title without spaces and without the 《》 around it, empty for none."""
    title = compact(text or "")
    return title[1:-1] if title.startswith("《") and title.endswith("》") else title


def bare(text: str) -> str:
    """Return the letters, digits and stars of `text`, for names of tiers."""
    return re.sub(r"[^\w★☆]+|_", "", text)


def notices_in(folder: Path) -> list[Path]:
    """Return the files of `folder` beside which a truth stands, in order of their names."""
    return sorted(
        path for path in folder.iterdir()
        if path.suffix != ".json" and path.with_suffix(".truth.json").is_file()
    )  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """An entry of the truth: its tier's name, and what may stand for organisation and title.

    `prize` is as much of the tier's name as tells the tiers of the notice apart; `alone` tells
    whether the tier is the only one; `others` are the prizes of all.
    """

    tier: str
    prize: str
    alone: bool
    others: frozenset[str]
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
    names = [tier["name"] for tier in truth["tiers"]]
    prizes = [name.split()[-1] if name else "" for name in names]
    shorter = len(set(prizes)) == len(prizes)
    for tier, prize in zip(truth["tiers"], prizes, strict=True):
        for award in tier["awards"]:
            organisations = [award["organisation"], *award.get("organisation_or", [])]
            titles = [award["title"], *award.get("title_or", [])]
            yield Wanted(
                tier["name"],
                prize if shorter else tier["name"],
                len(names) == 1,
                frozenset(map(bare, prizes)) - {""},
                tuple(map(compact, organisations)),
                tuple(map(untitled, titles)),
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


_OF_LIST = re.compile("(?<=..)(?:获奖)?名单$")
"""What the heading of a list says beside the name of the prize."""


def tier_is_right(entry: Wanted, award: Award, tier: Tier) -> bool:
    """Tell whether the headings of `entry` are all in the tier's name or in the fields.

    No other prize may be in the name, before its own or behind it: then two tiers are fused. Of the
    only tier of a notice a part of its name does too: 典型经验 for 健康服务典型经验.
    """
    name = bare(tier.name)
    if entry.alone and (len(name) > 2 or not name) and name in bare(entry.tier):
        return True
    parts = [_OF_LIST.sub("", bare(part)) for part in entry.prize.split()]
    values = [value for _, value in award.fields]
    whole = bare(" ".join([tier.name, award.region, award.after, *values]))
    return all(part in whole for part in parts) and not any(
        other in name for other in entry.others if other not in bare(entry.tier)
    )


def is_exact(entry: Wanted, award: Award, tier: Tier) -> bool:
    """Tell whether organisation, title and tier are as in the truth."""
    return (
        compact(award.organisation) in entry.organisations
        and untitled(award.title) in entry.titles
        and tier_is_right(entry, award, tier)
    )


def likeness(entry: Wanted, award: Award, tier: Tier) -> float:
    """Return how much of `entry` is in `award`: `ALIKE` and more where it may be the same entry."""
    text = carried(award, tier)
    alike = SequenceMatcher(None, entry.text, text, autojunk=False).ratio()
    named = ALIKE * (entry.organisations[0] in text)
    return (entry.key in text) + named + alike + tier_is_right(entry, award, tier) / 10


class Trace:
    """Where a text stands in the lines of a notice, line ends and spaces not counted."""

    def __init__(self, read: Notice) -> None:
        self.read = read
        self.uses = {line.number: line.use for line in read.lines}
        self.text = "".join(compact(line.text) for line in read.lines)
        self.numbers = [line.number for line in read.lines for _ in compact(line.text)]
        checked = [award for tier in read.tiers for award in tier.awards if award.check]
        errata = {e.place for e in read.errata if e.place.line}
        self.doubtful = {
            line.number for line in read.lines
            if line.place in errata or any(_stands_on(award, line) for award in checked)
        }  # fmt: skip

    def lines(self, entry: Wanted) -> set[int]:
        """Return the numbers of the lines `entry` stands on: where most of it stands together."""
        best, most = {0}, -1
        names = [name for name in entry.organisations if name in self.text]
        rarest = min(reversed(names), key=self.text.count, default=entry.key)
        title = entry.titles[0]  # it may be parted by a running head
        words = title if title and title in self.text else rarest
        for match in re.finditer(re.escape(words), self.text):
            numbers = set(self.numbers[match.start() : match.end()])
            near = self.text[self.numbers.index(min(numbers)) : match.end() + NEAR]
            weight = sum(text in near for text in (entry.organisations[0], *entry.fields))
            if weight >= most:
                best, most = numbers, weight
        return best

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
        result.reported = len(entries)
        result.faults.append(f"refused: {stop}")
        return result
    pairs, missing, extra = paired(entries, [(a, tier) for tier in read.tiers for a in tier.awards])
    for entry, award, tier in pairs:
        judge(result, entry, award, tier)
    for award, tier in extra:
        if award.check:
            result.extra += 1
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
        result.marked += bool(award.check)
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
        numbers = trace.lines(entry)
        if any(map(trace.is_told, numbers)):
            result.reported += 1
            result.faults.append(f"no award, told: {entry}")
            continue
        result.gone += 1
        lost |= numbers
        uses = ", ".join(f"{n} {trace.uses.get(n, '?')}" for n in sorted(numbers))
        result.faults.append(f"GONE: {entry} (line {uses})")
    return lost


def half_read(result: Score, read: Notice) -> Iterator[int]:
    """Yield the lines read as entries of which a word is in no award of that line."""
    awards = [(award, tier) for tier in read.tiers for award in tier.awards]
    heads = [tier.name for tier in read.tiers] + [str(tier.declared or "") for tier in read.tiers]
    heads += [heading for annex in read.annexes for heading in (annex.label, annex.heading)]
    heads += list(texts(asdict(read.letter)))
    common = "\0".join(map(compact, heads))
    unread = {line.number for line in read.unread}
    for line in read.lines:
        if line.use is not Use.ENTRY or line.number in unread:
            continue
        here = [
            carried(award, tier)
            for award, tier in awards
            if award.lines is None or _stands_on(award, line)
        ]
        known = "\0".join([common, *here])
        words = [word for cell in line.text.split("\t") for word in unexplained(cell, known)]
        if words:
            result.faults.append(f"LOST of line {line.number}: {' '.join(words)} | {line.text}")
            yield line.number


def _stands_on(award: Award, line: MarkedLine) -> bool:
    """Whether an award stands on `line`: its lines are counted in its own file."""
    if award.lines is None or line.place is None:
        return False
    number = line.place.line or 0
    return line.place.path == award.place.path and award.lines[0] <= number <= award.lines[1]


def texts(value: object) -> Iterator[str]:
    """Yield the texts within `value`, in lists and mappings too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def unexplained(text: str, known: str) -> Iterator[str]:
    """Yield the words of `text` that are not made of pieces of `known`.

    Words are runs of two Chinese characters or more, spaces not counted, or of three Latin
    letters. A piece is two characters or more, a linking word, a character that stands alone
    between spaces (著), or one at an end of the run: a line end may have cut it off, or what
    follows is a figure (五2班).
    """
    alone = {len(compact(text[: match.start()])) for match in re.finditer(r"(?<!\S)\w(?!\S)", text)}
    alone -= {at for at in alone if alone & {at - 1, at + 1}}  # 林　涛 is a name
    text = compact(text)
    for label in (ORDINAL, LABELS):
        text = label.sub(lambda match: "：" * len(match.group()), text)
    for run in re.finditer(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]{2,}|[A-Za-z]{3,}", text):
        word = run.group()
        reach = {0}
        for end in range(1, len(word) + 1):
            for start in list(reach):
                piece = word[start:end]
                whole = len(piece) > 1 or start == 0 or end == len(word)
                lone = end - start == 1 and run.start() + start in alone
                if lone or LINKS.fullmatch(piece) or (whole and piece in known):
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
    good = sum(each.is_whole for each in scores)
    yield (
        f"exact or proposed {share:.1%}; false {whole.false}; lines lost {whole.lines}; "
        f"without any of these faults {good} of {len(scores)} notices"
    )


def short(scores: Iterable[Score]) -> Iterator[str]:
    """Yield the rows of `SHORT` in notice/test_collected.py for what is read now."""
    for each in scores:
        if not each.is_whole:
            yield f'    "{each.name}": ({each.exact + each.check}, {each.false}, {each.lines}),'


def main(arguments: Sequence[str]) -> None:
    """Print the table of the notices named, or of those in the repository."""
    named = [Path(each) for each in arguments if not each.startswith("-")] or [COLLECTED]
    files = [file for path in named for file in ([path] if path.is_file() else notices_in(path))]
    scores = [score(file) for file in sorted(files)]
    lines = short(scores) if "--short" in arguments else table(scores)
    if "-v" in arguments:
        lines = chain((f"{each.name}: {fault}" for each in scores for fault in each.faults), lines)
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main(sys.argv[1:])
