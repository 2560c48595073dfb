"""Findings as SARIF 2.1.0 (OASIS), for code hosts and editors that show them in place.

A query is a `review`, an erratum a `fail`; the proposal is a `fix`; the fingerprint survives
edits. Columns are code points, as the run says.
"""

from collections.abc import Sequence

from casebook import __version__
from casebook.errata import Erratum, Kind
from casebook.proof.findings import Finding, fingerprint
from casebook.proof.rule_runner import registry

LEVELS = {Kind.ERRATUM: "error", Kind.QUERY: "warning", Kind.NOTE: "note"}


def sarif(errata: Sequence[Erratum], lang: str, known: frozenset[str] | None) -> dict[str, object]:
    """Return one SARIF log; `known` are the baseline's fingerprints, None without a baseline."""
    names = sorted({erratum.rule for erratum in errata})
    rules = [_rule(name, lang) for name in names]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "casebook", "version": __version__, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(entry, names.index(entry.rule), lang, known) for entry in errata
                ],
            }
        ],
    }


def _rule(name: str, lang: str) -> dict[str, object]:
    if name not in registry():
        return {"id": name}
    rule = registry()[name]
    full = f"{rule.text.read(lang)}\n\n{rule.example.read(lang)}"
    return {
        "id": name,
        "shortDescription": {"text": rule.title.read(lang)},
        "fullDescription": {"text": full},
        "defaultConfiguration": {"level": LEVELS[rule.kind]},
        "properties": {"code": rule.code},
    }


def _result(
    erratum: Erratum, index: int, lang: str, known: frozenset[str] | None
) -> dict[str, object]:
    message = erratum.message.read(lang)
    if erratum.hint:
        message += f" → {erratum.hint.read(lang)}"
    mark = fingerprint(erratum)
    result: dict[str, object] = {
        "ruleId": erratum.rule,
        "ruleIndex": index,
        "level": LEVELS[erratum.kind],
        "message": {"text": message},
        "locations": [{"physicalLocation": _location(erratum)}],
        "partialFingerprints": {"casebook/v1": mark},
    }
    if erratum.kind is Kind.QUERY:
        result |= {"kind": "review", "level": "none"}
    if known is not None:
        result["baselineState"] = "unchanged" if mark in known else "new"
    if isinstance(erratum, Finding) and erratum.put is not None and erratum.end_column:
        change = {"deletedRegion": _region(erratum), "insertedContent": {"text": erratum.put}}
        location = {"uri": f"manuscript/{erratum.place.path}"}
        result["fixes"] = [
            {"artifactChanges": [{"artifactLocation": location, "replacements": [change]}]}
        ]
    return result


def _location(erratum: Erratum) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": f"manuscript/{erratum.place.path}"}}
    if erratum.place.line:
        location["region"] = _region(erratum)
    return location


def _region(erratum: Erratum) -> dict[str, object]:
    region: dict[str, object] = {"startLine": erratum.place.line}
    if erratum.place.column:
        region["startColumn"] = erratum.place.column
    if isinstance(erratum, Finding):
        if erratum.end_column:
            region["endColumn"] = erratum.end_column
        if erratum.text:
            region["snippet"] = {"text": erratum.text}
    return region
