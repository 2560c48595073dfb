"""Read a Word file without losing a word: the text, and an account of all that is not in it.

No library tried keeps everything (automatic numbers, text boxes, 注音, simple fields get lost
without a message), so the package is walked here, with lxml only. Every text node of every part
ends in a block or in a list with a reason; anything else is an erratum that quotes it.

The body is read first (`body`), then notes and comments. The last step is the audit: each XML part
of the package is looked through for text that was neither taken nor set aside, and each other part
for a file that was not placed.

    office_package      the zip of XML parts, opened
    walk_context        what the walk shares: the account of the text, pictures
    body                blocks: paragraphs, tables, text boxes; inline: what stands in a paragraph
    styles_and_numbers  what styles say, and automatic numbers
    fields              fields, symbols, formulas
    word_errata         what the editor is told
"""

from lxml import etree

from casebook.errata import StopPress
from casebook.intake.formats import office_errata
from casebook.intake.formats.rich import Block, Document
from casebook.intake.formats.word import word_errata
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
    WalkContext,
)

__all__ = ["read"]

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


def read(data: bytes, name: str) -> Document:
    """Return the document in the .docx (.docm, .dotx) `data`; `name` is what the editor calls it.

    Raises `StopPress` when it is damaged, locked, hostile, no Word document, or when a word of
    it would be lost.
    """
    context = WalkContext(Package(data, name), read)
    main = context.package.main
    root = context.package.tree(main)
    if root is None:
        raise StopPress([word_errata.no_text_part(name, "zip")])
    try:
        blocks = Story(context, main).read(root)
        notes = _notes(context)
    except RecursionError:
        raise StopPress([office_errata.too_deep(name)]) from None
    _comments(context)
    textual = {
        main,
        *(part for story in ("footnotes", "endnotes") if (part := context.related(story))),
    }
    _audit(context, textual)
    _embedded(context)
    errata = (
        *word_errata.counted(name, context.seen, context.quotes, context.numbering.unknown),
        *context.errata,
    )
    return Document(tuple(blocks), notes, context.pictures, context.ledger.summed(), errata)


def _notes(context: WalkContext) -> dict[str, tuple[Block, ...]]:
    """Return the notes the text calls; others are set aside. A note may call no further note."""
    notes: dict[str, tuple[Block, ...]] = {}
    for story, name in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
        part = context.related(story)
        root = context.package.tree(part) if part else None
        for node in root if root is not None and part else ():
            key = f"{story}:{attribute(node, 'w:id') or ''}"
            if kind(node) != name:
                continue
            if attribute(node, "w:type") not in (None, "normal"):
                context.set_aside(node, SEPARATOR, part or "")
            elif key in context.called:
                notes[key] = tuple(Story(context, part or "").read(node))
            elif text := context.set_aside(node, UNCALLED, part or ""):
                context.count("uncalled-note", text)
    for key in context.called:
        if key not in notes:
            context.count("lost-note", key)
            notes[key] = ()
    return notes


def _comments(context: WalkContext) -> None:
    """Put every comment on the editor's list, with who made it."""
    part = context.related("comments")
    root = context.package.tree(part) if part else None
    for node in root if root is not None and part else ():
        if kind(node) != "w:comment":
            continue
        author = attribute(node, "w:author") or ""
        text = context.set_aside(node, COMMENT, part or "").replace("\n", " ")
        if text.strip():
            context.errata.append(word_errata.comment(context.package.name, author, text))


def _audit(context: WalkContext, textual: set[str]) -> None:
    """Look through all parts. Raises `StopPress` when text of a part in `textual` is missing."""
    package = context.package
    for part in package.parts:
        if package.is_xml(part):
            _look_through(context, part, textual)
    for part in package.parts:
        if not package.is_xml(part) and part not in context.media:
            _not_placed(context, part)


def _look_through(context: WalkContext, part: str, textual: set[str]) -> None:
    package = context.package
    try:
        root = package.tree(part)
    except StopPress as stop:
        if part in textual or any(erratum.rule == "hostile-file" for erratum in stop.errata):
            raise
        context.count("unread-part", part)
        return
    if root is None:
        return
    if part not in textual:
        reason = next((why for start, why in _PLACES if start in f"/{part}"), STRAY)
        text = context.set_aside(root, reason, part)
        if reason in (STRAY, MARGIN) and text.strip():
            context.count("stray" if reason is STRAY else "margin", " ".join(text.split()))
        return
    for node, text in list(context.ledger.missing(root)):
        if kind(node) in TEXT_NODES and text.strip():
            raise StopPress([word_errata.unaccounted(package.name, part, _around(node, text))])
        if text.strip():
            context.set_aside(node, STRAY, part)
            context.count("stray", text)


def _around(node: etree._Element, text: str) -> str:
    """Return `text` with what stands round it, so that the editor finds it."""
    above = next((a for a in node.iterancestors() if kind(a) in ("w:p", "w:tc")), None)
    paragraph = "" if above is None else "".join(map(str, above.itertext()))
    return text if not paragraph or text == paragraph else f"{text} … {paragraph}"


def _not_placed(context: WalkContext, part: str) -> None:
    """Say what became of a file that is no XML and that the walk did not meet."""
    if part.endswith("vbaProject.bin"):
        context.count("macros")
    elif part.endswith(_FONTS) or "printerSettings" in part or part.startswith("docProps/"):
        context.media[part] = FACTS.zh
    elif _is_embedded(part):
        context.count("embedded", part.rpartition("/")[2])
    elif context.package.content_type(part).startswith("image/") or "/media/" in part:
        context.count("unused-picture", part.rpartition("/")[2])
    elif context.package.size(part):
        context.count("unread-part", part)
    context.media.setdefault(part, "reported")


def _is_embedded(part: str) -> bool:
    return "embeddings/" in part or part.endswith((".docx", ".xlsx", ".pptx"))


def _embedded(context: WalkContext) -> None:
    """List the words of embedded Office files; other embedded files are only named."""
    for part in context.package.parts:
        if not _is_embedded(part) or not part.endswith(("x", "m")) or context.package.is_xml(part):
            continue
        try:
            inner = Package(context.package.data(part), part)
            texts = [
                node.text or "" for inner_part in inner.parts if inner_part.endswith(".xml")
                and inner_part.startswith(("word/", "xl/", "ppt/"))
                and (root := inner.tree(inner_part)) is not None
                for node in root.iter() if kind(node).endswith(":t")
            ]  # fmt: skip
        except StopPress:
            context.count("unread-part", part)
            continue
        if texts:
            context.ledger.list(EMBEDDED, part, "\n".join(texts))
