"""Receive a manuscript: one file in; a case, the bytes as they came, and an intake log out.

Enters: a file a contributor sent (.txt, .md). Leaves: `cases/ID.md` with its front matter,
`cases/received/ID.txt` byte for byte, `cases/received/ID.yaml`. The text belongs to its author:
only what is certain is set right (`tidy`), and every change, cut and decision is in the log.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook.book import Award
from casebook.errata import Erratum, Kind, Place, StopPress, Wording, stop_on
from casebook.intake.receive import marked, plain
from casebook.intake.receive.assignment import Assignment, assign
from casebook.intake.receive.decode import decode
from casebook.intake.receive.draft import FILE_NAME, MENTION, Draft, Stated
from casebook.intake.receive.filing import Filed, Shelf
from casebook.intake.receive.record import case_text, log_text

__all__ = ["READERS", "Received", "receive"]

READERS: dict[str, Callable[[str, str, str], Draft]] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": marked.read,
    ".markdown": marked.read,
}
"""What reads a file, by the ending of its name."""

_WORKING = Wording("单位名称（暂用）", "the organisation’s name, for the time being")


@dataclass(frozen=True)
class Received:
    """A manuscript as filed: its case, the case's path and its log's, and queries and notes."""

    case_id: str
    path: Path
    log: Path
    errata: tuple[Erratum, ...]


def receive(
    path: Path, root: Path, awards: Sequence[Award], award_id: str | None = None
) -> Received:
    """File the manuscript at `path` in the manuscript folder `root`.

    `awards` are all that call for a case; `award_id` is the one the editor names. A file whose
    bytes were received before is not filed again. Raises `StopPress` with every erratum when
    nothing was filed; an existing case is never overwritten.
    """
    data, reader = _open(path)
    name = _name(path)
    shelf = Shelf(root)
    sha256 = hashlib.sha256(data).hexdigest()
    if (before := shelf.holding(sha256)) is not None:
        return _again(before, shelf, name, award_id)
    decoded = decode(data, name)
    if isinstance(decoded, Erratum):
        raise StopPress([decoded])
    draft = reader(decoded.text, name, name.removesuffix(path.suffix))
    stop_on(draft.errata)
    assignment = assign(draft, name, awards, shelf.claims(), award_id)
    title = draft.title or Stated(draft.organisation.text, _WORKING)
    if assignment.award is None and not draft.organisation:
        raise StopPress([*assignment.errata, _nameless(name)])
    case_id = assignment.award.id if assignment.award else shelf.free_id(sha256)
    received = {"file": name, "sha256": sha256, "bytes": str(len(data)),
                "encoding": decoded.encoding}  # fmt: skip
    errata = (*draft.errata, *assignment.errata, *_told(draft, assignment, title, name))
    filed = shelf.file(
        case_id,
        case_text(draft, assignment, title.text),
        log_text(draft, assignment, dict(received), title, errata),
        data,
        path.suffix.lower(),
    )
    return Received(case_id, filed, shelf.log(case_id), errata)


def _name(path: Path) -> str:
    """Return the file's name as people read it: archives made in China hold GB18030 names."""
    raw = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _open(path: Path) -> tuple[bytes, Callable[[str, str, str], Draft]]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise StopPress([_unknown_kind(path)])
    try:
        return path.read_bytes(), reader
    except OSError as fault:
        raise StopPress([_unreadable(path, fault)]) from fault


def _again(before: Filed, shelf: Shelf, name: str, award_id: str | None) -> Received:
    """Say that these bytes were received before; refuse to move them to another award."""
    case_id = before.case_id
    erratum = Erratum(
        "received-before", Place(name),
        Wording(f"这份文件已经收过，是 cases/{case_id}.md",
                f"this file was received before, as cases/{case_id}.md"),
        Wording(f"要改归别的条目，请在那里的文件头改 award：{award_id}。",
                f"To file it under another award, write ‘award: {award_id}’ in that file.")
        if award_id and award_id != before.award else None,
        kind=Kind.ERRATUM if award_id and award_id != before.award else Kind.NOTE,
    )  # fmt: skip
    stop_on([erratum])
    return Received(case_id, shelf.case(case_id), shelf.log(case_id), (erratum,))


def _told(draft: Draft, assignment: Assignment, title: Stated, name: str) -> tuple[Erratum, ...]:
    """Return what the editor should know of a filed manuscript: changes, cuts, guesses."""
    told: list[Erratum] = []
    if draft.ledger.total:
        kinds = draft.ledger.counts.most_common(4)
        samples = "、".join(f"{old}→{new or '（删）'} {count}" for (_, old, new), count in kinds)
        told.append(_note(
            "tidied-text", name, samples,
            Wording(f"改正了 {draft.ledger.total} 处标点和空格，逐项见收稿记录",
                    f"{draft.ledger.total} marks and spaces were set right; the log lists them"),
        ))  # fmt: skip
    told.extend(
        _note("cut-line", name, line,
              Wording("文末这一行移出正文", "this line at the end was taken out of the text"))
        for line in draft.cut
    )  # fmt: skip
    if assignment.award is None:
        told.extend(_guesses(draft, title, name))
    return tuple(told)


def _guesses(draft: Draft, title: Stated, name: str) -> list[Erratum]:
    found: list[Erratum] = []
    if title.source and title.source in (_WORKING, FILE_NAME):
        found.append(_query(
            "untitled-manuscript", name, title.text,
            Wording(f"正文没有题目，题目取自{title.source.zh}",
                    f"the text has no title; it was taken from {title.source.en}"),
            Wording("请向供稿单位要题目，写在文件头的 title。",
                    "Ask the contributor for the title and write it as ‘title’."),
        ))  # fmt: skip
    if draft.organisation.source == MENTION:
        found.append(_query(
            "guessed-organisation", name, draft.organisation.text,
            Wording("稿件没有署单位，取自正文", "no organisation is stated; taken from the text"),
            Wording("请核对文件头的 organisation。", "Check ‘organisation’ in the front matter."),
        ))  # fmt: skip
    return found


def _note(rule: str, name: str, quote: str, message: Wording) -> Erratum:
    return Erratum(rule, Place(name), message, None, quote, Kind.NOTE)


def _query(rule: str, name: str, quote: str, message: Wording, hint: Wording) -> Erratum:
    return Erratum(rule, Place(name), message, hint, quote, Kind.QUERY)


def _nameless(name: str) -> Erratum:
    return Erratum(
        "nameless-manuscript", Place(name),
        Wording("看不出是哪个单位的稿件，没有收入",
                "the manuscript does not say whose it is; it was not filed"),
        Wording("请用 --award 指明条目，或在文件开头加一行“单位：……”。",
                "Name the award with --award, or add a line ‘单位：…’ at its head."),
    )  # fmt: skip


def _unknown_kind(path: Path) -> Erratum:
    ending = _name(Path(path.suffix or path.name))
    return Erratum(
        "unknown-kind-of-file", Place(_name(path)),
        Wording(f"不收“{ending}”文件", f"files ending in ‘{ending}’ are not received"),
        Wording(f"请另存为 UTF-8 文本（{'、'.join(READERS)}）。",
                f"Save it as UTF-8 text ({', '.join(READERS)})."),
        ending,
    )  # fmt: skip


def _unreadable(path: Path, fault: OSError) -> Erratum:
    return Erratum(
        "unreadable-file", Place(_name(path)),
        Wording(f"文件打不开：{fault.strerror}", f"the file cannot be opened: {fault.strerror}"),
        Wording("请检查路径和权限。", "Check the path and the permissions."),
    )  # fmt: skip
