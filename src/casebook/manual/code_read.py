"""The code as it is read for the reference: modules, parsed, their calls, and what a call calls."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1]
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
Scopes = tuple[ast.AST, ...]


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
def imported(tree: ast.Module) -> Mapping[str, str]:
    """Return the full names of what a module imports, by the names it has there."""
    origins = {}
    for node in nodes(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                origins[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return origins


@cache
def module_names() -> Mapping[ast.Module, str]:
    return {tree: name for name, tree in modules().items()}


def target(call: ast.Call, tree: ast.Module) -> tuple[str, str]:
    """Return the module and the name of what a call in `tree` calls; "" for a module not known."""
    name, module = called(call), module_names()[tree]
    match call.func:
        case ast.Name():
            module, _, name = imported(tree).get(name, f"{module}.{name}").rpartition(".")
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            pass
        case ast.Attribute(value=ast.Name(id=owner)):
            module = imported(tree).get(owner, "")
        case _:
            module = ""
    return module, name


def called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


@cache
def every_call(tree: ast.Module) -> tuple[tuple[ast.Call, Scopes], ...]:
    return tuple(_calls(tree, (tree,)))


def _calls(node: ast.AST, scopes: Scopes) -> Iterator[tuple[ast.Call, Scopes]]:
    """Yield the calls below a node, each with the module and functions it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, scopes
        yield from _calls(child, (*scopes, child) if isinstance(child, FUNCTIONS) else scopes)
