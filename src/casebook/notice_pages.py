"""A notice as read, as pages to look at: every line with what it became, and every difference.

`build/notice-check.html` shows what nobody understood and what is in doubt first, then each list
with the template it was read by, then the whole notice line by line; lines that were read off a
picture bear the picture. `build/notice-differences.html` holds the book's list against the
notice. Both work from a file, without a server and without scripts.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from casebook import atomic, layout
from casebook.book import Award
from casebook.errata import Erratum, Kind, Place
from casebook.intake.adoption import Outcome
from casebook.intake.notice import Notice
from casebook.intake.notice.model import MarkedLine
from casebook.intake.notice.notice_files import Agreement, Difference
from casebook.intake.notice.notice_lines import Use
from casebook.intake.notice.other_readings import ambiguous, label, lines_of

CHECK, DIFFERENCES = "notice-check.html", "notice-differences.html"
TEMPLATES = Path(__file__).parent / "templates"
USES = {
    "issuer": "发文单位", "number": "文号", "title": "标题", "salutation": "称谓", "body": "正文",
    "annexes": "附件目录", "signature": "落款", "date": "日期", "heading": "名单标题",
    "entry": "条目", "remark": "备注", "copies": "抄送", "imprint": "版记", "furniture": "页码书眉",
    "unread": "没有读懂",
}  # fmt: skip
FIELDS = {
    "no": "序号", "organisation": "单位", "title": "题目", "after": "题目后", "region": "地区",
    "people": "作者", "teachers": "指导教师", "school": "学校", "genre": "体裁", "tier": "等次",
    "category": "类别", "translation": "译名", "remarks": "备注", "contact": "联系方式",
}  # fmt: skip
"""What the fields of a template are called for an editor; others bear the notice's own names."""
_KINDS = {Kind.ERRATUM: "差错", Kind.QUERY: "疑似", Kind.NOTE: "说明"}
_NOTHING = Outcome()
_FIRST = (Use.UNREAD, Use.ENTRY, Use.HEADING)


def write_check(
    build: Path,
    notice: Notice,
    pictures: Mapping[int, bytes] | None = None,
    outcome: Outcome = _NOTHING,
) -> Path:
    """Write the page of `notice` into the folder `build` and return it.

    `pictures` are PNG files cut out of a scan, by the number of the line they show; `outcome` is
    what became of the notice in the book.
    """
    rows = _rows(notice, pictures or {})
    page = layout.page(
        TEMPLATES, CHECK, title=f"通报核对　{notice.title or notice.file}", file=notice.file,
        encoding=notice.encoding, rows=rows, outcome=outcome,
        awards=sum(len(tier.awards) for tier in notice.tiers),
        unread=[row for row in rows if "unread" in row["classes"].split()],
        doubtful=list(_doubtful(notice, rows)), twice=list(_read_twice(notice)),
        tiers=list(_tiers(notice)), shapes=notice.shapes, names=FIELDS, uses=_uses(rows),
        errata=[_erratum_row(erratum) for erratum in notice.errata],
    )  # fmt: skip
    atomic.put(build / CHECK, page.encode(), lasting=False)
    return build / CHECK


def write_differences(
    build: Path, command: str, tiers: Sequence[Agreement], differences: Sequence[Difference]
) -> Path:
    """Write the page of differences into the folder `build` and return it.

    `command` is what an editor types to have the notice replace the book's list.
    """
    title = "书里的名单与通报"
    page = layout.page(
        TEMPLATES, DIFFERENCES, title=title, command=command, tiers=tiers, rows=differences
    )
    atomic.put(build / DIFFERENCES, page.encode(), lasting=False)
    return build / DIFFERENCES


class Row(TypedDict):
    """One line of the notice, as the template of the page has it."""

    at: Place
    place: str | int | None
    text: str
    use: str
    classes: str
    awards: list[dict[str, object]]
    goes_on: str
    why: list[str]
    pictures: list[str]


