"""Emergency views of another post, and the notices that the chiefs get of them."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from policies import guards
from posts import place_guards
from posts.models.stations import Post, Station

# The bounds that no county exceeds; what holds on a day is asked of the rules (oversight/actions/emergency.py).
LASTS = timedelta(hours=rules.highest("emergency.hours"))
MOST_A_DAY = rules.highest("emergency.a_day")
SHORTEST_REASON = rules.lowest("emergency.reason_characters")
# The chief reads the views of posts of the station, and the views by its people.
READ_BY_THE_CHIEF = f"{place_guards.POST_OF_STATION} OR {place_guards.PERSON_OF_STATION}"
OWN_VIEW = f"view_id IN (SELECT id FROM oversight_emergencyview WHERE user_id = {guards.setting('user')})"


def moment_range(first: str, end: Any) -> Func:
    """``tstzrange(opened_at, end)``: after an ended view the next one may begin at once."""
    return Func(first, end, function="TSTZRANGE", output_field=DateTimeRangeField())


class EmergencyQuerySet(models.QuerySet["EmergencyView"]):
    def open_now(self) -> Self:
        now = timezone.now()
        return self.filter(ended_at=None, opened_at__lte=now, ends_at__gt=now)


class EmergencyView(models.Model):
    """Somebody reads the register of another post in an emergency (紧急查看): at once, with a reason, for 3 hours.

    It gives reading and nothing else: no writing, no export, no revealed number. It ends by itself; a longer need is a
    new reason. Both station chiefs get a notice and acknowledge it, and the auditor reads every page that was opened; a
    trigger (sql/notify_of_emergency.sql) does both for every row.
    """

    guard = (
        # The scope of a person is read before a level is known (oversight/serving.py).
        guards.Rule(("anonymous", "housekeeping"), (guards.SELECT,)),
        guards.Rule(
            ("post", "station"),
            (guards.SELECT, guards.INSERT),
            f"user_id = {guards.setting('user')}",
            (),
            place_guards.POST_OF_OWN_COUNTY,
        ),
        # It is ended early, and turned to no other post, of which nobody would get a notice.
        guards.Rule(
            ("post", "station"), (guards.UPDATE,), f"user_id = {guards.setting('user')}", ("ended_at",)
        ),
        guards.Rule(("station",), (guards.SELECT,), READ_BY_THE_CHIEF),
        guards.Rule(("county", "auditor"), (guards.SELECT,), place_guards.POST_OF_OWN_COUNTY),
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="emergency_views", verbose_name=_("person")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"))
    reason = models.TextField(_("reason"), max_length=300)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    ends_at = models.DateTimeField(_("ends at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    day = models.DateField(_("date"), default=timezone.localdate)
    number = models.PositiveSmallIntegerField(_("number of the day"))

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency view")
        verbose_name_plural = _("emergency views")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=rf"\S.{{{SHORTEST_REASON - 2},}}\S"),
                name="emergency_view_says_why",
                violation_error_message=_("Say why in at least 10 characters."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at"), ends_at__lte=F("opened_at") + LASTS),
                name="emergency_view_ends_within_3_hours",
                violation_error_message=_("An emergency view lasts for 3 hours at most."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("opened_at"), ended_at__lte=F("ends_at")),
                name="emergency_view_is_not_prolonged",
                violation_error_message=_("An emergency view is not prolonged."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_A_DAY),
                name="emergency_views_are_two_a_day_at_most",
                violation_error_message=_("Two emergency views a day at most."),
            ),
            models.UniqueConstraint(
                fields=["user", "day", "number"],
                name="emergency_view_of_a_day_is_numbered_once",
                violation_error_message=_("This emergency view is open already."),
            ),
            ExclusionConstraint(
                name="person_has_one_emergency_view_at_a_time",
                violation_error_message=_("One emergency view at a time."),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (moment_range("opened_at", Coalesce("ended_at", "ends_at")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.post}"

    @property
    def station_id(self) -> int:
        """The station whose register was opened: the trail stores it as the access key."""
        return self.post.station_id

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.ends_at > timezone.now()


class EmergencyNotice(models.Model):
    """The notice of an emergency view to a chief: the one of the post that was opened, and the one of the person."""

    guard = (
        guards.Rule(
            ("post", "station"), (guards.SELECT, guards.INSERT), OWN_VIEW, (), "acknowledged_by_id IS NULL"
        ),
        guards.Rule(("station",), (guards.SELECT,), guards.OWN_STATION),
        # Acknowledged in the own name, and never for the own view: an acting chief's is the real chief's to read.
        guards.Rule(
            ("station",),
            (guards.UPDATE,),
            guards.OWN_STATION,
            ("acknowledged_by_id", "acknowledged_at"),
            f"NOT {OWN_VIEW} AND acknowledged_by_id = {guards.setting('user')}",
        ),
        guards.Rule(("county", "auditor"), (guards.SELECT,), place_guards.STATION_OF_OWN_COUNTY),
        guards.Rule(("housekeeping",), (guards.SELECT,)),
    )

    view = models.ForeignKey(
        EmergencyView, models.CASCADE, related_name="notices", verbose_name=_("emergency view")
    )
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("station"))
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("acknowledged by"),
    )
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True)

    class Meta:
        verbose_name = _("notice of an emergency view")
        verbose_name_plural = _("notices of emergency views")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["view", "station"],
                name="station_is_told_once",
                violation_error_message=_("The station has this notice already."),
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="notice_is_acknowledged_by_somebody",
                violation_error_message=_("An acknowledgement names who gave it and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.view} · {self.station}"
