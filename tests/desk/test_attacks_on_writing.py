"""Attacks on what is written at the desk: revisions that are none, on texts, forms and layouts."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk.live_book import LiveBook
from casebook.journal import recording
from casebook.journal.kept_contents import digest

NO_REVISIONS = (
    "", "0" * 64, "x" * 64, "\0" * 64, "/" * 64, "../" * 21 + "x", "//" + "./" * 27 + "dev/zero",
    "A" * 64, "é" * 64, "0" * 63 + "\n", "\ud800" * 64, "9" * 100_000,
)  # fmt: skip
"""Sixty-four characters mostly: what a revision has."""


def text(live: LiveBook, name: str) -> str:
    return (live.folder / "manuscript" / name).read_text("utf-8")


@pytest.mark.parametrize("base", NO_REVISIONS, ids=range(len(NO_REVISIONS)))
def test_a_revision_that_is_none_saves_nothing(
    client: TestClient, live: LiveBook, base: str
) -> None:
    before = text(live, "book.yaml")
    changes = [[["title"], "攻"]]
    facts = {"base": base, "by": "", "reason": "", "changes": changes}
    for method in ("PUT", "POST"):
        answer = client.request(method, "/api/form/book.yaml", content=body(facts))
        assert answer.status_code in (400, 409), answer.text
    answer = client.put("/api/text/book.yaml", content=body({"text": "攻", "base": base, "by": ""}))
    assert answer.status_code in (400, 409), answer.text
    for seen in (
        {"manuscript/book.yaml": base},
        {"layouts/standard/layout.yaml": base},
        {"manuscript/book.yaml": [base], "layouts/standard/layout.yaml": {base: 1}},
    ):
        facts = {"layout": "standard", "changes": [[["lines"], "30"]], "seen": seen}
        answer = client.put("/api/layout", content=body(facts))
        assert answer.status_code in (200, 400, 409, 413), answer.text
    assert text(live, "book.yaml").replace("layout: standard\n", "") == before


def body(facts: Any) -> bytes:
    return json.dumps(facts).encode()


def test_a_revision_is_a_hash_and_no_path(tmp_path: Path) -> None:
    journal = recording.Journal(tmp_path)
    outside = tmp_path / "secret"
    outside.write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    for key in (
        str(outside),
        f"//{outside}",
        f"//{tmp_path}/pipe",
        "..",
        "\0",
        digest(b"x").upper(),
    ):
        assert journal.contents.get(key) is None
    key = journal.contents.put(b"x")
    assert journal.contents.get(key) == b"x"
