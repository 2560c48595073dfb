"""Forms of the book's files: filled in, checked as the readers check, and nothing else is moved."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

from casebook.desk.live_book import LiveBook
from casebook.journal import recording

EDITED = ["tiers", 0, "awards", 1, "region"]


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


def send(client: TestClient, name: str, base: str, *changes: tuple[list[Any], Any]) -> Any:
    facts = {"base": base, "by": "王", "reason": "核对", "changes": changes}
    return client.put(f"/api/form/{name}", json=facts)


def test_fields_on_one_line_and_beside_it_are_merged(client: TestClient, live: LiveBook) -> None:
    base = revision(client, "book.yaml")
    for change in (
        (["imprint", "印数"], "3000"),
        (["imprint", "定价"], "58.00元"),
        (["title"], "甲"),
        (["subtitle"], "乙"),
        (["issuer"], "丙"),
    ):
        assert send(client, "book.yaml", base, change).status_code == 200
    after = text(live, "book.yaml")
    assert "imprint: {书名: 小书, 印数: 3000, 定价: 58.00元 }" in after
    assert "title: 甲" in after
    assert "issuer: 丙" in after
    assert "subtitle: 乙" in after


def test_of_a_field_that_two_changed_each_hears_what_the_other_has(
    client: TestClient, live: LiveBook
) -> None:
    base = revision(client, "book.yaml")
    assert send(client, "book.yaml", base, (["title"], "甲的书名")).status_code == 200
    answer = send(client, "book.yaml", base, (["title"], "乙的书名"), (["issuer"], "乙社"))
    assert answer.status_code == 409
    met = {"steps": ["title"], "now": ["title"], "mine": "乙的书名", "theirs": "甲的书名", "before": "小书"}  # fmt: skip
    assert answer.json()["meets"] == [met]
    assert "甲的书名" in text(live, "book.yaml")
    assert "乙社" not in text(live, "book.yaml")
    journal = recording.of(live.folder)
    kept = journal.contents.get(journal.entries()[-1].facts["kept"])
    assert kept is not None
    assert "title: 乙的书名" in kept.decode(), "what was not saved stands in the journal"
    now = answer.json()["revision"]
    again = send(client, "book.yaml", now, (["title"], "乙的书名"), (["issuer"], "乙社"))
    assert again.status_code == 200
    assert "title: 乙的书名" in text(live, "book.yaml")
    assert "issuer: 乙社" in text(live, "book.yaml")


def test_options_are_named_in_the_words_of_the_editor(client: TestClient) -> None:
    page = html.fromstring(client.get("/form/book.yaml").text)
    [choice] = page.xpath("""//select[@data-steps='["composition"]']""")
    named = [(option.get("value"), option.text) for option in choice]
    assert named == [("", "（不写）"), ("true", "是"), ("off", "否")]
    assert [option.get("value") for option in choice if "selected" in option.attrib] == ["off"]
    awards = html.fromstring(client.get("/form/awards.yaml").text)
    [of] = awards.xpath("""//select[@data-steps='["tiers", 0, "of"]']""")
    assert [option.text for option in of] == ["（不写）", "案例（收稿）", "单位（只列名单）"]


def test_a_field_filled_in_alike_meets_nothing(client: TestClient) -> None:
    base = revision(client, "book.yaml")
    assert send(client, "book.yaml", base, (["title"], "甲")).status_code == 200
    assert send(client, "book.yaml", base, (["title"], "甲")).status_code == 200


def test_what_another_program_writes_into_a_head_is_kept(
    client: TestClient, live: LiveBook
) -> None:
    base = revision(client, "cases/1-1.md")
    path = live.folder / "manuscript/cases/1-1.md"
    path.write_text(
        text(live, "cases/1-1.md").replace("award: 1-1\n", "award: 1-1\nsummary: 别人写的\n") + "\n别人的一段。\n",
        "utf-8",
    )  # fmt: skip
    answer = send(client, "cases/1-1.md", base, (["short_title"], "短题"))
    assert answer.status_code == 200, answer.text
    after = text(live, "cases/1-1.md")
    assert "summary: 别人写的\n" in after
    assert "short_title: 短题\n" in after
    assert after.endswith("\n别人的一段。\n")
    met = send(client, "cases/1-1.md", base, (["summary"], "我写的")).json()["meets"]
    assert [(field["mine"], field["theirs"]) for field in met] == [("我写的", "别人写的")]


