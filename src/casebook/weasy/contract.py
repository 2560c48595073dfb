"""The contract: every symbol of WeasyPrint's inside that we use or replace, and why.

With each stands the hash of the source that this package was written against, so that another
WeasyPrint is a list of differences to read (`make contract VERSION=…`). Where a wrong argument
would do harm silently, the parameters are named, too, and looked at before anything is changed.
"""

import inspect
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from casebook.weasy.symbol_source import digest_of, source_of

WEASYPRINT: Final = "70.0"
"""The version this package is written against."""


class EngineMismatch(RuntimeError):  # noqa: N818
    """WeasyPrint is not the version this package was made for, or its inside has changed."""


class Use(StrEnum):
    """What we do with a symbol: ours stands in its place; we call it; we rely on what it holds."""

    REPLACED = "replaced"
    CALLED = "called"
    READ = "read"


class Symbol(NamedTuple):
    """A symbol: its full name, what we do with it and why, the hash of its source.

    `takes` names its parameters.
    """

    name: str
    use: Use
    why: str
    digest: str
    takes: str = ""


# fmt: off
CONTRACT: Final = (
    # Lines: composition sets them
    Symbol("weasyprint.layout.inline.get_next_linebox", Use.REPLACED, "a line is one of a paragraph whose lines were chosen together", "85f1eff36fce",
           "context linebox position_y bottom_space skip_stack containing_block absolute_boxes fixed_boxes first_letter_style first_line_style"),
    Symbol("weasyprint.layout.block._linebox_layout", Use.REPLACED, "what floats in lines that are dropped is dropped with them; notes are put on the page", "2edf8a7e471b",
           "context box index child new_children page_is_empty absolute_boxes fixed_boxes adjoining_margins bottom_space position_y skip_stack first_letter_style first_line_style draw_bottom_decoration max_lines"),
    Symbol("weasyprint.layout.inline.handle_leader", Use.REPLACED, "the filling of a leader is gathered", "a7f944a205e4",
           "context line containing_block"),
    Symbol("weasyprint.layout.preferred.inline_min_content_width", Use.REPLACED, "the widest piece is one of a composed paragraph", "b08f7cabeb29",
           "context box outer skip_stack first_line is_line_start"),
    Symbol("weasyprint.layout.preferred.inline_max_content_width", Use.REPLACED, "the text on one line is as wide as it is composed", "44ae18a604d4",
           "context box outer is_line_start"),
    Symbol("weasyprint.draw.text.draw_first_line", Use.REPLACED, "glyphs stand where they were measured", "df38b8753e86",
           "stream textbox text_overflow block_ellipsis matrix"),
    Symbol("weasyprint.layout.background.layout_box_backgrounds", Use.REPLACED, "a composed line has no background to look for", "3a31f4bc4848",
           "page box get_image_from_uri layout_children style"),
    Symbol("weasyprint.css.validation.properties.validate_non_shorthand", Use.REPLACED, "--clreq-… is checked where it is declared", "69f3dbacd9c6",
           "tokens name base_url required"),
    Symbol("weasyprint.layout.inline.split_inline_level", Use.CALLED, "an object within a line is laid out", "8098bdbd3e2d",
           "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes fixed_boxes line_placeholders waiting_floats line_children first_letter_style first_line_style"),
    Symbol("weasyprint.layout.inline._out_of_flow_layout", Use.CALLED, "placed, running and note boxes are taken out of a line", "f1e0515f8bb8",
           "context box containing_block index child children line_children waiting_children waiting_floats absolute_boxes fixed_boxes line_placeholders float_widths max_x position_x bottom_space"),
    Symbol("weasyprint.layout.inline._adjust_line_height", Use.CALLED, "a line is as high as what stands in it", "4a074e00c9d3"),
    Symbol("weasyprint.layout.inline.line_box_verticality", Use.CALLED, "where the baseline of a line is", "ece07952f8c3",
           "box"),
    Symbol("weasyprint.layout.absolute.absolute_layout", Use.CALLED, "what is placed within a relative box", "b3634ade73b6"),
    Symbol("weasyprint.layout.block.remove_placeholders", Use.CALLED, "dropped lines are forgotten", "c7196fdc1f9c",
           "context box_list absolute_boxes fixed_boxes"),
    Symbol("weasyprint.layout.float.avoid_collisions", Use.CALLED, "the measure beside floats", "9414233392f7",
           "context box containing_block outer"),
    Symbol("weasyprint.layout.float.float_layout", Use.CALLED, "a float within a line", "be48193cfb2b",
           "context box containing_block absolute_boxes fixed_boxes bottom_space skip_stack"),
    Symbol("weasyprint.layout.leader.leader_index", Use.CALLED, "the leader of a line", "a5db9f270b8b",
           "box"),
    Symbol("weasyprint.layout.percent.resolve_percentages", Use.REPLACED, "the lengths of a box are worked out once for a style and a measure", "92016b948f74",
           "box containing_block"),
    Symbol("weasyprint.layout.preferred.adjust", Use.CALLED, "the edges of a box are added to the width of its content", "8b98f66a3930"),
    Symbol("weasyprint.layout.preferred.min_content_width", Use.CALLED, "how narrow an object is", "1917bbe274d8"),
    Symbol("weasyprint.layout.preferred.max_content_width", Use.CALLED, "how wide an object is", "56acc6b71da9"),
    Symbol("weasyprint.css.AnonymousStyle", Use.READ, "boxes without a style of their own share a face and are built lean", "a03e4d782f93"),
    Symbol("weasyprint.formatting_structure.boxes.Box", Use.READ, "the boxes of lines are copies of the source, with these attributes", "110b2400932a"),
    Symbol("weasyprint.formatting_structure.boxes.InlineBox", Use.READ, "the tree of a line", "77a4a9e5242d"),
    Symbol("weasyprint.formatting_structure.boxes.LineBox", Use.READ, "the tree of a line", "8fa5e131b5e9"),
    Symbol("weasyprint.formatting_structure.boxes.TextBox", Use.READ, "the tree of a line", "2128b22ee8d3"),
    # Whole steps and other properties WeasyPrint does not know
    Symbol("weasyprint.layout.block.block_level_layout_switch", Use.REPLACED, "the height of a block is rounded up to whole steps", "ed614e4c9d87",
           "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes adjoining_margins first_letter_style first_line_style discard max_lines"),
    Symbol("weasyprint.css.properties.INITIAL_VALUES", Use.REPLACED, "a property is added", "ac30dc5d0b7e"),
    Symbol("weasyprint.css.properties.INHERITED", Use.REPLACED, "a property is added", "863074863f37"),
    Symbol("weasyprint.css.properties.KNOWN_PROPERTIES", Use.REPLACED, "a property is added", "70b2be28ce66"),
    Symbol("weasyprint.css.properties.TABLE_WRAPPER_BOX_PROPERTIES", Use.REPLACED, "a table hands the property to its wrapper", "2d32e34938c2"),
    Symbol("weasyprint.css.validation.properties.PROPERTIES", Use.REPLACED, "a property is added", "150c05a4fedc"),
    Symbol("weasyprint.css.computed_values.COMPUTER_FUNCTIONS", Use.REPLACED, "the length of a property is computed to pixels", "76dc6a7d5edf"),
    Symbol("weasyprint.css.properties.Dimension", Use.READ, "what a length is", "f49ac4130965"),
    Symbol("weasyprint.css.tokens.get_length", Use.CALLED, "what a length is", "5f8aa4cd0c77"),
    Symbol("weasyprint.css.tokens.InvalidValues", Use.CALLED, "how a wrong value is told", "1fd781643633"),
    # Notes: laid out to a height, with a place where they go on
    Symbol("weasyprint.formatting_structure.build.element_to_box", Use.REPLACED, "white space within a note is that of a block", "c489ce6eb1c8"),
    Symbol("weasyprint.layout.table.table_layout", Use.REPLACED, "a cell without room goes on where it was; groups break where they have to", "09a10bccbad2"),
    Symbol("weasyprint.layout.page.make_page", Use.REPLACED, "a page begins with notes that go on, and may be for notes alone", "956a4c5f9b42"),
    Symbol("weasyprint.layout.page.remake_page", Use.REPLACED, "a page whose text would lie on its notes is made again", "54219cdedd65"),
    Symbol("weasyprint.layout.LayoutContext._update_footnote_area", Use.REPLACED, "the note area is as high as what fits", "fedec017556e"),
    Symbol("weasyprint.layout.LayoutContext.unlayout_footnote", Use.REPLACED, "a note whose call leaves the page leaves it", "053407751b1c"),
    Symbol("weasyprint.layout.LayoutContext.overflows_page", Use.REPLACED, "what met the end of its page is not kept laid out", "1029305e8f00"),
    Symbol("weasyprint.layout.LayoutContext", Use.READ, "notes called, on the page, put off; the bottom of the page", "b84bfc05f3be"),
    Symbol("weasyprint.layout.block.block_level_layout", Use.CALLED, "the note area is laid out", "6b8ad2cbf577"),
    Symbol("weasyprint.layout.block.block_level_page_break", Use.CALLED, "whether a heading may end a page", "613aef275d5c"),
    Symbol("weasyprint.formatting_structure.build.create_anonymous_boxes", Use.CALLED, "the note area has its lines", "4d0b57f1d245"),
    Symbol("weasyprint.formatting_structure.boxes.BlockContainerBox", Use.READ, "what of a note area goes on", "c2df7bd7eb2c"),
    Symbol("weasyprint.formatting_structure.boxes.ReplacedBox", Use.READ, "where pictures in notes end", "13275132c47e"),
    Symbol("weasyprint.formatting_structure.boxes.FootnoteAreaBox", Use.READ, "the note area", "8cae37d7a188"),
    Symbol("weasyprint.layout.absolute.AbsolutePlaceholder", Use.READ, "what stands for a placed box, known by `_box`", "ec046e88c727"),
    # Text and fonts
    Symbol("weasyprint.layout.inline.split_text_box", Use.REPLACED, "a line keeps its place whatever font a character comes from", "eb75c8b916af"),
    Symbol("weasyprint.text.line_break.get_font_description", Use.REPLACED, "the families of the style sheets follow those of the element", "be554c07a53f"),
    Symbol("weasyprint.pdf.fonts.get_hb_object_data", Use.REPLACED, "fonts are looked at without reading their files", "a921ed57bd7b"),
    Symbol("weasyprint.text.line_break.Layout", Use.CALLED, "text is shaped; decorations ask for metrics", "ba2e4044f7c7"),
    Symbol("weasyprint.text.line_break.line_size", Use.CALLED, "the height of a line of text", "186816fcede2"),
    Symbol("weasyprint.text.line_break.strut", Use.CALLED, "the height and baseline of a line", "e0631a4e87ce",
           "style"),
    Symbol("weasyprint.text.fonts.get_pango_font_key", Use.CALLED, "a font is known by its key", "cc14d053f6d7"),
    Symbol("weasyprint.text.fonts.FontConfiguration.__init__", Use.READ, "the fontconfig configuration `_config`, and `font_map`", "7892baa23553"),
    Symbol("weasyprint.text.fonts.FontConfiguration.add_font_face", Use.READ, "the faces are counted that a document brings", "c033ff4b7cd5"),
    Symbol("weasyprint.pdf.fonts.Font", Use.CALLED, "a font is found again and cut down", "dc2c377ba9ac"),
    Symbol("weasyprint.text.ffi.FROM_UNITS", Use.CALLED, "lengths of Pango", "f844f7fd3d61"),
    Symbol("weasyprint.text.ffi.ffi", Use.CALLED, "Pango is called; declarations are added", "6e27f5d27fa0"),
    Symbol("weasyprint.text.ffi.fontconfig", Use.CALLED, "the fonts are confined to those of the layout", "7feb39e2dd0b"),
    Symbol("weasyprint.text.ffi.gobject", Use.CALLED, "fonts are kept alive", "af567f53c09a"),
    Symbol("weasyprint.text.ffi.harfbuzz", Use.CALLED, "fonts of a few pages are cut down", "3a77dee578a6"),
    Symbol("weasyprint.text.ffi.harfbuzz_subset", Use.CALLED, "fonts of a few pages are cut down", "06d9dde1a3a0"),
    Symbol("weasyprint.text.ffi.pango", Use.CALLED, "text is shaped", "e70bdd36fd60"),
    Symbol("weasyprint.text.ffi.pangoft2", Use.CALLED, "the font map is told of a change", "d9f15edead07"),
    Symbol("weasyprint.text.ffi.unicode_to_char_p", Use.CALLED, "text is handed to Pango", "4fa052a2dae4"),
    # Styles, shared by all documents with the same style sheets
    Symbol("weasyprint.css.StyleFor.set_computed_styles", Use.REPLACED, "equal elements of all documents share values", "5cb8f2bf7461"),
    Symbol("weasyprint.css.ComputedStyle.__missing__", Use.REPLACED, "a computed value is kept for equal elements", "b63779545f97"),
    Symbol("weasyprint.css.AnonymousStyle.__init__", Use.REPLACED, "an anonymous box has what equal ones have", "094b271d1d1e"),
    Symbol("weasyprint.css.AnonymousStyle.__missing__", Use.REPLACED, "what it has is kept for equal ones", "ea3974fea081"),
    Symbol("weasyprint.layout.page.set_page_type_computed_styles", Use.REPLACED, "equal pages share their styles", "aed6c0aac2b4"),
    Symbol("weasyprint.css.Style", Use.READ, "says what is shared", "d37975c41150"),
    Symbol("weasyprint.css.StyleFor.__init__", Use.READ, "the tables `_sheets`, `_cascaded_styles`, `_computed_styles`", "d15b963b59ca"),
    Symbol("weasyprint.css.StyleFor.__call__", Use.READ, "turned pages have their sides exchanged", "118cfe9045fc"),
    Symbol("weasyprint.css.StyleFor.get_cascaded_styles", Use.CALLED, "which declarations reach a page", "0217000f057d"),
    Symbol("weasyprint.css.StyleFor._page_type_match", Use.CALLED, "which page rules match a page", "c551f7acaad6"),
    Symbol("weasyprint.css.ComputedStyle.__init__", Use.READ, "the parent and the declarations of a style", "9eb1408056ab"),
    Symbol("weasyprint.css.properties.INITIAL_NOT_COMPUTED", Use.READ, "which initial values are not shared", "e0af4f066e63"),
    # Pages, made one by one
    Symbol("weasyprint.document.Document._build_layout_context", Use.CALLED, "the context of a document", "28bdc03b9775"),
    Symbol("weasyprint.document.Page", Use.CALLED, "pages are drawn; `_page_box` is the box of a page", "3c056032e668"),
    Symbol("weasyprint.layout.layout_document", Use.READ, "the driver in whose place ours stands", "421aba4c2809"),
    Symbol("weasyprint.layout.page.make_all_pages", Use.READ, "the driver in whose place ours stands", "18987bbc6ea9"),
    Symbol("weasyprint.layout.initialize_page_maker", Use.CALLED, "the first page is ready to be made", "a7930c337ba2"),
    Symbol("weasyprint.layout.layout_backgrounds", Use.CALLED, "a finished page has its backgrounds", "4ec76be6ca7f"),
    Symbol("weasyprint.layout.layout_fixed_boxes", Use.CALLED, "a finished page has what is fixed on all pages", "958695acb097"),
    Symbol("weasyprint.formatting_structure.build.build_formatting_structure", Use.CALLED, "the boxes of a document", "326c9349c62a"),
    Symbol("weasyprint.formatting_structure.boxes.PageBox", Use.READ, "an empty page", "35e19c6c5d7d"),
    Symbol("weasyprint.layout.page.PageType", Use.CALLED, "an empty page is of a type", "7a39f664bbb3"),
    Symbol("weasyprint.layout.page.page_width", Use.CALLED, "the margins of an empty page", "38d5e1b315c8"),
    Symbol("weasyprint.layout.page.page_height", Use.CALLED, "the margins of an empty page", "458e010c407f"),
    Symbol("weasyprint.layout.page.make_margin_boxes", Use.CALLED, "heads and folios", "ff19320efeb0"),
    Symbol("weasyprint.layout.page._standardize_page_based_counters", Use.CALLED, "a page counts itself", "b60b992f575e"),
    Symbol("weasyprint.css.targets.TargetLookupItem", Use.CALLED, "page numbers of other sections", "3cb72fc0d6cc"),
    Symbol("weasyprint.css.targets.TargetCollector", Use.READ, "page numbers of other sections", "cdad934377b5"),
    Symbol("weasyprint.HTML.__init__", Use.READ, "the elements selectors see: `wrapper_element`", "5192c9881ab3"),
    # Pages, as they were chosen
    Symbol("weasyprint.formatting_structure.boxes.TableBox", Use.READ, "the rows of a table are items of the flow", "250d9a4010e6"),
    Symbol("weasyprint.formatting_structure.boxes.TableRowGroupBox", Use.READ, "the rows of a table are items of the flow", "46c6be2a6813"),
    Symbol("weasyprint.formatting_structure.boxes.BlockReplacedBox", Use.READ, "a picture in a figure may become smaller", "fcb70aab1e39"),
    # Drawing
    Symbol("weasyprint.draw.draw_stacking_context", Use.CALLED, "heads and folios are drawn", "c97878300f32"),
    Symbol("weasyprint.stacking.StackingContext", Use.CALLED, "heads and folios are drawn", "87bd9b10d471"),
    Symbol("weasyprint.pdf._use_references", Use.CALLED, "pictures and patterns become objects", "da9c08e65dfd"),
    Symbol("weasyprint.pdf.stream.Stream", Use.CALLED, "text is marked by number alone", "ed8183a339eb"),
    Symbol("weasyprint.images.RasterImage", Use.CALLED, "PNG data is embedded as it is", "9e0ebcef3ed0"),
    Symbol("weasyprint.draw.color.darken", Use.REPLACED, "borders in relief are of colours of every kind", "904602c63215",
           "color"),
    Symbol("weasyprint.draw.color.lighten", Use.REPLACED, "borders in relief are of colours of every kind", "99a5db0ecab6",
           "color"),
    Symbol("weasyprint.images.Gradient.__init__", Use.REPLACED, "colours of every kind are mixed", "d62c42d2eebb"),
    Symbol("weasyprint.pdf.stream.Stream.set_color", Use.REPLACED, "wide colours are drawn as the nearest of the screen", "957fcf9e4b84"),
    Symbol("weasyprint.urls.fetch", Use.CALLED, "a picture is read by the fetcher of the press", "fc67e2c832c7"),
    Symbol("weasyprint.CSS.__init__", Use.READ, "what a style sheet knows is in its attributes", "2b35168f6ed4"),
    Symbol("weasyprint.html.UA", Use.READ, "the text of a style sheet of the engine's own", "4c9a80d0c8c9"),
    Symbol("weasyprint.html.UA_STYLESHEET", Use.READ, "how it is parsed: kept, not at every start", "fa6f7ca50cc3"),
    Symbol("weasyprint.html.UA_FORM_STYLESHEET", Use.READ, "how it is parsed", "7952dc75184e"),
    Symbol("weasyprint.html.PH_STYLESHEET", Use.READ, "how it is parsed", "5b33efcbc7e6"),
    Symbol("weasyprint.html.UA_COUNTER_STYLE", Use.READ, "what counter styles are kept in", "5d83fea20d80"),
    Symbol("weasyprint.urls.URLFetchingError", Use.CALLED, "a picture that cannot be read", "18d3fb463d66"),
    # Other libraries
    Symbol("pydyf._to_bytes", Use.CALLED, "values are written as pydyf writes them", "2d07f1549e6f"),
    Symbol("tinycss2.color5.D50", Use.CALLED, "white point of Lab colours", "5a895a7406e2"),
    Symbol("tinycss2.color5.D65", Use.CALLED, "white point of Lab colours", "8cff617eaa83"),
    Symbol("weasyprint.pdf.stream.Stream.add_shading", Use.REPLACED, "a gradient of inks is written in inks", "0ab8042f7505"),
    Symbol("weasyprint.images.Gradient.draw", Use.READ, "takes the parts of its colours by [:3] of what `to` returns", "124c9ac9940c"),
    Symbol("tinycss2.color4.Color.to", Use.REPLACED, "colours of every kind become those of the screen", "ba7e117fa8bd"),
    Symbol("tinycss2.parser.parse_stylesheet", Use.REPLACED, "style sheets of the engine's own are taken as they were kept", "fc34c42f0fcd"),
    Symbol("cssselect2.compiler.CompiledSelector.__init__", Use.READ, "the test of a selector, and what it calls", "199630005c23"),
    Symbol("cffi.api.FFI.cdef", Use.REPLACED, "declarations are parsed once; elsewhere, they are parsed as ever", "88b940411e45"),
    Symbol("cffi.cparser.Parser.__init__", Use.READ, "what a parser knows", "cec86a1e7842"),
    Symbol("cffi.cparser.Parser.parse_type", Use.READ, "types asked for by name", "dcdcfb463206"),
)
# fmt: on


