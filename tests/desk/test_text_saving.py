"""Texts saved from the browser: by revision, merged, never lost; and the history of them."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook import atomic
from casebook.desk.live_book import LiveBook
from casebook.desk.views import Views
from casebook.journal.journal_entries import Deed

ADDRESS = "/api/text/cases/1-1.md"


def text(client: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(ADDRESS).json()
    return answer


def save(client: TestClient, words: str, base: str, by: str = "王") -> Any:
    return client.put(ADDRESS, json={"text": words, "base": base, "by": by})


def test_a_text_is_saved_in_its_file(client: TestClient, live: LiveBook) -> None:
    now = text(client)
    answer = save(client, now["text"] + "\n添一句。\n", now["revision"])
    assert answer.status_code == 200
    assert answer.json()["merged"] is False
    path = live.folder / "manuscript/cases/1-1.md"
    assert path.read_text("utf-8") == now["text"] + "\n添一句。\n"
    assert text(client)["revision"] == answer.json()["revision"]


def test_mark_and_line_ends_of_a_file_stay(client: TestClient, live: LiveBook) -> None:
    path = live.folder / "manuscript/cases/1-1.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    now = text(client)
    assert "\r" not in now["text"]
    assert now["text"][0] == "-"
    save(client, now["text"] + "末句。\n", now["revision"])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.endswith("末句。\r\n".encode())


def test_two_people_in_one_case_are_merged(client: TestClient) -> None:
    now = text(client)
    save(client, now["text"] + "\n甲的一句。\n", now["revision"])
    answer = save(client, now["text"].replace("正文一句", "正文两句"), now["revision"], "李")
    assert answer.status_code == 200
    assert answer.json()["merged"] is True
    assert "正文两句" in answer.json()["text"]
    assert "甲的一句" in answer.json()["text"]


def test_two_edits_of_the_same_words_are_both_sent_back_and_kept(client: TestClient) -> None:
    now = text(client)
    save(client, now["text"].replace("正文一句", "正文两句"), now["revision"])
    answer = save(client, now["text"].replace("正文一句", "正文三句"), now["revision"], "李")
    assert answer.status_code == 409
    assert "正文两句" in answer.json()["text"]
    assert "正文一句" in answer.json()["base"]
    step = client.get("/api/journal?case=1-1").json()["steps"][0]
    assert (step["deed"], step["by"]) == ("conflict", "李")
    address = f"/api/journal/differences?numbers={step['numbers'][0]}&path=manuscript/cases/1-1.md"
    assert "正文三句" in client.get(address).json()["after"]


def test_a_save_that_was_not_heard_of_is_harmless_when_sent_again(client: TestClient) -> None:
    now = text(client)
    words = now["text"] + "\n一句。\n"
    first = save(client, words, now["revision"]).json()
    again = save(client, words, now["revision"])
    assert again.status_code == 200
    assert again.json()["revision"] == first["revision"]
    assert len(client.get("/api/journal?case=1-1").json()["steps"]) == 2


@pytest.mark.parametrize(
    "name",
    ["../secret.md", "cases/../../x.md", "cases/received/1-1.yaml", "inbox/a.md", "media/a.png",
     "cases/1-1.private.yaml", "/etc/passwd.md", "cases/.hidden.md", "nothing.md", "cases//1-1.md"],
)  # fmt: skip
def test_no_other_file_is_read_or_written(client: TestClient, live: LiveBook, name: str) -> None:
    before = {p: p.read_bytes() for p in live.folder.rglob("*") if p.is_file()}
    atomic.put(live.folder / "manuscript/cases/1-1.private.yaml", b"x: y\n")
    address = f"/api/text/{name.replace('..', '%2e%2e')}"
    assert client.get(address).status_code == 404
    facts = {"text": "x", "base": "0" * 64, "by": ""}
    assert client.put(address, json=facts).status_code in (404, 409)
    after = {p: p.read_bytes() for p in before}
    assert before == after


@pytest.mark.parametrize(
    "facts",
    [{}, {"text": 1, "base": "0" * 64, "by": ""}, {"text": "x", "base": "short", "by": ""},
     {"text": "a\rb", "base": "0" * 64, "by": ""}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(client: TestClient, facts: dict[str, Any]) -> None:
    assert client.put(ADDRESS, json=facts).status_code == 400
    half = '{"text": "\\ud800", "base": "' + "0" * 64 + '", "by": ""}'
    assert client.put(ADDRESS, content=half).status_code == 400


def test_a_full_disk_is_told_and_the_text_stays(
    client: TestClient, live: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = text(client)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "x")

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "put", full)
        answer = save(client, "全改了", now["revision"])
    assert answer.status_code == 422
    assert "磁盘已满" in answer.json()["errata"][0]["message"]["zh"]
    assert text(client)["text"] == now["text"]


def test_a_file_that_is_no_utf8_is_told(client: TestClient, live: LiveBook) -> None:
    (live.folder / "manuscript/cases/1-1.md").write_bytes("---\n---\n中文".encode("gb18030"))
    answer = client.get(ADDRESS)
    assert answer.status_code == 422
    assert answer.json()["errata"][0]["rule"] == "not-utf-8"


def test_long_texts_are_taken(client: TestClient) -> None:
    now = text(client)
    assert save(client, now["text"] + "长" * 300_000, now["revision"]).status_code == 200
    too_long = {"text": "长" * 2_100_000, "base": now["revision"], "by": ""}
    assert client.put(ADDRESS, json=too_long).status_code in (400, 413)


def steps(client: TestClient, case: str = "1-1") -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = client.get(f"/api/journal?case={case}").json()["steps"]
    return answer


def test_the_history_says_what_was_changed_and_undoes_it(client: TestClient) -> None:
    now = text(client)
    save(client, now["text"].replace("正文一句", "正文两句"), now["revision"])
    step = steps(client)[0]
    assert (step["by"], step["deed"], step["can"]) == ("王", "text", True)
    assert (step["files"][0]["old"], step["files"][0]["new"]) == ("一", "两")
    facts = {"numbers": step["numbers"], "case": "1-1", "by": "李"}
    assert client.post("/api/journal/undo", json=facts).json()["files"]
    assert text(client)["text"] == now["text"]
    assert [s["deed"] for s in steps(client)[:2]] == ["undo", "text"]
    assert steps(client)[1]["undone"] is True
    client.post("/api/journal/undo", json=facts | {"again": True})
    assert "正文两句" in text(client)["text"]
    number = steps(client)[-1]["numbers"][-1]
    client.post("/api/journal/restore", json={"number": number, "by": "李"})
    assert text(client)["text"] == now["text"]


def test_an_undo_that_cannot_be_is_told(client: TestClient) -> None:
    now = text(client)
    number = steps(client)[0]["numbers"][0]
    answer = client.post("/api/journal/undo", json={"numbers": [number], "by": ""})
    assert answer.status_code == 422
    for facts in ({"numbers": []}, {"numbers": ["1"]}, {"numbers": 3}, {}):
        assert client.post("/api/journal/undo", json=facts).status_code == 400
    for facts in ({"number": "1"}, {"number": 1, "path": "build/print.pdf"}):
        assert client.post("/api/journal/restore", json=facts).status_code == 400
    assert client.get("/api/journal?before=x").status_code == 400
    assert client.get("/api/journal/differences?numbers=1&path=x").status_code == 404
    assert text(client)["text"] == now["text"]


def test_a_journal_that_was_altered_is_told_at_the_desk(client: TestClient, live: LiveBook) -> None:
    now = text(client)
    save(client, now["text"] + "一", now["revision"])
    file = live.folder / "journal/journal.jsonl"
    file.write_bytes(file.read_bytes().replace("王".encode(), "张".encode()))
    errata = client.get("/api/journal").json()["errata"]
    assert [e["rule"] for e in errata] == ["journal-broken"]
    assert errata[0]["line"] == 2


def test_every_deed_and_its_page_have_words() -> None:
    for lang in ("zh", "en"):
        page = Views(lang).history(None).decode()
        assert all(f'data-deed-{deed.value}="' in page for deed in Deed)


def test_marks_and_signatures_stand_in_the_history(client: TestClient, live: LiveBook) -> None:
    from casebook.rounds import round_files

    text(client)
    round_files.open_(live.folder, live.folder / "build/print.pdf", None, "张主编")
    mark = {"id": "", "asks": "query", "paragraph": 2, "start": 0, "quote": "正文", "text": "",
            "note": "？", "by": "赵"}  # fmt: skip
    assert client.post("/api/marks/1-1", json=mark).status_code == 201
    result = [(s["deed"], s["by"]) for s in client.get("/api/journal").json()["steps"]]
    assert result[:2] == [("mark", "赵"), ("round", "张主编")]
    assert [row["can"] for row in steps(client)[:2]] == [True, False]


def test_what_another_program_saves_is_entered_while_the_desk_looks(
    client: TestClient, live: LiveBook
) -> None:
    text(client)
    path: Path = live.folder / "manuscript/cases/1-1.md"
    path.write_text(path.read_text("utf-8") + "外改。\n", "utf-8")
    assert [(s["via"], s["deed"]) for s in steps(client)[:1]] == [("outside", "outside")]
