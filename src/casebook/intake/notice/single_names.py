"""Tell what one name of a sentence is: a unit, a person, a person right behind a unit and a post."""

import re
from collections.abc import Iterator
from enum import IntEnum

from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.lexicon import body_like, is_name, names_in
from casebook.intake.notice.notice_phrases import NUMBER, PRIZE, UNIT


class Rank(IntEnum):
    """How surely a text is a name."""

    PROSE = 0
    ODD = 1
    LIKELY = 2
    SURE = 3


KINDS = (
    r"(?:基层|先进|参赛|获奖|县直|市直|区直|直属|成员|责任)?(?:单位|同志|学校|部门|企业|集体|个人|作品|论文|项目|案例|组织|团队|家庭|医院|机构|支部|党组织|党支部|村|社区|乡镇|镇|县|市"
    r"|选手|学生|同学|教师|老师|职工|员工|代表队|班级|节目|文章|课例|人员|公司|人|件|篇|处室|科室|班组|街道|站所|城市|地区|县（市、区）|通讯员|志愿者|社工|护士|医生|民警|党员|干部|队员|运动员|辅导员|班主任|工人|产品|商品|▢+）)*"
)
_PROSE = re.compile(
    r"以[下上]|下[列述面]|上[列述面]|我们|获奖|受表彰|各[有单级部地]|有关|广大|进行|希望|按照|根据|通过|关于|决定|开展|认真|积极"
    r"|全体|[此这]次|本[次届]|进一步|同时|为[了]|[的了]|主办|承办|协办|颁发|现将|予以|给予|参加|共有|突出|名单|如下|附后|附件|见附|方面|能够|称号|获[“「《]|获.{0,12}奖|被评|予以|因此|非常|联合|授予|荣获|获得|命名为|取得|成绩|表彰|比赛中|揭晓|圆满|举行|举办|共计|合计|空缺|从缺|奖金|奖励|元$|之一|涌现|任务|工作中|期间"
)
LOCAL = re.compile(
    r"(?:[村镇乡屯寨旗州社班组科线路段号室所部房团队户店区县市苗盟站屋舱船机轮庄岗哨院委会局校]|单位|街道|家庭|护理组|项目|小区|公园|景区|商场|市场|酒店|饭店|宾馆|餐厅|超市|药房|柜组|窗口)$"
)
_POST = re.compile(
    r"(?:退休|离休|原|老)?(?:党委|党组|党支部|支部|总|副|教研|常务|执行|第一)*(?:书记|校长|园长|院长|局长|主任|科长|处长|所长|站长|厂长|经理|董事长|组长|队长|班长|护士长|主席|部长|会长|秘书长|干事|教师|老师|医生|医师|护士|职工|员工|学生|同学|村民|民警|工程师|教授|讲师|研究员|记者|通讯员|编辑)$"
)
_CALLS = (
    rf"(?:{PRIZE}|(?:全[省市县校国区]|受到?)?(?:先进|优秀|获奖|参赛|有功|相关|部分|模范|表彰){KINDS}"
    r"|单位|同志|集体|个人|作品|论文|学校|企业|教师|学生|选手|人员|部门)"
)
ODD = "句中不像单位或人名，请核对"
_GLUED = "单位和人名连写，请核对"


def who(text: str) -> tuple[tuple[tuple[str, str], ...], Rank, str]:
    """Return the fields, the rank and the doubt of a name without brackets."""
    bare = re.sub(r"(?<=[\u3400-\u9fff])[ \u3000](?=[\u3400-\u9fff])", "", text)
    if re.search(
        r"\d{3,}$|^[对将给把](?!外|军)|^在[^（]*[馆场台池厅里内上中地]$|[馆场台池]上$", bare
    ) or re.match("[经据][^、]{0,10}(?:研究|评|审|考|核|同意|推荐|选)|为[了此]|特此|为表彰", bare):
        return (("organisation", text),), Rank.PROSE, ODD
    local = len(bare) > 2 and bare[-1] in "镇乡村县区市街屯寨"
    if is_name(text) and local:
        return (("organisation", text),), Rank.LIKELY, ""
    if is_name(text) and not (body_like(bare) > 1 and len(bare) > 3):
        return (("people", text),), Rank.SURE, ""
    if re.fullmatch(r"[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]*){1,4}", text):
        return (("people", text),), Rank.LIKELY, ""
    apart = re.match(r"(?P<body>\S{3,}.*?)[ \u3000]+(?P<people>.+)$", text)
    if apart and body_like(apart["body"]) and names_in(apart["people"]):
        return (("organisation", apart["body"]), ("people", apart["people"])), Rank.SURE, ""
    if _PROSE.search(text) or len(text) > 40 or len(text) < 2 or _names_nobody(text):
        return (("organisation", text),), Rank.PROSE, ODD
    if body_like(text) > 1:
        return (("organisation", text),), Rank.SURE, ""
    called = re.match(
        "(?:学生|教师|选手|队员|职工|员工|记者|同学|党员|村民)(?=[\u4e00-\u9fff]{2,4}$)", text
    )
    if called and is_name(text[called.end() :]):
        return (("people", text[called.end() :]),), Rank.LIKELY, ""
    glued = list(_glued(text))
    if glued:
        return glued[0], Rank.LIKELY, "" if len(glued) == 1 else _GLUED
    if body_like(text) or (region_of(text) and len(text) > 2) or LOCAL.search(text):
        return (("organisation", text),), Rank.LIKELY, ""
    kind = "people" if re.fullmatch(r"[\u3400-\u9fff·]{2,4}", text) else "organisation"
    return ((kind, text),), Rank.ODD, ODD


def _names_nobody(text: str) -> bool:
    """Whether `text` only says what kind of awarded is meant: 优秀案例和优秀组织单位, 80名教师."""
    if re.match(rf"{NUMBER}{UNIT}", text) and not body_like(text[:1]):
        return True
    if re.search(
        "(?:先进|优秀|获奖|有功)(?:单位|集体|个人|教师|工作者|党员|人员|同志|作品|学生|组织)", text
    ):
        return True
    parts = [part for part in re.split("和|及|与", text) if part]
    return all(len(part) < 10 and re.fullmatch(_CALLS, part) for part in parts)


def _glued(text: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield the ways in which `text` is a unit, perhaps a post, and a person: 某中学校长张三."""
    for size in (3, 2, 4):
        left, right = text[:-size], text[-size:]
        if len(left) < 2 or not is_name(right) or right[-1] in "镇乡村县区市街屯寨社组班队店厂":
            continue
        post = _POST.search(left)
        unit = left[: post.start()] if post else left
        part = (size == 3 or post) and body_like(unit) > 0 and unit[-1] in _PARTS_OF_BODIES
        if part or (len(unit) > 2 and body_like(unit) > 1) or unit in _SHORT_BODIES:
            more = (("职务", post[0]),) if post else ()
            yield (("organisation", unit), ("people", right), *more)


_PARTS_OF_BODIES = "部科室处站队组班所办"
"""How parts of a body end before the name of three characters of one of their people: 财务部钟宇航."""
_SHORT_BODIES = ("工会", "团委", "妇联", "机关")
