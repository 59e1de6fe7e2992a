"""What mediation prevented (防止矛盾激化): counts of a post and quarter, never anything of a dispute or a person."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models import County, Post, Station

KINDS: tuple[tuple[str, object], ...] = (
    ("suicide", _("Suicide prevented")),
    ("crime", _("Turning into a criminal case prevented")),
    ("fight", _("Group fight prevented")),
    ("petition", _("Collective petition prevented")),
)
COUNTS = tuple(f"{kind}_{what}" for kind, _label in KINDS for what in ("cases", "people"))


@tracked()
class PreventedCount(Versioned):
    """What a post reports of a quarter: four kinds, each as cases and people. No row: not reported, never none."""

    guard = (
        guards.Rule(
            ("post",), guards.READ_WRITE, guards.OWN_POST, check=f"{guards.OWN_STATION} AND {guards.OWN_COUNTY}"
        ),
        guards.Rule(
            ("station",), guards.READ_WRITE, guards.OWN_STATION,
            check=f"{guards.OWN_COUNTY} AND {place_guards.POST_OF_STATION}",
        ),
        guards.Rule(("county",), (guards.SELECT,), guards.OWN_COUNTY),
    )  # fmt: skip
    is_figure = True

    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("station"))
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("county"))
    quarter = models.DateField(_("quarter"))
    suicide_cases = models.PositiveSmallIntegerField(_("Suicide prevented: cases"))
    suicide_people = models.PositiveSmallIntegerField(_("Suicide prevented: people"))
    crime_cases = models.PositiveSmallIntegerField(_("Turning criminal prevented: cases"))
    crime_people = models.PositiveSmallIntegerField(_("Turning criminal prevented: people"))
    fight_cases = models.PositiveSmallIntegerField(_("Group fight prevented: cases"))
    fight_people = models.PositiveSmallIntegerField(_("Group fight prevented: people"))
    petition_cases = models.PositiveSmallIntegerField(_("Collective petition prevented: cases"))
    petition_people = models.PositiveSmallIntegerField(_("Collective petition prevented: people"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("prevented cases of a quarter")
        verbose_name_plural = _("prevented cases of quarters")
        ordering = ["-quarter", "post"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "quarter"],
                name="post_reports_prevented_cases_once_a_quarter",
                violation_error_message=_("The post has reported this quarter already."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10)),
                name="quarter_is_its_first_day",
                violation_error_message=_("A quarter is written as its first day."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{kind}_cases": 0, f"{kind}_people": 0})
                    | Q(**{f"{kind}_cases__gt": 0, f"{kind}_people__gte": F(f"{kind}_cases")}),
                    name=f"prevented_{kind}_has_as_many_people_as_cases",
                    violation_error_message=_("At least one person in each case, and nobody without a case."),
                )
                for kind in ("suicide", "crime", "fight", "petition")
            ),
        ]
        indexes = [
            models.Index(fields=["station", "quarter"], name="prevented_of_station"),
            models.Index(fields=["county", "quarter"], name="prevented_of_county"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.quarter:%Y-%m}"


def total(counts: Iterable[PreventedCount]) -> PreventedCount:
    """A report that is not stored, with the sums of several."""
    found = list(counts)
    return PreventedCount(**{name: sum(getattr(one, name) for one in found) for name in COUNTS})
