"""Application forms as one table: two columns, four, labels upright, above, inside, nested.

The labels are those of forms that institutions send out; each form also asks for what must not
be printed: whom to call, opinions and seals.
"""

from counted_sentences import Author, flat
from parcel_truth import Form, Photo
from photographs import photo
from private_details import mail, mobile
from wordpages import Around, Cell, heading, line, lines, picture, table, word_file

from casebook.book import Award


def two_columns() -> Form:
    """附件2 above a table of label and value; the body is the last value."""
    write = Author(2000)
    body = write.paragraphs(3, 3, 2)
    unit, title = "河北省样例市第一医院", "红色引擎驱动高质量发展——党建与业务融合的实践"
    contact, phone, address = "程联络", mobile(1), mail("cheng")
    text = heading("一、案例背景") + lines(body[0]) + heading("二、主要做法") + lines(*body[1:])
    data = word_file(
        line("附件2", font="黑体"),
        line("优秀案例申报表", align="center", bold=True, size=36),
        table(
            ["申报单位", unit],
            ["案例名称", title],
            ["案例类别", "党建引领类"],
            ["主创人员", "王春生、李夏至"],
            ["联系人", contact],
            ["联系电话", phone],
            ["电子邮箱", address],
            ["案例内容", Cell(text)],
            widths=(1800, 6700),
        ),
    )  # fmt: skip
    return Form(
        "two-columns", "优秀案例申报表.docx", data, unit, title,
        Award("1-01", 1, unit, title, "河北省"), flat(body), ("案例背景", "主要做法"), "党建引领类",
        ("王春生", "李夏至"), (contact, phone, address), ("附件2", "优秀案例申报表", "联系电话"),
    )  # fmt: skip


def four_columns() -> Form:
    """Two labels and two values a row, long values merged, the body below its label."""
    write = Author(2100)
    body = write.paragraphs(2, 3, 3, 2)
    unit, title = "山西省排演市实验中学", "一校一品：以书香校园建设推进立德树人"
    contact, phone, desk = "卜打扰", mobile(2), "0000-00000002"
    text = (
        lines(body[0]) + heading("（一）抓阅读") + lines(body[1])
        + heading("（二）抓课程") + lines(body[2], body[3])
    )  # fmt: skip
    data = word_file(
        line("教育创新案例推荐表", align="center", bold=True, size=36),
        line("填表日期：2022年11月8日", align="right"),
        table(
            [Cell("案例题目"), Cell(title, 3)],
            ["推荐单位", unit, "所在地区", "山西省排演市"],
            ["案例类型", "校园文化", "作者", "赵秋分"],
            ["联系人", contact, "职务", "办公室主任"],
            ["手机", phone, "办公电话", desk],
            [Cell("通讯地址"), Cell("山西省排演市无名路0号", 3)],
            [Cell("案例正文（2000字以内）", 4, bold=True)],
            [Cell(text, 4)],
            [Cell("推荐单位意见"), Cell("情况属实，同意推荐。\n（盖章）\n2022年11月10日", 3)],
            widths=(1500, 2900, 1500, 2600),
        ),
    )  # fmt: skip
    return Form(
        "four-columns", "推荐表-排演实验中学.docx", data, unit, title,
        Award("1-02", 2, unit, title, "山西省"), flat(body), ("抓阅读", "抓课程"), "校园文化",
        ("赵秋分",), (contact, phone, desk, "无名路0号"),
        ("教育创新案例推荐表", "情况属实，同意推荐。", "（盖章）", "推荐单位意见"),
    )  # fmt: skip


def upright_labels() -> Form:
    """Labels of one character a line, merged down; labels with spaces inside."""
    write = Author(2200)
    body = write.paragraphs(3, 2, 3)
    unit, title = "内蒙古自治区校样市总工会", "职工书屋建到班组去"
    contact, phone, fax = "单传话", mobile(3), "0000-00000003"
    text = lines(*body)
    data = word_file(
        line("工会工作优秀案例登记表", align="center", bold=True, size=40),
        table(
            [Cell("单\n位\n情\n况", 1, "restart"), "单　　位", unit, "性　质", "机关"],
            [Cell("", 1, "continue"), "联 系 人", contact, "电　话", phone],
            [Cell("", 1, "continue"), "单位负责人", "高不打", "传　真", fax],
            [Cell("案\n例\n情\n况", 1, "restart"), "案 例 名 称", Cell(title, 3)],
            [Cell("", 1, "continue"), "类　　别", Cell("职工文化建设", 3)],
            [Cell("主要\n事迹", upright=True), Cell(text, 4)],
            [Cell("单位\n意见", upright=True), Cell("同意申报。\n负责人签字：　　　（公章）\n年　月　日", 4)],
            [Cell("备　注"), Cell("此表一式二份", 4)],
            widths=(900, 1500, 2900, 1200, 2000),
        ),
    )  # fmt: skip
    return Form(
        "upright-labels", "登记表(校样市总工会).docx", data, unit, title,
        Award("1-03", 3, unit, title, "内蒙古自治区"), flat(body), (), "职工文化建设", (),
        (contact, phone, fax, "高不打"),
        ("同意申报。", "（公章）", "此表一式二份", "单位负责人", "工会工作优秀案例登记表"),
    )  # fmt: skip


