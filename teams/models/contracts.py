"""The photographed pages of a team's service agreement (责任书)."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.versions import Versioned
from encryption.fields import SequencedKey
from ledgers.copies import SealedCopy, kept_once, withdrawn_with_a_reason
from policies import guards
from posts import place_guards
from posts.models import Placed
from retention.periods import Retention, Then
from teams.models.teams import Team


@tracked()
class ContractCopy(SealedCopy, Versioned, Placed):
    """One page of the signed service agreement: seen at the post and the station, never by the county."""

    guard = (
        *place_guards.seen_up_to("station", rights=guards.READ_WRITE),
        guards.HIDDEN_IN_EMERGENCY,
    )
    of = "team"
    is_of_villagers = True
    retention = Retention(("withdrawn_on",), Then.DELETE, _("to account for a wrong picture"), years=1)

    id = SequencedKey(primary_key=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="copies", verbose_name=_("team"))

    class Meta:
        verbose_name = _("copy of a service agreement")
        verbose_name_plural = _("copies of service agreements")
        ordering = ["id"]
        constraints = [
            kept_once(
                "team", "contract_copy_is_filed_once", _("This page of the agreement is kept already.")
            ),
            withdrawn_with_a_reason("contract_copy_has_its_picture_until_it_is_withdrawn"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new page takes the keys of its team."""
        if self._state.adding:
            self.placed_like(self.team)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("teams:contract-detail", args=[self.pk])
