"""Disputes taken up for mediation."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.roles import codes
from audit.history import tracked
from disputes.models import numbers, police
from disputes.models.protection import HidingQuerySet, protected
from disputes.models.rounds import CheckRound
from ledgers.models import Row, RowQuerySet
from posts import place_guards
from posts.models import Post
from referrals.models import Referral
from referrals.models.following import follow
from retention.periods import Retention, Then


class DisputeQuerySet(HidingQuerySet["Dispute"], RowQuerySet["Dispute"]):  # type: ignore[override]  # of as_manager
    pass


# What belongs to a dispute: has its keys and moves with it. In the order of config/lock_order.py.
PARTS = (
    "copies", "session_set", "suspension_set", "extension_set", "agreement_set", "duty_set", "followup_set",
    "attention_set", "finding_set", "measure_set", "mediator_set", "party_set",
)  # fmt: skip
# When it is anonymised, what figures count stays without words; the rest is deleted, what points at others first.
EMPTIED = ("session_set", "agreement_set", "duty_set", "followup_set")
DELETED = ("finding_set", *(name for name in PARTS if name not in (*EMPTIED, "finding_set")))


@tracked()
class Dispute(Row):
    """One dispute taken up for mediation (矛盾纠纷); ``occurred_on`` is the day of acceptance.

    OPEN -> one of the other stages, each of which may be taken up again with a reason. Handled means that it left
    OPEN; settled means AGREED. What happens inside a stage (suspended, performing, performed, followed up) follows from
    the dated rows that belong to the dispute.

    ``is_protected``: domestic violence was answered with yes (disputes/models/protection.py).
    """

    guard = protected(place_guards.BY_PLACE)
    dependents = PARTS
    PARTS_WAIT = _("Minutes, agreement, duties and calls go on once the dispute is saved under Change.")

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
        REFUSED = "refused", _("A party refused")
        REFERRED = "referred", _("Referred")
        SETTLED = "settled", _("Settled by themselves or a committee, performed, not punished")
        TOLD = "told", _("Not ours: told where to go")

    class Procedure(models.TextChoices):
        """How it is handled (办理方式)."""

        PEOPLE = "people", _("People's mediation")
        POLICE = "police", _("Mediation by the police")
        SPOT = "spot", _("On the spot")
        TOLD = "told", _("Not mediated: told where to go")
        PROTECTED = "protected", _("Domestic violence: protected")

    class Place(models.TextChoices):
        """Where it is handled."""

        POST = "post", _("At the post")
        STATION = "station", _("At the station")

    class Violence(models.TextChoices):
        """Domestic violence (反家庭暴力法 2, 37): asked, never guessed."""

        UNKNOWN = "", _("Not asked")
        NO = "no", _("No")
        YES = "yes", _("Yes")

    Act, Ground, Excluded = police.Act, police.Ground, police.Excluded

    class AgreementForm(models.TextChoices):
        NONE = "", _("None")
        ORAL = "oral", _("Oral")
        WRITTEN = "written", _("Written")

    OF_THE_POLICE = (Procedure.POLICE, Procedure.SPOT)
    ASKED_OF_VIOLENCE = (Kind.MARRIAGE, Kind.NEIGHBOUR)
    REOPENED = tuple(stage for stage in Stage if stage != "open")
    PREFIX = "JF"
    PRIVATE_FIELDS = ("summary", "result")
    COUNTED_DAYS = ("occurred_on", "handled_on")
    GOES_ON = True
    ADDED_LATER = ("agreement", "result", "handled_on")
    # 人民调解法 27 wants an archive and names no period; of the two of 国家档案局令第8号 (2006) art. 6 the shorter.
    retention = Retention(
        ("handled_on", "occurred_on"), Then.ANONYMISE, _("the archive of mediation"), years=10, whole_year=True,
        only=~Q(stage="open") | Q(state="withdrawn"), along=DELETED, emptied_along=EMPTIED,
    )  # fmt: skip

    kind = models.CharField(_("type"), max_length=15, choices=Kind)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.FOUND)
    host = models.CharField(_("hosted by"), max_length=15, choices=Host, default=Host.VILLAGE)
    parties = models.PositiveSmallIntegerField(_("number of parties"), default=2)
    summary = models.TextField(_("facts and issue"), max_length=2000)
    number_post = models.ForeignKey(
        Post, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("numbered at")
    )
    number_year = models.PositiveSmallIntegerField(_("year of the number"), null=True, editable=False)
    number = models.PositiveIntegerField(_("number in the year"), null=True, editable=False)
    number_label = models.CharField(_("file number"), max_length=60, blank=True, editable=False)
    procedure = models.CharField(_("procedure"), max_length=9, choices=Procedure, default=Procedure.PEOPLE)
    place_handled = models.CharField(_("handled"), max_length=7, choices=Place, default=Place.POST)
    violence = models.CharField(
        _("domestic violence"), max_length=3, choices=Violence, blank=True, default=Violence.UNKNOWN
    )
    is_protected = models.BooleanField(default=False, db_default=False, editable=False)
    amount = models.DecimalField(
        _("amount in dispute"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    people_concerned = models.PositiveIntegerField(_("people concerned"), null=True, blank=True)
    filed_on = models.DateField(_("case filed on"), null=True, blank=True)
    case_closed_on = models.DateField(_("case closed on"), null=True, blank=True)
    act = models.CharField(_("act"), max_length=12, choices=Act, blank=True, default="")
    ground = models.CharField(
        _("ground of police mediation"), max_length=8, choices=Ground, blank=True, default=""
    )
    excluded = ArrayField(
        models.CharField(max_length=9, choices=Excluded),
        verbose_name=_("what excludes police mediation"),
        default=list,
        blank=True,
    )
    may_escalate = models.BooleanField(_("may lead to a public-order or criminal case"), default=False)
    check_round = models.ForeignKey(
        CheckRound,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="disputes",
        verbose_name=_("found on a check round"),
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.OPEN, editable=False)
    agreement = models.CharField(_("agreement"), max_length=10, choices=AgreementForm, blank=True, default="")
    result = models.TextField(_("result"), max_length=2000, blank=True)
    handled_on = models.DateField(_("handled on"), null=True, blank=True)
    told_routes_on = models.DateField(_("parties told of the other routes on"), null=True, blank=True)
    applied_on = models.DateField(_("not to be punished: applied for on"), null=True, blank=True)
    approved_on = models.DateField(_("not to be punished: approved on"), null=True, blank=True)

    objects = DisputeQuerySet.as_manager()  # type: ignore[assignment,misc]  # more than Row has

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
            models.UniqueConstraint(
                fields=["number_post", "number_year", "number"],
                name="dispute_number_is_given_once",
                violation_error_message=_("This number is given already."),
            ),
            models.CheckConstraint(
                condition=Q(is_protected=True, violence="yes") | Q(is_protected=False) & ~Q(violence="yes"),
                name="dispute_of_violence_is_protected",
                violation_error_message=_("Domestic violence is protected."),
            ),
            models.CheckConstraint(
                condition=~Q(violence="yes") | Q(procedure="protected"),
                name="dispute_of_violence_is_not_mediated",
                violation_error_message=_("Domestic violence is not mediated: rule of the county."),
            ),
            models.CheckConstraint(
                condition=Q(procedure__in=("police", "spot"), host="police")
                | Q(procedure="people") & ~Q(host="police")
                | Q(procedure__in=("told", "protected")),
                name="police_mediation_is_hosted_by_the_police",
                violation_error_message=_("The police host what the police mediate, and nothing else."),
            ),
            models.CheckConstraint(
                condition=Q(case_closed_on=None) | Q(case_closed_on__gte=F("occurred_on")),
                name="case_is_closed_after_acceptance",
                violation_error_message=_("The case can not be closed before the day of acceptance."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="settled") | Q(applied_on__isnull=False, approved_on__isnull=False),
                name="dispute_settled_by_the_parties_was_applied_for_and_approved",
                violation_error_message=_("Say when it was applied for and approved not to punish."),
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new dispute gets its number; the counter stays locked until the transaction ends."""
        if self._state.adding and self.number is None:
            numbers.give(self)
        super().save(*args, **kwargs)

    def take_along(self) -> None:
        """After it has moved to another village: what was passed on about it gets the same keys."""
        super().take_along()
        follow(Referral.Subject.DISPUTE, self)

    @classmethod
    def seen_in_role(cls) -> Q:
        is_open_to_all = Q(Exact(OuterRef("is_protected"), Value(False)))
        return Q(role__in=codes(lambda role: role.sees_protected)) | is_open_to_all

    def get_absolute_url(self) -> str:
        return reverse("disputes:dispute-detail", args=[self.pk])
