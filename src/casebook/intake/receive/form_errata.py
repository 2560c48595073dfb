"""Word what is told of an application form that was read."""

from collections.abc import Iterator

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.matching.organisations import fold
from casebook.intake.receive.application import CUT, UNSET, Application


def told(form: Application, title: str, name: str) -> Iterator[Erratum]:
    """Yield what the editor should know of `form`; `title` is what the text behind it is called."""
    if form.others:
        yield _many(name, (form.title, *form.others))
    if form.met:
        yield _read(form, name)
    if form.private:
        yield _withheld(name, len(form.private))
    if form.met and title and form.title and fold(title) != fold(form.title):
        yield _differs(name, form.title, title)
    unset = [one.label or "（无栏名）" for one in form.said if one.became == UNSET]
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


def _many(name: str, titles: tuple[str, ...]) -> Erratum:
    return Erratum(
        "forms-in-one-file", Place(name),
        Wording(f"一个文件里有 {len(titles)} 份申报表，没有收入",
                f"the file holds {len(titles)} application forms; it was not filed"),
        Wording("请拆成每份一个文件再收。", "Split it, one file for each form, and receive them."),
        " / ".join(titles),
    )  # fmt: skip


def _read(form: Application, name: str) -> Erratum:
    cut = sum(one.became == CUT and bool(one.value) for one in form.said)
    facts = [form.organisation, form.title, form.category]
    people = "、".join(f"{one.role} {one.name}" for one in form.contributors)
    said = "｜".join(filter(None, (*facts, people)))
    return Erratum(
        "form-read", Place(name),
        Wording(f"按申报表收：单位、题目等取自表格，另有 {cut} 项（意见、日期等）只留在收稿记录里",
                "an application form: organisation, title and the like are taken from it; "
                f"{cut} values (opinions, dates) stay in the log only"),
        None, said, Kind.NOTE,
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
        Wording("要排的请从收稿记录移进案例。", "Move what is to be printed from the log to the case."),
        labels, Kind.QUERY,
    )  # fmt: skip


def _shots(name: str, count: int) -> Erratum:
    return Erratum(
        "picture-in-form", Place(name),
        Wording(f"表格里有 {count} 张图片（印章、签名、照片等）没有进书稿，只在原件里",
                f"{count} pictures in cells of the form (seals, signatures) are in the original only"),
        Wording("要排的请从原件取出，放进 manuscript/media/。",
                "Take what is to be printed out of the original and put it into manuscript/media/."),
        kind=Kind.QUERY,
    )  # fmt: skip
