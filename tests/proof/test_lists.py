"""The word lists are the editor's: plain lines, each with its source, none reversed."""

import re
from pathlib import Path

import pytest

import tiny
from casebook import proof
from casebook.errata import Place
from casebook.proof import lists, standard_characters


def own(tmp_path: Path, text: str, name: str = "phrases") -> lists.Lists:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / f"{name}.tsv").write_text(text, "utf-8")
    return lists.read(tmp_path)


def test_the_shipped_lists_are_sound() -> None:
    result = lists.read()
    assert result.errata == ()
    assert all(result.entries[name] for name in lists.NAMES)


@pytest.mark.parametrize("name", lists.NAMES)
def test_every_entry_has_a_source_that_can_be_looked_up(name: str) -> None:
    """A title, a number, a date or an address; what nobody saw is marked and seldom."""
    entries = lists.read().entries[name]
    named = re.compile(r"《|〔|GB|GF|\d{4}|[a-z]+\.(?:com|cn|org)|flk\.|中国共产党章程|稿约|教材")
    assert not [e for e in entries if e.seen and not named.search(e.source)]
    assert not [e for e in entries if e.source.removeprefix(lists.UNSEEN).strip() == ""]
    allowed = {"terms": 2, "units": 2, "laws": 1}
    assert lists.unseen(name)[1] <= allowed.get(name, 0)


@pytest.mark.parametrize("name", ["phrases", "variants"])
def test_no_wrong_form_is_part_of_a_right_one(name: str) -> None:
    entries = lists.read().entries[name]
    rights = {entry.right for entry in entries}
    assert not [e for e in entries for right in rights if e.wrong in right]


def test_no_series_stands_twice_under_two_names() -> None:
    """It would be told twice."""
    terms = [entry.right for entry in lists.read().entries["series"]]
    assert len(terms) == len(set(terms))


def test_the_table_of_standard_characters_is_whole() -> None:
    text = (lists.DATA / "hanzi.txt").read_text("utf-8")
    levels = re.split(r"# [一二三]级\n", text)[1:]
    assert [len(level.replace("\n", "")) for level in levels] == [3500, 3000, 1605]
    assert len(standard_characters.standard()) == 8105
    assert set("一矗亍蠼") <= standard_characters.standard()
    assert not set("菸醫髮") & standard_characters.standard()


def test_every_group_of_the_table_of_variants_is_looked_for_or_said_to_be_left_out() -> None:
    lines = (lists.DATA / "variants.tsv").read_text("utf-8").splitlines()
    columns = [line.split("\t") for line in lines if "\t" in line and not line.startswith("# ")]
    left = [column[1:] for column in columns if column[0] == "#未收"]
    rows = [column for column in columns if column[0] != "#未收"]
    own = "GF 1001—2001 第一批异形词整理表"
    groups = {row[1] for row in rows if row[2].partition("（")[0] == own}
    both = 3  # 喋血, 憔悴 and 克期 are recommended in the table and in its appendix
    unseen = {
        "踉跄",
        "喽啰",
        "腼腆",
        "魍魉",
        "榔头",
        "双簧",
        "溃脓",
    }  # in no copy that could be read
    listed = groups | {item[1] for item in left}
    assert len(listed | unseen) == 338 + 44 - both
    assert not [row for row in rows if "记忆" in row[2]]
    assert all(len(item) == 3 and item[2] for item in (*rows, *left))


def test_an_editor_adds_entries(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, case='---\naward: "1-1"\n---\n\n大蓬车进村。\n')
    assert proof.proofread(folder) == ()
    path = folder / "manuscript" / "lists" / "phrases.tsv"
    path.parent.mkdir()
    path.write_text("# 本书\n大蓬车\t大篷车\t本书品牌名\n", "utf-8")
    (erratum,) = proof.proofread(folder)
    assert erratum.rule == "house-phrase"
    assert "错别字" not in erratum.message.zh
    assert "本书品牌名" in erratum.hint.zh


