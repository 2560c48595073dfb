"""Application forms of other trades, made by somebody who wrote no reader: other labels and layouts."""

from counted_sentences import Author, flat
from parcel_truth import Form, Photo
from photographs import photo
from private_details import bank_card, identity, mail, mobile
from wordpages import (
    PAGE_BREAK,
    WPS,
    Around,
    Cell,
    heading,
    line,
    lines,
    picture,
    table,
    word_file,
)

from casebook.book import Award


def _award(number: int, unit: str, title: str, region: str) -> Award:
    return Award(f"1-{number:02}", number, unit, title, region)


def starred() -> Form:
    w = Author(5000)
    b = w.paragraphs(3, 3)
    u, t = "云南省封面州融媒体中心", "火塘边的直播间"
    c, ph = "步联系", mobile(201)
    d = word_file(
        line("新闻宣传创新成果报名表", align="center", bold=True, size=36),
        table(
            ["*参评单位全称：", u],
            ["*成果名称：", t],
            ["*成果类别：", "媒体融合（限填一项）"],
            ["完成人：", "花朝阳、方暮雪"],
            ["*通联方式：", f"{c}　{ph}"],
            ["成果介绍：", Cell(lines(*b))],
            ["推荐理由：", "具有示范意义，同意推荐参评。"],
            widths=(2000, 6500),
        ),
    )
    return Form(
        "h-starred",
        "报名表01.docx",
        d,
        u,
        t,
        _award(1, u, t, "云南省"),
        flat(b),
        (),
        "媒体融合",
        ("花朝阳", "方暮雪"),
        (c, ph),
        ("同意推荐参评", "报名表", "通联方式", "限填一项"),
    )


def grouped() -> Form:
    w = Author(5100)
    b = w.paragraphs(2, 2, 3)
    u, t = "陕西省扉页市第二建筑工程公司", "塔吊下的安全晨会"
    c, ph, m = "印来电", mobile(202), mail("yin2")
    body = (
        heading("一、起步")
        + lines(b[0])
        + heading("二、坚持")
        + lines(b[1])
        + heading("三、收获")
        + lines(b[2])
    )
    d = word_file(
        line("附表2：", font="黑体"),
        line("企业安全文化优秀成果申报表", align="center", bold=True, size=36),
        table(
            [Cell("基本情况", 1, "restart"), "成果题目", Cell(t, 3)],
            [Cell("", 1, "continue"), "申报企业", Cell(u, 3)],
            [Cell("", 1, "continue"), "企业性质", "国有", "职工人数", "1860"],
            [Cell("", 1, "continue"), "主要创造人", "罗立冬", "职务", "安全总监"],
            [Cell("联络方式", 1, "restart"), "联络员", c, "移动电话", ph],
            [Cell("", 1, "continue"), "电子信箱", m, "传真", "0000-00000202"],
            [Cell("事迹材料\n（限3000字）"), Cell(body, 4)],
            [Cell("企业\n意见"), Cell("以上内容真实有效。\n\n法定代表人：　　　（公章）", 4)],
            widths=(1300, 1500, 2300, 1300, 2100),
        ),
    )
    return Form(
        "h-grouped",
        "申报表（扉页二建）.docx",
        d,
        u,
        t,
        _award(2, u, t, "陕西省"),
        flat(b),
        ("起步", "坚持", "收获"),
        "",
        ("罗立冬",),
        (c, ph, m, "0000-00000202"),
        ("企业安全文化优秀成果申报表", "以上内容真实有效", "法定代表人", "职工人数", "安全总监"),
    )


def form_behind() -> Form:
    w = Author(5200)
    b = w.paragraphs(3, 3, 3)
    s = photo(201)
    u, t = "甘肃省环衬县第一幼儿园", "沙地里长出的课程"
    c, ph, m = "谈微信", mobile(203), mail("tan")
    d = word_file(
        line(t, align="center", bold=True, size=44),
        line(u, align="center"),
        lines(b[0]),
        heading("一、发现沙地"),
        lines(b[1]),
        picture("p1", 1),
        line("图1 孩子们在沙地观察", align="center"),
        heading("二、课程生长"),
        lines(b[2]),
        PAGE_BREAK,
        line("附：作者信息登记表", align="center", bold=True),
        table(
            ["作者姓名", "凤初一", "工作单位", u],
            ["联系电话", ph, "微信", "wx_fengchuyi"],
            ["电子邮箱", m, "身份证号", identity("19900230", 3)],
            [Cell("收件地址"), Cell("甘肃省环衬县无名巷00号（" + c + "收）", 3)],
            widths=(1400, 2400, 1400, 3300),
        ),
        around=Around(pictures={"p1": s}),
    )
    return Form(
        "h-form-behind",
        "沙地里长出的课程.docx",
        d,
        u,
        t,
        _award(3, u, t, "甘肃省"),
        (*flat(b), "图1 孩子们在沙地观察"),
        ("发现沙地", "课程生长"),
        "",
        ("凤初一",),
        (c, ph, m, "wx_fengchuyi", identity("19900230", 3), "无名巷00号"),
        ("作者信息登记表", "收件地址"),
        (),
        (Photo(s, b[1][-1]),),
    )


