"""A browser that has crashed is started again, and the test it was in is run again."""

from typing import Any

_RUNS: list[Any] = []


def test_a_test_whose_browser_has_gone_is_run_again(page: Any) -> None:
    _RUNS.append(page)
    if len(_RUNS) == 1:
        page.context.browser.close()
    page.set_content("<title>甲</title>")
    assert page.title() == "甲"


def test_the_next_has_a_browser(page: Any) -> None:
    assert len(_RUNS) == 2
    page.set_content("<title>乙</title>")
    assert page.title() == "乙"
