"""The journal: whatever was acknowledged comes back byte for byte, and the chain holds."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from casebook import atomic
from casebook.errata import StopPress
from casebook.journal import recording, restoring
from casebook.journal.journal_entries import Deed, Doing, Entry
from casebook.journal.kept_contents import digest
from casebook.journal.recording import DESK, OUTSIDE, Journal, MeetingEdits

CASE = "manuscript/cases/1-1.md"
BY = Doing("王", DESK, Deed.TEXT)


def book(folder: Path) -> Journal:
    for name in (CASE, "manuscript/cases/1-2.md", "manuscript/book.yaml"):
        atomic.put(folder / name, f"{name}\n".encode())
    journal = Journal(folder)
    journal.begin()
    return journal


def save(journal: Journal, text: str, path: str = CASE) -> recording.Saved:
    return journal.put(path, text.encode(), journal.read(path)[1], BY)


def last(journal: Journal) -> Entry:
    return journal.entries()[-1]


def test_a_save_says_who_when_before_and_after(tmp_path: Path) -> None:
    journal = book(tmp_path)
    before = (tmp_path / CASE).read_bytes()
    saved = save(journal, "甲")
    entry = last(journal)
    assert (entry.number, entry.by, entry.via, entry.deed, entry.case) == (
        2,
        "王",
        DESK,
        Deed.TEXT,
        "1-1",
    )
    assert entry.changes == ((CASE, digest(before), saved.revision),)
    assert journal.contents.get(entry.changes[0].before) == before
    assert (tmp_path / CASE).read_text("utf-8") == "甲"
    assert Journal(tmp_path).entries() == journal.entries()


def test_a_save_of_what_stands_there_is_no_entry(tmp_path: Path) -> None:
    journal = book(tmp_path)
    save(journal, "甲")
    count = len(journal.entries())
    assert save(journal, "甲").merged is False
    assert len(journal.entries()) == count


def test_what_another_program_changed_is_entered_as_such(tmp_path: Path) -> None:
    journal = book(tmp_path)
    (tmp_path / CASE).write_text("外", "utf-8")
    (tmp_path / "manuscript/cases/1-2.md").unlink()
    (tmp_path / "manuscript/cases/1-3.md").write_text("新", "utf-8")
    journal.notice()
    entry = last(journal)
    assert (entry.via, entry.deed) == (OUTSIDE, Deed.OUTSIDE)
    assert [(c.path[-6:], bool(c.before), bool(c.after)) for c in entry.changes] == [
        ("1-1.md", True, True), ("1-3.md", False, True), ("1-2.md", True, False),
    ]  # fmt: skip
    count = len(journal.entries())
    journal.notice()
    assert len(journal.entries()) == count


def test_a_change_of_the_same_size_at_the_same_moment_is_noticed(tmp_path: Path) -> None:
    journal = book(tmp_path)
    path = tmp_path / CASE
    save(journal, "一")
    for text in "二三四":
        state = path.stat()
        with path.open("r+b") as file:
            file.write(text.encode())
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        journal.notice([path])
        assert journal.contents.get(last(journal).changes[0].after) == text.encode()


def test_what_a_command_changes_is_one_entry_of_its_own(tmp_path: Path) -> None:
    journal = book(tmp_path)
    with journal.action(Doing("李", recording.COMMAND, Deed.RECEIVE)):
        (tmp_path / "manuscript/cases/2-1.md").write_text("收", "utf-8")
        journal.notice()  # the desk sees it meanwhile, and waits
        (tmp_path / "manuscript/book.yaml").write_text("收", "utf-8")
    entry = last(journal)
    assert (entry.by, entry.deed, len(entry.changes)) == ("李", Deed.RECEIVE, 2)
    assert [e.deed for e in journal.entries()] == [Deed.BEGIN, Deed.RECEIVE]


def test_private_facts_and_what_was_sent_are_never_kept(tmp_path: Path) -> None:
    journal = book(tmp_path)
    for name in ("received/1-1.docx", "received/1-1.private.yaml", "1-1.private.yaml"):
        atomic.put(tmp_path / "manuscript/cases" / name, "电话 13800138000".encode())
    atomic.put(tmp_path / "manuscript/inbox/x.docx", "电话 13800138000".encode())
    journal.notice()
    assert [e.deed for e in journal.entries()] == [Deed.BEGIN]
    assert journal.contents.get(digest("电话 13800138000".encode())) is None


def test_two_edits_of_different_places_are_merged(tmp_path: Path) -> None:
    journal = book(tmp_path)
    base = save(journal, "第一段很好。\n\n第二段也好。\n").revision
    mine = journal.put(CASE, "第一段非常好。\n\n第二段也好。\n".encode(), base, BY)
    theirs = journal.put(CASE, "第一段很好。\n\n第二段也很好。\n".encode(), base, BY)
    assert (mine.merged, theirs.merged) == (False, True)
    assert theirs.data.decode() == "第一段非常好。\n\n第二段也很好。\n"
    assert (tmp_path / CASE).read_bytes() == theirs.data


def test_two_edits_of_one_place_are_both_kept(tmp_path: Path) -> None:
    journal = book(tmp_path)
    base = save(journal, "很好。\n").revision
    save(journal, "非常好。\n")
    with pytest.raises(MeetingEdits) as met:
        journal.put(CASE, "特别好。\n".encode(), base, BY)
    assert met.value.data.decode() == "非常好。\n"
    assert journal.contents.get(met.value.kept) == "特别好。\n".encode()
    assert last(journal).deed is Deed.CONFLICT
    assert (tmp_path / CASE).read_text("utf-8") == "非常好。\n"


def test_an_edit_outside_and_a_save_are_merged_too(tmp_path: Path) -> None:
    journal = book(tmp_path)
    base = save(journal, "甲。\n\n乙。\n").revision
    (tmp_path / CASE).write_text("甲。\n\n乙改。\n", "utf-8")
    assert (
        journal.put(CASE, "甲改。\n\n乙。\n".encode(), base, BY).data.decode()
        == "甲改。\n\n乙改。\n"
    )
    assert [e.deed for e in journal.entries()[-2:]] == [Deed.OUTSIDE, Deed.TEXT]


def test_a_torn_last_line_is_told_and_set_aside(tmp_path: Path) -> None:
    journal = book(tmp_path)
    save(journal, "甲")
    file = tmp_path / "journal/journal.jsonl"
    whole = file.read_bytes()
    for torn in (b'{"n":3,"at":"2026', b"\0" * 90 + b"\n"):
        file.write_bytes(whole + torn)
        again = Journal(tmp_path)
        save(again, f"乙{len(torn)}")
        mended = next(e for e in again.entries() if e.deed is Deed.MENDED)
        assert (tmp_path / "journal" / mended.facts["file"]).read_bytes() == torn
        assert again.faults(deep=True) == ()
        assert [e.number for e in again.entries()] == [1, 2, 3, 4] or torn[0] == 0


def test_an_entry_that_was_altered_is_named(tmp_path: Path) -> None:
    journal = book(tmp_path)
    for text in "甲乙丙":
        save(journal, text)
    file = tmp_path / "journal/journal.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(
        b"".join((*lines[:1], lines[1].replace("王".encode(), "张".encode()), *lines[2:]))
    )
    [fault] = Journal(tmp_path).faults()
    assert (fault.rule, fault.place.line) == ("journal-broken", 2)
    file.write_bytes(b"".join((*lines[:2], *lines[3:])))
    [fault] = [f for f in Journal(tmp_path).faults() if f.rule == "journal-broken"]
    assert fault.place.line == 3
    save(Journal(tmp_path), "丁")
    assert Journal(tmp_path).faults()[0].place.line == 3
    assert last(Journal(tmp_path)).deed is Deed.TEXT


def test_an_end_that_was_cut_off_is_told(tmp_path: Path) -> None:
    journal = book(tmp_path)
    for text in "甲乙丙":
        save(journal, text)
    file = tmp_path / "journal/journal.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:2]))
    for look in (Journal(tmp_path), journal, Journal(tmp_path)):
        assert [f.rule for f in look.faults()] == ["journal-cut-off"]


def test_a_content_that_is_damaged_is_told_and_not_given_out(tmp_path: Path) -> None:
    journal = book(tmp_path)
    key = save(journal, "甲").revision
    path = tmp_path / "journal/contents" / key[:2] / key[2:]
    path.write_bytes(b"damaged")
    assert journal.contents.get(key) is None
    [fault] = journal.faults(deep=True)
    assert (fault.rule, fault.place.line) == ("journal-content-lost", 2)


def test_a_full_disk_leaves_text_and_journal_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = book(tmp_path)
    save(journal, "甲")
    size = (tmp_path / "journal/journal.jsonl").stat().st_size
    real = os.write

    def full(handle: int, data: bytes) -> int:
        if b'"deed"' in data:
            real(handle, data[:20])
            raise OSError(28, "No space left on device")
        return real(handle, data)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            save(journal, "乙")
    assert (tmp_path / "journal/journal.jsonl").stat().st_size == size
    journal.notice()  # the words are on disk and are entered as this deed
    assert (last(journal).deed, last(journal).facts["broken-off"]) == (Deed.TEXT, "text")
    assert journal.faults(deep=True) == ()


def test_two_processes_write_one_chain(tmp_path: Path) -> None:
    journal = book(tmp_path)
    code = (
        "import sys; from pathlib import Path\n"
        "from casebook.journal.recording import Journal, DESK\n"
        "from casebook.journal.journal_entries import Deed, Doing\n"
        "journal, path = Journal(Path(sys.argv[1])), 'manuscript/cases/1-2.md'\n"
        "for n in range(20): journal.put(path, f'{n}'.encode(), journal.read(path)[1], "
        "Doing('张', DESK, Deed.TEXT))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(recording.__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], env=environment) as other:
        for number in range(20):
            save(journal, f"{number}")
        assert other.wait(60) == 0
    entries = journal.entries()
    assert [e.number for e in entries] == list(range(1, 42))
    assert sum(e.by == "张" for e in entries) == 20
    assert journal.faults(deep=True) == ()


def test_threads_that_save_one_text_lose_no_word(tmp_path: Path) -> None:
    journal = book(tmp_path)
    base = save(journal, "".join(f"第{n}段。\n\n" for n in range(12))).revision

    def edit(number: int) -> None:
        text = "".join(f"第{n}段{'改' * (n == number)}。\n\n" for n in range(12))
        journal.put(CASE, text.encode(), base, BY)

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / CASE).read_text("utf-8") == "".join(f"第{n}段改。\n\n" for n in range(12))


def killed(work: Callable[[], object], after: int) -> bytes:
    """Do `work` in a process of its own that is killed at its call of the system number `after`.

    Return the hash of what was acknowledged, b"" when it was killed before.
    """
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        count = 0

        def counted(name: str) -> None:
            real = getattr(os, name)

            def call(*words: object, **more: object) -> object:
                nonlocal count
                count += 1
                if count == after:
                    if name == "write":
                        real(words[0], bytes(words[1])[: len(words[1]) // 2])  # type: ignore[call-overload, arg-type]
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*words, **more)

            setattr(os, name, call)

        with suppress(BaseException):
            for name in ("open", "write", "fsync", "replace", "unlink", "fdopen"):
                counted(name)
            work()
            count = -1_000_000
            os.write(writer, b"done")
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    os.waitpid(process, 0)
    return said


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_every_acknowledged_state_comes_back(tmp_path: Path, seed: int) -> None:
    """Random saves, undos, restores, edits outside and kills: nothing acknowledged is lost."""
    rng = random.Random(seed)
    journal = book(tmp_path)
    paths = [CASE, "manuscript/cases/1-2.md", "manuscript/front/a.md"]
    states: dict[int, dict[str, bytes]] = {}

    def now() -> dict[str, bytes]:
        return {p: (tmp_path / p).read_bytes() for p in paths if (tmp_path / p).is_file()}

    def text() -> bytes:
        return "".join(
            f"{rng.choice('甲乙丙丁')}{rng.randrange(99)}。\n\n" for _ in range(4)
        ).encode()

    for _ in range(60):
        path = rng.choice(paths)
        match rng.randrange(6):
            case 0 | 1:
                journal.put(path, text(), journal.read(path)[1], BY)
            case 2:
                (tmp_path / path).parent.mkdir(exist_ok=True)
                (tmp_path / path).write_bytes(text())
                journal.notice([tmp_path / path])
            case 3:
                number = rng.randrange(1, len(journal.entries()) + 1)
                with suppress(StopPress):
                    restoring.undo(journal, [number], "", "王")
            case 4:
                number = rng.choice(list(states) or [1])
                restoring.restore(journal, number, () if rng.random() < 0.5 else (path,), "王")
            case 5:
                (old, base), new = journal.read(path), text()
                work = partial(journal.put, path, new, base, BY)
                if killed(work, rng.randrange(1, 60)):
                    assert (tmp_path / path).read_bytes() == new
                journal = Journal(tmp_path)
                journal.begin()
                assert not list((tmp_path / "journal").glob("acting-*"))
                assert now().get(path) in (old, new)
        states[last(journal).number] = now()
    assert journal.faults(deep=True) == ()
    for number, wanted in states.items():
        restoring.restore(journal, number, paths, "李")
        assert now() == wanted
    assert Journal(tmp_path).faults(deep=True) == ()
