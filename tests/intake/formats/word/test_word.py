"""A Word file is read without losing a word: every kind of text, number and picture."""

import pytest
import specimens
from lxml import etree
from making import body, docx, level, numbered, p, part, png, run
from specimens import Specimen

from casebook.errata import Kind, StopPress
from casebook.intake.formats import word
from casebook.intake.formats.rich import Paragraph, Table
from casebook.intake.markup import markdown
from casebook.intake.structure.draft import Draft
from casebook.intake.structure.manuscript_reader import read
from text_loss_meter import letters, lost

KINDS = tuple(specimens.ALL)


def draft_of(data: bytes, name: str = "稿.docx") -> Draft:
    return read(data, name, "稿").draft


def shown(draft: Draft) -> str:
    """Return the text of a case as the book will show it."""
    text = markdown.read(draft.body, "cases/a.md", "a", 1, lambda *_: None)
    assert text.errata == ()
    return "".join(map(str, etree.fromstring(f"<div>{text.body}</div>").itertext()))


def case_of(draft: Draft) -> str:
    return "".join((shown(draft), *draft.opening, *draft.cut))


def flat(text: str) -> str:
    return "".join(text.split())


def rules(draft: Draft) -> set[str]:
    return {erratum.rule for erratum in draft.errata}


@pytest.fixture(params=KINDS)
def specimen(request: pytest.FixtureRequest) -> Specimen:
    made: Specimen = specimens.ALL[request.param]()
    return made


def test_every_fragment_is_in_the_case(specimen: Specimen) -> None:
    case = flat(case_of(draft_of(specimen.data)))
    assert [sentence for sentence in specimen.kept if flat(sentence) not in case] == []


def test_what_is_not_in_the_case_is_listed_with_its_reason(specimen: Specimen) -> None:
    draft = draft_of(specimen.data)
    listed = "".join(aside.text for aside in draft.asides)
    assert [line for line in specimen.listed if line not in listed] == []
    assert [line for line in specimen.listed if line in case_of(draft)] == []
    assert all(aside.reason.zh and aside.reason.en and aside.where for aside in draft.asides)


def test_an_independent_meter_finds_no_letter_lost(specimen: Specimen) -> None:
    draft = draft_of(specimen.data)
    uncalled = "".join(
        a.text for a in draft.asides if a.reason.en.startswith(("a note", "an auto"))
    )
    assert lost(specimen.data, case_of(draft), uncalled) == lost_rows(specimen)


def lost_rows(specimen: Specimen) -> str:
    """Return what the meter counts that Word does not show: it knows no deleted rows."""
    deleted = [line for line in specimen.listed if line == "删去的行"]
    return "".join(sorted(letters("".join(deleted)).elements()))


def test_automatic_numbers_come_out_as_a_reader_sees_them() -> None:
    made = specimens.numbering()
    text = draft_of(made.data).body.replace("\\", "").replace("#", "").replace("１", "1")
    lines = {flat(line) for line in text.splitlines()}
    wanted = {flat(number).replace("１", "1").replace("２", "2") for number in made.numbers}
    assert wanted <= lines


def test_a_list_that_begins_again_keeps_its_own_numbers() -> None:
    item = f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}</w:abstractNum>'
    series = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in (1, 2)
    )
    items = [numbered(text, at) for text, at in (("甲", 1), ("乙", 1), ("丙", 2), ("丁", 2))]
    data = docx(
        body(p("正文。"), *items), {"word/numbering.xml": part("w:numbering", item + series)}
    )
    draft = draft_of(data)
    assert "1. 甲\n2. 乙\n\n<!-- -->\n\n1. 丙\n2. 丁\n" in draft.body
    assert shown(draft).split() == ["正文。", "甲", "乙", "丙", "丁"]


def test_pictures_keep_their_bytes_and_every_other_is_told() -> None:
    draft = draft_of(specimens.boxes().data)
    assert sorted(picture.data for picture in draft.pictures) == sorted(
        png(10 + n, 8, 40 * n) for n in (1, 2, 3, 4)
    )
    (erratum,) = [erratum for erratum in draft.errata if erratum.rule == "word-unused-picture"]
    assert erratum.quote == "image5.png"


def test_a_caption_goes_to_its_picture_and_to_its_table() -> None:
    assert '"图1 活动现场")' in draft_of(specimens.boxes().data).body
    assert "\n\n: 表1　年度数据\n\n<table>" in draft_of(specimens.tables().data).body


def test_merged_cells_span_and_a_table_stands_in_a_cell() -> None:
    document = word.read(specimens.tables().data, "表.docx")
    table = next(block for block in document.blocks if isinstance(block, Table))
    spans = [[(cell.across, cell.down) for cell in row] for row in table.rows]
    assert spans == [[(2, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)], [(1, 1), (1, 1)], [(1, 1)] * 3]
    assert any(isinstance(block, Table) for block in table.rows[2][1].blocks)


def test_notes_stand_where_they_are_called() -> None:
    text = markdown.read(
        draft_of(specimens.notes().data).body, "a.md", "a", 1, lambda *_: None
    ).body
    assert '有脚注<span class="note" id="a-n1">脚注的内容。</span>的一句' in text


def test_revisions_comments_and_hidden_text_are_told() -> None:
    draft = draft_of(specimens.notes().data)
    assert {"word-revision", "word-hidden", "word-struck", "word-comment"} <= rules(draft)
    revisions = next(erratum for erratum in draft.errata if erratum.rule == "word-revision")
    assert "4 处" in revisions.message.zh
    comment = next(erratum for erratum in draft.errata if erratum.rule == "word-comment")
    assert (comment.quote, comment.kind) == ("这里要核实数字", Kind.QUERY)
    assert "李编辑" in comment.message.zh


