"""Texts before and behind the cases, begun from templates: 序, 前言, 编写说明, 编委会, 致谢, 后记, 附录.

What the book and its notice say is filled in; what only an editor knows stands as 【待写：…】, which
the proof finds (X021): no final book is printed with it.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import NamedTuple

from casebook.book import Tier
from casebook.errata import Wording
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.yaml_file import Value
from casebook.typography import han_number


class MatterTemplate(NamedTuple):
    """A template: its file, the folder its text belongs in (front or back), its name."""

    file: str
    folder: str
    name: Wording


TEMPLATES = (
    MatterTemplate("foreword", "front", Wording("序", "Foreword")),
    MatterTemplate("preface", "front", Wording("前言", "Preface")),
    MatterTemplate("notes", "front", Wording("编写说明", "Editorial notes")),
    MatterTemplate("board", "front", Wording("编委会名单", "Editorial board")),
    MatterTemplate("acknowledgements", "back", Wording("致谢", "Acknowledgements")),
    MatterTemplate("afterword", "back", Wording("后记", "Afterword")),
    MatterTemplate("appendix", "back", Wording("附录", "Appendix")),
    MatterTemplate("text", "back", Wording("其他", "Another text")),
)


class MatterFacts(NamedTuple):
    """What a template may say: of the book, of its notice, of its tiers."""

    book: Mapping[str, Value]
    notice: Mapping[str, str]
    tiers: Sequence[Tier]
    title: str = ""


def template(name: str) -> MatterTemplate | None:
    """Return the template of that file name, None when there is none."""
    return next((each for each in TEMPLATES if each.file == name), None)


def begun(chosen: MatterTemplate, facts: MatterFacts) -> str:
    """Return the text that the template begins, with a head; `facts.title` takes its title's place."""
    page = files("casebook.intake").joinpath("data", "matter", f"{chosen.file}.md")
    title = yaml_file.row({"a": facts.title or "附文"})[len("{a: ") : -1]
    text = Template(page.read_text("utf-8")).substitute(_sentences(facts), title=title)
    if facts.title and chosen.file != "text":
        head, _, rest = text.partition("\n---\n")
        text = f"---\ntitle: {title}\n---\n{rest}" if head else text
    return text


def free_path(root: Path, chosen: MatterTemplate) -> str:
    """Return where a text of the template goes below the manuscript folder `root`: a name not taken.

    Sections are known by the names of their files, so it is free in both folders.
    """
    number = 1
    while True:
        name = f"{chosen.file}.md" if number == 1 else f"{chosen.file}-{number}.md"
        if not any((root / folder / name).exists() for folder in ("front", "back")):
            return f"{chosen.folder}/{name}"
        number += 1


def _sentences(facts: MatterFacts) -> dict[str, str]:
    book, notice = facts.book, facts.notice
    issuer = str(book.get("issuer", "")) or "【待写：编印单位】"
    campaign = notice.get("campaign", "") or "征集活动"
    cases = [tier for tier in facts.tiers if not tier.bodies]
    counted = "、".join(f"{tier.name}{len(tier.awards)}个" for tier in cases)
    return {
        "issuer_sentence": f"本书由{issuer}编印。",
        "campaign": campaign,
        "count_sentence": f"本书收{counted}。" if counted else "",
        "source_sentence": _source(issuer, notice),
        "order_sentence": _order([tier.name for tier in cases]),
        "date": _date(str(book.get("date", ""))),
    }


def _date(written: str) -> str:
    year, month, day = [*written.split("-"), "", ""][:3]
    known = year.isdecimal() and month.isdecimal() and day.isdecimal()
    return f"{year}年{int(month)}月{int(day)}日" if known else "【待写：日期】"


def _source(issuer: str, notice: Mapping[str, str]) -> str:
    title, number = notice.get("title", ""), notice.get("number", "")
    body = notice.get("issuer", "") or issuer
    if not title:
        return f"本书由{issuer}编成。"
    named = f"《{title.removeprefix(body)}》".replace("《《", "《").replace("》》", "》")
    return f"本书依据{body}{named}{f'（{number}）' if number else ''}编成。"


def _order(names: Sequence[str]) -> str:
    parts = "".join(f"“{name}”" for name in names)
    if len(names) < 2:
        return "各篇依通报的次序排列。"
    count = "两" if len(names) == 2 else han_number(len(names))
    return f"正文分{parts}{count}部分，各部分依通报的次序排列。"
