"""The forms of the books: a second submission, days before a result, the trail of who opened one."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.test import RequestFactory

from audit import trail
from ledgers.views.forms import BookForm
from patrols.forms.patrols import PatrolForm
from patrols.models import Patrol
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


class BrokenPage(BookForm):
    """A page whose save breaks a constraint that no form asked about."""

    verb = "record_patrol"
    model = Patrol
    book = "patrols:patrol"
    form_class = PatrolForm

    def act(self, form):
        return build.make_stand_in(self.request.user, date(2026, 3, 16), date(2026, 3, 1))


def test_only_a_duplicate_row_is_reported_as_already_saved(village, officer):
    given = {
        "village": village.pk,
        "occurred_on": "2026-03-10",
        "starts_at": "20:00",
        "minutes": "60",
        "people": "1",
    }
    request = RequestFactory().post("/", given | {"mode": "foot"})
    request.user = officer
    with pytest.raises(IntegrityError):
        BrokenPage.as_view()(request)


def test_a_closed_dispute_does_not_move_past_its_result(village, officer, sign_in):
    row = build.make_dispute(
        village, date(2026, 3, 1), by=officer, stage="agreed", agreement="oral", handled_on=date(2026, 3, 5)
    )
    given = {
        "village": village.pk, "occurred_on": "2026-03-10", "kind": "neighbour", "origin": "found", "host": "village",
        "parties": "2", "summary": "地界",
    }  # fmt: skip
    answer = sign_in(officer).post(f"/disputes/{row.pk}/edit/", given)
    assert answer.status_code == 422 and "2026-03-05" in str(answer.context["form"].errors["occurred_on"])


def test_an_answered_request_does_not_move_past_its_answer(village, officer, sign_in):
    row = build.make_request(
        village, date(2026, 3, 1), by=officer, told_back_on=date(2026, 3, 5), answer="好"
    )
    given = build.ASKED | {
        "household": row.household_id,
        "occurred_on": "2026-03-10",
        "asked": "路灯",
        "due_on": "2026-03-20",
    }
    answer = sign_in(officer).post(f"/residents/requests/{row.pk}/edit/", given)
    assert answer.status_code == 422 and "occurred_on" in answer.context["form"].errors


def test_who_opens_a_form_has_read_the_row(village, officer, sign_in):
    household = build.make_household(village)
    sign_in(officer).get(f"/residents/households/{household.pk}/edit/")
    assert trail.entries_for(household).get(action="read").actor_id == officer.pk
