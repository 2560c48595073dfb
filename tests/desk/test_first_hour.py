"""A book's first hour at the desk, without one command of the terminal, its clicks counted."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casebook import pdf
from casebook.intake import specimen
from casebook.intake.manuscript import awards_file
from started_desk import started_desk

pytestmark = pytest.mark.slow
CASES = 12
ERRATA = 10
NAMELESS = ("1-2", "2-6")
"""Cases whose manuscripts come without a name, under a title that is not quite the award's."""


class Hand:
    """Clicks, keys and drops in a page, counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks, self.keys = page, 0, 0

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.click()

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def choose(self, selector: str, *paths: Path) -> None:
        """Press a button for files and choose them: one click, and one in the system's window."""
        self.clicks += 2
        self.page.set_input_files(selector, [str(path) for path in paths])


@pytest.fixture(scope="module")
def parcel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notice of a campaign and 12 manuscripts as authors send them, two without a name."""
    folder = tmp_path_factory.mktemp("campaign") / "样书"
    specimen.write(folder, CASES, notice="numbered.docx", parcel=True)
    tiers = awards_file.read(folder / "manuscript/awards.yaml").tiers
    awards = {award.id: award for tier in tiers for award in tier.awards}
    sent = folder / "parcel/来稿"
    for number, key in enumerate(NAMELESS, 1):
        award = awards[key]
        [named] = [path for path in sent.iterdir() if award.organisation in path.name]
        shutil.rmtree(named) if named.is_dir() else named.unlink()
        text = (folder / f"manuscript/cases/{key}.md").read_text("utf-8").split("---\n", 2)[2]
        words = re.sub(r"!\[.*?\]\(.*?\)", "", text.replace(award.organisation, "我们单位"))
        words += "\n\n" + "\n\n".join(
            f"第{n}项工作已经完成，大家再接再励。" for n in "一二三四五六"
        )
        title = (award.title or "")[:-3]
        (sent / f"新建文档{number}.txt").write_text(f"{title}\n\n{words}", "utf-8")
    return folder / "parcel"


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A desk started where there is no book."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    environment = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    with started_desk(cwd=home, environment=environment) as (_, address):
        yield home, address


def repaired(book: Path) -> int:
    """Return how many of the planted errata are repaired on disk."""
    texts = [path.read_text("utf-8") for path in (book / "manuscript/cases").glob("*.md")]
    return sum(text.count("大家再接再厉") for text in texts)


def test_from_nothing_to_a_book(
    empty_desk: tuple[Path, str], page: Any, parcel: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    home, address = empty_desk
    hand = Hand(page)
    page.goto(address)

    page.fill("#title", "基层好案例")
    hand.click(".layouts label:has(input[value=k16])")
    assert page.inner_text("#will-stand").endswith("/Documents/基层好案例")
    hand.click("#new button[type=submit]")
    page.wait_for_url("**/notice")
    book = home / "Documents/基层好案例"

    hand.choose(".dropping input.files", *parcel.glob("通报*"))
    page.wait_for_selector(".notice-lines article.award")
    assert page.locator(".counts td.good").count() == 3
    assert page.locator(".notice-lines article.award").count() == CASES + 1

    hand.click("#award-2-1 button.edit")
    page.fill("#award-2-1 textarea", "更正过的题目")
    hand.click("#award-2-1 form button[type=submit]")
    page.wait_for_selector("#award-2-1 .refusal:has-text('通报的这几行里没有')")
    page.fill("#award-2-1 .reason input", "发文单位来函更正")
    hand.click("#award-2-1 form button[type=submit]")
    page.wait_for_selector("#award-2-1 .title:has-text('更正过的题目')")

    hand.click("nav a[href='/inbox']")
    page.wait_for_url("**/inbox")  # its scripts hear of files only then
    hand.choose(".dropping input.folder", parcel / "来稿")
    page.wait_for_selector(".outcome > *")
    assert page.locator(".outcome > .good").count() == 1, page.inner_text(".dropping")
    for left in (2, 1):
        page.wait_for_function(
            "n => document.querySelectorAll('article.waiting').length === n", arg=left
        )
        hand.click("article.waiting:first-of-type button.assign:not([data-award=new])")
    page.wait_for_selector("#missing + p:has-text('没有缺稿。')")

    page.wait_for_selector("#status.good")
    hand.click("nav a[href='/errata']")
    page.wait_for_selector("#current article")
    hand.clicks += 1
    page.select_option("#by-rule", "wrong-phrase")
    hand.press("Tab")
    page.wait_for_selector("#current article")
    for _ in range(ERRATA):
        hand.press("g")

    hand.click("nav a[href='/']")  # opens when all ten are settled
    hand.click("a[href='/order']")
    hand.click("#cases-tier-1 summary")
    page.locator("li[data-key='1-2'] .handle").focus()
    hand.press("ArrowUp")
    page.wait_for_selector("#order-said:has-text('已保存')")

    hand.click("nav a[href='/builds']")
    page.wait_for_selector("#status.good")
    hand.click("button[data-editions='print epub']")
    page.wait_for_selector("a[href='/files/book.epub']")
    page.wait_for_selector("#status.good")
    files = []
    for name in ("print.pdf", "book.epub"):
        with page.expect_download() as download:
            hand.clicks += 1
            page.evaluate(
                "name => { const a = document.querySelector(`a[href='/files/${name}']`);"
                " a.download = name; a.click(); }",
                name,
            )
        download.value.save_as(tmp_path / name)
        files.append(tmp_path / name)

    printed = "".join(pdf.texts(files[0]))
    assert "更正过的题目" in printed
    assert "基层好案例" in printed
    with zipfile.ZipFile(files[1]) as epub:
        assert sum(bool(re.search(r"case-[12]-", name)) for name in epub.namelist()) >= CASES
    starts = pdf.destinations(files[0])
    assert starts["case-1-2"] < starts["case-1-1"]
    assert repaired(book) == ERRATA
    awards = {
        re.search(r"award: \"?([\d-]+)", path.read_text("utf-8"))[1]  # type: ignore[index]
        for path in (book / "manuscript/cases").glob("*.md")
    }
    assert len(awards) == CASES
    with capsys.disabled():
        print(f"\nfirst hour: {hand.clicks} clicks, {hand.keys} keys")  # noqa: T201


def test_what_was_done_is_taken_back_where_it_stands(
    served: tuple[Path, str], page: Any, tmp_path: Path
) -> None:
    folder, address = served
    cases = folder / "manuscript/cases"
    page.goto(address)
    page.wait_for_selector("#status.good")
    page.goto(f"{address}/case/1-2")
    (tmp_path / "<img src=x onerror=alert(1)>.md").write_text("乙题\n\n我院的正文一段。\n", "utf-8")
    page.wait_for_selector("#status.good")
    page.set_input_files(".dropping input.files", [str(next(tmp_path.glob("<img*")))])
    page.wait_for_selector("#pane-text:has-text('我院的正文一段')")
    page.wait_for_selector(".dropping", state="detached")
    assert (cases / "1-2.md").is_file()

    page.goto(f"{address}/inbox")
    (tmp_path / "无名.txt").write_text("一次随访\n\n那天下午我们又去了老李家里。\n", "utf-8")
    page.set_input_files(".dropping input.files", [str(tmp_path / "无名.txt")])
    page.wait_for_selector("article.waiting")
    page.fill("article.waiting input.other", "没有的奖项")
    page.press("article.waiting input.other", "Enter")
    page.wait_for_selector("article.waiting .refusal:has-text('没有这个奖项')")
    page.click("article.waiting button.assign[data-award=new]")
    page.wait_for_selector("article.waiting", state="detached")
    page.keyboard.press("Enter")  # the way back has the focus
    page.wait_for_selector("article.waiting")

    page.goto(f"{address}/notice")
    before = (folder / "manuscript/awards.yaml").read_bytes()
    page.click("#award-1-2 button.edit")
    page.keyboard.type("新")
    page.keyboard.press("Enter")
    page.wait_for_selector("#award-1-2 .house:has-text('新')")
    page.click(".undoing button")
    page.wait_for_selector(".undoing:has-text('已撤销')")
    assert (folder / "manuscript/awards.yaml").read_bytes() == before
    assert page.evaluate("document.querySelectorAll('main img').length") == 0
