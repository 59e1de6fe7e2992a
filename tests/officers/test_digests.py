"""The chief's week: made once on Monday, of the station alone, compared with the week before; its line, its links."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from access.scope import acting_as
from disputes.models import Dispute
from notices.models import Notice
from officers import digest_actions, digests, tasks
from officers.models import Digest
from policies.acting import HOUSEKEEPING, acting
from posts.models import Assignment
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # Friday 20 March 2026
MONDAY = date(2026, 3, 16)
WEEK = date(2026, 3, 9)  # .. 15 March


def made(station=None):
    with acting(HOUSEKEEPING):
        tasks.write_digests()
    return Digest.objects.get(station=station) if station else Digest.objects.get()


def test_a_week_of_a_station(village, station, post, officer, auxiliary, chief, stranger, elsewhere, sign_in):
    vacant = build.make_post(station, name="空岗警务室")
    build.make_village(vacant)
    build.make_duty_day(village, date(2026, 3, 10), officer)
    household = build.make_household(village)
    build.make_visit(village, WEEK, officer, household=household)
    build.make_visit(village, date(2026, 3, 15), officer, household=household)
    build.make_visit(village, MONDAY, officer)
    build.make_request(village, WEEK, officer, due_on=date(2026, 3, 12))
    build.make_request(village, WEEK, officer, due_on=date(2026, 3, 12), told_back_on=date(2026, 3, 12))
    build.make_request(elsewhere, WEEK, stranger, due_on=date(2026, 3, 12))
    found = made(station)
    assert found.facts["numbers"] == {
        "vacant": 1, "silent": 1, "short": 1, "promises": 1, "clocks": 0, "met": 1, "patrols": 0,
    }  # fmt: skip
    assert [one["user"] for one in found.facts["silent"]] == [auxiliary.pk]
    assert [(one["user"], one["days"], one["norm"]) for one in found.facts["short"]] == [(officer.pk, 1, 3)]
    assert found.facts["promises"] == [{"post": str(post), "n": 1}]
    assert found.facts["vacancies"][0]["name"] == "空岗警务室"
    client = sign_in(chief)
    page = client.get(found.get_absolute_url()).content.decode()
    for link in ("overdue=on", f"/officers/{officer.pk}/", f"/officers/{auxiliary.pk}/", "/organisation/"):
        assert link in page, link
    for number in digests.NUMBERS.values():
        assert client.get(number.url).status_code == 200, number.url
    assert found.get_absolute_url() in client.get("/").content.decode()  # the line on the first page
    assert found.get_absolute_url() in client.get("/officers/digests/").content.decode()


def test_leave_is_no_fault_and_who_began_in_the_week_is_not_judged(village, station, officer, auxiliary):
    build.make_leave(officer, WEEK, date(2026, 3, 15))
    Assignment.objects.filter(user=auxiliary).update(starts_on=date(2026, 3, 11))
    numbers = made(station).facts["numbers"]
    assert (numbers["silent"], numbers["short"]) == (0, 0)


def test_five_days_of_leave_leave_no_norm_of_days(village, station, officer):
    build.make_leave(officer, WEEK, date(2026, 3, 13))
    assert made(station).facts["short"] == []


def test_it_is_made_once_and_says_what_got_worse(village, station, officer, chief, time_machine):
    build.make_duty_day(village, date(2026, 3, 10), officer)
    build.make_visit(village, WEEK, officer)
    first = made(station)
    assert made(station) == first and first.facts["worse"] == []
    line = Notice.objects.get(code="digest")
    assert (line.role, line.station_id, line.link) == ("chief", station.pk, first.get_absolute_url())
    build.make_request(village, date(2026, 3, 16), officer, due_on=date(2026, 3, 17))
    time_machine.move_to("2026-03-23T06:00:00+08:00")
    with acting(HOUSEKEEPING):
        assert digest_actions.write_all(date(2026, 3, 23)) == 1
    second = Digest.objects.get(monday=date(2026, 3, 23))
    assert [(one["code"], one["before"], one["now"]) for one in second.facts["worse"]] == [
        ("promises", 0, 1), ("met", 1, 0),
    ]  # fmt: skip
    assert Notice.objects.get(code="digest").link == second.get_absolute_url()


def test_a_protected_dispute_is_in_no_number(village, station, officer):
    dispute = build.make_dispute(village, date(2025, 6, 1), officer)
    assert made(station).facts["numbers"]["clocks"] >= 1
    Digest.objects.all().delete()
    Dispute.objects.filter(pk=dispute.pk).update(violence="yes", procedure="protected", is_protected=True)
    assert made(station).facts["numbers"]["clocks"] == 0


def test_both_layers_hold_a_digest_to_the_chief_of_its_station(
    village, station, officer, clerk, chief, stranger, bureau, sign_in
):
    build.make_visit(village, WEEK, officer)
    found = made(station)
    other = build.make_user("otherchief", "chief", stranger.assignments.get().post.station)
    for person, status in ((officer, 403), (clerk, 403), (bureau, 403), (other, 404), (chief, 200)):
        assert sign_in(person).get(found.get_absolute_url()).status_code == status
    with acting(acting_as(other)):
        assert not Digest.objects.filter(pk=found.pk).exists()
    for person in (officer, stranger, bureau):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(acting_as(person)):
            Digest.objects.exists()
    for person in (chief, officer, bureau):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(acting_as(person)):
            Digest.objects.create(station=station, monday=date(2026, 3, 2), facts={})
