"""Read who made a manuscript, and who sent it: lines of authors, and credit lines at its end.

Texts copied from a web site end in 供稿/编辑:… 编辑:…, （来源：…）, and in residue of the page
(上一条, 浏览次数). Only what stands at the very end is cut, all of it is shown, and names become
the case's contributors.

Journals set 朱元宵¹，尚中秋² over （1.某学院，某省 某市 000000；2.…）. A line of names counts only with
such marks, or with such a line under it: two short words under a title are as often a subtitle.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casebook.book import Contributor
from casebook.intake.matching.organisations import organisations_in

_ROLE = (
    "(?:执笔人?|主笔|撰写人?|采写|文字整理|责任编辑|特约编辑|执行编辑|供稿单位|供稿人|供稿|撰稿人|撰稿|投稿|作者|通讯员|记者|编辑|责编"
    "|审核人|审核|审校|校对|核稿|签发|摄影|摄像|图片|来源|信息来源|稿件来源|文字|推送|排版|监制)"
)
_ROLES = rf"(?:{_ROLE}(?:\s*[/、／]\s*{_ROLE})*|(?:图文|文|图)(?=\s*[|｜丨/／]))"
_SIGN = r"\s*[:：|｜丨/／]\s*"
_PIECE = re.compile(rf"({_ROLES}){_SIGN}(.+?)(?=[\s;；，,。|｜丨]*(?:{_ROLES}){_SIGN}|[;；。\s]*$)")
_TAIL = re.compile(r"[;；，,。|｜丨\s]*")
_ENCLOSED = re.compile(r"[（(【]([^（）()【】]+)[）)】]$")
_SENT_BY = re.compile(rf"(.{{2,40}}?)\s+({_ROLE})$")
_WRITTEN_BY = re.compile(r"(文)\s*[:：]\s*(.{2,40})")
_SIGNED_BY = re.compile(r"(.{2,16}?)\s*(供稿|撰稿|执笔|撰文|整理|摄影|采写)")
_RESIDUE = re.compile(
    r"(?:上一[条篇]|下一[条篇]|发布时间|发布日期|浏览次数|阅读次数|阅读量?|点击数|点击量|字号|原标题|免责声明)"
    r"\s*[:：【\[（(\d].*"
    r"|(?:扫一扫|长按识别|长按二维码|打印本页|关闭窗口|分享到|返回顶部)[^。]{0,30}"
)
_LONGEST = 120
_MOST = 60


@dataclass(frozen=True)
class Ending:
    """What a manuscript's end came apart into: the lines that stay, credits, and lines cut."""

    kept: tuple[str, ...]
    contributors: tuple[Contributor, ...]
    cut: tuple[str, ...]


def split_ending(lines: Sequence[str]) -> Ending:
    """Return `lines` without the credits and the web residue they end with.

    Empty lines stay as long as text follows them. Nothing is cut from the first line alone.
    """
    left = list(lines)
    contributors: list[Contributor] = []
    cut: list[str] = []
    while len(left) > 1 and len(cut) < _MOST:
        last = left[-1].strip()
        if not last:
            left.pop()
            continue
        credited = credits_of(last)
        if credited is None and not _RESIDUE.fullmatch(last):
            break
        contributors[:0] = credited or ()
        cut.insert(0, last)
        left.pop()
    return _enclosed(left, contributors, cut)


def _enclosed(left: list[str], contributors: list[Contributor], cut: list[str]) -> Ending:
    """Take a bracketed credit off the last paragraph."""
    match = _ENCLOSED.search(left[-1].rstrip()) if left else None
    credited = credits_of(match[1]) if match else None
    if match and credited:
        left[-1] = left[-1].rstrip()[: match.start()].rstrip()
        contributors[:0] = credited
        cut.insert(0, match[0])
    return Ending(tuple(left), tuple(contributors), tuple(cut))


def credits_of(line: str) -> tuple[Contributor, ...] | None:
    """Return who is named in `line` if it is nothing but credits, else None."""
    line = line.strip()
    enclosed = _ENCLOSED.fullmatch(line)
    line = enclosed[1].strip() if enclosed else line
    if len(line) > _LONGEST:
        return None
    if written := _WRITTEN_BY.fullmatch(line):
        names = bare_names(written[2])
        return tuple(Contributor(name, written[1]) for name in names) or None
    if enclosed and (
        signed := [_SIGNED_BY.fullmatch(part) for part in re.split("[，,；;、]", line)]
    ):
        matches = [match for match in signed if match]
        if len(matches) == len(signed):
            return tuple(Contributor(match[1].strip(), match[2]) for match in matches)
    if enclosed and (sent := _SENT_BY.fullmatch(line)):
        return (Contributor(sent[1].strip(), sent[2]),)
    contributors: list[Contributor] = []
    at = 0
    while at < len(line):
        piece = _PIECE.match(line, at)
        if piece is None or "。" in piece[2]:
            return None
        contributors.append(Contributor(piece[2].strip(), re.sub(r"\s", "", piece[1])))
        tail = _TAIL.match(line, piece.end())
        at = tail.end() if tail else piece.end()
    return tuple(contributors) or None


