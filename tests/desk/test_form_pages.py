"""Forms of the book's files: filled in, checked as the readers check, and nothing else is moved."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk.live_book import LiveBook
from casebook.journal import recording


def revision(client: TestClient, name: str) -> str:
    page = client.get(f"/form/{name}")
    assert page.status_code == 200
    return page.text.partition('data-revision="')[2].partition('"')[0]


def fill(client: TestClient, name: str, *changes: tuple[list[Any], Any], **more: str) -> Any:
    facts = {"base": revision(client, name), "by": "王", "reason": "", "changes": changes} | more
    return client.put(f"/api/form/{name}", json=facts)


def text(live: LiveBook, name: str) -> str:
    return (live.folder / "manuscript" / name).read_text("utf-8")


def test_a_fact_of_the_book_is_changed_where_it_stands(client: TestClient, live: LiveBook) -> None:
    path = live.folder / "manuscript/book.yaml"
    path.write_text("# 编者的话\n" + text(live, "book.yaml"), "utf-8")
    before = text(live, "book.yaml")
    answer = fill(client, "book.yaml", (["subtitle"], "第二辑"), (["imprint", "定价"], "58.00元"))
    assert answer.status_code == 200, answer.text
    after = text(live, "book.yaml")
    assert after.startswith("# 编者的话\n")
    assert "subtitle: 第二辑" in after
    assert "定价: 58.00元" in after
    moved = set(before.splitlines()) - set(after.splitlines())
    assert [line.partition(":")[0] for line in moved] == ["imprint"]
    entry = recording.of(live.folder).entries()[-1]
    assert (entry.by, entry.deed.value) == ("王", "facts")


def test_a_fault_stands_at_its_field_and_nothing_is_saved(
    client: TestClient, live: LiveBook
) -> None:
    before = text(live, "book.yaml")
    answer = fill(client, "book.yaml", (["status"], "fertig"), (["date"], "昨天"))
    assert answer.status_code == 422
    faults = {tuple(e["steps"]): e["rule"] for e in answer.json()["errata"]}
    assert faults == {("status",): "unknown-word", ("date",): "wrong-kind"}
    assert text(live, "book.yaml") == before


def test_the_words_of_the_notice_are_changed_only_with_a_reason(
    client: TestClient, live: LiveBook
) -> None:
    steps = ["tiers", 0, "awards", 0, "title"]
    before = text(live, "awards.yaml")
    answer = fill(client, "awards.yaml", (steps, "另一题"))
    assert answer.status_code == 422
    assert answer.json()["errata"][0]["rule"] == "quoted-from-notice"
    assert answer.json()["errata"][0]["steps"] == steps
    assert text(live, "awards.yaml") == before
    assert fill(client, "awards.yaml", (steps, "另一题"), reason="通报更正").status_code == 200
    assert "另一题" in text(live, "awards.yaml")
    assert recording.of(live.folder).entries()[-1].facts["reason"] == "通报更正"
    region = ["tiers", 0, "awards", 0, "region"]
    assert fill(client, "awards.yaml", (region, "北京市")).status_code == 200
    assert fill(client, "awards.yaml", (region, "火星")).json()["errata"][0]["steps"] == region


def test_the_head_of_a_case_is_filled_in_above_its_text(client: TestClient, live: LiveBook) -> None:
    before = text(live, "cases/1-1.md")
    people = [{"name": "甲", "role": "作者"}]
    answer = fill(client, "cases/1-1.md", (["short_title"], "短题"), (["contributors"], people))
    assert answer.status_code == 200, answer.text
    after = text(live, "cases/1-1.md")
    assert "short_title: 短题" in after
    assert "contributors:\n  - {name: 甲, role: 作者}\n" in after
    assert after.split("---\n", 2)[2] == before.split("---\n", 2)[2]


def test_two_who_fill_in_different_fields_are_merged(client: TestClient, live: LiveBook) -> None:
    base = revision(client, "book.yaml")
    for steps, value in ((["description"], "简介"), (["title"], "新书名")):
        facts = {"base": base, "by": "", "reason": "", "changes": [[steps, value]]}
        assert client.put("/api/form/book.yaml", json=facts).status_code == 200
    assert "简介" in text(live, "book.yaml")
    assert "title: 新书名" in text(live, "book.yaml")
    facts = {"base": base, "by": "", "reason": "", "changes": [[["title"], "第三个书名"]]}
    assert client.put("/api/form/book.yaml", json=facts).status_code == 409
    assert "title: 新书名" in text(live, "book.yaml")


@pytest.mark.parametrize(
    "changes", [[], [[]], [[["title"]]], [[[], "x"]], [["title", "x"]], [[["title"], 3]], [[[1.5], "x"]],
                [[["title"], {"a": {"b": {"c": "d"}}}]], "x", None],
)  # fmt: skip
def test_what_is_no_change_is_refused(client: TestClient, changes: object) -> None:
    facts = {"base": revision(client, "book.yaml"), "by": "", "reason": "", "changes": changes}
    assert client.put("/api/form/book.yaml", json=facts).status_code == 400


def test_a_key_that_no_reader_knows_is_refused(client: TestClient, live: LiveBook) -> None:
    before = text(live, "book.yaml")
    assert fill(client, "book.yaml", (["titel"], "x")).status_code == 422
    assert fill(client, "book.yaml", (["order", "front", 0], "x")).status_code == 422
    assert text(live, "book.yaml") == before


@pytest.mark.parametrize("name", ["decisions.yaml", "cases/1-9.md", "notice.txt", "../x.yaml"])
def test_other_files_have_no_form(client: TestClient, name: str) -> None:
    assert client.get(f"/form/{name.replace('..', '%2e%2e')}").status_code == 404


@pytest.mark.slow
def test_a_form_is_filled_in_in_a_browser(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    page.goto(address)
    page.wait_for_selector("#status.good")
    page.click("a[href='/form/book.yaml']")
    page.wait_for_selector("#form")
    field = page.locator(f"[data-steps='{json.dumps(['status'])}']")
    title = page.locator(f"[data-steps='{json.dumps(['title'])}']")
    date = page.locator(f"[data-steps='{json.dumps(['date'])}']")
    assert field.input_value() == "draft"
    date.fill("昨天")
    page.click("#form button[type=submit]")
    page.wait_for_selector(".fault:visible")
    assert date.get_attribute("aria-invalid") == "true"
    date.fill("2026-01-02")
    title.fill("新的书名")
    page.click("#form button[type=submit]")
    page.locator("#form-said", has_text="已保存").wait_for()
    assert "title: 新的书名" in (folder / "manuscript/book.yaml").read_text("utf-8")
    page.locator(".pairs .add").click()
    page.keyboard.type("定价")
    page.keyboard.press("Tab")
    page.keyboard.type("58.00元")
    page.click("#form button[type=submit]")
    page.locator("#form-said", has_text="已保存").wait_for()
    assert "定价: 58.00元" in (folder / "manuscript/book.yaml").read_text("utf-8")
    page.click("#tab-text")
    page.wait_for_selector("#editor .cm-content")
    assert "新的书名" in page.inner_text("#editor .cm-content")
