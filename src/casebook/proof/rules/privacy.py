"""Contact details of persons: what an application form asks for and no book may print."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from casebook.errata import Kind, Place, Wording
from casebook.intake.contact_details import NAMES, Contact, Detail, contacts_in
from casebook.proof.blocks import Piece
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_HINT = Wording(
    "删去；确要刊出的，写进保留（stets）并说明理由（quote 写这一处的字）。",
    "Take it out; if it is to be printed, keep it with a stet that says why (‘quote’ its words).",
)
_PUBLIC = Wording(
    "公用电话可以刊出；请核对号码是否仍有效。",
    "A public number may be printed; see that it is still in use.",
)
_SEEN = ("alt", "title", "href")


@rule("X014", Kind.ERRATUM)
def contact_detail(piece: Piece) -> Iterator[Spot]:
    """A telephone, card, account, plate or record number, or a mail address of a person in print.

    Why: contributors leave them in their texts for the editor; printed, they harm a person, and
    no later edition takes them back. Pictures are not looked into.

        联系人：张三，138××××5678  →  taken out, or a stet that says why
        中文：联系人：张三，138××××5678  →  删去，或写保留并说明理由

    Clause: 个人信息保护法 第四条、第十三条; GB/T 35273—2020
    中文：书里印有个人联系方式。来稿里的手机号、身份证号、邮箱、银行账号、微信号、车牌号、住院号是给编辑部用的；刊出前删去，确要刊出须写明理由（图片里的字查不到）。
    """
    for contact, spot in _details(piece):
        if contact.detail is not Detail.HOTLINE:
            yield spot


@rule("X015", Kind.QUERY)
def public_number(piece: Piece) -> Iterator[Spot]:
    """A hotline or a switchboard: for the public, but it may be out of use.

    Why: a number outlives neither the office nor the year; readers of the book will dial it.

        咨询电话：400-000-0000  →  dialled, and kept
        中文：咨询电话：400-000-0000  →  打过，能通，保留

    中文：书里印有公用电话。可以刊出，但须核对是否仍有效。
    """
    for contact, spot in _details(piece):
        if contact.detail is Detail.HOTLINE:
            yield spot


@lru_cache(maxsize=8)
def _details(piece: Piece) -> tuple[tuple[Contact, Spot], ...]:
    """Return every contact detail that the text of `piece` prints, or holds for a screen."""
    return (*_in_blocks(piece), *_in_facts(piece), *_beside_the_text(piece))


def _in_blocks(piece: Piece) -> Iterator[tuple[Contact, Spot]]:
    for block in piece.blocks:
        for contact in contacts_in(block.text):
            message, hint = _wording(contact)
            if not block.literal(contact.start, contact.end):
                yield contact, at(block, contact.start, contact.end, message, hint)
            else:  # rules of language do not read code; this one does
                place, quote = (
                    piece.place(block, contact.start),
                    block.text[contact.start : contact.end],
                )
                yield contact, Spot(message, hint, place=place, quote=quote, case=piece.id)


def _in_facts(piece: Piece) -> Iterator[tuple[Contact, Spot]]:
    """Look through what the case prints from its front matter beside title and organisation."""
    case = piece.case
    if case is None:
        return
    named = (f"{contributor.role}：{contributor.name}" for contributor in case.contributors)
    own = (case.title, case.organisation) if case.award else ()
    for text in (*named, case.short_title or "", case.category, case.summary, *own):
        yield from _apart(piece, text, None)


def _beside_the_text(piece: Piece) -> Iterator[tuple[Contact, Spot]]:
    """Look through links, alternative texts and readings of the rendered text."""
    body = piece.body
    if not any(f"{name}=" in body for name in _SEEN) and "<rt>" not in body:
        return
    for node in etree.fromstring(f"<div>{body}</div>").iter():
        above = next((up for up in (node, *node.iterancestors()) if up.get("data-line")), None)
        line = int(above.get("data-line", "0")) if above is not None else None
        words = "".join(map(str, node.itertext()))
        texts = [re.sub(r"^(?:mailto|tel|sms):", "", node.get(name) or "") for name in _SEEN]
        for text in (*texts, words if node.tag == "rt" else ""):
            if text != words or node.tag == "rt":  # a link that shows its goal is told once
                yield from _apart(piece, text, line)


def _apart(piece: Piece, text: str, line: int | None) -> Iterator[tuple[Contact, Spot]]:
    for contact in contacts_in(text):
        quote = text[contact.start : contact.end]
        offset = piece.source.text.find(quote)
        place = Place(piece.path, line)
        if offset >= 0 and line is None:
            place = piece.source.place(offset)
        yield contact, Spot(*_wording(contact), place=place, quote=quote, case=piece.id)


def _wording(contact: Contact) -> tuple[Wording, Wording]:
    name = NAMES[contact.detail]
    if contact.detail is Detail.HOTLINE:
        return Wording("公用电话", "a public number"), _PUBLIC
    return Wording(f"印出了{name.zh}", f"{name.en} is printed"), _HINT
