"""What the posts of the demonstration county have passed on."""

from datetime import timedelta

import pytest

from referrals.models import Referral
from residents.models import Request
from tests.demo.days import TODAY

pytestmark = pytest.mark.django_db


def test_some_stand_in_each_state_one_is_overdue_and_one_was_told_back():
    assert set(Referral.objects.values_list("state", flat=True)) == set(Referral.State)
    assert set(Referral.objects.values_list("subject_kind", flat=True)) == set(Referral.Subject)
    assert Referral.objects.filter(state="sent", due_on__lt=TODAY - timedelta(days=7)).count() == 1
    told = Referral.objects.get(told_back_on__isnull=False)
    assert Request.objects.get(pk=told.subject_key).told_back_on == told.told_back_on


@pytest.mark.parametrize("receiver", ["body", "post", "station"])
def test_they_go_to_bodies_and_to_places_inside(receiver):
    assert Referral.objects.filter(receiver=receiver).exists()


def test_no_name_goes_along_without_consent():
    assert not Referral.objects.filter(has_consent=True).exists()
