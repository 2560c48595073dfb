"""What a print house and an archive are handed: the print pages in inks, or kept for long.

No page is laid out here but the press sheet: the bound print PDF is taken apart by pikepdf and put together as the
standards ask. The only place where littlecms (Pillow's ImageCms) works.

    paper_conditions    what is printed on: profile, registered name, ink limit
    colour_management   colours of the screen -> inks of a paper
    matrices            where a point comes to stand
    overprinted_words   what lies below black words, whose ink is added to theirs
    ink_streams         content streams: colours as inks, black text over what lies below
    drawn_things        what pages draw by name: forms, patterns, shadings, pictures, and their sizes
    press_pictures      pictures in inks, at the size they are printed in
    press_boxes         bleed, marks, blank pages
    standard_metadata   what a file says of itself: PDF/X-4, PDF/A-2 and -3, PDF/UA-1
    x4_rules            the clauses of PDF/X-4 that a reader of the file can check
    pdf_writing         a document written without what leads nowhere
    press_edition       press-interior.pdf
    archive_edition     archive.pdf
    booklet             booklet.pdf: two pages on a side, for a desk printer
    preflight           every point a print house looks at
    press_sheet         press-sheet.pdf and .json; sheet_facts: what the page says to people
"""
