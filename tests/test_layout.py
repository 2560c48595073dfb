"""A section is set alone; every fault of a template is told with its file and line."""

import re
import resource
import time
from pathlib import Path

import pytest

import tiny
from casebook import compiled_templates, imprint_queries, issuing, layout
from casebook.errata import Kind, StopPress
from casebook.intake import specimen
from casebook.intake.manuscript import book_reader, scaffold


def galleys(folder: Path, name: str = "standard") -> dict[str, str]:
    book = book_reader.read(folder).book
    dress = layout.roots(name, folder)
    made = layout.compose(book, dress, "print", folder / "manuscript")
    return {galley.section.id: galley.html for galley in made}


def override(folder: Path, name: str, text: str, of: str = "standard") -> None:
    path = folder / "layouts" / of / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_there_is_one_galley_for_each_section(tmp_path: Path) -> None:
    book = book_reader.read(tiny.write(tmp_path)).book
    assert list(galleys(tmp_path)) == [section.id for section in book.sections]


def test_a_section_knows_nothing_of_other_sections(tmp_path: Path) -> None:
    before = galleys(tiny.write(tmp_path / "a"))["case-1-1"]
    tiny.write(
        tmp_path / "b",
        awards=tiny.AWARDS.replace("乙题", "改题"),
        book=tiny.BOOK.replace("back: [{index: organisation}, {index: region}]", "back: []"),
    )
    assert galleys(tmp_path / "b")["case-1-1"] == before


@pytest.mark.parametrize("name", ["standard", "a5", "gift", "k16", "k32", "office"])
def test_every_layout_prints_the_summary_of_a_case_between_title_and_text(
    tmp_path: Path, name: str
) -> None:
    case = tiny.write(tmp_path) / "manuscript" / "cases" / "1-1.md"
    head, text = case.read_text("utf-8").split("---\n", 2)[1:]
    case.write_text(f"---\n{head}summary: |\n  讲一件小事。\n  再讲<一>件。\n---\n{text}", "utf-8")
    book = book_reader.read(tmp_path).book
    for edition in ("print", "epub"):
        made = layout.compose(book, layout.roots(name, tmp_path), edition, tmp_path / "manuscript")
        html = next(galley.html for galley in made if galley.section.id == "case-1-1")
        summary = re.search(r'class="summary".*?</(?:div|section)>', html, re.DOTALL)
        assert summary is not None
        words = re.sub(r"<[^>]*>", "", summary[0].partition(">")[2]).split()
        assert words == ["内容提要讲一件小事。", "再讲&lt;一&gt;件。"]
        assert html.index("</header>") < summary.start() < html.index("一、做法")


def test_a_title_breaks_between_its_halves_and_keeps_its_words(tmp_path: Path) -> None:
    html = galleys(tiny.write(tmp_path))["case-1-2"]
    assert '<span class="half">乙题</span> <span class="half">“丙”</span>' in html


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("党建引领 暖心服务", ["党建引领", "暖心服务"]),
        ("西藏 DDH 患儿", ["西藏 DDH 患儿"]),
        ("《甲》 乙", ["《甲》", "乙"]),
    ],
)
def test_only_spaces_between_chinese_part_a_title(title: str, parts: list[str]) -> None:
    assert layout.halves(title) == parts


def test_a_part_counts_its_regions_in_the_order_of_their_index(tmp_path: Path) -> None:
    awards = tiny.AWARDS.replace("declared: 2", "declared: 13") + "".join(
        f"      - {{id: 1-{n}, number: {n}, organisation: 某院, title: 题, region: {region}}}\n"
        for n, region in enumerate(("天津市", "全国", "湖南省", "山东省") * 3, 3)
        if n < 14
    )
    html = galleys(tiny.write(tmp_path, awards=awards))
    said = re.findall(r'class="region">(\S+)', html["tier-1"])
    assert said == ["全国", "北京市", "天津市", "河北省", "山东省", "湖南省"]
    assert said == re.findall(r"<h2>(\S+)</h2>", html["index-region"])


def test_every_name_of_the_language_is_set_alike(tmp_path: Path) -> None:
    named = (galleys(tiny.write(tmp_path / name, book=f"{tiny.BOOK}language: {name}\n"))
             for name in ("zh", "zh-CN", "zh-Hans"))  # fmt: skip
    first, *others = named
    assert others == [first, first]


