"""Published months: the figures of the county, and the counts of each village as they were."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.models import AppendOnly
from indicators.models.months import Counts
from policies import guards
from posts import place_guards
from posts.models import County, Post, Station, Town, Village


class Publication(AppendOnly):
    """A month as the county published it. Never changed: a later difference is a restatement beside it.

    ``number`` 0 is the publication, 1, 2 ... its restatements, each with a reason. ``figures`` are the
    county's figures as they were worked out then; ``sha256`` seals them with all village counts.
    """

    guard = (
        guards.Rule(("post", "station"), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("county",), (guards.SELECT, guards.INSERT), guards.OWN_COUNTY),
        guards.Rule(("auditor",), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("compute",), (guards.SELECT,)),
    )
    is_read_by_auditor = True

    county = models.ForeignKey(County, models.PROTECT, related_name="publications", verbose_name=_("county"))
    month = models.DateField(_("month"))
    number = models.PositiveSmallIntegerField(_("restatement"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    figures = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-month", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "month", "number"],
                name="month_is_published_once",
                violation_error_message=_("The month is published already."),
            ),
            models.CheckConstraint(
                condition=Q(number=0) | ~Q(reason=""),
                name="a_restatement_says_why",
                violation_error_message=_("A restatement says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:publication-detail", args=[self.pk])


class PublishedCounts(AppendOnly, Counts):
    """The counts of one village as they were published."""

    guard = guards.follows(
        "indicators_publication",
        "publication_id",
        guards.Rule(("post", "station", "compute"), (guards.SELECT,)),
        guards.Rule(("county",), (guards.SELECT, guards.INSERT), check=place_guards.VILLAGE_OF_OWN_COUNTY),
    )

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="counts")
    village = models.ForeignKey(Village, models.PROTECT, related_name="+")
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+")
    is_expected = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("published counts")
        verbose_name_plural = _("published counts")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "village"],
                name="village_is_published_once",
                violation_error_message=_("The village stands in this publication already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.village}"
