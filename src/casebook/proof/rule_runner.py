"""The registry of rules, and the reader that puts before each rule what it reads.

A rule is a function. Its name, with hyphens, is the rule's name; its docstring is the catalogue
entry: the fault, why it is one, wrong → right, the clause, and the same in Chinese. The type of
its parameter says what it reads: a kind of `Block` (or several), a `Piece`, a `Source`, the
`Volume`, or the `Issued` files. There is no list of rules by hand.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pkgutil import iter_modules
from types import UnionType
from typing import get_args, get_type_hints

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.pattern_cache import kept_patterns
from casebook.proof.blocks import AwardEntry, Block, Piece, Source, Volume, masked
from casebook.proof.findings import Finding, Spot, finding, fingerprinted

Reads = Callable[..., Iterator[Spot]]


@dataclass(frozen=True)
class Rule:
    """A rule: its function, its code for ever, how certain it is, its class in the error count."""

    name: str
    code: str
    kind: Kind
    weight: str
    function: Reads
    reads: tuple[type, ...]

    @property
    def entry(self) -> str:
        """The catalogue entry as written."""
        return inspect.getdoc(self.function) or ""

    @property
    def clause(self) -> str:
        """The clause of the standard, or nothing."""
        match = re.search(r"^Clause: (.+)$", self.entry, re.MULTILINE)
        return match[1].rstrip(".") if match else ""

    @property
    def title(self) -> Wording:
        """The fault in one line, in both languages."""
        chinese = re.search(r"^中文：(.+?)。", self.entry, re.MULTILINE)
        return Wording(chinese[1] if chinese else self.name, self.entry.split("\n")[0].rstrip("."))

    @property
    def example(self) -> Wording:
        """Wrong → right: the indented lines of the entry; one text where no line is Chinese alone."""
        block = next((part for part in self.entry.split("\n\n") if _is_example(part)), "")
        lines = [line[4:] for line in block.split("\n")]
        chinese = [line.removeprefix("中文：") for line in lines if line.startswith("中文：")]
        english = [line for line in lines if not line.startswith("中文：")]
        return Wording("\n".join(chinese or english), "\n".join(english))

    @property
    def text(self) -> Wording:
        """The entry without example and clause, its paragraphs parted by a blank line."""
        parts = [part.split("\n") for part in self.entry.split("\n\n") if not _is_example(part)]
        lines = [line for part in parts for line in part if line.startswith("中文：")]
        english = [
            [line for line in part if not line.startswith(("中文：", "Clause: "))] for part in parts
        ]
        return Wording(
            "\n\n".join(line.removeprefix("中文：") for line in lines),
            "\n\n".join("\n".join(part) for part in english if part),
        )


def _is_example(part: str) -> bool:
    return part.startswith("    ") and "→" in part


_RULES: dict[str, Rule] = {}
"""The rules of the modules that are loaded, by name."""
_LOADED: set[str] = set()
"""The modules of `rules` that are loaded; "" where all are."""
PATTERNS = "rules"
"""Under what name the patterns of the rules are kept compiled."""
_OF_BLOCKS: dict[tuple[type[Block], frozenset[str]], tuple[Rule, ...]] = {}
"""Which rules read blocks of a kind: asked of every block of a book."""


def load(subject: str = "") -> None:
    """Load the rules of one module of `rules`, or of all of them; those that are loaded stay so."""
    if subject in _LOADED:
        return
    from casebook.proof import rules  # lazy: a text that was read before asks for none

    subjects = (subject,) if subject else [module.name for module in iter_modules(rules.__path__)]
    with kept_patterns(PATTERNS):
        for name in subjects:
            importlib.import_module(f"{rules.__name__}.{name}")
    _LOADED.update(("", *subjects) if not subject else subjects)


def registry() -> Mapping[str, Rule]:
    """Return all rules by name."""
    load()
    return _RULES


def rule(code: str, kind: Kind, weight: str = "") -> Callable[[Reads], Reads]:
    """Register a function as the rule `code` of certainty `kind`; `weight` names its class."""

    def register(function: Reads) -> Reads:
        name = function.__name__.replace("_", "-")
        hints = get_type_hints(function)
        read = hints[next(iter(inspect.signature(function).parameters))]
        reads = get_args(read) if isinstance(read, UnionType) else (read,)
        known = {known_rule.code for known_rule in _RULES.values()}
        assert name not in _RULES, name
        assert code not in known, code
        assert function.__doc__, name
        _RULES[name] = Rule(name, code, kind, weight, function, reads)
        _OF_BLOCKS.clear()
        return function

    return register


def find(volume: Volume, alone: Iterable[Finding] | None = None) -> tuple[Finding, ...]:
    """Return what the rules find in the texts of `volume`, in printed order.

    `alone` is what they find in each text by itself; without it the texts are read here.
    """
    load()
    findings: list[Finding] = []
    for checker in _reading(Volume):
        findings.extend(_findings(checker, checker.function(volume)))
    pieces = (volume.awards, *volume.pieces)
    if alone is None:
        alone = (result for piece in pieces for result in in_piece(piece))
    findings.extend(alone)
    return tuple(fingerprinted(_sorted(findings, volume)))


def in_piece(piece: Piece, names: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Yield what the rules (those of these `names`, or all) find in one text alone."""
    if not names <= _RULES.keys() or not names:
        load()
    if piece.id != "awards":
        for checker in _reading(Source, names):
            yield from _findings(checker, checker.function(piece.source))
        for checker in _reading(Piece, names):
            yield from _findings(checker, checker.function(piece))
    for block in map(masked, piece.blocks):
        if isinstance(block, AwardEntry):
            continue
        for checker in _reading_blocks(type(block), names):
            for spot in checker.function(block):
                if not _in_code(spot):
                    yield _finding(checker, spot)


