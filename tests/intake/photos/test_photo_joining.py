"""Photos and their notes: to which case, to which place in it, once, and never lost."""

from pathlib import Path

import boxing
import pytest
from boxing import put
from making import png
from receiving import AWARDS

from casebook.intake.photos.illustrating import Figure, How, illustrated, numbers_called
from casebook.intake.photos.photo_cases import caption_of, number_of
from casebook.intake.photos.side_papers import remark
from casebook.intake.receive.batch import Batch, receive_all

HOUSE, TITLE = "黑龙江省哈尔滨市第一医院", "心灵园地——党员教育新方法的探索"
OTHER, THEIRS = "山东中医药大学附属医院", "坚持“六化”党建工作法 打造过硬组织"


def text(*body: str, title: str = TITLE, house: str = HOUSE) -> bytes:
    more = (f"{title}这一篇的第{n}段，内容各不相同。" for n in range(4))
    return "\n".join((title, house, *body, *more)).encode()


def shot(number: int) -> bytes:
    return png(20 + number, 20)


def rules(batch: Batch) -> dict[str, str]:
    return {erratum.rule: erratum.quote for erratum in batch.all_errata}


def case(root: Path, name: str = "1-09") -> str:
    return (root / "cases" / f"{name}.md").read_text("utf-8")


def at(root: Path, name: str = "1-09") -> list[str]:
    """Return the paragraphs of a case, pictures as their captions in brackets."""
    import re

    body = case(root, name).split("---\n", 2)[2]
    shown = re.sub(r'!\[\]\(\.\./media/[^ )]+(?: "(.*)")?\)', lambda m: f"[{m[1] or ''}]", body)
    return shown.strip().split("\n\n")


def receive(folder: Path, root: Path, files: dict[str, bytes]) -> Batch:
    return receive_all([put(folder, files)], root, AWARDS)


@pytest.mark.parametrize(
    ("stem", "number"),
    [("图1", 1), ("图 2 义诊", 2), ("照片二", 2), ("03", 3), ("附图十一", 11), ("图片１", 1),
     ("1.义诊现场", 1), ("义诊现场2", 2), ("IMG_2034", None), ("微信图片_20230501", None),
     ("DSC0012", None), ("20230501_123", None), ("义诊现场", None), ("(4)", 4)],
)  # fmt: skip
def test_the_number_in_a_name(stem: str, number: int | None) -> None:
    assert number_of(stem) == number


@pytest.mark.parametrize(
    ("stem", "caption"),
    [("图1 义诊现场", "图1 义诊现场"), ("义诊现场", "义诊现场"), ("IMG_2034", ""), ("图1", ""),
     ("微信图片_20230501", ""), (f"{HOUSE}1", ""), (f"{HOUSE}-义诊现场", "义诊现场"),
     ("哈尔滨市第一医院-图1", ""), ("哈尔滨市第一医院照片", ""),
     ("02 党员重温入党誓词", "党员重温入党誓词"), ("屏幕截图 2023", ""), ("照片1：讲座", ""), ("老物件", "老物件"), ("宣传部", ""),
     ("王小明", ""), ("全家照", "")],
)  # fmt: skip
def test_the_caption_in_a_name(stem: str, caption: str) -> None:
    assert caption_of(stem, [HOUSE, TITLE]) == caption


