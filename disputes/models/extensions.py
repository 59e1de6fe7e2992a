"""Longer periods: of the case behind a dispute, approved one level up, and of the month of people's mediation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.parts import Part


@tracked()
class Extension(Part):
    """One extension with the day of its approval. How long it is says the law of the day of filing, or the county."""

    class Of(models.TextChoices):
        CASE = "case", _("Case period")
        MONTH = "month", _("Month of people's mediation")

    of = models.CharField(_("what is extended"), max_length=5, choices=Of)
    approved_by = models.CharField(_("approved by"), max_length=60)
    approved_on = models.DateField(_("approved on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("extension of a period")
        verbose_name_plural = _("extensions of periods")
        ordering = ["approved_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=""),
                name="extension_names_who_approved_it",
                violation_error_message=_("Say who approved it."),
            ),
            models.UniqueConstraint(
                fields=["dispute", "of", "approved_on"],
                name="extension_is_noted_once",
                violation_error_message=_("This extension is noted already."),
            ),
        ]
        indexes = [models.Index(fields=["dispute"], name="extension_of_dispute")]

    def __str__(self) -> str:
        return f"{self.get_of_display()} {self.approved_on:%Y-%m-%d}"
