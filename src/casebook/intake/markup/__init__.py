"""Read Markdown manuscripts: the dialect, its markup, and the check that nothing of a source is dropped.

markdown         a manuscript -> a clean XHTML fragment
picture_calls    where a text calls for pictures: found, written, put in
dialect          what is allowed, and how it is parsed
fragment         figures, captions, run-in heads and notes arranged
quotation_sources the line of a quotation that says where it is from
source_text      what of a source is text, and what of it did not arrive
markdown_errata  what the editor is told
"""