@pytest.mark.parametrize(
    ("line", "file", "caption", "anchor", "before"),
    [
        ("图1.jpg 放在‘主要做法’之后", "图1.jpg", "", "主要做法", False),
        ("图1放在主要做法之后", "图1.jpg", "", "主要做法", False),
        ("图1：义诊现场，请放在经验启示这一段前面", "图1.png", "义诊现场", "经验启示", True),
        ("图1 放在最后", "图1.jpg", "", "", False),
        ("照片1：义诊现场", "照片1.jpg", "义诊现场", "", False),
        ("照片1：义诊现场", "IMG_1.jpg", None, "", False),
        ("1. 义诊现场", "图1.jpg", "义诊现场", "", False),
        ("图1 义诊现场，请放在“经验启示”之前", "图1.png", "义诊现场", "经验启示", True),
        ("IMG_2034.JPG：党员重温入党誓词", "IMG_2034.JPG", "党员重温入党誓词", "", False),
        ("IMG_2034 党员重温入党誓词", "IMG_2034.JPG", "党员重温入党誓词", "", False),
        ("图1.jpg 放在“主要做法”之后，请勿裁剪", "图1.jpg", "", "主要做法", False),
        ("DSC_3.jpg：全体队员合影，放在文章末尾", "DSC_3.jpg", "全体队员合影", "", False),
        ("图1.jpg：请勿裁剪", "图1.jpg", "", "", False),
        ("图10：别的", "图1.jpg", None, "", False),
        ("图一：开学典礼", "图1.jpg", "开学典礼", "", False),
        ("图一为开学典礼", "图1.jpg", "开学典礼", "", False),
        ("图一：为新生佩戴校徽", "图1.jpg", "为新生佩戴校徽", "", False),
        ("DSC_3.jpg：图2：为新生佩戴校徽", "DSC_3.jpg", "为新生佩戴校徽", "", False),
        ("请将图片按顺序排版，谢谢！", "图1.jpg", None, "", False),
        ("渗滤池照片放在第二段后面。", "渗滤池.jpg", "", "第二段", False),
    ],
)
def test_a_line_of_a_note(
    line: str, file: str, caption: str | None, anchor: str, before: bool
) -> None:
    said = remark(line, file.rpartition(".")[0], file)
    if caption is None:
        assert said is None
    else:
        assert said is not None
        assert (said.caption, said.anchor, said.before) == (caption, anchor, before)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("（见图1）", {1}), ("如图1、2所示", {1, 2}), ("图1至图3", {1, 2, 3}), ("见图10", {10}),
     ("照片二", {2}), ("地图3年更新", set()), ("图书馆1楼", set()), ("试图1次", set()),
     ("（图1-3）", {1, 2, 3}), ("绘图2张", set())],
)  # fmt: skip
def test_the_pictures_a_paragraph_calls(text: str, numbers: set[int]) -> None:
    assert numbers_called(text) == numbers


BODY = (
    "---\naward: 1-09\n---\n\n引言（见图1）。\n\n## 一、主要做法\n\n一段。\n\n- 甲\n\n- 乙见图2\n\n"
    "图3 义诊现场\n\n## 二、成效\n\n末段[^1]。\n\n[^1]: 注，见图4。\n"
)


@pytest.mark.parametrize(
    ("figure", "behind", "how"),
    [
        (Figure("p", "图1"), "引言（见图1）。", How.CALL),
        (Figure("p", "图2"), "- 甲\n\n- 乙见图2", How.CALL),
        (Figure("p", "图3"), "- 甲\n\n- 乙见图2", How.CAPTION),
        (Figure("p", "IMG_1", "义诊现场"), "- 甲\n\n- 乙见图2", How.CAPTION),
        (Figure("p", "图9"), "末段[^1]。", How.END),
        (Figure("p", "x", anchor="主要做法"), "图3 义诊现场", How.NOTE),
        (Figure("p", "x", anchor="成效", before=True), "图3 义诊现场", How.NOTE),
        (Figure("p", "x", anchor="末段"), "末段[^1]。", How.NOTE),
        (Figure("p", "x", anchor="第二段"), "一段。", How.NOTE),
        (Figure("p", "x", anchor="第二自然段", before=True), "## 一、主要做法", How.NOTE),
        (Figure("p", "x", anchor="最后一段"), "末段[^1]。", How.NOTE),
        (Figure("p", "x", anchor="第九段"), "末段[^1]。", How.END),
    ],
)
def test_a_picture_goes_where_it_is_called(figure: Figure, behind: str, how: How) -> None:
    new, (placed,) = illustrated(BODY, [figure])
    assert placed.how is how
    written = figure.markdown("图3 义诊现场" if how is How.CAPTION else "")
    assert f"{behind}\n\n{written}\n\n" in new
    if how is not How.CAPTION:
        assert new.replace(f"{written}\n\n", "", 1) == BODY


def test_the_text_stays_to_the_character_with_any_ends_of_lines() -> None:
    for source in (
        BODY,
        BODY.replace("\n", "\r\n"),
        BODY.rstrip("\n"),
        "甲",
        "",
        "\n\n```\n\n图1\n",
    ):
        new, _ = illustrated(source, [Figure("p", "图1"), Figure("q", "x")])
        bare = new.replace("![](p)", "").replace("![](q)", "")
        assert bare.split() == source.split()


