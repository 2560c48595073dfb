"""The desk's first page: a new book, one that is there, or the example."""

from collections.abc import Sequence
from pathlib import Path

from casebook.desk.frames import Frame, Node
from casebook.desk.html import h
from casebook.desk.known_books import KnownBook


class StartPage(Frame):
    """The page in one language."""

    def start(
        self, layouts: Sequence[tuple[str, str]], books: Sequence[KnownBook],
        places: Sequence[Path], now: KnownBook | None,
    ) -> bytes:  # fmt: skip
        """Return the page: `layouts` with what they are called, `books` known, `places` to keep one.

        `now` is the book that is open.
        """
        here = None
        if now is not None:
            here = h("p", f"{self.w('here-open')}{self.w('colon')}{now.title} ",
                     h("a", self.w("back-to-book"), href="/"))  # fmt: skip
        body = [here, self._new(layouts, places), self._open(books), self._example()]
        return self.frame("start", self.w("start"), body, "start")

    def elsewhere(self) -> bytes:
        """Return what is said to who sits at another machine."""
        return self.frame("start", self.w("start"), [h("p", self.w("not-here"))], "")

    def _new(self, layouts: Sequence[tuple[str, str]], places: Sequence[Path]) -> Node:
        pictures = [
            h("label",
              h("input", type="radio", name="layout", value=name, checked=at == 0),
              h("img", src=f"/start/layout/{name}.png", alt="", loading="lazy"), h("span", label if self.lang == "zh" or label == name else f"{name} · {label}"))
            for at, (name, label) in enumerate(layouts)
        ]  # fmt: skip
        choices = [h("option", str(path), value=str(path)) for path in places]
        form = h(
            "form",
            h("label", self.w("book-title"), h("input", id="title", maxlength="200", required=True,
              autocomplete="off"), class_="field"),
            h("fieldset", h("legend", self.w("choose-layout")), *pictures, class_="layouts"),
            h("div",
              h("label", self.w("where-new"), h("select", *choices, id="place"), class_="field"),
              h("label", self.w("folder-name"), h("input", id="folder-name", maxlength="120",
                autocomplete="off"), class_="field"),
              class_="place-of-book"),
            h("p", self.w("will-stand"), " ", h("code", id="will-stand"), class_="place"),
            h("p", h("button", self.w("make-book"), type="submit"), class_="buttons"),
            h("p", class_="refusal bad", role="alert"),
            class_="new-book", id="new",
        )  # fmt: skip
        return h("section", h("h2", self.w("new-book")), form)

    def _open(self, books: Sequence[KnownBook]) -> Node:
        rows = [
            h("li", h("button", book.title, type="button", data_folder=str(book.folder)),
              h("span", str(book.folder), class_="place"),
              h("span", f"{self.w('opened-at')} {book.opened.replace('T', ' ')}", class_="place")
              if book.opened else None)
            for book in books
        ]  # fmt: skip
        listed = h("ul", *rows, class_="books") if rows else h("p", self.w("no-known-books"))
        form = h(
            "form",
            h("label", self.w("book-folder"), h("input", id="folder", autocomplete="off")),
            h("button", self.w("open"), type="submit"),
            h("button", self.w("look-into"), type="button", id="look", aria_expanded="false",
              aria_controls="folders"),
            class_="open-book", id="open",
        )  # fmt: skip
        return h(
            "section", h("h2", self.w("open-book")), h("h3", self.w("known-books")), listed, form,
            h("ul", id="folders", class_="books", hidden=True), h("p", class_="refusal bad", role="alert"),
            id="opening",
        )  # fmt: skip

    def _example(self) -> Node:
        button = h("button", self.w("make-example"), type="button", id="make-example")
        return h(
            "section", h("h2", self.w("example")), h("p", self.w("example-says")),
            h("p", button, class_="buttons"), h("p", class_="refusal bad", role="alert"), id="example",
        )  # fmt: skip
