"""The fields of a filter form are written once for all who are offered the same: for nobody else, and with no words."""

from itertools import product

import pytest
from django.http import QueryDict
from django.utils import translation

from access import remembering
from access.rights import may
from ledgers import books
from pages.templatetags import value_tags
from teams.models import Team
from tests import build

ROLES = ("officer", "clerk", "chief", "county", "leader")
QUERIES = (
    "", "month=2026-02", "month=2019-01", "month=x&state=accepted", "typed=on&counted=on", "village=1&post=1",
    "village=999999&town=x", "q=甲", "q=甲&month=2026-02", "sort=-occurred_on&after=7",
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(value_tags, "_kept", {})


def filtersets(people):
    """Each book as each role reads it in each language, with each query."""
    for language, book, person, query in product(("zh-hans", "en"), books.books(), people, QUERIES):
        if may(person, book.listing.verb):
            with translation.override(language):
                yield language, book.listing.filtered(person, QueryDict(query))


@pytest.mark.turns(6)
def test_what_is_kept_is_what_would_be_written(rows, elsewhere, person_of):
    found = [*product(filtersets([person_of(role) for role in ROLES]), (False, True))]
    would_be = []
    for (language, filterset), folded in found:
        with translation.override(language):
            would_be.append(value_tags._fields(filterset, folded))
    for _again in range(2):
        for ((language, filterset), folded), written in zip(found, would_be, strict=True):
            with translation.override(language):
                assert value_tags.filter_fields(filterset, folded=folded) == written
    assert len(found) > 1_000 and value_tags._kept


@pytest.mark.turns(3)
def test_a_list_without_a_query_shows_what_its_filters_show(rows, elsewhere, person_of):
    """Its FilterSet is made where it has to be: twice, the second time of what is remembered."""
    seen = 0
    for language, book, role, _time in product(("zh-hans", "en"), books.books(), ROLES, range(2)):
        person = person_of(role)
        if not may(person, book.listing.verb):
            continue
        with translation.override(language):
            unfiltered = book.listing.unfiltered(person, remembering.key(book.stem, person))
            made = book.listing.filtered(person, QueryDict())
            assert made.is_valid() and made.chips(QueryDict()) == unfiltered.chips(QueryDict()) == []
            assert unfiltered.shown_by() == made.shown_by() and unfiltered.FOLDED == made.FOLDED
            for folded in (False, True):
                assert value_tags.filter_fields(unfiltered, folded=folded) == value_tags._fields(made, folded)
            seen += 1
    assert seen > 300


def test_the_first_list_is_remembered(rows, officer, sign_in, monkeypatch):
    """The second page makes no FilterSet at all."""
    client, visits = sign_in(officer), next(book for book in books.books() if book.stem == "residents:visit")
    first = client.get(visits.url("list"))
    monkeypatch.setattr(type(visits.listing), "filtered", None)
    again = client.get(visits.url("list"))
    assert first.context["table"].body == again.context["table"].body and again.status_code == 200


def test_a_village_and_a_team_that_are_new_are_offered_at_once(rows, village, officer, sign_in):
    client = sign_in(officer)
    hazards, visits = "/hazards/", "/residents/visits/"
    team = Team.objects.get(pk=rows["team"])
    for page in (hazards, visits):
        client.get(page)
    build.make_village(village.memberships.get().post, name="新来村委会")
    Team.objects.filter(pk=team.pk).update(name="新名巡逻队")
    assert "新来村" in client.get(visits).content.decode()
    assert "新名巡逻队" in client.get(hazards).content.decode()


def test_typed_words_are_kept_nowhere(rows, person_of):
    officer = person_of("officer")
    for book in books.books():
        if may(officer, book.listing.verb):
            filterset = book.listing.filtered(officer, QueryDict("q=曾小明&number=曾小明"))
            value_tags.filter_fields(filterset)
    assert "曾小明" not in str(value_tags._kept)


def test_no_more_are_kept_than_were_allowed(rows, person_of, monkeypatch):
    monkeypatch.setattr(value_tags, "MOST_KEPT", 3)
    for year in range(2001, 2030):
        filterset = books.books()[0].listing.filtered(person_of("officer"), QueryDict(f"month={year}-01"))
        value_tags.filter_fields(filterset)
    assert 0 < len(value_tags._kept) <= 3
