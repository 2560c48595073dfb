"""The page on which a layout is chosen and its decisions are changed, beside a picture of the book in it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from casebook.desk.form_pages import FormPages
from casebook.desk.frames import Node
from casebook.desk.html import h
from casebook.intake.manuscript.fillable_keys import FormField
from casebook.intake.manuscript.yaml_file import Steps, Value


class LayoutChoice(NamedTuple):
    """A layout that may be chosen: its name, what people call it, whether there is a picture of it."""

    name: str
    label: str
    pictured: bool


class LayoutView(NamedTuple):
    """What the page shows: the `chosen` layout, the fields of its own file, what holds without them,
    and the revisions of the files that are saved."""

    choices: Sequence[LayoutChoice]
    chosen: str
    fields: Sequence[FormField]
    below: Mapping[str, Value]
    seen: Mapping[str, str]


class LayoutPage(FormPages):
    """The page in one language."""

    def layout(self, shown: LayoutView) -> bytes:
        """Return the page of a book in the layout that is `shown`."""
        name = f"layouts/{shown.chosen}/layout.yaml"
        rows = [self._form_row(field, name) for field in shown.fields]
        choices = [
            h("label",
              h("input", type="radio", name="layout", value=each.name, checked=each.name == shown.chosen),
              h("img", src=f"/layout/preview/{each.name}.png", alt="", loading="lazy") if each.pictured else None,
              h("span", each.label if self.lang == "zh" else f"{each.name} · {each.label}"))
            for each in shown.choices
        ]  # fmt: skip
        form = h(
            "form",
            h("div",
              h("fieldset", h("legend", self.w("choose-layout-now")), *choices, class_="layouts"),
              h("h2", self.w("layout-decisions"), " ", h("code", name)),
              h("p", self.w("layout-says")),
              h("div", *rows, class_="fields"), class_="decided"),
            h("div",
              h("label", self.w("layout-as"), h("input", id="layout-name", maxlength="40",
                pattern="[A-Za-z0-9][A-Za-z0-9\\-]*", placeholder=shown.chosen)),
              h("button", self.w("save"), type="submit"),
              h("button", self.w("undo"), type="button", id="layout-undo", hidden=True),
              h("span", id="layout-said", role="status"), class_="form-bar"),
            id="form", class_="layout-form", data_layout=shown.chosen, data_seen=json.dumps(dict(shown.seen)),
        )  # fmt: skip
        for node in form.iter("input", "select"):
            self._show_below(node, shown.below)
        picture = h(
            "section", h("h2", self.w("layout-picture")),
            h("p", id="layout-working", role="status"), h("div", id="layout-faults", role="alert"),
            h("img", id="layout-picture", alt=self.w("layout-picture"), hidden=True),
            class_="layout-live", aria_label=self.w("layout-picture"), tabindex="0",
        )  # fmt: skip
        return self.frame(
            "layout",
            self.w("layout"),
            [h("div", picture, form, class_="laying-out")],
            "field-values layout",
        )

    def _show_below(self, node: Node, below: Mapping[str, Value]) -> None:
        """Say in an empty field what holds without it."""
        steps = node.get("data-steps")
        value = _at(below, json.loads(steps)) if steps else ""
        if value and node.tag == "input":
            node.set("placeholder", value)
        elif value and len(node):
            node[0].text = f"{value}{self.w('layout-as-below')}"


def _at(data: Mapping[str, Value], steps: Steps) -> str:
    value: Value = dict(data)
    for step in steps:
        value = value.get(str(step), "") if isinstance(value, dict) else ""
    return value if isinstance(value, str) else "、".join(_texts(value))


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))
