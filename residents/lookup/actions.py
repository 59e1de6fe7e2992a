"""The county finds one household: by a whole telephone number, or by village and house number, with a reason.

The county reads no names (``see_names`` in access/rights.py), so it searches by none. Whoever calls in has a number or
an address; the trail notes who looked, what for, and at whom.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.reasons import Why, check_words
from encryption.fields import matching
from folding import house_numbers
from posts.models import Village
from residents import phones
from residents.models import Household, Resident

BY_PHONE, BY_HOUSE = "phone", "house"


@transaction.atomic
def look_up(
    *, phone: str = "", village: Village | None = None, number: str = "", why: str, words: str = "", by: User
) -> list[Household]:
    """The households with exactly this telephone (also of a member), or this house number in the village.

    Raises PermissionDenied without the verb; ValidationError without a sound reason, and for anything but one whole
    telephone number or one house number. The trail has an entry for each household, one for a search that found none.
    """
    if not may(by, "look_up_household"):
        raise PermissionDenied
    if why not in Why.values:
        raise ValidationError({"why": _("Choose a reason.")})
    check_words(why, words)
    way, where = _meant(phone.strip(), village, number.strip(), by)
    found = list(_registered(by).filter(where).select_related("village__town", "post").order_by("pk"))
    detail: dict[str, Any] = {"way": way, "why": why, "words": words.strip()}
    for household in found:
        trail.record("look_up", household, by=by, **detail)
    if not found:
        trail.record("look_up", None, by=by, **detail)
    return found


def _registered(by: User) -> QuerySet[Household]:
    return Household.objects.visible_to(by).filter(closed_on=None)


def _meant(phone: str, village: Village | None, number: str, by: User) -> tuple[str, Q]:
    if phone and (village or number):
        raise ValidationError(_("Search by the telephone or by the house, not by both."))
    if phone:
        if not phones.is_whole(phone):
            raise ValidationError({"phone": _("Type the whole telephone number.")})
        people = Resident.objects.visible_to(by).filter(
            matching(Resident, "phone_index", phone), left_on=None
        )
        return BY_PHONE, matching(Household, "phone_index", phone) | Q(pk__in=people.values("household"))
    key = house_numbers.folded(number)
    if village is None or not key:
        raise ValidationError(
            _("Type a whole telephone number, or choose the village and type the house number.")
        )
    return BY_HOUSE, Q(village=village, number_key=key)
