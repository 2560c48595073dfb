"""How the faults of a manuscript folder are worded; `book_reader` and `frame` decide where they stand."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from casebook.book import Award, Case, Tier
from casebook.errata import Erratum, Kind, Place, Wording, nearest

DOUBTFUL = "doubtful-case"


def no_book(root: Path) -> Erratum:
    """There is no book in this folder."""
    return Erratum(
        "no-book",
        Place(str(root / "book.yaml")),
        Wording("这里没有书", "there is no book here"),
        Wording(
            "进入书的文件夹，或用 casebook new 新建一本。",
            "Go to the book's folder, or make one with casebook new.",
        ),
    )


def no_awards() -> Erratum:
    """The book has no list of awards."""
    return Erratum(
        "missing-file",
        Place("awards.yaml"),
        Wording("没有奖项名单", "there is no list of awards"),
        Wording("运行 casebook notice 通报文件。", "Run casebook notice FILE."),
    )


def bad_name(path: str) -> Erratum:
    """A file's name cannot become the name of a section."""
    return Erratum(
        "file-name",
        Place(path),
        Wording(
            "文件名只可用小写字母、数字和连字符",
            "a file name may hold only small letters, digits and hyphens",
        ),
        Wording("给文件改名，例如 1-07.md。", "Rename it, for instance to 1-07.md."),
    )


def claimed_twice(case: Case, other: str) -> Erratum:
    """Two cases claim one award."""
    award = case.award.id if case.award else ""
    return Erratum(
        "award-claimed-twice",
        case.place,
        Wording(f"奖项 {award} 已由 {other} 认领", f"award {award} is already claimed by {other}"),
        Wording("两个文件只留一个，或改正 award。", "Keep one of the two, or correct ‘award’."),
        award,
    )


def unknown(
    kind: str, name: str, known: dict[str, Tier] | dict[str, Case], place: Place
) -> Erratum:
    """The order names a tier or case that does not exist."""
    zh = {"tier": "等次", "case": "案例"}[kind]
    return Erratum(
        f"unknown-{kind}",
        place,
        Wording(f"没有{zh}“{name}”", f"there is no {kind} ‘{name}’"),
        nearest(name, known)
        or Wording(
            "改成书里有的编号，或从 book.yaml 的 order 里删去。",
            "Write one that the book has, or take it out of ‘order’ in book.yaml.",
        ),
        name,
    )


def nameless(place: Place) -> Erratum:
    """A case without an award does not say whose it is or what it is called."""
    return Erratum(
        "nameless-case",
        place,
        Wording(
            "没有奖项的案例缺少单位或题目",
            "a case without an award lacks its organisation or title",
        ),
        Wording(
            "在文件头写上 organisation 和 title。",
            "Write ‘organisation’ and ‘title’ in the front matter.",
        ),
    )


def differences(award: Award, organisation: str, title: str, place: Place) -> Iterator[Erratum]:
    """The notice is the official document: a case that names things otherwise is queried."""
    for zh, en, written, official in (
        ("单位", "organisation", organisation, award.organisation),
        ("题目", "title", title, award.title or title),
    ):
        if written != official:
            yield Erratum(
                f"{en}-differs",
                place,
                Wording(
                    f"{zh}与通报不同：通报为“{official}”",
                    f"the {en} differs from the notice: ‘{official}’",
                ),
                Wording(
                    "以通报为准，或在文件头保留并说明。",
                    "Follow the notice, or keep it and say why.",
                ),
                written,
                Kind.QUERY,
            )


def to_check(check: str, place: Place) -> Erratum:
    """A case holds something that intake wants looked at."""
    return Erratum(
        DOUBTFUL,
        place,
        Wording("案例待核对", "the case is to be checked"),
        Wording(
            "请对照 cases/received/ 里的原件和收稿记录看，改好后删去文件头的 check；不删不能定稿。",
            "Compare the original and the log in cases/received/, mend the case and delete ‘check’ at its "
            "head; no final book before.",
        ),
        check,
        Kind.QUERY,
    )


def blank(path: str) -> Erratum:
    """A case has a head and no text."""
    return Erratum(
        "blank-case",
        Place(path),
        Wording(
            "只有文件头，没有正文，按没有来稿算", "a head and no text: it counts as not received"
        ),
        Wording(
            "收到正文后再收一次，会并到这一篇；或把正文写进来。",
            "Receive the text when it comes and it joins this case, or write it in.",
        ),
        kind=Kind.QUERY,
    )


