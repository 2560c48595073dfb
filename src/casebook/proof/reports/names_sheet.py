"""The index of names as an Excel sheet: each name, how often, in which texts, what it is like."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from casebook.proof.name_index import KINDS, Name
from casebook.proof.reports.findings_sheet import write_table

_COLUMNS = (("类别", 8), ("名称", 34), ("处", 6), ("篇", 6), ("相近的写法", 34), ("各处", 60))


def write(path: Path, names: Iterable[Name], short: dict[str, str]) -> None:
    """Write the `names` to `path` (.xlsx), kind by kind; `short` are forms without their province."""
    rows = sorted(names, key=lambda name: (KINDS.index(name.kind), name.form))
    write_table(path, "名称索引", _COLUMNS, _rows(rows, short))


def _rows(names: Iterable[Name], short: dict[str, str]) -> Iterator[tuple[str | int, ...]]:
    for name in names:
        likes = [*name.likes, *([short[name.form]] if name.form in short else [])]
        lines = (f"{place.piece.id}:{place.block.line or ''}" for place in name.places)
        where = "、".join(dict.fromkeys(lines))
        yield name.kind, name.form, len(name.places), len(name.texts), "、".join(likes), where
