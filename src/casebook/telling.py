"""How things are told to a person or a program: errata, ledger, progress, in two languages.

The only module that touches rich, and only when there is something to say: a build has called up
its workers by then. On a terminal a long run shows what is being made; elsewhere it says a plain
line per step. `--format json` gets the same facts with the same names.
"""

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, TypeGuard

from casebook.errata import Erratum, Kind, Tell, Wording

if TYPE_CHECKING:
    from rich.console import Console

    from casebook.ledger import Ledger
    from casebook.proof.findings import Finding
    from casebook.proof.ranking import Group
    from casebook.proof.repairlog import Repair

KINDS = {
    Kind.ERRATUM: (Wording("差错", "erratum"), "bold red"),
    Kind.QUERY: (Wording("疑似", "query"), "yellow"),
    Kind.NOTE: (Wording("说明", "note"), "cyan"),
}
_SEVERAL = {"erratum": "errata", "query": "queries", "note": "notes"}
NARROWEST = 60  # columns


class Teller:
    """Prints to a terminal or a program, in one language, as text or as JSON."""

    def __init__(self, lang: str, form: str) -> None:
        self.lang, self._json = lang, form == "json"

    @cached_property
    def _out(self) -> "Console":
        return _console(False)

    @cached_property
    def _err(self) -> "Console":
        return _console(True)

    def say(self, wording: Wording, style: str = "") -> None:
        """Print one sentence; silent in JSON."""
        if not self._json:
            self._out.print(escape(wording.read(self.lang)), style=style or None)

    def data(self, value: object) -> None:
        """Print `value` as JSON when a program reads; nothing otherwise."""
        if self._json:
            sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def errata(self, errata: Iterable[Erratum]) -> None:
        """Print errata, equal ones folded, in their order, and how many there are."""
        listed = list(errata)
        if self._json or not listed:
            return
        self._folded(listed)
        self._summary(listed)

    def groups(self, groups: "Sequence[Group]") -> None:
        """Print findings group by group below their headings, and how many there are."""
        if self._json or not groups:
            return
        for group in groups:
            self._err.print(f"[bold]{escape(group.title.read(self.lang))}[/]")
            self._folded(group.errata)
        self._summary([erratum for group in groups for erratum in group.errata])

    def _folded(self, listed: Sequence[Erratum]) -> None:
        """Print errata in their order, equal ones together."""
        folded: dict[tuple[object, ...], list[Erratum]] = {}
        for erratum in listed:
            words = erratum.text if _found_by_rule(erratum) and erratum.put else erratum.quote
            key = (erratum.rule, erratum.place.path, erratum.message, words)
            folded.setdefault(key, []).append(erratum)
        for same in folded.values():
            self._erratum(same)

    def _summary(self, listed: Sequence[Erratum]) -> None:
        counts = {kind: sum(e.kind is kind for e in listed) for kind in Kind}
        summary = "，".join(f"{KINDS[k][0].zh} {n}" for k, n in counts.items() if n)
        words = {
            k: KINDS[k][0].en if n == 1 else _SEVERAL[KINDS[k][0].en] for k, n in counts.items()
        }
        summary_en = ", ".join(f"{n} {words[k]}" for k, n in counts.items() if n)
        self._err.print(Wording(f"共 {summary}。", f"In all: {summary_en}.").read(self.lang))

    def _erratum(self, same: Sequence[Erratum]) -> None:
        first = same[0]
        name, style = KINDS[first.kind]
        places = str(first.place)
        if len(same) > 1:
            lines = [str(e.place.line) for e in same[1:] if e.place.line]
            more = "、".join(lines[:6]) + (" …" if len(lines) > 6 else "")
            places += f" ({len(same)}×{': ' + more if more else ''})"
        self._err.print(
            f"[{style}]{name.read(self.lang)}[/] [bold]{escape(places)}[/] "
            f"{escape(first.message.read(self.lang))} [dim]\\[{first.rule}][/]"
        )
        if _found_by_rule(first) and first.text and first.place.column:
            for line in underlined(first):
                self._err.print(f"    {escape(line)}")
        elif first.quote:
            self._err.print(f"    「{escape(first.quote[:200])}」")
        if first.hint:
            self._err.print(f"    → {escape(first.hint.read(self.lang))}")

    def repairs(self, repairs: "Sequence[Repair]") -> None:
        """Print each repair that was made, and how many."""
        for repair in repairs:
            text = f"{repair.path}:{repair.line}:{repair.column} {repair.old!r} → {repair.new!r} [{repair.rule}]"
            self.say(Wording(text, text))
        count, log = len(repairs), "manuscript/fixes.tsv"
        self.say(
            Wording(f"改正 {count} 处，记录在 {log}。", f"{count} repairs, logged in {log}.")
            if repairs
            else Wording("没有可以自动改正的。", "There is nothing safe to repair.")
        )

    def table(self, head: Wording, rows: Iterable[Sequence[str]]) -> None:
        """Print `rows` below `head`, whose names are parted by |; nothing in JSON."""
        if self._json:
            return
        from rich.table import Table  # lazy: loads rich

        table = Table(*head.read(self.lang).split("|"), box=None, pad_edge=False)
        for row in rows:
            table.add_row(*map(escape, row))
        self._out.print(table)

    def ledger(self, ledger: "Ledger") -> None:
        """Print the ledger as a table, then what is pending, then where the cases stand."""
        if self._json:
            return
        head = Wording("等次|通报|名单|收到|缺稿", "tier|declared|awarded|received|missing")
        rows = []
        for row in ledger.rows:
            received = "—" if row.received is None else str(row.received)
            missing = "—" if row.received is None else str(len(row.missing))
            declared = "—" if row.declared is None else str(row.declared)
            rows.append((row.tier, declared, str(row.awarded), received, missing))
        self.table(head, rows)
        for case in ledger.unmatched:
            self.say(
                Wording(
                    f"名单外来稿：{case.id} {case.organisation}《{case.title}》",
                    f"on no list: {case.id} {case.organisation} “{case.title}”",
                )
            )
        if ledger.pending:
            self.say(
                Wording(
                    f"版权页待定：{'、'.join(ledger.pending)}",
                    f"imprint facts still open: {', '.join(ledger.pending)}",
                )
            )
        from casebook.ledger import PLACES  # lazy: loads rich

        total = len(ledger.cases)
        for place, cases in ledger.counts.items():
            agrees = "=" if sorted(cases) == sorted(ledger.cases) else "≠"
            self.say(
                Wording(
                    f"{PLACES[place].zh} {len(cases)} {agrees} 书中案例 {total}",
                    f"{PLACES[place].en} {len(cases)} {agrees} cases of the book {total}",
                )
            )

    @contextmanager
    def progress(self) -> "Iterator[Tell]":
        """Yield a function that is told what is being made, and how far (pages or None)."""
        began = time.monotonic()
        if self._json:
            yield lambda _step, _count: None
        elif self._err.is_terminal:
            with self._err.status("") as status:
                yield lambda step, count: status.update(self._step(step, count, began))
        else:
            steps: list[Wording] = []

            def tell(step: Wording, _count: int | None) -> None:
                if not steps or steps[-1] != step:
                    steps.append(step)
                    self._err.print(self._step(step, None, began))

            yield tell

    def _step(self, step: Wording, count: int | None, began: float) -> str:
        pages = (
            "" if count is None else Wording(f" 第 {count} 页", f" page {count}").read(self.lang)
        )
        return f"{step.read(self.lang)}{pages} [{time.monotonic() - began:.1f} s]".replace(
            "[", "\\["
        )


