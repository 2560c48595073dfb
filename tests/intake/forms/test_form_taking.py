"""An application form becomes the fields of a case and its text; people to contact stay apart."""

from pathlib import Path

import pytest
from receiving import AWARDS, Send

from casebook.errata import Kind, StopPress
from casebook.intake.forms.labels import Field, label_of, pairs_of
from casebook.intake.manuscript import yaml_file
from casebook.intake.receive import Received, intake_report

UNIT, TITLE = AWARDS[1].organisation, AWARDS[1].title
TEXT = "近年来，医院党委坚持以党建引领发展，打造心灵园地，探索党员教育的新方法，取得了较好效果。"
PHONE, MAIL = "13812345678", "wang@qq.com"


def page(*rows: str, before: str = "", behind: str = "") -> str:
    """Return a page with one table; a cell is what stands between | and may begin with 2x3:."""
    made = ""
    for row in rows:
        cells = ""
        for cell in row.split("|"):
            span, colon, text = cell.partition(":")
            across, x, down = span.partition("x")
            if not (colon and x and across.isdigit() and down.isdigit()):
                across, down, text = "1", "1", cell
            cells += f'<td colspan="{across}" rowspan="{down}">{text}</td>'
        made += f"<tr>{cells}</tr>"
    return f"<html><body>{before}<table>{made}</table>{behind}</body></html>"


FORM = page(
    f"申 报 单 位|3x1:{UNIT}",
    f"案例名称|3x1:{TITLE}",
    "案例类别|3x1:□特色品牌　☑典型案例",
    "主创人员|张三、李四|职务|书记",
    f"联系人|王五|联系电话|{PHONE}",
    f"电子邮箱|{MAIL}|通讯地址|道里区地段街",
    f"案例正文|3x1:<p>（不少于3000字）</p><p>{TEXT}</p><p>一、做法</p><ul><li>甲</li></ul>"
    "<table><tr><td>年份</td><td>人数</td></tr><tr><td>2021</td><td>30</td></tr></table>",
    "单位意见|3x1:<p>同意推荐。</p><p>（盖章）</p><p>2023年1月5日</p>",
    before="<p>附件1</p><p>典型案例申报表</p>",
)


def body(received: Received) -> str:
    return received.path.read_text("utf-8").split("---\n", 2)[2].strip()


def front(received: Received) -> dict[str, object]:
    data = yaml_file.parse(received.path.read_text("utf-8").split("---\n")[1], "x").data
    assert isinstance(data, dict)
    return dict(data)


def private(received: Received) -> list[str]:
    path = received.log.with_name(f"{received.case_id}.private.yaml")
    if not path.is_file():
        return []
    data = yaml_file.read(path).data
    assert isinstance(data, dict)
    rows = data["private"]
    assert isinstance(rows, list)
    return [str(row["value"]) for row in rows if isinstance(row, dict)]


def rules(received: Received) -> set[str]:
    return {erratum.rule for erratum in received.errata}


def refused(send: Send, name: str, content: str) -> list[str]:
    with pytest.raises(StopPress) as stop:
        send(name, content)
    return [e.rule for e in stop.value.errata if e.kind is Kind.ERRATUM]


def test_a_form_becomes_fields_and_its_cell_the_text(send: Send) -> None:
    received = send("报名.html", FORM)
    assert received.case_id == "1-09"
    assert front(received) == {
        "award": "1-09",
        "category": "典型案例",
        "contributors": [
            {"name": "张三", "role": "主创人员"},
            {"name": "李四", "role": "主创人员"},
        ],
    }
    assert body(received) == (
        f"{TEXT}\n\n## 一、做法\n\n- 甲\n\n| 年份 | 人数 |\n| --- | --- |\n| 2021 | 30 |"
    )
    assert rules(received) == {"form-read", "contacts-withheld"}


