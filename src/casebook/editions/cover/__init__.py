"""The cover: drawn by the layout, for the press as one sheet, for the EPUB as a picture of its front.

cover_galley   the layout's templates, set with the book's facts and measures
cover_edition  press-cover.pdf: the sheet in inks, kept while nothing of it changes
cover_check    the finished sheet looked at: its barcode read back, its words legible
"""
