"""Published months: what was published of each place, the counts behind it, the ranks of a quarter, the signature."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import AppendOnly, made_in
from audit.triggers import written_once
from indicators.models.months import Counts
from policies import guards
from posts import place_guards
from posts.models import County, Post, Station, Town, Village
from posts.models.divisions import short_name


class Publication(AppendOnly):
    """A month as the county published it. Never changed: a later difference is a restatement beside it.

    ``number`` 0 is the publication, 1, 2 ... its restatements, each with a reason. ``figures`` are the county's figures
    as they were worked out then; those of every place are its ``places``. ``sha256`` is the hash of ``header``, which
    has the hash of every place and of all counts (indicators/publication_file.py); ``counts_salt`` goes into the
    latter, so that nobody finds hidden answers of a few people by trying.
    """

    guard = (
        guards.Rule(("post", "station"), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("county",), (guards.SELECT, guards.INSERT), guards.OWN_COUNTY),
        guards.Rule(("auditor",), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("compute", "housekeeping"), (guards.SELECT,)),
    )
    is_read_by_auditor = True

    county = models.ForeignKey(County, models.PROTECT, related_name="publications", verbose_name=_("county"))
    month = models.DateField(_("month"))
    number = models.PositiveSmallIntegerField(_("restatement"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    figures = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    header = models.JSONField(default=dict, editable=False)
    counts_salt = models.CharField(max_length=64, default="", editable=False)
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), default=timezone.now, editable=False)
    tx = made_in()  # what changed in a later transaction was not published (indicators/causes.py)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-month", "number"]
        triggers = written_once()
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

    @property
    def stations(self) -> list[dict[str, Any]]:
        """The stations that answered for the month: name and state (approved, submitted, open), with who did it."""
        found: list[dict[str, Any]] = self.header.get("stations", [])
        return found

    @property
    def approval(self) -> str:
        """``Approved 3/6; published without the approval of A, B (B not submitted either). Reason: ...``, and for which
        stations the county approved, by whom."""
        by_county = [
            _("%(station)s (%(person)s)") % {"station": one["name"], "person": one["approved_by"]}
            for one in self.stations
            if one.get("is_approved_by_county")
        ]
        if not by_county:
            return self._approval
        more = _("approved by the county for the station: %(stations)s") % {"stations": "、".join(by_county)}
        return f"{self._approval}；{more}"

    @property
    def _approval(self) -> str:
        if not self.stations:
            return ""
        missing = [one["name"] for one in self.stations if one["state"] != "approved"]
        silent = [one["name"] for one in self.stations if one["state"] == "open"]
        words = {"n": len(self.stations) - len(missing), "of": len(self.stations), "stations": "、".join(missing),
                 "silent": "、".join(silent), "reason": self.header.get("reason_without") or "–"}  # fmt: skip
        if not missing:
            return str(_("Approved by %(n)s/%(of)s stations") % words)
        if not silent:
            return str(
                _(
                    "Approved by %(n)s/%(of)s stations; published without the approval of %(stations)s, "
                    "reason: %(reason)s"
                )
                % words
            )
        return str(
            _(
                "Approved by %(n)s/%(of)s stations; published without the approval of %(stations)s "
                "(not submitted: %(silent)s), reason: %(reason)s"
            )
            % words
        )


class PublishedCounts(AppendOnly, Counts):
    """The counts of one village as they were published."""

    guard = guards.follows(
        "indicators_publication",
        "publication_id",
        guards.Rule(("post", "station", "compute", "housekeeping"), (guards.SELECT,)),
        guards.Rule(("county",), (guards.SELECT, guards.INSERT), check=place_guards.VILLAGE_OF_OWN_COUNTY),
    )

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="counts")
    village = models.ForeignKey(Village, models.PROTECT, related_name="+")
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+")
    is_expected = models.BooleanField(default=True)
    hidden_answers = models.PositiveIntegerField(default=0, db_default=0)  # as of VillageMonth

    class Meta:
        verbose_name = _("published counts")
        verbose_name_plural = _("published counts")
        triggers = written_once()
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "village"],
                name="village_is_published_once",
                violation_error_message=_("The village stands in this publication already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.village}"


class PublishedPlace(AppendOnly):
    """The figures of one place as they were published: of the month, and of the year up to it, counted as a whole.

    ``figures`` maps ``month`` and ``year`` to rows ``[code, numerator, denominator, state]`` (indicators/figure.py).
    Name and code are those of the day. ``post`` and ``station`` are access keys: where a village or a town belonged.
    """

    class Level(models.TextChoices):
        COUNTY = "county", pgettext_lazy("level", "County")
        STATION = "station", pgettext_lazy("level", "Stations")
        TOWN = "town", pgettext_lazy("level", "Towns")
        POST = "post", pgettext_lazy("level", "Posts")
        VILLAGE = "village", pgettext_lazy("level", "Villages")

    OF_ALL = f"level = 'county' AND {guards.OWN_COUNTY}"  # everybody at work reads the county's figures
    guard = (
        guards.Rule(("post",), (guards.SELECT,), f"({guards.OWN_POST}) OR ({OF_ALL})"),
        guards.Rule(("station",), (guards.SELECT,), f"({guards.OWN_STATION}) OR ({OF_ALL})"),
        guards.Rule(("county",), (guards.SELECT, guards.INSERT), guards.OWN_COUNTY),
        guards.Rule(("auditor",), (guards.SELECT,), OF_ALL),
        guards.Rule(("compute", "housekeeping"), (guards.SELECT,)),
    )

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="places")
    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    level = models.CharField(_("level"), max_length=10, choices=Level)
    key = models.BigIntegerField()
    code = models.CharField(_("division code"), max_length=15, blank=True)
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)
    town_name = models.CharField(_("town"), max_length=60, blank=True)
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("published place")
        verbose_name_plural = _("published places")
        ordering = ["publication", "pk"]
        triggers = written_once()
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "level", "key"],
                name="place_is_published_once",
                violation_error_message=_("The place stands in this publication already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.name}"

    @property
    def label(self) -> str:
        """The name as pages have it: of a village the short one."""
        return short_name(self.name) if self.level == self.Level.VILLAGE else self.name

    def as_published(self) -> dict[str, Any]:
        """What the hash covers and a file shows (indicators/publication_file.py)."""
        return {
            "level": self.level,
            "key": self.key,
            "code": self.code,
            "name": self.name,
            "town": self.town_name,
            "station": self.station_id,
            "post": self.post_id,
            "figures": self.figures,
        }


class PublishedRanking(AppendOnly):
    """The ranks of a closed quarter by one indicator, published with its last month.

    ``standings``: rows ``{key, name, numerator, denominator, rank, why}`` in order; ``why``: why a place has no rank.
    """

    guard = (
        guards.Rule(("station", "auditor"), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("county",), (guards.SELECT, guards.INSERT), guards.OWN_COUNTY),
        guards.Rule(("compute", "housekeeping"), (guards.SELECT,)),
    )

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="rankings")
    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    level = models.CharField(_("level"), max_length=10, choices=PublishedPlace.Level)
    indicator = models.CharField(_("Indicator"), max_length=40)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    standings = models.JSONField(default=list)

    class Meta:
        verbose_name = _("published ranking")
        verbose_name_plural = _("published rankings")
        ordering = ["publication", "pk"]
        triggers = written_once()
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "level", "indicator"],
                name="ranking_is_published_once",
                violation_error_message=_("The ranking stands in this publication already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.level} {self.indicator}"

    def as_published(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "indicator": self.indicator,
            "first": f"{self.first:%Y-%m}",
            "last": f"{self.last:%Y-%m}",
            "standings": self.standings,
        }


class PublicationSignature(AppendOnly):
    """The signature (Ed25519) on the hash of a publication, by the key of the worker that seals.

    ``key`` names the public key (publication_file.key_name); ``value`` is base64. No row yet: the signature is pending.
    """

    guard = guards.follows(
        "indicators_publication",
        "publication_id",
        guards.Rule(("post", "station", "county", "auditor", "compute"), (guards.SELECT,)),
        guards.Rule(("housekeeping",), (guards.SELECT, guards.INSERT)),
    )

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="signature")
    key = models.CharField(_("key"), max_length=16)
    value = models.CharField(_("signature"), max_length=88)
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("signature of a publication")
        verbose_name_plural = _("signatures of publications")
        triggers = written_once()

    def __str__(self) -> str:
        return f"{self.publication} {self.key}"

    def as_published(self) -> dict[str, str]:
        return {"key": self.key, "value": self.value}
