"""What an expression of the code may be: the wordings and the kinds that an erratum is given there.

A name is followed to what is assigned to it, a parameter to what the callers give, a call to what
the function returns, a place of a table to what stands there. Of a conditional expression only that
branch counts which may come where the rule is given: `facts` are the conditions known by then.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from casebook.errata import Kind, Wording
from casebook.manual.code_read import (
    FUNCTIONS,
    Scopes,
    called,
    every_call,
    module_names,
    modules,
    target,
)
from casebook.manual.reaching_assignments import assigned, reaching

OPEN: Final = "…"
"""What stands for the words that only the run knows."""
Facts = Mapping[str, bool]
"""Conditions, as written in the code, that hold or do not where a rule is given."""
NO_FACTS: Final[Facts] = {}
_DEEP = 6
"""Names and calls followed one behind another."""


class Sentence(NamedTuple):
    """A sentence of an erratum, or the way out (`hint`)."""

    text: Wording
    hint: bool


class Maker(NamedTuple):
    """What makes errata: its parameters in order, the kinds it may give them, the rule when none
    is given; the erratum within it, with where it stands."""

    parameters: tuple[str, ...]
    kinds: frozenset[Kind] = frozenset()
    rule: ast.expr | None = None
    within: tuple[ast.Call, Scopes] | None = None


def argument_of(call: ast.Call, name: str, maker: Maker) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    at = maker.parameters.index(name) if name in maker.parameters else len(call.args)
    return call.args[at] if at < len(call.args) else None


def _branches(choice: ast.IfExp, facts: Facts) -> list[ast.expr]:
    """Return what of a conditional expression may come, as far as the conditions are known."""
    known = _holds(choice.test, facts)
    return [choice.body] * (known is not False) + [choice.orelse] * (known is not True)


def _holds(test: ast.expr, facts: Facts) -> bool | None:
    """Say whether a condition holds; None when the facts do not tell."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            known = _holds(inner, facts)
            return None if known is None else not known
        case ast.BoolOp(op=operator, values=values):
            parts = {_holds(value, facts) for value in values}
            decides = isinstance(operator, ast.Or)
            if decides in parts:
                return decides
            return None if None in parts else not decides
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant()]):
            same, condition = f"{ast.unparse(left)} == ", ast.unparse(test)
            others = [fact for fact, known in facts.items() if known and fact.startswith(same)]
            if others:
                return condition in others
    return facts.get(ast.unparse(test))


def _rows_asked(table: ast.Dict, key: ast.expr, facts: Facts) -> list[ast.expr]:
    """Return the values of a table that `table[key]` may give, as far as the conditions tell."""
    known = [
        (facts.get(f"{ast.unparse(key)} == {ast.unparse(name)}") if name else None, value)
        for name, value in zip(table.keys, table.values, strict=True)
    ]
    certain = [value for holds, value in known if holds]
    return certain or [value for holds, value in known if holds is None]


def values_of(use: ast.Name, scopes: Scopes) -> Iterator[ast.expr]:
    """Yield what a name may hold where it is used, or a module's constant of that name."""
    for scope in reversed(scopes):
        function = isinstance(scope, FUNCTIONS)
        values = reaching(use, scope) if function else [*assigned(use.id, scope)]
        if values:
            yield from values
            return
    if use.id.isupper():
        for tree in modules().values():
            yield from assigned(use.id, tree)


def sentences_of(
    node: ast.expr, scopes: Scopes, facts: Facts = NO_FACTS, depth: int = 0
) -> list[Sentence]:
    """Return the wordings that an expression may be: written there, assigned, or made by a call.

    Behind the first of a tuple stands the way out.
    """
    parts: Sequence[ast.expr] = []
    match node:
        case _ if depth > _DEEP:
            pass
        case ast.Call(func=ast.Name(id="Wording"), args=[first, second]):
            words = Wording(text_of(first), text_of(second))
            return [Sentence(words, hint=False)] if words.zh and words.en else []
        case ast.Tuple(elts=values):
            said = [
                wordings for v in values if (wordings := sentences_of(v, scopes, facts, depth + 1))
            ]
            return [
                Sentence(sentence.text, sentence.hint or at > 0)
                for at, wordings in enumerate(said)
                for sentence in wordings
            ]
        case ast.Call(func=ast.Name(id=name)) if function := _defined(name, scopes[0]):
            return _of_call(node, function, scopes, depth)
        case _:
            parts = may_be(node, scopes, facts, depth)
    return [said for part in parts for said in sentences_of(part, scopes, facts, depth + 1)]


