"""Write what is filed of a manuscript: the case's Markdown file and the intake log.

The log tells an editor what was read where, what was changed and cut, and how it was decided, so
that every difference between the received bytes and the case is accounted for.
"""

from collections.abc import Iterable

from casebook.book import Award
from casebook.errata import Erratum, Kind
from casebook.intake.contact_details import masked
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.receive import confidential
from casebook.intake.receive.assignment import Assignment
from casebook.intake.receive.draft import Draft, Stated

_COMMENT = """Intake log, written by casebook receive. The bytes as received stand beside it.
收稿记录：改了什么、删了什么、怎样归类；原件在旁边，逐字节保存。"""


def case_text(draft: Draft, assignment: Assignment, title: str) -> str:
    """Return the case as a Markdown file; `title` is used when there is no award."""
    front: dict[str, Value] = {}
    if assignment.award is not None:
        front["award"] = assignment.award.id
    else:
        front |= {"organisation": draft.organisation.text, "title": title}
    front |= dict(draft.front)
    front |= {
        key: text
        for key, text in (("category", draft.category), ("summary", draft.summary))
        if text
    }
    if draft.contributors:
        front["contributors"] = [
            {"name": one.name, "role": one.role} for one in draft.contributors
        ]  # fmt: skip
    return f"---\n{yaml_file.dump(front)}---\n\n{draft.body}"


def log_text(
    draft: Draft,
    assignment: Assignment,
    received: dict[str, Value],
    title: Stated,
    errata: Iterable[Erratum],
) -> str:
    """Return the intake log as YAML.

    `received` says what came, `title` what the case is called, `errata` what the editor was told;
    its queries are kept.
    """
    log: dict[str, Value] = {"received": received}
    found: dict[str, Value] = {}
    for key, stated in (("organisation", draft.organisation), ("title", title)):
        if stated.source:
            found[key] = {"text": stated.text, "from": f"{stated.source.zh} / {stated.source.en}"}
    if draft.names:
        found["named"] = list(draft.names)
    log["found"] = found
    award = assignment.award
    log["award"] = {"id": award.id, "by": assignment.by} if award else "none"
    if assignment.candidates:
        log["candidates"] = [
            {"award": c.award.id, "organisation": c.award.organisation,
             "title": c.award.title or "", "why_not": f"{c.reason.zh} / {c.reason.en}"}
            for c in assignment.candidates
        ]  # fmt: skip
    log["changed"] = [
        {"rule": rule, "from": old, "to": new, "times": str(count),
         "first_line": str(draft.ledger.lines[rule, old, new])}
        for (rule, old, new), count in draft.ledger.counts.most_common()
    ]  # fmt: skip
    log["opening"] = [masked(one) for one in draft.opening]
    log["cut"] = [masked(one) for one in draft.cut]
    if draft.form:
        log["form"] = [
            {"label": one.label, "value": masked(one.value), "became": one.became}
            for one in draft.form
        ]
    if count := len(confidential.withheld(draft)):
        log["private"] = str(count)
    log["left_out"] = [
        {"why": f"{one.reason.zh} / {one.reason.en}", "where": one.where, "text": masked(one.text)}
        for one in draft.asides
    ]
    log["queries"] = [
        {"rule": one.rule, "zh": one.message.zh, "en": one.message.en, "quote": masked(one.quote)}
        for one in errata
        if one.kind is Kind.QUERY
    ]
    return yaml_file.dump(log, _COMMENT)


def revision_of(changes: Iterable[tuple[str, str]]) -> list[Value]:
    """Return the passages a newer version changed, for the log."""
    return [{"from": masked(old), "to": masked(new)} for old, new in changes]


def with_version(log: dict[str, Value], version: dict[str, Value]) -> str:
    """Return an intake log with an earlier `version` that came and was not taken."""
    received = log.get("received")
    facts: dict[str, Value] = dict(received) if isinstance(received, dict) else {}
    for key, new in (("before", version["sha256"]), ("versions", version)):
        known = facts.get(key)
        listed: list[Value] = list(known) if isinstance(known, list) else []
        facts[key] = listed if new in listed else [*listed, new]
    return yaml_file.dump(log | {"received": facts}, _COMMENT)


def assigned_log(log: dict[str, Value], award: Award | None) -> str:
    """Return an intake log that says to which award, or to none, an editor assigned the case."""
    said: dict[str, Value] = {"id": award.id if award else "none", "by": "editor"}
    return yaml_file.dump(log | {"award": said}, _COMMENT)
