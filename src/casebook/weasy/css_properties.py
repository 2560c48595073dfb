"""Teach WeasyPrint a CSS property that it does not know."""

from collections.abc import Callable

from casebook.weasy.changes import Record
from casebook.weasy.weasyprint_types import Tokens, Value


def teach(
    record: Record,
    name: str,
    initial: Value,
    validate: Callable[[Tokens], Value],
    *,
    inherited: bool = False,
    length_of_block: bool = False,
    of_block: bool = False,
) -> None:
    """Teach WeasyPrint the property `name`; computed styles have it under its name with `_`.

    `validate` takes the tokens of a declaration and returns their value; it returns None or raises
    `InvalidValues` for a wrong one. A value `of_block` a table hands to its wrapper; that of a
    `length_of_block` is besides a `Dimension`, which is computed to pixels.
    """
    from weasyprint.css import properties  # lazy: loads WeasyPrint
    from weasyprint.css.computed_values import COMPUTER_FUNCTIONS  # lazy: loads WeasyPrint
    from weasyprint.css.validation.properties import PROPERTIES  # lazy: loads WeasyPrint

    def checked(tokens: Tokens) -> Value:
        return validate(tokens)

    checked.wants_base_url = False  # type: ignore[attr-defined]
    key = name.replace("-", "_")
    record.entry(properties.INITIAL_VALUES, key, initial)
    record.member(properties.KNOWN_PROPERTIES, name)
    record.entry(PROPERTIES, name, checked)
    if inherited:
        record.member(properties.INHERITED, key)
    if length_of_block or of_block:
        record.member(properties.TABLE_WRAPPER_BOX_PROPERTIES, key)
    if length_of_block:
        record.entry(COMPUTER_FUNCTIONS, key, COMPUTER_FUNCTIONS["text_indent"])


def hand_to_wrapper(record: Record, name: str) -> None:
    """Have a table hand a property that WeasyPrint knows to its wrapper, the block in the flow."""
    from weasyprint.css import properties  # lazy: loads WeasyPrint

    record.member(properties.TABLE_WRAPPER_BOX_PROPERTIES, name.replace("-", "_"))


def teach_values(record: Record, name: str, words: tuple[str, ...]) -> None:
    """Teach WeasyPrint further keywords of a property that it knows."""
    from weasyprint.css.validation.properties import PROPERTIES  # lazy: loads WeasyPrint

    given = PROPERTIES[name]

    def checked(tokens: Tokens) -> Value:
        word = single_word(tokens)
        return word if word in words else given(tokens)

    checked.wants_base_url = given.wants_base_url  # type: ignore[attr-defined]
    record.entry(PROPERTIES, name, checked)


def single_word(tokens: Tokens) -> str | None:
    """Return the only keyword of a declaration, in lower case; None where it is something else."""
    alone = len(tokens) == 1 and tokens[0].type == "ident"
    return str(tokens[0].lower_value) if alone else None


def single_number(tokens: Tokens, kind: str) -> float | None:
    """Return the only number of a declaration, of this `kind` of token; None for anything else."""
    alone = len(tokens) == 1 and tokens[0].type == kind
    return float(tokens[0].value) if alone else None
