"""Read what the files of a manuscript folder say of the book: facts, tiers, cases, matter, order.

A case that names nobody itself has the people as credits whom the notice names with its award:
only those who made the work or taught who made it; a contact, a telephone number or a school in a
column of its own is no credit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casebook import files
from casebook.book import (
    Award,
    Book,
    Case,
    Contributor,
    Matter,
    Section,
    Status,
    Stet,
    Tier,
)
from casebook.errata import Erratum, Kind, Place, StopPress
from casebook.intake.manuscript import awards_file, imprint_facts, text_files, yaml_file
from casebook.intake.manuscript import book_errata as faults
from casebook.intake.manuscript.schema import (
    SAMPLE_ISSUER,
    SAMPLE_TITLE,
    BookFile,
    CaseFront,
    Item,
    MatterFront,
    MatterItem,
    Order,
    OrganisationsItem,
    PartItem,
    TierItem,
)
from casebook.intake.manuscript.sections import arrange
from casebook.intake.manuscript.text_files import M
from casebook.intake.manuscript.typed import check
from casebook.intake.matching import award_key
from casebook.intake.matching.organisations import region_of
from casebook.production_facts import Counting

_MAKER = re.compile(
    "(?:第[一二三]|主要|项目|案例|作品|论文|课题|获奖)?"
    "(?:作者|主创|创作者?|创作团队|撰稿|撰写|执笔|编写|编导|导演|编剧|编创|主编|编辑|策划|设计者?|"
    "摄影|摄像|拍摄|绘画|书法|作词|作曲|演唱|演奏|表演者?|朗诵者?|主讲|讲述|主讲教师|参赛教师|"
    "参赛选手|选手|完成者|主持|团队|小组|申报者|获奖者|指导|辅导|带教|供稿|投稿)"
    "(?:人|人员|成员|者|教师|老师|专家|团队|选手|作者)?(?:姓名|名单)?"
)
_ALONE = re.compile(
    "(?:姓名|学生|教师|导师|指导者|师傅|演员|参与人|参与人员|负责人|主持人)(?:姓名)?"
)
_OTHER = re.compile("联系|电话|手机|邮箱|单位|推荐|组织")


def award_credits(award: Award | None) -> tuple[Contributor, ...]:
    """Return the people whom `award` names, each column once, its names and label as printed.

    What the notice gives as the award's organisation (persons without a unit) is not repeated.
    """
    fields = award.fields if award else ()
    return tuple(
        Contributor(names.strip(), _bare(label))
        for label, names in fields
        if award and names.strip() and _is_people(_bare(label))
        and _compact(names) != _compact(award.organisation)
    )  # fmt: skip


def _is_people(label: str) -> bool:
    """Whether a column of that name holds makers of the work."""
    if _OTHER.search(label):
        return False
    return all(_MAKER.fullmatch(part) or _ALONE.fullmatch(part) for part in _parts(label))


def _parts(label: str) -> list[str]:
    """Return the names of a column that has several: 作者/指导教师, 主创人员（执笔）."""
    return [part for part in re.split(r"[/、／（）()及和与]", label) if part] or [label]


def _bare(label: str) -> str:
    return _compact(label).strip(":：")


def _compact(text: str) -> str:
    return "".join(text.split())


UNKNOWN = "地区待定"
UNLISTED, UNPLACED = "未列入名单的稿件", "尚未编入的稿件"
"""The parts at the end of a draft: of cases without an award, and of those whose tier has no place
in `order`."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Frame:
    """A book whose texts are still to come (their bodies are empty), and its faults.

    `book` is None when the folder is at fault. `texts` are the files to read, each with what
    its ids begin with.
    """

    book: Book | None
    errata: tuple[Erratum, ...]
    texts: dict[str, str]


def read(root: Path, arranged: bool = True) -> Frame:
    """Read the manuscript folder `root`. Raises `StopPress` when it is none.

    A book that is not `arranged` has its cases and no sections: indexes take long to sort.
    """
    return _Reader(root, arranged).read()


