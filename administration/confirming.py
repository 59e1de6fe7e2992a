"""Who confirms that a person is here: for post and station people the chief, for chiefs the county, else the grant
administrator, as the row of the role says (access/roles.py, ``confirmed_by``).

An account without a role waits for nobody: it is assigned first.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import roles, scope
from access.rights import may
from accounts import confirming
from accounts.models import Confirmation, User
from posts.models import Assignment


def of_confirmer(user: User) -> QuerySet[Assignment]:
    """Assignments, from today on, of the people whom ``user`` confirms; none without the right."""
    where = scope.for_user(user)
    if not may(user, "confirm_people"):
        return Assignment.objects.none()
    county, station = where.county_id or 0, where.station_id or 0
    places = {
        "post": {"post__station": station} if station else {"post__station__county": county},
        "station": {"station": station} if station else {"station__county": county},
        "county": {"county": county},
    }
    mine = [row for row in roles.ROLES if row.confirmed_by == where.role]
    at_place = Q(pk__in=[])
    for row in mine:
        at_place |= Q(role=row.code, **places[row.place])
    return Assignment.objects.filter(at_place, Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


def waiting_for(user: User) -> QuerySet[Confirmation]:
    """Whom ``user`` may confirm now; neither oneself nor somebody whose account one made, ever."""
    county = scope.for_user(user).county
    since = timezone.now() - rules.days("account.confirmation_days", on=timezone.localdate(), county=county)
    made = Confirmation.objects.filter(asked_by=user).values("user")
    people = of_confirmer(user).values("user")
    found = Confirmation.objects.waiting(since).filter(user__in=people, user__is_active=True)
    return found.exclude(user=user).exclude(user__in=made)


def shown(user: User) -> QuerySet[Confirmation]:
    """The same with their people, and the assignment for which ``user`` confirms them (``person.serves``)."""
    serves = of_confirmer(user).select_related("post", "station", "county").order_by("starts_on")
    return (
        waiting_for(user)
        .select_related("user", "asked_by")
        .prefetch_related(Prefetch("user__assignments", serves, to_attr="serves"))
        .order_by(F("chosen_at"), "pk")
    )


def without_code(user: User) -> int:
    """How many people of ``user`` have a code that they have not used."""
    people = of_confirmer(user).values("user")
    return Confirmation.objects.open().filter(user__in=people, user__is_active=True, chosen_at=None).count()


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
