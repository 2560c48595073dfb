"""What people pack their files in, archives and mails, known by their bytes and taken apart.

    unpacking        files taken out of any container: safe names, bounded, each kept or told
    archives         .zip with names in any encoding, .tar, single packed files (.gz, .bz2, .xz);
                     .7z, .rar … through a program of the system, or how to get one
    mail             .eml, .mbox: the text, what is attached, pictures in the text
    outlook_mail     .msg: the same, its text unpacked where it is rich text only

Enters: a container. Leaves: its files in a folder, and what the editor should know.
"""

from dataclasses import dataclass
from pathlib import Path

from casebook.errata import Erratum, StopPress
from casebook.intake.formats.file_kinds import FileKind
from casebook.intake.parcels import archives, mail, outlook_mail, unpacking
from casebook.intake.parcels.unpacking import Unpacking

LETTERS = frozenset({"eml", "msg"})
_TARS = frozenset({"tar", "gz", "bz2", "xz"})


@dataclass(frozen=True)
class Opened:
    """A container that was opened: what is told, programs' own files that were left, whether all
    else came out, and which file holds the text of a mail (empty when none does)."""

    errata: tuple[Erratum, ...]
    passed: tuple[str, ...]
    complete: bool
    letter: str = ""


def open_up(path: Path, name: str, kind: FileKind, target: Path) -> Opened:
    """Take the files of the container at `path` out into the folder `target`.

    `name` is what the editor calls it. What came out before something went wrong stays, and what
    went wrong is told; nothing is raised but what no container is to blame for.
    """
    taking = Unpacking(name, target)
    letter = ""
    try:
        letter = _take_out(path, kind, taking)
    except StopPress as stop:
        taking.errata += stop.errata
        taking.complete = False
    except OSError as fault:
        taking.leave(unpacking.disk(name, fault))
    return Opened(tuple(taking.errata), tuple(taking.passed), taking.complete, letter)


def letter_head(path: Path, kind: FileKind) -> tuple[str, ...]:
    """Return what the head of a mail may say of whose it is: its subject, what its sender is called."""
    if kind.key not in LETTERS:
        return ()
    read = outlook_mail.head if kind.key == "msg" else mail.head
    return tuple(filter(None, read(path)))


def _take_out(path: Path, kind: FileKind, taking: Unpacking) -> str:
    if archives.is_later_volume(path.name):
        raise StopPress([archives.in_parts(taking.name)])
    if kind.key == "zip":
        archives.take_from_zip(path, taking)
    elif kind.key in _TARS:
        archives.take_from_tar(path, kind.key, taking)
    elif kind.key == "eml":
        return mail.take_out(path, taking)
    elif kind.key == "msg":
        return outlook_mail.take_out(path, taking)
    elif kind.key == "mbox":
        mail.take_out_box(path, taking)
    else:
        archives.take_by_program(path, kind, taking)
    return ""
