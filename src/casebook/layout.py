"""Set a book in type: `Book` in, galleys out, one HTML document per section.

A layout is a file of decisions, `layout.yaml`, with jinja2 templates and style sheets for what is
special; a designer opens no Python. Files are looked up first in the book's own `layouts/NAME`,
then in the shipped one, then in the layout that NAME builds on (`extends` in its `layout.yaml`), so
deciding one thing or overriding one file is enough. A section is set by `MEDIUM/KIND.html`, or else
by `shared/KIND.html`; its style sheets are the one that follows from the decisions, all of
`MEDIUM/*.css`, those that a layout adds after those it builds on, and for a book that is a specimen
those of `MEDIUM/specimen/*.css` after them.

Templates are strict (an unknown name is an erratum), autoescaped, and sandboxed, because a
book's own layouts folder is input like any other. A template sees the section it sets and the
facts of the book, never the other sections: that is what lets a section be set alone. What it
takes is bounded: computing time, memory, and the length of what it makes.
"""

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
)
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from casebook import conservation, files, imprint_lines, layout_memory, layout_sheets
from casebook.book import Award, Book, Section
from casebook.compiled_templates import CompiledTemplates, line_at
from casebook.errata import Erratum, Kind, Place, StopPress, Wording, nearest, stop_on
from casebook.intake.matching import organisations
from casebook.limits import TooSlow, room, within
from casebook.typography import han_number

if TYPE_CHECKING:
    from casebook.cover_plan import CoverPlan
    from casebook.layout_values import Decisions

SHIPPED = Path(__file__).parent / "_layouts"
if not SHIPPED.is_dir():  # a source checkout: the layouts stand beside src/
    SHIPPED = Path(__file__).parents[2] / "layouts"
SECONDS = 10.0  # of computing, for the template of one section
MEMORY = 500_000_000  # bytes
LONGEST = 50_000_000  # characters of a document
BITS = 100_000  # of a whole number: its product or power is computed in one step, however long
_NODES = ("node", "self")  # what jinja calls the node it looks at
ENDLESS = frozenset({"template-too-slow", "template-too-large"})
"""Faults that are not looked for in the sections that follow: each would take as long."""


@dataclass(frozen=True)
class Galley:
    """One composed section: a whole HTML document and the sheets that dress it.

    `base` is the manuscript folder: picture paths in `html` are relative to it.
    """

    section: Section
    html: str
    sheets: tuple[Path, ...]
    base: Path


def roots(name: str, folder: Path) -> tuple[Path, ...]:
    """Return the folders of layout `name` for the book in `folder`, first match first.

    Raises `StopPress` when there is no such layout or one extends itself.
    """
    memory = layout_memory.LayoutMemory(folder / "build")
    folders: list[Path] = []
    seen: list[str] = []
    wanted, place = name, Place("book.yaml")
    while wanted:
        here = [p for p in (folder / "layouts" / wanted, SHIPPED / wanted) if p.is_dir()]
        if here and wanted in seen:
            from casebook import layout_decisions  # lazy: loads pydantic

            raise StopPress([layout_decisions.endless(wanted, seen, place)])
        if not here or not wanted.replace("-", "").isalnum():
            raise StopPress([_no_layout(wanted, folder, place)])
        seen.append(wanted)
        folders.extend(here)
        stop_on(_of_old(p) for p in here if (p / "extends").exists())
        wanted, place = next(
            (base for folder in here if (base := memory.extends(folder))[0]), ("", place)
        )
    stop_on(erratum for place in folders for erratum in _refused(place))
    memory.recall(folders)
    return tuple(folders)


def _of_old(folder: Path) -> Erratum:
    """Return the erratum for a file `extends`, which said what `layout.yaml` says now."""
    return Erratum(
        "file-extends",
        Place(f"layouts/{folder.name}/extends"),
        Wording("文件 extends 不再使用", "the file ‘extends’ is not read any more"),
        Wording(
            f"把里面的名称写进 layouts/{folder.name}/layout.yaml：“extends: 名称”，删去这个文件。",
            f"Write its name into layouts/{folder.name}/layout.yaml, ‘extends: NAME’, and remove it.",
        ),
    )


def _refused(folder: Path) -> Iterator[Erratum]:
    """Yield what of a layout's folder cannot be used: it might be what a page needs."""
    for refusal in files.walk(folder, within=folder.parent).refused:
        yield refusal.erratum(
            f"layouts/{folder.name}", Kind.QUERY if refusal.taken else Kind.ERRATUM
        )


