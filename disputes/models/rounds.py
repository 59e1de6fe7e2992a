"""Rounds to find disputes (矛盾纠纷排查)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from ledgers.models import Row


@tracked()
class CheckRound(Row):
    """One walk through a village to find disputes; none found is a result as well. Those found name the round."""

    PREFIX = "PC"
    PRIVATE_FIELDS = ("note",)

    found = models.PositiveSmallIntegerField(_("disputes found"), default=0)
    note = models.TextField(_("where and whom"), max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("check round")
        verbose_name_plural = _("check rounds")

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("disputes:check-round-detail", args=[self.pk])
