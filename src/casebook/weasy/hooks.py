"""The functions of WeasyPrint that composition replaces; see `changes.Record.wrap`.

What is put there takes WeasyPrint's own function first and then what that takes. And how composed
elements are marked: whoever reads pages or packs an EPUB need not load WeasyPrint for the name.
"""

from typing import Final

from casebook.weasy.changes import Hook

NEXT_LINE: Final = Hook("layout.inline", "get_next_linebox")
LINES_OF_BLOCK: Final = Hook("layout.block", "_linebox_layout")
BLOCK: Final = Hook("layout.block", "block_level_layout_switch")
LEADER: Final = Hook("layout.inline", "handle_leader")
MIN_WIDTH: Final = Hook("layout.preferred", "inline_min_content_width")
MAX_WIDTH: Final = Hook("layout.preferred", "inline_max_content_width")
DRAW_LINE: Final = Hook("draw.text", "draw_first_line")
BACKGROUNDS: Final = Hook("layout.background", "layout_box_backgrounds")
DECLARATION: Final = Hook("css.validation", "validate_non_shorthand")
REPEATED: Final = "data-again"
"""The attribute of a row, cell or caption that composition sets once more where a table goes on."""
