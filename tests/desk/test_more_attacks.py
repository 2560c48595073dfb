"""Attacks on forms, search, journal, files and pictures: what is sent is words, or it is refused."""

import json
import re
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk import search_process
from casebook.desk.live_book import LiveBook
from casebook.desk.live_state import State
from casebook.desk.search_process import PageJob, PagesOfSection, Search, TextJob
from casebook.desk.text_search import Mode, Query
from casebook.intake.manuscript import fillable_keys
from casebook.journal import recording

SHORT = 20.0
"""Seconds within which a hostile request is answered on a busy machine."""
HOSTILE_WORDS = (
    "a: b", "- x", "# 注", "'", '"', "'''", "---", "a\n---\nb", "...", "&a 1", "*a", "!!python/object:os.system x",
    "{a: b", "[1, 2", "a\u2028b", "a\u0085b", "\ufeffx", "%TAG ! x", "? a", "| x", ">- x", "@x", "`x`", "~", "null",
    "yes", "0x1f", "1e999", "1_000", "2020-01-01", "：", "a\tb", "\u202e倒", "\\", "{{ 7*7 }}", "<script>alert(1)</script>",
    "a" * 19_000,
)  # fmt: skip


def revision(client: TestClient, name: str) -> str:
    page = client.get(f"/form/{name}")
    return page.text.partition('data-revision="')[2].partition('"')[0]


def fill(client: TestClient, name: str, *changes: Any, base: str = "") -> Any:
    facts = {"base": base or revision(client, name), "by": "", "reason": "试", "changes": changes}
    return client.put(f"/api/form/{name}", content=json.dumps(facts).encode())


def value(live: LiveBook, name: str, key: str) -> Any:
    text = (live.folder / "manuscript" / name).read_text("utf-8")
    file = fillable_keys.read(name, text)
    assert file is not None
    assert isinstance(file.data, dict)
    return file.data.get(key)


@pytest.mark.parametrize("words", HOSTILE_WORDS, ids=range(len(HOSTILE_WORDS)))
def test_what_is_filled_in_is_words_and_never_yaml(
    client: TestClient, live: LiveBook, words: str
) -> None:
    for name, key in (("book.yaml", "subtitle"), ("cases/1-1.md", "summary")):
        before = (live.folder / "manuscript" / name).read_bytes()
        keys = set(fillable_keys.read(name, before.decode()).data or ())  # type: ignore[union-attr]
        answer = fill(client, name, [[key], words])
        if answer.status_code == 200:
            assert value(live, name, key) == words
            after = (live.folder / "manuscript" / name).read_text("utf-8")
            assert set(fillable_keys.read(name, after).data or ()) == keys | {key}  # type: ignore[union-attr]
        else:
            assert answer.status_code in (400, 422), answer.text
            assert (live.folder / "manuscript" / name).read_bytes() == before


@pytest.mark.parametrize(
    "steps",
    [
        ["__class__"], ["title", "__len__"], ["title"] * 5_000, [-1], ["tiers", -1, "name"], ["order", "front", -1],
        ["tiers", 10**30], ["imprint", ""], ["imprint", "a: b"], ["imprint", "键" * 9_000], ["\ud800"],
        ["imprint", "x", "y", "z"], ["editors", 0, "name"], ["title", 0],
    ],
    ids=range(14),
)  # fmt: skip
def test_a_way_that_leads_nowhere_changes_nothing_else(
    client: TestClient, live: LiveBook, steps: list[Any]
) -> None:
    for name in ("book.yaml", "awards.yaml"):
        before = value(live, name, "title"), value(live, name, "order"), value(live, name, "tiers")
        base = revision(client, name)
        began = time.monotonic()
        assert fill(client, name, [steps, "攻"], base=base).status_code in (200, 400, 409, 422)
        other = (live.folder / "manuscript" / name).read_text("utf-8") + "# 别人\n"
        (live.folder / "manuscript" / name).write_text(other, "utf-8")
        assert fill(client, name, [steps, "攻"], base=base).status_code in (200, 400, 409, 422)
        assert time.monotonic() - began < SHORT
        after = value(live, name, "title"), value(live, name, "order"), value(live, name, "tiers")
        assert after == before


