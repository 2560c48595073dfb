"""What the desk answers: pages with places, marks that survive each other, uploads, rounds."""

import asyncio
import errno
import io
import os
import re
import threading
import time
import tracemalloc
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook import atomic, build_folder
from casebook.desk import uploads
from casebook.desk.live_book import LiveBook
from casebook.desk.live_state import State
from casebook.desk.views import Views
from casebook.editions import FILES
from casebook.rounds import round_files

MARK = {"id": "", "asks": "replace", "paragraph": 2, "start": 0, "quote": "正文", "text": "本文",
        "by": "王"}  # fmt: skip


@pytest.fixture
def opened(client: TestClient, live: LiveBook) -> TestClient:
    round_files.open_(live.folder, live.folder / "build/print.pdf")
    return client


def test_the_ledger_shows_what_is_missing_and_what_has_errata(client: TestClient) -> None:
    page = client.get("/").text
    assert "北京市第一样例医院" in page
    assert "hebeishengyanglishiyiyuan" in page  # the pinyin one searches by
    assert page.count('<tr class="case-row"') == 2
    assert "缺稿" in page
    missing = page[page.index(">1-2<") :]
    assert 'class="bad"' not in missing
    assert "missing" in client.get("/", headers={"cookie": "lang=en"}).text


def test_a_case_is_shown_on_the_pages_of_the_book(client: TestClient) -> None:
    data = client.get("/api/case/1-1").json()
    assert data["labels"] == ["3"]
    runs = [run for page in data["pages"] for run in page["runs"] if run["b"] is not None]
    for run in runs:
        text = data["blocks"][run["b"]]["text"]
        assert "".join(text[offset] for offset in run["o"]) == run["t"]
        assert len(run["x"]) == len(run["t"]) + 1
    shown = "".join(run["t"] for run in runs)
    assert "正文一句。" in shown
    picture = client.get(f"/page/case-1-1/{data['version']}/0.jpg?width=400")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content[:2] == b"\xff\xd8"
    assert client.get("/page/case-1-1/old/0.jpg").status_code == 404


def test_an_erratum_leads_to_its_characters_and_its_line(client: TestClient) -> None:
    data = client.get("/api/case/1-1").json()

    def words(erratum: dict[str, Any]) -> str:
        text: str = data["blocks"][erratum["block"]]["text"]
        return text[erratum["start"] : erratum["end"]]

    comma = next(e for e in data["errata"] if e.get("block") is not None and words(e) == ",")
    block = data["blocks"][comma["block"]]
    line = next(part[0] for part in block["lines"] if part[1] <= comma["start"] < part[2])
    assert "," in data["source"][line - 1]
    assert comma["line"] == line


def test_a_mark_is_kept_and_shown_where_it_stands(opened: TestClient) -> None:
    answer = opened.post("/api/marks/1-1", json=MARK)
    assert answer.status_code == 201
    kept = answer.json()["marks"][0]
    blocks = opened.get("/api/case/1-1").json()["blocks"]
    [(block, start, end)] = kept["spans"]
    assert blocks[block]["text"][start:end] == "正文"
    assert opened.get("/api/marks/1-1").json()["marks"][0]["id"] == kept["id"]
    sheet = opened.get("/rounds/1/marks.xlsx")
    assert sheet.content[:2] == b"PK"


def test_a_title_a_fact_and_a_folio_are_marked_where_they_are_printed(
    opened: TestClient,
) -> None:
    data = opened.get("/api/section/imprint").json()
    fact = next(b for b in data["blocks"] if b["field"] == "imprint.书名")
    asks = {"id": "", "asks": "query", "note": "？", "by": "王", "start": 0}
    mark = asks | {"paragraph": fact["number"], "quote": "小书", "field": fact["field"]}
    answer = opened.post(f"/api/marks/{fact['sheet']}", json=mark)
    assert answer.json()["marks"][0]["spans"] == [[fact["number"], 0, 2]]
    case = opened.get("/api/case/1-1").json()
    title = next(b for b in case["blocks"] if b["field"] == "1-1.title")
    folio = next(b for b in case["blocks"] if b["field"] == "@margin")
    mark = asks | {"paragraph": title["number"], "quote": "甲题", "field": title["field"]}
    assert opened.post("/api/marks/awards", json=mark | {"asks": "delete"}).status_code == 422
    opened.post("/api/marks/awards", json=mark)
    mark = asks | {
        "paragraph": 0,
        "quote": folio["text"],
        "field": "@margin",
        "page": folio["page"],
    }
    opened.post("/api/marks/1-1", json=mark | {"section": "case-1-1"})
    shown = opened.get("/api/marks/1-1").json()
    assert [(m["quote"], m["spans"]) for m in shown["marks"]] == [(folio["text"], [])]
    of_awards = next(sheet for sheet in shown["others"] if sheet["case"] == "awards")
    assert of_awards["where"][of_awards["marks"][0]["id"]]["zh"] == "通报 1-1 题目"
    assert sign(opened, name="王").status_code == 422  # the title is still asked about
    assert opened.post("/api/marks/no-such", json=mark).status_code == 404
    assert opened.get("/section/contents").status_code == 200
    assert opened.get("/section/nothing").status_code == 404


