"""What wrong characters are looked for with, as a hash: models, checker, and the code that reads.

It is asked of every run, also where nothing is looked for anew; so it loads no array library.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from casebook import language_files
from casebook.files import walk
from casebook.language_files import LanguageFiles
from casebook.store import made_by, sources

_CODE = ("standard_characters.py", "parts_of_speech.py", "spelling", "data")
"""What reads with the models, of this package."""
_INTAKE = ("pinyin.py", "data/lexicon.tsv")
"""The same, of the intake."""


def version(files: LanguageFiles) -> str:
    """Return a hash of the models and of all that reads with them."""
    digest = _states(files.all)
    proof, intake = (Path(__file__).parents[2] / name for name in ("proof", "intake"))
    code = (*(proof / name for name in _CODE), *(intake / name for name in _INTAKE))
    return made_by((), ("pypinyin",), digest, sources(*code))


def asked_with(book: Path) -> str:
    """Return a hash of all that decides what is suspected in the texts of the book in folder `book`.

    That is the models, a checker of the user's, the libraries they are read with, or that nobody
    is to look. It goes by names, sizes and times of their files.
    """
    if language_files.off():
        return language_files.OFF
    files, checker = language_files.find(), language_files.checker_folder(book)
    return made_by(
        (),
        ("numpy", "onnxruntime"),
        version(files) if files else "",
        _states(walk(checker).files) if checker else "",
    )


def absent(book: Path) -> bool:
    """Whether there is nothing to look with, neither models nor a checker for the book."""
    return language_files.find() is None and language_files.checker_folder(book) is None


def _states(paths: Iterable[Path]) -> str:
    digest = sha256()
    for path in paths:
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