def test_a_field_that_is_changed_twice_at_once_and_within_itself_keeps_the_file_sound(
    client: TestClient, live: LiveBook
) -> None:
    base = revision(client, "book.yaml")
    other = (live.folder / "manuscript/book.yaml").read_text("utf-8") + "# 别人\n"
    (live.folder / "manuscript/book.yaml").write_text(other, "utf-8")
    changes = [[["imprint", "印数"], "1"], [["imprint"], {"印数": "2"}], [["imprint", "印数"], "3"]]
    assert fill(client, "book.yaml", *changes, base=base).status_code in (200, 422)
    assert value(live, "book.yaml", "title") == "小书"
    assert client.get("/form/book.yaml").status_code == 200


def test_thousands_of_fields_at_once_keep_nobody_waiting(
    client: TestClient, live: LiveBook
) -> None:
    before = (live.folder / "manuscript/book.yaml").read_bytes()
    changes = [[["imprint", f"项{n}"], "x"] for n in range(2_000)]
    began = time.monotonic()
    assert fill(client, "book.yaml", *changes).status_code == 400
    assert time.monotonic() - began < SHORT
    assert (live.folder / "manuscript/book.yaml").read_bytes() == before


BODIES = (
    b"[" * 100_000, b'{"a":' * 50_000, b"9" * 90_000, b'{"changes": ' + b"9" * 50_000 + b"}", b"NaN", b"\xff\xfe",
    b'"\\ud800"', b"{}" * 3, b"", b"null", b'{"base": 1e400}', b'{"base": "x", "base": 1}', b"\x00",
)  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/form/book.yaml"), ("POST", "/api/form/book.yaml"), ("PUT", "/api/text/book.yaml"),
        ("PUT", "/api/layout"), ("POST", "/api/replace"), ("POST", "/api/journal/undo"),
        ("POST", "/api/journal/restore"), ("POST", "/api/compare/pages"), ("POST", "/api/errata/settle"),
        ("POST", "/api/look"), ("POST", "/api/build"), ("PUT", "/api/pictures/cases/1-1.md"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_request_is_refused(
    client: TestClient, method: str, path: str, body: bytes
) -> None:
    answer = client.request(method, path, content=body)
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text[:200])


