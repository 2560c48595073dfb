"""How lines are laid out: as rows of a table, or alike one below the other.

The head of a table names the fields its columns are; without one they are told by what they hold, as
in every other list. A cell left empty under a prize, a category or a place repeats the one above it:
merged cells come so. That lines stand as a list, their layout alone may tell: lines that begin alike
and are parted alike, whatever their words are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from casebook.intake.matching.organisations import region_of
from casebook.intake.matching.traditional import simplified
from casebook.intake.notice.entries import BULLET, LABELS, WEAK, label_of
from casebook.intake.notice.lexicon import body_like, is_name, kind_of_label, labels, names_in
from casebook.intake.notice.notice_lines import Row, compact
from casebook.intake.notice.notice_phrases import ANNEX
from casebook.intake.notice.rows_of_names import names_of
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
    none: told by the `heads`, by two columns of numbers, or by persons beside their bodies."""
    width = max(map(len, rows), default=0)
    size = len(once(heads))
    if heads and size < len(heads):
        return size
    for size in range(2, width // 2 + 1):
        whole = [row for row in rows if len(row) == width]
        if width % size or len(whole) < 2 or len(whole) * 3 < len(rows) * 2:
            continue
        parts = [row[at : at + size] for row in whole for at in range(0, width, size)]
        if all(part[0].isdigit() for part in parts if any(part)) and any(
            any(row[width - size :]) for row in whole
        ):
            return size
        if not heads and _of_persons_and_bodies(parts):
            return size
    return 0


def _of_persons_and_bodies(parts: Sequence[Sequence[str]]) -> bool:
    """Whether each column of `parts` holds persons or bodies, and there is one of both:
    王芳 某局 李明 某站, two columns side by side twice."""
    kinds = set()
    for column in zip(*parts, strict=True):
        texts = [text for text in column if text]
        persons = sum(is_name(text) for text in texts)
        bodies = sum(body_like(text) > 0 and not is_name(text) for text in texts)
        if persons * 5 >= len(texts) * 4 and all(len(compact(text)) <= 4 for text in texts):
            kinds.add("person")
        elif bodies * 5 >= len(texts) * 4 and not persons:
            kinds.add("body")
        else:
            return False
    return len(kinds) > 1


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
    if heads[0].isdigit():
        return None
    kinds = ["" if region_of(head) else _kind(head) for head in heads]
    if {"名次", "成绩"} & {re.sub(r"\s", "", head) for head in heads}:
        kinds = [
            "category" if "项目" in head else kind for head, kind in zip(heads, kinds, strict=True)
        ]
    if kinds.count("prize") > 1:  # 名次 beside 等次 counts
        kinds = ["number" if _COUNTS.fullmatch(h) else k for h, k in zip(heads, kinds, strict=True)]
    if not _CHIEF & set(kinds):
        bare = (re.sub(r"\s", "", head) for head in heads)
        kinds = [
            "organisation" if head in _WHO else kind for head, kind in zip(bare, kinds, strict=True)
        ]
    known = sum(bool(kind) for kind in kinds)
    counted = kinds[0] == "number"  # nothing but a head begins with 序号
    if (
        known < 2
        or (known * 2 < len(heads) and not counted)
        or any(len(head) > 16 for head in heads)
    ):
        return None
    others = [
        re.sub("[（(].*", "", head) for head, kind in zip(heads, kinds, strict=True) if not kind
    ]
    if any(len(head) > 4 and body_like(head) > 1 for head in others):
        return None  # a row: 题目 南京市鼓楼医院 先进集体
    if not _CHIEF & set(kinds):
        return None
    if all(named_by_ending(head) for head, kind in zip(heads, kinds, strict=True) if kind):
        return None  # names side by side: 铎山中心学校 岩口中心学校
    return _fields_of(heads, kinds)


def named_by_ending(label: str) -> bool:
    """Whether only the last word of a label tells its field, and the whole reads as the name of a
    body, too: 铎山中心学校 as well as 申报学校."""
    word = re.sub("[（(][^（）()]*[）)]", "", re.sub(r"\s", "", simplified(label)).strip("：:*"))
    known = labels().get(word) or _TAKING_PART.match(word)
    return not known and bool(kind_of_label(word)) and body_like(word) > 1


_TAKING_PART = re.compile(
    "申报|申请|就读|毕业|参赛|参与|参加|获奖|所在|所属|推荐|选送|报送|送评|代表|执教|任教|任职|工作|学生|教师"
    "|试点|实施|实验|帮扶|承办|主办|协办|合作|依托|牵头"
)
"""The words before 学校 or 机构 that make it the name of a field, not of a body."""

_COUNTS = re.compile(r"名\s*次|排\s*名|位\s*次")
_CHIEF = {"organisation", "title", "people", "school"}
_WHO = frozenset(
    "班级 名单 获奖名单 队名 支部 家庭 村 社区 寝室 宿舍 小组 班组 代表队 获奖者 获得者".split()
)
"""Heads that name those who are awarded where no other column does."""


_OWN_UNITS = frozenset("班级 所在班级 中队 支部 所在支部 班组 小组".split())
"""Heads of units smaller than any that `kind_of_label` knows."""


def _fields_of(heads: Sequence[str], kinds: Sequence[str]) -> list[str]:
    fields: list[str] = []
    bodies = [head for head, kind in zip(heads, kinds, strict=True) if kind == "organisation"]
    titled = "title" in kinds
    aside = all(vouches(head) or (titled and _is_team(head)) for head in bodies)
    vouched = "school" in kinds and aside  # 学院, 团队名称, 题目: the team is one of the school
    chief = "organisation" if "organisation" in kinds and not vouched else "school"
    units = [at for at, kind in enumerate(kinds) if kind == chief]
    if not units and titled:  # of a piece the class it comes from, before the person who made it
        units = [at for at, head in enumerate(heads) if re.sub(r"\s", "", head) in _OWN_UNITS]
    unit = min(units, key=lambda at: (titled and _is_team(heads[at]), _rank(heads[at])), default=-1)
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
        elif kind == "category" and kind_of_label(head) != kind and kind not in fields:
            word = kind
        fields.append(word or f"第{at + 1}栏")
    return fields


_AWARDED = re.compile(
    r"(?:组织|集体|企业|公司|机构|学校|医院|班组|团队|支部|社区|村|家庭|社团|协会|单位|餐厅|酒店|饭店|店铺|门店"
    r"|商户|农场|合作社|园区|景区|民宿|车间|科室|部门|工会|分会|俱乐部|乐队|剧团|队伍|代表队|工作室|实验室|[小班]组)名称$"
    r"|^(?:村|队|组|班组|社区|企业|公司|单位|学校|家庭|店|厂|社团|团队)名$"
    r"|^(?:获奖|受表彰|受表扬|先进|入选|优秀|示范|拟表彰|拟表扬|命名)(?:的)?(?:单位|集体|组织|企业|学校|机构)(?:名称)?$"
)
"""Heads of the column of those who are awarded."""
_TEAM = re.compile("(?:小组|班组|团队|队伍|代表队|参赛队|[小班]组)名称$|^(?:队|组|班组|团队)名$")
"""Heads of a column of teams: beside the title of a piece and a unit they are of that unit."""
_PIECES = re.compile(
    "(?:参赛|参评|参展|获奖|申报|推荐|入选|展示|选送|报送)(?:的)?(?:课题|作品|论文|课例|曲目|节目|成果|案例|书目)$"
)
"""Heads of the column of what was sent in."""
_VOUCHING = re.compile(
    "推荐|选送|报送|指导|主管|管理|运营|挂靠|归口|上报|审核|上级|监管|初评|组织单位|组织机构|出版"
)
"""Heads of a column of bodies that sent in, vouch for or publish what others made."""


_BESIDE = re.compile("合作|协作|参建|参编|参与|共建|支持|支撑|协办|协助|配合|协同|联合")
"""Heads of a column of bodies that stand beside those who made a piece."""


def stands_beside(head: str) -> bool:
    return _BESIDE.match(re.sub(r"\s", "", head)) is not None


def _kind(head: str) -> str:
    word = re.sub(r"\s", "", head)
    own = "organisation" if _AWARDED.search(word) else "title" if _PIECES.search(word) else ""
    return own if own == "organisation" else kind_of_label(head) or own


def _is_team(head: str) -> bool:
    return _TEAM.search(re.sub(r"\s", "", head)) is not None


def _rank(head: str) -> int:
    """Return how far a head is from naming the unit that made the piece."""
    word = re.sub(r"\s", "", head)
    if _AWARDED.search(word):
        return -1
    order = ("完成", "专利权人", "申报", "作者", "获奖", "参赛", "单位")
    vouching = ("报送", "选送", "推荐")
    if stands_beside(word):
        return len(order) + len(vouching) + 1
    if vouches(word):
        return len(order) + next((at for at, term in enumerate(vouching) if term in word), 3)
    return next((at for at, term in enumerate(order) if term in word), len(order) - 1)


def undecided(row: Row) -> bool:
    """Whether two columns of a table may hold the awarded unit and its heads do not decide which.

    So, too, where a team stands beside its unit and no title does, and where its only unit is one that vouches, beside a column of an unknown name.
    """
    heads = once(cells(row.text))
    kinds = [_kind(head) for head in heads]
    pairs = list(zip(heads, kinds, strict=True))
    units = [head for head, kind in pairs if kind in ("organisation", "school")]
    own = [head for head in units if not (vouches(head) or stands_beside(head))]
    whole = [head for head in own if not _is_part(head)]
    own = whole or own
    if not units:
        return False
    homes = [head for head in own if not _is_team(head)]
    if homes and len(homes) < len(own) and "title" not in kinds:
        return True  # a team and its unit: the one awarded, or the unit for its team
    if own:
        return len(own) > 1 and not any(_rank(head) < 1 for head in own)
    return not {"title", "people"} & set(kinds) and not all(kinds)


def _is_part(head: str) -> bool:
    """Whether a head names the part of a unit that stands beside it: 科室 beside 单位."""
    return re.sub(r"\s", "", head) in (
        "科室",
        "科别",
        "处室",
        "部门",
        "所在科室",
        "所在部门",
        "车间",
        "班组",
    )


def torn(row: Row) -> bool:
    """Whether cells of a head hold parts of a word: 题 and 目, set wide and taken for two columns."""
    heads = cells(row.text)
    single = [len(head) == 1 and not kind_of_label(head) for head in heads]
    return any(map(all, pairwise(single)))


def vouches(head: str) -> bool:
    """Whether a head or a label names those who sent in or vouch for what others made."""
    word = re.sub(r"\s", "", head)
    return not _AWARDED.search(word) and _VOUCHING.search(word) is not None and "申报" not in word


def _titles(head: str) -> int:
    """Return how far a head is from naming the title: 项目 beside 题目 is the kind of piece."""
    order = ("题目", "标题", "名称", "作品", "论文", "案例")
    word = re.sub(r"\s", "", head)
    return next((at for at, term in enumerate(order) if term in word), len(order))


def template_of(fields: Sequence[str]) -> Template:
    """Return the template of a table with those columns."""
    number = "1\t" if fields and fields[0] == NUMBER else ""
    rest = list(fields[1:] if number else fields)
    slots = [Slot(name, "\t" if at else "") for at, name in enumerate(rest)]
    return Template(number, tuple(slots))


T = TypeVar("T")
LONGEST = 120
"""Characters of an entry; what is longer is a paragraph."""
NEAR = 4
"""So many lines below an entry the next one begins."""
_SENTENCE = re.compile(r"。.|[。！？!?]$|[：:]$")
_RESIDUE = re.compile(
    r"^(?:[上下]一[篇页条个]|分享|首页|[【\[]?(?:打印|关闭|返回|收藏|复制)|相关[文链新阅]|点击|扫[一码描]|更多|[【\[]图片|!\["
    r"|责任编辑|编辑[：:]|版权|当前位置|您的位置|网站|附件下载|下载|如下|作者[：:]\s*(?:管理员|admin)|来源[：:]|发布[者人时日])"
    r"|ICP备|公网安备|浏览次数|点击数"
)
_OF_PAGE = re.compile(
    r"(?:^|[\s\u3000|｜【\[])(?:作者|来源|时间|日期|发布时间|发布日期|编辑|责编|审核|浏览|浏览量|阅读|阅读量|点击|点击量|访问量|字号|字体)\s*[：:]"
)
"""A label of the line below the title of a web page."""
_READERS = re.compile(
    r"(?:浏览|浏览量|阅读|阅读量|点击|点击量|访问量)\s*[：:]\s*[\d,，]+|字[号体]\s*[：:]|(?:时间|日期)\s*[：:]\s*(?:19|20)\d\d\s*[-/.年]"
)
"""What such a line tells of its page: when it was put up, how often it was read, the size of its type."""
_PARTING = re.compile(
    r"\t|——|—|\s-\s|[|｜/／]|[《》「」『』〈〉]|[：:]|[，,；;]|[ \u3000\xa0]{2,}|\u3000|\s"
)
_WRAPPED = re.compile(r"[（(][^（）()]{4,}[）)]$")
_IN_LINE = re.compile(r"(?:^|[；;。：:]\s*)(\d{1,3})[.．、](?!\d)[^《》；;。]{2,40}《")
_KINDS = {"—": "——", "-": "——", "／": "/", "｜": "|", "，": ",", "；": ";", "：": ":"}
_KINDS |= dict.fromkeys("《》「」『』〈〉", "《")


def numbered(text: str) -> tuple[str, int] | None:
    """Return the style of the number that begins `text` and the number, None without one."""
    for style, pattern in LABELS.items():
        label = label_of(text, pattern)
        if label and label[2].strip():
            return style, label[0]
    return None


def layout(text: str) -> frozenset[str]:
    """Return the kinds of marks that part the fields of a line.

    A single space counts only where nothing stronger parts the line: it stands in titles, too, and
    inside the names of persons.
    """
    text = re.sub(
        r"(?<![^\s、，])([\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff](?![^\s、，]))", r"\1", text
    )
    marks: set[str] = set()
    for mark in _PARTING.findall(text.strip("。；; \u3000")):
        bare = mark.strip()
        wide = "\t" in mark or "\u3000" in mark or len(mark) > 1
        marks.add(_KINDS.get(bare, bare) if bare else "  " if wide else " ")
    if _WRAPPED.search(text):
        marks.add("（")
    return frozenset(marks - {" "} or marks)


def is_residue(text: str) -> bool:
    """Whether a line is left over from the web page round a notice."""
    labelled = len(_OF_PAGE.findall(text)) > 1 and _READERS.search(text)
    return bool(labelled) or _RESIDUE.search(text) is not None


_LINKS = re.compile(
    "[【\\[]?(?:相关|延伸|推荐|热门|更多)(?:阅读|链接|文章|新闻|信息|推荐|内容|资讯)[】\\]]?[：:]?"
)


def links_in(rows: Sequence[Row]) -> set[int]:
    """Return the numbers of the last rows, below 相关阅读：, if these are links of a web page to other
    pages: none of them has a number or cells, as entries have."""
    start = next((at for at, row in enumerate(rows) if _LINKS.fullmatch(row.text)), len(rows))
    below = rows[start + 1 :]
    listed = any(numbered(row.text) or is_row(row) for row in below)
    return set() if listed else {row.number for row in below}


_CLOSES = re.compile("(?:特此|希望|请各?|望各?|以上|附[：:]).*[。！]$")
"""A sentence with which a letter ends below its list."""


def is_aside(text: str) -> bool:
    """Whether a line below a list is no rest of an entry: it is of the page, or closes the letter."""
    return is_residue(text) or _CLOSES.match(text) is not None


def entry_like(text: str) -> bool:
    """Whether `text` may be an entry: no sentence, no residue of a web page, no paragraph."""
    if not text.strip() or len(text) > LONGEST or is_residue(text):
        return False
    return "《" in text or not _SENTENCE.search(text)


def begins(rows: Sequence[Row], at: int) -> bool:
    """Whether a list of entries begins with the row `at`: the rows below it repeat its layout."""
    row = rows[at]
    if not entry_like(row.text) or ANNEX.match(row.text):
        return False
    if at and ANNEX.match(rows[at - 1].text):
        return False
    near = [other.text for other in rows[at + 1 : at + 1 + NEAR]]
    number = numbered(row.text)
    if number:
        style, value = number
        next_at = next((k for k, t in enumerate(near) if numbered(t) == (style, value + 1)), None)
        if next_at is None or not all(map(entry_like, near[: next_at + 1])):
            return False
        return value == 1 and (style != WEAK or bool(layout(row.text)))
    bullet = BULLET.match(row.text)
    if bullet:
        return any(text.startswith(bullet[0].strip()) for text in near)
    below = near[:2]
    if len(below) < 2 or not all(map(entry_like, below)):
        return False
    marks = layout(row.text)
    if marks and marks != {":"}:
        return all(layout(text) == marks for text in below)
    return all(_named(text) for text in (row.text, *below))


def _named(text: str) -> bool:
    return body_like(text) > 0 or bool(names_in(text))


def enumerated(text: str) -> bool:
    """Whether several numbered titles stand in one line: 1.甲局《…》；2.乙局《…》。"""
    numbers = [int(digits) for digits in _IN_LINE.findall(text)]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def side_by_side(text: str) -> bool:
    """Whether names stand beside each other in a line, parted by more than a space."""
    pieces = [piece for piece in re.split(r"[ \u3000]{2,}|\t", text.strip()) if piece]
    if len(pieces) < 2 or any(len(piece) < 2 for piece in pieces):
        return False
    bare = [re.sub(r"[（(][^（）()]*[）)]$", "", piece) for piece in pieces]
    return bool(names_of(text)) or all(body_like(part) > 0 or names_in(part) for part in bare)


class Layout:
    """The layout that most of the `rows` of a list share: a bullet, or marks between fields."""

    def __init__(self, rows: Sequence[Row]) -> None:
        texts = [row.text for row in rows if entry_like(row.text)]
        bullets = Counter(match[0].strip() for text in texts if (match := BULLET.match(text)))
        marks = Counter(marks for text in texts if (marks := layout(bare(text)) - {" "}))
        self.bullet = _most(bullets, len(texts)) or ""
        self.marks = frozenset() if self.bullet else _most(marks, len(texts)) or frozenset()

    def __bool__(self) -> bool:
        return bool(self.bullet or self.marks)

    def has(self, text: str) -> bool:
        """Whether `text` has the layout of the list."""
        if self.bullet:
            return text.startswith(self.bullet)
        return bool(self.marks) and bool(layout(bare(text)) & self.marks)


def bare(text: str) -> str:
    """Return a line without its number."""
    for pattern in LABELS.values():
        label = label_of(text, pattern)
        if label and label[2].strip():
            return label[2]
    return text


def _most(counts: Counter[T], whole: int) -> T | None:
    """Return what more than half of `whole` lines have, if those are at least three."""
    top = counts.most_common(1)
    return top[0][0] if top and top[0][1] > 2 and top[0][1] * 2 > whole else None
