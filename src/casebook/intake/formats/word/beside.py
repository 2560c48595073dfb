"""Read what stands beside the body: notes, comments, and every part nobody asked for.

The last step of the walk is the audit: each XML part of the package is looked through for text
that was neither taken nor set aside, and each other part for a file that was not placed.
"""

from lxml import etree

from casebook.errata import StopPress
from casebook.intake.formats.rich import Block
from casebook.intake.formats.word import faults
from casebook.intake.formats.word.body import Story
from casebook.intake.formats.word.office_package import Package, attribute, kind
from casebook.intake.formats.word.walk_context import (
    CHART,
    COMMENT,
    DIAGRAM,
    EMBEDDED,
    FACTS,
    GLOSSARY,
    MARGIN,
    SEPARATOR,
    STRAY,
    TEXT_NODES,
    UNCALLED,
    Bench,
)

_PLACES = (
    ("glossary/", GLOSSARY), ("/header", MARGIN), ("/footer", MARGIN), ("/charts/", CHART),
    ("/diagrams/", DIAGRAM), ("/embeddings/", EMBEDDED), ("comments", COMMENT),
    ("docProps/", FACTS), ("customXml/", FACTS), ("_rels/", FACTS), ("[Content_Types]", FACTS),
    ("/settings", FACTS), ("/styles", FACTS), ("/theme", FACTS), ("/fontTable", FACTS),
    ("/webSettings", FACTS), ("/numbering", FACTS), ("/people", FACTS),
    ("/stylesWithEffects", FACTS),
    ("/activeX/", FACTS), ("/printerSettings", FACTS), ("META-INF/", FACTS),
    ("docMetadata/", FACTS),
)  # fmt: skip
_FONTS = (".odttf", ".ttf", ".otf", ".fntdata")


def notes(bench: Bench) -> dict[str, tuple[Block, ...]]:
    """Return the notes the text calls; others are set aside. A note may call no further note."""
    found: dict[str, tuple[Block, ...]] = {}
    for what, name in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
        part = bench.related(what)
        root = bench.package.tree(part) if part else None
        for node in root if root is not None and part else ():
            key = f"{what}:{attribute(node, 'w:id') or ''}"
            if kind(node) != name:
                continue
            if attribute(node, "w:type") not in (None, "normal"):
                bench.set_aside(node, SEPARATOR, part or "")
            elif key in bench.called:
                found[key] = tuple(Story(bench, part or "").read(node))
            elif text := bench.set_aside(node, UNCALLED, part or ""):
                bench.count("uncalled-note", text)
    for key in bench.called:
        if key not in found:
            bench.count("lost-note", key)
            found[key] = ()
    return found


def comments(bench: Bench) -> None:
    """Put every comment on the editor's list, with who made it."""
    part = bench.related("comments")
    root = bench.package.tree(part) if part else None
    for node in root if root is not None and part else ():
        if kind(node) != "w:comment":
            continue
        author = attribute(node, "w:author") or ""
        text = bench.set_aside(node, COMMENT, part or "").replace("\n", " ")
        if text.strip():
            bench.told.append(faults.comment(bench.package.name, author, text))


def audit(bench: Bench, textual: set[str]) -> None:
    """Look through all parts. Raises `StopPress` when text of a part in `textual` is missing."""
    package = bench.package
    for part in package.parts:
        if package.is_xml(part):
            _look_through(bench, part, textual)
    for part in package.parts:
        if not package.is_xml(part) and part not in bench.media:
            _not_placed(bench, part)


def _look_through(bench: Bench, part: str, textual: set[str]) -> None:
    package = bench.package
    try:
        root = package.tree(part)
    except StopPress as stop:
        if part in textual or any(one.rule == "hostile-file" for one in stop.errata):
            raise
        bench.count("unread-part", part)
        return
    if root is None:
        return
    if part not in textual:
        reason = next((why for start, why in _PLACES if start in f"/{part}"), STRAY)
        text = bench.set_aside(root, reason, part)
        if reason in (STRAY, MARGIN) and text.strip():
            bench.count("stray" if reason is STRAY else "margin", " ".join(text.split()))
        return
    for node, text in list(bench.ledger.missing(root)):
        if kind(node) in TEXT_NODES and text.strip():
            raise StopPress([faults.unaccounted(package.name, part, _around(node, text))])
        if text.strip():
            bench.set_aside(node, STRAY, part)
            bench.count("stray", text)


def _around(node: etree._Element, text: str) -> str:
    """Return `text` with what stands round it, so that the editor finds it."""
    above = next((a for a in node.iterancestors() if kind(a) in ("w:p", "w:tc")), None)
    whole = "" if above is None else "".join(map(str, above.itertext()))
    return text if not whole or text == whole else f"{text} … {whole}"


def _not_placed(bench: Bench, part: str) -> None:
    """Say what became of a file that is no XML and that the walk did not meet."""
    if part.endswith("vbaProject.bin"):
        bench.count("macros")
    elif part.endswith(_FONTS) or "printerSettings" in part or part.startswith("docProps/"):
        bench.media[part] = FACTS.zh
    elif _embedded(part):
        bench.count("embedded", part.rpartition("/")[2])
    elif bench.package.content_type(part).startswith("image/") or "/media/" in part:
        bench.count("unused-picture", part.rpartition("/")[2])
    elif bench.package.size(part):
        bench.count("unread-part", part)
    bench.media.setdefault(part, "reported")


def _embedded(part: str) -> bool:
    return "embeddings/" in part or part.endswith((".docx", ".xlsx", ".pptx"))


def embedded(bench: Bench) -> None:
    """List the words of embedded Office files; other embedded files are only named."""
    for part in bench.package.parts:
        if not _embedded(part) or not part.endswith(("x", "m")) or bench.package.is_xml(part):
            continue
        try:
            inner = Package(bench.package.data(part), part)
            texts = [
                node.text or "" for one in inner.parts if one.endswith(".xml")
                and one.startswith(("word/", "xl/", "ppt/"))
                and (root := inner.tree(one)) is not None
                for node in root.iter() if kind(node).endswith(":t")
            ]  # fmt: skip
        except StopPress:
            bench.count("unread-part", part)
            continue
        if texts:
            bench.ledger.list(EMBEDDED, part, "\n".join(texts))