def test_a_book_overrides_one_file_of_a_layout(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    override(tmp_path, "shared/imprint.html", "自家版权页")
    result = galleys(tmp_path)
    assert result["imprint"] == "自家版权页"
    assert "甲题" in result["case-1-1"]


def test_a_layout_builds_on_another(tmp_path: Path) -> None:
    names = [
        path.parent.parent.name for path in layout.sheets(layout.roots("a5", tmp_path), "print")
    ]
    assert sorted(names) == ["a5", "a5", *["standard"] * 4]


def test_shipped_templates_are_compiled_once_and_those_of_a_book_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = list[str]()
    compile_one = layout._Environment.compile

    def noted(self: object, source: object, name: str, *more: object) -> object:
        compiled.append(name)
        return compile_one(self, source, name, *more)  # type: ignore[call-overload]

    kept = tmp_path / "kept"
    monkeypatch.setattr(compiled_templates, "cache_from_source", lambda _: str(kept / "x.pyc"))
    monkeypatch.setattr(compiled_templates.sys, "dont_write_bytecode", False)
    monkeypatch.setattr(layout._Environment, "compile", noted)
    override(tiny.write(tmp_path), "shared/imprint.html", "自家{{ 1 }}")
    runs = []
    for _ in range(3):
        layout._environment.cache_clear()
        compiled.clear()
        html = galleys(tmp_path)
        runs.append((sorted(compiled), html))
        for path in list(kept.iterdir())[:1] if len(runs) == 2 else ():
            path.write_bytes(path.read_bytes()[:-9])
    assert runs[1] == (["shared/imprint.html"], runs[0][1])
    assert "shared/case.html" in runs[0][0]
    assert len(runs[2][0]) == 2  # one was not whole
    assert runs[2][1] == runs[0][1]


TEMPLATES = {
    "甲\n{{ section.titel }}": 2,
    "甲\n\n{% if %}": 3,
    "{{ nobody }}": 1,
    "{{ section.__class__.__mro__ }}": 1,
    "{{ 1 / 0 }}": 1,
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_fault_shows_file_and_line(tmp_path: Path, template: str) -> None:
    tiny.write(tmp_path)
    override(tmp_path, "print/imprint.html", template)
    with pytest.raises(StopPress) as stop:
        galleys(tmp_path)
    (fault,) = stop.value.errata
    assert str(fault.place) == f"layouts/standard/print/imprint.html:{TEMPLATES[template]}"


def test_a_manuscript_cannot_write_markup_into_a_title(tmp_path: Path) -> None:
    tiny.write(tmp_path, awards=tiny.AWARDS.replace("甲题——副题", "<script>x</script>"))
    assert "<script>" not in galleys(tmp_path)["case-1-1"]


def test_an_unknown_layout_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(StopPress) as stop:
        layout.roots("standrad", tiny.write(tmp_path))
    assert stop.value.errata[0].hint is not None
    assert "standard" in stop.value.errata[0].hint.en


HUGE = {
    "{% for i in range(10**9) %}{{ i }}{% endfor %}": "template-too-large",
    "{{ 'x' * 10**11 }}": "template-too-large",
    "{{ 'x'.center(10**11) }}": "template-too-large",
    "{{ 'x'|center(10**11) }}": "template-too-large",
    "{{ '%99999999999d'|format(1) }}": "template-too-large",
    "{{ '{:99999999999}'.format(1) }}": "template-too-large",
    "{{ 10**(10**10) }}": "template-too-large",
    "{{ 2|round(10**9, 'ceil') }}": "template-too-slow",
    "{% set n = namespace(x=9) %}{% for i in range(99999) %}{% set n.x = n.x * n.x %}{% endfor %}":
        "template-too-large",
    "{% set s %}{% for i in range(999) %}{% for i in range(999) %}" + "长" * 3000
        + "{% endfor %}{% endfor %}{% endset %}": "template-too-large",
    "{% for i in range(9999) %}{% for i in range(9999) %}" + "长" * 300
        + "{% endfor %}{% endfor %}": "template-too-large",
    "{% for i in range(99999) %}{% for i in range(99999) %}{% endfor %}{% endfor %}":
        "template-too-slow",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}": "template-fault",
    "{% include 'shared/imprint.html' %}": "template-fault",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}": "template-fault",
    "{{ " + "1+" * 9000 + "1 }}": "template-fault",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("template", HUGE, ids=lambda text: text[:40])
def test_a_template_without_end_is_stopped_and_shows_its_line(
    tmp_path: Path, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = HUGE[template] == "template-too-slow"  # the others are at their end long before
    monkeypatch.setattr(layout, "SECONDS", 1.5 if slow else 5.0)
    tiny.write(tmp_path)
    override(tmp_path, "shared/imprint.html", "第一行\n" + template)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with pytest.raises(StopPress) as stop:
        galleys(tmp_path)
    assert time.process_time() - began < 30
    assert [e.rule for e in stop.value.errata] == [HUGE[template]], stop.value.errata[0].message
    assert stop.value.errata[0].place.path == "layouts/standard/shared/imprint.html"
    assert stop.value.errata[0].place.line == 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_500_000  # kB


def test_a_template_sees_what_else_the_notice_says_of_an_award(tmp_path: Path) -> None:
    awards = tiny.AWARDS.replace("title: 甲题——副题,", "title: 甲题——副题, fields: {体裁: 通讯},")
    tiny.write(tmp_path, awards=awards)
    text = "{% for name, text in section.case.award.fields %}{{ name }}={{ text }}{% endfor %}"
    override(tmp_path, "print/case.html", text)
    assert galleys(tmp_path)["case-1-1"] == "体裁=通讯"


@pytest.mark.parametrize(
    ("name", "paper"),
    [("standard", "720毫米×1000毫米　1/16"), ("a5", "880毫米×1230毫米　1/32")],
)
def test_the_imprint_prints_the_paper_of_the_layout(tmp_path: Path, name: str, paper: str) -> None:
    tiny.write(tmp_path, book=tiny.BOOK.replace("印数", "开本"))
    assert f"<td>{paper}</td>" in galleys(tmp_path, name)["imprint"]


def test_an_imprint_that_gives_other_paper_than_the_layout_is_asked_about(tmp_path: Path) -> None:
    said = {}
    for size in ("170 mm × 240 mm", "170×240毫米", "787 mm × 1092 mm 16开"):
        tiny.write(tmp_path / size[-5:], book=tiny.BOOK.replace("印数: ", f"开本: {size}"))
        book = book_reader.read(tmp_path / size[-5:]).book
        said[size] = [e.rule for e in imprint_queries.queries(book, layout.roots("a5", tmp_path))]
    assert list(said.values()) == [["imprint-paper"]] * 3


PAPER = """---
title: 关于公布结果的通报
---

学会文件

会发〔2023〕4号

各会员单位：

现将结果通报如下。

附件：

1\\. 典型案例

学会

2023年2月20日

抄送：各分会
"""


def test_the_head_of_an_official_paper_stands_above_its_title(tmp_path: Path) -> None:
    book = tiny.BOOK.replace("back: [", "back: [{matter: back/notice.md}, ")
    tiny.write(tmp_path, book=book, **{"back/notice.md": PAPER})
    html = galleys(tmp_path)["matter-notice"]
    parts = [
        "学会文件",
        "会发〔2023〕4号",
        "关于公布结果的通报</h1>",
        "各会员单位",
        "附件：",
        "1. 典型案例",
    ]
    assert [html.index(part) for part in parts] == sorted(html.index(part) for part in parts)
    kinds = [
        "letterhead",
        "document-number",
        "salutation",
        "annexes",
        "annex",
        "signature",
        "record",
    ]
    assert all(f'class="{kind}"' in html for kind in kinds)


def test_an_annex_begins_a_page_and_its_number_stands_before_its_title(tmp_path: Path) -> None:
    book = tiny.BOOK.replace("back: [", "back: [{matter: back/notice.md}, ")
    annex = f"{PAPER}\n## 附件1　典型案例（30个）\n\n## 附则\n"
    tiny.write(tmp_path, book=book, **{"back/notice.md": annex})
    html = galleys(tmp_path)["matter-notice"]
    assert html.count('class="annex-heading"') == 1
    assert '<span class="label">附件1　</span>典型案例' in html


def test_a_text_that_is_no_official_paper_has_no_head(tmp_path: Path) -> None:
    assert layout.letterhead("<p>学会文件</p><h2>一</h2>") == ("", "<p>学会文件</p><h2>一</h2>")


@pytest.mark.slow
@pytest.mark.parametrize("name", layout.names(Path()))
def test_every_shipped_layout_sets_a_book_without_faults(name: str, tmp_path: Path) -> None:
    specimen.write(tmp_path, 2)
    scaffold.choose_layout(tmp_path, name)
    issue = issuing.issue(tmp_path, ("print",), lambda *_: None, 1)
    assert [(e.rule, e.quote) for e in issue.queries if e.kind is not Kind.NOTE] == []
