"""Read the line of authors under the title of an article, and the line of where they work.

Journals set 朱元宵¹，尚中秋² over （1.某学院，某省 某市 000000；2.…）. A line of names counts only with
such marks, or with such a line under it: two short words under a title are as often a subtitle.
"""

import re

from casebook.book import Contributor
from casebook.intake.matching.organisations import organisations_in

_NAME = r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,3}|[ \u3000]+[\u4e00-\u9fff]|[\u4e00-\u9fff]{0,6}·[\u4e00-\u9fff·]{1,10})"
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
    names = (re.sub(r"[ \u3000]", "", found[1]) for found in _ONE.finditer(line))
    return tuple(Contributor(name, "作者") for name in names)


def affiliation(line: str) -> str:
    """Return the first organisation of a line that says where authors work, else nothing."""
    line = line.strip()
    if not _PLACE.fullmatch(line) or "。" in line:
        return ""
    named = organisations_in(line)
    return named[0] if named and (_POST_CODE.search(line) or line[1:2] in "1¹") else ""
