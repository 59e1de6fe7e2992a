"""Photographs of a hazard, and of what was done about it."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.versions import Versioned
from encryption.fields import SequencedKey
from hazards.models.hazards import Hazard
from ledgers.copies import SealedCopy, kept_once, withdrawn_with_a_reason
from policies import guards
from posts import place_guards
from posts.models import Placed
from retention.periods import Retention, Then


@tracked()
class HazardPicture(SealedCopy, Versioned, Placed):
    """One photograph; ``is_proof``: of what was put right. Seen at the post and its station, never above."""

    guard = (*place_guards.seen_up_to("station", rights=guards.READ_WRITE), guards.HIDDEN_IN_EMERGENCY)
    of = "hazard"
    is_of_villagers = True
    retention = Retention(("withdrawn_on",), Then.DELETE, _("to account for a wrong picture"), years=1)

    id = SequencedKey(primary_key=True)
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="copies", verbose_name=_("hazard"))
    is_proof = models.BooleanField(_("shows what was put right"), default=False)

    class Meta:
        verbose_name = _("photograph of a hazard")
        verbose_name_plural = _("photographs of hazards")
        ordering = ["id"]
        constraints = [
            kept_once("hazard", "hazard_picture_is_filed_once", _("This photograph is kept already.")),
            withdrawn_with_a_reason("hazard_picture_stays_until_it_is_withdrawn"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new one takes the keys of its hazard."""
        if self._state.adding:
            self.placed_like(self.hazard)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("hazards:picture-detail", args=[self.pk])
