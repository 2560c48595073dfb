"""The imprint as typed facts: what each line must be, checked, and printed in one form.

A label says what a line is: 书号 is an ISBN with its check digit and hyphens (GB/T 5795), 定价 a
price with its currency, 版次 an edition. What a kind of book must say (GB/T 12450; for internal
publications the rules on 准印证) and does not is listed. A label that means nothing here is printed
as it stands.
"""

import re
from collections.abc import Callable, Iterator

from stdnum import ean, isbn

from casebook import paper_stock
from casebook.book import Fact, Press, Status
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.manuscript import production_checks
from casebook.intake.manuscript.production_schema import CipItem
from casebook.intake.manuscript.schema import BookFile
from casebook.intake.manuscript.yaml_file import YamlFile
from casebook.production_facts import Cip, CoverFacts, PaperFacts, Publication

ISBN = ("书号", "ISBN", "国际标准书号", "中国标准书号", "标准书号")
SET_ISBN = ("全套书号", "套装书号", "总书号")
"""The number of a set, of which this book is a volume: it is printed and not in the barcode."""
PRICE = ("定价", "价格", "售价")
PUBLISHER = ("出版", "出版者", "出版社", "出版发行", "出版单位")
PERMIT = ("准印证号", "准印证")
EDITION = ("版次", "印次", "版印次", "版次印次")
INTERNAL = "内部资料"
_OF_PUBLISHED = (
    ISBN, PRICE, PUBLISHER, ("责任编辑",), ("印刷", "印装", "承印"), ("开本",), ("印张",), ("字数",),
    ("版次",),
)  # fmt: skip
"""What the imprint of a published book says (GB/T 12450), each by one of its labels."""
_OF_INTERNAL = (
    PERMIT, ("编印单位", "编者", "主办", "编印"), ("发送对象",), ("印刷", "印刷单位", "承印"),
    ("印刷日期", "印次", "版次"), ("印数",),
)  # fmt: skip
"""What an internal publication says (the rules on internal publications, article 13)."""
_AMOUNT = r"(?:\d{1,6}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?"
_REMARK = r"\s*[（(][^（()）]{1,20}[)）]"
_PRICED = re.compile(
    rf"(?:(?:人民币|RMB|CNY|[¥￥])\s*({_AMOUNT})\s*元?|({_AMOUNT})\s*元(?:/[册套本])?|"
    rf"(?:HK\$|NT\$|US\$|港币|新台币|美元|USD|HKD|TWD|MOP\$?|EUR|€|£)\s*({_AMOUNT})(?:\s*元)?)"
    rf"(?:{_REMARK})?"
)
_FREE = ("免费", "非卖", "赠阅", "内部")
_ORDINAL = r"(?:第?\s*[1-9]\d{0,2}|第\s*[一二三四五六七八九十百]{1,4})"
_DATED = r"(?:\d{4}\s*年\s*(?:(?:0?[1-9]|1[0-2])\s*月)?\s*)?(?:[\u4e00-\u9fff]{2,4}\s*)??"
_ISSUED = rf"{_DATED}{_ORDINAL}\s*版(?:{_REMARK})?"
_IMPRESSED = rf"{_DATED}{_ORDINAL}\s*次(?:\s*印刷)?"
_EDITIONS = re.compile(rf"{_ISSUED}(?:[\s，,；;]*{_IMPRESSED})?|{_IMPRESSED}")
"""An edition, an impression, or both: 2026年3月北京第1版　2026年5月第2次印刷."""
_SHEETS = re.compile(
    r"(\d{1,4}(?:\.\d{1,3})?)\s*(?:印张)?(?:[\s，,；;]*插页\s*[:：]?\s*\d{1,3}\s*面?)?"
)
_CHARACTERS = re.compile(r"(\d{1,6}(?:\.\d)?|\d{1,3}(?:,\d{3})+)\s*(千字|万字|千|万|字)?")
_NUMBER = re.compile(
    r"(?:中国国家版本馆|中国版本图书馆)?\s*CIP\s*数据核字\s*[（(]\s*(\d{4})\s*[)）]\s*第?\s*(\d{4,6})\s*号"
)
_UNIT = {"千字": 1000, "千": 1000, "万字": 10000, "万": 10000, "字": 1}


