"""Rules of composition, by their numbers, on a page of the standard layout made for them."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

import tiny
from casebook import layout
from casebook.composition import gaps, settings
from casebook.composition.adjust import Line as SetLine
from casebook.composition.adjust import squeeze
from casebook.intake.manuscript import book_reader
from casebook.press import volume
from composition import page
from composition.page import Document, Line
from composition.setting import paragraph, texts

CASE = """\
---
award: 1-1
contributors:
  - {name: 欧阳样文, role: 撰稿}
  - {name: 李样, role: 编辑}
  - {name: 张试章, role: 编辑}
  - {name: 王样例, role: 编辑}
  - {name: 赵样品, role: 编辑}
  - {name: 孙试样, role: 编辑}
  - {name: 周样张, role: 审稿}
  - {name: 吴试文, role: 审稿}
  - {name: 郑样书, role: 校对}
  - {name: 冯样稿, role: 校对}
  - {name: 陈样纸, role: 校对}
---

引言一句，说明来由；住院12天，随访 3 次，覆盖 95.6% 的科室。依照章程，先由科室自查，再由院里复核，一年两次。
再说一句，凑满两行，好看下一段从哪里起。

再起一段，这一段也要转到下一行去，看看两段之间的行距是不是和段内的行距一样，一点不多，一点不少，正好一行。

## 一、这是一个特别长的标题用来看它会不会排到正文一样宽再折到第二行去

### （一）第二级的标题也可以很长很长用来看它在哪里转行以及会不会过了五分之四

**1.组织推动。**医院成立领导小组，定了三条规矩[^1]。

**2.制度保障**　先后修订两项制度。

**3.人才培养**选派骨干进修。

**4.文化建设。**　建成院史馆一座。

1. 第一项很长很长，长到要转到下一行去，看看转行以后是不是和序号后面的文字对齐，而不是和序号对齐。
2. 第二项。

- 圆点项也很长，长到要转到下一行去，看看转行以后是不是和圆点后面的文字对齐，而不是和圆点自己对齐。

[^1]: 注文一句，长一点，长到要转到下一行去，看看转行以后的样子，这样的注文在书里很常见，不必多说，也不必少说。
"""

NOTICE = """\
---
title: 关于公布结果的通报
---

学会文件

会发〔2023〕4号

各会员单位：

现将结果公布如下，希望各单位再接再厉。
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("rules")
    book = tiny.BOOK.replace("composition: off", "layout: standard")
    book = book.replace("back: [", "back: [{matter: back/notice.md}, ")
    files = {"back/notice.md": NOTICE}
    made = book_reader.read(tiny.write(folder, book=book, case=CASE, **files)).book
    roots = layout.roots(made.layout, folder)
    galleys = layout.compose(made, roots, "print", folder / "manuscript")
    data, _ = volume.bind(volume.make(made, galleys, folder / "build"), made)
    (folder / "print.pdf").write_bytes(data)
    return page.read(folder / "print.pdf")


@pytest.fixture
def line_of(pages: Document) -> Callable[[str], Line]:
    """Return the line of the case that begins with these words."""

    def line(words: str) -> Line:
        return next(line for line in pages.lines if line.text.startswith(words))

    return line


def test_r5_the_text_of_a_notice_stands_on_the_grid_below_its_head(
    line_of: Callable[[str], Line], pages: Document
) -> None:
    off = (line_of("引言一句").y - line_of("各会员单位").y) / pages.pitch
    assert off == pytest.approx(round(off), abs=0.02)


def test_r22_the_number_of_a_chapter_and_the_name_of_a_person_stay_on_one_line(
    pages: Document,
) -> None:
    for measure in range(6, 20):
        made = texts("依照本制度第三章第十二条的规定，见第二十一届大会第五次会议。", measure)
        assert not [line for line in made if re.search("第[一二三十五]*$", line)]
    credit = [line.text for line in pages.lines if re.search("撰稿|编辑|审稿|校对|陈样", line.text)]
    assert len(credit) > 1
    for name in (
        "欧阳样文",
        "李样",
        "张试章",
        "王样例",
        "赵样品",
        "孙试样",
        "周样张",
        "吴试文",
        "陈样纸",
    ):
        assert any(name in line for line in credit)


