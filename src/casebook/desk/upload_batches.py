"""Several files that were dropped together, kept until they are taken in: a notice, a parcel.

Files arrive one request each, part by part, under the path they had in the folder that was dropped.
A name is only ever a name: its parts are cleaned one by one, so none leads out of the batch. What
nobody takes in goes after an hour, or with the desk.
"""

import os
import time
from collections.abc import AsyncIterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from casebook import atomic
from casebook.desk import uploads
from casebook.errata import Erratum, Place, StopPress, Wording

LARGEST = 300_000_000
"""Bytes of a batch."""
MOST_FILES, MOST_BATCHES, DEEPEST = 3000, 12, 12
PATIENCE = 3600.0
"""Seconds until a batch that nobody takes in is dropped."""


@dataclass
class Batch:
    """The files of one drop, below `place`."""

    name: str
    place: Path
    stack: ExitStack
    began: float
    tops: set[str] = field(default_factory=set)
    files: int = 0
    size: int = 0
    busy: int = 0

    @property
    def paths(self) -> list[Path]:
        """What was dropped: the files and folders at its top."""
        return sorted(self.place / top for top in self.tops)


@dataclass
class Batches:
    """The batches that wait, of the book in `folder`."""

    folder: Path
    _batches: dict[str, Batch] = field(default_factory=dict)

    def open(self) -> Batch:
        """Begin a batch. Raises `StopPress` when too many wait."""
        now = time.monotonic()
        for batch in tuple(self._batches.values()):
            if not batch.busy and now - batch.began > PATIENCE:
                self.close(batch.name)
        if len(self._batches) >= MOST_BATCHES:
            raise StopPress([_too_many()])
        stack = ExitStack()
        place = stack.enter_context(atomic.folder(self.folder / "build", "batch-"))
        batch = Batch(token_hex(8), place, stack, now)
        self._batches[batch.name] = batch
        return batch

    def get(self, name: str) -> Batch | None:
        """Return the batch of that name, None when it is gone."""
        return self._batches.get(name)

    async def add(
        self, batch: Batch, path: str, parts: AsyncIterable[bytes], written: float | None
    ) -> None:
        """Write what arrives as the file `path` of the batch, last written at `written` (seconds).

        Raises `StopPress` when there is too much of it, or the disk does not take it.
        """
        if batch.files >= MOST_FILES:
            raise StopPress([_too_large(path)])
        batch.files += 1
        batch.busy += 1
        try:
            *above, last = [part for part in path.replace("\\", "/").split("/") if part] or [""]
            home = batch.place
            for part in above[-DEEPEST:]:
                home /= uploads.name_of(part)
            name = _free(home, uploads.name_of(last))
            kept = await uploads.keep(home, name, self._counted(batch, path, parts))
            if written is not None:
                with suppress(OSError, OverflowError, ValueError):
                    os.utime(kept, (written, written))
            batch.tops.add(kept.relative_to(batch.place).parts[0])
        finally:
            batch.busy -= 1

    async def _counted(
        self, batch: Batch, path: str, parts: AsyncIterable[bytes]
    ) -> AsyncIterable[bytes]:
        async for part in parts:
            batch.size += len(part)
            if batch.size > LARGEST:
                raise StopPress([_too_large(path)])
            yield part

    def close(self, name: str) -> None:
        """Drop a batch, if it is there."""
        batch = self._batches.pop(name, None)
        if batch is not None:
            batch.stack.close()

    def close_all(self) -> None:
        """Drop every batch."""
        for name in tuple(self._batches):
            self.close(name)


def _free(home: Path, name: str) -> str:
    """Return a name that no file of the folder has: two files may differ in what is cleaned."""
    path, number = Path(name), 1
    while (home / path).exists():
        number += 1
        path = Path(f"{Path(name).stem}-{number}{Path(name).suffix}")
    return path.name


def _too_many() -> Erratum:
    return Erratum(
        "too-many-uploads", Place("build"),
        Wording("同时在传的文件太多，没有接收", "too many uploads at once; nothing was taken"),
        Wording("等前面的传完再拖。", "Wait until those before are done."),
    )  # fmt: skip


def _too_large(path: str) -> Erratum:
    return Erratum(
        "upload-too-large", Place(path),
        Wording(f"一次最多收 {LARGEST // 1_000_000} MB、{MOST_FILES} 个文件，这一次没有接收",
                f"at most {LARGEST // 1_000_000} MB and {MOST_FILES} files at once; nothing was taken"),
        Wording("请分几次拖。", "Drop them in several parts."), path,
    )  # fmt: skip
