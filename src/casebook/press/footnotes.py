"""Keep a note on the page of its call.

WeasyPrint, when a paragraph may not break where the page ends (widows), first moves notes to the
next page to make room, whatever `footnote-policy` says: one note in five of the dummy book stood
on the wrong page. The line that decides so is replaced; a WeasyPrint that has another line there
is refused.
"""

import inspect

from casebook.errata import Erratum, Place, StopPress, Wording

_LINE = "report = not context.in_column and can_break_now and not could_break_before"
_KEPT = _LINE + (
    " and not any(note.style['footnote_policy'] == 'line' for note in context.current_page_footnotes)"
)


def keep_with_call() -> None:
    """Make `footnote-policy: line` hold for notes already on the page. Safe to call again.

    CSS Generated Content for Paged Media, 2.6. Raises `StopPress` for another WeasyPrint.
    """
    from weasyprint.layout import block

    from casebook import composition

    if getattr(block, "keeps_notes", False):
        return
    composition.uninstall()  # it stands on what is replaced here
    source = inspect.getsource(block._linebox_layout)
    if source.count(_LINE) != 1:
        raise StopPress([_mismatch()])
    made: dict[str, object] = {}
    code = compile(source.replace(_LINE, _KEPT), block.__file__, "exec")
    exec(code, block.__dict__, made)
    block._linebox_layout = made["_linebox_layout"]
    block.keeps_notes = True


def _mismatch() -> Erratum:
    return Erratum(
        "engine-mismatch",
        Place("WeasyPrint"),
        Wording(
            "脚注处理与这个版本的 WeasyPrint 不匹配",
            "the handling of notes does not fit this WeasyPrint",
        ),
        Wording("用 make book 重装锁定的版本。", "Reinstall the pinned version with make book."),
    )
