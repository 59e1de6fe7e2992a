"""The outlines of a county's villages, as a file brought them: what the map of figures is drawn from."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import AppendOnly
from policies import guards
from posts.models.divisions import County


class CountyMap(AppendOnly):
    """One file of outlines; the newest one of a county is drawn.

    ``outlines``: by the twelve-digit code of a village a list of polygons, each a list of rings, each a list of points
    ``[longitude, latitude]`` in degrees (posts/map_files.py). Published outlines of villages: nothing of a person.
    """

    guard = guards.open_to_all(guards.Rule(("county",), (guards.INSERT,), guards.OWN_COUNTY))

    county = models.ForeignKey(County, models.CASCADE, related_name="maps", verbose_name=_("county"))
    outlines = models.JSONField(_("outlines"))
    villages = models.PositiveIntegerField(_("villages with an outline"))
    sha256 = models.CharField(max_length=64)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("brought by")
    )
    brought_at = models.DateTimeField(_("brought at"), auto_now_add=True)

    class Meta:
        verbose_name = _("map of a county")
        verbose_name_plural = _("maps of counties")
        ordering = ["county", "-pk"]

    def __str__(self) -> str:
        return f"{self.county} {timezone.localtime(self.brought_at):%Y-%m-%d}"