def test_people_to_contact_are_in_the_private_file_only(send: Send, root: Path) -> None:
    received = send("报名.html", FORM)
    assert private(received) == ["书记", "王五", PHONE, MAIL, "道里区地段街"]
    for path in root.rglob("*"):
        if path.is_file() and path.suffix != ".html" and ".private." not in path.name:
            said = path.read_text("utf-8")
            assert not any(item in said for item in (PHONE, MAIL, "王五", "地段街")), path
    assert "private: 5" in received.log.read_text("utf-8")
    assert not any(item in str(received.errata) for item in (PHONE, MAIL, "王五", "地段街"))


def test_what_is_cut_stays_in_the_log(send: Send) -> None:
    log = send("报名.html", FORM).log.read_text("utf-8")
    for words in (
        "附件1",
        "典型案例申报表",
        "同意推荐。",
        "（盖章）",
        "2023年1月5日",
        "（不少于3000字）",
    ):
        assert words in log


def test_labels_over_values_and_sections_under_their_labels(send: Send) -> None:
    received = send("x.html", page(
        "申报单位|案例名称|联系人|手机", f"{UNIT}|{TITLE}|王五|{PHONE}",
        "4x1:主要做法（不少于1000字）", f"4x1:<p>{TEXT}</p><p>（一）学习。{TEXT}</p>",
        "4x1:取得成效", "4x1:成效明显。",
    ))  # fmt: skip
    assert received.case_id == "1-09"
    assert body(received) == (
        f"## 主要做法\n\n{TEXT}\n\n**（一）学习。**{TEXT}\n\n## 取得成效\n\n成效明显。"
    )
    assert private(received) == ["王五", PHONE]


def test_rows_of_persons_beside_a_label(send: Send) -> None:
    received = send("x.html", page(
        f"案例名称|4x1:{TITLE}", f"推荐单位|某省卫生健康委|申报单位|2x1:{UNIT}",
        "1x3:主创人员|姓名|单位|职务|电话", f"张三|{UNIT}|书记|{PHONE}", f"李四|{UNIT}|干事|13912345678",
        "1x2:联系人|姓名|王五|手机|13712345678", f"邮箱|{MAIL}|地址|某街",
        "案例简介|4x1:讲心灵园地怎样办。", f"正文|4x1:<p>《{TITLE}》</p><p>{UNIT}</p><p>{TEXT}</p>",
    ))  # fmt: skip
    assert front(received) == {
        "award": "1-09", "summary": "讲心灵园地怎样办。",
        "contributors": [{"name": "张三", "role": "主创人员"}, {"name": "李四", "role": "主创人员"}],
    }  # fmt: skip
    assert body(received) == TEXT
    assert set(private(received)) == {
        "书记", PHONE, "干事", "13912345678", "王五", "13712345678", MAIL, "某街",
    }  # fmt: skip


def test_label_and_value_in_one_cell(send: Send) -> None:
    received = send("x.html", page(
        f"2x1:申报单位：{UNIT}", f"2x1:案例名称：{TITLE}", f"联系人：王五|电话：{PHONE}",
        f"2x1:<p>案例正文：</p><p>{TEXT}</p>",
    ))  # fmt: skip
    assert (received.case_id, body(received)) == ("1-09", TEXT)
    assert private(received) == ["王五", PHONE]


def test_vertical_labels_and_values_that_are_labels(send: Send) -> None:
    vertical = "".join(f"<p>{char}</p>" for char in "申报单位")
    received = send("x.html", page(
        f"{vertical}|{UNIT}", f"案例名称|{TITLE}", "案例类别|创新点", "联系人|姓名", f"案例正文|{TEXT}"
    ))  # fmt: skip
    assert front(received) == {"award": "1-09", "category": "创新点"}
    assert private(received) == ["姓名"]


