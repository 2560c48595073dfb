"""Set manuscripts of every construct nested in every other, and look for sentences that are gone.

`python tests/fuzz_losses.py SEED SECONDS [BUDGET]` (`make fuzz`): a book of a few manuscripts a
seed, in both layouts, through Markdown and through Word. Pages are read back with PDFium's boxes
and the EPUB with lxml; no module of the press is asked. A sentence must stand on a page, inside
it, and in the EPUB, or in what the press reports.
"""

# ruff: noqa: E402  run as a program
import io
import re
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

_HERE = Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "src")]

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree
from PIL import Image

import nested
import tiny
from casebook import cli, issuing
from casebook.errata import Erratum, StopPress

BOOK = tiny.BOOK.replace("editions: [print]", "editions: [print, epub]\nlayout: LAYOUT").replace(
    "composition: off", "composition: on"
)
HEAD = "---\naward: {}\n---\n\n"
FAR = 30.0
"""Points between two signs that stand in no lines next to each other."""


def book(folder: Path, seed: int, budget: int) -> dict[str, list[str]]:
    """Write a book of two manuscripts, one of them received from Word; return their sentences."""
    layout = ("standard", "a5")[seed % 2]
    first, said = nested.manuscript(2 * seed, budget)
    second, more = nested.manuscript(2 * seed + 1, budget // 4, 50000)
    tiny.write(
        folder,
        book=BOOK.replace("LAYOUT", layout),
        case=HEAD.format("1-1") + nested.Markdown().text(first),
    )
    (folder / "manuscript/media").mkdir()
    Image.new("L", (900, 600), 90).save(folder / "manuscript/media/a.png")
    parcel = folder / "parcel"
    parcel.mkdir()
    (parcel / "a.docx").write_bytes(nested.word(second))
    return {"1-1": said, "1-2": more}


def receive(folder: Path) -> str:
    """Receive the Word file; return what is said of it."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        cli.main(
            ["receive", "--book", str(folder), "--award", "1-2", str(folder / "parcel/a.docx")]
        )
    return out.getvalue()


def on_pages(pdf: Path) -> tuple[str, int]:
    """Return the text that stands inside the pages, blanks apart, and how many signs are on others.

    What stands far apart, as a folio does from the last line, is parted by a form feed.
    """
    document = pypdfium2.PdfDocument(pdf)
    result: list[str] = []
    crowded, before = 0, 0.0
    try:
        for page in document:
            text, (width, height) = page.get_textpage(), page.get_size()
            left, right, low, top = (ctypes.c_double() for _ in range(4))
            boxes: dict[tuple[int, int], tuple[float, float]] = {}
            for index in range(text.count_chars()):
                code = pdfium.FPDFText_GetUnicode(text.raw, index)
                char = chr(code) if 32 < code < 0xD800 else ""
                if (
                    not char
                    or char in "-\u2010\u00ad"
                    or not pdfium.FPDFText_GetCharBox(text.raw, index, left, right, low, top)
                ):
                    continue
                x, y = (left.value + right.value) / 2, (low.value + top.value) / 2
                if 0 < x < width and 0 < y < height:
                    result += "\f" * (abs(y - before) > FAR) + char
                    before = y
                    if "\u4e00" <= char <= "\u9fff":
                        spot = (round(x / 3), round(y / 3))
                        crowded += spot in boxes
                        boxes[spot] = (x, y)
            result.append("\f")
            text.close()
            page.close()
    finally:
        document.close()
    return "".join(result), crowded


def in_epub(epub: Path) -> str:
    """Return the text of all documents, blanks apart."""
    with zipfile.ZipFile(epub) as archive:
        roots = [
            etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".xhtml")
        ]
    return "".join("".join("".join(map(str, root.itertext())).split()) for root in roots)


def stands(name: str, body: str) -> bool:
    """Say whether a number stands in a text; in a narrow cell a page may end within it."""
    if name in body:
        return True
    return any(
        re.search(rf"[句Q]{name[:cut]}(?!\d)", body)
        and re.search(rf"(?<!\d){name[cut:]}[号Z]", body)
        for cut in range(1, len(name))
    )


def in_words(errata: Iterable[Erratum]) -> str:
    """Return all words of reports, blanks apart."""
    return "".join("".join(f"{e.quote}{e.message.zh}".split()) for e in errata)


def look(folder: Path, seed: int, budget: int) -> Counter[str]:
    """Make the book of `seed`; return what is wrong, by kind, with sentences."""
    said = book(folder, seed, budget)
    reported = receive(folder)
    filed = folder / "manuscript/cases/1-2.md"
    wrong: Counter[str] = Counter()
    if not filed.is_file():
        wrong[f"not filed: {reported[-300:]}"] += 1
        said.pop("1-2")
    try:
        issue = issuing.issue(folder, (), lambda *_: None, 1)
    except StopPress as stop:
        wrong["stopped: " + "; ".join(sorted({e.rule for e in stop.errata}))] += 1
        return wrong
    text, crowded = on_pages(issue.files["print"])
    epub = in_epub(issue.files["epub"])
    words = in_words(issue.queries) + "".join(reported.split())
    for case, names in said.items():
        for name in names:
            for where, body in (("page", text), ("EPUB", epub)):
                if not (stands(name, body) or name in words):
                    wrong[f"{case} {where}"] += 1
                    if wrong[f"{case} {where}"] == 1:
                        wrong[f"first: {name}"] = 1
    if crowded > 2:
        wrong["crowded"] = crowded
    for rule in {e.rule for e in issue.queries if e.kind == "erratum"}:
        wrong[f"told: {rule}"] += 1
    return wrong


def main() -> None:
    """Look at one seed after the other, and tell what is wrong."""
    seed, seconds = int(sys.argv[1]), float(sys.argv[2])
    budget = int(sys.argv[3]) if len(sys.argv) > 3 else 120
    end, done, sums = time.monotonic() + seconds, 0, Counter[str]()
    while time.monotonic() < end or not done:
        with tempfile.TemporaryDirectory() as place:
            try:
                wrong = look(Path(place), seed, budget)
            except Exception:
                wrong = Counter({"crash: " + re.sub(r"\s+", " ", traceback.format_exc()[-300:]): 1})
        if wrong:
            print(seed, dict(wrong), flush=True)
        sums.update(re.sub(r"\d+", "N", kind)[:80] for kind in wrong)
        seed, done = seed + 1, done + 1
    print(f"{done} books: {dict(sums)}")


if __name__ == "__main__":
    main()
