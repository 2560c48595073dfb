"""What `book.yaml` says of the production of a book: CIP data, paper and binding, cover."""

import re
from typing import Annotated, Literal

from casebook.errata import Wording
from casebook.intake.manuscript.typed import BeforeValidator, Model, refusal


def _millimetres(value: object) -> object:
    """Accept a number of millimetres with its unit."""
    match = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not match[2]:
        raise refusal(
            "wrong-kind",
            Wording("不是带单位的长度", "not a length with its unit"),
            Wording("请写毫米：80 mm、0.1 mm。", "Write millimetres: 80 mm, 0.1 mm."),
        )
    return float(match[1])


_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|毫米)?", re.IGNORECASE)
Millimetres = Annotated[float, BeforeValidator(_millimetres)]


class CipItem(Model):
    """The CIP data (GB/T 12451), copied from the record that the centre issued.

    中文：图书在版编目（CIP）数据（GB/T 12451）：照核发的数据抄，不自拟；书号取自 imprint。
    """

    title: Annotated[
        str,
        Wording(
            "书名和责任说明项，如 书名：副书名 / 某某编",
            "title and statement of responsibility: 书名：副书名 / 某某编",
        ),
    ]
    edition: Annotated[str, Wording("版本项，如 2版", "the edition, such as 2版")] = ""
    place: Annotated[str, Wording("出版地", "the place of publication")]
    publisher: Annotated[str, Wording("出版者", "the publisher")]
    date: Annotated[str, Wording("出版年月，如 2026.3", "year and month, such as 2026.3")]
    extent: Annotated[
        str, Wording("载体形态项，有才写", "the physical description, where the record has it")
    ] = ""
    series: Annotated[str, Wording("丛书项，有才写", "the series, where it has one")] = ""
    notes: Annotated[str, Wording("附注项，有才写", "notes, where it has them")] = ""
    titles: Annotated[
        tuple[str, ...], Wording("检索点Ⅰ书名，如 一…", "access points: titles, such as 一…")
    ]
    authors: Annotated[tuple[str, ...], Wording("检索点Ⅱ作者", "authors")] = ()
    subjects: Annotated[tuple[str, ...], Wording("检索点Ⅲ主题词", "subjects")]
    classes: Annotated[tuple[str, ...], Wording("检索点Ⅳ分类号", "classes")]
    number: Annotated[
        str,
        Wording(
            "核字号，照写一行：中国国家版本馆CIP数据核字（2026）第123456号",
            "the number of the record, the whole line: 中国国家版本馆CIP数据核字（2026）第123456号",
        ),
    ]


class PaperItem(Model):
    """What the book is printed on and how it is bound: 印张 and the spine follow.

    中文：用纸和装订：印张、书脊由此算出。
    """

    name: Annotated[
        str,
        Wording(
            "纸和克重，如 双胶 80 g、轻型 70 g、纯质 80 g、铜版 157 g；不写作双胶 80 g",
            "the paper and its weight: 双胶 80 g, 轻型 70 g, 纯质 80 g, 铜版 157 g; else 双胶 80 g",
        ),
    ] = ""
    thickness: Annotated[
        Millimetres | None,
        Wording(
            "一张纸的厚度，印厂给的，如 0.1 mm；不写照表",
            "the thickness of a leaf, as the printer gives it: 0.1 mm; else by the table",
        ),
    ] = None
    sheet: Annotated[
        str,
        Wording(
            "全张纸和开数，如 720 × 1000 1/16；不写按开本选",
            "the sheet and how many leaves it holds: 720 × 1000 1/16; else as the trim asks",
        ),
    ] = ""
    binding: Annotated[
        Literal["perfect", "sewn", "saddle", "hard"],
        Wording(
            "装订：perfect 胶订，sewn 锁线胶订，saddle 骑马订（没有书脊），hard 精装",
            "perfect (胶订), sewn (锁线胶订), saddle (骑马订, without a spine), or hard (精装)",
        ),
    ] = "perfect"


