"""What a name may hold where it is used: the assignments that reach it, read from the code.

An assignment reaches a use when no other to the same name must come between them. Branches that
end in `return`, `raise`, `break` or `continue` hand nothing on to what stands behind them.
"""

import ast
from collections.abc import Iterator, Sequence

_ENDS = ast.Return | ast.Raise | ast.Break | ast.Continue


def reaching(use: ast.Name, function: ast.AST) -> list[ast.expr]:
    """Return what may be assigned to the name of `use` in the function around it.

    Where nothing before it assigns, as in a loop that comes back, all that the function assigns.
    """
    values: list[ast.expr] = []
    for before, around in _before(use, function):
        values += _walrus(use.id, around)
        bound, certain = _bound_in(before, use.id)
        values += bound
        if certain:
            return values
    return values or list(assigned(use.id, function))


def assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    """Yield what is assigned to `name`: anywhere in a function, at the top of a module."""
    for node in scope.body if isinstance(scope, ast.Module) else ast.walk(scope):
        yield from _assigns(node, name)


def _assigns(node: ast.AST, name: str) -> Iterator[ast.expr]:
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
        case ast.Assign(targets=[ast.Tuple() as names], value=value):
            yield from _parts(names, value, name)
        case ast.For(target=ast.Tuple() as names, iter=rows):
            yield from _parts(names, ast.Starred(rows), name)
        case ast.NamedExpr(target=ast.Name(id=known), value=value) if known == name:
            yield value


def _parts(names: ast.Tuple, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """Yield the part of `value` that unpacking gives to `name`, as `value[0]`; of each row of a loop
    as `(*rows)[0]`."""
    for at, known in enumerate(names.elts):
        part = ast.Subscript(value, ast.Constant(at))
        if isinstance(known, ast.Tuple):
            yield from _parts(known, part, name)
        elif getattr(known, "id", "") == name:
            yield part


def _before(use: ast.AST, function: ast.AST) -> Iterator[tuple[Sequence[ast.stmt], ast.stmt]]:
    """Yield from within the statements before each that `use` stands in, and that statement."""
    chain: list[tuple[Sequence[ast.stmt], ast.stmt]] = []
    node: ast.AST = function
    while True:
        step = next(
            (
                (block[:at], statement)
                for block in _blocks(node)
                for at, statement in enumerate(block)
                if any(inner is use for inner in ast.walk(statement))
            ),
            None,
        )
        if step is None:
            yield from reversed(chain)
            return
        chain.append(step)
        node = step[1]


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of a compound statement, of its handlers and of its cases."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
            yield block
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


def _bound_in(block: Sequence[ast.stmt], name: str) -> tuple[list[ast.expr], bool]:
    """Return what a block may leave in `name`, and whether it must leave one of these."""
    values: list[ast.expr] = []
    for statement in reversed(block):
        bound, certain = _bound(statement, name)
        values += bound
        if certain:
            return values, True
    return values, False


def _bound(statement: ast.stmt, name: str) -> tuple[list[ast.expr], bool]:
    if values := list(_assigns(statement, name)):
        return values, True
    branches = [
        ([], True) if isinstance(block[-1], _ENDS) else _bound_in(block, name)
        for block in _blocks(statement)
    ]
    both = isinstance(statement, ast.If) and bool(statement.orelse)
    certain = isinstance(statement, ast.With) or both
    values = [*_walrus(name, statement), *(value for bound, _ in branches for value in bound)]
    return values, certain and all(sure for _, sure in branches)


def _walrus(name: str, statement: ast.stmt) -> list[ast.expr]:
    """Return what the head of a statement assigns with `:=`."""
    inside = {id(node) for block in _blocks(statement) for s in block for node in ast.walk(s)}
    return [
        value
        for node in ast.walk(statement)
        if isinstance(node, ast.NamedExpr) and id(node) not in inside
        for value in _assigns(node, name)
    ]