def _defined(name: str, tree: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """Return the function of that name at the top of a module."""
    known = (f for f in ast.iter_child_nodes(tree) if isinstance(f, FUNCTIONS) and f.name == name)
    return next(known, None)


def _of_call(
    call: ast.Call, function: ast.FunctionDef | ast.AsyncFunctionDef, scopes: Scopes, depth: int
) -> list[Sentence]:
    """Return the wordings that a function returns; what it hands on, from the call."""
    named = Maker(tuple(argument.arg for argument in function.args.args))
    said: list[Sentence] = []
    for value in returned_by(function.name, scopes[0]):
        handed_on = value.id if isinstance(value, ast.Name) else ""
        if isinstance(value, ast.IfExp):
            ends = (end.id for end in (value.body, value.orelse) if isinstance(end, ast.Name))
            handed_on = next((end for end in ends if end in named.parameters), "")
        given = argument_of(call, handed_on, named) if handed_on in named.parameters else None
        if given is not None:
            said += sentences_of(given, scopes, NO_FACTS, depth + 1)
        said += sentences_of(value, (scopes[0], function), NO_FACTS, depth + 1)
    return said


def may_be(node: ast.expr, scopes: Scopes, facts: Facts, depth: int) -> Sequence[ast.expr]:
    """Return the expressions whose value that of `node` may be, one step further back."""
    match node:
        case ast.Name():
            return [*values_of(node, scopes)]
        case ast.IfExp():
            return _branches(node, facts)
        case ast.BoolOp(values=values) | ast.Dict(values=values):
            return values
        case ast.Subscript(value=table, slice=key):
            return _items(table, key, scopes, facts, depth + 1)
        case ast.Starred(value=value) | ast.Lambda(body=value):
            return [value]
        case ast.Call(func=ast.Name(id=name)):
            return returned_by(name, scopes[0])
        case ast.Call(func=ast.Attribute(value=listing, attr="get"), args=[key, *otherwise]):
            return [*_items(listing, key, scopes, facts, depth + 1), *otherwise]
        case ast.Call(func=ast.Subscript() as made):
            return [made]
    return []


_FURTHER = ast.Name | ast.Subscript | ast.Call | ast.BoolOp | ast.IfExp


def _items(
    table: ast.expr, key: ast.expr, scopes: Scopes, facts: Facts, depth: int
) -> Sequence[ast.expr]:
    """Return what `table[key]` may be: a row of a table, a part of what a function returns."""
    if depth > 2 * _DEEP:
        return []
    wholes: Sequence[ast.expr] = [table]
    if isinstance(table, ast.Starred):  # a loop over rows
        rows = [table.value, *may_be(table.value, scopes, facts, depth)]
        wholes = [
            row for all_ in rows if isinstance(all_, ast.Tuple | ast.List) for row in all_.elts
        ]
    elif not isinstance(table, ast.Tuple | ast.Dict):
        wholes = may_be(table, scopes, facts, depth) or [table]
    items: list[ast.expr] = []
    for whole in wholes:
        match whole, key:
            case ast.Dict(), _:
                items += _rows_asked(whole, key, facts)
            case ast.Tuple(elts=values), ast.Constant(value=int() as at) if at < len(values):
                items.append(values[at])
            case ast.Constant(value=None), _:
                pass
            case _ if whole is not table and isinstance(whole, _FURTHER):
                items += _items(whole, key, scopes, facts, depth + 1)
            case _ if not isinstance(whole, ast.Tuple):
                items.append(whole)
    return items


def returned_by(name: str, tree: ast.AST) -> list[ast.expr]:
    """Return what a function of the module returns."""
    return [
        node.value
        for function in ast.iter_child_nodes(tree)
        if isinstance(function, FUNCTIONS) and function.name == name
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and node.value is not None
    ]


def text_of(node: ast.expr) -> str:
    """Return a text as it reads, “…” where the run puts words; empty when it is no text."""
    match node:
        case ast.Constant(value=str() as text):
            return text.replace("{n}", OPEN)  # a count, put in by `format`
        case ast.JoinedStr(values=parts):
            words = [str(p.value) if isinstance(p, ast.Constant) else OPEN for p in parts]
            return re.sub(f"{OPEN}+", OPEN, "".join(words))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (text_of(left) or OPEN) + (text_of(right) or OPEN)
    return ""


def kinds_named(row: ast.AST) -> Iterator[Kind]:
    """Yield the kinds that stand anywhere in a row of a table."""
    for inner in ast.walk(row):
        match inner:
            case ast.Attribute(value=ast.Name(id="Kind"), attr=name):
                yield Kind[name]


def kinds_given(call: ast.Call, scopes: Scopes, facts: Facts = NO_FACTS) -> set[Kind]:
    """Return the kinds that a call may give its erratum; none when it leaves them to the class."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return {kind for argument in given for kind in kinds_of(argument, scopes, facts)}


def kinds_within(call: ast.Call, function: ast.AST, tree: ast.Module) -> frozenset[Kind]:
    """Return the kinds of the erratum that a function makes when its callers name none."""
    assert isinstance(function, FUNCTIONS)
    kinds: set[Kind] = set()
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        if isinstance(argument, ast.Name) and _is_kind(argument.id, function):
            absent = _absent(argument.id, function)
            kinds |= {*kinds_of(absent, (tree,))} if absent else set()
        else:
            kinds |= {*kinds_of(argument, (tree, function))}
    return frozenset(kinds)


def kinds_of(
    node: ast.expr, scopes: Scopes, facts: Facts = NO_FACTS, depth: int = 0
) -> Iterator[Kind]:
    """Yield the kinds that an expression may be; a parameter is what the callers give."""
    match node:
        case ast.Attribute(value=ast.Name(id="Kind"), attr=name):
            yield Kind[name]
        case _ if depth > _DEEP:
            return
        case ast.Name(id=name) if function := _function_of(name, scopes):
            absent = _absent(name, function)
            if absent is not None:
                yield from kinds_of(absent, scopes[:1])
            for value, around in _passed(name, function, scopes[0]):
                yield from kinds_of(value, around, NO_FACTS, depth + 1)
        case ast.Name() | ast.IfExp() | ast.Subscript() | ast.Call(func=ast.Name()):
            for value in may_be(node, scopes, facts, depth):
                yield from kinds_of(value, scopes, facts, depth + 1)


def _function_of(name: str, scopes: Scopes) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """Return the innermost function around, when `name` is a kind among its parameters."""
    function = scopes[-1]
    return function if isinstance(function, FUNCTIONS) and _is_kind(name, function) else None


def _is_kind(name: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    every = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return any(
        argument.arg == name and getattr(argument.annotation, "id", "") == "Kind"
        for argument in every
    )


def _absent(name: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.expr | None:
    """Return what a parameter is when the call does not name it."""
    named = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    by_place = dict(zip(reversed(named), reversed(function.args.defaults), strict=False))
    by_name = {
        argument.arg: value
        for argument, value in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    }
    return by_place.get(name) or by_name.get(name)


def _passed(
    name: str, function: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.AST
) -> Iterator[tuple[ast.expr, Scopes]]:
    """Yield what the calls of a function of the module `tree` give to a parameter, and where."""
    assert isinstance(tree, ast.Module)
    wanted = module_names()[tree], function.name
    named = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    maker = Maker(tuple(named[1:] if named[:1] == ["self"] else named))
    for module in modules().values():
        for call, scopes in every_call(module):
            if called(call) == function.name and target(call, module) == wanted:
                value = argument_of(call, name, maker)
                if value is not None:
                    yield value, scopes
