"""What a book says of its production: imprint, CIP data, paper, cover, and how much it holds.

Frozen values like those of `book`; intake checks them before they are made.
"""

from dataclasses import dataclass
from typing import Annotated

from casebook.errata import Wording


@dataclass(frozen=True)
class Cip:
    """The CIP data (GB/T 12451) as the centre issued them; nothing of it is made up here.

    `description` is the bibliographic one, without the ISBN, `access` the lines of access points.

    中文：图书在版编目（CIP）数据：照版本图书馆核发的数据排，不自拟。
    """

    description: Annotated[
        str, Wording("著录数据，不含书号", "the bibliographic description, without the ISBN")
    ]
    access: Annotated[
        str, Wording("检索数据：Ⅰ. 书名 Ⅱ. 作者 Ⅲ. 主题 Ⅳ. 分类号", "the access points")
    ]
    number: Annotated[str, Wording("核字号一行", "the line with the number of the record")]
    isbn: Annotated[str, Wording("书号，带连字符", "the ISBN, hyphenated")] = ""


@dataclass(frozen=True)
class Publication:
    """What the imprint says, as typed facts; empty where it does not.

    `isbn` is hyphenated, `price` as it is printed, `internal` says that the book is an internal
    publication (内部资料), with the number of its `permit`.

    中文：版权页上的出版事实，查验过的；没有的为空。
    """

    isbn: Annotated[str, Wording("书号，带连字符", "the ISBN, hyphenated")] = ""
    price: Annotated[str, Wording("定价，如 48.00元", "the price, such as 48.00元")] = ""
    publisher: Annotated[str, Wording("出版者", "the publisher")] = ""
    internal: Annotated[bool, Wording("是内部资料", "whether it is for internal use")] = False
    permit: Annotated[str, Wording("准印证号", "the number of the permit to print")] = ""
    cip: Annotated[Cip | None, Wording("在版编目数据", "the CIP data")] = None


@dataclass(frozen=True)
class Extent:
    """How much the book holds, as it was laid out: what 印张 and 字数 are reckoned from.

    `numbered` pages stand in the runs of folios: they count as full, blank ones too.

    中文：成书的篇幅：印张和字数由此算出。
    """

    pages: Annotated[int, Wording("全书面数", "all pages")]
    numbered: Annotated[int, Wording("连续编页码的面数", "pages in the runs of folios")]


@dataclass(frozen=True)
class Counting:
    """How 字数 are counted: characters of a line × lines of a page × pages, each page as full.

    As the state counts them, whatever has a folio is a page, blank or not, and a running head and a
    folio on a line of its own are lines (图书质量管理规定, 附件 图书编校质量差错率计算方法, 二, 1 and 2).
    `heads` and `folios` say whether those lines count; `every_page`, whether leaves without a folio do.

    中文：字数的计法：每行字数 × 每面行数 × 面数；国家规定连续编页码的各面不论是否排字都按满版计，书眉、单排的页码各算一行。
    """

    heads: Annotated[bool, Wording("书眉算不算一行", "whether a running head is a line")] = True
    folios: Annotated[bool, Wording("页码算不算一行", "whether a folio is a line")] = True
    every_page: Annotated[
        bool, Wording("没有页码的面算不算", "whether pages without a folio count")
    ] = False


@dataclass(frozen=True)
class PaperFacts:
    """What the book is printed on, as the editor knows it; what is empty is the usual.

    中文：用纸和装订。
    """

    name: Annotated[str, Wording("纸的名称和克重", "the paper and its weight")] = ""
    thickness: Annotated[
        float, Wording("一张纸的厚度，毫米；0 照表", "millimetres of a leaf; 0: by the table")
    ] = 0.0
    sheet: Annotated[str, Wording("全张纸和开数", "the sheet and its leaves")] = ""
    binding: Annotated[str, Wording("装订方式", "how it is bound")] = "perfect"


@dataclass(frozen=True)
class CoverFacts:
    """What the editor decides of the cover. Lengths are in millimetres, 0 where none is given.

    中文：封面的各项，编者所定。
    """

    picture: Annotated[
        str, Wording("封面图片，从稿件文件夹起的路径", "the picture, below the manuscript folder")
    ] = ""
    wraps: Annotated[
        bool, Wording("图片铺满整张封面", "whether the picture goes round the whole cover")
    ] = False
    flaps: Annotated[float, Wording("勒口宽，毫米", "the width of the flaps in mm")] = 0.0
    spine: Annotated[float, Wording("书脊厚，毫米", "the width of the spine in mm")] = 0.0
    back: Annotated[str, Wording("封底文字", "the words on the back")] = ""
    front_flap: Annotated[str, Wording("前勒口文字", "the words on the front flap")] = ""
    back_flap: Annotated[str, Wording("后勒口文字", "the words on the back flap")] = ""
    price_code: Annotated[
        str, Wording("条码附加码，2 或 5 位", "the add-on of the barcode, 2 or 5 digits")
    ] = ""
    title: Annotated[
        tuple[str, ...],
        Wording("封面上书名的各行；空则自己断行", "the lines of the title; empty: as they fall"),
    ] = ()
    paper: Annotated[str, Wording("封面用纸和克重", "the paper of the cover and its weight")] = ""
    profile: Annotated[
        str, Wording("封面纸的颜色配置文件", "the profile of the paper of the cover")
    ] = ""
    finish: Annotated[str, Wording("封面工艺，如覆哑膜", "its finish, such as lamination")] = ""
    board: Annotated[float, Wording("精装纸板厚，毫米", "the boards of hard covers in mm")] = 3.0
    rounded: Annotated[bool, Wording("精装是不是圆脊", "whether hard covers have a round back")] = (
        False
    )
    hinge: Annotated[float, Wording("精装书槽宽，毫米", "the hinges of hard covers in mm")] = 8.0
    turn_in: Annotated[
        float, Wording("精装包边宽，毫米", "what is turned in round the boards in mm")
    ] = 15.0
