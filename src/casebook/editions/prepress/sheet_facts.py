"""What the press sheet says to people: the facts of book, pages and cover, in two languages."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from casebook import cover_plan, imprint_lines, paper_stock
from casebook.book import Book, Status
from casebook.editions.cover.cover_edition import PressCover
from casebook.editions.prepress.paper_conditions import Condition
from casebook.editions.prepress.press_edition import PressInterior
from casebook.errata import Wording
from casebook.layout_values import Decisions
from casebook.paper_stock import ROUND


class Line(NamedTuple):
    """A line of the sheet: what it is about, and what it says."""

    label: Wording
    text: Wording


class Group(NamedTuple):
    """Lines under a heading."""

    name: Wording
    lines: tuple[Line, ...]


class PlatePages(NamedTuple):
    """The pages that need the same plates: which plates, their names, the number of pages, their folios."""

    plates: tuple[str, ...]
    name: Wording
    number: int
    where: Wording


BINDINGS = {
    "perfect": Wording("无线胶订", "perfect binding"),
    "sewn": Wording("锁线胶订", "sewn and glued"),
    "saddle": Wording("骑马订", "saddle stitching"),
    "hard": Wording("精装（锁线，方脊）", "hard covers (sewn, square back)"),
    "rounded": Wording("精装（锁线，圆脊）", "hard covers (sewn, round back)"),
}
_PLATES = {
    "K": Wording("黑", "black"),
    "spot": Wording("专色", "spot"),
    "process": Wording("四色", "four colours"),
}
_LAST = "书末"
"""Where the pages are that have no folio: those added to fill the last sheet."""
_PRINTER = Wording("与印厂商定", "to be agreed with the printer")


def _line(zh: str, en: str, text: str, english: str | None = None) -> Line:
    """Return a line; what needs no English is the same in both."""
    return Line(Wording(zh, en), Wording(text, text if english is None else english))


def groups(
    book: Book,
    decisions: Decisions,
    interior: PressInterior,
    cover: PressCover,
    fonts: Sequence[Sequence[str]],
) -> tuple[Group, ...]:
    """Return all facts; `fonts` are those of the interior and of the cover."""
    spot = interior.second.plate if interior.second else ""
    return (
        Group(Wording("书", "Book"), tuple(_of_book(book))),
        Group(
            Wording("书芯", "Interior"),
            (
                *_of_paper(book, decisions, interior),
                *_of_colours(interior, fonts[0]),
            ),
        ),
        Group(Wording("封面", "Cover"), tuple(_of_cover(book, cover, spot, fonts[1]))),
    )


def _of_book(book: Book) -> Iterator[Line]:
    facts = book.publication
    yield _line("书名", "Title", book.title)
    if facts.isbn:
        yield _line("书号", "ISBN", facts.isbn)
    if facts.permit:
        yield _line("准印证号", "Permit", facts.permit)
    if facts.price:
        yield _line("定价", "Price", facts.price)
    yield _line("出版", "Publisher", facts.publisher or book.issuer)
    for fact in book.imprint:
        if fact.value and fact.label in _COUNTS:
            yield _line(fact.label, _COUNTS[fact.label], fact.value)
    if book.status is Status.FINAL:
        yield _line("状态", "Status", "定稿", "final")
    else:
        yield _line("状态", "Status", "草稿，不可开印", "a draft: not to be printed")


_COUNTS = {"版次": "Edition", "印次": "Impression", "印数": "Print run"}


def _of_paper(book: Book, decisions: Decisions, interior: PressInterior) -> Iterator[Line]:
    pages, (width, height) = len(interior.pages) + interior.blanks, decisions.trim
    rounded = book.paper.binding == "hard" and book.cover.rounded
    sheet = imprint_lines.sheet_of(book, decisions)
    binding = BINDINGS["rounded" if rounded else book.paper.binding]
    yield _line("文件", "File", "press-interior.pdf")
    yield _line(
        "成品尺寸", "Trim",
        f"{width:g} × {height:g} 毫米，四边出血 3 毫米", f"{width:g} × {height:g} mm, bleed 3 mm",
    )  # fmt: skip
    yield _line(
        "开本", "Sheet",
        sheet.size if sheet else _PRINTER.zh,
        f"{sheet.width} × {sheet.height} mm, {sheet.leaves} leaves" if sheet else _PRINTER.en,
    )  # fmt: skip
    blanks = Wording("", "")
    if interior.blanks:
        blanks = Wording(
            f"，其中书末空白 {interior.blanks} 面", f", the last {interior.blanks} blank"
        )
    yield _line("面数", "Pages", f"{pages} 面{blanks.zh}", f"{pages}{blanks.en}")
    reckoned = cover_plan.sheets(book, decisions, pages)
    if sheet:
        yield _line(
            "印张", "Printed sheets",
            f"{reckoned}（{pages} 面 ÷ {sheet.leaves}）", f"{reckoned} ({pages} ÷ {sheet.leaves})",
        )  # fmt: skip
    else:
        yield Line(Wording("印张", "Printed sheets"), _PRINTER)
    if book.extent:
        counted = imprint_lines.count(book.extent, decisions, book.counting)
        line, lines, numbered = counted
        count = paper_stock.thousands(counted.characters)
        yield _line(
            "字数", "Characters",
            f"{count} 千字（每行 {line} 字 × {lines} 行 × {numbered} 面）",
            f"{count} thousand ({line} to a line × {lines} lines × {numbered} pages)",
        )  # fmt: skip
    yield Line(Wording("用纸", "Paper"), _paper(book))
    yield Line(Wording("装订", "Binding"), binding)


def _paper(book: Book) -> Wording:
    stock, leaf = paper_stock.stock(book.paper.name or paper_stock.USUAL), cover_plan.leaf(book)
    name = stock.name if stock else Wording(book.paper.name, book.paper.name)
    given = Wording("按表", "by the table")
    if book.paper.thickness:
        given = Wording("印厂所给", "the printer's figure")
    guessed = Wording("", "")
    if not book.paper.name:
        guessed = Wording("（未定，按常用纸）", " (not decided: the usual)")
    return Wording(
        f"{name.zh}{guessed.zh}，一张厚 {leaf:.3f} 毫米（{given.zh}）",
        f"{name.en}{guessed.en}, a leaf of {leaf:.3f} mm ({given.en})",
    )


def _of_colours(interior: PressInterior, fonts: Sequence[str]) -> Iterator[Line]:
    most, limit = max((p.heaviest for p in interior.pages), default=0), interior.condition.limit
    yield Line(Wording("印色", "Inks"), inks_of(interior))
    yield Line(Wording("颜色条件", "Condition"), _condition(interior.condition))
    yield _line(
        "总墨量", "Total ink",
        f"最大 {most:.0f}%，上限 {limit}%", f"{most:.0f}% at most, limit {limit}%",
    )  # fmt: skip
    if interior.press.marks:
        yield _line("裁切线", "Marks", "有，在出血外", "crop and register marks, outside the bleed")
    else:
        yield _line("裁切线", "Marks", "无", "none")
    yield Line(Wording("转换", "Converted"), _converted(interior))
    yield _fonts(fonts)


def _condition(condition: Condition) -> Wording:
    if condition.registered:
        return Wording(*[f"{condition.registered} ({condition.name})"] * 2)
    return Wording(f"印厂配置（{condition.name}）", f"profile of the printer ({condition.name})")


def inks_of(interior: PressInterior) -> Wording:
    """Return what the interior is printed in."""
    spot = interior.second.plate if interior.second else ""
    kinds = set().union(*(page.plates for page in interior.pages)) if interior.pages else set()
    names = [_PLATES["K"]]
    if "process" in kinds:
        names = [Wording("四色（各页见下）", "four colours (pages: see below)")]
    if spot and "spot" in kinds:
        names.append(_spot(spot))
    if interior.second and not spot and (inks := interior.second.process):
        shown = " ".join(f"{ink}{100 * part:.0f}" for ink, part in zip("CMYK", inks, strict=True))
        names.append(Wording(f"第二色（{shown}）", f"the second colour ({shown})"))
    return _joined(names)


def _spot(ink: str) -> Wording:
    return Wording(f"{ink}（专色）", f"{ink} (spot)")


def _named(plates: Collection[str], spot: str) -> Wording:
    """Return what `plates` are called: black is one of the four colours, `spot` the ink's name."""
    names = []
    if "process" in plates or "K" in plates:
        names.append(_PLATES["process" if "process" in plates else "K"])
    if "spot" in plates:
        names.append(_spot(spot))
    return _joined(names) if names else Wording("空白", "blank")


