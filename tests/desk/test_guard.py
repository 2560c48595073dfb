"""The desk is safe: from other sites, from other names, from paths, from the manuscript itself."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk.guard import LARGEST, Guard
from casebook.desk.live_book import LiveBook
from casebook.desk.server import application

ADDRESSES = (
    "/", "/case/1-1", "/book", "/epub", "/epub/file/{}", "/rounds", "/rounds/1/{}", "/builds",
    "/files/{}", "/language/{}", "/case/{}", "/page/{}/x/0.jpg", "/page/case-1-1/{}/0.jpg",
    "/static/{}", "/api/case/{}", "/api/book", "/api/marks/{}", "/api/marks/1-1/{}",
    "/api/sign/{}", "/api/build", "/api/cancel", "/api/receive?name={}", "/api/rounds/{}",
    "/api/compare", "/{}",
)  # fmt: skip
NAMES = (
    "../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/secret.txt", "secret.txt",
    "....//secret.txt", "..\\secret.txt", "/etc/passwd", "//etc/passwd", "file:///etc/passwd",
    "%00", "a%00.pdf", "print.pdf%00.html", "1-1", "1-1/../../secret", "C:\\secret.txt", "CON",
    "x" * 5000, "𠮷" * 50, "%ff%fe", "<script>alert(1)</script>", "' OR 1=1", "{{7*7}}", "-1",
    "99999999999999999999", "NaN", ".", "..", "...", "~root", "\u202e", "ⅷ", "book.yaml",
    "..%c0%afsecret.txt", "..;/secret.txt", "./././secret.txt",
)  # fmt: skip
BODIES = (
    b"", b"{}", b"[]", b"null", b"1e999", b"{", b"\xff\xfe", b'{"editions": ["print; rm -rf /"]}',
    b'{"editions": {"a": 1}}', b'{"editions": [null]}', b'{"old": "../..", "new": "/etc/passwd"}',
    b'{"old": 1, "new": []}', b'{"name": ["x"]}', b'{"name": "' + b"x" * 60_000 + b'"}',
    b"[" * 30_000, b'{"asks": "delete", "paragraph": -1, "start": 0, "quote": "x"}',
    b'{"asks": "replace", "quote": "\\ud800", "text": "\\u0000", "paragraph": 0, "start": 0}',
    b'{"asks": "delete", "quote": "x", "paragraph": 1e400, "start": 0}',
    b'{"id": "../../secret", "asks": "delete", "quote": "x", "paragraph": 0, "start": 0}',
    b'{"__proto__": 1}', b"a=b&c=d", b"<x/>",
)  # fmt: skip
SECRET = "the secret outside the book"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_thousand_hostile_requests_reach_nothing_and_break_nothing(
    client: TestClient, live: LiveBook, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    chance = random.Random(7)
    before = snapshot(tmp_path)
    statuses = set()
    for _ in range(1000):
        address = chance.choice(ADDRESSES).replace("{}", chance.choice(NAMES))
        method = chance.choice(("GET", "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"))
        heads = chance.choice(({}, {"if-match": '"x"'}, {"if-match": "1"}, {"range": "bytes=9-1"},
                               {"cookie": "lang=../../x; casebook=\x07"},
                               {"referer": "http://127.0.0.1:8000/\\evil.example"}))  # fmt: skip
        if address.startswith("/api/build") and method == "POST":
            continue  # it would start the press
        answer = client.request(
            method, address, headers=heads, follow_redirects=False,
            content=chance.choice(BODIES) if method in ("POST", "PUT", "PATCH") else None,
        )  # fmt: skip
        statuses.add(answer.status_code)
        assert answer.status_code < 500, (method, address, answer.text)
        assert SECRET not in answer.text
        assert "root:" not in answer.text
        assert "evil.example" not in answer.headers.get("location", "")
    assert {200, 400, 404, 405} <= statuses
    after = snapshot(tmp_path)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert all(name.startswith("book/") for name in changed), changed


@pytest.mark.parametrize(
    ("heads", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example:8000"}, 421),
        ({"host": ""}, 421),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, 200),
    ],
)
def test_only_its_own_names_and_pages_are_answered(
    client: TestClient, heads: dict[str, str], status: int
) -> None:
    assert client.get("/book", headers=heads).status_code == status


@pytest.mark.parametrize(
    "heads",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "cross-site"},
        {"x-casebook": ""},
    ],
)
def test_no_other_site_can_write(client: TestClient, heads: dict[str, str]) -> None:
    if "x-casebook" not in heads and heads["origin"] == "null":
        heads = heads | {"x-casebook": ""}
    assert client.post("/api/cancel", json={}, headers=heads).status_code == 403


def test_a_body_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    assert client.post("/api/cancel", content=b"x" * 70_000).status_code == 413
    assert (
        client.post(
            "/api/receive", content=b"", headers={"content-length": "301000000"}
        ).status_code
        == 413
    )


def test_a_body_that_does_not_end_is_cut_off() -> None:
    """A sender need not say how much he sends."""
    taken = 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 10_000
        return {"type": "http.request", "body": b"x" * 10_000, "more_body": True}

    async def app(_scope: object, receive: Any, _send: object) -> None:
        while True:
            await receive()

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    heads = [(b"host", b"127.0.0.1"), (b"x-casebook", b"desk")]
    scope = {"type": "http", "method": "POST", "path": "/api/compare", "headers": heads}
    asyncio.run(Guard(app, frozenset(("127.0.0.1",)))(scope, receive, send))
    assert sent[0]["status"] == 413
    assert taken <= LARGEST + 10_000


def test_other_machines_need_the_token(live: LiveBook) -> None:
    app = application(live, "zh", frozenset(("desk.example",)), "open-sesame")
    with_token = {"base_url": "http://desk.example:8000", "raise_server_exceptions": False}
    client = TestClient(app, **with_token)  # type: ignore[arg-type]
    assert client.get("/").status_code == 401
    assert client.get("/?token=wrong").status_code == 401
    assert client.get("/book?token=open-sesame").status_code == 401
    welcome = client.get("/?token=open-sesame", follow_redirects=False)
    assert welcome.status_code == 303
    assert "HttpOnly; SameSite=Strict" in welcome.headers["set-cookie"]
    assert client.get("/book").status_code == 200


def test_every_answer_forbids_foreign_and_inline_scripts(client: TestClient) -> None:
    for address in ("/", "/case/1-1", "/nowhere", "/static/desk.js", "/api/book"):
        heads = client.get(address).headers
        policy = heads["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert heads["x-content-type-options"] == "nosniff"


def test_a_script_in_a_manuscript_is_only_words(client: TestClient) -> None:
    page = client.get("/case/1-1").text
    assert "<script>alert" not in page
    data = client.get("/api/case/1-1").json()
    assert "<script>alert(1)</script>" in [block["text"] for block in data["blocks"]]


def test_a_name_full_of_markup_is_only_a_name(client: TestClient) -> None:
    answer = client.post("/api/receive?name=%3Cimg src=x onerror=alert(1)%3E.exe", content=b"x")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/json"
