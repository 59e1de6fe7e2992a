"""Teams that help to keep order in the villages (群防群治队伍)."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from posts.models import Placed, Village
from posts.querysets import ScopedQuerySet, open_on
from retention.periods import Retention, Then


class TeamQuerySet(ScopedQuerySet["Team"]):
    def on(self, day: date) -> Self:
        """Those that were there on the day."""
        return self.filter(open_on(day))

    def serving(self, village: Village) -> Self:
        """Those of the village, and those of its post that serve it besides their own."""
        return self.filter(Q(village=village) | Q(further_villages__contains=[village.pk]))


@tracked()
class Team(Versioned, Placed):
    """One team (队伍): its village and further ones of the same post that it serves, and which functions it has there.

    Who leads it is a member (``Member.is_leader``): no name stands here. One that ends stays in the list, its members
    end with it (teams/actions/teams.py).
    """

    class Kind(models.TextChoices):
        COMMITTEE = "committee", pgettext_lazy("team", "Security committee")
        PATROL = "patrol", pgettext_lazy("team", "Patrol team")
        NIGHT_WATCH = "night_watch", pgettext_lazy("team", "Night watch")
        SCHOOL = "school", pgettext_lazy("team", "School guard")
        BUSINESS = "business", pgettext_lazy("team", "Businesses that help each other")
        GUARDS = "guards", pgettext_lazy("team", "Security guards")
        FACTORY = "factory", pgettext_lazy("team", "Factory guard")
        TEN_HOUSEHOLDS = "ten", pgettext_lazy("team", "Ten households together")
        NEIGHBOURS = "neighbours", pgettext_lazy("team", "Neighbourhood watch")
        MILITIA = "militia", pgettext_lazy("team", "Emergency unit of the militia")
        VOLUNTEERS = "volunteers", pgettext_lazy("team", "Volunteers")

    class Function(models.TextChoices):
        """What a team does (六位一体)."""

        ORDER = "order", pgettext_lazy("function", "Public order")
        MEDIATION = "mediation", pgettext_lazy("function", "Mediation")
        LAW = "law", pgettext_lazy("function", "Teaching the law")
        HELP = "help", pgettext_lazy("function", "Help and guidance")
        PATROL = "patrol", pgettext_lazy("function", "Patrols")
        FIRE = "fire", pgettext_lazy("function", "Fire protection")

    GOES_ON = True
    PRIVATE_FIELDS = ("agreement_with",)
    retention = Retention(
        ("ends_on",),
        Then.ERASE,
        _("to answer for the service agreement"),
        years=3,
        whole_year=True,
        erases=("agreement_with",),
    )
    dependents = ("members", "copies")

    name = models.CharField(_("name of the team"), max_length=40)
    kind = models.CharField(pgettext_lazy("team", "kind"), max_length=12, choices=Kind)
    functions = ArrayField(
        models.CharField(max_length=10, choices=Function), verbose_name=_("functions"), default=list
    )
    # Keys of villages of the same post, sorted, without its own.
    further_villages = ArrayField(
        models.BigIntegerField(), verbose_name=_("serves further villages"), default=list, blank=True
    )
    is_paid = models.BooleanField(_("paid, not voluntary"), default=False)
    partner = models.CharField(_("partner body"), max_length=40, blank=True)
    agreement_with = models.CharField(_("service agreement with"), max_length=60, blank=True)
    agreement_until = models.DateField(_("agreement until"), null=True, blank=True)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True, default="", editable=False)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    objects = TeamQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["village", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "name"],
                condition=Q(ends_on=None),
                name="team_has_one_name_in_its_village",
                violation_error_message=_("The village has a team of this name."),
            ),
            models.CheckConstraint(
                condition=Q(functions__len__gt=0),
                name="team_has_a_function",
                violation_error_message=_("Say which of the functions it has."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, end_reason="") | Q(ends_on__gte=F("starts_on")) & ~Q(end_reason=""),
                name="team_ends_after_it_began_and_says_why",
                violation_error_message=_("A team ends after it began, and says why."),
            ),
            models.CheckConstraint(
                condition=Q(agreement_until=None) | ~Q(agreement_with=""),
                name="service_agreement_is_with_somebody",
                violation_error_message=_("Say with whom the agreement is."),
            ),
        ]
        indexes = [
            models.Index(fields=[place, "-starts_on", "-id"], name=f"team_of_{place}")
            for place in ("post", "station", "county")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:team-detail", args=[self.pk])

    @property
    def receipt(self) -> str:
        """What files of its agreement are called by (ledgers/views/copies.py)."""
        return f"DW-{self.pk:06d}"

    def get_functions_display(self) -> str:
        """The functions in words, in the order of the list."""
        return "、".join(str(one.label) for one in self.Function if one.value in self.functions)

    def get_further_villages_display(self) -> str:
        """The names of the further villages."""
        if not self.further_villages:
            return ""
        return "、".join(
            str(one) for one in Village.objects.filter(pk__in=self.further_villages).order_by("code")
        )


FUNCTIONS = Team.Function
