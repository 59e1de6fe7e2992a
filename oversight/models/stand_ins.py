"""Who stands in for a chief, from and until which day."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

import rules
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models.stations import Station, date_range
from posts.querysets import DatedQuerySet

MOST_DAYS = rules.highest("stand_in.longest_days")  # a county may set fewer


@tracked()
class StandIn(Versioned):
    """An officer or clerk of a station stands in for its chief from one day to another (代理所长).

    On these days the person works as chief or in the own post, one at a time (``is_on``), so that every row says in
    which place it was written. Who is assigned elsewhere meanwhile stands in no more.
    """

    guard = guards.open_to_all(
        guards.Rule(("station",), guards.READ_WRITE_DELETE, guards.OWN_STATION),
        guards.Rule(
            ("role_admin",),
            guards.READ_WRITE_DELETE,
            f"{guards.OF_SOMEBODY_ELSE} AND {place_guards.STATION_OF_OWN_COUNTY}",
        ),
        guards.Rule(("post",), (guards.UPDATE,), f"user_id = {guards.setting('user')}", ("is_on",)),
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="stand_ins", verbose_name=_("person")
    )
    station = models.ForeignKey(Station, models.PROTECT, related_name="stand_ins", verbose_name=_("station"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    is_on = models.BooleanField(_("works as chief now"), default=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("acting chief")
        verbose_name_plural = _("acting chiefs")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="stand_in_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__lt=F("starts_on") + timedelta(days=MOST_DAYS)),
                name="stand_in_lasts_ninety_days_at_most",
                violation_error_message=_("At most 90 days; for longer a chief is assigned."),
            ),
            ExclusionConstraint(
                name="station_has_one_acting_chief_on_any_day",
                expressions=[
                    ("station", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody stands in for the chief on some of these days already."),
            ),
            ExclusionConstraint(
                name="person_stands_in_once_on_any_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The person stands in elsewhere on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.station}"
