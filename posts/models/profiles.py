"""What is published about a village from a day on: its phase, size, people, terrain."""

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models.divisions import Village


class ProfileQuerySet(models.QuerySet["VillageProfile"]):
    def on(self, day: date) -> Self:
        """Of each village the profile that holds on the day: the newest one that has begun."""
        return self.filter(since__lte=day).order_by("village_id", "-since").distinct("village_id")


@tracked()
class VillageProfile(Versioned):
    """The profile of a village from ``since`` on, until the next one begins. Published numbers: nothing of a person.

    ``area`` is in square kilometres; a number that nobody knows is empty.
    """

    guard = guards.open_to_all(
        guards.Rule(("county",), guards.READ_WRITE, place_guards.VILLAGE_OF_OWN_COUNTY)
    )

    class Phase(models.TextChoices):
        TRIAL = "trial", _("Trial")
        ROLL_OUT = "roll_out", _("Roll-out")

    class Terrain(models.TextChoices):
        """The class of the village, from the easiest to the hardest."""

        PLAIN = "plain", _("Plain")
        HILL = "hill", _("Hills")
        MOUNTAIN = "mountain", _("Mountains")

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="profiles", verbose_name=_("village"), editable=False
    )
    since = models.DateField(_("since"))
    phase = models.CharField(_("phase of the village"), max_length=10, choices=Phase, blank=True, default="")
    terrain = models.CharField(_("terrain"), max_length=10, choices=Terrain, default=Terrain.PLAIN)
    area = models.DecimalField(
        _("area in km²"), max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(10_000)],
    )  # fmt: skip
    people = models.PositiveIntegerField(
        _("published population"), null=True, blank=True, validators=[MaxValueValidator(200_000)]
    )
    households = models.PositiveIntegerField(
        _("published households"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    groups = models.PositiveSmallIntegerField(
        _("village groups"), null=True, blank=True, validators=[MaxValueValidator(200)]
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile of a village")
        verbose_name_plural = _("profiles of villages")
        ordering = ["village", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "since"],
                name="village_has_one_profile_from_a_day_on",
                violation_error_message=_("The village has a profile from this day on already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.since:%Y-%m-%d}"

    @property
    def phase_since(self) -> date:
        """The first day of the phase: of the oldest of the profiles in a row that have it."""
        found = self.since
        for one in self.village.profiles.filter(since__lt=self.since).order_by("-since"):
            if one.phase != self.phase:
                break
            found = one.since
        return found
