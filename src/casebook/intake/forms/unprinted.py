"""Find prose of a form that goes into no text: the net under everything that takes a form apart.

A form is read by the words of its labels, and labels are written by anybody. What is taken for a
value that no edition prints stays in the intake log; where that is sentences, and they are neither an
opinion nor a pledge nor how to fill the form in, they may be a part of the text. They are told, and
the case says so under `check` until an editor has looked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.contact_details import masked
from casebook.intake.forms.application import CUT, FIELD, UNSET, Application
from casebook.intake.forms.form_lines import INSTRUCTION, OPINION, is_stamp
from casebook.intake.forms.labels import Field, label_of
from casebook.intake.matching.organisations import fold

LEAST, UNKNOWN = 60, 11
"""Characters of sentences that are told, fewer are a remark; and under labels nobody knows."""
_SENTENCE = re.compile("[。！？]")
_PRINTED = frozenset(
    (Field.ORGANISATION, Field.TITLE, Field.SUBTITLE, Field.CATEGORY, Field.CREDIT, Field.PERSON)
)
_SHOWN = 20


@dataclass(frozen=True)
class LeftOut:
    """Sentences that are in no text: under which label, how many characters, their first words.

    The words are empty where they stand with what is private.
    """

    label: str
    count: int
    words: str

    @property
    def shown(self) -> str:
        """It in a few words."""
        words = f"“{self.words}…”" if self.words else ""
        return f"{self.label or '（无栏名）'}{words}（{self.count} 字）"


def left_out(form: Application, text: str) -> tuple[LeftOut, ...]:
    """Return the prose of `form` that stands neither in `text` nor in a field that is printed."""
    return (*_in_log(form, fold(text)), *_private(form))


def _in_log(form: Application, text: str) -> Iterator[LeftOut]:
    by_label: dict[str, list[str]] = {}
    for answer in form.answers:
        label = label_of(answer.label)
        field = label.field if label else None
        if answer.became not in (CUT, FIELD, UNSET) or (
            answer.became == FIELD and field in _PRINTED
        ):
            continue
        office = field is Field.OFFICE or label is None
        # what a label asks for that nobody knows is counted together: it may be the text in pieces
        key = answer.label if label else ""
        by_label.setdefault(key, []).extend(
            part
            for line in answer.value.split("\n")
            if (part := line.strip()) and not _is_known(part, office, text)
        )
    for name, parts in by_label.items():
        if not name:
            parts = [part for part in parts if _SENTENCE.search(part)]
        count = sum(map(len, parts))
        least = LEAST if name else UNKNOWN
        if count > least and any(map(_SENTENCE.search, parts)):
            yield LeftOut(name, count, masked(parts[0])[:_SHOWN])


def _is_known(part: str, office: bool, text: str) -> bool:
    """Whether a line stands in the text too, or is what an office writes."""
    official = office and (OPINION.search(part) or INSTRUCTION.search(part))
    return bool(official) or is_stamp(part) or fold(part) in text


def _private(form: Application) -> Iterator[LeftOut]:
    for label, value in form.private:
        if len(value) > LEAST and "。" in value:
            yield LeftOut(label, len(value), "")


def errata(form: Application, text: str, name: str) -> Iterator[Erratum]:
    """Yield the query for the prose of `form` that no edition prints; see `left_out`."""
    if parts := left_out(form, text):
        shown = "；".join(part.shown for part in parts)
        yield Erratum(
            "form-prose-left-out", Place(name),
            Wording(f"申报表里有 {len(parts)} 处成段的文字没有进正文，只在收稿记录里",
                    f"{len(parts)} passages of the application form went into no text; they are in the "
                    "intake log only"),
            Wording("要印的请从原件抄进案例；看过就删去案例文件头的 check，不删不能定稿。",
                    "Copy what is to be printed from the original into the case; when you have looked, "
                    "delete ‘check’ at the head of the case: no final book before."),
            shown, Kind.QUERY,
        )  # fmt: skip


def check(form: Application, text: str) -> str:
    """Return what the case says is to be looked at; empty when nothing was left out."""
    shown = "；".join(part.shown for part in left_out(form, text))
    return f"申报表里这些文字没有进正文：{shown}" if shown else ""
