"""What was found in a book is found again only while all that was read is the same.

After any edits in any order the kept answers are those of a reading that keeps nothing.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tiny
from casebook import language_files, proof
from casebook.book import Book
from casebook.errata import Erratum
from casebook.intake.manuscript import book_reader
from casebook.proof import kept_reading, rule_runner, segmentation
from casebook.proof.spelling import language_version

STET = "stets:\n- {rule: doubled-word, because: 原文如此, quote: 的的}\n"
SENTENCES = (
    "全院全院动员。", "共有3个科室，分别是内科、外科。", "电话13800138000。", "王建国院长出席。", "王健国院长出席。",
    "满意度为44,690人次，又有44690人次。", "患者的的满意度提高。", "我们把以人民为中心的理念贯穿于每一个科室、每一位医护人员的日常工作。",
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(language_files.VARIABLE, language_files.OFF)
    tiny.write(tmp_path / "book")
    (tmp_path / "book" / "manuscript" / "lists").mkdir()
    case = tmp_path / "book" / "manuscript" / "cases" / "1-1.md"
    case.write_text(f"{case.read_text('utf-8')}\n{SENTENCES[0]}\n", "utf-8")
    return tmp_path / "book"


def read_anew(folder: Path) -> tuple[Erratum, ...]:
    shutil.rmtree(folder / "build", ignore_errors=True)
    return proof.proofread(folder)


def run(script: str, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        (sys.executable, "-c", script, folder), stdout=subprocess.PIPE, text=True
    )


def key(folder: Path) -> str:
    book: Book = book_reader.read(folder).book
    return kept_reading.key(book, folder / "manuscript", "")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("cases/1-1.md", "lists/terms.tsv", "words.txt", "cases/1-1.stets.yaml", "notice.txt")),
            st.sampled_from(SENTENCES),
        ),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_after_any_edits_what_is_kept_is_what_would_be_found(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("edited") / "book"
    tiny.write(folder)
    (folder / "manuscript" / "lists").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(language_files.VARIABLE, language_files.OFF)
        for name, sentence in edits:
            path = folder / "manuscript" / name
            before = path.read_text("utf-8") if path.is_file() else ""
            added = {
                "terms.tsv": f"{sentence}\t{sentence[:-1]}\t本书\n", "1-1.stets.yaml": STET if not before else "",
            }.get(path.name, f"\n{sentence}\n")  # fmt: skip
            path.write_text(before + added, "utf-8")
            proof.proofread(folder)
            assert proof.proofread(folder) == read_anew(folder), "found, kept, found anew"
            proof.proofread(folder)


def test_a_book_that_did_not_change_is_neither_taken_apart_nor_read(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = proof.examine(book)
    monkeypatch.setattr(rule_runner, "find", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(segmentation, "volume", lambda *_: pytest.fail("taken apart again"))
    again = proof.examine(book)
    assert again.errata == first.errata
    assert [group.errata for group in proof.grouped(again, "case")]
    assert proof.report(again) == proof.report(first)


def test_no_rule_is_loaded_for_a_book_that_did_not_change(book: Path) -> None:
    proof.examine(book)
    proof.examine(book)  # the build folder is there: the manuscript is kept as read, too
    script = (
        "import sys; from pathlib import Path; from casebook import proof\n"
        "proof.grouped(proof.examine(Path(sys.argv[1])), 'case')\n"
        "print(*(name for name in sys.modules if name.startswith('casebook.proof.rules.')"
        " or name in ('numpy', 'pypinyin', 'pypdfium2', 'opencc')))"
    )
    assert run(script, book).communicate()[0].split() == []


@pytest.mark.parametrize(
    "name", ["cases/1-1.md", "awards.yaml", "notice.txt", "words.txt", "lists/terms.tsv"]
)
def test_each_file_that_is_read_decides(book: Path, name: str) -> None:
    before = key(book)
    path = book / "manuscript" / name
    text = path.read_text("utf-8") if path.is_file() else ""
    path.write_text(text + "\n\n", "utf-8")
    assert key(book) != before


def test_a_stet_is_met_without_reading_again(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = book / "manuscript" / "cases" / "1-1.md"
    case.write_text(case.read_text("utf-8") + "\n患者的的满意度提高。\n", "utf-8")
    rules = [erratum.rule for erratum in proof.proofread(book)]
    assert "doubled-word" in rules
    monkeypatch.setattr(rule_runner, "find", lambda *_: pytest.fail("read again"))
    case.with_suffix(".stets.yaml").write_text(STET, "utf-8")
    rules.remove("doubled-word")
    assert [erratum.rule for erratum in proof.proofread(book)] == rules


def test_what_is_looked_with_decides(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    off = language_version.asked_with(book)
    monkeypatch.setenv(language_files.VARIABLE, str(tmp_path))
    monkeypatch.setattr(language_files, "_ROOTS", ())
    without = language_version.asked_with(book)
    assert language_version.absent(book)
    (book / language_files.CHECKER).mkdir()
    (book / language_files.CHECKER / language_files.NETWORK).write_bytes(b"net")
    assert not language_version.absent(book)
    assert len({off, without, language_version.asked_with(book)}) == 3
    before = language_version.asked_with(book)
    (book / language_files.CHECKER / "model.yaml").write_text("name: x\n")
    assert language_version.asked_with(book) != before


def test_what_could_not_be_asked_is_not_kept(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in language_files.NAMES:
        (tmp_path / name).write_bytes(b"\0" * 50)
    monkeypatch.setenv(language_files.VARIABLE, str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    case = book / "manuscript" / "cases" / "1-1.md"
    case.write_text(case.read_text("utf-8") + "\n患者的的满意度提高。\n", "utf-8")
    assert [e.rule for e in proof.proofread(book) if e.rule == "no-language-model"]
    assert not (book / "build" / ".proof" / "book.json").exists()


def test_a_damaged_file_of_kept_answers_costs_only_time(book: Path) -> None:
    first = proof.proofread(book)
    kept = book / "build" / ".proof" / "book.json"
    assert kept.is_file()
    for damage in ("", "[]", '{"a": 1', kept.read_text("utf-8")[:-9]):
        kept.write_text(damage, "utf-8")
        assert proof.proofread(book) == first


def test_two_readers_at_once_leave_what_each_would(book: Path) -> None:
    first = proof.proofread(book)
    shutil.rmtree(book / "build")
    script = "import sys; from casebook import proof; from pathlib import Path; print(len(proof.proofread(Path(sys.argv[1]))))"
    running = [run(script, book) for _ in range(2)]
    counts = {int(process.communicate(timeout=120)[0]) for process in running}
    assert counts == {len(first)}
    assert proof.proofread(book) == first
