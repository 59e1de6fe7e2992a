"""What the forms cost: bounded minutes of all people together, empty fields, files nobody fetched; required fields."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import get_resolver
from django.utils import timezone

from access.scope import acting_as
from audit.models import Entry
from officers import burden, required
from policies.acting import acting
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
TODAY = date(2026, 3, 20)


def write(by, action, minutes, county, subject="residents.visit", **detail):
    """An entry of ``by`` so many minutes after midnight."""
    one = Entry.objects.create(
        actor_id=by.pk, actor_name=by.name, action=action, subject_type=subject, subject_id=1, county_id=county.pk,
        detail=detail,
    )  # fmt: skip
    midnight = timezone.localtime().replace(hour=0, minute=0)
    return one, midnight + timedelta(minutes=minutes)


@pytest.fixture
def entries(county, officer, auxiliary, chief, monkeypatch):
    """Entries with times of their own: the column is filled by the database of the moment."""
    field = Entry._meta.get_field("at")
    monkeypatch.setattr(field, "auto_now_add", False)

    def put(*lines):
        midnight = timezone.localtime().replace(hour=0, minute=0)
        for by, action, minutes in lines:
            Entry.objects.create(
                at=midnight + timedelta(minutes=minutes), actor_id=by.pk, actor_name=by.name, action=action,
                subject_type="residents.visit", subject_id=1, county_id=county.pk,
            )  # fmt: skip

    return put


def test_minutes_are_bounded_and_of_all_people_together(entries, county, officer, auxiliary, chief, bureau):
    entries(
        (officer, "read", 0), (officer, "record", 4), (officer, "record", 34), (auxiliary, "record", 40),
        (chief, "record", 41), (chief, "record", 42), (auxiliary, "list", 45), (auxiliary, "amend", 47),
    )  # fmt: skip
    with acting(acting_as(bureau)):
        forms, people = burden.by_form(bureau, TODAY)
    assert people == 2
    assert [(one.form, one.times, one.minutes_each, one.minutes_a_week) for one in forms] == [
        ("走访 · 登记", 3, Decimal("4.7"), Decimal("1.8")),  # 4, and 10 of 30, and 0 of the first
        ("走访 · 修改", 1, Decimal("2.0"), Decimal("0.3")),
    ]


def test_a_field_that_nobody_fills_is_named_and_goes_with_the_first_value(village, officer, bureau):
    build.make_visit(village, TODAY, officer)
    with acting(acting_as(bureau)):
        named = {(one.book, one.field) for one in burden.empty_fields(bureau, TODAY)}
    note, following = ("走访", "谈话内容"), ("走访", "下次走访")
    assert {note, following} <= named
    before = len(named)
    build.make_visit(village, TODAY, officer, note="说了防火", next_visit_on=TODAY + timedelta(days=9))
    with acting(acting_as(bureau)):
        after = {(one.book, one.field) for one in burden.empty_fields(bureau, TODAY)}
    assert len(after) == before - 2 and not {note, following} & after


def test_exports_that_nobody_fetched_are_named(county, bureau):
    for book, digest in (("residents.visit", "a"), ("residents.visit", "b"), ("patrols.patrol", "c")):
        write(bureau, "export", 1, county, subject="", book=book, sha256=digest)
    with acting(acting_as(bureau)):
        assert [(one.title, one.made) for one in burden.unfetched(bureau, TODAY)] == [
            ("走访", 2), ("巡逻", 1),
        ]  # fmt: skip
    write(bureau, "download", 2, county, subject="", sha256="b")
    with acting(acting_as(bureau)):
        assert [one.title for one in burden.unfetched(bureau, TODAY)] == ["巡逻"]


def test_every_required_field_has_owner_use_and_last_day():
    list(get_resolver().reverse_dict)  # every form is loaded with the pages
    asked = {(model, name) for model, name, _label in required.found()}
    declared = {(model, name) for model, one in required.REQUIRED.items() for name in one.fields}
    assert asked - declared == set(), "say who answers for it, what it is used for, until when"
    assert declared - asked == set(), "no form demands it any more"
    assert all(one.since < one.until for one in required.REQUIRED.values())


def test_a_field_whose_last_day_is_over_stands_first(bureau, sign_in):
    assert not any(one.is_over for one in required.lines(TODAY))
    assert all(one.is_over for one in required.lines(date(2029, 1, 1)))
    page = sign_in(bureau).get("/officers/burden/").content.decode()
    assert "data-required" in page and "治安" in page


def test_the_page_is_the_countys_alone(bureau, chief, officer, leader, sign_in):
    for person in (chief, officer, leader):
        assert sign_in(person).get("/officers/burden/").status_code == 403
    assert sign_in(bureau).get("/officers/burden/").status_code == 200