def test_r32_a_space_typed_between_han_and_figures_is_as_wide_as_the_gap_without_one(
    line_of: Callable[[str], Line],
) -> None:
    line = line_of("引言一句")
    spaces = []
    for before, figure in ("院1", "访3"):
        at = next(
            n
            for n, (left, right) in enumerate(pairwise(line.glyphs))
            if (left.text, right.text) == (before, figure)
        )
        spaces.append(line.glyphs[at + 1].x - line.glyphs[at].x - line.glyphs[at].size)
    assert spaces[0] == pytest.approx(spaces[1], abs=0.1)
    assert 0.125 <= spaces[0] / line.size <= 0.34


STAGES = (
    gaps.WORD_SPACE,
    gaps.INTERPUNCT,
    gaps.BRACKET,
    gaps.PAUSE,
    gaps.AUTOSPACE,
    gaps.STOP,
)


def test_r35_gaps_shrink_in_their_order_each_as_far_as_it_may_before_the_next() -> None:
    text = "甲 of an 乙·丙，丁（戊）己、庚。辛壬"
    own = paragraph(text, settings.Settings())
    room = {stage: 0.0 for stage in STAGES}
    for stage, most in own.shrinks.values():
        room[stage] += most
    assert all(room.values())
    taken_before = 0.0
    for stage in STAGES:
        need = taken_before + room[stage] / 2
        line = SetLine(0, len(text), len(text), own.places[-1], 0.0, [], False, True)
        squeeze(own, line, need)
        taken = dict.fromkeys(STAGES, 0.0)
        for at, move in line.moves:
            taken[own.shrinks[at][0]] -= move
        assert taken[stage] == pytest.approx(room[stage] / 2)
        assert sum(taken[later] for later in STAGES if later > stage) == 0
        taken_before += room[stage]


def test_r41_paragraphs_are_indented_by_two_characters_and_follow_without_space(
    pages: Document, line_of: Callable[[str], Line]
) -> None:
    first = line_of("引言一句")
    at = pages.lines.index(first)
    four = pages.lines[at : at + 4]
    indents = [round((line.start - four[1].start) / pages.size, 2) for line in four]
    assert indents == [2, 0, 2, 0]
    steps = [upper.y - lower.y for upper, lower in pairwise(four)]
    assert steps == pytest.approx([pages.pitch] * 3, abs=0.05)


def test_r47_no_line_of_a_heading_is_longer_than_four_fifths_of_the_measure(
    pages: Document, line_of: Callable[[str], Line]
) -> None:
    measure = 36 * pages.size
    for words in ("一、", "（一）"):
        first = line_of(words)
        turned = pages.lines[pages.lines.index(first) + 1]
        assert turned.size == pytest.approx(first.size)
        assert max(line.end - line.start for line in (first, turned)) <= 0.8 * measure


def test_r47_a_run_in_heading_is_followed_by_one_character_of_space(
    line_of: Callable[[str], Line],
) -> None:
    for words, last, next_sign in (
        ("1.组织推动", "动", "医"),
        ("2.制度保障", "障", "先"),
        ("3.人才", "养", "选"),
        ("4.文化", "设", "建"),
    ):
        glyphs = line_of(words).glyphs
        at = next(n for n, glyph in enumerate(glyphs) if glyph.text == last)
        behind = next(n for n in range(at, len(glyphs)) if glyphs[n].text == next_sign)
        mark = 0.5 if glyphs[at + 1].text == "。" else 0.0  # its ink
        space = (glyphs[behind].x - glyphs[at].x) / glyphs[at].size - 1 - mark
        assert space == pytest.approx(1, abs=0.05)


def test_r48_turned_over_lines_of_items_stand_below_the_text_behind_the_number(
    pages: Document, line_of: Callable[[str], Line]
) -> None:
    for words in ("第一项", "圆点项"):
        first = line_of(words)
        turned = pages.lines[pages.lines.index(first) + 1]
        assert turned.start == pytest.approx(first.start, abs=0.1)
    assert line_of("1.").start >= pages.left[0]


def test_r49_notes_have_their_own_smaller_pitch_and_marks_in_circles(
    pages: Document, line_of: Callable[[str], Line]
) -> None:
    first = line_of("①注文")
    turned = pages.lines[pages.lines.index(first) + 1]
    assert 7.875 <= first.size < pages.size
    assert first.size < first.y - turned.y < pages.pitch
    assert "①" in line_of("1.组织推动").text