def facts(file: BookFile) -> tuple[Fact, ...]:
    """Return the lines of the imprint, each as it is printed."""
    return tuple(Fact(label, _printed(label, value)) for label, value in file.imprint.items())


def _printed(label: str, value: str) -> str | None:
    if value and label in (*ISBN, *SET_ISBN) and (number := _isbn(value)):
        remark = _AT_END.search(value)
        printed = number + (remark[0].strip() if remark else "")
        return printed if label == "ISBN" else f"ISBN {printed}"
    if label in (*PRICE, *_NUMBERS):
        return narrow(value) or None
    return value or None


def narrow(value: str) -> str:
    """Return `value` with figures, letters and full stops of half width."""
    return value.translate(_NARROW)


_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0E)}
_NUMBERS = ("印张", "字数", "印数", "版次", "印次")
_AT_END = re.compile(rf"{_REMARK}\s*$")


def publication(file: BookFile) -> Publication:
    """Return what the imprint says as typed facts; what is wrong is empty (`errata` tells it)."""
    said = {label: value for label, value in file.imprint.items() if value}
    number = next((_isbn(said[label]) for label in ISBN if label in said), "") or ""
    price = narrow(next((said[label] for label in PRICE if label in said), "")).strip()
    return Publication(
        isbn=number,
        price=price if _PRICED.fullmatch(price) else "",
        publisher=next((said[label] for label in PUBLISHER if label in said), ""),
        internal=_internal(said),
        permit=next((said[label] for label in PERMIT if label in said), ""),
        cip=_cip(file.cip, number) if file.cip else None,
    )


def _internal(said: dict[str, str]) -> bool:
    return any(label in said for label in PERMIT) or any(
        INTERNAL in value for label, value in said.items() if label not in ISBN
    )


def paper(file: BookFile) -> PaperFacts:
    """Return what the book is printed on."""
    of = file.paper
    return PaperFacts(of.name, of.thickness or 0.0, of.sheet, of.binding)


def press(file: BookFile) -> Press:
    """Return how the book goes to press; a surface that is not given is that of its paper."""
    of = file.press
    stock = paper_stock.named(file.paper.name or paper_stock.USUAL)
    surface = of.surface or (stock.surface if stock else "uncoated")
    limit = of.ink_limit or 0
    return Press(
        surface=surface,
        profile=of.profile,
        ink_limit=limit,
        marks=of.marks,
        multiple=of.multiple or (paper_stock.FOLDED if file.paper.binding == "saddle" else 2),
        coarsest=of.coarsest,
        sources=of.sources,
    )


def cover(file: BookFile) -> CoverFacts:
    """Return what is decided of the cover."""
    of = file.cover
    usual = CoverFacts()
    return CoverFacts(
        picture=of.picture,
        wraps=of.wraps,
        flaps=of.flaps or 0.0,
        spine=of.spine or 0.0,
        back=of.back,
        front_flap=of.front_flap,
        back_flap=of.back_flap,
        price_code=of.price_code,
        title=tuple(line.strip() for line in of.title.splitlines() if line.strip()),
        paper=of.paper,
        profile=of.profile,
        finish=of.finish,
        rounded=of.rounded,
        board=of.board or usual.board,
        hinge=of.hinge or usual.hinge,
        turn_in=of.turn_in or usual.turn_in,
    )


