"""What goes to the authors: for each organisation its proofs, and one sheet to send back.

The proofs show pages, line numbers and the questions to the author; what the house asks itself
stays in the house. The sheet names the cases and the questions, the day by which it is wanted,
and leaves room for corrections, a signature and the seal.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from casebook import atomic, page_overlay
from casebook.editions import lighter_pictures, offprint
from casebook.editions.lighter_fonts import FontLightener
from casebook.editions.proof_edition import Cover, Leaf, Proof, margin, of_kind
from casebook.page_overlay import Sheet

REPLY = "作者确认回执.pdf"
QUESTION = "question"


@dataclass(frozen=True)
class Letter:
    """What an organisation is sent: its cases, who wants the answer, and by which day ("" open)."""

    organisation: str
    cases: tuple[Cover, ...]
    sender: str
    due: str = ""


def prepare(proof: Proof, letters: Sequence[Letter]) -> None:
    """Add to the overlay of `proof` what the letters need, before it is set."""
    for number, letter in enumerate(letters):
        proof.overlay.flow(f"reply-{number}", _reply(letter, proof.leaves), "reply")
    for index, leaf in enumerate(proof.leaves):
        if leaf.remarks != of_kind(leaf, QUESTION).remarks:  # the authors' margins say less
            own = margin(index, of_kind(leaf, QUESTION), proof.overlay.paper)
            proof.overlay.add(f"author-{index}", own)


def replies(proof: Proof, letters: Sequence[Letter]) -> bytes:
    """Return the sheets to be sent back, all in one PDF to be printed at once."""
    sheets = [
        sheet
        for number, letter in enumerate(letters)
        for sheet in proof.flat(f"reply-{number}", letter.organisation)
    ]
    return next(page_overlay.bound(proof.pages, proof.data, [sheets]))


def archive(proof: Proof, letters: Sequence[Letter], target: Path, day: tuple[int, ...]) -> None:
    """Write a folder for each organisation into the archive `target`, dated `day` (year … second)."""
    names, documents = [], []
    for number, letter in enumerate(letters):
        for cover in letter.cases:
            names.append(offprint.name(cover.case))
            documents.append(list(_author(proof, cover)))
        folder = names[-1].partition("/")[0]
        names.append(f"{folder}/{REPLY}")
        documents.append(proof.flat(f"reply-{number}"))
    lighten = (FontLightener().lighten, lighter_pictures.lighten)
    bound = page_overlay.bound(proof.pages, proof.data, documents, lighten)
    packed = zipfile.ZIP_DEFLATED
    with atomic.writing(target, lasting=False) as file, zipfile.ZipFile(file, "w") as package:
        for name, data in zip(names, bound, strict=True):
            entry = zipfile.ZipInfo(name, day)  # type: ignore[arg-type]
            entry.external_attr = 0o644 << 16
            package.writestr(entry, data, packed)


def _author(proof: Proof, cover: Cover) -> Iterator[Sheet]:
    for index in range(cover.first, cover.end):
        own = f"author-{index}"
        name = own if own in proof.overlay.pages else f"leaf-{index}"
        yield proof.sheet(index, name, of_kind(proof.leaves[index], QUESTION))


def _reply(letter: Letter, leaves: Sequence[Leaf]) -> str:
    due = f"{escape(letter.due)} 前" if letter.due else "　　　　年　　月　　日前"
    first = letter.cases[0]
    cases = "".join(
        f"<tr><td>{escape(c.case.id)}</td><td>{escape(c.case.title)}</td>"
        f"<td>{escape(c.pages)}</td></tr>"
        for c in letter.cases
    )
    asked = "".join(
        f"<tr><td>{escape(c.case.id)}<br>注 {r.number}</td>"
        f"<td>{escape(leaf.label)} 页 {r.line} 行</td>"
        f"<td>“{escape(r.quote)}”<br>{escape(r.words)}</td><td></td></tr>"
        for c in letter.cases
        for leaf in leaves[c.first : c.end]
        for r in leaf.remarks
        if r.kind == QUESTION and r.words
    )
    questions = (
        "<h2>请答复的问题</h2><table class=asked><thead><tr><th>案例</th><th>位置</th>"
        f"<th>原文和问题</th><th>答复</th></tr></thead>{asked}</table>"
    )
    empty = "<tr><td></td><td></td><td></td></tr>" * 6
    return (
        "<h1>作者确认回执</h1>"
        f"<p><b>{escape(letter.organisation)}</b>：</p>"
        f"<p>所附校样（{escape(first.round)}，{escape(first.date)}）请通读核实，于 <b>{due}</b>"
        f"将本回执签字盖章后寄回{escape(letter.sender)}。</p>"
        "<table class=cases><thead><tr><th>案例</th><th>题目</th><th>页</th></tr></thead>"
        f"{cases}</table>{questions if asked else ''}"
        "<h2>确认</h2><p>□ 已通读，同意付印。　　□ 须按下表改正后付印：</p>"
        f"<table class=lines><thead><tr><th>案例、页、行</th><th>原文</th><th>改为</th></tr></thead>{empty}"
        "</table><table class=signed><tr><th>联系人（签字）</th><td></td><th>电话</th><td></td></tr>"
        "<tr><th>单位（盖章）</th><td class=seal></td><th>日期</th><td></td></tr></table>"
    )
