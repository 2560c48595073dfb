"""Application forms as units send them: labels no lexicon has, labels above, in one cell, in lines."""

from counted_sentences import Author, flat
from parcel_truth import Form
from private_details import bank_card, identity, mail, mobile
from wordpages import Around, Cell, box, heading, line, lines, table, underlined, word_file

from casebook.book import Award


def _award(number: int, unit: str, title: str) -> Award:
    return Award(f"1-{number:02}", number, unit, title, "")


def bands() -> Form:
    """Bands of labels over bands of values, one of them unknown, and the text under the last."""
    body = Author(6000).paragraphs(3, 3)
    unit, title = "吉林省版心市人民法院", "雪地里的巡回法庭"
    who, phone, post = "车立秋", mobile(401), mail("che")
    data = word_file(
        line("司法便民案例征集表", align="center", bold=True, size=36),
        table(
            ["单位", "案例名称", "是否首次申报", "类别"],
            [unit, title, "是", "诉讼服务"],
            ["联系人", "科室职务", "手机", "电子邮箱"],
            [who, "研究室主任", phone, post],
            [Cell("案例内容（3000字以内）", 4)],
            [Cell(lines(*body), 4)],
            widths=(2400, 2400, 1600, 2100),
        ),
    )
    return Form(
        "bands", "征集表.docx", data, unit, title, _award(1, unit, title), flat(body), (), "诉讼服务", (),
        (who, phone, post), ("是否首次申报", "司法便民案例征集表", "研究室主任"),
    )  # fmt: skip


def ruled_lines() -> Form:
    """Lines with rules to write on, labels with spaces in them, the text behind a label."""
    body = Author(6050).paragraphs(2, 3)
    unit, title = "宁夏回族自治区字库市图书馆", "流动书车开进移民村"
    who, phone = "糜谷雨", mobile(402)
    data = word_file(
        line("优秀服务案例报名表", align="center", bold=True, size=36),
        line("单 　位：", underlined(f"　{unit}　　")),
        line("案 例 题 目：", underlined(f" {title} ")),
        line("联　系　人：", underlined(f"  {who}  "), "  联 系 电 话：", underlined(f" {phone} ")),
        line("正　　文："),
        heading("一、缘起"), lines(body[0]), heading("二、变化"), lines(body[1]),
        line("报名单位（盖章）：　　　　　　年　　月　　日", align="right"),
    )  # fmt: skip
    return Form(
        "ruled-lines", "报名表（图书馆）.docx", data, unit, title, _award(2, unit, title), flat(body),
        ("缘起", "变化"), "", (), (who, phone), ("盖章", "优秀服务案例报名表"),
    )  # fmt: skip


def all_in_a_cell() -> Form:
    """Everything about the unit in a single cell, the text in the next, opinions in the last."""
    body = Author(6100).paragraphs(3, 2)
    unit, title = "青海省墨线州气象台", "云端上的守夜人"
    who, phone = "厍小满", mobile(403)
    data = word_file(
        line("附件3：气象为民故事推荐表", bold=True),
        table(
            [
                f"推荐单位：{unit}　　故事题目：{title}\n讲述人：曲长风　　联系人：{who}　手机：{phone}"
            ],
            [Cell(line("故事内容：") + lines(*body))],
            [Cell("推荐单位审查意见：\n\n同意推荐。　　　　（盖章）\n2022年12月3日")],
            widths=(8500,),
        ),
    )
    return Form(
        "all-in-a-cell", "气象台.docx", data, unit, title, _award(3, unit, title), flat(body), (), "",
        ("曲长风",), (who, phone), ("审查意见", "同意推荐", "气象为民故事推荐表"),
    )  # fmt: skip


def behind_lines() -> Form:
    """The text first; at its end lines of the unit, the people and their telephones."""
    body = Author(6150).paragraphs(3, 3, 3)
    unit, title = "贵州省活字市税务局", "山那边的办税小板凳"
    who, phone, post = "农税务", mobile(404), mail("nong")
    data = word_file(
        line(title, align="center", bold=True, size=44),
        lines(body[0]), heading("一、把窗口搬进寨子"), lines(body[1]), heading("二、把政策讲成家常"), lines(body[2]),
        line("报送单位：" + unit), line("案例类别：纳税服务"), line("执笔人：卓青山、符绿水"),
        line(f"联系人及电话：{who}　{phone}"), line(f"电子邮箱：{post}"),
    )  # fmt: skip
    return Form(
        "behind-lines", "办税小板凳.docx", data, unit, title, _award(4, unit, title), flat(body),
        ("把窗口搬进寨子", "把政策讲成家常"), "纳税服务", ("卓青山", "符绿水"), (who, phone, post),
        ("报送单位", "联系人及电话"),
    )  # fmt: skip