def test_photos_go_where_the_text_and_a_note_call_for_them(tmp_path: Path, root: Path) -> None:
    files = {
        "稿.txt": text("我们开展义诊（见图1）。", "一、主要做法", "做法有三。", "二、成效", "很好。"),
        "图1 义诊现场.png": shot(1), "图2.png": shot(2), "照片/IMG_3.png": shot(3),
        "说明.txt": "图2.png：宣誓，放在“主要做法”之后".encode(),
    }  # fmt: skip
    batch = receive(tmp_path / "来件", root, files)
    parts = at(root)
    assert parts[:6] == [
        "我们开展义诊（见图1）。", "[图1 义诊现场]", "## 一、主要做法", "做法有三。", "[宣誓]",
        "## 二、成效",
    ]  # fmt: skip
    assert parts[-1] == "[]"
    assert rules(batch)["picture-to-place"] == "IMG_3.png"
    assert len(list((root / "media").iterdir())) == 3
    assert not [row for row in batch.rows if "说明" in row.name]


def test_photos_without_numbers_follow_the_words_that_call_for_them(
    tmp_path: Path, root: Path
) -> None:
    files = {"稿.txt": text("甲（见照片）。", "乙，如图所示。"), "b.png": shot(2), "a.png": shot(1)}
    batch = receive(tmp_path / "来件", root, files)
    assert at(root)[:4] == ["甲（见照片）。", "[]", "乙，如图所示。", "[]"]
    assert "picture-by-order" in rules(batch)


def test_photos_of_several_manuscripts_in_a_folder_follow_their_names(
    tmp_path: Path, root: Path
) -> None:
    files = {
        "一院.txt": text(), "中医.txt": text(title=THEIRS, house=OTHER),
        "哈尔滨市第一医院1.png": shot(1), "一院-现场.png": shot(2), f"{OTHER}.png": shot(3),
        "IMG_1.png": shot(4), "坚持六化党建工作法打造过硬组织 图1.png": shot(5),
    }  # fmt: skip
    batch = receive(tmp_path / "来件", root, files)
    assert (case(root).count("../media/"), case(root, "2-066").count("../media/")) == (2, 2)
    (query,) = [erratum for erratum in batch.errata if erratum.rule == "loose-pictures"]
    assert query.quote == "IMG_1.png"
    assert "1-09" in query.message.zh
    assert "2-066" in query.message.zh
    assert (root / "cases/received/parcels/来件/IMG_1.png").read_bytes() == shot(4)


def test_a_folder_for_each_unit(tmp_path: Path, root: Path) -> None:
    files = {
        f"{HOUSE}/稿.txt": text(house=""), f"{HOUSE}/图/1.png": shot(1),
        f"{OTHER}/文稿/稿.txt": text(title=THEIRS, house=""), f"{OTHER}/照片/1.png": shot(2),
    }  # fmt: skip
    batch = receive(tmp_path / "来件", root, files)
    assert {row.case_id for row in batch.rows} == {"1-09", "x-01"} or {
        row.case_id for row in batch.rows
    } == {"1-09", "2-066"}
    assert case(root).count("../media/") == 1
    assert "loose-pictures" not in rules(batch)


def test_photos_that_come_later_join_their_case(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "一", root, {"稿.txt": text("我们开展义诊（见图1）。")})
    path = root / "cases" / "1-09.md"
    path.write_text(case(root).replace("我们开展", "我院开展"), "utf-8")
    batch = receive(tmp_path / "二", root, {f"{HOUSE}/图1.png": shot(1)})
    assert at(root)[:2] == ["我院开展义诊（见图1）。", "[]"]
    assert "picture-placed" in rules(batch)


def test_photos_beside_a_manuscript_that_came_before_join_it(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "一", root, {"稿.txt": text()})
    receive(tmp_path / "二", root, {"稿.txt": text(), "a.png": shot(1)})
    assert case(root).count("../media/") == 1


def test_a_parcel_that_comes_twice_adds_nothing(tmp_path: Path, root: Path) -> None:
    files = {"稿.txt": text(), "a.png": shot(1), "说明.txt": b"a.png: abc", "b.xlsx": b"PK"}
    receive(tmp_path / "一", root, files)
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    batch = receive(tmp_path / "一", root, files)
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before
    assert all(other.again for other in batch.others)
    assert [other.wording.zh for other in batch.others if other.name.endswith("png")] == [
        "收过（图片已放入案例）　一/a.png → cases/1-09.md"
    ]