def _cip(item: CipItem, number: str) -> Cip:
    """Return the paragraphs of the CIP data in the order and with the marks of GB/T 12451."""
    issued = f"{item.place}：{item.publisher}，{item.date}"
    areas = [item.title, item.edition, issued, item.extent]
    description = ". -- ".join(area.rstrip(". ") for area in areas if area)
    if item.series:
        description += f". -- （{item.series.strip('（）()')}）"
    if item.notes:
        description += f". -- {item.notes.rstrip('. ')}"
    points = zip("ⅠⅡⅢⅣ", (item.titles, item.authors, item.subjects, item.classes), strict=True)
    access = " ".join(
        f"{numeral}. " + " ".join(f"{_CIRCLED[n]}{text}" for n, text in enumerate(texts[:20]))
        for numeral, texts in points
        if texts
    )
    return Cip(description, access, item.number, number)


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _isbn(value: str) -> str | None:
    """Return an ISBN of 13 digits with its hyphens, or None where `value` is none."""
    number = isbn.compact(_AT_END.sub("", _bare(value)))
    if not isbn.is_valid(number):
        return None
    number = isbn.to_isbn13(number)
    parts = isbn.split(number)
    return "-".join(part for part in parts if part)


def _bare(value: str) -> str:
    return re.sub(r"^\s*ISBN\s*[:：]?\s*", "", value, flags=re.IGNORECASE).replace("－", "-").replace("—", "-").replace("–", "-")  # fmt: skip


# What is wrong


def errata(file: BookFile, source: YamlFile) -> Iterator[Erratum]:
    """Yield what of imprint, CIP data, paper and cover is wrong, or lacking."""

    def place(*steps: str) -> Place:
        return source.place(steps)

    for label, value in file.imprint.items():
        for labels, check in _CHECKS.items():
            if value and label in labels:
                yield from check(label, narrow(value).strip(), place("imprint", label))
    yield from _of_cip(file, place)
    yield from production_checks.of_paper(file, place)
    yield from production_checks.of_cover(file, place)
    yield from _contradicting(file, place)
    yield from _lacking(file, place)


def _of_isbn(label: str, value: str, place: Place) -> Iterator[Erratum]:
    bare = _AT_END.sub("", _bare(value))
    number = isbn.compact(bare)
    if printed := _isbn(value):
        if len(number) == 10:
            yield Erratum(
                "old-isbn",
                place,
                Wording(
                    f"书号是 10 位的旧号，排成 13 位：{printed}",
                    f"this is an ISBN of 10 digits: it is printed with 13, {printed}",
                ),
                Wording("对照书号核发单。", "Compare it with the form on which it was issued."),
                value,
                Kind.QUERY,
            )
        return
    yield Erratum("wrong-isbn", place, *_why_no_isbn(label, bare, number), value)


def _why_no_isbn(label: str, bare: str, number: str) -> tuple[Wording, Wording]:
    """Return why the compact `number` of a line is no ISBN, and what to do."""
    digits = re.sub(r"\D", "", number)
    copy = Wording(
        "照书号核发单抄：13 位数字，978 或 979 开头，如 978-7-04-035163-7；还没有核发就空着，印作“待定”。",
        "Copy it from the form on which it was issued: 13 digits that begin with 978 or 979. Not "
        "issued yet: leave it empty, and 待定 is printed.",
    )
    if re.fullmatch(r"97[89]\d{10}|\d{9}[\dX]", number):
        right = _tenth(number) if len(number) == 10 else ean.calc_check_digit(number[:-1])
        return Wording(
            f"书号的校验码不对：末位是 {number[-1]}，前 {len(number) - 1} 位算出来是 {right}",
            f"the check digit of the ISBN is wrong: {number[-1]} stands there, the first "
            f"{len(number) - 1} digits make {right}",
        ), Wording(
            "对照书号核发单逐位核对，多半是抄错了一位；不要只改末位。",
            "Compare it digit by digit with the form: one was miscopied. Do not just change the last.",
        )
    numbers = [n for n in re.findall(r"97[89][\d\- ]{10,14}", bare) if _isbn(n)]
    if len(numbers) > 1:
        return Wording("一行里有几个书号", "there are several ISBNs in one line"), Wording(
            "书号只写这一册的，条码用它；全套的另写一行“全套书号:”。",
            "Write that of this volume, which the barcode shows; that of the set has a line of its "
            "own, ‘全套书号:’.",
        )
    if numbers:
        return Wording("书号前后有多余的字", "something else stands beside the ISBN"), Wording(
            f"只写书号：{_isbn(numbers[0])}；说明写在后面的括号里，如（上册）。",
            f"Write the ISBN alone: {_isbn(numbers[0])}; a remark stands behind it in parentheses.",
        )
    if len(digits) not in (10, 13) and digits:
        return Wording(
            f"书号有 {len(digits)} 位数字，应有 13 位",
            f"the ISBN has {len(digits)} digits, not 13",
        ), copy
    return Wording(f"“{label}”不是书号", f"‘{label}’ is no ISBN"), copy


