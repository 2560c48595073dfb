"""Find what casebook may tell: every `Erratum` the code makes, with its rule and its wording.

The code is read, not run. An erratum is made by the class itself or by a function that hands on a
parameter named `rule`; a rule's name may stand there, in a constant, or in a table of wordings by
rule. Of a sentence with places left open (f-strings) the open places are shown as “…”.
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

PACKAGE: Final = Path(__file__).parents[1]
OPEN: Final = "…"
"""What stands for the words that only the run knows."""
_NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
_HAN = re.compile("[\u4e00-\u9fff]")
_SCOPES = ast.FunctionDef | ast.AsyncFunctionDef
Scopes = tuple[ast.AST, ...]


class Said(NamedTuple):
    """A sentence of an erratum, or the way out (`hint`)."""

    text: Wording
    hint: bool


@dataclass
class Message:
    """A rule's name, how certain its errata are, and the sentences they may say."""

    rule: str
    kinds: set[Kind] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)


class Maker(NamedTuple):
    """A function that makes errata: the places of its parameters, and the kind it gives them."""

    parameters: tuple[str, ...]
    kind: Kind | None


@cache
def trees() -> tuple[ast.Module, ...]:
    """Return the modules that word anything, parsed; no order depends on their names."""
    paths = [path for path in PACKAGE.rglob("*.py") if path.parent != Path(__file__).parent]
    texts = sorted(path.read_text("utf-8") for path in paths)
    return tuple(ast.parse(text) for text in texts if "Wording" in text or "Erratum" in text)


@cache
def messages() -> dict[str, Message]:
    """Return the messages by rule, in the order of the alphabet."""
    found: dict[str, Message] = {}
    makers = _makers()
    for tree in trees():
        for call, scopes in _calls(tree, (tree,)):
            named = _argument(call, "rule", makers)
            for rule in (*_rules(named, scopes, makers), *_one_word(call, named)):
                message = found.setdefault(rule, Message(rule))
                _add(message, call, scopes, makers)
        for rule, value in _tabled(tree):
            if _pairs(value, (tree,)):
                _say(found.setdefault(rule, Message(rule)), value, (tree,), hint=False)
    return dict(sorted(found.items()))


@cache
def _makers() -> Mapping[str, Maker]:
    """Return the functions that hand a parameter `rule` on to an erratum, by name."""
    makers = {"Erratum": Maker(("rule", "place", "message", "hint", "quote", "kind"), None)}
    for tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, _SCOPES):
                continue
            every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            if "rule" not in (one.arg for one in every):
                continue
            names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
            names = names[1:] if names[:1] == ["self"] else names
            inner = [
                call
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
                and _called(call) in ("Erratum", "PydanticCustomError")
            ]
            if inner:
                kinds = [*_kinds(inner[0], (node,))]
                makers[node.name] = Maker(tuple(names), kinds[0] if kinds else None)
    return makers


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _calls(node: ast.AST, scopes: Scopes) -> Iterator[tuple[ast.Call, Scopes]]:
    """Yield the calls that make errata, each with the module and functions it stands in."""
    makers = _makers()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _called(child) in makers:
            yield child, scopes
        yield from _calls(child, (*scopes, child) if isinstance(child, _SCOPES) else scopes)


def _argument(call: ast.Call, name: str, makers: Mapping[str, Maker]) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    parameters = makers[_called(call)].parameters
    at = parameters.index(name) if name in parameters else len(call.args)
    return call.args[at] if at < len(call.args) else None


def _rules(node: ast.expr | None, scopes: Scopes, makers: Mapping[str, Maker]) -> Iterator[str]:
    """Yield the names that the expression for a rule may have."""
    match node:
        case ast.Constant(value=str() as name) if _NAME.fullmatch(name):
            yield name
        case ast.IfExp(body=first, orelse=second):
            yield from _rules(first, scopes, makers)
            yield from _rules(second, scopes, makers)
        case ast.Name(id=name):
            for value in _values(name, scopes):
                yield from _rules(value, scopes, makers)
        case ast.JoinedStr():
            yield from _composed(node, scopes)


def _one_word(call: ast.Call, named: ast.expr | None) -> Iterator[str]:
    """Yield the name of a single word; only where the class itself is called can it be told."""
    match named:
        case ast.Constant(value=str() as name) if _called(call) == "Erratum":
            yield from () if _NAME.fullmatch(name) else (name,)


def _values(name: str, scopes: Scopes) -> Iterator[ast.expr]:
    """Yield what is assigned to `name` in the innermost scope that does, or a module's constant."""
    for scope in reversed(scopes):
        found = [*_assigned(name, scope)]
        if found:
            yield from found
            return
    if name.isupper():
        for tree in trees():
            yield from _assigned(name, tree)


