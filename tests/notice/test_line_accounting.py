"""Whatever a line of a list was taken for, its words are in an award, in a heading, or told."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casebook.intake.notice import Notice
from casebook.intake.notice.notice_lines import Use, compact
from notice.strange_lists import strange
from notice.test_nothing_lost import lines_of_text
from notice.test_variants import HEAD, reading

PUT = (
    "柏杨", "星河市第二中学", "以上获先进单位", "A5 县城市管理局。", "2012-1-02", "县教育局", "（续表）", "十佳员工：①柏杨",
    "（五）“一只猫的解剖学”", "希望再接再厉。", "抄送：星河市教育局", "附：名单", "注：略", "各有关单位：", "2024年3月5日",
)  # fmt: skip


def rules_by_line(read: Notice) -> dict[int, list[str]]:
    """Return the rules of what is told of each line."""
    rules: dict[int, list[str]] = {}
    for erratum in read.errata:
        rules.setdefault(erratum.place.line or 0, []).append(erratum.rule)
    return rules


def silent(read: Notice) -> list[str]:
    """Return the lines among the entries that are in no award, no heading and no report."""
    spans = [a.lines for tier in read.tiers for a in tier.awards if a.lines]
    awarded = {at for first, last in spans for at in range(first, last + 1)}
    kept = compact("".join(tier.name for tier in read.tiers))
    kept += compact("".join(v for t in read.tiers for a in t.awards for _, v in a.fields))
    vacant = any(tier.declared == 0 for tier in read.tiers)
    return [
        line.text for line in read.lines
        if awarded and min(awarded) < line.number < max(awarded) and line.number not in awarded
        and line.use not in (Use.UNREAD, Use.FURNITURE) and line.number not in rules_by_line(read)
        and not (line.use is Use.HEADING or vacant or compact(line.text) in kept)
        and not line.text.startswith(("注：", "抄送：", "附", "各有关", "2024年"))
    ]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@example(4, 16, "A5 县城市管理局。")
@given(st.integers(0, 10_000), st.integers(12, 24), st.sampled_from(PUT) | lines_of_text)
def test_a_line_among_entries_never_disappears(seed: int, at: int, put: str) -> None:
    lines = strange(seed).text.split("\n")
    assert not silent(reading("\n".join([*lines[:at], put, *lines[at:]])))


@pytest.mark.parametrize(
    ("lines", "line", "rule"),
    [
        ("优秀员工\n1. 盛夏\n2. 钟南\n十佳员工：①柏杨\n1. 游龙\n2. 方舟", "十佳员工：①柏杨", "perhaps-entry"),
        ("优秀员工\n1. 盛夏\n2. 钟南\n2012-1-02\n3. 方舟", "2012-1-02", "line-between-entries"),
        ("一等奖\n焊工\n1. 盛夏\n2. 钟南\n钳工\n1. 游龙\n2. 方舟", "钳工", "doubtful-heading"),
    ],
)  # fmt: skip
def test_what_a_line_among_entries_was_taken_for_is_told(lines: str, line: str, rule: str) -> None:
    read = reading(f"{HEAD}{lines}\n")
    number = next(each.number for each in read.lines if each.text == line)
    assert rule in rules_by_line(read)[number]


def test_a_work_that_a_sentence_of_the_letter_grants_something_is_told() -> None:
    lines = "江城博物馆的《鲸落》众望所归，摘得特别奖。\n根据《评选办法》授予以下作品奖项。\n"
    read = reading(f"展览推介结果公布\n{lines}一等奖\n1. 豫中博物院《瓷》\n2. 潭州博物馆《简》\n")
    rules = rules_by_line(read)
    awarded = [award.title for tier in read.tiers for award in tier.awards]
    assert "鲸落" in awarded or "perhaps-entry" in rules.get(2, [])
    assert "perhaps-entry" not in rules.get(3, [])


def test_headings_by_their_words_are_not_told() -> None:
    read = reading(f"{HEAD}一等奖\n1. 北京医院《甲》\n二等奖（1个）\n1. 上海医院《乙》\n")
    assert not {"doubtful-heading", "line-between-entries"} & {e.rule for e in read.errata}
