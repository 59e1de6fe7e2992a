"""The people and the places of the demo county."""

import re
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth.hashers import check_password
from django.db.models import F, Max, Q, Sum

from accounts.models import PasswordHash, User
from demo.acceptance import PEOPLE
from disputes.models import Dispute
from indicators.models import VillageMonth
from posts.models import Assignment, Membership, Post, Station, Town, Village
from posts.querysets import open_on
from residents.models import (
    Household,
    Resident,
    Visit,
)
from tests.demo.days import DECEMBER, TODAY

pytestmark = pytest.mark.django_db


def test_the_county_has_the_published_size():
    counts = [model.objects.count() for model in (Town, Village, Station, Post)]
    assert counts == [11, 74, 6, 23]
    assert User.objects.filter(username__startswith="officer").count() == 23


def test_no_division_has_its_codes():
    assert all(code.startswith("9901") for code in Village.objects.values_list("code", flat=True))
    assert all(len(code) == 12 for code in Village.objects.values_list("code", flat=True))


def test_a_post_has_three_or_four_villages_of_its_station():
    sizes = Counter(Membership.objects.values_list("post_id", flat=True))
    assert set(sizes.values()) == {3, 4}
    strangers = Membership.objects.exclude(village__town__stations=F("post__station"))
    assert not strangers.exists()


def test_every_post_has_one_responsible_officer_on_every_day():
    for day in (date(2024, 1, 1), DECEMBER, TODAY):
        responsible = Assignment.objects.filter(open_on(day), is_responsible=True)
        assert sorted(responsible.values_list("post_id", flat=True)) == sorted(
            Post.objects.values_list("pk", flat=True)
        )


def test_everybody_signs_in_with_the_demo_password(password):
    hashes = set(PasswordHash.objects.values_list("hash", flat=True))
    assert len(hashes) == 1 and check_password(password, hashes.pop())
    assert User.objects.count() == Assignment.objects.count() == 23 + 15 + 6 + 6 + 2 + 3 + 1 + 1 + 1 + 4


def test_138_000_people_live_there():
    assert Household.objects.filter(closed_on=None).aggregate(people=Sum("members"))["people"] == PEOPLE
    assert 40_000 < Household.objects.filter(closed_on=None).count() < 42_000
    december = VillageMonth.objects.filter(month=DECEMBER).aggregate(people=Sum("people"))
    assert december["people"] == PEOPLE


def test_children_are_a_number_and_never_a_person():
    lived_in = Household.objects.filter(continued_in=None).exclude(closed_for=Household.Leaving.MISTAKE)
    adults = lived_in.aggregate(adults=Sum(F("members") - F("children_under_14")))["adults"]
    assert Resident.objects.filter(continued_in=None).count() == adults
    assert Resident.objects.aggregate(youngest=Max("birth_year"))["youngest"] <= TODAY.year - 15


def test_nothing_forbidden_stands_in_a_register():
    """No number is long enough for an identity number, and no telephone number can be anybody's."""
    for model, fields in (
        (Household, ("number", "note", "householder")),
        (Resident, ("name",)),
    ):
        long = Q()
        for field in fields:
            long |= Q(**{f"{field}__regex": r"[0-9]{12}"})
        assert not model.objects.filter(long).exists()
        phones = [row.phone for row in model.objects.filter(phone__isnull=False)[:2_000]]
        assert phones and all(re.fullmatch(r"154[0-9]{8}", phone) for phone in phones)


def test_notes_name_nobody():
    notes = set(Visit.objects.values_list("note", flat=True)) | set(
        Dispute.objects.values_list("summary", flat=True)
    )
    names = set(User.objects.values_list("name", flat=True))
    assert not [note for note in notes for name in names if name in note]


def test_namesakes_are_found_by_their_stored_keys():
    household = Household.objects.order_by("pk").first()
    stored = household.pinyin, household.initials
    household.save()
    assert stored == (household.pinyin, household.initials) and all(stored)
