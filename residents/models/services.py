"""Services for villagers."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from ledgers.models import Row
from residents.models.premises import Premises


@tracked()
class Service(Row):
    """Something done for villagers (服务): a good deed, papers brought to the door, a bulletin posted ..."""

    class Kind(models.TextChoices):
        GOOD_DEED = "good_deed", _("Good deed")
        DOCUMENT = "document", _("Documents at the door")
        BULLETIN = "bulletin", _("Safety bulletin")
        DONATION = "donation", _("Donation")
        LAW_TALK = "law_talk", _("Law talk")
        SCHOOL = "school", _("School visit")
        ENTERPRISE = "enterprise", _("Help for a small business")
        AFTER_SCHOOL = "after_school", _("After-school activity")

    PREFIX = "FW"
    PRIVATE_FIELDS = ("note", "first_signature", "second_signature")

    PERSONAL_FIELDS = ("first_signature", "second_signature")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    quantity = models.PositiveIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    premises = models.ForeignKey(
        Premises,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("premises"),
    )
    yuan = models.DecimalField(
        _("yuan"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(0),
        blank=True,
        validators=[MinValueValidator(0)],
    )
    first_signature = models.CharField(_("first signature"), max_length=40, blank=True)
    second_signature = models.CharField(_("second signature"), max_length=40, blank=True)
    note = models.TextField(_("what was done"), max_length=1000, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(yuan=0) | (~Q(first_signature="") & ~Q(second_signature="")),
                name="money_has_two_signatures",
                violation_error_message=_("Money needs two signatures."),
            ),
            models.CheckConstraint(
                condition=Q(kind="donation", yuan__gt=0) | (~Q(kind="donation") & Q(yuan=0)),
                name="a_donation_is_money",
                violation_error_message=_("A donation names its amount; other services carry none."),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("residents:service-detail", args=[self.pk])
