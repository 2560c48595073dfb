"""What all tests share: CI draws the same examples each time, a developer new ones.

Tests that lay out books, open a browser, start processes or try hundreds of texts are slow;
`make check` leaves them out.
A module that holds such tests stands in `SLOW`, a single test bears the mark itself.
"""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

SLOW = frozenset(
    "composition/test_properties composition/test_engine composition/test_editor composition/test_numbered_rules "
    "desk/test_api desk/test_day desk/test_guard desk/test_layout_answers desk/test_live_book desk/test_page_marks desk/test_screens desk/test_pages_shown "
    "editions/epub/test_checks editions/epub/test_completeness editions/epub/test_issue editions/epub/test_epub_pictures editions/epub/test_epub_cover editions/epub/test_metadata editions/epub/test_navigation editions/epub/test_notes editions/epub/test_read_back editions/epub/test_nesting editions/epub/test_epub_styles editions/epub/test_galley_xml "
    "press/test_binding press/test_dask test_import_cache weasy/test_kept_blocks weasy/test_upstream weasy/test_changes press/test_scheduler press/test_offprints press/test_workers "
    "press/test_page_starts press/test_revised_sections press/test_placement press/test_embedded_pictures press/test_quires press/test_volume press/test_heads_and_folios "
    "proof/spelling/test_model_store proof/spelling/test_book_spelling proof/spelling/test_neural_checker "
    "test_start_up test_limits test_doctor test_conservation composition/test_tokens press/test_designed_pages "
    "manual/test_reference_pages test_gate proof/test_page_rules proof/test_rate proof/test_seeds "
    "rounds/test_page_to_text rounds/test_round_marks rounds/test_rounds_kept intake/formats/word/test_office_package intake/formats/test_office "
    "notice/test_nothing_lost weasy/test_shared_styles proof/test_clean proof/test_planted "
    "press/test_dependencies weasy/test_footnotes press/test_fitting press/test_random_edits "
    "pagination/test_composed_pages pagination/test_page_breaks press/test_fonts test_broken_off test_torture test_issuing "
    "test_book test_history test_legibility test_walks test_losses test_cli "
    "editions/prepress/test_press_edition editions/prepress/test_archive_edition editions/prepress/test_x4_rules "
    "editions/prepress/test_strange_layouts press/test_font_weights "
    "errata/test_rules proof/test_kept_reading proof/test_shared_reading desk/test_more_attacks desk/test_attacks_on_writing desk/test_crashed_browser "
    "desk/test_form_pages desk/test_settling_answers weasy/test_contract composition/test_tables "
    "composition/test_shaping press/test_sheet_checks editions/prepress/test_overprinted_words "
    "intake/test_adoption intake/forms/test_forms_read intake/manuscript/test_yaml_editing "
    "intake/manuscript/test_yaml_file intake/filing/test_inbox intake/photos/test_photo_joining "
    "intake/specimen/test_consignment intake/structure/test_form_division notice/test_notice_files "
    "notice/test_mutations notice/test_seed notice/test_variants notice/test_shapes "
    "journal/test_kept_contents proof/rules/test_large_texts proof/test_settling "
    "proof/reports/test_reports proof/spelling/test_speller test_notice_summary "
    "intake/matching/test_match intake/specimen/test_specimen".split()
)
ROOT = Path(__file__).parent
os.environ["CASEBOOK_LANGUAGE"] = "none"  # a test that looks for wrong characters brings its model
gc.set_threshold(50_000, 20, 20)  # a fifth of the time went into looking for garbage
os.fsync = os.fstat  # type: ignore[assignment]  # no test waits for the disk; `disk.py` counts


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(ROOT).with_suffix("").as_posix() in SLOW:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    gc.freeze()  # modules and tests stay to the end: the collector need not look at them


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if nextitem is not None and nextitem.path != item.path and item.get_closest_marker("slow"):
        gc.collect()  # laid-out pages hold each other, and are large


def pytest_sessionstart() -> None:
    assert all((ROOT / f"{name}.py").is_file() for name in SLOW), "a slow module has another name"


settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
