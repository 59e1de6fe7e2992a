"""Station, post, and the membership of a village in a post by day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models.divisions import County, Town, Village
from posts.querysets import ClosingQuerySet, PostQuerySet


def date_range(first: str | Func, last: str | Func) -> Func:
    """``daterange(starts_on, ends_on, '[]')``: both days inside; an empty end means open."""
    both_inside = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return Func(first, last, both_inside, function="DATERANGE", output_field=DateRangeField())


@tracked()
class Station(Versioned):
    """A police station (派出所); it serves one or more towns."""

    guard = guards.open_to_all(guards.Rule(("county",), guards.READ_WRITE, guards.OWN_COUNTY))

    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)
    county = models.ForeignKey(County, models.PROTECT, related_name="stations", verbose_name=_("county"))
    towns = models.ManyToManyField(Town, related_name="stations", verbose_name=_("towns served"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name"],
                name="station_name_is_one_in_its_county",
                violation_error_message=_("The county has a station of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def station_id(self) -> int:
        """Itself: the trail reads the access keys of its subject."""
        return self.pk


@tracked()
class Post(Versioned):
    """A village police post (警务室) of a station."""

    guard = guards.open_to_all(
        guards.Rule(("county",), guards.READ_WRITE, place_guards.STATION_OF_OWN_COUNTY)
    )

    class Kind(models.TextChoices):
        CENTER = "center", _("Central post")
        STANDARD = "standard", _("Post")
        INTEGRATED = "integrated", _("Integrated service post")
        WORK = "work", _("Work station")
        CONTACT = "contact", _("Contact point")

    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)
    station = models.ForeignKey(Station, models.PROTECT, related_name="posts", verbose_name=_("station"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STANDARD)
    phone = models.CharField(_("phone of the post"), max_length=20, blank=True)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "name"],
                name="post_name_is_one_in_its_station",
                violation_error_message=_("The station has a post of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def post_id(self) -> int:
        """A post has the access keys of its rows: with them the trail says who reads of it (audit/trail.py)."""
        return self.pk


@tracked()
class Membership(Versioned):
    """A village belongs to a post, from one day to another (empty: still). One post at a time.

    One that begins ahead is planned and can be taken back; on its day the rows of the village get the access keys of
    the post (posts/arriving.py), and then it has arrived.
    """

    guard = guards.open_to_all(
        guards.Rule(("county",), guards.READ_WRITE, place_guards.POST_OF_OWN_COUNTY),
        guards.Rule(("county",), (guards.DELETE,), f"{place_guards.POST_OF_OWN_COUNTY} AND NOT is_arrived"),
    )

    village = models.ForeignKey(
        Village, models.PROTECT, related_name="memberships", verbose_name=_("village")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="memberships", verbose_name=_("post"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True, default="", db_default="")
    is_arrived = models.BooleanField(
        _("its rows belong to the post"), default=True, db_default=True, editable=False
    )

    class Meta:
        verbose_name = _("village of a post")
        verbose_name_plural = _("villages of posts")
        ordering = ["village", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            ExclusionConstraint(
                name="village_has_one_post_on_any_day",
                expressions=[
                    ("village", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The village already belongs to a post on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} · {self.post}"

    @property
    def is_planned(self) -> bool:
        """Does it begin on a day to come?"""
        return self.starts_on > timezone.localdate()
