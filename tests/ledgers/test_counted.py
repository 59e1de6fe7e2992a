"""One definition of what counts: the view of a book, the queryset and the row agree, and a view shows no more rows."""

import pytest
from django.db import connection, transaction

from access import scope
from disputes.models import CheckRound, Dispute
from hazards.models import Hazard
from ledgers.models import Row
from meetings.models import Meeting
from patrols.models import Patrol
from policies import grants
from policies.acting import acting
from residents.models import Request, Service, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
BOOKS = {
    "counted_visits": (Visit, build.make_visit),
    "counted_services": (Service, build.make_service),
    "counted_requests": (Request, build.make_request),
    "counted_patrols": (Patrol, build.make_patrol),
    "counted_hazards": (Hazard, build.make_hazard),
    "counted_meetings": (Meeting, build.make_meeting),
    "counted_disputes": (Dispute, build.make_dispute),
    "counted_rounds": (CheckRound, build.make_check_round),
}


def rows_of(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def keys_in(view: str) -> set[int]:
    return {key for (key,) in rows_of(f"SELECT id FROM {view}")}


@pytest.mark.parametrize("view", BOOKS)
def test_the_view_the_queryset_and_the_row_agree(view, village, officer):
    model, make = BOOKS[view]
    made = [make(village, by=officer, state=state, reason="无此事") for state in Row.State]
    counted = {row.pk for row in made if row.is_counted}
    assert counted == keys_in(view) == set(model.objects.counted().values_list("pk", flat=True))
    assert len(counted) == len(Row.COUNTED)


def test_every_book_has_a_view(db):
    books = {model for model in Row.__subclasses__() if not model._meta.abstract}
    assert {model for model, _make in BOOKS.values()} == books


def test_every_view_reads_with_the_rights_of_whoever_asks(db):
    views = dict(rows_of("SELECT relname, coalesce(reloptions, '{}') FROM pg_class "
                         "WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"))  # fmt: skip
    assert BOOKS.keys() <= views.keys() == grants._of_apps("granted_views").keys()
    assert [view for view, options in views.items() if "security_invoker=true" not in options] == []


@pytest.mark.parametrize("view", BOOKS)
def test_a_view_shows_nobody_a_row_of_another_place(view, village, elsewhere, officer):
    make = BOOKS[view][1]
    own, _foreign = make(village, by=officer), make(elsewhere)
    with transaction.atomic(), acting(scope.acting_as(officer)):
        assert keys_in(view) == {own.pk}
