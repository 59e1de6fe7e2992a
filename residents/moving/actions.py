"""Households and residents move inside the county, and members found a household of their own.

What happened stays where it happened: the old place keeps its entry with the visits, closed, and says where they went
(迁往). The people, open requests, a pairing and priority visits go along (residents/carrying.py), with the access keys
of the new place. Who leaves the county is deregistered (residents/leaving/actions.py).
"""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.versions import hold
from calendars import calendar
from posts import abolished, closed_months, staying
from posts.closed_months import Span
from posts.models import Membership, Post, Village
from posts.querysets import open_on
from residents import carrying
from residents.actions.register import check_register
from residents.actions.visits import note_last_met
from residents.models import DataRequest, Household, Resident
from residents.moving.entries import (
    found_entry,
    hold_registered,
    phone_to_take,
    place_of,
    settle,
    take_person,
    tell_officers,
)
from residents.priority.actions import give_up
from residents.room import make_room

Relation = Resident.Relation


@transaction.atomic
def move_household(
    household: Household, village: Village, number: str, day: date, *, by: User, late_reason: str = ""
) -> Household:
    """From ``day`` on the household lives in the house ``number`` of the village, under a new entry, which is returned.

    The post of another village sees the household and its open work, not the visits before. ValidationError beside
    ``number`` when another household has that house, beside ``day`` when its month is submitted or approved at one of
    both places, beside ``late_reason`` when it is published and no reason is given.
    """
    check_register(by, household)
    requests = carrying.open_requests(household)
    post = _let_in(household, village, day, late_reason)
    held = hold_registered(household, day)
    if held.village_id == village.pk and held.number == number.strip():
        raise ValidationError({"number": _("The household lives there.")})
    facts = ("householder", "members", "children_under_14", "is_hardship")
    new = found_entry(
        held, number, day, {name: getattr(held, name) for name in facts} | {"phone": phone_to_take(held)}
    )
    if post.station_id != held.station_id:
        give_up(held.priority_visits.all(), by=by)  # another chief has to approve them
    carrying.carry(held, new, requests, by=by, since=day)
    held.closed_on, held.closed_for, held.continued_in = day, Household.Leaving.RELOCATED, new
    held.went_to = place_of(village, number)
    held.save(update_fields=["closed_on", "closed_for", "continued_in", "went_to"])
    note_last_met(new.pk)
    settle(new, village, post)
    for one in (held, new):
        trail.record("relocate", one, by=by, village=village.code, since=str(day))
    tell_officers(new, village, post, held, day, by)
    return new


@transaction.atomic
def split(
    household: Household,
    people: Sequence[Resident],
    householder: Resident,
    village: Village,
    number: str,
    day: date,
    *,
    children: int = 0,
    phone: str = "",
    late_reason: str = "",
    by: User,
) -> Household:
    """Members found a household of their own (分户), with ``children`` under 14; returns it. Refused as a move is.

    The householder and somebody else stay: a household that goes as a whole moves.
    """
    check_register(by, household)
    going = sorted({one.pk for one in people})
    carrying.locked(DataRequest.objects.filter(resident__in=going, state=DataRequest.State.RECEIVED))
    post = _let_in(household, village, day, late_reason)
    held = hold_registered(household, day)
    rows = _going(held, going, householder, children)
    facts = {"householder": householder.name, "members": len(rows) + children, "children_under_14": children,
             "phone": phone}  # fmt: skip
    new = found_entry(held, number, day, facts)
    for person in rows:
        relation = Relation.HOUSEHOLDER if person.pk == householder.pk else ""
        take_person(
            person,
            new,
            day,
            place_of(village, number),
            relation,
            by=by,
            is_far=post.station_id != held.station_id,
        )
    left = held.residents.filter(left_on=None).count() + held.children_under_14 - children
    held.children_under_14 -= children
    held.members = max(held.members - new.members, left, 1)
    held.save(update_fields=["members", "children_under_14"])
    settle(new, village, post)
    for one in (held, new):
        trail.record("split_household", one, by=by, village=village.code, since=str(day), people=len(rows))
    tell_officers(new, village, post, held, day, by)
    return new


