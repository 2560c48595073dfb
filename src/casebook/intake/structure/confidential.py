"""What of a manuscript no edition, no log and no report may show: the people to contact.

It goes into `cases/received/ID.private.yaml`, beside the bytes as they came. The log keeps the
count, and what it quotes of the manuscript has its contact details masked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from lxml import etree

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.contact_details import NAMES, Detail, contacts_in, masked
from casebook.intake.forms.labels import WITHHELD, pairs_of
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Value
from casebook.intake.markup import markdown
from casebook.intake.structure.draft import Draft

ENDING = ".private.yaml"
_LEFT = re.compile(
    r"[（(][\s:：，,、]*[）)]|[\s，,、:：（(]*(?:联系)?(?:电话|手机|邮箱|E-?mail|QQ|微信|Tel)?[:：\s，,、）)]*$",
    re.IGNORECASE,
)
"""What is left of the brackets and words round a detail that is taken out."""
_HEAD = """联系人、电话、邮箱、地址、证件、账号等个人信息，只供编辑部联系作者。casebook 不读它，书、网页和记录里都没有；不要外传，用完即删。
People to contact and personal facts from the application form, for the editor's own use.
casebook never reads this file; nothing of it is in any edition, page, log or report."""
_LEAVE = "〔个人信息，见原件〕"
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


def without_contacts(draft: Draft) -> Draft:
    """Return `draft` with contact details taken out of its title, its unit and its credits."""
    gone: list[tuple[str, str]] = []

    def bare(label: str, text: str) -> str:
        contacts = [
            contact for contact in contacts_in(text) if contact.detail is not Detail.HOTLINE
        ]
        for contact in reversed(contacts):
            gone.append((label, text[contact.start : contact.end]))
            text = text[: contact.start] + text[contact.end :]
        return _LEFT.sub("", text).strip() if contacts else text

    for aside in draft.asides:
        for label, value in pairs_of(aside.text, loose=True) or ():
            if label.field in WITHHELD and value:
                gone.append((label.text, value))
    title = replace(draft.title, text=bare("题目", draft.title.text))
    organisation = replace(draft.organisation, text=bare("单位", draft.organisation.text))
    named = (
        replace(contributor, name=bare(contributor.role, contributor.name))
        for contributor in draft.contributors
    )
    people = tuple(person for person in named if person.name)
    if not gone:
        return draft
    private = (*draft.private, *gone)
    return replace(
        draft, title=title, organisation=organisation, contributors=people, private=private
    )


def text_of(draft: Draft) -> str:
    """Return the private file of `draft` as YAML; empty when there is nothing to withhold."""
    rows: list[Value] = [{"label": label, "value": value} for label, value in withheld(draft)]
    return yaml_file.dump({"private": rows}, _HEAD) if rows else ""


def withheld(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Return what is withheld, label and value: of the form, and of what the log would quote."""
    quoted = (
        *draft.opening, *draft.cut, *(entry.value for entry in draft.form),
        *(aside.text for aside in draft.asides),
    )  # fmt: skip
    return (*draft.private, *(("", text) for text in quoted if masked(text) != text))


def with_errata_masked(draft: Draft) -> Draft:
    """Return `draft` with nothing private in what is told of it."""
    values = _values(draft)
    errata = (replace(erratum, quote=_hidden(erratum.quote, values)) for erratum in draft.errata)
    return replace(draft, errata=tuple(errata))


def _values(draft: Draft) -> set[str]:
    return {
        part.strip() for _, value in withheld(draft) for part in value.split("\n") if part.strip()
    }


def hidden(lines: Sequence[str], draft: Draft, shown: Sequence[str]) -> list[str]:
    """Return the lines of a received file as a report may show them.

    What is withheld of `draft` is left out, but for lines that are `shown` in the case itself.
    """
    values = _values(draft)
    public = set(shown)
    return [line if line in public else _hidden(line, values) for line in lines]


def _alike(text: str) -> str:
    """Return a text without what tidying changes: blanks and the widths of marks."""
    return "".join(normalize("NFKC", text).split())


def _hidden(line: str, values: set[str]) -> str:
    if line.strip() and _alike(line) in map(_alike, values):
        return _LEAVE
    for value in sorted(
        (candidate for candidate in values if len(candidate) > 1), key=len, reverse=True
    ):
        line = line.replace(value, _LEAVE)
    return masked(line)


def errata_of(draft: Draft, name: str) -> Iterator[Erratum]:
    """Yield a query for each contact detail that stands in the text itself."""
    for text in _texts(draft.body):
        for contact in contacts_in(text):
            if contact.detail is not Detail.HOTLINE:
                yield _in_text(
                    name,
                    NAMES[contact.detail],
                    masked(text[max(0, contact.start - 8) : contact.end + 8]),
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


def _in_text(name: str, detail: Wording, quote: str) -> Erratum:
    return Erratum(
        "contact-in-text", Place(name),
        Wording(f"正文里有{detail.zh}，会印进书里", f"the text holds {detail.en}, which would be printed"),
        Wording("定稿前删去；确要刊出，写进保留（stets）并说明理由（规则 contact-detail）。",
                "Take it out before the final book, or keep it with a stet and a reason "
                "(rule contact-detail)."),
        quote, Kind.QUERY,
    )  # fmt: skip
