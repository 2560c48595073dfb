"""Open and close rounds: freeze what is sent, by hash, and say which round is on.

`proofs/round-N/` holds `round.json`, the texts as sent (`text.json`), the pages as sent
(`print.pdf`), and the marks. A round is made aside and moved into place, so it is there whole or
not at all. Nothing frozen is ever written again; a file that no longer has its hash is told.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from casebook import atomic, locking
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import book_reader
from casebook.journal import recording
from casebook.journal.journal_entries import Deed, Doing
from casebook.proof import page_rules
from casebook.rounds import frozen_texts
from casebook.rounds.frozen_texts import Texts
from casebook.rounds.round_marks import Marks, now

FOLDER = "proofs"
NAMES = ("一校", "二校", "三校")


@dataclass(frozen=True)
class Round:
    """A round: its number, when it was opened and closed, the hashes of what was sent.

    `due` is the day (ISO) by which authors are asked to answer, "" when none was set; `head` is
    who heads the round (责任编辑) and may take any signature back, "" for nobody.
    """

    number: int
    opened: str
    text: str
    pdf: str
    folder: Path
    closed: str = ""
    due: str = ""
    head: str = ""

    @property
    def name(self) -> Wording:
        """The round as people call it: 一校, 二校, 三校, 第4校 …"""
        zh = NAMES[self.number - 1] if self.number <= len(NAMES) else f"第{self.number}校"
        return Wording(zh, f"round {self.number}")

    @property
    def pages(self) -> Path:
        """The PDF as sent."""
        return self.folder / "print.pdf"

    @property
    def marks(self) -> Marks:
        """The marks made in the round."""
        return Marks(self.folder, self.number)

    def texts(self) -> Texts:
        """Return the texts as sent. Raises `StopPress` when they are not what was sent."""
        data = _frozen(self.folder / "text.json", self.text)
        return frozen_texts.loaded(data)

    def check(self) -> None:
        """Raise `StopPress` when the frozen pages are not what was sent."""
        _frozen(self.pages, self.pdf)


def rounds(folder: Path) -> tuple[Round, ...]:
    """Return the rounds of the book in `folder`, first to last. Raises `StopPress`."""
    all_rounds = []
    for path in (folder / FOLDER).glob("round-*/round.json"):
        try:
            facts = json.loads(path.read_bytes())
            at = path.parent / "closed"
            closed = at.read_text("utf-8").strip() if at.is_file() else ""
            all_rounds.append(Round(**facts, folder=path.parent, closed=closed))
        except (ValueError, TypeError) as fault:
            raise StopPress([_damaged(path, fault)]) from fault
    return tuple(sorted(all_rounds, key=lambda round_: round_.number))


def current(folder: Path) -> Round | None:
    """Return the round that is open, or None."""
    return next((round_ for round_ in rounds(folder) if not round_.closed), None)


def open_(folder: Path, pages: Path, due: date | None = None, head: str = "") -> Round:
    """Freeze the texts of the book in `folder` and its issued `pages`; return the new round.

    `due` is the day by which authors are asked to answer, `head` who heads the round.

    Raises `StopPress` when a round is open already, the book has faults, or it was edited since
    the pages were made.
    """
    home, book = folder / FOLDER, book_reader.read(folder).book
    if not page_rules.made_of(pages, book, folder):
        raise StopPress([_edited_meanwhile()])
    text = frozen_texts.dumped(frozen_texts.read(folder, book))
    with locking.alone(home), atomic.folder(home) as beside:
        before = rounds(folder)
        if before and not before[-1].closed:
            raise StopPress([_still_open(before[-1])])
        number = before[-1].number + 1 if before else 1
        atomic.put(beside / "text.json", text)
        pdf = pages.read_bytes()
        atomic.put(beside / "print.pdf", pdf)
        target = home / f"round-{number}"
        made = Round(number, now(), frozen_texts.digest(text), frozen_texts.digest(pdf), target)
        made = replace(made, due=due.isoformat() if due else "", head=head.strip())
        facts = {k: v for k, v in asdict(made).items() if k not in ("folder", "closed")}
        atomic.put(beside / "round.json", (json.dumps(facts, indent=1) + "\n").encode())
        atomic.move(beside, target)
    _enter(folder, made, "opened", made.head)
    return made


def close(folder: Path) -> Round:
    """Close the round that is open: its marks are final. Raises `StopPress` when none is."""
    open_round = current(folder)
    if open_round is None:
        raise StopPress([_none_open()])
    with locking.alone(open_round.folder), suppress(FileExistsError):  # somebody closed it just now
        atomic.put(open_round.folder / "closed", f"{now()}\n".encode(), new=True)
    closed = rounds(folder)[-1]
    _enter(folder, closed, "closed", "")
    return closed


def _enter(folder: Path, round_: Round, what: str, by: str) -> None:
    """Enter in the journal that a round was opened or closed."""
    facts = {what: str(round_.number), "text": round_.text, "pdf": round_.pdf}
    doing = Doing(by, recording.DESK, Deed.ROUND, facts=facts)
    recording.of(folder).enter(doing)


def _frozen(path: Path, wanted: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if frozen_texts.digest(data) != wanted:
        raise StopPress([_altered(path)])
    return data


def _altered(path: Path) -> Erratum:
    return Erratum(
        "frozen-file-altered",
        Place(f"{FOLDER}/{path.parent.name}/{path.name}"),
        Wording("这一校封存的文件被动过", "a file frozen with the round has been altered"),
        Wording("从备份或 git 取回原文件。", "Bring the file back from git or a copy."),
    )


def _damaged(path: Path, fault: Exception) -> Erratum:
    return Erratum(
        "damaged-round",
        Place(f"{FOLDER}/{path.parent.name}/{path.name}"),
        Wording(f"校次文件读不了：{fault}", f"the round's file cannot be read: {fault}"),
        Wording("从备份或 git 取回这个文件。", "Bring the file back from git or a copy."),
    )


def _still_open(open_round: Round) -> Erratum:
    return Erratum(
        "round-still-open",
        Place(f"{FOLDER}/{open_round.folder.name}"),
        Wording(f"{open_round.name.zh}还没有结束", f"{open_round.name.en} is still open"),
        Wording("先结束它：casebook round close。", "Close it first: casebook round close."),
    )


def _edited_meanwhile() -> Erratum:
    return Erratum(
        "edited-meanwhile",
        Place(FOLDER),
        Wording(
            "出书之后书稿又改过，成品和书稿对不上，这一校没有开始",
            "the manuscript was edited after the pages were made; the round was not opened",
        ),
        Wording("再运行一次 casebook round open。", "Run casebook round open again."),
    )


def _none_open() -> Erratum:
    return Erratum(
        "no-round-open",
        Place(FOLDER),
        Wording("没有进行中的校次", "no round is open"),
        Wording("先开始一校：casebook round open。", "Open one: casebook round open."),
    )
