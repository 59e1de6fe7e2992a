"""A problem reported upward: short, without a resident, from the post to the station and from the station on."""

import pytest

from referrals.models import Referral
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
URL = "/referrals/problems/new/"


def problem(village, receiver, **fields):
    given = {"problem": "difficulty", "asked": "警务室取暖费没有着落", "proposal": "由县里统一安排",
             "due_on": "2026-04-01", "village": village.pk, "receiver": receiver}  # fmt: skip
    return given | fields


def test_an_officer_reports_to_the_station_and_the_chief_answers(village, station, officer, chief, sign_in):
    form = sign_in(officer).get(URL).context["form"]
    assert form["receiver"].value() == f"station:{station.pk}"
    assert sign_in(officer).post(URL, problem(village, f"station:{station.pk}")).status_code == 302
    row = Referral.objects.get()
    assert (row.subject_kind, row.subject_key, row.problem, row.has_consent) == (
        "problem",
        None,
        "difficulty",
        False,
    )
    assert row.get_absolute_url() in sign_in(chief).get("/referrals/?direction=in").content.decode()
    given = {"outcome": "solved", "answer": "已列入计划", "answered_on": "2026-03-20"}
    assert sign_in(chief).post(f"{row.get_absolute_url()}finish/", given).status_code == 302
    row.refresh_from_db()
    assert row.closed_on and not row.is_back  # nobody has to be told


def test_a_chief_reports_to_the_county(village, county, chief, bureau, sign_in):
    assert sign_in(chief).get(URL).context["form"]["receiver"].value() == f"county:{county.pk}"
    sign_in(chief).post(URL, problem(village, f"county:{county.pk}", problem="plan"))
    row = Referral.objects.get()
    page = sign_in(bureau).get(row.get_absolute_url()).content.decode()
    assert "警务室取暖费没有着落" in page and "由县里统一安排" in page


def test_a_problem_goes_upward_alone(village, other_post, county, officer, sign_in):
    body = county.outside_bodies.first()
    for receiver in (f"body:{body.pk}", f"post:{other_post.pk}"):
        assert sign_in(officer).post(URL, problem(village, receiver)).status_code == 422
    assert not Referral.objects.exists()


def test_no_other_role_reports_and_nobody_of_another_village(
    village, station, elsewhere, auxiliary, officer, sign_in
):
    assert sign_in(auxiliary).get(URL).status_code == 403
    answer = sign_in(officer).post(URL, problem(elsewhere, f"station:{station.pk}"))
    assert answer.status_code == 422 and not Referral.objects.exists()


def test_a_number_of_a_person_is_refused(village, station, officer, sign_in):
    given = problem(village, f"station:{station.pk}", asked="联系 15400001234")
    assert "asked" in sign_in(officer).post(URL, given).context["form"].errors


def test_an_empty_form_says_what_is_missing(village, officer, sign_in):
    build.make_household(village)
    answer = sign_in(officer).post(URL, {})
    assert answer.status_code == 422 and {"asked", "problem", "receiver"} <= set(
        answer.context["form"].errors
    )
