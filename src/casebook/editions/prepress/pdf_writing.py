"""Write a document that pikepdf changed: what leads nowhere is left out, the rest stays as it is.

By the writer of the press, because a strict reader takes a CR before `endstream` for the end of the
line, which pikepdf does not avoid; and because the same pages must give the same bytes.
"""

import re
from typing import BinaryIO

import pikepdf

from casebook.pdf import PdfObject
from casebook.press.objects import PdfFile, deflate

_REFERENCE = re.compile(rb"(\d+) 0 R\b")


def write(document: pikepdf.Pdf, sink: BinaryIO, version: bytes) -> None:
    """Write all that the catalogue and the information dictionary of `document` lead to.

    `version` is that of PDF, such as b"1.6".
    """
    ends = [_number(document.Root), _number(document.trailer.Info)]
    file = PdfFile(sink, version)
    file.count = int(document.trailer.Size) + len(document.objects)
    waiting, known = list(ends), set(ends)
    while waiting:
        number = waiting.pop()
        thing: PdfObject = document.get_object(number, 0)
        body = None
        if isinstance(thing, pikepdf.Stream):
            body = thing.read_raw_bytes()
            plain = thing.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in thing
            if plain and body.endswith(b"\r"):  # packed by others: packed again without the CR
                body = deflate(thing.read_bytes())
            thing = thing.stream_dict
            thing.Length = len(body)
        data = thing.unparse(resolved=True)
        file.put(number, data, body)
        for other in map(int, _REFERENCE.findall(data)):
            if other not in known:
                known.add(other)
                waiting.append(other)
    file.finish(ends[0], ends[1])


def contents_of(page: pikepdf.Page) -> list[PdfObject]:
    """Return the content streams of a page, in order."""
    contents: PdfObject = page.obj.get("/Contents")
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return [part for part in parts if part is not None]


def within(thing: PdfObject, name: str) -> PdfObject:
    """Return the dictionary `name` in a dictionary, put there when it has none."""
    if name not in thing:
        thing[name] = pikepdf.Dictionary()
    return thing[name]


def without(thing: PdfObject, *names: str) -> None:
    """Take keys out of a dictionary, as far as it has them."""
    for name in names:
        if name in thing:
            del thing[name]


def _number(thing: PdfObject) -> int:
    number: int = thing.objgen[0]
    return number
