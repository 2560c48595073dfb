"""Chinese lines as print asks for them, in WeasyPrint.

`install()` once, then every document that WeasyPrint lays out is composed by CLREQ and the GB
standards: full lines, trimmed and squeezed marks, space between Han and Latin, no forbidden line
starts and ends, no orphan characters. Style sheets say the rest, with the properties of CSS Text 4
(`line-break`, `text-autospace`, `text-spacing-trim`, `text-justify`, `hanging-punctuation`,
`text-wrap`, `word-break`) and
`--clreq-…` (see `settings`); `block-step-size` (CSS Rhythmic Sizing) keeps lines on the grid behind
what is not text (see `rhythm`). This package imports nothing of casebook but `weasy`, through
which it reaches WeasyPrint.

    settings           what a style sheet asks for (declarations: its properties, taught to
                       WeasyPrint; property_meanings: what each is for)
    inline_content     the boxes of a block as one text, and the way back (flow, leaders)
    shaping faces      glyphs and their widths (shaping_runs: what is shaped only once)
    classes            classes of characters
    punctuation_widths how wide a mark is, where its glyph stands in that width
    gaps units         what may stand between two characters; what may not be divided
    english            where Chinese text goes over into English
    addresses          where addresses are (hyphenation: words; phrases: Chinese titles)
    paragraph          all this as numbers (break_opportunities, emergency: where a line may end)
    line_edges         a stop at the end of a line, a bracket at its start: trimmed, kept, hanging
    lines adjust       the lines are chosen; a line is made as wide as its measure
    block_lines        the lines of a block as WeasyPrint's boxes (line_boxes, out_of_flow)
    intrinsic_widths   how narrow and how wide a block can be
    line_drawing       a line is drawn (operators, glyph_writer)
    rhythm             blocks in whole steps of the grid
    continuation       a heading comes again where its block goes on
"""

from casebook.weasy import changes, contract, hooks
from casebook.weasy.contract import EngineMismatch
from casebook.weasy.css_properties import teach

from . import continuation, rhythm, settings
from .block_lines import fill_leader, lines_of_block, next_line
from .declarations import check_declaration, validator
from .intrinsic_widths import max_width, min_width
from .line_drawing import draw_line, lay_out_backgrounds

__all__ = ["EngineMismatch", "install", "installed", "uninstall"]


def _make(record: changes.Record) -> None:
    contract.verify()
    record.wrap(hooks.NEXT_LINE, next_line)
    record.wrap(hooks.LINES_OF_BLOCK, lines_of_block)
    record.wrap(hooks.LEADER, fill_leader)
    record.wrap(hooks.MIN_WIDTH, min_width)
    record.wrap(hooks.MAX_WIDTH, max_width)
    record.wrap(hooks.DRAW_LINE, draw_line)
    record.wrap(hooks.BACKGROUNDS, lay_out_backgrounds)
    record.wrap(hooks.DECLARATION, check_declaration)
    for name, value in settings.INITIAL.items():
        teach(record, name, value, validator(name), inherited=True)


_LINES = changes.ChangeSet("lines", _make)


def install() -> None:
    """Make WeasyPrint compose Chinese lines; a second call does nothing.

    Raises `EngineMismatch` when WeasyPrint is not what this package was made for.
    """
    changes.apply(_LINES, rhythm.CHANGES, continuation.CHANGES)


def uninstall() -> None:
    """Give WeasyPrint back as it was; does nothing when not installed."""
    changes.undo(_LINES.name, rhythm.CHANGES.name, continuation.CHANGES.name)


def installed() -> bool:
    """Say whether WeasyPrint composes with this package now."""
    return _LINES.name in changes.applied()
