"""Application forms of persons and teams, and forms that are no modern Word file."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from counted_sentences import Author, flat
from parcel_truth import Form
from private_details import bank_card, identity, mail, mobile
from wordpages import Cell, heading, line, lines, table, word_file

from casebook.book import Award


def with_cards() -> Form:
    """A work of a person: identity card, bank and card, two telephones, a teacher."""
    write = Author(4000)
    body = write.paragraphs(2, 3, 3)
    unit, title = "湖南省铸字市第七中学", "外婆的灶台"
    card, bank = identity("20070230", 15), bank_card(16)
    phone, home = mobile(16), "0000-00000016"
    data = word_file(
        line("第三届“家风故事”征文比赛作品登记表", align="center", bold=True, size=32),
        table(
            ["作品名称", Cell(f"《{title}》", 3)],
            ["体裁", "散文", "组别", "中学组"],
            ["作者姓名", "韩霜降", "性别", "女"],
            ["身份证号码", Cell(card, 3)],
            ["所在学校", unit, "指导教师", "杨大暑"],
            ["本人手机", phone, "家庭电话", home],
            ["开户银行", "中国样例银行铸字支行", "银行卡号", bank],
            [Cell("作品正文", 4, bold=True)],
            [Cell(lines(*body), 4)],
            [Cell("作者承诺：本作品系本人原创，文责自负。　　签名：", 4)],
            widths=(1500, 2900, 1300, 2800),
        ),
    )  # fmt: skip
    return Form(
        "with-cards", "征文登记表-韩霜降.docx", data, unit, title,
        Award("1-15", 15, unit, title, "湖南省"), flat(body), (), "散文", ("韩霜降", "杨大暑"),
        (card, bank, phone, home, "中国样例银行铸字支行"),
        ("作者承诺", "文责自负", "家庭电话", "征文比赛作品登记表"),
    )  # fmt: skip


def team_rows() -> Form:
    """A team of rows inside the form: name, post, telephone and mail of each."""
    write = Author(4100)
    body = write.paragraphs(3, 3)
    unit, title = "广东省制版市供电局", "无人机巡线班的十个清晨"
    team = (("朱立夏", "班长"), ("秦小雪", "技术员"), ("尤寒露", "安全员"))
    phones = tuple(mobile(number) for number in (17, 18, 19))
    mails = tuple(mail(name) for name in ("zhulx", "qinxx", "youhl"))
    rows = [
        [Cell("", 1, "continue"), name, post, phones[at], mails[at]]
        for at, (name, post) in enumerate(team)
    ]
    data = word_file(
        line("一线班组创新案例申报表", align="center", bold=True, size=36),
        table(
            [Cell("案例名称"), Cell(title, 4)],
            [Cell("申报单位"), Cell(unit, 4)],
            [Cell("案例类别"), Cell("班组建设", 4)],
            [Cell("主创团队", 1, "restart"), Cell("姓名", bold=True), "职务", "电话", "邮箱"],
            *rows,
            [Cell("案例内容"), Cell(heading("一、来由") + lines(body[0])
                                + heading("二、经过") + lines(body[1]), 4)],
            widths=(1300, 1300, 1200, 1900, 2800),
        ),
    )  # fmt: skip
    return Form(
        "team-rows", "班组案例申报表（制版市供电局）.docx", data, unit, title,
        Award("1-16", 16, unit, title, "广东省"), flat(body), ("来由", "经过"), "班组建设",
        tuple(name for name, _ in team), (*phones, *mails), ("一线班组创新案例申报表", "技术员"),
    )  # fmt: skip


def contact_in_text() -> Form:
    """Labels in two languages; the running text itself ends in a telephone number."""
    write = Author(4200)
    body = write.paragraphs(2, 2)
    unit, title = "海南省晒版市旅游发展公司", "一张船票的微笑服务 Smile on Board"
    contact, phone, hotline = "姜询问", mobile(20), mobile(21)
    call = f"欢迎同行来电交流，电话{hotline}。"
    data = word_file(
        line("服务品牌案例登记表 Registration Form", align="center", bold=True, size=32),
        table(
            ["作品名称\nTitle", title],
            ["单位名称\nOrganisation", unit],
            ["作者\nAuthor(s)", "戚端午"],
            ["类别\nCategory", "窗口服务"],
            ["联系人 Contact", contact],
            ["手机 Mobile", phone],
            ["正文\nText", Cell(lines(*body) + line(call, indent=True))],
            widths=(2200, 6300),
        ),
    )
    return Form(
        "contact-in-text", "登记表 Registration.docx", data, unit, title,
        Award("1-17", 17, unit, title, "海南省"), (*flat(body), "欢迎同行来电交流"), (), "窗口服务",
        ("戚端午",), (contact, phone), ("Registration Form", "Organisation"), reported=(hotline,),
    )  # fmt: skip


def saved_page() -> Form:
    """A form filled in on the web and saved: a table of th and td, in GBK."""
    write = Author(4300)
    body = write.paragraphs(2, 2, 2)
    unit, title = "重庆市拼版区人民法院", "背篓法庭进山来"
    contact, phone, address = "谢回执", mobile(22), mail("xie")
    inside = (
        f"<h3>一、起因</h3><p>{''.join(body[0])}</p><h3>二、办法</h3>"
        f"<p>{''.join(body[1])}</p><p>{''.join(body[2])}</p>"
    )
    rows = {
        "申报单位": unit, "案例名称": title, "案例类型": "司法为民", "联系人": contact,
        "联系电话": phone, "电子邮箱": f'<a href="mailto:{address}">{address}</a>', "案例内容": inside,
    }  # fmt: skip
    table_ = "".join(f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in rows.items())
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        "<title>在线申报系统</title><style>th{width:8em}</style></head><body>"
        "<div><h2>案例在线申报表</h2>"
        f'<table border="1" cellspacing="0">{table_}</table>'
        "<p>提交时间：2022-11-30 17:02:11　状态：已提交</p></div></body></html>"
    )
    return Form(
        "saved-page", "在线申报.html", page.encode("gb18030"), unit, title,
        Award("1-18", 18, unit, title, "重庆市"), flat(body), ("起因", "办法"), "司法为民", (),
        (contact, phone, address), ("案例在线申报表", "状态：已提交", "提交时间"),
    )  # fmt: skip


def plain_text() -> Form:
    """A form typed into Notepad, in the encoding of Chinese Windows, labels in brackets."""
    write = Author(4400)
    body = write.paragraphs(2, 3)
    unit, title = "四川省套红县敬老院", "银发食堂的一日三餐"
    contact, phone = "窦跑腿", mobile(23)
    text = "\r\n".join((
        "民政服务案例申报", "",
        f"【申报单位】{unit}", f"【案例名称】{title}", "【案例类别】养老服务",
        f"【联 系 人】{contact}", f"【联系电话】{phone}", "【案例正文】",
        "一、缘由", *("　　" + "".join(paragraph) for paragraph in body[:1]),
        "二、一日三餐", *("　　" + "".join(paragraph) for paragraph in body[1:]), "",
        "【单位意见】同意申报（盖章）", "",
    ))  # fmt: skip
    return Form(
        "plain-text", "申报.txt", text.encode("gb18030"), unit, title,
        Award("1-19", 19, unit, title, "四川省"), flat(body), ("缘由", "一日三餐"), "养老服务", (),
        (contact, phone), ("民政服务案例申报", "同意申报（盖章）"),
    )  # fmt: skip


def old_word() -> Form | None:
    """A form as Word 97 writes it, by LibreOffice; None where there is none."""
    write = Author(4500)
    body = write.paragraphs(3, 3)
    unit, title = "贵州省烫金市气象局", "一条预警短信的旅程"
    contact, phone = "章急件", mobile(24)
    data = _as_doc(word_file(
        line("气象服务优秀案例申报表", align="center", bold=True, size=36),
        table(
            ["申报单位", unit, "类别", "防灾减灾"],
            [Cell("案例名称"), Cell(title, 3)],
            ["联系人", contact, "电话", phone],
            [Cell("主要内容"), Cell(lines(*body), 3)],
            [Cell("主管部门意见"), Cell("同意。（盖章）", 3)],
            widths=(1500, 3200, 1200, 2600),
        ),
    ))  # fmt: skip
    if data is None:
        return None
    return Form(
        "old-word", "气象案例申报表.doc", data, unit, title,
        Award("1-20", 20, unit, title, "贵州省"), flat(body), (), "防灾减灾", (), (contact, phone),
        ("气象服务优秀案例申报表", "主管部门意见"),
    )  # fmt: skip


@cache
def _as_doc(data: bytes) -> bytes | None:
    """Return a Word file in the format of 1997, or None without LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "form.docx").write_bytes(data)
        home = f"-env:UserInstallation=file://{name}/profile"
        wish = ["--convert-to", "doc:MS Word 97", "--outdir", name, f"{name}/form.docx"]
        subprocess.run([office, "--headless", home, *wish], capture_output=True, timeout=180)
        made = folder / "form.doc"
        return made.read_bytes() if made.is_file() else None
