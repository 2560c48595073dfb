"""casebook: a press for anthologies. The map.

    locking       one writer at a time
    aside         a file written whole or not at all
    store         what was made, kept by the hash of what it was made from
    conservation  what of one text does not stand in another: the check behind “nothing lost”
    errata        Place, Erratum, StopPress: how a fault is told
    filefault     a file that cannot be read or written, told
    limits        computing time and memory that work may take
    book          Book, Tier, Award, Case, Section: what a book is
    typography    character classes, numerals, widths: tables and pure functions
    decoding      bytes -> text, and the encoding it was in
    files         what people put into folders: the one walk, the one way to read (file_faults: why not)
    pictures pdf  picture files and PDF files, looked at
    legibility    what a reader can read on a PDF page, by its ink
    intake        what people send and what the editor keeps -> Book
    layout        Book -> galleys: one HTML document per section
    composition   WeasyPrint sets Chinese lines as CLREQ asks (knows nothing of books)
    press         galleys -> signatures (sections laid out, kept by hash) -> bound pages
    editions      galleys and signatures -> print.pdf, book.epub, offprints
    ledger        the count that must agree everywhere
    history       what was made, when, with what outcome
    workplace     one run at a time: its turn, its folder beside the issued files
    issuing       one run of all this: the verb behind `casebook build`
    proof         Book, galleys and issued files -> errata
    gate          what the proof lets through the press
    notice_pages  a notice as read, line by line, as pages (notice_told: in words)
    rounds        proof rounds: texts and pages frozen, marks, comparison (核红), proof sheets
    telling       errata, ledger and progress in words, for a person or a program
    desk          live pages in the browser
    cli           arguments, progress, printing, exit status

A stage imports only stages above it (`tests/test_architecture.py` holds it).
"""

__version__ = "0.1.0"
