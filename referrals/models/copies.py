"""The photographed pages of an outside body's answer on paper."""

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
from referrals.models.referrals import Referral
from retention.periods import Retention, Then


@tracked()
class AnswerCopy(SealedCopy, Versioned, Placed):
    """One page of the answer of a body outside the police, photographed by the sender.

    Seen by who reads the words of the referral: the sender's post and station, never the county.
    """

    guard = (
        *place_guards.seen_up_to("station", rights=guards.READ_WRITE),
        guards.HIDDEN_IN_EMERGENCY,
    )
    of = "referral"
    is_of_villagers = True
    retention = Retention(("withdrawn_on",), Then.DELETE, _("to account for a wrong picture"), years=1)

    id = SequencedKey(primary_key=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="copies", verbose_name=_("referral"))

    class Meta:
        verbose_name = _("copy of an answer")
        verbose_name_plural = _("copies of answers")
        ordering = ["id"]
        constraints = [
            kept_once("referral", "answer_copy_is_filed_once", _("This page of the answer is kept already.")),
            withdrawn_with_a_reason("answer_copy_has_its_picture_until_it_is_withdrawn"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new page takes the keys of its referral."""
        if self._state.adding:
            self.placed_like(self.referral)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("referrals:copy-detail", args=[self.pk])