def read(kind: type, subject: object) -> tuple[Finding, ...]:
    """Return what the rules that read a `kind` find in `subject`."""
    load()
    return tuple(
        fingerprinted(
            result
            for checker in _reading(kind)
            for result in _findings(checker, checker.function(subject))
        )
    )


def _called(names: frozenset[str]) -> list[Rule]:
    return [checker for checker in _RULES.values() if not names or checker.name in names]


def _reading(kind: type, names: frozenset[str] = frozenset()) -> list[Rule]:
    return [checker for checker in _called(names) if checker.reads[0] is kind]


def _reading_blocks(kind: type[Block], names: frozenset[str]) -> tuple[Rule, ...]:
    """Return the rules (those of these `names`, or all) that read blocks of a `kind`."""
    key = (kind, names)
    if key not in _OF_BLOCKS:
        _OF_BLOCKS[key] = tuple(c for c in _called(names) if issubclass(kind, c.reads))
    return _OF_BLOCKS[key]


def _findings(checker: Rule, spots: Iterator[Spot]) -> Iterator[Finding]:
    for spot in spots:
        if not _in_code(spot):
            yield _finding(checker, spot)


def _in_code(spot: Spot) -> bool:
    return spot.block is not None and spot.block.literal(spot.start, spot.end)


def _finding(checker: Rule, spot: Spot) -> Finding:
    return finding(spot, checker.name, checker.code, checker.kind, checker.clause, checker.weight)


def _sorted(findings: list[Finding], volume: Volume) -> list[Finding]:
    """Sort by piece in printed order, then by place; no order depends on names of files."""
    order = {piece.path: at for at, piece in enumerate((volume.awards, *volume.pieces))}

    def key(erratum: Erratum) -> tuple[int, str, int, int, str]:
        place: Place = erratum.place
        return (
            order.get(place.path, -1),
            place.path,
            place.line or 0,
            place.column or 0,
            erratum.rule,
        )

    return sorted(findings, key=key)
