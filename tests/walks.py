"""Which modules a thing passes on its way through the press: `python tests/walks.py`.

One case, from .docx to ink, and one line of a notice, to the contents: for each the modules that
come to work, in the order in which they first do, and every return: where a function has work done
by a room, then by another, then by the first again.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from inspect import CO_GENERATOR, CO_OPTIMIZED
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType

import casebook
from casebook.intake import specimen

PACKAGE = f"{Path(casebook.__file__).parent}/"
GROUND = frozenset(
    "locking atomic store conservation errata os_errata book limits typography decoding files "
    "folder_errata pictures pdf pagetext history ledger telling build_folder project __init__ intake/formats/rich intake/structure/draft "
    "intake/pinyin intake/contact_details intake/matching/organisations "
    "weasy/weasyprint_types".split()
)
"""What everything stands on: it is no room that work passes."""


@dataclass
class Call:
    """A function at work: its room, its name, and the rooms it had work done by, in turn."""

    room: str
    name: str
    rooms: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """What was passed: modules in the order of first work, and returns by function."""

    modules: list[str] = field(default_factory=list)
    returns: set[tuple[str, str, str]] = field(default_factory=set)


def module_of(frame: FrameType) -> str:
    """Return the module of casebook that a frame runs, empty for another."""
    name = frame.f_code.co_filename
    return name.removeprefix(PACKAGE).removesuffix(".py") if name.startswith(PACKAGE) else ""


def works(code: CodeType) -> bool:
    """Say whether code is a function's, and not the body of a module or a class."""
    return bool(code.co_flags & CO_OPTIMIZED) and not code.co_name.startswith("<")


def room_of(module: str) -> str:
    """Return the room of a module: a package, a room of intake, a module of the root."""
    parts = module.split("/")
    return "/".join(parts[:2]) if parts[0] == "intake" and len(parts) > 1 else parts[0]


@contextmanager
def watched() -> Iterator[Walk]:
    """Give the walk that is taken in the block, in this thread."""
    walk, stack, seen = Walk(), [Call("", "")], set[str]()
    begun = set[int]()

    def profile(frame: FrameType, event: str, _argument: object) -> None:
        if event not in ("call", "return"):
            return
        module = module_of(frame)
        if not module or {module, module.split("/")[0]} & GROUND or not works(frame.f_code):
            return
        if event == "return":
            if len(stack) > 1:
                stack.pop()
            return
        room = room_of(module)
        if module not in seen:
            seen.add(module)
            walk.modules.append(module)
        above, goes_on = stack[-1], False
        if frame.f_code.co_flags & CO_GENERATOR:  # what is resumed was begun before
            goes_on = id(frame) in begun
            begun.add(id(frame))
        if room != above.room and not goes_on and (not above.rooms or above.rooms[-1] != room):
            if room in above.rooms:
                walk.returns.add((above.name, room, above.rooms[-1]))
            above.rooms.append(room)
        stack.append(Call(room, f"{module}.{frame.f_code.co_qualname}"))

    sys.setprofile(profile)
    try:
        yield walk
    finally:
        sys.setprofile(None)


def main() -> None:
    with TemporaryDirectory() as name:
        for title, walk in walks(Path(name)):
            returns = (f"{at}: {room}, after {after}" for at, room, after in sorted(walk.returns))
            sys.stdout.write("\n  ".join((title, *walk.modules)) + "\n")
            sys.stdout.write("\n  ".join(("Returns", *returns)) + "\n")


def walks(folder: Path) -> Iterator[tuple[str, Walk]]:
    """Yield the walks of a notice to awards.yaml, of its cases to Markdown, of the book to ink."""
    for module in pkgutil.walk_packages(casebook.__path__, "casebook."):
        if not module.name.endswith("__main__") and "preload" not in module.name:
            with suppress(ModuleNotFoundError):  # an extra that is not installed
                importlib.import_module(module.name)  # what is done on import is no work
    sent, book = folder / "sent", folder / "book"
    specimen.write(sent, 2, notice="numbered", parcel=True)
    casebook.new(book)
    project = casebook.Project(book)
    with watched() as walk:
        project.adopt(next((sent / "parcel").glob("通报.*")))
    yield "A notice, to awards.yaml", walk
    with watched() as walk:
        project.receive(*(sent / "parcel/来稿").rglob("*.docx"))
    yield "Cases, from .docx to Markdown", walk
    with watched() as walk:
        project.build("print", workers=1)
    yield "A book, to ink", walk


if __name__ == "__main__":
    main()
