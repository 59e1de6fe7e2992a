"""The county arranges contact points; a leader enters what was done there, corrects it, withdraws it."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from leaders import years
from leaders.models import ContactPoint, LeaderEntry


@transaction.atomic
def arrange(point: ContactPoint, *, by: User) -> ContactPoint:
    """A leader of the person's county becomes the contact of a unit, a station or a post of it."""
    county = scope.for_user(by).county_id
    if not may(by, "arrange_contacts") or county is None:
        raise PermissionDenied
    point.county_id = county
    if not years.leaders_on(point.starts_on, county).filter(pk=point.person_id).exists():
        raise ValidationError({"person": _("Not a leader of the county on that day.")})
    if point.post is not None:
        if point.station_id not in (None, point.post.station_id):
            raise ValidationError({"post": _("The post belongs to another station.")})
        point.station_id = point.post.station_id
    if point.station is not None and point.station.county_id != county:
        raise Http404
    point.validate_constraints()
    point.save(force_insert=True)
    trail.record("arrange_contact", point, by=by, person=str(point.person), place=str(point))
    return point


@transaction.atomic
def end(point: ContactPoint, last_day: date, *, by: User) -> ContactPoint:
    """The contact point is the leader's until the day, today or before."""
    if not may(by, "arrange_contacts"):
        raise PermissionDenied
    held = hold(point, ContactPoint.objects.visible_to(by))
    check_open(held)
    if last_day > timezone.localdate():
        raise ValidationError({"last_day": _("The date lies in the future. Enter what has happened.")})
    held.ends_on = last_day
    held.validate_constraints()
    held.save(update_fields=["ends_on"])
    trail.record("end_contact", held, by=by, person=str(held.person), place=str(held))
    return held


@transaction.atomic
def enter(entry: LeaderEntry, *, by: User) -> LeaderEntry:
    """A line of the person's own ledger."""
    county = scope.for_user(by).county_id
    if not may(by, "enter_leader_log") or county is None:
        raise PermissionDenied
    entry.person, entry.county_id = by, county
    _place(entry, by)
    entry.save(force_insert=True)
    trail.record("enter_leader_log", entry, by=by, kind=entry.kind, place=entry.place)
    return entry


@transaction.atomic
def correct(entry: LeaderEntry, *, by: User) -> LeaderEntry:
    """Correct the day, the place, what was advised and what came of it; of the own ledger alone."""
    before = _hold_own(entry, by)
    _place(entry, by)
    changed = save_changes(before, entry, also=("station", "post", "place"))
    trail.record("correct_leader_log", entry, by=by, fields=changed)
    return entry


@transaction.atomic
def follow_up(entry: LeaderEntry, *, by: User) -> LeaderEntry:
    """Enter what came of the advice."""
    before = _hold_own(entry, by)
    changed = save_changes(before, entry)
    trail.record("follow_up_advice", entry, by=by, fields=changed)
    return entry


@transaction.atomic
def withdraw(entry: LeaderEntry, reason: str, *, by: User) -> LeaderEntry:
    """Entered by mistake: it counts no more."""
    held = _hold_own(entry, by)
    held.state, held.reason = LeaderEntry.State.WITHDRAWN, reason.strip()
    held.save(update_fields=["state", "reason"])
    trail.record("withdraw_leader_log", held, by=by, reason=held.reason)
    return held


def check_open(point: ContactPoint) -> None:
    """ValidationError for one that has ended."""
    if point.ends_on is not None:
        raise ValidationError(_("The contact point has ended already."))


def check_own(entry: LeaderEntry, by: User) -> None:
    """ValidationError for the ledger of another leader, and for an entry that was withdrawn."""
    if entry.person_id != by.pk:
        raise ValidationError(_("It is in the ledger of another leader."))
    if not entry.is_held:
        raise ValidationError(_("The entry is withdrawn: it is changed no more."))


def _hold_own(entry: LeaderEntry, by: User) -> LeaderEntry:
    if not may(by, "enter_leader_log"):
        raise PermissionDenied
    held = hold(entry, LeaderEntry.objects.visible_to(by))
    check_own(held, by)
    return held


def _place(entry: LeaderEntry, by: User) -> None:
    """A day that has come, while the contact point was the person's; the keys and the name of the contact point."""
    if entry.held_on > timezone.localdate():
        raise ValidationError({"held_on": _("The date lies in the future. Enter what has happened.")})
    point = entry.contact
    if point is None:
        entry.station = entry.post = None
        if entry.kind in LeaderEntry.AT_A_CONTACT:
            raise ValidationError({"contact": _("Choose the contact point.")})
        if not entry.place:
            raise ValidationError({"place": _("Choose a contact point or write where it was.")})
        return
    if point.person_id != by.pk:
        raise Http404
    if not ContactPoint.objects.filter(pk=point.pk).on(entry.held_on).exists():
        raise ValidationError({"contact": _("It was not your contact point on that day.")})
    entry.station_id, entry.post_id, entry.place = point.station_id, point.post_id, str(point)[:60]
