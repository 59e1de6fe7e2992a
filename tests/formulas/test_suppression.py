"""What is hidden of the answers of a few people can not be worked out from what is shown."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from formulas import suppression
from formulas.suppression import Group

FEWEST = 10
WHOLE = ("county", 1)


@st.composite
def counties(draw):
    """Villages with their post, station and town, and how many answered in each."""
    posts = draw(st.integers(1, 5))
    station_of = [draw(st.integers(1, 3)) for _post in range(posts)]
    villages = {}
    for number in range(draw(st.integers(1, 12))):
        post = draw(st.integers(0, posts - 1))
        villages[number] = {
            "post": post,
            "station": station_of[post],
            "town": draw(st.integers(1, 3)),
            "n": draw(st.one_of(st.just(0), st.integers(1, 9), st.integers(10, 40))),
        }
    return villages


def nodes_of(villages):
    """Node -> its villages."""
    found = {WHOLE: set(villages)}
    for key, one in villages.items():
        for level in ("post", "station", "town"):
            found.setdefault((level, one[level]), set()).add(key)
        found[("village", key)] = {key}
    return found


def groups_of(villages):
    found = []
    for upper, lower in (("station", "post"), ("post", "village"), ("town", "village")):
        parts = {}
        for key, one in villages.items():
            parts.setdefault((upper, one[upper]), set()).add(
                (lower, key if lower == "village" else one[lower])
            )
        found += [Group(whole, tuple(sorted(inside))) for whole, inside in parts.items()]
    for level in ("station", "town"):
        found.append(Group(WHOLE, tuple(sorted({(level, one[level]) for one in villages.values()}))))
    return found


def is_solved(rows, wanted):
    """By fractions, apart from the code: is ``wanted`` a combination of ``rows``?"""
    pivots = {}
    for row in [*rows, None]:
        left = dict.fromkeys(wanted if row is None else row, Fraction(1))
        while left:
            lead = min(left)
            if lead not in pivots:
                break
            factor = left[lead]
            left = {
                key: value
                for key in left.keys() | pivots[lead].keys()
                if (value := left.get(key, Fraction(0)) - factor * pivots[lead].get(key, Fraction(0)))
            }
        if row is None:
            return not left
        if left:
            lead = min(left)
            pivots[lead] = {key: value / left[lead] for key, value in left.items()}
    raise AssertionError


@settings(max_examples=200, deadline=None)
@given(counties())
def test_an_attacker_who_solves_all_equations_finds_nobody_below_ten(villages):
    nodes, groups = nodes_of(villages), groups_of(villages)
    answers = {node: sum(villages[key]["n"] for key in inside) for node, inside in nodes.items()}
    hidden = suppression.hidden(answers, groups, nodes, FEWEST)
    assert {node for node, n in answers.items() if 0 < n < FEWEST} <= hidden
    some = {key for key, one in villages.items() if one["n"]}
    shown = [nodes[node] & some for node, n in answers.items() if n and node not in hidden]
    for node in hidden:
        assert not is_solved(shown, nodes[node] & some), node
    for group in groups:  # hidden parts of a shown place are never few together
        inside = [answers[node] for node in group.parts if node in hidden]
        if inside and answers[group.whole] and group.whole not in hidden:
            assert len(inside) >= 2 and sum(inside) >= FEWEST


def test_one_hidden_village_takes_the_next_smallest_along():
    """Post 38/39 less its other villages 29/30 gave the hidden one, 9 of 9."""
    villages = {number: {"post": 1, "station": 1, "town": 1, "n": n} for number, n in enumerate((9, 12, 18))}
    nodes = nodes_of(villages)
    answers = {node: sum(villages[key]["n"] for key in inside) for node, inside in nodes.items()}
    assert suppression.hidden(answers, groups_of(villages), nodes, FEWEST) == {("village", 0), ("village", 1)}


def test_a_village_that_is_all_of_its_post_hides_the_post():
    villages = {
        0: {"post": 1, "station": 1, "town": 1, "n": 4},
        1: {"post": 2, "station": 1, "town": 1, "n": 30},
        2: {"post": 2, "station": 1, "town": 1, "n": 20},
    }
    nodes = nodes_of(villages)
    answers = {node: sum(villages[key]["n"] for key in inside) for node, inside in nodes.items()}
    hidden = suppression.hidden(answers, groups_of(villages), nodes, FEWEST)
    assert ("post", 1) in hidden and WHOLE not in hidden
    assert all(node in hidden for node in (("village", 0), ("post", 2)))


def test_what_was_hidden_in_a_month_is_hidden_in_the_year():
    villages = {number: {"post": 1, "station": 1, "town": 1, "n": 40} for number in range(3)}
    nodes = nodes_of(villages)
    answers = {node: sum(villages[key]["n"] for key in inside) for node, inside in nodes.items()}
    hidden = suppression.hidden(answers, groups_of(villages), nodes, FEWEST, [("village", 2)])
    assert ("village", 2) in hidden and len(hidden) == 2


def test_nothing_is_hidden_where_enough_answer():
    for ns in combinations((10, 15, 30, 0), 3):
        villages = {number: {"post": 1, "station": 1, "town": 1, "n": n} for number, n in enumerate(ns)}
        nodes = nodes_of(villages)
        answers = {node: sum(villages[key]["n"] for key in inside) for node, inside in nodes.items()}
        assert suppression.hidden(answers, groups_of(villages), nodes, FEWEST) == set()
