"""Patrols: rounds through a village."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from ledgers.models import Row


@tracked()
class Patrol(Row):
    """One round through a village (巡逻), alone or jointly with a volunteer team (联防)."""

    class Mode(models.TextChoices):
        FOOT = "foot", _("On foot")
        BICYCLE = "bicycle", _("By bicycle")
        MOTOR = "motor", _("By motor vehicle")

    PREFIX = "XL"
    PRIVATE_FIELDS = ("note",)

    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.FOOT)
    is_joint = models.BooleanField(_("joint patrol"), default=False)
    starts_at = models.TimeField(_("started at"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(1), MaxValueValidator(1_440)]
    )
    people = models.PositiveSmallIntegerField(
        _("people on patrol"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    note = models.TextField(_("what was seen"), max_length=1000, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("patrol")
        verbose_name_plural = _("patrols")

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("patrols:patrol-detail", args=[self.pk])
