from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import kept
from audit.retention import Retention, Then
from ledgers.models import Row


@kept()
class Dispute(Row):
    """One quarrel taken up for mediation (矛盾纠纷); ``occurred_on`` is the day of acceptance.

    OPEN -> AGREED | FAILED | REFERRED. Handled means that it left OPEN; settled means AGREED.
    """

    class Kind(models.TextChoices):
        """The 18 types of the people's mediation statistical form (人民调解统计报表)."""

        MARRIAGE = "marriage", _("Marriage and family")
        NEIGHBOUR = "neighbour", _("Neighbours")
        HOUSE_SITE = "house_site", _("House and homestead")
        CONTRACT = "contract", _("Contract")
        PRODUCTION = "production", _("Production and business")
        DAMAGE = "damage", _("Compensation for damage")
        LAND = "land", _("Forest and land")
        EXPROPRIATION = "expropriation", _("Land taking and demolition")
        POLLUTION = "pollution", _("Pollution")
        MIGRANT_WAGES = "migrant_wages", _("Unpaid migrant workers' wages")
        LABOUR = "labour", _("Other labour disputes")
        TOURISM = "tourism", _("Tourism")
        ONLINE_TRADE = "online_trade", _("Online trade")
        CONSUMER = "consumer", _("Other consumer disputes")
        MEDICAL = "medical", _("Medical")
        TRAFFIC = "traffic", _("Road accident")
        PROPERTY = "property", _("Property management")
        OTHER = "other", _("Other")

    class Origin(models.TextChoices):
        FOUND = "found", _("Found by going round")
        APPLIED = "applied", _("On application")
        ENTRUSTED = "entrusted", _("Entrusted or transferred")

    class Host(models.TextChoices):
        """Who mediates: a committee, or the police (治安调解)."""

        VILLAGE = "village", _("Village mediation committee")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood mediation committee")
        TOWN = "town", _("Town mediation committee")
        SUBDISTRICT = "subdistrict", _("Sub-district mediation committee")
        ENTERPRISE = "enterprise", _("Enterprise mediation committee")
        SOCIETY = "society", _("Mediation committee of another body")
        POLICE = "police", _("Police mediation")

    class Stage(models.TextChoices):
        OPEN = "open", _("Open")
        AGREED = "agreed", _("Agreed")
        FAILED = "failed", _("No agreement")
        REFERRED = "referred", _("Referred")

    class Agreement(models.TextChoices):
        NONE = "", _("None")
        ORAL = "oral", _("Oral")
        WRITTEN = "written", _("Written")

    PREFIX = "JF"
    PRIVATE_FIELDS = ("summary", "result")
    # 人民调解法 27 wants an archive and names no period; of the two of 国家档案局令第8号 (2006) art. 6 the shorter.
    retention = Retention(
        ("handled_on",), Then.ANONYMISE, _("the archive of mediation"), years=10, whole_year=True,
        only=~Q(stage="open"),
    )  # fmt: skip

    kind = models.CharField(_("type"), max_length=15, choices=Kind)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.FOUND)
    host = models.CharField(_("hosted by"), max_length=15, choices=Host, default=Host.VILLAGE)
    parties = models.PositiveSmallIntegerField(_("number of parties"), default=2)
    summary = models.TextField(_("facts and issue"), max_length=2000)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.OPEN, editable=False)
    agreement = models.CharField(_("agreement"), max_length=10, choices=Agreement, blank=True, default="")
    result = models.TextField(_("result"), max_length=2000, blank=True)
    handled_on = models.DateField(_("handled on"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stage="open", handled_on=None)
                | (~Q(stage="open") & Q(handled_on__gte=F("occurred_on"))),
                name="dispute_is_handled_on_a_day_after_acceptance",
                violation_error_message=_("The day of the result can not lie before the day of acceptance."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="agreed") | ~Q(agreement=""),
                name="an_agreement_is_oral_or_written",
                violation_error_message=_("Say whether the agreement is oral or written."),
            ),
            models.CheckConstraint(
                condition=Q(parties__gte=2),
                name="a_dispute_has_two_parties_at_least",
                violation_error_message=_("A dispute has two parties at least."),
            ),
        ]
        indexes = [
            *Row.Meta.indexes,
            models.Index(fields=["village", "handled_on"], name="dispute_by_handled"),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("disputes:dispute-detail", args=[self.pk])
