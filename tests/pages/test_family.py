"""The generic pages by themselves: a form, a question before an act, a button, the page of a row, a list."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import path
from django_filters import FilterSet
from psycopg2.errors import NotNullViolation, UniqueViolation

from access.pages import Page
from audit import trail
from config import urls
from pages.columns import Column
from pages.forms import ReasonForm
from pages.inputs import bare_helper
from pages.keyset import Order
from pages.tables import Table
from pages.views.confirm import ButtonPage, ConfirmPage
from pages.views.details import DetailPage
from pages.views.forms import FormPage
from pages.views.lists import ListPage
from residents.models import Household
from tests import build

pytestmark = [pytest.mark.urls(__name__), pytest.mark.usefixtures("in_march")]
ACTS: list[str] = []


class WordForm(forms.Form):
    word = forms.CharField(max_length=9)
    helper = bare_helper()


class TakesWords:
    """Takes any word but those that name a fault."""

    def act(self, *given):
        word = given[0].cleaned_data.get("word", "") if given else self.request.POST.get("word", "")
        if word == "no":
            raise ValidationError({"word": "not this one", "other": "nor that one"})
        if word in ("twice", "broken"):
            raise IntegrityError from (UniqueViolation() if word == "twice" else NotNullViolation())
        ACTS.append(word)
        return word

    def back_url(self):
        return "/back/"


class Say(TakesWords, FormPage):
    form_class = WordForm
    heading = "Say a word"

    def done(self, result):
        return f"/{result}/"


class Ask(TakesWords, ConfirmPage):
    heading, sentence, button = "Begin", "It can not be undone.", "Yes, begin"
    is_final = True

    def subject(self):
        return "the thing"


class Why(Ask):
    form_class = ReasonForm


class Press(TakesWords, ButtonPage):
    message = "Pressed."


class Home(DetailPage):
    facts = ("householder", "village")
    linked = ("village",)

    def get_row(self):
        return Household.objects.get(pk=self.kwargs["pk"])

    def list_url(self):
        return "/homes/"


class KnownHome(Page, Home):
    verb = "read_residents"


class HomeFilters(FilterSet):
    class Meta:
        model = Household
        fields = ["is_hardship"]

    def chips(self, query):
        return [name for name in query if name in self.filters]


class HomeTable(Table):
    model = Household
    number = Column()
    householder = Column()


class Homes(ListPage):
    size = 2

    def all_rows(self):
        return Household.objects.all()

    def filtered_by(self, query):
        return HomeFilters(query, queryset=self.all_rows())

    table = HomeTable

    def known_orders(self):
        return {"number": Order("number")}

    def order_by(self, word):
        return Order("number", descending=word.startswith("-"))


urlpatterns = [
    *urls.urlpatterns,
    path("try/say/", Say.as_view()),
    path("try/ask/", Ask.as_view()),
    path("try/why/", Why.as_view()),
    path("try/press/", Press.as_view()),
    path("try/homes/", Homes.as_view()),
    path("try/homes/<int:pk>/", Home.as_view()),
    path("try/known/<int:pk>/", KnownHome.as_view()),
]


@pytest.fixture
def client(officer, sign_in):
    ACTS.clear()
    return sign_in(officer)


def messages_of(answer) -> list[str]:
    return [str(one) for one in answer.wsgi_request._messages]


def test_a_form_is_shown_and_does_nothing(client):
    page = client.get("/try/say/")
    assert page.status_code == 200 and "Say a word" in page.content.decode() and ACTS == []


def test_a_good_form_acts_and_leads_on_with_a_message(client):
    answer = client.post("/try/say/", {"word": "hello"})
    assert (answer.status_code, answer.url, ACTS, messages_of(answer)) == (
        302,
        "/hello/",
        ["hello"],
        ["已保存。"],
    )


def test_a_wrong_form_keeps_what_was_typed(client):
    page = client.post("/try/say/", {"word": "far too long"})
    assert page.status_code == 422 and 'value="far too long"' in page.content.decode() and ACTS == []


def test_what_the_action_refuses_stands_beside_its_field_or_above(client):
    page = client.post("/try/say/", {"word": "no"})
    errors = page.context["form"].errors
    assert page.status_code == 422 and errors == {"word": ["not this one"], "__all__": ["nor that one"]}
    assert 'value="no"' in page.content.decode()


def test_who_was_second_is_told_so(client):
    page = client.post("/try/say/", {"word": "twice"})
    assert page.status_code == 422 and len(page.context["form"].non_field_errors()) == 1


def test_any_other_broken_constraint_is_a_fault(client):
    with pytest.raises(IntegrityError):
        client.post("/try/say/", {"word": "broken"})


def test_a_question_tells_what_is_done_to_what_and_does_nothing(client):
    text = client.get("/try/ask/").content.decode()
    assert all(part in text for part in ("the thing", "It can not be undone.", "Yes, begin", "button-danger"))
    assert ACTS == []


def test_the_answer_acts_once(client):
    answer = client.post("/try/ask/")
    assert (answer.status_code, answer.url, ACTS, messages_of(answer)) == (302, "/back/", [""], [])


def test_a_question_that_wants_a_reason_does_not_act_without(client):
    assert client.post("/try/why/", {"reason": " "}).status_code == 422 and ACTS == []
    assert client.post("/try/why/", {"reason": "搬走了"}).status_code == 302 and ACTS == [""]


def test_a_button_has_no_page(client):
    assert client.get("/try/press/").status_code == 405 and ACTS == []


def test_a_button_acts_and_leads_on(client):
    answer = client.post("/try/press/", {"word": "go"})
    assert (answer.url, ACTS, messages_of(answer)) == ("/back/", ["go"], ["Pressed."])


def test_a_refused_button_says_why(client):
    answer = client.post("/try/press/", {"word": "no"})
    assert (answer.url, ACTS, messages_of(answer)) == ("/back/", [], ["not this one nor that one"])


@pytest.fixture
def household(village):
    return build.make_household(village, householder="曾小明")


def test_who_opens_a_row_has_read_it(client, household, officer):
    client.get(f"/try/homes/{household.pk}/")
    assert trail.entries_for(household).get(action="read").actor_id == officer.pk


def test_without_rights_a_name_is_hidden(client, household):
    """The generic page trusts nobody; the page in front of it knows the roles."""
    hidden, shown = (
        client.get(f"/try/{page}/{household.pk}/").content.decode() for page in ("homes", "known")
    )
    assert "曾小明" not in hidden and "曾小明" in shown


def test_a_detail_tells_its_history(client, household):
    Household.objects.filter(pk=household.pk).update(number="7-2")
    [moment] = client.get(f"/try/known/{household.pk}/").context["history"]
    assert [one.after for one in moment.differences] == ["7-2"]


def test_a_list_without_rights_masks_a_name(client, household):
    page = client.get("/try/homes/").content.decode()
    assert "曾小明" not in page and "曾**" in page


@pytest.fixture
def homes(village):
    return [build.make_household(village, number=f"{n}", is_hardship=n > 2) for n in range(1, 5)]


def numbers(page) -> list[str]:
    return [row["column_number"] for row in page.context["table"].rows]


def test_a_list_is_sorted_and_paged_by_key(client, homes):
    first = client.get("/try/homes/?sort=-number")
    second = client.get(f"/try/homes/?{first.context['older']}")
    assert (numbers(first), numbers(second)) == (["4", "3"], ["2", "1"])
    assert (first.context["newer"], second.context["older"], first.context["count"]) == ("", "", 4)


def test_a_list_narrows_and_says_by_what(client, homes):
    page = client.get("/try/homes/?is_hardship=true")
    assert (numbers(page), page.context["chips"]) == (["3", "4"], ["is_hardship"])


def test_the_column_that_sorts_turns_round(client, homes):
    links = client.get("/try/homes/?sort=number").context["sort_links"]
    assert links["number"] == {"query": "sort=-number", "now": "ascending"}


def test_filters_that_are_sent_stand_in_the_address_afterwards(client, homes):
    answer = client.post("/try/homes/", {"is_hardship": "true", "q": ""})
    assert answer.status_code == 302 and "is_hardship=true" in answer.url
