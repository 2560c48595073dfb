"""Apply the safe repairs: one change to the manuscript, with a log of every character.

Only what a rule calls safe is put, only in Markdown texts, never in front matter, in titles, or
in text quoted from the notice. What stands in the file must be exactly what the rule saw, and
what the press reads afterwards must differ from what it read before at the repaired marks only;
otherwise the place is left to a person, and told. The log is written first (`repairlog`), then
each text, whole or not at all.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from casebook import atomic, files, locking
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.proof.findings import Finding
from casebook.proof.likeness import same_but
from casebook.proof.repairlog import FILE, Log, Repair, Row

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PASSES = 6
Tell = Callable[[Erratum], None]


@dataclass
class TextRepair:
    """A text on its way: its bytes before and after, what is put in it, what is left alone.

    `refused` would change more than they name; `done` are the findings that were repaired.
    """

    before: bytes
    after: bytes
    made: list[Repair] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    done: list[Finding] = field(default_factory=list)


def fix(
    manuscript: Path, look: Callable[[], Sequence[Erratum]], tell: Tell = lambda _: None
) -> tuple[Repair, ...]:
    """Repair until `look`, asked anew after each pass, finds nothing safe; return all repairs.

    `tell` hears of what a broken run left, and of repairs that would change more than they name.
    """
    made: list[Repair] = []
    refused: list[Finding] = []
    with locking.editing(manuscript):
        log = Log(manuscript)
        if broken := log.settle():
            tell(_broken_off(broken))
        for _ in range(_PASSES):
            findings = [erratum for erratum in look() if isinstance(erratum, Finding)]
            now = {path: repair for path, repair in _text_repairs(manuscript, findings)}
            refused = [finding for repair in now.values() for finding in repair.refused]
            rows = _write(manuscript, log, {p: change for p, change in now.items() if change.made})
            made.extend(row.repair for row in rows if row.state == "made")
            if not rows:
                break
    for finding in refused:
        tell(refusal(finding))
    return tuple(made)


def _write(manuscript: Path, log: Log, texts: dict[str, TextRepair]) -> tuple[Row, ...]:
    """Write texts, after the log that says so; return its rows with what became of them."""
    if not texts:
        return ()
    log.intend(
        {path: (repaired.made, repaired.before, repaired.after) for path, repaired in texts.items()}
    )
    try:
        for path, repaired in texts.items():
            file = manuscript / path
            if files.read(file) == repaired.before:  # else somebody saved it meanwhile
                atomic.put(file, repaired.after)
    except OSError:
        with suppress(OSError):  # on a full disk the next run does it
            log.settle()
        raise
    return log.settle()


def _text_repairs(
    manuscript: Path, findings: Iterable[Finding]
) -> Iterator[tuple[str, TextRepair]]:
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if (
            finding.safe
            and finding.span
            and finding.put is not None
            and finding.place.path.endswith(".md")
        ):
            by_path[finding.place.path].append(finding)
    for path, wanted in sorted(by_path.items()):
        before = files.read(manuscript / path)
        yield path, repaired(before, path, wanted)


def repaired(before: bytes, path: str, wanted: Sequence[Finding]) -> TextRepair:
    """Put all that is `wanted` into the text `before` of the file `path`.

    Where that changes more than it names, what does not is put, one by one. What no longer stands
    as it was found, or stands in the head of the file, is neither done nor refused.
    """
    text = before.decode("utf-8")
    ordered = list(_standing(text, wanted))
    after, made = text, ordered
    for finding in ordered:
        after = _put(after, finding)
    refused: list[Finding] = []
    if ordered and not same_but(text, after, path, map(_change, ordered)):
        after, made = text, []
        for finding in ordered:
            changed = _put(after, finding)
            if same_but(after, changed, path, [_change(finding)]):
                after = changed
                made.append(finding)
            else:
                refused.append(finding)
    return TextRepair(
        before, after.encode(), [_repair(text, finding) for finding in made[::-1]], refused, made
    )


def _standing(text: str, wanted: Sequence[Finding]) -> Iterator[Finding]:
    """Yield, from the end on, what stands as the rule saw it; of two that overlap only one."""
    match = _FRONT.match(text)
    front, limit = match.end() if match else 0, len(text) + 1
    for finding in sorted(wanted, key=lambda finding: finding.span or (0, 0), reverse=True):
        start, end = _span(text, finding)
        if start < front or end > limit or (finding.block and text[start:end] != finding.text):
            continue
        limit = start
        yield finding


def _span(text: str, finding: Finding) -> tuple[int, int]:
    """Return where a finding stands; its offsets do not count a byte order mark."""
    start, end = finding.span or (0, 0)
    shift = int(text.startswith("\ufeff"))
    return start + shift, end + shift


def _put(text: str, finding: Finding) -> str:
    start, end = _span(text, finding)
    return text[:start] + (finding.put or "") + text[end:]


def _change(finding: Finding) -> tuple[str, str]:
    """Return what may change in the tree: the words of a block; of blanks in the source nothing."""
    return (finding.text, finding.put or "") if finding.block else ("", "")


def _repair(text: str, finding: Finding) -> Repair:
    start, end = _span(text, finding)
    place = finding.place
    return Repair(
        place.path,
        place.line or 0,
        place.column or 0,
        finding.rule,
        text[start:end],
        finding.put or "",
    )


def refusal(finding: Finding) -> Erratum:
    """Return why a repair was not made that would change more than it names."""
    return Erratum(
        "repair-refused",
        finding.place,
        Wording(
            f"“{finding.rule}”的自动改正会动到别处（换行、表格、代码等），没有改",
            f"the repair of ‘{finding.rule}’ would change more than it names (a line break, a table, "
            "code), so it was not made",
        ),
        Wording("请对照原稿手工处理，或不改。", "Do it by hand if it is wrong, or leave it."),
        finding.quote,
        Kind.NOTE,
    )


def _broken_off(rows: Sequence[Row]) -> Erratum:
    counts = {state: sum(row.state == state for row in rows) for state in ("made", "undone")}
    other = len(rows) - sum(counts.values())
    return Erratum(
        "repairs-broken-off",
        Place(FILE),
        Wording(
            f"上次改正中途断了：{counts['made']} 处已改，{counts['undone']} 处没有改，"
            f"{other} 处的文件后来又改过",
            f"the last repairs were broken off: {counts['made']} were made, "
            f"{counts['undone']} were not, {other} are in files edited since",
        ),
        Wording("没有改的这次重新查出；各处详见记录。", "What was not made is looked for again; see the log."),
        kind=Kind.NOTE,
    )  # fmt: skip
