"""Know words in traditional characters too: fold them to simplified ones, one for one, or match both.

A folded text has the length of the text, so that a place in the one is a place in the other. It is
for comparing only: what is printed stays as it was written. The table has a module of its own, because
the notice asks it for its lexicon and nothing else of this package.
"""

from functools import cache
from importlib.resources import files


@cache
def _pairs() -> tuple[str, str]:
    text = files("casebook.intake").joinpath("data/traditional.tsv").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if not line.startswith("#"))
    traditional, simple = line.split("\t")
    return traditional, simple


@cache
def _folded() -> dict[int, int]:
    return str.maketrans(*_pairs())


@cache
def _forms() -> dict[str, str]:
    """The traditional forms of a simplified character, the usual one first."""
    forms: dict[str, str] = {}
    for form, simple in zip(*_pairs(), strict=True):
        forms[simple] = forms.get(simple, "") + form
    return forms


def simplified(text: str) -> str:
    """Return `text` with traditional characters folded; as long as `text`."""
    return text.translate(_folded())


def twin(word: str) -> str:
    """Return `word` in traditional characters, in their usual forms."""
    return "".join(_forms().get(char, char)[0] for char in word)


def either(pattern: str) -> str:
    """Return a regular expression in which every simplified character matches its forms too."""
    made, inside, escaped = "", False, False
    for char in pattern:
        forms = "" if escaped else _forms().get(char, "")
        if not escaped:
            inside = char == "[" or (inside and char != "]")
        escaped = char == "\\" and not escaped
        made += char + forms if inside or not forms else f"[{char}{forms}]"
    return made
