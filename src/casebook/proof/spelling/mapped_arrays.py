"""Arrays of numbers in one file, read where they lie: a header in JSON, then each array.

What is mapped costs nothing until it is looked at, and processes share it.
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[Any]
"""An array of numbers; whoever reads it knows their type."""
_ALIGNED = 64


def pack(arrays: Mapping[str, Numbers]) -> bytes:
    """Return `arrays` as the bytes of one file."""
    places: dict[str, list[object]] = {}
    parts: list[bytes] = []
    at = 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        places[name] = [array.dtype.str, list(array.shape), at]
        filled = data + bytes(-len(data) % _ALIGNED)
        parts.append(filled)
        at += len(filled)
    header = json.dumps(places).encode()
    head = len(header).to_bytes(8, "little") + header
    return head + bytes(-len(head) % _ALIGNED) + b"".join(parts)


def mapped(path: Path) -> dict[str, Numbers]:
    """Return the arrays of a file that `pack` made, mapped into memory.

    Raises `ValueError` when the file is none, `OSError` when it cannot be read.
    """
    whole = np.memmap(path, np.uint8, "r").view(np.ndarray)  # plain: memmap slows each use
    length = int.from_bytes(whole[:8].tobytes(), "little")
    if length > len(whole):
        raise ValueError(path.name)
    places = json.loads(whole[8 : 8 + length].tobytes())
    start = 8 + length + -(8 + length) % _ALIGNED
    return {
        name: _part(whole, start + at, np.dtype(kind), tuple(shape))
        for name, (kind, shape, at) in places.items()
    }


def _part(whole: Numbers, start: int, kind: "np.dtype[Any]", shape: tuple[int, ...]) -> Numbers:
    length = kind.itemsize * math.prod(shape)
    if start + length > len(whole):
        raise ValueError("cut short")
    return whole[start : start + length].view(kind).reshape(shape)