def behind_table() -> Form:
    """The text first; behind it a page with the form as a table, its name over it."""
    body = Author(6200).paragraphs(3, 3)
    unit, title = "山西省铅条市交通运输综合行政执法队", "治超站里的热馒头"
    who, phone = "逯执法", mobile(405)
    data = word_file(
        line(title, align="center", bold=True, size=44),
        lines(*body),
        line("附件", font="黑体"), line("“温暖执法”案例申报信息表", align="center", bold=True),
        table(
            ["申报单位", Cell(unit, 3)], ["案例题目", Cell(title, 3)],
            ["案例类型", "执法服务", "主创人员", "杭正义、皮公平"],
            ["联 系 人", who, "联系方式", phone],
            [Cell("单位意见"), Cell("情况属实。\n\n（公章）\n2022年10月11日", 3)],
            widths=(1500, 3000, 1500, 2500),
        ),
    )  # fmt: skip
    return Form(
        "behind-table", "治超站里的热馒头.docx", data, unit, title, _award(5, unit, title), flat(body), (),
        "执法服务", ("杭正义", "皮公平"), (who, phone), ("情况属实", "案例申报信息表"),
    )  # fmt: skip


def bracketed() -> Form:
    """A text file with labels in brackets and the values behind or under them."""
    body = Author(6250).paragraphs(2, 2)
    unit, title = "海南省行距市疾病预防控制中心", "一份迟到的体检单"
    who, phone = "冼防控", mobile(406)
    text = "\r\n".join([
        "健康守门人案例投稿表", "", f"【投稿单位】{unit}", f"【案例标题】{title}", "【案例类别】基层卫生",
        f"【联 系 人】{who}", f"【手机号码】{phone}", "【案例正文】",
        *("　　" + "".join(paragraph) for paragraph in body), "【单位意见】同意投稿。", "【填表日期】2022年9月9日",
    ])  # fmt: skip
    return Form(
        "bracketed", "投稿表.txt", text.encode("gb18030"), unit, title, _award(6, unit, title), flat(body), (),
        "基层卫生", (), (who, phone), ("同意投稿", "健康守门人案例投稿表"),
    )  # fmt: skip


def several_contacts() -> Form:
    """Three people to contact: two lines of a cell, and one in a row of their own."""
    body = Author(6300).paragraphs(3, 3)
    unit, title = "江西省行首市林业局", "护林员的第八本日记"
    names, phones = ("冷杉青", "柏木香", "松子熟"), [mobile(number) for number in (407, 408, 409)]
    data = word_file(
        line("生态文明典型案例登记表", align="center", bold=True, size=36),
        table(
            ["填报单位", Cell(unit, 3)],
            ["案例主题", Cell(title, 3)],
            ["联系人及手机", Cell(f"{names[0]} {phones[0]}\n{names[1]} {phones[1]}", 3)],
            ["备用联系人", names[2], "备用电话", phones[2]],
            [Cell("案例描述", 4)],
            [Cell(lines(*body), 4)],
            widths=(1700, 2900, 1300, 2600),
        ),
    )
    return Form(
        "several-contacts", "登记表-林业局.docx", data, unit, title, _award(7, unit, title), flat(body), (), "",
        (), (*names, *phones), ("备用联系人", "生态文明典型案例登记表"),
    )  # fmt: skip


def around_the_page() -> Form:
    """The people to contact stand in the footer and in a text box, the unit in the header."""
    body = Author(6350).paragraphs(3, 3)
    unit, title = "安徽省段落市特殊教育学校", "手语里的春天"
    who, phone, post = "聂无声", mobile(410), mail("nie")
    data = word_file(
        box(line(f"联系人：{who}"), line(f"电话：{phone}")),
        line(title, align="center", bold=True, size=44), line(unit, align="center"), lines(*body),
        around=Around(header=line("特殊教育案例征集"), footer=line(f"联系邮箱：{post}　第1页")),
    )  # fmt: skip
    return Form(
        "around-the-page", "手语里的春天.docx", data, unit, title, _award(8, unit, title), flat(body), (), "", (),
        (who, phone, post), (),
    )  # fmt: skip


