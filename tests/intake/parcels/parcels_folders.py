"""Parcels as folders: by unit, with photos and notes, several versions, units taken wrongly."""

from collections.abc import Sequence
from dataclasses import replace

from counted_sentences import Author
from manuscripts import Manuscript, award, manuscript, small_form
from packing import windows_zip
from parcel_truth import Parcel, Photo, Text
from photographs import photo
from private_details import mobile
from wordpages import heading, line, lines, word_file


def unit_folders() -> Parcel:
    """A folder for each unit: a form, the text apart, a folder of photos."""
    first = manuscript(8000, "一盏灯照亮一座岛", "福建省试印县供电所")
    second = manuscript(8040, "把诊室搬上渔船", "福建省试印县海岛医院", ("（见图1）", "（见图2）"))
    shots = [photo(number) for number in (51, 52, 53, 54)]
    forms = [
        small_form(first.unit, first.title, "云寄件", mobile(104)),
        small_form(second.unit, second.title, "苏收条", mobile(105)),
    ]
    files = {
        "01 供电所/申报表.docx": forms[0],
        "01 供电所/案例正文.docx": first.word(),
        "01 供电所/照片/1.jpg": shots[0],
        "01 供电所/照片/2.jpg": shots[1],
        "02 海岛医院/案例申报表.docx": forms[1],
        "02 海岛医院/把诊室搬上渔船.docx": second.word(),
        "02 海岛医院/图1.jpg": shots[2],
        "02 海岛医院/图2.jpg": shots[3],
    }
    awards = (
        award(1, first.unit, first.title, "福建省"),
        award(2, second.unit, second.title, "福建省"),
    )
    return Parcel(
        "unit-folders", (files,), awards,
        (Text("1-01", first.sentences, first.headings, (), (Photo(shots[0]), Photo(shots[1]))),
         Text("1-02", second.sentences, second.headings, (),
              (Photo(shots[2], second.end_of(0)), Photo(shots[3], second.end_of(1))))),
        private=("云寄件", mobile(104), "苏收条", mobile(105)),
    )  # fmt: skip


def photos_with_note() -> Parcel:
    """Photos called in the text, one that is not, and a note of what they show and where they go."""
    work = manuscript(
        8100, "轮椅上的志愿队", "江西省样书市残疾人联合会", ("（见照片1）", "，如照片2所示")
    )
    shots = [photo(number) for number in (61, 62, 63)]
    note = "\r\n".join((
        "照片说明", "照片1：志愿队在社区教授手工", "照片2：轮椅志愿者参加义卖",
        "DSC_0003.jpg：全体队员合影，放在文章末尾", "以上照片均已征得本人同意，请勿外传。",
    ))  # fmt: skip
    files = {
        "残联来稿/轮椅上的志愿队.docx": work.word(),
        "残联来稿/照片1.jpg": shots[0],
        "残联来稿/照片2.jpg": shots[1],
        "残联来稿/DSC_0003.jpg": shots[2],
        "残联来稿/说明.txt": note.encode("gb18030"),
    }
    photos = (Photo(shots[0], work.end_of(0)), Photo(shots[1], work.end_of(1)), Photo(shots[2]))
    return Parcel(
        "photos-with-note", (files,), (award(1, work.unit, work.title, "江西省"),),
        (Text("1-01", work.sentences, work.headings, (), photos),),
        notes=("请勿外传",),
    )  # fmt: skip


def photos_by_caption() -> Parcel:
    """Photos named by their captions; the captions stand in the text where the photos belong."""
    unit, title = "山东省排字市公安局交警支队", "斑马线前的两分钟"
    write = Author(8200)
    body = write.paragraphs(2, 2, 2, 2)
    captions = ("民警在学校门口护送学生", "护学岗志愿者上岗培训")
    data = word_file(
        line(title, align="center", bold=True, size=44), line(unit, align="center"),
        heading("一、护学"), lines(body[0]), line(captions[0], align="center"), lines(body[1]),
        heading("二、共治"), lines(body[2]), line(f"图2　{captions[1]}", align="center"), lines(body[3]),
    )  # fmt: skip
    shots = [photo(number) for number in (71, 72)]
    files = {
        "交警支队/斑马线前的两分钟.docx": data,
        f"交警支队/{captions[0]}.jpg": shots[0],
        f"交警支队/{captions[1]}.jpg": shots[1],
    }
    sentences = tuple(sentence for paragraph in body for sentence in paragraph)
    photos = (Photo(shots[0], body[0][-1]), Photo(shots[1], body[2][-1]))
    return Parcel(
        "photos-by-caption", (files,), (award(1, unit, title, "山东省"),),
        (Text("1-01", (*sentences, *captions), ("护学", "共治"), (), photos),),
    )  # fmt: skip


