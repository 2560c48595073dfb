"""What kind of words a text is: the name of a body, people, a title, a prize, a place.

Every answer is a number, about the logarithm of how much likelier the text is in that field than
anywhere else: over 0 speaks for the field, under 0 against it. A single answer proves little; a
whole column of them does. The tables are `data/lexicon.tsv`.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

from casebook.intake.matching.organisations import names as places
from casebook.intake.matching.organisations import region_of
from casebook.intake.matching.traditional import either, simplified, twin
from casebook.intake.notice.notice_phrases import DATE, HAMLET, ORGANISATION_END, PLACE_AHEAD, PRIZE

#: The fields a template can name, each with the name its text gets in `awards.yaml`.
FIELDS = {
    "organisation": "单位", "title": "题目", "people": "作者", "teachers": "指导教师",
    "genre": "体裁", "category": "类别", "prize": "奖项", "region": "地区", "school": "学校",
    "score": "得分", "date": "日期", "remarks": "备注", "contact": "联系方式",
    "translation": "译名", "code": "编号",
}  # fmt: skip
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_NEVER_IN_NAMES = "院校局部区县省奖组类项篇届年室的各等委厅厂店區縣獎組類項屆廳廠"
_PARTS = re.compile(r"[、，,；;/／&]\s*")
_MARK = re.compile(r"[。！？!?]")
_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_POSITION = re.compile(
    r"(?:[院校馆班组会部科处局士厂所队]长|[教医技律药厨]师|工程师|书记|主任|经理|教授|研究员|[审判员]员|[技职员]工|[制作].{0,2}工|专干|艺人|负责人|教师|运动员|教练员|代表|护士|民警|医师|[炉机船车]长|厨师|(?:管理|驾驶|讲解|营业|质检|检验|化验|安全|统计|护林|调解|协管|乘务|炊事|资料|档案|信息|技术|监督|救生|消防|保育|服务)员|辅警|协警|司机|司炉|科员|干事|村民|居民|牧民|渔民)$"
)
POST_IN_BODY = re.compile(
    "(?:中心|公司|医院|学校|[局馆园院厂站部队校]|[中小大]学|集团|合作社|协会|委员会).{0,6}"
    "(?:[^人]员|[^增成特]长|[老教]师|主任|书记|经理|干事|负责人|艺人)$"
)
"""A post in a body: 某中心党支部书记."""
_ROLE = re.compile(r"[ \u3000]+(?:著|主编|编著|编|译|文|图|绘|编译|译著|改编|摄|摄影|等)$")
_ROLES = frozenset("著 主编 编著 编 译 文 图 绘 编译 译著 改编 摄 摄影 等".split())
_BODY = re.compile(either("(?:大学|学院|医院|公司|中心|学校)"))
_LATIN_BODY = re.compile(
    r"\b(?:School|College|University|Academy|Institut(?:ion|e)|Hospital|Gymnasium|Cent(?:re|er)|Company|Inc|Ltd|Co"
    r"|Association|Society|Museum|Library|Studio|Foundation|Group|Lyc[ée]e|Colegio|Polytechnic|Kindergarten)\b[^a-z]*"
    r"(?:[A-Z][A-Za-zÀ-ÿ ]*)?$"
)
LONGEST = 60
"""Characters of an organisation's name; what is longer has swallowed something."""