def test_the_manuscript_behind_its_form_is_the_text(send: Send) -> None:
    behind = f"<p>{TITLE}</p><p>{UNIT}</p>" + f"<p>{TEXT}</p>" * 8
    received = send("x.html", page(
        f"申报单位|{UNIT}", f"案例名称|{TITLE}", f"电话|{PHONE}", "创新点|有所创新。", behind=behind
    ))  # fmt: skip
    assert body(received).split("\n\n") == [TEXT] * 8
    assert "form-text-not-set" in rules(received)
    assert "有所创新。" in received.log.read_text("utf-8")


def test_lines_of_labels_are_a_form(send: Send) -> None:
    received = send("x.txt", (
        f"典型案例申报表\n申报单位：{UNIT}　联系人：王五　电话：{PHONE}\n案例名称：{TITLE}\n"
        f"主创人员：张三\n主要做法：\n{TEXT}\n（一）学习。{TEXT}\n取得成效：{TEXT}\n"
        "单位意见：\n同意推荐。\n（盖章）\n2023年1月1日\n"
    ))  # fmt: skip
    assert received.case_id == "1-09"
    assert body(received) == (
        f"## 主要做法\n\n{TEXT}\n\n**（一）学习。**{TEXT}\n\n## 取得成效\n\n{TEXT}"
    )
    assert private(received) == ["王五", PHONE]


def test_a_form_whose_columns_blanks_part(send: Send) -> None:
    received = send("x.txt", (
        f"申报单位　{UNIT}\n案例名称\t{TITLE}\n联系人 王五 电话 {PHONE}\n案例正文\n{TEXT}\n{TEXT}\n"
    ))  # fmt: skip
    assert (received.case_id, body(received)) == ("1-09", f"{TEXT}\n\n{TEXT}")
    assert private(received) == ["王五", PHONE]


def test_lines_of_contact_at_head_and_end_of_a_manuscript_are_withheld(send: Send) -> None:
    received = send("x.txt", (
        f"{TITLE}\n{UNIT}\n联 系 人：王五　电话：{PHONE}\n\n{TEXT}\n{TEXT}\n作者：张三　电话：13912345678\n"
    ))  # fmt: skip
    assert (received.case_id, body(received)) == ("1-09", f"{TEXT}\n\n{TEXT}")
    assert private(received) == ["王五", PHONE, "13912345678"]
    assert front(received)["contributors"] == [{"name": "张三", "role": "作者"}]


def test_an_empty_form_and_two_forms_are_refused_with_a_way_out(send: Send) -> None:
    empty = page("申报单位|", "案例名称|", "联系人|", "案例正文|")
    assert refused(send, "空.html", empty) == ["empty-form"]
    other = FORM.replace(TITLE, "另一个案例的名称").removeprefix("<html><body>")
    two = FORM.removesuffix("</body></html>") + other
    assert refused(send, "两份.html", two) == ["forms-in-one-file"]


def test_a_table_of_data_with_such_words_stays_a_table(send: Send) -> None:
    rows = [f"第{at}医院|赵六|010-6512345{at}|甲项目" for at in range(4)]
    head = f"<p>{TITLE}</p><p>{UNIT}</p><p>{TEXT}</p>"
    received = send("x.html", page("单位名称|联系人|联系电话|项目名称", *rows, before=head))
    assert "| 单位名称 | 联系人 | 联系电话 | 项目名称 |" in body(received)
    assert "form-read" not in rules(received)
    across = page("案例名称|甲|乙|丙", "单位名称|一院|二院|三院", "作者|张|王|李", before=head)
    assert "form-read" not in rules(send("y.html", across, "2-066"))


def test_a_title_that_differs_from_the_notice_is_asked_about(send: Send) -> None:
    received = send("x.html", FORM.replace(TITLE, TITLE.replace("新方法", "好方法")))
    assert received.case_id == "1-09"
    assert "title-differs" in rules(received)