class _Reader:
    def __init__(self, root: Path, arranged: bool) -> None:
        self._root, self._arranged = root, arranged
        self._errata: list[Erratum] = []
        self._texts: dict[str, str] = {}
        self._blank = False
        self._awards_known = False
        self._known: tuple[Tier, ...] = ()

    def read(self) -> Frame:
        if not (self._root / "book.yaml").is_file():
            raise StopPress([faults.no_book(self._root)])
        file = yaml_file.read(self._root / "book.yaml", "book.yaml", self._root)
        facts, errata = check(BookFile, file)
        self._errata.extend(errata)
        tiers = self._tiers()
        cases = self._cases(tiers or ())
        if facts is None or tiers is None:  # the rest would only repeat these faults
            return self._frame(None)
        placed = self._placed(facts, tiers, cases, file)
        order, loose = self._loose(facts, cases, placed)
        placed = (*placed, *loose)
        matter = self._matter(facts)
        self._errata.extend(imprint_facts.errata(facts, file))
        kind = Kind.ERRATUM if facts.status is Status.FINAL else Kind.NOTE
        if facts.specimen:
            self._errata.append(faults.specimen(file.place(("specimen",)), kind))
        else:
            for key, value in _samples(facts).items():
                self._errata.append(faults.sample_fact(file.place((key,)), value, kind))
        if facts.status is Status.FINAL:
            self._errata.extend(faults.missing(case) for case in placed if case.body is None)
            self._errata = [
                replace(e, kind=Kind.ERRATUM)
                if e.rule in (awards_file.DOUBTFUL, faults.DOUBTFUL)
                else e
                for e in self._errata
            ]
        if any(e.kind is Kind.ERRATUM for e in self._errata):
            return self._frame(None)
        parts = (order, facts.title, tiers, placed, matter)
        sections = arrange(*parts) if self._arranged else ()
        return self._frame(_book(facts, tiers, placed, sections, file))

    def _frame(self, book: Book | None) -> Frame:
        return Frame(book, tuple(self._errata), self._texts)

    def _front(self, path: str, model: type[M], prefix: str) -> M | None:
        """Return the front matter of the file `path`, and have its text read later."""
        self._blank = False
        paper = text_files.opened(self._root, path)
        if isinstance(paper, Erratum):
            self._errata.append(paper)
            return None
        self._texts[path] = prefix
        self._blank = paper.blank
        front, errata = text_files.headed(paper, model)
        self._errata.extend(errata)
        return front

    def _tiers(self) -> tuple[Tier, ...] | None:
        path = self._root / "awards.yaml"
        if not path.is_file():
            self._errata.append(faults.no_awards())
            return None
        try:
            awards = awards_file.read(path)
        except StopPress as stop:
            self._errata.extend(stop.errata)
            return None
        self._errata.extend(awards.queries)
        self._awards_known = True
        self._known = tuple(tier for tier in awards.tiers if not tier.bodies)
        return awards.tiers

    def _cases(self, tiers: Sequence[Tier]) -> dict[str, Case]:
        """Read every case file, then add an empty case for each award nobody wrote for."""
        awards = {a.id: a for t in tiers if not t.bodies for a in t.awards}
        cases: dict[str, Case] = {}
        claimed: dict[str, str] = {}
        for path in files.walk(self._root).named(".md", "cases"):
            case = self._case(path, awards)
            if case is None:
                continue
            if case.award and case.award.id in claimed:
                self._errata.append(faults.claimed_twice(case, claimed[case.award.id]))
                continue
            if case.award:
                claimed[case.award.id] = case.place.path
            cases[case.id] = case
        for award in awards.values():
            if award.id not in claimed:
                cases[award.id] = Case(
                    award.id,
                    award,
                    award.organisation,
                    award.title or "",
                    award.region,
                    place=award.place,
                )
        return cases

    def _case(self, path: Path, awards: dict[str, Award]) -> Case | None:
        """Read a case. Its id is its award's, or without one that of its file, which must not be
        another's: cases/1-07.md without an award is x-1-07."""
        name, key = f"cases/{path.name}", path.stem
        if not _ID.fullmatch(key):
            self._errata.append(faults.bad_name(name))
            return None
        front, place = self._front(name, CaseFront, f"case-{key}"), Place(name, 2)
        if front is None:
            return None
        award = awards.get(front.award or "")
        if front.award and award is None:
            if self._awards_known:
                listed = tuple(awards.values())
                self._errata.append(award_key.unknown(front.award, listed, self._known, place))
            return None
        organisation = front.organisation or (award.organisation if award else None)
        title = front.title or (award.title if award else None)
        if not organisation or not title:
            self._errata.append(faults.nameless(place))
            return None
        if award:
            self._errata.extend(faults.differences(award, organisation, title, place))
        if title == organisation:
            self._errata.append(faults.untitled(organisation, place))
        region = front.region or (award.region if award else region_of(organisation))
        if region is None:
            self._errata.append(faults.no_region(organisation, place))
        empty = self._blank and award is not None
        if empty:  # a form whose text is sent apart: nothing is there to be set
            del self._texts[name]
            self._errata.append(faults.blank(name))
        if front.check:
            self._errata.append(faults.to_check(front.check, place))
        return Case(
            award.id if award else f"x-{key}" if key in awards else key,
            award,
            organisation,
            title,
            region or UNKNOWN,
            front.short_title,
            tuple(Contributor(p.name, p.role) for p in front.contributors) or award_credits(award),
            None if empty else "",
            place=place,
            specimen=front.specimen,
            category=front.category or "",
            summary=front.summary or "",
        )

    def _placed(
        self,
        facts: BookFile,
        tiers: Sequence[Tier],
        cases: dict[str, Case],
        file: yaml_file.YamlFile,
    ) -> tuple[Case, ...]:
        """Return the cases in printed order; report what the order names and nobody knows."""
        known = {tier.id: tier for tier in tiers}
        placed: dict[str, Case] = {}
        for item, place in _items(facts, file):
            match item:
                case TierItem(tier=name) | OrganisationsItem(organisations=name):
                    if name not in known:
                        self._errata.append(faults.unknown("tier", name, known, place))
                    elif isinstance(item, TierItem):
                        placed |= {a.id: cases[a.id] for a in known[name].awards if a.id in cases}
                case PartItem(cases=ids):
                    for key in ids:
                        if key in cases:
                            placed[key] = cases[key]
                        else:
                            self._errata.append(faults.unknown("case", key, cases, place))
        return tuple(placed.values())

    def _loose(
        self, facts: BookFile, cases: dict[str, Case], placed: Sequence[Case]
    ) -> tuple[Order, tuple[Case, ...]]:
        """Return the order with a part at its end for each kind of manuscript that stands in no
        part, and those manuscripts; report them, and the awards whose tier has no place."""
        kind = Kind.ERRATUM if facts.status is Status.FINAL else Kind.QUERY
        placed_ids = {case.id for case in placed}
        others = [case for case in cases.values() if case.id not in placed_ids]
        empty = [case for case in others if case.body is None]
        if empty:
            self._errata.append(faults.tier_nowhere(empty, kind))
        parts: list[PartItem] = []
        for name, left_over in (
            (UNLISTED, [c for c in others if c.award is None]),
            (UNPLACED, [c for c in others if c.award is not None and c.body is not None]),
        ):
            self._errata.extend(faults.nowhere(case, name, kind) for case in left_over)
            if left_over:
                parts.append(PartItem(part=name, cases=tuple(case.id for case in left_over)))
        loose = tuple(cases[key] for part in parts for key in part.cases)
        return facts.order.model_copy(update={"body": (*facts.order.body, *parts)}), loose

    def _matter(self, facts: BookFile) -> dict[str, Section]:
        sections: dict[str, Section] = {}
        for item in (*facts.order.front, *facts.order.body, *facts.order.back):
            if not isinstance(item, MatterItem):
                continue
            stem = Path(item.matter).stem
            if not _ID.fullmatch(stem) or ".." in Path(item.matter).parts:
                self._errata.append(faults.bad_name(item.matter))
                continue
            front = self._front(item.matter, MatterFront, f"matter-{stem}")
            if front:
                sections[item.matter] = Section(
                    f"matter-{stem}",
                    "matter",
                    Matter.FRONT,
                    front.title,
                    head=front.short_title or front.title,
                    body="",
                    place=Place(item.matter),
                )
        return sections


