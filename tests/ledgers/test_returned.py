"""A row that the chief gave back: its form says why, an unchanged save is refused (not of a row with parts), and
it reaches who is there now.
"""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from ledgers import actions, books, people
from ledgers.models import Row
from residents.models import Visit
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")
WHY = "谈话人数与台账不符"


@pytest.fixture
def returned(village, officer, chief):
    visit = build.make_visit(village, date(2026, 3, 19), officer, talks=2)
    return actions.give_back(visit, WHY, "talks", by=chief)


def open_form(user, row):
    client = PageClient()
    client.force_login(user)
    return client, client.get(f"{row.get_absolute_url()}edit/")


def sent(page, **changed):
    form = page.context["form"]
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {name: value for name, value in given.items() if value not in (None, [], False)} | changed
    return given | {"client_key": str(page.context["client_key"]), "version": page.context["version"]}


def leave(user, day=date(2026, 3, 18)):
    user.assignments.update(ends_on=day, is_responsible=False)


def test_the_form_says_why_and_marks_the_field(officer, returned):
    page = open_form(officer, returned)[1].content.decode()
    assert WHY in page and 'href="#id_talks"' in page and "data-returned" in page


def test_an_unchanged_save_is_refused_and_a_change_is_taken(officer, returned):
    client, page = open_form(officer, returned)
    assert client.post(f"{returned.get_absolute_url()}edit/", sent(page)).status_code == 422
    returned.refresh_from_db()
    assert returned.state == Row.State.GIVEN_BACK
    _client, page = open_form(officer, returned)
    assert client.post(f"{returned.get_absolute_url()}edit/", sent(page, talks="3")).status_code == 302
    returned.refresh_from_db()
    assert (returned.state, returned.returned_field, returned.talks) == (Row.State.RECORDED, "", 3)


def test_the_chief_names_a_field_of_the_row_and_no_other(chief, village):
    visit = build.make_visit(village)
    client = PageClient()
    client.force_login(chief)
    url = f"{visit.get_absolute_url()}give-back/"
    assert client.post(url, {"reason": WHY, "field": "state"}).status_code == 422
    assert client.post(url, {"reason": WHY, "field": "note"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.returned_field) == (Row.State.GIVEN_BACK, "note")


def test_the_author_finds_it_on_today(officer, returned, sign_in):
    assert WHY in sign_in(officer).get("/").content.decode()


def test_a_row_whose_author_left_goes_to_the_officer_who_is_responsible_now(officer, post, returned, sign_in):
    leave(officer)
    new = build.make_user("newcomer", "officer", post, is_responsible=True)
    assert WHY in sign_in(new).get("/").content.decode()
    client, page = open_form(new, returned)
    assert client.post(f"{returned.get_absolute_url()}edit/", sent(page, talks="3")).status_code == 302
    returned.refresh_from_db()
    assert (returned.state, returned.recorded_by) == (Row.State.RECORDED, officer)


def test_while_its_author_works_here_nobody_else_mends_it(auxiliary, officer, returned, sign_in):
    assert WHY not in sign_in(auxiliary).get("/").content.decode()
    assert open_form(auxiliary, returned)[1].status_code == 403


def test_the_chief_corrects_a_row_whose_author_left(officer, chief, returned, sign_in):
    assert open_form(chief, returned)[1].status_code == 403
    leave(officer)
    edit = f"{returned.get_absolute_url()}edit/"
    assert edit in sign_in(chief).get(returned.get_absolute_url()).content.decode()
    client, page = open_form(chief, returned)
    assert client.post(edit, sent(page, talks="3")).status_code == 302
    returned.refresh_from_db()
    assert (returned.state, returned.talks, returned.recorded_by) == (Row.State.RECORDED, 3, officer)
    assert client.get(edit).status_code == 403  # it waits for nobody any more
    check_nobody_reviews_alone(client, chief, returned)


def check_nobody_reviews_alone(client, chief, row):
    """Whoever corrected it gives no verdict on it; another chief does."""
    url = row.get_absolute_url()
    assert f"{url}accept/" not in client.get(url).content.decode()
    for act in ("accept/", "give-back/"):
        client.post(f"{url}{act}", {"reason": WHY, "version": str(Visit.objects.get(pk=row.pk).version)})
        row.refresh_from_db()
        assert row.state == Row.State.RECORDED
    with pytest.raises(ValidationError, match=r"corrected|更正"):
        actions.accept(row, by=chief)
    assert not people.to_review(Visit, chief).exists()
    other = build.make_user("deputy", "chief", row.station)
    assert people.to_review(Visit, other).get() == row
    actions.accept(row, by=other)


@pytest.mark.parametrize("model", books.row_models(), ids=lambda model: model.__name__)
def test_every_book_can_name_a_field(model):
    assert {"occurred_on"} <= model.typed_fields().keys() and "state" not in model.typed_fields()


def test_a_dispute_is_saved_as_it_is_and_goes_on(village, officer, chief):
    """What the chief misses may be in its minutes or calls, which have pages of their own and wait until then."""
    dispute = actions.give_back(build.make_dispute(village, date(2026, 3, 10), by=officer), WHY, "", by=chief)
    client, page = open_form(officer, dispute)
    minutes = f"{dispute.get_absolute_url()}sessions/new/"
    assert str(dispute.PARTS_WAIT) in client.get(minutes, follow=True).content.decode()
    assert str(dispute.PARTS_WAIT) in page.content.decode()
    assert client.post(f"{dispute.get_absolute_url()}edit/", sent(page)).status_code == 302
    dispute.refresh_from_db()
    assert dispute.state == Row.State.RECORDED and client.get(minutes).status_code == 200
