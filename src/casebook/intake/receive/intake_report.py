"""Show an editor what intake made of a file: the original, the case, and all that lies between.

One HTML page a case that needs no server: the file as LibreOffice shows it (as its bare text
where LibreOffice is missing), what was changed, cut and left out, and the case as the book reads
it. Everything from the file is escaped; the page runs no script.
"""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from lxml import etree

from casebook import atomic, files
from casebook.decoding import decode
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.formats import office, webpage, word
from casebook.intake.formats.rich import Block, paragraphs, words
from casebook.intake.manuscript import yaml_file
from casebook.intake.markup import markdown
from casebook.intake.structure import confidential, manuscript_reader
from casebook.intake.structure.draft import Draft
from casebook.intake.structure.titles_and_headings import numbered
from casebook.pdf import page_count, paint

WIDTH = 1000  # pixels of a page as shown

_STYLE = """
body{margin:0;font:15px/1.7 "Noto Serif CJK SC","Songti SC",SimSun,serif;color:#222}
header{padding:.6em 1em;border-bottom:1px solid #999;font-family:sans-serif}
main{display:grid;grid-template-columns:1fr 22em 1fr;height:calc(100vh - 4.5em)}
section{overflow:auto;padding:0 1em;border-right:1px solid #ccc}
h1{font-size:1.05em;margin:0}h2{font-size:1em;font-family:sans-serif}
pre{white-space:pre-wrap}img{max-width:100%}img.page{box-sizing:border-box;width:100%;border:1px solid #ccc;margin:.4em 0}table{border-collapse:collapse}
td,th{border:1px solid #999;padding:.1em .4em;vertical-align:top}
del{background:#fdd}ins{background:#dfd;text-decoration:none}li{margin:.2em 0}
.case p{text-indent:2em;margin:.2em 0}.case td p{text-indent:0}.note{font-size:.85em;color:#555}
@media print{main{display:block;height:auto}section{overflow:visible;border:0}}
"""


@dataclass(frozen=True)
class _Original:
    """The received file: how the page shows it, and its text paragraph by paragraph."""

    shown: str
    lines: tuple[str, ...]


def write(root: Path, case_id: str, folder: Path, pages: bytes | None = None) -> Path:
    """Write the report of `case_id` of the manuscript folder `root` into `folder`, return its path.

    The pages of the original stand on the left, and on the right those of the PDF `pages`, the
    case as it will be set; without it the case is shown as plain HTML. Raises `StopPress` when the case was not
    received.
    """
    case_files = CaseFiles(root)
    original, case = case_files.original(case_id), case_files.case(case_id)
    if original is None or not case.is_file():
        raise StopPress([_not_received(case_id)])
    folder.mkdir(parents=True, exist_ok=True)
    log = yaml_file.read(case_files.log(case_id)).data if case_files.log(case_id).is_file() else {}
    front, _, body = (
        files.text(case, root, f"cases/{case_id}.md").partition("---\n")[2].partition("---\n")
    )
    text = markdown.read(body, f"cases/{case_id}.md", "c", 1, lambda *_: None)
    lines = _lines(text.body)
    facts = log if isinstance(log, dict) else {}
    received = facts.get("received")
    letter = isinstance(received, dict) and "letter" in received
    left = _original(original, case_id, folder, lines, letter)
    right = _at_home(text.body, root)
    if pages is not None:
        right = _pictures(pages, folder, f"{case_id}.set")
    page = _page(case_id, front, left, facts, lines, right)
    target = folder / f"{case_id}.html"
    atomic.put(target, page.encode(), lasting=False)
    return target


def _page(
    case_id: str, front: str, left: _Original, log: dict[str, yaml_file.Value],
    lines: Sequence[str], body: str,
) -> str:  # fmt: skip
    middle = "".join((
        f"<h2>文件头</h2><pre>{html.escape(front)}</pre>",
        _listed("移到文件头或移出正文", [*_texts(log, "opening"), *_texts(log, "cut")]),
        _listed("申报表", [
            f"{row.get('label')}：{row.get('value')}（{str(row.get('became')).partition(' / ')[0]}）"
            for row in _rows(log, "form")
        ]),
        _listed("规范化", [
            f"{row.get('from')} → {row.get('to') or '（删）'}　× {row.get('times')}"
            for row in _rows(log, "changed")
        ]),
        _listed("没有进正文", [
            f"{str(row.get('why')).partition(' / ')[0]}：{row.get('text')}" for row in _rows(log, "left_out")
            if "文档属性" not in str(row.get("why"))
        ]),
        _listed("疑似", [f"{row.get('zh')} {row.get('quote')}" for row in _rows(log, "queries")]),
        "<h2>文字对照</h2>", *_differences(left.lines, lines),
    ))  # fmt: skip
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
        f"<title>收稿对照 {case_id}</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>收稿对照　{case_id}</h1></header><main>"
        f"<section>{left.shown}</section><section>{middle}</section>"
        f'<section class="case">{body}</section></main></body></html>\n'
    )


