"""Find what casebook may tell: every `Erratum` the code makes, with its rule and its wording.

The code is read, not run. An erratum is made by the class itself, by a function that hands on a
parameter named `rule`, or by a class with a field of that name; a rule's name may stand there, in
a constant, in a table of wordings by rule, or in a tuple beside its wording. A name is looked up
where the module that uses it takes it from. Of a sentence with places left open (f-strings) the
open places are shown as “…”. What is found nowhere is listed by `unknown`.
"""

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from casebook.errata import Kind, Wording
from casebook.manual.reaching_assignments import assigned, reaching

PACKAGE: Final = Path(__file__).parents[1]
OPEN: Final = "…"
"""What stands for the words that only the run knows."""
_NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
_HAN = re.compile("[\u4e00-\u9fff]")
_SCOPES = ast.FunctionDef | ast.AsyncFunctionDef
Scopes = tuple[ast.AST, ...]


class Sentence(NamedTuple):
    """A sentence of an erratum, or the way out (`hint`)."""

    text: Wording
    hint: bool


@dataclass
class Message:
    """A rule's name, how certain its errata are, and the sentences they may say."""

    rule: str
    kinds: set[Kind] = field(default_factory=set)
    sentences: list[Sentence] = field(default_factory=list)


class Maker(NamedTuple):
    """What makes errata: its parameters in order, the kind it gives them, the rule when none is
    given; the erratum within it, with where it stands."""

    parameters: tuple[str, ...]
    kind: Kind | None
    rule: ast.expr | None = None
    within: tuple[ast.Call, Scopes] | None = None


_ERRATUM: Final = Maker(("rule", "place", "message", "hint", "quote", "kind"), None)


@cache
def parsed(path: Path) -> ast.Module:
    """Return a module, parsed once."""
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(root: ast.AST) -> tuple[ast.AST, ...]:
    """Return a node and all below it, walked once."""
    return tuple(ast.walk(root))


