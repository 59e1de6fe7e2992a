"""An officer's day in a village (驻村日) and days of leave.

Both count in the norm (rule ``duty.days_a_week``): a day without its arrival is a day short, whatever the
books say of it.
"""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from calendars import calendar
from policies import guards
from posts import place_guards
from posts.models import Village
from posts.models.placed import Placed
from posts.models.stations import date_range
from posts.querysets import ScopedQuerySet
from retention.periods import Retention, Then


class DutyDayQuerySet(ScopedQuerySet["DutyDay"]):
    def counted(self) -> Self:
        """Days that figures count; the view ``counted_arrivals`` holds the same, for SQL."""
        return self.filter(state__in=DutyDay.COUNTED)

    def holding(self) -> Self:
        """Days that take the place of another arrival of the person: neither refused nor withdrawn."""
        return self.filter(state__in=DutyDay.HOLDING)


@tracked()
class DutyDay(Versioned, Placed):
    """An officer arrived at a village of the post on this local date (驻村日).

    One row a person and day, at the village reached first, so that sums over villages count a day once; a village that
    is reached later only steers the forms. The norm is three days in an ISO week; days of leave are excused.

    NOTED | NOTED -> WITHDRAWN on the day itself | NOTED -> TO_WITHDRAW -> WITHDRAWN or NOTED again, by the chief.
    Entered on a later day: WAITING -> NOTED or REFUSED, by the chief; WAITING -> WITHDRAWN.
    """

    guard = place_guards.by_place("post", "station")
    retention = Retention(
        ("on",),
        Then.ERASE,
        _("to answer for the work of the year"),
        years=3,
        whole_year=True,
        erases=("reason", "withdrawal_reason", "refusal_reason"),
    )

    class State(models.TextChoices):
        NOTED = "noted", pgettext_lazy("arrival", "Noted")
        WAITING = "waiting", pgettext_lazy("arrival", "Waits for the chief")
        REFUSED = "refused", pgettext_lazy("arrival", "Not confirmed")
        TO_WITHDRAW = "to_withdraw", pgettext_lazy("arrival", "Withdrawal waits for the chief")
        WITHDRAWN = "withdrawn", pgettext_lazy("arrival", "Withdrawn")

    COUNTED = (State.NOTED, State.TO_WITHDRAW)  # as the view counted_arrivals
    HOLDING = (State.NOTED, State.WAITING, State.TO_WITHDRAW)
    TO_DECIDE = (State.WAITING, State.TO_WITHDRAW)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duty_days", verbose_name=_("person")
    )
    on = models.DateField(_("date"))
    arrived_at = models.DateTimeField(_("arrived at"), default=timezone.now)
    # Where the person went on to on the same day: the default of forms; figures read ``village``.
    last_village = models.ForeignKey(
        Village,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("then in"),
        db_index=False,
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.NOTED, db_default=State.NOTED, editable=False
    )
    entered_on = models.DateField(_("entered later, on"), null=True, editable=False)
    reason = models.CharField(_("why entered later"), max_length=200, blank=True, default="", db_default="")
    withdrawal_reason = models.CharField(
        _("why withdrawn"), max_length=200, blank=True, default="", db_default="", editable=False
    )
    refusal_reason = models.CharField(
        _("why refused"), max_length=200, blank=True, default="", db_default="", editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
        db_index=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    objects = DutyDayQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("duty day")
        verbose_name_plural = _("duty days")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "on"],
                condition=Q(state__in=("noted", "waiting", "to_withdraw")),
                name="duty_day_is_counted_once",
                violation_error_message=_("The person has this duty day already."),
            ),
            models.CheckConstraint(
                condition=Q(entered_on=None) | (Q(entered_on__gt=F("on")) & ~Q(reason="")),
                name="an_arrival_entered_later_says_why",
                violation_error_message=_("Say why the arrival is entered later."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("to_withdraw", "withdrawn")) | ~Q(withdrawal_reason=""),
                name="a_withdrawn_arrival_says_why",
                violation_error_message=_("Say why the arrival is withdrawn."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal_reason=""),
                name="a_refused_arrival_says_why",
                violation_error_message=_("Say why it is refused: the officer reads it."),
            ),
        ]
        indexes = [
            models.Index(fields=["village", "on"], name="duty_of_a_village"),
            models.Index(fields=["post", "-on", "-id"], name="duty_of_a_post"),
            models.Index(fields=["station", "-on", "-id"], name="duty_of_a_station"),
            models.Index(fields=["county", "-on", "-id"], name="duty_of_a_county"),
            # What waits is little, however many years lie behind it.
            models.Index(
                fields=["station"], name="duty_to_decide", condition=Q(state__in=("waiting", "to_withdraw"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.village}"

    def get_absolute_url(self) -> str:
        return reverse("duty:duty-detail", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Was it entered on a later day?"""
        return self.entered_on is not None

    @property
    def is_withdrawn_by_chief(self) -> bool:
        """Has a withdrawal to be confirmed? On the day itself the person alone decides."""
        return self.on < timezone.localdate()


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
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )

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

    @property
    def words(self) -> str:
        """What it is, from when until when, and who granted it, for a line about one of its days."""
        granted = f", {self.granted_by}" if self.granted_by else ""
        return f"{self.get_kind_display()} {calendar.short(self.starts_on)} - {calendar.short(self.ends_on)}{granted}"


def leave_on(user: Any, day: date) -> Leave | None:
    """The person's leave on that day."""
    rows = Leave.objects.filter(user=user, starts_on__lte=day, ends_on__gte=day)
    return rows.select_related("granted_by").first()
