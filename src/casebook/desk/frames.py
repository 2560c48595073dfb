"""What every page of the desk has: header, status, words for the scripts, faults told."""

from collections.abc import Sequence

from lxml import etree

from casebook.desk import errata_words, intake_words, making_words
from casebook.desk.html import h, written
from casebook.desk.vocabulary import W
from casebook.errata import Erratum

Node = etree._Element
VIEWS = (
    ("notice", "/notice"), ("inbox", "/inbox"), ("ledger", "/"), ("book", "/book"),
    ("errata", "/errata"), ("finding", "/find"),
    ("epub", "/epub"), ("rounds", "/rounds"), ("builds", "/builds"), ("journal", "/history"),
)  # fmt: skip
SCRIPTED = ("good-in", "making", "failed", "cancelled", "lost", "none", "no-marks", "conflict",
            "refused", "working", "receiving", "page", "delete-mark", "edit", "withdraw", "reinstate",
            "signed", "no-pages", "no-text", "where-page", "of-cases", "errata", "queries",
            "to-desk", "since-text", "since-pages", "since-marks", "settle", "unsettle", "sign",
            "sign-again", "line-says", "chosen-says", "mark-gone", "whole", "no-answer", "building", "build-failed",
            "old-page", "coming-page", "spoiled", "elsewhere", "too-large", "uploaded", "found-in",
            "not-found", "no-page", "more-faults",
            "saving", "saved",
            "kept-here", "merged-in", "drafts-back", "meeting", "not-saved", "write-here", "read-here",
            "undo", "redo", "restore", "restore-book", "differences", "undone", "nobody", "more",
            "since-last", "broken-off", "no-change", "restore-sure", "no-text-file", "files-of",
            "took-out", "put-in", "theirs", "mine", "book-size", "unsaved", "form-meets", "see-fields",
            "field-meets", "field-theirs", "field-mine", "field-empty", "field-choose", "field-gone", "pair-name",
            "pair-value", *intake_words.SCRIPTED, *making_words.SCRIPTED, *errata_words.SCRIPTED)  # fmt: skip
"""Words that the scripts say; they stand on the body as data-w-…"""
ZOOMS = (50, 75, 100, 125, 150, 200)
"""Percent of the paper at which pages are shown."""
KEYS = {
    "ledger": (("/", "key-search"),),
    "case": (
        ("↓ ↑ J K", "key-line"), ("← →", "key-char"), ("Home End", "key-ends"),
        ("Shift ↓ ↑ ← →", "key-choose"), ("M", "key-mark"), ("Enter", "key-source"),
        ("Esc", "key-leave"), ("1 2 3 4", "key-tabs"),
        ("E", "key-write"), ("Ctrl+S", "key-save"), ("Ctrl+F", "key-find-text"),
        ("F8 Shift+F8", "key-next-erratum"), ("G L W", "key-settle"),
        ("+ -", "key-zoom"), ("0", "key-fit-width"), ("P", "key-fit-page"),
    ),
    "book": (
        ("PageDown PageUp", "key-pages"), ("J K", "key-page"), ("Home End", "key-first-last"),
        ("G", "key-go"), ("/", "key-find"), ("+ -", "key-zoom"), ("0", "key-fit-width"),
        ("P", "key-fit-page"), ("S", "key-spread"), ("T", "key-thumbnails"),
    ),
    **making_words.KEYS,
    "errata": (
        ("G", "key-repair"), ("L", "key-stet"), ("W", "key-ask"), ("Shift G L W", "key-other"),
        ("A", "key-alike"), ("J K", "key-step"), ("U", "key-undo"), ("E", "key-open-text"),
    ),
    "finding": (("/", "key-look"), ("J K", "key-hit")),
    "": (("D", "key-theme"), ("Tab", "key-next"), ("Enter", "key-do"), ("?", "key-help")),
}  # fmt: skip
"""Keys of a page and what they do; those of all pages under ""."""


