"""The constraints of assignments."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from access.roles import Role
from posts.models import Assignment, Membership, Village
from tests import build


def refused() -> object:
    return pytest.raises(IntegrityError)


def test_a_post_has_one_responsible_officer_on_any_day(post, officer):
    other = build.make_user("other", None)
    with refused(), transaction.atomic():
        Assignment.objects.create(
            user=other, role=Role.OFFICER, post=post, is_responsible=True, starts_on=date(2026, 1, 1)
        )


def test_the_next_officer_begins_the_day_after(post, officer):
    officer.assignments.update(ends_on=date(2026, 3, 19))
    other = build.make_user("other", None)
    Assignment.objects.create(
        user=other, role=Role.OFFICER, post=post, is_responsible=True, starts_on=date(2026, 3, 20)
    )


def test_a_village_has_one_post_on_any_day(village, station):
    with refused(), transaction.atomic():
        Membership.objects.create(
            village=village, post=build.make_post(station, "另一警务室"), starts_on=date(2026, 1, 1)
        )


def test_a_role_belongs_to_its_level(station):
    with refused(), transaction.atomic():
        Assignment.objects.create(
            user=build.make_user("x", None), role=Role.OFFICER, station=station, starts_on=date(2026, 1, 1)
        )


def test_an_auxiliary_is_never_responsible(post):
    with refused(), transaction.atomic():
        Assignment.objects.create(
            user=build.make_user("x", None), role=Role.AUXILIARY, post=post, is_responsible=True,
            starts_on=date(2026, 1, 1),
        )  # fmt: skip


def test_villages_are_served_on_the_days_of_their_membership(village, officer, post):
    village.memberships.update(ends_on=date(2026, 3, 19))
    assert list(Village.objects.served_by(officer, on=date(2026, 3, 19))) == [village]
    assert not Village.objects.served_by(officer, on=date(2026, 3, 20))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("东门村委会", "东门村"),
        ("建设社区居委会", "建设社区"),
        ("红旗居民委员会", "红旗社区"),
        ("林场生活区", "林场生活区"),
    ],
)
def test_a_village_is_called_as_people_call_it(name, short):
    assert Village(name=name).short_name == short
