"""A file that holds several manuscripts is told with their titles, and the way out works."""

from pathlib import Path

import pytest
from receiving import AWARDS

from casebook.intake.receive.batch import receive_all

FIRST, SECOND = AWARDS[1], AWARDS[2]


def text(award: int, lead: str = "") -> str:
    said = "".join(
        f"\n第{n}段讲的是第{n * 31 + award}件事，处处有回音，落在了实处。" for n in range(9)
    )
    return f"{lead}{AWARDS[award].title}\n{AWARDS[award].organisation}{said}\n"


@pytest.mark.parametrize("lead", ["", "案例二：", "二、", "（二）"])
def test_several_manuscripts_in_one_file_are_told(tmp_path: Path, lead: str) -> None:
    root = tmp_path / "book"
    (tmp_path / "两篇.txt").write_text(text(1) + text(2, lead), "utf-8")
    batch = receive_all([tmp_path / "两篇.txt"], root, AWARDS)
    (erratum,) = [e for e in batch.all_errata if e.rule == "several-manuscripts"]
    assert erratum.hint
    assert f"cases/{FIRST.id}.md" in erratum.hint.zh
    assert all(f"{award.id}《{award.title}》" in erratum.quote for award in (FIRST, SECOND))
    for path in [*(root / "cases").glob("1-09.md"), *(root / "cases/received").glob("1-09.*")]:
        path.unlink()
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(text(number), "utf-8")
    again = receive_all([tmp_path / "1.txt", tmp_path / "2.txt"], root, AWARDS)
    assert [row.case_id for row in again.rows] == [FIRST.id, SECOND.id]
    assert "several-manuscripts" not in {e.rule for e in again.all_errata}


@pytest.mark.parametrize(
    "line",
    [f"我们学习了《{SECOND.title}》的做法。", FIRST.title, "案例二：别的题目也成一行", "二、做法"],
)
def test_one_manuscript_is_not_told_as_several(tmp_path: Path, line: str) -> None:
    (tmp_path / "一篇.txt").write_text(f"{text(1)}{line}\n第九段还有话说，一件一件。\n", "utf-8")
    batch = receive_all([tmp_path / "一篇.txt"], tmp_path / "book", AWARDS)
    assert [row.case_id for row in batch.rows] == [FIRST.id]
    assert "several-manuscripts" not in {e.rule for e in batch.all_errata}