def test_two_editors_do_not_overwrite_each_other(opened: TestClient) -> None:
    kept = opened.post("/api/marks/1-1", json=MARK).json()["marks"][0]
    mine = {k: v for k, v in kept.items() if k != "spans"}
    address = f"/api/marks/1-1/{kept['id']}"
    assert opened.put(address, json=mine | {"text": "一"}).status_code == 200
    late = opened.put(address, json=mine | {"text": "二"})
    assert late.status_code == 409
    assert late.json()["marks"][0]["text"] == "一"
    assert opened.delete(address).status_code == 428
    assert opened.delete(address, headers={"if-match": '"1"'}).status_code == 409
    assert opened.delete(address, headers={"if-match": '"2"'}).json()["marks"] == []


def test_many_editors_at_once_lose_no_mark(opened: TestClient) -> None:
    def make_mark(number: int) -> None:
        opened.post("/api/marks/1-1", json=MARK | {"note": str(number)})

    threads = [threading.Thread(target=make_mark, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    notes = {mark["note"] for mark in opened.get("/api/marks/1-1").json()["marks"]}
    assert notes == {str(number) for number in range(12)}


def test_a_case_is_signed_off_by_name_and_day(opened: TestClient) -> None:
    revision = opened.get("/api/marks/1-1").headers["etag"]
    signed = opened.post("/api/sign/1-1", json={"name": "王"}, headers={"if-match": revision})
    assert signed.json()["signed"]["name"] == "王"
    again = opened.post("/api/sign/1-1", json={"name": "李"}, headers={"if-match": revision})
    assert again.status_code == 409
    assert "一校 ✓ 王" in opened.get("/").text


def sign(client: TestClient, **facts: str) -> Any:
    revision = client.get("/api/marks/1-1").headers["etag"]
    return client.post("/api/sign/1-1", json=facts, headers={"if-match": revision})


def test_a_case_edited_after_it_was_signed_counts_as_unsigned(
    opened: TestClient, live: LiveBook
) -> None:
    sign(opened, name="王")
    path = live.folder / "manuscript/cases/1-1.md"
    before = path.read_bytes()
    path.write_bytes(before + "\n添一句。\n".encode())
    page = opened.get("/").text
    assert "签后有改（书稿）（王）" in page
    assert "已签 0" in page
    assert "0 / 2" in opened.get("/rounds").text
    assert opened.get("/api/marks/1-1").json()["changed"] == "text"
    path.write_bytes(before)
    assert "一校 ✓ 王" in opened.get("/").text


def test_pages_set_anew_after_a_signature_are_told(opened: TestClient, live: LiveBook) -> None:
    sign(opened, name="王")
    shown = live.state.pages["case-1-1"]
    assert shown.drawn
    pages = live.state.pages | {"case-1-1": shown._replace(version="moved")}
    live.state = replace(live.state, pages=pages)
    assert opened.get("/api/marks/1-1").json()["changed"] == ""  # another folio is no change
    pages |= {"case-1-1": shown._replace(drawn="otherwise")}
    live.state = replace(live.state, pages=pages)
    assert "签后有改（版面）" in opened.get("/").text


def test_nobody_signs_pages_that_are_no_longer_shown(opened: TestClient, live: LiveBook) -> None:
    assert sign(opened, name="王", seen="older").status_code == 409
    assert sign(opened, name="王", seen=live.state.pages["case-1-1"].version).status_code == 200


def test_open_marks_forbid_a_signature(opened: TestClient) -> None:
    kept = opened.post("/api/marks/1-1", json=MARK).json()["marks"][0]
    refused = sign(opened, name="王")
    assert refused.status_code == 422
    assert refused.json()["errata"][0]["rule"] == "marks-open"
    mine = {k: v for k, v in kept.items() if k != "spans"} | {"open": False}
    opened.put(f"/api/marks/1-1/{kept['id']}", json=mine)
    assert sign(opened, name="王").status_code == 200
    opened.post("/api/marks/1-1", json=MARK)
    assert "签后有批注" in opened.get("/").text


def test_only_the_signer_or_the_head_takes_a_signature_back(client: TestClient) -> None:
    client.post("/api/rounds/open", json={"head": "张主编"})
    sign(client, name="王校对")
    refused = sign(client, name="", by="李")
    assert refused.json()["errata"][0]["rule"] == "signature-of-another"
    assert "张主编" in str(refused.json())
    assert sign(client, name="", by="王 校对").json()["signed"] is None
    sign(client, name="王校对")
    trace = sign(client, name="", by="张主编").json()["trace"]
    assert [(entry["by"], entry["did"]) for entry in trace] == [
        ("王校对", "signed"), ("王 校对", "withdrawn"),
        ("王校对", "signed"), ("张主编", "withdrawn"),
    ]  # fmt: skip


def test_a_full_disk_is_told_with_its_file_and_nothing_is_lost(
    opened: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.post("/api/marks/1-1", json=MARK)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "proofs/1/1-1.yaml")

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "_install", full)
        answer = opened.post("/api/marks/1-1", json=MARK | {"note": "再看"})
    assert answer.status_code in (422, 507)
    [erratum] = answer.json()["errata"]
    assert "空间" in erratum["message"]["zh"] + erratum["hint"]["zh"]
    assert len(opened.get("/api/marks/1-1").json()["marks"]) == 1


def test_the_same_number_of_errata_stands_everywhere(client: TestClient, live: LiveBook) -> None:
    fault = live.state.errata[0]
    live.state = replace(live.state, faults=(fault,))  # told twice, counted once
    of_case = [e for e in client.get("/api/case/1-1").json()["errata"] if e["kind"] != "note"]
    of_book = client.get("/api/book").json()["errata"]["case-1-1"]
    assert len(of_case) == len(of_book)
    row = re.search(r'<tr class="case-row"[^>]*data-tier.*?>1-1<.*?</tr>', client.get("/").text)
    assert row
    counted = [int(n) for n in re.findall(r'class="(?:bad|ask)"[^>]*>(?:\? )?(\d+)<', row[0])]
    assert sum(counted) == len(of_case)


def test_all_that_the_build_folder_holds_is_explained(live: LiveBook) -> None:
    known = (*build_folder.CONTENTS, *FILES.values(), ".lock", ".run.lock")
    names = os.listdir(live.folder / "build")
    assert len(names) > 5
    assert [name for name in names if not name.startswith(known)] == []


def test_words_are_found_on_the_pages_that_are_shown(client: TestClient) -> None:
    [hit, *_] = client.get("/api/find", params={"words": "正文 一句"}).json()["hits"]
    assert (hit["section"], hit["number"]) == ("case-1-1", 0)
    assert hit["boxes"]
    assert client.get("/api/find", params={"words": "字" * 200}).status_code == 400
    assert client.get("/api/find", params={"words": "(a+)+$"}).json()["hits"] == []


def test_only_a_browser_that_listens_says_what_it_shows(client: TestClient, live: LiveBook) -> None:
    body = {"view": "v1", "sections": ["case-1-1", "nowhere"]}
    assert client.post("/api/look", json=body).status_code == 200
    assert live._viewed() == ()
    live._views["v1"] = ()
    client.post("/api/look", json=body)
    assert live._viewed() == ("case-1-1",)
    for wrong in ({"view": "", "sections": []}, {"view": "v" * 41, "sections": []}, {"view": "v"}):
        assert client.post("/api/look", json=wrong).status_code == 400


def test_marks_need_an_open_round(client: TestClient) -> None:
    assert client.post("/api/marks/1-1", json=MARK).status_code == 409
    assert client.post("/api/rounds/close", json={}).status_code == 422


def test_a_round_is_opened_compared_and_closed(client: TestClient) -> None:
    assert client.post("/api/rounds/open", json={}).json()["name"]["zh"] == "一校"
    client.post("/api/marks/1-1", json=MARK)
    done = client.post("/api/compare", json={"old": "1", "new": "now"}).json()
    assert done["counts"]["missed"] == 1
    assert client.get(f"/files/{done['files'][0]}").status_code == 200
    assert client.post("/api/rounds/close", json={}).status_code == 200
    assert "一校" in client.get("/rounds").text


def test_a_manuscript_is_received_and_its_report_shown(client: TestClient, live: LiveBook) -> None:
    text = "单位：河北省样例市医院\n题目：乙题 “丙” 丁\n\n我院开展活动,成效显著。\n"
    answer = client.post("/api/receive?name=来稿.txt", content=text.encode())
    assert answer.status_code == 201, answer.text
    assert answer.json()["case"] == "1-2"
    assert (live.folder / "manuscript/cases/1-2.md").is_file()
    assert [e["rule"] for e in answer.json()["errata"]]
    assert list((live.folder / "build").glob(".making-*")) == []


def test_an_archive_dropped_on_the_desk_is_opened(client: TestClient, live: LiveBook) -> None:
    text = "单位：河北省样例市医院\n题目：乙题 “丙” 丁\n\n我院开展活动,成效显著。\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("材料/来稿.txt", text)
        archive.writestr("材料/说明.txt", "联系我们再要照片")
    answer = client.post("/api/receive?name=来稿.zip", content=packed.getvalue())
    assert answer.status_code == 201, answer.text
    assert answer.json()["cases"] == ["1-2"]
    received = live.folder / "manuscript/cases/received"
    assert any(path.name == "来稿.zip" and path.is_file() for path in received.rglob("*"))


def test_a_large_parcel_is_never_in_memory_whole(tmp_path: Path) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for number in range(64):
            yield bytes([number]) * 500_000

    tracemalloc.start()
    try:
        path = asyncio.run(uploads.keep(tmp_path, "照片.zip", parts()))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert path.stat().st_size == 64 * 500_000
    assert most < 5_000_000


def test_an_archive_of_nothing_readable_is_told(client: TestClient) -> None:
    answer = client.post("/api/receive?name=坏.zip", content=b"PK\x03\x04 broken")
    assert answer.status_code == 422
    assert answer.json()["errata"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\桌面\\来稿.docx", "来稿.docx"),
        ("", "manuscript"),
        ("..", "manuscript"),
        ("a\0b\n.txt", "ab.txt"),
    ],
)
def test_only_the_last_part_of_a_name_is_kept(given: str, kept: str) -> None:
    assert uploads.name_of(given) == kept


