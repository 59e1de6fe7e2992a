"""The households of a merged village go on in its successor from the day of the merger, all of them at once.

Called by the import of divisions (imports/divisions/saving.py), and by the nightly work for a day that lay ahead.
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from folding import house_numbers
from posts.models import Membership, Succession
from posts.querysets import open_on
from residents.models import Household

LONGEST = 20  # characters of a house number


def waiting() -> "QuerySet[Succession]":
    """Mergers whose day has come and whose households have not gone yet."""
    rows = Succession.objects.filter(
        kind=Succession.Kind.MERGED, carried_at=None, day__lte=timezone.localdate()
    )
    return rows.select_related("village", "successor").order_by("day", "pk")


def carry(succession: Succession, *, by: User | None) -> int:
    """The households, who lives there, and what is open belong to the successor; returns how many households.

    A house number that the successor has already gets the name of the old village before it. ValidationError where the
    successor has no post today.
    """
    today = Membership.objects.filter(open_on(timezone.localdate()), village=succession.successor_id)
    post = today.select_related("post").first()
    if post is None:
        words = {"village": succession.successor}
        raise ValidationError(_("%(village)s has no post yet: give it to one.") % words)
    numbers = _numbers(succession)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT residents_carry_village(%s, %s::bigint[], %s::text[], %s::text[], %s::text[])",
            [
                succession.pk,
                list(numbers),
                list(numbers.values()),
                [house_numbers.folded(one) for one in numbers.values()],
                [house_numbers.in_order(one) for one in numbers.values()],
            ],
        )
        gone: int = cursor.fetchone()[0]
    trail.record_at(
        post.post, "carry_households", succession.village, by=by,
        village=succession.successor_id, since=str(succession.day), households=gone,
    )  # fmt: skip
    return gone


def _numbers(succession: Succession) -> dict[int, str]:
    """The house number of each household in the successor, by the key of the household."""
    there = Household.objects.filter(village=succession.successor_id, closed_on=None)
    taken = set(there.values_list("number_key", flat=True)) - {""}
    found = {}
    going = Household.objects.filter(village=succession.village_id, closed_on=None).order_by("pk")
    for key, number in going.values_list("pk", "number"):
        called, sign = number, 0
        while house_numbers.folded(called) in taken:
            sign += 1
            before = succession.village.short_name + (str(sign) if sign > 1 else "")
            called = f"{before[: LONGEST - len(number) - 1]} {number}"[-LONGEST:]
            if sign > LONGEST:
                raise ValidationError(_("House number %(number)s is in both villages.") % {"number": number})
        found[key] = called
        taken.add(house_numbers.folded(called))
    return found