@cache
def table() -> dict[str, frozenset[str]]:
    """Return the words of the lexicon by their kind."""
    kinds: dict[str, set[str]] = {}
    text = files("casebook.intake").joinpath("data/lexicon.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, words = line.split("\t")
            kinds.setdefault(kind, set()).update(words.split(), map(twin, words.split()))
    return {kind: frozenset(words) for kind, words in kinds.items()}


@cache
def labels() -> dict[str, str]:
    """Return the field that each label and each head of a column names."""
    kinds = [kind for kind in table() if kind.startswith("label.")]
    return {word: kind.removeprefix("label.") for kind in kinds for word in table()[kind]}


@lru_cache(maxsize=4096)
def kind_of_label(label: str) -> str:
    """Return the field that a label or the head of a column names; empty for an unknown one."""
    word = re.sub(r"\s", "", _SAID_AGAIN.sub("", simplified(label))).strip("：:*")
    bare = _BRACKETS.sub("", word)
    known = labels().get(word) or labels().get(bare)
    if known or not 2 <= len(bare) <= 10:
        return known or ""
    for ending, kind in (
        ("组织名称", "organisation"), ("集体名称", "organisation"), ("企业名称", "organisation"),
        ("公司名称", "organisation"), ("机构名称", "organisation"), ("医院名称", "organisation"),
        ("班组名称", "organisation"), ("团队名称", "organisation"), ("支部名称", "organisation"),
        ("社区名称", "organisation"), ("社团名称", "organisation"), ("协会名称", "organisation"),
        ("单位名称", "organisation"), ("基地名称", "organisation"), ("主体名称", "organisation"), ("主体", "organisation"), ("学校名称", "school"),
        ("专利号", "code"), ("专利权人", "organisation"), ("发明人", "people"),
        ("单位", "organisation"), ("机构", "organisation"), ("学校", "school"), ("题目", "title"),
        ("标题", "title"), ("名称", "title"), ("主题", "title"), ("指导教师", "teachers"), ("指导老师", "teachers"),
        ("姓名", "people"), ("作者", "people"), ("负责人", "people"), ("完成人", "people"),
        ("等次", "prize"), ("等级", "prize"), ("奖项", "prize"), ("类别", "category"),
        ("组别", "category"), ("得分", "score"), ("成绩", "score"), ("地区", "region"),
        ("人员", "people"), ("法官", "people"), ("检察官", "people"), ("伴奏", "people"),
    ):  # fmt: skip
        if bare.endswith(ending):
            return kind
    plain = labels().get(_ORDERED.sub("", bare), "")
    return plain if plain in ("people", "teachers") else ""


_SAID_AGAIN = re.compile(r"(?<=[\u4e00-\u9fff])\s*[A-Za-z][A-Za-z ./'&]+$")  # 高校 University
# What tells the columns of several persons apart: 选手一, 第二指导, 作者3
_ORDERED = re.compile("^第[一二三四五六]|(?<=..)(?:[一二三四五六]|[1-6１-６]|[A-DＡ-Ｄ])$")
_MAY_LABEL = re.compile(
    rf"[{_HAN}]{{2}}|[{_HAN}]{{1,6}}(?:人|人员|者|员|单位|名称|编号|号|成员|老师|教师|专家|机构|部门|时间|地点|作曲|作词|媒体|学校)"
)


def may_label(word: str) -> bool:
    """Whether an unknown word before a colon may name a field where one begins: 领唱, 提名专家."""
    return _MAY_LABEL.fullmatch(re.sub(r"\s", "", word)) is not None


def kind_of(field: str) -> str:
    """Return the kind of text a field of a template holds: its own name or its label's kind."""
    return field if field in FIELDS else kind_of_label(field) or "remarks"


_HALF = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF0E: 0x2E}
"""Full-width digits and their point, as they are looked at."""


@lru_cache(maxsize=65536)
def odds(kind: str, text: str) -> float:
    """Return how well `text` fits a field of `kind`, as the logarithm of a ratio."""
    text = simplified(text.strip()).translate(_HALF)
    text = NOTE_MARK.sub("", text) if kind in ("organisation", "school") else text
    if not text:
        return -4.0
    return _ODDS.get(kind, _of_remarks)(text)


NOTE_MARK = re.compile(
    r"(?<=[\u3400-\u9fff）)])\s*(?:[①-⑳]|[*＊※△▲☆★†‡]{1,3}|[\[［]\d{1,2}[\]］])$"
)
"""A sign behind a name that refers to a note: 青山县信访局①, 市民政局[1]."""
_REFERRING = re.compile(
    r"(?<=[\u3400-\u9fff][\u3400-\u9fff\s])\s*[＊*△▲☆★※#]+$|(?<=\s[\u3400-\u9fff])[＊*△▲☆★※#]+$"
)


def unmarked(name: str) -> str:
    """Return a name without the signs behind it that refer to a note: 陆离＊."""
    return _REFERRING.sub("", name)


