"""How long the desk lets an editor wait, and for what. Not part of the tests.

Run as `python tests/bench_desk.py [CASES] [EDITS]`; needs Chromium. The parts are measured where
they happen: watching, reading, composing, laying out, binding and proofreading by the press; the
words of the pages and their pictures by the desk; the rest is messages and the browser's painting.
Then: how long until the ledger lists its cases, until a case of a book never made has pages, until a
page jumped to is sharp, until the page looked at follows a style sheet, an edit while a whole build
runs, letters with questions to authors, and how large the proofs are that are sent to them.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from casebook.intake import specimen
from started_desk import started_desk

ROOT = Path(__file__).parents[1]
AS_ROOT = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
PAINTED = """began => {
  const marks = performance.getEntriesByName("painted");
  const last = marks.length ? performance.timeOrigin + marks[marks.length - 1].startTime : 0;
  return last > began ? last : 0;
}"""  # by the browser's own clock: who asks it is late
SERVED = """() => {
  const after = performance.getEntriesByName("told").pop().startTime;
  const served = { words: 0, rasterise: 0 };
  for (const entry of performance.getEntriesByType("resource")) {
    if (entry.startTime >= after) for (const part of entry.serverTiming) {
      served[part.name] = Math.max(served[part.name], part.duration / 1000);
    }
  }
  return served;
}"""


def main(cases: int, edits: int) -> None:
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        folder = Path(place) / "book"
        specimen.write(folder, cases)
        measured = Measured(driver, folder)
        for measure in (first_start, lambda desk, began: later_start(desk, began, edits)):
            began = time.monotonic()
            with served(measured):
                measure(measured, began)


@contextmanager
def served(measured: "Measured") -> Iterator[None]:
    """Serve the desk of the book in a process of its own."""
    with started_desk("-C", str(measured.folder)) as (_, address):
        measured.address = f"{address}/"
        yield


class Measured:
    """A browser at the desk of the book in `folder`, with a page of it open."""

    def __init__(self, driver: Playwright, folder: Path) -> None:
        chromium = shutil.which("chromium")
        flags = [*AS_ROOT, "--disable-gpu"]
        self.browser = driver.chromium.launch(executable_path=chromium, args=flags)
        self.page = self.browser.new_page(viewport={"width": 1366, "height": 768})
        self.page.set_default_timeout(600_000)
        self.folder, self.address = folder, ""

    def edit(self, path: Path, change: Callable[[str], str]) -> float:
        """Write a changed `path` and return the seconds until the page in sight is painted anew."""
        began = time.time()
        path.write_text(change(path.read_text("utf-8")), "utf-8")
        self.page.wait_for_function(PAINTED, arg=began * 1000)
        return float(self.page.evaluate(PAINTED, began * 1000)) / 1000 - began


def first_start(desk: Measured, began: float) -> None:
    """Measure the desk of a book that was never made."""
    first_rows(desk, "of a book never made", began)
    desk.page.goto(f"{desk.address}case/{fifth(desk.folder).stem}")
    desk.page.wait_for_selector("#pages img[data-version]")
    say(f"from starting to pages of a case, of a book never made: {time.monotonic() - began:.2f} s")
    desk.page.wait_for_selector("#status.good")
    say(f"first build and proofreading: {time.monotonic() - began:.1f} s")


def first_rows(desk: Measured, which: str, began: float) -> None:
    desk.page.goto(desk.address)
    desk.page.wait_for_selector("tr a[href^='/case/']")
    say(f"from starting to the first rows of the ledger, {which}: {time.monotonic() - began:.2f} s")


def later_start(desk: Measured, began: float, edits: int) -> None:
    """Measure the desk of a book that was made before."""
    first_rows(desk, "of a book made before", began)
    page = desk.page
    page.wait_for_selector("#status.good")
    path = fifth(desk.folder)
    page.goto(f"{desk.address}case/{path.stem}")
    page.wait_for_selector("#pages img[data-version]")
    page.evaluate("window.parts = []; listeners.push(s => window.parts.push([s.version, s.parts]))")
    page.wait_for_selector("#status.good")
    edited(desk, path, edits)
    styled(desk)
    edited_in_a_build(desk, path)
    jumps(desk)
    letters(desk)
    confirmations(desk)


def fifth(folder: Path) -> Path:
    return sorted((folder / "manuscript/cases").glob("*.md"))[4]


def edited(desk: Measured, path: Path, edits: int) -> None:
    """Measure `edits` edits and what each part of the way takes."""
    text, times, parts = path.read_text("utf-8"), [], []
    for number in range(edits):
        words = f"试验第{number}次，加进一段。\n\n## "
        times.append(desk.edit(path, lambda _, words=words: text.replace("## ", words, 1)))  # type: ignore[misc]
        time.sleep(0.1)  # the words come after the picture
        parts.append(desk.page.evaluate("window.parts[window.parts.length - 1][1]"))
        parts[-1] |= desk.page.evaluate(SERVED)
        time.sleep(1)
    tell("edit to page", times)
    names = {name: statistics.median(part.get(name, 0) for part in parts) for name in parts[-1]}
    say(json.dumps({name: round(seconds, 3) for name, seconds in names.items()}))


def styled(desk: Measured) -> None:
    """Measure a style sheet that changes every page, with a case looked at."""
    sheets = desk.folder / "layouts" / "standard" / "print"
    sheets.mkdir(parents=True)
    times = []
    for number in range(3):
        sheet = sheets / "zz.css"
        sheet.touch()
        rule = f"p {{ color: rgb(0, 0, {number + 1}) }}"
        times.append(desk.edit(sheet, lambda _, rule=rule: rule))  # type: ignore[misc]
        desk.page.wait_for_selector("#status.good")
        time.sleep(2)
    tell("style sheet to the page looked at", times)


def edited_in_a_build(desk: Measured, path: Path) -> None:
    """Measure edits while the PDF for the press and the EPUB of the whole book are made."""
    desk.page.evaluate("listeners.push(s => window.building = s.build.status)")
    desk.page.evaluate("ask('POST', '/api/build', { editions: ['press', 'epub'] })")
    desk.page.wait_for_function("() => window.building === 'making'")
    time.sleep(1.5)
    text, times = path.read_text("utf-8"), []
    for number in range(5):
        words = f"边做边改第{number}次。\n\n## "
        times.append(desk.edit(path, lambda _, words=words: text.replace("## ", words, 1)))  # type: ignore[misc]
        time.sleep(1)
    tell(f"edit to page in a build ({desk.page.evaluate('window.building')})", times)
    desk.page.wait_for_function("() => window.building !== 'making'")


def jumps(desk: Measured) -> None:
    """Measure jumps to pages anywhere in the book, until each is sharp."""
    page, times = desk.page, []
    page.goto(f"{desk.address}book")
    page.wait_for_selector("#pages img[data-state=sharp]")
    for number in (300, 40, 520, 117, 411, 222):
        began = time.monotonic()
        page.evaluate(f"go({number})")
        page.wait_for_function(
            "n => { const f = figureOf(n); return f && f.querySelector('img').dataset.state === 'sharp' }",
            arg=number,
        )
        times.append(time.monotonic() - began)
    tell("jump to a sharp page", times)


def letters(desk: Measured, most: int = 20) -> None:
    """Measure letters with questions about up to `most` errata of cases."""
    asked = desk.page.evaluate(
        """async most => {
          const { data } = await ask("GET", "/api/errata");
          const ids = data.errata.filter(e => e.section.startsWith("case-")).map(e => e.id).slice(0, most);
          await ask("POST", "/api/errata/settle", { deed: "ask", ids, by: "bench" });
          return ids.length;
        }""",
        most,
    )
    took = desk.page.evaluate(
        """async () => {
          const began = performance.now();
          await (await fetch("/questions.docx")).arrayBuffer();
          return (performance.now() - began) / 1000;
        }"""
    )
    say(f"letters with {asked} questions: {took:.2f} s")


def confirmations(desk: Measured) -> None:
    """Measure the proofs that go to authors: how long they take, how large they are."""
    began = time.monotonic()
    desk.page.evaluate("window.building = ''; ask('POST', '/api/build', { editions: ['proof'] })")
    desk.page.evaluate("listeners.push(s => window.building = s.build.status)")
    desk.page.wait_for_function("() => window.building === 'making'")
    desk.page.wait_for_function("() => window.building !== 'making'")
    size = (desk.folder / "build" / "confirmations.zip").stat().st_size / 1e6
    say(f"proofs: {time.monotonic() - began:.1f} s; confirmations {size:.1f} MB")


def tell(what: str, times: Sequence[float]) -> None:
    say(
        f"{what}, {len(times)} times: median {statistics.median(times):.2f} s, worst {max(times):.2f} s"
    )


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    arguments = [int(number) for number in sys.argv[1:]]
    main(*(arguments + [130, 20][len(arguments) :]))
