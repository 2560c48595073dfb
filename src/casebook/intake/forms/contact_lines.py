"""Take the lines that name people to contact off the head and the tail of a text.

An author signs: 投稿人：张三 138…, or a line each for name, house and telephone. Such lines are to the
editor, not to the reader, whether there is a form or not: they are withheld as those of a form are,
but that who wrote the text is named with it. A line counts when its labels ask for people to contact,
or when it holds a contact detail and no sentence; names, houses and days count beside such a line.
"""

import re
from collections.abc import Iterator, Sequence

from casebook.intake.contact_details import Detail, contacts_in
from casebook.intake.credits import credits_of
from casebook.intake.formats.rich import Block, Paragraph, Span, Table
from casebook.intake.forms.application import Application
from casebook.intake.forms.form_lines import is_stamp
from casebook.intake.forms.form_values import FormValue
from casebook.intake.forms.labels import WITHHELD, Field, Label, label_of, pairs_of
from casebook.intake.matching.organisations import organisations_in
from casebook.typography import is_ideograph

_RUN = 12
"""Paragraphs at the head and the tail among which lines of contact are looked for."""
_LONGEST, _LONGEST_PAIRS, _TEXT = 90, 160, 60
"""Characters of a line that is nothing but details and names; of one of labels; a longer one is text."""
_WORDS = 30
"""Chinese characters of a line that are neither a label nor a detail."""
_SENTENCE = re.compile("[。！？；]")
_ENCLOSED = re.compile(r"[（(【\[](.*)[）)】\]]")
_PERSON = re.compile(
    r"(?!全文完|正文完|结束语?|附件|以上|待续)[\u4e00-\u9fff](?:[\s　]*[\u4e00-\u9fff]){1,3}[\s　]*(?:敬上|谨启|谨上|拜上|上|敬启)?"
)
_HOUSE = re.compile(r"(?:科|部|处|室|院|中心|局|委|会|校|公司|集团|社|站|所|支部|党委)$")
_TOLD = re.compile("[的了让把被在是着过]|建成|打造|成为")
"""Words of a sentence, and of no name of a house."""
_DAY = re.compile(r"[12]\d{3}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?")
_ABOUT = re.compile(r".{0,40}本表.{0,60}")
_FIRST = re.compile(r"[^\s，,、；;（(\d]+")
"""The name that a value begins with."""


def has_detail(line: str) -> bool:
    """Whether a line holds a contact detail of a person."""
    return any(contact.detail is not Detail.HOTLINE for contact in contacts_in(line))


def is_person(line: str) -> bool:
    """Whether a line may be the name of a person and nothing else, as one signs."""
    return _PERSON.fullmatch(line) is not None


def may_sign(line: str) -> bool:
    """Whether a line may be one of those that stand round a signature: a name, a house, a day."""
    if len(line) > 40 or line.endswith("。"):
        return False
    house = bool(organisations_in(line)) or _HOUSE.search(line) is not None
    house = house and not _TOLD.search(line)
    pairs = pairs_of(line)
    labelled = bool(pairs) and all(label.field in WITHHELD for label, _ in pairs or ())
    return house or labelled or has_detail(line) or is_person(line) or bool(_DAY.fullmatch(line))


def is_contact_line(line: str) -> bool:
    """Whether a line says how to reach somebody, and nothing a reader would look for."""
    enclosed = _ENCLOSED.fullmatch(line)
    bare = enclosed[1].rstrip("。") if enclosed else line
    if len(bare) > _LONGEST or _SENTENCE.search(bare) or not has_detail(bare):
        return False
    words = [word for word in re.split(r"[\s:：，,、/／（）()]+", _without_details(bare)) if word]
    others = "".join(word for word in words if label_of(word) is None)
    return sum(map(is_ideograph, others)) <= _WORDS


def without_contact_lines(blocks: list[Block], form: Application) -> list[Block]:
    """Return `blocks` without the lines of contact at their head and tail; `form` takes them."""
    filled = [
        at for at, block in enumerate(blocks) if isinstance(block, Table) or block.text.strip()
    ]
    gone: set[int] = set()
    for run, tail in ((filled[:_RUN], False), (filled[::-1][:_RUN], True)):
        gone |= set(_contact_lines_of(blocks, run, tail, gone, form))
    return [block for at, block in enumerate(blocks) if at not in gone]


