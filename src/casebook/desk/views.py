"""The desk's pages for work on cases: the ledger, and one case; the others are in `book_pages`.

Server-rendered; the little JavaScript there is fills in what changes while one looks. Every row
of the ledger is plain HTML, so a long list is searched by the browser without asking again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from casebook.book import Book, Case, Section
from casebook.desk.api import source_path
from casebook.desk.book_pages import BookPages
from casebook.desk.form_pages import FormPages
from casebook.desk.frames import Node
from casebook.desk.html import h
from casebook.desk.live_book import State
from casebook.errata import Kind
from casebook.intake.pinyin import sort_key, syllables
from casebook.rounds.book_fields import AWARDS, FIELDS, sheet_of
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import NAMES, OF_OFFICIAL, Sheet

COLUMNS = (
    "case", "organisation", "title", "region", "state", "page", "errata", "marks", "round",
)  # fmt: skip


class Views(BookPages, FormPages):
    """Pages in one language."""

    # The ledger

    def ledger(
        self, state: State, sheets: Mapping[str, Sheet], changed: Mapping[str, str],
        now: Round | None,
    ) -> bytes:  # fmt: skip
        """Return the ledger: a row a case, by tier, with what can be filtered and searched.

        `changed` says of each signed case what changed since, "" for nothing.
        """
        book = state.book
        if book is None:
            waiting = [] if state.faults else [h("p", self.w("first-run"))]
            return self.frame("ledger", self.w("ledger"), [*waiting, *self.faults(state)], "ledger")
        rows = self._tiers(book, state, sheets, changed, now)
        table = self.table(COLUMNS, *rows, self._other(book, state, sheets), kind="ledger")
        tiers = list(dict.fromkeys(self._tier_names(book).values()))
        return self.frame(
            "ledger", self.w("ledger"),
            [
                self.drop("manuscripts", "drop-inbox"), self._facts(), self._filters(book, tiers),
                table, self._nothing(),
            ],
            "dropping ledger",
        )  # fmt: skip

    def _tiers(
        self, book: Book, state: State, sheets: Mapping[str, Sheet], changed: Mapping[str, str],
        now: Round | None,
    ) -> Iterator[Node]:  # fmt: skip
        """Yield the cases of each tier, under what there is of it."""
        counts, names = _counts(state), self._tier_names(book)
        by: dict[str, list[Case]] = {}
        for case in book.cases:
            by.setdefault(names.get(case.id, self.w("other-cases")), []).append(case)
        for tier, cases in by.items():
            received = sum(case.body is not None for case in cases)
            signed = sum(changed.get(case.id) == "" for case in cases)
            summary = f"{len(cases)} {self.w('of-cases')} · {self.w('received')} {received}"
            summary += f" · {self.w('missing')} {len(cases) - received}"
            summary += f" · {self.w('signed')} {signed}" if now else ""
            rows = [
                self._row(case, tier, counts, sheets.get(case.id), changed, state, now)
                for case in cases
            ]
            heading = h("th", tier, h("span", summary), scope="rowgroup", colspan="3")
            rest = [h("td") for _ in COLUMNS[3:]]
            yield h("tbody", h("tr", heading, *rest, class_="tier"), *rows)

    def _other(self, book: Book, state: State, sheets: Mapping[str, Sheet]) -> Node:
        """Return what of the book is no case, a row each: its pages and its marks."""
        of_fields = [m for name in (AWARDS, FIELDS) if name in sheets for m in sheets[name].marks]
        rows = []
        for section in book.sections:
            shown = state.pages.get(section.id)
            if section.case is None and shown is not None:
                sheet = sheet_of(section)
                marks = sum(mark.section == section.id for mark in of_fields)
                if sheet != FIELDS and sheet in sheets:
                    marks += len(sheets[sheet].marks)
                cells = [h("td") for _ in COLUMNS]
                cells[2].append(h("a", section.title, href=address(section)))
                cells[5].text, cells[7].text = _span(shown.labels), str(marks or "")
                rows.append(h("tr", *cells))
        heading = h("th", self.w("other-sections"), scope="rowgroup", colspan="3")
        return h(
            "tbody", h("tr", heading, *(h("td") for _ in COLUMNS[3:]), class_="tier"), *rows,
            class_="others",
        )  # fmt: skip

    def _tier_names(self, book: Book) -> dict[str, str]:
        return {a.id: t.name for t in book.tiers if not t.bodies for a in t.awards}

    def _row(
        self, case: Case, tier: str, counts: Mapping[tuple[str, Kind], int], sheet: Sheet | None,
        changed: Mapping[str, str], state: State, now: Round | None,
    ) -> Node:  # fmt: skip
        missing = case.body is None
        path = "" if missing else case.place.path
        errata, queries = counts[path, Kind.ERRATUM], counts[path, Kind.QUERY]
        kinds = ["missing" if missing else "received"]
        kinds += ["specimen"] * case.specimen + ["with-errata"] * bool(errata)
        kinds += ["with-queries"] * bool(queries)
        signed = sheet.signed if sheet else None
        since = changed.get(case.id, "")
        kinds.append("signed" if signed and not since else "unsigned")
        kinds += ["changed-since"] * bool(since)
        shown = state.pages.get(f"case-{case.id}")
        pages = _span(shown.labels) if shown else ""
        words = " ".join((case.id, case.organisation, case.title, case.region, tier))
        latin = " ".join(_pinyin(text) for text in (case.organisation, case.title))
        return h(
            "tr",
            h("td", case.id),
            h("td", case.organisation),
            h("td", h("a", case.title, href=f"/case/{case.id}")),
            h("td", case.region),
            h("td", self.w(kinds[0]), class_=kinds[0]),
            h("td", pages),
            self._counts(errata, queries),
            h("td", str(len(sheet.marks)) if sheet and sheet.marks else ""),
            self._state_of(signed.name if signed else "", since, now),
            class_="case-row", data_tier=tier, data_region=case.region, data_kinds=" ".join(kinds),
            data_words=f"{words} {latin}".lower(),
        )  # fmt: skip

    def _counts(self, errata: int, queries: int) -> Node:
        """Return how many errata and queries a case has."""
        return h(
            "td",
            h("span", str(errata), class_="bad", title=self.w("errata")) if errata else None,
            h("span", f"? {queries}", class_="ask", title=self.w("queries")) if queries else None,
        )

    def _state_of(self, signed: str, since: str, now: Round | None) -> Node:
        if now is None:
            return h("td", "—")
        name = now.name.read(self.lang)
        if since:
            return h(
                "td", f"{name} · {self.w(f'since-{since}')}（{signed}）", class_="changed-since"
            )
        if signed:
            return h("td", f"{name} ✓ {signed}", class_="signed")
        return h("td", f"{name} · {self.w('unsigned')}")

    def _filters(self, book: Book, tiers: Sequence[str]) -> Node:
        count = Counter(case.region for case in book.cases)
        regions = sorted(count, key=sort_key)
        kinds = ("missing", "received", "with-errata", "with-queries", "signed", "unsigned",
                 "changed-since")  # fmt: skip
        return h(
            "form",
            h("input", type="search", id="search", placeholder=self.w("search"),
              aria_label=self.w("search"), autocomplete="off"),
            self._choice("tier", [(t, t) for t in tiers if t]),
            self._choice("region", [(r, f"{r}（{count[r]}）") for r in regions]),
            self._choice("kind", [(k, self.w(k)) for k in kinds], "state"),
            h("button", self.w("clear"), type="reset", id="clear"),
            h("output", id="count"),
            class_="filters", role="search",
        )  # fmt: skip

    def _choice(self, name: str, options: Sequence[tuple[str, str]], label: str = "") -> Node:
        label = self.w(label or name)
        first = h("option", f"{label}{self.w('colon')}{self.w('all')}", value="")
        rest = [h("option", words, value=value) for value, words in options]
        return h("select", first, *rest, id=name, aria_label=label)

    def _facts(self) -> Node:
        """Return the ways to what the book as a whole is."""
        links = [("book-form", "/form/book.yaml"), ("awards-form", "/form/awards.yaml"),
                 ("order", "/order"), ("layout", "/layout")]  # fmt: skip
        return h("p", *(h("a", self.w(name), href=place) for name, place in links), class_="turn")

    def _nothing(self) -> Node:
        return h("p", self.w("nothing-fits"), id="nothing", hidden=True)

    # One case

    def section(self, state: State, section: Section, now: Round | None) -> bytes:
        """Return the desk of one section: its pages, its text, its errata and marks."""
        case = section.case
        name = f"{case.id} {case.title}" if case else section.title
        tabs = [
            h("button", self.w(name), h("span", id=f"count-{name}"), type="button", role="tab",
              id=f"tab-{name}", aria_controls=f"pane-{name}",
              aria_selected="true" if name == "text" else "false")
            for name in ("text", "errata", "marks", *(["pictures"] if source_path(section) else []))
        ]  # fmt: skip
        panes = h(
            "div", self._heading(state, section),
            h("div", *tabs, role="tablist", aria_label=case.id if case else section.title),
            h("div", *self.written_here(source_path(section)),
              id="pane-text", role="tabpanel", data_name=self.w("text"), aria_labelledby="tab-text"),
            h("div", id="pane-errata", role="tabpanel", tabindex="0", data_name=self.w("errata"),
              aria_labelledby="tab-errata", hidden=True),
            h("div", self._marks(now, case is not None), h("ol", id="marks"),
              h("div", id="earlier"), id="pane-marks", role="tabpanel", data_name=self.w("marks"),
              tabindex="0", aria_labelledby="tab-marks", hidden=True),
            self._pictures() if source_path(section) else None,
            class_="panes",
        )  # fmt: skip
        pages = h("div", id="pages", tabindex="0", role="region", aria_label=self.w("pages"),
                  aria_describedby="pages-help")  # fmt: skip
        desk = h(
            "div", self.paged(pages), panes, self._chosen(now), self._dialog(),
            h("p", self.w("pages-help"), id="pages-help", class_="unseen"),
            h("p", id="spoken", class_="unseen", aria_live="polite"),
            class_="case", data_case=case.id if case else "", data_section=section.id,
            data_path=case.place.path if case else section.place.path,
            data_sheet=sheet_of(section), data_round=str(now.number) if now else "",
        )  # fmt: skip
        missing = case is not None and case.body is None
        scripts = (
            "pages settle case caret marks compare editor errata_here case-pictures"
            + " dropping" * missing
        )
        return self.frame("case", name, [desk], scripts)

    def _pictures(self) -> Node:
        """Return the pictures of a text, which a script lists, and the way to add one."""
        return h(
            "div",
            h("p", self.w("drop-picture"),
              h("label", h("input", type="file", accept="image/jpeg,image/png", multiple=True,
                id="picture-file"), h("span", self.w("choose-files"), class_="choose"))),
            h("p", id="pictures-told", class_="bad", role="status"),
            h("div", id="pictures"),
            id="pane-pictures", role="tabpanel", data_name=self.w("pictures"), tabindex="0",
            aria_labelledby="tab-pictures", hidden=True,
        )  # fmt: skip

    def _heading(self, state: State, section: Section) -> Node:
        """Return the name of a section and the way to those beside it: from case to case, too."""
        known = [
            s
            for s in (state.book.sections if state.book else ())
            if bool(s.case) == bool(section.case)
        ]
        at = [s.id for s in known].index(section.id)
        names = [s.case.id if s.case else s.title for s in known]
        turn = [
            h("a", f"{arrow} {names[to]}", href=address(known[to]), id=name, title=self.w(name))
            for name, arrow, to in (("previous", "←", at - 1), ("next", "→", at + 1))
            if 0 <= to < len(known)
        ]  # fmt: skip
        if path := source_path(section):
            turn.append(h("a", self.w("head-form"), href=f"/form/{path}"))
        turn.append(h("a", self.w("in-the-book"), href=f"/book#{section.id}"))
        case = section.case
        return h(
            "div", h("h1", section.title), h("p", f"{case.id}　{case.organisation}") if case else None,
            h("p", id="present", role="status", hidden=True),
            h("p", *turn, class_="turn"),
            self.drop("case", "drop-here", case.id) if case and case.body is None else None,
            class_="heading",
        )  # fmt: skip

    def _chosen(self, now: Round | None) -> Node:
        """Return what appears beside chosen words: the way to mark them."""
        if now is None:
            return h("div", self.w("no-round"), " ", h("a", self.w("rounds"), href="/rounds"),
                     id="chosen", hidden=True)  # fmt: skip
        button = h("button", self.w("mark"), h("kbd", "M"), type="button", id="mark")
        return h("div", button, id="chosen", hidden=True)

    def _marks(self, now: Round | None, signed: bool) -> Node:
        """Return what stands above the marks: of a case, who signs it."""
        if now is None:
            return h("p", self.w("no-round"), " ", h("a", self.w("rounds"), href="/rounds"))
        if not signed:
            return h("p", now.name.read(self.lang))
        return h(
            "form",
            h("p", f"{now.name.read(self.lang)} ", h("span", id="signed")),
            h("label", self.w("your-name"), h("input", id="signer", maxlength="40")),
            h("button", self.w("sign"), id="sign", type="submit"),
            h("button", self.w("unsign"), id="unsign", type="button", hidden=True),
            id="signing",
        )

    def _dialog(self) -> Node:
        options = [
            h("option", name.read(self.lang), value=asks,
              **({"data_official": ""} if asks in OF_OFFICIAL else {}))
            for asks, name in NAMES.items()
        ]  # fmt: skip
        return h(
            "dialog",
            h("form",
              h("h2", self.w("mark-here")), h("q", id="quoted"),
              h("label", self.w("asks"), h("select", *options, id="asks")),
              h("label", self.w("wanted"), h("textarea", id="wanted", rows="2", maxlength="4000")),
              h("label", self.w("note"), h("textarea", id="note", rows="2", maxlength="4000")),
              h("label", self.w("your-name"), h("input", id="by", maxlength="40")),
              h("p", id="refusal", role="alert"),
              h("div", h("button", self.w("save"), type="submit", id="keep"),
                h("button", self.w("cancel"), type="button", id="leave"), class_="buttons"),
              method="dialog"),
            id="marking", aria_labelledby="quoted",
        )  # fmt: skip


def address(section: Section) -> str:
    """Return the address of a section's desk."""
    return f"/case/{section.case.id}" if section.case else f"/section/{section.id}"


def _counts(state: State) -> Counter[tuple[str, Kind]]:
    return Counter((e.place.path, e.kind) for e in state.all_errata)


def _span(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"


def _pinyin(text: str) -> str:
    """Return the reading of `text` without tones: whole, and by initials."""
    read = [part.rstrip("012345") or part for part in syllables(text)]
    return "".join(read) + " " + "".join(part[0] for part in read)
