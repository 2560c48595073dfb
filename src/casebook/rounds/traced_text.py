"""Text that knows where it is from, through templates: what a template prints leads back to a field.

A `Trace` writes signs about every text that a template prints: one that stands for the paragraph
and the place in it where the text begins, and one behind it. Whoever parses the document reads
them off (`Trace.origins`). The text itself never holds them, so that lengths and conditions in a
template are what they are without.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, SupportsIndex

from markupsafe import Markup, escape

from casebook import layout
from casebook.press.page_starts import signs

_PLANES = (0x100000, 0xF0000)
"""Where the signs are taken from: planes for private use, of which texts hold nothing."""
_ROOM = 0xFFF0
_TAG = re.compile(r"""<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^'">])*>""", re.DOTALL)


class Origin(NamedTuple):
    """A sign of a paragraph: the sheet, the number of the paragraph, which of its signs."""

    sheet: str
    paragraph: int
    sign: int = 0


class Trace:
    """Signs for the texts of one document. `document` is what it is without them."""

    def __init__(self, document: str) -> None:
        self._plane = next((plane for plane in _PLANES if not _within(plane, document)), 0)
        self._origins: list[Origin] = []

    @property
    def possible(self) -> bool:
        """Whether there are signs that the document does not hold itself."""
        return self._plane > 0

    def about(self, text: str, origin: Origin) -> str:
        """Return `text`, which begins at `origin`, with signs about it."""
        if len(self._origins) >= _ROOM:
            return text
        self._origins.append(origin)
        return f"{chr(self._plane + len(self._origins))}{text}{chr(self._plane)}"

    def plain(self, document: str) -> str:
        """Return a document without the signs."""
        return re.sub(f"[{chr(self._plane)}-{chr(self._plane + _ROOM)}]", "", document)

    def fragment(self, body: str, texts: Sequence[Origin | None]) -> "TracedHtml":
        """Return the fragment `body` with signs about its texts, each of which has an origin.

        Texts are what stands between tags and is not blank, in the order of the document. Nothing
        is said of a fragment that has more or fewer of them.
        """
        made, at, number = list[str](), 0, 0
        for tag in (*_TAG.finditer(body), None):
            text = body[at : tag.start() if tag else len(body)]
            if text.strip():
                origin = texts[number] if number < len(texts) else None
                number += 1
                text = self.about(text, origin) if origin else text
            made.append(text + (tag[0] if tag else ""))
            at = tag.end() if tag else at
        marked = "".join(made) if number == len(texts) else body
        return TracedHtml.of(marked, self)

    def origins(self, texts: Iterable[str]) -> Iterator[tuple[str, Origin | None]]:
        """Yield each sign of the parsed texts of a marked document, and its origin."""
        origin: Origin | None = None
        close, last = self._plane, self._plane + len(self._origins)
        for text in texts:
            for sign in signs(text):
                code = ord(sign)
                if code == close:
                    origin = None
                elif close < code <= last:
                    origin = self._origins[code - close - 1]
                else:
                    yield sign, origin
                    origin = origin and origin._replace(sign=origin.sign + 1)


class Traced(str):
    """A text, with the sign of a paragraph that it begins with; its parts know theirs."""

    origin: Origin
    trace: Trace

    @classmethod
    def of(cls, text: str, origin: Origin, trace: Trace) -> "Traced":
        """Return `text`, which begins at `origin`."""
        made = cls(text)
        made.origin, made.trace = origin, trace
        return made

    def printed(self) -> Markup:
        """Return the text as a template prints it."""
        return Markup(self.trace.about(str(escape(str(self))), self.origin))

    def __html__(self) -> str:
        """Return the text as it is put into other text: joined by ~ or by the filter `join`."""
        return str(self.printed())

    def part(self, start: int, end: int) -> "Traced":
        """Return a part of the text."""
        before = len(signs(str.__getitem__(self, slice(0, start))))
        origin = self.origin._replace(sign=self.origin.sign + before)
        return Traced.of(str.__getitem__(self, slice(start, end)), origin, self.trace)

    def parts(self, texts: Iterable[str]) -> list[str]:
        """Return `texts`, which stand in this one, in their order, as its parts."""
        made, at = list[str](), 0
        for text in texts:
            start = self.find(text, at)
            if start < 0:
                made.append(text)
                continue
            at = start + len(text)
            made.append(self.part(start, at))
        return made

    def __getitem__(self, key: object) -> str:
        if isinstance(key, slice) and key.step in (None, 1):
            start, end, _ = key.indices(len(self))
            return self.part(start, end)
        return str.__getitem__(self, key)  # type: ignore[index]

    def split(self, sep: str | None = None, maxsplit: int = -1) -> list[str]:  # type: ignore[override]
        """Split as `str` does."""
        return self.parts(str.split(self, sep, maxsplit))

    def partition(self, sep: str) -> tuple[str, str, str]:
        """Part as `str` does."""
        first, middle, last = self.parts(str.partition(self, sep))
        return first, middle, last

    def strip(self, chars: str | None = None) -> str:
        """Strip as `str` does."""
        return self.parts([str.strip(self, chars)])[0]

    def upper(self) -> str:
        """Return the text in capitals, if each sign has one of its own."""
        made = str.upper(self)
        return Traced.of(made, self.origin, self.trace) if len(made) == len(self) else made