def names(folder: Path) -> tuple[str, ...]:
    """Return the layouts a book in `folder` may choose from."""
    places = (folder / "layouts", SHIPPED)
    return tuple(sorted({name for place in places for name in files.folders(place)}))


def compose(book: Book, layout: tuple[Path, ...], medium: str, base: Path) -> tuple[Galley, ...]:
    """Set every section of `book` for `medium` (“print”, “epub”) with the folders of `layout`.

    Raises `StopPress` with the file and line of every template fault.
    """
    typesetter = Typesetter(book, layout, medium, base)
    errata: list[Erratum] = []
    galleys: list[Galley] = []
    for section in book.sections:
        try:
            galleys.append(typesetter.galley(section))
        except StopPress as stop:
            errata.extend(e for e in stop.errata if e not in errata)
            if any(e.rule in ENDLESS for e in stop.errata):
                break
    if errata:
        raise StopPress(errata)
    return tuple(galleys)


def omitted(galleys: Sequence[Galley], medium: str) -> Iterator[Erratum]:
    """Yield what of the texts of sections their templates left out of the galleys of `medium`."""
    for galley in galleys:
        section = galley.section
        body = (section.case.body if section.case else section.body) or ""
        if conservation.stands(body, galley.html):
            continue
        for gap in conservation.missing(_words(body), _words(galley.html)):
            size = len(conservation.characters(gap.text))
            yield Erratum(
                OMITTED,
                section.place,
                Wording(
                    f"模板没有排“{section.title}”的 {size} 个字",
                    f"the template leaves out {size} characters of ‘{section.title}’",
                ),
                Wording(
                    f"在版式的 {medium}/{section.kind}.html 里排出正文。",
                    f"Set the text in {medium}/{section.kind}.html of the layout.",
                ),
                " ".join(gap.text.split())[:60],
            )


def face_places(layout: tuple[Path, ...]) -> dict[str, Place]:
    """Return where the decisions of a layout name each family of type."""
    return layout_sheets.face_places(layout)


def decided(roots: tuple[Path, ...]) -> "Decisions | None":
    """Return the decisions of the layout in `roots`."""
    return layout_sheets.decided(roots)


OMITTED = "text-left-out"
"""The rule: a draft is issued with it and says so, a final book is not issued."""


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "\n", html))


class Printing(NamedTuple):
    """What templates print for a value, and filters that stand for theirs, by name: it tells
    what of a document is which text of the book."""

    finalize: Callable[[object], object]
    filters: tuple[tuple[str, Callable[..., object]], ...]


