"""PDF objects that do not yet know their numbers, and the file they end in.

A signature is made long before anybody knows where in the book it will stand, so its objects
refer to each other by local numbers. They are kept cut at each reference: giving them their final
numbers is one join. pydyf builds objects; the file is written here because a bound book has tens
of thousands of them, and most come ready and compressed from the store (ISO 32000-1, 7.5).
"""

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import BinaryIO, NamedTuple

import pydyf

from casebook.weasy.pdf_values import to_bytes

_REFERENCE = re.compile(rb"(\d+) 0 R\Z")
PACKED = 400  # objects in one object stream
QUICK = 6  # these are compressed at every binding: the last percent costs more than the rest


class ObjectTemplate(NamedTuple):
    """An object cut at its references: `parts[i]`, reference `references[i]`, `parts[i + 1]` …

    `body` is the finished (compressed) data of a stream, None for any other object.
    """

    parts: tuple[bytes, ...]
    references: tuple[int, ...]
    body: bytes | None = None

    def numbered(self, numbers: Sequence[bytes]) -> bytes:
        """Return the object with each reference g written as `numbers[g]` (such as b"12 0 R")."""
        if not self.references:
            return self.parts[0]
        parts = [self.parts[0]]
        for reference, part in zip(self.references, self.parts[1:], strict=True):
            parts += numbers[reference], part
        return b"".join(parts)


def object_template(thing: object, renumber: Callable[[int], int] = lambda n: n) -> ObjectTemplate:
    """Cut a pydyf object at its references, given as bytes such as b"12 0 R"."""
    parts: list[bytes] = []
    references: list[int] = []
    now: list[bytes] = []

    def write(value: object) -> None:
        if isinstance(value, pydyf.Stream):
            raise TypeError("a stream is always referred to")
        if isinstance(value, dict):
            now.append(b"<<")
            for key, item in value.items():
                now.append(f"/{key} ".encode())
                write(item)
            now.append(b">>")
        elif isinstance(value, list | tuple):
            now.append(b"[")
            for item in value:
                write(item)
                now.append(b" ")
            now.append(b"]")
        elif isinstance(value, bytes) and (match := _REFERENCE.match(value)):
            parts.append(b"".join(now))
            now.clear()
            references.append(renumber(int(match[1])))
        else:
            now.append(to_bytes(value))

    if isinstance(thing, pydyf.Stream):
        data = b"\n".join(to_bytes(item) for item in thing.stream)
        extra = dict(thing.extra)
        if thing.compress:
            extra["Filter"] = "/FlateDecode"
            data = deflate(data)
        write(extra | {"Length": len(data)})
        return ObjectTemplate((*parts, b"".join(now)), tuple(references), data)
    write(thing)
    return ObjectTemplate((*parts, b"".join(now)), tuple(references))


def deflate(data: bytes, level: int = 9) -> bytes:
    """Compress a stream; a strict reader takes CR before endstream for a line end, so none is."""
    for each in (level, 8, 7, 5, 1, 0):
        packed = zlib.compress(data, each)
        if not packed.endswith(b"\r"):
            return packed
    return packed + b"\n"


def stream(data: bytes, extra: bytes = b"", level: int = 9) -> tuple[bytes, bytes]:
    """Return the dictionary and the body of a compressed stream."""
    body = deflate(data, level)
    return b"<<%b/Filter/FlateDecode/Length %d>>" % (extra, len(body)), body


@lru_cache(maxsize=8192)
def text(words: str) -> bytes:
    """Return a PDF text string (7.9.2)."""
    return bytes(pydyf.String(words).data)


@lru_cache(maxsize=8192)
def reals(*numbers: float) -> bytes:
    """Return numbers as an operand list, to a thousandth of a point."""
    return b" ".join(f"{n:.3f}".rstrip("0").rstrip(".").encode() or b"0" for n in numbers)


