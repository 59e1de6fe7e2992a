"""Accounts that nobody uses close by themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from administration.tasks import close_unused
from audit.models import Entry
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def used(user, days_ago: int, opened_days_ago: int = 400):
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(
        last_login=now - timedelta(days=days_ago) if days_ago else None,
        opened_at=now - timedelta(days=opened_days_ago),
    )


def is_open(user) -> bool:
    user.refresh_from_db()
    return user.is_active


def test_an_account_unused_for_ninety_days_closes_and_leaves_a_trail(officer, stranger):
    used(officer, 91)
    used(stranger, 89)
    close_unused()
    assert not is_open(officer) and is_open(stranger)
    entry = Entry.objects.get(action="close_account")
    assert (entry.subject_id, entry.actor_id, entry.detail["unused_days"]) == (officer.pk, None, 90)


def test_one_that_was_never_used_is_counted_from_its_opening(officer, stranger):
    used(officer, 0, opened_days_ago=91)
    used(stranger, 0, opened_days_ago=10)
    close_unused()
    assert not is_open(officer) and is_open(stranger)


def test_a_reopened_account_is_not_closed_the_next_night(officer, administrator, sign_in):
    used(officer, 200)
    close_unused()
    sign_in(administrator).post(f"/account/{officer.pk}/switch/")
    close_unused()
    assert is_open(officer)


def test_the_last_administrator_of_a_county_stays(administrator, county):
    other = build.make_user("other", "administrator", county)
    used(administrator, 100)
    used(other, 200)
    close_unused()
    assert is_open(administrator) and not is_open(other)


def test_it_can_be_switched_off(officer, settings):
    settings.ACCOUNT_UNUSED_DAYS = 0
    used(officer, 1000)
    close_unused()
    assert is_open(officer)
