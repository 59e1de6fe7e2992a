"""The way of a month on its pages, per role."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit.models import Entry
from duty.models import DutyDay
from indicators import compute, publish
from indicators.models import Publication, TouchedMonth, VillageMonth
from jobs.models import Job
from ledgers import months
from ledgers.models import StationMonth
from notices.models import Notice
from posts.models import Village
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
State = StationMonth.State


def step(page, month, station):
    room = "reports" if page in {"submit", "approve"} else "indicators"
    return reverse(f"{room}:month-{page}", args=[month, station.pk])


def state(station, month):
    return months.station_month(station, month).state


def detail(month):
    return reverse("indicators:month-detail", args=[month])


def labels(answer):
    return [
        button["url"].rstrip("/").rpartition("/")[2]
        for row in answer.context["stations"]
        for button in row["buttons"]
    ]


def test_the_whole_way_of_a_month(village, station, clerk, chief, bureau, february, sign_in):
    build.attest(village, february)
    sign_in(clerk).post(step("submit", february, station))
    assert state(station, february) == State.SUBMITTED
    sign_in(chief).post(step("approve", february, station))
    assert state(station, february) == State.APPROVED
    publish.count(february)
    answer = sign_in(bureau).post(reverse("indicators:month-publish", args=[february]))
    assert answer.url == Publication.objects.get().get_absolute_url()
    assert state(station, february) == State.PUBLISHED


def test_each_role_sees_its_next_step(village, station, clerk, chief, bureau, leader, february, sign_in):
    assert labels(sign_in(clerk).get(detail(february))) == ["submit"]
    months.submit(station, february, by=clerk)
    assert labels(sign_in(clerk).get(detail(february))) == []
    assert labels(sign_in(chief).get(detail(february))) == ["approve", "give-back"]
    assert labels(sign_in(bureau).get(detail(february))) == ["give-back"]
    assert labels(sign_in(leader).get(detail(february))) == []


def test_arrivals_that_wait_are_told_before_the_month_is_submitted(
    village, station, officer, clerk, chief, bureau, february, sign_in
):
    states, why = DutyDay.State, {"withdrawal_reason": "不在村", "refusal_reason": "没有到村"}
    for number, waits in enumerate((states.WAITING, states.TO_WITHDRAW, states.REFUSED, states.NOTED), 1):
        build.make_duty_day(village, february.replace(day=number), officer, state=waits, **why)
    build.make_duty_day(village, date(2026, 3, 1), officer, state=states.WAITING)
    for person in (clerk, chief, bureau):
        browser = sign_in(person)
        page = browser.get(detail(february))
        [row] = page.context["stations"]
        assert row["waiting"].count == 2 and "2 次签到待所长确认" in page.content.decode()
        assert len(browser.get(row["waiting"].url).context["table"].rows) == 2
    asked = sign_in(clerk).get(step("submit", february, station)).content.decode()
    assert "2 次签到待所长确认" in asked and "请先处理" in asked
    DutyDay.objects.update(state=states.NOTED)
    assert "待所长确认" not in sign_in(clerk).get(detail(february)).content.decode()


def test_giving_back_needs_a_reason_which_the_station_reads(
    village, station, clerk, chief, february, sign_in
):
    months.submit(station, february, by=clerk)
    client = sign_in(chief)
    assert client.post(step("give-back", february, station), {"reason": ""}).status_code == 422
    client.post(step("give-back", february, station), {"reason": "少报一村"})
    assert state(station, february) == State.OPEN
    assert "少报一村" in sign_in(clerk).get(detail(february)).content.decode()


def test_the_running_month_is_not_submitted(village, station, clerk, march, sign_in):
    client = sign_in(clerk)
    assert labels(client.get(detail(march))) == []
    assert client.post(step("submit", march, station)).status_code == 422


def test_another_station_does_not_exist(village, elsewhere, clerk, chief, february, sign_in):
    other = elsewhere.memberships.get().post.station
    assert sign_in(clerk).get(step("submit", february, other)).status_code == 404
    assert sign_in(chief).post(step("approve", february, other)).status_code == 404
    assert sign_in(chief).post(step("give-back", february, other), {"reason": "错"}).status_code == 404


def test_a_role_without_the_verb_is_refused(village, station, clerk, bureau, officer, february, sign_in):
    assert sign_in(clerk).get(step("approve", february, station)).status_code == 403
    assert sign_in(clerk).get(step("give-back", february, station)).status_code == 403
    assert sign_in(bureau).get(step("submit", february, station)).status_code == 403
    assert sign_in(officer).get(detail(february)).status_code == 403


def test_publishing_without_all_stations_lists_them_and_needs_a_reason(
    village, station, bureau, february, sign_in
):
    client, url = sign_in(bureau), reverse("indicators:month-publish", args=[february])
    build.attest(village, february)
    publish.count(february)
    page = client.get(url)
    assert page.context["missing"] == [station]
    assert "five_none" in [figure.indicator.code for figure in page.context["headline"]]
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "上级催报"}).status_code == 302


def test_counting_a_month_is_a_job(village, chief, february, sign_in):
    answer = sign_in(chief).post(reverse("indicators:month-compute", args=[february]))
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert (job.by, job.params) == (
        chief,
        {
            "month": "2026-02",
            "asked_from": "127.0.0.1",
            "asked_at_post": None,
        },
    )
    assert sign_in(chief).get(reverse("indicators:month-compute", args=[february])).status_code == 405


def test_the_list_tells_reports_steps_and_differences(village, station, bureau, february, sign_in):
    build.attest(village, february)
    publish.freeze(station.county, february, by=bureau, reason="试点")
    build.make_patrol(village, february)
    compute.fill_touched()
    answer = sign_in(bureau).get(reverse("indicators:month-list"))
    rows = {row["month"]: row for row in answer.context["rows"]}
    assert len(rows) == 13
    assert rows[february]["reported"] == (1, 1)
    assert rows[february]["stations"] == {"submitted": 0, "approved": 0, "expected": 1}
    assert answer.context["pending"] == {february: 1}


def test_villages_reported_is_one_number_on_every_page(village, elsewhere, bureau, february, sign_in):
    build.attest(village, february)
    client = sign_in(bureau)
    board = client.get(reverse("indicators:incident-board"), {"month": "2026-02"}).context["found"]
    month = client.get(detail(february)).context["found"]
    listed = {
        row["month"]: row["reported"] for row in client.get(reverse("indicators:month-list")).context["rows"]
    }
    assert (board.reported, board.expected) == (month.reported, month.expected) == listed[february] == (1, 2)


def test_a_closed_village_is_expected_as_long_as_the_figures_count_it(
    village, elsewhere, bureau, february, march, sign_in
):
    Village.objects.filter(pk=village.pk).update(closed_on=date(2026, 2, 28))
    client = sign_in(bureau)
    listed = {
        row["month"]: row["reported"][1]
        for row in client.get(reverse("indicators:month-list")).context["rows"]
    }
    january = date(2026, 1, 1)
    for month, expected in ((january, 2), (february, 1), (march, 1)):
        compute.fill_month(month)
        assert VillageMonth.objects.filter(month=month, is_expected=True).count() == expected
        assert client.get(detail(month)).context["found"].expected == expected
        assert listed[month] == expected


def test_looking_at_what_will_be_published_counts_nothing(village, bureau, february, sign_in):
    build.attest(village, february)
    compute.fill_touched()
    client, url = sign_in(bureau), reverse("indicators:month-publish", args=[february])
    assert not client.get(url).context["is_uncounted"]
    build.make_patrol(village, february)
    assert client.get(url).context["is_uncounted"]
    assert TouchedMonth.objects.filter(month=february).exists()
    refused = client.post(url, {"reason": "试点"})  # counts first: what was shown is not what the books say
    assert refused.status_code == 409 and not Publication.objects.exists()
    client.post(url, {"reason": "试点", "version": refused.context["version"]})
    assert Publication.objects.get().counts.get().patrols == 1


def test_a_month_that_was_decided_on_after_the_page_was_opened_is_shown_again(
    village, station, clerk, chief, february, sign_in
):
    build.attest(village, february)
    months.submit(station, february, by=clerk)
    shown = sign_in(chief).get(step("approve", february, station)).context["version"]
    months.give_back(station, february, "漏了两户", by=chief)
    months.submit(station, february, by=clerk)
    answer = sign_in(chief).post(step("approve", february, station), {"version": shown})
    assert answer.status_code == 409 and state(station, february) == State.SUBMITTED


def test_who_submitted_does_not_approve(village, station, chief, bureau, february, sign_in):
    """The chief has submitted alone: nobody else is at the station, so the county approves, and is named as such."""
    build.attest(village, february)
    client = sign_in(chief)
    client.post(step("submit", february, station))
    assert labels(client.get(detail(february))) == ["give-back"]
    assert client.post(step("approve", february, station)).status_code == 422
    assert labels(sign_in(bureau).get(detail(february))) == ["approve", "give-back"]
    assert sign_in(bureau).post(step("approve", february, station)).status_code == 302
    row = months.station_month(station, february)
    assert (row.state, row.approved_by, row.is_approved_by_county) == (State.APPROVED, bureau, True)
    for person in (chief, bureau):
        assert "县局代批" in sign_in(person).get(detail(february)).content.decode()


def test_the_county_approves_only_where_nobody_else_may(
    village, station, clerk, chief, bureau, february, sign_in
):
    build.attest(village, february)
    months.submit(station, february, by=clerk)
    client = sign_in(bureau)
    assert labels(client.get(detail(february))) == ["give-back"]
    page = client.get(step("approve", february, station))
    assert str(chief) in page.context["why_not"]
    assert client.post(step("approve", february, station)).status_code == 422
    type(chief).objects.filter(pk=chief.pk).update(is_active=False)
    assert labels(client.get(detail(february))) == ["approve", "give-back"]
    assert client.post(step("approve", february, station)).status_code == 302


def test_a_month_given_back_stands_on_the_first_pages_until_it_is_submitted_again(
    village, station, clerk, chief, february, sign_in
):
    build.attest(village, february)
    months.submit(station, february, by=clerk)
    sign_in(chief).post(step("give-back", february, station), {"reason": "少报一村"})
    for person in (clerk, chief):
        page = sign_in(person).get("/")
        assert "少报一村" in page.content.decode() and str(chief) in page.content.decode()
    [row] = sign_in(clerk).get(detail(february)).context["stations"]
    assert row["state"].submitted_by is None and row["state"].given_back_by == chief
    sign_in(clerk).post(step("submit", february, station))
    assert "少报一村" not in sign_in(chief).get("/").content.decode()


def test_the_county_reminds_a_station_once_a_day(
    village, station, clerk, chief, bureau, february, sign_in, time_machine
):
    client, url = sign_in(bureau), step("remind", february, station)
    client.post(url)
    client.post(url)
    assert Entry.objects.filter(action="remind_station").count() == 1
    assert Notice.objects.count() == 2
    for person in (clerk, chief):
        [line] = sign_in(person).get("/").context["notices"]
        assert "2026-02" in line.text and str(bureau) in line.text
    [row] = client.get(detail(february)).context["stations"]
    assert row["state"].reminded_by == bureau and row["reminded_at"]
    assert not row["may_remind"]  # once a day
    time_machine.move_to("2026-03-21T07:00:00+08:00")  # in Greenwich the same day
    sign_in(bureau).post(url)
    assert Notice.objects.filter(done_at=None).count() == 4


def test_a_reminder_is_done_by_the_step_for_everybody_at_the_station(
    village, elsewhere, station, clerk, chief, bureau, february, sign_in
):
    other = elsewhere.memberships.get().post.station
    for one in (station, other):
        months.remind(one, february, by=bureau)
    build.attest(village, february)
    sign_in(clerk).post(step("submit", february, station))
    assert set(Notice.objects.filter(done_at=None).values_list("station_id", flat=True)) == {other.pk}
    months.remind(other, date(2026, 1, 1), by=bureau)
    with pytest.raises(ValidationError):
        months.remind(station, february, by=bureau)  # today already
    assert labels(sign_in(chief).get(detail(february))) == ["approve", "give-back"]


def test_a_reminder_is_done_when_the_county_approves_for_the_station(
    village, station, clerk, chief, bureau, february, sign_in
):
    build.attest(village, february)
    sign_in(chief).post(step("submit", february, station))
    sign_in(bureau).post(step("remind", february, station))
    assert Notice.objects.filter(done_at=None).count() == 2
    assert sign_in(bureau).post(step("approve", february, station)).status_code == 302
    assert set(Notice.objects.values_list("done_by", flat=True)) == {bureau.pk}
    assert not any(sign_in(one).get("/").context["notices"] for one in (clerk, chief))


def test_only_the_county_reminds_its_own_stations(
    village, station, clerk, chief, leader, bureau, february, march
):
    for by in (clerk, chief, leader):
        with pytest.raises(PermissionDenied):
            months.remind(station, february, by=by)
    with pytest.raises(ValidationError):
        months.remind(station, march, by=bureau)
    stranger = build.make_user("other-bureau", "county", build.make_county("另县", code="990902"))
    with pytest.raises(PermissionDenied):
        months.remind(station, february, by=stranger)


def test_the_pages_of_months_tell_who_is_overdue_and_how_often_on_time(
    village, station, clerk, bureau, february, sign_in, time_machine
):
    time_machine.move_to("2026-02-02T09:00:00+08:00")
    months.submit(station, date(2026, 1, 1), by=clerk)
    time_machine.move_to("2026-03-20T09:00:00+08:00")
    client = sign_in(bureau)
    [row] = client.get(detail(february)).context["stations"]
    good, total = row["on_time"]
    assert row["is_overdue"] and good == 1 and total > 1
    page = client.get(reverse("indicators:month-list"))
    assert page.context["overdue"][0].month < february
    assert page.context["on_time"] == [(station.name, good, total)]
