"""How long from an edit to the page on screen, and what of it is what. Not part of the tests.

Run as `python tests/bench_desk.py [CASES] [EDITS]`; needs Chromium. The parts are measured where
they happen: reading, composing, laying out, binding and proofreading by the press; the rest is
watching, messages, and the browser's fetching and painting.
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


def main(cases: int, edits: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "book"
        specimen.write(folder, cases)
        env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-m", "casebook", "preview", "-C", str(folder), "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as desk:
            assert desk.stdout is not None
            found = re.search(r"http://\S+?/", desk.stdout.readline())
            assert found is not None
            try:
                measure(folder, found[0], edits)
            finally:
                desk.send_signal(signal.SIGINT)
                desk.wait(20)


def measure(folder: Path, address: str, edits: int) -> None:
    path = sorted((folder / "manuscript/cases").glob("1-*.md"))[4]
    text = path.read_text("utf-8")
    with sync_playwright() as driver:
        chromium = shutil.which("chromium")
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
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
            old = page.get_attribute("#pages img", "data-version")
            began = time.monotonic()
            path.write_text(text.replace("## ", f"试验第{number}次，加进一段。\n\n## ", 1), "utf-8")
            page.wait_for_selector(f"#pages img[data-version]:not([data-version='{old}'])")
            times.append(time.monotonic() - began)
            parts.append(page.evaluate("window.parts[window.parts.length - 1][1]"))
            time.sleep(1)
        browser.close()
    print(f"edit to page, {edits} edits: median {statistics.median(times):.2f} s, "
          f"worst {max(times):.2f} s")  # fmt: skip
    names = {name: statistics.median(one.get(name, 0) for one in parts) for name in parts[-1]}
    names["watch, send, fetch, paint"] = statistics.median(times) - sum(names.values())
    print(json.dumps({name: round(seconds, 3) for name, seconds in names.items()}))


if __name__ == "__main__":
    arguments = [int(number) for number in sys.argv[1:]]
    main(*(arguments + [130, 20][len(arguments) :]))
