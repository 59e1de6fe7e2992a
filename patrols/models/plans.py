"""Plans of patrols that repeat (巡逻计划): on which days of the week, when, past which points, and why then."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from patrols.models.checkpoints import Checkpoint
from patrols.models.patrols import Patrol
from posts.models import Placed
from posts.querysets import ScopedQuerySet, open_on
from retention.periods import Retention, Then
from teams.models import Team


class Weekday(models.IntegerChoices):
    """As ``date.isoweekday`` counts."""

    MONDAY = 1, pgettext_lazy("weekday", "Mon")
    TUESDAY = 2, pgettext_lazy("weekday", "Tue")
    WEDNESDAY = 3, pgettext_lazy("weekday", "Wed")
    THURSDAY = 4, pgettext_lazy("weekday", "Thu")
    FRIDAY = 5, pgettext_lazy("weekday", "Fri")
    SATURDAY = 6, pgettext_lazy("weekday", "Sat")
    SUNDAY = 7, pgettext_lazy("weekday", "Sun")


class PlanQuerySet(ScopedQuerySet["PatrolPlan"]):
    def on(self, day: date) -> Self:
        """Those that hold on the day."""
        return self.filter(open_on(day))


@tracked()
class PatrolPlan(Versioned, Placed):
    """One round that repeats, from one day to another; its rounds are rows of their own (``PlannedRound``).

    ``points``: keys of checkpoints of the village, in the order of the walk. Where ``ends_at`` is not after
    ``starts_at`` the round ends on the next day. A change holds for the rounds of the days after it.
    """

    Weekday = Weekday

    PRIVATE_FIELDS = ("why",)
    retention = Retention(
        ("ends_on",), Then.ERASE, _("to answer for the work of the year"), years=3, whole_year=True, erases=("why",)
    )  # fmt: skip

    name = models.CharField(_("name of the plan"), max_length=30)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), verbose_name=_("days of the week"), default=list
    )
    starts_at = models.TimeField(pgettext_lazy("plan", "from"))
    ends_at = models.TimeField(pgettext_lazy("plan", "to"))
    mode = models.CharField(_("mode"), max_length=10, choices=Patrol.Mode, default=Patrol.Mode.FOOT)
    points = ArrayField(
        models.BigIntegerField(), verbose_name=_("checkpoints in order"), default=list, blank=True
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    why = models.CharField(_("why then and there"), max_length=200, blank=True, default="")
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True, default="", editable=False)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    objects = PlanQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("patrol plan")
        verbose_name_plural = _("patrol plans")
        ordering = ["village", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "name"],
                condition=Q(ends_on=None),
                name="plan_has_one_name_in_its_village",
                violation_error_message=_("The village has a patrol plan of this name."),
            ),
            models.CheckConstraint(
                condition=Q(weekdays__len__gt=0),
                name="plan_has_a_day_of_the_week",
                violation_error_message=_("Say on which days of the week."),
            ),
            models.CheckConstraint(
                condition=~Q(starts_at=F("ends_at")),
                name="plan_ends_at_another_time",
                violation_error_message=_("It ends at another time than it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, end_reason="") | Q(ends_on__gte=F("starts_on")) & ~Q(end_reason=""),
                name="plan_ends_after_it_began_and_says_why",
                violation_error_message=_("A patrol plan ends after it began, and says why."),
            ),
        ]
        indexes = [
            models.Index(fields=[place, "-starts_on", "-id"], name=f"patrol_plan_of_{place}")
            for place in ("post", "station", "county")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("patrols:plan-detail", args=[self.pk])

    def get_weekdays_display(self) -> str:
        """The days of the week in words, from Monday on."""
        return "、".join(str(one.label) for one in Weekday if one.value in self.weekdays)

    def get_points_display(self) -> str:
        """The names of the checkpoints, in the order of the walk."""
        named = dict(Checkpoint.objects.filter(pk__in=self.points).values_list("pk", "name"))
        return "、".join(named[key] for key in self.points if key in named)