def _tenth(number: str) -> str:
    """Return the check digit of an ISBN of 10 digits (ISO 2108)."""
    rest = sum(place * int(digit) for place, digit in enumerate(number[:9], 1)) % 11
    return "X" if rest == 10 else str(rest)


def _of_price(label: str, value: str, place: Place) -> Iterator[Erratum]:
    priced = _PRICED.fullmatch(value)
    if any(word in value for word in _FREE) or (priced and float(_amount(priced)) > 0):
        return
    if priced or re.fullmatch(r"0+(?:\.0+)?", value):
        message = Wording("定价是 0", "the price is 0")
        hint = Wording(
            "写出定价；不卖的书写“非卖品”或“免费赠阅”。",
            "Write the price; for a book that is not sold, 非卖品 or 免费赠阅.",
        )
        yield Erratum("wrong-price", place, message, hint, value)
        return
    if re.fullmatch(_AMOUNT, value):
        message = Wording("定价没有写货币", "the price has no currency")
        hint = Wording(f"写成“{value}元”。", f"Write ‘{value}元’.")
    else:
        message = Wording(f"“{label}”不是价格", f"‘{label}’ is no price")
        hint = Wording(
            "写数和货币：48.00元、116.00元（全两册）、US$12.50。",
            "Write an amount and its currency: 48.00元, 116.00元（全两册）, US$12.50.",
        )
    yield Erratum("wrong-price", place, message, hint, value)


def _amount(priced: "re.Match[str]") -> str:
    return str(next(filter(None, priced.groups()))).replace(",", "")


def _of_edition(label: str, value: str, place: Place) -> Iterator[Erratum]:
    if _EDITIONS.fullmatch(value):
        return
    form = "2026年3月第1版" if label == "版次" else "2026年3月第1次印刷"
    yield Erratum(
        "wrong-edition",
        place,
        Wording(f"“{label}”看不懂", f"‘{label}’ is not understood"),
        Wording(f"写成“{form}”的样子。", f"Write it as ‘{form}’."),
        value,
    )


def _of_sheets(label: str, value: str, place: Place) -> Iterator[Erratum]:
    if not _SHEETS.fullmatch(value):
        yield _no_number(label, "20.75", value, place)


def _of_characters(label: str, value: str, place: Place) -> Iterator[Erratum]:
    match = _CHARACTERS.fullmatch(value)
    if match is None:
        yield _no_number(label, "320千字", value, place)
    elif not match[2]:
        yield Erratum(
            "wrong-number",
            place,
            Wording("字数没有写单位", "the number of characters has no unit"),
            Wording(
                f"写成“{value}千字”；空着就照成书算出。",
                f"Write ‘{value}千字’; left empty it is reckoned from the pages.",
            ),
            value,
        )


def _no_number(label: str, form: str, value: str, place: Place) -> Erratum:
    return Erratum(
        "wrong-number",
        place,
        Wording(f"“{label}”不是数", f"‘{label}’ is no number"),
        Wording(
            f"写成“{form}”的样子；空着就照成书算出。",
            f"Write it as ‘{form}’; left empty it is reckoned from the pages.",
        ),
        value,
    )


_CHECKS: dict[tuple[str, ...], Callable[[str, str, Place], Iterator[Erratum]]] = {
    (*ISBN, *SET_ISBN): _of_isbn,
    PRICE: _of_price,
    EDITION: _of_edition,
    ("印张",): _of_sheets,
    ("字数",): _of_characters,
}


