"""Text becomes Markdown that reads as its author typed it, character for character."""

from awkward import AWKWARD
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from casebook.intake.markup import markdown
from casebook.intake.structure.text_manuscript import to_markdown
from casebook.intake.structure.titles_and_headings import BlockKind, TextBlock
from casebook.intake.structure.writing import escape


def rendered(source: str) -> etree._Element:
    """Read `source` as the book reads it; it may ask whether a typed [^1] was meant as a note."""
    text = markdown.read(source, "cases/x-01.md", "x", 1, lambda *_: None)
    assert {erratum.rule for erratum in text.errata} <= {"undefined-note", "foreign-markup"}
    return etree.fromstring(f"<div>{text.body}</div>")


def words(node: etree._Element) -> str:
    return "".join(map(str, node.itertext()))


@given(st.lists(AWKWARD.filter(bool), min_size=1, max_size=4))
@example(
    ["*强调*", "1. 项", "# 题", "> 引", "---", "[a](b)", "<b>粗</b>", "&lt;", "![x](y)", "a_b_c"]
)
@example(
    [
        "[^1]",
        "[^1]: 注",
        "***",
        "+ x",
        "- x",
        ": 题",
        "|a|b|",
        "|-|-|",
        "~~~",
        "```",
        "\\",
        "===",
        "<!-- -->",
    ]
)
@example(["http://a.b", "<http://a.b>", "a@b.c", "*", "1)", "12.", "123456789. x", "**甲。**乙"])
def test_every_character_comes_out_as_its_author_typed_it(paragraphs: list[str]) -> None:
    source = to_markdown(TextBlock(BlockKind.PARAGRAPH, text) for text in paragraphs)
    root = rendered(source)
    assert [node.tag for node in root] == ["p"] * len(paragraphs)
    assert [words(node) for node in root] == paragraphs


@given(AWKWARD.filter(bool), st.integers(2, 6))
def test_a_heading_comes_out_as_typed(text: str, level: int) -> None:
    blocks = [TextBlock(BlockKind.HEADING, "甲", level=depth) for depth in range(2, level)]
    root = rendered(to_markdown([*blocks, TextBlock(BlockKind.HEADING, text, level=level)]))
    assert root[-1].tag == f"h{level}"
    assert words(root[-1]) == text


@given(AWKWARD.filter(bool))
def test_a_run_in_heading_is_bold_and_its_text_is_not(text: str) -> None:
    block = TextBlock(BlockKind.RUN_IN, text, lead="（一）学习*培训*。")
    root = rendered(to_markdown([block]))
    assert words(root[0]) == "（一）学习*培训*。" + text
    assert root[0][0].tag == "strong"
    assert words(root[0][0]) == "（一）学习*培训*。"


def test_plain_text_is_written_without_a_backslash() -> None:
    text = "（一）2023年1月12日，“1+N”——5S、DDH（3~5人）：A/B！30%；a.b-c #1 x>y"
    assert escape(text) == text
