"""What is suspected in texts of a language of a few words."""

from itertools import pairwise

import pytest

from casebook.proof.spelling import han_runs, speller
from casebook.proof.spelling.corrections import SUPERFLUOUS
from casebook.proof.spelling.suspects import Suspect
from proof.spelling.tiny_language import tiny


def suspects(*texts: str) -> list[tuple[str, str, str]]:
    """Return what stands there, what should, and the slip, of all texts."""
    pairs = zip(texts, speller.suspects(tiny(), texts), strict=True)
    return [(text[s.start : s.end], s.put, s.slip) for text, own in pairs for s in own]


@pytest.mark.parametrize(
    ("text", "wrong", "right", "slip"),
    [
        ("全面贯策落实党的决策部署", "贯策", "贯彻", "near sound"),
        ("不断提高服物能力", "服物", "服务", "sound"),
        ("形成齐抓共菅的工作格局", "齐抓共菅", "齐抓共管", "shape"),
        ("开展健康教肓工作", "教肓", "教育", "shape"),
        ("形成抓齐共管的工作格局", "抓齐共管", "齐抓共管", "transposed"),
        ("按照油管规定开展健康教育", "油管", "有关", "word of the same sound"),
        ("形成齐抓抓共管的工作格局", "齐抓抓共管", "齐抓共管", "superfluous"),
    ],
)
def test_a_slip_is_suspected(text: str, wrong: str, right: str, slip: str) -> None:
    assert suspects(text) == [(wrong, right, slip)]


@pytest.mark.parametrize(
    "text",
    ["全面贯彻落实党的决策部署", "", "GDP 100%", "第二医院，第三医院", "脊髓灰质炎患者", "龘靐"],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert suspects(text) == []


def test_places_are_those_of_the_text_and_do_not_touch() -> None:
    text = "（一）全面贯策落实。2026年，不断提高服物能力，服物能力"
    own = speller.suspects(tiny(), [text])[0]
    assert [text[s.start : s.end] for s in own] == ["贯策", "服物", "服物"]
    assert all(isinstance(s, Suspect) and len(s.gains) == 2 and min(s.gains) > 0 for s in own)
    assert all(a.end <= b.start for a, b in pairwise(own))


def test_a_run_that_stands_in_several_places_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = speller.han_runs.runs
    monkeypatch.setattr(speller.han_runs, "runs", lambda runs: read.extend(runs) or whole(runs))
    own = speller.suspects(tiny(), ["（一）提高服物能力", "提高服物能力，提高服物能力"])
    assert read == ["一", "提高服物能力。", "。提高服物能力。"]  # where a phrase ends there
    assert [[s.start for s in suspects] for suspects in own] == [[5], [2, 9]]


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["全面贯策落实", "医院", "", "提高服物能力", "健康教肓"] * 3
    whole = speller.suspects(tiny(), texts)
    monkeypatch.setattr(speller, "_BATCH", 7)
    assert speller.suspects(tiny(), texts) == whole


def test_a_character_too_many_within_a_short_word_is_weighed() -> None:
    edits, _ = speller.weighable(tiny(), han_runs.runs(["不断提高服医务能力"]))
    rows = edits.corrections
    assert "服务" in {tiny().word(int(word)) for word in rows.word[rows.slip == SUPERFLUOUS]}
