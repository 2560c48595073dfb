"""What a notice says as the files of a manuscript folder, and how it differs from those there.

`awards.yaml` and the appendix belong to the editor from the moment they exist. `adoption` decides
whether a reading takes their place; here it is only written out and compared, and a reading that
takes the place of another keeps what the editor gave: directories, spellings, counts.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from casebook import atomic, files
from casebook.book import Award, Tier
from casebook.errata import Kind, StopPress
from casebook.intake.manuscript import awards_file, scaffold, yaml_file
from casebook.intake.manuscript.awards_file import APPENDIX, AWARDS
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.model import Notice
from casebook.intake.notice.other_readings import ambiguous, label, lines_of

MOST_READ_TWICE = 20
"""Lines with two readings that the head of `awards.yaml` quotes; more are counted."""


def text_of(notice: Notice) -> str:
    """Return `back/notice.md`: head and letter, list of annexes, signature, annexes, copies, imprint.

    Entries are paragraphs with the numbers the notice prints, not Markdown lists, whose numbers
    would be set by the layout.
    """
    title = notice.title or notice.campaign or "通报"
    front = yaml_file.dump({"title": title, "short_title": "通报"})
    paragraphs = (text for text in _paragraphs(notice) if text)
    return f"---\n{front}---\n\n" + "\n\n".join(paragraphs) + "\n"


def escaped(text: str) -> str:
    """Return `text` so that Markdown prints every character of it and none commands."""
    text = re.sub(r"([\\`*_\[\]<>&~^|$])", r"\\\1", text)
    text = re.sub(r"^([-+=#:])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


def _paragraphs(notice: Notice) -> Iterator[str]:
    letter = notice.letter
    for text in (
        letter.mark,
        letter.number,
        letter.salutation,
        *(p.text for p in letter.paragraphs),
    ):
        yield escaped(text)
    if letter.annexes:
        yield "附件："
        yield from (escaped(item.text) for item in letter.annexes)
    yield from (escaped(text) for text in notice.signature)
    for annex in notice.annexes:
        head = "　".join(part for part in (annex.label, annex.heading) if part)
        if head:
            yield f"## {escaped(head)}"
        for tier, lines in annex.lists:
            if tier and tier != annex.heading:
                yield f"{'###' if head else '##'} {escaped(tier)}"
            yield from (escaped(line) for line in lines)
    yield from (escaped(text) for text in (*notice.remarks, notice.copies, *notice.imprint) if text)


@dataclass(frozen=True)
class Takeover:
    """The tiers as they will be written, and the awards that only the old list had."""

    tiers: tuple[Tier, ...]
    gone: tuple[Award, ...]


def over(
    new: Sequence[Tier],
    old: Sequence[Tier],
    claimed: Collection[str] = (),
    places: bool = False,
) -> Takeover:
    """Return the tiers of a `new` reading with what an editor wrote into the `old` ones.

    `claimed` are the ids that cases claim. With `places`, for a comparison, an award stands for
    the old one of the same id when nothing else of it is the same.
    """
    same = _same(new, old, (_by_name, _by_title, _by_organisation, *([_by_id] if places else [])))
    kept = {award.id for award in same.values()}
    known = {award.id for tier in old for award in tier.awards}
    taken = {_plain(name) for name in (*kept, *claimed)}
    ids = _tier_ids(new, old)
    tiers = []
    for tier in new:
        awards = []
        for award in tier.awards:
            before = same.get(id(award))
            if before is None:
                award = replace(award, id=_free(award.id, taken))
            else:
                award = _dressed(award, before)
            taken.add(_plain(award.id))
            awards.append(award)
        tiers.append(replace(tier, id=ids[id(tier)], awards=tuple(awards)))
    gone = tuple(award for tier in old for award in tier.awards if award.id in known - kept)
    return Takeover(tuple(tiers), gone)


def _tier_ids(new: Sequence[Tier], old: Sequence[Tier]) -> dict[int, str]:
    """Return the id of each new tier, by identity: that of the old tier of its name, else a free one."""
    names = Counter(tier.name for tier in (*new, *old))
    before = {tier.name: tier.id for tier in old if names[tier.name] == len(("new", "old"))}
    ids = {id(tier): before[tier.name] for tier in new if tier.name in before}
    taken = set(ids.values())
    for tier in new:
        if id(tier) not in ids:
            free = (str(n) for n in range(1, len(new) + len(old) + 2) if str(n) not in taken)
            ids[id(tier)] = tier.id if tier.id not in taken else next(free)
            taken.add(ids[id(tier)])
    return ids


def _dressed(award: Award, before: Award) -> Award:
    """Return `award` with what an editor wrote to the same award `before`."""
    own = before.region != (region_of(before.organisation) or "")
    alike = _by_name(None, award) == _by_name(None, before)
    return replace(
        award,
        id=before.id,
        aliases=before.aliases,
        region=before.region if own else award.region,
        check="" if alike and not before.check else award.check,
        read="" if alike and not before.read else award.read,
    )


def _same(
    new: Sequence[Tier], old: Sequence[Tier], keys: Sequence[Callable[[Tier, Award], Hashable]]
) -> dict[int, Award]:
    """Return, by the identity of a new award, the old one that it is; no old one twice."""
    pairs: dict[int, Award] = {}
    free = {id(award) for tier in old for award in tier.awards}
    for key in keys:
        olds = _unique(old, key, free)
        wanted = {id(award) for tier in new for award in tier.awards} - pairs.keys()
        for name, award in _unique(new, key, wanted).items():
            if name in olds:
                pairs[id(award)] = olds[name]
                free.discard(id(olds[name]))
    return pairs


def _unique(
    tiers: Sequence[Tier], key: Callable[[Tier, Award], Hashable], among: Collection[int]
) -> dict[Hashable, Award]:
    """Return the awards `among` those of `tiers` by `key`, without any that share one."""
    pairs = [(key(t, a), a) for t in tiers for a in t.awards if id(a) in among]
    many = Counter(name for name, _ in pairs)
    return {name: award for name, award in pairs if many[name] == 1}


def _by_name(_tier: Tier | None, award: Award) -> Hashable:
    return _compact(award.organisation), _compact(award.title or "")


def _by_title(tier: Tier, award: Award) -> Hashable:
    return tier.name, award.number, "title", _compact(award.title or award.organisation)


def _by_organisation(tier: Tier, award: Award) -> Hashable:
    return tier.name, award.number, "organisation", _compact(award.organisation)


def _by_id(_tier: Tier, award: Award) -> Hashable:
    return award.id


def _compact(text: str) -> str:
    return "".join(text.split())


def _free(name: str, taken: Collection[str]) -> str:
    free_name, number = name, 2
    while _plain(free_name) in taken:
        free_name, number = f"{name}-{number}", number + 1
    return free_name


def _plain(name: str) -> str:
    """Return an id without leading noughts: 2-1 and 2-01 are read as the same."""
    return re.sub(r"\d+", lambda number: str(int(number[0])), name)


class Difference(NamedTuple):
    """Where the editor's file and a new reading say different things.

    `what` names the value (“1-07 title”) and `line` its line in `file`; `kept` stands in the file
    and stays, `read` is what the notice gives now. None means absent.
    """

    file: str
    line: int | None
    what: str
    kept: str | None
    read: str | None


class Agreement(NamedTuple):
    """How many awards of a tier say the same in the file and in a reading, by their ids."""

    tier: str
    equal: int
    changed: int
    only_kept: int
    only_read: int


def awards(notice: Notice, shapes: Sequence[str] = (), tiers: Sequence[Tier] | None = None) -> str:
    """Return `awards.yaml` for a reading by the chosen `shapes`; `tiers` stand in for its own."""
    errata = [e for e in notice.errata if e.kind is Kind.ERRATUM]
    remarks = [f"待查 {e.place}：{e.message.zh}　{e.quote}".rstrip() for e in errata]
    tiers = notice.tiers if tiers is None else tiers
    remarks += _read_twice(tiers, notice)
    return awards_file.text_of(notice.facts, tiers, "\n".join(remarks), shapes)


def _read_twice(tiers: Sequence[Tier], notice: Notice) -> list[str]:
    """Return a remark for each line in doubt that may be one award or several, with both readings."""
    twice = [line for line in ambiguous(tiers, lines_of(notice)) if line.doubtful]
    remarks = [
        f"{line.ids[0]} 所在的一行有两种读法：一个，{label(line.joint)}；{len(line.several)} 个，"
        f"{' ／ '.join(map(label, line.several))}"
        for line in twice[:MOST_READ_TWICE]
    ]
    if twice:
        remarks.append(
            f"两种读法共 {len(twice)} 行，见 build/notice-check.html；选定用 casebook notice --as-one 编号"
            "（读作一个）或 --as-several 编号（读作几个）"
        )
    return remarks


def sources(root: Path) -> list[str]:
    """Return the files in the manuscript folder that its list was made from, the letter first.

    Nothing where the list is that of a new book, or at fault.
    """
    path = root / AWARDS
    if not path.is_file() or AWARDS in scaffold.untouched(root):
        return []
    try:
        facts = awards_file.read(path).facts
    except StopPress:
        return []
    names = [facts.file, *filter(None, facts.further.split("、"))]
    return [name for name in names if name and (root / name).is_file()]


def write(notice: Notice, folder: Path, shapes: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write `awards.yaml` and `back/notice.md` into the manuscript `folder` where absent.

    Returns the files written; one that exists is left as it is. Raises `StopPress` with the
    notice's errata when it yielded no award, `OSError` when the folder cannot be written.
    """
    if not any(tier.awards for tier in notice.tiers):
        raise StopPress(notice.errata)
    texts = {APPENDIX: text_of(notice), AWARDS: awards(notice, shapes)}
    written = []
    for name, text in texts.items():
        with suppress(FileExistsError):
            atomic.put(folder / name, text.encode(), new=True)
            written.append(folder / name)
    return tuple(written)