class Frame:
    """Pages in one language."""

    def __init__(self, lang: str, book: str = "") -> None:
        self.lang, self._book = lang, book

    def w(self, name: str) -> str:
        """Return the words of that name."""
        return W[name].read(self.lang)

    def frame(self, view: str, title: str, body: Sequence[Node | None], script: str = "") -> bytes:
        """Return a whole page."""
        page = h("body", class_=f"view-{view}", data_book=self._book or False)
        for name in SCRIPTED:
            page.set(f"data-w-{name}", self.w(name))
        page.append(h("a", self.w("skip"), class_="skip", href="#main"))
        page.append(self._header(view))
        heading = None if view == "case" else h("h1", title, class_="unseen")
        page.append(h("main", heading, *body, id="main", tabindex="-1"))
        page.append(self._help(view))
        page.append(self._naming())
        head = h(
            "head",
            h("meta", charset="utf-8"),
            h("meta", name="viewport", content="width=device-width, initial-scale=1"),
            h("title", f"{title} · casebook"),
            h("script", src="/static/theme.js"),
            h("link", rel="icon", href="/static/icon.svg", type="image/svg+xml"),
            h("link", rel="stylesheet", href="/static/desk.css"),
            h("link", rel="stylesheet", href="/static/intake.css"),
            h("link", rel="stylesheet", href="/static/editor.css"),
            h("link", rel="stylesheet", href="/static/making.css"),
            h("link", rel="stylesheet", href="/static/settling.css"),
            h("script", src="/static/desk.js", defer=True),
            h("script", src="/static/presence.js", defer=True) if view != "start" else None,
            *(h("script", src=f"/static/{name}.js", defer=True) for name in script.split()),
        )
        return written(h("html", head, page, lang="zh-CN" if self.lang == "zh" else "en"))

    def _header(self, view: str) -> Node:
        links = [
            h("a", self.w(name), href=href, **({"aria_current": "page"} if name == view else {}))
            for name, href in VIEWS
        ]
        other = "en" if self.lang == "zh" else "zh"
        return h(
            "header",
            h("strong", h("a", "casebook", href="/start", title=self.w("books"))),
            h("nav", *links, aria_label="casebook") if view != "start" else None,
            h("span", id="status", role="status"),
            h("span", id="building", role="status", hidden=True),
            h("button", self.w("stop"), id="stop", type="button", hidden=True),
            h("button", h("span", self.w("nameless")), id="who", type="button", title=self.w("your-name"),
              aria_haspopup="dialog") if view != "start" else None,
            h("button", "◐", id="theme", type="button", aria_label=self.w("theme"), title=self.w("theme")),
            h("button", "?", id="help", type="button", aria_label=self.w("help"),
              title=self.w("help")),
            h("a", self.w("language"), href=f"/language/{other}", class_="language",
              lang="en" if self.lang == "zh" else "zh-CN"),
        )  # fmt: skip

    def table(self, names: Sequence[str], *bodies: Node, kind: str = "") -> Node:
        """Return a table with columns of those names; `kind` is a further class.

        Each cell says the head of its column: where a screen is too narrow for a table, a row is
        a card of labelled lines.
        """
        heads = [self.w(name) for name in names]
        for row in (row for body in bodies for row in body.iter("tr")):
            if len(row) == len(heads):
                for cell, label in zip(row, heads, strict=True):
                    cell.set("data-label", label)
        head = h("thead", h("tr", *(h("th", label, scope="col") for label in heads)))
        return h("table", head, *bodies, class_=f"cards {kind}".strip())

    def _help(self, view: str) -> Node:
        """Return the panel that “?” opens: what to do here, and by which keys."""
        steps = [h("li", words) for words in self.w(f"help-{view}").split("\n") if words]
        keys = [
            row
            for key, name in (*KEYS.get(view, ()), *KEYS[""])
            for row in (
                h("dt", *(h("kbd", letter) for letter in key.split())),
                h("dd", self.w(name)),
            )
        ]
        return h(
            "dialog",
            h("h2", self.w("help")),
            h("ul", *steps) if steps else None,
            h("h3", self.w("keys")), h("dl", *keys),
            h("form", h("button", self.w("close"), type="submit"), method="dialog"),
            id="helping", aria_label=self.w("help"),
        )  # fmt: skip

    def _naming(self) -> Node:
        """Return where somebody says, once, by which name the others know him."""
        return h(
            "dialog",
            h("form", h("h2", self.w("your-name")), h("p", self.w("name-says")),
              h("input", id="own-name", maxlength="40", aria_label=self.w("your-name")),
              h("button", self.w("save"), type="submit"), method="dialog"),
            id="naming", aria_label=self.w("your-name"),
        )  # fmt: skip

    def paged(self, *pages: Node) -> Node:
        """Return pages with room above them for what keeps them from being up to date."""
        faults = h("div", id="faults", role="region", aria_live="assertive", tabindex="0",
                   aria_label=self.w("errata"), hidden=True)  # fmt: skip
        return h("div", faults, *pages, class_="paged")

    def zoomed(self) -> Node:
        """Return how large the pages of a section are shown."""
        named = [
            h("option", self.w(words), value=value)
            for value, words in (
                ("auto", "zoom-auto"),
                ("width", "zoom-width"),
                ("page", "zoom-page"),
            )
        ]
        percents = [h("option", f"{size}%", value=str(size)) for size in ZOOMS]
        choice = h("select", *named, *percents, id="zoom", aria_label=self.w("zoom"))
        return h("div", choice, class_="zooming")

    def drop(self, kind: str, words: str, award: str = "") -> Node:
        """Return where files and folders are dropped, as `kind`: a notice, manuscripts, a case."""
        return h(
            "section",
            h("p", h("span", self.w(words)),
              h("label", h("input", type="file", multiple=True, class_="files"),
                h("span", self.w("choose-files"), class_="choose")),
              h("label", h("input", type="file", multiple=True, webkitdirectory=True, class_="folder"),
                h("span", self.w("choose-folder"), class_="choose"))),
            h("p", class_="progress", role="status"),
            h("div", class_="outcome", aria_live="polite"),
            class_="drop dropping", data_kind=kind, data_award=award, aria_label=self.w(words),
        )  # fmt: skip

    def faults(self, faults: Sequence[Erratum]) -> list[Node]:
        """Return what stopped the press, a card each."""
        return [
            h("article",
              h("p", str(e.place), class_="place"), h("p", e.message.read(self.lang)),
              h("p", f"→ {e.hint.read(self.lang)}") if e.hint else None, class_="erratum")
            for e in faults
        ]  # fmt: skip

    def gone(self) -> bytes:
        """Return what is said of an address that leads nowhere."""
        return self.frame("gone", self.w("gone"), [h("p", self.w("gone"))])
