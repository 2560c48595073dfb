"""Read a manuscript folder into a `Book`: intake's last step and only door to the stages after.

Every structural fault of the whole folder is found in one run: files that do not parse, keys
nobody knows, awards claimed twice or by nobody, cases that stand in no part of the book,
pictures that are missing. Errata raise `StopPress`; queries come back with the book.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook.book import (
    Award,
    Book,
    Case,
    Contributor,
    Fact,
    Matter,
    Section,
    Status,
    Stet,
    Tier,
)
from casebook.errata import Erratum, Kind, Place, StopPress, Wording, nearest, stop_on
from casebook.intake import texts, yaml_file
from casebook.intake.files import (
    BookFile,
    CaseFront,
    Item,
    MatterFront,
    MatterItem,
    OrganisationsItem,
    PartItem,
    TierItem,
)
from casebook.intake.notice import awards_file
from casebook.intake.regions import region_of
from casebook.intake.sections import arrange
from casebook.intake.typed import check

UNKNOWN = "地区待定"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Reading:
    """A book as read, and the queries its editor should look at."""

    book: Book
    queries: tuple[Erratum, ...]


def read(folder: Path) -> Reading:
    """Read the book in `folder` (which holds `manuscript/`). Raises `StopPress`."""
    return _Reader(folder / "manuscript").read()


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._errata: list[Erratum] = []
        self._awards_known = False

    def read(self) -> Reading:
        if not (self._root / "book.yaml").is_file():
            raise StopPress([_no_book(self._root)])
        file = yaml_file.read(self._root / "book.yaml", "book.yaml")
        facts, errata = check(BookFile, file)
        self._errata.extend(errata)
        tiers = self._tiers()
        cases = self._cases(tiers or ())
        if facts is None or tiers is None:  # the rest would only repeat these faults
            raise StopPress(self._errata)
        placed = self._placed(facts, tiers, cases, file)
        matter = self._matter(facts)
        if facts.status is Status.FINAL:
            self._errata.extend(_missing(case) for case in placed if case.body is None)
        stop_on(self._errata)
        sections = arrange(facts.order, facts.title, tiers, placed, matter)
        return Reading(_book(facts, tiers, placed, sections, file), tuple(self._errata))

    def _tiers(self) -> tuple[Tier, ...] | None:
        path = self._root / "awards.yaml"
        if not path.is_file():
            self._errata.append(
                Erratum(
                    "missing-file",
                    Place("awards.yaml"),
                    Wording("没有奖项名单", "there is no list of awards"),
                    Wording("运行 casebook notice 通报文件。", "Run casebook notice FILE."),
                )
            )
            return None
        try:
            awards = awards_file.read(path)
        except StopPress as stop:
            self._errata.extend(stop.errata)
            return None
        self._errata.extend(awards.queries)
        self._awards_known = True
        return awards.tiers

    def _cases(self, tiers: Sequence[Tier]) -> dict[str, Case]:
        """Read every case file, then add an empty case for each award nobody wrote for."""
        awards = {a.id: a for t in tiers if not t.bodies for a in t.awards}
        cases: dict[str, Case] = {}
        claimed: dict[str, str] = {}
        for path in sorted((self._root / "cases").glob("*.md")):
            case = self._case(path, awards)
            if case is None:
                continue
            if case.award and case.award.id in claimed:
                self._errata.append(_claimed_twice(case, claimed[case.award.id]))
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
        name, key = f"cases/{path.name}", path.stem
        if not _ID.fullmatch(key):
            self._errata.append(_bad_name(name))
            return None
        text = texts.read(self._root, name, CaseFront, f"case-{key}")
        self._errata.extend(text.errata)
        front, place = text.front, Place(name, 2)
        if front is None:
            return None
        award = awards.get(front.award or "")
        if front.award and award is None:
            if self._awards_known:
                self._errata.append(_unknown_award(front.award, place, awards))
            return None
        organisation = front.organisation or (award.organisation if award else None)
        title = front.title or (award.title if award else None)
        if not organisation or not title:
            self._errata.append(_nameless(place))
            return None
        if award:
            self._errata.extend(_differences(award, organisation, title, place))
        if title == organisation:
            self._errata.append(_untitled(organisation, place))
        region = front.region or (award.region if award else region_of(organisation))
        if region is None:
            self._errata.append(_no_region(organisation, place))
        return Case(
            key if award is None else award.id,
            award,
            organisation,
            title,
            region or UNKNOWN,
            front.short_title,
            tuple(Contributor(p.name, p.role) for p in front.contributors),
            text.body,
            text.pictures,
            place,
            front.specimen,
        )

    def _placed(
        self,
        facts: BookFile,
        tiers: Sequence[Tier],
        cases: dict[str, Case],
        file: yaml_file.YamlFile,
    ) -> tuple[Case, ...]:
        """Return the cases in printed order; report tiers and cases that stand nowhere."""
        known = {tier.id: tier for tier in tiers}
        placed: dict[str, Case] = {}
        for item, place in _items(facts, file):
            match item:
                case TierItem(tier=name) | OrganisationsItem(organisations=name):
                    if name not in known:
                        self._errata.append(_unknown("tier", name, known, place))
                    elif isinstance(item, TierItem):
                        placed |= {a.id: cases[a.id] for a in known[name].awards if a.id in cases}
                case PartItem(cases=ids):
                    for key in ids:
                        if key in cases:
                            placed[key] = cases[key]
                        else:
                            self._errata.append(_unknown("case", key, cases, place))
        self._errata.extend(_nowhere(c) for key, c in cases.items() if key not in placed)
        return tuple(placed.values())

    def _matter(self, facts: BookFile) -> dict[str, Section]:
        sections: dict[str, Section] = {}
        for item in (*facts.order.front, *facts.order.body, *facts.order.back):
            if not isinstance(item, MatterItem):
                continue
            stem = Path(item.matter).stem
            if not _ID.fullmatch(stem) or ".." in Path(item.matter).parts:
                self._errata.append(_bad_name(item.matter))
                continue
            text = texts.read(self._root, item.matter, MatterFront, f"matter-{stem}")
            self._errata.extend(text.errata)
            if text.front:
                head = text.front.short_title or text.front.title
                sections[item.matter] = Section(
                    f"matter-{stem}",
                    "matter",
                    Matter.FRONT,
                    text.front.title,
                    head=head,
                    body=text.body,
                    pictures=text.pictures,
                    place=Place(item.matter),
                )
        return sections


def _items(facts: BookFile, file: yaml_file.YamlFile) -> Iterator[tuple[Item, Place]]:
    for matter in Matter:
        for index, item in enumerate(getattr(facts.order, matter.value)):
            yield item, file.place(("order", matter.value, index))


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
        imprint=tuple(Fact(label, value or None) for label, value in facts.imprint.items()),
        description=facts.description,
        composition=facts.composition,
        stets=tuple(
            Stet(s.rule, s.where, s.because, s.quote, file.place(("stets", i)))
            for i, s in enumerate(facts.stets)
        ),
        specimen=any(case.specimen for case in cases),
    )


def _no_book(root: Path) -> Erratum:
    return Erratum(
        "no-book",
        Place(str(root / "book.yaml")),
        Wording("这里没有书", "there is no book here"),
        Wording(
            "进入书的文件夹，或用 casebook new 新建一本。",
            "Go to the book's folder, or make one with casebook new.",
        ),
    )


def _bad_name(path: str) -> Erratum:
    return Erratum(
        "file-name",
        Place(path),
        Wording(
            "文件名只可用小写字母、数字和连字符",
            "a file name may hold only small letters, digits and hyphens",
        ),
        Wording("给文件改名，例如 1-07.md。", "Rename it, for instance to 1-07.md."),
    )


def _claimed_twice(case: Case, other: str) -> Erratum:
    award = case.award.id if case.award else ""
    return Erratum(
        "award-claimed-twice",
        case.place,
        Wording(f"奖项 {award} 已由 {other} 认领", f"award {award} is already claimed by {other}"),
        Wording("两个文件只留一个，或改正 award。", "Keep one of the two, or correct ‘award’."),
        award,
    )


def _unknown_award(name: str, place: Place, awards: dict[str, Award]) -> Erratum:
    return Erratum(
        "unknown-award",
        place,
        Wording(f"名单里没有奖项“{name}”", f"there is no award ‘{name}’ in the list"),
        nearest(name, awards)
        or Wording("查对 awards.yaml 里的 id。", "See the ids in awards.yaml."),
        name,
    )


def _unknown(
    kind: str, name: str, known: dict[str, Tier] | dict[str, Case], place: Place
) -> Erratum:
    zh = {"tier": "等次", "case": "案例"}[kind]
    return Erratum(
        f"unknown-{kind}",
        place,
        Wording(f"没有{zh}“{name}”", f"there is no {kind} ‘{name}’"),
        nearest(name, known),
        name,
    )


def _nameless(place: Place) -> Erratum:
    return Erratum(
        "nameless-case",
        place,
        Wording(
            "没有奖项的案例缺少单位或题目",
            "a case without an award lacks its organisation or title",
        ),
        Wording(
            "在文件头写上 organisation 和 title。",
            "Write ‘organisation’ and ‘title’ in the front matter.",
        ),
    )


def _differences(award: Award, organisation: str, title: str, place: Place) -> Iterator[Erratum]:
    """The notice is the official document: a case that names things otherwise is queried."""
    for zh, en, mine, official in (
        ("单位", "organisation", organisation, award.organisation),
        ("题目", "title", title, award.title or title),
    ):
        if mine != official:
            yield Erratum(
                f"{en}-differs",
                place,
                Wording(
                    f"{zh}与通报不同：通报为“{official}”",
                    f"the {en} differs from the notice: ‘{official}’",
                ),
                Wording(
                    "以通报为准，或在文件头保留并说明。",
                    "Follow the notice, or keep it and say why.",
                ),
                mine,
                Kind.QUERY,
            )


def _no_region(organisation: str, place: Place) -> Erratum:
    return Erratum(
        "unknown-region",
        place,
        Wording("看不出单位所在地区", "the region of the organisation is not known"),
        Wording("在文件头写上 region。", "Write ‘region’ in the front matter."),
        organisation,
        Kind.QUERY,
    )


def _untitled(organisation: str, place: Place) -> Erratum:
    return Erratum(
        "untitled-case",
        place,
        Wording("没有题目，暂用单位名称", "no title yet; the organisation's name stands in"),
        Wording("向作者要题目，写在文件头的 title。", "Ask the author, and write it as ‘title’."),
        organisation,
        Kind.QUERY,
    )


def _nowhere(case: Case) -> Erratum:
    return Erratum(
        "case-nowhere",
        case.place,
        Wording(
            f"案例 {case.id} 不在书的任何部分", f"case {case.id} stands in no part of the book"
        ),
        Wording(
            "在 book.yaml 的 order 里加上它的等次，或放进一个 part。",
            "Add its tier to ‘order’ in book.yaml, or put it into a part.",
        ),
        case.title,
    )


def _missing(case: Case) -> Erratum:
    return Erratum(
        "missing-manuscript",
        case.place,
        Wording(f"奖项 {case.id} 没有稿件", f"award {case.id} has no manuscript"),
        Wording(
            "收稿后再定稿，或把 status 改回 draft。", "Receive it first, or set ‘status: draft’."
        ),
        f"{case.organisation}《{case.title}》",
    )
