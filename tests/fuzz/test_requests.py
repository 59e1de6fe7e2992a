"""Odd requests at every address, as every role: an answer, never a fault, never somebody else's village."""

import logging
import os
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from access.roles import Role
from tests import build
from tests.fuzz.asking import Asking
from tests.fuzz.odd import Case, cases

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "250"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
CHUNK = 500
CANARY = "金丝雀"


@pytest.fixture
def foreign(elsewhere, stranger) -> dict[str, Any]:
    """A row of every kind in a village of another station, with the canary in every text."""
    household = build.make_household(elsewhere, householder=f"{CANARY}户", number=f"{CANARY}1号")
    fields = {"by": stranger, "note": CANARY}
    return {
        "household": household.pk,
        "resident": build.make_resident(household, name=f"{CANARY}人").pk,
        "priority": build.make_priority(
            elsewhere, by=stranger, household=household, reason=f"{CANARY}理由"
        ).pk,
        "visit": build.make_visit(elsewhere, household=household, **fields).pk,
        "service": build.make_service(elsewhere, **fields).pk,
        "request": build.make_request(elsewhere, household=household, by=stranger, asked=CANARY).pk,
        "patrol": build.make_patrol(elsewhere, **fields).pk,
        "dispute": build.make_dispute(elsewhere, by=stranger, summary=CANARY).pk,
        "leave": build.make_leave(stranger).pk,
        "assignment": stranger.assignments.get().pk,
    }


@pytest.fixture
def asking(rows, foreign, person_of, in_march, settings):
    people = {str(role): person_of(role) for role in Role}
    logging.disable(logging.CRITICAL)  # each refusal is logged, which takes longer than to refuse
    asking = Asking(people, rows, foreign, CANARY)
    yield asking
    asking.close()
    logging.disable(logging.NOTSET)


@pytest.mark.turns(3)
@pytest.mark.asvs("16.5.3", "2.2.1", "1.2.1", "8.2.2")
def test_odd_requests_find_no_fault(asking):
    begun, done = time.monotonic(), 0
    while done < REQUESTS:
        some = min(CHUNK, REQUESTS - done)
        asking.sign_in()
        ask(asking, some, SEED + done)
        done += some
        if REQUESTS > CHUNK:
            print_summary(asking, time.monotonic() - begun)
    assert sum(asking.statuses.values()) and asking.faults == {}


def ask(asking: Asking, number: int, start: int) -> None:
    """``number`` cases from the seed ``start``."""

    @seed(start)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def each(case: Case) -> None:
        asking.one(case)

    each()


def print_summary(asking: Asking, seconds: float) -> None:
    asked = sum(asking.statuses.values())
    faults = sum(count for what, count in asking.counts.items() if what.startswith("5xx"))
    statuses = dict(sorted(asking.statuses.items()))
    print(f"\n{asked:,} requests in {seconds:,.0f} s, {faults} 5xx; statuses {statuses}", flush=True)
    for what, count in asking.counts.items():
        print(f"  {count:5} x {what}\n          {asking.faults[what]}"[:1200], flush=True)
