"""Names of villages where several towns can appear: many counties have villages of one name (real: 36 of 305)."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from posts.models import Town, Village


def with_towns(names: Mapping[int, str]) -> dict[int, str]:
    """The short names of villages, by their keys; the town stands behind each that is borne twice: 东坡村（甲镇）."""
    borne = Counter(names.values())
    twice = [pk for pk, name in names.items() if borne[name] > 1]
    if not twice:
        return dict(names)
    towns = Village.objects.filter(pk__in=twice).values_list("pk", "town__name")
    return dict(names) | {
        pk: _("%(village)s (%(town)s)") % {"village": names[pk], "town": town} for pk, town in towns
    }


def with_towns_of(villages: Iterable[Village]) -> dict[int, str]:
    """The short names of villages, by their keys; the town stands behind each where they lie in several towns.

    For the forms, where a village of the wrong town is written at by a slip of the finger.
    """
    found = list(villages)
    if len({village.town_id for village in found}) < 2:
        return {village.pk: str(village) for village in found}
    towns = dict(Town.objects.filter(villages__in=found).values_list("pk", "name"))
    return {
        village.pk: _("%(village)s (%(town)s)") % {"village": village, "town": towns[village.town_id]}
        for village in found
    }