def test_a_picture_the_editor_took_out_stays_out(tmp_path: Path, root: Path) -> None:
    files = {"稿.txt": text(), "a.png": shot(1)}
    receive(tmp_path / "一", root, files)
    path = root / "cases" / "1-09.md"
    path.write_text(case(root).rpartition("![]")[0], "utf-8")
    receive(tmp_path / "二", root, files)
    assert "../media/" not in case(root)


def test_a_picture_that_came_without_its_manuscript_joins_when_both_come(
    tmp_path: Path, root: Path
) -> None:
    batch = receive(tmp_path / "一", root, {"图1.png": shot(1)})
    assert "loose-pictures" in rules(batch)
    receive(tmp_path / "二", root, {"稿.txt": text("见图1。"), "图1.png": shot(1)})
    assert at(root)[:2] == ["见图1。", "[]"]


def test_two_cases_that_fit_alike_are_left_to_the_editor(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "一", root, {"甲.txt": text(), "乙.txt": text(title="别的一个很长的题目")})
    batch = receive(tmp_path / "二", root, {f"{HOUSE}照片/IMG_1.png": shot(1)})
    (query,) = [erratum for erratum in batch.errata if erratum.rule == "loose-pictures"]
    assert "1-09" in query.message.zh
    assert "x-01" in query.message.zh
    assert not (root / "media").exists()


@pytest.mark.parametrize("name", ["图1.heic", "图1.tif", "图1.jpg"])
def test_a_photo_the_press_cannot_set_is_kept_and_its_place_marked(
    tmp_path: Path, root: Path, name: str
) -> None:
    data = b"\0\0\0\x18ftypheic" + bytes(40) if "tif" not in name else b"II*\0" + bytes(40)
    batch = receive(tmp_path / "来件", root, {"稿.txt": text("见图1。"), name: data})
    assert "unset-picture" in rules(batch)
    assert at(root)[1].startswith(f"<!-- received/parcels/来件/{name}")
    assert (root / "cases/received/parcels/来件" / name).read_bytes() == data


def test_a_photo_that_cannot_be_set_is_not_said_to_stand_at_the_end(
    tmp_path: Path, root: Path
) -> None:
    heic = b"\0\0\0\x18ftypheic" + bytes(40)
    batch = receive(
        tmp_path / "来件", root, {"稿.txt": text(), "义诊.heic": heic, "讲座.png": shot(1)}
    )
    assert rules(batch)["picture-to-place"] == "讲座.png"
    assert rules(batch)["unset-picture"] == "义诊.heic"


def test_the_picture_beside_a_saved_web_page_that_shows_it_asks_nothing(
    tmp_path: Path, root: Path
) -> None:
    lines = text().decode().split("\n")
    page = "".join(f"<p>{line}</p>" for line in lines) + '<p><img src="页.files/a.png"></p>'
    files = {"页.htm": page.encode(), "页.files/a.png": shot(1),
             "别的.txt": text(title=THEIRS, house=OTHER)}  # fmt: skip
    batch = receive(tmp_path / "来件", root, files)
    assert "media/" in case(root)
    assert "loose-pictures" not in rules(batch)


def test_a_dry_run_with_photos_writes_nothing(tmp_path: Path, root: Path) -> None:
    files = {"稿.txt": text("见图1。"), "图1.png": shot(1), "说明.txt": b"x"}
    dry = receive_all([put(tmp_path / "来件", files)], root, AWARDS, dry=True)
    assert not list(root.rglob("*"))
    wet = receive_all([tmp_path / "来件"], root, AWARDS)
    assert [(o.name, o.fate, o.case_id) for o in dry.others] == [
        (o.name, o.fate, o.case_id) for o in wet.others
    ]


def test_a_newer_version_keeps_the_photos(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "一", root, {"稿.txt": text("见图1。"), "图1.png": shot(1)})
    receive(tmp_path / "二", root, {"稿.txt": text("见图1。", "新的一段，写得更好。")})
    assert case(root).count("../media/") == 1
    assert "新的一段" in case(root)


def test_one_photo_for_two_cases_stands_in_both_and_twice_in_none(
    tmp_path: Path, root: Path
) -> None:
    files = {
        "甲/稿.txt": text(), "甲/1.png": shot(1), "甲/1副本.png": shot(1),
        "乙/稿.txt": text(title=THEIRS, house=OTHER), "乙/合影.png": shot(1),
    }  # fmt: skip
    batch = receive(tmp_path / "来件", root, files)
    assert (case(root).count("../media/"), case(root, "2-066").count("../media/")) == (1, 1)
    assert [other.case_id for other in batch.others] == ["2-066", "1-09", "1-09"]