def test_a_contact_detail_in_the_text_is_asked_about_and_masked(send: Send) -> None:
    received = send("x.txt", f"{TITLE}\n{UNIT}\n{TEXT}请拨{PHONE}。{TEXT}\n")
    errata = [e for e in received.errata if e.rule == "contact-in-text"]
    assert [e.kind for e in errata] == [Kind.QUERY]
    assert PHONE not in str(errata)
    assert PHONE not in received.log.read_text("utf-8")


def test_no_character_of_a_form_is_lost(send: Send) -> None:
    cells = page(
        f"申报单位|{UNIT}|所属街道|东街", f"案例名称|{TITLE}|备注|另附三图", "4x1:散落的字",
        f"案例正文|3x1:{TEXT}", "填表说明|3x1:如实填写",
    )  # fmt: skip
    received = send("x.html", cells)
    assert "received-text-not-filed" not in rules(received)
    assert "东街" in received.log.read_text("utf-8")


def test_labels_are_known_however_they_are_written() -> None:
    for text in ("申 报 单 位", "申\n报\n单\n位", "※申报单位（全称）：", "一、申报单位"):
        label = label_of(text)
        assert label is not None
        assert (label.name, label.field) == ("申报单位", Field.ORGANISATION)
    assert label_of("我院的主要做法") is None
    assert pairs_of("我院采取的做法：一是") is None
    names = [(label.name, value) for label, value in pairs_of("联系人:王五；电话:1") or ()]
    assert names == [("联系人", "王五"), ("电话", "1")]


def test_no_contact_detail_is_left_in_credits(send: Send) -> None:
    received = send("x.txt", f"{TITLE}\n{UNIT}\n{TEXT}\n{TEXT}\n供稿：张三（{PHONE}）\n")
    assert front(received)["contributors"] == [{"name": "张三", "role": "供稿"}]
    assert private(received)[0] == PHONE
    assert PHONE not in received.log.read_text("utf-8")


def test_the_report_of_a_form_shows_nobody_to_contact(send: Send, root: Path) -> None:
    received = send("报名.html", FORM)
    page = intake_report.write(root, received.case_id, root.parent / "build" / "intake")
    said = page.read_text("utf-8")
    assert not any(item in said for item in (PHONE, MAIL, "王五", "地段街"))
    assert TEXT in said
    assert "同意推荐" in said


def test_a_markdown_text_with_a_form(send: Send) -> None:
    rows = (
        f"申报单位 | {UNIT}",
        "--- | ---",
        f"案例名称 | {TITLE}",
        "联系人 | 王五",
        f"电话 | {PHONE}",
    )
    table = "".join(f"| {row} |\n" for row in (*rows, f"案例正文 | {TEXT}<br>一、做法<br>**甲**乙"))
    received = send("x.md", f"{table}\n结束。\n")
    assert received.case_id == "1-09"
    assert body(received).split() == [TEXT, "##", "一、做法", "**甲**乙", "结束。"]
    assert private(received) == ["王五", PHONE]
    again = send(
        "y.md",
        f"**申报单位：**某院  \n联系人：王五 电话：{PHONE}\n案例名称：某题\n\n## 甲\n\n乙*丙*\n",
    )
    assert body(again) == "## 甲\n\n乙*丙*"
    assert front(again) == {"organisation": "某院", "title": "某题"}


def test_a_box_about_the_author_at_the_end(send: Send) -> None:
    table = page(f"作者|张三|单位|{UNIT}宣传部", f"联系电话|{PHONE}|邮箱|{MAIL}").split("<body>")[1]
    head = f"<html><body><p>{TITLE}</p><p>{UNIT}</p>" + f"<p>{TEXT}</p>" * 12
    received = send("x.html", head + table)
    assert received.case_id == "1-09"
    assert body(received).split("\n\n") == [TEXT] * 12
    assert private(received) == [PHONE, MAIL]


