"""Four browsers write, mark, settle and undo at random while the desk is killed and started again.

CASEBOOK_STORM says how many edits and kills: `CASEBOOK_STORM=200,8 pytest tests/desk/test_storm.py -s`.
"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from test_editor import TEXT, desk_at

import tiny
from casebook.journal import recording, restoring
from casebook.journal.kept_contents import digest
from casebook.rounds import round_files
from started_desk import kill

pytestmark = pytest.mark.slow
EDITS, KILLS = map(int, os.environ.get("CASEBOOK_STORM", "24,2").split(","))
CASES = ("1-1", "1-2")
PARAGRAPHS = 16
ERRATA = 24
ASKED = "([path, body]) => ask('POST', path, body).then(a => [a.status, a.data])"
SETTLED = """async n => {
  const { data } = await ask("GET", "/api/errata");
  const open = (data.errata || []).filter(e => e.rule === "wrong-phrase" && !e.asked);
  if (!open.length) return null;
  const answer = await settlements.settle("repair", [open[n % open.length]]);
  return answer.ok ? answer.data.number : null;
}"""
UNDONE = "n => settlements.undo(n).then(a => a && a.status)"


def book(folder: Path) -> Path:
    tiny.write(folder)
    for number, key in enumerate(CASES):
        paragraphs = [f"第{n}段开头，有一些话，说完了。" for n in range(PARAGRAPHS)]
        paragraphs += [f"{n}号工作已经做好，大家再接再励。" for n in range(ERRATA // 2)]
        random.Random(number).shuffle(paragraphs)
        text = tiny.CASE.replace("1-1", key) + "\n" + "\n\n".join(paragraphs) + "\n"
        (folder / f"manuscript/cases/{key}.md").write_text(text, "utf-8")
    return folder


@dataclass
class Storm:
    """What was done, and what the desk acknowledged."""

    folder: Path
    written: list[str] = field(default_factory=list)
    saved: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    """Words that a person replaced when he was shown that two edits meet."""
    marks: list[str] = field(default_factory=list)
    settled: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)
    meetings: int = 0

    def heard(self, answer: Any) -> None:
        """Note which words an answer acknowledges."""
        sent = answer.request.method == "PUT" and "/api/text/" in answer.url
        if sent and answer.status == 200:
            text = answer.request.post_data_json["text"]
            self.saved.update(word for word in self.written if word in text)

    def texts(self) -> str:
        return "".join(
            (self.folder / f"manuscript/cases/{key}.md").read_text("utf-8") for key in CASES
        )


class Browser:
    """One person at a case."""

    def __init__(self, storm: Storm, browser: Any, name: str, address: str) -> None:
        self.storm, self.name, self.rng = storm, name, random.Random(name)
        self.page = browser.new_context(viewport={"width": 1000, "height": 700}).new_page()
        self.page.set_default_timeout(120_000)
        self.page.on("response", storm.heard)
        self.page.goto(address)
        self.page.evaluate("name => localStorage.setItem('name', name)", name)
        self.page.evaluate("localStorage.setItem('writing', '1')")
        self.address = f"{address}/case/{CASES[len(name) % 2]}"
        self.page.goto(self.address)
        self.page.wait_for_selector(TEXT)

    def act(self) -> None:
        """Do something at random."""
        self.decide()
        self.rng.choices(
            [self.write, self.settle, self.undo, self.mark, self.turn], [12, 4, 2, 3, 1]
        )[0]()

    def write(self) -> None:
        keys = self.page.keyboard
        self.page.focus(TEXT)
        keys.press("Control+Home")
        for _ in range(7 + 2 * self.rng.randrange(2 + PARAGRAPHS + ERRATA // 2)):
            keys.press("ArrowDown")
        keys.press("End")
        for _ in range(self.rng.randrange(6)):
            keys.press("ArrowLeft")
        word = chr(0x3400 + len(self.storm.written))
        self.storm.written.append(word)
        keys.insert_text(word)

    def settle(self) -> None:
        number = self.page.evaluate(SETTLED, self.rng.randrange(99))
        if number:
            self.storm.settled.append(number)

    def undo(self) -> None:
        left = [number for number in self.storm.settled if number not in self.storm.undone]
        if left:
            number = self.rng.choice(left)
            if self.page.evaluate(UNDONE, number) == 200:
                self.storm.undone.append(number)

    def mark(self) -> None:
        note = f"{self.name}{self.rng.random()}"
        mark = {"id": "", "asks": "query", "paragraph": 1, "start": 0, "quote": "学习", "text": "",
                "note": note, "by": self.name}  # fmt: skip
        status, _ = self.page.evaluate(ASKED, ["/api/marks/1-1", mark])
        if status == 201:
            self.storm.marks.append(note)

    def turn(self) -> None:
        """Leave in the middle of it, and come back."""
        self.page.reload(wait_until="commit")
        self.page.wait_for_selector(TEXT, state="attached")

    def decide(self) -> None:
        """Where two edits meet: save what is on the right."""
        if not self.page.locator("#meeting[open]").count():
            return
        self.storm.meetings += 1
        theirs, mine = (
            self.page.locator(f"#sides .cm-merge-{side} .cm-content").inner_text() for side in "ab"
        )
        written = self.storm.written
        self.storm.given_up.update(w for w in written if w in theirs and w not in mine)
        self.page.click("#keep-mine")

    @property
    def rests(self) -> bool:
        self.decide()
        return bool(
            self.page.evaluate(
                "!Object.keys(localStorage).some(key => key.startsWith('draft:'))"
                " && !document.getElementById('saved').className"
            )
        )


@contextmanager
def killed_and_started(folder: Path) -> Iterator[Any]:
    """Yield what starts the desk, at one address, after whatever runs there was killed."""
    with ExitStack() as stack:
        running: list[Any] = []
        port = [0]

        def start() -> str:
            if running:
                kill(running.pop())
            desk, address = stack.enter_context(desk_at(folder, port[0]))
            running.append(desk)
            port[0] = int(address.rpartition(":")[2])
            return address

        yield start


def test_a_storm_of_edits_and_kills_loses_no_word(browser: Any, tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    storm, rng = Storm(folder), random.Random(EDITS)
    with killed_and_started(folder) as start:
        address = start()
        first = browser.new_page()
        first.goto(address)
        first.wait_for_selector("#status.good")
        opened = first.evaluate(ASKED, ["/api/rounds/open", {"head": "主编"}])
        assert opened[0] == 200, opened
        people = [Browser(storm, browser, "甲" * (n + 1), address) for n in range(4)]
        moments = set(rng.sample(range(3, EDITS), KILLS))
        for number in range(EDITS):
            if number in moments:
                start()
            person = rng.choice(people)
            person.act()
            person.page.wait_for_timeout(rng.choice((0, 0, 30, 200, 600)))
        end = time.monotonic() + 120
        while not all([person.rests for person in people]):
            assert time.monotonic() < end, [person.page.inner_text("#saved") for person in people]
            first.wait_for_timeout(200)
        for person in people:
            person.page.context.close()
        first.close()
        look(storm)


def look(storm: Storm) -> None:
    """Every acknowledged word is there, once; every state comes back byte for byte."""
    text, journal = storm.texts(), recording.Journal(storm.folder)
    journal.notice()
    assert journal.faults(deep=True) == ()
    wanted = set(storm.written) - storm.given_up
    assert [word for word in sorted(wanted) if text.count(word) != 1] == []
    assert storm.saved <= set(storm.written)
    entries = journal.entries()
    kept = [journal.contents.get(change.after) or b"" for e in entries for change in e.changes]
    everything = b"\n".join(kept).decode("utf-8", "replace")
    assert [word for word in sorted(storm.saved) if word not in everything] == []
    now = round_files.current(storm.folder)
    assert now is not None
    notes = [mark.note for mark in now.marks.sheet("1-1").marks]
    assert [note for note in storm.marks if notes.count(note) != 1] == []
    undone = restoring.undone(entries)
    assert set(storm.undone) <= undone
    restored = 0
    before = {path: key for path, key in journal.states().items()}
    for entry in entries:
        restoring.restore(journal, entry.number, [], "审")
        for path, key in journal.states(entry.number).items():
            if path.startswith("manuscript/"):
                assert digest((storm.folder / path).read_bytes()) == key, (entry.number, path)
        restored += 1
    restoring.restore(journal, entries[-1].number, [], "审")
    after = {p: k for p, k in journal.states().items() if p.startswith("manuscript/")}
    assert after == {p: k for p, k in before.items() if p.startswith("manuscript/")}
    print(  # noqa: T201
        f"\nstorm: {EDITS} edits, {KILLS} kills; {len(storm.written)} words written,"
        f" {len(storm.saved)} acknowledged, {storm.meetings} meetings, {len(storm.given_up)} words"
        f" given up there; {len(storm.marks)} marks, {len(storm.settled)} errata settled,"
        f" {len(storm.undone)} undone; {restored} states restored"
    )
