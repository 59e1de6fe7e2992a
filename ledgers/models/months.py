"""The month of a station, and what changed in it after it was published."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models import Placed, Station


@tracked()
class StationMonth(Versioned):
    """The month of one station on its way to publication (月度签报).

    OPEN -> SUBMITTED -> APPROVED -> PUBLISHED; SUBMITTED | APPROVED -> OPEN with a reason.
    From SUBMITTED on the month is locked; after PUBLISHED a late row needs a reason.

    ``figures``: what the month's figures were when it was submitted, ``{code: [numerator, denominator]}`` (texts or
    None) without answers of surveys, which may be too few to be shown; so that an approval says what changed since.
    """

    # A village that came from another station asks that one's past months (ledgers/months.py).
    guard = (
        guards.Rule(("post", "station"), (guards.SELECT,), place_guards.STATION_OF_OWN_COUNTY),
        guards.Rule(("station",), (guards.INSERT, guards.UPDATE), guards.OWN_STATION),
        guards.Rule(("county",), guards.READ_WRITE, place_guards.STATION_OF_OWN_COUNTY),
        guards.Rule(("compute", "housekeeping"), (guards.SELECT,)),
        # An assignment with an earlier day asks whether its months are closed (ledgers/late_changes.py).
        guards.Rule(("role_admin",), (guards.SELECT,), place_guards.STATION_OF_OWN_COUNTY),
    )

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("month", "Open")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")

    station = models.ForeignKey(Station, models.PROTECT, related_name="months", verbose_name=_("station"))
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)  # why it was given back
    given_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given back by")
    )
    given_back_at = models.DateTimeField(_("given back at"), null=True)
    unreported_reason = models.CharField(
        _("why villages have not reported"), max_length=200, blank=True, default=""
    )
    figures = models.JSONField(_("figures when submitted"), default=dict, editable=False)
    is_approved_by_county = models.BooleanField(_("approved by the county for the station"), default=False)
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reminded by")
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True)

    class Meta:
        verbose_name = _("month of a station")
        verbose_name_plural = _("months of stations")
        ordering = ["-month", "station"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "month"],
                name="station_has_each_month_once",
                violation_error_message=_("The station has this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="month_is_its_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
            models.CheckConstraint(
                condition=Q(is_approved_by_county=False) | Q(approved_by__isnull=False),
                name="county_that_approves_is_named",
                violation_error_message=_("Say who of the county approved the month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.month:%Y-%m}"

    @property
    def was_submitted(self) -> bool:
        """Did the station do it? A month can be published without it, with a reason."""
        return self.state != self.State.OPEN and self.submitted_at is not None

    @property
    def is_given_back(self) -> bool:
        """Is it open again because somebody gave it back, and not submitted since?"""
        return self.state == self.State.OPEN and bool(self.reason)

    @property
    def was_approved(self) -> bool:
        """Did its chief do it? A month can be published without it, with a reason."""
        return self.state in {self.State.APPROVED, self.State.PUBLISHED} and self.approved_at is not None


@tracked()
class LateChange(Placed):
    """Why figures of a village changed after their month was published, by something that holds on a span of days.

    Shown beside the difference, as the reason on a late row is. ``cause`` is the label of the changed model, such as
    ``posts.assignment``; the row itself may be gone. The database writes it (ledgers/sql/note_late.sql). ``about``: the
    row of which the reason speaks, where that may come to be protected (``ledgers.late_changes.withhold``).
    """

    guard = place_guards.by_place()
    is_figure = True

    month = models.DateField(_("month"))
    cause = models.CharField(_("what changed"), max_length=60)
    about = models.CharField(max_length=80, blank=True, default="", db_default="", editable=False)
    reason = models.CharField(_("why late"), max_length=200)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("late change")
        verbose_name_plural = _("late changes")
        indexes = [
            models.Index(fields=["month", "village"], name="late_change_by_month"),
            models.Index(fields=["about"], name="late_change_about", condition=~models.Q(about="")),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.month:%Y-%m} {self.reason}"

    @property
    def cause_name(self) -> str:
        """What changed, in the user's language."""
        return str(apps.get_model(self.cause)._meta.verbose_name)
