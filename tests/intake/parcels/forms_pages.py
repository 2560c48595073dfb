"""Application forms with pages around them: a cover, a manuscript behind, parts, lines to fill."""

from counted_sentences import Author, flat
from parcel_truth import Form, Photo
from photographs import photo
from private_details import mail, mobile
from wordpages import (
    PAGE_BREAK,
    WPS,
    Around,
    Cell,
    box,
    control,
    heading,
    line,
    lines,
    link,
    link_field,
    picture,
    table,
    underlined,
    word_file,
)  # fmt: skip

from casebook.book import Award


def form_then_manuscript() -> Form:
    """A page of form with an abstract, then the manuscript with its own title and unit."""
    write = Author(3000)
    abstract = write.sentences(2)
    body = write.paragraphs(3, 3, 3, 2)
    unit, title = "安徽省地脚市人民医院", "把支部建在急救链上"
    contact, phone, address = "闵留言", mobile(9), mail("min")
    shot = photo(11)
    data = word_file(
        line("附件3", font="黑体"),
        line("案例申报信息表", align="center", bold=True, size=36),
        table(
            [Cell("案例标题"), Cell(title, 3)],
            [Cell("申报单位"), Cell(unit, 3)],
            ["联系人", contact, "联系方式", f"{phone}；{address}"],
            [Cell("案例摘要（200字以内）"), Cell("".join(abstract), 3)],
            [Cell("单位党组织意见"), Cell("经审核，同意申报。\n\n（盖章）\n2022 年 12 月 5 日", 3)],
            widths=(1700, 2500, 1400, 2900),
        ),
        PAGE_BREAK,
        line(title, align="center", bold=True, size=44, font="方正小标宋简体"),
        line(unit, align="center", font="楷体_GB2312"),
        line(""),
        lines(body[0]),
        heading("一、强基固本"), lines(body[1]), picture("p1", 1),
        line("急救演练现场", align="center"),
        heading("二、守护生命"), lines(body[2]),
        heading("三、几点体会"), lines(body[3]),
        around=Around(pictures={"p1": shot}),
    )  # fmt: skip
    return Form(
        "form-then-manuscript", "地脚市人民医院案例及申报表.docx", data, unit, title,
        Award("1-09", 9, unit, title, "安徽省"), (*flat(body), "急救演练现场"),
        ("强基固本", "守护生命", "几点体会"), "", (), (contact, phone, address),
        ("案例申报信息表", "经审核，同意申报。", "单位党组织意见"), abstract,
        (Photo(shot, body[1][-1]),),
    )  # fmt: skip


def cover_and_parts() -> Form:
    """A cover with lines to fill in, instructions, parts one to three; part two is the text."""
    write = Author(3100)
    body = write.paragraphs(3, 3, 2)
    unit, title = "福建省清样市港务集团有限公司", "智慧码头背后的“蓝领创客”"
    contact, phone, address = "耿速递", mobile(10), mail("geng")
    data = word_file(
        line("编号：________", align="right"),
        line("企业文化建设优秀案例", align="center", bold=True, size=52),
        line("申　报　书", align="center", bold=True, size=52),
        line("案例名称：", underlined(f"　{title}　")),
        line("申报单位：", underlined(f"　{unit}（盖章）　")),
        line("联 系 人：", underlined(f"　{contact}　")),
        line("联系电话：", underlined(f"　{phone}　")),
        line("填报日期：", underlined("　2022年9月30日　")),
        PAGE_BREAK,
        line("填表说明", align="center", bold=True),
        line("1. 请如实填写，不得漏项。"),
        line("2. 本表用A4纸双面打印，一式三份。"),
        PAGE_BREAK,
        line("一、基本信息", bold=True, font="黑体"),
        table(
            ["企业名称", unit, "所属行业", "交通运输"],
            ["案例类别", "创新文化", "主创", "郑小满、冯白露"],
            ["通信地址", "福建省清样市无名大道00号", "邮编", "000000"],
            ["联系人", contact, "E-mail", address],
            widths=(1300, 3300, 1300, 2600),
        ),
        line("二、案例正文", bold=True, font="黑体"),
        heading("（一）背景"), lines(body[0]), heading("（二）行动"), lines(body[1]),
        heading("（三）变化"), lines(body[2]),
        line("三、审核意见", bold=True, font="黑体"),
        table(
            ["单位意见", "材料属实。\n（盖章）　年　月　日"],
            ["专家评审意见", "\n\n签字：　　年　月　日"],
            widths=(1700, 6800),
        ),
    )  # fmt: skip
    return Form(
        "cover-and-parts", "企业文化申报书-清样港务.docx", data, unit, title,
        Award("1-10", 10, unit, title, "福建省"), flat(body), ("背景", "行动", "变化"), "创新文化",
        ("郑小满", "冯白露"), (contact, phone, address, "无名大道00号"),
        ("填表说明", "不得漏项", "一式三份", "材料属实。", "专家评审意见", "企业文化建设优秀案例"),
    )  # fmt: skip


