"""The rules, by subject. Importing this package registers them all.

The signs of a text
    stops      ，。；：？！、: their width, doubled, out of place, lacking
    marks      dashes, ellipses, connectors; characters that only look like one
    pairs      brackets, quotation marks, book-title marks that do not pair
    spaces     blank lines and blanks
    residue    what machines leave: encodings, entities, characters of another script
    numbers    figures: approximations, ranges, widths, Chinese or Arabic
    dates      how a date is written, whether it exists, whether dates agree
    chronology the number of a session, an age, what ends before it begins
    arithmetic growth, parts of a whole, rates
    tables     sums of tables, the text against a table, totals told twice

Its words
    characters what language models would rather read
    words      phrases that do not exist, recommended forms, doubled little words
    terms      what a text, or the book, should write one way
    wording    terms of medicine, units, names for people and places
    places     provinces: which a place is in, what it is called
    documents  titles of documents
    office_holders  names of leaders, and the offices they held when
    privacy    contact details of persons (patients: patients and children by name)

A text and its book
    structure  numbering, levels of headings, empty texts
    names      organisations and awards named as in the notice
    quoting    what a text quotes of the notice
    repeated   passages, whole texts and pictures that stand in the book twice
    issued     what only the laid-out pages show
"""

from casebook.proof.rules import (
    arithmetic,
    characters,
    chronology,
    dates,
    documents,
    issued,
    marks,
    names,
    numbers,
    office_holders,
    pairs,
    patients,
    places,
    privacy,
    quoting,
    repeated,
    residue,
    spaces,
    stops,
    structure,
    tables,
    terms,
    wording,
    words,
)

__all__ = [
    "arithmetic",
    "characters",
    "chronology",
    "dates",
    "documents",
    "issued",
    "marks",
    "names",
    "numbers",
    "office_holders",
    "pairs",
    "patients",
    "places",
    "privacy",
    "quoting",
    "repeated",
    "residue",
    "spaces",
    "stops",
    "structure",
    "tables",
    "terms",
    "wording",
    "words",
]
