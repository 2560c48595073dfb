"""Errata settled at the desk: listed, repaired, let stand, asked, undone; each a step of the journal."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk import api
from casebook.desk.live_book import LiveBook
from casebook.desk.live_state import Work
from casebook.journal import recording
from casebook.proof import decisions, rate, repairlog, settling

CASE = "manuscript/cases/1-1.md"


def listed(client: TestClient) -> dict[str, Any]:
    data: dict[str, Any] = client.get("/api/errata").json()
    return data


def named(client: TestClient, words: str) -> dict[str, Any]:
    return next(row for row in listed(client)["errata"] if row.get("words") == words)


def settle(client: TestClient, deed: str, *ids: str, **more: object) -> Any:
    facts = {"deed": deed, "ids": list(ids), "by": "王"} | more
    return client.post("/api/errata/settle", json=facts)


def text(live: LiveBook) -> str:
    return (live.folder / CASE).read_text("utf-8")


def test_a_repair_leaves_the_list_at_once_and_comes_back_undone(
    client: TestClient, live: LiveBook
) -> None:
    comma = named(client, ",")
    assert (comma["put"], comma["section"], comma["asked"]) == ("，", "case-1-1", False)
    answer = settle(client, "repair", comma["id"]).json()
    assert answer["done"] == [comma["id"]]
    assert "参加，效果" in text(live)
    rows = listed(client)
    assert comma["id"] not in [row["id"] for row in rows["errata"]]
    assert comma["id"] not in [
        row["id"] for row in client.get("/api/text/cases/1-1.md").json()["errata"]
    ]
    [step] = rows["settled"]
    assert (step["by"], step["about"], step["put"], step["count"]) == ("王", ",", "，", "1")
    entry = recording.Journal(live.folder).entries()[-1]
    assert (entry.number, entry.deed.value, entry.case) == (answer["number"], "repair", "1-1")
    undo = {"numbers": [answer["number"]], "case": "", "by": "王"}
    assert client.post("/api/journal/undo", json=undo).status_code == 200
    assert "参加,效果" in text(live)
    rows = listed(client)
    assert comma["id"] in [row["id"] for row in rows["errata"]]
    assert rows["settled"][0]["undone"] is True


def test_a_repair_counts_as_an_error_until_it_is_undone(client: TestClient, live: LiveBook) -> None:
    manuscript = live.folder / "manuscript"
    first = settle(client, "repair", named(client, ",")["id"]).json()["number"]
    settle(client, "repair", named(client, "近90余")["id"], words="近90个").json()
    kept = decisions.read(manuscript)[0]
    assert [(row.text, row.by) for row in kept] == [(",", "王"), ("近90余", "王")]
    assert rate.count(kept, rate.standard())[0] == 2
    assert [row.new for row in repairlog.logged(manuscript)] == ["，", "近90个"]
    undo = {"numbers": [first], "case": "", "by": "王"}
    assert client.post("/api/journal/undo", json=undo).status_code == 200
    assert [row.text for row in decisions.read(manuscript)[0]] == ["近90余"]
    assert [row.new for row in repairlog.logged(manuscript)] == ["近90个"]
    assert client.post("/api/journal/undo", json=undo | {"again": True}).status_code == 200
    assert len(repairlog.logged(manuscript)) == len(decisions.read(manuscript)[0]) == 2


def test_what_stays_needs_a_reason(client: TestClient, live: LiveBook) -> None:
    erratum = named(client, "近90余")
    refused = settle(client, "keep", erratum["id"], because=" ")
    assert refused.status_code == 422
    assert "理由" in refused.json()["errata"][0]["message"]["zh"]
    assert settle(client, "keep", erratum["id"], because="原文如此").status_code == 200
    side = (live.folder / "manuscript/cases/1-1.stets.yaml").read_text("utf-8")
    assert "because: 原文如此" in side
    assert "by: 王" in side
    assert erratum["id"] not in [row["id"] for row in listed(client)["errata"]]


def test_decisions_next_to_each_other_are_undone_one_by_one(
    client: TestClient, live: LiveBook
) -> None:
    first, second = named(client, "近90余"), named(client, ",")
    numbers = [
        settle(client, "keep", row["id"], because="原文如此").json()["number"]
        for row in (first, second)
    ]
    undo = {"numbers": [numbers[0]], "case": "", "by": "王"}
    assert client.post("/api/journal/undo", json=undo).status_code == 200
    side = (live.folder / "manuscript/cases/1-1.stets.yaml").read_text("utf-8")
    assert first["id"] not in side
    assert second["id"] in side


def test_a_question_goes_into_a_letter_in_both_languages(
    client: TestClient, live: LiveBook
) -> None:
    erratum = named(client, "近90余")
    assert client.get("/questions.docx").status_code == 404
    settle(client, "ask", erratum["id"], because="到底 <b>多少</b>？")
    rows = listed(client)
    [question] = rows["questions"]
    assert (question["id"], question["note"]) == (erratum["id"], "到底 <b>多少</b>？")
    assert named(client, "近90余")["asked"] is True
    for lang, place in (("zh", "页第"), ("en", "line")):
        data = client.get(f"/questions.docx?lang={lang}&case=1-1").content
        words = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        assert "医院近90余个科室参加,效果很好" in words
        assert "到底 &lt;b&gt;多少&lt;/b&gt;？" in words
        assert place in words
    settle(client, "repair", erratum["id"], words="90余", because="九十二个")
    assert "医院90余个科室" in text(live)
    assert listed(client)["questions"] == []
    decided = (live.folder / "manuscript/decisions.yaml").read_text("utf-8")
    assert "answer: 九十二个" in decided


def test_a_question_is_taken_back(client: TestClient) -> None:
    erratum = named(client, "近90余")
    settle(client, "ask", erratum["id"])
    settle(client, "ask", erratum["id"])
    [question] = listed(client)["questions"]
    assert settle(client, "withdraw", question["name"]).status_code == 200
    assert listed(client)["questions"] == []


def test_a_text_changed_meanwhile_is_read_again(
    client: TestClient, live: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    comma = named(client, ",")
    repair, times = settling.repair, []

    def slow(*arguments: Any) -> settling.Settled:
        done = repair(*arguments)
        if not times:
            (live.folder / CASE).write_text(text(live) + "\n别人添了一句。\n", "utf-8")
        times.append(1)
        return done

    monkeypatch.setattr(settling, "repair", slow)
    assert settle(client, "repair", comma["id"]).json()["done"] == [comma["id"]]
    assert "别人添了一句" in text(live)
    assert "参加，效果" in text(live)
    assert len(times) == 2


@pytest.mark.parametrize(
    "facts",
    [{}, {"deed": "burn", "ids": ["a"]}, {"deed": "repair", "ids": []}, {"deed": "ask", "ids": [1]},
     {"deed": "repair", "ids": ["a"], "words": "x\ny"}, {"deed": "ask", "ids": ["a"], "because": "x" * 1001},
     {"deed": "repair", "ids": ["a"] * 5001}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(client: TestClient, facts: dict[str, Any]) -> None:
    assert client.post("/api/errata/settle", json=facts).status_code == 400
    half = json.dumps({"deed": "ask", "ids": ["a"], "because": "\ud800"})
    assert client.post("/api/errata/settle", content=half).status_code == 400
    answer = settle(client, "repair", "unknown")
    assert answer.status_code == 422
    assert answer.json()["refused"][0]["rule"] == "finding-gone"


def test_a_file_of_decisions_at_fault_stays(client: TestClient, live: LiveBook) -> None:
    path = Path(live.folder / "manuscript/decisions.yaml")
    path.write_text("decisions: [\n", "utf-8")
    answer = settle(client, "ask", named(client, ",")["id"])
    assert answer.status_code == 422
    assert path.read_text("utf-8") == "decisions: [\n"


def test_who_waits_for_letters_or_repairs_sees_how_far_they_have_come(
    client: TestClient, live: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Work | None] = []
    whole = live.tell_work

    async def hear(work: Work | None) -> None:
        heard.append(work)
        await whole(work)

    monkeypatch.setattr(api, "TELL_EVERY", 0)
    monkeypatch.setattr(live, "tell_work", hear)
    rows = [row["id"] for row in listed(client)["errata"] if row["text"]][:2]
    assert settle(client, "ask", *rows).status_code == 200
    assert heard == [], "what is done at once is not told"
    assert client.get("/questions.docx").status_code == 200
    assert [work.done for work in heard if work] in ([1], [1, 2])
    assert {work.total for work in heard if work} == {2}
    assert heard[-1] is None
    heard.clear()
    comma = named(client, ",")
    assert settle(client, "repair", comma["id"]).status_code == 200
    assert [work and (work.done, work.total) for work in heard] == [(1, 1), None]
    assert live.state.work is None
