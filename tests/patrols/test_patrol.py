"""Patrols: recorded, and refused with impossible numbers."""

import pytest

from patrols.models import Patrol, PatrolPartner
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def test_a_patrol_is_recorded(village, officer, sign_in):
    given = {"village": village.pk, "occurred_on": "2026-03-19", "starts_at": "20:30", "minutes": "90", "mode": "foot",
             "people": "3", "is_joint": "on"}  # fmt: skip
    answer = sign_in(officer).post("/patrols/new/", given, follow=True)
    patrol = Patrol.objects.get()
    assert patrol.is_joint and patrol.receipt in answer.content.decode()


def test_people_caught_are_a_number_of_the_patrol_and_of_its_partner(
    village, elsewhere, officer, stranger, sign_in
):
    """Counted once, where it was walked; the partner reads it, as it is corrected."""
    given = {"village": village.pk, "occurred_on": "2026-03-19", "starts_at": "20:30", "minutes": "90", "mode": "foot",
             "people": "3"}  # fmt: skip
    mine = sign_in(officer)
    mine.post("/patrols/new/", given | {"caught": "2"})
    patrol = Patrol.objects.get()
    assert patrol.caught == 2 and "抓获人数" in mine.get(patrol.get_absolute_url()).content.decode()
    there = build.keys(elsewhere)["post"]
    mine.post(f"/patrols/{patrol.pk}/partners/new/", {"partner_post": there.pk, "route": ""})
    patrol.refresh_from_db()
    mine.post(
        f"/patrols/{patrol.pk}/edit/", given | {"caught": "1", "is_joint": "on", "version": patrol.version}
    )
    partner = PatrolPartner.objects.get()
    assert partner.caught == 1
    assert "抓获人数" in sign_in(stranger).get(partner.get_absolute_url()).content.decode()
    listed = mine.get("/patrols/?caught=true")
    assert listed.context["count"] == 1 and "抓获人数" in listed.content.decode()


def test_many_caught_are_asked_about_and_none_is_the_usual(village, officer, sign_in):
    given = {"village": village.pk, "occurred_on": "2026-03-19", "starts_at": "20:30", "minutes": "90", "mode": "foot",
             "people": "3"}  # fmt: skip
    mine = sign_in(officer)
    for caught, field in (("4", "sure"), ("51", "caught"), ("-1", "caught")):
        answer = mine.post("/patrols/new/", given | {"caught": caught})
        assert field in answer.context["form"].errors and not Patrol.objects.exists()
    mine.post("/patrols/new/", given | {"caught": ""})
    assert Patrol.objects.get().caught == 0


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