@transaction.atomic
def move_person(
    person: Resident, household: Household, day: date, *, by: User, late_reason: str = "", more: bool = False
) -> Resident:
    """From ``day`` on the person lives in another registered household; the old one says where they went. Closed months
    as for ``move_household``, ``more`` as ``room.make_room``.
    """
    for one in (person.household, household):
        check_register(by, one)
    carrying.locked(DataRequest.objects.filter(resident=person, state=DataRequest.State.RECEIVED))
    _check_day(day)
    spans = [Span(one.village_id, day) for one in (person.household, household)]
    _ask_months(spans, late_reason, cause=Resident)
    homes = {key: hold_registered(Household(pk=key), day, is_new=key == household.pk)
             for key in sorted({person.household_id, household.pk})}  # fmt: skip
    if len(homes) == 1:
        raise ValidationError({"household": _("The person lives there.")})
    held = hold(person)
    if held.left_on or held.household_id != person.household_id:
        raise ValidationError(_("The person has moved away already. Load the page again."))
    if held.entered_on > day:
        raise ValidationError(
            {"day": _("The person is entered since %(day)s.") % {"day": f"{held.entered_on:%Y-%m-%d}"}}
        )
    new = homes[household.pk]
    is_far = new.station_id != held.station_id
    stays = take_person(held, new, day, place_of(new.village, new.number), "", by=by, is_far=is_far)
    make_room(new, more=more, by=by)
    for entry in (held, stays):
        trail.record("relocate_person", entry, by=by, since=str(day))
    return held


@transaction.atomic
def set_second_home(person: Resident, household: Household | None, *, by: User) -> Resident:
    """The person has a second home in the county, or none any more. They live, and are counted, in their household."""
    check_register(by, person.household)
    if (
        household is not None
        and not Household.objects.visible_to(by).filter(pk=household.pk, closed_on=None).exists()
    ):
        raise ValidationError({"household": _("The household is deregistered. Register it again first.")})
    held = hold(person)
    if held.left_on:
        raise ValidationError(_("The person has moved away already. Load the page again."))
    if household is not None and household.pk == held.household_id:
        raise ValidationError({"household": _("That is where the person lives. Choose the second home.")})
    held.second_home = household
    held.save(update_fields=["second_home"])
    trail.record("second_home", held, by=by)
    return held


def _let_in(household: Household, village: Village, day: date, late_reason: str) -> Post:
    """The post of the village today; ValidationError when a month since the day does not let it in at both places."""
    _check_day(day)
    staying.hold(village.pk)
    membership = Membership.objects.filter(open_on(timezone.localdate()), village=village).select_related(
        "post__station"
    )
    found = membership.first()
    if found is None or found.post.station.county_id != household.county_id:
        raise ValidationError({"village": _("The village has no post yet: give it to one.")})
    abolished.check_existed(village.pk, timezone.localdate(), field="village")
    if found.post.station_id != household.station_id and day < calendar.this_month():
        raise ValidationError({"day": _("A move to another station is noted in the running month.")})
    spans = [Span(household.village_id, day), Span(village.pk, day)]
    _ask_months(spans, late_reason, cause=Household)
    return found.post


def _ask_months(spans: list[Span], late_reason: str, *, cause: type[Household | Resident]) -> None:
    """A published month asks for the reason beside ``late_reason``; any other closed one refuses the day."""
    try:
        closed_months.let_in(spans, late_reason, cause=cause)
    except ValidationError as fault:
        errors = [one for several in fault.error_dict.values() for one in several]
        takes_a_reason = any(one.code == "published" for one in errors)
        raise ValidationError({"late_reason" if takes_a_reason else "day": errors}) from fault


def _check_day(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({"day": _("The date lies in the future. Enter what has happened.")})


def check_can_split(household: Household) -> None:
    """ValidationError where nobody is entered who could leave while somebody stays."""
    people = household.residents.filter(left_on=None)
    if people.count() < 2 or not people.exclude(relation=Relation.HOUSEHOLDER).exists():
        raise ValidationError(_("Enter first who lives here: somebody leaves, and somebody stays."))


def _going(household: Household, going: list[int], householder: Resident, children: int) -> list[Resident]:
    rows = (
        household.residents.filter(left_on=None).select_for_update(of=("self",), no_key=True).order_by("pk")
    )
    there = list(rows)
    found = [one for one in there if one.pk in going]
    if len(found) != len(going) or not found:
        raise ValidationError({"people": _("Choose who leaves, of those who live here.")})
    if householder.pk not in going:
        raise ValidationError({"householder": _("The householder is one of those who leave.")})
    if len(found) == len(there):
        raise ValidationError({"people": _("Somebody stays. A household that goes as a whole moves.")})
    if any(one.relation == Relation.HOUSEHOLDER for one in found):
        raise ValidationError({"people": _("The householder stays. Change the householder first.")})
    if children > household.children_under_14:
        raise ValidationError(
            {"children": _("The household has %(n)s children.") % {"n": household.children_under_14}}
        )
    return found
