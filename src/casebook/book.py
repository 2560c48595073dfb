"""What a book is, and the questions it can answer about itself.

Frozen values only: intake makes a `Book`, nothing changes it afterwards. No files, no HTML
building, no third-party imports.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated

from casebook.errata import Place, Word, Wording
from casebook.production_facts import Counting, CoverFacts, Extent, PaperFacts, Publication


class Matter(Word):
    """The divisions of a book: 前置部分, 正文, 后置部分."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


class Status(Word):
    """A draft prints placeholders for missing manuscripts; a final book refuses them."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True)
class Award:
    """One entry of the notice. `organisation` and `title` are quoted, never changed.

    `id` is the tier's ordinal and the number, “1-07”: an organisation may hold several awards,
    so it is no key. `after` is what the notice prints behind the closing 》. `lines` are the
    first and last source line in the notice, from 1.

    `fields` are what else the notice says of the award, each under the name the notice prints or
    a reader would give it (作者, 指导教师, 体裁, 学校, 备注), as printed. `check` says why the
    reading is only proposed (empty when it is sure), `read` how it was read when not as text
    (“ocr 0.97”). `file` names the file of the notice its `lines` count in, empty for the letter. Where a notice awards persons and names no unit, `organisation` is their names.

    中文：奖项：通报里的一条。
    """

    id: Annotated[str, Wording("编号，如 1-07", "its id, such as 1-07")]
    number: Annotated[int, Wording("在等次里的序号", "its number within the tier")]
    organisation: Annotated[
        str, Wording("单位，照通报原文", "the organisation, as the notice prints it")
    ]
    title: Annotated[
        str | None,
        Wording("题目，照通报原文；没有时为空值", "the title, as the notice prints it, or none"),
    ]
    region: Annotated[str, Wording("省级地区", "its province-level region")]
    lines: Annotated[
        tuple[int, int] | None,
        Wording("在通报里的首行和末行", "its first and last line in the notice"),
    ] = None
    after: Annotated[
        str, Wording("书名号后面还印着的字", "what the notice prints behind the closing 》")
    ] = ""
    aliases: Annotated[
        tuple[str, ...], Wording("单位的简称", "short names of the organisation")
    ] = ()
    place: Annotated[Place, Wording("写在哪里，供报错用", "where it is written, for errata")] = (
        Place("awards.yaml")
    )
    fields: Annotated[
        tuple[tuple[str, str], ...],
        Wording("通报里的其他各栏：名称和内容", "what else the notice says: names and texts"),
    ] = ()
    check: Annotated[str, Wording("为什么待核对", "why it is to be checked")] = ""
    read: Annotated[str, Wording("不是文字时怎样读出的", "how it was read when not from text")] = ""
    file: Annotated[
        str, Wording("通报的哪一个文件，正文为空", "the file of the notice, empty for the letter")
    ] = ""


@dataclass(frozen=True)
class Tier:
    """A group of awards (典型案例 …). `bodies` marks tiers that honour organisations, not cases.

    中文：等次：一组奖项。
    """

    id: Annotated[str, Wording("编号", "its id")]
    name: Annotated[str, Wording("名称，如 典型案例", "its name, such as 典型案例")]
    awards: Annotated[tuple[Award, ...], Wording("各奖项", "its awards")]
    declared: Annotated[
        int | None, Wording("通报说有几个", "how many the notice says there are")
    ] = None
    bodies: Annotated[
        bool, Wording("表彰的是单位而不是案例", "whether it honours organisations, not cases")
    ] = False
    place: Annotated[Place, Wording("写在哪里，供报错用", "where it is written, for errata")] = (
        Place("awards.yaml")
    )


@dataclass(frozen=True)
class Contributor:
    """Somebody named with a case, and what for (作者, 供稿, 编辑, 摄影 …).

    中文：署名：一个人（或单位）和他的身份。
    """

    name: Annotated[str, Wording("姓名或单位名", "the name")]
    role: Annotated[str, Wording("身份，如 作者、供稿、摄影", "what for: 作者, 供稿, 摄影 …")]


@dataclass(frozen=True)
class Picture:
    """A picture of a manuscript: its path below the manuscript folder, and its size in pixels.

    中文：书稿里的一张图片。
    """

    path: Annotated[str, Wording("文件，从稿件文件夹起", "the file, below the manuscript folder")]
    width: Annotated[int, Wording("宽，像素", "its width in pixels")]
    height: Annotated[int, Wording("高，像素", "its height in pixels")]
    media_type: Annotated[str, Wording("类型，如 image/jpeg", "its type, such as image/jpeg")]


@dataclass(frozen=True)
class Case:
    """A manuscript that belongs to an award, or to none.

    `body` is an HTML fragment (see `markup.markdown`); None means that nothing was received and
    a marked placeholder is printed. `id` is an ASCII name that never depends on the position.
    `category` and `summary` are what the author's application form said; the shipped layouts print
    the summary between title and text.

    中文：案例：一篇来稿，或还没有来稿的奖项。
    """

    id: Annotated[str, Wording("编号", "its id")]
    award: Annotated[
        Award | None,
        Wording("所属奖项；名单外来稿没有", "its award; none for a manuscript outside the list"),
    ]
    organisation: Annotated[str, Wording("单位", "the organisation")]
    title: Annotated[str, Wording("题目，含副题", "the title with its subtitle")]
    region: Annotated[str, Wording("省级地区", "its province-level region")]
    short_title: Annotated[str | None, Wording("编辑定的短题目", "the editor's short title")] = None
    contributors: Annotated[tuple[Contributor, ...], Wording("署名", "who is named with it")] = ()
    body: Annotated[
        str | None,
        Wording(
            "正文，HTML（用 safe 排出）；没有来稿时为空值",
            "its text as HTML (set it with safe); none while no manuscript is there",
        ),
    ] = None
    pictures: Annotated[tuple[Picture, ...], Wording("用到的图片", "the pictures it uses")] = ()
    place: Annotated[Place, Wording("写在哪里，供报错用", "where it is written, for errata")] = (
        Place("cases")
    )
    specimen: Annotated[bool, Wording("是样稿", "whether it is an example")] = False
    category: Annotated[str, Wording("申报表上的类别", "the category of the application form")] = ""
    summary: Annotated[str, Wording("申报表上的摘要", "the summary of the form")] = ""

    @property
    def main_title(self) -> str:
        """The title without its subtitle; split at —— for display only.

        中文：不带副题的题目。
        """
        return self.title.split("——", 1)[0]

    @property
    def subtitle(self) -> str:
        """What follows the first —— of the title, or nothing.

        中文：题目里 —— 之后的副题。
        """
        return self.title.partition("——")[2]

    @property
    def head(self) -> str:
        """The running head: the editor's short title, or the title without its subtitle.

        中文：书眉：编辑定的短题目，或不带副题的题目。
        """
        return self.short_title or self.main_title


@dataclass(frozen=True)
class Entry:
    """A line of a contents or an index: what it says and the sections it leads to.

    `number` is the award's number within its tier. `level` 1 is a division, 2 a piece. A unit with
    several cases is one line of an index, which leads to all of them.

    中文：目录或索引的一行。
    """

    label: Annotated[str, Wording("文字", "its words")]
    target: Annotated[str, Wording("通向的节的 id", "the id of the section it leads to")]
    level: Annotated[int, Wording("1 是一部分，2 是一篇", "1 for a division, 2 for a piece")] = 2
    organisation: Annotated[str, Wording("单位", "the organisation")] = ""
    number: Annotated[
        int | None, Wording("奖项在等次里的序号", "the award's number within its tier")
    ] = None
    matter: Annotated[
        Matter, Wording("所在：前置、正文或后置部分", "front, body or back matter")
    ] = Matter.BODY
    others: Annotated[
        tuple[str, ...],
        Wording("另外通向的各节的 id", "the ids of the further sections it leads to"),
    ] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """All sections it leads to, in the order of the book.

        中文：通向的所有各节的 id。
        """
        return (self.target, *self.others)


@dataclass(frozen=True)
class Group:
    """A heading in an index and the entries below it.

    中文：索引的一组。
    """

    label: Annotated[str, Wording("组名：拼音首字母或地区", "its name: an initial or a region")]
    entries: Annotated[tuple[Entry, ...], Wording("各行", "its lines")]


@dataclass(frozen=True)
class Section:
    """One piece of the book that starts on a page of its own: the unit of setting and of proof.

    `kind` names the template that sets it. `part` and `head` are its running heads, verso and
    recto. `recto` asks for an odd page, `restarts` begins a new run of folios. Only the
    section's own matter is here: contents, indexes and dividers carry entries, a case carries its
    case, a divider its tier.

    中文：节：书里另起一页的一部分，一个模板排一节。
    """

    id: Annotated[str, Wording("id，如 case-1-07", "its id, such as case-1-07")]
    kind: Annotated[str, Wording("种类，也是模板的名称", "its kind, the name of its template")]
    matter: Annotated[Matter, Wording("front、body 或 back", "front, body or back")]
    title: Annotated[str, Wording("题目", "its title")]
    part: Annotated[
        str, Wording("左页书眉：所在的部分", "the running head of versos: its part")
    ] = ""
    head: Annotated[str, Wording("右页书眉", "the running head of rectos")] = ""
    recto: Annotated[bool, Wording("从右页（单数页）起", "whether it begins on a recto")] = False
    restarts: Annotated[bool, Wording("页码从 1 重起", "whether folios begin anew")] = False
    body: Annotated[
        str | None, Wording("正文，HTML（用 safe 排出）", "its text as HTML (set it with safe)")
    ] = None
    case: Annotated[Case | None, Wording("案例", "its case")] = None
    tier: Annotated[Tier | None, Wording("等次", "its tier")] = None
    entries: Annotated[
        tuple[Entry, ...],
        Wording(
            "目录各行；篇章页所辖各篇", "the lines of the contents, or the pieces of a division"
        ),
    ] = ()
    groups: Annotated[tuple[Group, ...], Wording("索引各组", "the groups of an index")] = ()
    pictures: Annotated[tuple[Picture, ...], Wording("用到的图片", "the pictures it uses")] = ()
    listed: Annotated[bool, Wording("列入目录", "whether the contents list it")] = True
    place: Annotated[Place, Wording("写在哪里，供报错用", "where it is written, for errata")] = (
        Place("book.yaml")
    )


@dataclass(frozen=True)
class Fact:
    """One line of the imprint page; `value` None is printed as 待定 and listed by the ledger.

    中文：版权页的一行。
    """

    label: Annotated[str, Wording("名称", "its name")]
    value: Annotated[
        str | None, Wording("内容；空值印作“待定”", "its text; none is printed as 待定")
    ]

    @property
    def of_paper(self) -> bool:
        """Whether it says how large the paper is: the layout knows that when it is left empty.

        中文：是不是开本；空着时由版式给出。
        """
        return self.label in ("开本", "幅面尺寸", "成品尺寸")

    @property
    def of_extent(self) -> bool:
        """Whether it says how much the book holds: the pages tell that when it is left empty.

        中文：是不是印张或字数；空着时照成书算出。
        """
        return self.label in ("印张", "字数")


@dataclass(frozen=True)
class Stet:
    """An erratum overruled by the editor, with the reason.

    中文：编辑决定不改的一处校对意见。
    """

    rule: Annotated[str, Wording("规则名", "the rule")]
    where: Annotated[str, Wording("文件", "the file")]
    because: Annotated[str, Wording("理由", "the reason")]
    quote: Annotated[str, Wording("要保留的字句", "the words that stay")] = ""
    place: Annotated[Place, Wording("写在哪里，供报错用", "where it is written, for errata")] = (
        Place("book.yaml")
    )


@dataclass(frozen=True)
class Press:
    """How the book goes to press: what is asked of the files for the printer and the archive.

    中文：送印和存档的要求。
    """

    surface: Annotated[
        str, Wording("纸面：uncoated 或 coated", "the surface of the paper: uncoated or coated")
    ] = "uncoated"
    profile: Annotated[
        str,
        Wording("印厂的颜色配置文件，空为自带的", "the printer's profile; empty: casebook's own"),
    ] = ""
    ink_limit: Annotated[
        int, Wording("总墨量上限，百分数；0 随纸", "the most ink in percent; 0: as the paper takes")
    ] = 0
    marks: Annotated[bool, Wording("印不印裁切线", "whether crop and register marks stand")] = False
    multiple: Annotated[
        int, Wording("页数凑成几的倍数", "the number of pages is a multiple of this")
    ] = 2
    coarsest: Annotated[int, Wording("图片最低 ppi", "pixels an inch that a picture must have")] = (
        200
    )
    sources: Annotated[
        bool, Wording("存档本是否附书稿", "whether the archive holds the manuscript")
    ] = False


@dataclass(frozen=True)
class Book:
    """The whole anthology, in the order in which it is printed.

    `specimen` marks a book that is an example as a whole: it says so on every page.

    中文：书的事实。模板看不到其他各节：tiers、cases、sections、stets 在模板里是空的。
    """

    title: Annotated[str, Wording("书名", "the title")]
    issuer: Annotated[str, Wording("编印单位", "the issuing body")]
    status: Annotated[Status, Wording("draft 或 final", "draft or final")]
    language: Annotated[str, Wording("语言，如 zh-CN", "the language, such as zh-CN")]
    identifier: Annotated[str, Wording("唯一标识", "the unique identifier")]
    date: Annotated[datetime.date, Wording("出版日期", "the date of publication")]
    modified: Annotated[datetime.date, Wording("最近修订的日期", "the date of the last revision")]
    layout: Annotated[str, Wording("版式名", "the name of the layout")]
    editions: Annotated[tuple[str, ...], Wording("出哪些版本", "what is issued")]
    tiers: Annotated[
        tuple[Tier, ...], Wording("各等次；模板里是空的", "the tiers; empty in templates")
    ]
    cases: Annotated[
        tuple[Case, ...], Wording("各案例；模板里是空的", "the cases; empty in templates")
    ]
    sections: Annotated[
        tuple[Section, ...], Wording("各节；模板里是空的", "the sections; empty in templates")
    ]
    subtitle: Annotated[str, Wording("副书名", "the subtitle")] = ""
    series: Annotated[str, Wording("丛书名", "the name of the series")] = ""
    series_number: Annotated[int | None, Wording("丛书第几册", "its number in the series")] = None
    editors: Annotated[tuple[Contributor, ...], Wording("编者", "the editors")] = ()
    imprint: Annotated[
        tuple[Fact, ...], Wording("版权页各行", "the lines of the imprint page")
    ] = ()
    description: Annotated[str, Wording("内容简介", "what the book is about")] = ""
    composition: Annotated[
        bool, Wording("按中文排版要求排行", "whether composition sets the lines")
    ] = True
    stets: Annotated[
        tuple[Stet, ...],
        Wording("不改的校对意见；模板里是空的", "findings that stay; empty in templates"),
    ] = ()
    specimen: Annotated[bool, Wording("整本书是样例", "whether the whole book is an example")] = (
        False
    )
    press: Annotated[Press, Wording("送印的要求", "how it goes to press")] = Press()
    publication: Annotated[
        Publication, Wording("出版事实", "what the imprint says, as typed facts")
    ] = field(default_factory=Publication)
    paper: Annotated[PaperFacts, Wording("用纸和装订", "paper and binding")] = field(
        default_factory=PaperFacts
    )
    cover: Annotated[CoverFacts, Wording("封面", "what is decided of the cover")] = field(
        default_factory=CoverFacts
    )
    counting: Annotated[Counting, Wording("字数的计法", "how 字数 are counted")] = field(
        default_factory=Counting
    )
    extent: Annotated[
        Extent | None,
        Wording("篇幅；还没排过则没有", "how much it holds; none before it is laid out"),
    ] = None
    places: Annotated[
        dict[str, Place],
        Wording("book.yaml 各键写在哪里", "where the keys of book.yaml are written"),
    ] = field(default_factory=dict, compare=False)

    def awards(self) -> Iterator[Award]:
        """Every award that calls for a case, in the order of the notice.

        中文：应有案例的各奖项；模板里是空的。
        """
        for tier in self.tiers:
            if not tier.bodies:
                yield from tier.awards

    def missing(self) -> tuple[Award, ...]:
        """Awards whose manuscript has not been received.

        中文：没有来稿的奖项；模板里是空的。
        """
        received = {case.award.id for case in self.cases if case.award and case.body is not None}
        return tuple(award for award in self.awards() if award.id not in received)

    def unmatched(self) -> tuple[Case, ...]:
        """Manuscripts that belong to no award.

        中文：名单外来稿；模板里是空的。
        """
        return tuple(case for case in self.cases if case.award is None)


def revised(book: Book, section: Section) -> Book:
    """Return `book` with `section`, and its case, in the place of those of the same id."""
    sections = tuple(section if s.id == section.id else s for s in book.sections)
    case = section.case
    cases = tuple(case if case and c.id == case.id else c for c in book.cases)
    return replace(book, sections=sections, cases=cases)


KEPT = {
    "casebook.book": {
        *("Book", "Tier", "Award", "Case", "Contributor", "Picture", "Section", "Entry", "Group"),
        *("Fact", "Press", "Stet", "Matter", "Status"),
    },
    "casebook.production_facts": {
        "Cip",
        "Publication",
        "Extent",
        "Counting",
        "PaperFacts",
        "CoverFacts",
    },
    "casebook.errata": {"Erratum", "Place", "Wording", "Kind"},
    "datetime": {"date"},
}
"""The types a book that was read is made of, for a store to load."""
