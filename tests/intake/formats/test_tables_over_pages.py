"""A cell that goes on over pages is one, though pages in between show other columns or none."""

import pytest

from casebook.intake.formats.tables_over_pages import document
from casebook.pagetext import Box, Ruled

XS = (50.0, 110.0, 280.0, 360.0, 520.0)
LONG = (
    "这一格的正文很长很长，一页写不完，接着写到下一页去，一直写到最后一页才写完为止，总共写了三页"
)


def level(y: float, left: float, right: float) -> Box:
    return Box(left, y, right, y + 0.5)


def upright(x: float, top: float, bottom: float) -> Box:
    return Box(x, top, x + 0.5, bottom)


def words(text: str, x: float, y: float) -> list[tuple[str, Box | None]]:
    return [(char, Box(x + at * 2, y, x + at * 2 + 2, y + 10)) for at, char in enumerate(text)]


def joined(chars: object) -> str:
    return "".join(char for char, _ in chars).strip()  # type: ignore[attr-defined]


def page_of(
    rows: list[tuple[tuple[float, ...], tuple[str, ...]]], rules: bool = True, top: float = 40
) -> Ruled:
    """Return a page of rows, each with its upright lines and the texts between them."""
    chars: list[tuple[str, Box | None]] = []
    drawn: list[Box] = []
    for at, (xs, texts) in enumerate(rows):
        y = top + at * 40
        drawn += [level(y, xs[0], xs[-1]), level(y + 40, xs[0], xs[-1])] if rules else []
        drawn += [upright(x, y, y + 40) for x in xs]
        for x, text in zip(xs, texts, strict=False):
            chars += words(text, x + 4, y + 10)
    return Ruled(tuple(chars), tuple(drawn))


HEAD = (XS, ("单位", "甲院", "类别", "党建"))
TAIL = (XS, ("联系人", "张三", "电话", "无"))


@pytest.mark.parametrize("rules", [True, False])
@pytest.mark.parametrize(
    ("columns", "first", "texts"),
    [
        ((XS[0], XS[1], XS[-1]), ("正文", LONG), ("", "二"), ),
        ((XS[0], XS[-1]), (LONG,), ("二",)),
    ],
)  # fmt: skip
def test_the_pages_in_the_middle_of_a_cell_belong_to_it(
    columns: tuple[float, ...], first: tuple[str, ...], texts: tuple[str, ...], rules: bool
) -> None:
    middle = (columns, texts)
    pages = [
        page_of([HEAD, (columns, first)]), page_of([middle], rules),
        page_of([(columns, tuple(text and "三" for text in texts)), TAIL]),
    ]  # fmt: skip
    read = [row for lines in document(pages, joined) for row in lines if row.text.strip()]
    assert [[cell for cell in row.cells if cell] for row in read] == [
        [*HEAD[1]], [*first[:-1], f"{LONG}二三"], [*TAIL[1]],
    ]  # fmt: skip
    assert len({row.table for row in read}) == 1


def test_a_frame_of_another_width_is_no_part_of_a_table() -> None:
    frame = ((XS[0] + 20, XS[-1] - 20), ("附注",))
    pages = [page_of([HEAD, ((XS[0], XS[-1]), (LONG,))]), page_of([frame])]
    read = [row for lines in document(pages, joined) for row in lines if row.text.strip()]
    assert [row.table for row in read][-1] == 0
    assert read[-2].cells[0] == LONG


def test_text_behind_the_table_is_no_part_of_it() -> None:
    pages = [page_of([HEAD, ((XS[0], XS[-1]), (LONG,))]), Ruled(tuple(words("后文", 60, 40)), ())]
    read = [row for lines in document(pages, joined) for row in lines if row.text.strip()]
    assert (read[-1].table, read[-1].text) == (0, "后文")


def test_a_short_row_of_one_cell_is_a_row_of_its_own() -> None:
    wide = (XS[0], XS[-1])
    pages = [page_of([HEAD, (wide, ("一等奖",))]), page_of([(wide, ("二等奖",)), TAIL])]
    read = [row.cells[0] for lines in document(pages, joined) for row in lines if row.cells]
    assert read == ["单位", "一等奖", "二等奖", "联系人"]
