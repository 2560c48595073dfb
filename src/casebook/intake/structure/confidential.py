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
from casebook.intake.matching.organisations import organisations_in
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


_SIGNED, _LONGEST_SIGNED = 12, 40
"""Blocks at the end of a mail that may be its signature; characters of each of their lines."""
_NO_SIGNATURE = ("#", "![", "|", "<", "- ", "> ", "[^", "注：")
_SALUTATION = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的)?[^。！？；#]{0,24}"
    r"(?:(?:老师|编辑|主任|同志|先生|女士|领导|编辑部|编委会|组委会)们?[：:，,！!]+|[您你]们?好[：:，,！!。]*)"
    r"(?:[您你]们?好[！!。：:，,]*)?"
)
_CLOSE = re.compile(
    r"此致|敬礼[！!]?|此致[\s　]*敬礼[！!]?|(?:顺?祝|顺颂|谨祝|即颂|敬祝|恭祝|敬颂).{1,12}|(?:多?谢谢?|感谢)[您你们！!]*"
    r"|[-—–_=*~]{2,}|发自.{1,20}|从.{2,8}发送|Sent from .{1,20}|(?:联系人|投稿人|作者)简介[:：]?",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?!全文完|正文完|结束语?|附件|以上|待续)[\u4e00-\u9fff](?:[\s　]*[\u4e00-\u9fff]){1,3}[\s　]*(?:敬上|谨启|谨上|拜上|上|敬启)?"
)
_HOUSE = re.compile(r"(?:科|部|处|室|院|中心|局|委|会|校|公司|集团|社|站|所|支部|党委)$")
_DAY = re.compile(r"[12]\d{3}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?")


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


def unsigned(draft: Draft, name: str) -> Draft:
    """Return the text of a mail without its salutation and without the lines its sender signed.

    They are withheld as people to contact are. Lines at the end count as signed when each is a
    name, a house, a day, a contact detail or a complimentary close, and one of them names a person.
    """
    blocks = draft.body.rstrip("\n").split("\n\n")
    first = int(bool(blocks) and _SALUTATION.fullmatch(_words_of(blocks[0])) is not None)
    end, sure = len(blocks), False
    for at in range(len(blocks) - 1, max(first, len(blocks) - _SIGNED), -1):
        lines = [_words_of(line) for line in blocks[at].split("\\\n")]
        if blocks[at].startswith(_NO_SIGNATURE) or not all(map(_may_sign, lines)):
            break
        end = at
        sure = sure or any(map(_names_somebody, lines))
    end = end if sure else len(blocks)
    gone = [("邮件称呼", _words_of(block)) for block in blocks[:first]]
    gone += [("邮件落款", _words_of(line)) for b in blocks[end:] for line in b.split("\\\n")]
    if not gone:
        return draft
    body = "\n\n".join(blocks[first:end]) + "\n"
    private = (*draft.private, *gone)
    return replace(
        draft, body=body, private=private, errata=(*draft.errata, _unsigned(name, len(gone)))
    )


def _words_of(line: str) -> str:
    """Return a line of Markdown without the signs of its markup."""
    return re.sub(r"[*\\]|^#+ ", "", line).strip()


def _names_somebody(line: str) -> bool:
    details = any(contact.detail is not Detail.HOTLINE for contact in contacts_in(line))
    return details or bool(_CLOSE.fullmatch(line) or _PERSON.fullmatch(line))


def _may_sign(line: str) -> bool:
    """Whether a line may be one of those a sender signs with."""
    if len(line) > _LONGEST_SIGNED or line.endswith("。"):
        return False
    pairs = pairs_of(line)
    house = bool(organisations_in(line)) or _HOUSE.search(line) is not None
    labelled = bool(pairs) and all(label.field in WITHHELD for label, _ in pairs or ())
    return house or labelled or _names_somebody(line) or _DAY.fullmatch(line) is not None


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


def _unsigned(name: str, count: int) -> Erratum:
    return Erratum(
        "mail-signature", Place(name),
        Wording(f"邮件开头的称呼和末尾的落款共 {count} 行没有收进正文，放在不公开的文件里",
                f"salutation and signature of the mail, {count} lines, are no part of the text; "
                "they are in the private file"),
        Wording("若有正文在内，请补进案例。", "Put back into the case what belongs to the text."),
        kind=Kind.QUERY,
    )  # fmt: skip


def _in_text(name: str, detail: Wording, quote: str) -> Erratum:
    return Erratum(
        "contact-in-text", Place(name),
        Wording(f"正文里有{detail.zh}，会印进书里", f"the text holds {detail.en}, which would be printed"),
        Wording("定稿前删去；确要刊出，写进保留（stets）并说明理由（规则 contact-detail）。",
                "Take it out before the final book, or keep it with a stet and a reason "
                "(rule contact-detail)."),
        quote, Kind.QUERY,
    )  # fmt: skip
