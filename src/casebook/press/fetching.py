"""Fetch files of the manuscript and the layout for WeasyPrint, and note each of them.

The addresses are made up (`watching.Rooms`): they do not tell where the book lies, so neither does
the PDF. No other address is ever opened.
"""

from mimetypes import MimeTypes
from typing import Any

from casebook.press.dependencies import ABSENT, CHANGED, Rooms, address, digest

_KINDS = MimeTypes()  # as Python knows them: what a machine adds must not change a book


def fetcher(rooms: Rooms) -> Any:
    """Return a fetcher of the files in `rooms`.

    `opened` holds what was asked for and the hash of what was read; it may be replaced, to watch
    what is made next. `texts` holds the text of each style sheet.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Response(URLFetcherResponse):  # type: ignore[misc]
        """A file that is read already, as it was when it was noted."""

        path = None

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("file",))
            self.opened: dict[str, str] = {}
            self.texts: dict[str, str] = {}

        def fetch(self, url: str, headers: Any = None) -> Any:
            here = address(url)
            data = self.read(here)
            kind = _KINDS.guess_type(here)[0] or "application/octet-stream"
            if kind == "text/css":
                self.texts[here] = data.decode("utf-8", "replace")
            return Response(url, data, {"Content-Type": kind})

        def read(self, here: str) -> bytes:
            """Return the file at the address `here`, and note it, also if it is not there."""
            try:
                data = rooms.read(here)
            except (OSError, ValueError):
                self._note(here, ABSENT)
                raise
            self._note(here, digest(data))
            return data

        def _note(self, here: str, read: str) -> None:
            if self.opened.setdefault(here, read) != read:
                self.opened[here] = CHANGED

        def text(self, here: str) -> str:
            """Return the text of the style sheet at the address `here`."""
            self.texts[here] = self.read(here).decode("utf-8")
            return self.texts[here]

    return Fetcher()
