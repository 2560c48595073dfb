"""Rich text as Outlook and Word write it: characters, tables, packed pages, what is not to be read."""

import pytest

from casebook.intake.formats import rtf_page, webpage
from casebook.intake.formats.rich import Paragraph, Table

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}"
    r"{\f1\fswiss\fcharset0 Arial;}{\f2\fcharset2 Symbol;}}"
    r"{\colortbl;\red0\green0\blue0;}{\*\generator Riched20 10.0;}\pard\plain "
)
PIXEL = (
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a4944415478da6360000000020001e221bc330000000049454e44ae426082"
)


def gbk(text: str) -> str:
    """Return `text` as bytes of GBK, as rich text writes them."""
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gbk"))


def blocks(text: str) -> list[str | list[list[str]]]:
    """Return the paragraphs, and of a table the texts of its cells."""
    page = rtf_page.read((HEAD + text + "}").encode("latin-1")).page
    document = webpage.read(f'<meta charset="utf-8">{page}'.encode(), "x.html")
    return [
        block.text
        if isinstance(block, Paragraph)
        else [["|".join(p.text for p in cell.blocks if isinstance(p, Paragraph)) for cell in row]
              for row in block.rows]
        for block in document.blocks
    ]  # fmt: skip


def test_characters_of_every_form_are_read() -> None:
    text = (
        rf"{gbk('心灵')}\f1  caf\'e9 \f0{gbk('园地')}\u-28688?\u8212\'a1\par "
        r"\uc2\u24515\'d0\'c4\uc1\ldblquote a\rdblquote\emdash\~\{b\}\\\par \u-10179?\u-9055?\par"
        r"{\f2\'b7}\tab x\line y\par"
    )
    assert blocks(text) == ["心灵 café 园地述—", "心“a”—\u00a0{b}\\", "\U0001f4a1", "• x\ny"]


def test_a_byte_that_is_a_sign_of_rich_text_may_be_half_a_character() -> None:
    text = r"\'82\'5c\par" + "\xd6\xd0\\par"
    assert blocks(text) == [b"\x82\x5c".decode("gbk"), "中"]


def test_a_table_is_a_table_with_its_merged_cells() -> None:
    rows = (
        r"\trowd\cellx2000\cellx4000\cellx6000\pard\intbl "
        rf"{gbk('单位')}\cell {gbk('甲院')}\cell {gbk('乙')}\par {gbk('丙')}\cell\row"
        rf"\trowd\cellx2000\cellx6000\pard\intbl {gbk('题目')}\cell {gbk('长题')}\cell\row"
        r"\trowd\cellx2000\clmgf\cellx4000\clmrg\cellx6000\pard\intbl a\cell b\cell\cell\row"
    )
    assert blocks(rows + rf"\pard {gbk('后文')}\par") == [
        [["单位", "甲院", "乙|丙"], ["题目", "长题"], ["a", "b"]], "后文",
    ]  # fmt: skip
    page = rtf_page.read((HEAD + rows + "}").encode("latin-1")).page
    (table,) = webpage.read(page.encode(), "x.html").blocks
    assert isinstance(table, Table)
    assert [[cell.across for cell in row] for row in table.rows] == [[1, 1, 1], [1, 2], [1, 2]]


def test_a_cell_that_goes_on_below_is_one() -> None:
    rows = (
        r"\trowd\clvmgf\cellx2000\cellx4000\pard\intbl a\cell b\cell\row"
        r"\trowd\clvmrg\cellx2000\cellx4000\pard\intbl \cell c\cell\row"
    )
    page = rtf_page.read((HEAD + rows + "}").encode("latin-1")).page
    assert 'rowspan="2"><p>a</p>' in page
    assert blocks(rows) == [[["a", "b"], ["c"]]]


def test_words_that_are_no_text_are_left_and_all_others_stand() -> None:
    text = (
        r"{\info{\author x}}{\header y}a{\field{\*\fldinst HYPERLINK z}{\fldrslt b}}"
        r"{\deleted c}{\listtext 1.\tab}d{\*\unknown e}{\unknown f}\par"
    )
    assert blocks(text) == ["ab1. df"]


def test_pictures_come_out_and_those_in_no_known_form_are_counted() -> None:
    text = (
        r"a{\pict\pngblip\picw1 "
        + PIXEL
        + r"}\par{\pict\wmetafile8 0100}{\*\shppict{\pict\jpegblip ffd8}}"
    )
    read = rtf_page.read((HEAD + text + "}").encode())
    assert [(p.name, p.data[:2]) for p in read.pictures] == [
        ("picture-1.png", b"\x89P"), ("picture-2.jpg", b"\xff\xd8"),
    ]  # fmt: skip
    assert read.left == 1
    assert '<p>a<img src="cid:picture-1.png"></p>' in read.page


PACKED = (
    r"{\rtf1\ansi\ansicpg936\fromhtml1 \deff0{\fonttbl{\f0\fcharset134 SimSun;}}"
    r"{\*\htmltag19 <html>}{\*\htmltag34 <head>}{\*\htmltag161 <title>\'d0\'c4</title>}"
    r"{\*\htmltag64 <p class=\{x\}>}\htmlrtf {\htmlrtf0 \f0 \'d0\'c4 R&D {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0"
    r"{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0 {\*\mhtmltag64 <p>}\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}\par"
    r"{\*\htmltag27 </html>}}"
)


def test_a_page_packed_in_rich_text_comes_out_as_it_was() -> None:
    assert rtf_page.read(PACKED.encode()).page == (
        "<html><head><title>心</title><p class={x}>心 R&amp;D &lt;&amp;</p>\n</html>"
    )


def test_plain_text_packed_in_rich_text_comes_out_as_lines() -> None:
    text = r"{\rtf1\ansi\ansicpg936\fromtext{\fonttbl{\f0 x;}}\'d0\'c4\par <b>\tab c\par}"
    assert rtf_page.read(text.encode()).text == "心\n<b>\tc\n"


@pytest.mark.parametrize("data", [b"", b"no", b"{\\rtf1" + b"{" * 5000])
def test_what_is_no_rich_text_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"rich text|groups"):
        rtf_page.read(data)
