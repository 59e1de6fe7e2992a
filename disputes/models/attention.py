"""The attention that a dispute gets (关注等级)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.parts import Part


@tracked()
class Attention(Part):
    """One mark on a dispute, never on a person: how closely it is followed, why and until when."""

    class Level(models.TextChoices):
        RED = "red", _("Red")
        ORANGE = "orange", _("Orange")
        YELLOW = "yellow", _("Yellow")

    level = models.CharField(_("attention"), max_length=6, choices=Level)
    why = models.CharField(_("why"), max_length=200)
    until = models.DateField(_("until"))
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("marked by")
    )
    marked_on = models.DateField(_("marked on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("attention to a dispute")
        verbose_name_plural = _("attention to disputes")
        ordering = ["-marked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""), name="attention_says_why", violation_error_message=_("Say why.")
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(ended_on=None),
                name="dispute_has_one_mark",
                violation_error_message=_("The dispute is marked already."),
            ),
        ]
        indexes = [
            models.Index(fields=["dispute"], name="attention_of_dispute"),
            models.Index(
                fields=["station", "level"], name="attention_at_station", condition=Q(ended_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.get_level_display()
