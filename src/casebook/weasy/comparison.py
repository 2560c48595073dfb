"""Tell what a WeasyPrint changes of the contract: `make contract VERSION=…`.

Enters: a version, which pip downloads into a temporary folder and does not install; without one,
the WeasyPrint that is installed. Leaves: each symbol whose source is another than the one we were
written against, why we need it, and the difference; exit status 1 when the installed one differs.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import unified_diff
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from casebook.weasy.contract import CONTRACT, WEASYPRINT, Symbol, broken
from casebook.weasy.symbol_source import digest_of, source_of

_PACKAGE = "weasyprint"


def differences(here: Path, there: Path) -> Iterator[str]:
    """Yield the report on the package in the folder `there`, a paragraph a symbol.

    `here` is the folder of the installed package, with which it is compared.
    """
    changed = list(broken(there, f"{_PACKAGE}."))
    for symbol, source in changed:
        yield _difference(symbol, source_of(here, symbol.name), source)
    count = sum(symbol.name.startswith(f"{_PACKAGE}.") for symbol in CONTRACT)
    yield f"{len(changed)} of {count} symbols are other than those of WeasyPrint {WEASYPRINT}.\n"


def _difference(symbol: Symbol, before: str | None, after: str | None) -> str:
    head = f"{symbol.name}\n    {symbol.use}: {symbol.why}\n"
    if after is None:
        return f"{head}    is gone\n"
    lines = unified_diff(
        (before or "").split("\n"), after.split("\n"), "installed", "other", lineterm="", n=2
    )
    return f"{head}    {symbol.digest} -> {digest_of(after)}\n" + "".join(
        f"    {line}\n" for line in lines
    )


def installed() -> Path:
    """Return the folder in which WeasyPrint is installed; it is not loaded."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(_PACKAGE)
    return Path(spec.origin).parents[1]


@contextmanager
def downloaded(version: str) -> Iterator[Path]:
    """Give a folder with the package of that version; pip says why it cannot."""
    with TemporaryDirectory() as name:
        pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps")
        subprocess.run(
            (*pip, "--only-binary=:all:", "--dest", name, f"{_PACKAGE}=={version}"), check=True
        )
        for wheel in Path(name).glob("*.whl"):
            with ZipFile(wheel) as archive:
                archive.extractall(name)
        yield Path(name)


def main(version: str = "") -> int:
    """Print the report on a `version`; return the exit status."""
    here = installed()
    if version:
        with downloaded(version) as there:
            sys.stdout.write("\n".join(differences(here, there)))
        return 0
    report = list(differences(here, here))
    sys.stdout.write("\n".join(report))
    return int(len(report) > 1)


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:2]))
    except subprocess.CalledProcessError as fault:
        sys.exit(fault.returncode)
