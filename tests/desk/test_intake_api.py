"""A notice and manuscripts at the desk: what is told of them, and what no request gets past."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk import taking_back, upload_batches
from casebook.desk.live_book import LiveBook
from casebook.intake.manuscript import awards_file
from casebook.journal import recording
from casebook.journal.journal_entries import Deed

NOTICE = """\
丙委关于公布好案例的通报

各单位：

现将名单予以公布。

丙委
2026年3月5日

附件

一等奖（2个）
1. 甲市中医院《一碗汤药的温度》
2. 乙县医院《把课堂搬进村》
"""
TEXT = "一碗汤药的温度\n\n甲市中医院\n\n一、缘起\n\n汤药要趁热喝，话要慢慢说。\n"


def send(client: TestClient, *files: tuple[str, bytes]) -> str:
    batch = client.post("/api/upload", json={}).json()["batch"]
    for path, data in files:
        answer = client.post(f"/api/upload/{batch}", params={"path": path}, content=data)
        assert answer.status_code == 201, answer.text
    return str(batch)


def answer_of(client: TestClient, path: str, **body: object) -> dict[str, Any]:
    """Return the last line of an answer that comes line by line."""
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert all("step" in line for line in lines[:-1])
    last: dict[str, Any] = lines[-1]
    return last


def awards(live: LiveBook) -> dict[str, Any]:
    tiers = awards_file.read(live.folder / "manuscript/awards.yaml").tiers
    return {award.id: award for tier in tiers for award in tier.awards}


@pytest.mark.slow
def test_a_second_notice_is_asked_about_and_taken_back(client: TestClient, live: LiveBook) -> None:
    path = live.folder / "manuscript/awards.yaml"
    before = path.read_bytes()
    batch = send(client, ("通报.txt", NOTICE.encode()))
    asked = answer_of(client, "/api/notice", batch=batch)["done"]
    assert asked["asks"]
    assert not asked["taken"]
    assert asked["count"] > 0
    assert path.read_bytes() == before
    done = answer_of(client, "/api/notice", batch=batch, replace=True)["done"]
    assert done["taken"]
    assert [a.organisation for a in awards(live).values()] == ["甲市中医院", "乙县医院"]
    page = client.get("/notice").text
    assert "1. 甲市中医院《一碗汤药的温度》" in page
    assert page.count('<article class="award') == 2
    assert "数目相符" in page
    assert client.post("/api/notice", json={"batch": batch}).status_code == 404
    key = next(iter(awards(live)))
    seen = award_facts(client, key) | {"tier": "1", "organisation": "甲市中医院", "people": {}}
    corrected = client.put(f"/api/award/{key}", json=seen | {"title": "一碗汤药的冷暖"})
    assert [e["rule"] for e in corrected.json()["errata"]] == ["quoted-from-notice"]
    read_better = client.put(f"/api/award/{key}", json=seen | {"title": "汤药的温度"})
    assert read_better.status_code == 200
    seen |= award_facts(client, key)
    wanted = seen | {"title": "一碗汤药的冷暖", "reason": "发文单位来函"}
    assert client.put(f"/api/award/{key}", json=wanted).status_code == 200
    for _ in range(2):
        deed = taking_back.deeds(live.folder)[0]
        assert client.post("/api/take-back", json={"deed": deed.name}).status_code == 200
    deed = taking_back.deeds(live.folder)[0]
    assert client.post("/api/take-back", json={"deed": deed.name}).status_code == 200
    assert path.read_bytes() == before


@pytest.mark.slow
def test_what_is_no_notice_is_told_in_words(client: TestClient) -> None:
    said = answer_of(
        client, "/api/notice", batch=send(client, ("信.txt", "各位：\n\n你好。\n".encode()))
    )
    assert said["done"]["refused"]["zh"] == "没有读到获奖名单"
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
    said = answer_of(client, "/api/notice", batch=send(client, ("名单.png", png)))
    errata = said.get("errata") or said["done"]["errata"]
    assert any("文字识别" in erratum["message"]["zh"] for erratum in errata)


def award_facts(client: TestClient, award: str) -> dict[str, str]:
    page = client.get("/notice").text
    part = page[page.index(f'data-award="{award}"') :]
    return {"revision": part.split('data-revision="')[1].split('"')[0]}


def test_an_award_is_corrected_once_by_who_saw_it(client: TestClient, live: LiveBook) -> None:
    seen = award_facts(client, "1-2")
    wanted = {
        "tier": "1",
        "organisation": "乙院",
        "title": "<b>新</b>题",
        "people": {"作者": "张三"},
    }
    answer = client.put("/api/award/1-2", json=wanted | seen)
    assert answer.status_code == 200
    award = awards(live)["1-2"]
    assert (award.organisation, award.title) == ("乙院", "<b>新</b>题")
    assert "<b>新" not in client.get("/notice").text
    late = client.put("/api/award/1-2", json=wanted | seen | {"organisation": "丁院"})
    assert late.status_code == 409
    assert awards(live)["1-2"].organisation == "乙院"
    back = client.post("/api/take-back", json={"deed": answer.json()["deed"]})
    assert back.status_code == 200
    assert awards(live)["1-2"].organisation != "乙院"


def test_what_is_done_stands_in_the_journal_under_its_name(
    client: TestClient, live: LiveBook
) -> None:
    journal = recording.of(live.folder)
    journal.begin()
    by = {"x-casebook-by": "%E7%8E%8B%E7%BC%96%E8%BE%91"}
    wanted = {"tier": "1", "organisation": "乙院", "title": "新题", "people": {}}
    wanted |= award_facts(client, "1-2")
    deed = client.put("/api/award/1-2", json=wanted, headers=by).json()["deed"]
    client.post("/api/take-back", json={"deed": deed}, headers=by)
    entries = journal.entries()[-2:]
    assert [(e.by, e.via, e.deed) for e in entries] == [
        ("王编辑", "desk", Deed.AWARDS), ("王编辑", "desk", Deed.UNDO),
    ]  # fmt: skip
    assert entries[0].changes[0].before == entries[1].changes[0].after


def test_an_award_with_a_case_is_not_removed(client: TestClient, live: LiveBook) -> None:
    head = {"if-match": f'"{award_facts(client, "1-1")["revision"]}"'}
    refused = client.delete("/api/award/1-1", headers=head)
    assert refused.status_code == 422
    assert refused.json()["errata"][0]["rule"] == "award-has-case"
    head = {"if-match": f'"{award_facts(client, "1-2")["revision"]}"'}
    assert client.delete("/api/award/1-2", headers=head).status_code == 200
    assert "1-2" not in awards(live)


@pytest.mark.slow
def test_a_manuscript_dropped_on_a_missing_case_is_its_own(
    client: TestClient, live: LiveBook
) -> None:
    batch = send(client, ("稿/无名.txt", TEXT.encode()))
    done = answer_of(client, "/api/inbox", batch=batch, award="1-2")["done"]
    assert done["rows"][0]["case"] == "1-2"
    assert (live.folder / "manuscript/cases/1-2.md").is_file()
    batch = send(client, ("a.txt", TEXT.encode()), ("b.txt", "乙\n\n乙文。".encode()))
    refused = answer_of(client, "/api/inbox", batch=batch, award="1-2")
    assert refused["errata"][0]["rule"] == "award-for-many"
    assert "缺稿" in client.get("/inbox").text


def test_names_of_files_lead_nowhere(client: TestClient, live: LiveBook, tmp_path: Path) -> None:
    outside = {path for path in live.folder.rglob("*") if path.is_file()}
    names = ("../../../x.md", "/etc/passwd", "..\\..\\y.md", "a/../../b.md", "", "..", "<img>.md",
             "甲/" * 40 + "c.md", "a" * 400 + ".md")  # fmt: skip
    batch = send(client, *((name, b"x") for name in names))
    written = {path for path in live.folder.rglob("*") if path.is_file()} - outside
    assert len(written) == len(names)
    places = {path.relative_to(live.folder).parts[:2] for path in written}
    assert len(places) == 1
    assert next(iter(places))[0] == "build"
    assert client.delete(f"/api/upload/{batch}").status_code == 200
    assert {path for path in live.folder.rglob("*") if path.is_file()} == outside


@pytest.mark.slow
def test_an_archive_that_grows_without_end_is_told_and_fills_nothing(
    client: TestClient, live: LiveBook
) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("稿.docx", b"\0" * 700_000_000)
        archive.writestr("../../漏网.md", TEXT)
    done = answer_of(client, "/api/inbox", batch=send(client, ("包.zip", bomb.getvalue())))
    errata = [*done["done"]["errata"], *(e for row in done["done"]["rows"] for e in row["errata"])]
    assert errata
    assert not list(live.folder.parent.glob("漏网*"))
    size = sum(path.stat().st_size for path in live.folder.rglob("*") if path.is_file())
    assert size < 20_000_000


def test_too_much_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_batches, "LARGEST", 1000)
    batch = send(client, ("a.txt", b"x" * 900))
    refused = client.post(f"/api/upload/{batch}", params={"path": "b.txt"}, content=b"x" * 200)
    assert refused.json()["errata"][0]["rule"] == "upload-too-large"
    assert client.post(f"/api/upload/{batch}", content=b"x").status_code == 404
    monkeypatch.setattr(upload_batches, "MOST_BATCHES", 2)
    client.post("/api/upload", json={})
    client.post("/api/upload", json={})
    assert client.post("/api/upload", json={}).json()["errata"][0]["rule"] == "too-many-uploads"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/assign", {"case": "../../awards.yaml", "award": "1-2"}),
        ("POST", "/api/assign", {"case": "awards.yaml", "award": "1-2"}),
        ("POST", "/api/assign", {"case": ["x-01"], "award": "1-2"}),
        ("POST", "/api/version", {"case": "1-1", "kept": "1-1.v1.docx/../../../book.yaml"}),
        ("POST", "/api/version", {"case": "1-1", "kept": "book.yaml"}),
        ("PUT", "/api/award/1-2", {"people": [1]}),
        ("POST", "/api/award", {"organisation": "x" * 5000}),
        ("POST", "/api/notice", {"batch": "../.."}),
        ("POST", "/api/inbox", {"batch": None}),
        ("POST", "/api/take-back", {"deed": 3}),
    ],
)
def test_requests_that_make_no_sense_are_refused(
    client: TestClient, method: str, path: str, body: object
) -> None:
    assert client.request(method, path, json=body).status_code in (400, 404)


def test_who_is_missing_can_be_taken_along(client: TestClient) -> None:
    sheet = client.get("/missing/missing.xlsx")
    assert zipfile.is_zipfile(io.BytesIO(sheet.content))
    letters = client.get("/missing/reminders.docx?due=2026-12-08")
    with zipfile.ZipFile(io.BytesIO(letters.content)) as package:
        assert "2026年12月8日前" in package.read("word/document.xml").decode()
    assert client.get("/missing/reminders.docx?due=x").status_code == 400
    assert client.get("/missing/missing.csv").text.startswith("\ufeff编号")
    assert client.get("/missing/other.xlsx").status_code == 404
