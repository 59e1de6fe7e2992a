"""The review queue: what waits in any book, the oldest first; a verdict leads on, and can be taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.versions import Stale
from indicators import compute
from indicators.models import VillageMonth
from ledgers import actions, books, reviewing
from ledgers.models import Row
from residents.models import Visit
from tests import build
from tests.test_books import each, make, recorded

QUEUE, MARCH = "ledgers:review", date(2026, 3, 19)
pytestmark = pytest.mark.usefixtures("in_march")


def shown(client, query=""):
    return client.get(reverse(QUEUE) + query).context


def send(client, page, what, **typed):
    """The form of the page, sent as the browser does."""
    row = page["shown"]["row"]
    key = page["shown"]["keys"][what == "give_back_url"]
    sent = {"version": str(row.version), "client_key": str(key), **typed}
    return client.post(page["shown"][what], sent, follow=True)


def aged(row, days):
    type(row)._base_manager.filter(pk=row.pk).update(recorded_at=timezone.now() - timedelta(days=days))
    return row


@pytest.mark.turns(3)
@each(books.ledgers())
def test_each_book_is_reviewed_from_the_queue(book, village, officer, chief, sign_in):
    rows = [aged(recorded(book, village, officer), days) for days in (1, 9, 4)]
    client = sign_in(chief)
    page = shown(client)
    assert [one["line"].pk for one in page["lines"]] == [rows[1].pk, rows[2].pk, rows[0].pk]
    assert page["queue"].count == 3 and page["queue"].waits == 9 and page["shown"]["row"].pk == rows[1].pk
    page = send(client, page, "accept_url").context
    assert page["shown"]["row"].pk == rows[2].pk and page["last"]["verdict"].row.pk == rows[1].pk
    page = send(client, page, "give_back_url", reason="请补充").context
    assert page["shown"]["row"].pk == rows[0].pk
    states = [book.model.objects.get(pk=row.pk).state for row in rows]
    assert states == [Row.State.RECORDED, Row.State.ACCEPTED, Row.State.GIVEN_BACK]
    undone = client.post(page["last"]["url"], {"version": page["last"]["version"]}, follow=True).context
    assert undone["shown"]["row"].pk == rows[2].pk and undone["shown"]["row"].state == Row.State.RECORDED
    assert undone["queue"].count == 2


def test_it_holds_every_book_and_nobody_elses_rows(village, officer, chief, stranger, elsewhere, sign_in):
    for book in books.ledgers():
        recorded(book, village, officer)
        own = recorded(book, village, officer)
        type(own)._base_manager.filter(pk=own.pk).update(done_by=[chief.pk])
        recorded(book, elsewhere, stranger)
    page = shown(sign_in(chief))
    assert {one["line"].book for one in page["lines"]} == {*books.ledgers()}
    assert page["queue"].count == len(books.ledgers()) == len(page["queue"].books)
    without = [one["line"].book.stem for one in page["lines"] if not one["line"].words]
    assert without == []


def test_filters_by_book_and_post_say_their_numbers(village, station, officer, chief, sign_in):
    other = build.make_village(build.make_post(station, "邻室"), "邻室村委会")
    colleague = build.make_user("colleague", "officer", other.memberships.get().post, is_responsible=True)
    for place, who in ((village, officer), (village, officer), (other, colleague)):
        build.make_visit(place, MARCH, who)
    build.make_service(other, MARCH, colleague)
    client, post = sign_in(chief), other.memberships.get().post
    page = shown(client, f"?post={post.pk}")
    assert page["queue"].count == 2 and sorted(n for *_words, n in page["queue"].books) == [1, 1]
    page = shown(client, "?book=residents.visit")
    assert page["queue"].count == 3 and sorted(n for *_words, n in page["queue"].posts) == [1, 2]
    both = shown(client, f"?book=residents.visit&post={post.pk}")
    assert [one["line"].village for one in both["lines"]] == ["邻室村"]
    after = send(client, both, "accept_url")
    assert f"book=residents.visit&post={post.pk}" in after.request["QUERY_STRING"]
    assert after.context["queue"].count == 0
    for odd in (
        "?book=nothing.at_all",
        "?post=x",
        "?post=999999999999999999999",
        "?row=residents.visit:x",
        "?row=x",
    ):
        assert client.get(reverse(QUEUE) + odd).status_code == 200


def test_what_changed_since_it_was_shown_is_refused_once_and_shown(village, officer, chief, sign_in):
    visit = build.make_visit(village, MARCH, officer, talks=2)
    client = sign_in(chief)
    page = shown(client)
    Visit.objects.filter(pk=visit.pk).update(talks=200)
    answer = send(client, page, "accept_url")
    assert answer.status_code == 409 and Visit.objects.get().state == Row.State.RECORDED
    page = shown(client)
    assert "200" in str(page["lines"][0]["line"].words)
    assert send(client, page, "accept_url").status_code == 200
    assert Visit.objects.get().state == Row.State.ACCEPTED


def test_nothing_is_given_back_without_a_reason_and_the_way_leads_back(village, officer, chief, sign_in):
    build.make_visit(village, MARCH, officer)
    client = sign_in(chief)
    answer = send(client, shown(client), "give_back_url", reason="")
    assert answer.status_code == 422 and Visit.objects.get().state == Row.State.RECORDED
    assert reverse(QUEUE) in answer.context["back_url"]


def test_a_verdict_is_taken_back_for_a_minute_by_whoever_gave_it(
    village, station, officer, chief, time_machine
):
    visit = actions.give_back(build.make_visit(village, MARCH, officer), "数要核实", "talks", by=chief)
    deputy = build.make_user("second-chief", "chief", station)
    with pytest.raises(ValidationError, match="一分钟"):
        actions.take_back_verdict(Visit.objects.get(), by=deputy)
    with pytest.raises(PermissionDenied):
        actions.take_back_verdict(Visit.objects.get(), by=officer)
    actions.take_back_verdict(Visit.objects.get(), by=chief)
    again = Visit.objects.get()
    assert (again.state, again.reason, again.returned_field, again.reviewed_by) == ("recorded", "", "", None)
    assert Entry.objects.filter(action="take_back_verdict").latest("pk").detail["taken_back"] == "given_back"
    with pytest.raises(ValidationError):
        actions.take_back_verdict(again, by=chief)
    actions.accept(again, by=chief)
    time_machine.shift(timedelta(seconds=61))
    with pytest.raises(ValidationError, match="一分钟"):
        actions.take_back_verdict(Visit.objects.get(), by=chief)
    assert reviewing.last_verdict(chief) is None and visit.pk == again.pk


def test_the_late_reason_that_giving_back_replaced_comes_again(village, officer, chief, february):
    visit = build.make_visit(village, february, officer, is_late=True, reason="补录：雨天")
    actions.give_back(visit, "户记错", by=chief)
    assert Visit.objects.get().reason == "户记错"
    actions.take_back_verdict(Visit.objects.get(), by=chief)
    assert Visit.objects.get().reason == "补录：雨天"


def test_what_counts_again_is_counted_again(village, officer, chief, march):
    dispute = build.make_dispute(village, MARCH, officer)
    book = next(one for one in books.ledgers() if one.model is type(dispute))
    compute.fill_month(march)
    actions.give_back(dispute, "请补充", by=chief)
    compute.fill_month(march)
    book.takes_back(type(dispute).objects.get(), by=chief)
    compute.fill_month(march)
    assert VillageMonth.objects.get(village=village, month=march).disputes_accepted == 1


def test_two_verdicts_at_once_on_one_row_are_one(village, officer, chief):
    visit = build.make_visit(village, MARCH, officer)
    seen = Visit.objects.get()
    actions.accept(visit, by=chief)
    with pytest.raises((Stale, ValidationError)):
        actions.accept(seen, by=chief)


def test_an_empty_queue_says_so(chief, sign_in):
    assert "没有待审核" in sign_in(chief).get(reverse(QUEUE)).content.decode()


def test_it_asks_few_statements(village, officer, chief, sign_in, django_assert_max_num_queries):
    for book in books.ledgers():
        make(book, village, officer)
    client = sign_in(chief)
    client.get(reverse(QUEUE))
    with django_assert_max_num_queries(40):
        client.get(reverse(QUEUE))
