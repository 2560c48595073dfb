"""The source of a symbol, found in the files of a package that need not be installed."""

import ast
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path


def source_of(folder: Path, symbol: str) -> str | None:
    """Return the source of `symbol` (`package.module.Class.method`), its decorators included.

    Packages lie in `folder`. An imported name has the source of what is imported. None when there
    is no such symbol.
    """
    path, rest = _module(folder, symbol.split("."))
    while path is not None and rest:
        node = _definition(path, rest)
        if node is not None:
            return _text(path, node)
        target = _import(folder, path, rest[0])
        if target is None:
            return None
        path, more = _module(folder, target)
        rest = [*more, *rest[1:]]
    return None


def digest_of(source: str) -> str:
    """Return the hash by which a source is known."""
    return sha256(source.encode()).hexdigest()[:12]


def _module(folder: Path, parts: list[str]) -> tuple[Path | None, list[str]]:
    """Return the file of the longest module that `parts` name, and what is left of them."""
    for count in range(len(parts), 0, -1):
        base = folder.joinpath(*parts[:count])
        for path in (base / "__init__.py", base.with_suffix(".py")):
            if path.is_file():
                return path, parts[count:]
    return None, []


@cache
def _tree(path: Path) -> tuple[list[str], ast.Module]:
    text = path.read_text("utf-8")
    return text.split("\n"), ast.parse(text)


def _text(path: Path, node: ast.stmt) -> str:
    lines, _ = _tree(path)
    first = min((each.lineno for each in getattr(node, "decorator_list", ())), default=node.lineno)
    return "\n".join(line.rstrip() for line in lines[first - 1 : node.end_lineno])


def _definition(path: Path, names: list[str]) -> ast.stmt | None:
    """Return the definition or assignment that `names` lead to, from the module down."""
    body: Iterable[ast.stmt] = _tree(path)[1].body
    node: ast.stmt | None = None
    for name in names:
        node = next((each for each in _flat(body) if name in _defined(each)), None)
        if node is None:
            return None
        body = getattr(node, "body", ())
    return node


def _flat(body: Iterable[ast.stmt]) -> Iterable[ast.stmt]:
    """Yield statements, also those that stand in conditions."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            yield from _flat([*node.body, *getattr(node, "orelse", ())])


def _defined(node: ast.AST) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return {
        each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)
    }


def _import(folder: Path, path: Path, name: str) -> list[str] | None:
    """Return the full name of what the module at `path` imports as `name`."""
    parts = list(path.relative_to(folder).with_suffix("").parts)
    for node in _flat(_tree(path)[1].body):
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            if (alias.asname or alias.name) == name:
                base = parts[: -node.level] if node.level else []
                return [*base, *(node.module.split(".") if node.module else ()), alias.name]
    return None
