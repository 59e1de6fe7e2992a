"""Disputes taken up for mediation, and the photographed pages of their agreements."""

from base64 import b64decode, b64encode
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.versions import Versioned
from encryption.fields import EncryptedField, SequencedKey
from encryption.masks import UNREADABLE
from ledgers.models import Row
from policies import guards
from posts import place_guards
from posts.models import Placed
from retention.periods import Retention, Then


@tracked()
class Dispute(Row):
    """One dispute taken up for mediation (矛盾纠纷); ``occurred_on`` is the day of acceptance.

    OPEN -> AGREED | FAILED | REFERRED; FAILED | REFERRED -> OPEN with a reason.
    Handled means that it left OPEN; settled means AGREED.
    """

    dependents = ("copies",)

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

    REOPENED = (Stage.FAILED, Stage.REFERRED)  # an agreement binds; who breaks it begins another dispute
    PREFIX = "JF"
    PRIVATE_FIELDS = ("summary", "result")
    COUNTED_DAYS = ("occurred_on", "handled_on")
    ADDED_LATER = ("agreement", "result", "handled_on")
    # 人民调解法 27 wants an archive and names no period; of the two of 国家档案局令第8号 (2006) art. 6 the shorter.
    retention = Retention(
        ("handled_on", "occurred_on"), Then.ANONYMISE, _("the archive of mediation"), years=10, whole_year=True,
        only=~Q(stage="open") | Q(state="withdrawn"), along=("copies",),
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
            models.Index(
                fields=["post", "occurred_on"], name="dispute_open_at_post", condition=Q(stage="open")
            ),
            models.Index(
                fields=["station", "occurred_on"], name="dispute_open_at_station", condition=Q(stage="open")
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("disputes:dispute-detail", args=[self.pk])


@tracked()
class AgreementCopy(Versioned, Placed):
    """One photographed page of a signed agreement.

    The paper bears the signatures or fingerprints of the parties, and the committee keeps a copy (人民调解法 29). The
    picture is sealed, shown to the officers of the post and the chief alone, and gone when the copy is withdrawn.
    """

    guard = (*place_guards.seen_up_to("station"), guards.HIDDEN_IN_EMERGENCY)
    is_personal = True
    retention = Retention(("withdrawn_on",), Then.DELETE, _("to account for a wrong picture"), years=1)

    id = SequencedKey(primary_key=True)
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="copies", verbose_name=_("dispute"))
    scan = EncryptedField(_("picture"))
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    filed_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("copy of an agreement")
        verbose_name_plural = _("copies of agreements")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "sha256"],
                condition=Q(withdrawn_on=None),
                name="copy_is_filed_once",
                violation_error_message=_("This page of the agreement is kept already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, scan__isnull=False)
                | (Q(withdrawn_on__isnull=False, scan__isnull=True) & ~Q(reason="")),
                name="a_copy_has_its_picture_until_it_is_withdrawn_with_a_reason",
                violation_error_message=_("A page is withdrawn with a reason, and its picture goes."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:agreement-detail", args=[self.pk])

    @property
    def jpeg(self) -> bytes:
        """The picture; nothing when the copy is withdrawn, or when what is stored can not be read."""
        scan: Any = self.scan
        return b"" if scan is UNREADABLE else b64decode(scan)

    @jpeg.setter
    def jpeg(self, content: bytes) -> None:
        self.scan = b64encode(content).decode()
