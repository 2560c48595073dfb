"""Several application forms in one file: each becomes a case of its own, and the file is kept."""

from pathlib import Path

import pytest
from making import png
from receiving import AWARDS
from wordpages import PAGE_BREAK, Around, Cell, line, lines, picture, table, word_file

from casebook.intake.receive.batch import Batch, State, receive_all


def sentences(start: int) -> list[str]:
    return [f"这是第{start + n}件事，大家都说做得好，一件一件都落在了实处。" for n in range(8)]


def form(at: int, start: int, picture_key: str = "") -> str:
    award = AWARDS[at]
    inside = lines(*[[sentence] for sentence in sentences(start)]) + (
        picture(picture_key, start) if picture_key else ""
    )
    return line(f"附件{at + 1}") + line("典型案例申报表", align="center", bold=True) + table(
        ["申报单位", award.organisation], ["案例名称", award.title or ""],
        ["联系人", f"毛联系{start}"], ["电话", f"1380000{start:04}"], ["案例正文", Cell(inside)],
        widths=(2000, 6000),
    ) + line("（盖章）　年　月　日")  # fmt: skip


def receive(folder: Path, name: str, data: bytes) -> Batch:
    path = folder / name
    path.write_bytes(data)
    return receive_all([path], folder / "book", AWARDS)


def test_two_forms_in_one_word_file_become_two_cases(tmp_path: Path) -> None:
    data = word_file(
        form(0, 100, "p1"), PAGE_BREAK, form(1, 300), around=Around(pictures={"p1": png(30, 30)})
    )
    batch = receive(tmp_path, "两份.docx", data)
    assert [(row.case_id, row.state is State.REFUSED) for row in batch.rows] == [
        ("1-02", False), ("1-09", False)
    ]  # fmt: skip
    first, second = (
        (tmp_path / f"book/cases/{item}.md").read_text("utf-8") for item in ("1-02", "1-09")
    )
    assert all(sentence in first for sentence in sentences(100))
    assert all(sentence in second for sentence in sentences(300))
    assert "![](" in first
    assert "![](" not in second
    assert not any(word in first + second for word in ("毛联系", "1380000", "附件", "盖章"))
    kept = (tmp_path / "book/cases/received/parcels").rglob("两份.docx")
    assert [path.read_bytes() for path in kept if path.is_file()] == [data]
    again = receive_all([tmp_path / "两份.docx"], tmp_path / "book", AWARDS)
    assert {row.state for row in again.rows} == {State.BEFORE}


def test_forms_of_lines_in_one_file_are_divided_too(tmp_path: Path) -> None:
    def lined(at: int, start: int) -> str:
        award = AWARDS[at]
        head = ("典型案例申报表", f"申报单位：{award.organisation}", f"案例名称：{award.title}",
                f"联系人：毛联系　电话：1380000{start:04}", "案例正文：")  # fmt: skip
        return "".join(map(line, head)) + lines(*[[sentence] for sentence in sentences(start)])

    batch = receive(tmp_path, "两份.docx", word_file(lined(0, 100), lined(1, 300)))
    assert [row.case_id for row in batch.rows] == ["1-02", "1-09"]
    second = (tmp_path / "book/cases/1-09.md").read_text("utf-8")
    assert all(sentence in second for sentence in sentences(300))
    assert "典型案例申报表" not in (tmp_path / "book/cases/1-02.md").read_text("utf-8")


def test_two_forms_in_a_text_file_are_told_with_the_way_out(tmp_path: Path) -> None:
    award, other = AWARDS[:2]
    text = "\n".join(
        line
        for item in (award, other)
        for line in (f"申报单位：{item.organisation}", f"案例名称：{item.title}", "联系人：毛联系", "案例正文：",
                     *sentences(item.number * 100))
    )  # fmt: skip
    batch = receive(tmp_path, "两份.txt", text.encode())
    assert [row.state for row in batch.rows] == [State.REFUSED]
    assert "拆成每份一个文件" in batch.rows[0].errata[0].hint.zh  # type: ignore[union-attr]


def written(at: int, start: int, lead: str = "", house_above: bool = False) -> str:
    award = AWARDS[at]
    head = [line(f"{lead}{award.title}", align="center"), line(award.organisation)]
    return "".join(reversed(head) if house_above else head) + lines(
        *[[sentence] for sentence in sentences(start)]
    )


@pytest.mark.parametrize(("lead", "house_above"), [("", False), ("案例二：", False), ("", True)])
def test_two_manuscripts_in_one_word_file_become_two_cases(
    tmp_path: Path, lead: str, house_above: bool
) -> None:
    contents = "".join(line(str(AWARDS[at].title)) for at in (0, 1))
    data = word_file(
        line("案例汇编"), contents, written(0, 100, house_above=house_above),
        PAGE_BREAK, written(1, 300, lead, house_above),
    )  # fmt: skip
    batch = receive(tmp_path, "两篇.docx", data)
    assert [row.case_id for row in batch.rows] == ["1-02", "1-09"]
    first, second = (
        (tmp_path / f"book/cases/{item}.md").read_text("utf-8") for item in ("1-02", "1-09")
    )
    assert all(sentence in first and sentence not in second for sentence in sentences(100))
    assert all(sentence in second and sentence not in first for sentence in sentences(300))
    assert AWARDS[1].organisation not in first
    kept = (tmp_path / "book/cases/received/parcels").rglob("两篇.docx")
    assert [path.read_bytes() for path in kept if path.is_file()] == [data]
    again = receive_all([tmp_path / "两篇.docx"], tmp_path / "book", AWARDS)
    assert {row.state for row in again.rows} == {State.BEFORE}


def test_a_text_that_lists_the_titles_of_others_is_one_manuscript(tmp_path: Path) -> None:
    data = word_file(written(0, 100), line("相关案例"), line(str(AWARDS[1].title)), line("（完）"))
    batch = receive(tmp_path, "一篇.docx", data)
    assert [row.case_id for row in batch.rows] == ["1-02"]
    assert "several-manuscripts" in {erratum.rule for erratum in batch.all_errata}
