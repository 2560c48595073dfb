"""Read and write the editor's YAML: every scalar a string, every value with its line.

`1-07`, `no` and dates stay what the editor wrote, because nothing is guessed from the look of a
scalar; `typed` gives the types. The file is composed to nodes and built here rather than loaded,
so doubled keys, aliases and tags are seen instead of being resolved in silence. What PyYAML found
broken is said in an editor's words: its messages name scanner states (“could not find expected
':'”), and most of them come from a tab, a full-width colon, a missing space or an unquoted mark.
PyYAML lives only in this module.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from casebook import files
from casebook.errata import Erratum, Place, StopPress, Wording

TAB = Wording("这一行用了制表符（Tab）", "a tab stands on this line")
TAB_HINT = Wording("请改用空格。", "Use spaces.")
COLON = Wording("项名后面用了全角冒号“：”", "a full-width colon ‘：’ follows the key")
COLON_HINT = Wording("请写成半角冒号加空格，例如“title: 题目”。", "Write ‘title: …’: colon, space.")
SPACE = Wording("冒号后面缺空格", "a space is missing after the colon")
SPACE_HINT = Wording("请在冒号后面加一个空格。", "Put a space after the colon.")
QUOTE = Wording("引号不成对", "a quotation mark is not closed")
QUOTE_HINT = Wording(
    "请补上半角引号，前后要成对。", "Close it with the same straight quotation mark."
)
MARK = Wording("文字以 YAML 的符号开头", "the text begins with a mark that YAML uses itself")
MARK_HINT = Wording("请给整段文字加半角引号。", "Put the whole text in straight quotation marks.")
VALUE = Wording("一行里有两个“: ”", "‘: ’ stands twice on one line")
CLOSE = Wording(
    "括号 { } 或 [ ] 不成对，或项目之间缺逗号", "{ } or [ ] is not closed, or a comma is missing"
)
CLOSE_HINT = Wording(
    "请检查这一行的括号和半角逗号。", "Look at the brackets and commas of this line."
)
INDENT = Wording("缩进与上文不一致", "the indentation does not fit the lines above")
INDENT_HINT = Wording("同一层的各项要对齐。", "Keys of one level must stand in one column.")
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
    match = re.search(r"\\U(?!0010|000)[0-9a-fA-F]{8}|^%.*$", text, re.MULTILINE)
    at = match.start() if match else 0
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
    problem = " ".join(str(getattr(error, part, "") or "") for part in ("context", "problem"))
    for back, line in enumerate((row, before)):
        if re.match(r"\s*\t", line) or (not back and r"'\t'" in problem):
            return back, (TAB, TAB_HINT)
        if re.match(r"\s*(- )?[\w-]+：", line):
            return back, (COLON, COLON_HINT)
        if re.match(r"\s*(- )?\w+:[^\s/]", line):
            return back, (SPACE, SPACE_HINT)
    for pattern, message, hint in PROBLEMS:
        if re.search(pattern, problem):
            return 0, (message, hint)
    return 0, (Wording(f"从这里起读不下去（{problem.strip()}）", problem.strip()), OTHER_HINT)


Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Steps: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys and list positions, from the top of the file."""

