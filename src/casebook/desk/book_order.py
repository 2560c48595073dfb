"""The order of a book as it is written, and deeds that change it: moved, put in, taken out, begun.

The order of the matter stands in `book.yaml`, that of the cases of a tier in `awards.yaml`, whose
entries keep their numbers. Whoever changes a list says which he saw; a list that another changed
meanwhile is left alone. Each deed is one entry of the journal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from casebook import files
from casebook.book import Matter, Tier
from casebook.decoding import as_file, utf8
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.manuscript import (
    awards_file,
    matter_templates,
    text_files,
    yaml_editing,
    yaml_file,
)
from casebook.intake.manuscript.awards_file import AWARDS, AwardsFile, AwardsLines
from casebook.intake.manuscript.matter_templates import MatterFacts, MatterTemplate
from casebook.intake.manuscript.schema import BookFile, CaseFront, MatterFront
from casebook.intake.manuscript.sections import TITLES
from casebook.intake.manuscript.typed import Model, check
from casebook.intake.manuscript.yaml_file import Steps, Value
from casebook.journal.journal_entries import Change, Deed, Doing
from casebook.journal.recording import DESK, Journal

BOOK = "book.yaml"
PLAIN = ("half-title", "title-page", "imprint", "contents", "colophon")
INDEXES = ("organisation", "region")
_BODY_ONLY = ("tier", "part")


class ChangedMeanwhile(Exception):  # noqa: N818  somebody else was first
    """The list is not what its editor saw."""


@dataclass(frozen=True)
class Row:
    """A line of the order: the way to it, its kind, what it is known by, how people call it.

    `kind` is plain, matter, tier, part, organisations, index, case, or unknown. `inner` are the
    cases of a tier or a part, and `inner_steps` the way to their list. `address` leads to its desk.
    """

    steps: Steps
    kind: str
    key: str
    name: str
    note: str = ""
    address: str = ""
    inner_steps: Steps = ()
    inner: tuple["Row", ...] = ()
    received: bool = True


@dataclass(frozen=True)
class Outline:
    """The order of a book: its lists, what stands in none of them, the revisions of the files.

    `loose` have no steps. `parts` are those that may take cases. `errata` say why there is none.
    """

    lists: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    loose: tuple[Row, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)
    errata: tuple[Erratum, ...] = ()


class Done(NamedTuple):
    """What a deed changed, and the number of its entry in the journal (0: nothing)."""

    number: int
    path: str = ""


def outline(folder: Path, journal: Journal) -> Outline:
    """Return the order of the book in `folder` as its files write it. Raises `OSError`."""
    root = folder / "manuscript"
    texts = {name: journal.read(f"manuscript/{name}") for name in (BOOK, AWARDS)}
    seen = {name: revision for name, (_, revision) in texts.items()}
    facts = yaml_file.parse(_text(texts[BOOK][0], BOOK), BOOK)
    order = facts.data.get("order", {}) if isinstance(facts.data, dict) else {}
    if facts.errata or not isinstance(order, dict):
        return Outline(seen=seen, errata=facts.errata)
    try:
        awards = awards_file.of_text(_text(texts[AWARDS][0], AWARDS))
    except StopPress as stop:
        errors = tuple(e for e in stop.errata if e.kind is Kind.ERRATUM)
        return Outline(seen=seen, errata=errors)
    reader = _OutlineReader(root, awards)
    lists = {
        matter.value: tuple(reader.rows(("order", matter.value), order.get(matter.value, [])))
        for matter in Matter
    }
    return Outline(lists, tuple(reader.loose(lists)), seen)


class _OutlineReader:
    """Names what an order names."""

    def __init__(self, root: Path, awards: AwardsFile) -> None:
        self._root = root
        self._tiers = {tier.id: (at, tier) for at, tier in enumerate(awards.tiers)}
        filed = CaseFiles(root).filed
        self._claims = {case.award: case.case_id for case in filed if case.award}
        known = {award.id for tier in awards.tiers for award in tier.awards}
        self._others = [
            f"x-{case.case_id}" if case.case_id in known else case.case_id
            for case in filed
            if not case.award
        ]

    def rows(self, steps: Steps, entries: Value) -> Iterator[Row]:
        """Yield the lines of a list of the order."""
        for at, entry in enumerate(entries if isinstance(entries, list) else ()):
            yield self._row((*steps, at), entry)

    def _row(self, steps: Steps, entry: Value) -> Row:
        match entry:
            case str() if entry in PLAIN:
                return Row(steps, "plain", entry, TITLES[entry], address=f"/section/{entry}")
            case {"matter": str(path)}:
                return self.matter(path, steps)
            case {"tier": str(name)} if name in self._tiers:
                at, tier = self._tiers[name]
                way: Steps = ("tiers", at, "awards")
                rows = tuple(self._award((*way, n), tier, n) for n in range(len(tier.awards)))
                return Row(steps, "tier", f"tier-{name}", tier.name, inner_steps=way, inner=rows)
            case {"organisations": str(name)} if name in self._tiers:
                return self.organisations(self._tiers[name][1], steps)
            case {"index": str(name)} if name in TITLES:
                key = f"index-{name}"
                return Row(steps, "index", key, TITLES[name], address=f"/section/{key}")
            case {"part": str(name)} if isinstance(entry, dict):
                return self._part(name, entry, steps)
            case _:
                written = entry if isinstance(entry, str) else yaml_file.dump([entry]).strip()
                return Row(steps, "unknown", written, written)

    def _part(self, name: str, entry: Mapping[str, Value], steps: Steps) -> Row:
        listed, note = entry.get("cases", []), entry.get("note", "")
        ids = [key for key in (listed if isinstance(listed, list) else []) if isinstance(key, str)]
        way = (*steps, "cases")
        rows = tuple(self._case(key, (*way, at)) for at, key in enumerate(ids))
        said = note if isinstance(note, str) else ""
        return Row(steps, "part", f"part-{name}", name, said, "", way, rows)

    def organisations(self, tier: Tier, steps: Steps = ()) -> Row:
        """Return the line of a list of organisations."""
        key = f"organisations-{tier.id}"
        return Row(steps, "organisations", key, tier.name, address=f"/section/{key}")

    def matter(self, path: str, steps: Steps = ()) -> Row:
        """Return the line of a text that is no case."""
        text = text_files.opened(self._root, path)
        front = None if isinstance(text, Erratum) else text_files.headed(text, MatterFront)[0]
        title = front.title if front else path
        return Row(steps, "matter", path, title, path, f"/section/matter-{Path(path).stem}")

    def _award(self, steps: Steps, tier: Tier, at: int) -> Row:
        award = tier.awards[at]
        received = award.id in self._claims
        name, place = award.title or award.organisation, f"/case/{award.id}"
        return Row(steps, "case", award.id, name, award.organisation, place, received=received)

    def _case(self, key: str, steps: Steps = ()) -> Row:
        path = f"cases/{self._claims.get(key, key)}.md"
        if not (self._root / path).is_file():
            path = f"cases/{key.removeprefix('x-')}.md"
        text = text_files.opened(self._root, path)
        front = None if isinstance(text, Erratum) else text_files.headed(text, CaseFront)[0]
        name = (front.title or front.organisation if front else None) or key
        note = (front.organisation if front else None) or ""
        return Row(steps, "case", key, name, note, f"/case/{key}", received=front is not None)

    def loose(self, lists: Mapping[str, Sequence[Row]]) -> Iterator[Row]:
        """Yield what could stand in the order and does not."""
        placed = [row for rows in lists.values() for row in rows]
        keys = {row.key for row in placed}
        inner = {row.key for each in placed for row in each.inner}
        known = files.walk(self._root)
        for path in (*known.named(".md", "front"), *known.named(".md", "back")):
            name = path.relative_to(self._root).as_posix()
            if name not in keys:
                yield self.matter(name)
        for name, (_, tier) in self._tiers.items():
            if tier.bodies and f"organisations-{name}" not in keys:
                yield self.organisations(tier)
            if not tier.bodies and f"tier-{name}" not in keys:
                yield Row((), "tier", f"tier-{name}", tier.name)
        for key in PLAIN:
            if key not in keys:
                yield Row((), "plain", key, TITLES[key])
        for name in INDEXES:
            if f"index-{name}" not in keys:
                yield Row((), "index", f"index-{name}", TITLES[name])
        for key in self._others:
            if key not in inner:
                yield self._case(key)


# Deeds


def move(journal: Journal, by: str, seen: Mapping[str, str], source: Steps, target: Steps) -> Done:
    """Move the entry at `source` to `target`, the way to it afterwards.

    Raises `ChangedMeanwhile`, and `StopPress` for a place where it cannot stand.
    """
    name = AWARDS if source[:1] == ("tiers",) else BOOK
    if _family(source) != _family(target):
        raise StopPress([_not_there(name)])

    def change(text: str) -> str:
        _check_place(text, name, source, target)
        return yaml_editing.moved(text, name, source, target)

    deed = Deed.AWARDS if name == AWARDS else Deed.FACTS
    facts = {"moved": f"{_written(source)} → {_written(target)}"}
    return _changed(
        journal, name, seen, (source, target), change, Doing(by, DESK, deed, facts=facts)
    )


def put_in(journal: Journal, by: str, seen: Mapping[str, str], entry: Value, target: Steps) -> Done:
    """Put an entry into a list of the order, at `target`; as `move`."""

    def change(text: str) -> str:
        _check_kind(entry, target)
        return yaml_editing.with_entry(text, BOOK, target, yaml_editing.as_entry(entry))

    doing = Doing(by, DESK, Deed.FACTS, facts={"put": _written(target)})
    return _changed(journal, BOOK, seen, (target,), change, doing)


def take_out(journal: Journal, by: str, seen: Mapping[str, str], source: Steps) -> Done:
    """Take an entry out of a list of the order; no file goes with it. As `move`."""
    if _family(source) not in ("order", "cases"):
        raise StopPress([_not_there(AWARDS)])
    doing = Doing(by, DESK, Deed.FACTS, facts={"out": _written(source)})

    def change(text: str) -> str:
        listed = _list(text.encode(), BOOK, source)
        if not isinstance(listed, list) or not 0 <= int(source[-1]) < len(listed):
            raise ChangedMeanwhile
        return yaml_editing.without_entry(text, BOOK, source)

    return _changed(journal, BOOK, seen, (source,), change, doing)


def begin_text(
    journal: Journal, by: str, seen: Mapping[str, str], chosen: MatterTemplate, title: str,
    target: Steps, folder: Path,
) -> Done:  # fmt: skip
    """Begin a text from a template and put it into the order, as one deed; as `move`."""
    root = folder / "manuscript"
    path = matter_templates.free_path(root, chosen)
    text = matter_templates.begun(chosen, _facts(root, title))

    def change(text: str) -> str:
        entry = yaml_editing.as_entry({"matter": path})
        return yaml_editing.with_entry(text, BOOK, target, entry)

    doing = Doing(by, DESK, Deed.FACTS, facts={"begun": path})
    more = {f"manuscript/{path}": text.encode()}
    return _changed(journal, BOOK, seen, (target,), change, doing, more)._replace(path=path)


def _facts(root: Path, title: str) -> MatterFacts:
    book = yaml_file.read(root / BOOK, BOOK, root).data
    tiers: Sequence[Tier] = ()
    notice: dict[str, str] = {}
    with suppress(StopPress, OSError):
        awards = awards_file.read(root / AWARDS)
        tiers = awards.tiers
        notice = {key: str(value) for key, value in awards.facts.model_dump().items() if value}
    return MatterFacts(book if isinstance(book, dict) else {}, notice, tiers, title)


def _changed(
    journal: Journal, name: str, seen: Mapping[str, str], places: Sequence[Steps],
    change: Callable[[str], str], doing: Doing, more: Mapping[str, bytes] | None = None,
) -> Done:  # fmt: skip
    """Change a file by `change`, if the lists that hold `places` are as they were `seen`."""
    path = f"manuscript/{name}"
    before = journal.contents.get(seen.get(name, ""))
    if before is None:
        raise ChangedMeanwhile
    with journal.locked():
        now = journal.contents.get(journal.now().get(path, ""))
        if now is None or any(_list(now, name, at) != _list(before, name, at) for at in places):
            raise ChangedMeanwhile
        text = _text(now, name)
        new = change(text)
        _stop_on_news(name, text, new)
        changes = journal.put_all({path: as_file(new, now), **(more or {})}, doing)
    return Done(_number(journal, changes))


def _number(journal: Journal, changes: Sequence[Change]) -> int:
    """Return the number of the entry that made `changes`."""
    made = (
        entry.number for entry in reversed(journal.entries()) if entry.changes == tuple(changes)
    )
    return next(made, 0) if changes else 0


def _stop_on_news(name: str, before: str, after: str) -> None:
    """Raise `StopPress` with what is wrong with a file now and was not before."""
    model: type[Model] = AwardsLines if name == AWARDS else BookFile
    known = {(e.rule, e.message) for e in check(model, yaml_file.parse(before, name))[1]}
    errata = check(model, yaml_file.parse(after, name))[1]
    news = [erratum for erratum in errata if (erratum.rule, erratum.message) not in known]
    if news:
        raise StopPress(news)


def _list(data: bytes, name: str, at: Steps) -> "Value | None":
    """Return the list that holds the entry `at`, None where there is none."""
    inner: Value | None = yaml_file.parse(_text(data, name), name).data
    for step in at[:-1]:
        try:
            inner = inner[step]  # type: ignore[index]
        except (LookupError, TypeError):
            return None
    return inner or None


def _family(at: Steps) -> str:
    """Return which lists an entry may stand in: of the order, of a tier, or of parts."""
    match at:
        case ("order", "front" | "body" | "back", int()):
            return "order"
        case ("order", "body", int(), "cases", int()):
            return "cases"
        case ("tiers", int(tier), "awards", int()):
            return f"tier {tier}"
        case _:
            return ""


def _check_place(text: str, name: str, source: Steps, target: Steps) -> None:
    if not _family(source):
        raise StopPress([_not_there(name)])
    listed, at = _list(text.encode(), name, source), int(source[-1])
    if not isinstance(listed, list) or not 0 <= at < len(listed):
        raise ChangedMeanwhile
    if name == BOOK:
        _check_kind(listed[at], target)


def _check_kind(entry: Value, target: Steps) -> None:
    """Raise `StopPress` where an entry cannot stand: tiers and parts belong into the body."""
    family = _family(target)
    is_case = isinstance(entry, str) and entry not in PLAIN
    of_body = isinstance(entry, dict) and any(key in entry for key in _BODY_ONLY)
    if family not in ("order", "cases") or (family == "cases") != is_case:
        raise StopPress([_not_there(BOOK)])
    if family == "order" and of_body and target[1] != "body":
        raise StopPress([_not_there(BOOK)])


def _text(data: bytes | None, name: str) -> str:
    text = utf8(data or b"", name)
    if isinstance(text, Erratum):
        raise StopPress([text])
    return text.replace("\r\n", "\n")


def _written(steps: Steps) -> str:
    return ".".join(map(str, steps))


def _not_there(name: str) -> Erratum:
    return Erratum(
        "not-in-this-list", Place(name),
        Wording("不能放在这里，没有移动", "it cannot stand there; nothing was moved"),
        Wording("等次和部分在正文里；一个等次的案例只在本等次内移动，要换等次请在“通报”里更正奖项。",
                "Tiers and parts stand in the body; the cases of a tier move within it: correct the "
                "award under Notice to change its tier."),
    )  # fmt: skip
