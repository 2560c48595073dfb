"""Numbers looked up by their first bits: each that is there is found, and no other."""

import numpy as np
import pytest

from casebook.proof.spelling.sorted_keys import (
    grouped_keys,
    grouped_table,
    keys,
    ranges,
    scattered,
    table,
)

DICE = np.random.default_rng(2)


@pytest.mark.parametrize("kind", [np.uint32, np.uint64])
@pytest.mark.parametrize("count", [0, 1, 7, 5000])
def test_a_number_is_found_where_it_stands(kind: type, count: int) -> None:
    some = DICE.integers(0, np.iinfo(kind).max, 2 * count, kind, endpoint=True)
    own = np.unique(some[:count])
    wanted = np.concatenate([own[::-1], some[count:]])
    place = {int(number): at for at, number in enumerate(own)}
    places = keys(table("name", own), "name").position(wanted)
    assert places.tolist() == [place.get(int(number), -1) for number in wanted]


def test_numbers_of_the_same_first_bits_are_told_apart() -> None:
    own = np.array([0, 1, 2, 3, 2**64 - 2, 2**64 - 1], np.uint64)
    assert keys(table("name", own), "name").position(own).tolist() == [0, 1, 2, 3, 4, 5]
    assert keys(table("name", own), "name").position(
        np.array([4, 2**64 - 3], np.uint64)
    ).tolist() == [-1, -1]


def test_small_numbers_are_spread_and_stay_different() -> None:
    spread = scattered(np.arange(10_000))
    assert len(np.unique(spread)) == 10_000
    assert np.bincount((spread >> np.uint64(60)).astype(int)).min() > 500


def test_all_equal_keys_are_met() -> None:
    arrays = grouped_table("name", np.array([1, 3, 3, 7], np.uint64))
    asked, place = grouped_keys(arrays, "name").matches(np.array([3, 2, 7], np.uint64))
    assert list(zip(asked.tolist(), place.tolist(), strict=True)) == [(0, 1), (0, 2), (2, 3)]


def test_ranges_are_all_places_up_to_the_next_beginning() -> None:
    asked, place = ranges(np.array([0, 2, 2, 5]), np.array([2, 1, 0]))
    assert asked.tolist() == [0, 0, 0, 2, 2]
    assert place.tolist() == [2, 3, 4, 0, 1]