def test_a_very_long_name_keeps_its_ending(tmp_path: Path) -> None:
    name = uploads.name_of("很长" * 200 + ".docx")
    assert name.endswith(".docx")
    (tmp_path / name).write_bytes(b"")


def test_the_epub_is_read_in_a_frame_that_runs_nothing(client: TestClient, live: LiveBook) -> None:
    import zipfile

    assert "还没有电子书" in client.get("/epub").text
    xhtml = "<html xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html>"
    nav = "<nav><ol><li><a href='case-1-1.xhtml'>甲题</a></li></ol></nav>"
    with zipfile.ZipFile(live.folder / "build/book.epub", "w") as epub:
        epub.writestr("EPUB/nav.xhtml", xhtml.format(nav))
        epub.writestr("EPUB/case-1-1.xhtml", xhtml.format("<script>1</script>正文"))
        epub.writestr("secret.txt", "x")
    page = client.get("/epub").text
    assert 'href="/epub/file/case-1-1.xhtml"' in page
    assert "allow-scripts" not in page
    document = client.get("/epub/file/case-1-1.xhtml")
    assert "script" not in document.headers["content-security-policy"]
    assert "default-src 'none'" in document.headers["content-security-policy"]
    assert client.get("/epub/file/../secret.txt").status_code == 404


