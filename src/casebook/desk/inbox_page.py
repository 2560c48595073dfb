"""The desk's page of manuscripts: what came and waits, versions, what can be undone, what lacks."""

from difflib import SequenceMatcher

from casebook.desk.frames import Node
from casebook.desk.html import h
from casebook.desk.inbox_filing import ALONE, InboxState, Revision
from casebook.desk.notice_page import NoticePage
from casebook.desk.taking_back import Deed
from casebook.errata import Erratum
from casebook.intake.filing.inbox import Waiting
from casebook.intake.matching.match import label
from casebook.reminders import MissingCase

SHOWN = 60
"""Passages of a version that are shown."""
_LONGEST = 4_000_000
"""The product of two lengths, in characters, up to which they are compared character by character."""


class InboxPage(NoticePage):
    """The page in one language."""

    def inbox(
        self, state: InboxState | None, has_notice: bool, faults: tuple[Erratum, ...]
    ) -> bytes:
        """Return the page; `state` is None when the list of awards has `faults`."""
        body: list[Node | None] = [self.drop("manuscripts", "drop-inbox")]
        if not has_notice:
            body.append(h("p", self.w("no-list-yet"), " ", h("a", self.w("notice"), href="/notice"),
                          class_="ask"))  # fmt: skip
        body += [self.card(erratum) for erratum in faults]
        if state is not None:
            awards = [
                h("option", label(award), value=award.id)
                for award in state.awards
            ]  # fmt: skip
            body.append(h("datalist", *awards, id="awards"))
            live = [*self._waiting(state), *self._revisions(state), *self._recent(state)]
            body.append(h("div", *live, *self._missing(state), id="live"))
        return self.frame("inbox", self.w("inbox"), body, "dropping inbox")

    def _waiting(self, state: InboxState) -> list[Node]:
        heading = h("h2", self.w("waiting"), h("span", f" {len(state.waiting)}"), id="waiting")
        if not state.waiting:
            return [heading, h("p", self.w("nothing-waits"))]
        return [heading, *(self._item(item, state) for item in state.waiting)]

    def _item(self, item: Waiting, state: InboxState) -> Node:
        case = item.case
        rows = [
            h("li",
              h("button", f"{self.w('assign-to')} {candidate.award.id}", type="button", class_="assign",
                data_award=candidate.award.id),
              h("span", label(candidate.award), class_="house"),
              h("span", candidate.reason.read(self.lang), class_="place"),
              h("span", f"{self.w('has-case')} {state.claims[candidate.award.id]}", class_="ask")
              if candidate.award.id in state.claims else None)
            for candidate in item.candidates
        ]  # fmt: skip
        field = f"other-{case.case_id}"
        other = h(
            "form",
            h("label", self.w("assign-other"),
              h("input", list="awards", id=field, autocomplete="off", class_="other")),
            h("button", self.w("assign-to"), type="submit"),
            h("button", self.w("stand-alone"), type="button", class_="assign", data_award=ALONE),
            class_="buttons elsewhere",
        )  # fmt: skip
        nearest = h("ol", *rows, class_="candidates") if rows else h("p", self.w("no-nearest"))
        return h(
            "article",
            h("p", case.file, class_="place"),
            h("h3", h("a", case.title or case.file, href=f"/case/{case.case_id}")),
            h("p", f"{self.w('states')}{self.w('colon')}{case.organisation}") if case.organisation else None,
            h("p", self.w("nearest"), class_="unseen"), nearest, other,
            h("p", class_="refusal", role="alert"),
            class_="query waiting", data_case=case.case_id,
        )  # fmt: skip

    def _revisions(self, state: InboxState) -> list[Node]:
        if not state.revisions:
            return []
        return [
            h("h2", self.w("versions"), h("span", f" {len(state.revisions)}")),
            h("p", self.w("version-says")),
            *(self._revision(revision) for revision in state.revisions),
        ]

    def _revision(self, revision: Revision) -> Node:
        case = revision.case
        versions = [
            h("li", h("button", self.w("use-version"), type="button", class_="version",
                      data_kept=kept), h("span", file),
              h("span", f"{self.w('in-use')}{self.w('colon')}{why.read(self.lang)}", class_="place")
              if why.zh else None)
            for file, kept, why in revision.versions
        ]  # fmt: skip
        passages = [h("li", *self._passage(old, new)) for old, new in revision.changes[:SHOWN]]
        count = len(revision.changes)
        differing = h("p", self.w("no-changes"))
        if count:
            differing = h(
                "details", h("summary", f"{count} {self.w('passages')}"),
                h("ol", *passages, class_="passages"),
            )  # fmt: skip
        return h(
            "article",
            h("h3", h("a", f"{case.case_id} {case.title}", href=f"/case/{case.case_id}")),
            h("p", f"{self.w('in-use')}{self.w('colon')}{case.file}"), differing,
            h("ul", *versions, class_="candidates"), h("p", class_="refusal", role="alert"),
            class_="note revision", data_case=case.case_id,
        )  # fmt: skip

    def _passage(self, old: str, new: str) -> list[Node]:
        """Return a passage as it was and as it is, what differs marked."""
        sides = (("del", "was", _parts(old, new)), ("ins", "is-now", _parts(new, old)))
        return [
            h(tag, h("span", f"{self.w(name)}{self.w('colon')}", class_="unseen"),
              *(h("mark", words) if differs else words for words, differs in parts))
            for tag, name, parts in sides if parts
        ]  # fmt: skip

    def _recent(self, state: InboxState) -> list[Node]:
        if not state.deeds:
            return []
        rows = [self._deed(deed, possible) for deed, possible in state.deeds]
        return [h("h2", self.w("recent"), id="recent"), h("ul", *rows, class_="candidates")]

    def _deed(self, deed: Deed, possible: bool) -> Node:
        undo = h("button", self.w("undo"), type="button", class_="undo", data_deed=deed.name)
        return h(
            "li", undo if possible else None, h("span", deed.words.read(self.lang)),
            h("span", deed.at.replace("T", " "), class_="place"),
            None if possible else h("span", self.w("cannot-undo"), class_="ask"),
        )  # fmt: skip

    def _missing(self, state: InboxState) -> list[Node]:
        heading = h("h2", self.w("missing-list"), h("span", f" {len(state.missing)}"), id="missing")
        if not state.missing:
            return [heading, h("p", self.w("none-missing"))]
        likely = sum(bool(row.maybe) for row in state.missing)
        takes = h(
            "form",
            h("a", self.w("missing-sheet"), href="/missing/missing.xlsx", class_="take"),
            h("a", self.w("letters"), href="/missing/reminders.docx", class_="take", id="letters"),
            h("label", self.w("letters-due"), h("input", type="date", id="due")),
            class_="buttons",
        )  # fmt: skip
        rows = [self._missing_row(row) for row in state.missing]
        names = ("case", "organisation", "title", "tier", "region", "maybe-here")
        return [
            heading, takes,
            *([h("p", f"{likely} {self.w('maybe-first')}", class_="ask")] if likely else []),
            self.table(names, h("tbody", *rows), kind="missing-cases"),
        ]  # fmt: skip

    def _missing_row(self, row: MissingCase) -> Node:
        award = row.award
        return h(
            "tr", h("td", award.id), h("td", award.organisation),
            h("td", h("a", award.title or award.organisation, href=f"/case/{award.id}")),
            h("td", row.tier.name), h("td", award.region), h("td", "；".join(row.maybe)),
        )  # fmt: skip


def _parts(text: str, other: str) -> list[tuple[str, bool]]:
    """Return `text` in parts, each with whether the `other` has it not."""
    if not other or len(text) * len(other) > _LONGEST:
        return [(text, True)] if text else []
    parts, behind = [], 0
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    for block in matcher.get_matching_blocks():
        parts += [(text[behind : block.a], True), (text[block.a : block.a + block.size], False)]
        behind = block.a + block.size
    return [(words, differs) for words, differs in parts if words]
