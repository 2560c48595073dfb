"""Whatever is edited, a build that uses what was kept makes and says what a clean one does.

`make fuzz` takes 200 steps.
"""

from pathlib import Path

from fuzz_edits import beside, steps


def test_edits_at_random_make_the_book_a_clean_build_makes(tmp_path: Path) -> None:
    with beside() as pool:
        for said, kept, anew in steps(tmp_path / "book", 7, 8, pool):
            assert kept == anew, said
