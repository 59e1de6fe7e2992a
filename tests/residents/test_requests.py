"""Who asks, for what, until when; and that only what was told back is an answer."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit import trail
from indicators.compute import fill_month
from indicators.models import TouchedMonth, VillageMonth
from ledgers import actions as ledgers
from ledgers import months
from ledgers.models import Draft
from residents.models import Request, Visit
from residents.requests import actions
from tests import build

TODAY, JANUARY, FEBRUARY, MARCH = date(2026, 3, 20), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
NEW = "/residents/requests/new/"
pytestmark = pytest.mark.usefixtures("in_march")


def sent(here, **fields):
    given = {"village": here.pk, "occurred_on": "2026-03-20", "asked": "护栏断了", "due_on": "2026-04-01"}
    return build.ASKED | given | fields


@pytest.mark.parametrize(
    ("fields", "who"),
    [({"asker": "place", "place_name": "村小学"}, "村小学"), ({"asker": "passer_by"}, "路过群众，不留名")],
)
def test_a_place_or_somebody_passing_by_asks_without_a_household(village, officer, sign_in, fields, who):
    client = sign_in(officer)
    assert client.post(NEW, sent(village, **fields)).status_code == 302
    row = Request.objects.get()
    assert (row.household, row.village, row.asked_by) == (None, village, who)
    shown = (
        client.get(row.get_absolute_url()).content.decode()
        + client.get("/residents/requests/").content.decode()
    )
    assert who in shown and "护栏断了" in shown
    given = build.ANSWER | {"told_how": "notice"}
    assert client.post(f"/residents/requests/{row.pk}/answer/", given).status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"asker": "place"}, "place_name"),
        ({"asker": "household"}, "household"),
        ({"asker": "passer_by", "village": ""}, "village"),
        ({"asker": "nobody"}, "asker"),
        ({"asker": "passer_by", "kind": "gossip"}, "kind"),
        ({"asker": "place", "place_name": "王家 15400001234"}, "place_name"),
    ],
)
def test_who_asks_is_said_in_full_or_refused_beside_the_field(village, officer, sign_in, fields, field):
    answer = sign_in(officer).post(NEW, sent(village, **fields))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not Request.objects.exists()


def test_what_belongs_to_another_asker_is_dropped(village, officer, sign_in):
    household = build.make_household(village)
    sign_in(officer).post(NEW, sent(village, asker="passer_by", household=household.pk, place_name="店"))
    row = Request.objects.get()
    assert (row.household, row.place_name) == (None, "")


@pytest.mark.parametrize(
    "fields",
    [
        {"asker": "place", "place_name": ""},
        {"asker": "passer_by", "place_name": "店"},
        {"asker": "household", "place_name": "店"},
        {"told_back_on": TODAY},
        {"told_how": "face"},
        {"due_on": date(2026, 3, 1)},
    ],
)
def test_the_database_takes_no_half_request(village, officer, fields):
    row = build.make_request(village, by=officer, asker="passer_by") if "asker" in fields else None
    row = row or build.make_request(village, by=officer)
    if fields.get("asker") == "household":
        row = build.make_request(village, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=row.pk).update(**fields)


def test_what_is_urgent_is_due_on_the_day_on_which_it_was_asked(village, officer, sign_in):
    client = sign_in(officer)
    client.post(NEW, sent(village, asker="passer_by", urgency="urgent"))
    assert Request.objects.get().due_on == TODAY
    home = client.get("/").content.decode()
    assert "护栏断了" in home and "今天须答复" in home and "紧急" in home


def test_a_visit_notes_the_request_with_kind_and_urgency(village, officer, sign_in):
    household = build.make_household(village)
    typed = {"household": household.pk, "occurred_on": "2026-03-19", "outcome": "met", "talks": "1",
             "asked": "水管裂了", "kind": "utilities", "urgency": "urgent", "due_on": "2026-04-03"}  # fmt: skip
    sign_in(officer).post("/residents/visits/new/", typed)
    row = Request.objects.get()
    assert (row.kind, row.urgency, row.due_on, row.visit) == (
        "utilities", "urgent", date(2026, 3, 19), Visit.objects.get(),
    )  # fmt: skip


def test_a_visit_without_these_words_notes_the_usual(village, officer, sign_in):
    household = build.make_household(village)
    typed = {"household": household.pk, "occurred_on": "2026-03-20", "outcome": "met", "asked": "修路"}
    sign_in(officer).post("/residents/visits/new/", typed)
    row = Request.objects.get()
    assert (row.kind, row.urgency, row.due_on) == ("other", "normal", TODAY + timedelta(days=15))


def test_the_request_of_a_visit_stays_with_its_household(village, officer, sign_in):
    household = build.make_household(village)
    visit = build.make_visit(village, TODAY, officer, household=household)
    row = build.make_request(village, TODAY, officer, household=household, visit=visit)
    page = sign_in(officer).get(f"/residents/requests/{row.pk}/edit/").content.decode()
    assert 'name="asker"' not in page and 'name="household"' in page


def test_a_no_is_an_answer_once_it_was_told(village, officer, sign_in):
    row, client = build.make_request(village, by=officer), sign_in(officer)
    url = f"/residents/requests/{row.pk}/answer/"
    for missing in ("told_how", "told_back_on", "answer", "outcome"):
        answer = client.post(url, {name: value for name, value in build.ANSWER.items() if name != missing})
        assert answer.status_code == 422 and missing in answer.context["form"].errors, missing
    client.post(url, build.ANSWER | {"outcome": "not_done", "answer": "没有政策依据"})
    row.refresh_from_db()
    assert not row.waits and (row.outcome, row.told_back_on) == ("not_done", TODAY)
    entry = trail.entries_for(row).get(action="answer_request")
    assert entry.detail["told_how"] == "face" and "没有政策依据" not in str(entry.detail)


def test_a_day_to_tell_lies_between_the_request_and_today(village, officer, sign_in):
    row = build.make_request(village, date(2026, 3, 10), by=officer)
    for day in ("2026-03-09", "2026-03-21"):
        answer = sign_in(officer).post(
            f"/residents/requests/{row.pk}/answer/", build.ANSWER | {"told_back_on": day}
        )
        assert answer.status_code == 422


def edited(row, **fields):
    given = {
        "household": row.household_id,
        "occurred_on": row.occurred_on,
        "asked": row.asked,
        "due_on": row.due_on,
    }
    return build.ASKED | given | fields


def test_nothing_becomes_punctual_afterwards(village, officer, sign_in):
    row = build.make_request(village, date(2026, 3, 10), by=officer, due_on=date(2026, 3, 19))
    client, url = sign_in(officer), f"/residents/requests/{row.pk}/edit/"
    refused = client.post(url, edited(row, due_on="2026-03-30"))
    assert refused.status_code == 422 and "due_on" in refused.context["form"].errors
    assert client.post(url, edited(row, asked="路灯又坏了")).status_code == 302
    Request.objects.update(state="given_back", returned_field="due_on", reason="日期记错")
    assert client.post(url, edited(row, due_on="2026-03-30")).status_code == 302


def test_an_answer_that_the_chief_gives_back_is_corrected(village, officer, chief, sign_in):
    row = build.make_request(village, TODAY, officer)
    client, page = sign_in(officer), f"/residents/requests/{row.pk}/answer/"
    assert client.post(page, build.ANSWER | {"answer": "已装路灯"}).status_code == 302
    row.refresh_from_db()
    ledgers.give_back(row, "装在哪里没有写", "answer", by=chief)
    opened = client.get(page)
    shown = opened.content.decode()
    assert "装在哪里没有写" in shown and "已装路灯" in shown and "data-returned" in shown
    again = client.post(page, build.ANSWER | {"answer": "已装路灯"})
    assert again.status_code == 422  # nothing is changed
    assert client.post(page, build.ANSWER | {"answer": "村口已装路灯"}).status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.state, row.returned_field) == ("村口已装路灯", "recorded", "")
    ledgers.accept(row, by=chief)
    assert client.get(page).status_code != 200


def test_a_corrected_answer_does_not_become_punctual(village, officer, chief, sign_in):
    row = build.make_request(village, TODAY - timedelta(days=9), officer, due_on=TODAY - timedelta(days=3))
    client, page = sign_in(officer), f"/residents/requests/{row.pk}/answer/"
    early = build.ANSWER | {"told_back_on": str(TODAY - timedelta(days=4))}
    assert client.post(page, build.ANSWER | {"told_back_on": str(TODAY)}).status_code == 302
    assert "told_back_on" in client.post(page, early).context["form"].errors
    row.refresh_from_db()
    ledgers.give_back(row, "日期写错了", "told_back_on", by=chief)
    assert client.post(page, early).status_code == 302


def test_nobody_corrects_the_answer_of_a_colleague(village, officer, sign_in):
    row = build.make_request(village, TODAY, officer)
    other = build.make_user("other", "officer", village.memberships.get().post)
    sign_in(officer).post(f"/residents/requests/{row.pk}/answer/", build.ANSWER)
    client = sign_in(other)
    assert "更正答复" not in client.get(row.get_absolute_url()).content.decode()
    assert client.post(f"/residents/requests/{row.pk}/answer/", build.ANSWER).status_code in (409, 422)


def test_a_promise_can_be_given_more_time_before_it_is_due(village, officer, sign_in):
    row = build.make_request(village, TODAY, by=officer, due_on=date(2026, 3, 25))
    sign_in(officer).post(f"/residents/requests/{row.pk}/edit/", edited(row, due_on="2026-03-30"))
    row.refresh_from_db()
    assert row.due_on == date(2026, 3, 30)


def test_the_month_of_the_due_day_is_asked_for_as_well(village, station, officer, bureau):
    """Told in February, entered in March: of the two months that count it the second is published."""
    row = build.make_request(village, date(2026, 1, 20), officer, due_on=date(2026, 2, 10))
    months.mark_published([station], FEBRUARY, by=bureau)
    with pytest.raises(ValidationError):
        actions.answer(build.told(row, date(2026, 1, 30)), by=officer)
    late = build.make_request(village, date(2026, 1, 20), officer, due_on=date(2026, 2, 10))
    assert not actions.answer(
        build.told(late, TODAY), by=officer
    ).is_late  # it was not told in time: nothing changes


def test_a_request_due_in_a_published_month_comes_late(village, station, officer, bureau):
    months.mark_published([station], FEBRUARY, by=bureau)
    row = Request(
        household=build.make_household(village),
        occurred_on=date(2026, 1, 20),
        due_on=date(2026, 2, 3),
        asked="路",
    )
    with pytest.raises(ValidationError):
        actions.note_request(row, by=officer)
    assert actions.note_request(row, by=officer, late_reason="漏记").is_late


def test_a_due_day_that_is_changed_touches_both_months(village, officer):
    row = build.make_request(village, TODAY, officer, due_on=date(2026, 3, 25))
    TouchedMonth.objects.all().delete()
    row.due_on = date(2026, 4, 2)
    actions.amend_request(row, by=officer)
    assert set(TouchedMonth.objects.values_list("month", flat=True)) == {MARCH, date(2026, 4, 1)}


def test_the_rate_never_passes_one(village, officer):
    build.make_request(village, date(2026, 2, 3), due_on=date(2026, 3, 5), told_back_on=date(2026, 3, 4))
    build.make_request(village, date(2026, 2, 3), due_on=date(2026, 2, 5), told_back_on=date(2026, 3, 4))
    build.make_request(village, date(2026, 2, 3), due_on=date(2026, 3, 5), state="withdrawn")
    for month in (FEBRUARY, MARCH):
        fill_month(month)
    found = {one.month: (one.requests_in_time, one.requests_due, one.requests_answered)
             for one in VillageMonth.objects.filter(village=village)}  # fmt: skip
    assert found == {FEBRUARY: (0, 1, 0), MARCH: (1, 1, 2)}


def test_the_list_shows_what_was_asked_to_those_who_may_read_it(village, officer, bureau, sign_in):
    build.make_request(village, by=officer, asked="路灯坏了好几天")
    assert "路灯坏了好几天" in sign_in(officer).get("/residents/requests/").content.decode()
    assert "路灯坏了好几天" not in sign_in(bureau).get("/residents/requests/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("waiting=on", {"甲", "乙"}), ("overdue=on", {"甲"}), ("kind=fire", {"乙"}), ("urgency=urgent", {"丙"}),
     ("in_time=on", {"丙"}), ("told_from=2026-03&told_to=2026-03", {"丙"}), ("due_from=2026-04", {"乙"})],
)  # fmt: skip
def test_filters(village, officer, sign_in, query, found):
    build.make_request(village, date(2026, 3, 2), officer, asked="甲", due_on=date(2026, 3, 9))
    build.make_request(village, TODAY, officer, asked="乙", due_on=date(2026, 4, 9), kind="fire")
    build.make_request(village, TODAY, officer, asked="丙", urgency="urgent", told_back_on=TODAY)
    page = sign_in(officer).get(f"/residents/requests/?{query}").content.decode()
    assert set(re.findall("<td[^>]*>([甲乙丙])</td>", page)) == found


def test_the_promises_on_today_lead_to_those_that_wait(village, officer, sign_in):
    build.make_request(village, by=officer)
    assert f"{reverse('residents:request-list')}?waiting=on" in sign_in(officer).get("/").content.decode()


def test_the_draft_of_a_request_without_a_household_comes_back(village, officer, sign_in):
    client = sign_in(officer)
    typed = {"asker": "place", "place_name": "村小学", "asked": "校门口车多", "kind": "traffic"}
    client.post("/ledgers/drafts/residents.request/", typed)
    assert Draft.objects.get().subject == ""
    form = client.get(NEW).context["form"]
    assert (form["place_name"].value(), form["asker"].value(), form["kind"].value()) == (
        "村小学",
        "place",
        "traffic",
    )
