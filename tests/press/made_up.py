"""Signatures and margins made up for tests: nothing is laid out, no engine is loaded."""

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any

from casebook.press.objects import ObjectTemplate
from casebook.press.signature import (
    LaidOut,
    MarginBoxes,
    MarginPlan,
    PageKind,
    Signature,
    SignaturePage,
)
from casebook.store import dumps

RIGHT = PageKind("right", False, "", False, ())
PLAN = MarginPlan(
    (300.0, 400.0),
    (("top", (("title", "first"),), ("page",), b"style"),),
    "top",
    (("increment", "page", 1),),
)


def page(**given: Any) -> SignaturePage:
    """Return a page of a section, set on the right unless it is said otherwise."""
    empty: dict[str, Any] = {
        "kind": RIGHT,
        "size": (300.0, 400.0),
        "stream": 5,
        "text_origins": (50.0, 40.0),
        "strings": (),
        "opening_strings": frozenset(),
        "tags": (),
        "links": (),
        "anchors": (),
        "bookmarks": (),
        "starts_at": None,
    }
    return SignaturePage(**empty | given)


def signature(section: str, *pages: SignaturePage, **given: Any) -> Signature:
    """Return a section of these pages, or of one."""
    empty: dict[str, Any] = {
        "section": section,
        "pages": pages or (page(anchors=((section, 0.0, 0.0),)),),
        "object_count": 0,
        "objects_key": f"objects-{section}",
        "resources": ObjectTemplate((b"<<>>",), ()),
        "xobjects": (),
        "digests": (),
        "top_elements": (),
        "fonts": (),
        "rectangles": (),
        "break_before": "",
        "break_after": "",
        "references": frozenset(),
        "prints_own_numbers": False,
        "errata": (),
    }
    return Signature(**empty | given)


class Workers:
    """A scheduler whose answers are made up: `laid_out` makes signatures, `answer` all else.

    `asked` holds what was asked for, in order.
    """

    def __init__(
        self,
        laid_out: Callable[[Any], Signature] | None = None,
        answer: Callable[[Any], Any] | None = None,
    ) -> None:
        self._laid_out, self._answer = laid_out, answer
        self.asked: list[Any] = []

    def ask(self, task: Any) -> Callable[[], Any]:
        """Return where to get the answer."""
        assert self._answer is not None
        self.asked.append(task)
        made = self._answer(task)
        return lambda: made

    def lay_out(self, tasks: Sequence[Any], warm_up: Any = None) -> "Layouts":
        """Return the sections being laid out."""
        return Layouts(self, tasks)

    def made(self, task: Any) -> LaidOut:
        """Return a section laid out."""
        assert self._laid_out is not None
        self.asked.append(task)
        return LaidOut(task.key, dumps(self._laid_out(task)), dumps(()))


class Layouts:
    """Sections that are laid out when they are asked for."""

    def __init__(self, workers: Workers, tasks: Sequence[Any]) -> None:
        self._workers, self._tasks = workers, list(tasks)

    def __enter__(self) -> "Layouts":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def add(self, task: Any) -> None:
        """Have one more laid out."""
        self._tasks.append(task)

    def finished(self) -> Iterator[LaidOut]:
        """Yield each section."""
        return (self._workers.made(task) for task in self._tasks)


def boxes(folio: str) -> MarginBoxes:
    """Return margin boxes that print a folio."""
    return MarginBoxes(folio.encode(), folio, (), ())
