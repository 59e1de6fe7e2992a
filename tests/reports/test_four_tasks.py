"""The four tasks of a month on Today and on the board of the chief."""

from datetime import date

import pytest

from calendars import calendar
from indicators import compute
from reports import four_tasks
from rules.models import DatedValue
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # it is 20 March 2026, a Friday; Sundays: 1, 8, 15, 22, 29


def counts(tasks) -> dict[str, tuple[int, int, int]]:
    return {one.code: (one.done, one.norm, one.due) for one in tasks}


@pytest.mark.parametrize(
    ("month", "first", "weeks"),
    [(date(2026, 3, 1), 1, 5), (date(2026, 2, 1), 1, 4), (date(2026, 8, 1), 2, 5), (date(2026, 6, 1), 7, 4)],
)
def test_a_week_belongs_to_the_month_of_its_sunday(month, first, weeks):
    sundays = calendar.sundays_of(month)
    assert (sundays[0].day, len(sundays)) == (first, weeks)
    assert all(calendar.sunday_of(day) == day for day in sundays)


def test_weeks_rounds_and_bulletins_are_counted_beside_their_norms(village, officer, sign_in, march):
    build.make_pairing(build.make_household(village), officer)
    for day in (date(2026, 2, 25), date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 18)):
        build.make_service(village, day, officer)  # two in one week are one week; 25 February is of 1 March
    build.make_service(village, date(2026, 2, 20), officer)  # its Sunday is in February
    build.make_service(village, date(2026, 3, 5), officer, kind="document", quantity=12)
    build.make_service(village, date(2026, 2, 27), officer, kind="bulletin")
    found = counts(sign_in(officer).get("/").context["four_tasks"])
    assert found == {
        "pairing": (1, 1, 1),
        "good_deed": (3, 5, 3),
        "document": (1, 1, 0),
        "bulletin": (0, 1, 0),
    }


def test_what_was_withdrawn_or_is_of_another_post_does_not_count(
    village, elsewhere, officer, stranger, sign_in
):
    build.make_service(elsewhere, date(2026, 3, 4), stranger)
    build.make_service(village, date(2026, 3, 4), officer, state="withdrawn", reason="记错了")
    tasks = sign_in(officer).get("/").context["four_tasks"]
    assert counts(tasks)["good_deed"] == (0, 5, 3)
    assert next(one for one in tasks if one.code == "good_deed").is_behind


def test_the_chief_sees_them_in_the_row_of_each_post(village, officer, chief, sign_in, march):
    build.make_service(village, date(2026, 3, 4), officer)
    compute.fill_month(march)
    answer = sign_in(chief).get("/")
    post = village.memberships.get().post_id
    assert counts(answer.context["four_tasks"][post])["good_deed"] == (1, 5, 3)
    assert "好事 1/5" in answer.content.decode()


def test_a_norm_of_the_county_changes_them_and_0_leaves_one_out(village, officer, station, sign_in):
    for code, value in (("service.good_deeds_a_week", 2), ("service.bulletins_a_month", 0)):
        DatedValue.objects.create(
            code=code, county=station.county.code, value=value, unit="times", valid_from=date(2026, 1, 1)
        )
    build.make_service(village, date(2026, 3, 3), officer)
    build.make_service(village, date(2026, 3, 10), officer, quantity=2)
    found = counts(sign_in(officer).get("/").context["four_tasks"])
    assert "bulletin" not in found and found["good_deed"] == (1, 5, 3)


def test_who_reads_no_ledger_gets_none(auditor, village, march):
    assert four_tasks.by_post(auditor, march, [village.memberships.get().post_id]) == {}
