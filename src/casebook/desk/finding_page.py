"""The desk's page for finding words in manuscript and pages, and replacing them; its script fills it."""

from casebook.desk.frames import Frame, Node
from casebook.desk.html import h
from casebook.desk.replaceable import Obstacle
from casebook.desk.text_search import LONGEST, Mode


class FindingPage(Frame):
    """The page in one language."""

    def finding(self) -> bytes:
        """Return the page."""
        words = {f"data_why_{why.value}": self.w(f"why-{why.value}") for why in Obstacle}
        modes = [h("option", self.w(f"mode-{mode.value}"), value=mode.value) for mode in Mode]
        places = [
            h("option", self.w(f"where-{where}"), value=where)
            for where in ("all", "texts", "pages")
        ]
        search = h(
            "form",
            h("input", type="search", id="search", maxlength=str(LONGEST), autocomplete="off",
              placeholder=self.w("look-for"), aria_label=self.w("look-for")),
            h("select", *modes, id="mode", aria_label=self.w("search-mode")),
            h("select", *places, id="where", aria_label=self.w("search-where")),
            h("label", h("input", type="checkbox", id="exact"), self.w("exact"), class_="check"),
            h("button", self.w("finding"), type="submit"),
            id="searching", class_="filters", role="search",
        )  # fmt: skip
        return self.frame("finding", self.w("finding"), [
            h("div",
              h("div", search, self._replacing(), class_="find-head"),
              h("p", id="counted", role="status"), h("p", id="refusal", role="alert"),
              h("div", id="hits", tabindex="0", role="region", aria_label=self.w("hits")),
              h("div",
                h("span", id="to-replace", role="status"),
                h("button", self.w("replace-now"), type="button", id="replace"),
                h("button", self.w("cancel"), type="button", id="leave-replacing"),
                id="replacing-bar", class_="buttons", hidden=True),
              class_="find", **words),
        ], "finding")  # fmt: skip

    def _replacing(self) -> Node:
        return h(
            "form",
            h("label", self.w("replace-by"),
              h("input", id="put", maxlength=str(LONGEST), autocomplete="off")),
            h("button", self.w("preview-replacing"), type="submit"),
            h("label", self.w("your-name"), h("input", id="writer", maxlength="40")),
            id="replacing", class_="filters",
        )  # fmt: skip
