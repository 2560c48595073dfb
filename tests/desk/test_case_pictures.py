"""Pictures of a text: dropped, captioned, cropped and taken out; the bytes that came stay."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from casebook.desk.live_book import LiveBook
from casebook.intake.manuscript import book_reader
from casebook.journal import recording, restoring

CASE = "cases/1-1.md"


def photo(kind: str = "JPEG", turned: bool = False) -> bytes:
    """A picture of 60 × 40, red on the left and blue on the right; `turned` by its EXIF."""
    image, out = Image.new("RGB", (60, 40), "red"), io.BytesIO()
    image.paste("blue", (30, 0, 60, 40))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    image.save(out, kind, exif=exif, dpi=(300, 300))
    return out.getvalue()


def text(live: LiveBook) -> str:
    return (live.folder / "manuscript" / CASE).read_text("utf-8")


def add(client: TestClient, data: bytes, **query: object) -> Any:
    known = {"name": "照片 一.jpg", "line": "0", "seen": ""} | query
    return client.post(f"/api/pictures/{CASE}", params=known, content=data)


def pictures(client: TestClient) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get(f"/api/pictures/{CASE}").json()["pictures"]
    return rows


def change(client: TestClient, **facts: Any) -> Any:
    [picture] = pictures(client)
    known = {"number": picture["number"], "path": picture["path"]}
    return client.put(f"/api/pictures/{CASE}", json=known | facts)


def test_a_picture_is_put_behind_the_block_it_was_dropped_on(
    client: TestClient, live: LiveBook
) -> None:
    before = text(live)
    line = before.split("\n").index("| 甲 | 3 |") + 1
    answer = add(client, photo(), line=line, seen="| 甲 | 3 |")
    assert answer.status_code == 201, answer.text
    assert "| 甲 | 3 |\n\n![](../media/1-1-1.jpg)\n\n医院近" in text(live)
    assert (live.folder / "manuscript/media/1-1-1.jpg").read_bytes() == photo()
    [case, _] = book_reader.read(live.folder).book.cases
    assert [(p.path, p.width) for p in case.pictures] == [("media/1-1-1.jpg", 60)]
    assert client.get("/media/1-1-1.jpg").headers["content-type"] == "image/jpeg"
    entry = recording.of(live.folder).entries()[-1]
    restoring.undo(recording.of(live.folder), [entry.number], "", "")
    assert text(live) == before
    assert not (live.folder / "manuscript/media/1-1-1.jpg").exists()


def test_a_caption_is_written_as_it_is_said(client: TestClient, live: LiveBook) -> None:
    add(client, photo("PNG"), name="a.png")
    words = '图1 医生说"好"&amp; \\ 完 [一]'
    assert change(client, caption=words).status_code == 200
    assert pictures(client)[0]["caption"] == words
    body = book_reader.read(live.folder).book.cases[0].body
    assert body is not None
    assert '医生说"好"&amp;amp; \\ 完 [一]</figcaption>' in body


def test_a_crop_is_a_fact_beside_the_picture(client: TestClient, live: LiveBook) -> None:
    media = live.folder / "manuscript/media"
    add(client, photo(turned=True))
    assert pictures(client)[0]["size"] == [40, 60]
    assert change(client, crop=[0, 30, 40, 60]).status_code == 200
    [picture] = pictures(client)
    part = media / Path(picture["path"]).name
    assert (picture["original"], picture["crop"]) == ("1-1-1.jpg", [0, 30, 40, 60])
    with Image.open(part) as image:
        assert (image.size, image.info["dpi"]) == ((40, 30), (300, 300))
        red, _, blue = image.convert("RGB").getpixel((20, 20))  # type: ignore[misc]
        assert blue > 200 > red
    assert (media / "1-1-1.jpg").read_bytes() == photo(turned=True)
    assert "right: 40" in part.with_suffix(".yaml").read_text("utf-8")
    assert book_reader.read(live.folder).book.cases[0].pictures[0].height == 30
    assert change(client, crop=[0, 0, 40, 20]).status_code == 200
    assert not part.exists(), "the part nobody prints any more goes"
    assert change(client, whole=True).status_code == 200
    assert pictures(client)[0]["path"] == "../media/1-1-1.jpg"
    assert [path.name for path in media.iterdir()] == ["1-1-1.jpg"]


def test_a_part_of_a_picture_that_was_replaced_says_so(client: TestClient, live: LiveBook) -> None:
    add(client, photo())
    assert change(client, crop=[0, 0, 40, 20]).status_code == 200
    assert pictures(client)[0]["replaced"] is False
    other = Image.new("RGB", (80, 50), "green")
    other.save(live.folder / "manuscript/media/1-1-1.jpg")
    [picture] = pictures(client)
    assert (picture["replaced"], picture["crop"], picture["size"]) == (
        True,
        [0, 0, 40, 20],
        [80, 50],
    )
    assert change(client, crop=picture["crop"]).status_code == 200
    [again] = pictures(client)
    assert again["replaced"] is False
    with Image.open(live.folder / "manuscript/media" / Path(again["path"]).name) as image:
        red, green, _ = image.convert("RGB").getpixel((20, 10))  # type: ignore[misc]
        assert green > 100 > red


@pytest.mark.parametrize("crop", [[0, 0, 61, 40], [10, 0, 10, 40], [20, 0, 10, 40]])
def test_a_part_that_is_none_is_refused(
    client: TestClient, live: LiveBook, crop: list[int]
) -> None:
    add(client, photo())
    before = text(live)
    assert change(client, crop=crop).json()["errata"][0]["rule"] == "crop-outside-picture"
    assert text(live) == before


@pytest.mark.parametrize("facts", [{"number": "0"}, {"number": -1}, {"crop": [1, 2, 3]}, {"crop": [0, 0, 1.5, 2]},
                                   {"caption": 3}, {"path": None}])  # fmt: skip
def test_what_makes_no_sense_is_refused(client: TestClient, facts: dict[str, Any]) -> None:
    add(client, photo())
    assert change(client, **facts).status_code == 400


def test_what_is_no_picture_is_told_and_not_kept(client: TestClient, live: LiveBook) -> None:
    before = text(live)
    answer = add(client, b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="a.png")
    assert answer.json()["errata"][0]["rule"] == "picture-format"
    assert answer.json()["errata"][0]["path"] == "a.png"
    assert add(client, b"\xff" * (21 * 1024 * 1024)).status_code == 413
    assert text(live) == before
    assert not (live.folder / "manuscript/media").exists()
    for name in ("../book.yaml", ".x.jpg", "none.jpg"):
        assert client.get(f"/media/{name.replace('/', '%2f')}").status_code == 404


def test_a_picture_is_taken_out_and_its_file_stays(client: TestClient, live: LiveBook) -> None:
    before = text(live)
    add(client, photo())
    assert change(client, out=True).status_code == 200
    assert text(live) == before
    assert (live.folder / "manuscript/media/1-1-1.jpg").is_file()


def test_a_text_that_another_changed_keeps_its_pictures(client: TestClient, live: LiveBook) -> None:
    add(client, photo())
    add(client, photo())
    facts = {"number": 0, "path": "../media/1-1-2.jpg", "out": True}
    assert client.put(f"/api/pictures/{CASE}", json=facts).status_code == 200
    assert [picture["path"] for picture in pictures(client)] == ["../media/1-1-1.jpg"]
    assert client.put(f"/api/pictures/{CASE}", json=facts).status_code == 409
    assert add(client, photo(), line="5", seen="这一行已经没有").status_code == 409


@pytest.mark.slow
def test_a_picture_is_dropped_captioned_and_cropped_in_a_browser(
    served: tuple[Path, str], page: Any
) -> None:
    folder, address = served
    page.goto(f"{address}/case/1-1")
    page.wait_for_selector("#pages text", state="attached")
    page.click("#tab-pictures")
    page.set_input_files(
        "#picture-file", {"name": "照.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.wait_for_selector("article.picture img")
    page.fill("article.picture input", "图1 学习")
    page.press("article.picture input", "Tab")
    page.wait_for_selector("article.picture img[alt='图1 学习']")
    page.click("article.picture button >> nth=0")
    page.fill("dialog [name=crop-right]", "30")
    page.click("dialog[open] form button >> nth=0")
    page.wait_for_selector("dialog[open]", state="detached")
    page.locator("article.picture .place", has_text="30 × 40").wait_for()
    assert '.jpg "图1 学习")' in (folder / "manuscript" / CASE).read_text("utf-8")
    page.locator("#pages text", has_text="学习").first.wait_for(state="attached")