def test_a_contact_in_hidden_text_is_left_out_and_told() -> None:
    secret = run("手机13800001234", "<w:vanish/>")
    draft = draft_of(docx(body(p("题目"), p("可见。", run("隐藏的话", "<w:vanish/>"), secret))))
    assert "隐藏的话" in draft.body
    assert "1380000" not in draft.body + "".join(erratum.quote for erratum in draft.errata)
    messages = [erratum.message.zh for erratum in draft.errata if erratum.rule == "word-hidden"]
    assert any("没有收入" in message for message in messages)


def test_emphasis_and_raised_figures_are_kept() -> None:
    body_ = draft_of(specimens.plain().data).body
    assert "H<sub>2</sub>O，面积10m<sup>2</sup>。" in body_
    data = docx(body(p("这是", run("重点", "<w:b/>"), "，很好。"), p("又一段。")))
    assert draft_of(data).body.startswith("这是**重点**，很好。")


def test_a_run_in_heading_and_headings_are_found_without_styles() -> None:
    text = draft_of(specimens.plain().data).body
    assert "\n## 一、主要做法\n" in text
    assert "\n**（一）学习培训。**后文粗体继续" in text


def test_line_breaks_within_a_paragraph_are_judged() -> None:
    lines = draft_of(specimens.plain().data).body.splitlines()
    assert "第一行在这里断开，还没有写完的一句话接着往下写，第二行接上。" in lines
    assert {"前一段结束。", "后一段开始。"} <= set(lines)


def test_a_strict_file_reads_like_a_transitional_one() -> None:
    names = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    document = body(p("一、标题"), p("严格格式的正文。"))
    for old, new in names.items():
        document = document.replace(old, new)
    assert draft_of(docx(document)).body == "## 一、标题\n\n严格格式的正文。\n"


def test_the_main_part_may_lie_elsewhere_and_begin_with_a_mark() -> None:
    document = "\ufeff" + body(p("换了位置的正文。"), p("第二段。"))
    data = docx(document, main="word/document2.xml")
    assert draft_of(data).body.startswith("换了位置的正文。")


def test_a_file_in_utf_16_is_read() -> None:
    text = body(p("十六位编码。"), p("第二段。")).replace('encoding="UTF-8"', 'encoding="UTF-16"')
    data = docx(text.encode("utf-16"))
    assert draft_of(data).body.startswith("十六位编码。")


def test_macros_are_told_and_not_run() -> None:
    data = docx(body(p("正文一。"), p("正文二。")), {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert "macros" in rules(draft_of(data, "稿.docm"))


def test_text_the_walk_does_not_know_is_an_erratum_that_quotes_it() -> None:
    odd = "<w:p><w:pPr><w:pStyle><w:t>藏在属性里的字</w:t></w:pStyle></w:pPr></w:p>"
    with pytest.raises(StopPress) as stop:
        draft_of(docx(body(p("正文。"), odd)))
    (erratum,) = stop.value.errata
    assert (erratum.rule, erratum.quote) == ("unaccounted-text", "藏在属性里的字")


def test_characters_outside_any_paragraph_are_listed() -> None:
    draft = draft_of(docx(body(p("正文一。"), "游离的字", p("正文二。"))))
    assert any(aside.text == "游离的字" for aside in draft.asides)
    assert "stray" in rules(draft)


def test_a_symbol_nobody_knows_is_told() -> None:
    data = docx(
        body(p("甲", '<w:r><w:sym w:font="Bespoke" w:char="F0E9"/></w:r>', "乙。"), p("丙。"))
    )
    draft = draft_of(data)
    assert "word-symbol" in rules(draft)
    assert "\uf0e9" in draft.body


def test_an_outline_level_makes_a_heading_of_a_line_without_number() -> None:
    head = p("没有编号的标题", properties='<w:outlineLvl w:val="1"/>')
    data = docx(body(p("党建工作的一些做法"), p("引言一段。"), head, p("正文。")))
    assert "\n## 没有编号的标题\n" in draft_of(data).body


def test_a_frame_round_the_text_is_taken_off() -> None:
    inside = "".join(p(f"第{at}段正文。") for at in range(5))
    data = docx(body(f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"))
    blocks = word.read(data, "a.docx").blocks
    assert isinstance(blocks[0], Table)
    assert draft_of(data).body.splitlines()[::2] == [f"第{at}段正文。" for at in range(5)]


def test_empty_paragraphs_are_no_blocks_of_the_case() -> None:
    draft = draft_of(docx(body(p("甲段。"), p(), p("　　"), p("乙段。"))))
    assert draft.body == "甲段。\n\n乙段。\n"
    assert isinstance(word.read(docx(body(p())), "a.docx").blocks[0], Paragraph)


def test_emphasis_dots_are_kept_as_emphasis_and_told() -> None:
    line = p(
        "前文，", run("着重的话", '<w:em w:val="dot"/>'), run("，没有", '<w:em w:val="none"/>')
    )
    draft = draft_of(docx(body(p("一个题目"), line, p("末段一句话。"))))
    assert "前文，*着重的话*，没有" in draft.body
    (erratum,) = (erratum for erratum in draft.errata if erratum.rule == "word-emphasis-dots")
    assert erratum.quote == "着重的话"