def _console(err: bool) -> "Console":
    from rich.console import Console  # lazy: loads rich

    console = Console(stderr=err, highlight=False, soft_wrap=True)
    console.width = max(console.width, NARROWEST)  # in less, tables would lose their words
    return console


def escape(text: str) -> str:
    """Return `text` so that rich prints it as it is."""
    from rich import markup  # lazy: loads rich

    return markup.escape(text)


def _found_by_rule(erratum: Erratum) -> "TypeGuard[Finding]":
    """Whether the words around are known; the proof's rules are not loaded to tell other errata."""
    return hasattr(erratum, "before")


def underlined(finding: "Finding") -> tuple[str, str]:
    """Return the words around a finding, and a line with carets under those at fault.

    Below a full-width character stands a full-width space or caret, so that each caret meets
    its column in a terminal.
    """
    before, text, after = (
        part.replace("\n", " ") for part in (finding.before, finding.text[:40], finding.after)
    )
    from rich.cells import cell_len  # lazy: loads rich

    under = "".join("\u3000" if cell_len(char) == 2 else " " for char in before)
    carets = "".join("＾" if cell_len(char) == 2 else "^" for char in text)
    return f"{before}{text}{after}", f"{under}{carets}"


def as_data(errata: Iterable[Erratum]) -> list[dict[str, object]]:
    """Return errata as plain data for JSON, both languages in it."""
    return [
        {
            "rule": e.rule,
            "kind": e.kind.value,
            "path": e.place.path,
            "line": e.place.line,
            "column": e.place.column,
            "message": e.message._asdict(),
            "hint": e.hint._asdict() if e.hint else None,
            "quote": e.quote,
        }
        for e in errata
    ]


def ledger_as_data(ledger: "Ledger") -> dict[str, object]:
    """Return a ledger as plain data for JSON."""
    return {
        "tiers": [
            {
                "tier": r.tier,
                "declared": r.declared,
                "awarded": r.awarded,
                "received": r.received,
                "missing": [a.id for a in r.missing],
            }
            for r in ledger.rows
        ],
        "unmatched": [case.id for case in ledger.unmatched],
        "pending": list(ledger.pending),
        "cases": list(ledger.cases),
        "counts": {place: list(cases) for place, cases in ledger.counts.items()},
    }