class CountingItem(Model):
    """How 字数 are counted; what is not written is as the state counts.

    中文：字数的计法：每行字数 × 每面行数 × 面数；不写照《图书质量管理规定》附件：连续编页码的各面不论是否排字都按满版计，书眉、单排的页码各算一行。
    """

    heads: Annotated[
        bool, Wording("书眉算一行；off 不算", "whether a running head counts as a line")
    ] = True
    folios: Annotated[bool, Wording("页码算一行；off 不算", "whether a folio counts as a line")] = (
        True
    )
    every_page: Annotated[
        bool,
        Wording("没有页码的面也算；off 不算", "whether pages without a folio count as well"),
    ] = False


class CoverItem(Model):
    """The cover: `build press` makes press-cover.pdf, and the EPUB has its front.

    中文：封面：`build press` 出整张封面，电子书用它的正面。
    """

    picture: Annotated[
        str,
        Wording(
            "封面图片，写从稿件文件夹起的路径；不写用版式自己的设计",
            "its picture, as a path in the manuscript folder; else the layout's own design",
        ),
    ] = ""
    wraps: Annotated[
        bool,
        Wording(
            "图片铺满整张封面（封底、书脊、封面）；off 只在封面",
            "whether the picture goes round back, spine and front; off: it stands on the front",
        ),
    ] = False
    flaps: Annotated[
        Millimetres | None,
        Wording("勒口宽，如 80 mm；不写没有勒口", "the width of the flaps: 80 mm; else none"),
    ] = None
    spine: Annotated[
        Millimetres | None,
        Wording(
            "书脊厚，印厂给的，如 21.5 mm；不写由页数和纸算出",
            "the width of the spine, as the printer gives it: 21.5 mm; else from pages and paper",
        ),
    ] = None
    back: Annotated[
        str,
        Wording("封底文字；不写用 description", "the words on the back; else the description"),
    ] = ""
    front_flap: Annotated[str, Wording("前勒口文字", "the words on the front flap")] = ""
    back_flap: Annotated[str, Wording("后勒口文字", "the words on the back flap")] = ""
    price_code: Annotated[
        str,
        Wording(
            "条码附加码，2 或 5 位，出版社给的；不写没有",
            "the add-on of the barcode, 2 or 5 digits, as the publisher gives it; else none",
        ),
    ] = ""
    title: Annotated[
        str,
        Wording(
            "书名在封面上怎样断行：一行写一行，连起来是书名；不写自己断",
            "how the title is divided on the front: a line of it a line; else where one pauses",
        ),
    ] = ""
    paper: Annotated[
        str,
        Wording(
            "封面用纸和克重，如 铜版 250 g、特种 200 g：颜色按它转；不写作涂布纸",
            "the paper of the cover: 铜版 250 g, 特种 200 g; its inks follow; else a coated one",
        ),
    ] = ""
    profile: Annotated[
        str,
        Wording(
            "封面纸的颜色配置文件，印厂给的，写从稿件文件夹起的路径；不写用自带的",
            "the profile of that paper, as the printer gives it: a path in the manuscript folder",
        ),
    ] = ""
    finish: Annotated[
        str,
        Wording("封面工艺，印在工艺单上，如 覆哑膜", "its finish, for the press sheet: 覆哑膜"),
    ] = ""
    board: Annotated[
        Millimetres | None,
        Wording("精装的纸板厚，如 2.5 mm；不写 3 mm", "the boards of hard covers; else 3 mm"),
    ] = None
    rounded: Annotated[
        bool,
        Wording(
            "精装圆脊：书脊按弧长；off 方脊",
            "whether hard covers have a round back: the spine is as wide as its arc; off: square",
        ),
    ] = False
    hinge: Annotated[
        Millimetres | None,
        Wording("精装的书槽宽；不写 8 mm", "the hinges of hard covers; else 8 mm"),
    ] = None
    turn_in: Annotated[
        Millimetres | None,
        Wording("精装的包边宽；不写 15 mm", "what is turned in round the boards; else 15 mm"),
    ] = None