def _original(
    path: Path, case_id: str, folder: Path, case: Sequence[str], letter: bool
) -> _Original:
    """Return how the received file is shown, and its text.

    People to contact are left out of the text; the pages of a file that names some are not shown.
    """
    data, ending = files.read(path), path.suffix.lower().removeprefix(".")
    lines = tuple(_text_of(data, ending, path.name))
    draft = _draft(data, path, letter)
    private = draft is not None and bool(confidential.withheld(draft))
    if draft is not None:
        lines = tuple(confidential.hidden(lines, draft, case))
    shown = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    if private:
        why = "原件有联系人等个人信息，不显示版面，只显示文字；请打开 cases/received/ 里的原件"
        return _Original(f"<p><i>{why}。</i></p>{shown}", lines)
    if ending in ("txt", "text", "md", "markdown", "html", "htm", "xhtml"):
        return _Original(shown, lines)
    try:
        pdf = data if ending == "pdf" else office.convert(data, ending, path.name, "pdf")
    except StopPress as stop:
        why = "；".join(erratum.message.zh for erratum in stop.errata)
        return _Original(f"<p><i>{html.escape(why)}，只显示文字。</i></p>{shown}", lines)
    atomic.put(folder / f"{case_id}.pdf", pdf, lasting=False)
    return _Original(_pictures(pdf, folder, case_id), lines)


def _draft(data: bytes, path: Path, letter: bool) -> Draft | None:
    try:
        return manuscript_reader.read(data, path.name, path.stem, letter=letter).draft
    except StopPress:
        return None


def _pictures(file: bytes, folder: Path, name: str) -> str:
    """Paint the pages of a PDF into `folder` and return the HTML that shows them."""
    shown = []
    for index in range(page_count(file)):
        picture = folder / f"{name}-{index + 1}.png"
        atomic.put(picture, paint(file, index, WIDTH, "PNG"), lasting=False)
        shown.append(f'<img class="page" src="{picture.name}" alt="第 {index + 1} 页">')
    return "".join(shown)


def _text_of(data: bytes, ending: str, name: str) -> Iterator[str]:
    """Yield the paragraphs of a received file as it holds them; nothing when it cannot be read."""
    try:
        if data.startswith(b"PK") and ending not in ("odt", "ott"):
            blocks = word.read(data, name).blocks
        elif ending in ("html", "htm", "xhtml"):
            blocks = webpage.read(data, name).blocks
        elif ending in ("txt", "text", "md", "markdown"):
            decoded = decode(data, name)
            yield from () if isinstance(decoded, Erratum) else decoded.text.split("\n")
            return
        elif ending == "pdf":
            return
        else:
            blocks = word.read(office.convert(data, ending, name), name).blocks
    except StopPress:
        return
    yield from _paragraphs(blocks)


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[str]:
    for paragraph in paragraphs(blocks):
        text = "".join(words(piece) for piece in numbered(paragraph).pieces)
        if text.strip():
            yield text


def _lines(body: str) -> list[str]:
    """Return the text of a case block by block."""
    root = etree.fromstring(f"<div>{body}</div>")
    tags = ("p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "caption", "figcaption")
    return [
        "".join(map(str, node.itertext())) for node in root.iter(*tags)
        if not any(child.tag in tags for child in node)
    ]  # fmt: skip


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Yield every paragraph that differs between the file and the case, changes marked in it."""
    ours = [" ".join(line.split()) for line in old if line.strip()]
    other = [" ".join(line.split()) for line in new if line.strip()]
    codes = SequenceMatcher(None, ours, other, autojunk=False).get_opcodes()
    for code, i1, i2, j1, j2 in codes:
        if code != "equal":
            yield f"<p>{_marked('¶'.join(ours[i1:i2]), '¶'.join(other[j1:j2]))}</p>"


def _marked(old: str, new: str) -> str:
    if len(old) * len(new) > 4_000_000:
        return f"<del>{html.escape(old)}</del><ins>{html.escape(new)}</ins>"
    parts: list[str] = []
    for code, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = html.escape(old[i1:i2]), html.escape(new[j1:j2])
        if code == "equal":
            parts.append(come)
        else:
            parts.append(
                (f"<del>{gone}</del>" if gone else "") + (f"<ins>{come}</ins>" if come else "")
            )
    return "".join(parts)


def _listed(title: str, items: Iterable[str]) -> str:
    rows = "".join(f"<li>{html.escape(item)}</li>" for item in items)
    return f"<h2>{title}</h2><ul>{rows}</ul>" if rows else ""


def _texts(log: dict[str, yaml_file.Value], key: str) -> list[str]:
    value = log.get(key)
    return [str(text) for text in value] if isinstance(value, list) else []


def _rows(log: dict[str, yaml_file.Value], key: str) -> list[dict[str, yaml_file.Value]]:
    value = log.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _at_home(body: str, root: Path) -> str:
    """Let the pictures of a fragment be found from anywhere."""
    return body.replace('src="media/', f'src="{(root / "media").resolve().as_uri()}/')


def _not_received(case_id: str) -> Erratum:
    return Erratum(
        "not-received",
        Place(f"cases/{case_id}.md"),
        Wording("没有这篇来稿的原件", "there is no received file of this case"),
        Wording("先用 casebook receive 收稿。", "Receive it with casebook receive first."),
    )