class Typesetter:
    """The templates and sheets of one layout and medium, ready to set sections of a book."""

    def __init__(
        self,
        book: Book,
        layout: tuple[Path, ...],
        medium: str,
        base: Path,
        cover: "CoverPlan | None" = None,
        printing: Printing | None = None,
    ) -> None:
        self._decisions = layout_sheets.decided(layout)
        imprint = imprint_lines.lines(book, self._decisions)
        self._facts = replace(book, tiers=(), cases=(), sections=(), stets=(), imprint=imprint)
        self._layout, self._medium, self._base = layout, medium, base
        self._cover = cover
        self._environment = _current(layout, printing)
        self.sheets = sheets(layout, medium, book.specimen)

    def galley(self, section: Section) -> Galley:
        """Set one section; raise `StopPress` for a fault in a template."""
        return Galley(section, self.render(section.kind, section), self.sheets, self._base)

    def render(self, kind: str, section: Section | None) -> str:
        """Return the document that the template for `kind` makes of `section`.

        Raises `StopPress` when there is no such template, or it fails.
        """
        try:
            with within(SECONDS), room(MEMORY):
                return self._rendered(kind, section)
        except TemplateNotFound as fault:
            raise StopPress([self._no_template(kind, fault)]) from fault
        except Exception as fault:  # whatever a template's expression raises is the template's
            raise StopPress([self._fault(kind, fault)]) from fault

    def _rendered(self, kind: str, section: Section | None) -> str:
        template = self._environment.select_template(
            [f"{self._medium}/{kind}.html", f"shared/{kind}.html"]
        )
        base = f"{self._medium}/base.html"
        values = (self._facts, section, self._medium, base, self._decisions, self._cover)
        made = template.generate(dict(zip(VARIABLES, values, strict=True)))
        assert isinstance(made, Generator)
        parts, length = [], 0
        for part in made:
            parts.append(part)
            length += len(part)
            if length > LONGEST:
                made.throw(OverflowError(f"> {LONGEST} characters"))
        return "".join(parts)

    def _no_template(self, kind: str, fault: TemplateNotFound) -> Erratum:
        path = f"{self._layout[0].name}/{self._medium}/{kind}.html"
        return Erratum(
            "missing-template",
            Place(path),
            Wording(f"版式里没有模板“{fault.message}”", f"no template ‘{fault.message}’"),
            Wording("补上这个模板文件。", "Add the template file to the layout."),
        )

    def _fault(self, kind: str, fault: Exception) -> Erratum:
        place = self._place(fault) or Place(f"{self._medium}/{kind}.html")
        what = str(fault) or type(fault).__name__
        mend = Wording("改正模板的这一行。", "Mend this line of the template.")
        match fault:
            case TooSlow():
                said = Wording(
                    f"模板运行了 {SECONDS:g} 秒还没有结束",
                    f"the template was not done within {SECONDS:g} s of computing",
                )
                return Erratum("template-too-slow", place, said, mend)
            case MemoryError() | OverflowError():
                said = Wording(
                    f"模板要用的内存太大：{what}", f"the template needs too much memory: {what}"
                )
                return Erratum("template-too-large", place, said, mend)
            case RecursionError():
                said = Wording(
                    "模板反复调用自己，停不下来", "the template calls itself without end"
                )
                return Erratum("template-fault", place, said, mend)
        known = tuple(VARIABLES) if isinstance(fault, TemplateError) else ()
        hint = nearest(what.split("'")[1], known) if what.count("'") > 1 else None
        said = Wording(f"模板出错：{what}", f"the template fails: {what}")
        return Erratum("template-fault", place, said, hint or mend, line_at(self._layout, place))

    def _place(self, fault: Exception) -> Place | None:
        """Return the file and line of a fault: the last frame that lies inside the layout.

        While a template is read, that is the file jinja compiles and the last node it looks at.
        """
        lineno = getattr(fault, "lineno", None)
        filename = getattr(fault, "filename", None)
        if lineno and filename:
            return self._shown(filename, lineno)
        place, trace = None, fault.__traceback__
        while trace:
            path, known = trace.tb_frame.f_code.co_filename, trace.tb_frame.f_locals
            if trace.tb_frame.f_code.co_name == "compile" and known.get("filename"):
                filename = known["filename"]
            here = (known.get("lineno"), *(getattr(known.get(n), "lineno", 0) for n in _NODES))
            line = next((number for number in here if number), None)
            if filename and isinstance(line, int):
                place = self._shown(filename, line)
            if any(Path(path).is_relative_to(folder) for folder in self._layout):
                place = self._shown(path, trace.tb_lineno)
            trace = trace.tb_next
        return place

    def _shown(self, filename: str, line: int) -> Place:
        for folder in self._layout:
            if Path(filename).is_relative_to(folder):
                inside = Path(filename).relative_to(folder).as_posix()
                return Place(f"layouts/{folder.name}/{inside}", line)
        return Place(Path(filename).name, line)


class Templates(BaseLoader):
    """The templates in `folders`, first match first; it knows what it was asked for.

    Each file is read once, so that all sections of a run are set by the same templates.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._files = FileSystemLoader([str(folder) for folder in folders])
        self._known: dict[str, tuple[str, str] | None] = {}

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return source and file of `template`. Raises `TemplateNotFound`."""
        self._known[template] = None
        source, path, _ = self._files.get_source(environment, template)
        self._known[template] = source, path or ""
        return source, path, None

    def current(self) -> bool:
        """Say whether everything asked for so far is what it was, and where it was."""
        return all(self._source(name) == source for name, source in self._known.items())

    def _source(self, name: str) -> tuple[str, str] | None:
        try:
            source, path, _ = self._files.get_source(Environment(), name)
        except (TemplateNotFound, OSError, ValueError):
            return None
        return source, path or ""


class _Environment(SandboxedEnvironment):
    """Templates that multiply numbers of a size only that they may print."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Return what `left` `operator` `right` makes; raise `OverflowError` for too long a number."""
        if isinstance(left, int) and isinstance(right, int):
            factor = right if operator == "**" else right.bit_length()
            length = left.bit_length() * factor if operator == "**" else left.bit_length() + factor
            if length > BITS:
                raise OverflowError(f"{operator} > {BITS} bits")
        return super().call_binop(context, operator, left, right)


