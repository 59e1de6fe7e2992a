"""Places that a patrol passes (巡逻点): where they are, what they lack, the short code of their label."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import rules
from audit.history import tracked
from audit.versions import Versioned
from posts.models import Placed
from posts.querysets import ScopedQuerySet, open_on
from retention.periods import Retention, Then

# Read aloud, written by hand and typed at night: without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
LETTERS = "ACDEFGHJKMNPQRTWXY34679"
CODE_LENGTH = 5


class Missed(Func):
    """Was the checkpoint missed on each of the last rounds that ended, at least ``limit`` of them?"""

    template = (
        "(SELECT count(*) = %(limit)s AND count(last.passed_at) = 0 FROM (SELECT stop.passed_at "
        "FROM patrols_roundpoint AS stop JOIN patrols_plannedround AS walked ON walked.id = stop.round_id "
        "WHERE stop.checkpoint_id = %(expressions)s AND walked.state IN ('done', 'incomplete') "
        "ORDER BY walked.occurred_on DESC, walked.id DESC LIMIT %(limit)s) AS last)"
    )
    output_field = BooleanField()


class CheckpointQuerySet(ScopedQuerySet["Checkpoint"]):
    def on(self, day: date) -> Self:
        """Those that were there on the day."""
        return self.filter(open_on(day))

    def with_missed(self, county: str) -> Self:
        """Each with ``is_missed``: not passed on as many rounds in a row as the rule of the county says."""
        times = rules.whole("patrol.missed_in_row", on=timezone.localdate(), county=county)
        return self.annotate(is_missed=Missed(F("pk"), limit=times))

    def missed(self, county: str) -> Self:
        """Those of ``with_missed`` for which it holds."""
        rows: Any = self.with_missed(county)  # annotated
        found: Self = rows.filter(is_missed=True)
        return found


@tracked()
class Checkpoint(Versioned, Placed):
    """One place that a patrol passes. Its code stands on a label there, as letters and as a QR code, and proves
    nothing: a point is passed by the officer's own tap. No position is recorded, of the place or of anybody.

    What it lacks leads to the form of a hazard (hazards/of_checkpoint.py).
    """

    class Kind(models.TextChoices):
        LAMP = "lamp", pgettext_lazy("checkpoint", "Street lamp")
        CROSSING = "crossing", pgettext_lazy("checkpoint", "Crossing")
        SCHOOL = "school", pgettext_lazy("checkpoint", "School gate")
        POST = "post", pgettext_lazy("checkpoint", "Public order checkpoint")
        GATHERING = "gathering", pgettext_lazy("checkpoint", "Gathering place")
        OTHER = "other", pgettext_lazy("checkpoint", "Other place")

    PRIVATE_FIELDS = ("place",)
    retention = Retention(
        ("ends_on",),
        Then.ERASE,
        _("to answer for the work of the year"),
        years=3,
        whole_year=True,
        erases=("place",),
    )

    name = models.CharField(_("name of the point"), max_length=30)
    kind = models.CharField(pgettext_lazy("checkpoint", "kind"), max_length=10, choices=Kind)
    place = models.CharField(pgettext_lazy("checkpoint", "where"), max_length=100, blank=True, default="")
    lacks_light = models.BooleanField(_("no lighting"), default=False)
    lacks_camera = models.BooleanField(_("no camera"), default=False)
    code = models.CharField(_("short code"), max_length=20, editable=False)  # CODE_LENGTH of them are given
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True, default="", editable=False)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    objects = CheckpointQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["village", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "code"],
                name="checkpoint_code_is_unique_in_its_county",
                violation_error_message=_("The county has a checkpoint with this code."),
            ),
            models.UniqueConstraint(
                fields=["village", "name"],
                condition=Q(ends_on=None),
                name="checkpoint_has_one_name_in_its_village",
                violation_error_message=_("The village has a checkpoint of this name."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, end_reason="") | Q(ends_on__gte=F("starts_on")) & ~Q(end_reason=""),
                name="checkpoint_ends_after_it_began_and_says_why",
                violation_error_message=_("A checkpoint ends after it began, and says why."),
            ),
        ]
        indexes = [
            models.Index(fields=[place, "-starts_on", "-id"], name=f"checkpoint_of_{place}")
            for place in ("post", "station", "county")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("patrols:checkpoint-detail", args=[self.pk])

    @property
    def lacks(self) -> list[Any]:
        """What it lacks, in words."""
        known = ((self.lacks_light, _("no lighting")), (self.lacks_camera, _("no camera")))
        return [words for is_lacking, words in known if is_lacking]
