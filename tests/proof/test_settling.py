"""Errata settled: what is repaired, let stand and asked, what is refused and why, what stays settled."""

from collections.abc import Callable
from pathlib import Path

import pytest

import tiny
from casebook import proof
from casebook.book import Book
from casebook.errata import Erratum
from casebook.intake.manuscript import book_reader
from casebook.proof import decision_lists, decisions, settling, stets
from casebook.proof.findings import Finding, fingerprint

TEXT = (
    tiny.CASE
    + "\n医院近90余个科室参加,效果很好。\n\n另有近30余人到场,反响不错。\n\n他们写了《甲题,副题》一文。\n"
)


class Desk:
    """A tiny book whose errata are settled as the desk does it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.manuscript = folder, folder / "manuscript"

    @property
    def book(self) -> Book:
        return book_reader.read(self.folder).book

    def errata(self, rule: str = "") -> list[Erratum]:
        return [e for e in proof.examine(self.folder, paged=False).errata if rule in ("", e.rule)]

    def put(self, settled: settling.Settled) -> settling.Settled:
        for path, data in settled.after.items():
            (self.manuscript / path).write_bytes(data)
        return settled

    def text(self) -> str:
        return (self.manuscript / "cases/1-1.md").read_text("utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tiny.write(tmp_path, case=TEXT))


def commas(desk: Desk) -> list[Erratum]:
    return [e for e in desk.errata() if isinstance(e, Finding) and e.text == "," and e.put == "，"]


def test_a_repair_puts_what_the_rule_proposes(desk: Desk) -> None:
    first = commas(desk)[0]
    settled = desk.put(settling.repair(desk.book, desk.manuscript, [first]))
    assert settled.done == [fingerprint(first)]
    assert "参加，效果" in desk.text()
    assert "到场,反响" in desk.text()


def test_equal_findings_are_repaired_together(desk: Desk) -> None:
    every = commas(desk)
    settled = desk.put(settling.repair(desk.book, desk.manuscript, every))
    assert len(settled.done) == len(every) == 3
    assert "," not in desk.text()
    assert commas(desk) == []


def test_a_repair_takes_the_words_of_the_editor(desk: Desk) -> None:
    doubled = next(e for e in desk.errata() if isinstance(e, Finding) and "近90余" in e.text)
    assert doubled.put is None
    refused = settling.repair(desk.book, desk.manuscript, [doubled]).refused
    assert [e.rule for e in refused.values()] == ["repair-without-words"]
    desk.put(settling.repair(desk.book, desk.manuscript, [doubled], "90余"))
    assert "医院90余个科室" in desk.text()


def test_a_repair_is_made_where_the_words_stand_now(desk: Desk) -> None:
    erratum = commas(desk)
    path = desk.manuscript / "cases/1-1.md"
    path.write_text(desk.text().replace("正文一句。", "正文一句，又添了一句。"), "utf-8")
    settled = desk.put(settling.repair(desk.book, desk.manuscript, erratum[:1]))
    assert len(settled.done) == 1
    assert "参加，效果" in desk.text()


def test_words_that_are_gone_are_told(desk: Desk) -> None:
    erratum = commas(desk)[0]
    path = desk.manuscript / "cases/1-1.md"
    path.write_text(desk.text().replace("参加,效果很好", "来了"), "utf-8")
    settled = settling.repair(desk.book, desk.manuscript, [erratum])
    assert [e.rule for e in settled.refused.values()] == ["finding-gone"]
    assert settled.after == {}


@pytest.mark.parametrize("quoted", ["《甲题——副题》", "“甲题”"])
def test_a_title_of_an_award_is_not_repaired(desk: Desk, quoted: str) -> None:
    path = desk.manuscript / "cases/1-1.md"
    path.write_text(desk.text() + f"\n见{quoted}。\n", "utf-8")
    at = desk.text().index(quoted) + 1
    erratum = Finding(
        "a-rule", commas(desk)[0].place, commas(desk)[0].message, quote="见甲题", block="Body",
        text="甲题", put="乙题", span=(at, at + 2), number=9, fingerprint="x",
    )  # fmt: skip
    settled = settling.repair(desk.book, desk.manuscript, [erratum])
    assert settled.after == {}
    [why] = settled.refused.values()
    assert (why.rule, "1-1" in why.message.zh) == ("repair-of-award-title", True)


def test_the_words_of_the_notice_are_let_stand_and_never_repaired(desk: Desk) -> None:
    path = desk.manuscript / "awards.yaml"
    path.write_text(path.read_text("utf-8").replace("乙题 “丙” 丁", '"乙题,丙"'), "utf-8")
    erratum = [e for e in desk.errata() if e.place.path == "awards.yaml"]
    assert erratum
    settled = settling.repair(desk.book, desk.manuscript, erratum[:1], "x")
    assert [e.rule for e in settled.refused.values()] == ["repair-of-notice"]
    desk.put(settling.keep(desk.book, desk.manuscript, erratum[:1], "通报如此", "王", "2026-11-29"))
    again = [fingerprint(e) for e in desk.errata()]
    assert fingerprint(erratum[0]) not in again
    assert "idle-stet" not in [e.rule for e in desk.errata()]
    assert "composition: off" in (desk.manuscript / "book.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("医院近90余", "本院近90余"),
        ("个科室参加", "个部门参加"),
        ("## 一、做法", "多了一段。\n\n## 一、做法"),
    ],
)
def test_what_stays_stays_after_an_edit_nearby(desk: Desk, old: str, new: str) -> None:
    erratum = next(e for e in desk.errata() if isinstance(e, Finding) and "近90余" in e.text)
    desk.put(settling.keep(desk.book, desk.manuscript, [erratum], "原文如此", "王", "2026-11-29"))
    (desk.manuscript / "cases/1-1.md").write_text(desk.text().replace(old, new), "utf-8")
    left = [e for e in desk.errata() if e.rule in (erratum.rule, "idle-stet")]
    assert [getattr(e, "text", "") for e in left] == ["近30余"]


CONSISTENT = """\
---
award: 1-1
---

