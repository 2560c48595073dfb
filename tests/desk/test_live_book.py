"""The press behind the desk: an edit comes first, a cancel leaves nothing, a killed press returns."""

import asyncio
import gc
import multiprocessing
import os
import shutil
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import tiny
from casebook import atomic, history, issuing, pdf, proof
from casebook.desk import live_book
from casebook.desk.child_process import Child
from casebook.desk.live_book import LiveBook
from casebook.desk.live_state import State
from casebook.desk.press_messages import (
    BookMade,
    Following,
    Job,
    Proofread,
    SectionMade,
    SectionProofread,
    Stopped,
)
from casebook.desk.press_process import _Press
from casebook.errata import StopPress
from casebook.intake.manuscript import book_reader


class Wire:
    def __init__(self) -> None:
        self.messages: list[Any] = []

    def send(self, message: object) -> None:
        self.messages.append(message)


def the(kind: type, message: list[Any]) -> Any:
    return next(item for item in message if isinstance(item, kind))


@pytest.fixture
def room(tmp_path: Path) -> tuple[_Press, Wire, Path]:
    folder = tiny.write(tmp_path / "book")
    wire = Wire()
    room = _Press(wire, folder, folder / "shown")  # type: ignore[arg-type]
    room.do(Job())
    return room, wire, folder


def test_the_case_that_was_edited_is_shown_before_the_book_is_bound(
    room: tuple[_Press, Wire, Path],
) -> None:
    press, wire, folder = room
    before = the(BookMade, wire.messages)
    wire.messages.clear()
    path = folder / "manuscript/cases/1-1.md"
    path.write_text(path.read_text("utf-8").replace("正文一句", "正文两句,"), "utf-8")
    press.do(Job((path,)))
    kinds = [
        type(message)
        for message in wire.messages
        if isinstance(message, SectionMade | SectionProofread | BookMade | Proofread)
    ]
    assert kinds == [SectionMade, SectionProofread, BookMade, Proofread]
    case, book = the(SectionMade, wire.messages), the(BookMade, wire.messages)
    assert case.shown.labels == before.pages["case-1-1"].labels == ("3",)
    assert case.shown.version == book.pages["case-1-1"].version
    assert case.shown.version != before.pages["case-1-1"].version
    assert book.pages["case-1-2"].version == before.pages["case-1-2"].version
    whole = pdf.texts(book.pdf)[book.pages["case-1-1"].first]
    assert pdf.texts(case.shown.pdf) == [whole]
    assert "正文两句" in whole
    assert any(e.place.line == 7 for e in the(SectionProofread, wire.messages).errata)


