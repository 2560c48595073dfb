"""What a reader of received files makes: a manuscript taken apart, before anything is filed."""

import re
from dataclasses import dataclass, replace

from casebook.book import Contributor
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.formats.rich import Media, TextLeftOut
from casebook.intake.forms.application import Answer
from casebook.intake.matching.organisations import fold, organisations_in
from casebook.intake.tidy import TidyChanges
from casebook.typography import is_ideograph

_GENERIC = re.compile(
    r"新建|文本文档|文档|案例|稿件|来稿|投稿|材料|正文|终稿|定稿|最终|修改|版|副本|上报|报送|典型|优秀"
    r"|特色品牌|一地一品|征集|[\s\d._\-—–（）()【】《》“”+、，]"
)

_SENT_AS = re.compile(r"^[\s—–_\-的]*(?:投稿|来稿|稿件|征文|征稿|参评案例|案例)\s*[:：—–_\-]+\s*")
_HOUSE = re.compile(
    r"(?:医院|中心|学院|大学|党校|报社|[小中]学|学校|幼儿园|公司|集团|街道|办事处|人民政府|支队|大队|合作社|信用社|联社|[院委局所站会馆])(?:党委|党总支|党支部)?$"
)


@dataclass(frozen=True)
class Stated:
    """Something a manuscript says of itself, and where it says so; empty when it does not."""

    text: str = ""
    source: Wording | None = None

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Draft:
    """A received manuscript taken apart: the text as Markdown and what is known about it.

    `names` are organisations the text or the file's name mentions, most frequent first. `cut` and
    `opening` are the lines taken off the end and the head. `ledger` counts what was set right.
    `front` holds further keys that a Markdown file brought with it. `pictures` are the files the
    body calls for, under names in which `CASE` stands for the case's id; `asides` is text that
    came with the manuscript and is not in the body. `form` is what an application form said, and
    `private` what of it (or of lines at head and end) no edition prints: label and value. `check` is
    what an editor must have looked at before a final book.
    """

    body: str
    title: Stated
    organisation: Stated
    names: tuple[str, ...]
    contributors: tuple[Contributor, ...]
    opening: tuple[str, ...]
    cut: tuple[str, ...]
    ledger: TidyChanges
    award: str | None = None
    front: tuple[tuple[str, str], ...] = ()
    errata: tuple[Erratum, ...] = ()
    pictures: tuple[Media, ...] = ()
    asides: tuple[TextLeftOut, ...] = ()
    form: tuple[Answer, ...] = ()
    private: tuple[tuple[str, str], ...] = ()
    category: str = ""
    summary: str = ""
    check: str = ""


CASE = "\ufdd1"
CREDIT = Wording("供稿行", "the credit line")
MENTION = Wording("正文里提到最多的单位", "the organisation the text names most")
FILE_NAME = Wording("文件名", "the file’s name")
FOLDER = Wording("文件夹名", "the folder’s name")
UNKNOWN, NOWHERE = "单位待定", Wording("稿件里没有", "nowhere in the manuscript")
"""What stands for an organisation that a manuscript does not state."""
BEFORE = Wording("前一版本", "the version before")
FRONT = Wording("文件头", "the front matter")
FORM = Wording("申报表", "the application form")
OPENING = Wording("正文开头", "the head of the text")


def choose_organisation(
    stated: Stated, contributors: tuple[Contributor, ...], stem: str, text: str
) -> tuple[Stated, tuple[str, ...]]:
    """Return the organisation of a manuscript and every one it names.

    Evidence in this order: what the head states, the file's name, a full name in a credit line,
    the full name that the text holds most often.
    """
    in_name = organisations_in(stem)
    credits = " ".join(contributor.name for contributor in contributors)
    in_text = organisations_in(text)
    names = tuple(dict.fromkeys((*in_name, *organisations_in(credits), *in_text)))
    for candidates, source in (
        (in_name, FILE_NAME), (organisations_in(credits), CREDIT), (in_text, MENTION)
    ):  # fmt: skip
        if not stated and candidates:
            stated = Stated(candidates[0], source)
    return stated, names


def named_after(draft: Draft, folder: str) -> Draft:
    """Return `draft` with the organisation its folder is named after, unless it states its own."""
    name = fold(folder)
    stated = draft.organisation and draft.organisation.source != MENTION
    if stated or not _HOUSE.search(name):
        return draft
    return replace(
        draft, organisation=Stated(folder.strip(), FOLDER), names=(folder.strip(), *draft.names)
    )


def summed_up_once(draft: Draft) -> Draft:
    """Return `draft` without a summary that its text holds too: it would be printed twice."""
    repeated = bool(draft.summary) and fold(draft.summary) in fold(
        re.sub(r"[*\\#]", "", draft.body)
    )
    return replace(draft, summary="") if repeated else draft


def names_a_house(name: str) -> bool:
    """Whether the name of a folder is that of an organisation."""
    return bool(_HOUSE.search(fold(name)))


def title_in_name(stem: str, organisation: str) -> Stated:
    """Return the title that a file's name holds beside the organisation, if it holds one."""
    rest = stem.replace(organisation, "") if organisation else stem
    rest = _SENT_AS.sub("", rest)
    title = re.sub(r"^[\d._\-—–（）()\s+、，]+|[._\-—–\s+、，]+$", "", rest)
    words = sum(map(is_ideograph, _GENERIC.sub("", title)))
    return Stated(title, FILE_NAME) if words >= 5 else Stated()


def doubtful_characters(text: str, name: str) -> tuple[Erratum, ...]:
    """Query what was lost before the file came: U+FFFD, private characters, a “.” for 。."""
    errata: list[Erratum] = []
    for rule, pattern, zh, en in (
        ("lost-character", "\ufffd", "有丢失的字（�）", "a character was lost (�)"),
        ("private-character", "[\ue000-\uf8ff]", "有自造字，别的电脑上显示不出",
         "a private character that no other machine can show"),
        ("half-width-stop", r"(?<=[\u4e00-\u9fff”）])\.(?![\w.])", "有写成“.”的句号",
         "a full stop written as ‘.’"),
    ):  # fmt: skip
        places = list(re.finditer(pattern, text))
        if places:
            first = places[0].start()
            count = f"（{len(places)} 处）" if len(places) > 1 else ""
            many = f" ({len(places)} times)" if count else ""
            errata.append(Erratum(
                rule, Place(name, text.count("\n", 0, first) + 1),
                Wording(zh + count, en + many),
                Wording("请对照原稿核对。", "Check it against the contributor’s original."),
                text[max(0, first - 8) : first + 4].replace("\n", " "), Kind.QUERY,
            ))  # fmt: skip
    return tuple(errata)
