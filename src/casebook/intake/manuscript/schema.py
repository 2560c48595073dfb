"""The files an editor keeps, as typed models: `book.yaml` and the front matter of texts.

What may be written is exactly what stands here; a key that does not is refused with the nearest
known name. Order and kind of the sections come from `order`, nothing is put in silently. What a key
is for stands beside its type, in both languages: the reference is made from it.
"""

from typing import Annotated, Literal

from casebook.book import Status
from casebook.errata import Wording
from casebook.intake.manuscript.production_schema import (
    CipItem,
    CountingItem,
    CoverItem,
    PaperItem,
)
from casebook.intake.manuscript.typed import Count, Day, Field, InkLimit, Language, Model

SAMPLE_TITLE, SAMPLE_ISSUER = "书名写在这里", "编者单位写在这里"
"""What a new book has as its title and its issuer until its editor or a notice says otherwise."""

Plain = Literal["half-title", "title-page", "imprint", "contents", "colophon"]


class Person(Model):
    """A name and what it is there for.

    中文：一个人（或单位）和他的身份。
    """

    name: Annotated[str, Wording("姓名或单位名", "the name of a person or a body")]
    role: Annotated[
        str, Wording("身份，如 作者、供稿、摄影、主编", "what for: 作者, 供稿, 摄影, 主编 …")
    ]


class MatterItem(Model):
    """A Markdown text: `{matter: front/notes.md}`.

    中文：一篇不是案例的文字，如编者说明：`{matter: front/notes.md}`。
    """

    matter: Annotated[
        str,
        Wording("文件，写作从稿件文件夹起的路径", "the file, as a path in the manuscript folder"),
    ]


class TierItem(Model):
    """A tier with its divider and its cases: `{tier: "1"}`.

    中文：一个等次：隔页和这一等次的全部案例：`{tier: "1"}`。
    """

    tier: Annotated[
        str, Wording("等次在 awards.yaml 里的编号（id）", "the id of the tier in awards.yaml")
    ]


class PartItem(Model):
    """A part outside the tiers: its name, its cases, and a line for the divider.

    中文：等次之外的一部分，如名单外来稿。
    """

    part: Annotated[str, Wording("这一部分的名称，印在隔页上", "its name, printed on its divider")]
    cases: Annotated[
        tuple[str, ...],
        Wording(
            "案例，依次写文件名（不带 .md）",
            "its cases in order, each by its file name without .md",
        ),
    ]
    note: Annotated[
        str, Wording("印在隔页上的一句说明", "a line of explanation, printed on the divider")
    ] = ""


class OrganisationsItem(Model):
    """The list of a tier that honours organisations: `{organisations: "3"}`.

    中文：表彰单位的等次，排成名单：`{organisations: "3"}`。
    """

    organisations: Annotated[
        str, Wording("等次在 awards.yaml 里的编号（id）", "the id of the tier in awards.yaml")
    ]


class IndexItem(Model):
    """An index over all cases: `{index: organisation}` or `{index: region}`.

    中文：全部案例的索引：`{index: organisation}` 或 `{index: region}`。
    """

    index: Annotated[
        Literal["organisation", "region"],
        Wording(
            "organisation 按单位名称的拼音排，region 按地区排",
            "organisation: by the names of organisations, in pinyin order; region: by region",
        ),
    ]


Item = Plain | MatterItem | TierItem | PartItem | OrganisationsItem | IndexItem


class Order(Model):
    """The order of the matter.

    中文：书的次序：前置部分、正文、后置部分，各是一个列表，一项一节。
    """

    front: Annotated[
        tuple[Item, ...],
        Wording(
            "前置部分：扉页、版权页、说明、目录",
            "the front matter: title page, imprint, notes, contents",
        ),
    ] = ()
    body: Annotated[
        tuple[Item, ...],
        Wording(
            "正文：各等次和其他部分；页码从 1 起",
            "the body: tiers and other parts; folios begin at 1",
        ),
    ]
    back: Annotated[
        tuple[Item, ...],
        Wording(
            "后置部分：附录、名单、索引、版式说明（colophon）",
            "the back matter: appendices, lists, indexes, colophon",
        ),
    ] = ()


class Series(Model):
    """The series the book belongs to.

    中文：所属丛书。
    """

    title: Annotated[str, Wording("丛书名", "the name of the series")]
    number: Annotated[Count | None, Wording("第几册", "the number of this volume")] = None


RuleName = Annotated[
    str,
    Wording("规则名，如校对报告所示", "the name of the rule, as the report of the proof shows it"),
]


