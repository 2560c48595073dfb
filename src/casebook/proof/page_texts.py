"""What can be read on each page of an issued PDF, kept by what the page draws.

Drawing a page three times costs a fortieth of a second, so a book is read by all cores, and a
page that draws what a page of an earlier issue drew is not read again: `build/.proof/readings.json`.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from casebook import atomic, legibility, pdf
from casebook.legibility import Fault, Reading
from casebook.press import workers
from casebook.press.dependencies import fonts_here
from casebook.proof import findings_cache
from casebook.store import made_by

FEW = 24  # pages that are read before processes would be up
CHUNK = 16  # pages


def readings(file: Path, folder: Path) -> list[Reading]:
    """Return what can be read on every page of `file`, an issue of the book in `folder`."""
    place = findings_cache.folder(folder) / "readings.json"
    keys = [f"{_version()} {drawn}" for drawn in pdf.prints(file)]
    stored = dict(_load(place))
    wanted = [index for index, key in enumerate(keys) if key not in stored]
    read = workers.chunked(partial(legibility.read, file), wanted, FEW, CHUNK)
    for index, reading in zip(wanted, read, strict=True):
        stored[keys[index]] = reading
    if wanted or stored.keys() != set(keys):
        data = {key: stored[key] for key in keys}
        with suppress(OSError):  # a full disk only costs the time saved
            atomic.put(place, json.dumps(data, ensure_ascii=False).encode(), lasting=False)
    return [stored[key] for key in keys]


@cache
def _version() -> str:
    """Return a hash of what decides what is read: this program, PDFium, the fonts."""
    source = Path(legibility.__file__)
    return made_by([source], ("pypdfium2", "pillow"), fonts_here())[:12]


def _load(place: Path) -> Iterator[tuple[str, Reading]]:
    try:
        data = json.loads(place.read_text("utf-8"))
        yield from ((key, Reading(text, _faults(faults))) for key, (text, faults) in data.items())
    except (OSError, ValueError, TypeError, AttributeError):  # nothing kept, or nothing sound
        return


def _faults(faults: Sequence[Sequence[str]]) -> tuple[Fault, ...]:
    return tuple(Fault(kind, words) for kind, words in faults)