def _assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    nodes = scope.body if isinstance(scope, ast.Module) else ast.walk(scope)
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=known)], value=value) if known == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=known), value=ast.expr() as value):
                if known == name:
                    yield value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                yield from (
                    v for n, v in zip(names, values, strict=False) if getattr(n, "id", "") == name
                )
            case ast.NamedExpr(target=ast.Name(id=known), value=value) if known == name:
                yield value


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
    function = next((one for one in reversed(scopes) if isinstance(one, _SCOPES)), None)
    if function is None:
        return
    for loop in ast.walk(function):
        if isinstance(loop, ast.For | ast.comprehension) and isinstance(loop.target, ast.Tuple):
            names = [getattr(one, "id", "") for one in loop.target.elts]
            rows = loop.iter.elts if isinstance(loop.iter, ast.Tuple | ast.List) else []
            for row in rows if name in names else ():
                cell = row.elts[names.index(name)] if isinstance(row, ast.Tuple) else None
                if isinstance(cell, ast.Constant):
                    yield str(cell.value)
    parameters = [one.arg for one in function.args.args]
    for tree in trees() if name in parameters else ():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _called(call) == function.name:
                at = parameters.index(name) - (parameters[0] == "self")
                word = call.args[at] if at < len(call.args) else None
                if isinstance(word, ast.Constant):
                    yield str(word.value)


def _add(message: Message, call: ast.Call, scopes: Scopes, makers: Mapping[str, Maker]) -> None:
    """Add to `message` what a call says."""
    given = makers[_called(call)].kind
    message.kinds |= {*_kinds(call, scopes)} or {given or Kind.ERRATUM}
    hint = _argument(call, "hint", makers)
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        if argument is not hint:
            _say(message, argument, scopes, hint=False)
    texts = [one for one in call.args if isinstance(one, ast.Constant | ast.JoinedStr)]
    _say_pair(message, texts)
    if hint is not None:
        _say(message, hint, scopes, hint=True)


def _say_pair(message: Message, texts: Iterable[ast.expr]) -> None:
    """Add two texts that stand side by side, the first Chinese and the second English."""
    words = [one for one in map(_text, texts) if one]
    for first, second in itertools.pairwise(words):
        if _HAN.search(first) and " " in second and len(second) > len(OPEN):
            _put(message, Said(Wording(first, second), hint=False))


def _say(message: Message, node: ast.expr, scopes: Scopes, *, hint: bool) -> None:
    for number, text in enumerate(_pairs(node, scopes)):
        in_order = isinstance(node, ast.Tuple) and number > 0
        _put(message, Said(text, hint or in_order))


def _put(message: Message, said: Said) -> None:
    if said not in message.said and said.text.zh.strip(OPEN):
        message.said.append(said)


def _pairs(node: ast.expr, scopes: Scopes, depth: int = 0) -> list[Wording]:
    """Return the wordings that an expression may be: written there, assigned, or made by a call."""
    if depth > 3:
        return []
    match node:
        case ast.Call(func=ast.Name(id="Wording"), args=[first, second]):
            return [Wording(_text(first), _text(second))] if _text(first) and _text(second) else []
        case ast.Name(id=name):
            nodes = [*_values(name, scopes)]
        case ast.IfExp(body=first, orelse=second):
            nodes = [first, second]
        case ast.BoolOp(values=values) | ast.Tuple(elts=values):
            nodes = values
        case ast.Starred(value=value) | ast.Lambda(body=value) | ast.Subscript(value=value):
            nodes = [value]
        case ast.Dict(values=values):
            nodes = values
        case ast.Call(func=ast.Name(id=name)):
            nodes = _returned(name, scopes[0])
        case _:
            nodes = []
    return [text for one in nodes for text in _pairs(one, scopes, depth + 1)]


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
            return text
        case ast.JoinedStr(values=parts):
            words = [str(p.value) if isinstance(p, ast.Constant) else OPEN for p in parts]
            return re.sub(f"{OPEN}+", OPEN, "".join(words))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (_text(left) or OPEN) + (_text(right) or OPEN)
    return ""


def _kinds(call: ast.Call, scopes: Scopes) -> Iterator[Kind]:
    """Yield the kinds a call gives its erratum; none when it leaves them to the class."""
    for node in (*call.args, *(keyword.value for keyword in call.keywords)):
        for inner in ast.walk(node):
            if isinstance(inner, ast.Attribute) and getattr(inner.value, "id", "") == "Kind":
                yield Kind[inner.attr]


def _tabled(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the rows of a module's tables of wordings that are looked up by what an erratum's rule
    is: `Erratum(loss.kind, …)` beside `TABLE[loss.kind]`."""
    makers = _makers()
    asked = (_argument(call, "rule", makers) for call, _ in _calls(tree, (tree,)))
    rules = {ast.unparse(one) for one in asked if isinstance(one, ast.Name | ast.Attribute)}
    tables = {
        ast.unparse(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and ast.unparse(node.slice) in rules
    }
    for name in sorted(tables):
        for value in _assigned(name, tree):
            for key, said in (
                zip(value.keys, value.values, strict=True) if isinstance(value, ast.Dict) else ()
            ):
                if isinstance(key, ast.Constant) and _NAME.fullmatch(str(key.value)):
                    yield str(key.value), said
