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
from typing import Final

from casebook.errata import Kind, Wording
from casebook.manual.code_read import (
    FUNCTIONS,
    Scopes,
    called,
    every_call,
    modules,
    nodes,
    target,
)
from casebook.manual.possible_values import (
    NO_FACTS,
    OPEN,
    Facts,
    Maker,
    Sentence,
    argument_of,
    kinds_given,
    kinds_named,
    kinds_within,
    returned_by,
    sentences_of,
    text_of,
    values_of,
)
from casebook.manual.reaching_assignments import assigned

_HAN = re.compile("[\u4e00-\u9fff]")
_NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


@dataclass
class Message:
    """A rule's name, how certain its errata are, and the sentences they may say."""

    rule: str
    kinds: set[Kind] = field(default_factory=set)
    sentences: list[Sentence] = field(default_factory=list)


_ERRATUM: Final = Maker(("rule", "place", "message", "hint", "quote", "kind"))


@cache
def messages() -> dict[str, Message]:
    """Return the messages by rule, in the order of the alphabet."""
    catalogue: dict[str, Message] = {}
    makers: dict[str, Maker] = {}
    for tree in modules().values():
        for call, maker, scopes in _making(tree):
            named = argument_of(call, "rule", maker)
            plain = ((rule, NO_FACTS) for rule in (*_one_word(named), *_default(named, maker)))
            for rule, facts in (*_rules_where(named, scopes, NO_FACTS), *plain):
                message = catalogue.setdefault(rule, Message(rule))
                _add(message, call, maker, scopes, facts)
                makers.setdefault(rule, maker)
        for rule, value, kinds, hints in _tabled(tree):
            if sentences_of(value, (tree,)):
                message = catalogue.setdefault(rule, Message(rule))
                message.kinds |= kinds
                _say(message, value, (tree,), hint=False)
                for way_out in hints:
                    _say(message, way_out, (tree,), hint=True)
        for rule, row, scopes in _rows_of(tree):
            message = catalogue.setdefault(rule, Message(rule))
            calls = [*_asking(tree, scopes)]
            given = {kind for call, _ in calls for kind in kinds_given(call, scopes)}
            message.kinds |= {*kinds_named(row)} or given or {Kind.ERRATUM}
            _say_pair(message, row.elts)
            paired = any(True for _ in _side_by_side(row.elts))
            _say(message, row, scopes, hint=paired)
            for call, maker in calls:
                stated = argument_of(call, "hint", maker)
                if isinstance(stated, ast.Call):
                    _say(message, stated, scopes, hint=True)
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
            named = argument_of(call, "rule", maker)
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
            if isinstance(node, FUNCTIONS):
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
    return Maker(tuple(names), kinds_within(inner[0], node, tree), absent, (inner[0], (tree, node)))


def _class(node: ast.ClassDef) -> Maker | None:
    fields = [statement.target.id for statement in node.body if isinstance(statement, ast.AnnAssign)
              and isinstance(statement.target, ast.Name)]  # fmt: skip
    inner = [call for call in ast.walk(node) if isinstance(call, ast.Call) and _makes(call)]
    return Maker(tuple(fields)) if "rule" in fields and inner else None


def _makes(call: ast.Call) -> bool:
    return called(call) in ("Erratum", "PydanticCustomError")


def _maker(call: ast.Call, tree: ast.Module) -> Maker | None:
    """Return what a call makes an erratum with: the class, or a maker by the name it has here."""
    return _ERRATUM if called(call) == "Erratum" else _makers().get(target(call, tree))


@cache
def _making(tree: ast.Module) -> tuple[tuple[ast.Call, Maker, Scopes], ...]:
    """Return the calls of a module that make errata, each with the functions it stands in."""
    return tuple(
        (call, maker, scopes) for call, scopes in every_call(tree) if (maker := _maker(call, tree))
    )


def _rules(node: ast.expr | None, scopes: Scopes) -> Iterator[str]:
    """Yield the names that the expression for a rule may have."""
    yield from (name for name, _ in _rules_where(node, scopes, NO_FACTS))


def _rules_where(
    node: ast.expr | None, scopes: Scopes, facts: Facts
) -> Iterator[tuple[str, Facts]]:
    """Yield the names that the expression for a rule may have, and under which conditions."""
    match node:
        case ast.Constant(value=str() as name) if _NAME.fullmatch(name):
            yield name, facts
        case ast.IfExp(test=test, body=first, orelse=second):
            condition = ast.unparse(test)
            yield from _rules_where(first, scopes, {**facts, condition: True})
            yield from _rules_where(second, scopes, {**facts, condition: False})
        case ast.Name():
            for value in values_of(node, scopes):
                yield from _rules_where(value, scopes, facts)
        case ast.JoinedStr():
            yield from ((name, facts) for name in _composed(node, scopes))
        case ast.Call(func=ast.Name(id=name)):
            for value in returned_by(name, scopes[0]):
                yield from ((rule, facts) for rule in _rules(value, scopes))
        case ast.Call(
            func=ast.Attribute(value=ast.Dict(keys=names, values=values), attr="get"), args=args
        ):
            keys = [f"{ast.unparse(args[0])} == {ast.unparse(name)}" for name in names if name]
            for condition, value in zip(keys, values, strict=True):
                yield from _rules_where(value, scopes, {**facts, condition: True})
            for value in args[1:]:
                yield from _rules_where(value, scopes, {**facts, **dict.fromkeys(keys, False)})


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
                if isinstance(scope, FUNCTIONS)
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
    rules = [argument_of(call, "rule", maker) for call, maker, _ in _making(tree)]
    if any(not isinstance(rule, ast.Constant) for rule in rules):
        yield from _rows(tree, (tree,))


