"""Priority visits: requested by an officer, decided by the chief, limited in time."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models import Placed
from posts.models.stations import date_range
from posts.querysets import ScopedQuerySet
from residents.models.households import Household
from residents.models.people import Resident
from retention.periods import Retention, Then

DAY = models.DateField()
# Cast, because a row that is only asked for has no days yet, and PostgreSQL knows no range of nothing.
RUNNING_DAYS = date_range(Cast("decided_on", DAY), Cast(Coalesce("ended_on", "expires_on"), DAY))
LONGEST = timedelta(days=rules.highest("priority.longest_days"))  # a county may set fewer


class PriorityQuerySet(ScopedQuerySet["PriorityVisit"]):
    def open_on(self, day: date) -> Self:
        """Approved and not yet over on ``day``; nobody has to close one for it to expire."""
        return self.filter(state="approved", decided_on__lte=day).filter(
            Q(ended_on=None, expires_on__gte=day) | Q(ended_on__gte=day)
        )

    def waiting(self) -> Self:
        return self.filter(state="requested")


@tracked()
class PriorityVisit(Versioned, Placed):
    """A household is called on more often, to help it, for a stated purpose and a limited time (重点走访).

    REQUESTED -> APPROVED | REFUSED, or WITHDRAWN when the household leaves before that. An approved one is open until
    it expires by itself or is ended; nothing renews it, a longer need is a new request to a chief who may refuse. The
    purposes help people: no list of people to watch can be made of it (guard rail 3).
    """

    class Purpose(models.TextChoices):
        ELDERLY = "elderly", _("Elderly person living alone")
        CHILDREN = "children", _("Children left behind, through their guardian")
        DISABLED = "disabled", _("Help for a disabled person")
        VIOLENCE = "violence", _("Revisit after a domestic violence warning")
        HARDSHIP = "hardship", _("Pairing with a household in hardship")
        FRAUD = "fraud", _("Warning against fraud")
        ASKED = "asked", _("Asked for by the residents themselves")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("No longer asked for")

    class Stage(models.TextChoices):
        """What became of an approved one by today."""

        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended early")
        EXPIRED = "expired", _("Expired")

    guard = (*place_guards.seen_up_to("station"), guards.HIDDEN_IN_EMERGENCY)
    is_personal = True
    retention = Retention(
        ("ended_on", "expires_on", "decided_on", "requested_on"),
        Then.DELETE,
        _("to account for the help"),
        years=1,
    )

    PERSONAL_FIELDS = ("household",)

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="priority_visits", verbose_name=_("household")
    )
    resident = models.ForeignKey(
        Resident,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="priority_visits",
        verbose_name=_("resident"),
    )
    # Stays true when the person's entry is deleted: the help was not for the whole household.
    is_of_person = models.BooleanField(default=False, db_default=False, editable=False)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    reason = models.TextField(_("what help is needed"), max_length=300)
    days = models.PositiveSmallIntegerField(_("for how many days"), default=90)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    requested_on = models.DateField(_("requested on"), default=timezone.localdate, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.REQUESTED, editable=False
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    refusal = models.CharField(_("why refused"), max_length=200, blank=True, editable=False)
    expires_on = models.DateField(_("expires on"), null=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)

    objects = PriorityQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("priority visit")
        verbose_name_plural = _("priority visits")
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")),
                name="priority_visit_is_approved_by_another_person",
                violation_error_message=_("Nobody approves a priority visit that they requested."),
            ),
            models.CheckConstraint(
                condition=Q(state="requested", approver=None, decided_on=None, expires_on=None, ended_on=None)
                | Q(state="refused", approver__isnull=False, decided_on__isnull=False, expires_on=None)
                & ~Q(refusal="")
                | Q(state="approved", approver__isnull=False, decided_on__isnull=False)
                & Q(expires_on__isnull=False)
                | Q(state="withdrawn", approver=None, decided_on=None, expires_on=None)
                & Q(ended_on__isnull=False),
                name="priority_visit_is_decided_by_somebody",
                violation_error_message=_("A decision names who decided and when."),
            ),
            models.CheckConstraint(
                condition=Q(resident=None) | Q(is_of_person=True),
                name="priority_visit_of_a_person_says_so",
                violation_error_message=_("A visit to a person says that it is one."),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST.days),
                name="priority_visit_asks_for_180_days_at_most",
                violation_error_message=_("From 1 to 180 days."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None)
                | Q(expires_on__gte=F("decided_on"), expires_on__lte=F("decided_on") + LONGEST),
                name="priority_visit_expires_within_180_days",
                violation_error_message=_("A priority visit lasts 180 days at most."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("decided_on"), ended_on__lt=F("expires_on")),
                name="priority_visit_ends_before_it_expires",
                violation_error_message=_("It ends after the decision and before it expires."),
            ),
            ExclusionConstraint(
                name="priority_visit_runs_once_for_a_purpose",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("purpose", RangeOperators.EQUAL),
                    (RUNNING_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(state="approved"),
                violation_error_message=_("One for this purpose runs on some of these days already."),
            ),
            models.UniqueConstraint(
                fields=["household", "purpose"],
                condition=Q(state="requested"),
                name="priority_visit_is_requested_once",
                violation_error_message=_("This was requested already and waits for the chief."),
            ),
        ]
        indexes = [
            models.Index(fields=["post", "-requested_on", "-id"], name="priority_of_post"),
            models.Index(fields=["station", "-requested_on", "-id"], name="priority_of_station"),
        ]

    def __str__(self) -> str:
        return f"{self.household} · {self.get_purpose_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.is_of_person |= self.resident_id is not None
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("residents:priority-detail", args=[self.pk])

    @property
    def last_day(self) -> date | None:
        return self.ended_on or self.expires_on

    @property
    def is_open(self) -> bool:
        last = self.last_day
        return self.state == self.State.APPROVED and last is not None and last >= timezone.localdate()

    @property
    def stage(self) -> str:
        """Its state for lists: waiting, refused, running, ended or expired."""
        if self.state != self.State.APPROVED:
            return str(self.get_state_display())
        if self.is_open:
            return str(self.Stage.RUNNING.label)
        return str((self.Stage.ENDED if self.ended_on else self.Stage.EXPIRED).label)
