"""Attacks on what the desk learnt last: positions of errata, comparisons, names of states, undo of marks."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk.live_book import LiveBook


def settle(client: TestClient, **facts: object) -> Any:
    return client.post("/api/errata/settle", json={"deed": "repair", "by": "", **facts})


@pytest.mark.parametrize(
    "seen",
    [
        [["cases/1-1.md", "x", "0", 0, ","]],
        [[1]],
        [{"path": "x"}],
        ["abcde"],
        7,
        [[[], [], [], [], []]],
    ],
)
def test_a_position_that_is_none_is_refused(client: TestClient, seen: object) -> None:
    before = client.get("/api/errata").json()["errata"]
    assert settle(client, ids=[before[0]["id"]], seen=seen).status_code == 400
    assert client.get("/api/errata").json()["errata"] == before


def test_a_position_in_another_file_repairs_nothing_outside_the_book(
    client: TestClient, live: LiveBook
) -> None:
    outside = live.folder.parent / "x.md"
    outside.write_text("参加,效果", "utf-8")
    seen = [["../../x.md", "half-width-mark", 0, 2, ","]]
    assert settle(client, ids=["0" * 16], seen=seen).status_code == 422
    assert outside.read_text("utf-8") == "参加,效果"


@pytest.mark.parametrize(
    "name", ["../now", "round-99999999999999999999", "build-0x1", "build-²", "now\n", ""]
)
def test_a_state_that_is_none_is_not_compared(client: TestClient, name: str) -> None:
    answer = client.post("/api/compare/pages", json={"old": name, "new": "now"})
    said = answer.text.strip().split("\n")[-1]
    assert answer.status_code == 400 or "errata" in json.loads(said)


def test_a_comparison_is_asked_for_by_its_own_pages_alone(client: TestClient) -> None:
    facts = {"old": "now", "new": "now"}
    body = json.dumps(facts)
    foreign = {"origin": "http://evil.example", "content-type": "text/plain", "x-casebook": ""}
    assert client.post("/api/compare/pages", content=body, headers=foreign).status_code == 403
    named = {"host": "evil.example"}
    assert client.get("/compare", headers=named).status_code == 421
    for path in (
        "/compare/../../../etc/passwd",
        "/compare/%2e%2e/old/0.jpg",
        "/compare/x/old/-1.jpg",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("numbers", [[True], [-1], [10**30], ["1"], [1.5], [None]])
def test_a_step_that_is_none_is_not_undone(client: TestClient, numbers: list[object]) -> None:
    client.get("/api/journal")
    answer = client.post("/api/journal/undo", json={"numbers": numbers, "case": "", "by": "x" * 9})
    assert answer.status_code in (400, 422)
