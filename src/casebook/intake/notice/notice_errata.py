"""What is told about a notice, in the editor's words: one function a fault.

A fault of reading (a row nobody understood, a count that differs, a number that jumps) is an
erratum: the list may be incomplete. A fault of the notice itself is a query: it was printed so.
"""

from collections.abc import Sequence

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.notice.entries import Run
from casebook.intake.notice.lexicon import FIELDS
from casebook.intake.notice.line_ends import Joint
from casebook.intake.notice.notice_lines import LONGEST_QUOTE, Row, Sheet, Use
from casebook.intake.notice.templates import Template, UnknownFieldError, parse

BY_HAND = Wording(
    "请对照原件，在 awards.yaml 里补上或改正。", "Compare the original and mend awards.yaml."
)
KEPT = Wording("已照原样保留，请核对原件。", "Kept as printed; look at the original.")

REFUSED = {
    "title-unclosed": Wording("题目的《》不成对", "the marks 《》 of the title do not pair"),
    "two-titles": Wording("一条里有两个《题目》", "one entry holds two 《titles》"),
    "title-missing": Wording(
        "同组条目都有《题目》，这一条没有", "the others of its tier have a title, this has none"
    ),
    "organisation-unclear": Wording(
        "分不清哪些字是单位", "it is not clear which words are the organisation"
    ),
    "shape-unclear": Wording("分不清单位和题目", "organisation and title cannot be told apart"),
}


TEMPLATE = Place("--shape")


def templates(texts: Sequence[str]) -> tuple[list[Template], list[Erratum]]:
    """Return the templates that `texts` write, and an erratum for each that cannot be used."""
    parsed: list[Template] = []
    errata: list[Erratum] = []
    known = ", ".join(f"{{{name}}}（{zh}）" for name, zh in {"no": "序号", **FIELDS}.items())
    for text in texts:
        try:
            parsed.append(parse(text))
        except UnknownFieldError as fault:
            message = Wording(
                f"写法里的“{{{fault.name}}}”不是已知的栏",
                f"‘{{{fault.name}}}’ is no field a template knows",
            )
            hint = Wording(
                f"可用的栏：{known}；也可写中文栏名，如 {{班级}}。",
                f"Known: {known}; a Chinese word makes a field of that name.",
            )
            errata.append(Erratum("unknown-field", TEMPLATE, message, hint, text))
        except ValueError:
            message = Wording("这个写法不能用", "the template cannot be used")
            hint = Wording(
                "每两栏之间要有分隔，如 {no}. {organisation}《{title}》。",
                "Something must part every two fields: {no}. {organisation}《{title}》.",
            )
            errata.append(Erratum("unusable-shape", TEMPLATE, message, hint, text))
    return parsed, errata


def refused(place: Place, rule: str, quote: str) -> Erratum:
    """An entry whose shape is not certain."""
    return Erratum(rule, place, REFUSED[rule], BY_HAND, quote)


def number_jump(place: Place, run: Run) -> Erratum:
    """A number that does not follow the one before."""
    last = run.jumped_from or 0
    message = Wording(
        f"序号从 {last} 跳到 {run.number}", f"the number jumps from {last} to {run.number}"
    )
    hint = Wording(
        "请查原件：是漏了条目，还是序号印错。", "Is an entry missing, or is it misprinted?"
    )
    return Erratum("number-jump", place, message, hint, run.label + run.text)


def unread(place: Place, rows: list[Row], quote: str) -> Erratum:
    """Rows that were not understood."""
    first, last = rows[0].number, rows[-1].number
    span = f"第 {first} 行" if first == last else f"第 {first}—{last} 行"
    message = Wording(f"{span}没有读懂", f"lines {first} to {last} were not understood")
    return Erratum("unread-line", place, message, BY_HAND, quote)


def unread_grant(place: Place, quote: str) -> Erratum:
    """A clause that grants something to somebody and was not read."""
    message = Wording(
        "这一句像是授奖，没有读懂", "this clause seems to grant an award and was not understood"
    )
    return Erratum("unread-grant", place, message, BY_HAND, quote)


def furniture(place: Place, row: Row) -> Erratum:
    """A line taken for a page number or running head of the source."""
    message = Wording("作为页码或书眉略过", "passed over as a page number or running head")
    return Erratum("page-furniture", place, message, None, row.text, Kind.NOTE)


READ_AS = {
    Use.ISSUER: Wording("文件头", "the head of the paper"),
    Use.TITLE: Wording("通报标题", "the title of the notice"),
    Use.SALUTATION: Wording("称呼", "the salutation"),
    Use.BODY: Wording("正文", "text of the letter"),
    Use.ANNEXES: Wording("附件目录", "the list of annexes"),
    Use.SIGNATURE: Wording("落款", "the signature"),
    Use.HEADING: Wording("标题", "a heading"),
    Use.REMARK: Wording("说明", "a remark"),
    Use.COPIES: Wording("抄送单位", "addressees in copy"),
    Use.IMPRINT: Wording("印发单位", "the imprint"),
}


