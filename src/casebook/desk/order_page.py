"""The page on which the order of a book is changed: by dragging, by keyboard, by touch."""

import json
from collections.abc import Sequence

from casebook.book import Matter
from casebook.desk.book_order import Outline, Row
from casebook.desk.frames import Frame, Node
from casebook.desk.html import h
from casebook.intake.manuscript import matter_templates
from casebook.intake.manuscript.yaml_file import Steps

_BODY_ONLY = ("tier", "part")


class OrderPage(Frame):
    """The page in one language."""

    def order(self, shown: Outline) -> bytes:
        """Return the page of a book whose order is `shown`."""
        body: list[Node | None] = [
            h("p", self.w("order-says")),
            h("p", h("span", id="order-said", role="status"),
              h("button", self.w("undo"), type="button", id="order-undo", hidden=True),
              h("span", id="order-spoken", class_="unseen", aria_live="assertive"), class_="buttons order-bar"),
            *(self._fault(erratum.message.read(self.lang), str(erratum.place)) for erratum in shown.errata),
        ]  # fmt: skip
        lists = [self._list(matter, shown) for matter in Matter if matter.value in shown.lists]
        seen = json.dumps(dict(shown.seen))
        body.append(h("div", *lists, self._loose(shown.loose), id="order", data_seen=seen))
        return self.frame("order", self.w("order"), body, "order")

    def _fault(self, message: str, place: str) -> Node:
        return h("article", h("p", place, class_="place"), h("p", message), class_="erratum")

    def _list(self, matter: Matter, shown: Outline) -> Node:
        name = self.w(f"order-{matter.value}")
        rows = shown.lists[matter.value]
        return h(
            "section",
            h("h2", name),
            self._rows(("order", matter.value), rows, "matter", name),
            self._adding(matter, shown.loose),
            class_="order-part",
        )

    def _rows(self, steps: Steps, rows: Sequence[Row], family: str, label: str) -> Node:
        return h(
            "ol", *(self._row(row) for row in rows), class_="order-list", aria_label=label,
            data_steps=json.dumps(steps), data_family=family,
        )  # fmt: skip

    def _row(self, row: Row) -> Node:
        spoken = f"{row.name} {row.note}".strip()
        handle = h("button", "≡", type="button", class_="handle", title=self.w("order-handle"),
                   aria_label=f"{self.w('order-move')} {spoken}")  # fmt: skip
        name = h("a", row.name, href=row.address) if row.address else h("span", row.name)
        is_case = row.kind == "case"
        said = [
            h("code", row.key) if is_case else None,
            name,
            h("span", row.note, class_="place") if row.note else None,
            h("span", self.w("missing"), class_="bad") if not row.received else None,
        ]
        out = None
        if not (is_case and row.steps[:1] == ("tiers",)):
            out = h("button", self.w("order-out"), type="button", class_="out",
                    aria_label=f"{self.w('order-out')} {spoken}")  # fmt: skip
        line = h("div", handle, h("span", *said, class_="named"), out, class_="order-row")
        inner: Node | None = None
        if row.inner_steps:
            family = "cases" if row.kind == "part" else f"{row.key}"
            count = f"{len(row.inner)} {self.w('of-cases')}"
            listed = self._rows(row.inner_steps, row.inner, family, row.name)
            inner = h("details", h("summary", count), listed, id=f"cases-{row.key}")
        return h("li", line, inner, data_key=row.key, data_kind=row.kind,
                 data_only="body" if row.kind in _BODY_ONLY else "")  # fmt: skip

    def _adding(self, matter: Matter, loose: Sequence[Row]) -> Node:
        """Return what can be put at the end of a list: what stands nowhere, a text from a template."""
        is_body = matter is Matter.BODY
        there = [
            self._option("put", row.kind, row.key, row.name)
            for row in loose
            if row.kind != "case" and (is_body or row.kind not in _BODY_ONLY)
        ]
        begun = [
            h("option", each.name.read(self.lang), value=json.dumps(["begin", each.file]))
            for each in matter_templates.TEMPLATES
            if is_body or each.folder == matter.value or each.file == "text"
        ]
        if is_body:
            begun.append(h("option", self.w("order-part"), value=json.dumps(["part", ""])))
        label = f"{self.w('order-add')}{self.w('colon')}{self.w(f'order-{matter.value}')}"
        return h(
            "form",
            h("select", h("option", self.w("order-choose"), value=""),
              h("optgroup", *begun, label=self.w("order-new")),
              h("optgroup", *there, label=self.w("order-there")) if there else None,
              aria_label=label, class_="adding"),
            h("label", self.w("order-title"), h("input", maxlength="120", class_="title"), hidden=True),
            h("button", self.w("order-add"), type="submit"),
            class_="order-adding buttons", data_list=matter.value,
        )  # fmt: skip

    def _option(self, do: str, kind: str, key: str, name: str) -> Node:
        return h("option", name, value=json.dumps([do, kind, key], ensure_ascii=False))

    def _loose(self, loose: Sequence[Row]) -> Node | None:
        """Return the cases that stand in no part: they go to the end of a draft, and into a part here."""
        cases = [row for row in loose if row.kind == "case"]
        if not cases:
            return None
        return h(
            "section", h("h2", self.w("order-loose")), h("p", self.w("order-loose-says")),
            h("ol", *(self._row(row) for row in cases), class_="order-list", data_family="cases",
              data_steps="[]", aria_label=self.w("order-loose")),
            class_="order-part",
        )  # fmt: skip