@lru_cache(maxsize=8)
def _environment(layout: tuple[Path, ...], printing: Printing | None) -> SandboxedEnvironment:
    """Return the templates of a layout."""
    environment = _Environment(
        loader=Templates(layout),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=printing.finalize if printing else None,
        bytecode_cache=None if printing else CompiledTemplates(SHIPPED, Path(__file__)),
    )
    environment.filters |= FILTERS | dict(printing.filters if printing else ())
    return environment


def _current(layout: tuple[Path, ...], printing: Printing | None) -> SandboxedEnvironment:
    """Return the templates of a layout as they are now."""
    loader = _environment(layout, printing).loader
    if isinstance(loader, Templates) and not loader.current():
        _environment.cache_clear()
    return _environment(layout, printing)


def page(folder: Path, name: str, **facts: object) -> str:
    """Return the HTML that the template `name` of `folder` makes of `facts`.

    For the press's own reports: strict and autoescaped like a layout's templates.
    """
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(str(folder)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(**facts)


def sheets(layout: tuple[Path, ...], medium: str, specimen: bool = False) -> tuple[Path, ...]:
    """Return the style sheets of `medium`: what follows from the decisions, then those that the
    layout at the bottom names, and so on up to the layout itself; the first folder that has one
    wins; a `specimen` has some more of its own.

    Raises `StopPress` with every
    fault of the decisions.
    """
    by_name: dict[str, Path] = {}
    lowest: dict[str, int] = {}
    for depth, folder in enumerate(layout):
        for path in files.walk(folder, within=folder.parent).named(".css", medium):
            by_name.setdefault(path.name, path)
            lowest[path.name] = -depth
    decided = layout_sheets.of_decisions(layout, medium)
    own = sheets(layout, f"{medium}/specimen") if specimen else ()
    names = sorted(by_name, key=lambda name: (lowest[name], name))
    return (*decided, *(by_name[name] for name in names), *own)


def han_date(day: date) -> str:
    """Return `day` as it is printed in Chinese: 2023年2月20日.

    中文：把日期写成 2023年2月20日 的样子。
    """
    return f"{day.year}年{day.month}月{day.day}日"


def _no_layout(name: str, folder: Path, place: Place) -> Erratum:
    known: Iterator[str] = iter(names(folder))
    return Erratum(
        "unknown-layout",
        place,
        Wording(f"没有名为“{name}”的版式", f"there is no layout named ‘{name}’"),
        nearest(name, known)
        or Wording(
            f"可用的版式：{'、'.join(names(folder))}。",
            f"Choose one of {', '.join(names(folder))}.",
        ),
    )


def halves(title: str) -> list[str]:
    """Return the half-titles of `title`: what stands between spaces that no Latin word needs.

    中文：把题目在汉字之间的空格处分成几个分句，是一个列表。
    """
    return re.split(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", title)


def regions(awards: Sequence[Award]) -> list[str]:
    """Return the regions of `awards`, each once, in the order of the index of regions.

    中文：各个奖项所属的地区，每个一次，顺序同地区索引，是一个列表。
    """
    named = dict.fromkeys(award.region for award in awards if award.region)
    return sorted(named, key=organisations.sort_key)


def letterhead(body: str) -> tuple[str, str]:
    """Return the head of an official paper, which stands above its title, and the rest of the text.

    中文：把公文的文头（发文机关标志、发文字号）和正文分开，是两段 HTML；没有文头则前一段为空。
    """
    match = _LETTERHEAD.match(body)
    return (match[0], body[match.end() :]) if match else ("", body)


_LETTERHEAD = re.compile(
    r"(?:\s*<p\b[^>]*class=\"(?:letterhead|document-number)\"[^>]*>.*?</p>)+\s*", re.DOTALL
)


FILTERS: dict[str, Callable[..., object]] = {
    "han": han_number,
    "han_date": han_date,
    "halves": halves,
    "letterhead": letterhead,
    "regions": regions,
}
"""The filters that templates have besides jinja's own."""
VARIABLES = {
    "book": Wording("书的事实", "the facts of the book"),
    "section": Wording("所排的一节", "the section that is set"),
    "medium": Wording("版本：print、epub 或 cover", "what it is set for: print, epub or cover"),
    "base_template": Wording(
        "这一版本的底版模板，供 extends 用", "the base template of the medium, to be extended"
    ),
    "layout": Wording(
        "版式的各项决定（layout.yaml），如 layout.trim", "the decisions of the layout: layout.trim"
    ),
    "cover": Wording(
        "封面的尺寸和条码，只在封面模板里有",
        "measures and barcode of the cover, in its template only",
    ),
}
"""The variables that every template gets, in the order in which they are given."""
