"""All application forms, in the order of their awards."""

from functools import cache

import forms_grid
import forms_other
import forms_pages
from parcel_truth import Form

MAKERS = (
    forms_grid.two_columns, forms_grid.four_columns, forms_grid.upright_labels,
    forms_grid.label_over_value, forms_grid.label_in_cell, forms_grid.nested_tables,
    forms_grid.long_cell, forms_grid.section_cells,
    forms_pages.form_then_manuscript, forms_pages.cover_and_parts, forms_pages.lines_to_fill,
    forms_pages.sealed_controls, forms_pages.mail_links, forms_pages.wps_form,
    forms_other.with_cards, forms_other.team_rows, forms_other.contact_in_text,
    forms_other.saved_page, forms_other.plain_text, forms_other.old_word,
)  # fmt: skip


@cache
def all_forms() -> tuple[Form, ...]:
    """Return the forms that can be made here: the last only where LibreOffice is."""
    made = (maker() for maker in MAKERS)
    return tuple(form for form in made if form is not None)
