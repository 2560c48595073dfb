"""Read the head of a table: cells between tabs or bars, and the fields its columns are.

Without a head the columns are told by what they hold, as in every other list. A cell left empty
under a prize, a category or a place repeats the one above it: merged cells come so.
"""

import re
from collections.abc import Sequence

from casebook.intake.notice.annotated_lines import Row
from casebook.intake.notice.lexicon import kind_of_label
from casebook.intake.notice.templates import NUMBER, Slot, Template

RULE = re.compile(r"^[|\s:+=-]+$")
CARRIED = ("prize", "category", "region", "genre")
"""Kinds of columns whose empty cells repeat the one above."""


def cells(text: str) -> list[str]:
    """Return the cells of a line, or one cell when it is no row of a table."""
    if text.count("|") > 1 or " | " in text:
        text = text.strip()
        text = text.removeprefix("|").removesuffix("|")
        return [cell.strip() for cell in text.split("|")]
    return [cell.strip() for cell in text.split("\t")]


def once(heads: Sequence[str]) -> list[str]:
    """Return the heads of a table set in columns side by side once: 序号 单位 序号 单位."""
    for size in range(1, len(heads) // 2 + 1):
        again = len(heads) // size
        if len(heads) % size == 0 and list(heads) == list(heads[:size]) * again and any(heads):
            return list(heads[:size])
    return list(heads)


def beside(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> int:
    """Return how many columns stand side by side again and again in the rows of a table, 0 for
    none: told by the `heads`, or by two columns of numbers."""
    width = max(map(len, rows), default=0)
    size = len(once(heads))
    if heads and size < len(heads):
        return size
    for size in range(2, width // 2 + 1):
        whole = [row for row in rows if len(row) == width]
        if width % size or len(whole) < 2 or len(whole) * 3 < len(rows) * 2:
            continue
        if all(row[at].isdigit() for row in whole for at in range(0, width, size)):
            return size
    return 0


def is_row(row: Row) -> bool:
    """Whether the line is a row of a table, or the rule below a head."""
    return len(cells(row.text)) > 1 or is_rule(row)


def is_rule(row: Row) -> bool:
    """Whether the line is the rule below the head of a table."""
    return RULE.match(row.text) is not None and "|" in row.text


def header(row: Row) -> list[str] | None:
    """Return the fields that a head names, column by column; None if the row is no head.

    A field is `no`, one of the lexicon's, or the head's own word.
    """
    heads = once(cells(row.text))
    if len(heads) < 2:
        heads = re.split(r"\s{1,}", row.text.strip())
        if len(heads) < 2 or not all(kind_of_label(head) for head in heads):
            return None
    kinds = [_kind(head) for head in heads]
    told = sum(bool(kind) for kind in kinds)
    if told < 2 or told * 2 < len(heads) or any(len(head) > 16 for head in heads):
        return None
    if not {"organisation", "title", "people", "school"} & set(kinds):
        return None
    return _named(heads, kinds)


def _named(heads: Sequence[str], kinds: Sequence[str]) -> list[str]:
    fields: list[str] = []
    bodies = [head for head, kind in zip(heads, kinds, strict=True) if kind == "organisation"]
    vouched = "school" in kinds and all(vouches(head) for head in bodies)
    chief = "organisation" if "organisation" in kinds and not vouched else "school"
    units = [at for at, kind in enumerate(kinds) if kind == chief]
    unit = min(units, key=lambda at: _rank(heads[at]), default=-1)
    titles = [at for at, kind in enumerate(kinds) if kind == "title"]
    title = min(titles, key=lambda at: _titles(heads[at]), default=-1)
    for at, (head, kind) in enumerate(zip(heads, kinds, strict=True)):
        word = re.sub(r"\s", "", head)
        if kind == "number" and NUMBER not in fields:
            word = NUMBER
        elif at == unit:
            word = "organisation"
        elif at == title:
            word = "title"
        elif kind == "prize" and "prize" not in fields:
            word = "prize"
        fields.append(word or f"第{at + 1}栏")
    return fields


_AWARDED = re.compile(
    r"(?:组织|集体|企业|公司|机构|学校|医院|班组|团队|支部|社区|村|家庭|社团|协会|单位)名称$"
    r"|^(?:村|队|班组|社区|企业|公司|单位|学校|家庭)名$"
    r"|^(?:获奖|受表彰|受表扬|先进|入选|优秀|示范|拟表彰|拟表扬|命名)(?:的)?(?:单位|集体|组织|企业|学校|机构)(?:名称)?$"
)
"""Heads of the column of those who are awarded."""
_VOUCHING = re.compile("推荐|选送|报送|指导|主管|归口|上报|审核|上级|监管|初评|组织单位|组织机构")
"""Heads of a column of bodies that sent in or vouch for what others made."""


def _kind(head: str) -> str:
    own = _AWARDED.search(re.sub(r"\s", "", head)) is not None
    return kind_of_label(head) or ("organisation" if own else "")


def _rank(head: str) -> int:
    """Return how far a head is from naming the unit that made the piece."""
    word = re.sub(r"\s", "", head)
    if _AWARDED.search(word):
        return -1
    order = ("完成", "专利权人", "申报", "作者", "获奖", "参赛", "单位")
    vouching = ("报送", "选送", "推荐")
    if vouches(word):
        return len(order) + next((at for at, told in enumerate(vouching) if told in word), 3)
    return next((at for at, told in enumerate(order) if told in word), len(order) - 1)


def undecided(row: Row) -> bool:
    """Whether two columns of a table may hold the awarded unit and its heads do not decide which.

    So, too, where its only unit is one that vouches, beside a column of an unknown name.
    """
    heads = once(cells(row.text))
    kinds = [_kind(head) for head in heads]
    pairs = list(zip(heads, kinds, strict=True))
    units = [head for head, kind in pairs if kind in ("organisation", "school")]
    own = [head for head in units if not vouches(head)]
    if not units:
        return False
    if own:
        return len(own) > 1 and not any(_rank(head) < 1 for head in own)
    return not {"title", "people"} & set(kinds) and not all(kinds)


def vouches(head: str) -> bool:
    """Whether a head or a label names those who sent in or vouch for what others made."""
    word = re.sub(r"\s", "", head)
    return not _AWARDED.search(word) and _VOUCHING.search(word) is not None and "申报" not in word


def _titles(head: str) -> int:
    """Return how far a head is from naming the title: 项目 beside 题目 is the kind of piece."""
    order = ("题目", "标题", "名称", "作品", "论文", "案例")
    word = re.sub(r"\s", "", head)
    return next((at for at, told in enumerate(order) if told in word), len(order))


def template_of(fields: Sequence[str]) -> Template:
    """Return the template of a table with those columns."""
    number = "1\t" if fields and fields[0] == NUMBER else ""
    rest = list(fields[1:] if number else fields)
    slots = [Slot(name, "\t" if at else "") for at, name in enumerate(rest)]
    return Template(number, tuple(slots))