class TracedNumber(int):
    """A number, with the sign of a paragraph that it begins with."""

    origin: Origin
    trace: Trace

    @classmethod
    def of(cls, number: int, origin: Origin, trace: Trace) -> "TracedNumber":
        """Return `number`, which is written at `origin`."""
        made = cls(number)
        made.origin, made.trace = origin, trace
        return made

    def printed(self) -> Markup:
        """Return the number as a template prints it."""
        return Markup(self.trace.about(str(int(self)), self.origin))


class TracedDate(date):
    """A date of a paragraph, written as ISO 8601 has it; its year, month and day are traced."""

    origin: Origin
    trace: Trace

    @classmethod
    def of(cls, day: date, origin: Origin, trace: Trace) -> "TracedDate":
        """Return `day`, which is the paragraph at `origin`."""
        made = cls(day.year, day.month, day.day)
        made.origin, made.trace = origin, trace
        return made

    def _number(self, number: int, width: int, sign: int) -> int:
        skipped = width - len(str(number))  # a nought that is not printed
        origin = self.origin._replace(sign=sign + skipped)
        return TracedNumber.of(number, origin, self.trace)

    @property
    def year(self) -> int:
        """The year."""
        return self._number(date.year.__get__(self), 4, 0)

    @property
    def month(self) -> int:
        """The month."""
        return self._number(date.month.__get__(self), 2, 5)

    @property
    def day(self) -> int:
        """The day of the month."""
        return self._number(date.day.__get__(self), 2, 8)


class TracedHtml(str):
    """A fragment, and the same with the signs of a trace in it."""

    marked: str
    trace: Trace

    @classmethod
    def of(cls, marked: str, trace: Trace) -> "TracedHtml":
        """Return the fragment that `marked` is without its signs."""
        made = cls(trace.plain(marked))
        made.marked, made.trace = marked, trace
        return made

    def replace(self, old: str, new: str, count: SupportsIndex = -1) -> str:
        """Replace as `str` does; what is replaced over two texts is not known any more."""
        plain = str.replace(self, old, new, count)
        made = TracedHtml.of(self.marked.replace(old, new, count), self.trace)
        return made if made == plain else plain


class _TracedMarkup(Markup):
    """A fragment that a template prints as it is."""

    marked: str

    def printed(self) -> Markup:
        """Return the fragment as a template prints it."""
        return Markup(self.marked)


def _finalize(value: object) -> object:
    return value.printed() if hasattr(value, "printed") else value


def _safe(value: object) -> Markup:
    if not isinstance(value, TracedHtml):
        return Markup(value)
    made = _TracedMarkup(str(value))
    made.marked = value.marked
    return made


def _parted(work: Callable[..., object]) -> Callable[..., object]:
    """Return a filter that takes a text apart, so that the parts know where they are from."""

    def parted(value: str, *more: object) -> object:
        if isinstance(value, TracedHtml):
            trace = value.trace
            return _like(
                work(value.marked, *more), lambda parts: [TracedHtml.of(p, trace) for p in parts]
            )
        made = work(value, *more)
        return _like(made, value.parts) if isinstance(value, Traced) else made

    return parted


def _like(made: object, traced: Callable[[list[str]], Iterable[str]]) -> object:
    """Return the parts that a filter made, traced, in a list or tuple as it made it."""
    if isinstance(made, list | tuple) and all(isinstance(part, str) for part in made):
        return type(made)(traced(list(made)))
    return made


def _within(plane: int, text: str) -> bool:
    return any(plane <= ord(char) < plane + 0x10000 for char in set(text))


PRINTING = layout.Printing(
    _finalize,
    (
        ("safe", _safe),
        *((name, _parted(layout.FILTERS[name])) for name in ("halves", "letterhead")),
    ),
)
"""How templates print texts that know where they are from."""