def test_one_row_of_persons_within_a_text_is_no_form(send: Send) -> None:
    table = page("姓名|单位|职务|联系电话", f"赵六|一院|书记|{PHONE}").split("<body>")[1]
    text = f"<p>{TITLE}</p><p>{UNIT}</p><p>{TEXT}</p>"
    received = send("x.html", f"<html><body>{text}{table[:-14]}<p>{TEXT}</p></body></html>")
    assert "| 姓名 | 单位 | 职务 | 联系电话 |" in body(received)
    assert {"contact-in-text"} == rules(received)


def test_labels_nobody_knows_stand_apart_from_those_beside_them(send: Send) -> None:
    received = send("x.html", page(
        f"单位|{UNIT}|所属条线|工会", f"题目|3x1:{TITLE}", f"第一作者|张三（部长，{PHONE}）|其他作者|李四　王  五",
        f"主要内容简介（200字）|3x1:{TEXT}", f"案例正文|3x1:{TEXT}",
    ))  # fmt: skip
    assert received.case_id == "1-09"
    assert front(received)["contributors"] == [
        {"name": "张三（部长）", "role": "第一作者"}, {"name": "李四", "role": "其他作者"},
        {"name": "王 五", "role": "其他作者"},
    ]  # fmt: skip
    assert "所属条线" in received.log.read_text("utf-8")


def test_a_line_of_prose_that_begins_like_a_label_stays(send: Send) -> None:
    prose = "微信：医院开通公众号，服务群众。"
    received = send("x.txt", f"{TITLE}\n{UNIT}\n{prose}\n{TEXT}\n{TEXT}\n")
    assert prose in body(received)
    assert private(received) == []


def test_what_stands_before_a_form_stays_before_its_text(send: Send) -> None:
    form = FORM.split("<table>", 1)[1]
    titles = "<p>某某系统</p><p>改革创新案例</p>"
    received = send("x.html", f"<html><body>{titles}<table>{form}")
    assert body(received).startswith(TEXT)
    assert "某某系统" in received.log.read_text("utf-8")
    letter = f"<p>编辑部：现将材料报上，请审阅。</p><p>{TEXT}</p>"
    received = send("y.html", f"<html><body>{letter}<table>{form.replace(TITLE, '另一题目')}")
    assert body(received).startswith("编辑部：现将材料报上，请审阅。")


def test_the_unit_under_the_title_of_the_manuscript_behind_is_not_printed_twice(send: Send) -> None:
    behind = "<p>流动书箱进社区</p><p>某市图书馆</p>" + f"<p>{TEXT}</p>" * 8
    received = send("x.html", page(
        "报送单位|案例标题|联系人", "某市图书馆|“流动书箱”进社区|王五", behind=behind
    ))  # fmt: skip
    assert body(received).split("\n\n") == [TEXT] * 8


def test_labels_set_apart_in_a_text_without_colons(send: Send) -> None:
    received = send("x.txt", (
        f"申　报　单　位 {UNIT}\n案　例　名　称 {TITLE}\n联　系　人 王五\n联　系　电　话 {PHONE}\n正　　文\n{TEXT}\n"
    ))  # fmt: skip
    assert (received.case_id, body(received)) == ("1-09", TEXT)
    assert private(received) == ["王五", PHONE]


def test_sections_beside_one_label_over_several_rows(send: Send) -> None:
    received = send("x.html", page(
        f"申报单位|2x1:{UNIT}", f"案例名称|2x1:{TITLE}", f"1x2:案例正文|案例背景|{TEXT}", "主要做法|开展义诊。",
    ))  # fmt: skip
    assert body(received) == f"## 案例背景\n\n{TEXT}\n\n## 主要做法\n\n开展义诊。"
    assert rules(received) == {"form-read"}