def _joined(names: Sequence[Wording]) -> Wording:
    return Wording(" + ".join(n.zh for n in names), " + ".join(n.en for n in names))


def _converted(interior: PressInterior) -> Wording:
    every = interior.pictures
    rgb = sum(facts.converted for facts in every)
    smaller = sum(facts.printed_ppi < facts.ppi - 1 for facts in every)
    grey = sum(facts.space == "Gray" for facts in every)
    return Wording(
        f"图片 {len(every)} 幅：{rgb} 幅由 RGB 转 CMYK，{grey} 幅灰度，{smaller} 幅缩到 300 ppi；"
        "黑色文字压印",
        f"{len(every)} pictures: {rgb} from RGB to CMYK, {grey} grey, {smaller} reduced to 300 ppi; "
        "black text overprints",
    )


def _fonts(fonts: Sequence[str]) -> Line:
    return _line("字体", "Fonts", f"{', '.join(fonts)}（全部嵌入 all embedded）")


def _of_cover(book: Book, cover: PressCover, spot: str, fonts: Sequence[str]) -> Iterator[Line]:
    plan, facts = cover.plan, book.cover
    yield _line("文件", "File", "press-cover.pdf")
    yield Line(Wording("展开尺寸", "Sheet"), _parts(book, cover))
    if plan.edge:
        yield Line(Wording("书壳", "Case"), _case(book, cover))
    yield Line(Wording("书脊文字", "Spine"), _spine(cover))
    surface = {"FOGRA39": Wording("涂布纸（未定）", "coated paper (not decided)")}
    undecided = surface.get(cover.condition.registered, _PRINTER)
    yield Line(
        Wording("用纸", "Paper"), Wording(facts.paper, facts.paper) if facts.paper else undecided
    )
    if facts.finish:
        yield _line("工艺", "Finish", facts.finish)
    yield Line(Wording("印色", "Inks"), _named(cover.plates, spot))
    yield Line(Wording("颜色条件", "Condition"), _condition(cover.condition))
    limit = cover.condition.limit
    yield _line(
        "总墨量", "Total ink",
        f"最大 {cover.heaviest:.0f}%，上限 {limit}%", f"{cover.heaviest:.0f}% at most, limit {limit}%",
    )  # fmt: skip
    yield Line(Wording("条码", "Barcode"), _code(book, cover))
    yield _fonts(fonts)


