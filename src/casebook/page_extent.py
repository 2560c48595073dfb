"""How much a book held when it was laid out last, kept in its build folder.

The imprint prints what follows from the pages (印张, 字数), and is one of them. So the imprint is
set from what was measured last, and set again where that is not true any more.
"""

import json
from contextlib import suppress
from pathlib import Path

from casebook import atomic, files
from casebook.production_facts import Extent

FILE = ".extent.json"


def last(build: Path) -> Extent | None:
    """Return what the book held whose files are in `build`; None where it was never laid out."""
    with suppress(OSError, ValueError, TypeError):
        kept = json.loads(files.read(build / FILE, build))
        if all(type(number) is int and number >= 0 for number in kept.values()):
            return Extent(**kept)
    return None


def keep(build: Path, extent: Extent) -> None:
    """Keep what the book held; where nothing can be written it is measured anew next time."""
    with suppress(OSError):
        data = json.dumps({"pages": extent.pages, "numbered": extent.numbered}).encode()
        atomic.put(build / FILE, data, lasting=False)
