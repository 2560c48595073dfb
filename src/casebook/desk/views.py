"""The desk's pages: the frame they share, the ledger, one case, the book, the EPUB, builds, rounds.

Server-rendered; the little JavaScript there is fills in what changes while one looks. Every row
of the ledger is plain HTML, so a long list is searched by the browser without asking again.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from casebook.book import Book, Case
from casebook.desk.frames import Frame, Node
from casebook.desk.html import h
from casebook.desk.words import W
from casebook.desk.workshop import Build, State
from casebook.errata import Kind
from casebook.intake.pinyin import sort_key, syllables
from casebook.rounds.keeping import Round
from casebook.rounds.marks import NAMES, Sheet


class Views(Frame):
    """Pages in one language."""

    # The ledger

    def ledger(self, state: State, sheets: Mapping[str, Sheet], now: Round | None) -> bytes:
        """Return the ledger: a row a case, with what can be filtered and searched."""
        book = state.book
        if book is None:
            return self.frame("ledger", self.w("ledger"), [*self.faults(state)], "ledger")
        counts = _counts(state)
        tiers = {a.id: t.name for t in book.tiers if not t.bodies for a in t.awards}
        rows = [
            self._row(case, tiers.get(case.id, ""), counts, sheets.get(case.id), state, now)
            for case in book.cases
        ]
        head = ("case", "organisation", "title", "region", "state", "page", "errata", "marks",
                "round")  # fmt: skip
        table = h(
            "table",
            h("thead", h("tr", *(h("th", self.w(name), scope="col") for name in head))),
            h("tbody", *rows),
            class_="ledger",
        )
        return self.frame(
            "ledger", self.w("ledger"),
            [self._drop(), self._filters(book, list(dict.fromkeys(tiers.values()))), table],
            "ledger",
        )  # fmt: skip

    def _row(
        self, case: Case, tier: str, counts: Mapping[tuple[str, Kind], int], sheet: Sheet | None,
        state: State, now: Round | None,
    ) -> Node:  # fmt: skip
        missing = case.body is None
        path = "" if missing else case.place.path
        errata, queries = counts[path, Kind.ERRATUM], counts[path, Kind.QUERY]
        kinds = ["missing" if missing else "received"]
        kinds += ["specimen"] * case.specimen + ["with-errata"] * bool(errata)
        signed = sheet.signed if sheet else None
        kinds.append("signed" if signed else "unsigned")
        shown = state.pages.get(f"case-{case.id}")
        pages = _span(shown.labels) if shown else ""
        words = " ".join((case.id, case.organisation, case.title, case.region, tier))
        latin = " ".join(_pinyin(text) for text in (case.organisation, case.title))
        errors = f"{errata} / {queries}" if errata or queries else ""
        return h(
            "tr",
            h("td", case.id),
            h("td", case.organisation),
            h("td", h("a", case.title, href=f"/case/{case.id}")),
            h("td", case.region),
            h("td", self.w(kinds[0]), class_=kinds[0]),
            h("td", pages),
            h("td", errors, class_="bad" if errata else ""),
            h("td", str(len(sheet.marks)) if sheet and sheet.marks else ""),
            h("td", f"{now.name.read(self.lang)} {signed.name}" if signed and now else ""),
            data_tier=tier, data_region=case.region, data_kinds=" ".join(kinds),
            data_words=f"{words} {latin}".lower(),
        )  # fmt: skip

    def _filters(self, book: Book, tiers: Sequence[str]) -> Node:
        regions = sorted({case.region for case in book.cases}, key=sort_key)
        kinds = ("missing", "received", "with-errata", "signed", "unsigned")
        return h(
            "form",
            h("input", type="search", id="search", placeholder=self.w("search"),
              aria_label=self.w("search"), autocomplete="off"),
            self._choice("tier", [(t, t) for t in tiers if t]),
            self._choice("region", [(r, r) for r in regions]),
            self._choice("kind", [(k, self.w(k)) for k in kinds], "state"),
            h("output", id="count"),
            class_="filters", role="search",
        )  # fmt: skip

    def _choice(self, name: str, options: Sequence[tuple[str, str]], label: str = "") -> Node:
        label = self.w(label or name)
        first = h("option", f"{label}：{self.w('all')}", value="")
        rest = [h("option", words, value=value) for value, words in options]
        return h("select", first, *rest, id=name, aria_label=label)

    def _drop(self) -> Node:
        return h(
            "section",
            h("label", h("span", self.w("drop")),
              h("input", type="file", id="files", multiple=True),
              h("span", self.w("choose"), class_="choose")),
            h("ul", id="report", aria_live="polite"),
            id="drop", class_="drop",
        )  # fmt: skip

    # One case

    def case(self, state: State, case: Case, now: Round | None) -> bytes:
        """Return the desk of one case: its pages, its text, its errata and marks."""
        ids = [c.id for c in state.book.cases] if state.book else []
        at = ids.index(case.id)
        turn = [
            h("a", f"{arrow} {ids[to]}", href=f"/case/{ids[to]}", id=name, title=self.w(name))
            for name, arrow, to in (("previous", "←", at - 1), ("next", "→", at + 1))
            if 0 <= to < len(ids)
        ]
        heading = h(
            "div", h("h1", case.title), h("p", f"{case.id}　{case.organisation}"),
            h("p", *turn, class_="turn"), class_="heading",
        )  # fmt: skip
        tabs = [
            h("button", self.w(name), h("span", id=f"count-{name}"), type="button", role="tab",
              id=f"tab-{name}", aria_controls=f"pane-{name}",
              aria_selected="true" if name == "text" else "false")
            for name in ("text", "errata", "marks")
        ]  # fmt: skip
        panes = h(
            "div", heading, h("div", *tabs, role="tablist", aria_label=case.id),
            h("div", id="pane-text", role="tabpanel", tabindex="0", aria_labelledby="tab-text"),
            h("div", id="pane-errata", role="tabpanel", tabindex="0",
              aria_labelledby="tab-errata", hidden=True),
            h("div", self._marks(now), h("ol", id="marks"), id="pane-marks", role="tabpanel",
              tabindex="0", aria_labelledby="tab-marks", hidden=True),
            class_="panes",
        )  # fmt: skip
        pages = h("div", id="pages", tabindex="0", role="region", aria_label=self.w("pages"))
        desk = h("div", pages, panes, self._dialog(), class_="case", data_case=case.id,
                 data_round=str(now.number) if now else "")  # fmt: skip
        return self.frame("case", f"{case.id} {case.title}", [desk], "case")

    def _marks(self, now: Round | None) -> Node:
        if now is None:
            return h("p", self.w("no-round"), h("a", self.w("rounds"), href="/rounds"))
        return h(
            "form",
            h("p", f"{now.name.read(self.lang)} ", h("span", id="signed")),
            h("label", self.w("your-name"), h("input", id="signer", maxlength="40")),
            h("button", self.w("sign"), id="sign", type="submit"),
            h("button", self.w("unsign"), id="unsign", type="button", hidden=True),
            id="signing",
        )

    def _dialog(self) -> Node:
        options = [h("option", name.read(self.lang), value=asks) for asks, name in NAMES.items()]
        return h(
            "dialog",
            h("form",
              h("h2", self.w("mark-here")), h("q", id="quoted"),
              h("label", self.w("asks"), h("select", *options, id="asks")),
              h("label", self.w("wanted"), h("textarea", id="wanted", rows="2", maxlength="4000")),
              h("label", self.w("note"), h("textarea", id="note", rows="2", maxlength="4000")),
              h("label", self.w("your-name"), h("input", id="by", maxlength="40")),
              h("p", id="refusal", role="alert"),
              h("button", self.w("save"), type="submit", id="keep"),
              h("button", self.w("cancel"), type="button", id="leave"),
              method="dialog"),
            id="marking", aria_labelledby="quoted",
        )  # fmt: skip

    # The others

    def book(self, state: State) -> bytes:
        """Return the whole book: its contents beside its pages."""
        return self.frame("book", self.w("book"), [
            h("div", h("nav", id="contents", aria_label=self.w("contents")),
              h("div", id="pages", tabindex="0", role="region", aria_label=self.w("pages")),
              class_="whole"),
        ], "book")  # fmt: skip

    def epub(self, entries: Sequence[tuple[str, str, int]]) -> bytes:
        """Return the reading frame: the EPUB's contents (words, document, level) and a frame."""
        if not entries:
            note = h("p", self.w("no-epub"), " ", h("a", self.w("builds"), href="/builds"))
            return self.frame("epub", self.w("epub"), [note])
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
        ])  # fmt: skip

    def builds(self, state: State, files: Sequence[Path]) -> bytes:
        """Return what was made, when, and the buttons that make."""
        made = [h("li", h("a", f"{p.name}（{p.stat().st_size / 1e6:.1f} MB）",
                          href=f"/files/{p.name}")) for p in files]  # fmt: skip
        buttons = [
            h("button", self.w(name), type="button", data_editions=editions)
            for name, editions in (("make-print", "print"), ("make-epub", "epub"),
                                   ("make-both", "print epub"), ("make-proof", "proof"))
        ]  # fmt: skip
        head = h("tr", *(h("th", self.w(n), scope="col") for n in ("when", "editions", "seconds",
                                                                   "ended")))  # fmt: skip
        rows = [self._build(build) for build in state.history]
        history: Node = h("table", h("thead", head), h("tbody", *rows))
        if not rows:
            history = h("p", self.w("no-builds"))
        return self.frame("builds", self.w("builds"), [
            h("div", *buttons, class_="buttons"), *self.faults(state),
            h("h2", self.w("files")), h("ul", *made),
            h("h2", self.w("history")), history,
        ], "builds")  # fmt: skip

    def _build(self, build: Build) -> Node:
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(build.at))
        ended = self.w(build.ended if build.ended in W else "failed")
        return h("tr", h("td", when), h("td", " ".join(build.editions)),
                 h("td", f"{build.seconds:.1f}"), h("td", ended))  # fmt: skip

    def rounds(self, found: Sequence[Round], sheets: Mapping[int, Sequence[Sheet]],
               reports: Sequence[Path], cases: int) -> bytes:  # fmt: skip
        """Return the rounds, what was signed in each, and the comparison."""
        rows = [self._round(one, sheets.get(one.number, ()), cases) for one in reversed(found)]
        names = ("round", "opened", "closed", "marks", "signed", "files")
        table: Node = h("table", h("thead", h("tr", *(h("th", self.w(n), scope="col")
                        for n in names))), h("tbody", *rows))  # fmt: skip
        is_open = bool(found) and not found[-1].closed
        choices = [h("option", one.name.read(self.lang), value=str(one.number)) for one in found]
        form = h(
            "form",
            h("label", self.w("old"), h("select", *choices, id="old")),
            h("label", self.w("new"), h("select", h("option", self.w("now"), value="now"),
              *(h("option", o.name.read(self.lang), value=str(o.number)) for o in found),
              id="new")),
            h("button", self.w("compare"), type="submit"), id="compare",
        )  # fmt: skip
        links = [h("li", h("a", path.name, href=f"/files/{path.name}")) for path in reports]
        return self.frame("rounds", self.w("rounds"), [
            h("div", h("button", self.w("close-round" if is_open else "open-round"),
              id="turn-round", type="button", data_do="close" if is_open else "open"),
              class_="buttons"),
            h("p", id="told", role="alert"),
            table if rows else h("p", self.w("no-rounds")),
            h("h2", self.w("compare")) if found else None,
            form if found else None,
            h("ul", *links, id="reports"),
        ], "rounds")  # fmt: skip

    def _round(self, one: Round, sheets: Sequence[Sheet], cases: int) -> Node:
        signed = sum(sheet.signed is not None for sheet in sheets)
        return h(
            "tr", h("td", one.name.read(self.lang)), h("td", one.opened[:16].replace("T", " ")),
            h("td", one.closed[:16].replace("T", " ")),
            h("td", str(sum(len(sheet.marks) for sheet in sheets))),
            h("td", f"{signed} / {cases}"),
            h("td", h("a", self.w("as-sent"), href=f"/rounds/{one.number}/print.pdf"), " ",
              h("a", self.w("sheet"), href=f"/rounds/{one.number}/marks.xlsx")),
        )  # fmt: skip


def _counts(state: State) -> Counter[tuple[str, Kind]]:
    return Counter((e.place.path, e.kind) for e in (*state.faults, *state.errata))


def _span(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"


def _pinyin(text: str) -> str:
    """Return the reading of `text` without tones: whole, and by initials."""
    read = [part.rstrip("012345") or part for part in syllables(text)]
    return "".join(read) + " " + "".join(part[0] for part in read)
