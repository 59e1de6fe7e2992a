"""The rounds of plans, a row a plan and day: planned, started, done, incomplete, not walked; and their points."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import rules
from audit.history import tracked
from audit.versions import Versioned
from calendars import calendar
from patrols.models.checkpoints import Checkpoint
from patrols.models.patrols import Patrol
from patrols.models.plans import PatrolPlan
from policies import guards
from posts.models import Placed
from posts.querysets import ScopedQuerySet
from retention.periods import Retention, Then

# The job that makes the rounds of the day writes at the level housekeeping (patrols/actions/planning.py).
MADE_BY_JOB = (*Placed.guard, guards.Rule(("housekeeping",), (guards.INSERT,)))


class PlannedRoundQuerySet(ScopedQuerySet["PlannedRound"]):
    def in_months(self, first: date, last: date) -> Self:
        """Rounds of the months ``first`` .. ``last``, both inside."""
        return self.filter(occurred_on__gte=first, occurred_on__lt=calendar.end_of(last))

    def open(self) -> Self:
        """Those of which nobody has said yet what came of them."""
        return self.filter(state__in=OPEN)

    def walked(self) -> Self:
        """Those that were finished with a patrol that counts."""
        counts = Func("patrol__state", function="ledgers_counts", output_field=models.BooleanField())
        return self.filter(counts, patrol__isnull=False)

    def due(self) -> Self:
        """Those that count as planned: of the days before today, and what is walked of today."""
        counts = Func("patrol__state", function="ledgers_counts", output_field=models.BooleanField())
        return self.filter(Q(occurred_on__lt=timezone.localdate()) | Q(counts, patrol__isnull=False))

    def unfinished(self) -> Self:
        """Those of the last days that were begun and that the clock has closed: their patrol can still be recorded."""
        today = timezone.localdate()
        since = today - rules.days("patrol.rounds_back_days", on=today)
        return self.filter(
            state=PlannedRound.State.INCOMPLETE, patrol=None, erased_on=None, occurred_on__gte=since
        )

    def to_explain(self) -> Self:
        """Those of days before that nobody has started, and nobody has said why."""
        return self.filter(state=PlannedRound.State.PLANNED, occurred_on__lt=timezone.localdate())


@tracked()
class PlannedRound(Versioned, Placed):
    """One round of a plan on one day. PLANNED -> STARTED -> DONE | INCOMPLETE; PLANNED -> NOT_WALKED.

    It has the times, the mode and the points of its plan as they were when it was made. Whoever finishes it records
    the patrol (``patrol``). Started and not finished by the hour of the rule on the next day, it is INCOMPLETE without
    a patrol, and may still be finished. ``points_passed`` is noted when it is finished: figures read it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("round", "Planned")
        STARTED = "started", pgettext_lazy("round", "Started")
        DONE = "done", pgettext_lazy("round", "Done")
        INCOMPLETE = "incomplete", pgettext_lazy("round", "Incomplete")
        NOT_WALKED = "not_walked", pgettext_lazy("round", "Not walked")

    guard = MADE_BY_JOB
    PRIVATE_FIELDS = ("reason",)
    dependents = ("stops",)
    retention = Retention(
        ("occurred_on",), Then.ERASE, _("to answer for the work of the year"), years=3, whole_year=True,
        erases=("reason",),
    )  # fmt: skip

    plan = models.ForeignKey(PatrolPlan, models.PROTECT, related_name="rounds", verbose_name=_("patrol plan"))
    occurred_on = models.DateField(_("date"))
    starts_at = models.TimeField(pgettext_lazy("plan", "from"))
    ends_at = models.TimeField(pgettext_lazy("plan", "to"))
    mode = models.CharField(_("mode"), max_length=10, choices=Patrol.Mode, default=Patrol.Mode.FOOT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    points_planned = models.PositiveSmallIntegerField(_("points planned"), default=0, editable=False)
    points_passed = models.PositiveSmallIntegerField(_("points passed"), default=0, editable=False)
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("started by"),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    patrol = models.OneToOneField(
        Patrol, models.PROTECT, null=True, editable=False, related_name="planned_round",
        verbose_name=_("patrol"),
    )  # fmt: skip
    reason = models.CharField(_("why not walked"), max_length=200, blank=True, default="", editable=False)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    objects = PlannedRoundQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("planned round")
        verbose_name_plural = _("planned rounds")
        ordering = ["-occurred_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "occurred_on"],
                name="plan_has_one_round_a_day",
                violation_error_message=_("The plan has a round on this day."),
            ),
            models.CheckConstraint(
                condition=~Q(state="not_walked") | ~Q(reason=""),
                name="round_not_walked_says_why",
                violation_error_message=_("Say why it was not walked."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(patrol__isnull=False, points_passed=F("points_planned")),
                name="round_done_has_passed_every_point",
                violation_error_message=_("A round is done when every point was passed."),
            ),
            models.CheckConstraint(
                condition=Q(points_passed__lte=F("points_planned")),
                name="round_passes_no_more_points_than_planned",
                violation_error_message=_("No more points are passed than are planned."),
            ),
            models.CheckConstraint(
                condition=Q(patrol=None) | Q(state__in=("done", "incomplete"), ended_at__isnull=False),
                name="round_with_a_patrol_has_ended",
                violation_error_message=_("A round with a patrol has ended."),
            ),
        ]
        indexes = [
            *(
                models.Index(fields=[place, "-occurred_on", "-id"], name=f"round_of_{place}")
                for place in ("post", "station", "county")
            ),
            models.Index(fields=["village", "occurred_on"], name="round_of_village"),
            # What is open is little, however many years lie behind it.
            models.Index(
                fields=["post", "occurred_on"], name="round_is_open", condition=Q(state__in=("planned", "started"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.plan} {self.occurred_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("patrols:walk-detail", args=[self.pk])

    @property
    def is_walkable(self) -> bool:
        """May points still be passed? Until its patrol is recorded: taps without signal come late."""
        return self.patrol_id is None and self.erased_on is None

    def closes_at(self, county: str) -> datetime:
        """From then on a started round is incomplete: the hour of the rule on the next day."""
        hour = rules.whole("patrol.round_closes_hour", on=self.occurred_on, county=county)
        return self.begins_at() + timedelta(days=1, hours=hour)

    def planned_span(self) -> tuple[datetime, datetime]:
        """From when to when it was planned; one that ends no later than it begins ends on the next day."""
        first, last = (
            timezone.make_aware(datetime.combine(self.occurred_on, one))
            for one in (self.starts_at, self.ends_at)
        )
        return first, last if last > first else last + timedelta(days=1)

    def begins_at(self) -> datetime:
        """The first moment of its day."""
        return timezone.make_aware(datetime.combine(self.occurred_on, datetime.min.time()))


OPEN = (PlannedRound.State.PLANNED, PlannedRound.State.STARTED)
ENDED = (PlannedRound.State.DONE, PlannedRound.State.INCOMPLETE)


@tracked()
class RoundPoint(Versioned, Placed):
    """One checkpoint of one round, in its place, and when it was passed. NULL: not passed.

    ``is_device_time``: the tap waited in the browser for a signal, and its time is that of the device. Who tapped is
    stored; nothing says where anybody was.
    """

    class How(models.TextChoices):
        TAP = "tap", pgettext_lazy("point", "Tapped")
        SCAN = "scan", pgettext_lazy("point", "Label scanned")
        CODE = "code", pgettext_lazy("point", "Code typed")

    guard = MADE_BY_JOB

    round = models.ForeignKey(
        PlannedRound, models.PROTECT, related_name="stops", verbose_name=_("planned round")
    )
    checkpoint = models.ForeignKey(
        Checkpoint, models.PROTECT, related_name="stops", verbose_name=_("checkpoint")
    )
    position = models.PositiveSmallIntegerField(_("place in the order"), editable=False)
    passed_at = models.DateTimeField(_("passed at"), null=True, editable=False)
    is_device_time = models.BooleanField(_("time of the device"), default=False, editable=False)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("passed by"),
    )  # fmt: skip
    how = models.CharField(
        pgettext_lazy("point", "how"), max_length=4, choices=How, blank=True, default="", editable=False
    )

    class Meta:
        verbose_name = _("point of a round")
        verbose_name_plural = _("points of rounds")
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "checkpoint"],
                name="round_has_each_point_once",
                violation_error_message=_("The round has this point already."),
            ),
            models.CheckConstraint(
                condition=Q(passed_at=None, passed_by=None, how="", is_device_time=False)
                | Q(passed_at__isnull=False, passed_by__isnull=False) & ~Q(how=""),
                name="passed_point_says_by_whom_and_how",
                violation_error_message=_("A passed point says by whom and how."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.checkpoint}"

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row takes the keys of its round."""
        if self._state.adding:
            self.placed_like(self.round)
        super().save(*args, **kwargs)
