"""Patrols: recorded, and refused with impossible numbers."""

import pytest

from patrols.models import Patrol

pytestmark = pytest.mark.usefixtures("in_march")


def test_a_patrol_is_recorded(village, officer, sign_in):
    given = {"village": village.pk, "occurred_on": "2026-03-19", "starts_at": "20:30", "minutes": "90", "mode": "foot",
             "people": "3", "is_joint": "on"}  # fmt: skip
    answer = sign_in(officer).post("/patrols/new/", given, follow=True)
    patrol = Patrol.objects.get()
    assert patrol.is_joint and patrol.receipt in answer.content.decode()


@pytest.mark.parametrize(
    "changed", [{"minutes": "0"}, {"minutes": "1441"}, {"people": "0"}, {"starts_at": "25:00"}]
)
def test_impossible_numbers_are_refused(village, officer, sign_in, changed):
    given = {"village": village.pk, "occurred_on": "2026-03-19", "starts_at": "20:30", "minutes": "90", "mode": "foot",
             "people": "3"}  # fmt: skip
    answer = sign_in(officer).post("/patrols/new/", given | changed)
    assert set(changed) <= set(answer.context["form"].errors) and not Patrol.objects.exists()


@pytest.mark.parametrize(
    ("day", "begins", "minutes", "is_over"),
    [
        ("2026-03-20", "08:30", 30, True),
        ("2026-03-20", "08:50", 60, False),
        ("2026-03-20", "09:30", 1, False),
        ("2026-03-19", "23:00", 120, True),
        ("2026-03-19", "23:30", 600, False),
    ],
)
def test_a_patrol_is_recorded_when_it_is_over(village, officer, sign_in, day, begins, minutes, is_over):
    """It is nine in the morning of the 20th."""
    typed = {
        "village": village.pk,
        "occurred_on": day,
        "starts_at": begins,
        "minutes": minutes,
        "mode": "foot",
    }
    answer = sign_in(officer).post("/patrols/new/", typed | {"people": 1, "sure": f"minutes={minutes}"})
    assert (answer.status_code == 302) is is_over
    if not is_over:
        assert {"minutes", "starts_at"} & set(answer.context["form"].errors)