def no_region(organisation: str, place: Place) -> Erratum:
    """The region of an organisation cannot be told from its name."""
    return Erratum(
        "unknown-region",
        place,
        Wording("看不出单位所在地区", "the region of the organisation is not known"),
        Wording("在文件头写上 region。", "Write ‘region’ in the front matter."),
        organisation,
        Kind.QUERY,
    )


def untitled(organisation: str, place: Place) -> Erratum:
    """The organisation's name stands in for a title."""
    return Erratum(
        "untitled-case",
        place,
        Wording("没有题目，暂用单位名称", "no title yet; the organisation's name stands in"),
        Wording("向作者要题目，写在文件头的 title。", "Ask the author, and write it as ‘title’."),
        organisation,
        Kind.QUERY,
    )


def nowhere(case: Case, part: str, kind: Kind) -> Erratum:
    """A manuscript stands in no part of the book; a draft sets it in `part`, at the end."""
    zh, en = ("这一稿排在书末", "this draft sets it at the end, in")
    position = (f"；{zh}“{part}”", f"; {en} ‘{part}’") if kind is Kind.QUERY else ("", "")
    unlisted = Wording(
        f"属于某个奖项就用 casebook assign {case.place.path} 编号 归入；单独收就在 book.yaml 的 order 里"
        f"写一个 part，cases 里列上 {case.id}。定稿前必须定下来。",
        f"If it belongs to an award: casebook assign {case.place.path} KEY. If it stands alone, list "
        f"{case.id} in a ‘part’ of ‘order’ in book.yaml. A final book needs one of the two.",
    )
    tier = Wording(
        "在 book.yaml 的 order 里加上它的等次，或放进一个 part；定稿前必须定下来。",
        "Add its tier to ‘order’ in book.yaml, or put it into a part; a final book needs it.",
    )
    return Erratum(
        "case-nowhere",
        case.place,
        Wording(
            f"案例 {case.id} 不在书的任何部分{position[0]}",
            f"case {case.id} stands in no part of the book{position[1]}",
        ),
        tier if case.award else unlisted,
        case.title,
        kind,
    )


def tier_nowhere(cases: Sequence[Case], kind: Kind) -> Erratum:
    """Awards without a manuscript yet whose tier the order does not name."""
    first, count = cases[0], len(cases)
    return Erratum(
        "tier-nowhere",
        first.place,
        Wording(
            f"有 {count} 个奖项（{first.id} 等）的等次不在 order 里，书里没有它们的位置",
            f"the tiers of {count} awards ({first.id} …) are not in ‘order’: they have no place in "
            "the book",
        ),
        Wording(
            "在 book.yaml 的 order 里加上它们的等次。", "Add their tiers to ‘order’ in book.yaml."
        ),
        f"{first.organisation}《{first.title}》" if first.title else first.organisation,
        kind,
    )


def specimen(place: Place, kind: Kind) -> Erratum:
    """A book says of itself that it is a specimen; a final one may not."""
    return Erratum(
        "specimen-book",
        place,
        Wording("这还是一本样例书，每页印着“样例”", "this is still a specimen; every page says so"),
        Wording(
            "用 casebook notice 读进自己的通报；或换成自己的内容后，删去 specimen 这一行。",
            "Read your notice with casebook notice, or put your own matter in its place and delete "
            "the line ‘specimen’.",
        ),
        "specimen: true",
        kind,
    )


def sample_fact(place: Place, value: str, kind: Kind) -> Erratum:
    """A book bears the title or the issuer of a new one; a final one may not."""
    return Erratum(
        "specimen-book",
        place,
        Wording(
            "这里还是新书的样例文字，每页印着“样例”",
            "this is still the sample of a new book; every page says that it is a specimen",
        ),
        Wording("写上这本书自己的。", "Write this book's own."),
        value,
        kind,
    )


def missing(case: Case) -> Erratum:
    """A final book lacks a manuscript."""
    return Erratum(
        "missing-manuscript",
        case.place,
        Wording(f"奖项 {case.id} 没有稿件", f"award {case.id} has no manuscript"),
        Wording(
            "收稿后再定稿，或把 status 改回 draft。", "Receive it first, or set ‘status: draft’."
        ),
        f"{case.organisation}《{case.title}》",
    )
