"""Read the names a sentence strings together: units, people, titles with those who made them.

甲医院、乙医院和丙医院；张三（某校）、李四；甲校王五的作品《题》（指导教师：赵六）；安徽省：甲村、乙村.
Each name says how surely it is one; a text that is prose is no name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.lexicon import (
    body_like,
    is_name,
    is_place,
    kind_of_label,
    names_in,
    odds,
)
from casebook.intake.notice.notice_phrases import NUMBER, PRIZE, UNIT
from casebook.intake.notice.single_names import KINDS, LOCAL, ODD, Rank, who
from casebook.intake.notice.tokens import cut, masked
from casebook.typography import number_of


@dataclass(frozen=True)
class Awardee:
    """One that is awarded: where it stands in the text, its number, its fields."""

    at: int
    text: str
    values: tuple[tuple[str, str], ...]
    rank: Rank
    number: int | None = None
    after: str = ""
    check: str = ""


@dataclass(frozen=True)
class Names:
    """The names of a text. `count` is how many it says there are; `more` that 等 follows them."""

    awardees: tuple[Awardee, ...] = ()
    count: int | None = None
    more: bool = False

    @property
    def rank(self) -> Rank:
        """How sure the weakest of the names is; PROSE where there is none."""
        return min((each.rank for each in self.awardees), default=Rank.PROSE)

    @property
    def sure(self) -> int:
        """How many of the names are names for certain."""
        return sum(each.rank >= Rank.LIKELY for each in self.awardees)


LONGEST_PERSON = 4
"""Characters of a person's name without a ·."""
_COUNT = re.compile(
    rf"(?:(?P<more>等)(?:共|共计|以上|全部|上述)?\s*(?P<n>{NUMBER})\s*(?P<over>多|余)?{UNIT}(?:[\u4e00-\u9fff]{{1,5}}[场户村镇乡社区店厂园馆站队组所院校班局处科室](?=$|（))?"
    rf"|(?:共|共计|这|以上|等)?\s*(?P<m>\d{{1,4}}){UNIT}|(?<=[^一二三四五六七八九十])(?P<h>[一二三四五六七八九十两]{{1,3}}){UNIT}(?=单位|同志|学校|部门|企业|集体|人|村|医院|公司|班|教师|老师|同学|选手|学生))"
    rf"(?:（▢*）)?{KINDS}$"
)
_MORE = re.compile(rf"等{KINDS}(?:（▢*）)?$")
_CALLED = re.compile(r"(?<=[\u4e00-\u9fff）])(?:同志|老师|先生|女士|同学|选手|教师|教授|医生)$")
_NUMBER = re.compile(
    r"^\s*(?:(?P<n>\d{1,3})\s*[.．、)）](?!\d)|[（(]\s*(?P<m>\d{1,3})\s*[）)]|(?P<c>[①-⑳]))\s*"
)
LEAD = re.compile(
    r"^(?:其中|拟?(?:推报|推荐|推选|上报)(?=[\u4e00-\u9fff]{2,4}(?:[、，]|$))|[\u4e00-\u9fff]{2,6}[省市县区]的(?=[^，、]{3})|最终|最后|此外|另外|同时|另|并(?!州)|现将|现(?!代)|特(?![变钢种])|经[^，、]{0,16}?(?:评审|评选|研究|审核|决定|同意|考核|推荐|评定)|决定|由|来自|以及|还有|分别(?:是|为)?|为(?!民)|是"
    r"|[我本该][省市县区校院局镇乡部所州团会厅委社台馆公司]{1,2}的?(?=[^，、]{2}))"
)
_ART = "中国画|国画|油画|版画|水彩|漫画|剪纸|[楷行草隶篆]书|篆刻"
_WORK = re.compile(
    r"(?:的|合著|合作|所著|撰写|创作|报送|选送|申报|推荐|制作|拍摄|采写|表演|演唱|完成|编排|设计|主持|提交|刊发|播出|刊登|发表|作词|作曲|编导)*"
    r"(?:等?(?:人|同志|老师|同学))?的?"
    rf"(?:作品|论文|文章|案例|项目|课例|课题|报告|通讯|消息|专著|著作|征文|节目|小品|舞蹈|歌曲|合唱|散文|诗歌|诗词|小说|摄影|书法|绘画|{_ART}|微课|视频|短视频|微视频|微电影|调研报告|系列报道|评论|剧目|话剧|成果|教学设计|专题片|组照|图片|一文)*$"
)
_ROLE = re.compile(
    r"^由?(?P<who>[^，、]{2,12}(?:、[^，、]{2,8})*?)(?P<role>采写|撰写|合写|合著|编辑|主持|申报|报送|选送|推荐|创作|完成|拍摄|编导|作曲|作词|演唱|表演|指导|制作|主编|摄影|执导|编排|设计|组织|主讲|执教)的?$"
)
_ROLE_FIELDS = {"编辑": "编辑", "指导": "teachers", "主编": "主编", "作曲": "作曲", "作词": "作词"}
OF_WORKS = re.compile("的(?:作品|论文|征文|书法|摄影|绘画)$")
"""What stands behind the last of the persons whose works are awarded: 甲、乙、丙的作品获优秀奖."""
_UNITS = ("organisation", "school")
_TITLE = re.compile("《▢+》")
_QUOTE = re.compile("[“「『]▢+[”」』]")


