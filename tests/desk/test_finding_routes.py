"""Finding over the whole book, and replacing: previewed, by revision, one step of the journal."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk.live_book import LiveBook
from casebook.desk.search_process import Outcome, PageJob, Search, TextJob
from casebook.desk.searcher import Searcher
from casebook.journal import recording

CASE = "manuscript/cases/1-1.md"
MORE = "\n见《甲题——副题》和“甲题”，甲题的做法，甲题好。[甲题](甲题.html)[^甲]\n\n[^甲]: 甲题。\n"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search in this process."""
    search = Search()

    async def answer(_: Searcher, job: TextJob | PageJob) -> Outcome:
        return search.outcome(job)

    monkeypatch.setattr(Searcher, "search", answer)


@pytest.fixture
def folder(live: LiveBook) -> Path:
    path = live.folder / CASE
    path.write_text(path.read_text("utf-8") + MORE, "utf-8")
    return live.folder


def preview(client: TestClient, words: str, put: str, mode: str = "text") -> dict[str, Any]:
    facts = {"words": words, "mode": mode, "exact": False, "put": put}
    data: dict[str, Any] = client.post("/api/replace/preview", json=facts).json()
    return data


def replace(
    client: TestClient, words: str, put: str, rows: list[dict[str, Any]], mode: str = "text"
) -> Any:
    facts = {"words": words, "mode": mode, "exact": False, "put": put, "files": rows, "by": "王"}
    return client.post("/api/replace", json=facts)


def rows_of(data: dict[str, Any], *without: int) -> list[dict[str, Any]]:
    return [
        {"path": text["path"], "revision": text["revision"], "without": list(without)}
        for text in data["texts"]
        if text["path"].endswith(".md")
    ]


def test_hits_stand_by_text_with_their_lines(client: TestClient, folder: Path) -> None:
    data = client.get("/api/search?words=甲题&mode=text&where=texts").json()
    by_path = {text["path"]: text for text in data["texts"]}
    assert next(iter(by_path)) == "cases/1-1.md"
    assert "awards.yaml" in by_path
    assert by_path["cases/1-1.md"]["section"] == "case-1-1"
    on_pages = client.get("/api/search?words=jiati&mode=pinyin&where=pages").json()["pages"]
    assert "contents" in {hit["section"] for hit in on_pages}


def test_titles_heads_and_addresses_stay_and_it_is_said_why(
    client: TestClient, folder: Path
) -> None:
    data = preview(client, "甲题", "乙题")
    by_path = {text["path"]: [hit["why"] for hit in text["hits"]] for text in data["texts"]}
    assert by_path["awards.yaml"] == ["other-file"]
    why = by_path["cases/1-1.md"]
    assert why == ["award-title", "award-title", None, None, None, "address", None]
    answer = replace(client, "甲题", "乙题", rows_of(data)).json()
    assert answer["count"] == 4
    text = (folder / CASE).read_text("utf-8")
    assert "见《甲题——副题》和“甲题”，乙题的做法，乙题好。[乙题](甲题.html)[^甲]" in text
    assert "甲题——副题" in (folder / "manuscript/awards.yaml").read_text("utf-8")


def test_one_place_is_left_out_and_all_is_undone_in_one_step(
    client: TestClient, folder: Path
) -> None:
    before = (folder / CASE).read_bytes()
    data = preview(client, "甲题", "乙题")
    [text] = [text for text in data["texts"] if text["path"] == "cases/1-1.md"]
    left = next(hit["start"] for hit in text["hits"] if hit["why"] is None)
    answer = replace(client, "甲题", "乙题", rows_of(data, left)).json()
    assert answer["count"] == 3
    assert "“甲题”，甲题的做法，乙题好" in (folder / CASE).read_text("utf-8")
    entry = recording.Journal(folder).entries()[-1]
    assert (entry.number, entry.deed.value, entry.facts["count"]) == (
        answer["number"],
        "replace",
        "3",
    )
    undo = {"numbers": [answer["number"]], "case": "", "by": "王"}
    assert client.post("/api/journal/undo", json=undo).status_code == 200
    assert (folder / CASE).read_bytes() == before


def test_a_text_changed_since_the_preview_stops_the_whole_replacement(
    client: TestClient, folder: Path
) -> None:
    (folder / "manuscript/cases/1-2.md").write_text(
        "---\naward: 1-2\n---\n\n甲题的做法。\n", "utf-8"
    )
    data = preview(client, "甲题的", "乙题的")
    assert len(rows_of(data)) == 2
    (folder / CASE).write_text((folder / CASE).read_text("utf-8") + "\n末句。\n", "utf-8")
    answer = replace(client, "甲题的", "乙题的", rows_of(data))
    assert (answer.status_code, answer.json()["changed"]) == (409, ["cases/1-1.md"])
    assert "甲题的" in (folder / "manuscript/cases/1-2.md").read_text("utf-8")
    assert (
        replace(
            client, "甲题的", "乙题的", rows_of(preview(client, "甲题的", "乙题的"))
        ).status_code
        == 200
    )


def test_line_ends_and_mark_of_a_file_stay(client: TestClient, folder: Path) -> None:
    path = folder / CASE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    data = preview(client, "正文一句", "正文\n两句")
    assert replace(client, "正文一句", "正文\n两句", rows_of(data)).json()["count"] == 1
    assert path.read_bytes() == before.replace("正文一句".encode(), "正文\r\n两句".encode())


def test_a_replacement_that_changes_the_structure_is_said_to(
    client: TestClient, folder: Path
) -> None:
    plain = preview(client, "正文一句", "正文两句")["texts"][0]
    heading = preview(client, "正文一句", "正文。\n\n## 另起一节")["texts"][0]
    row = preview(client, r"^\|---.*$", "横线", "pattern")["texts"][0]
    assert (plain["reshapes"], heading["reshapes"], row["reshapes"]) == (False, True, True)


@pytest.mark.parametrize(
    "query",
    ["words=&mode=text", "words=a&mode=magic", f"words={'a' * 501}&mode=text", "mode=text", "words=%00&mode=text"],
)  # fmt: skip
def test_a_search_that_makes_no_sense_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/search?{query}").status_code == 400


@pytest.mark.parametrize(
    "change",
    [{"put": None}, {"put": 3}, {"mode": "pinyin"}, {"files": []}, {"files": [1]}, {"put": "a\rb"},
     {"files": [{"path": "awards.yaml", "revision": "0", "without": []}]},
     {"files": [{"path": "cases/1-1.md", "revision": "0", "without": ["x"]}]}],
)  # fmt: skip
def test_a_replacement_that_makes_no_sense_is_refused(
    client: TestClient, change: dict[str, Any]
) -> None:
    files = [{"path": "cases/1-1.md", "revision": "0" * 64, "without": []}]
    facts = {"words": "a", "mode": "text", "exact": False, "put": "b", "files": files, "by": "王"}
    assert client.post("/api/replace", json=facts | change).status_code == 400


def test_no_file_outside_the_texts_is_replaced(client: TestClient, folder: Path) -> None:
    secret = folder / "secret.md"
    secret.write_text("甲题", "utf-8")
    files = [{"path": "../secret.md", "revision": "0" * 64, "without": []}]
    facts = {"words": "甲题", "mode": "text", "put": "乙", "files": files, "by": ""}
    assert client.post("/api/replace", json=facts).status_code == 409
    assert secret.read_text("utf-8") == "甲题"