## 一、做法

急诊医学科值班，院长周启铭到场。

急诊医学科会诊，副院长周启铭点评。

心电图传到急诊医学部的手机上，墙上挂着一副照片，称呼“残废人”不妥。

建立三项机制：一是会商机制，二是巡回机制，三是调解机制，四是回访机制。

平均时间由98分钟缩短到62分钟，缩短了46分钟。采用RFID（射频识别）技术，又称RFID（无线视频识别）设备。

落实《关于加强公立医院党的工作的意见》，“十四五”时期（2020—2025年）做到敬佑生命、救死扶伤、甘于奉献、大爱无痕。
"""
EDITS = (
    ("一、做法", "一、主要做法\n\n新的一段在最前面。"),
    ("心电图传到", "病人的心电图很快传到"),
    ("的手机上，", "的平板上，"),
    ("不妥", "不合适"),
    ("建立三项", "先后建立了三项"),
    ("平均时间", "救治的平均时间"),
    ("采用", "我们还采用"),
    ("落实", "认真落实"),
    ("做到敬佑", "都做到敬佑"),
)


def test_what_any_rule_asked_and_was_settled_stays_so_when_the_text_around_is_edited(
    tmp_path: Path,
) -> None:
    desk = Desk(tiny.write(tmp_path, case=CONSISTENT))
    errata = [e for e in desk.errata() if e.place.path == "cases/1-1.md"]
    assert len({e.rule for e in errata}) >= 9
    desk.put(settling.keep(desk.book, desk.manuscript, errata, "核过", "王", "2026-11-30"))
    assert desk.errata() == []
    for old, new in EDITS:
        assert old in desk.text()
        (desk.manuscript / "cases/1-1.md").write_text(desk.text().replace(old, new), "utf-8")
    assert [(e.rule, e.quote) for e in desk.errata()] == []


def test_a_name_that_was_settled_stays_so_where_it_stands_earlier_since(tmp_path: Path) -> None:
    desk = Desk(tiny.write(tmp_path, case=CONSISTENT.replace("会诊", "会诊，骨伤医学科在场")))
    names = [e for e in desk.errata() if e.rule == "department-varies"]
    assert len(names) == 1
    desk.put(settling.keep(desk.book, desk.manuscript, names, "核过", "王", "2026-11-30"))
    text = desk.text().replace("心电图传到急诊医学部的手机上，", "")
    moved = text.replace("一、做法\n", "一、做法\n\n先看急诊医学部怎样运转，再看别处。\n")
    (desk.manuscript / "cases/1-1.md").write_text(moved, "utf-8")
    assert [e.rule for e in desk.errata() if e.rule in ("department-varies", "idle-stet")] == []


def test_words_written_anew_elsewhere_are_no_longer_let_stand(desk: Desk) -> None:
    erratum = next(e for e in desk.errata() if isinstance(e, Finding) and "近90余" in e.text)
    desk.put(settling.keep(desk.book, desk.manuscript, [erratum], "原文如此", "王", "2026-11-29"))
    text = (
        desk.text().replace("医院近90余个科室参加", "大家参加") + "\n今年共有近90余件提案办结。\n"
    )
    (desk.manuscript / "cases/1-1.md").write_text(text, "utf-8")
    assert {"idle-stet", erratum.rule} <= {e.rule for e in desk.errata()}


def test_a_question_is_known_after_an_edit_and_closed_by_its_answer(desk: Desk) -> None:
    erratum = next(e for e in desk.errata() if isinstance(e, Finding) and "近90余" in e.text)
    desk.put(settling.ask(desk.manuscript, [erratum], "到底多少？", "王", "2026-11-29"))
    (desk.manuscript / "cases/1-1.md").write_text(desk.text().replace("医院近", "本院近"), "utf-8")
    known, faults = decisions.read(desk.manuscript)
    assert not faults
    [(decision, now)] = decisions.decided(known, desk.errata())
    assert isinstance(now, Finding)
    assert (decision.because, now.text) == ("到底多少？", "近90余")
    settled = settling.Settled()
    settling.answered(desk.manuscript, [decision.fingerprint], "九十二个", "2026-11-30", settled)
    desk.put(settled)
    [decision] = decisions.read(desk.manuscript)[0]
    assert (decision.answer, decisions.is_open(decision)) == ("九十二个", False)


def test_what_is_kept_by_hand_in_a_list_stays_beside_new_entries() -> None:
    text = "# 我的说明\nstets:\n  # 这条先留着\n  - {rule: a, because: b, quote: c}\n"
    more = decision_lists.added(text, "cases/1-1.stets.yaml", [{"rule": "d", "because": "e\nf"}])
    assert more.startswith(text)
    assert "{rule: d, because: e f}" in more


Undo = Callable[[bytes | None, bytes | None, bytes | None], bytes | None]


def test_one_decision_is_undone_whatever_was_decided_next_to_it() -> None:
    path = f"manuscript/cases/1-1{stets.ENDING}"

    def add(data: bytes | None, rule: str) -> bytes:
        text = data.decode() if data else None
        return decision_lists.added(text, path, [{"rule": rule, "because": "x"}], "说明").encode()

    first = add(None, "a")
    second = add(first, "b")
    third = add(second, "c")
    without = decision_lists.put_back(path, first, None, third)
    assert without is not None
    assert (b"rule: a" in without, b"rule: c" in without) == (False, True)
    without = decision_lists.put_back(path, second, first, third)
    assert without is not None
    assert (b"rule: b" in without, b"rule: a" in without) == (False, True)
    back = decision_lists.put_back(path, first, second, without)
    assert back is not None
    assert back.count(b"rule: b") == 1
    assert decision_lists.put_back("manuscript/cases/1-1.md", first, second, third) is None
