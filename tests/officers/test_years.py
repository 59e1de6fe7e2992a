"""Somebody's year: over all posts held and moved villages, counted once; who may read it, at both layers; the files."""

import io
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from access.roles import Role
from access.scope import acting_as
from audit.models import Entry
from officers import years
from policies.acting import acting
from posts.actions.moving import move_village
from posts.models import Assignment
from tests import build
from tests.documents import pdf
from training.models import Attendance

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026


def of(user, person, year=2026):
    with acting(acting_as(user)):
        return years.of(user, person, year)


def totals(found):
    return {one.code: int(one.total) for one in found.lines if one.total}


@pytest.fixture
def worked(village, officer, auxiliary):
    """What the officer did in two months, alone and with the auxiliary; and what does not count."""
    household = build.make_household(village)
    january, march = date(2026, 1, 12), date(2026, 3, 2)
    build.make_visit(village, january, officer, household=household, talks=2)
    build.make_visit(village, march, officer, household=household, talks=3)
    build.make_visit(village, march, officer, outcome="absent")
    build.make_visit(village, march, officer, state="withdrawn")
    build.make_visit(village, date(2025, 12, 31), officer)
    build.make_service(village, march, officer, kind="document", quantity=12)
    build.make_patrol(village, march, auxiliary, done_by=sorted([officer.pk, auxiliary.pk]))
    build.make_patrol(village, march, auxiliary)
    build.make_duty_day(village, march, officer)
    training = build.make_training(village, officer, hours="1.5")
    Attendance.objects.create(training=training, person=officer, **build.keys(village))
    return household


EXPECTED = {"met": 1, "talks": 5, "service_document": 12, "patrols": 1, "days": 1, "hours": 1}


def test_a_year_counts_what_the_person_did_alone_or_with_others(worked, officer, auxiliary):
    found = of(officer, officer)
    assert totals(found) == EXPECTED
    by_code = {one.code: one for one in found.lines}
    assert [int(n) for n in by_code["met"].months[:3]] == [1, 0, 1]  # of the year one household, not two
    assert by_code["met"].months[3:] == [None] * 9
    assert str(by_code["hours"].total) == "1.5"
    assert by_code["met"].norm == 90
    assert totals(of(auxiliary, auxiliary)) == {"patrols": 2}
    assert totals(of(officer, officer, 2025)) == {"met": 1, "talks": 1}


def test_work_stays_in_the_own_year_when_the_village_goes_to_another_post(
    worked, village, officer, chief, bureau, stranger, elsewhere
):
    post = elsewhere.memberships.get().post
    with acting(acting_as(bureau)):
        move_village(village, post, "调整", by=bureau)
    for reader in (officer, chief, bureau):
        assert totals(of(reader, officer)) == EXPECTED
    assert totals(of(stranger, stranger)) == {}


def test_work_of_a_former_post_is_in_the_year_and_the_new_chief_reads_it(
    worked, officer, chief, elsewhere, sign_in
):
    there = elsewhere.memberships.get().post
    Assignment.objects.filter(user=officer).update(ends_on=date(2026, 3, 10))
    Assignment.objects.create(
        user=officer,
        role=Role.AUXILIARY,
        post=there,
        starts_on=date(2026, 3, 11),
        office="assistant_director",
    )
    new_chief = build.make_user("newchief", Role.CHIEF, there.station)
    build.make_visit(elsewhere, date(2026, 3, 12), officer)
    officer = type(officer).objects.get(pk=officer.pk)
    for reader in (officer, chief, new_chief):
        assert totals(of(reader, officer)) == EXPECTED | {"met": 2, "talks": 6}
    page = sign_in(new_chief).get(f"/officers/{officer.pk}/").content.decode()
    assert page.count("data-kind") >= 6 and "主任助理" in page


def test_nobody_else_reads_a_year_at_either_layer(
    worked, officer, auxiliary, chief, stranger, leader, sign_in
):
    station = build.make_station(officer.assignments.get().post.station.county, name="二所")
    for reader in (auxiliary, stranger, build.make_user("other", Role.CHIEF, station)):
        assert years.person_seen(reader, officer.pk, 2026) is None
        assert sign_in(reader).get(f"/officers/{officer.pk}/").status_code == 404
        with pytest.raises(DatabaseError), transaction.atomic():
            of(reader, officer)
    assert sign_in(leader).get(f"/officers/{officer.pk}/").status_code == 403
    assert sign_in(officer).get("/officers/").status_code == 403
    assert not Entry.objects.filter(action="read_officer_year").exists()
    assert sign_in(chief).get(f"/officers/{officer.pk}/").status_code == 200
    assert Entry.objects.get(action="read_officer_year").subject_id == officer.pk
    assert sign_in(officer).get("/officers/mine/").status_code == 200
    assert sign_in(officer).get("/officers/mine/?year=1999").status_code == 200


def test_the_year_is_listed_printed_and_taken_along(worked, officer, chief, bureau, sign_in):
    for reader in (chief, bureau):
        text = sign_in(reader).get("/officers/").content.decode()
        assert f"/officers/{officer.pk}/?year=2026" in text
    client = sign_in(chief)
    paper = client.get(f"/papers/officers/{officer.pk}/pdf/?year=2026")
    words = pdf.text(paper.content)
    assert officer.name in words and "2026年" in words
    assert client.get(f"/papers/officers/{officer.pk}/docx/?year=2026").status_code == 200
    assert client.get(f"/papers/officers/{officer.pk}/odt/").status_code == 404
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"/papers/officers/{officer.pk}/xlsx/?year=2026").content)
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:6] == ["见到户数", 1.0, 90.0, 1.0, 0.0, 1.0]
    assert Entry.objects.filter(action="print", subject_id=officer.pk).count() == 3