PATTERNS = (
    "(" * 5_000, "(a" * 90 + ")" * 90, "x{4294967296}", "(x{999}){999}", "(?P<a>x)(?P<a>y)", "(?<=a+)b", r"\99999",
    "(?i)(?s)(?m)x", "[" * 190, "(?:a|a|a|a)*$b", "(.*)*(.*)*(.*)*=", "(?#", "(?P=x)", "a**", r"(\w+\s?)+$#", "(?R)", r"\N{x}",
    r"(?:(?=(.*))\1)+x", "\\", "(?", "(?(1)a|b)",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
def test_a_pattern_answers_in_time_or_says_why_not(
    made: tuple[Path, State], monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    monkeypatch.setattr(search_process, "SECONDS", 0.2)
    folder, state = made
    sections = tuple(
        PagesOfSection(name, of.version, of.pdf, of.first, tuple(of.labels))
        for name, of in state.pages.items()
    )
    search, began = Search(), time.process_time()
    for query in (Query(pattern, Mode.PATTERN), Query("(.+)", Mode.PATTERN, put=pattern)):
        job = TextJob(query, folder / "manuscript", ("cases/1-1.md", "awards.yaml"), ())
        outcome = search.outcome(job)
        assert all(erratum.hint for erratum in outcome.errata)
    outcome = search.outcome(PageJob(Query(pattern, Mode.PATTERN), sections))
    assert all(erratum.hint for erratum in outcome.errata)
    assert time.process_time() - began < SHORT


def test_no_line_of_the_journal_is_written_by_words(client: TestClient, live: LiveBook) -> None:
    line = '\u2028{"number": 99, "deed": "sign"}\u0085\x0b\x0c\x1c\x1e\r'
    journal = recording.of(live.folder)
    facts = {
        "base": revision(client, "book.yaml"), "by": f"王{line}\u202e师", "reason": f"因{line}",
        "changes": [[["subtitle"], "攻"]],
    }  # fmt: skip
    assert client.put("/api/form/book.yaml", json=facts).status_code == 200
    anew = recording.Journal(live.folder)
    assert anew.faults(deep=True) == ()
    assert [e.number for e in anew.entries()] == list(range(1, len(journal.entries()) + 1))
    by = anew.entries()[-1].by
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", by), ascii(by)


def test_a_link_that_leads_out_of_the_book_is_not_written_through(
    client: TestClient, live: LiveBook
) -> None:
    outside = live.folder.parent / "outside.md"
    outside.write_text("# 外面\n", "utf-8")
    link = live.folder / "manuscript/cases/1-2.md"
    link.symlink_to(outside)
    client.get("/api/journal")
    for base in ("", "0" * 64, recording.digest(outside.read_bytes())):
        body = {"text": "攻", "base": base, "by": ""}
        assert client.put("/api/text/cases/1-2.md", json=body).status_code in (400, 409, 422, 507)
    assert outside.read_text("utf-8") == "# 外面\n"
    assert "外面" not in client.get("/api/text/cases/1-2.md").text


def test_thousands_of_ranges_of_a_file_are_answered_at_once(
    client: TestClient, live: LiveBook
) -> None:
    (live.folder / "build/print.pdf").write_bytes(b"%PDF" + b"x" * 200_000)
    ranges = ",".join(f"{n * 3}-{n * 3}" for n in range(8_000))
    began = time.monotonic()
    answer = client.get("/files/print.pdf", headers={"range": f"bytes={ranges}"})
    assert answer.status_code in (200, 206, 400, 416, 431)
    assert time.monotonic() - began < SHORT


def png(width: int, height: int) -> bytes:
    """Return a PNG that says it is of that size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(100_000, 100_000), (2**31 - 1, 1), (0, 0)])
def test_a_picture_that_says_it_is_huge_is_told_and_not_painted(
    client: TestClient, live: LiveBook, size: tuple[int, int]
) -> None:
    data = png(*size)
    name = live.folder / "manuscript/media/x.png"
    name.parent.mkdir(exist_ok=True)
    name.write_bytes(data)
    began = time.monotonic()
    assert client.get("/media/x.png").status_code in (400, 404, 422)
    seen = client.get("/api/text/cases/1-1.md").json()["revision"]
    answer = client.post(
        "/api/pictures/cases/1-1.md", params={"line": "5", "name": "x.png", "seen": seen}, content=data
    )  # fmt: skip
    assert 400 <= answer.status_code < 500, answer.text
    assert time.monotonic() - began < SHORT


@pytest.mark.parametrize(
    "query",
    ["view=" + "x" * 60_000, "view=%ff%fe&by=%ed%a0%80", "view=a&view=b", "section=../../x&view=v"],
)
def test_who_listens_is_only_a_name(client: TestClient, live: LiveBook, query: str) -> None:
    body = {"view": query, "sections": ["../x"], "writes": True}
    assert client.post("/api/look", json=body).status_code in (200, 204, 400, 404)
    assert client.post("/api/present", json=body).status_code in (200, 204, 400, 404)
    assert client.get(f"/nowhere?{query}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/form/book.yaml%00", "/form/BOOK.YAML", "/form/book.yaml/",
        "/form/received/x.md", "/form/cases//1-1.md", "/api/text/cases/%2e%2e/%2e%2e/x.md",
        "/history?case=" + "x" * 5_000, "/media/..%2fbook.yaml", "/epub/file/%2e%2e/%2e%2e/x", "/layout?name=../x",
        "/layout/preview/..%2f..%2fx.png", "/files/..%2fbook.yaml", "/rounds/99999999999999999999/print.pdf",
        "/case/%ff", "/section/" + "a/" * 2_000, "/language/zh%0d%0aset-cookie:x=1",
    ],
)  # fmt: skip
def test_an_address_that_is_none_leads_nowhere(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code in (200, 303, 307, 400, 404), answer.status_code
    if path.startswith(("/form", "/api", "/media", "/layout", "/files", "/epub")):
        assert answer.status_code in (307, 400, 404)
    assert "x=1" not in answer.headers.get("set-cookie", "")


def test_the_book_is_as_it_was(live: LiveBook, client: TestClient) -> None:
    assert Path(live.folder / "manuscript/book.yaml").read_text("utf-8").startswith("title: 小书")
    assert client.get("/").status_code == 200
