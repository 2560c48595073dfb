"""The contract names all we touch of WeasyPrint, and the sources are those it was written against."""

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from casebook.weasy import contract, hooks
from casebook.weasy.changes import Hook
from casebook.weasy.contract import CONTRACT, Use
from casebook.weasy.symbol_source import digest_of, source_of
from test_architecture import INSIDES, PUBLIC, private_names

SITE = Path(str(find_spec("weasyprint").origin)).parents[1]  # type: ignore[union-attr]
WEASY = Path(contract.__file__).parent
FILES = sorted(WEASY.glob("*.py"))
NAMES = {symbol.name for symbol in CONTRACT}


def real(name: str) -> str | None:
    """Return the source of a name, by which it is the same wherever it is imported from."""
    return source_of(SITE, name)


SOURCES = {real(name) for name in NAMES}


def known(name: str) -> bool:
    """Say whether the contract names it, or methods of it."""
    return real(name) in SOURCES or any(each.startswith(f"{name}.") for each in NAMES)


def test_the_sources_are_those_the_contract_was_written_against() -> None:
    changed = [symbol.name for symbol, _ in contract.broken(SITE)]
    assert changed == [], "read the differences (make contract), then renew the hashes"


def test_no_symbol_stands_twice() -> None:
    assert len(NAMES) == len(CONTRACT)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_what_is_imported_of_the_inside_is_in_the_contract(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        for alias in node.names:
            name = f"{node.module}.{alias.name}"
            library, _, rest = name.partition(".")
            inside = library == "weasyprint" or alias.name.startswith("_")
            if library not in INSIDES or rest in PUBLIC or not inside or not real(name):
                continue  # public, or a module: what is used of it is looked at below
            assert known(name), name


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_what_is_used_of_a_module_of_theirs_is_in_the_contract(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    modules = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in INSIDES
        for alias in node.names
        if real(f"{node.module}.{alias.name}") is None
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id)
            if module and not node.attr.startswith("__"):
                assert known(f"{module}.{node.attr}"), f"{module}.{node.attr}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_private_attributes_are_in_the_source_of_a_symbol(path: Path) -> None:
    text = "\n".join(filter(None, SOURCES))
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in private_names():
            assert node.attr.endswith("__") or node.attr in text, node.attr


def test_what_is_called_or_replaced_is_named_in_the_package() -> None:
    text = "".join(path.read_text("utf-8") for path in FILES if path.name != "contract.py")
    for symbol in CONTRACT:
        if symbol.use is not Use.READ:
            assert symbol.name.rpartition(".")[2] in text, symbol.name


def test_every_hook_is_in_the_contract() -> None:
    for hook in vars(hooks).values():
        if isinstance(hook, Hook):
            assert real(f"weasyprint.{hook.module}.{hook.name}") in SOURCES, hook


def test_a_source_is_found_in_files_that_are_not_installed(tmp_path: Path) -> None:
    package = tmp_path / "theirs"
    package.mkdir()
    (package / "__init__.py").write_text("from .inner import work as labour\n", "utf-8")
    (package / "inner.py").write_text(
        "if True:\n    class Kind:\n        @property\n        def size(self): return 1  \n\n"
        "def work():\n    return 2\n\nFIRST, SECOND = 1, 2\n",
        "utf-8",
    )
    assert source_of(tmp_path, "theirs.labour") == "def work():\n    return 2"
    assert source_of(tmp_path, "theirs.inner.SECOND") == "FIRST, SECOND = 1, 2"
    size = source_of(tmp_path, "theirs.inner.Kind.size")
    assert size == "        @property\n        def size(self): return 1"
    assert source_of(tmp_path, "theirs.inner.gone") is None
    assert source_of(tmp_path, "nobody.inner") is None
    assert digest_of("a") != digest_of("b")
