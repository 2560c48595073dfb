"""Whom a notice names with an award, as the credits of a case that names nobody itself.

Only people who made the work or taught who made it: a contact, a telephone number or a school in
a column of its own is no credit.
"""

import re

from casebook.book import Award, Contributor

_MAKER = re.compile(
    "(?:第[一二三]|主要|项目|案例|作品|论文|课题|获奖)?"
    "(?:作者|主创|创作者?|创作团队|撰稿|撰写|执笔|编写|编导|导演|编剧|编创|主编|编辑|策划|设计者?|"
    "摄影|摄像|拍摄|绘画|书法|作词|作曲|演唱|演奏|表演者?|朗诵者?|主讲|讲述|主讲教师|参赛教师|"
    "参赛选手|选手|完成者|主持|团队|小组|申报者|获奖者|指导|辅导|带教|供稿|投稿)"
    "(?:人|人员|成员|者|教师|老师|专家|团队|选手|作者)?(?:姓名|名单)?"
)
_ALONE = re.compile(
    "(?:姓名|学生|教师|导师|指导者|师傅|演员|参与人|参与人员|负责人|主持人)(?:姓名)?"
)
_OTHER = re.compile("联系|电话|手机|邮箱|单位|推荐|组织")


def credits(award: Award | None) -> tuple[Contributor, ...]:
    """Return the people whom `award` names, each column once, its names and label as printed.

    What the notice gives as the award's organisation (persons without a unit) is not repeated.
    """
    fields = award.fields if award else ()
    return tuple(
        Contributor(names.strip(), _bare(label))
        for label, names in fields
        if award and names.strip() and _is_people(_bare(label))
        and _compact(names) != _compact(award.organisation)
    )  # fmt: skip


def _is_people(label: str) -> bool:
    """Whether a column of that name holds makers of the work."""
    if _OTHER.search(label):
        return False
    return all(_MAKER.fullmatch(part) or _ALONE.fullmatch(part) for part in _parts(label))


def _parts(label: str) -> list[str]:
    """Return the names of a column that has several: 作者/指导教师, 主创人员（执笔）."""
    return [part for part in re.split(r"[/、／（）()及和与]", label) if part] or [label]


def _bare(label: str) -> str:
    return _compact(label).strip(":：")


def _compact(text: str) -> str:
    return "".join(text.split())