def _contact_lines_of(
    blocks: Sequence[Block], run: Sequence[int], tail: bool, gone: set[int], form: Application
) -> Iterator[int]:
    """Yield which blocks of `run` are lines of contact; with `tail` it goes from the end up."""
    beside: list[int] = []
    touching, signed = tail, False
    for at in run:
        block = blocks[at]
        if isinstance(block, Table) or any(not isinstance(p, Span) for p in block.pieces):
            return
        line = block.text.strip()
        if at not in gone and _is_cut(line, form):
            form.cut(line)
            yield at
        elif at in gone or _names_contacts(line, form) or (touching and is_contact_line(line)):
            for near in (*beside, at)[: -1 if at in gone else None]:
                _take(_line(blocks[near]), form)
                yield near
            beside, signed = [], True
        elif touching and may_sign(line) and (signed or not _may_end(line)):
            if signed:
                _take(line, form)
                yield at
            else:
                beside.append(at)
        elif credits_of(line) is None:
            touching, beside = False, []
            if len(line) > _TEXT:
                return


def _line(block: Block) -> str:
    return "" if isinstance(block, Table) else block.text.strip()


def _may_end(line: str) -> bool:
    """Whether a line is as likely the end of a text as a part of a signature, by itself."""
    return not (pairs_of(line) or _DAY.fullmatch(line) or is_person(line))


def _is_cut(line: str, form: Application) -> bool:
    """Whether a line of a form is a stamp, or about the form."""
    if not form.met:
        return False
    pairs = pairs_of(line)
    stamps = pairs and all(not value or is_stamp(value) for _, value in pairs)
    label = label_of(line) if line else None
    return bool(stamps or _ABOUT.fullmatch(line)) or (
        label is not None and label.field is Field.OFFICE
    )


def _names_contacts(line: str, form: Application) -> bool:
    """Whether the labels of a line ask for people to contact."""
    pairs = pairs_of(line)
    return bool(pairs) and len(line) < _LONGEST_PAIRS and _apart(pairs or [], form)


def _apart(pairs: Sequence[tuple[Label, str]], form: Application) -> bool:
    """Whether a line of pairs is no text: it names people to contact, or ends a form."""
    fields = [label.field for label, _ in pairs]
    if form.met and all(field is Field.OFFICE for field in fields):
        return True
    withheld = [(label, value) for label, value in pairs if label.field in WITHHELD]
    named = any(label.field is Field.CONTACT and len(value) < 9 for label, value in withheld)
    details = any(contact for _, value in withheld for contact in contacts_in(f"电话：{value}"))
    return bool(withheld) and (named or details) and not any("。" in value for _, value in pairs)


def _take(line: str, form: Application) -> None:
    """Withhold a line, value by value where labels say what is what.

    Who wrote or sent the text is named in its case all the same, and the house is one that may be
    meant.
    """
    pairs = pairs_of(line) or []
    for label, value in pairs:
        name = _FIRST.match(value)
        public = label.field is Field.CREDIT and name is not None and is_person(name[0])
        if label.field in WITHHELD:
            form.take(_value(label, value))
            continue
        if name and (public or label.field is Field.ORGANISATION):
            form.take(_value(label, name[0]))
            value = value[name.end() :].strip(" ，,、；;（()）")
        if value:
            form.private.append((label.text, value))
    if pairs:
        return
    named = credits_of(_without_details(line)) or ()
    form.contributors += [person for person in named if is_person(person.name)]
    if _HOUSE.search(line):
        form.names.append(line)
    form.private.append(("落款", line))


def _value(label: Label, value: str) -> FormValue:
    return FormValue(label, (Paragraph((Span(value),)),))


def _without_details(line: str) -> str:
    for contact in reversed([*contacts_in(line)]):
        line = f"{line[: contact.start]} {line[contact.end :]}"
    return re.sub(r"[（(]\s*[）)]", "", line).strip(" ，,；;")
