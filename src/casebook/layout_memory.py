"""What the layouts of a book decide, kept in its build folder: few runs change any of it.

Reading `layout.yaml` takes a moment, but what reads it takes longer to load than the rest of an
edit needs. A file is known by the name of its folder and by its bytes.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from casebook import files
from casebook.css_constants import FILE
from casebook.errata import Place, StopPress
from casebook.layout_values import Decisions
from casebook.store import Store, dumps, sources

FOLDER = ".layouts"
"""Below `build/`: what `layout.yaml` files say, by their bytes."""
LARGEST = 1_000_000  # bytes kept
_MOST = 8  # layouts a process knows
_TYPES = {
    "casebook.errata": {"Place"},
    "casebook.layout_values": {"Decisions", "Face", "Process", "Trim"},
}
_READERS = (
    "layout_colours.py", "layout_decisions.py", "layout_file.py", "layout_values.py",
    "intake/manuscript",
)  # fmt: skip
"""What decides what a file comes to."""
_known: dict[str, Decisions | None] = {}
"""The decisions that this process has read, by the keys of their files."""


def decided(folders: Sequence[Path]) -> Decisions | None:
    """Return the decisions of the layout in `folders`, read anew when a file of them changed.

    Raises `StopPress` with every fault of the files.
    """
    key = _key(folders)
    if key not in _known:
        from casebook import layout_decisions  # lazy: loads pydantic

        decisions = layout_decisions.read(folders)
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = decisions
    return _known[key]


class LayoutMemory:
    """What the book whose files are made in `build` knows of its layouts from earlier runs.

    Nothing is kept where there is no such folder yet.
    """

    def __init__(self, build: Path) -> None:
        self._build = build

    def extends(self, folder: Path) -> tuple[str, Place]:
        """Return the layout that the one in `folder` builds on, or nothing, and where it says so.

        Raises `StopPress` with every fault of the file.
        """
        key = f"extends-{_key((folder,))}"
        kept = self._store.get(key)
        if isinstance(kept, tuple):
            name, place = kept
            return name, place
        from casebook import layout_decisions  # lazy: loads pydantic

        base = layout_decisions.extends(folder)
        self._keep(key, base)
        return base

    def recall(self, folders: Sequence[Path]) -> None:
        """Have the decisions of the layout in `folders` known, as they are kept or read now.

        Those at fault are told when they are asked for.
        """
        key = _key(folders)
        if key in _known:
            return
        kept = self._store.get(f"decided-{key}")
        if isinstance(kept, Decisions):
            _known[key] = kept
            return
        with suppress(StopPress):
            if (decisions := decided(folders)) is not None:
                self._keep(f"decided-{key}", decisions)

    @cached_property
    def _store(self) -> Store:
        here = Path(__file__).parent
        return Store(self._build / FOLDER, sources(*(here / name for name in _READERS)), _TYPES)

    def _keep(self, key: str, value: object) -> None:
        if self._build.is_dir():
            with suppress(OSError):
                self._store.open()
            self._store.put(key, dumps(value))
            self._store.trim(LARGEST)


def _key(folders: Sequence[Path]) -> str:
    digest = sha256()
    for folder in folders:
        if (folder / FILE).exists():
            digest.update(folder.name.encode("utf-8", "surrogatepass") + b"\0")
            digest.update(files.digest(folder / FILE))
    return digest.hexdigest()
