"""The order of a book, as its files write it, and moved as an editor moves it; nothing is lost."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk import book_order
from casebook.desk.live_book import LiveBook
from casebook.intake.manuscript import book_reader
from casebook.journal import recording, restoring

Steps = list[str | int]


def shown(live: LiveBook) -> book_order.Outline:
    journal = recording.of(live.folder)
    if not journal.kept:
        journal.begin()
    return book_order.outline(live.folder, journal)


def post(client: TestClient, live: LiveBook, do: str, **facts: Any) -> Any:
    seen = dict(shown(live).seen)
    return client.post(f"/api/order/{do}", json={"seen": seen} | facts)


def text(live: LiveBook, name: str) -> str:
    return (live.folder / "manuscript" / name).read_text("utf-8")


def keys(live: LiveBook, name: str) -> list[str]:
    return [row.key for row in shown(live).lists[name]]


def test_the_outline_names_what_the_order_names(client: TestClient, live: LiveBook) -> None:
    outline = shown(live)
    assert keys(live, "front") == ["title-page", "imprint", "contents"]
    [tier] = outline.lists["body"]
    assert (tier.kind, tier.name) == ("tier", "典型案例")
    assert [(row.key, row.received) for row in tier.inner] == [("1-1", True), ("1-2", False)]
    assert {row.key for row in outline.loose} == {"half-title", "colophon"}
    page = client.get("/order").text
    assert page.count('class="handle"') == 8


def test_cases_and_matter_are_moved_and_moved_back(client: TestClient, live: LiveBook) -> None:
    before = text(live, "awards.yaml")
    answer = post(
        client, live, "move", source=["tiers", 0, "awards", 1], target=["tiers", 0, "awards", 0]
    )
    assert answer.status_code == 200, answer.text
    assert [case.id for case in book_reader.read(live.folder).book.cases] == ["1-2", "1-1"]
    assert "number: 2" in text(live, "awards.yaml").partition("1-1")[0], "numbers stay"
    entry = recording.of(live.folder).entries()[-1]
    assert (entry.number, entry.deed.value) == (answer.json()["number"], "awards")
    restoring.undo(recording.of(live.folder), [entry.number], "", "")
    assert text(live, "awards.yaml") == before
    source, target = ["order", "back", 0], ["order", "front", 1]
    assert post(client, live, "move", source=source, target=target).status_code == 200
    assert keys(live, "front") == ["title-page", "index-organisation", "imprint", "contents"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (["order", "body", 0], ["order", "front", 0]),
        (["tiers", 0, "awards", 0], ["tiers", 1, "awards", 0]),
        (["tiers", 0, "awards", 0], ["order", "body", 0]),
        (["order", "front", 0], ["order", "body", 0, "cases", 0]),
        (["tiers", 0, "name", 0], ["tiers", 0, "name", 0]),
    ],
)
def test_what_stands_only_there_is_not_moved(
    client: TestClient, live: LiveBook, source: Steps, target: Steps
) -> None:
    before = text(live, "book.yaml"), text(live, "awards.yaml")
    answer = post(client, live, "move", source=source, target=target)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errata"][0]["rule"] == "not-in-this-list"
    assert (text(live, "book.yaml"), text(live, "awards.yaml")) == before


@pytest.mark.parametrize("source", [[], ["order", "front"], ["order", "front", -1], ["order", "front", "0"],
                                    ["order", "front", 1.5], "x", None])  # fmt: skip
def test_what_is_no_way_to_a_line_is_refused(
    client: TestClient, live: LiveBook, source: object
) -> None:
    answer = post(client, live, "move", source=source, target=["order", "front", 0])
    assert answer.status_code == 400


def test_a_line_that_is_not_there_is_not_moved(client: TestClient, live: LiveBook) -> None:
    answer = post(client, live, "move", source=["order", "front", 9], target=["order", "front", 0])
    assert answer.status_code == 409
    assert post(client, live, "out", source=["order", "front", 9]).status_code == 409


def test_of_two_who_order_one_list_the_second_looks_again(
    client: TestClient, live: LiveBook
) -> None:
    seen = dict(shown(live).seen)
    first = {"seen": seen, "source": ["order", "front", 0], "target": ["order", "front", 2]}
    assert client.post("/api/order/move", json=first).status_code == 200
    assert client.post("/api/order/move", json=first).status_code == 409
    other = first | {"source": ["order", "back", 0], "target": ["order", "back", 1]}
    assert client.post("/api/order/move", json=other).status_code == 200, (
        "another list is as it was"
    )
    assert keys(live, "front") == ["imprint", "contents", "title-page"]
    assert keys(live, "back") == ["index-region", "index-organisation"]


def test_what_is_taken_out_stands_beside_the_order_and_comes_back(
    client: TestClient, live: LiveBook
) -> None:
    assert post(client, live, "out", source=["order", "body", 0]).status_code == 200
    assert "tier-1" in {row.key for row in shown(live).loose}
    assert [case.id for case in book_reader.read(live.folder).book.cases] == ["1-1"], "none is lost"
    answer = post(client, live, "put", kind="tier", key="tier-1", target=["order", "body", 0])
    assert answer.status_code == 200, answer.text
    assert [case.id for case in book_reader.read(live.folder).book.cases] == ["1-1", "1-2"]
    assert (
        post(
            client, live, "put", kind="plain", key="nothing", target=["order", "front", 0]
        ).status_code
        == 422
    )
    assert (
        post(client, live, "put", kind="frieze", key="x", target=["order", "front", 0]).status_code
        == 400
    )


def test_a_case_without_an_award_is_put_into_a_part(client: TestClient, live: LiveBook) -> None:
    case = live.folder / "manuscript/cases/x-01.md"
    case.write_text("---\norganisation: 某院\ntitle: 题\n---\n\n正文。\n", "utf-8")
    assert "x-01" in {row.key for row in shown(live).loose}
    assert (
        post(client, live, "put", kind="part", key="附编", target=["order", "body", 1]).status_code
        == 200
    )
    into = ["order", "body", 1, "cases", 0]
    assert post(client, live, "put", kind="case", key="x-01", target=into).status_code == 200
    book = book_reader.read(live.folder).book
    assert [s.id for s in book.sections if s.kind in ("part", "case")][-2:] == [
        "part-1",
        "case-x-01",
    ]
    assert "x-01" not in {row.key for row in shown(live).loose}


def test_a_text_is_begun_from_a_template_with_what_the_book_knows(
    client: TestClient, live: LiveBook
) -> None:
    answer = post(
        client, live, "begin", template="notes", title="编写说明", target=["order", "front", 2]
    )
    assert answer.json()["path"] == "front/notes.md"
    assert "样例编委会" in text(live, "front/notes.md")
    assert "【待写：" in text(live, "front/notes.md")
    assert (
        post(
            client, live, "begin", template="notes", title="凡例: 一", target=["order", "front", 3]
        ).json()["path"]
        == "front/notes-2.md"
    )
    book = book_reader.read(live.folder).book
    assert [s.title for s in book.sections if s.kind == "matter"] == ["编写说明", "凡例: 一"]
    entry = recording.of(live.folder).entries()[-1]
    restoring.undo(recording.of(live.folder), [entry.number], "", "")
    assert not (live.folder / "manuscript/front/notes-2.md").exists()
    assert keys(live, "front")[2] == "front/notes.md"
    assert (
        post(client, live, "begin", template="../x", target=["order", "front", 0]).status_code
        == 400
    )


def test_a_file_that_cannot_be_read_is_told(client: TestClient, live: LiveBook) -> None:
    path = live.folder / "manuscript/awards.yaml"
    path.write_text(path.read_text("utf-8").replace("number: 2", "number: 两"), "utf-8")
    page = client.get("/order")
    assert page.status_code == 200
    assert "awards.yaml:9" in page.text


@pytest.mark.slow
def test_the_order_is_changed_by_keys_mouse_and_finger(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    page.goto(f"{address}/order")
    page.locator("#cases-tier-1 summary").click()
    handle = page.locator("li[data-key='1-2'] .handle")
    handle.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert page.locator("#order li[data-kind=case]").first.get_attribute("data-key") == "1-1"
    page.keyboard.press("ArrowUp")
    page.locator("#order-said", has_text="已保存").wait_for()
    assert [case.id for case in book_reader.read(folder).book.cases] == ["1-2", "1-1"]
    assert page.evaluate("document.activeElement.closest('li').dataset.key") == "1-2"
    page.click("#order-undo")
    page.locator("#order-said", has_text="已撤销").wait_for()
    assert [case.id for case in book_reader.read(folder).book.cases] == ["1-1", "1-2"]

    page.wait_for_selector("#status.good")
    page.hover("li[data-key=contents] .handle")
    page.mouse.down()
    for y in (20, 2):
        page.hover("li[data-key=title-page] .named", position={"x": 20, "y": y}, force=True)
    page.mouse.up()
    page.locator("#order-said", has_text="已保存").wait_for()
    assert "front: [contents, title-page, imprint]" in (folder / "manuscript/book.yaml").read_text()

    page.select_option("form[data-list=front] select", label="序")
    page.fill("form[data-list=front] input", "序一")
    page.click("form[data-list=front] button")
    page.wait_for_selector("li[data-key='front/foreword.md']")
    page.locator("a:focus", has_text="序一").wait_for()
    page.click("li[data-key='front/foreword.md'] .out")
    page.wait_for_selector("li[data-key='front/foreword.md']", state="detached")
    assert (folder / "manuscript/front/foreword.md").is_file()
