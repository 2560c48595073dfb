"""Read a Markdown manuscript into a clean XHTML fragment: the neutral form of a text.

Enters: CommonMark with tables and footnotes. Leaves: well-formed XHTML in which every block
says its source line (`data-line`), every id is prefixed with the section's, a footnote stands
where it is called (`<span class="note">`; one that holds blocks: see `fragment`), a lone
picture is a figure, a `: …` paragraph above a table its caption, and a bold opening a run-in
heading. Editions shape notes as they need them.

Raw HTML is input from strangers: tables (whose spans Markdown cannot say) and a few inline tags
are let through, attribute by attribute; everything else is set as the characters it is and
reported. The only module that touches markdown-it.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree
from markdown_it.token import Token

from casebook.book import Picture
from casebook.errata import Erratum, Place, Wording
from casebook.intake.markup import dialect, markdown_errata, quotation_sources
from casebook.intake.markup.fragment import arrange
from casebook.intake.markup.markdown_errata import foreign
from casebook.intake.markup.source_text import uncarried
from casebook.typography import is_han

_CALL = re.compile(r"\[\^[^\]\s]+\]")
_BREAKS = ("softbreak", "hardbreak")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


Look = Callable[[str, str | None, int], Picture | None]
"""Asked of each picture: path as written, path below the manuscript folder (None when it lies
outside), line. Answers the picture, or None when it has reported why there is none."""


@dataclass(frozen=True)
class Text:
    """A manuscript as read: the fragment and the faults of the text."""

    body: str
    errata: tuple[Erratum, ...]


def read(source: str, path: str, prefix: str, first_line: int, look: Look) -> Text:
    """Read Markdown `source`, which begins at `first_line` of the file `path`.

    `prefix` starts every id. Picture paths in the fragment are relative to the manuscript
    folder, of which `path` names the file inside.
    """
    return _Reader(path, prefix, first_line, look).read(source)


class _Reader:
    def __init__(self, path: str, prefix: str, first_line: int, look: Look) -> None:
        self._path, self._prefix, self._first, self._look = path, prefix, first_line, look
        self._errata: list[Erratum] = []
        self._markdown = dialect.parser()

    def read(self, source: str) -> Text:
        for match in _FORBIDDEN.finditer(source):
            self._fault(
                "control-character",
                source.count("\n", 0, match.start()),
                Wording(
                    f"有不能排印的控制字符 U+{ord(match[0]):04X}",
                    f"a control character U+{ord(match[0]):04X} that cannot be set",
                ),
                Wording("删去这个字符。", "Delete the character."),
            )
        source = _FORBIDDEN.sub("", source)
        parsed = dialect.parse(self._markdown, source)
        tokens, env = parsed.tokens, parsed.env
        self._errata.extend(foreign(source, self._path, self._first))
        self._stretched(parsed, source)
        self._prepare(tokens)
        rendered = self._markdown.renderer.render(tokens, self._markdown.options, env)
        root = self._tree(rendered, source)
        self._uncalled(env, arrange(root, self._prefix), source)
        self._uncarried(source, root)
        body = "".join(etree.tostring(node, encoding="unicode") for node in _closed(root))
        return Text(body.strip() + "\n" if body.strip() else "", tuple(self._errata))

    def _tree(self, rendered: str, source: str) -> etree._Element:
        """Return what was rendered; the source as it stands when markup crosses itself."""
        try:
            return etree.fromstring(f"<div>{rendered}</div>")
        except etree.XMLSyntaxError as error:
            self._errata.append(markdown_errata.garbled(self._place(0), str(error)))
            root = etree.Element("div")
            for paragraph in re.split(r"\n\s*\n", source):
                etree.SubElement(root, "p", {"class": "raw"}).text = paragraph
            return root

    def _uncalled(self, env: dict[str, Any], unreached: Sequence[int], source: str) -> None:
        """Report notes that no call leads to, or only calls in such notes: they are not set."""
        notes = env.get("footnotes", {})
        labels = [label for label, number in notes.get("refs", {}).items() if number == -1]
        labels += [notes["list"][number - 1].get("label", "") for number in unreached]
        for label in labels:
            written = f"[^{label.removeprefix(':')}]"
            line = source.count("\n", 0, max(source.find(f"{written}:"), 0))
            self._fault(
                "uncalled-note",
                line,
                Wording("正文里没有引用这条注", "the text never calls this note"),
                Wording(
                    "在正文里加上注号，或删去这条注。",
                    "Call it in the text, or delete the note.",
                ),
                written,
            )

    def _uncarried(self, source: str, root: etree._Element) -> None:
        """Tell of words that are not in the fragment; those of an uncalled note go with it."""
        uncalled = {
            fault.place.line: at
            for at, fault in enumerate(self._errata) if fault.rule == "uncalled-note"
        }  # fmt: skip
        for fault in uncarried(source, root, self._path, self._first):
            at = uncalled.get(fault.place.line)
            if at is None:
                self._errata.append(fault)
            else:
                label = self._errata[at].quote
                self._errata[at] = replace(self._errata[at], quote=f"{label}: {fault.quote}")

    def _prepare(self, tokens: Sequence[Token]) -> None:
        """Give blocks their lines, check headings and raw HTML, join wrapped Han lines."""
        level, line, notes, quoted = 1, 0, False, 0
        for token in tokens:
            line = token.map[0] if token.map else line
            if token.nesting == 1 and token.map and not token.hidden:
                token.attrSet("data-line", str(self._first + line))
            notes = notes or token.type == "footnote_block_open"
            quoted += token.nesting if token.tag == "blockquote" else 0
            if token.type == "heading_open" and notes:  # it heads no section of the text
                token.tag = max(token.tag, "h2")
            elif token.type == "heading_open":
                level = self._heading(token, level, line)
            elif token.type == "list_item_open" and token.info:
                token.attrSet("value", token.info)
            elif token.type == "heading_close" and token.tag == "h1":
                token.tag = "h2"
            elif token.type == "html_block":
                token.content = self._table(token.content, line)
            elif token.type == "inline" and token.children:
                token.children = self._inline(token.children, token.content, line, quoted > 0)

    def _heading(self, token: Token, level: int, line: int) -> int:
        depth = int(token.tag[1])
        if depth == 1:
            self._fault(
                "title-in-text",
                line,
                Wording("正文里有一级标题（#）", "a heading of the first level (#) in the text"),
                Wording(
                    "题目写在文件头的 title 里，正文标题从 ## 开始。",
                    "The title belongs in the front matter; headings begin with ##.",
                ),
            )
            token.tag = "h2"
        elif depth > level + 1:
            self._fault(
                "skipped-heading-level",
                line,
                Wording(
                    f"标题从第 {level} 级跳到第 {depth} 级",
                    f"headings skip from level {level} to level {depth}",
                ),
                Wording(f"改用 {'#' * (level + 1)}。", f"Use {'#' * (level + 1)}."),
            )
        return max(depth, 2)

    def _inline(
        self, children: Sequence[Token], source: str, line: int, quoted: bool
    ) -> list[Token]:
        """Check tags and pictures, and join wrapped lines: Han to Han takes no space."""
        nested: list[Token] = []
        nesting = dialect.Nesting()
        for index, token in enumerate(children):
            if quoted and _before_source(children, index):
                line += 1
                nested.append(self._break(line))
                continue
            if token.type == "softbreak":
                line += 1
                if _han_side(children[:index][::-1], -1) and _han_side(children[index + 1 :], 0):
                    continue
                token = replace(token, type="text", content=" ")
            elif token.type == "hardbreak":
                line += 1
            elif token.type == "image":
                self._picture(token, line)
            elif token.type == "text":
                self._calls(token.content, source, line)
            nested.extend(nesting.take(token))
            self._refused(nesting, line)
        nested.extend(nesting.end())
        self._refused(nesting, line)
        if nesting.deep:
            self._deep(line, source)
        return nested

    def _break(self, line: int) -> Token:
        """Return a line break that says which line of the file begins behind it."""
        return Token("html_inline", "", 0, content=f'<br data-line="{self._first + line}"/>')

    def _refused(self, nesting: dialect.Nesting, line: int) -> None:
        for content in nesting.refused:
            self._raw(content, line)
        nesting.refused.clear()

    def _calls(self, text: str, source: str, line: int) -> None:
        """Report a note that is called and has no text; an escaped \\[^ is no call."""
        for call in _CALL.findall(text):
            if re.search(rf"(?<!\\){re.escape(call)}", source):
                self._fault(
                    "undefined-note",
                    line,
                    Wording("没有这条注的内容", "this note has no text"),
                    Wording(f"另起一段写“{call}: 注文”。", f"Add a paragraph ‘{call}: …’."),
                    call,
                )

    def _table(self, content: str, line: int) -> str:
        """Return a raw HTML table as well-formed XHTML, or its characters and an erratum."""
        if dialect.is_comment(content):
            return ""
        root = dialect.table(content)
        if root is None:
            self._raw(content.strip().splitlines()[0], line)
            return f'<p class="raw" data-line="{self._first + line}">{html.escape(content)}</p>'
        for table in root.iter("table"):
            table.set("data-line", str(self._first + line))
        return "".join(etree.tostring(node, encoding="unicode") for node in root)

    def _stretched(self, parsed: dialect.Parsed, source: str) -> None:
        """Tell of rows longer than the head of their table, and of what stands too deep."""
        for row in parsed.long_rows:
            self._errata.append(markdown_errata.long_row(self._place(row.line), row))
        for line in parsed.deep[:1]:
            self._deep(line, source.split("\n")[line])

    def _deep(self, line: int, source: str) -> None:
        self._errata.append(markdown_errata.too_deep(self._place(line), source))

    def _picture(self, token: Token, line: int) -> None:
        written = unquote(str(token.attrGet("src") or ""))
        resolved = resolve(self._path, written)
        token.attrSet("src", quote(resolved or ""))
        token.attrSet("data-line", str(self._first + line))
        if picture := self._look(written, resolved, self._first + line):
            token.attrSet("src", quote(picture.path))
            token.attrSet("width", str(picture.width))
            token.attrSet("height", str(picture.height))

    def _raw(self, content: str, line: int) -> None:
        self._errata.append(markdown_errata.raw_html(self._place(line), content))

    def _place(self, line: int) -> Place:
        return Place(self._path, self._first + line)

    def _fault(
        self, rule: str, line: int, message: Wording, hint: Wording, quote: str = ""
    ) -> None:
        self._errata.append(Erratum(rule, self._place(line), message, hint, quote))


def resolve(path: str, written: str) -> str | None:
    """Return where `written`, named in the file `path`, lies in the manuscript folder.

    None when it lies outside or is an address. Both are POSIX paths below the folder.
    """
    if not written or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", written) or written.startswith("/"):
        return None
    parts: list[str] = []
    for part in (*PurePosixPath(path).parent.parts, *PurePosixPath(written).parts):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _before_source(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is the last break of a quotation's paragraph and its source stands behind."""
    breaks = [index for index, token in enumerate(tokens) if token.type in _BREAKS]
    if breaks[-1:] != [at]:
        return False
    before, behind = (
        "".join(token.content for token in part) for part in (tokens[:at], tokens[at + 1 :])
    )
    return quotation_sources.begins(before, behind)


def _han_side(tokens: Sequence[Token], edge: int) -> bool:
    """Whether the nearest character beyond a line break is Han or a Chinese mark."""
    for token in tokens:
        if token.type in ("text", "code_inline") and token.content:
            return is_han(token.content[edge])
        if token.type in ("footnote_ref", "image", "softbreak", "hardbreak"):
            return False
    return False


def _closed(root: etree._Element) -> etree._Element:
    """Give empty elements an empty text, so that HTML parsers see their end tags too."""
    for node in root.iterdescendants():
        if node.text is None and not len(node) and node.tag not in ("br", "img", "hr", "col"):
            node.text = ""
    return root