def lines_to_fill() -> Form:
    """A form without a table: labels and underlined values on lines, two pairs on some."""
    write = Author(3200)
    body = write.paragraphs(2, 3, 2)
    unit, title = "江西省毛样市妇女联合会", "她力量点亮乡村夜校"
    contact, phone, chat = "左登门", mobile(11), "100000011"
    data = word_file(
        line("巾帼建功案例推荐材料", align="center", bold=True, size=36),
        line("报送单位：", underlined(unit), "\t", "地区：", underlined("江西省")),
        line("案例名称：", underlined(title)),
        line("案例类别：", underlined("乡村振兴"), "\t", "撰稿人：", underlined("褚清明")),
        line("联系人：", underlined(contact), "\t", "手机：", underlined(phone), "\t", f"QQ：{chat}"),
        line("案例正文：", bold=True),
        lines(body[0]),
        line("一、开办夜校", bold=True), lines(body[1]),
        line("二、带动增收", bold=True), lines(body[2]),
        line("推荐单位审核意见：同意。", bold=False),
        line("（盖章处）", align="right"),
        line("二〇二二年十月八日", align="right"),
    )  # fmt: skip
    return Form(
        "lines-to-fill", "推荐材料.docx", data, unit, title, Award("1-11", 11, unit, title, "江西省"),
        flat(body), ("开办夜校", "带动增收"), "乡村振兴", ("褚清明",), (contact, phone, chat),
        ("巾帼建功案例推荐材料", "推荐单位审核意见", "（盖章处）"),
    )  # fmt: skip


def sealed_controls() -> Form:
    """Content controls for the values, boxes ticked for the category, opinions of three levels."""
    write = Author(3300)
    body = write.paragraphs(3, 2, 2)
    unit, title = "山东省校勘市退役军人事务局", "老兵调解室：用军礼化解心结"
    contact, phone = "鲁传呼", mobile(12)
    opinions = [
        ["县级审核意见", "同意上报。\n（公章）\n2022年8月1日"],
        ["市级审核意见", "同意推荐。\n（公章）\n2022年8月15日"],
        ["省级审核意见", "\n（公章）\n　　年　月　日"],
    ]
    data = word_file(
        line("退役军人工作创新案例推荐审批表", align="center", bold=True, size=36),
        table(
            ["推荐单位", Cell(line(control(unit)))],
            ["案例名称", Cell(line(control(title)))],
            ["案例领域", Cell(line("□就业创业　☑矛盾化解　□褒扬纪念　□其他"))],
            ["经办人", Cell(line(control(contact)))],
            ["联系电话", Cell(line(control(phone)))],
            ["主要内容", Cell(lines(*body))],
            *opinions,
            widths=(1700, 6800),
        ),
        line("注：本表可附页，电子版发送至邮箱。"),
        around=Around(
            header=line("内部资料　注意保管", align="right"), footer=line("— 1 —", align="center")
        ),
    )  # fmt: skip
    return Form(
        "sealed-controls", "推荐审批表.docx", data, unit, title,
        Award("1-12", 12, unit, title, "山东省"), flat(body), (), "矛盾化解", (), (contact, phone),
        ("同意上报。", "同意推荐。", "就业创业", "本表可附页", "省级审核意见"),
    )  # fmt: skip


def mail_links() -> Form:
    """Addresses of mail as hyperlinks and as fields, also in the footer; two people to contact."""
    write = Author(3400)
    body = write.paragraphs(3, 3)
    unit, title = "河南省付印市农业技术推广站", "田间课堂开到地头"
    people = ("薛代收", "雷转交")
    phones, mails = (mobile(13), mobile(14)), (mail("xue"), mail("lei"))
    data = word_file(
        line("农技推广典型案例征集表", align="center", bold=True, size=36),
        table(
            [Cell("案例名称"), Cell(title, 4)],
            [Cell("报送单位"), Cell(unit, 4)],
            [Cell("联系人1"), people[0], phones[0], "邮箱", Cell(line(link(mails[0], "m1")))],
            [Cell("联系人2"), people[1], phones[1], "邮箱",
             Cell(line(link_field(mails[1], f"mailto:{mails[1]}")))],
            [Cell("案例内容", 5, bold=True)],
            [Cell(lines(*body), 5)],
            widths=(1200, 1300, 2000, 900, 3100),
        ),
        around=Around(
            links={"m1": f"mailto:{mails[0]}"}, footer=line(f"报送邮箱：{mails[0]}", align="center")
        ),
    )  # fmt: skip
    return Form(
        "mail-links", "征集表 田间课堂.docx", data, unit, title,
        Award("1-13", 13, unit, title, "河南省"), flat(body), (), "", (), (*people, *phones, *mails),
        ("农技推广典型案例征集表", "报送邮箱"),
    )  # fmt: skip


def wps_form() -> Form:
    """As WPS writes it: wide spaces in labels, a text box as letterhead, the unit shortened."""
    write = Author(3500)
    body = write.paragraphs(2, 2, 2)
    unit, title = "装订市第三人民医院", "三张清单 破解看病难题"
    contact, phone = "汤备忘", mobile(15)
    data = word_file(
        box(line("装订市卫生健康系统", align="center"), line("改革创新案例", align="center")),
        table(
            ["案　例　名　称", "三张清单  破解看病难题"],
            ["申　报　单　位", unit],
            ["案　例　类　型", "公立医院改革"],
            ["负　责　人", "蒋惊蛰（党委书记）"],
            ["执　　笔", "沈芒种"],
            ["联　系　电　话", f"{contact}  {phone[:3]} {phone[3:7]} {phone[7:]}"],
            ["正　　　文", Cell(
                heading("一、问题清单") + lines(body[0]) + heading("二、任务清单") + lines(body[1])
                + heading("三、责任清单") + lines(body[2])
            )],
            widths=(2000, 6500),
        ),
        around=Around(application=WPS, author="lenovo"),
    )  # fmt: skip
    return Form(
        "wps", "新建 DOCX 文档.docx", data, unit, title,
        Award("1-14", 14, f"湖北省{unit}", title, "湖北省"), flat(body),
        ("问题清单", "任务清单", "责任清单"), "公立医院改革", ("沈芒种",), (contact, phone),
        ("联系电话", "正文"),
    )  # fmt: skip