def home(path: Path, folder: Path, free: Collection[str] = ()) -> Path:
    """Return where the file at `path` is kept in `folder`: under its name, or a number behind it.

    That is where nothing stands, or the same bytes, or a file that is `free` to be replaced.
    """
    data, number, target = files.read(path), 1, folder / path.name
    while target.name not in free and target.exists() and files.read(target) != data:
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    return target


def keep(path: Path, folder: Path, free: Collection[str] = ()) -> Path | None:
    """Keep the notice at `path` byte for byte in the manuscript `folder`; see `home`.

    Returns the copy, or None when it is there already. Raises `OSError` when the folder cannot be
    written.
    """
    copy, data = home(path, folder, free), files.read(path)
    if copy.exists() and files.read(copy) == data:
        return None
    atomic.put(copy, data)
    return copy


def differences(notice: Notice, folder: Path, shapes: Sequence[str] = ()) -> tuple[Difference, ...]:
    """Return what a new reading would change in the files of the manuscript `folder`.

    An award is compared with the one it is there, whatever id the editor gave it; what only an
    editor writes (ids, aliases, regions, a doubt that is settled) is no difference. Raises
    `StopPress` if `awards.yaml` cannot be parsed.
    """
    changes: list[Difference] = []
    if (folder / AWARDS).is_file():
        kept = yaml_file.read(folder / AWARDS, AWARDS, folder)
        if kept.data is None:
            raise StopPress(kept.errata)
        tiers = over(notice.tiers, _tiers(folder / AWARDS), places=True).tiers
        now = yaml_file.parse(awards(notice, shapes, tiers), AWARDS)
        changes += _of_values(_values(kept), _values(now))
    if (folder / APPENDIX).is_file():
        old = files.text(folder / APPENDIX, folder, APPENDIX).splitlines()
        changes += _of_lines(old, text_of(notice).splitlines())
    return tuple(changes)