def test_many_photos_are_said_in_one_line(tmp_path: Path, root: Path) -> None:
    files = {f"照片/{number}.png": png(20, 20 + number) for number in range(60)}
    batch = receive(tmp_path / "来件", root, files | {"稿.txt": text("见图7。")})
    assert case(root).count("../media/") == 60
    assert len({other.fate for other in batch.others}) == 1
    from casebook.intake.receive.file_outcomes import outcome_lines

    assert len(outcome_lines(batch.others)) == 1


def test_the_signature_of_a_cover_letter_is_no_photo(tmp_path: Path, root: Path) -> None:
    page = "<p>稿件和照片见附件。</p><img src='cid:s'>"
    data = boxing.mail(
        HOUSE, "x", page, {"稿.txt": text(), "a.png": shot(1)}, [("s", "s.png", shot(2))]
    )
    put(tmp_path, {"a.eml": data})
    receive_all([tmp_path / "a.eml"], root, AWARDS)
    assert case(root).count("../media/") == 1
    assert (root / "cases/received/parcels/a.eml/s.png").read_bytes() == shot(2)


def painted(size: tuple[int, int], seed: int, quality: int = 90) -> bytes:
    """Return a photo of sorts; the same `seed` in another size is another copy of it."""
    import io
    import random

    from PIL import Image

    dice = random.Random(seed)
    small = Image.frombytes("L", (12, 8), bytes(dice.randrange(256) for _ in range(96)))
    out = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_the_original_of_a_picture_in_the_manuscript_is_kept_and_not_placed_again(
    tmp_path: Path, root: Path
) -> None:
    from making import body, docx, p

    shown = '<w:r><w:drawing><a:blip r:embed="i"/></w:drawing></w:r>'
    word = docx(
        body(p(TITLE), p(HOUSE), p("我们开展义诊（见图1）。"), p(shown), p("图1 义诊现场")),
        {"word/media/a.jpeg": painted((300, 200), 1, 60)}, {"i": ("image", "media/a.jpeg")},
    )  # fmt: skip
    files = {
        "稿.docx": word,
        "图1.jpg": painted((1500, 1000), 1),
        "图2.jpg": painted((600, 400), 2),
    }
    batch = receive(tmp_path / "来件", root, files)
    (query,) = [erratum for erratum in batch.errata if erratum.rule == "picture-in-case"]
    assert query.quote == "300×200 → 1500×1000"
    assert case(root).count("../media/") == 2
    assert (root / "cases/received/parcels/来件/图1.jpg").read_bytes() == files["图1.jpg"]


@pytest.mark.parametrize(
    ("subject", "text_", "sender"),
    [
        (f"{HOUSE}补充照片", "老师您好，请查收。", ""),
        (
            "《心灵园地》照片",
            f"您好，案例“{TITLE.split('——')[0]}新探索”的照片发您。",
            f"{HOUSE}宣传科",
        ),
        ("补充照片", f"{TITLE.split('——')[1]}的照片见附件", f"{HOUSE}宣传科"),
        ("照片", "见附件", f"{HOUSE}宣传科"),
        (f"转发：{TITLE}", "", ""),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=("before the case", "behind the case"))
def test_photos_by_a_mail_of_their_own_find_their_case(
    tmp_path: Path, root: Path, subject: str, text_: str, sender: str, first: bool
) -> None:
    data = boxing.mail(subject, text_ or " ", attached={"IMG_2034.JPG": shot(1)})
    data = data.replace(b"From: a@example.org", f"From: {sender} <a@example.org>".encode())
    photos, texts = (
        {"后来.eml": data},
        {"稿.txt": text(), "别的.txt": text(title=THEIRS, house=OTHER)},
    )
    for number, files in enumerate((photos, texts) if first else (texts, photos)):
        receive(tmp_path / str(number), root, files)
    assert case(root).count("../media/") == 1
    assert "../media/" not in case(root, "2-066")


def test_a_mail_of_photos_that_names_two_units_is_asked_about(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "1", root, {"稿.txt": text(), "别的.txt": text(title=THEIRS, house=OTHER)})
    data = boxing.mail(f"{HOUSE}、{OTHER}的照片", "见附件", attached={"IMG_1.JPG": shot(1)})
    batch = receive(tmp_path / "2", root, {"后来.eml": data})
    assert "loose-pictures" in rules(batch)
    assert "../media/" not in case(root) + case(root, "2-066")
