"""Application forms that ask in ways of their own: bands, tables in cells, parts, questionnaires."""

from counted_sentences import Author, flat
from parcel_truth import Form
from private_details import mail, mobile
from wordpages import Cell, heading, line, lines, table, underlined, word_file

from casebook.book import Award

CONTACT = "庞联系"


def _award(number: int, unit: str, title: str) -> Award:
    return Award(f"1-{number:02}", number, unit, title, "四川省")


def table_of_facts() -> Form:
    """The facts in a table of their own inside a cell, a table of figures inside the text."""
    body = Author(20000).paragraphs(2, 2, 3)
    unit, title, phone = "四川省样品市人民医院", "一张床位管到底", mobile(501)
    facts = table(
        ["申报单位", unit], ["案例名称", title], ["联系人", CONTACT], ["手机", phone],
        widths=(1500, 4500),
    )  # fmt: skip
    figures = table(
        ["年度", "床位", "周转次数"], ["2020", "300", "28"], ["2021", "300", "36"],
        widths=(2000, 2000, 2000),
    )  # fmt: skip
    text = (
        heading("一、起因") + lines(body[0]) + heading("二、做法") + lines(body[1])
        + line("表1 床位周转", align="center") + figures + lines(body[2])
    )  # fmt: skip
    data = word_file(
        line("管理创新案例申报表", align="center", bold=True, size=36),
        table(["基本信息", Cell(facts)], ["案例全文", Cell(text)], ["审核意见", "同意。（章）"],
              widths=(1500, 7000)),
    )  # fmt: skip
    return Form(
        "table-of-facts", "申报表.docx", data, unit, title, _award(1, unit, title), flat(body),
        ("起因", "做法"), private=(CONTACT, phone), apart=("审核意见", "基本信息"),
    )  # fmt: skip


def bands() -> Form:
    """Every label in a row of its own over its value, two of them side by side."""
    body = Author(20200).paragraphs(2, 2)
    unit, title, phone = "四川省试品县第一小学", "劳动课搬进菜园子", mobile(503)
    data = word_file(
        line("劳动教育典型案例登记表", align="center", bold=True, size=36),
        table(
            [Cell("学校名称", 2)], [Cell(unit, 2)], [Cell("案例标题", 2)], [Cell(title, 2)],
            ["负责教师", "联系电话"], ["计联络", phone],
            [Cell("案例类型（单选）", 2)], [Cell("□课程建设  ☑基地建设  □评价改革", 2)],
            [Cell("案例详细描述（1500字左右，可附图）", 2)], [Cell(lines(*body), 2)],
            [Cell("学校意见", 2)], [Cell("情况属实", 2)],
            widths=(4200, 4300),
        ),
    )  # fmt: skip
    return Form(
        "bands", "登记表.docx", data, unit, title, _award(2, unit, title), flat(body), (),
        "基地建设", private=(phone,), apart=("学校意见", "情况属实", "案例详细描述", "负责教师"),
    )  # fmt: skip


def banded_sections() -> Form:
    """A summary and a section whose label no lexicon has, each alone in its row over its text."""
    summary, body = Author(20250).paragraphs(1, 3)
    unit, title, phone = "四川省试品县图书馆", "听得见的电影", mobile(504)
    data = word_file(
        line("文化服务典型案例推荐表", align="center", bold=True, size=36),
        table(
            ["案例名称", title], ["报送单位", unit], ["联系电话", phone],
            [Cell("案例简介", 2)], [Cell(lines(summary), 2)], [Cell("运行机制", 2)],
            [Cell(lines(body), 2)], ["推荐意见", "情况属实，同意推荐。"],
            widths=(1500, 7000),
        ),
    )  # fmt: skip
    return Form(
        "banded-sections", "推荐表.docx", data, unit, title, _award(3, unit, title), flat([body]),
        ("运行机制",), private=(phone,), apart=("情况属实", "推荐意见"), kept=flat([summary]),
    )  # fmt: skip


def goes_on() -> Form:
    """A form in two tables, each under its name; the second goes on with the first's last section."""
    body = Author(20300).paragraphs(2, 2, 2, 2)
    unit, title, phone = "四川省试品县税务局", "办税服务厅里的潮汐窗口", mobile(505)
    data = word_file(
        line("便民利企案例申报表（一）", align="center", bold=True, size=36),
        table(["申报单位", unit], ["案例名称", title], ["联系人", CONTACT], ["联系电话", phone],
              ["一、背景情况", Cell(lines(body[0]))], ["二、主要做法", Cell(lines(body[1]))],
              widths=(1500, 7000)),
        line("便民利企案例申报表（二）", align="center", bold=True, size=36),
        table(["（接上页）", Cell(lines(body[2]))], ["三、工作成效", Cell(lines(body[3]))],
              ["审核单位意见", "同意上报（公章）"], widths=(1500, 7000)),
        line(f"填表人：{CONTACT}　　　　填表日期：2023年3月1日"),
    )  # fmt: skip
    return Form(
        "goes-on", "申报表.docx", data, unit, title, _award(4, unit, title), flat(body),
        ("背景情况", "主要做法", "工作成效"), private=(CONTACT, phone),
        apart=("审核单位意见", "同意上报", "申报表（二）", "接上页"),
    )  # fmt: skip


