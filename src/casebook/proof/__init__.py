"""Read the book as a proofreader does: errata and queries, and nothing changed but on request.

Enters: the book's folder, and the issued PDF where there is one. Leaves: errata, in the order of
the book. The rules stand in `rules` by subject; a rule is a function, its name the fault, its
docstring the catalogue entry. Stets are taken out here; reports, repairs, decisions and the error
rate are made from what remains.

    segmentation       the texts taken apart into typed blocks (blocks, source_map)
    examination        the book read: a `Proof` (kept_reading: known as long as nothing of it changes;
                       private_details: read for contact details alone)
    rules              the rules, by subject (rule_runner: what each is given; lists: what some read;
                       texts_alone: each text by itself; shared_reading: with processes that help)
    spelling           wrong characters, by language models and a checker of the user's
                       (list_forms: what the lists are for, and their columns)
    findings           what a rule says (findings_cache: kept by text; text_facts: what rules gather
                       from each text to compare; quantities: figures as numbers;
                       particle_slips: 的, 地, 得 by the words beside them; parts_of_speech)
    kept_answers       what was found, suspected or read, kept from one run to the next
    page_rules         the rules about pages, on what issued files show (printed, page_texts)
    stets              what the editor let stand; decisions: what was decided, in a sheet (decision_lists:
                       both as lists in files; reanchoring: findings known again after an edit;
                       text_positions: by where they stood)
    settling           an erratum repaired, let stand or asked about, one by one (settling_refusals: why
                       not; award_titles: words that are never changed)
    fixing             safe repairs (repairlog: each logged; likeness: nothing else is changed;
                       confirmed_errors: those made by hand count in the error rate)
    name_index         people, organisations, places, projects and brands, with all their places
                       (person_names: the form of a name; name_slips: which may be a slip of which;
                       local_names: houses and places that no gazetteer knows; own_name: that of
                       the house whose text it is; house_variants: those a word off in one text)
    repetition         passages that stand in the book twice
    house_style        how texts differ in custom; rate: the error rate; standard_characters
    ranking            the heaviest first; groups by text, rule, weight (line_pictures: as printed)
    reports            JSON, SARIF, Excel, pages, questions to organisations (report_files: which, where
                       to; rule_entries: a rule explained)
    mending            repairs and decisions as deeds of the editor's, put down in the journal

Whoever imports this package loads none of it; its names are those of the modules below, and rules
are loaded when a text is read for the first time.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.proof.examination import BASELINE, Proof, examine, proofread, read
    from casebook.proof.mending import decide, fix
    from casebook.proof.private_details import private
    from casebook.proof.ranking import VIEWS
    from casebook.proof.report_files import FORMS, form_of, grouped, report, write, write_names
    from casebook.proof.rule_entries import explain

__all__ = [
    "BASELINE",
    "FORMS",
    "VIEWS",
    "Proof",
    "decide",
    "examine",
    "explain",
    "fix",
    "form_of",
    "grouped",
    "private",
    "proofread",
    "read",
    "report",
    "write",
    "write_names",
]  # fmt: skip

_HOMES = {
    "examination": "BASELINE Proof examine proofread read",
    "mending": "decide fix",
    "private_details": "private",
    "ranking": "VIEWS",
    "report_files": "FORMS form_of grouped report write write_names",
    "rule_entries": "explain",
}
"""The module that each name comes from; it is loaded when the name is used."""


def __getattr__(name: str) -> object:
    home = next((home for home, names in _HOMES.items() if name in names.split()), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