def label_over_value() -> Form:
    """A register of one row: labels above, values below; the text follows the table."""
    write = Author(2300)
    body = write.paragraphs(2, 2, 3)
    unit, title = "辽宁省铅字市图书馆", "“流动书箱”进社区服务案例"
    contact, phone = "钱来往", mobile(4)
    data = word_file(
        line("阅读推广案例信息表", align="center", bold=True, size=36),
        table(
            ["序号", "报送单位", "案例标题", "类别", "执笔人", "联系人", "手机号码"],
            ["1", unit, title, "全民阅读", "孙冬至", contact, phone],
            widths=(600, 1800, 2400, 1000, 1000, 1000, 1600),
        ),
        line(""),
        line(title, align="center", bold=True, size=36),
        line(unit, align="center"),
        heading("一、缘起"), lines(body[0]), heading("二、做法"), lines(body[1]),
        heading("三、成效"), lines(body[2]),
    )  # fmt: skip
    return Form(
        "label-over-value", "阅读推广案例信息表.docx", data, unit, title,
        Award("1-04", 4, unit, title, "辽宁省"), flat(body), ("缘起", "做法", "成效"), "全民阅读",
        ("孙冬至",), (contact, phone), ("阅读推广案例信息表", "手机号码", "序号"),
    )  # fmt: skip


def label_in_cell() -> Form:
    """Label and value stand in one cell, two pairs in some."""
    write = Author(2400)
    body = write.paragraphs(3, 3)
    unit, title = "吉林省活字县社区卫生服务中心", "家门口的健康驿站"
    contact, phone, address = "傅回电", mobile(5), mail("fu")
    data = word_file(
        line("基层卫生服务典型案例申报书", align="center", bold=True, size=36),
        table(
            [Cell(f"申报单位（盖章）：{unit}", 2)],
            [Cell(f"案例名称：{title}", 2)],
            ["申报类别：服务模式创新", "申报时间：2022年12月1日"],
            [f"联系人：{contact}", f"联系电话：{phone}"],
            [Cell(f"主要完成人：周立春　吴谷雨　　邮箱：{address}", 2)],
            [Cell(line("案例内容：", bold=True) + lines(*body), 2)],
            [Cell("县卫生健康局审核意见：\n同意上报。\n（盖章）　　　年　月　日", 2)],
            widths=(4250, 4250),
        ),
    )  # fmt: skip
    return Form(
        "label-in-cell", "申报书.docx", data, unit, title, Award("1-05", 5, unit, title, "吉林省"),
        flat(body), (), "服务模式创新", ("周立春", "吴谷雨"), (contact, phone, address),
        ("县卫生健康局审核意见", "同意上报。", "申报时间"),
    )  # fmt: skip


def nested_tables() -> Form:
    """A frame of one cell holds the table of the form; the body stands below it in the frame."""
    write = Author(2500)
    body = write.paragraphs(2, 3)
    figures = table(["年份", "人次"], ["2020", "1999"], ["2021", "8888"], widths=(2000, 2000))
    unit, title = "黑龙江省版心市博物馆", "让文物活起来：馆校合作的三年"
    contact, phone = "毛捎信", mobile(6)
    inner = table(
        ["单位名称", unit], ["项目名称", title], ["项目类别", "社会教育"],
        ["联系人及电话", f"{contact} {phone}"], widths=(1800, 5800),
    )  # fmt: skip
    frame = (
        inner + line("项目介绍", bold=True) + lines(body[0]) + line("表1 服务人次", align="center")
        + figures + lines(body[1])
    )  # fmt: skip
    data = word_file(
        line("博物馆教育项目征集表", align="center", bold=True, size=36),
        table([Cell(frame)], widths=(8500,)),
    )
    return Form(
        "nested-tables", "征集表（版心市博物馆）.docx", data, unit, title,
        Award("1-06", 6, unit, title, "黑龙江省"), (*flat(body), "表1 服务人次", "1999", "8888"), (),
        "社会教育", (), (contact, phone), ("博物馆教育项目征集表", "联系人及电话"),
    )  # fmt: skip


