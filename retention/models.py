"""The log of disposals."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import AppendOnly
from audit.triggers import written_once
from policies import guards
from retention.periods import Then


class DisposedBatch(AppendOnly):
    """One batch of rows whose period was over: which book, what was done, rows before which day, how many. No names."""

    guard = (
        guards.Rule(("housekeeping",), (guards.SELECT, guards.INSERT)),
        guards.Rule(("county", "auditor"), (guards.SELECT,)),
    )

    at = models.DateTimeField(_("at"), auto_now_add=True)
    book = models.CharField(_("record"), max_length=60)
    then = models.CharField(_("what was done"), max_length=10, choices=Then)
    until = models.DateField(_("rows before"))
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        ordering = ["-at", "-pk"]
        triggers = written_once()

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d} {self.book} {self.rows}"
