"""The desk's pages for work on cases: the ledger, and one case; the others are in `book_pages`.

Server-rendered; the little JavaScript there is fills in what changes while one looks.
"""

from collections.abc import Mapping, Sequence

from casebook.book import Book, Section
from casebook.desk import ledger_rows
from casebook.desk.api import source_path
from casebook.desk.book_pages import BookPages
from casebook.desk.form_pages import FormPages
from casebook.desk.frames import Node
from casebook.desk.html import h
from casebook.desk.ledger_page import COLUMNS, LedgerPage, Signing
from casebook.desk.ledger_rows import LedgerRows
from casebook.desk.live_state import State
from casebook.rounds.book_fields import AWARDS, FIELDS, sheet_of
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import NAMES, OF_OFFICIAL, Sheet


class Views(BookPages, FormPages, LedgerPage):
    """Pages in one language."""

    # The ledger

    def ledger(
        self, state: State, sheets: Mapping[str, Sheet], changed: Mapping[str, str],
        now: Round | None, last: LedgerRows | None = None,
    ) -> bytes:  # fmt: skip
        """Return the ledger: a row a case, by tier, with what can be filtered and searched.

        `changed` says of each signed case what changed since, "" for nothing. `last` are the rows
        of the last time: until the book is read they are shown, until it is made their pages.
        """
        book = state.book
        if book is None and last is not None and not state.faults:
            return self.ledger_of(last, {}, None)
        if book is None:
            waiting = [] if state.faults else [h("p", self.w("first-run"))]
            faults = self.faults(state.faults)
            return self.frame("ledger", self.w("ledger"), [*waiting, *faults], "ledger")
        rows = rows_of(state)
        if last is not None and last.seen and state.pdf is None:
            rows = ledger_rows.with_last_pages(rows, last)
        signings = {
            case: Signing(len(sheet.marks), sheet.signed.name if sheet.signed else "", changed.get(case, ""))
            for case, sheet in sheets.items()
        }  # fmt: skip
        name = now.name.read(self.lang) if now else ""
        return self.ledger_of(rows, signings, name, self._other(book, state, sheets))

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
            "div", self.paged(self.zoomed(), pages), panes, self._chosen(now), self._dialog(),
            h("p", self.w("pages-help"), id="pages-help", class_="unseen"),
            h("p", id="spoken", class_="unseen", aria_live="polite"),
            class_="case", data_case=case.id if case else "", data_section=section.id,
            data_path=case.place.path if case else section.place.path,
            data_sheet=sheet_of(section), data_round=str(now.number) if now else "",
        )  # fmt: skip
        missing = case is not None and case.body is None
        scripts = (
            "tabs pages settle case zoom caret marks compare editor errata_here case-pictures"
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


def rows_of(state: State) -> LedgerRows:
    """Return the rows of the ledger of a book that was read."""
    assert state.book is not None
    spans = {name: _span(shown.labels) for name, shown in state.pages.items()}
    return ledger_rows.of_book(state.book, spans, state.all_errata)


def _span(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"