def journal_head() -> Form:
    w = Author(5300)
    b = w.paragraphs(3, 3, 2)
    u, t = "湖北省封底师范学院", "地方高校劳动教育的三个转向"
    ph, m = mobile(204), mail("zhu")
    d = word_file(
        line(t, align="center", bold=True, size=44),
        line("朱元宵¹，尚中秋²", align="center"),
        line(f"（1.{u}，湖北 封底 000000；2.{u}教务处，湖北 封底 000000）", align="center"),
        lines(b[0]),
        heading("一、从单一到协同"),
        lines(b[1]),
        heading("二、从校内到校外"),
        lines(b[2]),
        line(f"联系作者：朱元宵；手机：{ph}；E-mail：{m}"),
        around=Around(application=WPS),
    )
    return Form(
        "h-journal",
        "封底师院-论文.docx",
        d,
        u,
        t,
        _award(4, u, t, "湖北省"),
        flat(b),
        ("从单一到协同", "从校内到校外"),
        "",
        ("朱元宵", "尚中秋"),
        (ph, m),
        ("联系作者",),
    )


def two_level() -> Form:
    w = Author(5400)
    b = w.paragraphs(2, 3)
    u, t = "广西壮族自治区腰封市海事处", "跨境航道上的一声问候"
    c, ph = "终归档", mobile(205)
    d = word_file(
        line("交通运输服务品牌信息采集表", align="center", bold=True, size=36),
        table(
            [
                Cell("单位", 1, "restart"),
                Cell("品牌（案例）名称", 1, "restart"),
                Cell("类型", 1, "restart"),
                Cell("联系人", 2),
            ],
            [
                Cell("", 1, "continue"),
                Cell("", 1, "continue"),
                Cell("", 1, "continue"),
                "姓名",
                "电话",
            ],
            [u, t, "水上服务", c, ph],
            [Cell(line("品牌故事", bold=True) + lines(*b), 5)],
            widths=(2400, 2400, 1200, 1100, 1800),
        ),
        line("填表人：终归档　　审核人：席审定　　填表日期：2022.11.11"),
    )
    return Form(
        "h-two-level",
        "信息采集表.docx",
        d,
        u,
        t,
        _award(5, u, t, "广西壮族自治区"),
        flat(b),
        (),
        "水上服务",
        (),
        (c, ph),
        ("信息采集表", "填表日期"),
    )


def inline_label() -> Form:
    w = Author(5500)
    b = w.paragraphs(2, 2)
    u, t = "河北省勒口市红十字会", "十分钟救护圈"
    c, ph = "燕转达", mobile(206)
    d = word_file(
        line("红十字工作案例", align="center", bold=True, size=36),
        line(f"单位：{u}　　题目：{t}"),
        line(f"报送人：{c}　电话：{ph}"),
        line("内容：" + "".join(b[0])),
        line("".join(b[1]), indent=True),
        line(f"{u}", align="right"),
        line("2022年12月20日", align="right"),
    )
    return Form(
        "h-inline",
        "勒口市红十字会.docx",
        d,
        u,
        t,
        _award(6, u, t, "河北省"),
        flat(b),
        (),
        "",
        (),
        (c, ph),
        ("红十字工作案例",),
    )


def continued() -> Form:
    w = Author(5600)
    b = w.paragraphs(3, 3, 3)
    u, t = "江苏省切口市消防救援支队", "火场之外的最美逆行"
    c, ph = "巫总机", mobile(207)
    d = word_file(
        line("先进典型事迹呈报表", align="center", bold=True, size=36),
        table(
            [Cell("呈报单位"), Cell(u, 3)],
            [Cell("典型名称"), Cell(t, 3)],
            ["执笔人", "游小寒", "联系人", f"{c}（{ph}）"],
            [Cell("主要事迹"), Cell(lines(b[0], b[1]), 3)],
            widths=(1500, 2700, 1300, 3000),
        ),
        line("（续表）", align="right"),
        table(
            ["主要事迹", Cell(lines(b[2]))],
            ["所获荣誉", "支队先进集体"],
            ["支队党委意见", "同意呈报。"],
            ["备注", ""],
            widths=(1500, 7000),
        ),
    )
    return Form(
        "h-continued",
        "呈报表.docx",
        d,
        u,
        t,
        _award(7, u, t, "江苏省"),
        flat(b),
        (),
        "",
        ("游小寒",),
        (c, ph),
        ("同意呈报", "（续表）", "呈报表"),
    )


def traditional() -> Form:
    w = Author(5700)
    b = w.paragraphs(2, 2, 2)
    u, t = "浙江省烫印市侨联", "海外乡音图书角"
    c, ph, bank = "管票据", mobile(208), bank_card(208)
    d = word_file(
        line("優秀案例推薦表", align="center", bold=True, size=36),
        table(
            ["推薦單位", u],
            ["案例名稱", t],
            ["案例類別", "為僑服務"],
            ["聯絡人", c],
            ["聯絡電話", ph],
            ["收款帳號", bank],
            ["背景", Cell(lines(b[0]))],
            ["做法", Cell(lines(b[1]))],
            ["成效", Cell(lines(b[2]))],
            ["單位意見", "同意推薦（蓋章）"],
            widths=(1700, 6800),
        ),
    )
    return Form(
        "h-traditional",
        "推薦表.docx",
        d,
        u,
        t,
        _award(8, u, t, "浙江省"),
        flat(b),
        ("背景", "做法", "成效"),
        "為僑服務",
        (),
        (c, ph, bank),
        ("優秀案例推薦表", "同意推薦", "收款帳號"),
    )


MAKERS = (
    starred,
    grouped,
    form_behind,
    journal_head,
    two_level,
    inline_label,
    continued,
    traditional,
)