def test_numbers_that_count_the_cells_of_a_form_are_no_numbers_of_sections(send: Send) -> None:
    received = send("x.html", page(
        f"1.申报单位|{UNIT}", f"2.案例名称|{TITLE}", f"3.具体做法|{TEXT}", "4.工作成效|成效明显。",
    ))  # fmt: skip
    assert body(received) == f"## 具体做法\n\n{TEXT}\n\n## 工作成效\n\n成效明显。"
    assert rules(received) == {"form-read"}


def test_a_small_table_of_unit_and_title_alone_is_a_form(send: Send) -> None:
    table = page(f"单位全称|{UNIT}", f"题　目|{TITLE}", behind=f"<p>{TEXT}</p>" * 3)
    received = send("稿.html", table)
    assert (received.case_id, body(received)) == ("1-09", "\n\n".join([TEXT] * 3))


def test_a_table_in_the_text_behind_a_form_stays_though_a_column_holds_numbers(send: Send) -> None:
    table = f"<table><tr><td>志愿者<td>服务点<td>手机<tr><td>马汉<td>门诊<td>{PHONE}" \
            f"<tr><td>张龙<td>住院部<td>{PHONE}</table>"  # fmt: skip
    content = page(
        f"单位全称|{UNIT}", f"题　目|{TITLE}", behind=f"<p>{TEXT}</p>{table}<p>{TEXT}</p>"
    )
    received = send("稿.html", content)
    assert "| 张龙 | 住院部 |" in body(received)
    assert "contact-in-text" in rules(received)


def test_a_second_table_goes_on_with_the_form(send: Send) -> None:
    second = page(f"案例正文|<p>{TEXT}</p><p>成效明显。</p>").split("<body>")[1]
    first = page(f"申报单位|{UNIT}", f"案例名称|{TITLE}", f"联系人|王五 {PHONE}")
    received = send("x.html", first.removesuffix("</body></html>") + second)
    assert body(received) == f"{TEXT}\n\n成效明显。"


def test_labels_alone_on_their_lines(send: Send) -> None:
    lines = (
        "申报单位",
        UNIT,
        "案例名称",
        TITLE,
        "联系人",
        "王五",
        "联系电话",
        PHONE,
        "案例正文",
        TEXT,
    )
    received = send("x.txt", "\n".join((*lines, TEXT)))
    assert (received.case_id, body(received)) == ("1-09", f"{TEXT}\n\n{TEXT}")
    assert private(received) == ["王五", PHONE]
    headings = send("y.txt", f"{TITLE}\n{UNIT}\n背景\n{TEXT}\n做法\n{TEXT}\n作者\n张三\n", "2-066")
    assert "form-read" not in rules(headings)


FORM_LINES = f"申报单位：{UNIT}\n案例名称：{TITLE}\n联系人：王五 电话：{PHONE}\n"


def headings(received: Received) -> list[str]:
    return [line for line in body(received).split("\n") if line.startswith("#")]


NUMBERED = ("一、缘起", "二、从难点破题", "三、主要做法", "四、一点体会")


@pytest.mark.parametrize(
    ("before", "under", "first"),
    [("", "\n", 0), ("", "：", 0), (f"正文：{TEXT}\n", "\n", 0), ("", "\n", 2)],
    ids=("under", "in the line", "behind text", "from the third"),
)
def test_headings_of_a_text_form_keep_their_numbers_whichever_is_a_known_label(
    send: Send, before: str, under: str, first: int
) -> None:
    text = "".join(f"{heading}{under}{TEXT}\n" for heading in NUMBERED[first:])
    received = send("x.txt", FORM_LINES + before + text)
    assert headings(received) == [f"## {heading}" for heading in NUMBERED[first:]]


def test_numbers_of_lines_that_count_what_a_form_asks_are_none_of_sections(send: Send) -> None:
    asked = (
        f"一、申报单位：{UNIT}\n二、案例名称：{TITLE}\n三、主要做法\n{TEXT}\n四、工作成效\n{TEXT}\n"
    )
    assert headings(send("x.txt", asked)) == ["## 主要做法", "## 工作成效"]


