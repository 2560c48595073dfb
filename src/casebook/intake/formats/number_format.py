"""Write a number or a day of a spreadsheet as its cell shows it (ECMA-376, 18.8.30 and 18.8.31).

A cell holds 1.0, 0.5 or 44986 and prints 1, 50% or 2023年3月1日: the number format says how. What
lists of names need is written: digits with leading zeros, decimals, thousands, per cent, words put
around them, days and times. Any other format gives the value as it is.
"""

import datetime
import re

Value = (
    str
    | int
    | float
    | bool
    | datetime.datetime
    | datetime.date
    | datetime.time
    | datetime.timedelta
    | None
)

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(General|[0#?][0#?,]*(?:\.[0#?]+)?)|(.)')
_DAY = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|(y+|m+|d+|h+|s+|a+/p+|上午/下午)|(.)', re.IGNORECASE)
_WEEK = "一二三四五六日"


def unformatted(value: Value) -> str:
    """Return `value` without a format: 1 for 1.0, 2023-03-01 for a day without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return str(value)


def shown(value: Value, code: str) -> str:
    """Return `value` as the number format `code` of its cell shows it."""
    if value is None or isinstance(value, str | bool | datetime.timedelta):
        return unformatted(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _day(value, code.split(";")[0])
    parts = code.split(";")
    at = 1 if value < 0 and len(parts) > 1 else 2 if value == 0 and len(parts) > 2 else 0
    return _number(abs(value) if at == 1 else value, parts[at])


def _number(value: int | float, code: str) -> str:
    tokens = list(_LITERAL.finditer(code))
    digits = [token[3] for token in tokens if token[3]]
    strange = any(token[4] and token[4] in "?/Ee@" for token in tokens)
    if len(digits) != 1 or digits[0] == "General" or strange:
        words = "".join(token[1] or token[2] or "" for token in tokens)
        return (
            unformatted(value)
            if len(digits) != 1 or strange or not words
            else _around(tokens, value)
        )
    return _around(tokens, value)


def _around(tokens: list[re.Match[str]], value: int | float) -> str:
    """Return the one number of a format with the words around it."""
    percent = any(token[4] == "%" for token in tokens)
    text = []
    for token in tokens:
        if token[3]:
            text.append(_digits(value * 100 if percent else value, token[3]))
        else:
            text.append(token[1] or token[2] or token[4] or "")
    return "".join(text).strip()


def _digits(value: int | float, code: str) -> str:
    if code == "General":
        return unformatted(value)
    integer, _, decimals = code.partition(".")
    grouped = "," if "," in integer.rstrip(",") else ""
    text = f"{value:{grouped}.{len(decimals)}f}"
    for _ in range(len(decimals) - len(decimals.rstrip("#?"))):
        text = text.removesuffix("0")
    text = text.removesuffix(".")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    front, dot, behind = text.partition(".")
    return f"{sign}{front.zfill(integer.count('0'))}{dot}{behind}"


def _day(value: datetime.datetime | datetime.date | datetime.time, code: str) -> str:
    parts = [part for part in _DAY.finditer(code)]
    if not any(part[3] for part in parts):
        return unformatted(value)
    text: list[str] = []
    half = any(part[3] and part[3][0] in "aA上" for part in parts)
    last = ""
    for at, part in enumerate(parts):
        token = (part[3] or "").lower()
        if not token:
            text.append(part[1] or part[2] or ("" if part[4] in (None, "@") else part[4]))
            continue
        following = next((p[3] for p in parts[at + 1 :] if p[3]), "")
        minute = token[0] == "m" and (last == "h" or following[:1].lower() == "s")
        text.append(_part(value, "minute" if minute else token, len(token), half))
        last = token[0]
    return "".join(text).strip()


def _part(
    value: datetime.datetime | datetime.date | datetime.time, token: str, width: int, half: bool
) -> str:
    """Return one part of a day or time: the year, the month in so many digits …"""
    hour = getattr(value, "hour", 0)
    match token[0] if token != "minute" else "n":
        case "y":
            year = getattr(value, "year", 1900)
            return f"{year % 100:02}" if width <= 2 else str(year)
        case "m":
            return f"{getattr(value, 'month', 1):0{min(width, 2)}}"
        case "d" if width <= 2:
            return f"{getattr(value, 'day', 1):0{width}}"
        case "d":
            return f"星期{_WEEK[value.weekday()]}" if isinstance(value, datetime.date) else ""
        case "h":
            return f"{(hour % 12 or 12) if half else hour:0{min(width, 2)}}"
        case "n":
            return f"{getattr(value, 'minute', 0):0{min(width, 2)}}"
        case "s":
            return f"{getattr(value, 'second', 0):0{min(width, 2)}}"
        case _:
            return "上午" if hour < 12 else "下午"
