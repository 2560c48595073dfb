"""What of a manuscript no edition, no log and no report may show: the people to contact.

It goes into `cases/received/ID.private.yaml`, beside the bytes as they came. The log keeps the
count, and what it quotes of the manuscript has its contact details masked.
"""

from collections.abc import Iterator

from lxml import etree

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake import markdown, yaml_file
from casebook.intake.contact_details import NAMES, Detail, contacts_in, masked
from casebook.intake.receive.draft import Draft
from casebook.intake.yaml_file import Value

ENDING = ".private.yaml"
_HEAD = """联系人、电话、邮箱、地址、证件、账号等个人信息，只供编辑部联系作者。casebook 不读它，书、网页和记录里都没有；不要外传，用完即删。
People to contact and personal facts from the application form, for the editor's own use.
casebook never reads this file; nothing of it is in any edition, page, log or report."""
_LEAVES = (
    "p",
    "li",
    "td",
    "th",
    "caption",
    "figcaption",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "span",
    "rt",
)


def text_of(draft: Draft) -> str:
    """Return the private file of `draft` as YAML; empty when there is nothing to withhold."""
    rows: list[Value] = [{"label": label, "value": value} for label, value in withheld(draft)]
    return yaml_file.dump({"private": rows}, _HEAD) if rows else ""


def withheld(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Return what is withheld, label and value: of the form, and of what the log would quote."""
    quoted = (
        *draft.opening, *draft.cut, *(one.value for one in draft.form),
        *(one.text for one in draft.asides),
    )  # fmt: skip
    return (*draft.private, *(("", text) for text in quoted if masked(text) != text))


def told(draft: Draft, name: str) -> Iterator[Erratum]:
    """Yield a query for each contact detail that stands in the text itself."""
    for text in _texts(draft.body):
        for one in contacts_in(text):
            if one.detail is not Detail.HOTLINE:
                yield _in_text(
                    name, NAMES[one.detail], masked(text[max(0, one.start - 8) : one.end + 8])
                )


def _texts(body: str) -> Iterator[str]:
    """Yield the text of a case block by block, with alternative texts and goals of links."""
    fragment = markdown.read(body, "cases/x.md", "x", 1, lambda *_: None).body
    for node in etree.fromstring(f"<div>{fragment}</div>").iter():
        if node.tag in _LEAVES and not any(child.tag in _LEAVES[:-2] for child in node):
            yield "".join(map(str, node.itertext()))
        yield from (str(node.get(name)) for name in ("alt", "title") if node.get(name))
        goal = str(node.get("href") or "").removeprefix("mailto:").removeprefix("tel:")
        if goal and goal != "".join(map(str, node.itertext())):
            yield goal


def _in_text(name: str, what: Wording, quote: str) -> Erratum:
    return Erratum(
        "contact-in-text", Place(name),
        Wording(f"正文里有{what.zh}，会印进书里", f"the text holds {what.en}, which would be printed"),
        Wording("定稿前删去；确要刊出，用 stet 保留并写明理由（规则 contact-detail）。",
                "Take it out before the final book, or keep it with a stet and a reason "
                "(rule contact-detail)."),
        quote, Kind.QUERY,
    )  # fmt: skip
