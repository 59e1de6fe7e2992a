"""Nothing is recorded in a village before the day ``opened_on`` and from ``closed_on`` on.

Called by the actions of every book.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from posts.models import Village


def check_existed(village: int, day: date | None, *, field: str = "occurred_on") -> None:
    """ValidationError beside ``field`` when the village was abolished by that day; figures end with its last month.

    A village that was new, or split off, on a later day has nothing before it, either.
    """
    if day is None:
        return
    unborn = Village.objects.filter(pk=village, opened_on__gt=day).first()
    if unborn is not None:
        words = {"village": unborn.short_name, "day": f"{unborn.opened_on:%Y-%m-%d}"}
        why = _("%(village)s exists since %(day)s: enter it in the village that was there before.")
        raise ValidationError({field: ValidationError(why % words, code="not_yet")})
    found = Village.objects.filter(pk=village, closed_on__lte=day).first()
    if found is None:
        return
    words = {"village": found.short_name, "day": f"{found.closed_on:%Y-%m-%d}"}
    why = _(
        "%(village)s was abolished on %(day)s: nothing is recorded there from that day on. Move what is still "
        "entered there to its present village first."
    )
    raise ValidationError({field: ValidationError(why % words, code="abolished")})
