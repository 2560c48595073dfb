"""What an application form says of a case, gathered value by value, and how it is told.

Enters: values with the labels that ask for them. Leaves: unit, title, category and people as the
fields of a case; what nobody may print; all the rest as printed, with what became of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from casebook.book import Contributor
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.contact_details import Detail, contacts_in
from casebook.intake.credits import bare_names
from casebook.intake.formats.rich import InlinePicture, paragraphs
from casebook.intake.forms.form_values import FormValue
from casebook.intake.forms.labels import PEOPLE, WITHHELD, Field, Label, folded
from casebook.intake.matching.organisations import fold

_SEAL = re.compile(r"[（(](?:加?盖?(?:公章|盖章|签章|章)|盖章处)[）)]$")
_PERSON = re.compile(
    r"[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]|[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff·]{1,10}"
)
_LEFT = re.compile(r"[（(][\s:：，,、]*[）)]|[\s，,、；;:：]+(?=[）)]|$)", re.MULTILINE)
_AUTHOR = re.compile("作者|主创|撰[稿写文]|执笔|完成人|创作")
_ABOUT = re.compile("(?:基本)?(?:信息|情况|简况)$")
"""What the label of rows of authors says beside that; it is no part of what they are called."""
_TICKED = re.compile(r"[☑☒✔√■●▣][\s\u3000]*([^□☐☑☒✔√■●▣○\s\u3000]+)")
_ASKED = re.compile(
    r"[（(【\[][^（）()【】]{0,12}(?:[限单多可]选|限[填报]|填写|勾选|打√)[^（）()【】]{0,12}[）)】\]]"
)
"""How many of a list may be chosen, as printed behind it."""
_BOXES = re.compile("[□☐☑☒✔√■○●▣]")


class Answer(NamedTuple):
    """A label and a value of a form, as printed, and what became of them."""

    label: str
    value: str
    became: str


_APART = WITHHELD | {Field.HEAD}
FIELD, TEXT, CUT = "字段 / field", "正文 / text", "未入正文 / cut"
SUMMARY, UNSET = "提要 / summary", "正文另有，未排 / not set, the text stands elsewhere"


@dataclass
class Application:
    """What a form says. `said` is all of it but for `private`: labels and values withheld.

    `others` are the titles of further forms in the file, `shots` counts pictures that stood in
    no text. `met` says that there is a form, `filled` that somebody filled it in, `behind` that
    the manuscript follows it.
    """

    organisation: str = ""
    title: str = ""
    category: str = ""
    summary: str = ""
    names: list[str] = field(default_factory=list)
    contributors: list[Contributor] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    private: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    shots: int = 0
    met: bool = False
    filled: bool = False
    behind: bool = False
    _organisations: list[tuple[int, str]] = field(default_factory=list)
    _titles: list[tuple[int, str]] = field(default_factory=list)
    _asked: dict[str, list[str]] = field(default_factory=dict)

    def cut(self, value: str, label: str = "") -> None:
        """Note that words of the form go into no text."""
        if value or label:
            self.answers.append(Answer(label, value, CUT))

    def take(self, entry: FormValue) -> None:
        """Take a value that is no text of the manuscript."""
        label, value = entry.label, entry.text
        office = any(heading and heading.of_office for heading in (label, entry.group))
        author = label is not None and label.field is Field.PERSON and entry.group is not None
        office = office and not (author and entry.group and _AUTHOR.search(entry.group.name))
        self.filled |= not entry.empty and not office
        self.shots += sum(
            isinstance(p, InlinePicture)
            for paragraph in paragraphs(entry.blocks)
            for p in paragraph.pieces
        )
        self.gather(entry.group)
        if (
            any(heading and heading.field in _APART for heading in (label, entry.group))
            and not entry.empty
        ):
            self.private.append((label.text if label else "", value))
        elif label is None:
            self._scrap(value)
        elif office or entry.empty:
            self.cut(value, label.text)
        else:
            self._field(label, entry, value)

    def gather(self, group: Label | None) -> None:
        """Note the label of the rows that a value stands in."""
        if group is not None and all(group.text != scrap.label for scrap in self.answers):
            self.cut("", group.text)

    def _scrap(self, value: str) -> None:
        if any(contact.detail is not Detail.HOTLINE for contact in contacts_in(value)):
            self.private.append(("", value))
        else:
            self.cut(value)

    def _field(self, label: Label, entry: FormValue, value: str) -> None:
        public = self._without_contacts(label, value)
        self.answers.append(Answer(label.text, public, FIELD))
        line = joined(public)
        match label.field:
            case Field.ORGANISATION if not (entry.group and entry.group.field in PEOPLE):
                self._organisations.append((label.weight, _SEAL.sub("", line).strip()))
            case Field.RECOMMENDER:
                self._organisations.append((0, _SEAL.sub("", line).strip()))
            case Field.TITLE:
                self._titles.append((label.weight, _unmarked(line)))
                if label.weight > 1 and not entry.group:
                    self._asked.setdefault(label.name, []).append(_unmarked(line))
            case Field.SUBTITLE if self._titles and "——" not in self._titles[-1][1]:
                weight, title = self._titles.pop()
                self._titles.append((weight, f"{title}——{line.lstrip('—- ')}"))
            case Field.CATEGORY:
                chosen = "、".join(_TICKED.findall(public)) if _BOXES.search(public) else line
                chosen = _ASKED.sub("", chosen) or chosen
                self.category = self.category or chosen
            case Field.CREDIT:
                self._credit(public, label)
            case Field.PERSON:
                self._credit(public, entry.group)

    def _credit(self, value: str, role: Label | None) -> None:
        """Add the persons named in `value`: one by one where it is nothing but names."""
        names = [
            part for part in re.split(r"\s*[、，,；;\n]\s*|[ \u3000]{2,}|\u3000", value) if part
        ]
        if not all(map(_PERSON.fullmatch, names)):
            names = [joined(value)]
        if len(names) == 1:
            names = [*bare_names(value)] if len(bare_names(value)) > 1 else names
        for name in names:
            called = _ABOUT.sub("", folded(role.text)) if role else ""
            contributor = Contributor(name, called or "作者")
            if name and contributor not in self.contributors:
                self.contributors.append(contributor)

    def _without_contacts(self, label: Label, value: str) -> str:
        """Take contact details out of a value that is printed or logged."""
        contacts = [
            contact for contact in contacts_in(value) if contact.detail is not Detail.HOTLINE
        ]
        for contact in reversed(contacts):
            self.private.append((label.text, value[contact.start : contact.end]))
            value = value[: contact.start] + value[contact.end :]
        return _LEFT.sub("", value) if contacts else value

    def close(self) -> None:
        """End a form: of the units and titles it states the most telling count."""
        units = sorted(self._organisations, key=lambda weighed: -weighed[0])
        titles = sorted(self._titles, key=lambda weighed: -weighed[0])
        title = titles[0][1] if titles else ""
        if title and self.title and fold(title) != fold(self.title):
            self.others.append(title)
        self.title = self.title or title
        self.organisation = self.organisation or (units[0][1] if units else "")
        self.names += [name for _, name in units if name != self.organisation]
        again = (
            second for asked in self._asked.values() for second in asked[1:]
        )  # asked for twice
        known = {fold(second) for second in (self.title, *self.others)}
        self.others += [second for second in dict.fromkeys(again) if fold(second) not in known]
        self._organisations.clear()
        self._titles.clear()
        self._asked.clear()


def _unmarked(title: str) -> str:
    match = re.fullmatch(r"《([^》]+)》", title)
    return match[1] if match else title


def joined(text: str) -> str:
    """Return a value of several lines as one: breaks between Chinese characters are none."""
    joined = re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef—”])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef—“])", "", text
    )
    return re.sub(r"[\s\u3000]+", " ", joined).strip(" _＿")


def errata_of(form: Application, title: str, name: str) -> Iterator[Erratum]:
    """Yield what the editor should know of `form`; `title` is what the text behind it is called."""
    if form.others:
        yield _many(name, (form.title, *form.others))
    if form.met:
        yield _read(form, name)
    if form.private:
        yield _withheld(name, len(form.private))
    if form.met and title and form.title and fold(title) != fold(form.title):
        yield _differs(name, form.title, title)
    unset = [scrap.label or "（无栏名）" for scrap in form.answers if scrap.became == UNSET]
    if unset:
        yield _unset(name, "、".join(unset))
    if form.shots:
        yield _shots(name, form.shots)


def empty(name: str) -> Erratum:
    """A form nobody filled in, or without a text."""
    return Erratum(
        "empty-form", Place(name),
        Wording("申报表里没有案例正文", "the application form holds no text of a case"),
        Wording("请向供稿单位要填好的表，或要正文的 Word 文稿。",
                "Ask the contributor for the form filled in, or for the text as a Word file."),
    )  # fmt: skip


def sent_apart(name: str) -> Erratum:
    """A form filled in whose text is elsewhere: its facts are filed, the text counts as missing."""
    return Erratum(
        "form-without-text", Place(name),
        Wording("申报表填好了，但没有正文（另附或没有填）：单位、人员等先收下，这一篇仍算没有来稿",
                "the form is filled in but holds no text (sent apart, or not at all): its facts are filed, "
                "and the award still counts as without a manuscript"),
        Wording("正文来了照常收稿，会并到这一篇；没来请向供稿单位要。",
                "Receive the text when it comes and it joins this case; otherwise ask the contributor."),
        kind=Kind.QUERY,
    )  # fmt: skip


def _many(name: str, titles: tuple[str, ...]) -> Erratum:
    return Erratum(
        "forms-in-one-file", Place(name),
        Wording(f"一个文件里有 {len(titles)} 份申报表，没有收入",
                f"the file holds {len(titles)} application forms; it was not filed"),
        Wording("请拆成每份一个文件再收。", "Split it, one file for each form, and receive them."),
        " / ".join(titles),
    )  # fmt: skip


def in_rows(name: str, count: int) -> Erratum:
    """A workbook with a manuscript in each of many rows."""
    return Erratum(
        "forms-in-one-file", Place(name),
        Wording(f"表格里一行一篇，有 {count} 篇", f"a manuscript in each row, {count} of them"),
        Wording("请单独收这个文件，会逐行收下。", "Receive this file alone: each row is taken."),
    )  # fmt: skip


def _read(form: Application, name: str) -> Erratum:
    cut = sum(scrap.became == CUT and bool(scrap.value) for scrap in form.answers)
    facts = [form.organisation, form.title, form.category]
    people = "、".join(
        f"{contributor.role} {contributor.name}" for contributor in form.contributors
    )
    summary = "｜".join(filter(None, (*facts, people)))
    return Erratum(
        "form-read", Place(name),
        Wording(f"按申报表收：单位、题目等取自表格，另有 {cut} 项（意见、日期等）只留在收稿记录里",
                "an application form: organisation, title and the like are taken from it; "
                f"{cut} values (opinions, dates) stay in the log only"),
        None, summary, Kind.NOTE,
    )  # fmt: skip


def _withheld(name: str, count: int) -> Erratum:
    return Erratum(
        "contacts-withheld", Place(name),
        Wording(f"{count} 项联系方式等个人信息没有进书稿，另存在 cases/received/ 的 .private.yaml",
                f"{count} contact details stay out of the manuscript, in a .private.yaml beside "
                "the received file in cases/received/"),
        kind=Kind.NOTE,
    )  # fmt: skip


def _differs(name: str, form: str, text: str) -> Erratum:
    return Erratum(
        "form-title-differs", Place(name),
        Wording(f"申报表写的题目是“{form}”，后面文稿的题目不同",
                f"the form says ‘{form}’; the manuscript behind it has another title"),
        Wording("请核对题目。", "See which title is right."), text, Kind.QUERY,
    )  # fmt: skip


def _unset(name: str, labels: str) -> Erratum:
    return Erratum(
        "form-text-not-set", Place(name),
        Wording("表后另有全文，表格里这几栏的文字只留在收稿记录里",
                "the manuscript follows the form; these texts of the form stay in the log only"),
        Wording("要印的请从收稿记录抄进案例。", "Move what is to be printed from the log to the case."),
        labels, Kind.QUERY,
    )  # fmt: skip


def _shots(name: str, count: int) -> Erratum:
    return Erratum(
        "picture-in-form", Place(name),
        Wording(f"表格里有 {count} 张图片（印章、签名、照片等）没有进书稿，只在原件里",
                f"{count} pictures in cells of the form (seals, signatures) are in the original only"),
        Wording("要印的请从原件取出，放进 manuscript/media/。",
                "Take what is to be printed out of the original and put it into manuscript/media/."),
        kind=Kind.QUERY,
    )  # fmt: skip
