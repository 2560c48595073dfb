"""casebook: a press for anthologies. The map.

    errata        Place, Erratum, StopPress: how a fault is told
    book          Book, Tier, Award, Case, Section: what a book is
    typography    character classes, numerals, pinyin: tables and pure functions
    intake        what people send and what the editor keeps -> Book
    layout        Book -> galleys: one HTML document per section
    composition   WeasyPrint sets Chinese lines as CLREQ asks (knows nothing of books)
    press         galleys -> laid-out pages
    editions      pages and galleys -> print.pdf, book.epub
    ledger        the count that must agree everywhere
    proof         Book, galleys and issued files -> errata
    rounds        proof rounds: texts and pages frozen, marks, comparison (核红), proof sheets
    desk          live pages in the browser
    cli           arguments, progress, printing, exit status

A stage imports only stages above it (`tests/test_architecture.py` holds it).
"""

__version__ = "0.1.0"
