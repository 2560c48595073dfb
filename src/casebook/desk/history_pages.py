"""The history of the book or of one case; and what stands around a text that is written here."""

import json
from hashlib import sha256

from casebook.book import Case
from casebook.desk.frames import Frame, Node
from casebook.desk.html import h
from casebook.desk.vocabulary import PHRASES
from casebook.journal.journal_entries import Deed
from casebook.journal.restoring import FINAL


class HistoryPages(Frame):
    """Pages in one language."""

    book_name = ""

    @property
    def phrases(self) -> str:
        """The words of the editing component, as JSON."""
        return json.dumps(PHRASES if self.lang == "zh" else {}, ensure_ascii=False)

    def history(self, case: Case | None) -> bytes:
        """Return the frame of the history, which its script fills: of a case, or of the book."""
        title = self.w("journal")
        named: list[Node | None] = []
        if case is not None:
            title = f"{title} · {case.id}"
            links = [
                h("a", f"{case.id} {case.title}", href=f"/case/{case.id}"),
                h("a", self.w("whole"), href="/history"),
            ]
            named = [h("p", *links, class_="turn")]
        words = {f"data_deed_{deed.value}": self.w(f"deed-{deed.value}") for deed in Deed}
        final = {*FINAL, Deed.SIGN}
        words |= {f"data_final_{deed.value}": self.w(f"final-{deed.value}") for deed in final}
        body = h(
            "section",
            *named,
            h("label", self.w("your-name"), h("input", id="writer", maxlength="40"), class_="name"),
            h("p", id="told", role="alert"),
            h("ol", id="steps", aria_label=title),
            h("button", self.w("more"), id="more", type="button", hidden=True),
            h("p", id="size", class_="place"),
            self._differences(),
            class_="journal", data_of=case.id if case else "", **words,
        )  # fmt: skip
        return self.frame("journal", title, [body], "compare history")

    def _differences(self) -> Node:
        return h(
            "dialog",
            h("h2", id="compared"),
            h("div", h("span", self.w("before")), h("span", self.w("after")), class_="sides"),
            h("div", id="differences", class_="merge", data_phrases=self.phrases),
            h("form", h("button", self.w("close"), type="submit"), method="dialog"),
            id="comparing", class_="wide", aria_labelledby="compared",
        )  # fmt: skip

    def written_here(self, path: str) -> list[Node]:
        """Return the two forms of a text, read and written, and what is said of its saving.

        `path` is within the manuscript folder, "" where there is no text yet.
        """
        if not path:
            return [h("div", id="source", tabindex="0")]
        case = path.removeprefix("cases/").removesuffix(".md")
        bar = h(
            "div",
            h("button", self.w("write"), h("kbd", "E"), type="button", id="write",
              aria_pressed="false"),
            h("label", self.w("your-name"), h("input", id="writer", maxlength="40"), hidden=True,
              id="writing-name"),
            h("span", id="saved", role="status"),
            h("button", self.w("look-at-meeting"), type="button", id="look", hidden=True),
            h("a", self.w("to-history"), href=f"/history?case={case}")
            if path.startswith("cases/") else None,
            class_="writing-bar",
        )  # fmt: skip
        meeting = h(
            "dialog",
            h("h2", self.w("meeting")), h("p", self.w("meeting-says")),
            h("div", h("span", self.w("theirs")), h("span", self.w("mine")), class_="sides"),
            h("div", id="sides", class_="merge", data_phrases=self.phrases),
            h("form", h("button", self.w("keep-mine"), type="submit", id="keep-mine"),
              h("button", self.w("meeting-later"), type="button", id="meeting-later"),
              method="dialog", class_="buttons"),
            id="meeting", class_="wide", aria_label=self.w("meeting"),
        )  # fmt: skip
        return [
            bar,
            h("div", id="source", tabindex="0", role="region", aria_label=self.w("text")),
            h("div", id="editor", hidden=True, data_path=path, data_label=self.w("editor-label"),
              data_phrases=self.phrases,
              data_book=sha256(self.book_name.encode()).hexdigest()[:12]),
            meeting,
        ]  # fmt: skip
