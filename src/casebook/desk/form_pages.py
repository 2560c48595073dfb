"""A file of the manuscript as a form, and as text for who wants it."""

import json
from collections.abc import Mapping, Sequence

from casebook.desk.frames import Node
from casebook.desk.history_pages import HistoryPages
from casebook.desk.html import h
from casebook.intake.manuscript.fillable_keys import QUOTED, FormField
from casebook.intake.manuscript.yaml_file import Value

SHORTEST = 12
"""Characters beyond which what is said of a field stands under it."""


ALIKE = (("true", "yes", "on"), ("false", "no", "off"))
"""Words of YAML that mean the same; a file keeps the one in which it is written."""
OPTIONS = {
    "": "option-none", "true": "option-true", "false": "option-false", "draft": "option-draft",
    "final": "option-final", "cases": "of-cases-tier", "organisations": "of-bodies-tier",
}  # fmt: skip
"""What options are called."""


class FormPages(HistoryPages):
    """Pages in one language."""

    _awards: Mapping[str, str]

    def form(
        self, name: str, title: str, fields: Sequence[FormField], revision: str,
        awards: Mapping[str, str] | None = None,
    ) -> bytes:  # fmt: skip
        """Return the form of the file `name`, as it was at `revision`.

        `awards` are the revisions of the awards in it, by id, where it is the list of awards.
        """
        self._awards = awards or {}
        rows = [self._form_row(field, name) for field in fields]
        reason = h(
            "label", self.w("reason"), h("input", id="reason", maxlength="200"), class_="reason"
        )
        form = h(
            "form",
            h("div", *rows, class_="fields"),
            h("div", reason if name == "awards.yaml" else None,
              h("label", self.w("your-name"), h("input", id="form-by", maxlength="40")),
              h("button", self.w("save"), type="submit"),
              h("span", id="form-said", role="status"), class_="form-bar"),
            id="form", data_name=name, data_revision=revision, inert=True,  # until its script is there
        )  # fmt: skip
        tabs = [
            h("button", self.w(f"as-{kind}"), type="button", role="tab", id=f"tab-{kind}",
              aria_controls=f"pane-{kind}", aria_selected="true" if kind == "form" else "false")
            for kind in ("form", "text")
        ]  # fmt: skip
        body = h(
            "div",
            h("div", *tabs, h("span", name, class_="place"), role="tablist", aria_label=title),
            h("div", form, id="pane-form", role="tabpanel", aria_labelledby="tab-form"),
            h("div", *self.written_here(name), id="pane-text", role="tabpanel",
              aria_labelledby="tab-text", hidden=True),
            class_="formed",
        )  # fmt: skip
        return self.frame(
            "form",
            title,
            [body],
            "tabs compare editor field-values form" + " award-entries" * (name == "awards.yaml"),
        )

    def _form_row(self, field: FormField, name: str) -> Node:
        label, rest = self._label(field)
        steps = json.dumps(field.steps, ensure_ascii=False)
        fault = h("p", class_="fault", hidden=True, role="alert", data_at=steps)
        note = h("small", rest) if rest else None
        if field.kind in ("group", "items"):
            inner = [self._form_row(item, name) for item in field.inner]
            is_item = isinstance(field.steps[-1], int)
            shown = str(field.value) if is_item else label
            opened = (
                {"open": True}
                if field.kind == "items" or (len(field.steps) < 3 and is_item)
                else {}
            )
            return h(
                "details",
                h("summary", shown),
                note if not is_item else None,
                *inner,
                fault,
                self._entry_tools(field, name),
                **opened,
            )
        control = self._control(field, label, steps)
        quoted = name == "awards.yaml" and "awards" in field.steps and field.key in QUOTED
        head = h("span", label, h("code", field.key))
        if quoted:
            head.append(h("em", self.w("from-notice")))
        tag = "label" if control.tag in ("input", "select", "textarea") else "div"
        kind = f"field {field.kind}" + " quoted" * quoted + " required" * field.required
        return h("div", h(tag, head, control), note, fault, class_=kind)

    def _entry_tools(self, field: FormField, name: str) -> Node | None:
        """Return what adds to a list of `awards.yaml`, or takes an entry out of it."""
        if name != "awards.yaml" or field.steps[:1] != ("tiers",):
            return None
        known = {item.key: item.value for item in field.inner if isinstance(item.value, str)}
        facts: dict[str, str | bool] = {"data_id": known.get("id", "")}
        match field.kind, len(field.steps):
            case "items", 1:
                tools = [self._tool("add-tier", facts)]
            case "group", 2:
                bodies = known.get("of") == "organisations"
                facts["data_of"] = "organisations" if bodies else "cases"
                tools = [
                    self._tool("add-organisation" if bodies else "add-award", facts),
                    self._tool("remove-tier", facts),
                ]
            case "group", 4:
                facts["data_award"] = self._awards.get(known.get("id", ""), "")
                tools = [self._tool("remove-award", facts)]
            case _:
                return None
        return h("p", *tools, class_="buttons entry-tools")

    def _tool(self, does: str, facts: Mapping[str, str | bool]) -> Node:
        return h("button", self.w(does), type="button", data_entry=does, **facts)

    def _label(self, field: FormField) -> tuple[str, str]:
        """Return the name of a field, and what else is said of it."""
        words = field.wording.read(self.lang)
        ends = [at for at in map(words.find, "，；：（,;:(") if at > 0]
        label = words[: min(ends, default=len(words))].strip().removeprefix("the ")
        rest = words if len(words.removeprefix("the ")) > max(len(label), SHORTEST) else ""
        label = self.w("state") if field.key == "status" else label[:1].upper() + label[1:]
        return label, rest

    def _control(self, field: FormField, label: str, steps: str) -> Node:
        value = field.value if isinstance(field.value, str) else ""
        match field.kind:
            case "long":
                return h("textarea", value, rows="3", data_steps=steps, data_kind="text")
            case "flag" | "choice":
                alike = next((words for words in ALIKE if value in words), (value,))
                options = dict.fromkeys(value if o in alike else o for o in (*field.options, value))
                nodes = [h("option", self._option(option), value=option, selected=option == value)
                         for option in options]  # fmt: skip
                return h("select", *nodes, data_steps=steps, data_kind="text")
            case "words":
                words = [str(word) for word in field.value]
                known = f"（{'、'.join(field.options)}）" if field.options else ""
                return h("input", value="、".join(words), data_steps=steps, data_kind="words",
                         placeholder=self.w("parted") + known)  # fmt: skip
            case "pairs":
                pairs = field.value.items() if isinstance(field.value, dict) else ()
                rows = [self._pair(str(key), item) for key, item in pairs]
                return h("div", *rows, self._add(), class_="rows", data_steps=steps, data_kind="pairs",
                         role="group", aria_label=label)  # fmt: skip
            case "rows":
                items = field.value if isinstance(field.value, list) else []
                lines = [self._line(item, field) for item in (*items, {})]
                return h("div", *lines, self._add(), class_="rows", data_steps=steps, data_kind="rows",
                         role="group", aria_label=label)  # fmt: skip
            case _:
                return h("input", value=value, data_steps=steps, data_kind="text")

    def _option(self, value: str) -> str:
        meaning = next((words[0] for words in ALIKE if value in words), value)
        name = OPTIONS.get(meaning, "")
        return self.w(name) if name else value

    def _pair(self, key: str, value: Value) -> Node:
        return h(
            "p", h("input", value=key, readonly=True, aria_label=self.w("key-name"), class_="key"),
            h("input", value=str(value), aria_label=key), class_="line",
        )  # fmt: skip

    def _line(self, item: Value, field: FormField) -> Node:
        known = item if isinstance(item, dict) else {}
        inputs = [
            h("input", value=str(known.get(key, "")), data_key=key,
              aria_label=wording.read(self.lang), placeholder=wording.read(self.lang))
            for key, wording in field.keys
        ]  # fmt: skip
        return h("p", *inputs, class_="line")

    def _add(self) -> Node:
        return h("button", self.w("add-row"), type="button", class_="add")
