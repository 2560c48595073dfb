"""Read what people send and what the editor keeps, and make one `Book` of it.

contact_details of people, found in any text; pinyin: names in their order
matching    organisations, regions, keys; which awards a manuscript may belong to
markup      Markdown -> a clean fragment, and what of the source is not carried
manuscript  the book's own folder: facts, awards, texts -> Book (`book_reader`)
formats     a received file of any kind -> a neutral document, every word accounted for
parcels     archives and mails -> files
tidy        marks and blanks set right, every change counted
credits     lines of authors and credit lines read, and taken off the end
forms       application forms: what they say, and the text in them
structure   a received file -> Draft: title, organisation, the text as Markdown
filing      Draft -> a case under its award, its log, the bytes as they came; versions, the inbox
photos      pictures that came beside a manuscript -> their places in its case
notice      a notice of awards -> tiers and awards
receive     the verbs: many files received in one run, assigned, everything kept and told
adoption    a notice taken into a book
specimen    a dummy book, its notice, its parcel

A room imports only rooms above it (`tests/test_architecture.py` holds it). A file that came passes
`receive`, which has parcels unpacked, the file read (structure, by formats, forms, tidy and credits),
and the case filed (filing, by matching); `manuscript`, by markup, reads it when a book is made.
"""
