"""Tiers, awards and organisations added to the list and taken out of it; its comments stay."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook.desk import award_corrections
from casebook.desk.live_book import LiveBook
from casebook.intake.manuscript import awards_file
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


JOINT = """\
关于公布案例的通报

一等奖
1. 甲市中医院、乙县医院《一碗汤药的温度》
2. 丙县疾控中心《把课堂搬进村》
"""


@pytest.mark.slow
def test_both_readings_of_a_line_stand_side_by_side_and_are_chosen_at_once(
    client: TestClient, live: LiveBook
) -> None:
    batch = client.post("/api/upload", json={}).json()["batch"]
    client.post(f"/api/upload/{batch}", params={"path": "通报.txt"}, content=JOINT.encode())
    client.post("/api/notice", json={"batch": batch, "replace": True})
    shown = client.get("/notice").text
    readings = shown[shown.index('class="readings"') :].partition("</section>")[0]
    assert readings.count("甲市中医院、乙县医院《一碗汤药的温度》") == 1
    assert "<p>甲市中医院《一碗汤药的温度》</p><p>乙县医院《一碗汤药的温度》</p>" in readings
    (key,) = [
        award.id
        for tier in awards_file.of_text(text(live)).tiers
        for award in tier.awards
        if "、" in award.organisation
    ]
    seen = award_corrections.revisions(text(live))[key]
    before = text(live)
    stale = client.put(f"/api/award/{key}", json={"revision": "old", "several": True})
    assert stale.status_code == 409
    done = client.put(f"/api/award/{key}", json={"revision": seen, "several": True})
    assert done.status_code == 200, done.text
    names = [a.organisation for t in awards_file.of_text(text(live)).tiers for a in t.awards]
    assert names == ["甲市中医院", "乙县医院", "丙县疾控中心"]
    assert client.post("/api/take-back", json={"deed": done.json()["deed"]}).status_code == 200
    assert text(live) == before


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
