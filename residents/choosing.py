"""Choosing the household that a form is about."""

from collections.abc import Mapping
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.requests import SignedInRequest
from access.rights import may
from accounts.models import User
from duty.arrivals import village_of_today
from ledgers import people
from pages import addresses, searches
from posts import links
from posts.models import Village
from posts.naming import with_towns_of
from residents import family, search
from residents.models import Household, Request, Resident, Visit

AboutHousehold = Visit | Request | Resident
CHOICES_SHOWN, DUE_SHOWN, RECENT_SHOWN = 8, 4, 3


def chosen_household(request: SignedInRequest) -> Household | None:
    """The household that a link or a form names, if the person may see it."""
    key = addresses.number((request.POST or request.GET).get("household"))
    found = Household.objects.visible_to(request.user).filter(pk=key).first() if key else None
    return family.home(found) if found else None


def where_now(request: SignedInRequest) -> str:
    """What has become of the household that the address names: merged, moved, deregistered; empty while it is there."""
    key = addresses.number(request.GET.get("household"))
    found = Household.objects.visible_to(request.user).filter(pk=key).first() if key else None
    if found is None or not found.closed_on:
        return ""
    words = {"who": found, "day": f"{found.closed_on:%Y-%m-%d}", "where": found.went_to}
    today = family.home(found)
    if today.pk != found.pk and not today.closed_on:
        return _("%(who)s stands under another entry since %(day)s: %(now)s.") % {**words, "now": today}
    if found.went_to:
        return _("%(who)s moved to %(where)s on %(day)s, to another post. Choose another household.") % words
    return _("%(who)s was deregistered on %(day)s. Choose another household.") % words


def as_of_today(user: User, key: int | None) -> int | None:
    """The key of the entry under which the household stands today: what was begun under another one goes on with it."""
    found = (
        Household.objects.visible_to(user).filter(pk=key, continued_in__isnull=False).first() if key else None
    )
    return family.home(found).pk if found else key


class HouseholdField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has no __class_getitem__
    """A registered household; one that was merged or has moved meanwhile is taken for the entry of today."""

    def __init__(self, user: User, like: Any) -> None:
        super().__init__(
            Household.objects.none(), label=like.label, widget=like.widget, error_messages=like.error_messages
        )
        self.user = user

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_of_today(self.user, addresses.number(value)) or value)


def offer(form: Any, user: User, row: AboutHousehold | None = None) -> None:
    """Let the form choose among registered households, and the one of its saved row."""
    field = HouseholdField(user, form.fields["household"])
    field.queryset = registered(user, row)
    form.fields["household"] = field
    if chosen := addresses.number(form.initial.get("household")):
        if row is None or not row.pk:
            form.initial["household"] = as_of_today(user, chosen)


def registered(user: User, row: AboutHousehold | None = None) -> QuerySet[Household]:
    """Registered households, to choose from; and the one of a saved ``row``, even when it is deregistered."""
    current = Q(pk=row.household_id) if row is not None and row.pk else Q()
    return Household.objects.visible_to(user).filter(Q(closed_on=None) | current)


def choices(user: User, query: Mapping[str, Any], row: AboutHousehold | None = None) -> dict[str, Any]:
    """Households to choose from: ``found`` for a typed text, else ``due`` and ``recent``; the chosen one first."""
    households = registered(user).select_related("village")
    text, chosen = addresses.words(query.get("q")), addresses.number(query.get("household"))
    chosen = chosen if row is not None and row.pk else as_of_today(user, chosen)
    current = registered(user, row).select_related("village").filter(pk=chosen).first() if chosen else None
    offered: dict[str, Any] = {"text": text, "chosen": current, "picker_at": addresses.own(query.get("then"))}
    if text:
        offered |= found_by(user, households, text)
    else:
        offered["due"] = list(here_first(due(households), user)[:DUE_SHOWN])
        offered["recent"] = list(recent(households, user)[:RECENT_SHOWN])
        is_empty = not (current or offered["due"] or offered["recent"] or households.exists())
        offered["is_register_empty"] = is_empty and may(user, "edit_residents")
        offered["register_links"] = register_links(user)
    lists = [offered.get(name, []) for name in ("found", "due", "recent")]
    say_places([one for one in (current, *chain(*lists)) if one], user)
    return offered


def register_links(user: User) -> list[links.Link]:
    """Where the person fills an empty register, beside the form of one household: pages of higher rooms."""
    return [link for link in links.declared("register_links") if may(user, link.verb)]


def say_places(households: list[Household], user: User) -> None:
    """Give each household the name of its village as ``place``, with its town where the person serves several."""
    names = with_towns_of(
        {*Village.objects.served_by(user), *(household.village for household in households)}
    )
    for household in households:
        household.place = names[household.village_id]  # type: ignore[attr-defined]  # for the template


def found_by(user: User, households: QuerySet[Household], text: str) -> dict[str, Any]:
    """The first households that ``text`` finds, each with the members it means, and how many more are ``left_out``.

    What was typed goes on to the list, or to the form of a new household, in an address that does not show it.
    """
    every = search.households(households, text, by=user).order_by("pinyin", "pk")
    found = list(every[: CHOICES_SHOWN + 1])
    more = every.count() - CHOICES_SHOWN if len(found) > CHOICES_SHOWN else 0
    found = found[:CHOICES_SHOWN]
    members = search.members(found, text, by=user)
    for household in found:
        household.matched = members.get(household.pk, [])  # type: ignore[attr-defined]  # for the template
    words = {"q": searches.closed(text, user)}
    new = reverse("residents:household-create") if may(user, "edit_residents") and not found else ""
    return {
        "found": found,
        "left_out": more,
        "list_url": f"{reverse('residents:household-list')}?{urlencode(words)}",
        "register_url": new and f"{new}?{urlencode(words)}",
    }


def is_due() -> Q:
    """Households that want a visit by today."""
    return Q(next_visit_on__lte=timezone.localdate())


def due(households: QuerySet[Household]) -> QuerySet[Household]:
    """The households that are due, the longest waiting first."""
    return households.filter(is_due()).order_by("next_visit_on", "pk")


def here_first(households: QuerySet[Household], user: User) -> QuerySet[Household]:
    """Those of the village where the person has arrived today come before the others."""
    here = village_of_today(user)
    is_elsewhere = Case(When(village=here, then=Value(0)), default=Value(1)) if here else Value(0)
    return households.order_by(is_elsewhere, *households.query.order_by)


def recent(households: QuerySet[Household], user: User) -> QuerySet[Household]:
    """Households that the person visited last."""
    own = Visit.objects.visible_to(user).filter(people.done_by(user)).counted()
    visited = own.order_by("-occurred_on", "-pk").values_list(
        "household", flat=True
    )  # as the index of the scope goes
    return households.filter(pk__in=list(visited[:8])).order_by("-last_met_on", "-pk")
