"""The week of a station on one page, and tests of how well an officer knows the households of the post."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
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
from policies.guards import DELETE, INSERT, SELECT, UPDATE, Rule
from posts import place_guards
from posts.models import Assignment, County, Post, Station
from retention.periods import Retention, Then

LIST_DAYS = rules.newest("familiarity.list_days")
HOUSEHOLDS = rules.newest("familiarity.households")


class OfStationQuerySet(models.QuerySet[Any]):
    """Rows of one station, which the station alone sees."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        keys = scope.for_user(user).keys or {}
        return self.filter(station=keys.get("station_id") or 0)


class Digest(models.Model):
    """The week of a station, made on the Monday after it for its chief (每周提要), written once.

    ``facts``: what officers/digests.py found, with names of posts and of people who serve, and of no villager.
    """

    guard = (
        guards.HIDDEN_IN_EMERGENCY,
        Rule(("station",), (SELECT,), guards.OWN_STATION),
        Rule(("housekeeping",), guards.READ_WRITE_DELETE),
    )
    retention = Retention(("monday",), Then.DELETE, _("to compare the weeks of a station"), years=2)

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="+", verbose_name=_("station"), editable=False
    )
    monday = models.DateField(_("made for the week from this Monday on"), editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)

    objects = OfStationQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly digest")
        verbose_name_plural = _("weekly digests")
        ordering = ["-monday", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "monday"],
                name="station_has_one_digest_a_week",
                violation_error_message=_("The digest of this week is made already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.monday:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("officers:digest-detail", args=[self.pk])


class FamiliarityQuerySet(models.QuerySet["FamiliarityTest"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; at the station and the bureau those of whoever serves or served there."""
        where = scope.for_user(user)
        if not where.role or where.emergency:
            return self.none()
        keys = where.keys or {}
        if "station_id" in keys:
            return self.filter(Q(station=keys["station_id"]) | Q(user__in=_served_at(keys["station_id"])))
        if "county_id" in keys:
            return self.filter(county=keys["county_id"])
        return self.filter(user=user.pk)

    def asked(self) -> Self:
        """Those with a result."""
        return self.filter(asked_on__isnull=False)


def _served_at(station: int) -> "models.QuerySet[Any, int]":
    return Assignment.objects.filter(post__station=station).values_list("user", flat=True)


@tracked()
class FamiliarityTest(Versioned):
    """How well an officer knows the households of the post (熟悉率): ``known`` of ``drawn``, asked by the chief.

    DRAWN: a list exists (``DrawnHouseholds``) -> ASKED: the result is entered, the list is deleted; or LAPSED: the list
    ran out before. It is about the officer: nothing of it stands at a household, and which ones were drawn is kept no
    longer than the list. The seed gives the same list of the same households again.
    """

    guard = (
        guards.HIDDEN_IN_EMERGENCY,
        Rule(("station",), (SELECT, INSERT, UPDATE), guards.OWN_STATION),
        Rule(("station",), (SELECT,), place_guards.PERSON_OF_STATION),
        Rule(("county",), (SELECT,), guards.OWN_COUNTY),
        Rule(("post",), (SELECT,), f"user_id = {guards.setting('user')}"),
        Rule(("housekeeping",), (SELECT, UPDATE, DELETE)),
    )
    retention = Retention(
        ("drawn_on",), Then.DELETE, _("to compare the years of an officer"), years=5, whole_year=True
    )

    county = models.ForeignKey(County, models.PROTECT, related_name="+", editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"), editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("officer"),
        editable=False,
    )
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("drawn by"),
        editable=False,
    )
    drawn_on = models.DateField(_("drawn on"), default=timezone.localdate, editable=False)
    seed = models.BigIntegerField(editable=False)
    drawn = models.PositiveSmallIntegerField(_("households drawn"), editable=False)
    known = models.PositiveSmallIntegerField(
        pgettext_lazy("familiarity", "households known"), null=True, validators=[MinValueValidator(0)]
    )
    asked_on = models.DateField(_("asked on"), null=True)

    objects = FamiliarityQuerySet.as_manager()

    class Meta:
        verbose_name = _("familiarity test")
        verbose_name_plural = _("familiarity tests")
        ordering = ["-drawn_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(known=None, asked_on=None) | Q(known__isnull=False, asked_on__isnull=False),
                name="familiarity_result_has_a_day",
                violation_error_message=_("Enter how many were known, and the day."),
            ),
            models.CheckConstraint(
                condition=Q(known=None) | Q(known__lte=F("drawn")),
                name="familiarity_knows_no_more_than_drawn",
                violation_error_message=_("Not more than were drawn."),
            ),
            models.CheckConstraint(
                condition=Q(asked_on=None) | Q(asked_on__gte=F("drawn_on")),
                name="familiarity_is_asked_after_it_is_drawn",
                violation_error_message=_("The list was not drawn yet on that day."),
            ),
            models.CheckConstraint(
                condition=Q(drawn__gte=1, drawn__lte=HOUSEHOLDS),
                name="familiarity_draws_some_households",
                violation_error_message=_("The post has no household to draw."),
            ),
        ]
        indexes = [models.Index(fields=["user", "-drawn_on"], name="familiarity_of_a_person")]

    def __str__(self) -> str:
        return f"{self.post} {self.drawn_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("officers:test-detail", args=[self.pk])

    @property
    def is_asked(self) -> bool:
        return self.asked_on is not None


class DrawnHouseholds(models.Model):
    """Which households were drawn for a test, until it is asked: the chief alone reads them.

    Keys without a foreign key: nothing follows a household that moves or is merged meanwhile; it is then not shown.
    """

    guard = (
        guards.HIDDEN_IN_EMERGENCY,
        Rule(("station",), (SELECT, INSERT, DELETE), guards.OWN_STATION),
        Rule(("housekeeping",), (SELECT, UPDATE, DELETE)),
    )
    retention = Retention(("drawn_on",), Then.DELETE, _("until the officer is asked"), days=LIST_DAYS)

    test = models.OneToOneField(
        FamiliarityTest, models.CASCADE, related_name="households", verbose_name=_("familiarity test")
    )
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("station"))
    drawn_on = models.DateField(_("drawn on"), default=timezone.localdate)
    keys = ArrayField(models.BigIntegerField(), verbose_name=_("households drawn"))

    objects = OfStationQuerySet.as_manager()

    class Meta:
        verbose_name = _("drawn households")
        verbose_name_plural = _("drawn households")
        constraints = []

    def __str__(self) -> str:
        return f"#{self.test_id}"