STRING = yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG
SEQUENCE = yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG
MAPPING = yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG
SEPARATOR = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
"""Line ends to YAML and to no editor: they would break a text and shift every line number."""
NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""What an escape can name and no text may hold: controls, line ends of nobody's, halves of
characters, characters that are none."""
LONGEST = 2_000_000
"""Characters: the awards of ten thousand cases."""
ROW = 88
"""A list of plain words no wider than this stays on one line."""


@dataclass(frozen=True)
class YamlFile:
    """A YAML file as read: its name for the editor, its data, the line of each value, its faults.

    `data` is None when the syntax is broken; an empty file gives an empty mapping.
    """

    name: str
    data: "Value | None"
    lines: dict[Steps, int] = field(default_factory=dict)
    errata: tuple[Erratum, ...] = ()

    def place(self, steps: Steps = ()) -> Place:
        """Return the place of the value at `steps`, or of the nearest value that holds it."""
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return Place(self.name, self.lines.get(steps))


def read(path: Path, name: str | None = None, root: Path | None = None) -> YamlFile:
    """Read the file at `path`; `name` is what the editor calls it.

    With `root`, a link out of that folder is not followed. Raises `FileNotFoundError` only; any
    other reason why it cannot be read is an erratum of the result.
    """
    name = name or path.name
    try:
        return parse(files.text(path, root, name), name)
    except StopPress as stop:
        return YamlFile(name, None, errata=stop.errata)


def parse(text: str, name: str, first_line: int = 1) -> YamlFile:
    """Read YAML `text`; `first_line` is its line in the file (front matter starts at 2)."""
    if len(text) > LONGEST:
        return YamlFile(name, None, errata=(_too_long(Place(name, first_line), len(text)),))
    if separator := SEPARATOR.search(text):
        line = text.count("\n", 0, separator.start()) + first_line
        fault = Erratum("yaml-syntax", Place(name, line), *foreign(ord(separator[0])))
        return YamlFile(name, None, errata=(fault,))
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        erratum = fault_of_syntax(error, text, name, first_line)
        return YamlFile(name, None, errata=(erratum,))
    if node is None:
        return YamlFile(name, {}, {(): first_line})
    builder = _Builder(text, name, first_line)
    data = builder.build(node, ())
    return YamlFile(name, data, builder.lines, tuple(builder.errata))


def dump(data: "dict[str, Value] | list[Value]", comment: str = "") -> str:
    """Write `data` as YAML text for people, `comment` as `#` lines above it.

    Mappings that stand in a list and hold only scalars, lists of them and short mappings of them
    take one line each, as do short lists of scalars; the rest is indented. Order is kept; `parse` gives back equal data.
    """
    text: str = yaml.serialize(
        _node(data), Dumper=_Dumper, allow_unicode=True, width=10**9, indent=2
    )
    head = "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    return head + text


def row(data: "dict[str, Value]") -> str:
    """Write `data` on one line, in braces, whatever it holds; `parse` gives back equal data."""
    text: str = yaml.serialize(_inline(data), Dumper=_Dumper, allow_unicode=True, width=10**9)
    return text.strip()


class _Builder:
    """Turns nodes into data, noting lines and what YAML allows but a book does not need."""

    def __init__(self, text: str, name: str, first_line: int) -> None:
        self.text = text
        self.name = name
        self.first_line = first_line
        self.lines: dict[Steps, int] = {}
        self.errata: list[Erratum] = []
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, steps: Steps) -> Value:
        """Return the data of `node`, which stands at `steps`."""
        self.lines.setdefault(steps, self._line(node))
        if id(node) in self._seen:
            self._aliased()
            return ""
        self._seen.add(id(node))
        if node.tag not in (STRING, SEQUENCE, MAPPING):
            self._refuse("yaml-tag", node, f"标签 {node.tag}", f"the tag {node.tag}")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, steps)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*steps, i)) for i, item in enumerate(node.value)]
        return self._written(node)

    def _written(self, node: yaml.Node) -> str:
        """Return the text of a scalar; a character that no text may hold is an erratum.

        Two escapes that are one character in UTF-16, as JSON writes it, are that character.
        """
        value = str(node.value)
        if not NO_TEXT.search(value):
            return value
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        for match in NO_TEXT.finditer(value):
            self._character(node, ord(match[0]))
        return NO_TEXT.sub("\ufffd", value)

    def _character(self, node: yaml.Node, code: int) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        escape = escape_of(code, self.text[start:end])
        at = self.text.find(escape, start, end) if escape else start
        line = self.text.count("\n", 0, at) + self.first_line
        place = Place(self.name, line, at - self.text.rfind("\n", 0, at))
        self.errata.append(Erratum("yaml-character", place, *foreign(code), escape))

    def _aliased(self) -> None:
        """Refuse every alias of the file, once: a node does not know who else calls for it."""
        if not any(erratum.rule == "yaml-alias" for erratum in self.errata):
            for event in yaml.parse(self.text, Loader=yaml.BaseLoader):
                if isinstance(event, yaml.AliasEvent):
                    self._refuse("yaml-alias", event, "别名（&、*）", "an alias (&, *)")

    def _mapping(self, node: yaml.MappingNode, steps: Steps) -> dict[str, Value]:
        data: dict[str, Value] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._refuse("yaml-key", key, "项名不是文字", "a key that is not a word")
                continue
            name = self._written(key)
            if name in data:
                self._doubled(key, self.lines[(*steps, name)])
                continue
            self.lines[(*steps, name)] = self._line(key)
            data[name] = self.build(value, (*steps, name))
        return data

    def _line(self, node: "yaml.Node | yaml.Event") -> int:
        assert node.start_mark is not None
        return int(node.start_mark.line) + self.first_line

    def _place(self, node: "yaml.Node | yaml.Event") -> Place:
        assert node.start_mark is not None
        return Place(self.name, self._line(node), node.start_mark.column + 1)

    def _doubled(self, key: yaml.ScalarNode, first: int) -> None:
        message = Wording(
            f"“{key.value}”写了两次，第一次在第 {first} 行",
            f"‘{key.value}’ is written twice, first on line {first}",
        )
        hint = Wording("请只留一个。", "Keep only one of them.")
        self.errata.append(Erratum("doubled-key", self._place(key), message, hint, str(key.value)))

    def _refuse(self, rule: str, node: "yaml.Node | yaml.Event", zh: str, en: str) -> None:
        message = Wording(f"这里用了 YAML 的{zh}，书稿文件不用它", f"{en} is not used in a book")
        hint = Wording("请直接写出内容，或给文字加上引号。", "Write the value out, or quote it.")
        self.errata.append(Erratum(rule, self._place(node), message, hint))


class _Dumper(yaml.Dumper):
    """PyYAML's emitter without the guessing resolver, list items indented below their key."""

    yaml_implicit_resolvers: dict[str, list[object]] = {}  # noqa: RUF012  PyYAML's own shape

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists below their key, whatever PyYAML would do."""
        super().increase_indent(flow, False)


def _node(value: Value, in_list: bool = False) -> yaml.Node:
    if isinstance(value, str):
        literal = "\n" in value and not in_list
        return yaml.ScalarNode(STRING, value, style="|" if literal else None)
    if isinstance(value, list):
        plain = all(isinstance(item, str) for item in value)
        short = plain and sum(len(str(item)) * 2 + 2 for item in value) <= ROW
        items = [_node(item, in_list=True) for item in value]
        return yaml.SequenceNode(SEQUENCE, items, flow_style=short or not value)
    row = in_list and all(_flat(item) for item in value.values())
    pairs = [(_node(key), _node(item, in_list=row)) for key, item in value.items()]
    return yaml.MappingNode(MAPPING, pairs, flow_style=row or not value)


def _inline(value: Value) -> yaml.Node:
    if isinstance(value, str):
        return yaml.ScalarNode(STRING, value, style='"' if "\n" in value else None)
    if isinstance(value, list):
        return yaml.SequenceNode(SEQUENCE, [_inline(item) for item in value], flow_style=True)
    pairs = [(_inline(key), _inline(item)) for key, item in value.items()]
    return yaml.MappingNode(MAPPING, pairs, flow_style=True)


def _flat(value: Value) -> bool:
    """Whether `value` can stand inside a line: a text, a list of texts, a short mapping of texts."""
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    if isinstance(value, dict):
        texts = [*value, *value.values()]
        plain = all(isinstance(item, str) and "\n" not in item for item in texts)
        return plain and sum(len(str(item)) * 2 + 2 for item in texts) <= ROW
    return isinstance(value, str) and "\n" not in value


def _too_long(place: Place, length: int) -> Erratum:
    return Erratum(
        "file-too-large",
        place,
        Wording(
            f"文件有 {length} 字，超过 {LONGEST} 字，没有读",
            f"{length} characters of YAML, more than {LONGEST}; it was not read",
        ),
        Wording("请检查是不是混进了别的内容。", "See whether something else got into the file."),
    )
