"""The base of what belongs to one dispute, and who sees it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.versions import Versioned
from disputes.models.disputes import Dispute
from disputes.models.protection import HidingQuerySet, protected
from encryption.fields import SequencedKey
from policies import guards
from posts import place_guards
from posts.models import Placed

# Of what was named by mistake: taken out for good, which the trail says.
REMOVABLE = (
    *protected(place_guards.seen_up_to("station", rights=guards.READ_WRITE_DELETE)),
    guards.HIDDEN_IN_EMERGENCY,
)


class Part(Versioned, Placed):
    """What belongs to one dispute: seen at its post and station, and never in an emergency view.

    ``is_protected`` repeats that of the dispute (disputes/actions/protection.py changes both). When the dispute is
    anonymised these rows are deleted with it.
    """

    guard = (*protected(place_guards.seen_up_to("station")), guards.HIDDEN_IN_EMERGENCY)
    is_of_villagers = True

    id = SequencedKey(primary_key=True)
    dispute = models.ForeignKey(
        Dispute, models.PROTECT, related_name="%(class)s_set", verbose_name=_("dispute")
    )
    is_protected = models.BooleanField(default=False, db_default=False, editable=False)

    objects = HidingQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row takes the keys and the protection of its dispute."""
        if self._state.adding:
            self.take_keys()
        super().save(*args, **kwargs)

    def take_keys(self) -> None:
        """The keys and the protection of the dispute."""
        self.placed_like(self.dispute)
        self.is_protected = self.dispute.is_protected

    def get_absolute_url(self) -> str:
        return self.dispute.get_absolute_url()
