"""The book as it stands at one moment: links stay where they are, nothing foreign comes in."""

import os
import shutil
from pathlib import Path

import pytest

from casebook import files
from casebook.desk import snapshot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    for name, text in {
        "manuscript/cases/1-1.md": "甲", "manuscript/pictures/a.png": "p", "layouts/own/x.css": "x",
        "build/print.pdf": "old", "build/.signatures/v/key": "kept", "build/.making-desk-1/book-1.pdf": "b",
        "build/history.json": "[]", "build/.last-run": "run",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_what_is_edited_later_is_not_in_it_and_it_is_gone_afterwards(folder: Path) -> None:
    with snapshot.taken(folder) as copy:
        (folder / "manuscript/cases/1-1.md").write_text("乙", "utf-8")
        (copy / "build/print.pdf").unlink()
        (copy / "build/.signatures/v/new").write_text("shared", "utf-8")
        assert (copy / "manuscript/cases/1-1.md").read_text("utf-8") == "甲"
        assert (copy / "layouts/own/x.css").is_file()
        assert (copy / "build/.last-run").read_text() == "run"
        assert not (copy / "build/history.json").exists()
        assert not (copy / "build/.making-desk-1").exists()
    assert not [*(folder / "build").glob(".making-snapshot-*")]
    assert (folder / "build/print.pdf").read_text() == "old"
    assert (folder / "build/.signatures/v/new").is_file()


def test_what_is_no_file_of_the_book_is_not_copied(folder: Path) -> None:
    os.mkfifo(folder / "manuscript/pipe")
    (folder / "manuscript/.git").mkdir()
    with snapshot.taken(folder) as copy:
        assert sorted(path.name for path in (copy / "manuscript").iterdir()) == [
            "cases",
            "pictures",
        ]


def test_a_file_that_cannot_be_read_is_told_and_one_that_went_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copyfile

    def refused(source: os.PathLike[str], target: str, **more: bool) -> object:
        if Path(source).name == "a.png":
            if gone:
                Path(source).unlink()
            raise PermissionError(13, "no", str(source))
        return copied(source, target, **more)

    monkeypatch.setattr(shutil, "copyfile", refused)
    gone = False
    with pytest.raises(PermissionError, match=r"a\.png"), snapshot.taken(folder):
        pass
    gone = True
    with snapshot.taken(folder) as copy:
        assert (copy / "manuscript/cases/1-1.md").is_file()


def test_links_lead_to_the_copy_and_those_out_of_the_book_stay_refused(
    folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", "utf-8")
    cases, pictures = folder / "manuscript/cases", folder / "manuscript/pictures"
    (cases / "out.md").symlink_to(secret)
    (pictures / "b.png").symlink_to(pictures / "a.png")
    (pictures / "c.png").symlink_to("a.png")
    with snapshot.taken(folder) as copy:
        (pictures / "a.png").write_text("changed", "utf-8")
        for name in ("b.png", "c.png"):
            assert (copy / "manuscript/pictures" / name).read_text() == "p"
        walked = files.walk(copy / "manuscript")
        assert copy / "manuscript/cases/out.md" not in walked.files
        assert len(walked.refused) == 1