def _asking(tree: ast.Module, scopes: Scopes) -> Iterator[tuple[ast.Call, Maker]]:
    """Yield the calls in the function of a row that make errata whose rule is a variable."""
    for call, maker, around in _making(tree):
        named = argument_of(call, "rule", maker)
        if around == scopes and len(scopes) > 1 and isinstance(named, ast.Name):
            yield call, maker


def _rows(node: ast.AST, scopes: Scopes) -> Iterator[tuple[str, ast.Tuple, Scopes]]:
    """Yield the tuples of a rule and its wording: rows of a table, or what a function returns."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Tuple):
            rules = [*filter(None, map(_named, child.elts))]
            if (len(rules) == 1 or _before_kind(child)) and (
                sentences_of(child, scopes) or any(True for _ in _side_by_side(child.elts))
            ):
                yield rules[0] if rules else str(ast.literal_eval(child.elts[0])), child, scopes
        yield from _rows(child, (*scopes, child) if isinstance(child, FUNCTIONS) else scopes)


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
    function = next((frame for frame in reversed(scopes) if isinstance(frame, FUNCTIONS)), None)
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
            if isinstance(call, ast.Call) and called(call) == function.name:
                at = parameters.index(name) - (parameters[0] == "self")
                word = call.args[at] if at < len(call.args) else None
                if isinstance(word, ast.Constant):
                    yield str(word.value)


def _add(message: Message, call: ast.Call, maker: Maker, scopes: Scopes, facts: Facts) -> None:
    """Add to `message` what a call says where `facts` hold."""
    message.kinds |= kinds_given(call, scopes, facts) or maker.kinds or {Kind.ERRATUM}
    hint = argument_of(call, "hint", maker)
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        if argument is not hint:
            _say(message, argument, scopes, facts, hint=False)
    texts = [word for word in call.args if isinstance(word, ast.Constant | ast.JoinedStr)]
    _say_pair(message, texts)
    if hint is not None:
        _say(message, hint, scopes, facts, hint=True)


def _say_within(message: Message, maker: Maker) -> None:
    """Add to `message` what its maker says whatever the call."""
    if maker.within:
        inner, scopes = maker.within
        for name in ("message", "hint"):
            if (sentence := argument_of(inner, name, _ERRATUM)) is not None:
                _say(message, sentence, scopes, hint=name == "hint")


def _say_pair(message: Message, texts: Iterable[ast.expr]) -> None:
    """Add two texts that stand side by side, the first Chinese and the second English."""
    for wording in _side_by_side(texts):
        _put(message, Sentence(wording, hint=False))


def _side_by_side(texts: Iterable[ast.expr]) -> Iterator[Wording]:
    words = [wording for wording in map(text_of, texts) if wording]
    for first, second in itertools.pairwise(words):
        if _HAN.search(first) and " " in second and len(second) > len(OPEN):
            yield Wording(first, second)


def _say(
    message: Message, node: ast.expr, scopes: Scopes, facts: Facts = NO_FACTS, *, hint: bool
) -> None:
    for sentence in sentences_of(node, scopes, facts):
        _put(message, Sentence(sentence.text, hint or sentence.hint))


def _put(message: Message, sentence: Sentence) -> None:
    if sentence not in message.sentences and sentence.text.zh.strip(OPEN):
        message.sentences.append(sentence)


def _tabled(
    tree: ast.Module,
) -> Iterator[tuple[str, ast.expr, set[Kind] | frozenset[Kind], list[ast.Name]]]:
    """Yield the rows of a module's tables of wordings that are looked up by what an erratum's rule
    is: `Erratum(loss.kind, …)` beside `TABLE[loss.kind]`, with the kinds of these errata and the
    ways out that stand in the module."""
    for call, maker, scopes in _making(tree):
        asked, hint = argument_of(call, "rule", maker), argument_of(call, "hint", maker)
        if not isinstance(asked, ast.Name | ast.Attribute):
            continue
        kinds = kinds_given(call, scopes) or maker.kinds or {Kind.ERRATUM}
        hints = [hint] if isinstance(hint, ast.Name) and hint.id.isupper() else []
        tables = {
            ast.unparse(node.value)
            for node in nodes(scopes[-1])
            if isinstance(node, ast.Subscript) and ast.unparse(node.slice) == ast.unparse(asked)
        }
        for table in (value for name in sorted(tables) for value in assigned(name, tree)):
            rows = zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ()
            for row, sentence in rows:
                if isinstance(row, ast.Constant) and _NAME.fullmatch(str(row.value)):
                    yield str(row.value), sentence, kinds, hints