def test_an_award_is_found_again_when_one_above_it_is_gone(
    client: TestClient, live: LiveBook
) -> None:
    base = revision(client, "awards.yaml")
    before = text(live, "awards.yaml")
    lines = before.splitlines(keepends=True)
    shorter = "".join(line for line in lines if "id: 1-1," not in line)
    (live.folder / "manuscript/awards.yaml").write_text(shorter, "utf-8")
    answer = send(client, "awards.yaml", base, (EDITED, "北京市"))
    assert answer.status_code == 200, answer.text
    assert "河北省样例市医院, title: 乙题 “丙” 丁, region: 北京市" in text(live, "awards.yaml")
    assert "1-1" not in text(live, "awards.yaml")


def test_what_belongs_to_an_award_that_is_gone_is_told_and_kept(
    client: TestClient, live: LiveBook
) -> None:
    base = revision(client, "awards.yaml")
    lines = text(live, "awards.yaml").splitlines(keepends=True)
    shorter = "".join(line for line in lines if "id: 1-2," not in line)
    (live.folder / "manuscript/awards.yaml").write_text(shorter, "utf-8")
    answer = send(client, "awards.yaml", base, (EDITED, "北京市"))
    assert answer.status_code == 409
    [met] = answer.json()["meets"]
    assert (met["now"], met["mine"]) == (None, "北京市")
    assert text(live, "awards.yaml") == shorter


def test_a_field_for_which_there_is_no_place_any_more_is_told(
    client: TestClient, live: LiveBook
) -> None:
    base = revision(client, "book.yaml")
    after = text(live, "book.yaml").replace("imprint: {书名: 小书, 印数: }", "imprint: 见封底")
    (live.folder / "manuscript/book.yaml").write_text(after, "utf-8")
    answer = send(client, "book.yaml", base, (["imprint", "印数"], "3000"))
    assert answer.status_code == 422
    faults = {tuple(e["steps"]): e["rule"] for e in answer.json()["errata"]}
    assert faults == {("imprint", "印数"): "not-in-form"}
    assert text(live, "book.yaml") == after


def test_a_form_looks_what_its_draft_would_meet(client: TestClient, live: LiveBook) -> None:
    base = revision(client, "book.yaml")
    assert send(client, "book.yaml", base, (["title"], "甲")).status_code == 200
    before = text(live, "book.yaml")
    facts = {"base": base, "changes": [[["title"], "乙"], [["issuer"], "丙"]]}
    looked = client.post("/api/form/book.yaml", json=facts).json()
    assert looked["changes"] == [[["issuer"], "丙"]]
    assert [field["theirs"] for field in looked["meets"]] == ["甲"]
    assert looked["revision"] == revision(client, "book.yaml")
    assert text(live, "book.yaml") == before
    assert client.post("/api/form/book.yaml", json=facts | {"base": "0" * 64}).status_code == 409


def test_where_no_form_can_be_made_of_the_file_words_decide(
    client: TestClient, live: LiveBook
) -> None:
    base = revision(client, "book.yaml")
    path = live.folder / "manuscript/book.yaml"
    broken = text(live, "book.yaml").replace("back: [{", "back: [[{")
    path.write_text(broken, "utf-8")
    assert send(client, "book.yaml", base, (["title"], "甲")).status_code == 200
    assert text(live, "book.yaml") == broken.replace("title: 小书", "title: 甲", 1)
    met = send(client, "book.yaml", base, (["title"], "乙"))
    assert (met.status_code, met.json()["meets"]) == (409, [])


