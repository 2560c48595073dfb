"""Equal words are told apart by where they stand, whatever was repaired before them."""

from dataclasses import replace

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.proof.findings import Finding, fingerprint, fingerprinted
from casebook.proof.text_positions import TextPosition, meant, position, standing

WORDS = Wording("错", "wrong")


def finding_at(number: int, start: int = 4, before: str = "大家") -> Finding:
    return Finding(
        "wrong-phrase", Place("cases/1-1.md", number), WORDS, None, f"{before}再接再励", Kind.ERRATUM,
        case="1-1", number=number, start=start, text="再接再励", before=before,
    )  # fmt: skip


def test_of_equal_words_the_one_that_was_seen_is_meant() -> None:
    first, second, third = fingerprinted([finding_at(1), finding_at(2), finding_at(3)])
    now = list(fingerprinted([finding_at(2), finding_at(3)]))
    name, place = fingerprint(second), position(second)
    assert place is not None
    assert fingerprint(now[1]) == name, "the third has the name of the second by now"
    assert meant([name], {name: place}, now) == {name: now[0]}
    assert standing([second, third, first], now) == [now[0], now[1], None]


def test_words_whose_surroundings_were_repaired_are_meant() -> None:
    [before] = fingerprinted([finding_at(1, 9, "参加,大家")])
    now = list(fingerprinted([finding_at(1, 8, "参加大家"), finding_at(2, 9, "参加大家")]))
    name, place = fingerprint(before), position(before)
    assert place is not None
    assert meant([name], {name: place}, now) == {name: now[0]}


def test_what_is_gone_is_left_out_and_what_was_never_seen_goes_by_its_name() -> None:
    [gone] = fingerprinted([finding_at(1)])
    [other] = fingerprinted([finding_at(1, 40, "另一处")])
    place = position(gone)
    assert place is not None
    names = [fingerprint(gone), fingerprint(other)]
    assert meant(names, {names[0]: place}, [other]) == {names[1]: other}
    heading = Erratum("no-award", Place("awards.yaml"), WORDS)
    assert meant([fingerprint(heading)], {}, [heading]) == {fingerprint(heading): heading}


def test_a_position_comes_back_from_json() -> None:
    place = position(replace(finding_at(3), fingerprint="x"))
    assert place is not None
    assert TextPosition.of(list(place)) == place
