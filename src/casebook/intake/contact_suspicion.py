"""Suspect a printed text of holding contact details, soon: what a draft is looked through for.

The rules that know are loaded only for a text that holds what looks like one.
"""

import re

from casebook.book import Section

_MAY_HOLD = re.compile(
    r"\d(?:[ \-.·()（）]?\d){5}|[@＠]|[(（\[]at[)）\]]|[#＃]\w+[.．]c"
    r"|[QＱ]{2}.{0,12}\d{5}|微\s*信.{0,12}[a-z][\w\-]{4}",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_READ_ATTRIBUTE = re.compile(r" (?:alt|title|href)=\"([^\"]*)\"")
_NEAR = 80
"""Characters round a number in which all that says what it is stands."""


def may_hold_contacts(markup: str) -> bool:
    """Whether a text with markup in it holds what looks like a contact detail: soon known.

    Tags may part the digits of a number, or two numbers; of attributes those that are read count.
    """
    read = " ".join(_READ_ATTRIBUTE.findall(markup))
    joined = f"{_TAG.sub('', markup)} {read}"
    if not _MAY_HOLD.search(joined):
        return False
    from casebook.intake.contact_details import FOLD, contacts_in  # lazy: a draft seldom needs them

    for text in (joined, f"{_TAG.sub(' ', markup)} {read}"):
        bare = text.translate(FOLD)
        for match in _MAY_HOLD.finditer(bare):
            if any(contacts_in(bare[max(0, match.start() - _NEAR) : match.end() + _NEAR])):
                return True
    return False


def printed_text(section: Section) -> str:
    """Return the markup and the facts that a section prints."""
    case = section.case
    facts = (
        (case.title, case.organisation, case.short_title, case.contributors, case.summary)
        if case
        else ()
    )
    return f"{section.body or ''}{case.body or '' if case else ''}{facts}"