@pytest.mark.slow
def test_a_form_is_filled_in_in_a_browser(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    page.goto(address)
    page.wait_for_selector("#status.good")
    page.click("a[href='/form/book.yaml']")
    page.wait_for_selector("#form:not([inert])")
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


@pytest.mark.slow
def test_two_fill_in_one_form_and_one_value_is_chosen(
    served: tuple[Path, str], browser: Any
) -> None:
    folder, address = served
    pages = [browser.new_context().new_page() for _ in range(2)]
    for page in pages:
        page.goto(f"{address}/form/book.yaml")
        page.wait_for_selector("#form:not([inert])")
    fields = [
        {key: page.locator(f"[data-steps='{json.dumps([key])}']") for key in ("title", "issuer", "date")}
        for page in pages
    ]  # fmt: skip
    fields[0]["title"].fill("甲的书名")
    fields[0]["date"].fill("2026-05-06")
    pages[0].click("#form button[type=submit]")
    pages[0].locator("#form-said", has_text="已保存").wait_for()
    fields[1]["issuer"].fill("乙社")
    fields[1]["title"].fill("乙的书名")
    pages[1].click("#form button[type=submit]")
    box = pages[1].locator(".meets")
    box.wait_for()
    assert "甲的书名" in box.inner_text()
    assert "乙的书名" in box.inner_text()
    assert fields[1]["issuer"].input_value() == "乙社", "what meets nothing stays filled in"
    assert fields[1]["date"].input_value() == "2026-05-06", "what the other saved is shown"
    pages[1].click("#form button[type=submit]")
    pages[1].locator("#form-said.bad", has_text="选好再保存").wait_for()
    assert "title: 甲的书名" in (folder / "manuscript/book.yaml").read_text("utf-8")
    pages[1].reload()
    box.locator("button", has_text="甲的书名").click()
    assert fields[1]["title"].input_value() == "甲的书名"
    box.locator("button", has_text="乙的书名").click()
    pages[1].click("#form button[type=submit]")
    pages[1].locator("#form-said", has_text="已保存").wait_for()
    saved = (folder / "manuscript/book.yaml").read_text("utf-8")
    for line in ("title: 乙的书名", "issuer: 乙社", "date: 2026-05-06"):
        assert line in saved
    for page in pages:
        page.context.close()


@pytest.mark.slow
def test_what_is_filled_in_while_the_form_is_saved_is_not_taken_for_saved(
    served: tuple[Path, str], page: Any
) -> None:
    folder, address = served
    page.goto(f"{address}/form/book.yaml")
    page.wait_for_selector("#form:not([inert])")
    issuer = page.locator("""[data-steps='["issuer"]']""")
    issuer.fill("甲社")
    page.route("**/api/form/**", lambda route: (issuer.fill("甲社乙部"), route.continue_()))
    with page.expect_response("**/api/form/**"):
        page.click("#form button[type=submit]")
    page.locator("#form-said", has_text="还没有保存").wait_for()
    page.unroute("**/api/form/**")
    assert "issuer: 甲社\n" in (folder / "manuscript/book.yaml").read_text("utf-8")
    page.click("#form button[type=submit]")
    page.locator("#form-said", has_text="已保存").wait_for()
    assert "issuer: 甲社乙部\n" in (folder / "manuscript/book.yaml").read_text("utf-8")


@pytest.mark.slow
def test_what_has_no_place_any_more_is_shown_until_the_form_is_saved(
    served: tuple[Path, str], page: Any
) -> None:
    folder, address = served
    page.goto(f"{address}/form/awards.yaml")
    page.wait_for_selector("#form:not([inert])")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.locator(f"[data-steps='{json.dumps(EDITED)}']").fill("北京市")
    path = folder / "manuscript/awards.yaml"
    before = path.read_text("utf-8")
    path.write_text(
        "".join(line for line in before.splitlines(keepends=True) if "id: 1-2," not in line),
        "utf-8",
    )
    for _ in range(2):
        page.reload()
        page.locator(".meets", has_text="北京市").wait_for()
        page.wait_for_selector("#form:not([inert])")
    page.click("#form button[type=submit]")
    page.locator(".meets").wait_for(state="detached")
    path.write_text(before, "utf-8")
