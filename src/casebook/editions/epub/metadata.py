"""Say what the book is: the package's metadata, every line of it true.

Only facts of the book and of its finished documents: no publisher is invented, no accessibility
feature is claimed that the content lacks, no conformance that a person has not looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from casebook.book import Book, Contributor

# MARC relators for the roles that editors write; any other role is a contributor's.
_ROLES = {
    "主编": "edt", "副主编": "edt", "执行主编": "edt", "编辑": "edt", "责任编辑": "edt",
    "编": "com", "编者": "com", "汇编": "com", "编写": "aut", "作者": "aut", "撰稿": "aut",
    "审稿": "rev", "审定": "rev", "校对": "pfr", "设计": "bkd", "装帧设计": "bkd",
    "封面设计": "cov", "摄影": "pht", "插图": "ill", "翻译": "trl",
}  # fmt: skip
_MAKERS = frozenset(("edt", "com", "aut"))


@dataclass(frozen=True)
class Line:
    """One line of metadata: `name` is “dc:title”, or “meta” with a property or a name."""

    name: str
    value: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """What the finished documents hold, as far as accessibility metadata speaks of it."""

    pictures: bool
    described: bool
    pages: bool
    index: bool


def identifier(book: Book) -> str:
    """Return the book's URN: its own, or one derived from what it is called."""
    if book.identifier:
        return book.identifier
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'casebook:{book.issuer}:{book.title}')}"


def lines(book: Book, content: Content) -> Iterator[Line]:
    """Yield every line of the package's metadata but the identifier and the date of change."""
    yield from _titles(book)
    yield Line("dc:language", book.language)
    yield from _people(book)
    published = next((f.value for f in book.imprint if f.label == "出版者" and f.value), None)
    if published:
        yield Line("dc:publisher", published)
    # A full date: calibre shows a bare one a day late. Noon is that day in every zone.
    yield Line("dc:date", f"{book.date.isoformat()}T12:00:00Z")
    if book.description:
        yield Line("dc:description", book.description)
    yield from _series(book)
    yield _named("cover", "cover-image")  # what EPUB 2 readers look for
    yield from _accessibility(book, content)


def _titles(book: Book) -> Iterator[Line]:
    yield Line("dc:title", book.title, {"id": "title"})
    yield _refines("title", "title-type", "main")
    if book.subtitle:
        yield Line("dc:title", book.subtitle, {"id": "subtitle"})
        yield _refines("subtitle", "title-type", "subtitle")


def _people(book: Book) -> Iterator[Line]:
    """Who made the book: each with an id, a role and a sort form of its own.

    A book without editors is by the body that issues it. The role is never `pbl`: beside a
    publisher it keeps foliate-js, the engine of several readers, from opening the book.
    """
    named = [(person, _ROLES.get(person.role, "ctb")) for person in book.editors]
    makers = [entry for entry in named if entry[1] in _MAKERS]
    others = [entry for entry in named if entry[1] not in _MAKERS]
    others.append((Contributor(book.issuer, ""), "isb"))
    if not makers:
        makers = [others.pop()]
    for element, people in (("dc:creator", makers), ("dc:contributor", others)):
        for number, (person, role) in enumerate(people, 1):
            yield from _person(element, f"{element.removeprefix('dc:')}-{number}", person, role)


def _person(element: str, key: str, person: Contributor, role: str) -> Iterator[Line]:
    if person.name:
        yield Line(element, person.name, {"id": key})
        yield _refines(key, "role", role, scheme="marc:relators")
        yield _refines(key, "file-as", person.name)


def _series(book: Book) -> Iterator[Line]:
    """The series as EPUB 3 says it and as calibre does: some readers know only one."""
    if not book.series:
        return
    yield Line("meta", book.series, {"property": "belongs-to-collection", "id": "series"})
    yield _refines("series", "collection-type", "series")
    yield _named("calibre:series", book.series)
    if book.series_number is not None:
        yield _refines("series", "group-position", str(book.series_number))
        yield _named("calibre:series_index", str(book.series_number))


def _accessibility(book: Book, content: Content) -> Iterator[Line]:
    """Schema.org terms as EPUB Accessibility 1.1 asks, from what the documents hold."""
    for mode in ("textual", "visual") if content.pictures else ("textual",):
        yield _property("schema:accessMode", mode)
    if content.pictures:
        yield _property("schema:accessModeSufficient", "textual,visual")
    if content.described:
        yield _property("schema:accessModeSufficient", "textual")
    features = {
        "alternativeText": content.pictures and content.described,
        "displayTransformability": True,
        "index": content.index,
        "pageBreakMarkers": content.pages,
        "pageNavigation": content.pages,
        "readingOrder": True,
        "structuralNavigation": True,
        "tableOfContents": True,
    }
    for feature, present in features.items():
        if present:
            yield _property("schema:accessibilityFeature", feature)
    yield _property("schema:accessibilityHazard", "none")
    yield _property("schema:accessibilitySummary", _summary(content))
    if content.pages:  # said twice: EPUB Accessibility has one way, EPUB 3.0's readers another
        printed = f"{book.title}（印刷版，{book.date.year}）"
        yield _property("pageBreakSource", printed)
        yield Line("dc:source", printed, {"id": "printed"})
        yield _refines("printed", "source-of", "pagination")


def _summary(content: Content) -> str:
    sentences = ["文字可由屏幕阅读器朗读，标题分级，目录逐篇可达"]
    if content.pages:
        sentences.append("标有印刷版各篇起始页码")
    if content.index:
        sentences.append("索引可点击")
    if content.pictures:
        sentences.append("图片均有文字说明" if content.described else "部分图片没有文字说明")
    return "；".join(sentences) + "。本书的无障碍程度尚未经人工评定。"


def _property(name: str, value: str) -> Line:
    return Line("meta", value, {"property": name})


def _named(name: str, content: str) -> Line:
    return Line("meta", "", {"name": name, "content": content})


def _refines(key: str, name: str, value: str, **more: str) -> Line:
    return Line("meta", value, {"refines": f"#{key}", "property": name} | more)
