"""Take a notice into a book: what the editor has not touched gives way, what they wrote stays.

A book made by `casebook new` is a specimen. The first real notice takes the place of its awards,
its appendix and its sample facts, and its sample cases go. An `awards.yaml` that an editor has
worked on is left alone unless they ask for the change, and then the old one is kept beside.

Each file is old or new at any time, and the order of the writes lets a run that was broken off
be finished by running it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from casebook import atomic, files
from casebook.book import Award, Tier
from casebook.errata import Kind, StopPress, Wording
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.manuscript import awards_file, scaffold, yaml_file
from casebook.intake.manuscript.awards_file import APPENDIX, AWARDS
from casebook.intake.manuscript.schema import BookFile, OrganisationsItem, TierItem
from casebook.intake.manuscript.typed import check
from casebook.intake.notice import members, notice_files
from casebook.intake.notice.model import Notice
from casebook.intake.notice.notice_files import Difference
from casebook.intake.notice.notice_reader import read

BOOK = "book.yaml"
CASES = ("cases/1-1.md", "cases/2-1.md")
NOTES, SAMPLE = "front/notes.md", "notice.txt"


class Change(NamedTuple):
    """What happens to a file of the manuscript folder: its new bytes, or None to remove it.

    `beside` keeps the old bytes under another name.
    """

    name: str
    data: bytes | None
    beside: bool = False


class LeftUnchanged(NamedTuple):
    """A file, or a part of one, that was left as it is, and why."""

    name: str
    why: Wording


@dataclass(frozen=True)
class Outcome:
    """What became of a notice in a book.

    `refused` says why it was not written into `awards.yaml` (None when it was, or stood there
    already). `kept` pairs a file that was replaced with the name its old bytes have now; `facts`
    are what `book.yaml` took from the notice, `silenced` the samples in it that became comments;
    `gone` are awards only the old list had.
    """

    refused: Wording | None = None
    written: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    silenced: tuple[str, ...] = ()
    stays: tuple[LeftUnchanged, ...] = ()
    differences: tuple[Difference, ...] = ()
    gone: tuple[Award, ...] = ()


def chosen_shapes(manuscript: Path) -> tuple[str, ...]:
    """Return the templates that the book's `awards.yaml` was told to be read by."""
    path = manuscript / AWARDS
    if not path.is_file():
        return ()
    data = yaml_file.read(path, AWARDS, manuscript).data
    facts = data.get("notice") if isinstance(data, dict) else None
    shapes = facts.get("shape") if isinstance(facts, dict) else None
    return tuple(s for s in shapes if isinstance(s, str)) if isinstance(shapes, list) else ()


def take(
    notice: Notice,
    paths: Sequence[Path],
    manuscript: Path,
    shapes: Sequence[str] = (),
    asked: bool = False,
) -> Outcome:
    """Take `notice`, read from `paths` by the chosen `shapes`, into the folder `manuscript`.

    `asked` is whether the editor wants it to replace an `awards.yaml` of theirs. Whoever calls
    holds the folder. Raises `StopPress` when `awards.yaml` or `book.yaml` cannot be read as what
    it is, `OSError` when the folder cannot be written.
    """
    if not any(tier.awards for tier in notice.tiers):
        return Outcome(Wording("没有读到获奖名单", "no list of awards was read"))
    if any(erratum.kind is Kind.ERRATUM and erratum.quote in shapes for erratum in notice.errata):
        return Outcome(Wording("给的写法不能用", "the given shape cannot be used"))
    taking = _Adoption(notice, tuple(paths), manuscript, tuple(shapes), asked)
    return taking.done()