def long_cell() -> Form:
    """A body of 3,000 characters in one cell, with headings of three levels and three pictures."""
    write = Author(2600)
    body = write.paragraphs(2, 3, 3, 3, 4, 3, 4, 3, 4, 3, 3, 2, 3, 4, 3, 2)
    unit, title = "江苏省书眉市中医院", "传承精华守正创新 打造中医药服务高地"
    contact, phone, address = "殷转告", mobile(7), mail("yin")
    heads = ("案例背景", "主要做法", "健全组织体系", "建强专科", "下沉资源", "取得成效", "经验启示")
    text = (
        heading("一、案例背景") + lines(body[0], body[1])
        + heading("二、主要做法") + lines(body[2])
        + heading("（一）健全组织体系") + lines(body[3], body[4])
        + picture("p1", 1) + line("图1　名老中医工作室揭牌", align="center")
        + heading("（二）建强专科") + line("1.建强专科门诊。" + "".join(body[5]), indent=True)
        + line("2.建强专科病房。" + "".join(body[6]), indent=True) + lines(body[7])
        + picture("p2", 2) + line("图2　专科病房查房", align="center")
        + heading("（三）下沉资源") + lines(body[8], body[9])
        + heading("三、取得成效") + lines(body[10], body[11], body[12])
        + picture("p3", 3)
        + heading("四、经验启示") + lines(body[13], body[14], body[15])
    )  # fmt: skip
    shots = [photo(number) for number in (1, 2, 3)]
    data = word_file(
        line("附件1"),
        line("中医药工作典型案例申报表", align="center", bold=True, size=36),
        table(
            [Cell("案例名称"), Cell(title, 3)],
            ["申报单位", unit, "案例类型", "中医药传承"],
            ["联系人", contact, "电话/邮箱", f"{phone}\n{address}"],
            [Cell("案例正文", 1), Cell(text, 3)],
            widths=(1200, 3600, 1200, 2500),
        ),
        around=Around(pictures={f"p{number}": shot for number, shot in enumerate(shots, 1)}),
    )  # fmt: skip
    photos = (
        Photo(shots[0], body[4][-1]), Photo(shots[1], body[7][-1]), Photo(shots[2], body[12][-1])
    )  # fmt: skip
    return Form(
        "long-cell", "中医药案例.docx", data, unit, title, Award("1-07", 7, unit, title, "江苏省"),
        (*flat(body), "图1　名老中医工作室揭牌", "图2　专科病房查房"), heads, "中医药传承", (),
        (contact, phone, address), ("附件1", "中医药工作典型案例申报表", "电话/邮箱"), (), photos,
    )  # fmt: skip


def section_cells() -> Form:
    """Every section of the text has a cell of its own, its heading in the cell beside it."""
    write = Author(2800)
    body = write.paragraphs(2, 3, 2, 2, 2)
    unit, title = "浙江省天头市城市管理局", "小摊点大民生的柔性治理"
    contact, phone, chat = "侯接机", mobile(8), "weixin_houjieji"
    data = word_file(
        line("基层治理创新案例申报表", align="center", bold=True, size=36),
        table(
            ["案例名称", title],
            ["申报单位", unit],
            ["联系人", Cell(line(f"姓名：{contact}") + line(f"手机：{phone}") + line(f"微信号：{chat}"))],
            ["案例背景", Cell(lines(body[0]))],
            ["主要做法", Cell(lines(body[1], body[2]))],
            ["工作成效", Cell(lines(body[3]))],
            ["经验启示\n（300字以内）", Cell(lines(body[4]))],
            ["报送单位\n意　　见", "\n同意报送\n\n单位（盖章）\n2022年10月9日"],
            widths=(1500, 7000),
        ),
    )  # fmt: skip
    return Form(
        "section-cells", "浙江-天头市城管局-申报表.docx", data, unit, title,
        Award("1-08", 8, unit, title, "浙江省"), flat(body),
        ("案例背景", "主要做法", "工作成效", "经验启示"), "", (), (contact, phone, chat),
        ("基层治理创新案例申报表", "同意报送", "（300字以内）", "微信号"),
    )  # fmt: skip
