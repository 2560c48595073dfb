"""The book as it stands at one moment, in a folder of its own: what a build is made from.

Whoever goes on editing disturbs no build, and no build keeps an edit waiting. What was made before
is found there too: the folders of kept results are shared, issued files are linked.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from casebook import atomic, build_folder, files

COPIED = ("manuscript", "layouts", "proofs")
TRIES = 3
"""So often a book that changes while it is copied is copied again."""
KEPT = (".last-run", ".made-from.json", ".extent.json")
"""What is known of the last run."""


@contextmanager
def taken(folder: Path) -> Iterator[Path]:
    """Give a folder that holds the book in `folder` as it is now; it is gone afterwards.

    Raises `OSError` when there is no room for it.
    """
    with atomic.folder(folder / "build", "snapshot-") as place:
        for _ in range(TRIES):
            before = build_folder.state(folder)
            for name in COPIED:
                shutil.rmtree(place / name, ignore_errors=True)
                copy_folder(folder / name, place / name)
            if build_folder.state(folder) == before:
                break
        _share(folder / "build", place / "build")
        yield place


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder; links stay links, those to places within it by the way from where they are."""
    if not source.is_dir():
        return
    try:
        shutil.copytree(source, target, symlinks=True, ignore=_not_of_the_book)
    except shutil.Error as fault:
        there = [name for name, _, _ in fault.args[0] if os.path.lexists(name)]
        if there:  # the others went meanwhile
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), there[0]) from fault
    for place, folders, names in os.walk(target):
        for name in (*folders, *names):
            path = os.path.join(place, name)
            written = os.readlink(path) if os.path.islink(path) else ""
            if os.path.isabs(written) and Path(written).is_relative_to(source):
                within = target / Path(written).relative_to(source)
                os.unlink(path)
                os.symlink(os.path.relpath(within, place), path)


def _not_of_the_book(place: str, names: list[str]) -> list[str]:
    """Return what of `names` is a program's own, or neither file, folder nor link."""
    paths = {name: os.path.join(place, name) for name in names}
    return [
        name
        for name, path in paths.items()
        if files.of_a_program((name,))
        or not (os.path.islink(path) or os.path.isfile(path) or os.path.isdir(path))
    ]


def _share(build: Path, target: Path) -> None:
    """Let `target` have what is kept in `build`: folders and issued files by link where possible."""
    target.mkdir()
    for entry in os.scandir(build):
        place = target / entry.name
        with suppress(OSError):  # made anew, then
            if entry.is_dir() and entry.name.startswith(".") and not entry.name.startswith(_OWN):
                place.symlink_to(Path(entry.path).resolve(), target_is_directory=True)
            elif entry.name in KEPT:
                shutil.copy2(entry.path, place)
            elif entry.is_file() and entry.name.endswith((".pdf", ".epub")):
                os.link(entry.path, place)


_OWN = (atomic.FOLDER, ".part-", ".opening-")
"""How the names begin of folders that are nobody else's."""
