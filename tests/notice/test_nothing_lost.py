"""Whatever a notice looks like, every line of it is accounted for."""

import re
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from casebook.errata import Kind
from casebook.intake import notice
from casebook.intake.notice import Notice
from casebook.intake.notice.notice_lines import Use

HERE = Path(__file__).parent
TEXTS = [path.read_text("utf-8") for path in sorted((HERE / "notices").glob("*.txt"))]
SEED = (HERE.parents[1] / "manuscript" / "notice.txt").read_text("utf-8")
SAYINGS = [
    "附件", "附件 2", "附件：1. 名单", "一等奖（2篇）", "二等奖（空缺）", "空缺", "《", "》",
    "（30 个）", "7", "— 3 —", "3. 北京医院《甲》", "北京医院", "抄送：某某", "2023 年 2 月 20 日",
    "2022年2月30日印发", "1.", "优秀组织单位：甲院、乙院。", "| 1 | 北京医院 | 甲 |",
    "1\t北京医院\t甲", "扫一扫关注我们", "\f", "**", "注：略",
]  # fmt: skip

UNCOUNTED = "一二三四等共计个家篇项名件部人例组幅位单"
"""Characters of counts and of 等三家单位 in a tier's line, which are no part of an entry."""

lines_of_text = st.text(
    st.sampled_from("北京医院党委《》“”（）：:——、。1230一二.|\t 附件抄送年月日等奖A"), max_size=24
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A notice with lines taken out, doubled, moved, cut, or put in."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines)))
        match draw(st.sampled_from("put say drop double move cut join".split())):
            case "put":
                lines.insert(at, draw(lines_of_text))
            case "say":
                lines.insert(at, draw(st.sampled_from(SAYINGS)))
            case "drop":
                del lines[at : at + 1]
            case "double":
                lines[at:at] = lines[at : at + 1]
            case "move":
                taken = lines[at : at + 1]
                del lines[at : at + 1]
                to = draw(st.integers(0, len(lines)))
                lines[to:to] = taken
            case "cut" if at < len(lines) and lines[at]:
                by = draw(st.integers(0, len(lines[at])))
                lines[at : at + 1] = [lines[at][:by], lines[at][by:]]
            case "join" if at + 1 < len(lines):
                lines[at : at + 2] = [lines[at] + lines[at + 1]]
            case _:
                pass
    return "\n".join(lines)


def reading(text: str) -> Notice:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notice.txt"
        path.write_text(text, "utf-8", newline="\n")
        return notice.read(path)


@cache
def seed() -> Notice:
    return reading(SEED)


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\W_]", "", text))


def account_for(text: str, read: Notice) -> None:
    """Assert that every line has a use, and that entries hold what their lines hold."""
    rows = re.split("[\n\f]", text)
    full = [at for at, row in enumerate(rows, 1) if row.strip()]
    assert [line.number for line in read.lines] == full
    entered = [line for line in read.lines if line.use is Use.ENTRY]
    awards = [award for tier in read.tiers for award in tier.awards]
    spanned = {at for a in awards if a.lines for at in range(a.lines[0], a.lines[1] + 1)}
    vacant = {line.number for line in entered if re.search("空缺|从缺", line.text)}
    assert {line.number for line in entered} <= spanned | vacant
    held = "".join(line.text for line in entered if line.number not in vacant)
    kept = "".join(
        f"{a.number}{a.organisation}{a.title or ''}{a.after}"
        + "".join(f"{name}{text}" for name, text in a.fields)
        for a in awards
    )
    lost = letters(held) - letters(kept + "".join(tier.name * 40 for tier in read.tiers))
    assert not {char for char in lost if "\u4e00" <= char <= "\u9fff" and char not in UNCOUNTED}
    for line in read.unread:
        assert any(
            e.kind is Kind.ERRATUM and (line.text in e.quote or e.quote.endswith("…"))
            for e in read.errata
        ), line


@settings(max_examples=150, deadline=None)
@given(mutated())
def test_every_line_of_a_mutilated_notice_is_accounted_for(text: str) -> None:
    account_for(text, reading(text))


@settings(max_examples=60, deadline=None)
@example("北京医院\n3. 北京医院《甲》")
@given(st.lists(lines_of_text | st.sampled_from(SAYINGS), max_size=25).map("\n".join))
def test_every_line_of_any_text_is_accounted_for(text: str) -> None:
    account_for(text, reading(text))


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_blank_line_never_ends_an_entry(data: st.DataObject) -> None:
    lines = SEED.split("\n")
    start = lines.index("附件 2")
    for _ in range(4):
        lines.insert(data.draw(st.integers(start + 3, len(lines) - 12)), "")
    assert _bare(reading("\n".join(lines))) == _bare(seed())


def _bare(read: Notice) -> list[tuple[str, str | None, str]]:
    return [(a.organisation, a.title, a.after) for tier in read.tiers for a in tier.awards]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 139))
def test_a_line_taken_out_of_the_lists_never_goes_unnoticed(which: int) -> None:
    read = seed()
    award = [a for tier in read.tiers for a in tier.awards][which]
    lines = SEED.split("\n")
    assert award.lines
    del lines[award.lines[0] - 1 : award.lines[1]]
    assert any(e.kind is Kind.ERRATUM for e in reading("\n".join(lines)).errata)
