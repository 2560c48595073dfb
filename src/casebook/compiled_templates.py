"""Templates of the shipped layouts compiled once, and kept where Python keeps what it compiled.

Those of a book are compiled each time: what runs is never taken from a folder of anybody's.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from casebook import atomic, files
from casebook.errata import Place
from casebook.store import sources


class CompiledTemplates(BytecodeCache):
    """The compiled templates below the folder `shipped`, for an environment that `maker` makes.

    When the file `maker` changes, they are compiled anew; where nothing can be written, each time.
    """

    def __init__(self, shipped: Path, maker: Path) -> None:
        self._shipped = shipped
        self._version = sha256(sources(maker).encode()).digest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return what a template is kept under; nothing for one that is not shipped."""
        shipped = filename is not None and Path(filename).is_relative_to(self._shipped)
        return super().get_cache_key(name, filename) if shipped else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` with what is kept of its template."""
        if bucket.key:
            with suppress(OSError, EOFError, ValueError, TypeError):
                data = _file(bucket).read_bytes()
                if data.startswith(self._version):
                    bucket.bytecode_from_string(data[len(self._version) :])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what `bucket` holds."""
        if bucket.key and not sys.dont_write_bytecode:
            with suppress(OSError):
                data = self._version + bucket.bytecode_to_string()
                atomic.put(_file(bucket), data, lasting=False)


def _file(bucket: Bucket) -> Path:
    return Path(cache_from_source(__file__)).with_name(f"template-{bucket.key[:16]}.bin")


def line_at(folders: Sequence[Path], place: Place) -> str:
    """Return what stands in the line at `place`, shortened, of a template in the layout `folders`.

    Nothing, when the line is not known.
    """
    name, _, inside = place.path.removeprefix("layouts/").partition("/")
    for folder in folders:
        if place.line and folder.name == name and (folder / inside).is_file():
            lines = files.read(folder / inside).decode("utf-8", "replace").splitlines()
            return "".join(lines[place.line - 1 : place.line]).strip()[:60]
    return ""
