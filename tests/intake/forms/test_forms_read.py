"""Application forms as they are sent: each is read, and every word of it is where it belongs."""

from pathlib import PurePosixPath

import application_forms
import forms_asked
import forms_sent
import forms_trades
import pytest
from parcel_truth import Form

from casebook.intake.filing.award_choice import signed
from casebook.intake.structure.draft import Draft
from casebook.intake.structure.manuscript_reader import read

MAKERS = (
    *application_forms.MAKERS, *forms_trades.MAKERS, *forms_sent.MAKERS, *forms_asked.MAKERS,
)  # fmt: skip
FORMS = tuple(
    made for maker in MAKERS if maker.__name__ != "old_word" and (made := maker()) is not None
)


def _plain(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in "*\\")


def _draft(form: Form) -> Draft:
    draft = read(form.data, form.name, PurePosixPath(form.name).stem).draft
    return signed(draft, [form.award])


def _public(draft: Draft) -> str:
    """Return all of a manuscript that stands in its case, in its log or in a report."""
    said = "".join(item.label + item.value for item in draft.form)
    people = "".join(person.name for person in draft.contributors)
    facts = (draft.title.text, draft.organisation.text, draft.category, draft.summary, said, people)
    messages = (erratum.quote + erratum.message.zh for erratum in draft.errata)
    return _plain("".join((draft.body, *facts, *draft.opening, *draft.cut, *messages)))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_what_a_form_says_becomes_the_fields_of_its_case(form: Form) -> None:
    draft = _draft(form)
    assert (draft.organisation.text, _plain(draft.title.text)) == (form.unit, _plain(form.title))
    assert not form.category or draft.category == form.category
    assert set(form.credits) <= {person.name for person in draft.contributors}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_the_text_of_a_form_is_whole_and_nothing_but_text(form: Form) -> None:
    draft = _draft(form)
    text = _plain(draft.body)
    assert not [sentence for sentence in form.sentences if _plain(sentence) not in text]
    assert not [item for item in form.apart if _plain(item) in text]
    assert all(_plain(sentence) in text + _plain(draft.summary) for sentence in form.kept)
    heads = [line for line in draft.body.split("\n") if line.startswith("#")]
    assert not [name for name in form.headings if not any(name in line for line in heads)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_people_to_contact_are_in_the_private_file_alone(form: Form) -> None:
    public = _public(_draft(form))
    assert not [
        detail
        for detail in form.private
        if _plain(detail) in public and detail not in form.reported
    ]
