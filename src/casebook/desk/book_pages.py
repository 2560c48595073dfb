"""Pages about the book as a whole: its pages and errata, the EPUB, builds, rounds and comparisons."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from casebook.desk.build_answers import BuildState
from casebook.desk.frames import Node
from casebook.desk.history_pages import HistoryPages
from casebook.desk.html import h
from casebook.desk.live_state import State
from casebook.desk.vocabulary import W
from casebook.history import Build
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import Sheet

MAKES = (
    ("make-print", "print"), ("make-epub", "epub"), ("make-both", "print epub"),
    ("make-press", "press"), ("make-archive", "archive"), ("make-booklet", "booklet"),
    ("make-proof", "proof"), ("make-offprints", "offprints"),
)  # fmt: skip


class BookPages(HistoryPages):
    """Pages in one language."""

    def book(self) -> bytes:
        """Return the whole book: its contents, its pages, and the errata of all of it."""
        return self.frame("book", self.w("book"), [
            h("p", self.w("print-pdf"), " /files/print.pdf", class_="paper"),
            h("div", h("nav", id="contents", aria_label=self.w("contents")),
              self.paged(
                self._turning(),
                h("div", h("div", id="leaves", role="list", aria_label=self.w("pages")),
                  id="pages", tabindex="0", role="region", aria_label=self.w("pages"))),
              h("section",
                h("h2", self.w("errata"), " ", h("span", id="count-errata")),
                h("div", id="errata"),
                class_="errata", tabindex="0", aria_label=self.w("errata")),
              class_="whole"),
        ], "pages book")  # fmt: skip

    def _turning(self) -> Node:
        """Return the bar above the pages: to a page by its number, to words on any page."""
        return h(
            "form",
            h("label", self.w("go-to-page"), h("input", id="to-page", size="5", autocomplete="off")),
            h("output", id="of-pages"),
            h("label", h("span", self.w("find"), class_="unseen"),
              h("input", type="search", id="find", placeholder=self.w("find"), autocomplete="off",
                maxlength="100")),
            h("button", "↑", type="button", id="find-previous", aria_label=self.w("previous")),
            h("button", "↓", type="button", id="find-next", aria_label=self.w("next")),
            h("output", id="found"),
            self._shown_as(),
            id="turning-pages", role="search",
        )  # fmt: skip

    def _shown_as(self) -> Node:
        """Return how large the pages are shown, and whether one or two beside each other."""
        sizes = [
            ("auto", "zoom-auto"),
            ("width", "zoom-width"),
            ("page", "zoom-page"),
            ("small", "zoom-small"),
        ]
        percents = [
            h("option", f"{size}%", value=str(size)) for size in (50, 75, 100, 125, 150, 200)
        ]
        named = [h("option", self.w(words), value=value) for value, words in sizes]
        return h(
            "span",
            h("select", *named, *percents, id="zoom", aria_label=self.w("zoom")),
            h("button", self.w("spread"), type="button", id="spread", aria_pressed="false"),
            class_="shown-as",
        )  # fmt: skip

    def epub(self, entries: Sequence[tuple[str, str, int]]) -> bytes:
        """Return the reading frame: the EPUB's contents (words, document, level) and a frame."""
        if not entries:
            note = h("p", self.w("no-epub"), " ", h("a", self.w("builds"), href="/builds"))
            return self.frame("epub", self.w("epub"), [h("div", note, class_="note")])
        links = [
            h("li", h("a", words, href=f"/epub/file/{href}", target="reading"),
              class_=f"level{min(level, 3)}")
            for words, href, level in entries
        ]  # fmt: skip
        frame = h("iframe", name="reading", title=self.w("epub"), sandbox="allow-same-origin",
                  src=f"/epub/file/{entries[0][1]}")  # fmt: skip
        return self.frame("epub", self.w("epub"), [
            h("div", h("nav", h("ol", *links), aria_label=self.w("contents")), frame,
              class_="reading"),
        ], "epub")  # fmt: skip

    # Builds

    def builds(
        self, state: State, files: Sequence[Path], made: Sequence[Build],
        kept: Sequence[BuildState] = (),
    ) -> bytes:  # fmt: skip
        """Return the buttons that make, the files there are, and what was made, when.

        `kept` are the builds whose texts the journal has, so that two of them are compared.
        """
        buttons = [
            h("button", self.w(name), type="button", data_editions=editions)
            for name, editions in MAKES
        ]
        names = ("when", "editions", "ended", "found", "page-count", "seconds", "sha")
        history: Node = h("p", self.w("no-builds"))
        if made:
            rows = [self._build(build) for build in reversed(made)]
            history = self.table(names, h("tbody", *rows), kind="history")
        return self.frame("builds", self.w("builds"), [
            h("div", *buttons, class_="buttons"),
            h("p", id="told", role="alert"), self._progress(),
            h("div", id="build-faults", role="alert"),
            *self.faults(state.faults),
            h("h2", self.w("files")),
            self.table(("file", "size", "when"), h("tbody", *map(self._file, files)))
            if files else h("p", self.w("no-files")),
            *self._two_builds(kept),
            h("h2", self.w("history")), history,
        ], "compare builds")  # fmt: skip

    def _progress(self) -> Node:
        """Return where a build says how far it is, and is stopped; with what it has done so far."""
        return h(
            "section",
            h("p", h("strong", id="build-step"), h("span", id="build-count"),
              h("button", self.w("stop"), type="button", id="build-stop")),
            h("progress", id="build-progress", max="100", aria_label=self.w("building")),
            h("details", h("summary", self.w("build-log")), h("ol", id="build-log"), id="build-logged"),
            id="build-now", hidden=True, aria_label=self.w("building"),
        )  # fmt: skip

    def _two_builds(self, kept: Sequence[BuildState]) -> list[Node]:
        """Return the way to compare the texts of two builds, where the journal has them."""
        if not kept:
            return []
        options = [
            (str(each.number), f"{each.at[:16].replace('T', ' ')} {self._editions(each)}")
            for each in kept
        ]
        now = ("now", self.w("now"))
        old, new = (
            h("select", *(h("option", words, value=value) for value, words in choices), id=name)
            for name, choices in (("old", options), ("new", [now, *options]))
        )
        form = h(
            "form",
            h("label", self.w("old"), old), h("label", self.w("new"), new),
            h("button", self.w("compare-builds"), type="submit"), id="compare-builds", class_="buttons",
        )  # fmt: skip
        return [
            h("h2", self.w("comparing-builds")), form,
            h("p", h("a", self.w("compare-pages"), href="/compare")),
            h("div", id="compared-files", class_="journal", aria_live="polite"),
            h("dialog",
              h("h2", id="compared"),
              h("div", h("span", self.w("before")), h("span", self.w("after")), class_="sides"),
              h("div", id="differences", class_="merge", data_phrases=self.phrases),
              h("form", h("button", self.w("close"), type="submit"), method="dialog"),
              id="comparing", class_="wide", aria_labelledby="compared"),
        ]  # fmt: skip

    def _editions(self, build: BuildState) -> str:
        return self.w("list-comma").join(map(self._edition, build.editions.split()))

    def _file(self, path: Path) -> Node:
        facts = path.stat()
        return h(
            "tr",
            h("td", h("a", self.w(path.name), href=f"/files/{path.name}"),
              h("span", path.name, class_="place")),
            h("td", f"{facts.st_size / 1e6:.1f} MB"), h("td", _when(facts.st_mtime)),
        )  # fmt: skip

    def _build(self, build: Build) -> Node:
        editions = self.w("list-comma").join(map(self._edition, build.editions))
        if build.saves:
            editions += self.w("after-saves").replace("%", str(build.saves))
        ended = self.w("ended-" + build.ended) if "ended-" + build.ended in W else build.ended
        errors = f"{build.errata} / {build.queries}" if build.errata or build.queries else "0"
        hashes = [
            h("div", h("code", digest[:12], title=f"{name} {digest}"), f" {name}")
            for name, digest in build.files.items()
        ]
        return h(
            "tr", h("td", _when(build.at)), h("td", editions),
            h("td", ended, h("span", build.fault, class_="place") if build.fault else None,
              class_="bad" if build.ended == "failed" else ""),
            h("td", errors), h("td", str(build.pages) if build.pages else ""),
            h("td", f"{build.seconds:.1f}"), h("td", *hashes),
        )  # fmt: skip

    def _edition(self, name: str) -> str:
        return self.w(f"edition-{name}") if f"edition-{name}" in W else name

    # Rounds

    def rounds(self, rounds: Sequence[Round], sheets: Mapping[int, Sequence[Sheet]],
               changed: Mapping[int, Mapping[str, str]], reports: Sequence[Path],
               cases: int) -> bytes:  # fmt: skip
        """Return the rounds, what was signed in each, and the comparisons.

        `changed` says, of the last round, what changed since a case was signed.
        """
        rows = [
            self._round(
                round_, sheets.get(round_.number, ()), changed.get(round_.number, {}), cases
            )
            for round_ in reversed(rounds)
        ]
        names = ("round", "opened", "due", "head", "closed", "marks", "sign-offs", "file")
        table = self.table(names, h("tbody", *rows))
        is_open = bool(rounds) and not rounds[-1].closed
        turn = h(
            "form",
            None if is_open else h("label", self.w("due-by"), h("input", type="date", id="due")),
            None if is_open else h("label", self.w("round-head"),
                                   h("input", id="head", maxlength="40")),
            h("button", self.w("close-round" if is_open else "open-round"), type="submit",
              id="turn-round", data_do="close" if is_open else "open"),
            h("span", self.w("close-says" if is_open else "open-says"), class_="place"),
            class_="buttons", id="turning",
        )  # fmt: skip
        return self.frame("rounds", self.w("rounds"), [
            turn, h("p", id="told", role="alert"),
            table if rows else h("p", self.w("no-rounds")),
            h("h2", self.w("comparing")) if rounds else None,
            self._comparing(rounds) if rounds else None,
            h("p", h("a", self.w("compare-pages"), href="/compare")) if rounds else None,
            h("ul", id="reports", aria_live="polite"), self._reports(rounds, reports),
        ], "rounds")  # fmt: skip

    def _comparing(self, rounds: Sequence[Round]) -> Node:
        choices = [
            h("option", round_.name.read(self.lang), value=str(round_.number)) for round_ in rounds
        ]
        others = [
            h("option", round_.name.read(self.lang), value=str(round_.number)) for round_ in rounds
        ]
        return h(
            "form",
            h("label", self.w("old"), h("select", *choices, id="old")),
            h("label", self.w("new"),
              h("select", h("option", self.w("now"), value="now"), *others, id="new")),
            h("button", self.w("compare"), type="submit"), id="compare",
        )  # fmt: skip

    def _reports(self, rounds: Sequence[Round], reports: Sequence[Path]) -> Node | None:
        """Return the comparisons that were made, newest first, each with its files."""
        names = {str(round_.number): round_.name.read(self.lang) for round_ in rounds}
        names["now"] = self.w("now")
        by: dict[str, list[Path]] = {}
        for path in reports:
            by.setdefault(path.stem, []).append(path)
        if not by:
            return None
        rows = []
        for stem, paths in by.items():
            old, _, new = stem.removeprefix("compare-").partition("-")
            links = [
                h("a", self.w(f"report{path.suffix}"), href=f"/files/{path.name}")
                for path in sorted(paths, key=lambda file: file.suffix != ".html")
            ]
            rows.append(h(
                "tr", h("td", f"{names.get(old, old)} → {names.get(new, new)}"),
                h("td", _when(paths[0].stat().st_mtime)), h("td", *links, class_="links"),
            ))  # fmt: skip
        return self.table(("report", "when", "file"), h("tbody", *rows))

    def _round(
        self, round_: Round, sheets: Sequence[Sheet], changed: Mapping[str, str], cases: int
    ) -> Node:
        signed = sum(s.signed is not None and not changed.get(s.case) for s in sheets)
        return h(
            "tr", h("td", round_.name.read(self.lang)), h("td", round_.opened[:16].replace("T", " ")),
            h("td", round_.due), h("td", round_.head),
            h("td", round_.closed[:16].replace("T", " ")),
            h("td", str(sum(len(sheet.marks) for sheet in sheets))),
            h("td", f"{signed} / {cases}"),
            h("td", h("a", self.w("as-sent"), href=f"/rounds/{round_.number}/print.pdf"),
              h("a", self.w("sheet"), href=f"/rounds/{round_.number}/marks.xlsx"), class_="links"),
        )  # fmt: skip


def _when(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))
