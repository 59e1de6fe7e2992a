"""A village is closed, or moves, between the check of a sheet and its commit: refused, and nothing is written."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from access import scope
from imports import actions, committing
from imports.models import Import
from policies.acting import acting
from posts.models import Membership, Village
from residents.models import Household, Resident
from tests import build
from tests.imports.test_import import SHEET
from tests.imports.test_sheets_of_stations import bring_in

pytestmark = pytest.mark.usefixtures("in_march")


def closed(village):
    Village.objects.filter(pk=village.pk).update(closed_on=timezone.localdate())


def moved(village):
    station = build.keys(village)["station"]
    day = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(village=village).update(ends_on=day)
    Membership.objects.create(
        village=village, post=build.make_post(station, "另一处"), starts_on=timezone.localdate()
    )


def without_a_post(village):
    Membership.objects.filter(village=village).update(ends_on=date(2026, 3, 1))


@pytest.mark.parametrize("happens", [closed, moved, without_a_post], ids=lambda one: one.__name__)
def test_nothing_is_taken_over_into_it(village, officer, happens):
    owner = bring_in(officer, SHEET, commit=False)
    happens(village)
    scope.forget(officer)
    with (
        acting(scope.acting_as(officer)),
        pytest.raises(ValidationError, match=committing.register_has_changed().message),
    ):
        actions.commit(Import.objects.get(pk=owner.pk), by=officer)
    assert not Household.objects.exists() and not Resident.objects.exists()
