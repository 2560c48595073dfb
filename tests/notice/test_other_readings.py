"""A line that may be one award or several is read both ways, and its editor chooses."""

from pathlib import Path

import pytest

from casebook import project
from casebook.errata import StopPress
from casebook.intake import notice
from casebook.intake.notice.other_readings import ambiguous, label, lines_of, names_of
from casebook.limits import within

HEAD = "关于公布案例的通报\n\n典型案例\n"
ENTRIES = (
    "江南区疾控中心、江南区妇幼保健院《疫苗下乡》",
    "云岭市总工会《职工书屋》",
    "白河镇中心小学 白河镇中学《小田园》",
)
BODIES = "优秀组织单位\n1. 江南区教育局、江南区文化局、江南区总工会\n2. 云岭市档案馆\n3. 白河县住房和城乡建设局\n"


def book(folder: Path, *entries: str, more: str = "") -> project.Project:
    """Return a book whose notice has these entries."""
    lines = "".join(f"{number}. {entry}\n" for number, entry in enumerate(entries, 1))
    (folder / "notice.txt").write_text(HEAD + lines + more, "utf-8")
    made = project.new(folder / "book")
    assert made.adopt(folder / "notice.txt").outcome.refused is None
    return made


def listed(book_: project.Project) -> list[str]:
    return [label(award) for tier in book_.tiers() for award in tier.awards]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("北京医院、北京中医医院", ("北京医院", "北京中医医院")),
        ("甲县教育局和甲县第一中学", ("甲县教育局", "甲县第一中学")),
        ("白河镇中心小学 白河镇中学", ("白河镇中心小学", "白河镇中学")),
        ("住房和城乡建设局", ()),
        ("北京市和平里医院", ()),
        ("中国医学科学院北京协和医学院", ()),
        ("某医院（东院、西院）", ()),
        ("人力资源和社会保障局", ()),
    ],
)
def test_names_in_the_name_of_a_unit(name: str, names: tuple[str, ...]) -> None:
    assert names_of(name) == (names or (name,))


def test_both_readings_of_a_line_have_its_words(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(f"{HEAD}1. {ENTRIES[0]}\n2. {ENTRIES[1]}\n{BODIES}", "utf-8")
    read = notice.read(tmp_path / "n.txt")
    first, second = ambiguous(read.tiers, lines_of(read))
    assert (label(first.joint), [*map(label, first.several)]) == (
        ENTRIES[0], ["江南区疾控中心《疫苗下乡》", "江南区妇幼保健院《疫苗下乡》"]
    )  # fmt: skip
    assert label(second.joint) == "江南区教育局、江南区文化局、江南区总工会"
    assert [*map(label, second.several)] == ["江南区教育局", "江南区文化局", "江南区总工会"]


def test_a_line_is_divided_and_joined_again_as_its_editor_says(tmp_path: Path) -> None:
    made = book(tmp_path, *ENTRIES[:2], more=BODIES)
    (line,) = made.read_lines_as("1-1", several=True)
    assert line.words.endswith(ENTRIES[0])
    assert listed(made)[:3] == [
        "江南区疾控中心《疫苗下乡》", "江南区妇幼保健院《疫苗下乡》", ENTRIES[1]
    ]  # fmt: skip
    assert not any(award.check for award in made.awards()[:2])
    made.read_lines_as("1-1", several=False)
    assert listed(made)[:2] == list(ENTRIES[:2])
    made.read_lines_as("2-1", several=False)
    assert listed(made)[2:] == [
        "江南区教育局、江南区文化局、江南区总工会", "云岭市档案馆", "白河县住房和城乡建设局"
    ]  # fmt: skip
    made.read_lines_as("2-1", several=True)
    assert listed(made)[2:5] == ["江南区教育局", "江南区文化局", "江南区总工会"]


def test_a_line_read_in_both_ways_at_once_keeps_the_chosen(tmp_path: Path) -> None:
    made = book(tmp_path, *ENTRIES)
    assert len(listed(made)) > 3
    made.read_lines_as("1-3", several=False)
    assert listed(made)[2:] == [ENTRIES[2]]


def test_an_award_that_has_a_case_is_not_taken_out(tmp_path: Path) -> None:
    made = book(tmp_path, *ENTRIES[:2], more=BODIES)
    made.read_lines_as("1-1", several=True)
    second = made.awards()[1]
    (tmp_path / "稿.txt").write_text(
        f"{second.title}\n{second.organisation}\n那年春天，我们背着药箱下了乡。\n第二段。\n",
        "utf-8",
    )
    made.receive(tmp_path / "稿.txt", award=second.id)
    before = (made.manuscript / "awards.yaml").read_bytes()
    with pytest.raises(StopPress) as stop:
        made.read_lines_as("1-1", several=False)
    assert [erratum.rule for erratum in stop.value.errata] == ["award-has-case"]
    assert (made.manuscript / "awards.yaml").read_bytes() == before


def test_a_line_with_one_reading_is_left_and_nothing_else_is_written(tmp_path: Path) -> None:
    made = book(tmp_path, *ENTRIES[:2])
    before = (made.manuscript / "awards.yaml").read_bytes()
    with pytest.raises(StopPress) as stop:
        made.read_lines_as("1-1", "1-2", several=True)
    assert [erratum.rule for erratum in stop.value.errata] == ["no-other-reading"]
    assert (made.manuscript / "awards.yaml").read_bytes() == before


def test_the_head_of_the_list_shows_both_readings_of_a_line_in_doubt(tmp_path: Path) -> None:
    made = book(tmp_path, *ENTRIES)
    head = (made.manuscript / "awards.yaml").read_text("utf-8").partition("notice:")[0]
    assert f"一个，{ENTRIES[2]}；2 个，白河镇中心小学《小田园》 ／ 白河镇中学《小田园》" in head
    assert "--as-several" in head


@pytest.mark.parametrize("joint", ["、", " ", "和"])
def test_a_line_of_a_thousand_names_is_looked_at_once(joint: str) -> None:
    name = joint.join(f"样例市第{number}中学" for number in range(1_000))
    with within(8):
        assert names_of(name) == (name,)