def upright_bands() -> Form:
    """Bands with upright labels at their left, one character a line, over several rows."""
    body = Author(6400).paragraphs(2, 2, 2)
    unit, title = "天津市竖排区退役军人服务中心", "老兵会客厅"
    who, phone = "戎装秋", mobile(411)
    left = [Cell("", 1, "continue")]
    data = word_file(
        line("退役军人服务优秀案例申报审批表", align="center", bold=True, size=36),
        table(
            [Cell("基\n本\n情\n况", 1, "restart"), "单位全称", Cell(unit, 3)],
            [*left, "案例名称", Cell(title, 3)],
            [*left, "单位性质", "事业单位", "编制人数", "26"],
            [*left, "联络人", who, "联络电话", phone],
            [Cell("做\n法\n成\n效", 1, "restart"), "工作缘由", Cell(lines(body[0]), 3)],
            [*left, "具体举措", Cell(lines(body[1]), 3)],
            [*left, "群众评价", Cell(lines(body[2]), 3)],
            [Cell("区局\n意见"), Cell("经党组研究，同意申报。\n（盖章）　年　月　日", 4)],
            widths=(900, 1500, 2500, 1300, 2300),
        ),
    )
    return Form(
        "upright-bands", "审批表.docx", data, unit, title, _award(9, unit, title), flat(body),
        ("工作缘由", "具体举措", "群众评价"), "", (), (who, phone), ("经党组研究", "事业单位", "编制人数"),
    )  # fmt: skip


def three_opinions() -> Form:
    """Three opinions side by side under their labels, each with seal and date."""
    body = Author(6450).paragraphs(3, 3)
    unit, title = "四川省横排县畜牧站", "牦牛身份证"
    who, phone = "尼玛草", mobile(412)
    seal = "同意。\n\n（盖章）\n　年　月　日"
    data = word_file(
        line("乡村振兴案例推荐审核表", align="center", bold=True, size=36),
        table(
            ["案例名称", Cell(title, 2)],
            ["呈报单位", Cell(unit, 2)],
            [Cell(f"联系人：{who}"), Cell(f"电话：{phone}", 2)],
            ["主要内容", Cell(lines(*body), 2)],
            ["呈报单位意见", "县级主管部门意见", "市级评审意见"],
            [seal, seal, seal],
            widths=(2800, 2900, 2800),
        ),
    )
    return Form(
        "three-opinions", "推荐审核表.docx", data, unit, title, _award(10, unit, title), flat(body), (), "", (),
        (who, phone), ("同意。", "评审意见", "盖章"),
    )  # fmt: skip


def booklet() -> Form:
    """A booklet: a cover with lines, notes for filling it in, a table of facts, parts of text."""
    body = Author(6500).paragraphs(3, 3)
    unit, title = "福建省书脊市第三实验小学", "海边的自然课"
    who, phone = "薛海鸥", mobile(413)
    data = word_file(
        line("编号：　　　　"), line("基础教育教学成果", align="center", size=44), line("申　报　书", align="center", size=52),
        line("成果名称：", underlined(f"　{title}　")), line("申报学校：", underlined(f"　{unit}　")),
        line("成果主持人：", underlined("　施浪花　")), line("填表时间：2022年5月"),
        line("填　表　说　明", align="center"), line("1．本书一律用A4纸打印，左侧装订。"), line("2．表内各栏如填不下，可另加附页。"),
        line("一、基本信息", bold=True),
        table(["成果名称", Cell(title, 3)], ["所属学段", "小学", "研究起止时间", "2018年—2022年"],
              ["联系人", who, "移动电话", phone], ["主要完成人", Cell("施浪花、唐贝壳、邵沙滩", 3)],
              widths=(1500, 2800, 1600, 2600)),
        line("二、成果正文", bold=True), lines(*body),
        line("三、审核意见", bold=True), line("同意申报，内容真实。"), line("（学校公章）　2022年5月6日", align="right"),
    )  # fmt: skip
    return Form(
        "booklet", "申报书.docx", data, unit, title, _award(11, unit, title), flat(body), (), "",
        ("施浪花", "唐贝壳", "邵沙滩"), (who, phone), ("左侧装订", "可另加附页", "同意申报，内容真实"),
    )  # fmt: skip


def two_tongues() -> Form:
    """Labels in two languages, the English under the Chinese or before it."""
    body = Author(6550).paragraphs(3, 3)
    unit, title = "上海市字距国际交流中心", "外滩边的汉语角"
    who, phone, post = "海伦娜", mobile(414), mail("helena")
    data = word_file(
        line("案例申报表 Application Form", align="center", bold=True, size=36),
        table(
            ["申报单位\nOrganization", Cell(unit, 3)],
            ["Title 案例名称", Cell(title, 3)],
            ["联系人\nContact Person", who, "电话/Tel", phone],
            ["E-mail", post, "传真 Fax", "无"],
            ["正文\nFull Text", Cell(lines(*body), 3)],
            widths=(1900, 2600, 1400, 2600),
        ),
    )
    return Form(
        "two-tongues", "Application.docx", data, unit, title, _award(12, unit, title), flat(body), (), "", (),
        (who, phone, post), ("Contact Person", "Application Form"),
    )  # fmt: skip


