"""A contact detail of a person is an erratum wherever it is printed; other numbers are none."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tiny
from casebook import issuing, proof
from casebook.errata import Kind, StopPress
from casebook.gate import Gate
from casebook.intake import specimen
from casebook.intake.contact_details import Detail, contacts_in, masked, may_hold_contacts

FRONT = '---\naward: "1-1"\n---\n\n'
FINAL = tiny.BOOK.replace("status: draft", "status: final")
OTHER = {"cases/1-2.md": FRONT.replace("1-1", "1-2") + "正文一句。\n"}
SEED = Path(__file__).parents[2] / "data" / "case_heilongjiang_tcm_no1.txt"


def details(text: str) -> list[tuple[str, str]]:
    return [(text[item.start : item.end], item.detail.value) for item in contacts_in(text)]


@pytest.mark.parametrize(
    ("text", "what", "detail"),
    [
        ("电话13812345678。", "13812345678", Detail.MOBILE),
        ("138 1234 5678", "138 1234 5678", Detail.MOBILE),
        ("138-1234-5678", "138-1234-5678", Detail.MOBILE),
        ("138.1234.5678", "138.1234.5678", Detail.MOBILE),
        ("+86 13812345678", "+86 13812345678", Detail.MOBILE),
        ("86-138-1234-5678", "86-138-1234-5678", Detail.MOBILE),
        ("１３８１２３４５６７８", "１３８１２３４５６７８", Detail.MOBILE),
        ("138\u200b12345678", "138\u200b12345678", Detail.MOBILE),
        ("1 3 8 1 2 3 4 5 6 7 8", "1 3 8 1 2 3 4 5 6 7 8", Detail.MOBILE),
        ("tel13812345678", "13812345678", Detail.MOBILE),
        ("13812345678 2023年", "13812345678", Detail.MOBILE),
        ("联系电话：0571—87654321", "0571—87654321", Detail.LANDLINE),
        ("联系电话：（010）65123456", "010）65123456", Detail.LANDLINE),
        ("身份证110101199003077758", "110101199003077758", Detail.IDENTITY),
        ("身份证号：11010119900307123x", "11010119900307123x", Detail.IDENTITY),
        ("zhang.san@qq.com", "zhang.san@qq.com", Detail.MAIL),
        ("zhang＠163．com", "zhang＠163．com", Detail.MAIL),
        ("zhang#163.com", "zhang#163.com", Detail.MAIL),
        ("卡号：6222 0212 3456 7890 123", "6222 0212 3456 7890 123", Detail.BANK),
        ("6222021234567890128", "6222021234567890128", Detail.BANK),
        ("开户行及账号：1234567890123", "1234567890123", Detail.BANK),
        ("QQ：12345678", "12345678", Detail.MESSENGER),
        ("微信号：abc_def12", "abc_def12", Detail.MESSENGER),
        ("咨询电话：0571-87654321", "0571-87654321", Detail.HOTLINE),
        ("400-810-1234", "400-810-1234", Detail.HOTLINE),
        ("4111 1111 1111 1111", "4111 1111 1111 1111", Detail.BANK),
        ("5105-1051-0510-5100", "5105-1051-0510-5100", Detail.BANK),
        ("驾驶浙A·12B45来院", "浙A·12B45", Detail.PLATE),
        ("车牌粤B12345警", "粤B12345警", Detail.PLATE),
        ("新能源车沪AD12345", "沪AD12345", Detail.PLATE),
        ("住院号：0034567", "0034567", Detail.RECORD),
        ("护照号码E12345678", "E12345678", Detail.RECORD),
    ],
)
def test_what_is_a_contact_detail(text: str, what: str, detail: Detail) -> None:
    assert details(text) == [(what, detail.value)]
    assert may_hold_contacts(text)


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345、12320、120",
        "共13812345678元",
        "服务 138 1234 5678 人次",
        "覆盖13800000000余人次",
        "国家自然科学基金（81973456789）",
        "项目编号13120102345",
        "ISBN 978-7-5117-1234-5",
        "登记号ChiCTR2000012345",
        "国卫医发〔2023〕4号",
        "2022年10月1日至12月31日",
        "1949-1978-2012",
        "1500 2000 3000 4000",
        "微信公众号：abcdef123",
        "统一社会信用代码12330000470051726F",
        "6222021234567890123",
        "0571-87654321",
        "138****5678",
        "信息系统编码330102199001011235",
        "π≈3.13812345678",
        "满意度98.13812345678%",
        "4111 1111 1111 1112",
        "4500 5200 6000 7100",
        "京ICP备12345678号",
        "粤B2-20050123",
        "国药准字Z20025001",
        "川A股12345",
        "甲A类12345册",
        "病历12345份",
    ],
)
def test_what_is_none(text: str) -> None:
    assert details(text) == []


def test_two_numbers_side_by_side_are_both_told() -> None:
    assert len(details("13812345678 13912345678、13712345678/13612345678")) == 4


def test_a_masked_text_holds_no_contact_detail() -> None:
    text = "张三13812345678，zhang@qq.com，QQ：12345678，热线400-810-1234"
    assert masked(text) == "张三138****78，zha****om，QQ：123****78，热线400-810-1234"


@given(st.text("1389 -+@.a：电话Ｘ０#（）微信", max_size=40))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    result = [*contacts_in(text)]
    assert all(0 <= item.start < item.end <= len(text) for item in result)
    assert all(item.end <= other.start for item, other in pairwise(result))
    assert not result or may_hold_contacts(text)


def details_in(folder: Path) -> list[str]:
    return [e.quote for e in proof.proofread(folder) if e.rule == "contact-detail"]


@pytest.mark.parametrize(
    "text",
    [
        "手机138**1234**5678。",
        "<u>138</u>12345678。",
        "## 一、13812345678",
        "- 条目13812345678",
        "> 引文13812345678。",
        "| 甲 | 乙 |\n|---|---|\n| 丙 | 13812345678 |",
        "<table><tr><td>丙</td><td><p>13812345678</p></td></tr></table>",
        "正文[^1]。\n\n[^1]: 注13812345678。",
        "[写信](mailto:zhang@qq.com)。",
        "<zhang@qq.com>",
        "`13812345678`",
        "<ruby>张<rt>13812345678</rt></ruby>三。",
    ],
)
def test_it_is_found_wherever_it_is_printed(tmp_path: Path, text: str) -> None:
    assert len(details_in(tiny.write(tmp_path, case=f"{FRONT}正文一句。\n\n{text}\n"))) == 1


def test_it_is_found_in_the_facts_of_a_case(tmp_path: Path) -> None:
    people = 'contributors: [{name: "张三 13812345678", role: 作者}]\n'
    case = f'---\naward: "1-1"\nshort_title: "甲 zhang@qq.com"\n{people}---\n\n正文。\n'
    assert details_in(tiny.write(tmp_path, case=case)) == ["zhang@qq.com", "13812345678"]


@pytest.mark.slow
def test_a_draft_says_so_and_a_final_book_stops_until_a_stet_gives_a_reason(tmp_path: Path) -> None:
    case = FRONT + "请拨13812345678。\n"

    def build(facts: str) -> list[str]:
        folder = tiny.write(tmp_path, case=case, book=facts, **OTHER)
        made = issuing.issue(folder, ["print"], lambda *_: None, proofreader=Gate)
        return [e.rule for e in made.queries if e.kind is Kind.ERRATUM]

    assert build(tiny.BOOK) == ["contact-detail"]
    with pytest.raises(StopPress) as stop:
        build(FINAL)
    assert [e.rule for e in stop.value.errata] == ["contact-detail"]
    known = tmp_path / "manuscript" / proof.BASELINE
    proof.write(proof.examine(tmp_path, paged=False), tmp_path, "json", known, "zh")
    with pytest.raises(StopPress):  # a baseline is no reason
        build(FINAL)
    side = tmp_path / "manuscript" / "cases" / "1-1.stets.yaml"
    side.write_text("stets: [{rule: contact-detail, quote: 请拨138, because: 本人同意}]\n", "utf-8")
    assert build(tiny.BOOK) == build(FINAL) == []


def test_a_public_number_is_a_query(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case=FRONT + "咨询电话：400-810-1234。\n")
    assert [(e.rule, e.kind) for e in proof.proofread(folder)] == [("public-number", Kind.QUERY)]


@pytest.mark.slow
def test_the_dummy_and_the_seed_manuscript_hold_none(tmp_path: Path) -> None:
    specimen.write(tmp_path / "book", 30)
    tiny.write(tmp_path / "seed", case=FRONT + SEED.read_text("utf-8").replace("\n", "\n\n"))
    for name in ("book", "seed"):
        rules = {e.rule for e in proof.proofread(tmp_path / name)}
        assert not rules & {"contact-detail", "public-number"}
