"""Calls after the end of a dispute (回访)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.parts import Part


@tracked()
class FollowUp(Part):
    """One planned call: made, or no longer wanted because the dispute was taken up again."""

    PRIVATE_FIELDS = ("note",)

    class Performed(models.TextChoices):
        UNKNOWN = "", _("Not asked")
        YES = "yes", _("Performed")
        PARTLY = "partly", _("Performed in part")
        NO = "no", _("Not performed")

    class Satisfied(models.TextChoices):
        UNKNOWN = "", _("Not asked")
        YES = "yes", _("Satisfied")
        NO = "no", _("Not satisfied")

    planned_on = models.DateField(_("planned for"))
    made_on = models.DateField(_("made on"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    performed = models.CharField(
        _("agreement performed"), max_length=6, choices=Performed, blank=True, default=""
    )
    satisfied = models.CharField(_("satisfied"), max_length=3, choices=Satisfied, blank=True, default="")
    has_new_trouble = models.BooleanField(_("new trouble"), default=False)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, editable=False)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_on=None, made_by=None)
                | Q(made_on__isnull=False, made_by__isnull=False, dropped_on=None),
                name="follow_up_is_made_by_somebody",
                violation_error_message=_("A call that was made names its day and who made it."),
            ),
            models.UniqueConstraint(
                fields=["dispute", "planned_on"],
                condition=Q(dropped_on=None),
                name="follow_up_is_planned_once_a_day",
                violation_error_message=_("A call is planned for this day already."),
            ),
        ]
        indexes = [
            models.Index(fields=["dispute"], name="follow_up_of_dispute"),
            models.Index(fields=["village", "planned_on"], name="follow_up_of_village"),
            models.Index(
                fields=["post", "planned_on"],
                name="follow_up_waits_at_post",
                condition=Q(made_on=None, dropped_on=None),
            ),
            models.Index(
                fields=["station", "planned_on"],
                name="follow_up_waits_at_station",
                condition=Q(made_on=None, dropped_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.planned_on:%Y-%m-%d}"
