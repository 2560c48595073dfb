"""Compare what was received with what was made of it, and find words that went missing.

Intake promises that no word is lost. It is checked on every manuscript in two ways. The case's
Markdown is rendered as the book will read it, and each character of each paragraph must be there.
And the words of the file, taken from its bytes by other means, must stand in what was filed: the
case, the lines taken off head and end, the facts in the front matter, what was set aside, what a
form said (what no edition prints with it), and what the ledger says was changed. Words that are
nowhere there are told, whatever format the file has and whoever read it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from casebook.conservation import Gap, missing
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.formats import raw_text
from casebook.intake.formats.rich import Block, Paragraph, Table, paragraphs
from casebook.intake.markup import markdown
from casebook.intake.markup.source_text import fragment_text, quoted, text_of
from casebook.intake.structure.draft import FRONT, OPENING, Draft

_BLANK = re.compile(r"[\s\u200b\ufeff]+")
_MARKS = re.compile("[.．、:：（）()]+")
_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")


def lost(
    body: str, blocks: Sequence[Block], notes: Mapping[str, tuple[Paragraph, ...]],
    orphans: Sequence[str],
) -> str:  # fmt: skip
    """Return the words of the first paragraph that the Markdown `body` does not render, or "".

    Words that are there twice where they should be once are found too.
    """
    shown = _rendered(body)
    expected = list(_expected(blocks, notes))
    missing = Counter("".join(expected))
    missing.subtract(shown)
    extra = -missing
    missing = +missing
    if not missing and not any(char in "*_\\`" or char in "<>" for char in extra):
        return ""
    suspects = set(missing) | (set(extra) & set("*_\\`<>"))
    return next(
        (text for text in expected if text not in shown and suspects & set(text)),
        "".join(missing.elements()),
    ) or "".join(extra.elements())


def _rendered(body: str) -> str:
    text = markdown.read(body, "cases/x.md", "x", 1, lambda *_: None)
    root = etree.fromstring(f"<div>{text.body}</div>")
    return _BLANK.sub("", "".join(map(str, root.itertext())))


def _expected(blocks: Sequence[Block], notes: Mapping[str, tuple[Paragraph, ...]]) -> Iterator[str]:
    captions = [block.caption for block in blocks if isinstance(block, Table)]
    texts = [paragraph.text for paragraph in paragraphs(tuple(blocks))]
    texts += [paragraph.text for note in notes.values() for paragraph in note]
    for text in (*captions, *texts):
        bare = _BLANK.sub("", _CONTROL.sub("", text))
        if bare:
            yield bare


def unaccounted(name: str, text: str) -> Erratum:
    """Return the erratum for words that would be lost; it quotes them."""
    return Erratum(
        "unaccounted-text", Place(name),
        Wording("这些文字写进案例后会走样，为免丢失没有收入",
                "this text does not come back out of the case as written; nothing was filed"),
        Wording("请把这一段改成普通文字另存再收，并把原件交给维护人员。",
                "Save the passage as plain text and try again; hand the file to the maintainers."),
        text[:200],
    )  # fmt: skip


MOST_TOLD = 20
"""Gaps told one by one; more are counted."""


def unfiled(data: bytes, kind: str, draft: Draft, name: str) -> Iterator[Erratum]:
    """Yield a query for each stretch of the received bytes `data` that is nowhere in `draft`."""
    if any(erratum.kind is Kind.ERRATUM for erratum in draft.errata):
        return  # nothing will be filed of it
    received = raw_text.words(data, kind, name)
    gaps = missing(received, _filed(draft, kind)) if received else ()
    labels = _form_words(draft)
    gaps = tuple(gap for gap in gaps if not all(word in labels for word in gap.text.split()))
    gaps = tuple(_beyond(gaps, [aside.text for aside in draft.asides]))
    for gap in gaps[:MOST_TOLD]:
        yield _unfiled(name, quoted(gap.text), 0)
    if rest := gaps[MOST_TOLD:]:
        yield _unfiled(name, quoted(" / ".join(gap.text for gap in rest)), len(rest))


def _beyond(gaps: Sequence[Gap], listed: Iterable[str]) -> Iterator[Gap]:
    """Yield the gaps that are not, each once, a text that is `listed` apart.

    A word deleted in a revision is listed behind the text; one that is too short is not found there
    by its order.
    """
    counts = Counter(text.strip() for text in listed)
    for gap in gaps:
        text = gap.text.strip()
        if counts[text] > 0:
            counts[text] -= 1
        else:
            yield gap


def _form_words(draft: Draft) -> frozenset[str]:
    """Return the labels and values of a form, which stand in its log in an order of their own."""
    pairs = (*((entry.label, entry.value) for entry in draft.form), *draft.private)
    words = (word for pair in pairs for text in pair for word in text.split())
    return frozenset(part for word in words for part in (word, *_MARKS.split(word)))


def _filed(draft: Draft, kind: str) -> str:
    """Return all words that were kept, wherever they were put.

    Markdown is compared as source: what of it the book does not set is told when it is read.
    """
    if kind == "markdown":
        body = text_of(draft.body)
    else:
        fragment = markdown.read(draft.body, "cases/x.md", "x", 1, lambda *_: None).body
        body = fragment_text(etree.fromstring(f"<div>{fragment}</div>"))
    changed = [old * count for (_, old, _), count in draft.ledger.counts.items()]
    return "\n".join((
        *draft.opening,
        draft.award or "",
        *(stated.text for stated in (draft.title, draft.organisation) if stated.source in (FRONT, OPENING)),
        *(f"{contributor.role} {contributor.name}" for contributor in draft.contributors),
        body,
        *draft.cut,
        *(aside.text for aside in draft.asides),
        *(value for _, value in draft.front),
        *(f"{entry.label}\n{entry.value}" for entry in draft.form),
        *(f"{label}\n{value}" for label, value in draft.private),
        *changed,
    ))  # fmt: skip


def _unfiled(name: str, quote: str, more: int) -> Erratum:
    zh, en = (f"另有 {more} 处", f"{more} further places: ") if more else ("", "")
    return Erratum(
        "received-text-not-filed",
        Place(name),
        Wording(
            f"{zh}来稿里的这些字，案例和收稿记录里都没有",
            f"{en}these words of the file are neither in the case nor in the intake log",
        ),
        Wording(
            "请对照原件，把要印的补进案例；并把原件交给维护人员。",
            "Look at the original, put what is to be printed into the case, and hand the file to "
            "the maintainers.",
        ),
        quote,
        Kind.QUERY,
    )
