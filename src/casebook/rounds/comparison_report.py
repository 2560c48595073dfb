"""The comparison as a page: four lists, both texts side by side, pages to be read again.

It works from a file, without a server and without scripts. What only differs in punctuation or
spaces stands apart, or 84 commas would bury one deleted 余.
"""

from collections.abc import Iterator, Sequence
from html import escape

from casebook.errata import Wording
from casebook.rounds.book_fields import words_of
from casebook.rounds.compare import Change, Comparison, Group, MarkFate, Piece
from casebook.rounds.reflow import ChangedPage
from casebook.rounds.round_marks import NAMES

LISTS = {
    MarkFate.UNASKED: Wording("擅改：没有批注的改动", "Changed without a mark"),
    MarkFate.MISSED: Wording("漏改：批注没有执行", "Missed"),
    MarkFate.WRONG: Wording("错改：没有照批注改", "Carried out wrongly"),
    MarkFate.DONE: Wording("已改", "Carried out"),
    MarkFate.BY_EYE: Wording("须人工核对", "To be checked by eye"),
}
STYLE = """
body { font: 15px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  max-width: 1200px; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #bbb; padding: .3rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere }
th { background: #f1efe9 }
del { color: #8c0000; background: #fbe3e3 } ins { color: #00572a; background: #dcf3e3 }
h2.unasked, h2.missed, h2.wrong { color: #8c0000 }
.side td { width: 50% } .none { color: #555 }
@media print { h2 { break-after: avoid } tr { break-inside: avoid } }
"""


def page(
    comparison: Comparison,
    changed_pages: Sequence[ChangedPage],
    old: Wording,
    new: Wording,
    names: dict[str, str],
) -> str:
    """Return the report as HTML; `names` are titles by case."""
    head = f"核红：{old.zh} → {new.zh}"
    parts = [
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(head)}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(head)}</h1>",
        f'<p lang="en">{escape(f"Comparison: {old.en} → {new.en}")}</p>',
        _summary(comparison, changed_pages),
    ]
    for fate, name in LISTS.items():
        parts.append(_list(fate, name, comparison.of(fate), names))
    parts.append(_pages(changed_pages))
    parts.append("<h2>对照 · Side by side</h2>")
    parts.extend(_side(comparison.groups, names))
    return "".join([*parts, "</body></html>\n"])


def _summary(comparison: Comparison, changed_pages: Sequence[ChangedPage]) -> str:
    cells = "".join(
        f"<tr><td>{escape(name.zh)} · {escape(name.en)}</td><td>{len(comparison.of(fate))}</td></tr>"
        for fate, name in LISTS.items()
    )
    return f"<table>{cells}<tr><td>须重读的页 · Pages to be reread</td><td>{len(changed_pages)}</td></tr></table>"


def _list(fate: MarkFate, name: Wording, changes: Sequence[Change], names: dict[str, str]) -> str:
    words = [change for change in changes if not change.marks_only]
    small = [change for change in changes if change.marks_only]
    out = f'<h2 class="{fate.value}">{escape(name.zh)} · {escape(name.en)}（{len(changes)}）</h2>'
    if not changes:
        return out + '<p class="none">无 · none</p>'
    if words:
        out += _rows(words, names)
    if small:
        out += "<h3>只涉及标点和空格 · punctuation and spaces only</h3>" + _rows(small, names)
    return out


def _rows(changes: Sequence[Change], names: dict[str, str]) -> str:
    rows = "".join(
        f"<tr><td>{escape(c.case)}<br>{escape(names.get(c.case, ''))}</td><td>{_asked(c)}</td>"
        f"<td><del>{_shown(c.before)}</del></td><td><ins>{_shown(c.after)}</ins></td>"
        f"<td>…{escape(c.around)}…</td></tr>"
        for c in changes
    )
    head = "<tr><th>案例</th><th>批注</th><th>原为</th><th>现为</th><th>上下文</th></tr>"
    return f"<table>{head}{rows}</table>"


def _asked(change: Change) -> str:
    mark = change.mark
    if mark is None:
        return "—"
    words = f"“{mark.quote}”→“{mark.text}”" if mark.text else f"“{mark.quote}”"
    by = f"（{mark.by}）" if mark.by else ""
    where = f"【{words_of(change.case, mark.field).zh}】" if mark.field else ""
    return escape(f"{where}{NAMES[mark.asks].zh} {words} {mark.note}{by}")


def _shown(text: str) -> str:
    return escape(text.replace("\n", "¶")) or "—"


def _pages(changed_pages: Sequence[ChangedPage]) -> str:
    rows = "".join(
        f"<tr><td>{escape(r.label)}</td><td>{escape(r.was) or '—'}</td><td>{len(r.lines)}</td></tr>"
        for r in changed_pages
    )
    head = "<tr><th>页 · page</th><th>原在 · was on</th><th>重排的行 · lines reset</th></tr>"
    table = f"<table>{head}{rows}</table>" if rows else '<p class="none">无 · none</p>'
    return f"<h2>须重读的页 · Pages to be read again</h2>{table}"


def _side(groups: Sequence[Group], names: dict[str, str]) -> Iterator[str]:
    case = None
    for group in groups:
        if group.case != case:
            if case is not None:
                yield "</table>"
            case = group.case
            yield f"<h3>{escape(case)} {escape(names.get(case, ''))}</h3><table class=side>"
        left = "".join(_run(p) for p in group.pieces if p.sign != "+")
        right = "".join(_run(p) for p in group.pieces if p.sign != "-")
        yield f"<tr><td>{left}</td><td>{right}</td></tr>"
    if case is not None:
        yield "</table>"


def _run(piece: Piece) -> str:
    words = escape(piece.text.replace("\n", "¶\n")).replace("\n", "<br>")
    if piece.sign == "-":
        return f"<del>{words}</del>"
    return f"<ins>{words}</ins>" if piece.sign == "+" else words
