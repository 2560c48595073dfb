"""Tell an application form that comes beside its manuscript from one that is the manuscript.

Units send 申报表.docx and the text apart in one folder. The form then says whose the text is, and
is kept; filed as a case of its own it would take the award from the text. A form that holds the
text itself, or lies alone or beside several texts, is a manuscript like any other.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from casebook import files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.receive import side_notes
from casebook.intake.receive.routes import read

_NAMED = re.compile(
    r"(?:申报|推荐|报名|登记|信息|征集|审批|报送|申请|承诺|情况|基本信息)(?:信息|情况)?(?:一览|汇总|登记)?[表书]"
)
_LONGEST = 300
"""Characters of a paragraph: a form with a longer one holds the text, or a part of it."""


def forms_beside(texts: Sequence[Path], kinds: Mapping[Path, str]) -> dict[Path, Path]:
    """Return the forms among the files of one folder, each with the manuscript it comes with.

    `kinds` are the natures of the files. Empty when there is not just one manuscript.
    """
    named = [one for one in texts if kinds[one] == "docx" and _NAMED.search(one.stem)]
    others = [one for one in texts if one not in named]
    if len(others) != 1 or not named:
        return {}
    length = sum(map(len, side_notes.lines_of(others[0], kinds[others[0]])))
    found = {one: side_notes.lines_of(one, "docx") for one in named}
    unread = not length and kinds[others[0]] in ("docx", "text", "html")
    if unread or any(
        not lines or max(map(len, lines)) > _LONGEST or (length and sum(map(len, lines)) > length)
        for lines in found.values()
    ):
        return {}
    return dict.fromkeys(named, others[0])


def organisation_in(forms: Sequence[Path]) -> str:
    """Return the organisation that the first of `forms` states that states one, or nothing."""
    for form in forms:
        try:
            draft = read(files.read(form), form.name, "").draft
        except (StopPress, OSError):
            continue
        if draft.organisation:
            return draft.organisation.text
    return ""


def told(name: str, manuscript: str) -> Erratum:
    """Tell that a form was kept with its manuscript."""
    return Erratum(
        "form-beside", Place(name),
        Wording(f"申报表和文稿“{manuscript}”在同一个文件夹：文稿收为案例，申报表已原样保存，没有并入书稿",
                f"a form in one folder with the manuscript ‘{manuscript}’, which was filed; the "
                "form was kept as it came and is no part of the book"),
        Wording("表里的类别、人员等要用，请补进案例；若表才是文稿，请单独收它。",
                "If its category or people are needed, write them into the case; if the form is "
                "the manuscript, receive it alone."),
        "", Kind.QUERY,
    )  # fmt: skip
