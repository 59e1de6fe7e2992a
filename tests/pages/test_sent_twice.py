"""A form that is sent twice is saved once, also when its first answer was lost."""

import uuid

import pytest

from accounts.models import User
from audit.models import Entry
from duty.models import Leave
from pages.models import Submission
from residents.models import Household, Resident, Visit
from surveys.models import SurveyRound
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def key():
    return {"client_key": str(uuid.uuid4())}


@pytest.fixture
def household(village):
    return build.make_household(village, is_hardship=True)


@pytest.fixture
def new(village, household, officer):
    """By the address of each creating form: who sends it, what, and the model of what it makes."""
    return {
        "/residents/households/new/": (
            "officer", Household,
            {"village": village.pk, "number": "99", "householder": "张三", "members": "2", "children_under_14": "0"},
        ),
        "/residents/people/new/": (
            "officer", Resident,
            {"household": household.pk, "name": "李四", "residence": "permanent", "birth_year": "1980"},
        ),
        "/residents/pairings/new/": ("officer", None, {"household": household.pk, "starts_on": "2026-03-20"}),
        "/residents/visits/new/": (
            "officer", Visit, {"household": household.pk, "outcome": "met", "occurred_on": "2026-03-20"},
        ),
        "/organisation/leave/": (
            "chief", Leave,
            {"user": officer.pk, "kind": "leave", "starts_on": "2026-03-23", "ends_on": "2026-03-24"},
        ),
        "/account/new/": ("administrator", User, {"username": "newone", "name": "新来的", "badge": ""}),
        "/figures/satisfaction/new/": ("bureau", SurveyRound, {"name": "第二轮", "month": "2026-03-01"}),
    }  # fmt: skip


ADDRESSES = (
    "/residents/households/new/", "/residents/people/new/", "/residents/pairings/new/", "/residents/visits/new/",
    "/organisation/leave/", "/account/new/", "/figures/satisfaction/new/",
)  # fmt: skip


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_creating_form_that_is_sent_twice_makes_one_row(url, new, key, request, sign_in):
    who, model, typed = new[url]
    client = sign_in(request.getfixturevalue(who))
    first = client.post(url, typed | key)
    count = model.objects.count() if model else 0
    second = client.post(url, typed | key)
    assert first.status_code in (200, 302) and second.status_code == 302
    assert (model.objects.count() if model else 0) == count and Submission.objects.count() == 1
    assert "已登记" in [str(one) for one in second.wsgi_request._messages][-1]


def test_the_second_answer_leads_to_the_first_with_its_receipt(new, key, officer, sign_in):
    _who, _model, typed = new["/residents/visits/new/"]
    client = sign_in(officer)
    first, second = (client.post("/residents/visits/new/", typed | key) for _time in range(2))
    [words] = [str(one) for one in second.wsgi_request._messages]
    assert second.url == first.url and Visit.objects.get().receipt in words


def test_an_edit_sent_again_gets_its_receipt_and_never_the_stale_page(village, officer, key, sign_in):
    patrol = build.make_patrol(village, by=officer)
    typed = {"village": village.pk, "occurred_on": "2026-03-20", "starts_at": "08:00", "minutes": "30", "mode": "foot",
             "people": "2", "version": "1"}  # fmt: skip
    client, url = sign_in(officer), f"/patrols/{patrol.pk}/edit/"
    assert [client.post(url, typed | key).status_code for _time in range(2)] == [302, 302]
    assert Entry.objects.filter(action="amend").count() == 1


def test_something_else_with_the_same_key_is_refused_and_kept(new, key, officer, sign_in):
    _who, _model, typed = new["/residents/people/new/"]
    client = sign_in(officer)
    client.post("/residents/people/new/", typed | key)
    page = client.post("/residents/people/new/", typed | key | {"name": "王五"})
    assert page.status_code == 422 and "王五" in page.content.decode() and Resident.objects.count() == 1


def test_a_refused_form_may_be_sent_again_with_its_key(new, key, officer, sign_in):
    _who, _model, typed = new["/residents/people/new/"]
    client = sign_in(officer)
    assert client.post("/residents/people/new/", typed | key | {"name": ""}).status_code == 422
    assert client.post("/residents/people/new/", typed | key).status_code == 302


def test_a_key_of_somebody_else_answers_nothing(new, key, officer, auxiliary, sign_in):
    _who, _model, typed = new["/residents/people/new/"]
    sign_in(officer).post("/residents/people/new/", typed | key)
    assert sign_in(auxiliary).get("/saved/", key).status_code == 204


def test_the_form_is_asked_what_came_of_a_lost_answer(new, key, officer, sign_in):
    _who, _model, typed = new["/residents/visits/new/"]
    client = sign_in(officer)
    assert client.get("/saved/", key).status_code == 204
    client.post("/residents/visits/new/", typed | key)
    assert Visit.objects.get().receipt in client.get("/saved/", key).content.decode()


def test_nothing_of_what_was_typed_is_stored_with_the_key(new, key, officer, sign_in):
    _who, _model, typed = new["/residents/people/new/"]
    sign_in(officer).post("/residents/people/new/", typed | key)
    assert "李四" not in str(Submission.objects.values().get())


def test_a_script_is_told_where_it_leads(new, key, officer, sign_in):
    _who, _model, typed = new["/residents/visits/new/"]
    answer = sign_in(officer).post("/residents/visits/new/", typed | key, headers={"Sent-By-Script": "yes"})
    assert (
        answer.status_code == 204
        and answer["Leads-To"] == f"/residents/visits/{Visit.objects.get().pk}/?saved=1"
    )
