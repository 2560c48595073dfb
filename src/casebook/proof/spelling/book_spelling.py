"""Reads the texts of a book for wrong characters; what was read once is not read again.

The paragraphs of a book are kept with their suspects in `build/.proof/characters.json`, by the hash
of their words and of the models, so an edit costs the paragraph it changed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from hashlib import sha256
from pathlib import Path

from casebook import language_files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.proof.blocks import (
    Block,
    Cell,
    Heading,
    Running,
    Title,
    Volume,
    masked,
)
from casebook.proof.kept_answers import KeptAnswers, folder
from casebook.proof.shared_reading import Helpers
from casebook.proof.spelling import language_version
from casebook.proof.spelling.suspects import Suspect

_FILE = "characters.json"
_READ = Running | Heading | Cell | Title
_MISSING = "no-language-model"
Ask = Callable[[Sequence[str]], Sequence[tuple[Suspect, ...]]]
"""What returns the suspects of each of some texts. Raises `StopPress` when it cannot."""


def look(
    volume: Volume, book: Path, helpers: Helpers | None = None
) -> tuple[dict[str, tuple[Suspect, ...]], tuple[Erratum, ...]]:
    """Return the suspects of each paragraph of `volume`, by its words, and what could not be asked.

    `book` is the folder of the book, where they are kept; `helpers` share the work.
    """
    if language_files.off():
        return {}, ()
    texts = list(dict.fromkeys(block.text for block in _blocks(volume)))
    known: dict[str, tuple[Suspect, ...]] = {}
    notes: list[Erratum] = []
    answers = KeptAnswers(folder(book) / _FILE)
    for reader in (partial(_by_models, helpers), _by_checker):
        try:
            for text, suspects in reader(texts, book, answers).items():
                before = known.get(text, ())
                known[text] = before + tuple(s for s in suspects if not _asked(s, before))
        except StopPress as stop:
            notes.extend(stop.errata)
    answers.save()
    return known, tuple(notes)


def _asked(suspect: Suspect, others: Sequence[Suspect]) -> bool:
    """Whether the place of `suspect` is asked about already."""
    return any(suspect.start < other.end and other.start < suspect.end for other in others)


def _blocks(volume: Volume) -> Iterator[Block]:
    """Yield the blocks whose language is the authors', not an issuer's."""
    for piece in volume.pieces:
        for block in map(masked, piece.blocks):
            if isinstance(block, _READ) and not block.quoted:
                yield block


def _kept(answers: KeptAnswers, key: str) -> tuple[Suspect, ...] | None:
    """Return what was found, or None when nobody has looked."""
    if (rows := answers.get(key)) is None:
        return None
    return tuple(Suspect(**row | {"gains": tuple(row["gains"])}) for row in rows)


def _asked_of(
    texts: Sequence[str], version: str, answers: KeptAnswers, ask: Ask
) -> dict[str, tuple[Suspect, ...]]:
    """Return the suspects of each of `texts` that has any; `ask` is asked of those that are new."""
    keys = {text: _key(version, text) for text in texts}
    known = {text: _kept(answers, key) for text, key in keys.items()}
    new = [text for text, suspects in known.items() if suspects is None]
    for text, suspects in zip(new, ask(new) if new else (), strict=True):
        known[text] = suspects
        answers.put(keys[text], [asdict(suspect) for suspect in suspects])
    return {text: suspects for text, suspects in known.items() if suspects}


def _by_models(
    helpers: Helpers | None, texts: Sequence[str], _book: Path, answers: KeptAnswers
) -> dict[str, tuple[Suspect, ...]]:
    """Return what the language models say. Raises `StopPress` when there are none."""
    files = language_files.find()
    if files is None:
        raise StopPress((_missing(),))

    def ask(new: Sequence[str]) -> list[tuple[Suspect, ...]]:
        try:
            from casebook.proof.spelling import helped_speller  # lazy: loads numpy
        except ModuleNotFoundError as fault:
            raise StopPress((_missing(fault.name or ""),)) from fault
        try:
            return helped_speller.suspects(files, new, helpers)
        except (OSError, ValueError) as fault:
            raise StopPress((_unreadable(str(fault)),)) from fault

    return _asked_of(texts, language_version.version(files), answers, ask)


def _by_checker(
    texts: Sequence[str], book: Path, answers: KeptAnswers
) -> dict[str, tuple[Suspect, ...]]:
    """Return what the checker of the user says; nothing when there is none. Raises `StopPress`."""
    if (folder := language_files.checker_folder(book)) is None:
        return {}
    try:
        from casebook.proof.spelling import neural_checker  # lazy: loads onnxruntime, of an extra
    except ModuleNotFoundError as fault:
        raise StopPress((_extra(folder),)) from fault

    checker = neural_checker.described(folder)
    ask = partial(neural_checker.suspects, checker)
    return _asked_of(texts, checker.digest, answers, ask)


def _key(version: str, text: str) -> str:
    return sha256(f"{version}\0{text}".encode()).hexdigest()[:32]


def _missing(module: str = "") -> Erratum:
    what = module or language_files.PACKAGES
    return Erratum(
        _MISSING,
        Place("book.yaml"),
        Wording(
            f"没有找错字：没有装语言模型（{what}），错别字只按用词表查",
            f"wrong characters were not looked for: no language model ({what}); "
            "only listed ones are found",
        ),
        Wording("casebook doctor 说明怎么装。", "casebook doctor says how to install it."),
        kind=Kind.NOTE,
    )


def _extra(folder: Path) -> Erratum:
    return Erratum(
        "checker-without-library",
        Place("book.yaml"),
        Wording(
            f"没有用检查器（{folder}）：没有装 onnxruntime",
            f"the neural checker ({folder}) was not asked: onnxruntime is not installed",
        ),
        Wording("运行 pip install 'casebook[neural]'。", "Run pip install 'casebook[neural]'."),
        kind=Kind.QUERY,
    )


def _unreadable(reason: str) -> Erratum:
    return Erratum(
        _MISSING,
        Place("book.yaml"),
        Wording(
            f"没有找错字：语言模型读不了（{reason}）",
            f"wrong characters were not looked for: the language model cannot be read ({reason})",
        ),
        Wording("重新安装语言模型。", "Install the language model anew."),
        kind=Kind.NOTE,
    )
