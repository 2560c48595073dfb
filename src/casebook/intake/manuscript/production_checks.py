"""What `book.yaml` says of paper, binding and cover that no printer can do, or that contradicts itself."""

import re
from collections.abc import Callable, Iterator

from casebook import paper_stock
from casebook.errata import Erratum, Place, Wording, nearest
from casebook.intake.manuscript.schema import BookFile

Places = Callable[..., Place]
"""Where a key of book.yaml stands, by the names that lead to it."""


def of_paper(file: BookFile, place: Places) -> Iterator[Erratum]:
    """Yield what of the paper of the pages is wrong."""
    of = file.paper
    if not of.thickness:
        yield from _unknown(of.name, place("paper", "name"), _MEASURED)
    if of.thickness is not None and not 0.02 <= of.thickness <= 0.6:
        yield Erratum(
            "paper-thickness",
            place("paper", "thickness"),
            Wording(
                f"一张纸厚 {of.thickness:g} 毫米，不是书纸的厚度",
                f"a leaf of {of.thickness:g} mm is no paper of a book",
            ),
            Wording(
                "写一张（两面）的厚度，一般是 0.05 到 0.3 毫米。",
                "Write the thickness of one leaf: 0.05 to 0.3 mm as a rule.",
            ),
            f"{of.thickness:g}",
        )
    if of.sheet and paper_stock.sheet(of.sheet) is None:
        yield Erratum(
            "unknown-sheet",
            place("paper", "sheet"),
            Wording("不是全张纸和开数", "not a sheet and its leaves"),
            Wording("写成 720 × 1000 1/16 的样子。", "Write it as 720 × 1000 1/16."),
            of.sheet,
        )


_MEASURED = Wording(
    "别的纸加一行“thickness: 0.1 mm”，问印厂。",
    "For any other add ‘thickness: 0.1 mm’, as the printer gives it.",
)
_PROFILED = Wording(
    "别的纸写最接近的一种，或用 profile 给出印厂的颜色配置文件。",
    "For any other write the nearest, or give the printer's profile by `profile`.",
)


def _unknown(words: str, place: Place, otherwise: Wording) -> Iterator[Erratum]:
    """Yield why `words` are no paper of the table; `otherwise` says what to do with any other."""
    if not words or paper_stock.stock(words) is not None:
        return
    kinds = [paper.name.zh for paper in paper_stock.PAPERS]
    kind = paper_stock.named(words)
    if kind is not None:
        said = Wording(
            f"{kind.name.zh}纸的克重没有写，或不在 {kind.lightest} 到 {kind.heaviest} 克之间",
            f"the weight is missing, or not between {kind.lightest} and {kind.heaviest} g/m²",
        )
    else:
        said = Wording("表里没有这种纸", "this paper is not in the table")
    hint = Wording(
        f"写名称和克重：双胶 80 g（{'、'.join(kinds)}）。{otherwise.zh}",
        f"Write name and weight: 双胶 80 g ({', '.join(kinds)}). {otherwise.en}",
    )
    near = None if kind else nearest(words, kinds)
    yield Erratum("unknown-paper", place, said, near or hint, words)


def of_cover(file: BookFile, place: Places) -> Iterator[Erratum]:
    """Yield what of the cover is wrong."""
    of = file.cover
    if not of.profile:
        yield from _unknown(of.paper, place("cover", "paper"), _PROFILED)
    if of.spine is not None and not 0 < of.spine <= 120:
        yield Erratum(
            "spine-width",
            place("cover", "spine"),
            Wording(
                f"书脊厚 {of.spine:g} 毫米，不是一本书的厚度",
                f"no book has a spine of {of.spine:g} mm",
            ),
            Wording(
                "照印厂给的写，或删去这一行照页数和纸算。",
                "Write the printer's figure, or drop the line.",
            ),
            f"{of.spine:g}",
        )
    yield from _of_title(file, place)
    yield from _of_case(file, place)
    if of.price_code and not re.fullmatch(r"\d{2}|\d{5}", of.price_code):
        yield Erratum(
            "wrong-price-code",
            place("cover", "price_code"),
            Wording("条码附加码不是 2 位或 5 位数字", "the add-on of a barcode has 2 or 5 digits"),
            Wording(
                "照出版社给的写；没有就删去这一行。",
                "Write what the publisher gives, or drop the line.",
            ),
            of.price_code,
        )
    if of.flaps is not None and not 30 <= of.flaps <= 150:
        yield Erratum(
            "flap-width",
            place("cover", "flaps"),
            Wording(
                f"勒口宽 {of.flaps:g} 毫米，折不住或折不下",
                f"flaps of {of.flaps:g} mm cannot be folded in",
            ),
            Wording("勒口一般宽 60 到 100 毫米。", "Flaps are 60 to 100 mm wide as a rule."),
            f"{of.flaps:g}",
        )


def _of_title(file: BookFile, place: Places) -> Iterator[Erratum]:
    """The lines of the title on the cover are the title: nothing is left out, nothing added."""
    lines = "".join(file.cover.title.split())
    if lines and lines != "".join(file.title.split()):
        yield Erratum(
            "cover-title",
            place("cover", "title"),
            Wording(
                f"封面书名的各行连起来不是书名“{file.title}”",
                f"the lines of the title on the cover do not make the title ‘{file.title}’",
            ),
            Wording(
                "照书名断行，一行写一行，不增不减；书名有改的两处都改。",
                "Divide the title into lines and change nothing; if it was changed, change both.",
            ),
            " / ".join(file.cover.title.split("\n")).strip(" /"),
        )


def _of_case(file: BookFile, place: Places) -> Iterator[Erratum]:
    """Yield what of hard covers cannot be; flaps belong to a jacket, which is another sheet."""
    of, hard = file.cover, file.paper.binding == "hard"
    for name, value, least, most in (
        ("board", of.board, 1.0, 5.0),
        ("hinge", of.hinge, 5.0, 15.0),
        ("turn_in", of.turn_in, 10.0, 25.0),
    ):
        if value is not None and not least <= value <= most:
            yield Erratum(
                "hard-cover-measure",
                place("cover", name),
                Wording(
                    f"{_CASE[name].zh} {value:g} 毫米，装不成书壳",
                    f"{_CASE[name].en} of {value:g} mm make no hard cover",
                ),
                Wording(
                    f"写 {least:g} 到 {most:g} 毫米之间的数，问印厂。",
                    f"Write {least:g} to {most:g} mm, as the printer gives it.",
                ),
                f"{value:g}",
            )
    if hard and of.flaps:
        yield Erratum(
            "hard-cover-flaps",
            place("cover", "flaps"),
            Wording("精装的书壳没有勒口", "hard covers have no flaps"),
            Wording(
                "删去 flaps；勒口属于护封，护封不在这里做，请设计另做一张。",
                "Drop `flaps`: they belong to a jacket, which is not made here but is a sheet of "
                "its own, by a designer.",
            ),
            f"{of.flaps:g}",
        )


_CASE = {
    "board": Wording("纸板厚", "boards"),
    "hinge": Wording("书槽宽", "hinges"),
    "turn_in": Wording("包边宽", "turn-ins"),
}
