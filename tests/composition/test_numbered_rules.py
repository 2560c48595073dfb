"""Rules of composition, by their numbers, on a page of the standard layout made for them."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

import tiny
from casebook import layout
from casebook.composition import gaps, settings
from casebook.composition.adjust import Line as SetLine
from casebook.composition.adjust import expand, squeeze
from casebook.composition.paragraph import Paragraph, Span
from casebook.intake.manuscript import book_reader
from casebook.press import volume
from composition import page
from composition.galley import set_galley
from composition.page import Document, Line
from composition.setting import lines, paragraph, places, texts

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


def test_r11_a_line_may_end_before_an_opening_quote_and_behind_a_closing_one() -> None:
    text = "他说，“护心”《规划》：“一站”的‘好’，“做法”“经验”等。"
    breaks = paragraph(text).breaks
    for at, (before, sign) in enumerate(pairwise(text), 1):
        if sign in "“‘《" and before not in "“‘《":
            assert breaks[at], f"no line ends before {text[at:]}"
        if before in "“‘《" or sign in "”’》，：。":
            assert not breaks[at], f"a line ends within {text[at - 1 : at + 1]}"
        if before in "”’》" and sign not in "，：。":
            assert breaks[at], f"no line ends behind {text[:at]}"


def test_r20_a_word_of_letters_ends_its_line_only_at_a_hyphen_of_the_dictionary(
    tmp_path: Path,
) -> None:
    text = "医院推行management与well-established流程，并用PubMed检索COVID-19"
    extra = "p { hyphens: auto; hyphenate-limit-chars: 6 3 3; text-indent: 0 }"
    body = "".join(f"<p style='width: {measure}em'>{text}</p>" for measure in range(6, 20))
    made = [line.text for line in page.read(set_galley(body, tmp_path / "a.pdf", 20, extra)).lines]
    seen = set()
    for line, following in pairwise(made):
        tail, head = re.search("[A-Za-z]*[-‐]?$", line), re.match("[A-Za-z]*", following)
        assert tail
        assert head
        if tail[0] and head[0]:
            seen.add((tail[0].replace("‐", "-"), head[0]))
    assert seen, "no word met a line end"
    assert seen <= {("man-", "agement"), ("manage-", "ment"), ("well-", "established")}


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


@pytest.mark.parametrize(
    ("marks", "wide"), [("？！", 1), ("！！", 1), ("？？", 1), ("！！！", 2), ("？！”", 2)]
)
def test_r27_marks_that_are_doubled_take_one_character(marks: str, wide: float) -> None:
    own, (line,) = lines(f"甲{marks}乙", 20)
    made = places(own, line)
    assert made[-2] - made[0] - 1 == pytest.approx(wide)


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


def test_r35_spacesshrink_in_their_order_each_as_far_as_it_may_before_the_next() -> None:
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


def test_r36_spacesopen_in_their_order_and_never_inside_what_is_one_unit() -> None:
    text = "甲 of an 乙AI丙——丁～戊20%己12.5庚/辛壬癸"
    widths = [0.25 if sign == " " else 0.5 if sign < "\u0370" else 1.0 for sign in text]
    own = Paragraph(text, widths, [Span(0, len(text), 1.0, settings.Settings())])
    words = [at for at in own.stretches if at not in own.autospaces]
    between = [at for at in own.stretches if at in own.autospaces]
    wide, spaces = (sum(own.stretches[at] for at in inside) for inside in (words, between))
    assert wide > 0 < spaces

    def opened(excess: float) -> SetLine:
        line = SetLine(0, len(text), len(text), own.places[-1], 0.0, [], False, False)
        expand(own, line, excess, "auto", 1.0)
        assert line.width == pytest.approx(own.places[-1] + excess)
        return line

    first = dict(opened(wide / 2).moves)
    assert sum(first.get(at, 0.0) for at in words) == pytest.approx(wide / 2)
    assert not any(first.get(at) for at in between)
    second = opened(wide + spaces / 2)
    given = dict(second.moves)
    assert sum(given[at] for at in words) == pytest.approx(wide)
    assert sum(given[at] for at in between) == pytest.approx(spaces / 2)
    assert second.open == 0
    third = opened(wide + spaces + 1)
    assert third.open > 0
    for unit in ("of", "an", "AI", "——", "20%", "12.5"):
        at = text.index(unit)
        assert not any(own.even[at + 1 : at + len(unit)]), f"{unit} is set apart"
    for sign in "～/":
        at = text.index(sign)
        assert not own.even[at]
        assert not own.even[at + 1], f"a gap opens beside {sign}"


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


def test_r46_emphasis_dots_stand_below_the_middle_of_characters_between_lines_far_apart(
    tmp_path: Path, pages: Document
) -> None:
    assert pages.pitch - pages.size >= pages.size / 2
    body = '<p>要<span style="--clreq-emphasis: dot">着重</span>的字要要要要要要</p>'
    extra = "p { text-indent: 0 } body { color: #000 }"
    path = set_galley(body, tmp_path / "a.pdf", 7, extra)
    line = page.read(path).lines[0]
    scale = 8
    picture = PdfDocument(path)[0].render(scale=scale, grayscale=True).to_pil()
    foot = picture.height - line.y * scale  # the baseline
    size = line.size * scale
    for at, dotted in ((0, False), (1, True), (2, True), (3, False)):
        left = line.glyphs[at].x * scale
        below = picture.crop(
            (round(left), round(foot + 0.22 * size), round(left + size), round(foot + 0.5 * size))
        )
        ink = below.point(lambda level: 255 if level < 128 else 0).getbbox()
        assert (ink is not None) is dotted
        if ink:
            assert (ink[0] + ink[2]) / 2 == pytest.approx(size / 2, abs=0.06 * size)
            assert ink[2] - ink[0] < 0.3 * size


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
