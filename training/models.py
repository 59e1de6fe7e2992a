"""Trainings, and who came: officers and auxiliaries of the posts, members of the teams of their villages."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import rules
from access import scope
from accounts.models import User
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models import Placed
from posts.querysets import RowT, ScopedQuerySet

LONGEST = rules.newest("training.hours_most")


class TrainingQuerySet(ScopedQuerySet["Training"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the own place, those of its station and those of the county: to them everybody may come."""
        keys = scope.for_user(user).keys
        if keys is None or "county_id" in keys:
            return super().visible_to(user)
        station, county = scope.for_user(user).above
        wider = Q(county=county, level=Training.Level.COUNTY)
        if "post_id" in keys:
            wider |= Q(station=station, level=Training.Level.STATION)
        return self.filter(Q(**keys) | wider)

    def held(self) -> Self:
        """Those that count: not withdrawn."""
        return self.filter(state=Training.State.HELD)

    def in_year(self, day: date) -> Self:
        """Those of the calendar year of ``day``, until that day."""
        return self.filter(held_on__gte=date(day.year, 1, 1), held_on__lte=day)


OF_OWN_STATION = f"level = 'station' AND station_id = {guards.setting('station')}"
OF_OWN_COUNTY = f"level = 'county' AND county_id = {guards.setting('county')}"


@tracked()
class Training(Versioned, Placed):
    """One training (培训): on a day, about a topic, some hours long, held by a post, a station or the county.

    ``village`` is where it was held. Those of a station and of the county are read by the posts below, which note their
    own people. HELD -> WITHDRAWN: entered by mistake, its hours count no more.
    """

    class Level(models.TextChoices):
        POST = "post", pgettext_lazy("training", "Of the post")
        STATION = "station", pgettext_lazy("training", "Of the station")
        COUNTY = "county", pgettext_lazy("training", "Of the county")

    class Topic(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("topic", "Information")
        CHECKS = "checks", pgettext_lazy("topic", "Questioning and checking")
        PATROL = "patrol", pgettext_lazy("topic", "Patrols")
        FIRE = "fire", pgettext_lazy("topic", "Fire")
        FIRST_AID = "first_aid", pgettext_lazy("topic", "First aid")
        LAW = "law", pgettext_lazy("topic", "Law")
        FRAUD = "fraud", pgettext_lazy("topic", "Fraud")
        TRAFFIC = "traffic", pgettext_lazy("topic", "Traffic")
        MEDIATION = "mediation", pgettext_lazy("topic", "Mediation")
        OTHER = "other", pgettext_lazy("topic", "Other")

    class Way(models.TextChoices):
        CENTRAL = "central", pgettext_lazy("training", "Central training")
        SELF = "self", pgettext_lazy("training", "Self-study")

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("training", "Held")
        WITHDRAWN = "withdrawn", pgettext_lazy("training", "Withdrawn")

    guard = (
        *place_guards.by_place("post", "station"),
        guards.Rule(("post",), (guards.SELECT,), OF_OWN_STATION),
        guards.Rule(("post", "station"), (guards.SELECT,), OF_OWN_COUNTY),
        guards.Rule(
            ("county",),
            (guards.INSERT, guards.UPDATE),
            OF_OWN_COUNTY,
            check=place_guards.KEYS_THAT_FIT,
        ),
    )

    level = models.CharField(_("held by"), max_length=7, choices=Level, default=Level.POST, editable=False)
    held_on = models.DateField(_("date"))
    topic = models.CharField(pgettext_lazy("training", "topic"), max_length=12, choices=Topic)
    hours = models.DecimalField(
        _("hours"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(LONGEST)],
    )
    way = models.CharField(pgettext_lazy("training", "way"), max_length=7, choices=Way, default=Way.CENTRAL)
    teacher = models.CharField(_("who taught: body or office"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.HELD, editable=False)
    reason = models.CharField(_("why withdrawn"), max_length=200, blank=True, default="", editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
        editable=False,
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = TrainingQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=LONGEST),
                name="training_takes_some_hours",
                violation_error_message=_("A training takes from half an hour to a day."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                name="a_withdrawn_training_says_why",
                violation_error_message=_("Say why the training is withdrawn."),
            ),
        ]
        indexes = [
            models.Index(fields=[place, "-held_on", "-id"], name=f"training_of_{place}")
            for place in ("post", "station", "county")
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.get_topic_display()}"

    def get_absolute_url(self) -> str:
        return reverse("training:training-detail", args=[self.pk])

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    def belongs_to(self, user: User) -> bool:
        """Is it a training of the person's own place, or of a post of their station: who corrects and withdraws it?"""
        keys = scope.for_user(user).keys or {}
        if "county_id" in keys:
            return self.level == self.Level.COUNTY and self.county_id == keys["county_id"]
        if "station_id" in keys:
            return self.level != self.Level.COUNTY and self.station_id == keys["station_id"]
        return self.level == self.Level.POST and self.post_id == keys.get("post_id")


class AttendanceQuerySet(ScopedQuerySet[RowT]):
    def counted(self) -> Self:
        """Those at trainings that count."""
        return self.filter(training__state=Training.State.HELD)

    def hours(self) -> Decimal:
        """The hours of them, added up."""
        return self.counted().aggregate(hours=Sum("training__hours"))["hours"] or Decimal(0)


class Attendance(Placed):
    """One person came to one training (签到): an officer or auxiliary by account, or a member of a team by key.

    The keys are those of the post of whoever came. ``member`` is no foreign key: teams/ stands above this room. Its
    row is never deleted, so that the hours of one who has left still count.
    """

    guard = place_guards.by_place("post", "station", rights=guards.READ_WRITE_DELETE)

    training = models.ForeignKey(
        Training, models.PROTECT, related_name="attendances", verbose_name=_("training")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    member = models.BigIntegerField(_("member of a team"), null=True)

    objects = AttendanceQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, member__isnull=False) | Q(person__isnull=False, member=None),
                name="attendance_is_of_one_person",
                violation_error_message=_("Either somebody of a post or a member of a team came."),
            ),
            models.UniqueConstraint(
                fields=["training", "person"],
                name="person_comes_once_to_a_training",
                violation_error_message=_("The person is noted already."),
            ),
            models.UniqueConstraint(
                fields=["training", "member"],
                name="member_comes_once_to_a_training",
                violation_error_message=_("The member is noted already."),
            ),
        ]
        indexes = [models.Index(fields=["member"], name="attendance_of_member")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return self.training.get_absolute_url()
