"""Signing in: who gets in, what a refusal says, where it leads."""

import pytest

from audit.models import Entry
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def enter(client, password="secret-enough"):
    return client.post("/account/sign-in/", {"username": "officer", "password": password})


def test_the_right_password_opens(officer, client):
    assert enter(client)["Location"] == "/"
    assert Entry.objects.get(action="sign_in").actor_id == officer.pk


@pytest.mark.parametrize("typed", ["ＯＦＦＩＣＥＲ", " officer ", "Officer", "offi\u200bcer"])
def test_an_account_opens_in_any_spelling(officer, client, typed):
    answer = client.post("/account/sign-in/", {"username": typed, "password": "secret-enough"})
    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(officer, client):
    wrong = enter(client, "wrong").context["form"].non_field_errors()
    unknown = (
        client.post("/account/sign-in/", {"username": "x", "password": "y"})
        .context["form"]
        .non_field_errors()
    )
    assert wrong == unknown and Entry.objects.filter(action="sign_in_failed").count() == 2


def test_a_closed_account_does_not_open(officer, client):
    officer.is_active = False
    officer.save()
    assert enter(client).status_code == 200


def test_closing_an_account_ends_its_sessions(officer, sign_in):
    client = sign_in(officer)
    type(officer).objects.update(is_active=False)
    assert client.get("/").status_code == 302


def test_a_fragment_of_a_signed_out_page_says_so(client, db):
    answer = client.get("/residents/households/pick/", headers={"hx-request": "true"})
    assert answer.status_code == 401 and answer["HX-Trigger"] == "signed-out"


def test_sign_in_does_not_lead_to_another_site(officer, client):
    answer = client.post(
        "/account/sign-in/",
        {"username": "officer", "password": "secret-enough", "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == "/"


def test_one_administrator_opens_an_account_and_the_other_assigns_it(administrator, grantor, post, sign_in):
    from accounts.models import User

    client = sign_in(administrator)
    page = client.post("/account/new/", {"username": "new1", "name": "新人", "badge": ""})
    user = User.objects.get(username="new1")
    assert user.check_password(page.context["password"])
    sign_in(grantor).post(
        f"/account/{user.pk}/",
        {"role": "officer", "post": post.pk, "starts_on": "2026-03-20", "is_responsible": "on"},
    )
    assert user.assignments.get().post == post


def test_an_assignment_that_breaks_a_rule_is_explained(grantor, post, officer, sign_in):
    other = build.make_user("other", None)
    answer = sign_in(grantor).post(
        f"/account/{other.pk}/",
        {"role": "officer", "post": post.pk, "starts_on": "2026-03-20", "is_responsible": "on"},
    )
    assert answer.status_code == 422 and not other.assignments.exists()


def test_an_ended_assignment_ends_the_view(grantor, officer, village, sign_in):
    client = sign_in(officer)
    assignment = officer.assignments.get()
    sent = {"version": assignment.version, "ends_on": "2026-03-19"}
    sign_in(grantor).post(f"/account/assignments/{assignment.pk}/end/", sent)
    assert client.get("/residents/visits/").status_code == 302
    assert sign_in(officer).get("/residents/visits/").status_code == 403