class StetItem(Model):
    """An erratum the editor overrules, with the reason.

    中文：编辑决定不改的一处校对意见，附理由。
    """

    rule: RuleName
    where: Annotated[str, Wording("文件，如 cases/1-07.md", "the file, such as cases/1-07.md")]
    because: Annotated[str, Wording("不改的理由", "why it stays as it is")]
    quote: Annotated[
        str,
        Wording(
            "要保留的字句；不写则这条规则在这个文件里只能有一处",
            "the words that stay; without it the rule may find only one place in the file",
        ),
    ] = ""


class PressItem(Model):
    """What is asked of the files for the printer and for the archive.

    中文：送印和存档的要求：`build press` 出印厂用的 PDF，`build archive` 出存档用的。
    """

    surface: Annotated[
        Literal["uncoated", "coated"] | None,
        Wording(
            "纸面：uncoated 不涂布（双胶、轻型、纯质），coated 涂布（铜版）；不写随 paper 的纸",
            "the surface of the paper: uncoated (双胶, 轻型, 纯质) or coated (铜版); else that of "
            "the paper named under `paper`",
        ),
    ] = None
    profile: Annotated[
        str,
        Wording(
            "印厂给的颜色配置文件（.icc），写从稿件文件夹起的路径；不写用自带的",
            "the printer's profile (.icc), as a path in the manuscript folder; else casebook's own",
        ),
    ] = ""
    ink_limit: Annotated[
        InkLimit | None,
        Wording(
            "总墨量上限，如 280（百分数）；不写随纸",
            "the most ink on a spot, such as 280 (percent); else as the paper takes",
        ),
    ] = None
    marks: Annotated[
        bool,
        Wording(
            "出血外印不印裁切线和套准线", "whether crop and register marks stand outside the bleed"
        ),
    ] = False
    multiple: Annotated[
        Count | None,
        Wording(
            "页数凑成几的倍数，如 8、16；书末补空白页；不写是 2，骑马订是 4",
            "the number of pages is a multiple of this, such as 8 or 16; blank ones stand at the end; "
            "else of 2, saddle stitched of 4",
        ),
    ] = None
    coarsest: Annotated[
        Count,
        Wording(
            "图片最低的 ppi，低于它的定稿不出；只有旧照片可用时改小",
            "pixels an inch below which a picture stops a final book; less where there is no better one",
        ),
    ] = 200
    sources: Annotated[
        bool,
        Wording(
            "存档本里附上书稿（文字、奖项、通报），成 PDF/A-3",
            "whether the archive holds texts, awards and notice; it then is PDF/A-3",
        ),
    ] = False


