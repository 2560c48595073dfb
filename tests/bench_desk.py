"""How long from an edit to the page on screen, and what of it is what. Not part of the tests.

Run as `python tests/bench_desk.py [CASES] [EDITS]`; needs Chromium. The parts are measured where
they happen: watching, reading, composing, laying out, binding and proofreading by the press; the
words of the pages and their pictures by the desk; the rest is messages and the browser's painting.
"""

import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from casebook.intake import specimen

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
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "book"
        specimen.write(folder, cases)
        env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-m", "casebook", "preview", "-C", str(folder), "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as desk:
            assert desk.stdout is not None
            match = re.search(r"http://\S+?/", desk.stdout.readline())
            assert match is not None
            try:
                measure(folder, match[0], edits)
            finally:
                desk.send_signal(signal.SIGINT)
                desk.wait(20)


def measure(folder: Path, address: str, edits: int) -> None:
    path = sorted((folder / "manuscript/cases").glob("1-*.md"))[4]
    text = path.read_text("utf-8")
    with sync_playwright() as driver:
        chromium = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=chromium, args=[*AS_ROOT, "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(600_000)
        began = time.monotonic()
        page.goto(address)
        page.wait_for_selector("#status.good")
        print(f"first build and proofreading: {time.monotonic() - began:.1f} s")
        page.goto(f"{address}case/{path.stem}")
        page.wait_for_selector("#pages img[data-version]")
        page.evaluate(
            "window.parts = []; listeners.push(s => window.parts.push([s.version, s.parts]))"
        )
        page.wait_for_selector("#status.good")
        times, parts = [], []
        for number in range(edits):
            began = time.time()
            path.write_text(text.replace("## ", f"试验第{number}次，加进一段。\n\n## ", 1), "utf-8")
            page.wait_for_function(PAINTED, arg=began * 1000)
            times.append(page.evaluate(PAINTED, began * 1000) / 1000 - began)
            parts.append(page.evaluate("window.parts[window.parts.length - 1][1]"))
            parts[-1] |= page.evaluate(SERVED)
            time.sleep(1)
        browser.close()
    print(f"edit to page, {edits} edits: median {statistics.median(times):.2f} s, "
          f"worst {max(times):.2f} s")  # fmt: skip
    names = {name: statistics.median(part.get(name, 0) for part in parts) for name in parts[-1]}
    names["send, paint"] = statistics.median(times) - sum(names.values())
    print(json.dumps({name: round(seconds, 3) for name, seconds in names.items()}))


if __name__ == "__main__":
    arguments = [int(number) for number in sys.argv[1:]]
    main(*(arguments + [130, 20][len(arguments) :]))
