"""Tell the application forms that lie beside their manuscripts, and take what they say.

Units send 申报表.docx (or .xlsx) and the text apart in one folder. The form then says whose the text
is, of which category and by whom, and whom to contact; filed as a case of its own it would take the
award from the text. A form that holds the text itself, or lies alone or beside several texts, is a
manuscript like any other. A form that comes in another run than its text is filed, and what it said
stays when the text is merged into it (`revising.merged_case`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from casebook import files
from casebook.decoding import readable_name
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.formats.file_kinds import kind_of_file
from casebook.intake.matching.organisations import fold
from casebook.intake.photos import side_papers
from casebook.intake.structure import forms_as_files
from casebook.intake.structure.draft import FILE_NAME, FOLDER, MENTION, Draft

_NAMED = re.compile(
    r"(?:申报|推荐|报名|登记|信息|征集|审批|报送|申请|承诺|情况|基本信息)(?:信息|情况)?(?:一览|汇总|登记)?[表书]"
)
_LONGEST = 300
"""Characters of a paragraph: a form with a longer one holds the text, or a part of it."""
_WEAK = (MENTION, FOLDER, FILE_NAME)
"""What says whose a manuscript is less surely than a form."""


def forms_beside(papers: Sequence[Path], kinds: Mapping[Path, str]) -> dict[Path, Path]:
    """Return the forms among the files of one folder, each with the manuscript it comes with.

    `kinds` say what the files are: texts, and workbooks that are none. Empty when there is not
    just one manuscript.
    """
    sheets = [paper for paper in papers if kinds[paper] in forms_as_files.KINDS]
    named = [paper for paper in papers if kinds[paper] == "docx" and _NAMED.search(_stem(paper))]
    others = [paper for paper in papers if paper not in named and paper not in sheets]
    if len(others) != 1:
        return {}
    filled = [
        sheet for sheet in sheets if _NAMED.search(_stem(sheet)) and facts_of([sheet]) is not None
    ]
    length = sum(map(len, side_papers.lines_of(others[0], kinds[others[0]])))
    lines_of = {path: side_papers.lines_of(path, "docx") for path in named}
    unread = not length and kinds[others[0]] in ("docx", "text", "html")
    if unread or any(
        not lines or max(map(len, lines)) > _LONGEST or (length and sum(map(len, lines)) > length)
        for lines in lines_of.values()
    ):
        return {}
    return dict.fromkeys((*named, *filled), others[0])


def _stem(path: Path) -> str:
    return Path(readable_name(path)).stem


def facts_of(forms: Sequence[Path]) -> Draft | None:
    """Return what the first of `forms` says that says anything of a case, or None."""
    for form in forms:
        try:
            facts = forms_as_files.facts(files.read(form), kind_of_file(form).key, form.name)
        except (StopPress, OSError):
            continue
        if facts is not None:
            return facts
    return None


def with_form(draft: Draft, form: Draft | None) -> Draft:
    """Return `draft` with what the form beside it says and the text does not."""
    if form is None:
        return draft
    weak = not draft.organisation or draft.organisation.source in _WEAK
    untitled = not draft.title or draft.title.source == FILE_NAME
    known = {fold(contributor.name) for contributor in draft.contributors}
    more = (contributor for contributor in form.contributors if fold(contributor.name) not in known)
    return replace(
        draft,
        organisation=form.organisation if form.organisation and weak else draft.organisation,
        title=form.title if form.title and untitled else draft.title,
        names=tuple(dict.fromkeys((*draft.names, *form.names))),
        contributors=(*draft.contributors, *more),
        category=draft.category or form.category,
        summary=draft.summary or form.summary,
        form=(*draft.form, *form.form),
        private=(*draft.private, *form.private),
    )


def told_beside(name: str, manuscript: str) -> Erratum:
    """Tell that a form was kept, and what it says taken, with its manuscript."""
    return Erratum(
        "form-beside", Place(name),
        Wording(f"申报表和文稿“{manuscript}”在同一个文件夹：文稿收为案例，文稿里没有写明的单位、题目、类别、人员取自申报表",
                f"a form in one folder with the manuscript ‘{manuscript}’, which was filed; unit, title, "
                "category and people are the form's where the text says nothing of them"),
        Wording("若申报表本身就是文稿，请单独收它。", "If the form is the manuscript, receive it alone."),
        "", Kind.NOTE,
    )  # fmt: skip
