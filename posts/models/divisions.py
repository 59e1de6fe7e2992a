"""County, town and village: the divisions of the statistics office.

Code, name and town are dated values of one thing (posts/models/dated.py); the columns here hold those of today, and
``posts/dated.py`` brings them up to date.
"""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from policies import guards
from posts import place_guards
from posts.querysets import VillageQuerySet


class County(models.Model):
    """A county (县). ``code`` is the statistical division code, 6 digits."""

    guard = guards.open_to_all(guards.Rule(("county",), (guards.UPDATE,), place_guards.IS_OWN_COUNTY))

    code = models.CharField(_("division code"), max_length=15, unique=True)
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Town(models.Model):
    """A town (乡镇). ``code`` is the statistical division code of today, 9 digits. One station serves it."""

    guard = guards.open_to_all(
        guards.Rule(("county",), guards.READ_WRITE, guards.OWN_COUNTY),
        guards.Rule(("housekeeping",), (guards.UPDATE,)),
    )

    code = models.CharField(_("division code"), max_length=15, db_index=True)
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)
    county = models.ForeignKey(County, models.PROTECT, related_name="towns", verbose_name=_("county"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("town")
        verbose_name_plural = _("towns")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


def short_name(name: str) -> str:
    """The short name of a village: without 村民委员会 and the like."""
    for ending in ("村民委员会", "居民委员会", "村委会", "社区居委会", "居委会"):
        if name.endswith(ending) and len(name) > len(ending):
            suffix = "村" if "村" in ending[:2] else "社区"
            stem = name.removesuffix(ending)
            return stem if stem.endswith(("村", "社区")) else stem + suffix
    return name


def marked(name: str, closed_on: date | None) -> str:
    """The name, with a mark behind it from the day on which the village was abolished."""
    if closed_on is None or closed_on > timezone.localdate():
        return name
    return gettext("%(village)s (abolished %(day)s)") % {"village": name, "day": f"{closed_on:%Y-%m-%d}"}


class Village(models.Model):
    """An administrative village (行政村) or neighbourhood. ``code``: 12 digits; the rows of a closed one stay.

    It exists from ``opened_on`` (empty: since before the registry) until the day before ``closed_on``.
    """

    guard = guards.open_to_all(
        guards.Rule(("county",), guards.READ_WRITE, place_guards.TOWN_OF_OWN_COUNTY),
        guards.Rule(("housekeeping",), (guards.UPDATE,)),
    )

    class Kind(models.TextChoices):
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood committee")
        VILLAGE = "village", _("Village committee")
        SIMILAR = "similar", _("Similar unit")

    code = models.CharField(_("division code"), max_length=15, db_index=True)
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)
    town = models.ForeignKey(Town, models.PROTECT, related_name="villages", verbose_name=_("town"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.VILLAGE)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = VillageQuerySet.as_manager()

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["code"]

    def __str__(self) -> str:
        return marked(self.short_name, self.__dict__.get("closed_on"))

    def get_absolute_url(self) -> str:
        return reverse("posts:village-detail", args=[self.pk])

    @property
    def is_abolished(self) -> bool:
        """Does it exist no more today?"""
        return self.closed_on is not None and self.closed_on <= timezone.localdate()

    @property
    def short_name(self) -> str:
        return short_name(self.name)

    @staticmethod
    def kind_of(code: str) -> "Village.Kind":
        """The kind by digits 10-12: 001-199 居委会, 200-399 村委会, 400-599 similar (统计用区划代码)."""
        number = int(code[9:12])
        if number < 200:
            return Village.Kind.NEIGHBOURHOOD
        return Village.Kind.VILLAGE if number < 400 else Village.Kind.SIMILAR
