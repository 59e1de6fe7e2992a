"""The entries under which one household has stood: those that were merged into it, and those from which it moved.

Visits and answered requests stay on the entry under which they happened; pages read them together with these.
"""

from typing import Any

from django.db.models import Q

from residents.models import Household

FURTHEST = 20  # steps; a circle is impossible (residents/duplicates/merging.py), a broken row ends here


def entries(household: Household | int) -> list[int]:
    """The keys of the household's own entry and of all that go on in it, as far as the person who acts sees them."""
    found = [household if isinstance(household, int) else household.pk]
    last = found
    for _step in range(FURTHEST):
        rows = Household.objects.filter(continued_in__in=last).exclude(pk__in=found)
        last = list(rows.values_list("pk", flat=True))
        if not last:
            break
        found += last
    return found


def home(household: Household) -> Household:
    """The entry under which the household stands today; the last one that the person who acts may see."""
    found = household
    for _step in range(FURTHEST):
        further = (
            Household.objects.filter(pk=found.continued_in_id).first() if found.continued_in_id else None
        )
        if further is None:
            break
        found = further
    return found


def home_key(household: int) -> int:
    """The key of that entry."""
    found = Household.objects.filter(pk=household).first()
    return home(found).pk if found else household


def of_any(keys: Any, field: str = "household") -> Q:
    """Rows about the households ``keys`` (a query of keys), or about an entry that goes on in one of them."""
    return Q(**{f"{field}__in": keys}) | Q(**{f"{field}__continued_in__in": keys})
