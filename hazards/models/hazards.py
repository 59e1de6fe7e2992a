"""What is dangerous in a village: found, assigned, put right with proof, verified by somebody else."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.history import tracked
from hazards.models import choices
from ledgers import people
from ledgers.models import Row, RowQuerySet
from ledgers.people import Among
from patrols.models import Patrol
from referrals.models import Referral
from referrals.models.following import follow
from retention.periods import Retention, Then
from teams.models import Team

KIND = Referral.Subject.HAZARD.value  # as something that is passed on


class HazardQuerySet(RowQuerySet["Hazard"]):
    def open(self) -> Self:
        """Those that count and nobody has verified."""
        return self.counted().filter(verified_on=None, erased_on=None)

    def to_rectify(self) -> Self:
        """Open ones that nobody has put right."""
        return self.open().filter(rectified_on=None)

    def to_verify(self, user: User) -> Self:
        """Those put right that the person may verify: neither found, typed nor mended by them."""
        own = people.own(user) | Q(typed_by__contains=[user.pk])
        return self.open().filter(~own, rectified_on__isnull=False)

    def overdue(self, days: int = 0) -> Self:
        """Open ones that were due more than ``days`` days ago."""
        return self.open().filter(due_on__lt=timezone.localdate() - timedelta(days=days))

    def in_stage(self, stage: str) -> Self:
        """Those of a stage (``Hazard.stage``)."""
        return self.filter(**BY_DAYS[choices.Stage(stage)])


Stage = choices.Stage
BY_DAYS: dict[Stage, dict[str, object]] = {
    Stage.FOUND: {"assigned_on": None, "rectified_on": None},
    Stage.ASSIGNED: {"assigned_on__isnull": False, "rectified_on": None},
    Stage.RECTIFIED: {"rectified_on__isnull": False, "verified_on": None},
    Stage.VERIFIED: {"verified_on__isnull": False},
}


@tracked()
class Hazard(Row):
    """One hazard (隐患). FOUND -> ASSIGNED -> RECTIFIED -> VERIFIED; RECTIFIED | VERIFIED -> FOUND | ASSIGNED, when it
    is not put right after all.

    ``due_on``: by then it is put right and verified. ``typed_by``: everybody who has typed it, or what was done about
    it; none of them, and nobody who found it, verifies it. ``proof``: what shows that it was put right; photographs are
    its copies (hazards/models/pictures.py). ``team``: that of the member who reported it; which member
    is said nowhere.
    """

    Kind = choices.Kind
    Urgency = choices.Urgency
    Source = choices.Source
    Proof = choices.Proof
    Stage = choices.Stage

    PREFIX = "YH"
    PRIVATE_FIELDS = ("place", "what", "responsible", "rectified", "checked")
    COUNTED_DAYS = ("occurred_on", "due_on", "rectified_on", "verified_on")
    PROMISED_DAYS = ("due_on",)
    GOES_ON = True
    ADDED_LATER = (
        "responsible", "due_on", "assigned_on", "rectified_on", "rectified", "rectified_by", "proof", "verified_on",
        "verified_by", "checked",
    )  # fmt: skip
    dependents = ("copies",)
    retention = Retention(
        ("occurred_on",), Then.ERASE, _("to answer for the work of the year"), years=3, whole_year=True,
        along=("copies",),
    )  # fmt: skip

    kind = models.CharField(pgettext_lazy("hazard", "kind"), max_length=10, choices=Kind)
    place = models.CharField(pgettext_lazy("hazard", "where"), max_length=100)
    what = models.TextField(_("what is dangerous"), max_length=500, blank=True, default="")
    people_harmed = models.PositiveSmallIntegerField(_("people harmed so far"), default=0)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    source = models.CharField(_("found by"), max_length=15, choices=Source, default=Source.OFFICER)
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("team of the member"),
    )
    patrol = models.ForeignKey(
        Patrol, models.PROTECT, null=True, blank=True, related_name="hazards", verbose_name=_("patrol")
    )
    responsible = models.CharField(_("who puts it right"), max_length=60, blank=True, default="")
    due_on = models.DateField(_("verified by"))
    assigned_on = models.DateField(_("assigned on"), null=True, blank=True, editable=False)
    rectified_on = models.DateField(_("put right on"), null=True, blank=True)
    rectified = models.TextField(_("what was done"), max_length=500, blank=True, default="")
    rectified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("noted by"),
    )  # fmt: skip
    proof = models.CharField(_("proof"), max_length=10, choices=Proof, blank=True, default="")
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=pgettext_lazy("hazard", "who verified it"),
    )  # fmt: skip
    checked = models.TextField(
        _("what was seen when it was verified"), max_length=300, blank=True, default=""
    )
    times_reopened = models.PositiveSmallIntegerField(_("times not put right"), default=0, editable=False)
    typed_by = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = HazardQuerySet.as_manager()  # type: ignore[misc]  # more than Row has

    class Meta(Row.Meta):
        verbose_name = _("hazard")
        verbose_name_plural = _("hazards")
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(due_on__gte=F("occurred_on")),
                name="hazard_is_due_after_it_was_found",
                violation_error_message=_("It can not be due before it was found."),
            ),
            models.CheckConstraint(
                condition=Q(source="by_team", team__isnull=False) | ~Q(source="by_team") & Q(team=None),
                name="report_of_a_member_says_which_team",
                violation_error_message=_(
                    "Say whose member it was: the team, of what a member reported alone."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rectified_on=None, rectified_by=None, proof="")
                | (
                    Q(rectified_on__gte=F("occurred_on"), rectified_by__isnull=False)
                    & ~Q(proof="")
                    & ~Q(rectified="")
                ),
                name="hazard_is_put_right_with_proof",
                violation_error_message=_(
                    "Say on which day it was put right, what was done and what shows it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by=None)
                | Q(
                    verified_on__gte=F("rectified_on"), rectified_on__isnull=False, verified_by__isnull=False
                ),
                name="hazard_is_verified_after_it_was_put_right",
                violation_error_message=_("It is verified after it was put right."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None)
                | (~Q(Among(F("verified_by"), F("typed_by"))) & ~Q(Among(F("verified_by"), F("done_by")))),
                name="hazard_is_verified_by_somebody_else",
                violation_error_message=_(
                    "Somebody else verifies it: not who found it, typed it or put it right."
                ),
            ),
        ]
        indexes = [
            *Row.Meta.indexes,
            models.Index(
                fields=["post", "due_on"], name="hazard_waits_at_post", condition=Q(verified_on=None)
            ),
            models.Index(
                fields=["station", "due_on"], name="hazard_waits_at_station", condition=Q(verified_on=None)
            ),
            models.Index(
                fields=["county", "due_on"], name="hazard_waits_in_county", condition=Q(verified_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("hazards:hazard-detail", args=[self.pk])

    @property
    def stage(self) -> choices.Stage:
        if self.verified_on:
            return Stage.VERIFIED
        if self.rectified_on:
            return Stage.RECTIFIED
        return Stage.ASSIGNED if self.assigned_on else Stage.FOUND

    @property
    def is_open(self) -> bool:
        """Does it wait for somebody?"""
        return self.verified_on is None and self.erased_on is None and self.is_counted

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    def take_along(self) -> None:
        """After it has moved to another village: its pictures and what was passed on about it get the same keys."""
        super().take_along()
        follow(KIND, self)
