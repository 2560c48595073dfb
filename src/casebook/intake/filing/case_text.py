"""Write what is filed of a manuscript: the case's Markdown file, its pictures' names, the intake log.

The log tells an editor what was read where, what was changed and cut, and how it was decided, so
that every difference between the received bytes and the case is accounted for. Every picture keeps
its bytes. JPEG and PNG go to `media/`; a drawing of Word (.emf, .wmf) or any other format stays
beside the received file, and a comment in the case says where it belongs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from casebook import atomic
from casebook.book import Award
from casebook.errata import Erratum, Kind, Place
from casebook.intake.contact_details import masked
from casebook.intake.filing.award_choice import Assignment
from casebook.intake.filing.case_files import split_front
from casebook.intake.filing.filing_errata import unset_picture
from casebook.intake.formats.rich import Media
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.structure import confidential
from casebook.intake.structure.draft import CASE, Draft, Stated
from casebook.intake.structure.writing import escape_inline
from casebook.pictures import examine


@dataclass(frozen=True)
class Pictures:
    """The pictures to be set and those to be kept aside, named for good; and queries."""

    media: tuple[Media, ...]
    kept: tuple[Media, ...]
    errata: tuple[Erratum, ...]


def placed(draft: Draft, case_id: str, name: str) -> tuple[Draft, Pictures]:
    """Return `draft` with its pictures named after `case_id`, and those pictures."""
    body = draft.body.replace(CASE, case_id)
    media: list[Media] = []
    unset: list[Media] = []
    errata: list[Erratum] = []
    for picture in dict.fromkeys(draft.pictures):
        file = Media(picture.name.replace(CASE, case_id), picture.data)
        fault = fault_of(file)
        if fault is None:
            media.append(file)
            continue
        unset.append(file)
        errata.append(unset_picture(name, file.name, fault))
        body = _commented(body, file.name)
    return replace(draft, body=body), Pictures(tuple(media), tuple(unset), tuple(errata))


def fault_of(file: Media) -> Erratum | None:
    """Return why the book cannot set a picture, or None."""
    with atomic.temporary() as folder:
        (folder / file.name).write_bytes(file.data)
        examined = examine(folder, file.name, Place(file.name))
    return examined if isinstance(examined, Erratum) else None


def _commented(body: str, file: str) -> str:
    """Put a comment in the place of a picture; its caption stays as a paragraph."""
    link = re.compile(
        r"!\[(?:[^\]\\]|\\.)*\]\(\.\./media/" + re.escape(file) + r'(?: "((?:[^"\\]|\\.)*)")?\)'
    )

    def put(match: re.Match[str]) -> str:
        caption = re.sub(r"\\(.)", r"\1", match[1] or "")
        return f"<!-- received/{file} -->" + (f"\n\n{escape_inline(caption)}" if caption else "")

    return link.sub(put, body)


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
        for key, text in (
            ("category", draft.category),
            ("summary", draft.summary),
            ("check", draft.check),
        )
        if text
    }
    if draft.contributors:
        front["contributors"] = [
            {"name": contributor.name, "role": contributor.role} for contributor in draft.contributors
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
    log["found"] = _stated_names(draft, title)
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
    log["opening"] = [masked(line) for line in draft.opening]
    log["cut"] = [masked(line) for line in draft.cut]
    if draft.form:
        log["form"] = [
            {"label": entry.label, "value": masked(entry.value), "became": entry.became}
            for entry in draft.form
        ]
    if count := len(confidential.withheld(draft)):
        log["private"] = str(count)
    log["left_out"] = [
        {
            "why": f"{aside.reason.zh} / {aside.reason.en}",
            "where": aside.where,
            "text": masked(aside.text),
        }
        for aside in draft.asides
    ]
    log["queries"] = [
        {
            "rule": erratum.rule,
            "zh": erratum.message.zh,
            "en": erratum.message.en,
            "quote": masked(erratum.quote),
        }
        for erratum in errata
        if erratum.kind is Kind.QUERY
    ]
    return yaml_file.dump(log, _COMMENT)


def _stated_names(draft: Draft, title: Stated) -> dict[str, Value]:
    """Return what the manuscript says of its organisation and title, and from where."""
    facts: dict[str, Value] = {
        key: {"text": stated.text, "from": f"{stated.source.zh} / {stated.source.en}"}
        for key, stated in (("organisation", draft.organisation), ("title", title))
        if stated.source
    }
    return facts | ({"named": list(draft.names)} if draft.names else {})


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
    decision: dict[str, Value] = {"id": award.id if award else "none", "by": "editor"}
    return yaml_file.dump(log | {"award": decision}, _COMMENT)


def assigned(text: str, filed: str, name: str, award: Award | None, old: Award | None) -> str:
    """Return the case `text` given to `award`, or to none; `old` is the award it had.

    With an award the organisation and title it was filed with go, because the notice's are
    printed; what an editor wrote there stays. Without one they come from the award it had.
    """
    front, body = split_front(text, name)
    was, _ = split_front(filed, name)
    known = {
        key: value for key, value in front.items() if key not in ("award", "organisation", "title")
    }
    head: dict[str, Value] = {}
    if award is not None:
        head["award"] = award.id
    for key in ("organisation", "title"):
        official = str(getattr(old, key) or "") if old else ""
        value = front.get(key) or (official if award is None else None)
        if value and (award is None or value != was.get(key)):
            head[key] = value
    if award is None and not head.get("title") and head.get("organisation"):
        head["title"] = head["organisation"]
    return f"---\n{yaml_file.dump(head | known)}---\n{body}"
