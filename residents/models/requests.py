"""Requests of households, of named places and of people who passed by."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from ledgers.models import Row
from posts import carried
from posts.models import Village
from referrals.models import Referral
from referrals.models.following import follow
from residents.models.channels import Channel
from residents.models.households import Household
from residents.models.visits import Visit


@tracked()
class Request(Row):
    """What somebody asked for and was promised (群众诉求). Answered: whoever asked was told back, also when the answer
    is no; ``told_back_on`` is set.

    An open one goes along when its household moves to another village; ``received_in`` is then the village where it was
    asked, whose figure it stays.
    """

    class Asker(models.TextChoices):
        """Who asks. A place is a school, a shop and the like; who passes by gives no name."""

        HOUSEHOLD = "household", _("Household")
        PLACE = "place", _("School, shop or other place")
        PASSER_BY = "passer_by", _("Passer-by, no name")

    class Kind(models.TextChoices):
        PAPERS = "papers", _("Papers and permits")
        DISPUTE = "dispute", _("Dispute")
        SAFETY = "safety", _("Public order")
        TRAFFIC = "traffic", _("Traffic")
        FIRE = "fire", _("Fire")
        UTILITIES = "utilities", _("Water, power, roads")
        HELP = "help", _("Help in need")
        POLICY = "policy", _("Policy")
        OTHER = "other", pgettext_lazy("request", "Other")

    class Urgency(models.TextChoices):
        NORMAL = "normal", _("Normal")
        URGENT = "urgent", _("Urgent: today")

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("request", "Done")
        NOT_DONE = "not_done", _("Not possible")

    class Told(models.TextChoices):
        """How the answer reached whoever asked."""

        FACE = "face", _("Face to face")
        PHONE = "phone", _("By phone")
        LETTER = "letter", _("In writing")
        MESSAGE = "message", _("Text message or WeChat")
        NOTE = "note", _("Note at the door")
        NOTICE = "notice", _("On the notice board")

    PREFIX = "SQ"
    PRIVATE_FIELDS = ("asked", "answer", "place_name")
    COUNTED_DAYS = ("occurred_on", "due_on", "told_back_on")
    PROMISED_DAYS = ("due_on",)
    ADDED_LATER = ("answer", "outcome", "told_how", "told_back_on")

    PERSONAL_FIELDS = ("household",)

    asker = models.CharField(
        pgettext_lazy("request", "who asks"),
        max_length=10,
        choices=Asker,
        default=Asker.HOUSEHOLD,
        db_default="household",
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("household")
    )
    place_name = models.CharField(
        _("name of the place"), max_length=60, blank=True, default="", db_default=""
    )
    visit = models.OneToOneField(
        Visit, models.PROTECT, null=True, related_name="request", verbose_name=_("visit")
    )
    received_in = models.ForeignKey(
        Village,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("where it was asked"),
    )
    asked = models.TextField(_("what was asked"), max_length=500)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER, db_default="other")
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL, db_default="normal"
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel, default=Channel.PERSON, db_default="person"
    )
    due_on = models.DateField(_("answer due on"))
    answer = models.TextField(_("what was done about it"), max_length=500, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, blank=True, default="", db_default=""
    )
    told_how = models.CharField(
        _("how told"), max_length=10, choices=Told, blank=True, default="", db_default=""
    )
    told_back_on = models.DateField(_("told back on"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(told_back_on=None) | Q(told_back_on__gte=F("occurred_on")),
                name="request_is_answered_after_it_was_made",
                violation_error_message=_("The answer can not lie before the request."),
            ),
            models.CheckConstraint(
                condition=Q(told_back_on=None, told_how="", outcome="")
                | (Q(told_back_on__isnull=False) & ~Q(told_how="") & ~Q(outcome="")),
                name="request_is_answered_when_somebody_was_told",
                violation_error_message=_(
                    "Say how and on which day the answer was told, and what came of it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(asker="household", household__isnull=False, place_name="")
                | (
                    Q(asker="place", household=None, visit=None)
                    & (~Q(place_name="") | Q(erased_on__isnull=False))
                )
                | Q(asker="passer_by", household=None, visit=None, place_name=""),
                name="request_comes_from_a_household_a_place_or_a_passer_by",
                violation_error_message=_(
                    "Say who asks: a household, a place by its name, or somebody passing by."
                ),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("occurred_on")),
                name="request_is_due_after_it_was_made",
                violation_error_message=_("The answer can not be due before the request."),
            ),
        ]
        indexes = [
            *Row.Meta.indexes,
            models.Index(
                fields=["post", "due_on"], name="request_waits_at_post", condition=Q(told_back_on=None)
            ),
            models.Index(
                fields=["station", "due_on"], name="request_waits_at_station", condition=Q(told_back_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def asked_by(self) -> str:
        """Who asked, in words."""
        if self.asker == self.Asker.HOUSEHOLD:
            return str(self.household)
        return self.place_name or self.get_asker_display()

    def keep_urgent(self) -> None:
        """What is urgent is due on the day on which it was asked."""
        if self.urgency == self.Urgency.URGENT:
            self.due_on = self.occurred_on

    def village_of(self, day_field: str) -> int:
        """It is counted as received where it was asked; as due there, or in the village into which that has been merged
        by then; as answered where it is now."""
        if day_field == "told_back_on":
            return self.village_id
        asked_in = self.received_in_id or self.village_id
        return carried.successor_on(asked_in, self.due_on) if day_field == "due_on" else asked_in

    def take_along(self) -> None:
        """After it has moved to another village: its slip and what was passed on about it get the same keys."""
        super().take_along()
        follow(Referral.Subject.REQUEST, self)

    @property
    def waits(self) -> bool:
        """Does it wait for an answer?"""
        return self.told_back_on is None and self.erased_on is None and self.is_counted

    def get_absolute_url(self) -> str:
        return reverse("residents:request-detail", args=[self.pk])
