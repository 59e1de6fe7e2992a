"""Who confirms that a person is here: for post and station people a chief, for chiefs the county, else the grant
administrator, as the row of the role says (access/roles.py, ``confirmed_by``).

After a reset any chief of the county may, and whoever stands in for one: the own chief may be away, and somebody has to
answer within hours. After a reset of the second factor, which the grant administrator does, the county bureau
answers for those of the county as well: nobody confirms what they asked for.

An account without a role waits for nobody: it is assigned first.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import roles, scope
from access.rights import may
from accounts import confirming
from accounts.models import Confirmation, User
from posts.models import Assignment

Purpose = Confirmation.Purpose
AFTER_A_RESET = (Purpose.RESET, Purpose.FACTOR)


def of_confirmer(
    user: User, *, own_station: bool = False, after_factor: bool = False
) -> QuerySet[Assignment]:
    """Assignments, from today on, of the people whom ``user`` confirms; none without the right.

    ``own_station``: of a chief, those of the own station alone. ``after_factor``: whose second factor was taken off.
    """
    where = scope.for_user(user)
    if not may(user, "confirm_people"):
        return Assignment.objects.none()
    station, county = where.station_id or 0, where.county_id or where.above[1] or 0
    places = {
        "post": {"post__station": station} if own_station and station else {"post__station__county": county},
        "station": {"station": station} if own_station and station else {"station__county": county},
        "county": {"county": county},
    }
    at_place, bureau = Q(pk__in=[]), roles.answering_at("county").code
    for row in roles.ROLES:
        is_mine = row.confirmed_by == where.role
        is_colleague = row.place == "county" and where.role == bureau
        if is_mine or (after_factor and is_colleague):
            at_place |= Q(role=row.code, **places[row.place])
    return Assignment.objects.filter(at_place, Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


def waiting_for(user: User, *, own_station: bool = False) -> QuerySet[Confirmation]:
    """Whom ``user`` may confirm now; neither oneself, nor whose account or reset one asked for.

    A first sign-in waits for the days of a rule from the code on; after a reset, for its hours from the moment at which
    the person chose a password, or at which the factor was taken off.
    """
    county, today = scope.for_user(user).county, timezone.localdate()
    now = timezone.now()
    begun = now - rules.days("account.confirmation_days", on=today, county=county)
    reset = now - rules.hours("account.reset_confirmation_hours", on=today, county=county)
    in_time = Q(asked_at__gte=begun) & (~Q(purpose__in=AFTER_A_RESET) | Q(chosen_at__gte=reset))
    made = Confirmation.objects.filter(asked_by=user).exclude(purpose=Purpose.FACTOR).values("user")
    people = of_confirmer(user, own_station=own_station).values("user")
    without_factor = of_confirmer(user, own_station=own_station, after_factor=True).values("user")
    of_factor = Q(user__in=without_factor) & (Q(purpose=Purpose.FACTOR) | Q(factor_reset_by__isnull=False))
    first_elsewhere = Q(purpose=Purpose.FIRST) & ~Q(
        user__in=of_confirmer(user, own_station=True).values("user")
    )
    found = Confirmation.objects.open().exclude(chosen_at=None).filter(in_time, user__is_active=True)
    found = found.filter(Q(user__in=people) | of_factor).exclude(first_elsewhere)
    found = found.exclude(user=user).exclude(user__in=made)
    return found.exclude(asked_by=user).exclude(factor_reset_by=user)


def shown(user: User) -> QuerySet[Confirmation]:
    """The same with their people, and the assignment for which ``user`` confirms them (``person.serves``).

    Those of a chief's own station first, then those of other stations of the county.
    """
    serves = of_confirmer(user, after_factor=True).select_related("post__station", "station", "county")
    own = of_confirmer(user, own_station=True, after_factor=True).values("user")
    return (
        waiting_for(user)
        .select_related("user", "asked_by")
        .annotate(is_elsewhere=Case(When(user__in=own, then=Value(False)), default=Value(True)))
        .prefetch_related(Prefetch("user__assignments", serves.order_by("starts_on"), to_attr="serves"))
        .order_by("is_elsewhere", F("chosen_at"), "pk")
    )


def without_code(user: User) -> int:
    """How many people of ``user``, of a chief those of the own station, have a code that they have not used."""
    people = of_confirmer(user, own_station=True).values("user")
    return Confirmation.objects.open().filter(user__in=people, user__is_active=True, chosen_at=None).count()


def waiting_elsewhere(user: User) -> QuerySet[Confirmation]:
    """Of a chief, who waits at other stations after a reset."""
    return waiting_for(user).exclude(user__in=of_confirmer(user, own_station=True).values("user"))


@transaction.atomic
def confirm(keys: list[int], *, by: User) -> int:
    """``by`` says of all these that they are here; all or none. Returns how many."""
    if not may(by, "confirm_people"):
        raise PermissionDenied
    found = list(waiting_for(by).filter(pk__in=keys).order_by("user", "pk"))
    if len(found) != len(set(keys)):
        raise ValidationError(_("One of these people does not wait for you any more. Load the page again."))
    for one in found:
        confirming.confirm(one, by=by)
    return len(found)
