"""Which months of a station are behind, by when they were due, and how often it was on time."""

from datetime import date

import pytest

from ledgers import due, months
from posts.models import Membership, Station
from rules.models import DatedValue

FEBRUARY = date(2026, 2, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


def behind(station) -> list[str]:
    found = due.rows(Station.objects.filter(pk=station.pk))
    return [f"{step.month:%Y-%m} {step.state}" for step in due.behind(found, station.county.code)]


def since(village, day) -> None:
    Membership.objects.filter(village=village).update(starts_on=day)


def test_a_station_submits_by_the_third_and_the_county_publishes_by_the_eighth(county):
    assert due.of_station(FEBRUARY, county.code) == date(2026, 3, 3)
    assert due.of_county(FEBRUARY, county.code) == date(2026, 3, 8)


def test_a_county_sets_other_due_days_from_a_day_on(county):
    DatedValue.objects.create(
        code="month.station_due_day",
        county=county.code,
        value=5,
        unit="day_of_month",
        valid_from=date(2026, 3, 1),
    )
    assert due.of_station(FEBRUARY, county.code) == date(2026, 3, 5)
    assert due.of_station(date(2026, 1, 1), county.code) == date(2026, 2, 3)


def test_every_month_since_the_first_village_is_named_the_oldest_first(station, village, clerk, chief):
    since(village, date(2025, 11, 15))
    months.submit(station, date(2025, 12, 1), by=clerk)
    assert behind(station) == ["2025-11 open", "2025-12 submitted", "2026-01 open", "2026-02 open"]
    months.approve(station, date(2025, 12, 1), by=chief)
    assert behind(station) == ["2025-11 open", "2026-01 open", "2026-02 open"]


def test_a_station_whose_first_village_came_this_month_is_asked_for_nothing(station, village):
    since(village, date(2026, 3, 20))
    assert behind(station) == []


def test_a_station_is_not_asked_for_months_in_which_it_had_no_village(station, village):
    since(village, date(2025, 12, 1))
    Membership.objects.filter(village=village).update(ends_on=date(2026, 1, 20))
    assert behind(station) == ["2025-12 open"]


def test_a_village_that_closed_within_the_month_is_not_asked_for(station, village):
    since(village, date(2026, 1, 1))
    village.closed_on = date(2026, 2, 28)
    village.save()
    assert behind(station) == ["2026-01 open"]


def test_the_list_agrees_with_what_may_be_submitted(station, village, clerk):
    since(village, date(2025, 11, 30))
    for month in (date(2025, 10, 1), date(2025, 11, 1), FEBRUARY):
        named = f"{month:%Y-%m} open" in behind(station)
        assert named == months.answered_for(station, month).exists()


def test_a_published_month_is_behind_no_more(station, village, bureau):
    since(village, FEBRUARY)
    months.mark_published([station], FEBRUARY, by=bureau)
    assert behind(station) == []


def test_on_time_is_the_submission_that_stands_by_its_due_day(station, village, clerk, chief, time_machine):
    since(village, date(2025, 11, 1))
    for day, month in (("2025-12-03", date(2025, 11, 1)), ("2026-01-04", date(2025, 12, 1))):
        time_machine.move_to(f"{day}T23:30:00+08:00")
        months.submit(station, month, by=clerk)
    time_machine.move_to("2026-03-02T09:00:00+08:00")
    rows = list(due.rows(Station.objects.filter(pk=station.pk)))
    assert due.on_time(rows, station.county.code) == {station.pk: (1, 3)}  # February is not due yet
    months.give_back(station, date(2025, 11, 1), "少一村", by=chief)
    months.submit(station, date(2025, 11, 1), by=clerk)
    rows = list(due.rows(Station.objects.filter(pk=station.pk)))
    assert due.on_time(rows, station.county.code) == {station.pk: (0, 3)}


@pytest.mark.parametrize(("day", "words"), [("2026-03-01", "2"), ("2026-03-04", "1"), ("2026-03-03", "今天")])
def test_a_due_day_is_said_with_the_days_left_or_over(time_machine, day, words):
    time_machine.move_to(f"{day}T09:00:00+08:00")
    assert words in due.in_words(date(2026, 3, 3))
