"""The ledger as a page: a row a case, by tier, with what can be filtered and searched.

Every row is plain HTML, so a long list is searched by the browser without asking again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casebook.desk.frames import Frame, Node
from casebook.desk.html import h
from casebook.desk.ledger_rows import LedgerRow, LedgerRows

COLUMNS = (
    "case", "organisation", "title", "region", "state", "page", "errata", "marks", "round",
)  # fmt: skip
UNKNOWN = "…"
"""Stands where the rounds were not read yet."""


@dataclass(frozen=True)
class Signing:
    """What the round says of a case: its marks, who signed, what changed since."""

    marks: int = 0
    signed: str = ""
    since: str = ""


class LedgerPage(Frame):
    """The ledger in one language."""

    def ledger_of(
        self, known: LedgerRows, signings: Mapping[str, Signing], now: str | None,
        others: Node | None = None,
    ) -> bytes:  # fmt: skip
        """Return the ledger of the rows `known`, by tier in the order of the book.

        `now` is the name of the open round, "" where none is open, None where that is still to be
        read. `others` are the rows of what is no case.
        """
        tiers = list(dict.fromkeys(row.tier for row in known.rows if row.tier))
        bodies = [*self._tiers(known.rows, signings, now)]
        table = self.table(COLUMNS, *bodies, *([] if others is None else [others]), kind="ledger")
        table.set("data-first", "unread" if now is None else "unmade" if known.seen else "")
        return self.frame(
            "ledger", self.w("ledger"),
            [
                self.drop("manuscripts", "drop-inbox"), self._facts(), self._filters(known, tiers),
                self._as_before(known), table, self._nothing(),
            ],
            "dropping ledger",
        )  # fmt: skip

    def _as_before(self, known: LedgerRows) -> Node:
        """Return what says that rows are those of the last time."""
        words = self.w("rows-kept").replace("%", known.seen) if known.seen else ""
        words = words or ("" if known.read else self.w("rows-unread"))
        return h("p", words, id="as-before", role="status", hidden=not words)

    def _tiers(
        self, rows: Sequence[LedgerRow], signings: Mapping[str, Signing], now: str | None
    ) -> Iterator[Node]:
        """Yield the cases of each tier, under what there is of it."""
        by: dict[str, list[LedgerRow]] = {}
        for row in rows:
            by.setdefault(row.tier or self.w("other-cases"), []).append(row)
        for tier, cases in by.items():
            received = sum(row.received for row in cases)
            stand = [signings.get(row.id, Signing()) for row in cases]
            signed = sum(bool(s.signed) and not s.since for s in stand)
            summary = f"{len(cases)} {self.w('of-cases')} · {self.w('received')} {received}"
            summary += f" · {self.w('missing')} {len(cases) - received}"
            summary += f" · {self.w('signed')} {signed}" if now else ""
            heading = h("th", tier, h("span", summary), scope="rowgroup", colspan="3")
            rest = [h("td") for _ in COLUMNS[3:]]
            lines = (self._row(row, tier, s, now) for row, s in zip(cases, stand, strict=True))
            yield h("tbody", h("tr", heading, *rest, class_="tier"), *lines)

    def _row(self, row: LedgerRow, tier: str, signing: Signing, now: str | None) -> Node:
        kinds = ["received" if row.received else "missing"]
        kinds += ["specimen"] * row.specimen + ["with-errata"] * bool(row.errata)
        kinds += ["with-queries"] * bool(row.queries)
        if now is not None:
            kinds.append("signed" if signing.signed and not signing.since else "unsigned")
        kinds += ["changed-since"] * bool(signing.since)
        marks = UNKNOWN if now is None else str(signing.marks or "")
        return h(
            "tr",
            h("td", row.id),
            h("td", row.organisation),
            h("td", h("a", row.title, href=f"/case/{row.id}")),
            h("td", row.region),
            h("td", self.w(kinds[0]), class_=kinds[0]),
            h("td", row.pages),
            self._counts(row),
            h("td", marks),
            self._state_of(signing, now),
            class_="case-row", data_tier=tier, data_region=row.region, data_kinds=" ".join(kinds),
            data_words=row.words,
        )  # fmt: skip

    def _counts(self, row: LedgerRow) -> Node:
        """Return how many errata and queries a case has."""
        queries = f"? {row.queries}"
        return h(
            "td",
            h("span", str(row.errata), class_="bad", title=self.w("errata"))
            if row.errata
            else None,
            h("span", queries, class_="ask", title=self.w("queries")) if row.queries else None,
        )

    def _state_of(self, signing: Signing, now: str | None) -> Node:
        if not now:
            return h("td", UNKNOWN if now is None else "—")
        if signing.since:
            said = f"{now} · {self.w(f'since-{signing.since}')}（{signing.signed}）"
            return h("td", said, class_="changed-since")
        if signing.signed:
            return h("td", f"{now} ✓ {signing.signed}", class_="signed")
        return h("td", f"{now} · {self.w('unsigned')}")

    def _filters(self, known: LedgerRows, tiers: Sequence[str]) -> Node:
        count = Counter(row.region for row in known.rows)
        kinds = ("missing", "received", "with-errata", "with-queries", "signed", "unsigned",
                 "changed-since")  # fmt: skip
        return h(
            "form",
            h("input", type="search", id="search", placeholder=self.w("search"),
              aria_label=self.w("search"), autocomplete="off"),
            self._choice("tier", [(t, t) for t in tiers]),
            self._choice("region", [(r, f"{r}（{count[r]}）") for r in known.regions]),
            self._choice("kind", [(k, self.w(k)) for k in kinds], "state"),
            h("button", self.w("clear"), type="reset", id="clear"),
            h("output", id="count"),
            class_="filters", role="search",
        )  # fmt: skip

    def _choice(self, name: str, options: Sequence[tuple[str, str]], label: str = "") -> Node:
        label = self.w(label or name)
        every = h("option", f"{label}{self.w('colon')}{self.w('all')}", value="")
        rest = [h("option", words, value=value) for value, words in options]
        return h("select", every, *rest, id=name, aria_label=label)

    def _facts(self) -> Node:
        """Return the ways to what the book as a whole is."""
        links = [("book-form", "/form/book.yaml"), ("awards-form", "/form/awards.yaml"),
                 ("order", "/order"), ("layout", "/layout")]  # fmt: skip
        return h("p", *(h("a", self.w(name), href=place) for name, place in links), class_="turn")

    def _nothing(self) -> Node:
        return h("p", self.w("nothing-fits"), id="nothing", hidden=True)