class _Adoption:
    def __init__(
        self, notice: Notice, paths: tuple[Path, ...], root: Path, shapes: tuple[str, ...],
        asked: bool,
    ) -> None:  # fmt: skip
        self._paths, self._root, self._shapes, self._asked = paths, root, shapes, asked
        self._samples = scaffold.untouched(root)
        self._sources = members.kept(paths)
        homes = {path.name: notice_files.home(path, root, self._samples) for path in self._sources}
        self._copies = frozenset(home.name for home in homes.values())
        self._notice = notice
        if notice.file in homes:
            self._notice = replace(notice, file=homes[notice.file].name)
        self._tiers = self._notice.tiers
        self._gone: tuple[Award, ...] = ()
        self._book_text = scaffold.Filled("")
        self._facts_before: scaffold.NoticeFacts | None = None

    def done(self) -> Outcome:
        differences = notice_files.differences(self._notice, self._root, self._shapes)
        if self._is_sample():
            return Outcome(_SAMPLE_ITSELF, differences=differences)
        listed = self._awards(differences)
        if listed is None:
            return Outcome(
                _OTHER_AWARDS, differences=differences, stays=tuple(self._missing_tiers())
            )
        made = self._carry_out([*self._before(), *listed, *self._after()])
        left = notice_files.differences(self._notice, self._root, self._shapes)
        return replace(
            made,
            facts=self._book_text.taken,
            silenced=self._book_text.silenced,
            stays=tuple(self._stays()),
            differences=left,
            gone=self._gone,
        )

    def _is_sample(self) -> bool:
        """Whether the notice is the scaffold's own, which no book is made of."""
        return AWARDS in self._samples and all(
            scaffold.is_sample(SAMPLE, files.read(path)) for path in self._sources
        )

    def _awards(self, differences: Sequence[Difference]) -> list[Change] | None:
        """Return what is to be done to `awards.yaml`; None when it must be left as it is."""
        path, text = self._root / AWARDS, notice_files.awards(self._notice, self._shapes)
        if not path.is_file() or AWARDS in self._samples:
            return [Change(AWARDS, text.encode())]
        if not any(difference.file == AWARDS for difference in differences):
            return []
        if self._as_read_before(path):
            return [Change(AWARDS, text.encode(), beside=True)]
        if not self._asked:
            return None
        old = awards_file.read(path)
        over = notice_files.over(self._notice.tiers, old.tiers, CaseFiles(self._root).claims())
        self._gone = over.gone
        facts = {"campaign": old.facts.campaign, "title": old.facts.title}
        self._facts_before = _facts_stated(facts | {"issuer": old.facts.issuer}, old.tiers)
        self._tiers = over.tiers
        text = notice_files.awards(self._notice, self._shapes, over.tiers)
        return [Change(AWARDS, text.encode(), beside=True)]

    def _as_read_before(self, path: Path) -> bool:
        """Whether the file is what an earlier reading of this notice made, by other shapes."""
        before = chosen_shapes(self._root)
        if before == self._shapes:
            return False
        try:
            notice = replace(read(*self._paths, shapes=before), file=self._notice.file)
        except StopPress:
            return False
        return files.text(path, self._root, AWARDS) == notice_files.awards(notice, before)

    def _before(self) -> Iterator[Change]:
        """Yield what is done before `awards.yaml`: no sample may stand under a real award."""
        yield from (Change(name, None) for name in CASES if name in self._samples)
        yield from self._book()
        path, text = self._root / APPENDIX, notice_files.text_of(self._notice).encode()
        if not path.is_file() or APPENDIX in self._samples:
            yield Change(APPENDIX, text)
        elif self._asked and files.read(path) != text:
            yield Change(APPENDIX, text, beside=True)

    def _book(self) -> Iterator[Change]:
        path = self._root / BOOK
        if not path.is_file():
            return
        text = files.text(path, self._root, BOOK)
        facts = _facts_stated(self._notice.facts, self._tiers)
        self._book_text = scaffold.filled(
            text, facts, NOTES in self._samples, self._facts_before, AWARDS in self._samples
        )
        if self._book_text.text != text:
            beside = not scaffold.is_new_book(text)
            yield Change(BOOK, self._book_text.text.encode(), beside)

    def _after(self) -> Iterator[Change]:
        """Yield what goes when nothing names it any more."""
        if SAMPLE in self._samples and SAMPLE not in self._copies:
            yield Change(SAMPLE, None)
        if NOTES in self._samples:
            yield Change(NOTES, None)

    def _carry_out(self, changes: Sequence[Change]) -> Outcome:
        written: list[str] = []
        replaced: list[str] = []
        removed: list[str] = []
        copies: list[tuple[str, str]] = []
        for path in self._sources:
            copy = notice_files.keep(path, self._root, self._samples)
            if copy:
                (replaced if copy.name in self._samples else written).append(copy.name)
        for change in changes:
            path = self._root / change.name
            if change.data is None:
                if change.name == NOTES and self._named_notes():
                    continue
                atomic.remove(path)
                removed.append(change.name)
                continue
            if change.beside:
                copies.append((change.name, _beside(path, self._root)))
            (replaced if path.exists() else written).append(change.name)
            atomic.put(path, change.data)
        return Outcome(None, tuple(written), tuple(replaced), tuple(removed), tuple(copies))

    def _named_notes(self) -> bool:
        path = self._root / BOOK
        return path.is_file() and scaffold.names_notes(files.text(path, self._root, BOOK))

    def _stays(self) -> Iterator[LeftUnchanged]:
        """Yield what an editor should look at: samples they worked on, cases whose award is gone."""
        path = self._root / BOOK
        if path.is_file():
            text = files.text(path, self._root, BOOK)
            for name in scaffold.samples(text):
                yield LeftUnchanged(f"{BOOK} {name}", _NO_FACT)
        else:
            yield LeftUnchanged(BOOK, _NO_BOOK)
        claims = CaseFiles(self._root).claims()
        if self._samples:
            named = {*self._copies, *claims.values()}
            for name in (*CASES, NOTES, SAMPLE):
                if name not in named and (self._root / name).is_file():
                    yield LeftUnchanged(name, _ASKED_FOR if name in self._samples else _EDITED)
        if AWARDS in self._samples:
            tiers = [tier for tier in self._tiers if not tier.bodies]
            awards = {award.id: award for tier in tiers for award in tier.awards}
            for key, name in claims.items():
                yield LeftUnchanged(name, _claims(key, awards.get(key)))
        for award in self._gone:
            if award.id in claims:
                yield LeftUnchanged(claims[award.id], _orphaned(award))
        yield from self._missing_tiers()

    def _missing_tiers(self) -> Iterator[LeftUnchanged]:
        """Yield the tiers that the order of the book does not name."""
        path = self._root / BOOK
        book = (
            check(BookFile, yaml_file.read(path, BOOK, self._root))[0] if path.is_file() else None
        )
        if book is None:
            return
        items = (*book.order.front, *book.order.body, *book.order.back)
        named = {item.tier for item in items if isinstance(item, TierItem)}
        named |= {item.organisations for item in items if isinstance(item, OrganisationsItem)}
        for tier in self._tiers:
            if tier.id not in named and tier.awards:
                yield LeftUnchanged(f"{BOOK} order", _no_place(tier.id, tier.name))


