"""The scorer gives full marks to a case that is right, and sees each thing that can be wrong."""

import hashlib
from pathlib import Path

import pytest
from application_forms import MAKERS
from book_read_back import Shown
from parcel_scoring import Score, score_form
from parcel_truth import Form
from photographs import photo

LONG = next(maker for maker in MAKERS if maker.__name__ == "long_cell")()
assert LONG is not None
FORM: Form = LONG


def _right(folder: Path) -> Shown:
    """Return the form as a case, as it ought to be."""
    lines = [f"## 一、{name}" for name in FORM.headings]
    for sentence in FORM.sentences:
        lines.append(sentence)
        for number, shot in enumerate(FORM.photos):
            if shot.after == sentence:
                (folder / f"{number}.jpg").write_bytes(shot.data)
                lines.append(f"![图]({number}.jpg)")
    front = f"award: {FORM.award.id}\ncategory: {FORM.category}\n"
    return Shown(folder / "1-07.md", FORM.award.id, front, (), "\n\n".join(lines))


def _scored(case: Shown, printed: str = "") -> Score:
    stated = {"1-07": (FORM.unit, FORM.title)}
    kept = {hashlib.sha256(FORM.data).hexdigest()}
    return score_form(FORM, [case], stated, kept, [("print.pdf", printed)], [])


def test_a_case_that_is_right_has_full_marks(tmp_path: Path) -> None:
    score = _scored(_right(tmp_path))
    assert score.faults == []
    assert all(good == total > 0 for key, (good, total) in score.counts.items() if total)


@pytest.mark.parametrize(
    ("old", "new", "measure"),
    [
        (FORM.sentences[40], "", "sentences"),
        (f"## 一、{FORM.headings[2]}", FORM.headings[2], "headings"),
        (FORM.sentences[0], f"{FORM.private[1]}{FORM.sentences[0]}", "private"),
        (FORM.sentences[0], f"{FORM.apart[0]}{FORM.sentences[0]}", "apart"),
        ("![图](1.jpg)", "", "photos"),
    ],
)
def test_what_is_wrong_is_seen(tmp_path: Path, old: str, new: str, measure: str) -> None:
    case = _right(tmp_path)
    assert old in case.text
    spoilt = Shown(case.path, case.award, case.front, (), case.text.replace(old, new, 1))
    faults = _scored(spoilt).faults
    assert faults
    assert {fault.split(":")[0] for fault in faults} == {measure}


def test_a_picture_in_the_wrong_place_is_seen(tmp_path: Path) -> None:
    case = _right(tmp_path)
    moved = case.text.replace("![图](0.jpg)", "") + "\n\n![图](0.jpg)"
    faults = _scored(Shown(case.path, case.award, case.front, (), moved)).faults
    assert [fault.split(":")[0] for fault in faults] == ["photos"]


def test_a_detail_in_an_issued_file_is_seen(tmp_path: Path) -> None:
    faults = _scored(_right(tmp_path), f"电话{FORM.private[1]}").faults
    assert [fault.split(":")[0] for fault in faults] == ["private"]
    assert "print.pdf" in faults[0]


def test_a_photograph_saved_anew_is_still_that_photograph(tmp_path: Path) -> None:
    case = _right(tmp_path)
    (tmp_path / "0.jpg").write_bytes(photo(1, "PNG"))
    assert _scored(case).faults == []
