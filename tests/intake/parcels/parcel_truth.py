"""What is true of an application form or a parcel: the measure against which it is received.

Truth is written by hand beside each specimen, never read out of a reader. All units, people and
figures are invented; telephone numbers, cards and addresses have the right form and reach nobody.
"""

from dataclasses import dataclass, field

from casebook.book import Award


@dataclass(frozen=True)
class Photo:
    """A picture: its bytes, and the sentence after whose paragraph it stands (empty: the end)."""

    data: bytes
    after: str = ""


@dataclass(frozen=True)
class Form:
    """An application form as it comes.

    `unit` and `title` are as the form states them, `award` is the entry of the notice it belongs
    to. `sentences` are the body in its order and `headings` the headings in it without their
    numbers. `credits` are those whom the case names, `private` what no edition may print.
    `apart` are words of the form that are no part of the text (opinions, instructions, labels).
    `kept` are sentences that belong to the entry but not to the body: an abstract; they must be
    in the case or in what is kept beside it. `photos` are pictures in the file. `reported` are contact
    details in the running text itself, which must be told and never taken out unasked.
    """

    key: str
    name: str
    data: bytes
    unit: str
    title: str
    award: Award
    sentences: tuple[str, ...]
    headings: tuple[str, ...] = ()
    category: str = ""
    credits: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    reported: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """What a case must hold when the parcel has been received.

    `award` is the id of the entry, or None for a manuscript that belongs nowhere. `sentences` are
    the winning text, `older` sentences that stand only in a version that must not win.
    """

    award: str | None
    sentences: tuple[str, ...]
    headings: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class Parcel:
    """A parcel as it comes, in one or more runs.

    `runs` are the runs in their order, each a mapping of a path (below the folder that is
    received) to bytes. `inside` are the files packed in containers, which must be kept too (the
    container itself, byte for byte, counts as keeping them). `residue` are the names of what
    computers leave behind. `notes` are words of notes that must be kept and never printed.
    """

    key: str
    runs: tuple[dict[str, bytes], ...]
    awards: tuple[Award, ...]
    texts: tuple[Text, ...]
    inside: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    residue: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    times: dict[str, float] = field(default_factory=dict)
