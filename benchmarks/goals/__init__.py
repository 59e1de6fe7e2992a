"""What is promised. Each book of goals gives pairs to measure; ``pages`` also counts queries, ``plans`` what they read,
``policies`` also takes its ratios together."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from types import ModuleType

from benchmarks.cast import people
from benchmarks.goals import (
    crowd,
    figures,
    files,
    histories,
    lists,
    pages,
    plans,
    policies,
    searches,
    touches,
)
from benchmarks.pairs import Result, measure
from benchmarks.scales import Scale

BOOKS = {
    "figures": figures,
    "touches": touches,
    "histories": histories,
    "policies": policies,
    "lists": lists,
    "searches": searches,
    "files": files,
    "pages": pages,
    "crowd": crowd,
    "plans": plans,
}


PEERS = "peers"  # measured alone: what they need is installed for development only


def books(only: str) -> dict[str, ModuleType]:
    if only == PEERS:
        return {PEERS: import_module("benchmarks.goals.peers")}
    return BOOKS


def measured(scale: Scale, only: str = "", goal: str = "", rounds: int = 0) -> Iterator[Result]:
    """One after the other. ``only`` chooses a book by its name, ``goal`` the pairs with this word in their goal;
    ``rounds`` other than 0 are taken instead of those of each pair."""
    cast = people(scale)
    for name, book in books(only).items():
        if only in ("", name):
            results = []
            for pair in (one for one in book.pairs(cast) if goal in one.goal):
                is_promised = pair.is_judged and (scale.is_prefecture or not pair.at_prefecture)
                results.append(
                    replace(measure(replace(pair, rounds=rounds or pair.rounds)), is_promised=is_promised)
                )
                yield results[-1]
            if book is pages:
                yield from pages.counts(cast)
            if book in (crowd, plans):
                yield from book.results(cast)
            if book is policies and results:
                yield policies.together(results)
