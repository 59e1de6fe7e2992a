"""Visits to households."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from ledgers.models import Row
from residents.models.channels import Channel
from residents.models.households import Household


@tracked()
class Visit(Row):
    """One call at one household (入户走访).

    Declining needs no reason, raises no flag and does not count against the officer.
    """

    class Outcome(models.TextChoices):
        MET = "met", _("Met")
        ABSENT = "absent", _("Nobody home")
        DECLINED = "declined", _("Declined")
        REACHED = (
            "reached",
            _("Reached, not met"),
        )  # by phone or online: talked with, and no household is met by it

    class Topic(models.TextChoices):
        """What the talk was about; chosen by one tap each."""

        FRAUD = "fraud", _("Fraud prevention")
        FIRE = "fire", _("Fire safety")
        TRAFFIC = "traffic", _("Road safety")
        QUARREL = "quarrel", _("Quarrels nearby")
        DOCUMENTS = "documents", _("Papers and registration")
        LIVELIHOOD = "livelihood", _("Life and work")
        SAFETY = "safety", _("Village safety")
        OTHER = "other", _("Other")

    PREFIX = "ZF"
    PRIVATE_FIELDS = ("note",)
    SHOWN_TO = {"is_priority": "see_priority"}

    PERSONAL_FIELDS = ("household",)

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="visits", verbose_name=_("household")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.MET)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel, default=Channel.PERSON, db_default="person"
    )
    talks = models.PositiveSmallIntegerField(_("people talked with"), default=1)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    is_priority = models.BooleanField(_("priority visit"), default=False, db_default=False)
    note = models.TextField(_("what was discussed"), max_length=1000, blank=True)
    next_visit_on = models.DateField(_("next visit on"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome__in=["met", "reached"], talks__gte=1)
                | (~Q(outcome__in=["met", "reached"]) & Q(talks=0)),
                name="visit_talks_only_when_met",
                violation_error_message=_("Count the people talked with when somebody was met, else 0."),
            ),
            models.CheckConstraint(
                condition=Q(channel="person") & ~Q(outcome="reached")
                | ~Q(channel="person") & ~Q(outcome="met"),
                name="visit_meets_face_to_face",
                violation_error_message=_("Only a visit face to face meets somebody."),
            ),
        ]
        indexes = [
            *Row.Meta.indexes,
            models.Index(fields=["household", "-occurred_on"], name="visit_of_household"),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("residents:visit-detail", args=[self.pk])

    def get_topics_display(self) -> str:
        return "、".join(self.topic_labels())

    def topic_labels(self) -> list[str]:
        known = dict(self.Topic.choices)
        return [str(known[topic]) for topic in self.topics if topic in known]