def of_a_company() -> Form:
    """A company with facts nobody knows the use of, boxes ticked, legal person and bank account."""
    body = Author(6600).paragraphs(3, 3)
    unit, title = "重庆市合订本智能装备有限公司", "车间里的数字学徒"
    who, phone, bank = "祖工会", mobile(415), bank_card(415)
    data = word_file(
        line("产业工人队伍建设改革创新案例申报表", align="center", bold=True, size=36),
        table(
            ["企业名称", Cell(unit, 3)], ["统一社会信用代码", "91500000MA00000000", "成立时间", "2009年3月"],
            ["法定代表人", "庞有限", "注册资本", "5000万元"], ["所属行业", "□采矿 ☑制造 □物流", "上年营收", "3.2亿元"],
            ["案例名称", Cell(title, 3)], ["申报方向", Cell("□思想引领 ☑建功立业 □素质提升", 3)],
            ["联系人", who, "手机号", phone], ["开户行及账号", Cell(f"样例银行合订支行 {bank}", 3)],
            [Cell("案例正文", 1), Cell(lines(*body), 3)],
            ["信用承诺", Cell("本企业承诺所填内容真实有效，愿承担一切责任。", 3)], widths=(1800, 2700, 1400, 2600),
        ),
    )  # fmt: skip
    return Form(
        "of-a-company", "案例申报表.docx", data, unit, title, _award(13, unit, title), flat(body), (), "建功立业", (),
        (who, phone, bank), ("统一社会信用代码", "愿承担一切责任", "上年营收", "5000万元"),
    )  # fmt: skip


def own_sections() -> Form:
    """Cells of text under labels no lexicon has, abstract and keywords before them."""
    body = Author(6650).paragraphs(2, 2, 2)
    abstract = Author(6690).sentences(2)
    unit, title = "河南省衬页市中医院", "针灸馆的周末门诊"
    who, phone, card = "阮针灸", mobile(416), identity("19880230", 7)
    data = word_file(
        line("改善患者体验案例投稿表", align="center", bold=True, size=36),
        table(
            ["案例题目", Cell(title, 3)], ["医疗机构名称", Cell(unit, 3)],
            ["案例作者（限3人）", Cell("阎小针、褚大灸", 3)], ["通讯员", who, "通讯员手机", phone],
            ["身份证号码", Cell(card, 3)], ["摘要", Cell("".join(abstract), 3)], ["关键词", Cell("针灸；门诊；周末", 3)],
            ["我们遇到的难题", Cell(lines(body[0]), 3)], ["我们怎么做", Cell(lines(body[1]), 3)],
            ["数字里的变化", Cell(lines(body[2]), 3)], widths=(2000, 2500, 1500, 2500),
        ),
    )  # fmt: skip
    return Form(
        "own-sections", "投稿表(中医院).docx", data, unit, title, _award(14, unit, title), flat(body),
        ("我们遇到的难题", "我们怎么做", "数字里的变化"), "", ("阎小针", "褚大灸"), (phone, card),
        ("改善患者体验案例投稿表",), kept=abstract,
    )  # fmt: skip


def inside_the_text() -> Form:
    """A table of facts between the title and the text, without any name of a form."""
    body = Author(6700).paragraphs(3, 3)
    unit, title = "湖南省勘误市社会福利院", "轮椅上的合唱团"
    who, phone = "祝福员", mobile(417)
    data = word_file(
        line(title, align="center", bold=True, size=44), line(f"——{unit}", align="center"),
        table(["报送单位", unit, "联系人", who], ["单位地址", "湖南省勘误市无名路00号", "联系电话", phone],
              widths=(1400, 3400, 1300, 2400)),
        lines(*body), line(f"（联系人：{who}，电话：{phone}）"),
    )  # fmt: skip
    return Form(
        "inside-the-text", "合唱团.docx", data, unit, title, _award(15, unit, title), flat(body), (), "", (),
        (who, phone, "无名路00号"), ("单位地址",),
    )  # fmt: skip


MAKERS = (
    bands, ruled_lines, all_in_a_cell, behind_lines, behind_table, bracketed, several_contacts,
    around_the_page, upright_bands, three_opinions, booklet, two_tongues, of_a_company,
    own_sections, inside_the_text,
)  # fmt: skip
