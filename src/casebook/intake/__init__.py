"""Read what people send and what the editor keeps, and make one `Book` of it.

formats     a received file of any kind -> a neutral document, every word accounted for
markup      Markdown -> a clean fragment, and what of the source is not carried
manuscript  the book's own folder: facts, awards, texts -> Book (`book_reader`)
matching    organisations, regions, keys; which award a manuscript belongs to
notice      a notice of awards -> tiers and awards
parcels     archives and mails -> files
receive     files -> cases, pictures in their places, everything kept
specimen    a dummy book, its notice and its parcel
adoption    a notice that was read -> the book's awards
contact_details  which numbers and addresses in a text are a person's
"""
