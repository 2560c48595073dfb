"""Every structural fault of a manuscript folder is told with its place, all in one run."""

from pathlib import Path

import pytest
from PIL import Image

import tiny
from casebook.book import Award, Contributor, Matter
from casebook.errata import Kind, StopPress
from casebook.intake.manuscript import book_reader, frame


def faults(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(StopPress) as stop:
        book_reader.read(folder)
    return [(e.rule, str(e.place)) for e in stop.value.errata]


def test_the_smallest_book_reads_in_printed_order(tmp_path: Path) -> None:
    book = book_reader.read(tiny.write(tmp_path)).book
    assert [s.id for s in book.sections] == [
        "title-page",
        "imprint",
        "contents",
        "tier-1",
        "case-1-1",
        "case-1-2",
        "index-organisation",
        "index-region",
    ]
    assert [award.id for award in book.missing()] == ["1-2"]


def test_divisions_and_the_first_case_of_one_begin_on_a_recto(tmp_path: Path) -> None:
    sections = {s.id: s for s in book_reader.read(tiny.write(tmp_path)).book.sections}
    recto = [key for key, section in sections.items() if section.recto]
    assert recto == [
        "title-page",
        "contents",
        "tier-1",
        "case-1-1",
        "index-organisation",
        "index-region",
    ]


def test_folios_begin_anew_behind_the_title_leaf_and_at_the_body(tmp_path: Path) -> None:
    sections = book_reader.read(tiny.write(tmp_path)).book.sections
    assert [(s.id, s.matter) for s in sections if s.restarts] == [
        ("contents", Matter.FRONT),
        ("tier-1", Matter.BODY),
    ]


def test_an_unknown_key_is_refused_with_the_nearest_known_name(tmp_path: Path) -> None:
    tiny.write(tmp_path, book=tiny.BOOK.replace("issuer:", "isuer:"))
    with pytest.raises(StopPress) as stop:
        book_reader.read(tmp_path)
    unknown = next(e for e in stop.value.errata if e.rule == "unknown-key")
    assert (unknown.place.path, unknown.place.line) == ("book.yaml", 2)
    assert unknown.hint is not None
    assert "issuer" in unknown.hint.en


def test_faults_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    tiny.write(
        tmp_path,
        book=tiny.BOOK.replace("status: draft", "status: done"),
        awards=tiny.AWARDS.replace("number: 2", "number: two"),
        case="---\naward: 1-1\ntitel: x\n---\n",
    )
    places = {place.split(":")[0] for _, place in faults(tmp_path)}
    assert places == {"book.yaml", "awards.yaml", "cases/1-1.md"}


def test_two_cases_cannot_claim_one_award(tmp_path: Path) -> None:
    tiny.write(tmp_path, **{"cases/1-2.md": tiny.CASE})
    assert faults(tmp_path) == [("award-claimed-twice", "cases/1-2.md:2")]


def test_a_case_for_an_unknown_award_is_refused(tmp_path: Path) -> None:
    tiny.write(tmp_path, case=tiny.CASE.replace("1-1", "1-9"))
    assert faults(tmp_path) == [("unknown-award", "cases/1-1.md:2")]


LOOSE = "---\norganisation: 甲\ntitle: 乙\nregion: 北京市\n---\n文\n"


def test_a_draft_sets_a_case_that_stands_nowhere_at_its_end(tmp_path: Path) -> None:
    reading = book_reader.read(tiny.write(tmp_path, **{"cases/x-01.md": LOOSE}))
    messages = [(q.rule, str(q.place), q.kind) for q in reading.queries]
    assert messages == [("case-nowhere", "cases/x-01.md:2", Kind.QUERY)]
    body = [s for s in reading.book.sections if s.matter is Matter.BODY]
    assert [(s.kind, s.title) for s in body[-2:]] == [("part", "未列入名单的稿件"), ("case", "乙")]
    (contents,) = [s for s in reading.book.sections if s.kind == "contents"]
    assert [entry.label for entry in contents.entries][3:5] == ["未列入名单的稿件", "乙"]
    assert reading.book.cases[-1].body


def test_a_final_book_refuses_a_case_that_stands_nowhere(tmp_path: Path) -> None:
    final = tiny.BOOK.replace("draft", "final")
    both = {"cases/1-2.md": tiny.CASE.replace("1-1", "1-2"), "cases/x-01.md": LOOSE}
    tiny.write(tmp_path, book=final, **both)
    assert faults(tmp_path) == [("case-nowhere", "cases/x-01.md:2")]


def test_a_tier_without_a_place_is_told_and_its_manuscripts_are_set(tmp_path: Path) -> None:
    tiny.write(tmp_path, book=tiny.BOOK.replace('[{tier: "1"}]', "[{part: 别的, cases: []}]"))
    reading = book_reader.read(tmp_path)
    assert [q.rule for q in reading.queries] == ["tier-nowhere", "case-nowhere"]
    assert [s.title for s in reading.book.sections if s.kind == "part"][-1] == "尚未编入的稿件"
    assert [case.id for case in reading.book.cases] == ["1-1"]


def test_a_case_without_an_award_does_not_stand_in_for_the_award_it_is_named_like(
    tmp_path: Path,
) -> None:
    reading = book_reader.read(tiny.write(tmp_path, **{"cases/1-2.md": LOOSE}))
    assert [(c.id, c.title) for c in reading.book.cases] == [
        ("1-1", "甲题——副题"), ("1-2", "乙题 “丙” 丁"), ("x-1-2", "乙"),
    ]  # fmt: skip


def test_a_final_book_lists_every_missing_manuscript(tmp_path: Path) -> None:
    tiny.write(tmp_path, book=tiny.BOOK.replace("draft", "final"))
    assert [rule for rule, _ in faults(tmp_path)] == ["missing-manuscript"]


def test_a_case_that_is_a_head_without_text_counts_as_missing(tmp_path: Path) -> None:
    tiny.write(
        tmp_path, case="---\naward: 1-1\ncontributors:\n  - {name: 张三, role: 作者}\n---\n\n"
    )
    (tmp_path / "build").mkdir()
    reading = book_reader.read(tmp_path)
    assert [award.id for award in reading.book.missing()] == ["1-1", "1-2"]
    assert "blank-case" in {erratum.rule for erratum in reading.queries}
    tiny.write(tmp_path)
    assert [award.id for award in book_reader.read(tmp_path).book.missing()] == ["1-2"]
    tiny.write(tmp_path, case="---\naward: 1-1\n---\n", book=tiny.BOOK.replace("draft", "final"))
    assert [rule for rule, _ in faults(tmp_path)].count("missing-manuscript") == 2


def test_a_case_to_be_checked_is_asked_about_and_stops_a_final_book(tmp_path: Path) -> None:
    case = tiny.CASE.replace("award: 1-1\n", "award: 1-1\ncheck: 备注没有进正文\n")
    reading = book_reader.read(tiny.write(tmp_path / "draft", case=case))
    assert [e.quote for e in reading.queries if e.rule == "doubtful-case"] == ["备注没有进正文"]
    final = tiny.BOOK.replace("status: draft", "status: final")
    tiny.write(tmp_path / "final", case=case, book=final)
    assert ("doubtful-case", "cases/1-1.md:2") in faults(tmp_path / "final")


def test_a_title_that_differs_from_the_notice_is_queried(tmp_path: Path) -> None:
    tiny.write(tmp_path, case=tiny.CASE.replace("award: 1-1", "award: 1-1\ntitle: 甲题"))
    assert [q.rule for q in book_reader.read(tmp_path).queries] == ["title-differs"]


def test_no_book_is_told_with_the_way_out(tmp_path: Path) -> None:
    assert faults(tmp_path)[0][0] == "no-book"


def test_a_tab_in_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    tiny.write(tmp_path, book=tiny.BOOK.replace("status: draft", "\tstatus: draft"))
    assert faults(tmp_path)[0][1].startswith("book.yaml:3")


PICTURES = {
    "missing-picture": "../media/none.jpg",
    "picture-outside-book": "../../secret.jpg",
    "broken-picture": "../media/text.jpg",
    "picture-too-large": "../media/large.jpg",
    "picture-format": "../media/moving.gif",
}


@pytest.mark.parametrize("rule", PICTURES)
def test_a_picture_that_cannot_be_set_is_told(tmp_path: Path, rule: str) -> None:
    media = tmp_path / "manuscript" / "media"
    media.mkdir(parents=True)
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (media / "text.jpg").write_text("not a picture")
    with (media / "large.jpg").open("wb") as file:
        file.truncate(40_000_000)
    Image.new("L", (4, 4)).save(media / "moving.gif")
    tiny.write(tmp_path, case=f"---\naward: 1-1\n---\n\n![图]({PICTURES[rule]})\n")
    assert faults(tmp_path) == [(rule, "cases/1-1.md:5")]


def test_a_picture_of_many_megapixels_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    media = tmp_path / "manuscript" / "media"
    media.mkdir(parents=True)
    Image.new("1", (20_000, 10_000)).save(media / "a.png")
    tiny.write(tmp_path, case="---\naward: 1-1\n---\n\n![图](../media/a.png)\n")
    assert faults(tmp_path) == [("picture-too-large", "cases/1-1.md:5")]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    media = tmp_path / "manuscript" / "media"
    media.mkdir(parents=True)
    Image.new("L", (4, 4)).save(tmp_path / "secret.png")
    (media / "a.png").symlink_to(tmp_path / "secret.png")
    tiny.write(tmp_path, case="---\naward: 1-1\n---\n\n![图](../media/a.png)\n")
    assert faults(tmp_path)[0][0] == "picture-outside-book"


@pytest.mark.parametrize("language", ["zh", "zh-CN", "zh-Hans", "zh-Hans-CN", "ZH-cn", "zh-hans"])
def test_a_language_that_is_set_may_be_named_in_any_way(tmp_path: Path, language: str) -> None:
    book = tiny.BOOK + f"language: {language}\n"
    assert (
        book_reader.read(tiny.write(tmp_path, book=book)).book.language.lower() == language.lower()
    )


@pytest.mark.parametrize(
    "language", ["en", "ja", "ko", "zh-Hant", "zh-TW", "zh-HK", "zh_CN", "zh-CN-x", "中文", "yue"]
)
def test_a_language_that_would_be_set_wrong_is_refused(tmp_path: Path, language: str) -> None:
    folder = tiny.write(tmp_path, book=tiny.BOOK + f"language: {language}\n")
    line = len(tiny.BOOK.splitlines()) + 1
    assert faults(folder) == [("unset-language", f"book.yaml:{line}")]


DOUBTFUL = tiny.AWARDS.replace("title: 甲题——副题,", "title: 甲题——副题, check: 题目断在哪里,")


def test_a_doubtful_award_is_asked_about_in_a_draft_and_stops_a_final_book(tmp_path: Path) -> None:
    reading = book_reader.read(tiny.write(tmp_path / "draft", awards=DOUBTFUL))
    assert "doubtful-award" in {e.rule for e in reading.queries}
    final = tiny.BOOK.replace("status: draft", "status: final")
    tiny.write(tmp_path / "final", awards=DOUBTFUL, book=final)
    assert ("doubtful-award", "awards.yaml:8") in faults(tmp_path / "final")


NAMED = tiny.AWARDS.replace(
    "title: 甲题——副题,", "title: 甲题——副题, fields: {作者: 张三、李四, 联系人: 王五, 体裁: 通讯},"
)


def test_the_people_of_the_notice_are_credited_when_a_manuscript_names_nobody(
    tmp_path: Path,
) -> None:
    cases = book_reader.read(tiny.write(tmp_path / "silent", awards=NAMED)).book.cases
    assert cases[0].contributors == (Contributor("张三、李四", "作者"),)
    own = tiny.CASE.replace(
        "award: 1-1\n", "award: 1-1\ncontributors: [{name: 赵六, role: 供稿}]\n"
    )
    cases = book_reader.read(tiny.write(tmp_path / "own", awards=NAMED, case=own)).book.cases
    assert cases[0].contributors == (Contributor("赵六", "供稿"),)


@pytest.mark.parametrize(
    ("label", "credited"),
    [
        ("作者", True), ("主创人员", True), ("指导教师", True), ("作 者：", True),
        ("作者/指导老师", True), ("第一作者", True), ("作者姓名", True), ("编导", True),
        ("联系人", False), ("联系电话", False), ("学校", False), ("作者单位", False),
        ("体裁", False), ("备注", False), ("推荐单位", False),
    ],
)  # fmt: skip
def test_only_makers_of_a_work_are_credited(label: str, credited: bool) -> None:
    award = Award("1-1", 1, "某校", "甲", "", fields=((label, "张三"),))
    assert bool(frame.award_credits(award)) is credited


def test_a_person_who_is_the_awarded_is_not_named_twice() -> None:
    award = Award("1-1", 1, "张三 李四", "甲", "", fields=(("作者", "张三李四"),))
    assert frame.award_credits(award) == ()
