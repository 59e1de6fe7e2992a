"""The counts of a village and a month: their fields, the computed rows, and the list of months to count anew."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies import guards
from posts import place_guards
from posts.models import Placed, Town, Village


def _flow() -> "models.IntegerField[int, int]":
    """Something that happened in the month: sums over villages and over months."""
    return models.IntegerField(default=0)


def _stock() -> "models.IntegerField[int, int]":
    """A state at the end of the month: sums over villages; a period has that of its last month."""
    return models.IntegerField(default=0)


def _share() -> "models.DecimalField[Decimal, Decimal]":
    """A pro-rated target; a fraction, so that the parts of a post add up to its target."""
    return models.DecimalField(max_digits=12, decimal_places=6, default=0)


def _median() -> "models.DecimalField[Decimal | None, Decimal | None]":
    """The middle of the month, which is no sum; NULL where there is none. Of several rows the middle one counts."""
    return models.DecimalField(max_digits=9, decimal_places=2, null=True)


def _reported() -> "models.IntegerField[int | None, int | None]":
    """A count that somebody must report; NULL is "not reported", never 0."""
    return models.IntegerField(null=True)


class Counts(models.Model):
    """The counts of one village and month: numerators and denominators only, no rates."""

    households = _stock()
    people = _stock()
    households_declined = _stock()
    households_declined_of_quarter = _stock()
    households_declined_of_half = _stock()
    households_declined_of_year = _stock()
    pairings = _stock()
    disputes_open = _stock()
    members = _stock()
    members_trained = _stock()
    functions_covered = _stock()
    functions_due = _stock()

    households_met = _flow()
    households_met_first = _flow()
    households_met_first_of_half = _flow()
    households_met_first_of_quarter = _flow()
    visits = _flow()
    talks = _flow()
    priority_visits = _flow()
    duty_days = _flow()
    good_deeds = _flow()
    documents = _flow()
    bulletins = _flow()
    donations = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    law_talks = _flow()
    meetings = _flow()
    meetings_held = _flow()
    meetings_due = _flow()
    school_visits = _flow()
    enterprise_visits = _flow()
    requests_received = _flow()
    requests_answered = _flow()
    requests_due = _flow()
    requests_in_time = _flow()
    response_days = _median()
    response_days_urgent = _median()
    disputes_accepted = _flow()
    disputes_handled = _flow()
    disputes_agreed = _flow()
    disputes_done = _flow()
    disputes_done_of_year = _flow()
    disputes_done_of_half = _flow()
    disputes_done_of_quarter = _flow()
    disputes_at_station = _flow()
    people_mediated = _flow()
    people_mediated_in_time = _flow()
    first_sessions = _flow()
    first_sessions_in_time = _flow()
    duties_due = _flow()
    duties_performed = _flow()
    follow_ups_due = _flow()
    follow_ups_made = _flow()
    patrols = _flow()
    joint_patrols = _flow()
    people_caught = _flow()
    partnered_patrols = _flow()
    rounds_planned = _flow()
    rounds_walked = _flow()
    points_planned = _flow()
    points_passed = _flow()
    patrol_interval = _median()
    hazards_found = _flow()
    hazards_rectified = _flow()
    hazards_verified = _flow()
    hazards_due = _flow()
    hazards_in_time = _flow()
    hazards_overdue = _flow()

    visit_target = _share()
    duty_norm = _share()
    vacant_days = _flow()

    criminal = _reported()
    mass = _reported()
    disaster = _reported()
    petition = _reported()
    cult = _reported()
    preventable = _reported()

    invited = _flow()
    very_satisfied = _flow()
    satisfied = _flow()
    basically = _flow()
    dissatisfied = _flow()
    very_dissatisfied = _flow()
    unknown = _flow()
    refused = _flow()
    saw_officer = _flow()
    saw_no_officer = _flow()
    felt_safe = _flow()
    felt_unsafe = _flow()
    knows_officer = _flow()
    knows_no_officer = _flow()

    class Meta:
        abstract = True


# Households whose only outcomes since the beginning of the month, quarter ... are 谢绝, at the end of the month.
DECLINED = (
    "households_declined", "households_declined_of_quarter", "households_declined_of_half",
    "households_declined_of_year",
)  # fmt: skip
OF_TEAMS = ("members", "members_trained", "functions_covered", "functions_due")
STOCKS = ("households", "people", *DECLINED, "pairings", "disputes_open", *OF_TEAMS)
MEDIANS = ("patrol_interval", "response_days", "response_days_urgent")
FIVE_NONE = ("criminal", "mass", "disaster", "petition", "cult")
REPORTED = (*FIVE_NONE, "preventable")
SURVEYED = (
    "invited", "very_satisfied", "satisfied", "basically", "dissatisfied", "very_dissatisfied", "unknown", "refused",
    "saw_officer", "saw_no_officer", "felt_safe", "felt_unsafe", "knows_officer", "knows_no_officer",
)  # fmt: skip
COUNT_FIELDS = tuple(field.name for field in Counts._meta.local_fields)
# As a register is on the day of counting: they change without any late entry.
REGISTERED = ("households", "people", *DECLINED, *OF_TEAMS)
# What a village's month says of the months before it; no count, and in no publication but ``is_expected``.
JUDGED = (
    "is_expected", "reported_months", "met_months", "preventable_months", "months_since_case", "preventable_mean",
    "preventable_deviation",
)  # fmt: skip
# What a month contributes to a longer period: it speaks of the months before, and no page of the month shows it.
OF_LONGER_PERIODS = (
    "households_met_first", "households_met_first_of_half", "households_met_first_of_quarter",
    "disputes_done_of_year", "disputes_done_of_half", "disputes_done_of_quarter",
)  # fmt: skip
# What can differ from a publication of the month.
RESTATED = tuple(name for name in COUNT_FIELDS if name not in {*REGISTERED, *OF_LONGER_PERIODS})


class VillageMonth(Counts, Placed):
    """The one row of computed figures of a village and a month (村月指标).

    ``post``, ``station`` and ``town`` are where the village belonged on the last day of the month on which it was open
    and had a post. ``is_expected``: that was the last day of the month, so that it is expected to report and its stocks
    are those of the place. The others look back from this month: a period is judged by the row of its last
    month, which is read by whoever answers for the village then, wherever it belonged before. So are
    ``preventable_mean`` and ``preventable_deviation``, of those of the twelve months before that were reported, None
    while fewer than six were (rules/declared/watch.py).
    """

    guard = (*place_guards.by_place(), guards.Rule(("compute",), guards.READ_WRITE_DELETE))
    is_figure = True

    village = models.ForeignKey(Village, models.PROTECT, related_name="months", verbose_name=_("village"))
    month = models.DateField(_("month"))
    town = models.ForeignKey(Town, models.PROTECT, related_name="+", verbose_name=_("town"))
    computed_at = models.DateTimeField(_("computed at"))
    is_expected = models.BooleanField(_("expected to report"), default=True)
    reported_months = models.PositiveSmallIntegerField(_("months in a row that were reported"), default=0)
    met_months = models.PositiveSmallIntegerField(_("months in a row without any of the five"), default=0)
    preventable_months = models.PositiveSmallIntegerField(
        _("months in a row in which preventable cases were reported"), default=0
    )
    # Which answers of the village and of its places in the month are hidden (indicators/hiding.py).
    hidden_answers = models.PositiveIntegerField(_("hidden answers"), default=0, db_default=0)
    # 0: this month has one; None: no month of the row has.
    months_since_case = models.PositiveSmallIntegerField(
        _("months since one of the five was attested"), null=True
    )

    preventable_mean = models.DecimalField(
        _("preventable cases a month, mean of the months before"), max_digits=8, decimal_places=4, null=True
    )
    preventable_deviation = models.DecimalField(
        _("standard deviation of the months before"), max_digits=8, decimal_places=4, null=True
    )

    class Meta:
        verbose_name = _("village month")
        verbose_name_plural = _("village months")
        ordering = ["month", "village"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "village"],
                name="village_has_each_month_once",
                violation_error_message=_("The village has its figures of this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="village_month_is_its_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
        ]
        indexes = [
            models.Index(fields=["village", "month"], name="months_of_a_village"),
            models.Index(fields=["station", "month"], name="months_of_a_station"),
            models.Index(fields=["post", "month"], name="months_of_a_post"),
            models.Index(fields=["county", "month"], name="months_of_a_county"),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.month:%Y-%m}"


class TouchedMonth(models.Model):
    """A village-month whose source rows changed since it was computed. Written by database triggers only."""

    guard = (
        guards.Rule(guards.PLACE_LEVELS, (guards.SELECT,)),
        guards.Rule(("compute",), guards.READ_WRITE_DELETE),
    )

    village = models.ForeignKey(Village, models.CASCADE, related_name="+")
    month = models.DateField()

    class Meta:
        verbose_name = _("touched village month")
        verbose_name_plural = _("touched village months")
        indexes = [models.Index(fields=["month", "village"], name="touched_by_month")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.month:%Y-%m}"
