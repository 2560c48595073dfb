"""The desk's page of errata: the queue of the whole book, questions to authors, what was settled."""

from collections.abc import Sequence

from casebook.desk.frames import Frame, Node
from casebook.desk.html import h

TABS = ("to-settle", "asked", "settled-lately")


class ErrataPage(Frame):
    """The page in one language; its script fills it."""

    def errata(self) -> bytes:
        """Return the page."""
        tabs = [
            h("button", self.w(name), h("span", id=f"count-{name}"), type="button", role="tab",
              id=f"tab-{name}", aria_controls=f"pane-{name}",
              aria_selected="true" if name == TABS[0] else "false")
            for name in TABS
        ]  # fmt: skip
        name = h(
            "label", self.w("your-name"), h("input", id="settler", maxlength="40"), class_="name"
        )
        body = h(
            "div",
            h("div", h("div", *tabs, role="tablist", aria_label=self.w("errata")), name,
              class_="queue-head"),
            self._queue(), self._asked(),
            h("div", h("ol", id="settled"), id="pane-settled-lately", role="tabpanel", tabindex="0",
              aria_labelledby="tab-settled-lately", hidden=True),
            h("div", id="settled-said", role="status"),
            class_="queue",
        )  # fmt: skip
        return self.frame("errata", self.w("errata"), [body], "tabs pages settle errata")

    def _queue(self) -> Node:
        pages = h("div", id="pages", tabindex="0", role="region", aria_label=self.w("pages"))
        groups = [("rule", "by-rule"), ("case", "by-case"), ("kind", "by-weight")]
        return h(
            "div",
            h("form",
              self._choice("group", self.w("group-by"), groups),
              self._choice("rule", self.w("rule")), self._choice("case", self.w("case")),
              self._choice("kind", self.w("weight")),
              h("output", id="nth"), class_="filters"),
            h("div",
              h("nav", id="findings", tabindex="0", aria_label=self.w("to-settle")),
              h("section", h("div", id="current", aria_live="polite"), class_="current",
                aria_label=self.w("errata"), tabindex="0"),
              self.paged(pages), class_="queue-body"),
            id="pane-to-settle", role="tabpanel", aria_labelledby="tab-to-settle",
        )  # fmt: skip

    def _choice(self, name: str, label: str, options: Sequence[tuple[str, str]] = ()) -> Node:
        """Return a field of choices; those without `options` are filled with what there is."""
        rows = [h("option", self.w(words), value=value) for value, words in options]
        every = h("option", f"{label}{self.w('colon')}{self.w('all')}", value="")
        return h("select", *(rows or [every]), id=f"by-{name}", aria_label=label)

    def _asked(self) -> Node:
        links = [
            h("a", self.w(f"letters-{lang}"), href=f"/questions.docx?lang={lang}", class_="take")
            for lang in ("zh", "en")
        ]
        return h(
            "div", h("p", *links, id="letters", class_="buttons"), h("div", id="questions"),
            id="pane-asked", role="tabpanel", tabindex="0", aria_labelledby="tab-asked", hidden=True,
        )  # fmt: skip