_NAME = r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,3}|[ \u3000]+[\u4e00-\u9fff]|[\u4e00-\u9fff]{0,6}·[\u4e00-\u9fff·]{1,10})"
_HAN = r"[\u4e00-\u9fff]"
_MARK = r"[\s]*(?:[（(\[]?[0-9¹²³⁴-⁹*＊△▲#†‡][0-9¹²³⁴-⁹*＊△▲#†‡,，]*[）)\]]?)"
_AUTHORS = re.compile(
    rf"(?:(?:作者|文)\s*[:：/／])?\s*{_NAME}(?:{_MARK})?(?:[\s，,、；;]+{_NAME}(?:{_MARK})?){{0,9}}"
)
_MARKED = re.compile(rf"{_NAME}{_MARK}(?=$|[\s，,、；;])")
_ONE = re.compile(rf"({_NAME})(?:{_MARK})?(?=$|[\s，,、；;])")
_PLACE = re.compile(r"[（(【\[].{4,200}[）)】\]]|[1¹][.．、 ].{4,200}")
_POST_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


def authors(line: str, under: str) -> tuple[Contributor, ...]:
    """Return the authors that `line` names and does nothing but name; `under` is the next line."""
    line = line.strip()
    if len(line) > 60 or not _AUTHORS.fullmatch(line):
        return ()
    if not _MARKED.search(line) and not affiliation(under):
        return ()
    names = (re.sub(r"[ \u3000]", "", match[1]) for match in _ONE.finditer(line))
    return tuple(Contributor(name, "作者") for name in names)


def names_alone(line: str) -> tuple[Contributor, ...]:
    """Return the authors of a line that is nothing but names; for lines that stand under a unit."""
    line = line.strip()
    if len(line) > 60 or not _AUTHORS.fullmatch(line):
        return ()
    names = (re.sub(r"[ \u3000]", "", match[1]) for match in _ONE.finditer(line))
    return tuple(Contributor(name, "作者") for name in names)


_LEXICON = Path(__file__).parent / "data/lexicon.tsv"


@cache
def _words(kind: str) -> frozenset[str]:
    lines = (line.split("\t") for line in _LEXICON.read_text("utf-8").splitlines())
    return frozenset(word for first, *rest in lines if first == kind for word in rest[0].split())


def is_name(text: str) -> bool:
    """Whether `text` may be the name of a person, and is no word of another kind: it has a surname."""
    name = re.sub(r"[ \u3000]", "", text)
    if not re.fullmatch(_NAME, text.strip()) or name in _words("plain"):
        return False
    if "·" in name or (len(name) > 2 and name[:2] in _words("surname")):
        return True
    known = name[0] in _words("surname")
    return known and (len(name) < 4 or name[1] in _words("surname"))


def bare_names(line: str) -> tuple[str, ...]:
    """Return the names of persons that `line` is made of and nothing else, else nothing."""
    parts = [
        part for part in re.split(r"\s*[、，,；;/／]\s*|[ \u3000]{2,}|\u3000", line.strip()) if part
    ]
    if len(parts) == 1 and (apart := re.fullmatch(rf"{_HAN}{{2,3}}(?: {_HAN}{{2,3}})+", parts[0])):
        parts = apart[0].split(" ")
    return (
        tuple(re.sub(r"[ \u3000]", "", part) for part in parts) if all(map(is_name, parts)) else ()
    )


def may_be_byline(line: str) -> bool:
    """Whether a line at the head or the end of a text may name who wrote it: （余音）, 甲乙　丙丁.

    A word of two characters that stands alone and in no brackets is a heading as often.
    """
    enclosed = re.fullmatch(r"[（(【\[—\s]+(.*?)[）)】\]\s]*", line.strip())
    names = bare_names(enclosed[1] if enclosed else line)
    return bool(names) and (bool(enclosed) or len(names) > 1 or len(names[0]) > 2)


def affiliation(line: str) -> str:
    """Return the first organisation of a line that says where authors work, else nothing."""
    line = line.strip()
    if not _PLACE.fullmatch(line) or "。" in line:
        return ""
    named = organisations_in(line)
    return named[0] if named and (_POST_CODE.search(line) or line[1:2] in "1¹") else ""
