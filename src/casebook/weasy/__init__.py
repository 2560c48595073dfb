"""The one boundary to WeasyPrint: whatever is used or changed of its inside stands here.

Public is what WeasyPrint's API reference describes, which others may import: `HTML`, `CSS`,
`Attachment`, `DEFAULT_OPTIONS` and `default_url_fetcher`; `document.Document`, `Page` and
`DocumentMetadata`; `text.fonts.FontConfiguration`; `css.counters.CounterStyle`; `urls`. All else
is its inside: every other module, every name with an underscore.

    contract         each symbol of the inside: why we need it, the source we were written against
    symbol_source    the source of a symbol, found in files that need not be installed
    comparison       `make contract VERSION=…`: what another WeasyPrint changes of the contract
    changes          replace functions of WeasyPrint in one order, and give them back
    weasyprint_types its objects by name, for annotations (it has no types of its own)
    hooks            the functions that composition replaces
    html_sheets      its own style sheets, parsed once; page_names: which named page counts
    html_tree        HTML parsed as it parses it
    loading          WeasyPrint, loaded quickly (c_declarations)
    pango            its C libraries (font_cutting: a font cut down by HarfBuzz; outlines: on a
                     coarser grid)
    font_map         the fonts of a configuration
    css_properties   a property it does not know, taught (css_values: its values)
    inline_layout    what it lays out in a line
    page_maker       its page maker, driven page by page
    drawing          what is laid out, drawn (page_stream, pdf_values); images
    flow_pieces      what stands in the flow of a page; box_changes: the tree changed and given back
    planned_pages    pages made as they were planned
    footnotes        changed: notes are laid out to a height (footnote_area, page_ends,
                     replaced_lines)
    first_font       changed: a line keeps its place whatever font a character comes from
    kept_blocks      changed: blocks that were laid out stay laid out; used_lengths: so do lengths
    screen_colours   changed: colours of every kind can be mixed (gradient_inks: those of a press)
    shared_styles    changed: equal styles are computed once for all documents
    upstream/        patches that WeasyPrint could take, each with its test

Nothing here knows of books. WeasyPrint is loaded by the modules that need it, on import.
"""

from casebook.weasy.weasyprint_types import Box, Page


def page_box_of(page: Page) -> Box:
    """Return the box of a page of WeasyPrint's `Document`, with the transformations worked out."""
    return page._page_box