def perhaps_entry(place: Place, use: Use, names: Sequence[str], quote: str) -> Erratum:
    """A line that was read as no entry and names what may have been awarded."""
    zh, en = READ_AS[use]
    short = [name if len(name) < 20 else f"{name[:19]}…" for name in names[:3]]
    more = "等" if len(names) > len(short) else ""
    message = Wording(
        f"这一行当作{zh}，其中的“{'、'.join(short)}”{more}像是获奖者，不在名单里",
        f"read as {en}, though ‘{', '.join(short)}’ may have been awarded and is in no list",
    )
    hint = Wording(
        "如是获奖者，请补进 awards.yaml；不是则不必理会。",
        "Add those that were awarded to awards.yaml; leave it if none was.",
    )
    return Erratum("perhaps-entry", place, message, hint, quote[:LONGEST_QUOTE], Kind.QUERY)


def doubtful_heading(place: Place, quote: str) -> Erratum:
    """A line that was read as a heading though neither its words nor its dress tell that it is one."""
    message = Wording(
        "这一行当作标题，字面看不出是标题还是获奖者",
        "read as a heading, though its words may as well be those of an award",
    )
    hint = Wording(
        "如是获奖者，请补进 awards.yaml；不是则不必理会。",
        "Add it to awards.yaml if it was awarded; leave it if not.",
    )
    return Erratum("doubtful-heading", place, message, hint, quote[:LONGEST_QUOTE], Kind.QUERY)


def between_entries(place: Place, use: Use, quote: str) -> Erratum:
    """A line in the midst of a list that no award holds, whatever it was read as."""
    known = READ_AS.get(use, Wording("日期", "a date"))
    message = Wording(
        f"这一行在名单当中，当作{known.zh}，不在任何一条里",
        f"stands among the entries of a list, was read as {known.en}, and is in no award",
    )
    hint = Wording(
        "如属某一条，请补进 awards.yaml；不是则不必理会。",
        "Add it to awards.yaml if it belongs to an award; leave it if not.",
    )
    return Erratum("line-between-entries", place, message, hint, quote[:LONGEST_QUOTE], Kind.QUERY)


def joint(sheet: Sheet, at: Joint) -> Erratum:
    """A line end inside a title that may have swallowed a space."""
    place = sheet.place(at.row)
    words = {
        "restored": Wording("换行处补回了一个空格", "a space was put back at the line end"),
        "short": Wording(
            "换行处可能丢了空格，未补", "the line end may have swallowed a space; none put back"
        ),
        "halves": Wording(
            "换行处两边长短相当，可能丢了空格，未补",
            "both halves are alike in length; a space may be lost; none put back",
        ),
    }
    hint = Wording(
        "请核对原件，必要时改 awards.yaml。", "Compare the original; mend awards.yaml if need be."
    )
    rule = "restored-space" if at.why == "restored" else "doubtful-wrap"
    return Erratum(rule, place, words[at.why], hint, f"{at.before}↵{at.after}", Kind.QUERY)


def count_differs(
    place: Place, tier: str, size: int, said: list[tuple[Wording, int | None]]
) -> Erratum:
    """A declared count that differs from another one or from the entries read."""
    zh = "，".join(f"{where.zh} {count}" for where, count in said)
    en = ", ".join(f"{where.en} {count}" for where, count in said)
    message = Wording(f"“{tier}”读到 {size} 个，{zh}", f"‘{tier}’: {size} entries read, {en}")
    hint = Wording(
        "请逐条核对原件；若通报本身数字有误，改 awards.yaml 的 declared。",
        "Compare entry by entry; if the notice itself miscounts, change declared in awards.yaml.",
    )
    return Erratum("count-differs", place, message, hint, tier)


def no_awards(name: str, empty: bool) -> Erratum:
    """A notice without anything to read."""
    if empty:
        message = Wording("通报是空的", "the notice is empty")
        hint = Wording("请换一份有文字的文件。", "Supply a file with text.")
        return Erratum("empty-notice", Place(name), message, hint)
    message = Wording("通报里没有找到名单", "no list of awards was found in the notice")
    hint = Wording(
        "请确认附件名单在文件里（不是图片），或直接编写 awards.yaml。",
        "See that the annexes are in the file, not as a picture; or write awards.yaml.",
    )
    return Erratum("no-awards", Place(name), message, hint)


def empty_tier(place: Place, tier: str) -> Erratum:
    """A tier with a heading and no entries."""
    message = Wording(f"“{tier}”下面没有条目", f"nothing stands under ‘{tier}’")
    hint = Wording(
        "名单可能是图片，请补文字；确属空缺的，通报应写明“空缺”。",
        "The list may be a picture: supply text. A vacant tier says 空缺.",
    )
    return Erratum("empty-tier", place, message, hint, tier)


def nameless_tier(place: Place) -> Erratum:
    """A list without a heading that names its tier."""
    message = Wording("名单没有写明奖项名称", "no heading names the tier of this list")
    hint = Wording("请在 awards.yaml 里改 name。", "Change its name in awards.yaml.")
    return Erratum("nameless-tier", place, message, hint)


def query(
    rule: str, place: Place, message: Wording, quote: str = "", hint: Wording | None = KEPT
) -> Erratum:
    """A question about what the notice prints."""
    return Erratum(rule, place, message, hint, quote, Kind.QUERY)
