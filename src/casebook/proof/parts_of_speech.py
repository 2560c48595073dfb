"""Which words are verbs, and which tell how something is: the list `parts_of_speech.tsv`, read here alone."""

from functools import cache

from casebook.proof.lists import DATA

_VERBS, _MODIFIERS = "动词", "修饰语"
"""The words by which the lines of the list begin."""


def verbs() -> frozenset[str]:
    """Return the words that tell what is done."""
    return _words(_VERBS)


def modifiers() -> frozenset[str]:
    """Return the words that tell how something is, or how it is done: adjectives and adverbs."""
    return _words(_MODIFIERS)


@cache
def _words(part: str) -> frozenset[str]:
    """Return the words of the line that begins by the name of a part of speech."""
    lines = (DATA / "parts_of_speech.tsv").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if not line.startswith("#"))
    return frozenset(word for name, _, own in rows if name == part for word in own.split())
