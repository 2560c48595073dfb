"""Tiers, awards and organisations added to the list and taken out of it; its comments stay."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk import award_corrections
from casebook.desk.live_book import LiveBook
from casebook.journal import recording


def text(live: LiveBook) -> str:
    return (live.folder / "manuscript/awards.yaml").read_text("utf-8")


def test_a_tier_of_organisations_is_added_filled_emptied_and_removed(
    client: TestClient, live: LiveBook
) -> None:
    path = live.folder / "manuscript/awards.yaml"
    path.write_text("# 编者的话\n" + text(live), "utf-8")
    before = text(live)
    recording.of(live.folder).begin()
    given = {"name": "优秀组织单位", "of": "organisations", "reason": "通报附件二"}
    answer = client.post("/api/tier", json=given)
    assert answer.status_code == 201, answer.text
    tier = answer.json()["tier"]
    award = {
        "tier": tier,
        "organisation": "北京市卫生健康委",
        "title": None,
        "people": {},
        "lines": "",
    }
    assert client.post("/api/award", json=award).json()["errata"][0]["rule"] == "quoted-from-notice"
    added = client.post("/api/award", json=award | {"reason": "通报附件二"})
    assert added.status_code == 201, added.text
    assert "id: 2-1, number: 1, organisation: 北京市卫生健康委" in text(live)
    assert (
        client.delete(f"/api/tier/{tier}?reason=x").json()["errata"][0]["rule"] == "tier-has-awards"
    )
    seen = award_corrections.revisions(text(live))[added.json()["award"]]
    heads = {"if-match": f'"{seen}"'}
    assert (
        client.delete(
            f"/api/award/{added.json()['award']}?reason=x", headers={"if-match": '"old"'}
        ).status_code
        == 409
    )
    assert (
        client.delete(f"/api/award/{added.json()['award']}?reason=x", headers=heads).status_code
        == 200
    )
    assert client.delete(f"/api/tier/{tier}?reason=错加的").status_code == 200
    assert text(live) == before
    assert recording.of(live.folder).entries()[-1].facts["reason"] == "错加的"


def test_an_award_with_a_case_stays(client: TestClient, live: LiveBook) -> None:
    seen = award_corrections.revisions(text(live))["1-1"]
    answer = client.delete("/api/award/1-1?reason=x", headers={"if-match": f'"{seen}"'})
    assert answer.json()["errata"][0]["rule"] == "award-has-case"


@pytest.mark.slow
def test_an_organisation_is_added_in_the_form(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    page.goto(f"{address}/form/awards.yaml")
    page.click("[data-entry=add-tier]")
    page.fill("dialog [name=name]", "优秀组织单位")
    page.select_option("dialog [name=of]", "organisations")
    page.fill("dialog [name=reason]", "附件二")
    with page.expect_navigation():
        page.click("dialog[open] button:not([type=button])")
    page.click("[data-entry=add-organisation]")
    page.fill("dialog [name=organisation]", "北京市卫生健康委")
    page.fill("dialog [name=reason]", "附件二")
    with page.expect_navigation():
        page.click("dialog[open] button:not([type=button])")
    assert "organisation: 北京市卫生健康委" in (folder / "manuscript/awards.yaml").read_text(
        "utf-8"
    )