def photos_later() -> Parcel:
    """The manuscript first; a parcel with nothing but its photos a run later."""
    work = manuscript(
        8300, "雪线邮路上的党员车组", "青海省校对州邮政分公司", ("（见图1）", "", "（图2）")
    )
    shots = [photo(number) for number in (81, 82)]
    later = windows_zip(
        {"邮政分公司补充照片/图1.jpg": shots[0], "邮政分公司补充照片/图2.jpg": shots[1]}
    )
    photos = (Photo(shots[0], work.end_of(0)), Photo(shots[1], work.end_of(2)))
    other = award(2, "青海省校对州电信分公司", "天路上的信号", "青海省")
    return Parcel(
        "photos-later",
        ({"青海省校对州邮政分公司-雪线邮路上的党员车组.docx": work.word()},
         {"校对州邮政分公司补充照片.zip": later}),
        (award(1, work.unit, work.title, "青海省"), other),
        (Text("1-01", work.sentences, work.headings, (), photos),),
        {"校对州邮政分公司补充照片.zip": tuple(shots)},
    )  # fmt: skip


def _longer(work: Manuscript, first: int) -> tuple[Manuscript, tuple[str, ...]]:
    """Return a later version, with a section more, and the sentences it adds."""
    more = Author(first).sentences(4)
    return replace(work, sections=(*work.sections, ("经验启示", (more,)))), more


def _rewritten(work: Manuscript, first: int) -> tuple[Manuscript, tuple[str, ...], tuple[str, ...]]:
    """Return a version with its second section written anew, the new sentences and the old."""
    name, old = work.sections[1]
    new = tuple(Author(first).paragraphs(2, 2))
    changed = replace(work, sections=(work.sections[0], (name, new), *work.sections[2:]))
    return changed, _row(new), _row(old)


def _row(paragraphs: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sentence for paragraph in paragraphs for sentence in paragraph)


def versions() -> Parcel:
    """Three awards, each sent twice or more: (2), 修改稿, a copy whose date inside is older."""
    final = manuscript(8400, "老街里的新邻居", "湖北省制图市民政局")
    final2, _, old = _rewritten(final, 8430)
    draft = manuscript(8450, "码头夜班的热汤", "湖北省制图市港口集团")
    better, _ = _longer(draft, 8480)
    copy = manuscript(8500, "图书漂流进山村", "湖北省制图市文化馆")
    newer, _, older = _rewritten(copy, 8530)
    entries = {
        "民政局/终稿(2).docx": final2.word("2023-02-03T09:00:00Z"),
        "民政局/终稿.docx": final.word("2023-01-05T09:00:00Z"),
        "港口集团/初稿.docx": draft.word("2022-12-01T09:00:00Z"),
        "港口集团/修改稿.docx": better.word("2023-01-12T09:00:00Z"),
        "文化馆/图书漂流进山村 - 副本.docx": copy.word("2022-11-20T09:00:00Z"),
        "文化馆/图书漂流进山村.docx": newer.word("2023-01-20T09:00:00Z"),
    }
    awards = tuple(
        award(at, work.unit, work.title, "湖北省")
        for at, work in enumerate((final, draft, copy), 1)
    )
    texts = (
        Text("1-01", final2.sentences, final2.headings, old),
        Text("1-02", better.sentences, better.headings),
        Text("1-03", newer.sentences, newer.headings, older),
    )
    moments = {name: (2023, 2, 1, 8, 0, 0) for name in entries}
    data = windows_zip(entries, moments)
    return Parcel(
        "versions", ({"制图市.zip": data},), awards, texts, {"制图市.zip": tuple(entries.values())}
    )  # fmt: skip


def word_and_pdf() -> Parcel:
    """The same manuscript as Word and as PDF with a seal: the Word file is taken, both are kept."""
    work = manuscript(8600, "果园里的检察官", "陕西省清稿县人民检察院")
    files = {
        "清稿县检察院/果园里的检察官（盖章版）.pdf": work.pdf(),
        "清稿县检察院/果园里的检察官.docx": work.word(),
    }
    return Parcel(
        "word-and-pdf", (files,), (award(1, work.unit, work.title, "陕西省"),),
        (Text("1-01", work.sentences, work.headings),),
    )  # fmt: skip


def wrong_places() -> Parcel:
    """A title a little changed, a text in another unit's folder, and one that is on no list."""
    first = manuscript(8700, "“小板凳”议事会：楼道里的协商民主", "甘肃省定版市朝阳社区")
    twin = award(2, first.unit, "“小喇叭”宣讲队：楼道里的理论课堂", "甘肃省")
    second = manuscript(8740, "沙海里的种树人", "甘肃省定版市林业局")
    stray = manuscript(8780, "戈壁滩上的数学课", "甘肃省付型县第九中学")
    changed = replace(first, title="小板凳议事会--楼道里的民主协商", unit="定版市朝阳社区")
    files = {
        "定版市/朝阳社区/案例.docx": changed.word(),
        "定版市/水务局/沙海里的种树人.docx": second.word(),
        "定版市/其他/戈壁滩上的数学课.docx": stray.word(),
    }
    awards = (
        award(1, first.unit, first.title, "甘肃省"), twin,
        award(3, second.unit, second.title, "甘肃省"),
        award(4, "甘肃省定版市水务局", "河长的脚步", "甘肃省"),
    )  # fmt: skip
    return Parcel(
        "wrong-places", (files,), awards,
        (Text("1-01", first.sentences, first.headings), Text("1-03", second.sentences, second.headings),
         Text(None, stray.sentences, stray.headings)),
    )  # fmt: skip
