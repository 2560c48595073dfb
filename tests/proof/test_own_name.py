"""A company's name is told from itself with another last word."""

import pytest

from casebook.proof import own_name

COMPANY = "山西省平岭矿业有限责任公司"


@pytest.mark.parametrize("kind", ["集团公司", "股份有限公司", "有限公司"])
def test_a_company_with_another_last_word_is_found(kind: str) -> None:
    text = f"平岭矿业{kind}设立了帮教室。"
    assert list(own_name.other_kinds(text, COMPANY)) == [(0, 4 + len(kind))]


@pytest.mark.parametrize(
    "text",
    [
        "平岭矿业有限责任公司设立了帮教室。",
        "平岭矿业公司设立了帮教室。",
        "公司隶属平岭矿业集团公司。",
        "新光矿业集团公司派人学习。",
    ],
)
def test_its_own_name_its_short_form_and_its_parent_stand(text: str) -> None:
    assert not list(own_name.other_kinds(text, COMPANY))


def test_only_companies_have_such_words() -> None:
    assert not list(own_name.other_kinds("样例矿业集团公司", "北京市第一样例医院"))


def test_a_house_of_another_kind_is_found() -> None:
    text = "临水市妇幼保健所把课堂录像放到网上。"
    assert list(own_name.other_kinds(text, "临水市妇幼保健院")) == [(0, 8)]


@pytest.mark.parametrize(
    "text",
    ["前身是临水市妇幼保健所，2003年升格。", "临水市妇幼保健所属单位。", "临水市妇幼保健院"],
)
def test_what_a_house_was_before_stands(text: str) -> None:
    assert not list(own_name.other_kinds(text, "临水市妇幼保健院"))


COURT = "河口县人民法院"


@pytest.mark.parametrize(
    ("text", "name"),
    [("河口区人民法院的法官来了。", COURT), ("一早，青原县中医医院开诊。", "吉安市青原区中医医院")],
)
def test_a_county_told_as_a_district_is_found(text: str, name: str) -> None:
    (span,) = own_name.other_kinds(text, name)
    assert text[slice(*span)] in ("河口区人民法院", "青原县中医医院")


@pytest.mark.parametrize(
    "text", ["河口县人民法院", "河口市人民法院", "前身是河口区人民法院。", "东河区人民法院"]
)
def test_other_houses_and_former_names_of_a_county_stand(text: str) -> None:
    assert not list(own_name.other_kinds(text, COURT))