def verify() -> None:
    """Check the version of WeasyPrint and the parameters of functions; raise `EngineMismatch`."""
    here: str = import_module("weasyprint").__version__
    if here != WEASYPRINT:
        raise EngineMismatch(
            f"composition is made for WeasyPrint {WEASYPRINT}; {here} is installed"
        )
    for symbol in CONTRACT:
        if symbol.takes:
            _verify(symbol, here)


def _verify(symbol: Symbol, here: str) -> None:
    module, _, name = symbol.name.rpartition(".")
    function = getattr(import_module(module), name, None)
    if function is None:
        raise EngineMismatch(f"WeasyPrint {here} has no {name}")
    parameters = list(inspect.signature(function).parameters)
    if parameters != symbol.takes.split():
        raise EngineMismatch(
            f"WeasyPrint's {name} takes {', '.join(parameters)}; "
            f"composition expects {', '.join(symbol.takes.split())}"
        )


def broken(folder: Path, package: str = "") -> Iterator[tuple[Symbol, str | None]]:
    """Yield each symbol whose source in `folder` is another, with that source; None: it is gone.

    With `package`, only symbols of it are looked at.
    """
    for symbol in CONTRACT:
        if symbol.name.startswith(package):
            source = source_of(folder, symbol.name)
            if source is None or digest_of(source) != symbol.digest:
                yield symbol, source
