"""What a legal rule said about a step of a dispute, and who went on in spite of a warning."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.mediation import Session
from disputes.models.parts import Part


@tracked()
class Finding(Part):
    """One warning of a rule (``rule``: an id of rules/law, or a setting's code) that was overridden, and why.

    What stops is not stored: the step was not taken. ``step`` and ``fact`` say of what it warned (disputes/legality).
    """

    rule = models.CharField(_("rule"), max_length=30)
    step = models.CharField(_("step"), max_length=8, default="", editable=False)
    fact = models.CharField(max_length=60, blank=True, editable=False)
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, editable=False, related_name="findings", verbose_name=_("session")
    )
    found_on = models.DateField(_("found on"))
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("went on")
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("warning of a rule")
        verbose_name_plural = _("warnings of rules")
        ordering = ["found_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="warning_is_overridden_with_a_reason",
                violation_error_message=_("Say why you go on all the same."),
            ),
        ]
        indexes = [models.Index(fields=["dispute"], name="finding_of_dispute")]

    def __str__(self) -> str:
        return self.rule
