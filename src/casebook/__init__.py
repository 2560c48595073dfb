"""casebook: a press for anthologies. The map, for ten minutes.

A notice of awards and the manuscripts of many authors become the folder `manuscript/`, which an
editor keeps (intake). It is read into a `Book` (intake.manuscript). Templates make of each section
of the book a galley, one HTML document (layout). A galley laid out in pages is a signature (press);
signatures bound, and galleys packed, are the files that are issued (editions). What is wrong
anywhere is an `Erratum`; what stops a run is a `StopPress`, which carries all errata of its stage.

Each line below is a stage, a module or a package; it imports only stages above it. To find your
way: `casebook build` is `issuing.issue`, every other verb a method of `project.Project`; a package
says in its `__init__` what its modules do; a test has the name of its module. CONTRIBUTING.md says
how to add a layout, an edition, a rule or a message.

What everything stands on
    locking       one writer at a time
    atomic        a file written whole or not at all
    import_cache pattern_cache  what is slow to load kept beside the code: patterns compiled
    store         what was made, kept by the hash of what it was made from
    conservation  what of one text does not stand in another: the check behind “nothing lost”
    errata        Place, Erratum, StopPress: how a fault is told
    os_errata     a file that cannot be read or written, told
    production_facts imprint, paper and cover as typed facts
    book          Book, Tier, Award, Case, Section: what a book is
    limits        computing time and memory that work may take
    typography    character classes, numerals, widths: tables and pure functions
    paper_stock   papers and their thickness, sheets, 印张, spines
    decoding      bytes -> text, and the encoding it was in
    files         what people put into folders: the one walk, the one way to read (folder_errata: why not)
    journal       who did what to a book, when, and every file before and after
    page_extent   how much a book held when it was laid out last
    pictures pdf  picture files and PDF files, looked at
    pagetext      where the characters, rules and pictures of a PDF page stand
    legibility    what a reader can read on a PDF page, by its ink
    page_overlay  printing over finished pages: proof marks, margins

From what people send to a Book
    intake        Its rooms, in the order in which they may import: matching, markup (Markdown),
                  manuscript (the book's own folder), formats (Word, HTML, PDF, sheets, scans),
                  parcels, tidy, credits, forms, structure, filing, photos, notice, receive,
                  adoption, specimen; contact_details in any text. The way of a file: see below

From a Book to pages
    layout        Book -> galleys. The layouts themselves stand outside src, in `layouts/NAME`:
                  sizes, lines, faces, colours in layout.yaml; templates and style sheets in
                  print, epub, shared; the cover's drawing, the barcode's place on its back, in
                  cover. A layout that extends another has only what differs from `standard`.
                  What reads layout.yaml: layout_file, layout_colours, layout_decisions; what
                  it decides: layout_values, kept by layout_memory; the style sheet that follows
                  from it: layout_sheets; its var() written out: css_constants. Its
                  templates kept compiled: compiled_templates. What the imprint prints:
                  imprint_lines, imprint_queries. A cover: cover_plan, ean_bars
    weasy         all that is used or changed of WeasyPrint's inside: contract, changes
    composition   WeasyPrint sets Chinese lines as CLREQ asks (knows nothing of books)
    pagination    page breaks of a section chosen together; pictures float (knows nothing of books)
    press         galleys -> signatures (sections laid out, kept by hash) -> bound pages
    language_files where the language models lie that the proof reads
    doctor        what the machine has and lacks
    editions      signatures and galleys -> the files: print.pdf, book.epub, offprints; and of
                  print.pdf what goes to the printer and to the archive: prepress, cover

One run, and whether it is right
    ledger        the count that must agree everywhere: awarded, received, printed, in contents and EPUB
    reminders     who has not sent a manuscript: a sheet, and letters that remind them
    history       what was made, when, with what outcome
    build_folder  one run at a time, in a folder beside the issued files
    edition_making  galleys, pages and the files of the editions, for a book that was read
    issuing       one run of all this: read, made, counted, moved into place
    layout_preview  a layout as a picture: four pages of a dummy book
    proof         Book, galleys and issued files -> errata; their repair, stets and decisions
    gate          what the proof lets through the press

Who asks for it
    project       all this for programs and notebooks: `import casebook`
    exit_status   what a command returns
    telling       errata, ledger and progress in words, for a person or a program
    notice_pages  a notice as read, line by line, as pages (notice_summary: in words)
    rounds        proof rounds: texts and pages frozen, marks, comparison (核红), proof sheets
    desk          live pages in the browser
    cli_desk cli_intake cli  arguments, progress, printing
    manual        the reference, made from the code it describes

Two walks through it: the modules in the order in which each first comes to work
    One case, from .docx to ink: receive.batch, receive.gathering, receive.receiving, structure.manuscript_reader,
    formats.word, structure.composing, forms.form_taking, tidy, credits, structure.writing,
    structure.loss_check, filing.award_choice, matching.match, filing.case_text: now it is
    `cases/1-07.md`. issuing, manuscript.book_reader, frame, sections, markup.markdown,
    edition_making, layout, press.volume, scheduler, page_numbers, worker_tasks, engine,
    composition, painting, section_layout, fitting, page_composer (the breaks: pagination),
    placement, heads_and_folios, quires, print_edition, binding.
    One line of a notice, to the contents: adoption, notice.notice_reader, notice_lines, members,
    division, headings, listing, awarding, checks, notice_files: now it stands in `awards.yaml`.
    manuscript.frame, awards_file, sections, layout (the contents is a section like a case),
    page_numbers, binding.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.book import Award, Book, Case, Section, Tier
    from casebook.errata import Erratum, Kind, Place, StopPress, Wording
    from casebook.intake.adoption import Outcome
    from casebook.intake.notice import Notice
    from casebook.intake.receive.assigning import Assigned
    from casebook.intake.receive.batch import Batch
    from casebook.issuing import Issue
    from casebook.ledger import Ledger
    from casebook.project import Adopted, Project, new, read_notice
    from casebook.proof import Proof

__version__ = "0.1.0"
__all__ = [
    "Adopted",
    "Assigned",
    "Award",
    "Batch",
    "Book",
    "Case",
    "Erratum",
    "Issue",
    "Kind",
    "Ledger",
    "Notice",
    "Outcome",
    "Place",
    "Project",
    "Proof",
    "Section",
    "StopPress",
    "Tier",
    "Wording",
    "new",
    "read_notice",
]  # fmt: skip

_HOMES = {
    "book": "Award Book Case Section Tier",
    "errata": "Erratum Kind Place StopPress Wording",
    "intake.adoption": "Outcome",
    "intake.notice": "Notice",
    "intake.receive.assigning": "Assigned",
    "intake.receive.batch": "Batch",
    "issuing": "Issue",
    "ledger": "Ledger",
    "project": "Adopted Project new read_notice",
    "proof": "Proof",
}


def __getattr__(name: str) -> object:
    """Load a public name where it is defined; the command line starts without any of them."""
    home = next((home for home, names in _HOMES.items() if name in names.split()), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
