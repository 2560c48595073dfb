"""What holds for any text at any measure."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.composition.lines import Demand, Setter
from casebook.composition.paragraph import Extras, Paragraph, Span
from casebook.composition.settings import Settings

from .setting import places

_ALPHABET = (
    "中文字排版的一了" * 3
    + "，。、；：？！“”‘’（）《》——……·—～/"
    + "ABab12.,%- \n\u3000\u200b\u00ad\u00a0①"
)
_TEXT = st.text(alphabet=_ALPHABET, min_size=1, max_size=90).map(lambda text: f"{text}文")
_STYLES = st.builds(
    Settings,
    level=st.sampled_from(["basic", "gb", "strict"]),
    width=st.sampled_from(["quanjiao", "kaiming", "banjiao"]),
    end=st.sampled_from(["trim", "allow", "space"]),
    start=st.sampled_from(["trim", "first", "space"]),
    justify=st.sampled_from(["auto", "auto", "inter-character"]),
    hang=st.sampled_from([frozenset(), frozenset(["allow-end"]), frozenset(["force-end"])]),
    wrap=st.sampled_from(["auto", "stable"]),
)
_NEVER_FIRST = set("，。、；：？！”’）》·～")
_NEVER_LAST = set("“‘（《")


def _made(text: str, cut: list[int], style: Settings) -> Paragraph:
    """Make a paragraph of `text` in spans that meet at the cuts."""
    widths = [0.5 if ord(c) < 0x370 else 0.0 if c == "\u200b" else 1.0 for c in text]
    edges = [0, *sorted({at % len(text) for at in cut} - {0}), len(text)]
    spans = [
        Span(a, b, 1.0 if number % 2 == 0 else 1.2, style, wrap=number % 5 != 4)
        for number, (a, b) in enumerate(itertools.pairwise(edges))
    ]
    return Paragraph(text, widths, spans, Extras())


@given(_TEXT, st.lists(st.integers(0, 90), max_size=4), st.integers(4, 40), _STYLES, st.booleans())
@settings(max_examples=400, deadline=None)
def test_lines_keep_every_character_and_fill_the_measure(
    text: str, cut: list[int], measure: int, style: Settings, justify: bool
) -> None:
    own = _made(text, cut, style)
    demand = Demand(lambda number: measure - 2 if number == 0 else measure, 1, justify)
    made = Setter(own, demand).set(0)

    assert made[-1].next == len(text)
    starts = [0, *(line.next for line in made[:-1])]
    for start, line in zip(starts, made, strict=True):
        assert start <= line.start <= line.end <= line.next
        assert not text[start : line.start].strip(" ")
        assert line.next > start
        assert not text[line.end : line.next].strip(" \n\u3000\u200b\u00ad")
    assert "".join(text[a : line.next] for a, line in zip(starts, made, strict=True)) == text

    for number, line in enumerate(made):
        stated = places(own, line)[-1] if line.end > line.start else 0.0
        if not line.hyphen and style.end == "trim" and not style.hang:
            assert abs(stated - line.width) < 1e-6
        room = measure - 2 if number == 0 else measure
        fits = line.width <= room + 1e-6
        assert line.next == len(text) or own.breaks[line.next]
        inside = any(own.breaks[at] for at in range(line.start + 1, line.next))
        assert fits or not inside, "too wide though it could break"
        if line.open and line.width < room - 1e-6:
            raise AssertionError("an opened line is full")


@given(_TEXT, st.integers(8, 40))
@settings(max_examples=300, deadline=None)
def test_no_line_starts_or_ends_with_what_may_not(text: str, measure: int) -> None:
    own = _made(text.replace("\n", ""), [], Settings())
    made = Setter(own, Demand(lambda _: measure, 1, True)).set(0)
    for item, two in itertools.pairwise(made):
        if item.end > item.start and two.end > two.start:
            assert own.text[two.start] not in _NEVER_FIRST
            assert own.text[item.end - 1] not in _NEVER_LAST


@given(_TEXT, st.integers(6, 40), _STYLES)
@settings(max_examples=150, deadline=None)
def test_setting_twice_gives_the_same_lines(text: str, measure: int, style: Settings) -> None:
    own = _made(text, [7], style)
    demand = Demand(lambda _: measure, 1, True)
    first, second = Setter(own, demand).set(0), Setter(own, demand).set(0)
    assert first == second
    later = Setter(own, demand).set(first[0].next, 1) if first[0].next < len(text) else []
    assert all(line.next > first[0].next for line in later)


@given(_TEXT, st.lists(st.integers(6, 30), min_size=3, max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_changing_measure_is_met_line_by_line(text: str, rooms: list[int]) -> None:
    own = _made(text.replace("\n", ""), [], Settings())
    last = len(rooms) - 1
    made = Setter(own, Demand(lambda number: rooms[min(number, last)], last, True)).set(0)
    for number, line in enumerate(made[:-1]):
        if line.open:
            assert abs(line.width - rooms[min(number, last)]) < 1e-6


@given(_TEXT)
@settings(max_examples=150, deadline=None)
def test_han_is_never_closer_than_one_em(text: str) -> None:
    own = _made(text, [], Settings())
    for line in Setter(own, Demand(lambda _: 12, 1, True)).set(0):
        at = places(own, line)
        for index in range(line.start, line.end - 1):
            if own.letters[index] == own.letters[index + 1] == "H":
                assert at[index + 1 - line.start] - at[index - line.start] >= 1 - 1e-9