def characters(value: str) -> int | None:
    """Return how many characters a line 字数 says, or None where it is none."""
    match = _CHARACTERS.fullmatch(narrow(value).strip())
    return round(float(match[1].replace(",", "")) * _UNIT[match[2]]) if match and match[2] else None


def sheets(value: str) -> float | None:
    """Return how many printed sheets a line 印张 says, or None where it is none."""
    match = _SHEETS.fullmatch(narrow(value).strip())
    return float(match[1]) if match else None


def _of_cip(file: BookFile, place: production_checks.Places) -> Iterator[Erratum]:
    item = file.cip
    if item is None:
        return
    if not _NUMBER.fullmatch(item.number.strip()):
        yield Erratum(
            "wrong-cip-number",
            place("cip", "number"),
            Wording("核字号不是核发的样子", "this is no number of a CIP record"),
            Wording(
                "照核发的数据抄一整行：中国国家版本馆CIP数据核字（2026）第123456号。",
                "Copy the whole line as issued: 中国国家版本馆CIP数据核字（2026）第123456号.",
            ),
            item.number,
        )
    if not any(file.imprint.get(label) for label in ISBN):
        yield Erratum(
            "cip-without-isbn",
            place("cip"),
            Wording(
                "有在版编目数据，版权页没有书号", "there are CIP data, and no ISBN in the imprint"
            ),
            Wording("在 imprint 里写上“书号: …”。", "Write ‘书号: …’ into ‘imprint’."),
        )
    publisher = next((v for k in PUBLISHER if (v := file.imprint.get(k))), "")
    if publisher and item.publisher not in publisher:
        yield Erratum(
            "cip-publisher",
            place("cip", "publisher"),
            Wording(
                f"在版编目数据的出版者与版权页的“{publisher}”不同",
                f"the CIP data name another publisher than the imprint, ‘{publisher}’",
            ),
            Wording(
                "对照核发的数据，改正其中一处。", "Compare the record and correct one of the two."
            ),
            item.publisher,
            Kind.QUERY,
        )


def _contradicting(file: BookFile, place: production_checks.Places) -> Iterator[Erratum]:
    """Yield a query for an internal publication that says what only published books have."""
    said = {label: value for label, value in file.imprint.items() if value}
    if not _internal(said):
        return
    for label in (*ISBN, *PRICE):
        value = said.get(label, "")
        if value and not any(word in value for word in _FREE):
            yield Erratum(
                "internal-with-isbn",
                place("imprint", label),
                Wording(
                    f"版权页写明是内部资料，又有“{label}”",
                    f"an internal publication has no ‘{label}’",
                ),
                Wording(
                    "两样只留一样：内部资料没有书号，也不定价。",
                    "Keep one: 内部资料 have neither ISBN nor price.",
                ),
                value,
                Kind.QUERY,
            )


def _lacking(file: BookFile, place: production_checks.Places) -> Iterator[Erratum]:
    """Yield what the imprint of a book of its kind must say and does not even leave open."""
    imprint = file.imprint
    said = {label: value for label, value in imprint.items() if value}
    published = any(label in said for label in ISBN)
    wanted = _OF_PUBLISHED if published else _OF_INTERNAL if _internal(said) else ()
    lacking = [labels[0] for labels in wanted if not any(label in imprint for label in labels)]
    if published and file.cip is None:
        lacking.append("cip")
    if not lacking:
        return
    kind = Kind.QUERY if file.status is Status.FINAL else Kind.NOTE
    yield Erratum(
        "imprint-lacks",
        place("imprint"),
        Wording(
            f"版权页上没有：{'、'.join(lacking)}",
            f"the imprint does not have: {', '.join(lacking)}",
        ),
        Wording(
            "有的补上；还不知道的写上名称空着，印作“待定”。",
            "Add what is known; what is not yet, by its label alone: it is printed as 待定.",
        ),
        kind=kind,
    )