def _items(facts: BookFile, file: yaml_file.YamlFile) -> Iterator[tuple[Item, Place]]:
    for matter in Matter:
        for index, item in enumerate(getattr(facts.order, matter.value)):
            yield item, file.place(("order", matter.value, index))


def _samples(facts: BookFile) -> dict[str, str]:
    """Return the keys of `facts` that a new book has filled and nobody else has, with their values."""
    pairs = (("title", facts.title, SAMPLE_TITLE), ("issuer", facts.issuer, SAMPLE_ISSUER))
    return {key: value for key, value, sample in pairs if value == sample}


def _book(
    facts: BookFile,
    tiers: tuple[Tier, ...],
    cases: tuple[Case, ...],
    sections: tuple[Section, ...],
    file: yaml_file.YamlFile,
) -> Book:
    return Book(
        title=facts.title,
        subtitle=facts.subtitle,
        issuer=facts.issuer,
        status=facts.status,
        language=facts.language,
        identifier=facts.identifier,
        date=facts.date,
        modified=facts.modified,
        layout=facts.layout,
        editions=facts.editions,
        tiers=tiers,
        cases=cases,
        sections=sections,
        series=facts.series.title if facts.series else "",
        series_number=facts.series.number if facts.series else None,
        editors=tuple(Contributor(p.name, p.role) for p in facts.editors),
        imprint=imprint_facts.facts(facts),
        publication=imprint_facts.publication(facts),
        counting=Counting(**facts.counting.model_dump()),
        paper=imprint_facts.paper(facts),
        cover=imprint_facts.cover(facts),
        description=facts.description,
        composition=facts.composition,
        stets=tuple(
            Stet(s.rule, s.where, s.because, s.quote, file.place(("stets", i)))
            for i, s in enumerate(facts.stets)
        ),
        specimen=facts.specimen or bool(_samples(facts)),
        press=imprint_facts.press(facts),
        places={key: file.place((key,)) for key in ("press", "imprint", "paper", "cover")},
    )
