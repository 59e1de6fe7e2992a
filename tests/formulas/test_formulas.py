"""Formulas against values counted by hand or published."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulas.rates import Change, change_of_count, change_of_rate, ratio
from formulas.satisfaction import CREDITED, OUTSIDE, SUBSTANTIVE, satisfaction, shared_ranks, wilson
from indicators import sums

ANSWERS = dict.fromkeys((*SUBSTANTIVE, *OUTSIDE, "invited"), 0)


def answers(**counts: int) -> dict[str, int]:
    return ANSWERS | counts


def test_ratio_of_the_county():
    assert round(ratio(69, 74) * 100, 2) == Decimal("93.24")


def test_ratio_is_undefined_without_a_part_or_with_denominator_0():
    assert ratio(None, 74) is None
    assert ratio(3, None) is None
    assert ratio(3, 0) is None


def test_change_of_a_count_is_in_percent():
    found = change_of_count(23, 39)
    assert (found.kind, round(found.value, 1)) == ("percent", Decimal("-41.0"))


def test_change_on_base_0_is_the_plain_difference():
    assert change_of_count(3, 0) == Change("absolute", Decimal(3))


def test_change_of_a_rate_is_in_points_and_never_in_percent():
    found = change_of_rate(Decimal("0.9324"), Decimal("0.9000"))
    assert found == Change("points", Decimal("3.24"))


def test_change_with_a_missing_part_is_undefined():
    assert change_of_count(None, 3) is None
    assert change_of_count(3, None) is None
    assert change_of_rate(None, Decimal(1)) is None


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3
    [(81, 263, "0.2553", "0.3662"), (15, 148, "0.0624", "0.1605"), (0, 20, "0.0000", "0.1611"),
     (1, 29, "0.0061", "0.1718")],
)  # fmt: skip
def test_wilson_interval_as_published(successes, n, low, high):
    found = wilson(successes, n)
    assert [round(end, 4) for end in found] == [Decimal(low), Decimal(high)]


def test_wilson_of_nobody_is_undefined():
    assert wilson(0, 0) == (None, None)


def test_rate_a_leaves_unknown_and_refused_out_of_the_denominator():
    found = satisfaction(
        answers(
            very_satisfied=10, satisfied=6, basically=3, dissatisfied=1, unknown=4, refused=1, invited=50
        ),
        fewest=10,
    )
    assert (found.satisfied, found.n, found.rate) == (16, 20, Decimal("0.8"))
    assert (found.answered, found.response_rate) == (25, Decimal("0.4"))


def test_rate_b_adds_basically_satisfied_and_says_so():
    found = satisfaction(answers(very_satisfied=10, satisfied=6, basically=3, dissatisfied=1), "B", fewest=10)
    assert (found.variant, found.rate) == ("B", Decimal("0.95"))


def test_no_variant_gives_credit_for_dissatisfied():
    assert not {"dissatisfied", "very_dissatisfied"} & {name for names in CREDITED.values() for name in names}


def test_nine_answers_are_suppressed_and_ten_are_not():
    nine, ten = (satisfaction(answers(satisfied=n), fewest=10) for n in (9, 10))
    assert (nine.rate, nine.low, nine.is_suppressed) == (None, None, True)
    assert (ten.rate, ten.is_suppressed) == (Decimal(1), False)


def test_no_answers_are_undefined_and_not_suppressed():
    found = satisfaction(answers(), fewest=10)
    assert (found.rate, found.response_rate, found.is_suppressed) == (None, None, False)


def test_overlapping_intervals_share_a_rank():
    def between(low: str, high: str) -> tuple[Decimal, Decimal]:
        return Decimal(low), Decimal(high)

    best_first = [
        between("0.90", "0.99"),
        between("0.85", "0.95"),
        between("0.60", "0.80"),
        (None, None),
        between("0.5", "0.7"),
    ]
    assert shared_ranks(best_first) == [1, 1, 3, None, 3]


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_holds_the_rate_and_stays_within_0_and_1(pair):
    good, n = pair
    low, high = wilson(good, n)
    slack = Decimal("0.000001")
    assert 0 <= low <= ratio(good, n) + slack
    assert ratio(good, n) - slack <= high <= 1


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=20))
def test_a_rate_of_many_places_is_the_ratio_of_their_sums(pairs):
    rows = [sums_row(requests_answered=min(pair), requests_received=max(pair)) for pair in pairs]
    added = sums.add(rows, level="county")
    whole = ratio(added["requests_answered"], added["requests_received"])
    assert whole == ratio(sum(map(min, pairs)), sum(map(max, pairs)))
    parts = [ratio(min(pair), max(pair)) for pair in pairs if max(pair)]
    assert whole is None or min(parts) <= whole <= max(parts)


def sums_row(**counts: int) -> sums.Sums:
    names = (*sums.STOCKS, *sums.FLOWS, *sums.REPORTED, *sums.REPORTING)
    return dict.fromkeys((*names, "hidden_answers"), 0) | dict.fromkeys(sums.MEDIANS) | counts


def test_a_reported_count_is_missing_where_nobody_reported():
    silent = dict.fromkeys(sums.REPORTED)
    assert sums.add([sums_row(**silent), sums_row(**silent)], level="county")["preventable"] is None
    assert sums.add([sums_row(**silent), sums_row(preventable=2)], level="county")["preventable"] == 2
