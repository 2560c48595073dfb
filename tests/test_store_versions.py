"""The version of our own files: what kept results depend on."""

from pathlib import Path

from casebook.store import sources


def test_a_changed_new_or_renamed_file_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    file = tmp_path / "inner" / "module.py"
    file.write_text("a = 1", "utf-8")
    seen = {sources(tmp_path)}
    file.write_text("a = 22", "utf-8")
    seen.add(sources(tmp_path))
    (tmp_path / "words.txt").write_text("词", "utf-8")
    seen.add(sources(tmp_path))
    file.rename(file.with_name("other.py"))
    seen.add(sources(tmp_path))
    assert len(seen) == 4


def test_what_python_compiles_is_no_other_version(tmp_path: Path) -> None:
    before = sources(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.pyc").write_bytes(b"")
    assert sources(tmp_path) == before


def test_files_count_alone_and_in_their_folders(tmp_path: Path) -> None:
    alone = tmp_path / "alone.py"
    alone.write_text("", "utf-8")
    before = sources(alone)
    alone.write_text("b", "utf-8")
    assert sources(alone) != before
