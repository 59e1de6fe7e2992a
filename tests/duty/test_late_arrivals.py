"""A forgotten arrival waits for the chief, a wrong one is withdrawn; only what counts is counted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from audit.models import Entry
from duty import correcting
from duty.actions import grant_leave
from duty.models import DutyDay, Leave
from indicators import compute
from indicators.models import VillageMonth
from ledgers.models import LateChange, StationMonth
from notices.models import Notice
from posts.models import Membership
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")
State = DutyDay.State
THURSDAY = date(2026, 3, 19)
NEW = "/ledgers/duty/new/"


def typed(village, on="2026-03-19", **more):
    return {"village": village.pk, "on": on, "at": "09:40", "reason": "没有信号"} | more


def opened(user):
    client = PageClient()
    client.force_login(user)
    return client


def late(village, officer, on=THURSDAY):
    return build.make_duty_day(
        village, on, officer, state=State.WAITING, entered_on=date(2026, 3, 20), reason="忘记"
    )


def close(village, state, by):
    station = village.memberships.get().post.station
    who = {"submitted_by": by, "submitted_at": timezone.now()}
    StationMonth.objects.create(station=station, month=date(2026, 2, 1), state=state, **who)


def days_counted(village, month=date(2026, 3, 1)):
    compute.fill_month(month)
    return VillageMonth.objects.get(village=village, month=month).duty_days


# Entered later


def test_a_forgotten_arrival_waits_and_counts_when_the_chief_confirms(village, officer, chief):
    opened(officer).post(NEW, typed(village))
    day = DutyDay.objects.get()
    assert (day.state, day.user, f"{day.arrived_at:%H:%M}") == (State.WAITING, officer, "01:40")
    assert days_counted(village) == 0
    opened(chief).post(f"/ledgers/duty/{day.pk}/confirm/", {"version": day.version})
    day.refresh_from_db()
    assert (day.state, day.decided_by) == (State.NOTED, chief) and days_counted(village) == 1


def test_it_stands_on_the_chiefs_board(village, officer, chief):
    day = late(village, officer)
    page = opened(chief).get("/").content.decode()
    assert "/ledgers/duty/?to_decide=on" in page
    assert f"/ledgers/duty/{day.pk}/" in opened(chief).get("/ledgers/duty/?to_decide=on").content.decode()


def test_refused_it_never_counts_and_the_officer_reads_why(village, officer, chief):
    day = late(village, officer)
    opened(chief).post(
        f"/ledgers/duty/{day.pk}/refuse/", {"reason": "当天在所里值班", "version": day.version}
    )
    day.refresh_from_db()
    assert day.state == State.REFUSED and days_counted(village) == 0
    assert Notice.objects.get(user=officer).detail["reason"] == "当天在所里值班"
    assert "当天在所里值班" in opened(officer).get("/").content.decode()


@pytest.mark.parametrize(
    "sent", [{"reason": " "}, {"on": "2026-03-20"}, {"on": "2026-03-25"}, {"at": ""}, {"on": ""}]
)
def test_what_can_not_be_is_refused(village, officer, sent):
    answer = opened(officer).post(NEW, typed(village, **sent))
    assert answer.status_code == 422 and not DutyDay.objects.exists()


def test_a_day_that_has_an_arrival_is_refused(village, officer):
    build.make_duty_day(village, THURSDAY, officer)
    answer = opened(officer).post(NEW, typed(village))
    assert answer.status_code == 422 and DutyDay.objects.count() == 1


@pytest.mark.parametrize("gone", [State.REFUSED, State.WITHDRAWN])
def test_a_day_whose_arrival_is_gone_can_be_entered(village, officer, gone):
    build.make_duty_day(village, THURSDAY, officer, state=gone, refusal_reason="x", withdrawal_reason="x")
    opened(officer).post(NEW, typed(village))
    assert DutyDay.objects.holding().count() == 1


def test_nobody_enters_a_day_before_they_served_at_the_post(village, officer):
    officer.assignments.update(starts_on=date(2026, 3, 20))
    answer = opened(officer).post(NEW, typed(village))
    assert "on" in answer.context["form"].errors and not DutyDay.objects.exists()


def test_nobody_enters_a_day_before_the_village_belonged_to_the_post(village, officer):
    Membership.objects.filter(village=village).update(starts_on=date(2026, 3, 20))
    answer = opened(officer).post(NEW, typed(village))
    assert "village" in answer.context["form"].errors and not DutyDay.objects.exists()


def test_a_village_of_others_is_not_offered(elsewhere, village, officer):
    answer = opened(officer).post(NEW, typed(elsewhere))
    assert answer.status_code == 422 and not DutyDay.objects.exists()


def test_sent_twice_it_is_one(village, officer):
    client = opened(officer)
    sent = typed(village, client_key="6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
    assert [client.post(NEW, sent).status_code for _time in range(2)] == [302, 302]
    assert DutyDay.objects.count() == 1


# Closed months


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_locked_month_says_who_locked_it(village, officer, chief, state):
    close(village, state, chief)
    answer = opened(officer).post(NEW, typed(village, "2026-02-19"))
    assert answer.status_code == 422 and str(chief) in str(answer.context["form"].errors["on"])


def test_a_month_that_closed_meanwhile_hinders_the_confirmation_and_not_the_refusal(village, officer, chief):
    day = late(village, officer, date(2026, 2, 19))
    close(village, "submitted", chief)
    with pytest.raises(ValidationError, match="2026-02"):
        correcting.confirm(day, by=chief)
    assert correcting.refuse(day, "不在", by=chief).state == State.REFUSED


def test_in_a_published_month_the_reason_stands_beside_the_difference(village, officer, chief):
    close(village, "published", chief)
    opened(officer).post(NEW, typed(village, "2026-02-19"))
    assert not LateChange.objects.exists()
    correcting.confirm(DutyDay.objects.get(), by=chief)
    assert LateChange.objects.get().reason == "没有信号" and LateChange.objects.get().village == village


# Withdrawn


def test_todays_is_withdrawn_by_its_author_alone_and_another_can_be_noted(village, officer):
    day = build.make_duty_day(village, date(2026, 3, 20), officer)
    client = opened(officer)
    client.post(f"/ledgers/duty/{day.pk}/withdraw/", {"reason": "点错了", "version": day.version})
    day.refresh_from_db()
    assert day.state == State.WITHDRAWN and days_counted(village) == 0
    assert "点错了" in client.get(f"/ledgers/duty/{day.pk}/").content.decode()
    client.post("/ledgers/duty/arrive/", {"village": village.pk})
    assert DutyDay.objects.counted().count() == 1


@pytest.mark.parametrize(
    ("decision", "after", "counted"), [("confirm", State.WITHDRAWN, 0), ("refuse", State.NOTED, 1)]
)
def test_an_earlier_one_counts_until_the_chief_decides(village, officer, chief, decision, after, counted):
    day = build.make_duty_day(village, THURSDAY, officer)
    correcting.withdraw(day, "不在", by=officer)
    day.refresh_from_db()
    assert day.state == State.TO_WITHDRAW and days_counted(village) == 1
    opened(chief).post(f"/ledgers/duty/{day.pk}/{decision}/", {"reason": "看了照片", "version": day.version})
    day.refresh_from_db()
    assert day.state == after and days_counted(village) == counted


def test_one_that_waits_is_withdrawn_at_once(village, officer):
    assert correcting.withdraw(late(village, officer), "记错了", by=officer).state == State.WITHDRAWN


def test_a_withdrawn_one_is_not_withdrawn_again(village, officer):
    day = build.make_duty_day(village, THURSDAY, officer, state=State.WITHDRAWN, withdrawal_reason="x")
    with pytest.raises(ValidationError):
        correcting.withdraw(day, "再", by=officer)


def test_nobody_withdraws_an_arrival_of_somebody_else(village, officer, auxiliary):
    day = build.make_duty_day(village, THURSDAY, officer)
    assert opened(auxiliary).post(f"/ledgers/duty/{day.pk}/withdraw/", {"reason": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        correcting.withdraw(day, "x", by=auxiliary)


# Who decides


@pytest.mark.parametrize("action", ["confirm", "refuse"])
def test_an_acting_chief_does_not_decide_on_an_arrival_of_their_own(village, officer, chief, action):
    day = late(village, chief)
    answer = opened(chief).post(f"/ledgers/duty/{day.pk}/{action}/", {"reason": "x", "version": day.version})
    assert answer.status_code == 422


def test_the_officer_decides_nothing(village, officer):
    day = late(village, officer)
    assert opened(officer).post(f"/ledgers/duty/{day.pk}/confirm/").status_code == 403


def test_it_is_decided_once(village, officer, chief):
    day = late(village, officer)
    for _time in range(2):
        answer = opened(chief).post(f"/ledgers/duty/{day.pk}/confirm/", {"version": day.version})
    assert answer.status_code in (409, 422) and Entry.objects.filter(action="confirm_arrival").count() == 1


# What counts


def test_the_view_and_the_queryset_count_the_same(village, officer):
    for number, state in enumerate(State.values, 1):
        fields = {"refusal_reason": "x", "withdrawal_reason": "x"}
        build.make_duty_day(village, date(2026, 3, number), officer, state=state, **fields)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM counted_arrivals")
        assert {pk for (pk,) in cursor.fetchall()} == {day.pk for day in DutyDay.objects.counted()}


def test_an_arrival_on_a_day_of_leave_is_asked_about_and_the_chief_reads_it(village, officer, chief):
    leave = build.make_leave(officer, date(2026, 3, 16), date(2026, 3, 19))
    leave.granted_by = chief
    leave.save()
    client = opened(officer)
    refused = client.post(NEW, typed(village))
    html = refused.content.decode()
    assert refused.status_code == 422 and "当天在您的休假期内" in html and chief.name in html
    assert client.post(NEW, typed(village, sure=f"leave={leave.pk}:2026-03-19")).status_code == 302
    day = DutyDay.objects.get()
    for page in (f"/ledgers/duty/{day.pk}/", f"/ledgers/duty/{day.pk}/confirm/"):
        html = opened(chief).get(page).content.decode()
        assert "当天在休假期内" in html and chief.name in html


def test_who_grants_a_leave_stands_on_it(officer, chief):
    leave = Leave(user=officer, kind="leave", starts_on=THURSDAY, ends_on=THURSDAY)
    assert grant_leave(leave, by=chief).granted_by == chief
