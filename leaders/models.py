"""The ledger of a county leader: contact points, days in the field, guidance, briefings."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from policies.guards import INSERT, SELECT, UPDATE, Rule
from posts.models import County, Post, Station
from posts.querysets import DatedQuerySet, ScopedQuerySet
from retention.periods import Retention, Then

OF_OWN_PLACE = (
    Rule(("post",), (SELECT,), guards.OWN_POST),
    Rule(("station",), (SELECT,), guards.OWN_STATION),
    Rule(("county",), (SELECT,), guards.OWN_COUNTY),
)


class ContactQuerySet(ScopedQuerySet["ContactPoint"], DatedQuerySet["ContactPoint"]):  # type: ignore[override]  # both have as_manager
    """Contact points by place and day."""


class OfLeader(Versioned):
    """A row about one leader of one county, and the station and post that it is about, if any."""

    county = models.ForeignKey(
        County, models.PROTECT, related_name="+", verbose_name=_("county"), editable=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("county leader"),
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("station")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )

    class Meta:
        abstract = True


@tracked()
class ContactPoint(OfLeader):
    """A unit that a leader is the contact of (联系点): one of the county's own units, a station, or a post.

    ``station`` is filled for a post as well. It is arranged by the county and ended, never deleted.
    """

    guard = (*OF_OWN_PLACE, Rule(("county",), (INSERT, UPDATE), guards.OWN_COUNTY))

    unit = models.CharField(_("unit of the county bureau"), max_length=40, blank=True)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(unit="") & Q(station__isnull=False))
                | (~Q(unit="") & Q(station=None, post=None)),
                name="contact_point_is_one_place",
                violation_error_message=_("Choose one: a unit of the bureau, a station or a post."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contact_point_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "station", "post"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="contact_point_of_a_leader_once",
                violation_error_message=_("The leader has this contact point already."),
            ),
        ]

    def __str__(self) -> str:
        return self.unit or (f"{self.station} {self.post}" if self.post else str(self.station))

    def get_absolute_url(self) -> str:
        return reverse("leaders:ledger-detail", args=[self.person_id])

    @property
    def is_open(self) -> bool:
        return self.ends_on is None or self.ends_on >= timezone.localdate()


@tracked()
class LeaderEntry(OfLeader):
    """One line of a leader's ledger: a day in the field, guidance at a contact point, or a briefing by its unit.

    The leader enters it. The station and the post that it is about read it: what was advised there. ``place`` names
    the contact point as it was called then. HELD -> WITHDRAWN: entered by mistake, it counts no more.
    """

    guard = (
        *OF_OWN_PLACE,
        Rule(("county",), (INSERT, UPDATE), f"{guards.OWN_COUNTY} AND person_id = {guards.setting('user')}"),
        Rule(("housekeeping",), (SELECT, UPDATE, guards.DELETE)),
    )
    retention = Retention(
        ("held_on",), Then.DELETE, _("to compare the years of a leader"), years=5, whole_year=True
    )

    class Kind(models.TextChoices):
        FIELD = "field", pgettext_lazy("leaders", "Survey in the field")
        GUIDANCE = "guidance", pgettext_lazy("leaders", "Guidance at a contact point")
        BRIEFING = "briefing", pgettext_lazy("leaders", "Briefing by a contact point")

    IN_THE_FIELD = (Kind.FIELD, Kind.GUIDANCE)
    AT_A_CONTACT = (Kind.GUIDANCE, Kind.BRIEFING)

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("leaders", "Counts")
        WITHDRAWN = "withdrawn", pgettext_lazy("leaders", "Withdrawn")

    kind = models.CharField(pgettext_lazy("leaders", "kind"), max_length=8, choices=Kind)
    held_on = models.DateField(_("date"))
    contact = models.ForeignKey(
        ContactPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("contact point"),
    )
    place = models.CharField(pgettext_lazy("leaders", "where"), max_length=60, blank=True)
    advice = models.TextField(_("what was heard and advised"), max_length=500)
    outcome = models.TextField(_("what came of it"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.HELD, editable=False)
    reason = models.CharField(_("why withdrawn"), max_length=200, blank=True, default="", editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a leader")
        verbose_name_plural = _("entries of leaders")
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["person", "-held_on", "-id"], name="leader_entry_of_leader"),
            models.Index(fields=["county", "-held_on", "-id"], name="leader_entry_of_county"),
            models.Index(fields=["station", "-held_on", "-id"], name="leader_entry_of_station"),
            models.Index(fields=["post", "-held_on", "-id"], name="leader_entry_of_post"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="field") | Q(contact__isnull=False),
                name="leader_guides_a_contact_point",
                violation_error_message=_("Choose the contact point."),
            ),
            models.CheckConstraint(
                condition=~Q(place=""),
                name="leader_was_somewhere",
                violation_error_message=_("Choose a contact point or write where it was."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                name="a_withdrawn_leader_entry_says_why",
                violation_error_message=_("Say why the entry is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("leaders:log-detail", args=[self.pk])

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD
