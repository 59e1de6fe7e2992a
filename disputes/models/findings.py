"""What a legal rule said about a step of a dispute, and who went on in spite of a warning."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.parts import Part


@tracked()
class Finding(Part):
    """One warning of a rule (``rule``: a code of rules/law.py) that somebody overrode, with the reason.

    What stops is not stored: the step was not taken.
    """

    rule = models.CharField(_("rule"), max_length=30)
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
