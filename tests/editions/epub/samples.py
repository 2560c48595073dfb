"""A tiny book that holds every kind of section and everything a case may hold."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from casebook.book import (
    Award,
    Book,
    Case,
    Contributor,
    Entry,
    Fact,
    Group,
    Matter,
    Section,
    Status,
    Tier,
)
from casebook.editions.cover import cover_galley
from casebook.errata import Place
from casebook.layout import Galley, compose, roots

#: A case's text as intake leaves it; ID stands for the section's id.
TEXT = """\
<p data-line="1">开头一段，提到 EPUB 与脚注<span class="note" id="ID-n1">注一，含<em>强调</em>与\
<a href="https://example.org/a">链接</a>。</span>，再提一次<sup><a class="note-again" \
href="#ID-n1">1</a></sup>，另有一注<span class="note" id="ID-n2">注二。</span>。</p>
<p data-line="2">成块的注<a class="note-call" href="#ID-n3"></a>与<span class="note" id="ID-n4" \
data-within="">注中注。</span>表注<a class="note-call" href="#ID-n5"></a>。</p>
<h2 data-line="3" id="ID-h1">一、学习培训</h2>
<p data-line="5" class="run-in"><strong>（一）抓住重点。</strong>接着正文，<strong>重点</strong>\
一词不应断开。</p>
<figure data-line="7" class="landscape" id="ID-f1"><img src="media/photo.jpg" \
alt="三人站在院门前" data-line="7" width="2000" height="1500"/>\
<figcaption>图1　院门</figcaption></figure>
<h3 data-line="9" id="ID-h2">（一）数据</h3>
<table data-line="13">
<caption data-line="11">表1　三年对比</caption><thead data-line="13">
<tr data-line="13">
<th scope="col">年份</th>
<th scope="col"></th>
<th class="right" scope="col">人数</th>
</tr>
</thead>
<tbody data-line="15">
<tr data-line="15">
<td>2021</td>
<td>上半年</td>
<td class="right">12</td>
</tr>
</tbody>
</table>
<blockquote data-line="18">
<p data-line="18">引文一段。</p>
</blockquote>
<ul data-line="20">
<li data-line="20">第一</li>
<li data-line="21">第二，见<a href="https://example.org/">网站</a></li>
</ul>
<aside class="note" id="ID-n3"><p data-line="23">注三<sup><a class="note-again" href="#ID-n4">4</a>\
</sup>。</p>
<ul data-line="25">
<li data-line="25">注里的一项</li>
</ul>
<blockquote data-line="27"><p data-line="27">注里的引文</p></blockquote></aside>
<aside class="note" id="ID-n5"><table data-line="29">
<caption data-line="29">表题</caption><thead><tr><th scope="col">甲</th></tr></thead>
<tbody data-line="31"><tr data-line="31"><td>注里的表</td></tr></tbody>
</table></aside>
"""


def tiers() -> tuple[Tier, ...]:
    first = (
        Award("1-1", 1, "甲医院", "同一题目——以甲为例", "北京市"),
        Award("1-2", 2, "乙医院", "没有来稿的案例", "上海市"),
    )
    second = (
        Award("2-1", 1, "丙医院", "同名案例", "北京市"),
        Award("2-2", 2, "丁医院", "同名案例", "天津市"),
    )
    bodies = (Award("3-1", 1, "戊学会", None, "北京市"), Award("3-2", 2, "己学会", None, "天津市"))
    return (
        Tier("1", "典型案例", first),
        Tier("2", "优秀案例", second),
        Tier("3", "优秀组织单位", bodies, bodies=True),
    )


def _cases(text: str) -> tuple[Case, ...]:
    cases = []
    for tier in tiers()[:2]:
        for award in tier.awards:
            body = text.replace("ID", f"case-{award.id}")
            cases.append(
                Case(
                    award.id,
                    award,
                    award.organisation,
                    award.title or "",
                    award.region,
                    contributors=(Contributor("张三", "供稿"),),
                    body=None if award.id == "1-2" else body,
                    specimen=award.id == "2-2",
                    place=Place(f"cases/{award.id}.md"),
                )
            )
    own = '<p data-line="1">只有一段。</p>'
    cases.append(Case("x-01", None, "庚医院", "名单外的一篇", "河北省", body=own))
    return tuple(cases)


def _section(case: Case, part: str) -> Section:
    return Section(f"case-{case.id}", "case", Matter.BODY, case.title, part=part, case=case)


def small(text: str = TEXT) -> Book:
    """Return the book; `text` is the fragment of every case that was received."""
    first, two, three = tiers()
    cases = _cases(text)
    front, body, back = Matter.FRONT, Matter.BODY, Matter.BACK
    listed = [
        Entry("编写说明", "matter-notes", 1, matter=front),
        Entry("典型案例", "tier-1", 1),
        *(Entry(c.title, f"case-{c.id}", 2, c.organisation) for c in cases[:2]),
        Entry("优秀案例", "tier-2", 1),
        *(Entry(c.title, f"case-{c.id}", 2, c.organisation) for c in cases[2:4]),
        Entry("名单外来稿", "part-1", 1),
        Entry(cases[4].title, "case-x-01", 2, cases[4].organisation),
        Entry("单位索引", "index-organisation", 1, matter=back),
    ]
    by_name = Group("B", tuple(Entry(c.organisation, f"case-{c.id}") for c in cases))
    by_region = tuple(
        Group(r, tuple(Entry(c.title, f"case-{c.id}") for c in cases if c.region == r))
        for r in ("北京市", "天津市", "河北省", "上海市")
    )
    sections = (
        Section("half-title", "half-title", front, "简名页", listed=False),
        Section("title-page", "title-page", front, "书名页", listed=False),
        Section("imprint", "imprint", front, "版权页", listed=False),
        Section(
            "matter-notes",
            "matter",
            front,
            "编写说明",
            body="<p>说明见<a href='#tier-1'>典型案例</a>。</p>",
        ),
        Section("contents", "contents", front, "目录", entries=tuple(listed), listed=False),
        Section(
            "tier-1",
            "divider",
            body,
            "典型案例",
            part="典型案例",
            tier=first,
            entries=tuple(listed[2:4]),
        ),
        *(_section(c, "典型案例") for c in cases[:2]),
        Section("tier-2", "divider", body, "优秀案例", part="优秀案例", tier=two),
        *(_section(c, "优秀案例") for c in cases[2:4]),
        Section("part-1", "part", body, "名单外来稿", part="名单外来稿"),
        _section(cases[4], "名单外来稿"),
        Section("matter-notice", "matter", back, "通报原文", body="<p>各会员单位：</p>"),
        Section("organisations-3", "organisations", back, "优秀组织单位", tier=three),
        Section("index-organisation", "index-organisation", back, "单位索引", groups=(by_name,)),
        Section("index-region", "index-region", back, "地区索引", groups=by_region),
    )
    return Book(
        title="一地一品 案例选",
        subtitle="二〇二二年度",
        issuer="某某促进会",
        status=Status.DRAFT,
        language="zh-CN",
        identifier="urn:uuid:0f3c2f0e-3a55-4c55-9c58-0f5f5a5b8f10",
        date=date(2023, 2, 20),
        modified=date(2026, 11, 22),
        layout="standard",
        editions=("epub",),
        tiers=(first, two, three),
        cases=cases,
        sections=sections,
        series="案例丛书",
        series_number=1,
        editors=(Contributor("李四", "主编"), Contributor("王五", "顾问")),
        imprint=(Fact("出版者", None), Fact("印数", "内部资料")),
        description="案例汇编。",
    )


FOLIOS = {
    "matter-notes": "i",
    "contents": "iii",
    "case-1-1": "3",
    "case-1-2": "5",
    "case-2-1": "9",
    "case-2-2": "11",
    "case-x-01": "15",
    "matter-notice": "17",
    "index-organisation": "21",
    "index-region": "23",
}


def folder(root: Path) -> Path:
    """Write the pictures of the book below `root` and return it."""
    media = root / "media"
    media.mkdir(parents=True, exist_ok=True)
    photo = Image.effect_noise((2000, 1500), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "相机"
    photo.save(media / "photo.jpg", quality=90, exif=exif)
    return root


def galleys(book: Book, base: Path) -> tuple[Galley, ...]:
    """Set `book` with the shipped layout, for pictures below `base`."""
    return compose(book, roots("standard", base), "epub", base)


def front(book: Book, base: Path) -> Galley:
    """Set the cover."""
    return cover_galley.galley(book, roots("standard", base), base, 320, whole=False)


def jpeg(width: int = 1600, height: int = 2560) -> bytes:
    """A picture that stands for a drawn cover."""
    image = Image.new("RGB", (width, height), "#f4efe6")
    ImageDraw.Draw(image).rectangle((0, 0, 90, height), fill="#7c2d28")
    out = BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def with_case_body(book: Book, case_id: str, body: str) -> Book:
    """Return the book with another body for one case."""
    return replace(
        book,
        sections=tuple(
            replace(s, case=replace(s.case, body=body)) if s.case and s.case.id == case_id else s
            for s in book.sections
        ),
    )