def test_the_ledger_of_700_cases_is_made_at_once(made: tuple[Path, State]) -> None:
    _, state = made
    assert state.book is not None
    cases = tuple(
        replace(case, id=f"{case.id}-{number}")
        for number in range(350)
        for case in state.book.cases
    )
    many = replace(state, book=replace(state.book, cases=cases))
    Views("zh").ledger(state, {}, {}, None)  # the readings of names are learnt once
    began = time.process_time()
    page = Views("zh").ledger(many, {}, {}, None)
    assert page.count(b'<tr class="case-row"') == 700
    assert time.process_time() - began < 5  # a quarter of a second on a machine of today


def test_a_case_is_known_by_its_own_key_alone(client: TestClient) -> None:
    assert client.get("/case/1-1").status_code == 200
    for key in ("1-01", "01-1", "1-1.md", "x-1-1"):
        assert client.get(f"/case/{key}").status_code == 404
        assert client.get(f"/api/case/{key}").status_code == 404


def test_marks_are_undone_from_the_history(opened: TestClient) -> None:
    opened.get("/api/journal")  # begins one
    assert opened.post("/api/marks/1-1", json=MARK).status_code == 201
    step = opened.get("/api/journal").json()["steps"][0]
    assert (step["deed"], step["can"]) == ("mark", True)
    assert step["files"][0]["new"] == "“正文” → 本文"
    undo = {"numbers": step["numbers"], "case": "", "by": "王"}
    assert opened.post("/api/journal/undo", json=undo).json()["files"] == [
        "proofs/round-1/marks/1-1.json"
    ]
    assert opened.get("/api/marks/1-1").json()["marks"] == []
    steps = opened.get("/api/journal?case=1-1").json()["steps"]
    assert [(row["deed"], row["undone"]) for row in steps[:2]] == [("undo", False), ("mark", True)]
    assert opened.post("/api/journal/undo", json=undo | {"again": True}).status_code == 200
    assert len(opened.get("/api/marks/1-1").json()["marks"]) == 1