class BookFile(Model):
    """`book.yaml`: what the book is.

    中文：`book.yaml`：书的事实与次序。
    """

    title: Annotated[str, Wording("书名", "the title of the book")]
    subtitle: Annotated[str, Wording("副书名", "the subtitle")] = ""
    issuer: Annotated[
        str,
        Wording("编印单位，印在扉页上", "the body that issues the book, printed on the title page"),
    ]
    status: Annotated[
        Status,
        Wording(
            "draft 是草稿，缺稿处排占位页；final 是定稿，有缺稿、待核对或差错就不出书",
            "draft: placeholders stand for missing manuscripts; final: nothing is issued while one "
            "is missing, an award is to be checked or the proof finds errata",
        ),
    ]
    language: Annotated[
        Language,
        Wording(
            "正文语言；目前只排简体中文", "the language; only simplified Chinese is set so far"
        ),
    ] = "zh-CN"
    identifier: Annotated[
        str,
        Wording(
            "书的唯一标识（urn:uuid:… 或书号），写进电子书；定下后不要改",
            "what tells the book from all others (urn:uuid:… or an ISBN); it goes into the EPUB and "
            "never changes",
        ),
    ]
    date: Annotated[Day, Wording("出版日期", "the date of publication")]
    modified: Annotated[
        Day,
        Wording(
            "最近修订的日期，写进 PDF 和电子书",
            "when the book was last revised; it goes into the PDF and the EPUB",
        ),
    ]
    layout: Annotated[
        str,
        Wording(
            "版式：书内或 casebook 自带的 layouts 下的文件夹名",
            "the layout: a folder in the book's own layouts or in those that casebook brings",
        ),
    ] = "standard"
    composition: Annotated[
        bool,
        Wording(
            "按中文排版要求排行（标点挤压、禁则、汉字与西文间距）；off 则用排版引擎自己的排法",
            "lines are set as Chinese typography asks (marks, line starts and ends, gaps); off: as "
            "the layout engine sets them by itself",
        ),
    ] = True
    editions: Annotated[
        tuple[Literal["print", "epub", "press", "archive"], ...],
        Wording(
            "出哪些版本：print 版面 PDF、epub 电子书、press 印厂用 PDF、archive 存档 PDF",
            "what is issued: print (the pages as PDF), epub, press (for the printer), archive",
        ),
    ] = ("print", "epub")
    series: Annotated[Series | None, Wording("所属丛书", "the series the book belongs to")] = None
    description: Annotated[
        str, Wording("内容简介，写进电子书", "what the book is about; it goes into the EPUB")
    ] = ""
    editors: Annotated[
        tuple[Person, ...],
        Wording("编者，印在扉页上", "the editors, printed on the title page"),
    ] = ()
    imprint: Annotated[
        dict[str, str],
        Wording(
            "版权页的各行，依次印出；书号、定价、版次、印次、印张、字数要查验；空着的印作“待定”，并列在"
            "台账里；开本、印张、字数空着则照成书算出",
            "the lines of the imprint page in order; 书号, 定价, 版次, 印次, 印张 and 字数 are checked; "
            "one left empty is printed as 待定 and listed by the ledger; an empty 开本, 印张 or 字数 is "
            "reckoned from the pages",
        ),
    ] = Field(default_factory=dict)
    cip: Annotated[CipItem | None, Wording("在版编目数据", "the CIP data")] = None
    counting: Annotated[CountingItem, Wording("字数的计法", "how 字数 are counted")] = Field(
        default_factory=CountingItem
    )
    paper: Annotated[PaperItem, Wording("用纸和装订", "paper and binding")] = Field(
        default_factory=PaperItem
    )
    cover: Annotated[CoverItem, Wording("封面", "the cover")] = Field(default_factory=CoverItem)
    order: Annotated[Order, Wording("书的次序", "the order of the book")]
    stets: Annotated[
        tuple[StetItem, ...],
        Wording("不改的校对意见", "findings of the proof that are to stay"),
    ] = ()
    press: Annotated[PressItem, Wording("送印和存档的要求", "for printer and archive")] = Field(
        default_factory=PressItem
    )
    specimen: Annotated[
        bool,
        Wording(
            "整本书是样例：每页印“样例”，不能定稿",
            "the whole book is an example: every page says so, and it cannot be final",
        ),
    ] = False


class CaseFront(Model):
    """The head of a case, between two lines `---` at the top of its file.

    中文：案例文件开头两行 `---` 之间的文件头。
    """

    award: Annotated[
        str | None,
        Wording(
            "奖项在 awards.yaml 里的编号，如 1-07；单位和题目随之而定",
            "the id of its award in awards.yaml, such as 1-07; organisation and title follow from it",
        ),
    ] = None
    organisation: Annotated[
        str | None,
        Wording(
            "单位；没有奖项时必写，与通报不同则报疑似",
            "the organisation; needed without an award; a query where the notice differs",
        ),
    ] = None
    title: Annotated[
        str | None,
        Wording(
            "题目；没有奖项时必写，副题写在 —— 之后",
            "the title; needed without an award; a subtitle stands behind ——",
        ),
    ] = None
    short_title: Annotated[
        str | None, Wording("书眉用的短题目", "a short title for the running head")
    ] = None
    region: Annotated[
        str | None,
        Wording(
            "省级地区，看不出单位在哪里时写",
            "the province-level region, where the name of the organisation does not tell it",
        ),
    ] = None
    category: Annotated[
        str | None,
        Wording(
            "申报表上的类别；版式可用",
            "the category of the application form; for the layout to use",
        ),
    ] = None
    summary: Annotated[
        str | None,
        Wording(
            "申报表上的简介；印在题目和正文之间",
            "the summary of the form; printed between title and text",
        ),
    ] = None
    check: Annotated[
        str | None,
        Wording(
            "收稿时存疑、要人看过的地方；删去才能定稿",
            "what intake wants looked at; no final book before it is deleted",
        ),
    ] = None
    contributors: Annotated[
        tuple[Person, ...],
        Wording("署名，印在文末", "who is named with the case, printed at its end"),
    ] = ()
    specimen: Annotated[
        bool, Wording("这一篇是样稿，印上“样稿”", "this case is an example and says so")
    ] = False


class MatterFront(Model):
    """The head of a text before or behind the cases.

    中文：前后各篇文字的文件头。
    """

    title: Annotated[str, Wording("题目", "the title")]
    short_title: Annotated[
        str | None, Wording("书眉用的短题目", "a short title for the running head")
    ] = None
