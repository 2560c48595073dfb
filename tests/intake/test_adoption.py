"""The first notice takes the place of what an editor has not touched; what they wrote stays."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casebook import cli
from casebook.book import Award, Tier
from casebook.errata import Erratum, Place, Wording
from casebook.intake import adoption, notice
from casebook.intake.adoption import Outcome
from casebook.intake.manuscript import awards_file, book_reader, scaffold
from casebook.intake.notice import notice_files

NOTICE = """\
样例市教育局文件

样教〔2025〕3号

样例市教育局关于公布“读书月”征文评选结果的通报

“读书月”征文评选活动共评出一等奖2篇、优秀组织单位1个，现予通报。

样例市教育局
2025年4月2日

附件1

一等奖（2篇）

1. 河北省样例第一中学《春天的书》
2. 北京市样例小学《第一页》

附件2

优秀组织单位（1个）

1. 河北省样例第一中学
"""
SAMPLES = {"cases/1-1.md", "cases/2-1.md", "front/notes.md", "notice.txt"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    scaffold.write(tmp_path / "book", date(2026, 11, 22))
    return tmp_path / "book"


def take(book: Path, text: str = NOTICE, asked: bool = False, name: str = "通报.txt") -> Outcome:
    sent = book.parent / name
    sent.write_text(text, "utf-8")
    return adoption.take(notice.read(sent), [sent], book / "manuscript", asked=asked)


def files(book: Path) -> dict[str, bytes]:
    root = book / "manuscript"
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def edit(book: Path, name: str, old: str, new: str) -> None:
    path = book / "manuscript" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def titles(book: Path) -> list[str | None]:
    tiers = awards_file.read(book / "manuscript" / "awards.yaml").tiers
    return [award.title for tier in tiers for award in tier.awards]


def test_a_notice_takes_the_place_of_an_untouched_new_book(book: Path) -> None:
    made = take(book)
    assert made.refused is None
    assert set(made.removed) == SAMPLES
    assert set(files(book)) == {"awards.yaml", "back/notice.md", "book.yaml", "通报.txt"}
    assert titles(book) == ["春天的书", "第一页", None]
    assert made.kept == ()


def test_the_book_that_is_left_is_the_notices_and_no_specimen(book: Path) -> None:
    assert book_reader.read(book).book.specimen
    take(book)
    reading = book_reader.read(book).book
    assert not reading.specimen
    assert (reading.issuer, reading.editors, reading.description) == ("样例市教育局", (), "")
    assert reading.title == "“读书月”征文"
    kinds = [(s.kind, s.tier.id) for s in reading.sections if s.tier]
    assert kinds == [("divider", "1"), ("organisations", "2")]
    text = (book / "manuscript" / "book.yaml").read_text("utf-8")
    printed = [line.partition("#")[0] for line in text.splitlines()]
    assert not any("写在这里" in line or "姓名" in line for line in printed)


def test_the_same_notice_again_changes_nothing(book: Path) -> None:
    take(book)
    before = files(book)
    made = take(book)
    assert (made.refused, made.differences, made.written, made.replaced) == (None, (), (), ())
    assert files(book) == before


def test_a_new_book_by_an_older_version_or_saved_by_windows_is_untouched_too(book: Path) -> None:
    root = book / "manuscript"
    edit(book, "awards.yaml", "# 下面的通报是样例。本文件没有改过时，读进自己的通报就由它取代；改过的不会动。",
         "# 下面的通报是样例，换成自己的。")  # fmt: skip
    edit(book, "book.yaml", "specimen: true", "# specimen: true")
    case = root / "cases/1-1.md"
    case.write_bytes(b"\xef\xbb\xbf" + case.read_bytes().replace(b"\n", b"\r\n"))
    made = take(book)
    assert made.refused is None
    assert set(made.removed) == SAMPLES


def test_what_the_editor_touched_stays_and_is_named(book: Path) -> None:
    edit(book, "cases/1-1.md", "specimen: true", "")
    edit(book, "front/notes.md", "这里写编辑说明", "我们的说明")
    edit(book, "book.yaml", "title: 书名写在这里", "title: 我的书")
    before = files(book)
    made = take(book)
    now = files(book)
    assert now["cases/1-1.md"] == before["cases/1-1.md"]
    assert now["front/notes.md"] == before["front/notes.md"]
    assert {stay.name for stay in made.stays} == {"cases/1-1.md", "front/notes.md"}
    assert set(made.removed) == {"cases/2-1.md", "notice.txt"}
    assert made.kept == (("book.yaml", "book.yaml.bak"),)
    assert now["book.yaml.bak"] == before["book.yaml"]
    reading = book_reader.read(book).book
    assert (reading.title, reading.issuer) == ("我的书", "样例市教育局")


def test_a_case_that_was_there_before_says_whose_it_is_now(book: Path) -> None:
    case = book / "manuscript" / "cases" / "1-2.md"
    case.write_text("---\naward: 1-2\n---\n\n正文。\n", "utf-8")
    edit(book, "cases/2-1.md", "specimen: true", "short_title: 夜校")
    stays = {stay.name: stay.why.zh for stay in take(book).stays}
    assert "北京市样例小学《第一页》" in stays["cases/1-2.md"]
    assert "通报里没有" in stays["cases/2-1.md"]


def test_awards_that_an_editor_worked_on_are_left_and_nothing_else_changes(book: Path) -> None:
    edit(book, "awards.yaml", "一封家书里的医者仁心", "一封家书")
    before = files(book)
    made = take(book)
    assert made.refused is not None
    assert made.differences
    assert files(book) == before


def test_the_samples_own_notice_is_no_notice(book: Path) -> None:
    before = files(book)
    sample = book / "manuscript" / "notice.txt"
    made = adoption.take(notice.read(sample), [sample], book / "manuscript")
    assert made.refused is not None
    assert "样例" in made.refused.zh
    assert files(book) == before


def test_an_editors_own_notice_in_the_place_of_the_sample_is_taken(book: Path) -> None:
    sample = book / "manuscript" / "notice.txt"
    sample.write_text(NOTICE, "utf-8")
    made = adoption.take(notice.read(sample), [sample], book / "manuscript")
    assert made.refused is None
    assert sample.read_text("utf-8") == NOTICE
    assert titles(book)[0] == "春天的书"


def test_a_notice_of_the_samples_name_takes_its_place(book: Path) -> None:
    made = take(book, name="notice.txt")
    assert "notice.txt" in made.replaced
    assert (book / "manuscript" / "notice.txt").read_text("utf-8") == NOTICE


def test_a_notice_without_a_list_changes_nothing(book: Path) -> None:
    before = files(book)
    made = take(book, "关于放假的通知\n\n明天放假。\n")
    assert made.refused is not None
    assert files(book) == before


def test_a_title_the_notice_has_not_leaves_a_specimen(book: Path) -> None:
    made = take(book, "一等奖（1篇）\n1. 河北省样例第一中学《春天的书》\n")
    assert {"book.yaml title", "book.yaml issuer"} <= {stay.name for stay in made.stays}
    assert book_reader.read(book).book.specimen


def test_a_book_is_no_specimen_once_its_editor_wrote_what_the_notice_has_not(book: Path) -> None:
    without = NOTICE.replace("样例市教育局文件\n", "").replace("样例市教育局", "")
    made = take(book, without)
    assert "book.yaml issuer" in {stay.name for stay in made.stays}
    reading = book_reader.read(book)
    assert reading.book.specimen
    assert [e.quote for e in reading.queries if e.rule == "specimen-book"] == ["编者单位写在这里"]
    edit(book, "book.yaml", "编者单位写在这里", "我的单位")
    assert not book_reader.read(book).book.specimen


def test_a_real_book_of_the_same_words_is_not_taken_for_a_sample(book: Path) -> None:
    take(book)
    edit(book, "book.yaml", "# subtitle: 案例选编", "subtitle: 案例选编")
    take(book)
    assert book_reader.read(book).book.subtitle == "案例选编"


def test_a_book_whose_facts_were_filled_in_first_gets_the_order_of_its_notice(book: Path) -> None:
    edit(book, "book.yaml", "书名写在这里", "我的书")
    edit(book, "book.yaml", "编者单位写在这里", "我的单位")
    path = book / "manuscript" / "book.yaml"
    lines = path.read_text("utf-8").split("\n")
    path.write_text("\n".join(x for x in lines if not x.startswith("specimen")), "utf-8")
    made = take(book)
    assert made.facts == ("order",)
    reading = book_reader.read(book).book
    assert (reading.title, reading.issuer, reading.subtitle) == ("我的书", "我的单位", "")
    assert [s.tier.id for s in reading.sections if s.tier] == ["1", "2"]


def test_line_ends_of_book_yaml_stay(book: Path) -> None:
    path = book / "manuscript" / "book.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    take(book)
    text = path.read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") > 0
    assert not book_reader.read(book).book.specimen


OTHER = NOTICE.replace("1. 河北省样例第一中学《春天的书》\n", "").replace(
    "2. 北京市样例小学《第一页》",
    "1. 上海市样例中学《新来的一篇》\n2. 北京市样例小学《第一页》\n3. 天津市样例中学《又一篇》",
).replace("2篇", "3篇")  # fmt: skip


def test_a_second_notice_replaces_the_first_only_when_asked(book: Path) -> None:
    take(book)
    before = files(book)
    assert take(book, OTHER, name="更正.txt").refused is not None
    assert files(book) == before
    made = take(book, OTHER, asked=True, name="更正.txt")
    assert made.refused is None
    assert set(made.kept) == {
        ("awards.yaml", "awards.yaml.bak"),
        ("back/notice.md", "back/notice.md.bak"),
    }
    assert files(book)["awards.yaml.bak"] == before["awards.yaml"]
    assert titles(book) == ["新来的一篇", "第一页", "又一篇", None]
    assert [award.id for award in made.gone] == ["1-1"]
    assert take(book, OTHER, name="更正.txt").differences == ()


def test_what_only_the_editor_wrote_goes_over_with_its_award(book: Path) -> None:
    take(book)
    edit(book, "awards.yaml", "{id: 1-2, number: 2,", "{id: 1-b, aliases: [样小], number: 2,")
    edit(book, "awards.yaml", "title: 第一页, region: 北京市", "title: 第一页, region: 全国")
    take(book, OTHER, asked=True, name="更正.txt")
    tiers = awards_file.read(book / "manuscript" / "awards.yaml").tiers
    kept = next(a for a in tiers[0].awards if a.title == "第一页")
    assert (kept.id, kept.aliases, kept.region) == ("1-b", ("样小",), "全国")
    assert take(book, OTHER, name="更正.txt").differences == ()


def test_an_id_that_a_case_claims_is_never_given_to_another_award(book: Path) -> None:
    take(book)
    case = book / "manuscript" / "cases" / "1-1.md"
    case.parent.mkdir(exist_ok=True)
    case.write_text("---\naward: 1-1\n---\n\n春天的书，正文。\n", "utf-8")
    made = take(book, OTHER, asked=True, name="更正.txt")
    tiers = awards_file.read(book / "manuscript" / "awards.yaml").tiers
    assert [award.id for award in tiers[0].awards] == ["1-1-2", "1-2", "1-3"]
    assert ("cases/1-1.md", True) in {(stay.name, "1-1" in stay.why.zh) for stay in made.stays}


def test_another_notice_renews_what_the_first_put_into_book_yaml(book: Path) -> None:
    take(book, "一等奖（1篇）\n1. 河北省样例第一中学《春天的书》\n")
    edit(book, "book.yaml", "title: 书名写在这里", "title: 我的书")
    take(book, NOTICE, asked=True, name="更正.txt")
    reading = book_reader.read(book).book
    assert (reading.title, reading.issuer) == ("我的书", "样例市教育局")
    other = OTHER.replace("样例市教育局", "样例县教育局").replace("优秀组织单位", "优秀组织奖")
    made = take(book, other, asked=True, name="又更正.txt")
    assert set(made.facts) == {"issuer", "imprint 编者", "order"}
    text = (book / "manuscript" / "book.yaml").read_text("utf-8")
    assert text.count("{organisations:") == text.count("{tier:") == 1
    assert "# 优秀组织奖" in text
    assert made.stays == ()
    assert book_reader.read(book).book.title == "我的书"


def test_a_tier_without_a_place_in_the_book_is_named(book: Path) -> None:
    take(book)
    edit(book, "book.yaml", "  # 一等奖", "")
    more = NOTICE + "\n附件3\n\n二等奖（1篇）\n\n1. 上海市样例中学《夜读》\n"
    made = take(book, more, asked=True, name="更正.txt")
    assert [stay.name for stay in made.stays] == ["book.yaml order"]


def test_a_tier_keeps_the_id_an_editor_gave_it(book: Path) -> None:
    take(book)
    edit(book, "awards.yaml", "- id: 1\n", "- id: first\n")
    edit(book, "book.yaml", '{tier: "1"}', "{tier: first}")
    assert take(book).refused is None
    more = NOTICE.replace(
        "附件1\n", "附件0\n\n特等奖（1篇）\n\n1. 上海市样例中学《夜读》\n\n附件1\n"
    )
    take(book, more, asked=True, name="更正.txt")
    tiers = awards_file.read(book / "manuscript" / "awards.yaml").tiers
    assert [(tier.id, tier.name) for tier in tiers] == [
        ("1", "特等奖"), ("first", "一等奖"), ("2", "优秀组织单位"),
    ]  # fmt: skip
    assert [award.id for award in tiers[1].awards] == ["1-1", "1-2"]


def test_a_shape_rewrites_what_the_reading_before_made_and_is_kept(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = _written(book.parent / "通报.txt", NOTICE)
    first = notice.read(sent)
    tier = replace(first.tiers[0], awards=first.tiers[0].awards[:1])
    shaped = replace(first, tiers=(tier, *first.tiers[1:]))

    def read(*_: Path, shapes: tuple[str, ...] = ()) -> notice.Notice:
        return shaped if shapes else first

    monkeypatch.setattr(adoption, "read", read)
    root = book / "manuscript"
    assert adoption.take(first, [sent], root).refused is None
    made = adoption.take(shaped, [sent], root, ("{no}. {organisation}《{title}》",))
    assert made.kept == (("awards.yaml", "awards.yaml.bak"),)
    assert adoption.chosen_shapes(root) == ("{no}. {organisation}《{title}》",)
    assert titles(book) == ["春天的书", None]
    edit(book, "awards.yaml", "春天的书", "春天")
    assert adoption.take(first, [sent], root, ("{title}",)).refused is not None
    assert titles(book) == ["春天", None]


def test_a_shape_that_cannot_be_used_is_not_kept(book: Path) -> None:
    sent = _written(book.parent / "通报.txt", NOTICE)
    fault = Erratum("unusable-shape", Place("--shape"), Wording("不能用", "unusable"), quote="{no")
    read = replace(notice.read(sent), errata=(fault,))
    before = files(book)
    assert adoption.take(read, [sent], book / "manuscript", ("{no",)).refused is not None
    assert files(book) == before


def award(id_: str, number: int, organisation: str, title: str, check: str = "") -> Award:
    return Award(id_, number, organisation, title, "", check=check)


def test_a_doubt_that_was_settled_does_not_come_back() -> None:
    old = Tier("1", "甲", (award("1-1", 1, "某院", "某题"),))
    new = Tier("1", "甲", (award("1-1", 1, "某院", "某题", "断在哪里"),))
    assert notice_files.over([new], [old]).tiers[0].awards[0].check == ""
    other = Tier("1", "甲", (award("1-1", 1, "某院", "别的题", "断在哪里"),))
    assert notice_files.over([other], [old]).tiers[0].awards[0].check == "断在哪里"


def test_an_id_is_claimed_however_its_noughts_are_written() -> None:
    new = Tier("1", "甲", (award("1-01", 1, "某院", "某题"),))
    assert notice_files.over([new], [], {"1-1"}).tiers[0].awards[0].id == "1-01-2"


def test_an_award_inserted_in_front_is_one_difference(book: Path) -> None:
    take(book)
    shifted = NOTICE.replace("2. 北京", "3. 北京").replace(
        "1. 河北省样例第一中学《", "1. 上海市样例中学《夜读》\n2. 河北省样例第一中学《"
    )
    notice_read = notice.differences(
        notice.read(_written(book.parent / "更正.txt", shifted)), book / "manuscript"
    )
    ids = {item.what.split()[0] for item in notice_read if item.what.endswith(" id")}
    assert len(ids) == 1


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_whatever_is_not_adopted_ends_with_one_line_and_status_one(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = _written(book.parent / "通报.txt", NOTICE)
    assert cli.main(["notice", str(sent), "-C", str(book), "--lang", "zh"]) == 0
    other = _written(book.parent / "更正.txt", OTHER)
    assert cli.main(["notice", str(other), "-C", str(book), "--lang", "zh"]) == 1
    said = capsys.readouterr().out.strip().splitlines()
    assert said[-1].startswith("通报没有写进 awards.yaml：")
    assert cli.main(["notice", str(other), "-C", str(book), "--format", "json"]) == 1
    assert '"adopted": false' in capsys.readouterr().out
    assert cli.main(["notice", str(other), "-C", str(book), "--replace"]) == 0


def test_a_book_with_faults_of_its_own_is_left_and_the_notice_is_shown(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "manuscript" / "awards.yaml").write_text("notice:\n\tfile: x\n", "utf-8")
    before = files(book)
    sent = _written(book.parent / "通报.txt", NOTICE)
    assert cli.main(["notice", str(sent), "-C", str(book), "--lang", "zh"]) == 1
    messages = capsys.readouterr()
    assert "awards.yaml:2" in messages.err
    assert (
        messages.out.strip()
        .splitlines()[-1]
        .startswith("通报没有写进 awards.yaml：书里的文件有差错")
    )
    assert files(book) == before
    assert (book / "build" / "notice-check.html").is_file()


def test_a_file_that_is_no_notice_ends_with_the_same_line(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = book.parent / "通报.docx"
    sent.write_bytes(bytes(range(256)) * 9)
    assert cli.main(["notice", str(sent), "-C", str(book), "--lang", "zh"]) == 1
    said = capsys.readouterr().out.strip().splitlines()
    assert said[-1] == "通报没有写进 awards.yaml：文件读不了。"
    assert cli.main(["notice", str(sent), "-C", str(book), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["adopted"] is False
