"""What stations attest of the five-none: counts, and why they came late."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from policies import guards
from posts import place_guards
from posts.models import Placed


@tracked()
class IncidentCount(Placed):
    """What a station attests for a village, a month and a category of the five-none (五无): none, or how many.

    A count and nothing else: no person, no text, no attachment. No row means not reported, never none.
    """

    guard = place_guards.by_place(
        "station", rights=guards.READ_WRITE_DELETE, when=place_guards.MEMBERSHIP_AT_MONTH_END
    )
    is_figure = True

    class Category(models.TextChoices):
        CRIMINAL = "criminal", _("Criminal cases")
        MASS = "mass", _("Mass incidents")
        DISASTER = "disaster", _("Serious disasters and accidents")
        PETITION = "petition", _("Petitions over the head of an instance")
        CULT = "cult", _("Cult organisations")
        PREVENTABLE = "preventable", _("Of the criminal cases: preventable")

    FIVE = (Category.CRIMINAL, Category.MASS, Category.DISASTER, Category.PETITION, Category.CULT)

    month = models.DateField(_("month"))
    category = models.CharField(_("category"), max_length=12, choices=Category)
    count = models.PositiveSmallIntegerField(_("count"), validators=[MaxValueValidator(999)])
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("attested by")
    )
    attested_at = models.DateTimeField(_("attested at"), auto_now=True)

    class Meta:
        verbose_name = _("incident count")
        verbose_name_plural = _("incident counts")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "month", "category"],
                name="category_is_attested_once_a_month",
                violation_error_message=_("This category is attested for the village and month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="incident_month_is_its_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.month:%Y-%m} {self.get_category_display()} {self.count}"


@tracked()
class PreparedCount(Placed):
    """What a station has written down of a month that still runs. It counts nowhere: after the month's end the station
    confirms it, which writes the counts, and a submission names where the two differ.
    """

    guard = place_guards.by_place(
        "station", rights=guards.READ_WRITE_DELETE, when=place_guards.MEMBERSHIP_AT_MONTH_END
    )
    is_figure = True

    month = models.DateField(_("month"))
    category = models.CharField(_("category"), max_length=12, choices=IncidentCount.Category)
    count = models.PositiveSmallIntegerField(_("count"), validators=[MaxValueValidator(999)])
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared at"), auto_now=True)

    class Meta:
        verbose_name = _("prepared count")
        verbose_name_plural = _("prepared counts")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "month", "category"],
                name="category_is_prepared_once_a_month",
                violation_error_message=_("This category is prepared for the village and month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="prepared_month_is_its_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.month:%Y-%m} {self.get_category_display()} {self.count}"


@tracked()
class CaseHours(Placed):
    """In which hours of the day the preventable cases of a village and month happened, as far as the station knows.

    Nobody must type it, and no figure counts it: it says to who plans patrols when they are needed. Four numbers, never
    more together than the preventable cases that are attested (indicators/actions.py): no day, no person, no text.
    """

    guard = place_guards.by_place(
        "station", rights=guards.READ_WRITE_DELETE, when=place_guards.MEMBERSHIP_AT_MONTH_END
    )
    is_figure = True
    BANDS = ("from_0", "from_6", "from_12", "from_18")  # six hours each

    month = models.DateField(_("month"))
    from_0 = models.PositiveSmallIntegerField(
        _("0:00 to 6:00"), default=0, validators=[MaxValueValidator(999)]
    )
    from_6 = models.PositiveSmallIntegerField(
        _("6:00 to 12:00"), default=0, validators=[MaxValueValidator(999)]
    )
    from_12 = models.PositiveSmallIntegerField(
        _("12:00 to 18:00"), default=0, validators=[MaxValueValidator(999)]
    )
    from_18 = models.PositiveSmallIntegerField(
        _("18:00 to 24:00"), default=0, validators=[MaxValueValidator(999)]
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    typed_at = models.DateTimeField(_("entered at"), auto_now=True)

    class Meta:
        verbose_name = _("hours of preventable cases")
        verbose_name_plural = _("hours of preventable cases")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "month"],
                name="hours_of_cases_stand_once_a_month",
                violation_error_message=_("The hours of the village and month are entered already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="hours_month_is_its_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
            models.CheckConstraint(
                condition=Q(from_0__gt=0) | Q(from_6__gt=0) | Q(from_12__gt=0) | Q(from_18__gt=0),
                name="hours_say_when_a_case_was",
                violation_error_message=_("Say of one case at least when it was."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.month:%Y-%m}"

    @property
    def cases(self) -> int:
        """Of how many cases the hours are known."""
        return self.from_0 + self.from_6 + self.from_12 + self.from_18


@tracked()
class LateAttestation(Placed):
    """Why a village's counts were attested anew after the month was published; shown beside the difference.

    A row of its own: a count that was taken back has none, and counts hold no text.
    """

    guard = place_guards.by_place("station", when=place_guards.MEMBERSHIP_AT_MONTH_END)
    is_figure = True

    month = models.DateField(_("month"))
    reason = models.CharField(_("why late"), max_length=200)
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("attested by")
    )
    attested_at = models.DateTimeField(_("attested at"), auto_now_add=True)

    class Meta:
        verbose_name = _("late attestation")
        verbose_name_plural = _("late attestations")
        indexes = [models.Index(fields=["month", "village"], name="late_attestation_by_month")]

    def __str__(self) -> str:
        return f"{self.village} {self.month:%Y-%m} {self.reason}"
