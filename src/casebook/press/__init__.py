"""Turn galleys into laid-out pages.

Enters: galleys. Leaves: pages ready to be issued, their folios, and the errata of their setting.
WeasyPrint is called through its public interface, and its inside through `casebook.weasy`.

A book:
    volume          the pages of a book, made: all of the below, in turn
    scheduler       its tasks done: by workers, by a cluster, or in this process
    workers         worker processes (preload: what they are forked from; dask: on other machines)
    worker_tasks    what a worker is asked to do: small records
    page_numbers    sections laid out until the page numbers they print are true
    revised_sections  sections laid out anew where they stand, before the others are
    imposing        which page stands where, on which side, under which number

A section:
    signature       what a section gives to the book: plain data
    engine          WeasyPrint set up; an HTML document laid out; what it logs, told
    section_layout  a section laid out page by page; note_numbers: notes numbered on each
    fitting         what is too wide (overfull) made to fit; wide_tables, number_columns
    placement       where every character came to stand, and whether it can be read
    page_starts     where in the text each page begins
    text_places     which signs of the galley each page prints, by its marked contents
    painting        pages drawn into streams; embedded_pictures: as they are;
                    picture_profiles: what their colours mean (png_colorimetry: said in numbers)
    structure_tree  what a screen reader reads

Binding:
    heads_and_folios  running heads and folios, set (margin_cache: kept)
    binding         signatures bound into one PDF, links led to their anchors: objects, typefaces,
                    catalogue (outline, labels)
    quires          sections as they stand in the last file, to be written again as they are

Around them:
    dependencies    what a thing is made from; build_cache: whether a run would change anything
    fonts           families declared and installed (font_weights, font_rights)
    sheet_checks    what in style sheets would go wrong without a word
    standing_type   a document besides the book, kept set while nothing it is made of changes
    painted_cover   the front of the cover as a picture
    layout_errata   what can go wrong in laying out, in words
"""
