"""Where a row was counted before it went on in the successor of its village."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies import guards
from posts.models.dated import Succession
from posts.models.divisions import Village


class CarriedRow(models.Model):
    """An open row of a merged village that belongs to the successor now (ledgers/going_on_actions.py).

    What it says of days before ``day`` counts in ``village``, where it lay until then. ``table_name`` and ``row_key``:
    of a row and of its parts the table of the row, such as ``disputes_dispute``, and its key. A row whose village was
    merged twice has two of them. ``was``: what else of the row changed with it, by the names of the columns, as it was
    before (``VillageEnds.moved``).
    """

    guard = guards.open_to_all(guards.Rule(("housekeeping",), (guards.INSERT,)))

    succession = models.ForeignKey(Succession, models.PROTECT, related_name="+", verbose_name=_("succession"))
    table_name = models.CharField(max_length=63)
    row_key = models.BigIntegerField()
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    day = models.DateField(_("day"))
    was = models.JSONField(default=dict, db_default={}, editable=False)

    class Meta:
        verbose_name = _("carried row")
        verbose_name_plural = _("carried rows")
        constraints = [
            models.UniqueConstraint(
                fields=["table_name", "row_key", "day"],
                name="row_is_carried_once_on_a_day",
                violation_error_message=_("The row went on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key} · {self.succession}"
