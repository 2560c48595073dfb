"""What stands at the two ends of a line: marks trimmed to their ink, blanks kept, marks that hang.

A full-width mark is half an em of ink, and its blank half is a gap beside it (`gaps`). A line runs
from the ink of its first mark to the ink of its last: a full stop at the end of a line and a bracket
at its start are trimmed, since gaps count only between characters (R12, R13). Here is what a style
sheet may ask otherwise, by `text-spacing-trim` and `hanging-punctuation` (R14).
"""

from typing import Final

from . import gaps
from .paragraph import Paragraph
from .settings import Settings

_HANGING: Final = "，。、．"


def trimmed(settings: Settings) -> bool:
    """Say whether all lines run from ink to ink: nothing is asked otherwise."""
    return settings.start == "trim" and settings.end == "trim" and not settings.hang


def start(paragraph: Paragraph, settings: Settings, first: int) -> float:
    """Return the blank that stands before the character `first` of a line; a mark that hangs takes
    less than none."""
    letter = paragraph.letters[first]
    if "first" in settings.hang and first == 0 and letter == "O":
        return -paragraph.widths[first]
    if settings.start == "space" or (settings.start == "first" and first == 0):
        return gaps.blank_before(letter, settings) * paragraph.span_at(first).em
    return 0.0


def end(paragraph: Paragraph, settings: Settings, last: int) -> tuple[float, float]:
    """Return by how much a line that ends with the character `last` is wider than its ink, and how
    much of that it may give up where it is too full."""
    hangs, width = paragraph.text[last] in _HANGING, paragraph.widths[last]
    if hangs and "force-end" in settings.hang:
        return -width, 0.0
    if hangs and "allow-end" in settings.hang:
        return 0.0, width
    blank = gaps.blank_after(paragraph.letters[last], settings) * paragraph.span_at(last).em
    if settings.end == "space":
        return blank, 0.0
    return (blank, blank) if settings.end == "allow" else (0.0, 0.0)
