"""What can be read on each page of an issued PDF, kept by what the page draws.

Drawing a page three times costs a fortieth of a second, so a book is read by all cores, and a
page that draws what a page of an earlier issue drew is not read again: `build/.proof/readings.json`.
"""

from functools import cache, partial
from pathlib import Path

from casebook import legibility, pdf
from casebook.legibility import Fault, Reading
from casebook.press import workers
from casebook.press.dependencies import fonts_here
from casebook.proof import kept_answers
from casebook.proof.kept_answers import KeptAnswers
from casebook.store import Stored, made_by

FEW = 24  # pages that are read before processes would be up
CHUNK = 16  # pages


def readings(file: Path, folder: Path) -> list[Reading]:
    """Return what can be read on every page of `file`, an issue of the book in `folder`."""
    answers = KeptAnswers(kept_answers.folder(folder) / "readings.json")
    keys = [f"{_version()} {drawn}" for drawn in pdf.prints(file)]
    stored = {key: _reading(answers.get(key)) for key in keys}
    wanted = [index for index, key in enumerate(keys) if stored[key] is None]
    read = workers.chunked(partial(legibility.read, file), wanted, FEW, CHUNK)
    for index, new in zip(wanted, read, strict=True):
        stored[keys[index]] = new
        answers.put(keys[index], new)
    answers.save()
    return [reading for key in keys if (reading := stored[key]) is not None]


@cache
def _version() -> str:
    """Return a hash of what decides what is read: this program, PDFium, the fonts."""
    source = Path(legibility.__file__)
    return made_by([source], ("pypdfium2", "pillow"), fonts_here())[:12]


def _reading(stored: Stored) -> Reading | None:
    """Return the reading that was kept, None when there is none or nothing sound."""
    try:
        text, faults = stored
        return Reading(text, tuple(Fault(kind, words) for kind, words in faults))
    except (TypeError, ValueError):
        return None