@lru_cache(maxsize=65536)
def is_name(text: str) -> bool:
    """Whether `text` is the name of one person: 王芳, 王 芳, 欧阳某某, 买买提·艾力."""
    text = re.sub(r"^[\[［〔【][^\]］〕】]{1,6}[\]］〕】]", "", unmarked(text).strip())
    behind = re.search(r"[（(]([^（）()]{0,6})[）)]$", text)
    if _CLASS.fullmatch(text):
        return False
    if behind and not region_of(behind[1]):
        text = text[: behind.start()]
    text = simplified(_ROLE.sub("", text.strip()))
    bare = re.sub(r"(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])", "", text)
    if re.fullmatch(rf"[{_HAN}]{{1,6}}(?:[·•・][{_HAN}]{{1,8}}){{1,3}}", bare):
        return ORGANISATION_END.search(bare) is None and not _is_verse(bare)
    if re.fullmatch(rf"[{_HAN}](?:某某?|[×xX*＊○〇△□]{{1,2}})|[{_HAN}][×xX*＊○][{_HAN}]", bare):
        return True
    if not re.fullmatch(rf"[{_HAN}]{{2,4}}", bare) or bare[:2] in table()["plain"]:
        return False
    if re.search(f"[{_NEVER_IN_NAMES}]", bare[1:]) or PRIZE_ONLY.fullmatch(bare):
        return False
    surnames = table()["surname"]
    if bare[:2] in surnames and len(bare) > 2:
        return True
    if bare[0] not in surnames or bare in table()["genre"]:
        return False
    return len(bare) < 4 or (bare[1] in surnames and not body_like(bare))


PRIZE_ONLY = re.compile(PRIZE)


def _is_verse(text: str) -> bool:
    """Whether a form of verse stands before a ·: 七律·登岳麓, 沁园春·湘江."""
    return re.split("[·•・]", text)[0].endswith(tuple(table()["verse"]))


def names_in(text: str) -> list[str]:
    """Return the persons that `text` names and nothing else, empty if it holds other words."""
    text = re.sub(r"\s*(?:等|等人|等\s*\d+\s*人)$", "", text.strip("。；; "))
    parts = [part.strip() for part in _PARTS.split(text) if part and part.strip()]
    names: list[str] = []
    for part in parts:
        if is_name(part):
            names.append(part)
            continue
        if names and part in _ROLES:
            names[-1] += f" {part}"
            continue
        words = _apart(part)
        if not words:
            return []
        names += words
    return names


def body_and_people(text: str) -> tuple[str, str] | None:
    """Return the body and the persons that `text` names beside each other, in either order.

    河北省某医院　王芳、李明; None when it is not surely both.
    """
    for gap in re.finditer(r"[ \u3000]+|[，,：:]\s*", text):
        left, right = text[: gap.start()], text[gap.end() :]
        for body, people in ((left, right), (right, left)):
            if body_like(body) > 1 and len(body) > 3 and not is_name(body) and names_in(people):
                return body, people
    return None


def _apart(text: str) -> list[str]:
    """Return names set apart by single spaces, where `王 芳` is one of two characters."""
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    words = [text[start:end] for start, end in spans]
    names: list[str] = []
    at = 0
    while at < len(words):
        two = "".join(words[at : at + 2])
        single = len(words[at]) == 1
        if single and at + 1 < len(words) and len(words[at + 1]) == 1 and is_name(two):
            names.append(text[spans[at][0] : spans[at + 1][1]])
            at += 2
        elif names and (_aside(words[at]) or words[at] in _ROLES):
            names[-1] += f" {words[at]}"
            at += 1
        elif is_name(words[at]):
            names.append(words[at])
            at += 1
        else:
            return []
    return names if len(words) > 1 else []


def _aside(word: str) -> bool:
    """Whether a word in brackets belongs to the name before it: （女）, not （广东中山）."""
    return _BRACKETS.fullmatch(word) is not None and region_of(word[1:-1]) is None