class PdfFile:
    """A PDF being written to `sink`: objects get numbers first and contents later, in any order."""

    def __init__(self, sink: BinaryIO, version: bytes = b"1.7") -> None:
        self._sink, self._digest, self._position = sink, sha256(), 0
        self._plain: list[tuple[int, bytes]] = []
        self._rows: dict[int, bytes] = {0: entry(0, 0, 65535)}
        self._beside = ThreadPoolExecutor(1)  # compressing lets this thread go on
        self._packing: list[tuple[int, Future[tuple[bytes, bytes]]]] = []
        self.count = 1
        self._write(b"%%PDF-%b\n%%\xf0\x9f\x96\xa4\n" % version)

    def reserve(self, many: int = 1) -> int:
        """Return the first of `many` new numbers."""
        first, self.count = self.count, self.count + many
        return first

    def put(self, number: int, data: bytes, body: bytes | None = None) -> None:
        """Give object `number` its contents."""
        if body is not None:
            self._rows[number] = entry(1, self._position)
            self._write(streamed(number, data, body))
            return
        self._plain.append((number, data))
        if len(self._plain) == PACKED:
            self._pack()

    def paste(
        self,
        data: bytes,
        digest: bytes,
        streams: Iterable[tuple[int, int]],
        entries: Mapping[int, bytes],
    ) -> int:
        """Add ready `data` that holds `streams` (numbers and places); return where it begins.

        `entries` are those of the objects within its object streams.
        """
        at = self._position
        self._sink.write(data)
        self._digest.update(digest)
        self._position += len(data)
        self._rows.update(entries)
        for number, place in streams:
            self._rows[number] = entry(1, at + place)
        return at

    def add(self, data: bytes, body: bytes | None = None) -> int:
        """Add an object and return its number."""
        number = self.reserve()
        self.put(number, data, body)
        return number

    def finish(self, root: int, info: int) -> None:
        """Write the cross-reference stream (7.5.8); the file's id is a hash of its contents."""
        self._pack()
        for number, stream in self._packing:
            self.put(number, *stream.result())
        self._beside.shutdown()
        at, key = self._position, self._digest.hexdigest()[:32].encode()
        self._write(self._table(at, root, info, key))
        self._write(b"startxref\n%d\n%%%%EOF\n" % at)

    def _pack(self) -> None:
        """Write the objects that wait as an object stream."""
        if self._plain:
            waiting, self._plain = self._plain, []
            number = self.reserve()
            self._rows.update({n: entry(2, number, at) for at, (n, _) in enumerate(waiting)})
            self._packing.append((number, self._beside.submit(packed, waiting)))

    def _write(self, part: bytes) -> None:
        self._sink.write(part)
        self._digest.update(part)
        self._position += len(part)

    def _table(self, at: int, root: int, info: int, key: bytes) -> bytes:
        """Return the table of all entries, which stands `at`; numbers not given have none."""
        number = self.reserve()
        self._rows[number] = entry(1, at)
        given = sorted(self._rows)
        starts = [
            0,
            *(
                n
                for n, (number_before, number_after) in enumerate(pairwise(given), 1)
                if number_after != number_before + 1
            ),
        ]
        runs = [(given[n], end - n) for n, end in pairwise([*starts, len(given)])]
        index = b" ".join(b"%d %d" % run for run in runs)
        extra = b"/Type /XRef /W [1 %d 2] /Index [%b] /Size %d /Root %d 0 R /Info %d 0 R "
        extra = extra % (_WIDE, index, self.count, root, info) + b"/ID [<%b> <%b>] " % (key, key)
        entries = b"".join([self._rows[n] for n in given])
        return streamed(number, *stream(entries, extra, QUICK))


_WIDE = 4  # bytes of a place in the file


def entry(kind: int, first: int, second: int = 0) -> bytes:
    """Return a cross-reference entry (7.5.8.3): its type and its two fields."""
    return b"%c%b%b" % (kind, first.to_bytes(_WIDE, "big"), second.to_bytes(2, "big"))


def streamed(number: int, data: bytes, body: bytes) -> bytes:
    """Return a stream object: its number, its dictionary, its body (7.3.8)."""
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, data, body)


def packed(objects: Sequence[tuple[int, bytes]], level: int = QUICK) -> tuple[bytes, bytes]:
    """Return dictionary and body of an object stream of numbered objects (7.5.7)."""
    index, position = [], 0
    for number, data in objects:
        index.append(b"%d %d" % (number, position))
        position += len(data) + 1
    first = b" ".join(index) + b"\n"
    data = first + b"\n".join(data for _, data in objects)
    head = b"/Type /ObjStm /N %d /First %d " % (len(objects), len(first))
    return stream(data, head, level)