def annexed() -> Form:
    """The text is annexed: behind the form 附件, that it follows, title, unit and plain headings."""
    body = Author(20900).paragraphs(3, 3)
    unit, title, phone = "四川省试品县公安局", "巷口的平安小屋", mobile(510)
    data = word_file(
        line("案例申报表", align="center", bold=True, size=36),
        table(["单位名称（盖章）", unit], ["案例题目", title], ["联系人及电话", f"{CONTACT} {phone}"],
              ["案例正文", "见附件"], ["推荐意见", "推荐"], widths=(1800, 6700)),
        line("附件"), line("（案例正文附后）"), line(title), line(f"——{unit}"),
        line("背景与问题"), lines(body[0]), line("做法与过程"), lines(body[1]),
    )  # fmt: skip
    return Form(
        "annexed", "申报表.docx", data, unit, title, _award(5, unit, title), flat(body),
        ("背景与问题", "做法与过程"), private=(CONTACT, phone),
        apart=("附件", "附后", "推荐意见", unit, title),
    )  # fmt: skip


def empty_summary() -> Form:
    """Lines without the name of a form, a summary nobody wrote, and the text right under it."""
    body = Author(21000).paragraphs(2, 2, 3)
    unit, title, phone = "四川省试品县人社局", "零工市场亮起早班灯", mobile(511)
    data = word_file(
        line(f"申报单位：{unit}"), line(f"案例名称：{title}"),
        line(f"联系人：{CONTACT}　联系电话：{phone}"), line("摘要："), line(""),
        lines(body[0], body[1]), heading("一、主要做法"), lines(body[2]),
    )  # fmt: skip
    return Form(
        "empty-summary", "来稿.docx", data, unit, title, _award(6, unit, title), flat(body),
        ("主要做法",), private=(CONTACT, phone), apart=("摘要",),
    )  # fmt: skip


def questionnaire() -> Form:
    """A form filled in on the web and saved: each question a line, the answer in the next."""
    body = Author(21200).paragraphs(2, 2)
    unit, title, phone = "四川省试品县文化馆", "戏台搭到院坝里", mobile(512)
    questions = (
        ("1. 您的单位名称", unit), ("2. 案例名称", title), ("3. 案例类别", "群众文艺"),
        ("4. 联系人姓名", CONTACT), ("5. 手机号码", phone),
        ("6. 请填写案例正文", "<br>".join("".join(paragraph) for paragraph in body)),
    )  # fmt: skip
    inside = "".join(
        f"<div><div>{question} <span>[填空题]</span></div><div>{answer}</div></div>"
        for question, answer in questions
    )
    page = (
        f"<html><head><meta charset=utf-8></head><body><h1>优秀案例征集</h1>{inside}</body></html>"
    )
    return Form(
        "questionnaire", "答卷.html", page.encode(), unit, title, _award(7, unit, title),
        flat(body), (), "群众文艺", private=(CONTACT, phone), apart=("填空题", "您的单位名称"),
    )  # fmt: skip


def booklet_of_lines() -> Form:
    """A cover with lines, a page of how to fill it in, sections with how long they may be."""
    body = Author(21500).paragraphs(2, 2, 2)
    unit, title, phone = "四川省校品县气象局", "暴雨来临前的七次叫应", mobile(521)
    data = word_file(
        line("创新案例申报书", align="center", bold=True, size=44),
        line("案 例 名 称：", underlined(f"　{title}　")),
        line("申 报 单 位（盖章）：", underlined(f"　{unit}　")),
        line("联　系　人：", underlined(f"　{CONTACT}　")),
        line("联 系 电 话：", underlined(f" {phone} ")),
        line("填报说明", align="center", bold=True),
        line("1. 本申报书须如实填写，不得弄虚作假。"), line("2. 正文限3000字以内，用A4纸打印。"),
        line("一、案例概况（300字以内）", bold=True), lines(body[0]),
        line("二、案例内容（包括背景、做法、成效）", bold=True), lines(body[1]),
        line("三、推广价值", bold=True), lines(body[2]),
        line("四、单位审核意见", bold=True), line("同意申报。"), line("　　　　　（公章）"),
        line("　　　　2023年3月4日"),
    )  # fmt: skip
    return Form(
        "booklet-of-lines", "申报书.docx", data, unit, title, _award(8, unit, title),
        flat(body[1:]), ("推广价值",), private=(CONTACT, phone), kept=flat(body[:1]),
        apart=("单位审核意见", "同意申报", "如实填写", "A4纸", "300字以内", "2023年3月4日"),
    )  # fmt: skip


def of_a_result() -> Form:
    """Persons with ranks and shares under their label; the report in a cell under its own."""
    body = Author(21700).paragraphs(2, 2)
    unit, title, phone = "四川省校品县中医医院", "药香进校园", mobile(523)
    data = word_file(
        line("成果申报表", align="center", bold=True, size=36),
        table(
            [Cell("成果名称"), Cell(title, 4)], [Cell("完成单位"), Cell(unit, 4)],
            [Cell("主要完成人", 1, "restart"), "序号", "姓名", "职称", "分工"],
            [Cell("", 1, "continue"), "1", "芦小雪", "主任医师", "总体设计"],
            [Cell("", 1, "continue"), "2", "甘立冬", "药师", "实施"],
            ["联系人", CONTACT, "电话/邮箱", Cell(f"{phone} {mail('pang')}", 2)],
            [Cell("成果报告（不超过3000字）：\n" + "\n".join("".join(part) for part in body), 5)],
            [Cell("上级主管部门推荐意见：该成果扎实有效，同意推荐。\n（公章）", 5)],
            widths=(1500, 1500, 2000, 1500, 2000),
        ),
    )  # fmt: skip
    return Form(
        "of-a-result", "成果申报表.docx", data, unit, title, _award(9, unit, title), flat(body), (),
        "", ("芦小雪", "甘立冬"), (CONTACT, phone, mail("pang")),
        ("推荐意见", "扎实有效", "成果报告", "不超过3000字"),
    )  # fmt: skip


MAKERS = (
    table_of_facts, bands, banded_sections, goes_on, annexed, empty_summary, questionnaire,
    booklet_of_lines, of_a_result,
)  # fmt: skip
