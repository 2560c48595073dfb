"""What the walk through one Word file shares: its parts, its ledger, what became of its media.

Everything the editor is to be told is counted here and worded once, at the end.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from casebook.errata import Erratum, StopPress, Wording
from casebook.intake.formats.rich import Media
from casebook.intake.formats.word import faults
from casebook.intake.formats.word.element_names import attribute, kind
from casebook.intake.formats.word.office_package import Package, Relation
from casebook.intake.formats.word.paragraph_numbers import Numbering
from casebook.intake.formats.word.text_ledger import Ledger
from casebook.intake.formats.word.word_styles import Styles

ALL_PICTURES = 200_000_000
"""Bytes of pictures in one manuscript."""
LONGEST_QUOTE = 200

_REFERENCES = ("r:embed", "r:id", "r:link", "r:pict", "r:href")


@dataclass
class Bench:
    """The shared state of a walk. `media` tells of each media part what became of it."""

    package: Package
    ledger: Ledger = field(default_factory=Ledger)
    pictures: dict[str, Media] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    quotes: dict[str, str] = field(default_factory=dict)
    called: dict[str, None] = field(default_factory=dict)
    told: list[Erratum] = field(default_factory=list)

    @cached_property
    def styles(self) -> Styles:
        """The styles of the main part."""
        return Styles(self._beside("styles"))

    @cached_property
    def numbering(self) -> Numbering:
        """The numbering of the main part."""
        return Numbering(self._beside("numbering"), self.styles)

    def _beside(self, what: str) -> etree._Element | None:
        part = self.related(what)
        return self.package.tree(part) if part else None

    def related(self, what: str) -> str | None:
        """Return the part of kind `what` that the main part names, or None."""
        relations = self.package.relations(self.package.main).values()
        return next((one.target for one in relations if one.kind == what), None)

    def relation(self, part: str, node: etree._Element, name: str = "r:id") -> Relation | None:
        """Return the relation of `part` that the attribute `name` of `node` names."""
        return self.package.relations(part).get(attribute(node, name) or "")

    def count(self, what: str, quote: str = "") -> None:
        """Count something the editor will be told of, with the first words of it."""
        self.seen[what] += 1
        if quote.strip() and len(self.quotes.get(what, "")) < LONGEST_QUOTE:
            self.quotes[what] = f"{self.quotes[what]} / {quote}" if what in self.quotes else quote

    def picture(self, part: str) -> str | None:
        """Return the key under which the picture `part` is kept, or None when it is not there."""
        package = self.package
        if part not in package:
            self.count("lost-picture", part)
            return None
        if part not in self.pictures:
            held = sum(len(one.data) for one in self.pictures.values())
            if held + package.size(part) > ALL_PICTURES:
                raise StopPress([faults.too_large(package.name, part, held + package.size(part))])
            self.pictures[part] = Media(part.rpartition("/")[2], package.data(part))
        self.media[part] = "placed"
        return part

    def set_aside(self, root: etree._Element, reason: Wording, part: str) -> str:
        """Set aside all text and all media below `root`."""
        relations = self.package.relations(part)
        for node in root.iter():
            for name in _REFERENCES if len(node.attrib) else ():
                found = relations.get(attribute(node, name) or "")
                if found and not found.outside:
                    self.media.setdefault(found.target, reason.zh)
            if kind(node) in ("w:footnoteReference", "w:endnoteReference"):
                self.count("set-aside-call")
        return self.ledger.set_aside(root, reason, part)