@pytest.mark.parametrize("again", [False, True])
def test_a_summary_that_the_text_holds_too_is_not_printed_twice(send: Send, again: bool) -> None:
    summary = "讲一家医院怎样把党员教育放在日常里。"
    text = f"{summary}\n{TEXT}" if again else TEXT
    received = send("x.txt", f"{FORM_LINES}案例简介：{summary}\n案例正文：\n{text}\n{TEXT}\n")
    assert front(received).get("summary") == (None if again else summary)
    assert received.path.read_text("utf-8").count(summary) == 1


@pytest.mark.parametrize(
    "words", ["（正文另附）", "见附件", "案例正文另附后。", "详见附件2", "另附Word文档"]
)
def test_a_form_whose_text_is_sent_apart_is_filed_without_one(send: Send, words: str) -> None:
    received = send(
        "表.html", page(f"申报单位|{UNIT}", f"案例名称|{TITLE}", "作者|张三", f"案例正文|{words}")
    )
    assert (received.case_id, body(received)) == ("1-09", "")
    assert "form-without-text" in rules(received)
    assert front(received)["contributors"] == [{"name": "张三", "role": "作者"}]
    later = send("文.txt", f"{TITLE}\n{UNIT}\n{TEXT}\n{TEXT[::-1]}")
    assert (later.case_id, body(later)) == ("1-09", f"{TEXT}\n\n{TEXT[::-1]}")
    assert front(later)["contributors"] == [{"name": "张三", "role": "作者"}]


def test_a_form_without_text_that_fits_no_award_is_refused(send: Send) -> None:
    alien = page("申报单位|某某市某某局", "案例名称|名单里没有", "作者|张三", "案例正文|（另附）")
    assert refused(send, "表.html", alien) == ["empty-form"]


def test_the_name_of_a_form_and_how_to_fill_it_in_are_cut_and_nothing_of_a_text_before(
    send: Send,
) -> None:
    fill = "<p>填表说明：1.本表一式两份；2.案例正文另起一页附后；3.字迹清楚，不得涂改，报送时加盖公章。</p>"
    rows = (f"报送单位|{UNIT}|报送日期|2024.9.12", f"案例标题|{TITLE}|撰稿人|张三")
    again = f"<p>附：案例正文</p><p>{TITLE}</p><p>{UNIT}</p><p>一、缘起</p><p>{TEXT}</p>"
    received = send("表.html", page(*rows, before=f"<p>案例报送登记表</p>{fill}", behind=again))
    assert body(received) == f"## 一、缘起\n\n{TEXT}"
    before = f"<p>附件1</p><p>{TEXT}</p><p>{TEXT[::-1]}</p><p>案例报送登记表</p>"
    other = send("y.html", page(*rows, before=before), "2-066")
    assert body(other) == f"附件1\n\n{TEXT}\n\n{TEXT[::-1]}"


def test_short_sections_under_labels_nobody_knows_are_the_text_of_a_form_without_a_cell_for_the_whole(
    send: Send,
) -> None:
    first, last = (
        "县里每年有六百多位老人在家中离世，疼痛没有人管。",
        "两年来疼痛评分由七分降到三分，没有一起纠纷。",
    )
    rows = (f"作品名|{TITLE}|来稿机构|{UNIT}", f"缘起与挑战|3x1:{first}", "通联人|杜若|通联手机|13955551111",
            f"看得见的变化|3x1:{last}", "补充说明|3x1:图片另寄。")  # fmt: skip
    received = send("x.html", page(*rows, before="<p>案例遴选申请书</p>"))
    assert body(received) == f"## 缘起与挑战\n\n{first}\n\n## 看得见的变化\n\n{last}"
    assert private(received) == ["杜若", "13955551111"]