SENT_IN = re.compile(r"(?<=[\u3400-\u9fff]{3})\s*(?:选送|报送|推荐|供稿|申报|摄制|出品)$")
"""What a body did, behind its name: 某学院选送."""


_CLASS = re.compile(r"(?:[一二三四五六七八九]|[初高][一二三])[（(]\d{1,2}[）)]")
"""How schools write their classes in short: 三（4）, 初二(11)."""
# The end of a team with a name of its own: 某小学“铁蚂蚁”队
_TEAM = re.compile("[”」](?:代表|参赛|战|小)?(?:[一二三]?队|小?组|班组|团队)$")


@lru_cache(maxsize=65536)
def body_like(text: str) -> float:
    """Return how surely `text` ends like the name of a body: 0 not, 1 perhaps, 2 surely."""
    if _CLASS.fullmatch(text):
        return 1.0
    bare = _BRACKETS.sub("", NOTE_MARK.sub("", text)).rstrip('”"’ ）)等')
    bare = SENT_IN.sub("", simplified(bare))
    return _ending(bare) or (1.0 if len(bare) > 6 and _POSITION.search(bare) else 0.0)


@lru_cache(maxsize=65536)
def _ending(bare: str) -> float:
    if _LATIN_BODY.search(bare) or _TEAM.search(bare):
        return 2.0
    endings = table()["ending"]
    for size in range(min(8, len(bare)), 1, -1):
        if bare[-size:] in endings:
            return 2.0
    if bare[-1:] in table()["short_ending"] or re.search("[一二三四五六七八九十]小$", bare):
        return 1.0
    return 1.0 if len(bare) > 3 and _BODY.search(bare) else 0.0


def is_ending(text: str) -> bool:
    """Whether `text` is only the end of the name of a body: 公司, 有限公司, 医院."""
    return text in table()["ending"] and text[-2:] in ("公司", "医院", "学院", "大学", "中学")


def titled(text: str) -> bool:
    """Whether words stand in `text` that no name of a body has: 助力 … 高质量发展."""
    return (
        re.search("高质量|打造|助力|推动|探索|实践|引领|提升|构建|以.+促|让.+更", text) is not None
    )


_BRANCH = re.compile("(?:分行|支行|分公司|支公司|分局|支队|大队|分会|分院|分校|分社|办事处|分部)")


def fused(text: str) -> bool:
    """Whether `text` looks like two names of bodies without anything between them.

    A branch of a body stands behind its name: 中国农业银行重庆市分行 is one.
    """
    for match in re.finditer(r"[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|县|区)", text):
        for start in range(match.start(), match.end() - 1):
            left, right = text[:start], text[start:]
            if len(left) > 3 and _ending(left) > 1 and left[-2:] not in ("大学", "学院", "附属"):
                whole = _ending(right) > 0 and not _BRANCH.search(right)
                if whole and region_of(right) is not None and is_place(text[start : match.end()]):
                    return True
    return False


def title_words(text: str) -> int:
    """Return how many words of titles stand in `text`."""
    return sum(word in text for word in table()["title_word"])


@lru_cache(maxsize=8192)
def is_place(text: str) -> bool:
    """Whether `text` is only the name of a region: 北京市, 石家庄, 兵团."""
    return _bare_place(simplified(text)) in _places()


def _bare_place(text: str) -> str:
    text = re.sub(r"\s", "", text)
    for size in range(2, 4):
        if text[:size] in _places() and text[size:] in _places() and len(text) > size:
            return text[size:]
    return re.sub(r"\s", "", text).removesuffix("代表队").removesuffix("赛区")


_BESIDE_PLACES = frozenset("兵团 生产建设兵团 新疆生产建设兵团 中央单位 部委直属".split())


@cache
def _places() -> frozenset[str]:
    known = {place.text for place in places() if place.kind != "alias"}
    return frozenset(known | {f"{name}市" for name in known} | _BESIDE_PLACES)


