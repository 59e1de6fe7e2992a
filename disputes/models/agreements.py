"""Agreements with their duties, and the photographed pages of the signed paper."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.disputes import Dispute
from disputes.models.parties import Party
from disputes.models.parts import REMOVABLE, Part
from ledgers import copies
from ledgers.copies import SealedCopy
from retention.periods import Retention, Then


@tracked()
class Agreement(Part):
    """What the parties agreed, oral or written; a corrected one stays beside the one that replaces it.

    A draft is filled while a session is written. Final: it names every part that it must state
    (若干规定 35, 程序规定 184), and is printed to be signed. A written one holds when the paper bears what it must
    (人民调解法 29 ¶2, 程序规定 184): ``sides_signed``, with all people of a side, and what the committee adds.
    """

    PRIVATE_FIELDS = ("facts", "terms", "manner", "place", "recorder", "court", "replaced_why")

    class Form(models.TextChoices):
        ORAL = "oral", _("Oral")
        WRITTEN = "written", _("Written")

    class Ownership(models.TextChoices):
        """Does it decide who owns land, a house, a forest? Courts do not confirm that (民诉法解释 355)."""

        UNKNOWN = "", _("Not asked")
        YES = "yes", _("Decides who owns")
        NO = "no", _("Does not decide who owns")

    class CourtDecision(models.TextChoices):
        """By a court (民事诉讼法 205)."""

        NONE = "", _("Not applied for")
        APPLIED = "applied", _("Applied for")
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    form = models.CharField(_("form"), max_length=7, choices=Form)
    is_final = models.BooleanField(_("final"), default=False)
    facts = models.TextField(_("facts, issue and responsibility"), max_length=5000, blank=True)
    terms = models.TextField(_("terms"), max_length=5000, blank=True)
    manner = models.CharField(_("manner of performance"), max_length=200, blank=True)
    place = models.CharField(_("place of performance"), max_length=100, blank=True)
    effective_on = models.DateField(_("effective on"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    sides_signed = ArrayField(
        models.CharField(max_length=1), verbose_name=_("sides that signed"), default=list, blank=True
    )
    signed_by_mediator = models.BooleanField(_("signed by the mediator"), default=False)
    is_sealed_by_body = models.BooleanField(_("with the seal of the committee"), default=False)
    recorder = models.CharField(_("recorder"), max_length=40, blank=True)
    ownership = models.CharField(_("ownership"), max_length=3, choices=Ownership, blank=True, default="")
    confirmation = models.CharField(
        _("confirmation by a court"), max_length=9, choices=CourtDecision, blank=True, default=""
    )
    applied_on = models.DateField(_("applied to the court on"), null=True, blank=True)
    decided_on = models.DateField(_("decided by the court on"), null=True, blank=True)
    court = models.CharField(_("court"), max_length=60, blank=True)
    replaced_on = models.DateField(_("replaced on"), null=True, editable=False)
    replaced_why = models.CharField(_("why it was replaced"), max_length=200, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(replaced_on=None),
                name="dispute_has_one_agreement",
                violation_error_message=_("The dispute has an agreement already; correct that one."),
            ),
            models.CheckConstraint(
                condition=Q(is_final=False) | Q(effective_on__isnull=False) & ~Q(terms=""),
                name="final_agreement_has_terms_and_a_day",
                violation_error_message=_(
                    "A final agreement states its terms and the day from which it holds."
                ),
            ),
            models.CheckConstraint(
                condition=Q(replaced_on=None) | ~Q(replaced_why=""),
                name="agreement_is_replaced_with_a_reason",
                violation_error_message=_("Say why it is replaced."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None, sides_signed=[]) | Q(signed_on__isnull=False, is_final=True),
                name="agreement_is_signed_once_it_is_final",
                violation_error_message=_("Only a final agreement is signed, on a day."),
            ),
            models.CheckConstraint(
                condition=Q(confirmation="", applied_on=None, decided_on=None)
                | Q(confirmation="applied", applied_on__isnull=False, decided_on=None)
                | Q(
                    confirmation__in=("confirmed", "dismissed"),
                    applied_on__isnull=False,
                    decided_on__isnull=False,
                    decided_on__gte=F("applied_on"),
                ),
                name="confirmation_by_a_court_has_its_days",
                violation_error_message=_(
                    "The parties apply on a day, and the court decides on it or later."
                ),
            ),
        ]
        indexes = [models.Index(fields=["dispute"], name="agreement_of_dispute")]

    def __str__(self) -> str:
        return f"{self.get_form_display()} #{self.pk}"

    @property
    def is_current(self) -> bool:
        """Final, and not replaced."""
        return self.is_final and self.replaced_on is None


@tracked()
class Duty(Part):
    """One promise inside an agreement (履行项): who does what until when, and what became of it."""

    PRIVATE_FIELDS = ("what", "proof")

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        PERFORMED = "performed", _("Performed")
        BROKEN = "broken", _("Broken")

    guard = REMOVABLE

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="duties", verbose_name=_("agreement")
    )
    who = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    what = models.CharField(_("what"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING, editable=False)
    settled_on = models.DateField(_("performed or broken on"), null=True, blank=True)
    proof = models.CharField(_("proof"), max_length=200, blank=True)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("duty of an agreement")
        verbose_name_plural = _("duties of agreements")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", settled_on=None)
                | ~Q(state="pending") & Q(settled_on__isnull=False),
                name="duty_is_settled_on_a_day",
                violation_error_message=_("Say on which day."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="duty_has_an_amount_above_zero",
                violation_error_message=_("The amount is more than 0."),
            ),
        ]
        indexes = [
            models.Index(fields=["dispute"], name="duty_of_dispute"),
            models.Index(fields=["village", "due_on"], name="duty_of_village"),
            models.Index(fields=["post", "due_on"], name="duty_waits_at_post", condition=Q(state="pending")),
            models.Index(
                fields=["station", "due_on"], name="duty_waits_at_station", condition=Q(state="pending")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


@tracked()
class AgreementCopy(SealedCopy, Part):
    """One photographed page of a signed agreement.

    The paper bears the signatures or fingerprints of the parties, and the committee keeps a copy (人民调解法 29). The
    picture is shown to the officers of the post and the chief alone.
    """

    of = "dispute"
    retention = Retention(("withdrawn_on",), Then.DELETE, _("to account for a wrong picture"), years=1)

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="copies", verbose_name=_("dispute"))

    class Meta:
        verbose_name = _("copy of an agreement")
        verbose_name_plural = _("copies of agreements")
        ordering = ["id"]
        constraints = [
            copies.kept_once(
                "dispute", "copy_is_filed_once", _("This page of the agreement is kept already.")
            ),
            copies.withdrawn_with_a_reason("a_copy_has_its_picture_until_it_is_withdrawn_with_a_reason"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("disputes:copy-detail", args=[self.pk])
