"""Schools, firms and the like of a village, and the services done there."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from residents.actions import services
from residents.models import Premises, Service
from residents.premises import actions
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
NEW = {
    "name": "石壁小学",
    "kind": "school",
    "place": "村口",
    "phone": "0796-1234567",
    "starts_on": "2026-03-20",
}
SERVICE = {"occurred_on": "2026-03-20", "kind": "after_school", "quantity": "20", "note": "防溺水"}


def test_premises_are_entered_once_in_their_village_and_lead_to_the_form_of_a_service(
    village, officer, sign_in
):
    mine = sign_in(officer)
    page = mine.post("/residents/premises/new/", NEW | {"village": village.pk}, follow=True)
    school = Premises.objects.get()
    assert (school.post_id, school.county_id) == (build.keys(village)["post"].pk, village.town.county_id)
    assert f"/residents/services/new/?premises={school.pk}" in page.content.decode()
    assert mine.post("/residents/premises/new/", NEW | {"village": village.pk}).status_code == 422
    form = mine.get(f"/residents/services/new/?premises={school.pk}").context["form"]
    assert str(form["premises"].value()) == str(school.pk)
    mine.post("/residents/services/new/", SERVICE | {"village": village.pk, "premises": school.pk})
    service = Service.objects.get()
    assert service.premises == school
    shown = mine.get(school.get_absolute_url()).content.decode()
    assert service.get_absolute_url() in shown and f"?premises={school.pk}" in shown
    other = build.make_service(village, by=officer)
    listed = mine.get(f"/residents/services/?premises={school.pk}").content.decode()
    assert service.get_absolute_url() in listed and other.get_absolute_url() not in listed


def test_a_service_is_done_at_premises_of_its_own_village(village, post, officer, elsewhere, sign_in):
    beside, far = build.make_premises(build.make_village(post, "邻村委会")), build.make_premises(elsewhere)
    mine = sign_in(officer)
    for one in (beside, far):
        sent = SERVICE | {"village": village.pk, "premises": one.pk}
        assert "premises" in mine.post("/residents/services/new/", sent).context["form"].errors
    assert not Service.objects.exists()


def test_the_action_refuses_premises_of_another_village_as_the_form_does(village, post, officer, elsewhere):
    beside, far = build.make_premises(build.make_village(post, "邻村委会")), build.make_premises(elsewhere)
    ended = build.make_premises(village, name="旧小学", ends_on=date(2026, 3, 19), end_reason="停办")
    about = {"village": village, "kind": "school", "occurred_on": date(2026, 3, 20)}
    for one in (beside, far, ended):
        with pytest.raises(ValidationError) as why:
            services.record_service(Service(premises=one, **about), by=officer, verb="record_service")
        assert "premises" in why.value.message_dict
    saved = build.make_service(village, by=officer, premises=build.make_premises(village))
    saved.premises = beside
    with pytest.raises(ValidationError):
        services.amend_service(saved, by=officer, verb="record_service")
    Premises.objects.filter(pk=Service.objects.get().premises_id).update(village=beside.village)
    saved = Service.objects.get()
    saved.note = "补记"
    services.amend_service(
        saved, by=officer, verb="record_service"
    )  # they moved meanwhile: it stays as it was
    assert Service.objects.get().note == "补记"


def test_what_ended_is_offered_no_more_and_stays_with_what_was_done_there(village, officer, sign_in):
    school, mine = build.make_premises(village), sign_in(officer)
    service = build.make_service(village, by=officer, premises=school)
    mine.post(f"/residents/premises/{school.pk}/end/", {"reason": "停办", "version": 1})
    school.refresh_from_db()
    assert (school.ends_on, school.end_reason) == (date(2026, 3, 20), "停办")
    assert mine.get(f"/residents/premises/{school.pk}/edit/").status_code == 302
    assert str(school) not in mine.get("/residents/services/new/").content.decode()
    assert str(school) in mine.get(f"/residents/services/{service.pk}/edit/").content.decode()
    assert str(school) in mine.get(service.get_absolute_url()).content.decode()


def test_those_of_another_post_are_neither_seen_nor_changed(village, officer, chief, elsewhere, sign_in):
    far, own = build.make_premises(elsewhere), build.make_premises(village)
    mine = sign_in(officer)
    assert mine.get(far.get_absolute_url()).status_code == 404
    with pytest.raises(Http404):
        actions.start_premises(
            Premises(village=elsewhere, name="远", starts_on=date(2026, 3, 20)), by=officer
        )
    with pytest.raises(PermissionDenied):
        actions.end_premises(own, "停办", by=chief)
    assert str(own) in sign_in(chief).get("/residents/premises/").content.decode()