def _of_body(text: str) -> float:
    if len(text) < 2 or len(text) > LONGEST or "《" in text or _MARK.search(text):
        return -6.0
    spaces = len(re.findall(f"(?<=[{_HAN}])[ \u3000](?=[{_HAN}])", text))
    text = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text)
    parts = [part for part in re.split(r"[、，,；;]\s*", text) if part]
    ends = min(body_like(part) for part in parts) if parts else 0.0
    if not (ends or spaces or title_words(text)) and HAMLET.fullmatch(text):
        ends = 1.0
    score = {0.0: -2.5, 1.0: 1.0, 2.0: 3.0}[ends] - 0.7 * min(spaces, 2)
    if region_of(text):
        score += 1.5
    if len(parts) > 1 and not ends:
        score -= 1.5
    if not ends or "的" in text:
        score -= min(title_words(text), 3)
    if is_name(text):
        score -= 2.0
    if len(text) < 4:
        score -= 1.0
    if is_place(text) or PRIZE_ONLY.fullmatch(text) or text in table()["genre"]:
        score -= 3.0
    return score - (3.0 if "——" in text else 0.0)


def _of_title(text: str) -> float:
    if re.fullmatch(r"[\d.\s%]+(?:分|票)?", text) or _MEASURED.fullmatch(text):
        return -5.0
    if PRIZE_ONLY.fullmatch(text) or is_place(text) or text in table()["genre"]:
        return -3.0
    if OF_LIFE.match(text) or _is_list(text) or _is_told(text) or OF_PRINT.search(text):
        return -4.0
    post = re.split(r"[ \u3000]", text)[-1] if len(text) > 8 else text
    if _POSITION.search(post) and (len(post) <= 8 or POST_IN_BODY.search(post)):
        return -4.0
    ends = _ending(_BRACKETS.sub("", text).rstrip('”"’ ）)'))
    said = min(title_words(text), 4)
    score = 0.6 * said + (0.5 if len(text) >= 6 else -0.5)
    if names_in(text):
        score -= 2.5
    if ends > 1 or ("——" in text and body_like(text.partition("——")[0]) > 1):
        score -= 2.0
    score -= (0.5 if region_of(text) else 0.0) + (3.0 if PLACE_AHEAD.fullmatch(text) else 0.0)
    return min(score, 3.0) - (
        2.0 if (text.endswith("。") and len(text) > 24) or len(text) > 90 else 0.0
    )


def _of_people(text: str) -> float:
    names = names_in(text)
    if names:
        return 3.0 + 0.3 * min(len(names), 4)
    if _mostly_names(text):
        return 2.5
    bare = re.sub(r"\s", "", unmarked(text))
    if re.fullmatch(rf"[{_HAN}]{{2,3}}等", bare) and _of_people(bare[:-1]) > -1:
        return 1.0  # 麦冬等: a name that no list of surnames has, and others
    if re.fullmatch(rf"[{_HAN}]{{2,4}}", bare) and not body_like(bare) and not is_place(bare):
        strange = title_words(bare) or bare[:2] in table()["plain"] or bare in table()["genre"]
        return -3.0 if strange or PRIZE_ONLY.fullmatch(bare) else -0.8
    if re.fullmatch(r"[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]*){1,3}", text):
        return 1.5
    if re.fullmatch(r"集体|集体创作|团队|集体项目|集体作品", text):
        return 1.0
    return -5.0


def _mostly_names(text: str) -> bool:
    """Whether half and more of several words are names and the others may be: 冉国、木芳."""
    parts = [part for part in re.split(r"[、，,/]|[ \u3000]+(?![A-Za-z])", text) if part]
    if len(parts) < 2:
        return False
    named = sum(is_name(part) for part in parts)
    return named * 2 >= len(parts) and all(is_name(part) or _may_be_name(part) for part in parts)


def _may_be_name(text: str) -> bool:
    """Whether a word beside names may be one: of two or three characters, or in Latin letters."""
    short = re.fullmatch(rf"[{_HAN}]{{2,3}}|[A-Z][A-Za-z .'-]+", text) is not None
    return short and _of_people(text) > -1


def _of_genre(text: str) -> float:
    if text in table()["genre"]:
        return 3.5
    return 2.0 if re.fullmatch(rf"[{_HAN}]{{2,6}}[类体]", text) else -4.0


