"""A measurement says by how much it may be wrong; a run that drifts says more than one that does not."""

import pytest

from benchmarks.pairs import noise

STEADY = [1.0, 1.02, 0.99, 1.01, 1.0, 0.98, 1.01, 1.0, 1.02, 0.99]
SIDES = ("subject", "reference")


def took(subject: list[float], reference: list[float], again: list[float]) -> dict[str, list[float]]:
    return {"subject": subject, "reference": reference, "again": again}


@pytest.mark.parametrize("at", ["median", "p95"])
def test_a_steady_run_has_little(at):
    assert noise(took([2 * one for one in STEADY], STEADY, STEADY[::-1]), SIDES, at) < 0.05


def test_a_reference_that_differs_from_itself_is_noise():
    assert noise(took(STEADY, STEADY, [1.3 * one for one in STEADY]), SIDES, "median") > 0.25


def test_a_subject_that_slows_down_half_way_is_noise_though_the_reference_agrees_with_itself():
    slower = STEADY[:5] + [1.4 * one for one in STEADY[5:]]
    assert noise(took(slower, STEADY, STEADY), SIDES, "median") > 0.3


def test_a_reference_that_drifts_is_noise_for_the_95th_percentiles_alone():
    drifted = STEADY[:5] + [1.4 * one for one in STEADY[5:]]
    assert noise(took(drifted, drifted, drifted), SIDES, "p95") > 0.3
    assert noise(took(drifted, drifted, drifted), SIDES, "median") < 0.05
