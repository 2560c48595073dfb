"""Read a document that another program put whole into a Word file (`w:altChunk`).

Word shows such a chunk as part of the text; its parts are HTML, plain text or another Word file.
"""

from lxml import etree

from casebook import decoding
from casebook.errata import StopPress
from casebook.intake.formats import webpage
from casebook.intake.formats.rich import Block, Document, Paragraph, Span
from casebook.intake.formats.word.walk_context import Bench

_DEEPEST = 2
_IN = " › "


def chunk(node: etree._Element, bench: Bench, part: str) -> list[Block]:
    """Return the blocks of the chunk that `node` names, or count it as one nobody can read."""
    found = bench.relation(part, node)
    if found is None or found.outside or found.target not in bench.package:
        bench.count("outside-chunk", found.target if found else "")
        return []
    target = found.target
    said = bench.package.content_type(target) + target.rpartition(".")[2]
    data = bench.package.data(target)
    bench.media[target] = "chunk"
    try:
        document = _document(data, said, bench, target)
    except StopPress as stop:
        bench.told += stop.errata
        return []
    if document is None:
        bench.count("outside-chunk", target)
        return []
    keys = {key: f"{target}!{key}" for key in document.pictures}
    bench.pictures |= {keys[key]: media for key, media in document.pictures.items()}
    bench.ledger.asides += document.asides
    bench.told += document.errata
    return list(document.blocks)


def read_again(data: bytes, name: str) -> Document:
    """Read a Word file inside a Word file; the walk begins anew."""
    from casebook.intake.formats.word import read

    return read(data, name)


def _document(data: bytes, said: str, bench: Bench, target: str) -> Document | None:
    name = f"{bench.package.name}{_IN}{target}"
    if "html" in said:
        return webpage.read(data, name)
    if "wordprocessingml" in said and bench.package.name.count(_IN) < _DEEPEST:
        return read_again(data, name)
    if said.startswith("text/plain") or said.endswith("txt"):
        found = decoding.guess(data)
        lines = (found.text if found else data.decode("utf-8", "replace")).splitlines()
        return Document(tuple(Paragraph((Span(line),)) for line in lines))
    return None
