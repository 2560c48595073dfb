"""Apply the safe repairs: one change to the manuscript, with a log of every character.

Only what a rule calls safe is put, only in Markdown texts, never in front matter, in titles, or
in text quoted from the notice. What stands in the file must be exactly what the rule saw;
otherwise the place is left to a person.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook.errata import Erratum
from casebook.proof.spots import Finding

LOG = "fixes.tsv"
_HEAD = "file\tline\tcolumn\trule\told\tnew\n"
_PASSES = 6


@dataclass(frozen=True)
class Repair:
    """One repair made: where (as it stood before), which rule, old and new words."""

    path: str
    line: int
    column: int
    rule: str
    old: str
    new: str


def fix(manuscript: Path, look: Callable[[], Sequence[Erratum]]) -> tuple[Repair, ...]:
    """Repair until `look`, asked anew after each pass, finds nothing safe; return all repairs.

    The log `fixes.tsv` in the manuscript folder grows by one line a repair.
    """
    made: list[Repair] = []
    for _ in range(_PASSES):
        now = _pass(manuscript, [one for one in look() if isinstance(one, Finding)])
        if not now:
            break
        made.extend(now)
    if made:
        log = manuscript / LOG
        old = log.read_text("utf-8") if log.is_file() else _HEAD
        log.write_text(old + "".join(map(_row, made)), "utf-8")
    return tuple(made)


def logged(manuscript: Path) -> tuple[Repair, ...]:
    """Return the repairs of all runs, from the log."""
    log = manuscript / LOG
    if not log.is_file():
        return ()
    rows = [line.split("\t") for line in log.read_text("utf-8").split("\n")[1:] if line]
    return tuple(
        Repair(r[0], int(r[1]), int(r[2]), r[3], _unescaped(r[4]), _unescaped(r[5])) for r in rows
    )


def _pass(manuscript: Path, findings: Iterable[Finding]) -> list[Repair]:
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.safe and one.span and one.put is not None and one.place.path.endswith(".md"):
            by_path[one.place.path].append(one)
    made: list[Repair] = []
    for path, wanted in sorted(by_path.items()):
        file = manuscript / path
        with file.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        after, repairs = _applied(text, wanted)
        if repairs:
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.write(after)
            made.extend(repairs)
    return made


def _applied(text: str, wanted: Sequence[Finding]) -> tuple[str, list[Repair]]:
    """Apply repairs from the end on; of two that overlap only the first is made."""
    shift = 1 if text.startswith("\ufeff") else 0
    front = _front(text)
    made: list[Repair] = []
    limit = len(text) + 1
    ordered = sorted(wanted, key=lambda one: one.span or (0, 0))
    for one in reversed(ordered):
        start, end = (offset + shift for offset in one.span or (0, 0))
        stands = text[start:end]
        if start < front or end > limit or (one.block and stands != one.text):
            continue
        text = text[:start] + (one.put or "") + text[end:]
        limit = start
        place = one.place
        made.append(
            Repair(place.path, place.line or 0, place.column or 0, one.rule, stands, one.put or "")
        )
    return text, made[::-1]


def _front(text: str) -> int:
    at = text.find("\n---", 3)
    return at + 4 if text.lstrip("\ufeff").startswith("---") and at >= 0 else 0


def _row(one: Repair) -> str:
    old, new = _escaped(one.old), _escaped(one.new)
    return f"{one.path}\t{one.line}\t{one.column}\t{one.rule}\t{old}\t{new}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _unescaped(text: str) -> str:
    signs = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
    out, at = "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            out, at = out + signs.get(text[at + 1], text[at + 1]), at + 2
        else:
            out, at = out + text[at], at + 1
    return out
