"""Which line of the text calls which figure."""

import pytest

from casebook.pagination.mentions import first_mentions, label_of


def figures(*lines: str) -> dict[str, int]:
    """Return where each figure is called first, in a paragraph of these lines."""
    opens = [True, *(False for _ in lines[1:])]
    return {number: at for (_, number), at in first_mentions(lines, opens).items()}


@pytest.mark.parametrize(
    ("caption", "label"),
    [
        ("图3 门诊流程", ("图", "3")),
        ("图 1－2　改造前后", ("图", "1-2")),
        ("Fig. 4 Results", ("Figure", "4")),
        ("医院召开推进会", None),
        ("示意图3", None),
    ],
)
def test_a_caption_names_its_figure(caption: str, label: tuple[str, str] | None) -> None:
    assert label_of(caption) == label


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("见图3。", ["3"]),
        ("如图2、3所示", ["2", "3"]),
        ("图1～4和图7是现场照片", ["1", "2", "3", "4", "7"]),
        ("（图1-2）", ["1-2"]),
        ("形成可复制的流程图2张", []),
        ("附图2张，见图12", ["12"]),
        ("as Figure 2 shows", ["2"]),
    ],
)
def test_a_sentence_calls_figures(text: str, numbers: list[str]) -> None:
    assert list(figures(text)) == numbers


def test_the_line_is_that_on_which_the_number_ends() -> None:
    assert figures("流程见图", "12。效果见", "图3") == {"12": 1, "3": 2}


def test_only_the_first_call_counts_and_paragraphs_do_not_run_together() -> None:
    calls = first_mentions(["见图1", "见图", "2", "又见图1"], [True, True, True, True])
    assert calls == {("图", "1"): 0}