def test_what_is_looked_at_of_a_book_never_made_is_shown_before_the_book(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    wire = Wire()
    press = _Press(wire, folder, folder / "shown")  # type: ignore[arg-type]
    press.do(Job(viewed=("contents", "case-1-2", "case-1-1", "nothing")))
    kinds = [type(m) for m in wire.messages if isinstance(m, SectionMade | Following | BookMade)]
    assert kinds == [SectionMade, SectionMade, Following, BookMade]
    alone = [m for m in wire.messages if isinstance(m, SectionMade)]
    assert [m.section.id for m in alone] == ["case-1-2", "case-1-1"]
    assert the(Following, wire.messages).outdated == {"case-1-1", "case-1-2"}
    assert "正文一句" in "".join(pdf.texts(alone[1].shown.pdf))
    assert the(BookMade, wire.messages).pages["case-1-1"].labels == ("3",)


def test_pages_without_a_book_say_that_they_are_to_be_updated(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    wire = Wire()
    press = _Press(wire, folder, folder / "shown")  # type: ignore[arg-type]
    press.do(Job(viewed=("case-1-1",)))
    live = LiveBook(folder)
    child = SimpleNamespace(alive=True, interrupt=lambda: None)
    live._press = child  # type: ignore[assignment]
    live._working = Job()

    async def hear(kind: type) -> None:
        await live._hear_press(child, the(kind, wire.messages))  # type: ignore[arg-type]

    asyncio.run(hear(SectionMade))
    assert live.state.old == {"case-1-1"}
    asyncio.run(hear(Following))
    assert live.state.old == {"case-1-1"}
    asyncio.run(hear(BookMade))
    assert live.state.old == frozenset()


def test_a_case_never_shown_breaks_into_the_first_book(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    live, broken = LiveBook(folder), list[bool]()
    live._press = SimpleNamespace(alive=True, interrupt=lambda: broken.append(True))  # type: ignore[assignment]
    live.state = State(book=book_reader.read(folder).book)
    live._working = Job()
    asyncio.run(live.look("one", ("contents",)))
    assert live._waiting is None
    asyncio.run(live.look("one", ("case-1-1",)))
    assert (broken, live._waiting) == ([], Job()), "the press may not be interrupted yet"
    asyncio.run(live._hear_press(live._press, Following(frozenset())))  # type: ignore[arg-type]
    assert broken == [True]


def test_a_changed_front_matter_makes_the_whole_book_again(room: tuple[_Press, Wire, Path]) -> None:
    press, wire, folder = room
    wire.messages.clear()
    path = folder / "manuscript/cases/1-1.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("award: 1-1\n", "award: 1-1\nshort_title: 短题\n"), "utf-8")
    press.do(Job((path,)))
    assert not [message for message in wire.messages if isinstance(message, SectionMade)]
    assert "短题" in the(BookMade, wire.messages).book.cases[0].head
    path.write_text("---\naward: nobody\n---\n", "utf-8")
    press.do(Job((path,)))
    assert the(Stopped, wire.messages).errata[0].rule == "unknown-award"


def test_a_picture_of_the_case_or_another_file_takes_the_long_way(
    room: tuple[_Press, Wire, Path],
) -> None:
    press, wire, folder = room
    wire.messages.clear()
    press.do(Job((folder / "manuscript/awards.yaml",)))
    assert not [message for message in wire.messages if isinstance(message, SectionMade)]
    assert the(BookMade, wire.messages)


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(180):
        while not what():
            await asyncio.sleep(0.02)


def nothing_half_made(build: Path) -> bool:
    return not [p for p in build.glob(".making-*") if "desk-" not in p.name] and not [
        *build.glob(".aside-*")
    ]


def test_a_cancel_and_a_kill_leave_nothing_half_made(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    build = folder / "build"

    async def day() -> None:
        live = LiveBook(folder)
        keeping = asyncio.create_task(live.keep())
        try:
            await until(lambda: live.state.status == "good")
            issued = (build / "print.pdf").read_bytes()
            await live.build(("print", "epub"))
            await until(lambda: live.state.build.step is not None)
            assert await live.cancel()
            await until(lambda: live.state.build.status == "cancelled")
            assert nothing_half_made(build)
            assert (build / "print.pdf").read_bytes() == issued
            assert not (build / "book.epub").exists()
            assert not await live.cancel()

            await live.build(("print", "epub"))
            await until(lambda: live.state.build.step is not None)
            assert live._builder
            assert live._builder.process.pid
            os.kill(live._builder.process.pid, signal.SIGKILL)
            await until(lambda: live.state.build.status == "failed")
            assert live.state.build.faults[0].rule == "press-broke"
            assert nothing_half_made(build)
            assert (build / "print.pdf").read_bytes() == issued
            assert live.state.status == "good"

            case = folder / "manuscript/cases/1-1.md"
            case.write_text(case.read_text("utf-8").replace("正文一句", "正文两句"), "utf-8")
            await until(lambda: live.state.status == "making")
            assert live._press
            assert live._press.process.pid
            os.kill(live._press.process.pid, signal.SIGKILL)
            await until(lambda: live.state.status == "failed")
            assert live.state.faults[0].rule == "press-broke"
            assert nothing_half_made(build)

            await live.make(Job())
            await until(lambda: live.state.status == "good")
            ended = [(b.ended, b.fault) for b in history.read(build)]
            assert ended.count(("failed", "press-broke")) == 2
            assert ended[-1] == ("good", "")
        finally:
            await live.part()
            await keeping
        assert nothing_half_made(build)

    asyncio.run(day())


def test_a_build_is_made_from_the_book_as_it_was_and_delays_no_edit(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    case = folder / "manuscript/cases/1-1.md"

    async def day() -> None:
        live = LiveBook(folder)
        keeping = asyncio.create_task(live.keep())
        try:
            await until(lambda: live.state.status == "good")
            await live.build(("print", "epub"))
            await live.build(("offprints",))  # waits for its turn
            await until(lambda: live.state.build.step is not None)
            await until(
                lambda: any((folder / "build").glob(".making-snapshot-*/manuscript/cases/1-1.md"))
            )
            await until(lambda: any((folder / "build").glob(".making-snapshot-*/build")))
            version = live.state.pages["case-1-1"].version
            case.write_text(case.read_text("utf-8").replace("正文一句", "正文两句"), "utf-8")
            await until(lambda: live.state.pages["case-1-1"].version != version)
            assert live.state.build.status == "making"
            await until(lambda: live.state.build.editions == ("offprints",))
            await until(lambda: live.state.build.status == "good" and live.state.status == "good")
        finally:
            press = live._press
            await live.part()
            await keeping
        assert press is not None
        assert press.process.exitcode == 0, (
            "the press ended by itself: it was not waited for in vain"
        )

    asyncio.run(day())
    assert "正文两句" in "".join(pdf.texts(folder / "build/print.pdf"))
    with zipfile.ZipFile(folder / "build/book.epub") as epub:
        text = "".join(
            epub.read(name).decode() for name in epub.namelist() if name.endswith("html")
        )
    assert "正文一句" in text
    assert "正文两句" not in text
    assert (folder / "build/offprints.zip").is_file()
    assert nothing_half_made(folder / "build")


def test_what_a_press_says_to_a_desk_that_has_stopped_is_let_go() -> None:
    async def hear(_child: Child, _message: object) -> None: ...

    loop = asyncio.new_event_loop()
    ours, theirs = multiprocessing.Pipe()
    theirs.send(Stopped(()))
    theirs.close()
    sentinel, closed = multiprocessing.Pipe()
    closed.close()
    ended: Any = SimpleNamespace(join=lambda _seconds: None, sentinel=sentinel)
    Child(ended, ours).listen(loop, hear)
    sentinel.close()
    loop.close()
    gc.collect()  # a coroutine that nobody awaits is a warning here, and an error of the test


def test_saves_that_come_while_the_press_works_are_taken_together(tmp_path: Path) -> None:
    live = LiveBook(tmp_path)

    async def two() -> Job | None:
        live._working = Job()
        await live.make(Job((Path("a"),)))
        await live.make(Job((Path("b"),)))
        return live._waiting

    assert asyncio.run(two()) == Job((Path("a"), Path("b")))


def test_layouts_that_come_while_the_desk_runs_are_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path / "book")
    jobs: list[Job] = []

    async def noted(_: LiveBook, job: Job) -> None:
        jobs.append(job)

    monkeypatch.setattr(LiveBook, "make", noted)
    monkeypatch.setattr(live_book, "LOOK", 0.05)

    async def saved(text: str) -> None:
        jobs.clear()
        sheet.write_text(text, "utf-8")
        await until(lambda: any(sheet in job.changed for job in jobs))

    async def day() -> None:
        live = LiveBook(folder)
        keeping = asyncio.create_task(live.keep())
        try:
            for _ in range(2):  # the folder comes, goes, and comes again
                await until(lambda: bool(jobs))
                await asyncio.sleep(0.3)
                jobs.clear()
                sheet.parent.mkdir(parents=True)
                await until(lambda: bool(jobs))
                await asyncio.sleep(0.3)
                await saved("p { color: #111 }")
                await saved("p { color: #222 }")
                shutil.rmtree(folder / "layouts")
        finally:
            await live.part()
            await keeping

    sheet = folder / "layouts" / "new" / "print" / "a.css"
    asyncio.run(day())


def test_what_programs_keep_beside_a_text_starts_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path / ".books" / "build")  # where the book lies does not count
    manuscript = folder / "manuscript"
    case = manuscript / "cases/1-1.md"
    beside = ("~$1-1.md", ".1-1.md.swp", "4913", "1-1.md~", "#1-1.md#", ".DS_Store", "Thumbs.db",
              ".aside-0123", ".~lock.1-1.md#", ".obsidian/workspace.json")  # fmt: skip
    jobs: list[Job] = []

    async def noted(_: LiveBook, job: Job) -> None:
        jobs.append(job)

    monkeypatch.setattr(LiveBook, "make", noted)

    async def day() -> None:
        live = LiveBook(folder)
        keeping = asyncio.create_task(live.keep())
        try:
            await until(lambda: bool(jobs))
            await asyncio.sleep(0.3)
            jobs.clear()
            for path in [*(case.parent / name for name in beside), folder / "build/print.pdf"]:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(b"x")
            await asyncio.sleep(0.3)
            assert jobs == []
            atomic.put(case, case.read_bytes())  # made beside its place, then moved into it
            await until(lambda: bool(jobs))
            assert jobs == [Job((case,))]  # so it is shown before the book is bound
        finally:
            await live.part()
            await keeping

    asyncio.run(day())


def test_the_desk_follows_decisions_and_sheets_and_the_build_stops_at_their_faults_too(
    tmp_path: Path,
) -> None:
    folder = tiny.write(tmp_path / "book", book=tiny.BOOK + "layout: own\n")
    sheet = folder / "layouts" / "own" / "print" / "zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("p { color: #111 }", "utf-8")
    decisions = folder / "layouts" / "own" / "layout.yaml"
    decisions.write_text("extends: standard\n", "utf-8")
    wire = Wire()
    press = _Press(wire, folder, folder / "shown")  # type: ignore[arg-type]
    press.do(Job())
    assert the(Proofread, wire.messages)
    first = the(BookMade, wire.messages).pages["case-1-1"]
    wire.messages.clear()
    decisions.write_text("extends: standard\nlines: 30\n", "utf-8")
    press.do(Job((decisions,)))
    assert the(BookMade, wire.messages).pages["case-1-1"].version != first.version
    for text in ("p { margin-left: 2em }", "p { colour: red }"):
        wire.messages.clear()
        sheet.write_text(text, "utf-8")
        press.do(Job((sheet,)))
        if "margin" in text:
            shown = the(BookMade, wire.messages).pages["case-1-1"]
            assert shown.version != first.version
    assert [e.rule for e in the(Stopped, wire.messages).errata] == ["ignored-css"]
    for _ in range(2):
        with pytest.raises(StopPress, match="has no effect"):
            issuing.issue(folder, (), lambda *_: None, 1)


def test_what_the_press_asks_is_told_by_the_build_the_proof_and_the_desk(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book", book=tiny.BOOK + "layout: own\n")
    sheet = folder / "layouts" / "own" / "print" / "zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("@page { @top-left { content: target-text(url(#a)) } }", "utf-8")
    (folder / "layouts" / "own" / "layout.yaml").write_text("extends: standard\n", "utf-8")
    wire = Wire()
    _Press(wire, folder, folder / "shown").do(Job())  # type: ignore[arg-type]
    assert "far-text" in [e.rule for e in the(Proofread, wire.messages).errata]
    for editions in ((), ("offprints",), ("print",), ("print",)):
        issue = issuing.issue(folder, editions, lambda *_: None, 1)
        assert "far-text" in [e.rule for e in issue.queries]
    assert "far-text" in [e.rule for e in proof.proofread(folder)]


def test_a_final_book_with_errata_stops_at_the_desk_as_on_the_command_line(tmp_path: Path) -> None:
    other = tiny.CASE.replace("1-1", "1-2").replace("甲", "乙")
    folder = tiny.write(tmp_path / "book", **{"cases/1-2.md": other})
    wire = Wire()
    press = _Press(wire, folder, folder / "shown")  # type: ignore[arg-type]
    press.do(Job())
    before = (folder / "build/print.pdf").read_bytes()
    book = folder / "manuscript/book.yaml"
    book.write_text(book.read_text("utf-8").replace("status: draft", "status: final"), "utf-8")
    case = folder / "manuscript/cases/1-1.md"
    text = case.read_text("utf-8")
    case.write_text(text.replace("正文一句。", "请拨打手机13800000001。"), "utf-8")
    wire.messages.clear()
    press.do(Job())
    stopped = the(Stopped, wire.messages)
    assert "contact-detail" in [erratum.rule for erratum in stopped.errata]
    assert (folder / "build/print.pdf").read_bytes() == before


def test_a_contact_in_a_draft_is_told_once_at_the_desk(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    case = folder / "manuscript/cases/1-1.md"
    case.write_text(case.read_text("utf-8").replace("正文一句。", "手机13800000001。"), "utf-8")
    wire = Wire()
    press = _Press(wire, folder, folder / "shown")  # type: ignore[arg-type]
    press.do(Job())
    errata = [
        erratum
        for erratum in the(Proofread, wire.messages).errata
        if erratum.rule == "contact-detail"
    ]
    assert len(errata) == 1


def test_pages_are_drawn_alike_wherever_they_stand(tmp_path: Path) -> None:
    """What was signed stays signed while only earlier cases grow and folios move."""
    second = tiny.CASE.replace("1-1", "1-2")
    folder = tiny.write(tmp_path / "book", cases__1_2_md=second)
    wire = Wire()
    press = _Press(wire, folder, folder / "shown")  # type: ignore[arg-type]
    press.do(Job())
    before = the(BookMade, wire.messages).pages
    wire.messages.clear()
    path = folder / "manuscript/cases/1-1.md"
    path.write_text(path.read_text("utf-8") + "\n添一段话，使它长过一页。\n" * 60, "utf-8")
    press.do(Job((path,)))
    case, after = the(SectionMade, wire.messages), the(BookMade, wire.messages).pages
    assert before["case-1-2"].labels != after["case-1-2"].labels
    assert before["case-1-2"].version != after["case-1-2"].version
    assert before["case-1-2"].drawn == after["case-1-2"].drawn
    assert before["case-1-1"].drawn != after["case-1-1"].drawn == case.shown.drawn
