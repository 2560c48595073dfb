"""Every view of the desk by axe-core: no violation, on three screens, light and dark."""

from pathlib import Path
from typing import Any

import pytest

from desk.test_screens import SIZES, VIEWS, at_work

__all__ = ["at_work"]
AXE = Path(__file__).with_name("axe.min.js").read_text("utf-8")
LOOK = """async dark => {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(" | ")}`);
}"""


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_view_shuts_anybody_out(at_work: str, page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wrong = {}
    for view in VIEWS:
        page.goto(at_work + view)
        if view != "/start":
            page.wait_for_selector("#status.good")
        if view == "/case/1-1":
            page.wait_for_selector("#pages text", state="attached")
        page.evaluate(AXE)
        for dark in (False, True):
            violations = page.evaluate(LOOK, dark)
            if violations:
                wrong[f"{view} {'dark' if dark else 'light'}"] = violations
    assert wrong == {}