def read_names(text: str) -> Names:
    """Return what `text` names; no name at all, and one that is prose, where it is a sentence."""
    mask = masked(text)
    start, end = _trim(mask, 0, len(mask))
    count, more, end = _counted(mask, start, end)
    if not text[start:end].strip():
        return Names((), count, more)
    awardees = list(_listed(text, mask, start, end))
    if count is not None and len(awardees) < count:
        awardees = (
            list(_listed(text, mask, start, end, together=True)) if _joined(awardees) else awardees
        )
    return Names(tuple(_alike(awardees)), count, more)


def _trim(mask: str, start: int, end: int) -> tuple[int, int]:
    while start < end and mask[start] in " \u3000\t、，；：。·":
        start += 1
    while end > start and mask[end - 1] in " \u3000\t、，；：。":
        end -= 1
    return start, end


def _counted(mask: str, start: int, end: int) -> tuple[int | None, bool, int]:
    """Return count, 等 and the end of the names in front of 等10个单位."""
    part = mask[start:end]
    match = _COUNT.search(part)
    if match:
        number = number_of(match["n"] or match["m"] or match["h"])
        more = bool(match["over"]) or bool(match["more"])
        return number, more, _trim(mask, start, start + match.start())[1]
    match = _MORE.search(part)
    if match:
        return None, True, _trim(mask, start, start + match.start())[1]
    return None, False, end


def _joined(awardees: list[Awardee]) -> bool:
    return bool(awardees) and re.search("[和及与]", awardees[-1].text) is not None


def _listed(
    text: str, mask: str, start: int, end: int, together: bool = False
) -> Iterator[Awardee]:
    """Yield the awardees of a span; 安徽省：… makes a region of those behind it."""
    label = re.match(r"\s*(?P<label>[^：，、；（\s]{2,12})(?:（▢+）)?：", mask[start:end])
    if label:
        inner = text[start + label.start("label") : start + label.end("label")].strip()
        kind = "region" if is_place(inner) or _grouped(inner) else ""
        kind = kind or ("organisation" if body_like(inner) else "")
        if not kind:
            yield Awardee(start, text[start:end], (), Rank.PROSE)
            return
        for each in _listed(text, mask, start + label.end(), end, together):
            yield _under(each, kind, inner)
        return
    if _TITLE.search(mask, start, end):
        yield from _by_persons(list(_records(text, mask, start, end, _TITLE)))
        return
    works = list(_works(text, mask, start, end))
    if works:
        yield from works
        return
    pieces = list(_pieces(text, mask, start, end, together))
    if pieces and all(_QUOTE.search(mask, *piece) for piece in pieces) and any(
        mask[a:b].strip()[0] not in "“「『" or mask[a:b].strip()[-1] not in "”」』" for a, b in pieces
    ):  # fmt: skip
        yield from _records(text, mask, start, end, _QUOTE)
        return
    for first, last in pieces:
        yield _name(text[first:last], first)


