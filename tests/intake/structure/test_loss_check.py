"""The words of a received file are in the case, in the log, or told: by an independent reading."""

import re
from dataclasses import replace

import pytest
from making import body as body_of
from making import docx, p

from casebook.errata import Erratum, StopPress
from casebook.intake.formats import raw_text
from casebook.intake.structure import loss_check
from casebook.intake.structure.manuscript_reader import read

PAGE = "<html><body><p>某集团公司</p><p>正文一段文字。</p>{}<p>末段文字。</p></body></html>"


def reports_of(inside: str) -> dict[str, str]:
    """Return what is told of a page, by rule."""
    draft = read(PAGE.format(inside).encode(), "a.html", "来稿").draft
    return {erratum.rule: erratum.quote for erratum in draft.errata}


def body(inside: str) -> str:
    return read(PAGE.format(inside).encode(), "a.html", "来稿").draft.body


LEFT_OUT = {
    "<svg><title>图名</title><text>图中字</text></svg>": "图名 图中字",
    "<p style='color:red; Display : none'>隐藏的<b>话</b></p>": "隐藏的 话",
    "<p hidden>隐藏的话</p>": "隐藏的话",
    "<noscript>没有脚本</noscript>": "没有脚本",
    "<template><p>模板字</p></template>": "模板字",
    "<iframe src=x>框架内字</iframe>": "框架内字",
    "<select><optgroup label='组'><option>甲<option value='值'>乙</select>": "组 甲 值 乙",
    "<input type=hidden value='密'>": "密",
    "<abbr title='全称'>缩</abbr>": "全称",
}


@pytest.mark.parametrize("inside", LEFT_OUT)
def test_what_a_page_does_not_show_is_told_with_its_words(inside: str) -> None:
    assert reports_of(inside) == {"left-out-text": LEFT_OUT[inside]}


KEPT = {
    "<object data=a.swf><p>备用文字</p></object>": "备用文字",
    "<details><summary>摘要</summary>细节</details>": "摘要\n\n细节",
    "<input value='填的值'><textarea>文本域</textarea><button>按钮</button>": "填的值文本域按钮",
    "<table>散一<tr>散二<td>甲</td></tr></table>": "散一散二",
    "<audio>音频</audio><canvas>画布</canvas><map><area alt='区'></map>": "音频画布区",
    "<b>" * 300 + "深处" + "</b>" * 300: "**深处**",
    "<span style='text-emphasis: filled dot'>着重</span>": "*着重*",
    "<del>删去的</del>": "删去的",
}


@pytest.mark.parametrize("inside", KEPT)
def test_what_a_page_shows_is_kept(inside: str) -> None:
    assert KEPT[inside] in body(inside)
    assert set(reports_of(inside)) <= {"struck-text"}


def test_a_page_nested_beyond_reading_is_refused() -> None:
    with pytest.raises(StopPress) as stop:
        body("<div>" * 3000 + "深处" + "</div>" * 3000)
    assert [erratum.rule for erratum in stop.value.errata] == ["damaged-file"]


def test_comments_and_the_head_are_listed_in_the_log() -> None:
    page = "<html><head><title>页名</title></head><body><!-- 批语 --><p>正文。</p></body></html>"
    draft = read(page.encode(), "a.html", "来稿").draft
    assert [aside.text for aside in draft.asides] == ["批语", "页名"]
    assert not draft.errata


def unfiled(data: bytes, kind: str, name: str) -> list[Erratum]:
    """Return what is told when a reader has lost the sentence 丢失的一句."""
    result = read(data, name, "来稿").draft
    draft = replace(result, body=result.body.replace("丢失的一句话。", ""))
    return list(loss_check.unfiled(data, kind, draft, name))


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md"])
def test_a_sentence_that_a_reader_lost_is_told(name: str) -> None:
    text = "某某集团公司来稿。\n\n正文一段。丢失的一句话。\n\n末段文字在此。\n"
    text = f"<p>{text}</p>" if name.endswith("html") else text
    kind = {"html": "html", "txt": "text", "md": "markdown"}[name[2:]]
    (fault,) = unfiled(text.encode(), kind, name)
    assert (fault.rule, fault.quote) == ("received-text-not-filed", "丢失的一句话")


def test_rich_text_is_read_by_its_control_words() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}{\*\generator x}{\info{\title t}}"
        rb"\f0 \'d5\'fd\'ce\'c4 \u31532?\uc0\u19968 A\~B\par{\b \{x\}}{\pict 00ff}{\header H}}"
    )
    words = raw_text.words(rtf, "rtf", "a.rtf")
    assert re.sub(r"\s", "", words or "") == "正文第一AB{x}H"


def test_open_document_text_is_read_from_its_paragraphs() -> None:
    flat = (
        '<office:document xmlns:office="urn:o" xmlns:text="urn:t"><office:meta>t</office:meta>'
        "<text:h>题</text:h><text:p>正<text:span>文</text:span>"
        "<text:note><text:p>注</text:p></text:note>后</text:p></office:document>"
    )
    assert raw_text.words(flat.encode(), "fodt", "a.fodt") == "题\n正文注后"
    assert raw_text.words(b"PK broken", "odt", "a.odt") is None


def test_a_word_deleted_in_a_revision_is_listed_and_is_no_loss() -> None:
    gone = '<w:del w:id="1" w:author="甲"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    text = "门诊大厅设立导诊服务岗，秩序明显好转；围绕急难愁盼问题建立台账，实行销号管理。"
    data = docx(body_of(p("题目一则"), p(text[:8], gone, "新", text[8:]), p(text[::-1])))
    draft = read(data, "a.docx", "来稿").draft
    assert [aside.text for aside in draft.asides] == ["旧"]
    assert list(loss_check.unfiled(data, "docx", draft, "a.docx")) == []
    lost = replace(draft, asides=())
    assert [e.quote for e in loss_check.unfiled(data, "docx", lost, "a.docx")] == ["旧"]
