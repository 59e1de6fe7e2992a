"""What is done about domestic violence in a protected dispute (保护办理): report, admonition, visits, breach, order."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.parts import Part
from encryption.fields import EncryptedField


@tracked()
class Measure(Part):
    """One step of the protected route; ``done_on`` is its day. Only a protected dispute has any.

    What was written down by mistake is withdrawn with a reason (``withdrawn_on``): it stays, and binds nobody. When the
    protection is lifted after that it stays protected itself.

    REPORT: the report to the police with its number, and the reporter, who stays secret (反家庭暴力法 14, 15).
    ADMONITION: the written admonition (16, 17). VISIT: by the village committee or the station (17). BREACH: of the
    admonition (治安管理处罚法 73). ORDER: the court's protection order (23-32).
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Report to the police")
        ADMONITION = "admonition", _("Written admonition")
        VISIT = "visit", _("Visit to both sides")
        BREACH = "breach", _("The admonition was broken")
        ORDER = "order", _("Protection order")

    class Body(models.TextChoices):
        COMMITTEE = "committee", _("Village committee")
        STATION = "station", _("Police station")

    class FirstStep(models.TextChoices):
        """反家庭暴力法 15."""

        STOP = "stop", _("Went at once and stopped it")
        EVIDENCE = "evidence", _("Took evidence")
        DOCTOR = "doctor", _("Helped to a doctor and an injury opinion")
        SHELTER = "shelter", _("Brought to a shelter with civil affairs")

    class Ordered(models.TextChoices):
        """反家庭暴力法 29."""

        VIOLENCE = "violence", _("No violence")
        CONTACT = "contact", _("No harassing, following, contacting")
        LEAVE = "leave", _("To leave the home of the applicant")
        OTHER = "other", _("Other measures")

    is_personal = True

    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    done_on = models.DateField(_("on"))
    number = models.CharField(_("number"), max_length=40, blank=True)
    reporter = EncryptedField(_("reporter, kept secret"), longest=40)
    first_steps = ArrayField(
        models.CharField(max_length=8, choices=FirstStep),
        verbose_name=_("first steps"),
        default=list,
        blank=True,
    )
    bans = models.CharField(_("what it bans"), max_length=500, blank=True)
    served_actor_on = models.DateField(_("given to who did it on"), null=True, blank=True)
    served_victim_on = models.DateField(_("given to who suffered it on"), null=True, blank=True)
    committee_told_on = models.DateField(_("village committee told on"), null=True, blank=True)
    body = models.CharField(_("visited by"), max_length=9, choices=Body, blank=True, default="")
    until = models.DateField(_("until"), null=True, blank=True)
    ordered = ArrayField(
        models.CharField(max_length=8, choices=Ordered), verbose_name=_("measures"), default=list, blank=True
    )
    note = models.CharField(_("remark"), max_length=500, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_why = models.CharField(_("why it is withdrawn"), max_length=200, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("protection measure")
        verbose_name_plural = _("protection measures")
        ordering = ["done_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_protected=True),
                name="measure_is_of_a_protected_dispute",
                violation_error_message=_("Only a protected dispute has these."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(kind="order", until__gte=F("done_on")),
                name="measure_that_ends_is_an_order",
                violation_error_message=_("A protection order ends on a day after its first."),
            ),
            models.CheckConstraint(
                condition=Q(kind="visit") & ~Q(body="") | ~Q(kind="visit") & Q(body=""),
                name="measure_by_a_body_is_a_visit",
                violation_error_message=_("Say who visited."),
            ),
        ]
        indexes = [models.Index(fields=["dispute", "done_on"], name="measure_of_dispute")]

    @property
    def ordered_words(self) -> str:
        """What the court ordered, in words."""
        return "、".join(str(self.Ordered(code).label) for code in self.ordered)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done_on:%Y-%m-%d}"
