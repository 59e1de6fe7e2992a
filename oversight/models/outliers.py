"""Look-ups that were unusually many, for the chief to judge."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access.roles import Role
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts.models.divisions import County
from posts.models.stations import Station

TICK = ("verdict", "note", "ticked_by_id", "ticked_at")


@tracked()
class Outlier(Versioned):
    """Look-ups of a person in a week that are above the limit (异常查阅): a question, not a reproach.

    Found by the weekly count (oversight/actions/outliers.py). OPEN -> ticked off with a verdict and a note, by the
    station's chief;
    for the chief and for people of the county, by the auditor. Nobody ticks off their own.
    """

    guard = (
        guards.Rule(("station",), (guards.SELECT,), guards.OWN_STATION),
        guards.Rule(("auditor",), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("station",), (guards.UPDATE,), guards.OWN_STATION, TICK),
        guards.Rule(("auditor",), (guards.UPDATE,), guards.OWN_COUNTY, TICK),
        guards.Rule(("housekeeping",), (guards.SELECT, guards.INSERT)),
    )

    class Reason(models.TextChoices):
        LOOKUPS = "lookups", _("Many look-ups")
        ELSEWHERE = "elsewhere", _("Look-ups outside the own place")
        NIGHT = "night", _("Look-ups at night")
        REVEALS = "reveals", _("Many revealed numbers")
        DENIALS = "denials", _("Many refusals")
        EXPORTS = "exports", _("Many exported rows")

    class Verdict(models.TextChoices):
        JUSTIFIED = "justified", _("Justified by the work")
        TALKED = "talked", _("Talked with the person")
        REPORTED = "reported", _("Reported upwards")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="outliers", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("county"))
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, related_name="+", verbose_name=_("station")
    )
    week = models.DateField(_("week from"))
    reason = models.CharField(_("what stands out"), max_length=10, choices=Reason)
    count = models.PositiveIntegerField(_("count"))
    limit = models.PositiveIntegerField(_("limit"))
    looked_at = models.JSONField(_("looked at"), default=list)
    found_at = models.DateTimeField(_("found at"), default=timezone.now)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ticked off by")
    )
    ticked_at = models.DateTimeField(_("ticked off at"), null=True)

    class Meta:
        verbose_name = _("unusual look-up")
        verbose_name_plural = _("unusual look-ups")
        ordering = ["-week", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "week", "reason"],
                name="outlier_is_found_once",
                violation_error_message=_("This week is noted for the person already."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="", ticked_by=None, ticked_at=None)
                | (~Q(verdict="") & ~Q(note="") & Q(ticked_by__isnull=False, ticked_at__isnull=False)),
                name="outlier_is_ticked_off_with_a_note",
                violation_error_message=_("Say what came of it, in a note."),
            ),
            models.CheckConstraint(
                condition=~Q(ticked_by=models.F("user")),
                name="nobody_ticks_off_their_own",
                violation_error_message=_("Somebody else ticks it off."),
            ),
        ]
        indexes = [models.Index(fields=["station", "verdict"], name="outlier_of_a_station")]

    def __str__(self) -> str:
        return f"{self.week} {self.get_reason_display()} #{self.user_id}"

    @property
    def age(self) -> int:
        """Days that it has been waiting."""
        return (timezone.now() - self.found_at).days

    @property
    def until(self) -> date:
        """The Sunday that ends the week."""
        return self.week + timedelta(days=6)
