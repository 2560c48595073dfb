"""What a book writes in its lists is looked for, however it is written, or refused."""

from pathlib import Path

import pytest

import tiny
from casebook import proof


def asked(folder: Path, name: str, line: str, text: str) -> list[str]:
    """Return the rules that ask about `text` in a book with a line in one of its lists."""
    case = f'---\naward: "1-1"\n---\n\n{text}\n'
    tiny.write(folder, case=case, **{f"lists/{name}.tsv": line})
    return [erratum.rule for erratum in proof.proofread(folder)]


@pytest.mark.parametrize("also", ["-", "样例人民|", "| "])
def test_a_saying_is_looked_for_where_its_other_forms_end_in_a_bar(
    tmp_path: Path, also: str
) -> None:
    line = f"样例\t样例在先服务在后\t{also}\t本院约定 2024\n"
    assert "saying-altered" in asked(tmp_path, "slogans", line, "坚持样例在先服务在中。")


def test_a_yearly_meeting_with_quotation_marks_in_its_name_is_counted(tmp_path: Path) -> None:
    text = "2024年，医院举办第八届“样例”论坛。"
    line = "“样例”论坛\t2018\t本院约定 2024\n"
    assert "session-against-year" in asked(tmp_path, "sessions", line, text)


def test_a_meeting_with_quotation_marks_in_its_name_has_its_month(tmp_path: Path) -> None:
    text = "2023年5月，“样例”大会召开。"
    assert "meeting-against-date" in asked(
        tmp_path, "meetings", "“样例”大会\t2024-05\t本院约定 2024\n", text
    )


@pytest.mark.parametrize("beside", ["～", "三个字～", "前面～后面"])
def test_a_context_that_could_never_be_met_is_refused(tmp_path: Path, beside: str) -> None:
    line = f"抱负\t报复\t{beside}\t本院约定 2024\n"
    assert "list-entry" in asked(tmp_path, "near_words", line, "打击抱负。")
