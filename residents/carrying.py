"""What goes along when a household goes on under another entry: people, open requests, pairings, priority visits.

Called by a merge, whose undo puts it back, and by a move. Visits, answered requests and all that has ended stay on
their entry. The callers have checked rights and months, and have locked both households.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from ledgers.models import Row
from residents.models import DataRequest, Duplicate, Household, Pairing, PriorityVisit, Request, Resident
from residents.priority.actions import give_up

Carried = dict[str, Any]
Helped = PriorityVisit.State


@dataclass
class OpenRequests:
    """Locked: requests that wait for an answer, and requests about own data. They come before the household."""

    data: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)


def open_requests(household: Household) -> OpenRequests:
    data = DataRequest.objects.filter(household=household, state=DataRequest.State.RECEIVED)
    asked = Request.objects.filter(household=household, told_back_on=None, erased_on=None)
    return OpenRequests(locked(data), locked(asked.exclude(state=Row.State.WITHDRAWN)))


def carried_requests(pair: Duplicate) -> OpenRequests:
    """Those that went along with the merge, locked."""
    carried = pair.carried
    return OpenRequests(
        locked(DataRequest.objects.filter(pk__in=carried.get("data", []))),
        locked(Request.objects.filter(pk__in=carried.get("requests", []))),
    )


def locked(rows: Any) -> list[int]:
    """The keys of the rows, locked in ascending order until the transaction ends."""
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def carry(
    gone: Household, kept: Household, requests: OpenRequests, *, by: User, since: date | None = None
) -> Carried:
    """Everything open of ``gone`` belongs to ``kept`` from ``since`` (today) on; returns what the undo needs."""
    since = since or timezone.localdate()
    people = _carry_people(gone, kept)
    pairing = _carry_pairing(gone, kept, since)
    about = [[person, other, _carry_about(person, other)] for person, other in people["twins"]]
    helped = _carry_priorities(gone, kept, by)
    DataRequest.objects.filter(pk__in=requests.data).update(household=kept)
    Request.objects.filter(pk__in=requests.asked).update(household=kept)
    guests = locked(Resident.objects.filter(second_home=gone))
    Resident.objects.filter(pk__in=guests).update(second_home=kept)
    return (
        people
        | pairing
        | {"about": about, "guests": guests}
        | {"priorities": helped, "data": requests.data, "requests": requests.asked}
    )


def _carry_people(gone: Household, kept: Household) -> Carried:
    """Who stands in both, by name and year of birth, goes on under the entry in ``kept``; the others live there now."""
    today, moved, twins, heads = timezone.localdate(), [], [], []
    there = {
        (one.name_key, one.birth_year): one.pk for one in kept.residents.filter(left_on=None).order_by("-pk")
    }
    has_head = kept.residents.filter(left_on=None, relation=Resident.Relation.HOUSEHOLDER).exists()
    people = gone.residents.filter(left_on=None).order_by("pk").select_for_update(of=("self",), no_key=True)
    for person in list(people):
        twin = there.get((person.name_key, person.birth_year)) if person.birth_year else None
        if twin:
            twins.append([person.pk, twin])
            person.left_on, person.continued_in_id = today, twin
            person.save(update_fields=["left_on", "continued_in"])
            continue
        moved.append(person.pk)
        if person.relation == Resident.Relation.HOUSEHOLDER and has_head:
            heads.append(person.pk)
            person.relation = ""
            person.save(update_fields=["relation"])
    keys = {key: getattr(kept, key) for key in kept.KEYS}
    Resident.objects.filter(pk__in=moved).update(household=kept, **keys)
    _take_identities(moved)
    return {"people": moved, "twins": twins, "heads": heads}


def _take_identities(people: list[int]) -> None:
    for person in Resident.objects.filter(pk__in=people):
        person.take_along()


def _carry_about(gone: int, kept: int) -> Carried:
    """Open priority visits and requests about own data of a person belong to the other entry."""
    running = Q(state=Helped.REQUESTED) | Q(state=Helped.APPROVED, ended_on=None)
    helps = list(PriorityVisit.objects.filter(running, resident=gone).values_list("pk", flat=True))
    PriorityVisit.objects.filter(pk__in=helps).update(resident=kept)
    waiting = DataRequest.objects.filter(resident=gone, state=DataRequest.State.RECEIVED)
    data = list(waiting.values_list("pk", flat=True))
    DataRequest.objects.filter(pk__in=data).update(resident=kept)
    return {"priorities": helps, "data": data}


def _carry_pairing(gone: Household, kept: Household, since: date) -> Carried:
    """The pairing ends the day before and goes on as one with ``kept``, unless that is paired already."""
    found: Carried = {"pairing": None, "ended_pairing": None}
    running = Q(ends_on=None) | Q(ends_on__gte=since)
    pairing = (
        gone.pairings.filter(running)
        .select_for_update(of=("self",), no_key=True)
        .order_by("starts_on")
        .first()
    )
    if pairing is None:
        return found
    is_free = not kept.pairings.filter(running).exists()
    if pairing.starts_on >= since and is_free:
        pairing.household = kept
        pairing.save(update_fields=["household"])
        return found | {"pairing": pairing.pk}
    further = Pairing(household=kept, officer_id=pairing.officer_id, starts_on=since, ends_on=pairing.ends_on)
    further.placed_like(kept)
    pairing.ends_on = max(pairing.starts_on, since - timedelta(days=1))
    pairing.save(update_fields=["ends_on"])
    if is_free:
        further.save(force_insert=True)
    return found | {"pairing": further.pk, "ended_pairing": pairing.pk}


def _carry_priorities(gone: Household, kept: Household, by: User) -> list[int]:
    """Requested and running ones go along; where the same is asked for, or ran meanwhile, for ``kept``, they end."""
    today, own = timezone.localdate(), gone.priority_visits
    running = Q(state=Helped.APPROVED, ended_on=None, expires_on__gte=today)  # one that ended today stays
    along: list[int] = []
    over: list[int] = []
    for one in list(
        own.filter(Q(state=Helped.REQUESTED) | running).select_for_update(of=("self",), no_key=True)
    ):
        same = kept.priority_visits.filter(purpose=one.purpose).alias(last=Coalesce("ended_on", "expires_on"))
        ran = Q(state=Helped.APPROVED, last__gte=one.decided_on or today)
        (over if same.filter(Q(state=Helped.REQUESTED) | ran).exists() else along).append(one.pk)
    give_up(own.filter(pk__in=over), by=by)
    PriorityVisit.objects.filter(pk__in=along).update(household=kept)
    return along


def put_back(carried: Carried, gone: Household, kept: Household, requests: OpenRequests) -> None:
    """Undo of ``carry``: what still belongs to ``kept`` belongs to ``gone`` again, from today on."""
    DataRequest.objects.filter(pk__in=requests.data, household=kept).update(household=gone)
    Request.objects.filter(pk__in=requests.asked, household=kept).update(household=gone)
    people = locked(Resident.objects.filter(pk__in=carried.get("people", []), household=kept))
    keys = {key: getattr(gone, key) for key in gone.KEYS}
    Resident.objects.filter(pk__in=people).update(household=gone, **keys)
    for person, twin in carried.get("twins", []):
        Resident.objects.filter(pk=person, continued_in=twin).update(left_on=None, continued_in=None)
    if not gone.residents.filter(left_on=None, relation=Resident.Relation.HOUSEHOLDER).exists():
        heads = gone.residents.filter(pk__in=carried.get("heads", []), left_on=None)
        heads.update(relation=Resident.Relation.HOUSEHOLDER)
    _take_identities(people)
    if carried.get("pairing"):
        Pairing.objects.filter(pk=carried["pairing"], household=kept).update(household=gone)
    helps = PriorityVisit.objects.filter(pk__in=carried.get("priorities", []), household=kept)
    helps.update(household=gone)
    for person, other, rows in carried.get("about", []):
        _put_about_back(rows, person, other)
    guests = Resident.objects.filter(pk__in=carried.get("guests", []), second_home=kept)
    guests.update(second_home=gone)


def lock_about(person: Resident) -> None:
    """Requests about the person's own data come before the household (config/lock_order.py)."""
    locked(DataRequest.objects.filter(resident=person, state=DataRequest.State.RECEIVED))


def carry_person(gone: Resident, kept: Resident) -> Carried:
    """What is open about a person belongs to the entry that stays, with its household."""
    carried = _carry_about(gone.pk, kept.pk)
    if gone.household_id != kept.household_id:
        PriorityVisit.objects.filter(pk__in=carried["priorities"]).update(household=kept.household_id)
        DataRequest.objects.filter(pk__in=carried["data"]).update(household=kept.household_id)
    return carried


def put_person_back(carried: Carried, gone: Resident, kept: Resident) -> None:
    _put_about_back(carried, gone.pk, kept.pk, household=gone.household_id)


def _put_about_back(carried: Carried, gone: int, kept: int, **place: Any) -> None:
    """Undo of ``_carry_about``; ``place`` is what else such a row gets again."""
    for model, name in ((PriorityVisit, "priorities"), (DataRequest, "data")):
        rows: Any = model._default_manager.filter(pk__in=carried.get(name, []), resident=kept)
        rows.update(resident=gone, **place)
