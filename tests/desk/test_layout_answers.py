"""A layout is chosen, changed and saved; its decisions are checked, and shown on pages of the book."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image
from starlette.testclient import TestClient

from casebook.desk import layout_trial
from casebook.desk.live_book import LiveBook
from casebook.errata import StopPress
from casebook.intake.manuscript import book_reader
from casebook.journal import recording, restoring


def put(client: TestClient, name: str = "standard", *changes: Any, **more: Any) -> Any:
    page = client.get(f"/layout?name={name}")
    assert page.status_code == 200, page.text
    seen = html.fromstring(page.text).get_element_by_id("form").get("data-seen", "")
    facts = {"layout": name, "changes": changes, "seen": json.loads(seen)} | more
    return client.put("/api/layout", json=facts)


def own(live: LiveBook, name: str = "standard") -> Path:
    return live.folder / "layouts" / name / "layout.yaml"


def test_the_page_shows_what_holds_and_where_it_comes_from(client: TestClient) -> None:
    page = client.get("/layout").text
    for name in ("standard", "a5", "gift"):
        assert f'src="/layout/preview/{name}.png"' in page
    assert 'placeholder="170 × 240"' in page
    assert client.get("/layout/preview/gift.png").content[:4] == b"\x89PNG"
    assert client.get("/layout/preview/none.png").status_code == 404
    assert client.get("/layout?name=none").status_code == 404


def test_a_decision_is_written_into_the_books_own_file_and_undone(
    client: TestClient, live: LiveBook
) -> None:
    before = (live.folder / "manuscript/book.yaml").read_text("utf-8")
    answer = put(client, "gift", [["colours", "second"], "#9b2226"], [["characters"], "32"])
    assert answer.status_code == 200, answer.text
    assert own(live, "gift").read_text("utf-8") == "colours:\n  second: '#9b2226'\ncharacters: 32\n"
    assert book_reader.read(live.folder).book.layout == "gift"
    again = put(client, "gift", [["characters"], "31"])
    assert own(live, "gift").read_text("utf-8").endswith("characters: 31\n")
    for number in (again.json()["number"], answer.json()["number"]):
        restoring.undo(recording.of(live.folder), [number], "", "")
    assert not own(live, "gift").exists()
    assert (live.folder / "manuscript/book.yaml").read_text("utf-8") == before


@pytest.mark.parametrize(
    ("steps", "value", "rule"),
    [
        (["characters"], "80", "measure-too-wide"),
        (["pitch"], "5", "pitch-too-small"),
        (["size"], "斗大", "wrong-kind"),
        (["margins", "top"], "20", "wrong-kind"),
        (["colours", "second"], "彩", "unknown-colour"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_not_saved(
    client: TestClient, live: LiveBook, steps: list[str], value: str, rule: str
) -> None:
    answer = put(client, "standard", [steps, value])
    assert answer.status_code == 422
    errata = answer.json()["errata"]
    assert (rule, steps) in [(e["rule"], e["steps"]) for e in errata], errata
    assert not own(live).exists()
    tried = client.post(
        "/api/layout/try", json={"layout": "standard", "changes": [[["font"], "x"]]}
    )
    assert tried.json()["errata"][0]["rule"] == "unknown-key"


def test_a_new_layout_builds_on_the_one_it_was_made_from(
    client: TestClient, live: LiveBook
) -> None:
    answer = put(client, "a5", [["lines"], "24"], new="ours")
    assert answer.status_code == 200, answer.text
    assert own(live, "ours").read_text("utf-8") == "extends: a5\nlabel: ours\nlines: 24\n"
    assert put(client, "a5", [["lines"], "23"], new="ours").status_code == 409
    assert put(client, "a5", new="../x").status_code == 400
    assert 'value="ours" checked' in client.get("/layout").text.replace("checked value", "value")


def test_of_two_who_change_a_layout_the_second_looks_again(
    client: TestClient, live: LiveBook
) -> None:
    assert put(client, "standard", [["lines"], "30"]).status_code == 200
    old = {"manuscript/book.yaml": "0" * 64, "layouts/standard/layout.yaml": ""}
    assert put(client, "standard", [["lines"], "29"], seen=old).status_code == 409
    assert "30" in own(live).read_text("utf-8")


def test_a_layout_keeps_the_line_ends_of_its_file(client: TestClient, live: LiveBook) -> None:
    own(live).parent.mkdir(parents=True)
    own(live).write_bytes(b"\xef\xbb\xbflines: 30\r\ncharacters: 31\r\n")
    assert put(client, "standard", [["lines"], "29"]).status_code == 200
    assert own(live).read_bytes() == b"\xef\xbb\xbflines: 29\r\ncharacters: 31\r\n"


def seen_now(client: TestClient, name: str = "standard") -> dict[str, str]:
    page = html.fromstring(client.get(f"/layout?name={name}").text)
    seen: dict[str, str] = json.loads(page.get_element_by_id("form").get("data-seen", ""))
    return seen


def test_two_who_decide_different_things_are_merged(client: TestClient, live: LiveBook) -> None:
    seen = seen_now(client)
    assert put(client, "standard", [["lines"], "30"], seen=seen).status_code == 200
    assert put(client, "standard", [["characters"], "31"], seen=seen).status_code == 200
    assert own(live).read_text("utf-8") == "lines: 30\ncharacters: 31\n"


def test_of_a_decision_that_two_changed_each_hears_what_the_other_has(
    client: TestClient, live: LiveBook
) -> None:
    seen = seen_now(client)
    assert put(client, "standard", [["lines"], "30"], seen=seen).status_code == 200
    answer = put(client, "standard", [["lines"], "29"], [["characters"], "31"], seen=seen)
    assert answer.status_code == 409
    [met] = answer.json()["meets"]
    assert (met["steps"], met["mine"], met["theirs"]) == (["lines"], "29", "30")
    assert own(live).read_text("utf-8") == "lines: 30\n"
    mine = put(client, "standard", [["lines"], "29"], seen=answer.json()["seen"])
    assert mine.status_code == 200
    assert own(live).read_text("utf-8") == "lines: 29\n"


def test_the_layout_that_another_chose_is_not_taken_back_unasked(
    client: TestClient, live: LiveBook
) -> None:
    seen, of_a5 = seen_now(client), seen_now(client, "a5")
    assert put(client, "gift").status_code == 200
    assert put(client, "standard", [["lines"], "30"], seen=seen).status_code == 200
    assert own(live).read_text("utf-8") == "lines: 30\n"
    assert book_reader.read(live.folder).book.layout == "gift"
    answer = put(client, "a5", [["lines"], "24"], seen=of_a5)
    assert answer.status_code == 409
    [met] = answer.json()["meets"]
    assert (met["steps"], met["mine"], met["theirs"]) == (["layout"], "a5", "gift")
    kept = put(client, "a5", [["lines"], "24"], seen=of_a5, keep=True)
    assert kept.status_code == 200
    assert own(live, "a5").read_text("utf-8") == "lines: 24\n"
    assert book_reader.read(live.folder).book.layout == "gift"
    assert put(client, "a5", seen=answer.json()["seen"]).status_code == 200
    assert book_reader.read(live.folder).book.layout == "a5"


def test_pages_of_the_book_are_set_in_what_is_tried(live: LiveBook) -> None:
    shown = Image.open(io.BytesIO(layout_trial.picture(live.folder, "a5", "lines: 20\n")))
    assert 2 * layout_trial.WIDTH < shown.width < 3 * layout_trial.WIDTH
    assert not own(live, "a5").exists()
    assert [path.name for path in (live.folder / "build").glob(".making-layout*")] == []
    with pytest.raises(StopPress) as stop:  # as another process tells it
        layout_trial.picture(live.folder, "a5", "lines: 90\n")
    assert stop.value.errata[0].rule == "grid-too-deep"


@pytest.mark.slow
def test_a_layout_is_chosen_by_its_live_picture(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    page.goto(f"{address}/layout")
    page.wait_for_selector("#layout-picture:not([hidden])")
    first = page.get_attribute("#layout-picture", "src")
    field = page.locator("""[data-steps='["characters"]']""")
    field.fill("90")
    page.wait_for_selector(".fault:visible")
    field.fill("30")
    page.wait_for_selector(f"#layout-picture:not([src='{first}'])")
    page.click("button[type=submit]")
    page.locator("#layout-said", has_text="已保存").wait_for()
    text = (folder / "layouts/standard/layout.yaml").read_text("utf-8")
    assert text == "characters: 30\n"
    page.wait_for_selector("#status.good")