def _of_category(text: str) -> float:
    if re.fullmatch(rf"[{_HAN}A-Z\d（）()]{{1,12}}(?:组|类|学段|赛道|方向|单元|专业|年级)", text):
        return 2.5
    return -3.7 if len(text) <= 12 else -5.0


def _of_prize(text: str) -> float:
    return 5.0 if PRIZE_ONLY.fullmatch(text.strip("“”（）()获 ")) else -6.0


def _of_place(text: str) -> float:
    if is_place(text):
        return 3.5
    if region_of(text) and re.fullmatch(rf"[{_HAN}]{{3,8}}", text) and not body_like(text[:-1]):
        return 1.5
    return 1.0 if re.fullmatch(rf"[{_HAN}]{{1,6}}[省市县区州盟旗]", text) else -5.0


_MEASURED = re.compile(
    r"\d{1,2}(?:[:：′'时分]\d{1,2}){0,2}[″\"秒.:：′'][\d.]{0,4}秒?"
    r"|\d{1,5}(?:\.\d+)?\s*(?:米|厘米|公里|千米|公斤|千克|环|秒|次|kg|cm|m)"
)
"""What a contest measured: 11″02, 2′19″40, 1:02:35, 14.82米."""


def _of_score(text: str) -> float:
    points = re.fullmatch(r"\d{1,5}(?:\.\d+)?\s*(?:分|票|%)?", text)
    return 2.5 if points or _MEASURED.fullmatch(text) else -6.0


def _of_date(text: str) -> float:
    match = DATE.fullmatch(text) or re.fullmatch(r"\d{4}[-./年]\d{1,2}([-./月]\d{1,2}日?)?", text)
    return 3.5 if match else -6.0


def _of_school(text: str) -> float:
    return _of_body(text) + (0.5 if re.search("学|幼儿园|校", text) else -1.0)


def _of_contact(text: str) -> float:
    return 2.0 if re.search(r"\d{7,}|@", text) else -4.0


def _of_code(text: str) -> float:
    numbered = re.fullmatch(r"[A-Za-z]{0,6}[-\d〔〕（）().第号A-Z]*\d[-\d号A-Z]*", text)
    return 2.0 if numbered and re.search(r"[-A-Za-z〔]", text) else -6.0


def _of_translation(text: str) -> float:
    latin = re.fullmatch(r"[^\u3400-\u9fff]{4,}", text) and re.search("[A-Za-z]{3}", text)
    return 2.0 if latin else -6.0


def _is_list(text: str) -> bool:
    """Whether several persons or bodies stand in a row, whatever brackets say of them."""
    parts = [part.strip() for part in _BRACKETS.sub("", text).split("、")]
    return len(parts) > 1 and all(is_name(p) or (len(p) > 2 and body_like(p) > 0) for p in parts)


def _is_told(text: str) -> bool:
    """Whether brackets behind a person tell of them: 王世全（某镇某村，养蚕）."""
    match = re.fullmatch(r"([^（()）]+)[（(][^（）()]+[）)]", text)
    return match is not None and is_name(match[1].strip())


OF_LIFE = re.compile(r"[男女][，,]|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:出?生)|中共(?:预备)?党员")
"""How what is said of the life of a person begins: 男，汉族，1990年9月生."""
OF_PRINT = re.compile(
    r"(?:出版社|书局|书社|书店)[，,\s]*(?:19|20)\d\d\s*年?(?:.{0,2}\d{1,2}\s*月)?(?:版|出版)?$"
)
"""Where and when a book was printed: 作家出版社2011年6月."""


def _of_remarks(text: str) -> float:
    if OF_LIFE.match(text) or OF_PRINT.search(text):
        return 1.0
    return -0.6 if len(text) <= 30 else -1.5


_ODDS = {
    "organisation": _of_body, "title": _of_title, "people": _of_people, "teachers": _of_people,
    "genre": _of_genre, "category": _of_category, "prize": _of_prize, "region": _of_place,
    "score": _of_score, "date": _of_date, "school": _of_school, "contact": _of_contact,
    "remarks": _of_remarks, "translation": _of_translation, "code": _of_code,
}  # fmt: skip