def _tiers(path: Path) -> tuple[Tier, ...]:
    """Return the tiers of `awards.yaml`, none when it has faults."""
    try:
        return awards_file.read(path).tiers
    except StopPress:
        return ()


def agreement(notice: Notice, folder: Path, changes: Sequence[Difference]) -> tuple[Agreement, ...]:
    """Count the awards of each tier of a reading, and of the file, that `changes` tells apart."""
    old = _tiers(folder / AWARDS)
    homes = {award.id: tier.name for tier in old for award in tier.awards}
    tiers = over(notice.tiers, old, places=True).tiers
    touched, only_kept, only_read = set[str](), Counter[str](), set[str]()
    for change in changes:
        name, _, key = change.what.partition(" ")
        if change.file != AWARDS or name in ("tier", "notice"):
            continue
        if key == "id" and change.read is None:
            only_kept[homes.get(name, name)] += 1
        elif key == "id" and change.kept is None:
            only_read.add(name)
        touched.add(name)
    made = []
    for tier in tiers:
        keys = {award.id for award in tier.awards}
        new, changed = len(keys & only_read), len(keys & touched - only_read)
        gone = only_kept.pop(tier.name, 0)
        made.append(Agreement(tier.name, len(keys) - new - changed, changed, gone, new))
    made += [Agreement(name, 0, 0, many, 0) for name, many in only_kept.items()]
    return tuple(made)


def _values(file: yaml_file.YamlFile) -> dict[str, tuple[str, int | None]]:
    """Return every scalar of `awards.yaml` under a name that does not depend on its position."""
    values: dict[str, tuple[str, int | None]] = {}

    def walk(value: Value, name: str, steps: yaml_file.Steps) -> None:
        if isinstance(value, str):
            values[name] = (value, file.place(steps).line)
        elif isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{name} {key}".strip(), (*steps, key))
        else:
            for at, item in enumerate(value):
                own = item.get("id") if isinstance(item, dict) else None
                tier = "tier " if len(steps) == 1 else ""
                named = f"{tier}{own}" if isinstance(own, str) else f"{name} {at + 1}"
                walk(item, named, (*steps, at))

    walk(file.data or {}, "", ())
    return values


def _of_values(
    kept: dict[str, tuple[str, int | None]], now: dict[str, tuple[str, int | None]]
) -> Iterator[Difference]:
    for what, (text, line) in kept.items():
        read = now.get(what)
        awarded = what.split()[-1] in ("id", "title", "organisation", "after", "declared")
        if (read is None and awarded) or (read is not None and read[0] != text):
            yield Difference(AWARDS, line, what, text, read[0] if read else None)
    for what, (text, _) in now.items():
        if what not in kept:
            yield Difference(AWARDS, None, what, None, text)


def _of_lines(kept: list[str], now: list[str]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, kept, now, autojunk=False)
    for tag, i, j, k, end in matcher.get_opcodes():
        if tag != "equal":
            old, new = "\n".join(kept[i:j]), "\n".join(now[k:end])
            yield Difference(APPENDIX, i + 1, "text", old or None, new or None)
