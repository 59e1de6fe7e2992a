"""What a town and a village are called from one day to another: code, name, town; and what became of a village.

A town that becomes another kind of town, and a village that gets another code, name or town, stay one row; their
values have days. ``posts/dated.py`` reads and writes these rows.
"""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies import guards
from posts import place_guards
from posts.models.divisions import Town, Village


def days() -> Func:
    """``daterange(since, until)``: the first day inside, the last outside; an empty one means open."""
    return Func("since", "until", RangeBoundary(), function="DATERANGE", output_field=DateRangeField())


class Dated(models.Model):
    """Values that hold from ``since`` (empty: ever) until the day before ``until`` (empty: still)."""

    guard = guards.open_to_all(
        guards.Rule(("county",), guards.READ_WRITE_DELETE, place_guards.VILLAGE_OF_OWN_COUNTY)
    )

    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people write it; None while it has no end."""
        return self.until - timedelta(days=1) if self.until else None


class VillageName(Dated):
    """A name that a village bore."""

    village = models.ForeignKey(Village, models.CASCADE, related_name="names")
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)

    class Meta:
        verbose_name = _("village name")
        verbose_name_plural = _("village names")
        ordering = ["village", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(until=None),
                name="village_has_one_name_now",
                violation_error_message=_("The village has a present name already."),
            ),
            ExclusionConstraint(
                name="village_has_one_name_on_any_day",
                expressions=[("village", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("The village has a name on some of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VillageCode(Dated):
    """A code that a village had, and the town that it lay in. A code means one village on each day."""

    village = models.ForeignKey(Village, models.CASCADE, related_name="codes", verbose_name=_("village"))
    code = models.CharField(_("division code"), max_length=15)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+", verbose_name=_("town"))

    class Meta:
        verbose_name = _("village code")
        verbose_name_plural = _("village codes")
        ordering = ["village", "since"]
        constraints = [
            ExclusionConstraint(
                name="village_has_one_code_on_any_day",
                expressions=[("village", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("The village has a code on some of these days already."),
            ),
            ExclusionConstraint(
                name="code_means_one_village_on_any_day",
                expressions=[("code", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("Another village has this code on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class TownCode(Dated):
    """A code and a name that a town had. A code means one town on each day."""

    guard = guards.open_to_all(
        guards.Rule(
            ("county",),
            guards.READ_WRITE_DELETE,
            place_guards.TOWN_OF_OWN_COUNTY,
        )
    )

    town = models.ForeignKey(Town, models.CASCADE, related_name="codes", verbose_name=_("town"))
    code = models.CharField(_("division code"), max_length=15)
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)

    class Meta:
        verbose_name = _("town code")
        verbose_name_plural = _("town codes")
        ordering = ["town", "since"]
        constraints = [
            ExclusionConstraint(
                name="town_has_one_code_on_any_day",
                expressions=[("town", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("The town has a code on some of these days already."),
            ),
            ExclusionConstraint(
                name="code_means_one_town_on_any_day",
                expressions=[("code", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("Another town has this code on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Succession(models.Model):
    """From ``day`` on the ``successor`` has what the village had: all of it (merged), or a part (split off)."""

    guard = guards.open_to_all(
        guards.Rule(("county",), guards.READ_WRITE_DELETE, place_guards.VILLAGE_OF_OWN_COUNTY),
        guards.Rule(("housekeeping",), (guards.UPDATE,)),
    )

    class Kind(models.TextChoices):
        MERGED = "merged", _("Merged into another village")
        SPLIT = "split", _("A part became another village")

    village = models.ForeignKey(
        Village, models.PROTECT, related_name="successions", verbose_name=_("village")
    )
    successor = models.ForeignKey(
        Village, models.PROTECT, related_name="origins", verbose_name=_("successor")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    day = models.DateField(_("day"))
    carried_at = models.DateTimeField(_("households carried on at"), null=True, editable=False)

    class Meta:
        verbose_name = _("succession of a village")
        verbose_name_plural = _("successions of villages")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "successor"],
                name="village_is_succeeded_once_by_another",
                violation_error_message=_("The succession is entered already."),
            ),
            models.CheckConstraint(
                condition=~Q(village=models.F("successor")),
                name="village_is_succeeded_by_another",
                violation_error_message=_("A village does not succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} → {self.successor}"
