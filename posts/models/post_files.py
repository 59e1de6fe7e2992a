"""The file of a post (警务室): its rooms, boards and signs, and what it lacks."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models.stations import Post


@tracked()
class PostFile(Versioned):
    """What was found at a post on ``checked_on``. What is not ``there`` is due on its day, or missing.

    ``area`` is in square metres. Checked by the station and the county.
    """

    guard = guards.open_to_all(
        guards.Rule(("county",), guards.READ_WRITE, place_guards.POST_OF_OWN_COUNTY),
        guards.Rule(("station",), guards.READ_WRITE, place_guards.POST_OF_STATION),
    )

    class Item(models.TextChoices):
        OFFICE = "office", pgettext_lazy("post file", "Office")
        MEDIATION_ROOM = "mediation", pgettext_lazy("post file", "Mediation room")
        REST_ROOM = "rest", pgettext_lazy("post file", "Rest room")
        LETTER_BOX = "letter_box", pgettext_lazy("post file", "Letter box")
        NOTICE_BOARD = "notices", pgettext_lazy("post file", "Notice board")
        DISPLAY_BOARD = "display", pgettext_lazy("post file", "Display board")
        SIGNS = "signs", pgettext_lazy("post file", "Uniform signs")
        NETWORK = "network", pgettext_lazy("post file", "Police network")

    post = models.OneToOneField(
        Post, models.PROTECT, related_name="file", verbose_name=_("post"), editable=False
    )
    there = ArrayField(
        models.CharField(max_length=12, choices=Item),
        verbose_name=_("what is there"),
        default=list,
        blank=True,
    )
    area = models.PositiveSmallIntegerField(
        _("area in m²"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(2_000)]
    )
    small_reason = models.CharField(_("why it is smaller"), max_length=200, blank=True, default="")
    signs_due_on = models.DateField(_("signs due on"), null=True, blank=True)
    network_due_on = models.DateField(_("network due on"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"))

    class Meta:
        verbose_name = _("file of a post")
        verbose_name_plural = _("files of posts")
        ordering = ["post"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(there__contains=["signs"]) | Q(signs_due_on=None),
                name="signs_that_are_there_are_not_due",
                violation_error_message=_("The signs are there: no day on which they are due."),
            ),
            models.CheckConstraint(
                condition=~Q(there__contains=["network"]) | Q(network_due_on=None),
                name="a_network_that_is_there_is_not_due",
                violation_error_message=_("The network is there: no day on which it is due."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)

    @property
    def due_days(self) -> dict[str, date]:
        """The day of each item that is due."""
        days = {self.Item.SIGNS.value: self.signs_due_on, self.Item.NETWORK.value: self.network_due_on}
        return {item: day for item, day in days.items() if day}

    @property
    def missing(self) -> list[Any]:
        """The items that are neither there nor due, in words."""
        known = {*self.there, *self.due_days}
        return [item.label for item in self.Item if item.value not in known]
