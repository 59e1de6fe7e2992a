"""An officer's day in a village (驻村日) and days of leave.

Both count in the norm (rule ``duty.days_a_week``): a day without its arrival is a day short, whatever the
books say of it.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models.placed import Placed
from posts.models.stations import date_range


@tracked()
class DutyDay(Versioned, Placed):
    """An officer arrived at a village of the post on this local date (驻村日).

    One row a person and day, at the village reached first, so that sums over villages count a day once.
    The norm is three days in an ISO week; days of leave are excused.
    """

    guard = place_guards.by_place("post")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duty_days", verbose_name=_("person")
    )
    on = models.DateField(_("date"))
    arrived_at = models.DateTimeField(_("arrived at"), auto_now_add=True)

    class Meta:
        verbose_name = _("duty day")
        verbose_name_plural = _("duty days")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "on"],
                name="duty_day_is_counted_once",
                violation_error_message=_("The person has this duty day already."),
            )
        ]
        indexes = [
            models.Index(fields=["village", "on"], name="duty_of_a_village"),
            models.Index(fields=["post", "-on", "-id"], name="duty_of_a_post"),
            models.Index(fields=["station", "-on", "-id"], name="duty_of_a_station"),
            models.Index(fields=["county", "-on", "-id"], name="duty_of_a_county"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.village}"


@tracked()
class Leave(Versioned):
    """Days on which an officer is excused (休假, 出差, 培训): no target runs on them."""

    guard = guards.open_to_all(
        guards.Rule(("station",), guards.READ_WRITE_DELETE, place_guards.PERSON_OF_STATION)
    )

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Leave")
        TRAINING = "training", _("Training")
        ERRAND = "errand", _("Ordered elsewhere")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="leaves", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leave")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="leave_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            ExclusionConstraint(
                name="person_has_one_leave_on_any_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The person has leave on some of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.starts_on} - {self.ends_on}"