def test_a_reversed_entry_is_refused_and_told(tmp_path: Path) -> None:
    result = own(tmp_path, "再接再厉\t再接再励\t误记\n")
    assert [(e.rule, e.place.line) for e in result.errata] == [("reversed-entry", 1)]
    assert "再接再厉" not in {entry.wrong for entry in result.entries["phrases"]}


def test_a_line_without_a_source_is_refused(tmp_path: Path) -> None:
    result = own(tmp_path, "甲乙\t甲已\t\n丙丁\n")
    assert [e.rule for e in result.errata] == ["list-entry", "list-entry"]


def test_a_list_of_unknown_name_is_told(tmp_path: Path) -> None:
    assert [e.rule for e in own(tmp_path, "", "phrase").errata] == ["unknown-list"]


@pytest.mark.parametrize(
    ("name", "line", "text", "rule", "words"),
    [
        (
            "sessions",
            "甲市健康周\t2015\t甲市卫健委发文",
            "2022年办了第六届甲市健康周。",
            "session-against-year",
            "六",
        ),
        (
            "renamed_places",
            "旧镇\t新镇\t2012\t乙县志",
            "2015年在旧镇义诊。",
            "place-renamed",
            "旧镇",
        ),
        (
            "offices",
            "王建国\t本院院长\t2018-03\t2021-06\t任免通知",
            "2023年，本院院长王建国出席。",
            "office-against-date",
            "本院院长王建国",
        ),
        (
            "offices",
            "王建国\t本院院长\t2018-03\t-\t任免通知",
            "本院院长王健国出席。",
            "leader-misnamed",
            "王健国",
        ),
        (
            "terms",
            "甲状腺病\t甲状腺疾病\t本社体例手册",
            "诊治甲状腺病。",
            "medical-term",
            "甲状腺病",
        ),
    ],
)
def test_every_list_takes_lines_of_the_book_and_findings_say_which_line(
    tmp_path: Path, name: str, line: str, text: str, rule: str, words: str
) -> None:
    folder = tiny.write(tmp_path, case=f'---\naward: "1-1"\n---\n\n{text}\n')
    path = folder / "manuscript" / "lists" / f"{name}.tsv"
    path.parent.mkdir()
    path.write_text(f"{line}\n", "utf-8")
    (erratum,) = (e for e in proof.proofread(folder) if e.rule == rule)
    assert erratum.text == words
    assert f"本书用词表 lists/{name}.tsv:1" in erratum.hint.zh
    assert line.rpartition("\t")[2] in erratum.hint.zh


@pytest.mark.parametrize(
    ("name", "line", "column"),
    [
        ("sessions", "甲市健康周\t二〇一五\t发文", "首次的年份"),
        ("renamed_places", "旧镇\t新镇\t发文", "4栏"),
        ("offices", "王建国\t院长\t2018\t-\t发文", "任职起（年-月）"),
    ],
)
def test_a_line_with_a_wrong_column_is_refused_and_told(
    tmp_path: Path, name: str, line: str, column: str
) -> None:
    (erratum,) = own(tmp_path, line, name).errata
    assert (erratum.rule, erratum.place.line) == ("list-entry", 1)
    assert column in erratum.message.zh


def test_an_entry_whose_source_nobody_saw_says_so() -> None:
    entry = lists.ListLine("要点", "要义", f"{lists.UNSEEN}某通知", Place("terms.tsv", 1))
    assert not entry.seen
    assert "原文未见，请核" in entry.origin.zh


def test_explain_tells_how_many_sources_were_seen() -> None:
    for rule, name in (("W621", "terms"), ("F707", "offices"), ("N214", "sessions")):
        total, unseen = lists.unseen(name)
        entry = proof.explain(rule).zh
        assert f"{name}.tsv：{total}条，{total - unseen}条的出处见过" in entry
        assert ("未见原文" in entry) == (unseen > 0)
