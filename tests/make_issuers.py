"""Make `data/issuers.tsv`: which central body issued a document when, as the evening news told it.

Run `python tests/make_issuers.py FOLDER`, FOLDER a copy of github.com/china-data/xwlb. A document stands
in the list where the headline and the text of one broadcast name the same body and the same title,
and where no other broadcast tells of it in another month (a new edition). Titles, bodies and days are
facts; of the texts nothing is taken. Lines of the present list with another source are kept.
"""

# ruff: noqa: E402  run as a program
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA

HEAD = """\
# 文件由谁在何时印发：全称	发文机关	播发的年月	出处。句中写明由谁、何时印发而与此不合的，提请核对；成文或在前一个月，差一个月不报。
# 据央视《新闻联播》的标题和文稿（github.com/china-data/xwlb，2012-07—2026-06）；由 python tests/make_issuers.py 生成；其余各条逐条写明出处。
"""
NEWS = "央视《新闻联播》"
FULL = {"中办": "中共中央办公厅", "国办": "国务院办公厅"}
_BODY = "中共中央办公厅|国务院办公厅|中共中央|国务院|中央军委"
_ISSUED = r"(?:近日|日前)?(?:联合)?印发了?《(?P<title>[^《》]{6,60})》"
_HEADLINE = re.compile(rf"\[视频\](?P<who>(?:(?:{_BODY}|中办|国办)[、和 ,，]?)+){_ISSUED}")
_TOLD = re.compile(rf"(?P<who>(?:(?:{_BODY})[、和 ，]?)+){_ISSUED}")


class Issue(NamedTuple):
    """A document as one broadcast told of it: who issued it, the day, the address."""

    who: tuple[str, ...]
    day: str
    address: str


def agreed(headline: str, text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the title and the bodies that headline and text agree in, or None."""
    head = _HEADLINE.match(headline)
    if head is None:
        return None
    said = {FULL.get(body, body) for body in re.findall(f"{_BODY}|中办|国办", head["who"])}
    for match in _TOLD.finditer(text):
        bodies = tuple(dict.fromkeys(re.findall(_BODY, match["who"])))
        if match["title"] == head["title"] and set(bodies) == said:
            return match["title"], bodies
    return None


def broadcasts(folder: Path) -> Iterator[tuple[str, Issue]]:
    """Yield the documents that were told of, each with who issued it."""
    for path in sorted(folder.glob("assets/*/*.json")):
        for video in json.loads(path.read_text("utf-8")).get("videoList", []):
            text = re.sub("<[^>]+>", "", str(video.get("video_detail", "")))
            issue = agreed(video.get("video_title", ""), text)
            if issue:
                address = video["video_url"].removeprefix("https://")
                yield issue[0], Issue(issue[1], path.stem, address)


def main(folder: Path) -> None:
    """Write the list anew."""
    issues: dict[str, list[Issue]] = defaultdict(list)
    for title, issue in broadcasts(folder):
        issues[title].append(issue)
    lines = (DATA / "issuers.tsv").read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("#") and f"\t{NEWS}" not in line]
    known = {line.partition("\t")[0] for line in kept}
    for title, (first, *others) in issues.items():
        if title in known or any(other.day[:6] != first.day[:6] for other in others):
            continue
        month, day = f"{first.day[:4]}-{first.day[4:6]}", first.day[6:]
        source = f"{NEWS}{month}-{day}（{first.address}）"
        kept.append("\t".join((title, "、".join(first.who), month, source)))
    (DATA / "issuers.tsv").write_text(HEAD + "\n".join(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
