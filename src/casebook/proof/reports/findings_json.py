"""Findings as JSON: the source of every other report. The schema is `data/report.schema.json`.

Lines and columns count from 1, columns in code points. A report of an earlier run is the
baseline of a later one: both name findings by fingerprint.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.proof.findings import Finding, fingerprint

VERSION = 1
SCHEMA = Path(__file__).parents[1] / "data" / "report.schema.json"


def report(errata: Sequence[Erratum], title: str, gone: Sequence[str] = ()) -> dict[str, object]:
    """Return the report of one run; `gone` are fingerprints of the baseline met no more."""
    return {
        "version": VERSION,
        "book": title,
        "counts": {kind.value: sum(e.kind is kind for e in errata) for kind in Kind},
        "findings": [record(erratum) for erratum in errata],
        "gone": list(gone),
    }


def record(erratum: Erratum) -> dict[str, object]:
    """Return one finding as plain data; what a rule cannot know is null or empty."""
    place = erratum.place
    finding = erratum if isinstance(erratum, Finding) else Finding(
        erratum.rule, place, erratum.message, erratum.hint, erratum.quote, erratum.kind
    )  # fmt: skip
    return {
        "rule": finding.rule,
        "code": finding.code or None,
        "severity": finding.kind.value,
        "case": finding.case or None,
        "block": finding.block or None,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_column": finding.end_column,
        "text": finding.text,
        "before": finding.before,
        "after": finding.after,
        "quote": finding.quote,
        "message": finding.message._asdict(),
        "hint": finding.hint._asdict() if finding.hint else None,
        "clause": finding.clause or None,
        "suggestion": None if finding.put is None else {"put": finding.put, "safe": finding.safe},
        "weight": finding.weight or None,
        "fingerprint": fingerprint(erratum),
    }


def baseline(path: Path) -> frozenset[str]:
    """Return the fingerprints of an earlier report. Raises `StopPress` if it is none."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return frozenset(str(record["fingerprint"]) for record in data["findings"])
    except (ValueError, KeyError, TypeError) as fault:
        raise StopPress(
            [
                Erratum(
                    "baseline",
                    Place(str(path)),
                    Wording("这不是校对报告", "this is no report of casebook proof"),
                    Wording(
                        "用 casebook proof --format json -o 文件 写出一份。",
                        "Write one with casebook proof --format json -o FILE.",
                    ),
                )
            ]
        ) from fault
