"""Tell the contact details of a person in a text from the many other numbers a text holds.

Mobile and landline numbers, identity cards (GB 11643—1999), mail addresses, bank cards and the
names of messengers are personal: an application form asks for them, and a book must not print
them by accident. Hotlines (400-…, 预约电话) are for the public; 12345 and 120 are not even told.
Precision is what counts here: a grant number, an ISBN or a statistic must not alarm an editor.
"""

import datetime
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from casebook.book import Section
from casebook.errata import Wording


class Detail(StrEnum):
    """What a contact detail is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    IDENTITY = "identity"
    MAIL = "mail"
    BANK = "bank"
    MESSENGER = "messenger"
    PLATE = "plate"
    RECORD = "record"
    HOTLINE = "hotline"


NAMES = {
    Detail.MOBILE: Wording("手机号码", "a mobile number"),
    Detail.LANDLINE: Wording("电话号码", "a telephone number"),
    Detail.IDENTITY: Wording("身份证号", "an identity card number"),
    Detail.MAIL: Wording("电子邮箱", "a mail address"),
    Detail.BANK: Wording("银行账号", "a bank account"),
    Detail.MESSENGER: Wording("微信或QQ号", "the name of a messenger account"),
    Detail.PLATE: Wording("车牌号", "a number plate"),
    Detail.RECORD: Wording("证件或病历号", "the number of a document or a medical record"),
    Detail.HOTLINE: Wording("公用电话", "a public number"),
}


class Contact(NamedTuple):
    """A contact detail: the characters `start` to `end` of a text, and what it is."""

    start: int
    end: int
    detail: Detail


FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xA0: " ", **dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), " "),
}  # fmt: skip
"""Wide characters and blanks as they are looked for: as many characters long."""
_RUN = re.compile(
    r"(?:(?<![\dA-Za-z])(?<!\d[.])|(?<=tel)|(?<=TEL)|(?<=Tel))(?:\+ ?)?\d(?:[ \-]?[\dXx])*(?![\dA-Za-z]|[.]\d)"
)
_AREA = re.compile(r"\((0\d{2,3})\)")
_DOTTED = re.compile(r"(?<![\d.])(1[3-9]\d)[.·](\d{4})[.·](\d{4})(?![\d.])")
"""Two habits of setting a number apart, written as the common ones, as many characters long."""
_TOKEN = re.compile(r"[\dXx]+")
_LOOK = re.compile(
    r"\d[ \-\d]{4,}|@|[#(\[]|QQ|微信|[\u4e00-\u9fff][A-Z][ ·•.]?[A-Z\d]{5}", re.IGNORECASE
)
"""What a text must hold to be looked at closely at all."""
_PHONE_WORD = re.compile(
    r"(?:电\s*话|手\s*机|座\s*机|传\s*真|联\s*系|微\s*信|致\s*电|拨\s*打|来\s*电|热\s*线|号\s*码|(?<![a-z])(?:tel|fax|mobile|phone))"
    r"[^。；;，,\d]{0,12}$",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(?:热\s*线|专\s*线|(?:服务|咨询|预约|挂号|投诉|举报|监督|急救|报警|求助|值班|公开|便民|总机|接待|救助|援助)\s*(?:电\s*话|号\s*码|台)?)"
    r"[^。；;，,\d]{0,8}$"
)
_OTHER_NUMBER = re.compile(
    r"(?:编号|批号|批准号|注册号|登记号|备案号|许可证号?|证书号|准字|合同号|订单号|流水号|文号|信用代码|专利号?|课题号?"
    r"|项目号|基金|NO|ISBN|ISSN|CN|DOI|ZL|￥|¥|\$|第)[^。；;，,\d]{0,6}$",
    re.IGNORECASE,
)
_IDENTITY_WORD = re.compile(r"(?:身\s*份\s*证|证件\s*号?)[^。；;，,\d]{0,10}$")
_BANK_WORD = re.compile(
    r"(?:卡\s*号|银行|开户行?|(?<!众)(?<!音)(?<!博)(?<!频)[账帐]\s*[号户])[^。；;，,\d]{0,16}$"
)
_UNIT = re.compile(
    r" ?(?:[多余]?[万亿千百]?(?:元|人|次|个|件|份|册|吨|公里|千米|米|户|例|张|条|项|字|点|步)|[%％万亿])"
)
_MAIL = re.compile(
    r"(?<![\w.%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63} ?(?:@|\(at\)|\[at\]) ?"
    r"(?:[A-Za-z0-9\-]{1,63}\.)+[A-Za-z]{2,12}(?![A-Za-z0-9])"
    r"|(?<![\w.%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{2,63}#(?:163|126|139|189|qq|foxmail|sina|sohu|gmail|hotmail|outlook|yeah)"
    r"\.(?:com|cn|net)(?![A-Za-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_MESSENGER = re.compile(
    r"(?<![A-Za-z])QQ(?:群|号|群号|号码)?\s*[:是为]?\s*(?P<qq>[1-9]\d{4,10})(?![\dA-Za-z])"
    r"|微\s*信\s*(?:号码?\s*[:是为]?|ID\s*[:]?|[:])\s*(?P<name>[A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.]?"
    r"(?=[A-Z]{0,4}\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
"""A number plate (GA 36—2018): province, office, five or six figures and letters."""
_RECORD = re.compile(
    r"(?:住院|病历|病案|门诊|就诊卡|登记|医保卡?|社保卡?|护照|军官证|通行证|残疾人?证)(?:号码?|编号)\s*[:为是]?\s*"
    r"(?P<number>[A-Za-z]{0,3}\d{5,12})(?![\dA-Za-z])"
)
"""What leads to one person in a register, named as such."""
_GROUPS = frozenset(
    {(11,), (3, 4, 4), (3, 8), (2, 11), (2, 3, 4, 4), (2, 3, 8), (4, 11), (13,), (15,), (1,) * 11}
)
"""How the digits of a mobile number are set apart, 86 or 0086 before them."""
_BEFORE = 30
"""Characters before a number that may say what it is."""


def contacts_in(text: str) -> Iterator[Contact]:
    """Yield the contact details of `text`, one paragraph or cell, in their order."""
    folded = _DOTTED.sub(r"\1-\2-\3", _AREA.sub(r" \1 ", text.translate(FOLD)))
    if not _LOOK.search(folded):
        return
    taken: list[Contact] = []
    for match in _MAIL.finditer(folded):
        taken.append(Contact(match.start(), match.end(), Detail.MAIL))
    for match in _MESSENGER.finditer(folded):
        group = "qq" if match["qq"] else "name"
        taken.append(Contact(match.start(group), match.end(group), Detail.MESSENGER))
    for match in _PLATE.finditer(folded):
        taken.append(Contact(match.start(), match.end(), Detail.PLATE))
    for match in _RECORD.finditer(folded):
        taken.append(Contact(match.start("number"), match.end("number"), Detail.RECORD))
    for match in _RUN.finditer(folded):
        if not any(
            contact.start < match.end() and match.start() < contact.end for contact in taken
        ):
            taken += _numbers(folded, match)
    yield from sorted(taken)


def masked(text: str) -> str:
    """Return `text` with the middle of every contact detail of a person as asterisks."""
    for contact in reversed([*contacts_in(text)]):
        if contact.detail is Detail.HOTLINE:
            continue
        quoted = text[contact.start : contact.end]
        shown = f"{quoted[:3]}****{quoted[-2:]}" if len(quoted) > 7 else "****"
        text = text[: contact.start] + shown + text[contact.end :]
    return text


def _numbers(text: str, run: re.Match[str]) -> Iterator[Contact]:
    """Yield what one run of digits is: all of it, or single words of it."""
    start = run.start()
    before = text[max(0, start - _BEFORE) : start]
    number_kind = _number(re.sub(r"[ \-]", "", run[0]), _lengths(run[0]), before, text[run.end() :])
    if number_kind:
        yield Contact(start, run.end(), number_kind)
        return
    words = list(_TOKEN.finditer(run[0]))
    for word in words if len(words) > 1 else ():
        detail = _number(
            word[0], (len(word[0]),), before, run[0][word.end() :] or text[run.end() :]
        )
        if detail and detail is not Detail.LANDLINE:
            yield Contact(start + word.start(), start + word.end(), detail)


def _lengths(run: str) -> tuple[int, ...]:
    return tuple(len(token) for token in _TOKEN.findall(run))


def _number(digits: str, lengths: tuple[int, ...], before: str, behind: str) -> Detail | None:
    """Return what the number `digits`, set in words of these `lengths`, is, or None."""
    plus = digits.startswith("+")
    digits = digits.removeprefix("+").upper()
    bare = before.rstrip(" (:-")
    called = bool(_PHONE_WORD.search(before))
    other = bool(_OTHER_NUMBER.search(bare)) and not called
    if _is_identity(digits) and not other:
        return Detail.IDENTITY
    if _IDENTITY_WORD.search(before) and re.fullmatch(r"\d{15}|\d{17}[\dX]", digits):
        return Detail.IDENTITY
    if "X" in digits:
        return None
    if re.fullmatch(r"[48]00\d{7}", digits):
        return Detail.HOTLINE
    if re.fullmatch(r"(?:(?:00)?86)?1[3-9]\d{9}", digits) and not other:
        counted = bool(_UNIT.match(behind)) and not called
        if not counted and (called or plus or lengths in _GROUPS):
            return Detail.MOBILE
    if _is_bank(digits, lengths, bool(_BANK_WORD.search(before))) and not other:
        return Detail.BANK
    if re.fullmatch(r"(?:86)?0?(?:10|2\d|[3-9]\d{2})\d{7,8}\d{0,6}", digits) and called:
        local = lengths[0] in (3, 4) or plus or len(lengths) == 1
        if local and (digits.startswith("0") or plus):
            return Detail.HOTLINE if _PUBLIC.search(before) else Detail.LANDLINE
    return None


def _is_identity(digits: str) -> bool:
    """Whether `digits` are an identity number: its date and check character are right.

    GB 11643—1999: the weights are powers of 2 modulo 11.
    """
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", digits):
        return False
    try:
        born = datetime.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(char) * pow(2, 17 - at, 11) for at, char in enumerate(digits[:17]))
    return 1900 <= born.year <= 2100 and "10X98765432"[total % 11] == digits[17]


def _is_bank(digits: str, lengths: tuple[int, ...], named: bool) -> bool:
    """Whether `digits` are a bank card (Luhn, ISO/IEC 7812-1), or an account that is named so.

    Cards of other houses than UnionPay (62…) are known by their groups of four.
    """
    if named:
        return 12 <= len(digits) <= 25 or (len(digits) > 8 and _luhn(digits))
    if not 16 <= len(digits) <= 19 or not _luhn(digits):
        return False
    in_fours = lengths in ((4, 4, 4, 4), (4, 4, 4, 4, 3)) and "00 " not in " ".join(
        digits[at : at + 4] for at in range(0, 16, 4)
    )
    return digits.startswith("62") or (in_fours and digits[0] in "3456")


def _luhn(digits: str) -> bool:
    doubled = "0246813579"
    total = sum(
        int(doubled[int(char)] if at % 2 else char) for at, char in enumerate(reversed(digits))
    )
    return total % 10 == 0


# Soon known: what the printed text of a draft is looked through for.

_MAY_HOLD = re.compile(
    r"\d(?:[ \-.·()（）]?\d){4}|[\u4e00-\u9fff][A-Z][ ·•.]?[A-Z\d]{5}|[@＠]|[(（\[]at[)）\]]|[#＃]\w+[.．]c"
    r"|[QＱ]{2}.{0,12}\d{5}|微\s*信.{0,12}[a-z][\w\-]{4}",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_READ_ATTRIBUTE = re.compile(r" (?:alt|title|href)=\"([^\"]*)\"")
_NEAR = 80
"""Characters round a number in which all that says what it is stands."""


def may_hold_contacts(markup: str) -> bool:
    """Whether a text with markup in it holds what looks like a contact detail: soon known.

    Tags may part the digits of a number, or two numbers; of attributes those that are read count.
    """
    read = " ".join(_READ_ATTRIBUTE.findall(markup))
    joined = f"{_TAG.sub('', markup)} {read}"
    if not _MAY_HOLD.search(joined):
        return False
    for text in (joined, f"{_TAG.sub(' ', markup)} {read}"):
        bare = text.translate(FOLD)
        for match in _MAY_HOLD.finditer(bare):
            if any(contacts_in(bare[max(0, match.start() - _NEAR) : match.end() + _NEAR])):
                return True
    return False


def printed_text(section: Section) -> str:
    """Return the markup and the facts that a section prints."""
    case = section.case
    facts = (
        (case.title, case.organisation, case.short_title, case.contributors, case.summary)
        if case
        else ()
    )
    return f"{section.body or ''}{case.body or '' if case else ''}{facts}"
