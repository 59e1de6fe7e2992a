"""The villages of a survey round: those that report its month, and those that were entered before they ended in it.

The figures count the answers of both (indicators/sql/fill_month.sql), and so do the pages of the round.
"""

from django.db.models import Q

from access import scope
from accounts.models import User
from calendars import calendar
from posts import places
from posts.models import Membership
from surveys.models import SurveyRound


def of_user(user: User, survey: SurveyRound) -> list[Membership]:
    """Those that the person sees, in the order of their codes."""
    found = places.expected(user, survey.month)
    return _in_order(found + [one for one in _ended(survey) if _is_seen(one, user)])


def of_county(survey: SurveyRound) -> list[Membership]:
    """All of them."""
    return _in_order(places.of_county(survey.county, survey.month) + _ended(survey))


def _ended(survey: SurveyRound) -> list[Membership]:
    """The last post of each village that was entered and was abolished within the month, its last day included."""
    first, last = survey.month, calendar.last_day(survey.month)
    rows = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=first),
        village__in=survey.samples.values("village"),
        village__closed_on__gt=first,
        village__closed_on__lte=last,
        starts_on__lte=calendar.place_day(survey.month),
    )
    rows = rows.order_by("village_id", "-starts_on").distinct("village_id")
    return list(rows.select_related("village__town", "post__station"))


def _is_seen(membership: Membership, user: User) -> bool:
    post = membership.post
    where = {"post_id": post.pk, "station_id": post.station_id, "county_id": post.station.county_id}
    keys = scope.for_user(user).keys
    return keys is not None and keys.items() <= where.items()


def _in_order(found: list[Membership]) -> list[Membership]:
    return sorted(found, key=lambda one: one.village.code)