def _facts_stated(facts: Mapping[str, str], tiers: Sequence[Tier]) -> scaffold.NoticeFacts:
    title = facts.get("campaign") or facts.get("title") or ""
    return scaffold.NoticeFacts(title, facts.get("issuer") or "", tuple(tiers))


def _beside(path: Path, root: Path) -> str:
    """Keep the bytes of `path` beside it, once, and return the name they have there."""
    data, number = files.read(path), 1
    copy = path.with_name(f"{path.name}.bak")
    while copy.exists() and files.read(copy) != data:
        number += 1
        copy = path.with_name(f"{path.name}.bak{number}")
    if not copy.exists():
        atomic.put(copy, data, new=True)
    return copy.relative_to(root).as_posix()


_OTHER_AWARDS = Wording(
    "书里的 awards.yaml 与通报不同，没有改动；要以通报为准，请加 --replace（旧文件另存）",
    "the awards.yaml of the book differs and was left as it is; --replace takes the notice over "
    "and keeps the old file",
)
UNSOUND = Wording(
    "书里的文件有差错，没有改动；请先改正",
    "files of the book have errata and were left; mend them first",
)
"""Why a notice is not taken into a book whose own files cannot be read."""
_SAMPLE_ITSELF = Wording(
    "这是样例里的通报，不是这本书的；样例没有改动",
    "this is the sample notice, not one of yours; the sample was left as it is",
)
_NO_FACT = Wording(
    "还是样例文字，通报里没有，请自己填写；填好以前每页印着“样例”",
    "still the sample's; the notice has none, write your own: until then every page says that the "
    "book is a specimen",
)
_NO_BOOK = Wording(
    "这里没有 book.yaml：名单已写出，书还要用 casebook new 新建",
    "there is none: the awards are written, but no book is here; casebook new makes one",
)
_EDITED = Wording("改过，留下", "edited, so it stays")
_ASKED_FOR = Wording(
    "还是样例文字，但 book.yaml 的次序里有它；请改写，或从次序里删去",
    "still the sample's text, but the order of book.yaml asks for it; rewrite it or take it out",
)


def _claims(key: str, award: Award | None) -> Wording:
    """Say of a case that was there before the notice whose it is now."""
    if award is None:
        return Wording(
            f"留下；它写着 award: {key}，通报里没有这一项，请改 award，或删去这个文件",
            f"it stays; it says award: {key}, which the notice has not; mend it or delete the file",
        )
    title = f"《{award.title}》" if award.title else ""
    return Wording(
        f"留下；它写着 award: {key}，现在就是 {award.organisation}{title} 的稿子，请核对",
        f"it stays; it says award: {key}, so it is now the case of {award.organisation}{title}",
    )


def _orphaned(award: Award) -> Wording:
    return Wording(
        f"原属 {award.id} {award.organisation}，新名单里没有这一项；请改 award",
        f"belongs to {award.id} {award.organisation}, which the new list has not; mend its award",
    )


def _no_place(name: str, title: str) -> Wording:
    return Wording(
        f'次序里没有等次 {name}（{title}），请加 {{tier: "{name}"}} 或 {{organisations: "{name}"}}',
        f'the order has no tier {name} ({title}); add {{tier: "{name}"}} or '
        f'{{organisations: "{name}"}}',
    )
