"""Pages composed as lines are: by looking at the whole.

Page breaks of a section are chosen together, by what all its pages cost: empty lines at the foot,
facing pages of unlike length, a last page of few lines. To fill pages, pictures float within their
part of the section, become a little smaller, and space above headings grows by whole lines. This
package imports nothing of casebook but `weasy`, through which it reaches WeasyPrint; pages that are
good as they come are left.

    page_composer  look at the pages, choose, have them made again, look again
    column_pages   pages in columns: the last of them is no remnant
    item_reader    what stands on pages, as items, and where no page may break: widows, orphans,
                   rows that belong together
    items          an item, a row of items: plain data
    page_properties  the CSS properties, taught to WeasyPrint
    short_tables   short tables as items, kept whole
    page_freedoms  what a style allows: stretch, shrink, float
    float_ranges   where a float may stand
    mentions       which figures and tables the text calls by their numbers
    page_breaks    the choice: dynamic programming
    line_shares    which headings and pictures take the lines that a page has to spare
    page_edges     pictures at the head or foot of a page stand where its line would
    page_costs     what an editor minds, in figures: empty lines, unlike neighbours, a short last page
"""
