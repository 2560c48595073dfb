"""The notice of 2023, written by other programs in every form of file: 140 of 140 in each."""

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import openpyxl
import pytest

from casebook.book import Award, Tier
from casebook.errata import Kind
from casebook.intake import notice

SEED = Path(__file__).parents[2] / "manuscript" / "notice.txt"
COLUMNS = ("序号", "单位", "案例名称", "备注")
OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seed() -> notice.Notice:
    return notice.read(SEED)


@pytest.fixture(scope="module")
def letter() -> list[str]:
    text = SEED.read_text("utf-8").split("附件 1\n")[0]
    return [line for line in text.split("\n") if line.strip()]


def heading(tier: Tier) -> str:
    return f"“一地一品”卫生健康思想政治工作特色品牌案例征集活动{tier.name}（{tier.declared} 个）"


def entry(award: Award) -> str:
    title = "" if award.title is None else f"《{award.title}》"
    return f"{award.organisation}{title}{award.after}"


def cells(tier: Tier) -> Iterator[tuple[object, ...]]:
    """The rows of a tier's table; one that honours organisations has two columns."""
    width = 2 if tier.bodies else 4
    yield COLUMNS[:width]
    for award in tier.awards:
        yield (award.number, award.organisation, award.title, award.after)[:width]


def check(seed: notice.Notice, *paths: Path, spaces: bool = True) -> None:
    """All awards read from `paths` are those of the seed; PDF loses spaces at line ends."""

    def of(read: notice.Notice) -> list[tuple[str, ...]]:
        # A column of a table is a field under its head; behind 》 the same words are `after`.
        result = [
            (a.organisation, a.title or "", a.after or "".join(text for _, text in a.fields))
            for t in read.tiers
            for a in t.awards
        ]
        return result if spaces else [tuple("".join(t.split()) for t in item) for item in result]

    read = notice.read(*paths)
    assert of(read) == of(seed)
    assert len(of(read)) == 140
    assert not read.unread
    assert not [erratum for erratum in read.errata if erratum.kind is Kind.ERRATUM]


def page(seed: notice.Notice, letter: list[str], form: str) -> str:
    """The notice as a page: entries typed, numbered by the program, or in tables."""
    body = [*letter]
    html = "".join(f"<p>{escape(line)}</p>" for line in body)
    for at, tier in enumerate(seed.tiers, 1):
        html += f"<p>附件 {at}</p><p>{escape(heading(tier))}</p>"
        if form == "table":
            rows = ("".join(f"<td>{escape(str(c))}</td>" for c in row) for row in cells(tier))
            html += "<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
        elif form == "auto":
            html += f"<ol>{''.join(f'<li>{escape(entry(a))}</li>' for a in tier.awards)}</ol>"
        else:
            html += "".join(f"<p>{a.number}. {escape(entry(a))}</p>" for a in tier.awards)
    return f"<!doctype html><html><head><meta charset=utf-8></head><body>{html}</body></html>"


@OFFICE
@pytest.mark.parametrize(
    ("form", "endings"), [("typed", ["pdf"]), ("auto", ["doc", "odt"]), ("table", ["rtf", "pdf"])]
)
def test_pages_and_office_files(
    seed: notice.Notice, letter: list[str], form: str, endings: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text(page(seed, letter, form), "utf-8")
    (tmp_path / "b.htm").write_bytes(page(seed, letter, form).replace("utf-8", "gbk").encode("gbk"))
    check(seed, tmp_path / "a.html")
    check(seed, tmp_path / "b.htm")
    for to in ("docx:MS Word 2007 XML", *endings):
        source = "html" if to.startswith("docx") else "docx"
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
             "--convert-to", to, "--outdir", str(tmp_path), str(tmp_path / f"a.{source}")],
            check=True, capture_output=True, timeout=480,
        )  # fmt: skip
        ending = to.partition(":")[0]
        check(seed, tmp_path / f"a.{ending}", spaces=ending != "pdf")


def test_workbooks_with_merged_prizes(
    seed: notice.Notice, letter: list[str], tmp_path: Path
) -> None:
    (tmp_path / "通报.txt").write_text("\n".join(letter), "utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for tier in seed.tiers:
        sheet = book.create_sheet(tier.name)
        sheet.append([heading(tier)])
        sheet.merge_cells("A1:D1")
        for row in cells(tier):
            sheet.append(row)
    book.save(tmp_path / "附件.xlsx")
    check(seed, tmp_path / "附件.xlsx", tmp_path / "通报.txt")


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("gb18030", ","), ("utf-8-sig", ";"), ("utf-16", "\t")]
)
def test_annexes_in_tables_of_text(
    seed: notice.Notice, letter: list[str], encoding: str, delimiter: str, tmp_path: Path
) -> None:
    folder = tmp_path / "通报"
    folder.mkdir()
    (folder / "关于公布结果的通报.txt").write_text("\n".join(letter), "utf-8")
    for at, tier in enumerate(seed.tiers, 1):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(cells(tier))
        (folder / f"附件{at}：{heading(tier)}.csv").write_bytes(out.getvalue().encode(encoding))
    check(seed, folder)
    with zipfile.ZipFile(tmp_path / "通报.zip", "w") as packed:
        for path in folder.iterdir():
            packed.write(path, path.name)
    check(seed, tmp_path / "通报.zip")


@pytest.mark.parametrize("form", ["typed", "table"])
def test_pdf_by_reportlab(
    seed: notice.Notice, letter: list[str], form: str, tmp_path: Path
) -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("a", fontName="STSong-Light", fontSize=11, leading=16, wordWrap="CJK")

    def set_(text: object) -> Paragraph:
        return Paragraph(escape(str(text)), style)

    flow: list[object] = [set_(line) for line in letter]
    for at, tier in enumerate(seed.tiers, 1):
        flow += [set_(f"附件 {at}"), set_(heading(tier))]
        if form == "table":
            rows = [[set_(cell) for cell in row] for row in cells(tier)]
            flow.append(Table(rows, colWidths=[40, 150, 180, 80][: len(rows[0])], repeatRows=1,
                              style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))  # fmt: skip
        else:
            flow += [set_(f"{award.number}. {entry(award)}") for award in tier.awards]
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build(flow)
    check(seed, tmp_path / "a.pdf", spaces=False)


@pytest.mark.parametrize("form", ["typed", "auto", "table"])
def test_pages_saved_by_a_browser(
    seed: notice.Notice, letter: list[str], form: str, tmp_path: Path
) -> None:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if program is None:
        pytest.skip("no chromium")
    from playwright.sync_api import sync_playwright

    (tmp_path / "a.html").write_text(page(seed, letter, form), "utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto((tmp_path / "a.html").as_uri())
        saved = tab.context.new_cdp_session(tab).send("Page.captureSnapshot", {"format": "mhtml"})
        browser.close()
    (tmp_path / "a.mhtml").write_bytes(saved["data"].encode())
    check(seed, tmp_path / "a.mhtml")