def test_rows_of_authors_beside_what_tells_of_them_are_credited(send: Send) -> None:
    rows = (f"参评单位|{UNIT}|参评题目|{TITLE}", "1x2:作者信息|姓名|所在部门|手机", f"宫商|声乐系|{PHONE}",
            f"全文粘贴处|3x1:{TEXT}")  # fmt: skip
    received = send("x.html", page(*rows, before="<p>参评信息采集表</p>"))
    assert front(received)["contributors"] == [{"name": "宫商", "role": "作者"}]
    assert body(received) == TEXT
    assert PHONE in private(received)


def test_labels_of_other_words_behind_a_text(send: Send) -> None:
    lines = (TITLE, "一、缘起", TEXT, "二、做法", TEXT[::-1], f"来稿单位：{UNIT}", f"稿件名称：{TITLE}",
             "撰写：张三 李四", "填报日期：2024年9月11日", "联络人：王五", f"电　话：{PHONE}")  # fmt: skip
    received = send("x.txt", "\n".join(lines))
    assert body(received) == f"## 一、缘起\n\n{TEXT}\n\n## 二、做法\n\n{TEXT[::-1]}"


def test_the_unit_over_the_text_behind_a_form_is_not_printed_twice_whatever_its_title_is_called(
    send: Send,
) -> None:
    rows = (f"推荐单位|{UNIT}", f"案例全称|{TITLE}", "联络方式|13955555555", "正文|见后")
    behind = f"<p>以下为正文：</p><p>{TITLE}</p><p>{UNIT}</p><p>{TEXT}</p><p>（宣传科供稿，律己执笔）</p>"
    received = send("x.html", page(*rows, before="<p>推荐登记表</p>", behind=behind))
    assert body(received) == TEXT
    assert front(received)["contributors"] == [
        {"name": "宣传科", "role": "供稿"}, {"name": "律己", "role": "执笔"},
    ]  # fmt: skip


def test_people_in_rows_under_a_label_of_contact_within_a_group_are_withheld(send: Send) -> None:
    form = page(
        f"1x5:基本情况|案例名称|3x1:{TITLE}", f"单位全称|3x1:{UNIT}", "联系人|姓名|职务|手机",
        f"|王五|主任|{PHONE}", "|赵六|科员|13812345679", f"案例详情|4x1:{TEXT}",
        before="<p>信息采集表</p>",
    )  # fmt: skip
    received = send("表.html", form)
    case = received.path.read_text("utf-8") + received.log.read_text("utf-8")
    assert not [item for item in ("王五", "赵六", "13812345679") if item in case]
    assert TEXT in case


def test_a_questionnaire_with_stars_on_its_questions_is_a_form(send: Send) -> None:
    asked = {
        "1. 您所在的单位 *": UNIT, "2. 案例标题 *": TITLE, "3. 联系人姓名 *": "王五",
        "4. 联系人手机 *": PHONE, "5. 电子邮箱": MAIL, "6. 案例正文 *": TEXT,
    }  # fmt: skip
    inside = "".join(f"<p>{label}</p><p>{value}</p>" for label, value in asked.items())
    received = send("表.html", f"<html><body>{inside}</body></html>")
    case = received.path.read_text("utf-8") + received.log.read_text("utf-8")
    assert not [item for item in ("王五", PHONE, MAIL) if item in case]
    assert body(received) == TEXT


def test_an_address_asked_with_its_post_code_in_a_cell_is_withheld(send: Send) -> None:
    form = page(
        f"申报单位：{UNIT}<br>案例名称：{TITLE}|联系人：王五<br>电话：{PHONE}",
        "2x1:通讯地址及邮编：样例街9号 150000", f"2x1:正文：|2x1:{TEXT}",
        before="<p>案例申报表</p>",
    )  # fmt: skip
    received = send("表.html", form)
    case = received.path.read_text("utf-8") + received.log.read_text("utf-8")
    assert not [item for item in ("王五", PHONE, "样例街", "150000") if item in case]
