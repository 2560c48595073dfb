"""The first page: a book is made, opened or shown, from the machine itself alone; one at a time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

import tiny
from casebook.desk import known_books, server
from casebook.desk.live_book import LiveBook
from casebook.desk.start_desk import StartDesk
from casebook.intake.manuscript import scaffold


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the tests' own, in which nothing was opened."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    return home


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The books whose desks have ended; their desks are only a name that answers."""
    names: list[str] = []

    def application(live_book: LiveBook, *_: object) -> Starlette:
        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            yield
            names.append(live_book.folder.name)

        async def name(_: Request) -> Response:
            return PlainTextResponse(live_book.folder.name)

        async def write(_: Request) -> Response:
            return JSONResponse({})

        routes = [Route("/", name), Route("/api/write", write, methods=["POST"])]
        return Starlette(routes=routes, lifespan=lifespan)

    monkeypatch.setattr(server, "application", application)
    return names


@pytest.fixture
def client(home: Path, ended: list[str]) -> Iterator[TestClient]:
    desk = StartDesk(home, "zh")
    head = {"x-casebook": "desk"}
    with TestClient(desk, base_url="http://127.0.0.1:8000", headers=head) as client:
        yield client
    asyncio.set_event_loop(None)


def test_where_there_is_no_book_the_desk_offers_three_ways(client: TestClient) -> None:
    page = client.get("/").text
    assert all(words in page for words in ("新建一本书", "打开一本书", "做样书并打开"))
    assert page.count('type="radio"') >= 6
    assert client.get("/start/layout/k16.png").content.startswith(b"\x89PNG")
    assert client.get("/start/layout/..%2fk16.png").status_code == 404


def test_a_new_book_has_its_title_and_layout_and_is_opened(client: TestClient, home: Path) -> None:
    wanted = {"title": "好/案例: “甲”#乙", "layout": "k16", "place": str(home / "Documents")}
    answer = client.post("/api/start/new", json=wanted)
    assert answer.json() == {"to": "/notice"}
    folder = home / "Documents/好 案例 “甲”#乙"
    facts = (folder / "manuscript/book.yaml").read_text("utf-8")
    assert "layout: k16" in facts
    assert known_books.title_of(folder) == "好/案例: “甲”#乙"
    assert scaffold.is_new_book(facts)
    assert client.get("/").text == folder.name
    again = client.post("/api/start/new", json=wanted)
    assert again.json()["errata"][0]["rule"] == "folder-in-use"


def test_another_book_is_opened_and_pages_of_the_first_write_nothing(
    client: TestClient, home: Path, ended: list[str]
) -> None:
    for name in ("甲", "乙"):
        tiny.write(home / name)
        assert client.post("/api/start/open", json={"folder": str(home / name)}).status_code == 200
    assert ended == ["甲"]
    assert client.get("/").text == "乙"
    mark = known_books.book_mark(home / "甲")
    refused = client.post("/api/write", headers={"x-casebook-book": mark}, json={})
    assert refused.status_code == 410
    assert "没有写入" in refused.json()["errata"][0]["message"]["zh"]
    mark = known_books.book_mark(home / "乙")
    assert client.post("/api/write", headers={"x-casebook-book": mark}, json={}).status_code == 200
    page = client.get("/start").text
    assert "现在打开的是" in page
    assert f'data-folder="{home / "甲"}"' in page


def test_the_example_is_a_book_each_time(client: TestClient, home: Path) -> None:
    for name in ("样书", "样书-2"):
        client.post("/api/start/example", json={"place": str(home), "name": "样书"})
        assert known_books.is_book(home / name)
    assert client.get("/").text == "样书-2"


def test_folders_are_found_step_by_step(client: TestClient, home: Path) -> None:
    tiny.write(home / "Documents/书")
    data = client.get("/api/start/folders", params={"at": str(home / "Documents")}).json()
    assert data["folders"] == [{"path": str(home / "Documents/书"), "name": "书", "book": True}]
    assert data["above"] == str(home)
    gone = client.get("/api/start/folders", params={"at": str(home / "nowhere")})
    assert gone.json()["errata"][0]["rule"] == "unreadable-folder"
    no_book = client.post("/api/start/open", json={"folder": str(home / "Documents")})
    assert no_book.json()["errata"][0]["rule"] == "no-book"


def test_only_the_machine_itself_makes_and_opens_books(home: Path, ended: list[str]) -> None:
    desk = StartDesk(home, "zh", frozenset(("127.0.0.1", "books.example")))
    away = TestClient(desk, base_url="http://books.example:8000", headers={"x-casebook": "desk"})
    far = TestClient(desk, base_url="http://127.0.0.1:8000", headers={"x-casebook": "desk"},
                     client=("10.0.0.9", 4000))  # fmt: skip
    for client in (away, far):
        assert "只能在运行 casebook 的那台电脑" in client.get("/start").text
        assert client.get("/api/start/folders").status_code == 403
        for what in ("new", "open", "example"):
            assert client.post(f"/api/start/{what}", json={}).status_code == 403
    plain = TestClient(desk, base_url="http://127.0.0.1:8000")
    assert plain.post("/api/start/example", json={"place": str(home)}).status_code == 403
    assert plain.get("/start", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("body", [
    {}, {"title": "甲", "layout": "../x", "place": "/tmp"}, {"title": ["甲"], "layout": "k16"},
    {"title": "甲" * 400, "layout": "k16", "place": "/tmp"}, {"title": "甲", "layout": "k16", "place": "a\0b"},
])  # fmt: skip
def test_a_book_that_makes_no_sense_is_not_made(client: TestClient, body: object) -> None:
    assert client.post("/api/start/new", json=body).status_code == 400


def test_what_was_opened_is_remembered(home: Path) -> None:
    for name in ("甲", "乙", "甲"):
        if not (home / name).exists():
            tiny.write(home / name)
        known_books.remember(home / name)
    names = [book.folder.name for book in known_books.known(home)]
    assert names == ["甲", "乙"]
    assert known_books.folder_name("..") == ""
    assert len(known_books.folder_name("甲" * 200).encode()) <= 120