def _parts(book: Book, cover: PressCover) -> Wording:
    plan = cover.plan
    parts = [
        Wording(f"封面 {plan.width:g}", f"front {plan.width:g}"),
        Wording(f"书脊 {plan.spine:.1f}", f"spine {plan.spine:.1f}"),
        Wording(f"封底 {plan.width:g}", f"back {plan.width:g}"),
    ]
    if plan.flap:
        parts.append(Wording(f"勒口各 {plan.flap:g}", f"flaps {plan.flap:g} each"))
    if plan.edge:
        parts.append(Wording(f"四边包边 {plan.edge:g}", f"turn-ins {plan.edge:g}"))
    size = f"{plan.sheet_width:.1f} × {plan.sheet_height:g}"
    return Wording(
        f"{size} 毫米（{'，'.join(p.zh for p in parts)} 毫米），出血 3 毫米",
        f"{size} mm ({', '.join(p.en for p in parts)} mm), bleed 3 mm",
    )


def _case(book: Book, cover: PressCover) -> Wording:
    """Return the boards of hard covers; front and back are a hinge and a board wide."""
    facts, plan = book.cover, cover.plan
    board = f"{plan.width - facts.hinge:g} × {plan.height:g}"
    arc = Wording("", "")
    if facts.rounded and not facts.spine:
        arc = Wording(f"（{ROUND}° 弧长）", f" (the arc of {ROUND}°)")
    return Wording(
        f"纸板 {board} 毫米两块、厚 {facts.board:g}，中径 {plan.spine:.1f}{arc.zh}，书槽 {facts.hinge:g}，"
        f"飘口 {cover_plan.SQUARE:g} 毫米（印厂有自己的数，写进 cover 再做）",
        f"two boards of {board} mm, {facts.board:g} thick, spine {plan.spine:.1f}{arc.en}, hinges "
        f"{facts.hinge:g}, squares {cover_plan.SQUARE:g} mm (a printer's own figures: into `cover`, "
        "and build again)",
    )


def _spine(cover: PressCover) -> Wording:
    if cover.plan.spine_size:
        return Wording("从上到下", "from top to bottom")
    if cover.plan.spine:
        return Wording("书脊不到 5 毫米，不印字", "narrower than 5 mm: nothing is printed on it")
    return Wording("无", "none")


def _code(book: Book, cover: PressCover) -> Wording:
    code, addon = cover.code, book.cover.price_code
    if not code.number:
        return Wording("无（没有书号）", "none (no ISBN)")
    added = Wording("无附加码", "no add-on")
    if addon:
        added = Wording(f"附加码 {addon}", f"add-on {addon}")
    return Wording(
        f"EAN-13，{code.number}，{added.zh}；放大系数 {code.size:.2f}，单黑压印，读回无误",
        f"EAN-13, {code.number}, {added.en}; {code.size:.2f} of full size, black overprinting, read back",
    )


def plates(interior: PressInterior) -> tuple[PlatePages, ...]:
    """Return the pages by the plates they need, most first; the blank ones too."""
    spot = interior.second.plate if interior.second else ""
    by_plates: dict[tuple[str, ...], list[str]] = {}
    for page in interior.pages:
        names = tuple(name for name in _PLATES if name in page.plates)
        by_plates.setdefault(names, []).append(page.label)
    if interior.blanks:
        by_plates.setdefault((), []).extend([_LAST] * interior.blanks)
    return tuple(
        PlatePages(
            names,
            _named(names, spot),
            len(labels),
            Wording("其余各页", "all others")
            if names == ("K",)
            else Wording(_runs(labels), _runs(labels)),
        )
        for names, labels in sorted(by_plates.items(), key=lambda pair: -len(pair[1]))
    )


def _runs(labels: Sequence[str]) -> str:
    """Return folios with runs drawn together: 3、7–9、Ⅻ; those without one: 书末6面."""
    runs: list[list[str]] = []
    blanks = labels.count(_LAST)
    for label in [*labels[: len(labels) - blanks], *([f"{_LAST}{blanks}面"] if blanks else [])]:
        last = runs[-1][-1] if runs else ""
        if label.isdecimal() and last.isdecimal() and int(label) == int(last) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
