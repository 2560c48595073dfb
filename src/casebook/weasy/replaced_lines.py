"""The lines of WeasyPrint that put notes and rows on pages, and those that stand in their place.

A WeasyPrint that has other lines there is refused.
"""

import inspect
import marshal
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from casebook.import_cache import cached
from casebook.weasy.changes import Record
from casebook.weasy.contract import EngineMismatch

_EDITS = {
    "build.element_to_box": (
        (
            "            footnotes.append(footnote)\n",
            """\
            footnote.process_whitespace()
            footnote.process_text_transform()
            footnotes.append(footnote)
""",
        ),
    ),
    "block._linebox_layout": (
        (
            "report = not context.in_column and can_break_now and not could_break_before",
            "report = not context.in_column and can_break_now and not could_break_before "
            "and context.notes.may_leave(context.current_page_footnotes)",
        ),
        (
            """\
                overflow = context.layout_footnote(footnote)
                new_footnotes.append(footnote)
                overflow = (
                    overflow or
                    context.reported_footnotes or
                    context.overflows_page(bottom_space, new_position_y + offset_y))
""",
            """\
                new_footnotes.append(footnote)
                overflow = context.place_footnote(
                    footnote, (box, line, len(new_children) + 1), bottom_space,
                    new_position_y + offset_y, new_children or not page_is_empty,
                    () if resume_at is None else iter_line_boxes(
                        context, child, new_position_y, bottom_space, resume_at, box,
                        absolute_boxes, fixed_boxes, None, None),
                    lambda lines: remove_placeholders(
                        context, lines, absolute_boxes, fixed_boxes))
""",
        ),
    ),
    # a cell that has no room on a page goes on where it was, and does not begin again
    "table.table_layout": (
        (
            "                    cell_resume_at = {0: None}\n",
            """\
                    cell_resume_at = cell_skip_stack or {0: None}
                    if skip_stack and index_cell not in skip_stack:
                        cell_resume_at = None
""",
        ),
        # a table that opens a page breaks between its groups where there is no better way
        (
            "    def body_groups_layout(skip_stack, position_y, bottom_space, page_is_empty):\n",
            "    def body_groups_layout(skip_stack, position_y, bottom_space, page_is_empty):\n"
            "        opens_page = page_is_empty\n",
        ),
        (
            "context, group, index_group, new_table_children, page_is_empty,",
            "context, group, index_group, new_table_children, opens_page,",
        ),
    ),
    "page.make_page": (
        (
            """\
    reported_footnotes = context.reported_footnotes
    context.reported_footnotes = []
    for i, reported_footnote in enumerate(reported_footnotes):
        context.footnotes.append(reported_footnote)
        overflow = context.layout_footnote(reported_footnote)
        if overflow and i != 0:
            context.report_footnote(reported_footnote)
            context.reported_footnotes = reported_footnotes[i:]
            break
""",
            "    context.begin_footnotes()\n",
        ),
        (
            "    if page_type.blank:\n        previous_resume_at = resume_at\n",
            "    if page_type.blank or context.notes.alone:\n        previous_resume_at = resume_at\n",
        ),
        (
            "    if page_type.blank:\n        resume_at = previous_resume_at\n",
            "    if page_type.blank or context.notes.alone:\n        resume_at = previous_resume_at\n",
        ),
        (
            """\
    footnote_area = build.create_anonymous_boxes(footnote_area.deepcopy())
    footnote_area = block_level_layout(
        context, footnote_area, bottom_space=-inf, skip_stack=None,
        containing_block=footnote_area.page, page_is_empty=True,
        absolute_boxes=positioned_boxes, fixed_boxes=positioned_boxes)[0]
""",
            "    footnote_area = context.end_footnotes(positioned_boxes)\n",
        ),
        (
            """\
    root_box, resume_at, next_page, _, _, _ = block_level_layout(
        context, root_box, 0, resume_at, initial_containing_block,
""",
            """\
    root_box, resume_at, next_page, _, _, _ = block_level_layout(
        context, root_box, context.begin_planned(page, root_box, positioned_boxes),
        resume_at, initial_containing_block,
""",
        ),
        (
            "    root_box.children = out_of_flow_boxes + root_box.children\n",
            "    root_box.children = out_of_flow_boxes + root_box.children\n"
            "    context.end_planned(root_box)\n",
        ),
    ),
    "page.remake_page": (
        (
            """\
        (next_page_side == 'right' and not right_page) or
        (context.reported_footnotes and resume_at is None))
""",
            """\
        (next_page_side == 'right' and not right_page))
    if context.notes.stand_alone(blank, resume_at):
        blank = False
""",
        ),
        (
            "name = _update_page_groups(page_groups, resume_at, next_page, root_box, blank)",
            "name = context.notes.page_name(page_groups) if context.notes.alone else "
            "_update_page_groups(page_groups, resume_at, next_page, root_box, blank)",
        ),
    ),
}


def replace_lines(record: Record, *functions: tuple[ModuleType, str]) -> None:
    """Replace the lines of functions of WeasyPrint's modules, each given as module and name.

    What is compiled is kept for these sources and these edits. Raises `EngineMismatch` when a line
    is not there just once.
    """
    files = {str(module.__file__): b"" for module, _ in functions}
    digest = sha256(repr(_EDITS).encode())
    for path in files:
        files[path] = Path(path).read_bytes()
        digest.update(files[path])
    made = cached("notes", digest.hexdigest(), lambda: [_edited(*each) for each in functions])
    for (module, name), code in zip(functions, made, strict=True):
        scope: dict[str, object] = {}
        exec(marshal.loads(code), module.__dict__, scope)
        record.attribute(module, name, scope[name])


def _edited(module: ModuleType, name: str) -> bytes:
    """Return a function with its lines replaced, compiled."""
    source = inspect.getsource(getattr(module, name))
    for old, new in _EDITS[f"{module.__name__.rpartition('.')[2]}.{name}"]:
        if source.count(old) != 1:
            raise EngineMismatch(f"WeasyPrint's {name} has other lines")
        source = source.replace(old, new)
    return marshal.dumps(compile(source, str(module.__file__), "exec"))