def _by_persons(records: Sequence[Awardee]) -> Iterator[Awardee]:
    """Yield titles, a word in brackets behind one read as a person where persons stand so behind the
    others: 《旧麻袋》（鸣雷）."""
    named = sum("people" in dict(each.values) for each in records)
    for each in records:
        values = dict(each.values)
        word = values.get("remarks", "")
        lone = set(values) == {"remarks", "title"} and re.fullmatch("[\u3400-\u9fff·]{2,5}", word)
        if lone and named * 2 > len(records):
            whole = (("people", word), ("title", values["title"]))
            yield replace(each, values=whole, check="句中不像人名，请核对")
        else:
            yield each


_OF_MAKER = re.compile("(?P<unit>[^，。；：、]{4,}?)的(?P<work>[^，。；：、的]{2,20})$")


def _works(text: str, mask: str, start: int, end: int) -> Iterator[Awardee]:
    """Yield the products of a span, each behind the body that makes it: 甲公司的小米、乙合作社的苹果;
    nothing where a part of the span is not so, or where there is only one."""
    spans = list(cut(mask, start, end, "[、；]|[和及](?=[^、；的]{4,}的)"))
    made = [_OF_MAKER.match(text[first:last].strip()) for first, last in spans]
    named = [m for m in made if m and body_like(m["unit"]) > 0 and not names_in(m["work"])]
    sure = sum(body_like(match["unit"]) > 1 for match in named)
    if len(named) < max(len(spans), 2) or sure * 2 < len(named):
        return
    for (first, _), match in zip(spans, named, strict=True):
        quoted = re.fullmatch("[“「『]([^“”「」『』]+)[”」』]", match["work"])
        work = quoted[1] if quoted else match["work"]
        values = (("organisation", match["unit"]), ("title", work))
        yield Awardee(first, match[0], values, Rank.LIKELY)


def _grouped(label: str) -> bool:
    """Whether a label is the place or the branch a group of units belongs to: 省直, 市属高校."""
    return (
        re.search(r"(?:[省市县区州盟旗]|地区|兵团|[省市县区厅]直(?:单位|机关|部门)?|系统)$", label)
        is not None
    )


def _under(each: Awardee, kind: str, label: str) -> Awardee:
    names = [name for name, _ in each.values]
    if kind == "organisation" and "organisation" in names:
        return replace(each, values=(*each.values, ("remarks", label)), check=each.check or ODD)
    return replace(each, values=(*each.values, (kind, label)))


def _pieces(
    text: str, mask: str, start: int, end: int, together: bool
) -> Iterator[tuple[int, int]]:
    """Yield the spans of names between 、 and the like, the last ones also at 和."""
    marks = "[、，；/／\n]|(?<=[\u3400-\u9fff）”])[ \u3000\t]+(?=[\u3400-\u9fff“])"
    if names_in(re.sub(r"[，；\n]", "、", text[start:end])):
        marks = "[、，；/／\n]" if "、" in mask[start:end] else "[，；/／\n]|[ \u3000\t]{2,}"
        if not re.search(marks, mask[start:end]) and not is_name(text[start:end]):
            marks = "[ \u3000\t]+"
    spans = list(_whole(text, list(cut(mask, start, end, marks))))
    for first, last in spans:
        joint = _joint(text, mask, first, last, together and last == spans[-1][1])
        if joint:
            yield first, joint[0]
            first = joint[1]
        if mask[first:last].strip():
            yield first, last


