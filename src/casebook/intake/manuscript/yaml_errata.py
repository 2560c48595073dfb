"""Say in an editor's words what PyYAML found broken.

Its messages name scanner states (“could not find expected ':'”); most of them come from a tab,
a full-width colon, a missing space or an unquoted mark, and those can be named outright.
"""

import re

from casebook.errata import Erratum, Place, Wording

TAB = Wording("这一行用了制表符（Tab）", "a tab stands on this line")
TAB_HINT = Wording("请改用空格。", "Use spaces.")
COLON = Wording("键后面用了全角冒号“：”", "a full-width colon ‘：’ follows the key")
COLON_HINT = Wording("请写成半角冒号加空格，例如“title: 题目”。", "Write ‘title: …’: colon, space.")
SPACE = Wording("冒号后面缺空格", "a space is missing after the colon")
SPACE_HINT = Wording("请在冒号后面加一个空格。", "Put a space after the colon.")
QUOTE = Wording("引号没有合上", "a quotation mark is not closed")
QUOTE_HINT = Wording(
    "请补上半角引号，前后要成对。", "Close it with the same straight quotation mark."
)
MARK = Wording("文字以 YAML 的符号开头", "the text begins with a mark that YAML uses itself")
MARK_HINT = Wording("请给整段文字加半角引号。", "Put the whole text in straight quotation marks.")
VALUE = Wording("一行里有两个“: ”", "‘: ’ stands twice on one line")
CLOSE = Wording(
    "括号 { } 或 [ ] 没有合上，或项目之间缺逗号", "{ } or [ ] is not closed, or a comma is missing"
)
CLOSE_HINT = Wording(
    "请检查这一行的括号和半角逗号。", "Look at the brackets and commas of this line."
)
INDENT = Wording("缩进与上文不一致", "the indentation does not fit the lines above")
INDENT_HINT = Wording("同一层的键要对齐。", "Keys of one level must stand in one column.")
DOCUMENTS = Wording("文件里有单独一行“---”", "a line ‘---’ starts a second document")
DOCUMENTS_HINT = Wording("请删去这一行。", "Remove that line.")
DEEP = Wording("括号或缩进套得太深", "brackets or indents are nested too deep")
NUMBER = Wording("这里的编号不存在", "a number that stands for nothing")
NUMBER_HINT = Wording("请直接写出文字。", "Write the text itself.")
CONTROL_HINT = Wording("请删去这个字符。", "Remove that character.")
OTHER_HINT = Wording(
    "请检查这一行和上一行的冒号、引号与缩进。", "Look at this line and the one above."
)

PROBLEMS: tuple[tuple[str, Wording, Wording], ...] = (
    (r"unexpected end of stream.*|.*quoted scalar", QUOTE, QUOTE_HINT),
    (r"mapping values are not allowed", VALUE, MARK_HINT),
    (r"character .* that cannot start|alias|anchor|tag|expected a comment", MARK, MARK_HINT),
    (r"expected ',' or|flow", CLOSE, CLOSE_HINT),
    (r"expected <block end>|did not find expected", INDENT, INDENT_HINT),
    (r"single document|but found another document", DOCUMENTS, DOCUMENTS_HINT),
)


def fault_of_syntax(error: Exception, text: str, name: str, first_line: int) -> Erratum:
    """Return the erratum for PyYAML's `error` on `text`, placed in the file called `name`."""
    lines = text.split("\n")
    at, column = _position(error, text)
    if type(error) is ValueError:
        at, column = _number_too_large(text)
    row = lines[at] if at < len(lines) else ""
    before = lines[at - 1] if 0 < at <= len(lines) else ""
    back, (message, hint) = _reason(error, row, before)
    place = Place(name, first_line + at - back, None if back else column)
    return Erratum(
        "yaml-syntax", place, message, hint, (before if back else row).strip()[:LONGEST_QUOTE]
    )


LONGEST_QUOTE = 200
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0abvfreNLP])")
_LETTERS = dict(zip("0abvfreNLP", "\0\a\b\v\f\r\x1b\x85\u2028\u2029", strict=True))


def escape_of(code: int, written: str) -> str:
    """Return how a double-quoted text, as `written`, names the character `code`; or nothing."""
    for escape in _ESCAPE.findall(written):
        letter, digits = escape[1], escape[2:]
        if (int(digits, 16) if digits else ord(_LETTERS[letter])) == code:
            return str(escape)
    return ""


def foreign(code: int) -> tuple[Wording, Wording]:
    """Return message and hint for a character no text file should hold."""
    if 0xD800 <= code <= 0xDFFF:
        return (
            Wording(f"半个字符 U+{code:04X}，单独不成字", f"U+{code:04X} is half of a character"),
            Wording("请直接写出这个字。", "Write the character itself."),
        )
    return Wording(f"有控制字符 U+{code:04X}", f"control character U+{code:04X}"), CONTROL_HINT


def _position(error: Exception, text: str) -> tuple[int, int | None]:
    """Return the line from 0 and the column from 1; a character fault knows only its offset."""
    problem, context = (getattr(error, f"{part}_mark", None) for part in ("problem", "context"))
    quoted = "quoted scalar" in str(getattr(error, "context", ""))
    mark = (context if quoted else problem) or context
    if mark is not None:
        return int(mark.line), int(mark.column) + 1
    offset = getattr(error, "position", None)
    if offset is None:
        return 0, None
    head = text[: int(offset)]
    return head.count("\n"), len(head) - head.rfind("\n")


def _number_too_large(text: str) -> tuple[int, int | None]:
    """Return line and column of what makes PyYAML fail: an escape beyond Unicode, a directive."""
    found = re.search(r"\\U(?!0010|000)[0-9a-fA-F]{8}|^%.*$", text, re.MULTILINE)
    at = found.start() if found else 0
    return text.count("\n", 0, at), at - text.rfind("\n", 0, at)


def _reason(error: Exception, row: str, before: str) -> tuple[int, tuple[Wording, Wording]]:
    """Return how many lines back the fault began, and its message and hint."""
    if isinstance(error, RecursionError):
        return 0, (DEEP, CLOSE_HINT)
    if type(error) is ValueError:
        return 0, (NUMBER, NUMBER_HINT)
    if hasattr(error, "position"):
        character = getattr(error, "character", 0)
        return 0, foreign(character if isinstance(character, int) else ord(character))
    said = " ".join(str(getattr(error, part, "") or "") for part in ("context", "problem"))
    for back, line in enumerate((row, before)):
        if re.match(r"\s*\t", line) or (not back and r"'\t'" in said):
            return back, (TAB, TAB_HINT)
        if re.match(r"\s*(- )?[\w-]+：", line):
            return back, (COLON, COLON_HINT)
        if re.match(r"\s*(- )?\w+:[^\s/]", line):
            return back, (SPACE, SPACE_HINT)
    for pattern, message, hint in PROBLEMS:
        if re.search(pattern, said):
            return 0, (message, hint)
    return 0, (Wording(f"YAML 读到这里断了（{said.strip()}）", said.strip()), OTHER_HINT)
