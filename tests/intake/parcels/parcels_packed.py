"""Parcels in containers: zip of Windows, several units in one, mail, 7z and rar."""

from manuscripts import award, manuscript, small_form
from packing import mail, mbox, rar, seven_zip, utf8_zip, windows_zip
from parcel_truth import Parcel, Photo, Text
from photographs import photo
from private_details import mail as address
from private_details import mobile


def windows_names() -> Parcel:
    """A zip of Windows: names in GBK, three manuscripts named by unit and title."""
    units = ("河北省试排市第二医院", "河北省试排市妇幼保健院", "河北省试排市疾病预防控制中心")
    titles = ("党旗在急诊一线飘扬", "妈妈课堂的六年", "流调队的通宵灯火")
    works = [
        manuscript(7000 + 30 * at, title, unit)
        for at, (unit, title) in enumerate(zip(units, titles, strict=True))
    ]
    entries = {f"来稿/{work.unit}-{work.title}.docx": work.word() for work in works}
    awards = tuple(award(at, work.unit, work.title, "河北省") for at, work in enumerate(works, 1))
    decoy = award(4, "河北省试排市第一医院", "党旗在急救一线飘扬", "河北省")
    texts = tuple(
        Text(entry.id, work.sentences, work.headings)
        for entry, work in zip(awards, works, strict=True)
    )
    data = windows_zip(entries)
    return Parcel(
        "windows-names", ({"河北来稿.zip": data},), (*awards, decoy), texts,
        {"河北来稿.zip": tuple(entries.values())},
    )  # fmt: skip


def several_units() -> Parcel:
    """One zip with a zip of one unit, a folder of another, and photos of both in one folder."""
    first = manuscript(7100, "车间里的安全课", "山西省毛校市机床厂工会", ("（见图1）",))
    second = manuscript(7140, "师徒结对三十年", "山西省毛校市纺织厂工会", ("", "（见图1）"))
    shots = [photo(number) for number in (21, 22)]
    inner = windows_zip({"车间里的安全课.docx": first.word()})
    entries = {
        "市总工会报送/机床厂.zip": inner,
        "市总工会报送/山西省毛校市纺织厂工会/师徒结对三十年（定稿）.docx": second.word(),
        "市总工会报送/照片/机床厂工会-图1.jpg": shots[0],
        "市总工会报送/照片/纺织厂工会-图1.jpg": shots[1],
    }
    awards = (
        award(1, first.unit, first.title, "山西省"),
        award(2, second.unit, second.title, "山西省"),
    )
    return Parcel(
        "several-units", ({"市总工会.zip": windows_zip(entries)},), awards,
        (Text("1-01", first.sentences, first.headings, (), (Photo(shots[0], first.end_of(0)),)),
         Text("1-02", second.sentences, second.headings, (), (Photo(shots[1], second.end_of(1)),))),
        {"市总工会.zip": (first.word(), *list(entries.values())[1:])},
    )  # fmt: skip


def by_mail() -> Parcel:
    """A mail with a manuscript and a photo, and a mailbox with the mail of another unit."""
    first = manuscript(7200, "校园里的一米菜园", "江苏省版式市实验小学", ("（见图1）",))
    second = manuscript(7240, "把博物馆搬进教室", "江苏省版式市第三小学")
    shot, logo = photo(31), photo(32, "PNG")
    numbers = (mobile(101), mobile(102))
    senders = (address("xiaoxue1"), address("xiaoxue3"))
    text = f"编辑老师好：附件是我校案例，请查收。如有问题请联系教务处裴联系，电话{numbers[0]}。"
    other = f"您好，补报案例一篇。联系人：和回信，{numbers[1]}"
    letter = mail(
        senders[0],
        "实验小学案例",
        text,
        [("校园里的一米菜园.docx", first.word()), ("图1.jpg", shot)],
        logo,
    )
    box = mbox([mail(senders[1], "第三小学报送", other, [("第三小学案例.docx", second.word())])])
    awards = (
        award(1, first.unit, first.title, "江苏省"),
        award(2, second.unit, second.title, "江苏省"),
    )
    return Parcel(
        "by-mail", ({"实验小学案例.eml": letter, "往来邮件.mbox": box},), awards,
        (Text("1-01", first.sentences, first.headings, (), (Photo(shot, first.end_of(0)),)),
         Text("1-02", second.sentences, second.headings)),
        {"实验小学案例.eml": (first.word(), shot), "往来邮件.mbox": (second.word(),)},
        private=(*numbers, *senders, "裴联系", "和回信"), notes=("附件是我校案例", "补报案例一篇"),
    )  # fmt: skip


def other_archives() -> Parcel:
    """A 7z archive with a manuscript and its photo; a rar, which needs a tool: kept, or read."""
    first = manuscript(7300, "渡口边的流动党校", "安徽省活版县水利局", ("见照片1",))
    second = manuscript(7340, "一本账管到底", "安徽省活版县财政局")
    shot = photo(41)
    files = {"水利局/案例.docx": first.word(), "水利局/照片1.jpg": shot}
    packed = {"财政局/案例正文.docx": second.word(), "财政局/申报表.docx": small_form(
        second.unit, second.title, "平压缩", mobile(103))}  # fmt: skip
    awards = (
        award(1, first.unit, first.title, "安徽省"),
        award(2, second.unit, second.title, "安徽省"),
    )
    return Parcel(
        "other-archives", ({"水利局.7z": seven_zip(files), "财政局.rar": rar(packed)},), awards,
        (Text("1-01", first.sentences, first.headings, (), (Photo(shot, first.end_of(0)),)),),
        {"水利局.7z": tuple(files.values()), "财政局.rar": tuple(packed.values())},
        private=("平压缩", mobile(103)),
    )  # fmt: skip


def left_behind() -> Parcel:
    """What Windows, Word and macOS leave in folders, round one manuscript."""
    work = manuscript(7400, "两张床位之间的距离", "浙江省铅条市康复医院")
    residue = {
        "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        "~$张床位之间的距离.docx": b"\x06Admin" + bytes(156),
        ".~lock.案例.docx#": b",admin,pc,01.02.2023 09:00,file;",
        "~WRL0001.tmp": b"\xd0\xcf\x11\xe0" + bytes(508),
        "desktop.ini": b"[.ShellClassInfo]\r\nIconResource=x.dll,3\r\n",
        ".DS_Store": b"\0\0\0\x01Bud1" + bytes(120),
    }
    entries = {"康复医院/两张床位之间的距离.docx": work.word()}
    entries |= {f"康复医院/{name}": data for name, data in residue.items()}
    entries["__MACOSX/康复医院/._两张床位之间的距离.docx"] = (
        b"\0\x05\x16\x07\0\x02\0\0Mac OS X" + bytes(80)
    )
    return Parcel(
        "left-behind", ({"康复医院.zip": utf8_zip(entries)},),
        (award(1, work.unit, work.title, "浙江省"),), (Text("1-01", work.sentences, work.headings),),
        {"康复医院.zip": (work.word(),)}, tuple(entries)[1:],
    )  # fmt: skip
