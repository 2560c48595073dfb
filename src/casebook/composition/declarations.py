"""The properties of composition, known to WeasyPrint where it knows the others (see `settings`)."""

from collections.abc import Callable

from casebook.weasy.css_values import InvalidValues
from casebook.weasy.weasyprint_types import Function, Tokens, Value

from . import settings
from .faces import CUSTOM_KEYS, words


def validator(name: str) -> Callable[[Tokens], str]:
    """Return what checks the tokens of a declaration of the property `name`."""

    def validate(tokens: Tokens) -> str:
        words = tuple(token.lower_value for token in tokens if token.type == "ident")
        try:
            if len(words) != len(tokens):
                raise settings.UnknownValue(name)
            return settings.keywords(name, words)
        except settings.UnknownValue as error:
            raise InvalidValues("unknown value") from error

    return validate


def check_declaration(
    given: Function, tokens: Tokens, name: str, base_url: str | None = None, required: bool = False
) -> Value:
    """Check `--clreq-…` properties where WeasyPrint checks the others: WeasyPrint's hook."""
    result = given(tokens, name, base_url, required)
    if name.startswith("--clreq-"):
        if isinstance(result[0][1], list | tuple):
            try:
                settings.custom(name, words(tokens))
            except settings.UnknownValue as error:
                raise InvalidValues("unknown name or value") from error
        CUSTOM_KEYS.add(name.replace("-", "_"))
    return result
