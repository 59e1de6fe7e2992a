"""Neighbourhood groups: entered, renamed, their households, ended."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from residents.models import Household
from teams.actions import teams
from teams.models import GroupHousehold, WatchGroup


@transaction.atomic
def start_group(group: WatchGroup, *, by: User) -> WatchGroup:
    """A new group of a village that the person serves; its households follow."""
    _check(by)
    teams.place(group, by)
    group.validate_constraints()
    group.save(force_insert=True)
    trail.record("start_group", group, by=by)
    return group


@transaction.atomic
def change_group(group: WatchGroup, *, by: User) -> WatchGroup:
    """Rename a group, or correct its first day; its village is fixed."""
    before = _hold_running(group, by)
    save_changes(before, group)
    trail.record("change_group", group, by=by)
    return group


@transaction.atomic
def choose_households(
    group: WatchGroup, households: list[int], contact: int | None, *, by: User
) -> WatchGroup:
    """Exactly these households of the village belong to the group from today on, ``contact`` first of all.

    ValidationError for one that lives elsewhere by now, belongs to another group, and for too many.
    """
    held, today = _hold_running(group, by), timezone.localdate()
    most = rules.whole("group.households_most", on=today)
    if len(households) > most:
        raise ValidationError({"households": _("A group has %(n)s households at most.") % {"n": most}})
    if contact is not None and contact not in households:
        raise ValidationError({"contact": _("The contact household is one of the group.")})
    living = Household.objects.visible_to(by).filter(
        pk__in=households, closed_on=None, village=held.village_id
    )
    if living.count() != len(set(households)):
        raise ValidationError({"households": _("One of them lives here no more. Open the form again.")})
    rows = (
        GroupHousehold.objects.filter(group=held, ends_on=None).order_by("pk").select_for_update(no_key=True)
    )
    there = {one.household_id: one for one in rows}
    for one in there.values():
        _take_out_or_turn(one, households, contact)
    new = [key for key in dict.fromkeys(households) if key not in there]
    for key in new:
        GroupHousehold(group=held, household_id=key, starts_on=today, is_contact=key == contact).save(
            force_insert=True
        )
    if contact in there:
        GroupHousehold.objects.filter(pk=there[contact].pk).update(is_contact=True)
    gone = [key for key in there if key not in households]
    trail.record("choose_households", held, by=by, new=len(new), gone=len(gone))
    return held


def _take_out_or_turn(one: GroupHousehold, households: list[int], contact: int | None) -> None:
    """A household that is not chosen any more goes as of yesterday; one that came today leaves no row."""
    if one.household_id in households:
        if one.is_contact and one.household_id != contact:
            one.is_contact = False
            one.save(update_fields=["is_contact"])
        return
    _go(one)


def _go(one: GroupHousehold) -> None:
    today = timezone.localdate()
    if one.starts_on >= today:
        one.delete()
        return
    one.ends_on = today - timedelta(days=1)
    one.save(update_fields=["ends_on"])


@transaction.atomic
def end_group(group: WatchGroup, *, by: User) -> WatchGroup:
    """It ends today; its households are free for another group."""
    held = _hold_running(group, by)
    end(held)
    trail.record("end_group", held, by=by)
    return held


def end(held: WatchGroup) -> None:
    """The locked group ends today, whoever or whatever ends it."""
    for one in (
        GroupHousehold.objects.filter(group=held, ends_on=None).order_by("pk").select_for_update(no_key=True)
    ):
        _go(one)
    held.ends_on = max(timezone.localdate(), held.starts_on)
    held.save(update_fields=["ends_on"])


def check_running(group: WatchGroup) -> None:
    """ValidationError for a group that has ended."""
    if group.ends_on is not None:
        raise ValidationError(_("The group has ended: it is changed no more."))


def _check(by: User) -> None:
    if not may(by, "edit_teams"):
        raise PermissionDenied


def _hold_running(group: WatchGroup, by: User) -> WatchGroup:
    _check(by)
    held = hold(group, WatchGroup.objects.visible_to(by))
    check_running(held)
    return held