def _whole(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield `spans`, one that lacks the end of a body together with the next, which shares its end:
    市水利、园林和绿化局; what 和 parts from it stands before it alone."""
    at = 0
    while at < len(spans):
        first, last = spans[at]
        behind = spans[at + 1] if at + 1 < len(spans) else (last, last)
        right = text[slice(*behind)]
        joint = max(text.rfind(mark, first, last) for mark in "和与及") + 1
        left = text[joint or first : last].strip()
        several = re.search("[和与及]", right) and body_like(right) > 0 and not _is_placed(right)
        if several and text[last : behind[0]] == "、" and _is_placed(left) and _is_task(left):
            if joint:
                yield first, joint - 1
                first = joint
            last, at = behind[1], at + 1
        yield first, last
        at += 1


_OF_SENTENCE = re.compile(
    rf"^(?:授予|命名|认定|表彰|评定|评选|经研究|决定)|被?评为|荣获|授予|[^奖]获$|等\s*\d+\s*[个家名]|(?<=..)(?:{PRIZE})$"
)
"""Words of a sentence that grants something, which no name holds."""


def _joint(text: str, mask: str, first: int, last: int, sure: bool) -> tuple[int, int] | None:
    """Return the span of the 和 that parts two names; `sure` tells that there must be one."""
    best: tuple[bool, Rank, int, int] | None = None
    for match in re.finditer("以及|和|及|与|暨", mask[first:last]):
        at, behind = first + match.start(), first + match.end()
        left, right = text[first:at], text[behind:last]
        if _is_task(left) and body_like(right) > 0 and region_of(right) is None:
            continue  # one body of two tasks: 县教育和体育局
        rank = min(_name(left, 0).rank, _name(right, 0).rank)
        if rank is Rank.SURE or (sure and rank >= Rank.ODD):
            ends = _ends(left) and _ends(right)
            best = max(filter(None, (best, (ends, rank, at, behind))))
    return best[2:] if best else None


def _is_task(text: str) -> bool:
    """Whether `text` lacks the end that a body has, and is no person: the body behind 和 shares its
    end with it."""
    placed = _is_placed(text) or len(text) > LONGEST_PERSON
    return placed and body_like(text) == 0 and not names_in(text) and not LOCAL.search(text)


def _is_placed(text: str) -> bool:
    """Whether `text` begins with a place: 县教育局, 辽宁省某医院."""
    return region_of(text) is not None or text[:1] in tuple("省市县区州盟旗乡镇国")


def _name(text: str, at: int) -> Awardee:
    """Return the unit or the person that `text` names."""
    at += len(text) - len(text.lstrip())
    whole = text = text.strip()
    number = _NUMBER.match(text)
    value = None
    if number:
        value = (
            number_of(number["n"] or number["m"] or "")
            if not number["c"]
            else ord(number["c"]) - 0x245F
        )
        text = text[number.end() :]
    text = _CALLED.sub("", text).strip() if not is_name(text) or len(text) > 3 else text
    made = OF_WORKS.search(text)
    text = text[: made.start()] if made and is_name(text[: made.start()]) else text
    mask = masked(text)
    bracket = re.search(r"（(▢+)）$", mask)
    extra: tuple[tuple[str, str], ...] = ()
    bare = text
    if bracket and bracket.start():
        bare = text[: bracket.start()].strip()
        extra = tuple(_bracketed(text[bracket.start() + 1 : -1]))
    values, rank, check = who(bare)
    names = {name for name, _ in values}
    if extra and names == {"people"}:
        values = (*values, *extra)
        if rank is Rank.ODD and any(n == "organisation" for n, _ in extra):
            rank, check = Rank.LIKELY, ""
    elif extra and extra[0][0] in ("people", "teachers", "region"):
        values = (*values, *extra)
    elif extra:
        values = ((values[0][0], text), *values[1:])
    check = check or ("“和”前后可能是两个，请核对" if _may_be_two(mask) else "")
    check = check or (f"“{whole}”像是句子的一截" if _OF_SENTENCE.search(bare) else "")
    return Awardee(at, whole, values, rank, value, "", check)


def _may_be_two(mask: str) -> bool:
    """Whether a 和 in a name may stand between two names."""
    sides = ((mask[: m.start()], mask[m.end() :]) for m in re.finditer("以及|和|及|与", mask))
    return any(_ends(part) and _ends(other) for part, other in sides)


def _ends(text: str) -> bool:
    return len(text) > 1 and (body_like(text) > 1 or LOCAL.search(text) is not None)


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of what stands in brackets behind a name or a title."""
    kinds = {"", "remarks"}
    for first, last in cut(masked(text), 0, len(text), "[；，]"):
        part = text[first:last].strip()
        label = re.match(r"([^：:]{2,8})[：:]\s*(.+)$", part)
        if label:
            kind = kind_of_label(label[1])
            yield label[1] if kind in kinds else kind, label[2]
            kinds.add(kind)
        elif names_in(
            bare := re.sub(r"^(?:本[报刊]?记者|记者|作者|通讯员|学生|教师)\s*", "", part)
        ):
            yield "people", bare
        elif is_place(part):
            yield "region", part
        elif body_like(part) or re.fullmatch(
            r"[^\u3400-\u9fff]*(?:College|School|University).*", part
        ):
            yield "organisation", part
        else:
            yield "remarks", part


def _records(
    text: str, mask: str, start: int, end: int, titles: re.Pattern[str]
) -> Iterator[Awardee]:
    """Yield the titles of a span, each with those who made it in front of it or behind it."""
    matches = list(titles.finditer(mask, start, end))
    behind = not mask[start : matches[0].start()].strip(" 、，；1234567890.．（）▢")
    at = start
    for turn, match in enumerate(matches):
        last = matches[turn + 1].start() if turn + 1 < len(matches) else end
        if not behind:
            last = match.end() + _tail(mask[match.end() : last])
            if turn + 1 == len(matches):
                last = end
        yield _record(text, mask, at if not behind else match.start(), match, last)
        at = last


def _tail(between: str) -> int:
    """Return how much of what stands between two titles belongs to the first."""
    match = re.match(r"\s*(?:（▢*）)?(?:一[文书课诗]|等)?", between)
    return match.end() if match else 0


def _record(text: str, mask: str, start: int, title: re.Match[str], end: int) -> Awardee:
    start, _ = _trim(mask, start, title.start())
    head = re.sub(r"^(?:[和及与]|以及)", "", text[start : title.start()])
    number = _NUMBER.match(head)
    value = number_of(number["n"] or number["m"] or "") if number and not number["c"] else None
    head = head[number.end() :] if number else head
    values: list[tuple[str, str]] = []
    rank, check = Rank.SURE, ""
    tail_text, tail_mask = text[title.end() : end], mask[title.end() : end]
    bracket = re.match(r"\s*（(▢+)）", tail_mask)
    extra = list(_bracketed(tail_text[bracket.start(1) : bracket.end(1)])) if bracket else []
    rest = tail_text[bracket.end() :] if bracket else tail_text
    rest = re.sub(r"^一[文书课诗]", "", rest.strip(" 、，；。\u3000"))
    rest = re.sub("(?:以及|[和及与])$", "", rest)
    for part in filter(None, (LEAD.sub("", _unled(head)).strip(), rest)):
        fields, makers_rank, doubt = _makers(part)
        values += [pair for pair in fields if pair not in values]
        rank, check = min(rank, makers_rank), check or doubt
    known = {name for name, _ in values}
    for name, value_ in extra:
        if name in known:
            name = "remarks" if name != "organisation" else "单位"
        values.append((name, value_))
    if "remarks" in dict(extra) and not any(n in _UNITS for n, _ in values):
        check = check or f"括号里的“{dict(extra)['remarks']}”不知是什么"
    if [name for name, _ in extra].count("people") > 1:
        check = check or "括号里不止一处写着人名，谁是作者请核对"
    inner = text[title.start() + 1 : title.end() - 1]
    values.append(("title", inner))
    if not any(name in ("organisation", "people", "school") for name, _ in values):
        check = check or "句中没有说是谁的，请补上单位或作者"
    return Awardee(start, text[start:end].strip(), tuple(values), rank, value, "", check)


def _unled(head: str) -> str:
    head = head.strip(" 、，；\u3000-—:：")
    return re.sub(r"(?:——|-)$", "", head)


def _makers(text: str) -> tuple[list[tuple[str, str]], Rank, str]:
    """Return the fields of the words before a title: 由甲、乙采写，丙编辑的; 某校张三的论文."""
    roles = [_ROLE.match(part.strip()) for part in re.split("[，,]", text)]
    if roles and all(roles):
        fields: list[tuple[str, str]] = []
        ranks, doubts = [Rank.LIKELY], [""]
        for match in filter(None, roles):
            made, rank, doubt = _in_role(match["who"], match["role"])
            fields += [(match["role"] if n in dict(fields) else n, v) for n, v in made]
            ranks.append(rank)
            doubts.append(doubt)
        return fields, min(ranks), max(doubts)
    bare = _WORK.sub("", text.strip())
    art = re.search(_ART, text.strip()[len(bare) :])
    bare = re.sub(r"(?:同志|老师|等人?)$", "", bare).strip(" ，、：:")
    if not bare:
        return [], Rank.LIKELY, ""
    if odds("genre", bare) > 0:
        return [("genre", bare)], Rank.LIKELY, ""
    if names_in(bare):
        return [("people", bare), *([("genre", art[0])] if art else [])], Rank.SURE, ""
    if body_like(bare) <= 1 and (parted := _unit_and_people(bare)):
        return parted, Rank.LIKELY, ""
    first, mark, others = bare.partition("、")
    values, rank, doubt = who(bare)
    if mark and (rank is not Rank.SURE or "、" in bare):
        values, rank, doubt = who(first)
        rest = re.sub(r"等人?$", "", others)
        if names_in(rest) and dict(values).get("people"):
            whole = [(n, f"{v}、{rest}" if n == "people" else v) for n, v in values]
            return whole, rank, doubt
        if all(body_like(part) for part in bare.split("、")):
            return [("organisation", bare)], Rank.LIKELY, ""
        return [("organisation", bare)], Rank.ODD, ODD
    return list(values), rank, doubt


def _unit_and_people(maker: str) -> list[tuple[str, str]]:
    """Return the fields of a unit and several of its people: 某法院刘沛与黄蕊; none of anything else."""
    first, *others = re.split("[、与和及]", maker)
    values, _, doubt = who(first)
    unit = dict(values)
    named = {"organisation", "people"} <= unit.keys() and all(map(is_name, others))
    if doubt or not named or not maker.startswith(unit["organisation"]):
        return []
    people = maker[len(unit["organisation"]) :].removeprefix(unit.get("职务", ""))
    return list({**unit, "people": people}.items())


def _in_role(maker: str, role: str) -> tuple[list[tuple[str, str]], Rank, str]:
    """Return the fields of whoever had a `role` in a piece: 某法院任奕 and 某法院刘沛与黄蕊 are a unit and
    its people."""
    kind = _ROLE_FIELDS.get(role) or ("organisation" if body_like(maker) else "people")
    if role in _ROLE_FIELDS or body_like(maker) > 1 or names_in(maker):
        return [(kind, maker)], Rank.LIKELY, ""
    parted = _unit_and_people(maker)
    return (parted, Rank.LIKELY, "") if parted else ([(kind, maker)], Rank.ODD, ODD)


def _alike(awardees: list[Awardee]) -> Iterator[Awardee]:
    """Yield `awardees`, what could be both read as most of the others: 麻柳镇 beside 城关镇."""
    kinds = [{name for name, _ in each.values} for each in awardees if each.rank >= Rank.LIKELY]
    people = sum("people" in kind and "organisation" not in kind for kind in kinds)
    bodies = sum(kind == {"organisation"} for kind in kinds)
    for each in awardees:
        values = dict(each.values)
        local = LOCAL.search(each.text) is not None
        short = re.fullmatch(r"[\u3400-\u9fff· ]{2,5}", each.text) is not None
        if "people" in values and "organisation" not in values and "title" not in values:
            both = short and (local or each.rank is Rank.ODD)
            if both and bodies >= people - local:
                rest = tuple(pair for pair in each.values if pair[0] != "people")
                fields = (("organisation", values["people"]), *rest)
                yield replace(each, values=fields, rank=max(each.rank, Rank.ODD))
                continue
        weak = each.rank is Rank.ODD or (each.rank is Rank.LIKELY and is_name(each.text))
        if short and weak and people > bodies and "title" not in values:
            rest = tuple(pair for pair in each.values if pair[0] not in ("people", "organisation"))
            fields = (("people", each.text), *rest)
            yield replace(each, values=fields, rank=Rank.LIKELY, check="句中不像人名，请核对")
            continue
        yield each
