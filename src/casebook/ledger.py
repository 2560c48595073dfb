"""The count that must agree everywhere: awarded, received, printed, listed, indexed, packed.

What the issued files hold is read back from the files themselves, never remembered from making
them: the PDF's outline, contents and indexes through its own destinations and links, the EPUB
through its own package. A case that is missing anywhere is named.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook.book import Award, Book, Case
from casebook.errata import Erratum, Kind, Place, Wording

PLACES = {
    "outline": Wording("PDF 书签", "PDF outline"),
    "contents": Wording("PDF 目录", "PDF contents"),
    "index-organisation": Wording("PDF 单位索引", "PDF index of organisations"),
    "index-region": Wording("PDF 地区索引", "PDF index of regions"),
    "epub-nav": Wording("EPUB 导航", "EPUB navigation"),
    "epub-spine": Wording("EPUB 阅读顺序", "EPUB spine"),
    "epub-contents": Wording("EPUB 目录页", "EPUB contents page"),
    "epub-index-organisation": Wording("EPUB 单位索引", "EPUB index of organisations"),
    "epub-index-region": Wording("EPUB 地区索引", "EPUB index of regions"),
}


@dataclass(frozen=True)
class Row:
    """A tier in the ledger: what the notice declares, awards, and what has been received."""

    tier: str
    declared: int | None
    awarded: int
    received: int | None
    missing: tuple[Award, ...]


@dataclass(frozen=True)
class Ledger:
    """The state of a book, and where its cases stand in the issued files.

    `pending` are imprint facts without a value that nothing else gives. `counts` maps a key of `PLACES` to case ids.
    """

    rows: tuple[Row, ...]
    unmatched: tuple[Case, ...]
    pending: tuple[str, ...]
    cases: tuple[str, ...]
    counts: Mapping[str, tuple[str, ...]]
    errata: tuple[Erratum, ...]


def take(book: Book, issued: Mapping[str, Path]) -> Ledger:
    """Count `book` and its issued files (edition name to file)."""
    counts: dict[str, tuple[str, ...]] = {}
    if "print" in issued:
        counts |= _in_pdf(book, issued["print"])
    if "epub" in issued:
        counts |= _in_epub(book, issued["epub"])
    cases = tuple(case.id for case in book.cases)
    return Ledger(
        tuple(_rows(book)),
        book.unmatched(),
        tuple(
            fact.label
            for fact in book.imprint
            if not (fact.value or fact.of_paper or fact.of_extent)
        ),
        cases,
        counts,
        tuple(_compare(book, cases, counts)) + tuple(_declared(book)),
    )


def _rows(book: Book) -> Iterator[Row]:
    missing = book.missing()
    for tier in book.tiers:
        missing_awards = tuple(award for award in tier.awards if award in missing)
        received = None if tier.bodies else len(tier.awards) - len(missing_awards)
        yield Row(tier.name, tier.declared, len(tier.awards), received, missing_awards)


def _in_pdf(book: Book, path: Path) -> dict[str, tuple[str, ...]]:
    """Find each case in the outline, the contents and the indexes of a PDF."""
    from casebook import pdf  # lazy: not for a build without changes

    with pdf.leads(path) as document:
        places = {section.id: document.start(section.id) for section in book.sections}
        starts = {name: page for name, page in places.items() if page >= 0}
        at_page = {starts[f"case-{c.id}"]: c for c in book.cases if f"case-{c.id}" in starts}
        outlined = [
            at_page[goal.page].id
            for goal in document.outline()
            if goal.page in at_page and _same(goal.label, at_page[goal.page].title)
        ]
        counts = {"outline": tuple(outlined)}
        firsts = [*sorted(set(starts.values())), document.count]
        for name in PLACES.keys() & starts.keys():
            last = min(page for page in firsts if page > starts[name])
            goals = [goal for page in document.links(starts[name], last) for goal in page]
            counts[name] = tuple(_cases(goal.name for goal in goals if goal.page >= 0))
    return {name: counts[name] for name in PLACES if name in counts}


def _in_epub(book: Book, path: Path) -> dict[str, tuple[str, ...]]:
    from casebook.editions import epub  # lazy: not for a build without changes

    count = epub.read_back(path)
    kinds = {section.kind for section in book.sections}
    places = {"epub-nav": count.nav, "epub-spine": count.spine}
    if "contents" in kinds:
        places["epub-contents"] = count.contents
    if "index-organisation" in kinds:
        places["epub-index-organisation"] = count.index_organisation
    if "index-region" in kinds:
        places["epub-index-region"] = count.index_region
    return {place: tuple(_cases(names)) for place, names in places.items()}


def _cases(names: Iterable[str]) -> Iterator[str]:
    """Keep the names that are cases; a link broken over lines counts once."""
    previous = ""
    for name in names:
        if name.startswith("case-") and name != previous:
            yield name.removeprefix("case-")
        previous = name


def _same(label: str, title: str) -> bool:
    return "".join(label.split()) == "".join(title.split())


def _compare(
    book: Book, cases: Sequence[str], counts: Mapping[str, Sequence[str]]
) -> Iterator[Erratum]:
    """Yield an erratum for every case that is missing or doubled in an issued file."""
    names = {case.id: case for case in book.cases}
    for place, numbers in counts.items():
        where = PLACES[place]
        times = Counter(numbers)
        for key in cases:
            if times[key] != 1:
                yield _disagrees(names[key], where, times[key])
        for key in sorted(set(times) - set(cases)):
            yield Erratum(
                "unknown-case-issued",
                Place(where.zh),
                Wording(
                    f"{where.zh}里有书中没有的案例 {key}",
                    f"the {where.en} holds a case the book does not: {key}",
                ),
            )


def _disagrees(case: Case, where: Wording, times: int) -> Erratum:
    return Erratum(
        "ledger-disagrees",
        case.place,
        Wording(
            f"案例 {case.id} 在{where.zh}里出现 {times} 次，应为 1 次",
            f"case {case.id} stands {times} times in the {where.en}, not once",
        ),
        Wording(
            "检查版式的目录、索引和标题模板。",
            "Check the layout's templates for contents, indexes and titles.",
        ),
        case.title,
    )


def _declared(book: Book) -> Iterator[Erratum]:
    for tier in book.tiers:
        if tier.declared is not None and tier.declared != len(tier.awards):
            yield Erratum(
                "declared-count",
                tier.place,
                Wording(
                    f"{tier.name}：通报写明 {tier.declared} 个，名单有 {len(tier.awards)} 个",
                    f"{tier.name}: the notice declares {tier.declared}, "
                    f"the list has {len(tier.awards)}",
                ),
                Wording("对照通报核对名单。", "Check the list against the notice."),
                kind=Kind.QUERY,
            )
