"""Where a text has the name of its own house with a character wrong, lost, put in or turned round.

Enters: a text and the name. Leaves: where something stands that is the name but for one character. Half of
the name stands unharmed then, so only what begins or ends as the name does is looked at.
"""

import re
from collections.abc import Iterator

from casebook.proof.name_slips import difference, told_apart

_SHORTEST = 6
"""Characters of a name of which one may be a slip; shorter ones have too many neighbours."""
_LEFT_OUT = frozenset("省市县区")
"""What is left out of names in running text."""
_BEHIND = frozenset("的和与及在是为被把将对向从由以等了")
"""What stands behind a name and is no part of it."""


def slips(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where `text` has `name` but for one character."""
    if len(name) < _SHORTEST:
        return
    half = (len(name) + 1) // 2
    right = [match.span() for match in re.finditer(re.escape(name), text)]
    seen: set[int] = set()
    for start, end in _windows(text, name, name[:half], name[-half:]):
        inside = any(first < end and start < last for first, last in right)
        if not inside and start not in seen and _is_slip(text[start:end], name):
            seen.add(start)
            yield start, end


def _windows(text: str, name: str, head: str, tail: str) -> Iterator[tuple[int, int]]:
    """Yield what begins or ends as the name does and is as long as it, or a character more or less."""
    for match in re.finditer(re.escape(head), text):
        for many in (len(name), len(name) - 1, len(name) + 1):
            if match.start() + many <= len(text):
                yield match.start(), match.start() + many
    for match in re.finditer(re.escape(tail), text):
        for many in (len(name), len(name) - 1, len(name) + 1):
            if match.end() - many >= 0:
                yield match.end() - many, match.end()


def _is_slip(form: str, name: str) -> bool:
    """Whether a form is the name with a slip in it: not a name cut short, or with what stands beside
    it, nor the name of a sister house."""
    off = difference(form, name)
    if off is None or not re.fullmatch("[\u4e00-\u9fff]+", form) or told_apart(form, name):
        return False
    if form[0] != name[0] or form[-1] != name[-1]:
        return False
    a, b = off
    return not ({a, b} - {""}) & (_LEFT_OUT | _BEHIND) or (bool(a and b) and b in "和与及")
