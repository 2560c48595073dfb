"""Read a Word file without losing a word: the text, and an account of all that is not in it.

No library tried keeps everything (automatic numbers, text boxes, 注音, simple fields get lost
without a message), so the package is walked here, with lxml only. Every text node of every part
ends in a block or in a list with a reason; anything else is an erratum that quotes it.
"""

from casebook.errata import StopPress
from casebook.intake.formats.rich import Document
from casebook.intake.formats.word import beside, faults
from casebook.intake.formats.word.body import Story
from casebook.intake.formats.word.office_package import Package
from casebook.intake.formats.word.walk_context import WalkContext
from casebook.intake.formats.word.word_errata import told

__all__ = ["read"]


def read(data: bytes, name: str) -> Document:
    """Return the document in the .docx (.docm, .dotx) `data`; `name` is what the editor calls it.

    Raises `StopPress` when it is damaged, locked, hostile, no Word document, or when a word of
    it would be lost.
    """
    context = WalkContext(Package(data, name))
    main = context.package.main
    root = context.package.tree(main)
    if root is None:
        raise StopPress([faults.no_text_part(name, "zip")])
    try:
        blocks = Story(context, main).read(root)
        notes = beside.notes(context)
    except RecursionError:
        raise StopPress([faults.too_deep(name)]) from None
    beside.comments(context)
    textual = {
        main,
        *(part for what in ("footnotes", "endnotes") if (part := context.related(what))),
    }
    beside.audit(context, textual)
    beside.embedded(context)
    return Document(
        tuple(blocks), notes, context.pictures, context.ledger.summed(), tuple(told(context))
    )