@cache
def modules() -> Mapping[str, ast.Module]:
    """Return the modules that word anything, parsed, by full name, in the order of their texts."""
    paths = [path for path in PACKAGE.rglob("*.py") if path.parent != Path(__file__).parent]
    texts = sorted((path.read_text("utf-8"), path) for path in paths)
    return {
        ".".join(("casebook", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): parsed(path)
        for text, path in texts
        if "Wording" in text or "Erratum" in text
    }


@cache
def messages() -> dict[str, Message]:
    """Return the messages by rule, in the order of the alphabet."""
    catalogue: dict[str, Message] = {}
    makers: dict[str, Maker] = {}
    for tree in modules().values():
        for call, maker, scopes in _making(tree):
            named = _argument(call, "rule", maker)
            for rule in (*_rules(named, scopes), *_one_word(named), *_default(named, maker)):
                message = catalogue.setdefault(rule, Message(rule))
                _add(message, call, maker, scopes)
                makers.setdefault(rule, maker)
        for rule, value in _tabled(tree):
            if _pairs(value, (tree,)):
                _say(catalogue.setdefault(rule, Message(rule)), value, (tree,), hint=False)
        for rule, row, scopes in _rows_of(tree):
            message = catalogue.setdefault(rule, Message(rule))
            message.kinds |= {*_kinds(row)} or {Kind.ERRATUM}
            _say_pair(message, row.elts)
            paired = any(True for _ in _side_by_side(row.elts))
            _say(message, row, scopes, hint=paired)
    for rule, maker in makers.items():
        if not catalogue[rule].sentences:
            _say_within(catalogue[rule], maker)
    return dict(sorted(catalogue.items()))


def unknown() -> Iterator[str]:
    """Yield the calls that make errata whose rule is found nowhere, as `module:line`."""
    for name, tree in modules().items():
        if not _making(tree):
            continue
        rows, tables = [*_rows_of(tree)], [*_tabled(tree)]
        for call, maker, scopes in _making(tree):
            named = _argument(call, "rule", maker)
            if any(True for _ in (*_rules(named, scopes), *_one_word(named))):
                continue
            if _handed_on(named, scopes) or (named is None and maker.rule):
                continue
            if tables and isinstance(named, ast.Attribute):
                continue
            if not ((rows or tables) and _unpacked(named, scopes)):
                yield f"{name}:{call.lineno}"


@cache
def _makers() -> Mapping[tuple[str, str], Maker]:
    """Return the functions and classes that hand a `rule` on to an erratum, by module and name."""
    makers: dict[tuple[str, str], Maker] = {}
    for module, tree in modules().items():
        for node in nodes(tree):
            if isinstance(node, _SCOPES):
                maker = _function(node, tree)
            elif isinstance(node, ast.ClassDef):
                maker = _class(node)
            else:
                continue
            if maker is not None:
                makers[module, node.name] = maker
    return makers


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> Maker | None:
    every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    if "rule" not in (argument.arg for argument in every):
        return None
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    absent = dict(zip(reversed(names), reversed(node.args.defaults), strict=False)).get("rule")
    names = names[1:] if names[:1] == ["self"] else names
    inner = [call for call in ast.walk(node) if isinstance(call, ast.Call) and _makes(call)]
    if not inner:
        return None
    kinds = [*_kinds(inner[0])]
    return Maker(tuple(names), kinds[0] if kinds else None, absent, (inner[0], (tree, node)))


def _class(node: ast.ClassDef) -> Maker | None:
    fields = [statement.target.id for statement in node.body if isinstance(statement, ast.AnnAssign)
              and isinstance(statement.target, ast.Name)]  # fmt: skip
    inner = [call for call in ast.walk(node) if isinstance(call, ast.Call) and _makes(call)]
    return Maker(tuple(fields), None) if "rule" in fields and inner else None


def _makes(call: ast.Call) -> bool:
    return _called(call) in ("Erratum", "PydanticCustomError")


@cache
def _imported(tree: ast.Module) -> Mapping[str, str]:
    """Return the full names of what a module imports, by the names it has there."""
    origins = {}
    for node in nodes(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                origins[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return origins


@cache
def _names() -> Mapping[ast.Module, str]:
    return {tree: name for name, tree in modules().items()}


def _maker(call: ast.Call, tree: ast.Module) -> Maker | None:
    """Return what a call makes an erratum with: the class, or a maker by the name it has here."""
    makers, name = _makers(), _called(call)
    if name == "Erratum":
        return _ERRATUM
    module_name = _names()[tree]
    match call.func:
        case ast.Name():
            module, _, name = _imported(tree).get(name, f"{module_name}.{name}").rpartition(".")
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            module = module_name
        case ast.Attribute(value=ast.Name(id=owner)):
            module = _imported(tree).get(owner, "")
        case _:
            return None
    return makers.get((module, name))


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


@cache
def _making(tree: ast.Module) -> tuple[tuple[ast.Call, Maker, Scopes], ...]:
    """Return the calls of a module that make errata, each with the functions it stands in."""
    return tuple(_calls(tree, (tree,)))


def _calls(node: ast.AST, scopes: Scopes) -> Iterator[tuple[ast.Call, Maker, Scopes]]:
    """Yield the calls that make errata, each with the module and functions it stands in."""
    tree = scopes[0]
    assert isinstance(tree, ast.Module)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and (maker := _maker(child, tree)):
            yield child, maker, scopes
        yield from _calls(child, (*scopes, child) if isinstance(child, _SCOPES) else scopes)


def _argument(call: ast.Call, name: str, maker: Maker) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    at = maker.parameters.index(name) if name in maker.parameters else len(call.args)
    return call.args[at] if at < len(call.args) else None


def _rules(node: ast.expr | None, scopes: Scopes) -> Iterator[str]:
    """Yield the names that the expression for a rule may have."""
    match node:
        case ast.Constant(value=str() as name) if _NAME.fullmatch(name):
            yield name
        case ast.IfExp(body=first, orelse=second):
            yield from _rules(first, scopes)
            yield from _rules(second, scopes)
        case ast.Name():
            for value in _values(node, scopes):
                yield from _rules(value, scopes)
        case ast.JoinedStr():
            yield from _composed(node, scopes)
        case ast.Call(func=ast.Name(id=name)):
            for value in _returned(name, scopes[0]):
                yield from _rules(value, scopes)
        case ast.Call(func=ast.Attribute(value=ast.Dict(values=values), attr="get"), args=args):
            for value in (*values, *args[1:]):
                yield from _rules(value, scopes)


def _default(named: ast.expr | None, maker: Maker) -> Iterator[str]:
    """Yield the rule that a maker gives when the call names none."""
    if named is None and isinstance(maker.rule, ast.Constant):
        yield str(maker.rule.value)


def _handed_on(named: ast.expr | None, scopes: Scopes) -> bool:
    """Say whether a rule is a parameter of a function around, or a field: its callers name it."""
    match named:
        case ast.Attribute(value=ast.Name(id="self"), attr="rule"):
            return True
        case ast.Name(id=name):
            return any(
                name == argument.arg
                for scope in scopes
                if isinstance(scope, _SCOPES)
                for argument in (*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs)
            )
    return False


def _unpacked(named: ast.expr | None, scopes: Scopes) -> bool:
    """Say whether a rule is taken out of a tuple, by an assignment or a loop."""
    names = {
        element.id
        for scope in scopes[1:]
        for node in ast.walk(scope)
        if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store)
        for element in node.elts
        if isinstance(element, ast.Name)
    }
    return isinstance(named, ast.Name) and named.id in names


def _rows_of(tree: ast.Module) -> Iterator[tuple[str, ast.Tuple, Scopes]]:
    """Yield the rows of a module that makes errata whose rule it takes from somewhere."""
    rules = [_argument(call, "rule", maker) for call, maker, _ in _making(tree)]
    if any(not isinstance(rule, ast.Constant) for rule in rules):
        yield from _rows(tree, (tree,))


def _rows(node: ast.AST, scopes: Scopes) -> Iterator[tuple[str, ast.Tuple, Scopes]]:
    """Yield the tuples of a rule and its wording: rows of a table, or what a function returns."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Tuple):
            rules = [*filter(None, map(_named, child.elts))]
            if (len(rules) == 1 or _before_kind(child)) and (
                _pairs(child, scopes) or any(True for _ in _side_by_side(child.elts))
            ):
                yield rules[0] if rules else str(ast.literal_eval(child.elts[0])), child, scopes
        yield from _rows(child, (*scopes, child) if isinstance(child, _SCOPES) else scopes)


def _named(node: ast.expr) -> str:
    """Return the name of a rule that stands there, “” when none does."""
    known = isinstance(node, ast.Constant) and _NAME.fullmatch(str(node.value))
    return known[0] if known else ""


def _before_kind(row: ast.Tuple) -> bool:
    """Say whether a row begins with a word (a rule may be a single one) and the kind of erratum."""
    match row.elts:
        case [ast.Constant(value=str()), ast.Attribute(value=ast.Name(id="Kind")), *_]:
            return True
    return False


def _one_word(named: ast.expr | None) -> Iterator[str]:
    """Yield the name of a single word, as it stands in the call."""
    match named:
        case ast.Constant(value=str() as name) if not _NAME.fullmatch(name):
            yield name


def _values(use: ast.Name, scopes: Scopes) -> Iterator[ast.expr]:
    """Yield what a name may hold where it is used, or a module's constant of that name."""
    for scope in reversed(scopes):
        function = isinstance(scope, _SCOPES)
        values = reaching(use, scope) if function else [*assigned(use.id, scope)]
        if values:
            yield from values
            return
    if use.id.isupper():
        for tree in modules().values():
            yield from assigned(use.id, tree)


def _composed(node: ast.JoinedStr, scopes: Scopes) -> Iterator[str]:
    """Yield the names that `f"unknown-{kind}"` may make: by the loop or the calls that set `kind`."""
    variable = next(
        (part.value for part in node.values if isinstance(part, ast.FormattedValue)), None
    )
    if not isinstance(variable, ast.Name):
        return
    for value in _given(variable.id, scopes):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else value for part in node.values
        )


def _given(name: str, scopes: Scopes) -> Iterator[str]:
    """Yield the texts that a loop over constants, or calls with constants, give to `name`."""
    function = next((frame for frame in reversed(scopes) if isinstance(frame, _SCOPES)), None)
    if function is None:
        return
    for loop in nodes(function):
        if isinstance(loop, ast.For | ast.comprehension) and isinstance(loop.target, ast.Tuple):
            names = [getattr(target, "id", "") for target in loop.target.elts]
            rows = loop.iter.elts if isinstance(loop.iter, ast.Tuple | ast.List) else []
            for row in rows if name in names else ():
                cell = row.elts[names.index(name)] if isinstance(row, ast.Tuple) else None
                if isinstance(cell, ast.Constant):
                    yield str(cell.value)
    parameters = [argument.arg for argument in function.args.args]
    for tree in modules().values() if name in parameters else ():
        for call in nodes(tree):
            if isinstance(call, ast.Call) and _called(call) == function.name:
                at = parameters.index(name) - (parameters[0] == "self")
                word = call.args[at] if at < len(call.args) else None
                if isinstance(word, ast.Constant):
                    yield str(word.value)


def _add(message: Message, call: ast.Call, maker: Maker, scopes: Scopes) -> None:
    """Add to `message` what a call says."""
    message.kinds |= {*_kinds(call)} or {maker.kind or Kind.ERRATUM}
    hint = _argument(call, "hint", maker)
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        if argument is not hint:
            _say(message, argument, scopes, hint=False)
    texts = [word for word in call.args if isinstance(word, ast.Constant | ast.JoinedStr)]
    _say_pair(message, texts)
    if hint is not None:
        _say(message, hint, scopes, hint=True)


def _say_within(message: Message, maker: Maker) -> None:
    """Add to `message` what its maker says whatever the call."""
    if maker.within:
        inner, scopes = maker.within
        for name in ("message", "hint"):
            if (sentence := _argument(inner, name, _ERRATUM)) is not None:
                _say(message, sentence, scopes, hint=name == "hint")


def _say_pair(message: Message, texts: Iterable[ast.expr]) -> None:
    """Add two texts that stand side by side, the first Chinese and the second English."""
    for wording in _side_by_side(texts):
        _put(message, Sentence(wording, hint=False))


def _side_by_side(texts: Iterable[ast.expr]) -> Iterator[Wording]:
    words = [wording for wording in map(_text, texts) if wording]
    for first, second in itertools.pairwise(words):
        if _HAN.search(first) and " " in second and len(second) > len(OPEN):
            yield Wording(first, second)


def _say(message: Message, node: ast.expr, scopes: Scopes, *, hint: bool) -> None:
    for number, text in enumerate(_pairs(node, scopes)):
        in_order = isinstance(node, ast.Tuple) and number > 0
        _put(message, Sentence(text, hint or in_order))


def _put(message: Message, sentence: Sentence) -> None:
    if sentence not in message.sentences and sentence.text.zh.strip(OPEN):
        message.sentences.append(sentence)


def _pairs(node: ast.expr, scopes: Scopes, depth: int = 0) -> list[Wording]:
    """Return the wordings that an expression may be: written there, assigned, or made by a call."""
    if depth > 3:
        return []
    match node:
        case ast.Call(func=ast.Name(id="Wording"), args=[first, second]):
            return [Wording(_text(first), _text(second))] if _text(first) and _text(second) else []
        case ast.Name():
            parts = [*_values(node, scopes)]
        case ast.IfExp(body=first, orelse=second):
            parts = [first, second]
        case ast.BoolOp(values=values) | ast.Tuple(elts=values):
            parts = values
        case ast.Starred(value=value) | ast.Lambda(body=value) | ast.Subscript(value=value):
            parts = [value]
        case ast.Dict(values=values):
            parts = values
        case ast.Call(func=ast.Name(id=name)):
            parts = _returned(name, scopes[0])
        case ast.Call(func=ast.Attribute(value=ast.Name() as listing, attr="get")):
            return _pairs(listing, scopes, depth)
        case _:
            parts = []
    return [text for part in parts for text in _pairs(part, scopes, depth + 1)]


def _returned(name: str, tree: ast.AST) -> list[ast.expr]:
    """Return what a function of the module returns."""
    return [
        node.value
        for function in ast.iter_child_nodes(tree)
        if isinstance(function, _SCOPES) and function.name == name
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and node.value is not None
    ]


def _text(node: ast.expr) -> str:
    """Return a text as it reads, “…” where the run puts words; empty when it is no text."""
    match node:
        case ast.Constant(value=str() as text):
            return text.replace("{n}", OPEN)  # a count, put in by `format`
        case ast.JoinedStr(values=parts):
            words = [str(p.value) if isinstance(p, ast.Constant) else OPEN for p in parts]
            return re.sub(f"{OPEN}+", OPEN, "".join(words))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (_text(left) or OPEN) + (_text(right) or OPEN)
    return ""


def _kinds(node: ast.Call | ast.Tuple) -> Iterator[Kind]:
    """Yield the kinds a call or a row gives its erratum; none when it leaves them to the class."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and getattr(inner.value, "id", "") == "Kind":
            yield Kind[inner.attr]


def _tabled(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the rows of a module's tables of wordings that are looked up by what an erratum's rule
    is: `Erratum(loss.kind, …)` beside `TABLE[loss.kind]`."""
    asked = (_argument(call, "rule", maker) for call, maker, _ in _making(tree))
    rules = {
        ast.unparse(called) for called in asked if isinstance(called, ast.Name | ast.Attribute)
    }
    tables = {
        ast.unparse(node.value)
        for node in nodes(tree)
        if isinstance(node, ast.Subscript) and ast.unparse(node.slice) in rules
    }
    for name in sorted(tables):
        for value in assigned(name, tree):
            for key, sentence in (
                zip(value.keys, value.values, strict=True) if isinstance(value, ast.Dict) else ()
            ):
                if isinstance(key, ast.Constant) and _NAME.fullmatch(str(key.value)):
                    yield str(key.value), sentence