def _rows(notice: Notice, pictures: Mapping[int, bytes]) -> list[Row]:
    """Return every line of the notice with what it became and what is told of it."""
    awards = _by_line(notice)
    reasons: dict[Place, list[str]] = {}
    for erratum in notice.errata:
        if erratum.place.line and erratum.kind is not Kind.NOTE:
            why = (
                f"{erratum.message.zh}。"
                if not erratum.hint
                else f"{erratum.message.zh}。{erratum.hint.zh}"
            )
            reasons.setdefault(Place(erratum.place.path, erratum.place.line), []).append(why)
    rows: list[Row] = []
    above = ""
    for line in notice.lines:
        at = _place(line, notice)
        line_awards = awards.get(at, [])
        new = [award for award, first in line_awards if first]
        doubtful = any(award.check for award, _ in line_awards)
        rows.append({
            "at": at, "place": at.line if at.path == notice.file else f"{at.path}:{at.line}",
            "text": line.text, "use": USES.get(line.use.value, line.use.value),
            "classes": f"{line.use.value}{' checked' * doubtful}",
            "awards": [_award(award) for award in new],
            "goes_on": "、".join(award.id for award, first in line_awards if not first),
            "why": reasons.get(at) or ([above] if line.use is Use.UNREAD and above else []),
            "pictures": [b64encode(pictures[n]).decode() for n in (line.number,) if n in pictures],
        })  # fmt: skip
        above = "；".join(reasons.get(at, [])) or above if line.use is Use.UNREAD else ""
    return rows


def _doubtful(notice: Notice, rows: Sequence[Row]) -> Iterator[dict[str, object]]:
    """Yield a row for each award in doubt, with all its lines."""
    for award in (award for tier in notice.tiers for award in tier.awards if award.check):
        first, last = award.lines or (0, -1)
        places_of_award = {Place(award.place.path, number) for number in range(first, last + 1)}
        award_rows = [row for row in rows if row["at"] in places_of_award]
        yield {
            "place": "—".join(dict.fromkeys(str(row["place"]) for row in award_rows[:1] + award_rows[-1:])),
            "text": "\n".join(row["text"] for row in award_rows), "use": USES["entry"],
            "classes": "entry checked", "awards": [_award(award)], "goes_on": "", "why": [],
            "pictures": [picture for row in award_rows for picture in row["pictures"]],
        }  # fmt: skip


def _read_twice(notice: Notice) -> Iterator[dict[str, object]]:
    """Yield each line that may be read as one award or as several, with both readings in words."""
    for line in ambiguous(notice.tiers, lines_of(notice)):
        first = line.joint.lines or (0, 0)
        yield {
            "place": f"{line.joint.file}:{first[0]}" if line.joint.file else first[0],
            "text": line.words, "key": line.ids[0], "standing": line.standing,
            "one": label(line.joint), "several": [label(award) for award in line.several],
            "doubtful": line.doubtful,
        }  # fmt: skip


def _place(line: MarkedLine, notice: Notice) -> Place:
    """Return where a line stands: in a notice of several files the line knows its own."""
    place = getattr(line, "place", None)
    return place if isinstance(place, Place) else Place(notice.file, line.number)


def _by_line(notice: Notice) -> dict[Place, list[tuple[Award, bool]]]:
    """Return the awards that stand on a line, each with whether it begins there."""
    by_place: dict[Place, list[tuple[Award, bool]]] = {}
    for award in (award for tier in notice.tiers for award in tier.awards):
        first, last = award.lines or (0, -1)
        for number in range(first, last + 1):
            place = Place(award.place.path, number)
            by_place.setdefault(place, []).append((award, number == first))
    return by_place


def _award(award: Award) -> dict[str, object]:
    fields = [
        (FIELDS["organisation"], award.organisation),
        *([(FIELDS["title"], award.title)] if award.title is not None else []),
        *([(FIELDS["after"], award.after)] if award.after else []),
        *award.fields,
        *([(FIELDS["region"], award.region)] if award.region else []),
    ]
    return {"id": award.id, "fields": fields, "check": award.check, "read": award.read}


def _tiers(notice: Notice) -> Iterator[dict[str, object]]:
    for tier in notice.tiers:
        yield {
            "name": tier.name or tier.id,
            "read": len(tier.awards),
            "declared": tier.declared,
            "differs": tier.declared is not None and tier.declared != len(tier.awards),
            "doubtful": sum(bool(award.check) for award in tier.awards),
            "bodies": tier.bodies,
        }


def _uses(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return the uses that lines have, those an editor looks for first, with their counts."""
    many = Counter(name for row in rows for name in row["classes"].split())
    names = USES | {"checked": "待核对"}
    first = ["unread", "checked", *(use.value for use in _FIRST[1:])]
    order = [*first, *(name for name in many if name not in first)]
    return [
        {"key": name, "name": names.get(name, name), "count": many[name]}
        for name in order
        if many[name]
    ]


def _erratum_row(erratum: Erratum) -> dict[str, str]:
    return {
        "kind": _KINDS[erratum.kind], "place": str(erratum.place), "message": erratum.message.zh,
        "quote": erratum.quote, "hint": erratum.hint.zh if erratum.hint else "",
    }  # fmt: skip
