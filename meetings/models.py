"""Village meetings: who was there, what was said and told, and what is looked at until the next one."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from ledgers.models import Row


@tracked()
class Meeting(Row):
    """One meeting of a village, or of the area of responsibility (村(责任区)会议). No villager is named: who was
    there is said by offices and a number.

    ``told_month``: the month whose published figures of the village were told; ``told``: their lines, as they were
    published then (meetings/figures.py). ``focus``: what everybody looks at until ``focus_until``.
    """

    class Attended(models.TextChoices):
        """Who sat there, by office."""

        BRANCH = "branch", _("Village party branch")
        COMMITTEE = "committee", _("Village committee")
        SECURITY = "security", _("Public security committee")
        MEDIATION = "mediation", _("Mediation committee")
        GRID = "grid", _("Grid workers")
        DELEGATES = "delegates", _("Villagers' delegates")
        VILLAGERS = "villagers", _("Villagers")
        TEAM = "team", _("Patrol teams, volunteers")
        MILITIA = "militia", _("Militia")
        SCHOOL = "school", _("School")
        ENTERPRISE = "enterprise", _("Enterprises")
        TOWN = "town", _("Town government")
        POLICE = "police", _("Police")

    PREFIX = "HY"
    PRIVATE_FIELDS = ("minutes", "focus")
    ADDED_LATER = ("told",)

    people = models.PositiveSmallIntegerField(
        _("people present"), validators=[MinValueValidator(1), MaxValueValidator(2_000)]
    )
    attended = ArrayField(
        models.CharField(max_length=12, choices=Attended), verbose_name=_("who was there"), default=list
    )
    minutes = models.TextField(pgettext_lazy("meeting", "minutes"), max_length=2000)
    told_month = models.DateField(_("published figures told"), null=True, blank=True)
    told = models.TextField(_("what was told"), blank=True, default="", editable=False)
    focus = models.CharField(_("focus until the next meeting"), max_length=200, blank=True, default="")
    focus_until = models.DateField(_("focus until"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("village meeting")
        verbose_name_plural = _("village meetings")
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(focus="", focus_until=None)
                | (~Q(focus="") & Q(focus_until__gte=F("occurred_on"))),
                name="a_focus_has_its_last_day",
                violation_error_message=_("Say until which day the focus holds, not before the meeting."),
            ),
            models.CheckConstraint(
                condition=Q(attended__len__gt=0),
                name="a_meeting_has_somebody_there",
                violation_error_message=_("Say who was there."),
            ),
            models.CheckConstraint(
                condition=Q(told_month=None, told="") | (Q(told_month__day=1) & ~Q(told="")),
                name="what_was_told_is_of_a_month",
                violation_error_message=_("Choose the month whose figures were told."),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting-detail", args=[self.pk])

    def get_attended_display(self) -> str:
        """The offices, in the order of the list."""
        return "、".join(str(label) for code, label in self.Attended.choices if code in self.attended)

    def get_told_month_display(self) -> str:
        return f"{self.told_month:%Y-%m}" if self.told_month else ""
