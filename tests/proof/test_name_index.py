"""The names of a book with all their places, and one finding for two forms of a name."""

from pathlib import Path

from openpyxl import load_workbook

import tiny
from casebook import cli, proof
from casebook.proof import name_index

FIRST = """---
award: "1-1"
---

院长王建国主持，打造“红烛先锋”品牌。浙江省人民医院派出专家。

书记李思远说，“健康直通车”项目在杭州市启动。
"""
SECOND = """---
award: "1-2"
---

与浙江省人民医院共建。浙江省人民医所接收进修。
"""


def book(tmp_path: Path) -> Path:
    return tiny.write(tmp_path, case=FIRST, **{"cases/1-2.md": SECOND})


def test_each_kind_of_name_is_found_with_its_texts(tmp_path: Path) -> None:
    volume = proof.examine(book(tmp_path)).volume
    assert volume is not None
    names = {(n.kind, n.form): n.texts for n in name_index.index(volume).values()}
    assert names["人名", "王建国"] == names["人名", "李思远"] == ["1-1"]
    assert names["单位", "浙江省人民医院"] == ["1-1", "1-2"]
    assert names["品牌", "红烛先锋"] == ["1-1"]
    assert names["项目", "健康直通车"] == ["1-1"]
    assert names["地名", "杭州市"] == ["1-1"]


def test_two_forms_of_a_name_are_one_finding_that_names_all_places(tmp_path: Path) -> None:
    (erratum,) = (e for e in proof.proofread(book(tmp_path)) if e.rule == "name-varies")
    assert erratum.message.zh == (
        "单位“浙江省人民医所”1处（1-2），又作“浙江省人民医院”2处（1-1、1-2）"
    )
    assert (erratum.place.path, erratum.text, erratum.put) == (
        "cases/1-2.md", "浙江省人民医所", "浙江省人民医院",
    )  # fmt: skip


def test_the_index_is_written_as_a_sheet(tmp_path: Path) -> None:
    target = tmp_path / "名称.xlsx"
    assert cli.main(["proof", "--book", str(book(tmp_path)), "--names", "-o", str(target)]) == 0
    heads, *rows = load_workbook(target).active.iter_rows(values_only=True)
    assert heads == ("类别", "名称", "处", "篇", "相近的写法", "各处")
    assert ("单位", "浙江省人民医所", 1, 1, "浙江省人民医院", "1-2:5") in rows
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=name_index.KINDS.index)
