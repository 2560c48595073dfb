"""The registry of rules, and the reader that puts each before what it reads.

What a rule reads is the type of its first parameter: `Book` once, `Case` for each case. Its name
is the function's, with hyphens. There is no list of rules by hand.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any, get_type_hints

from casebook.book import Book, Case
from casebook.errata import Erratum, Kind, Wording

Rule = Callable[[Any], Iterator[Erratum]]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Register a rule under its own name; the docstring is its catalogue entry."""
    name = function.__name__.replace("_", "-")
    assert name not in RULES, name
    assert function.__doc__, name
    RULES[name] = function
    return function


def find(book: Book) -> Iterator[Erratum]:
    """Yield what every rule finds in `book`, case by case in printed order."""
    by_type: dict[type, list[Rule]] = {Book: [], Case: []}
    for function in RULES.values():
        parameter = next(iter(inspect.signature(function).parameters))
        by_type[get_type_hints(function)[parameter]].append(function)
    for function in by_type[Book]:
        yield from function(book)
    for case in book.cases:
        for function in by_type[Case]:
            yield from function(case)


def overrule(book: Book, errata: Sequence[Erratum]) -> tuple[Erratum, ...]:
    """Take out what the editor let stand; a stet that matches nothing is an erratum."""
    kept = list(errata)
    for stet in book.stets:
        met = [
            e
            for e in kept
            if e.rule == stet.rule and e.place.path == stet.where and stet.quote in e.quote
        ]
        if met:
            kept = [e for e in kept if e not in met]
            continue
        kept.append(
            Erratum(
                "idle-stet",
                stet.place,
                Wording(
                    f"这条保留没有对应的差错：{stet.rule} {stet.where}",
                    f"this stet meets nothing: {stet.rule} {stet.where}",
                ),
                Wording(
                    "删去它，或改正 rule、where、quote。",
                    "Delete it, or correct rule, where, quote.",
                ),
                stet.quote,
                Kind.ERRATUM,
            )
        )
    return tuple(kept)
