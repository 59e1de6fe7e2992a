"""Two entries that may be one household or one person, and what somebody has said about them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models import Placed
from residents.models.households import Household
from residents.models.people import Resident
from retention.periods import Retention, Then


@tracked()
class Duplicate(Versioned, Placed):
    """A pair of households, or of residents, of one post that look alike (residents/duplicates/finding.py).

    OPEN -> SAME (merged; undone within some days it is OPEN again) | DIFFERENT (never asked again, until somebody opens
    it anew). ``asked_by``: who was shown it before saving and saved anyway; ``decided_by``: who said what it is.
    ``carried``: what went along with the merge, by kind and key, for the undo.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To decide")
        SAME = "same", _("The same, merged")
        DIFFERENT = "different", _("Not the same")

    guard = (
        *(
            rule
            for rule in place_guards.by_place("post", "station", rights=guards.READ_WRITE_DELETE)
            if "county" not in rule.levels
        ),
        guards.Rule(("housekeeping",), (guards.INSERT,)),
        guards.HIDDEN_IN_EMERGENCY,
    )
    is_personal = True
    retention = Retention(
        ("decided_on",), Then.DELETE, _("to undo a merge"), years=1, only=Q(state="same")
    )  # what is open or different goes with its households

    PERSONAL_FIELDS = ("first", "second", "first_person", "second_person")

    first = models.ForeignKey(
        Household, models.CASCADE, null=True, related_name="first_of_pairs", verbose_name=_("first household")
    )
    second = models.ForeignKey(
        Household,
        models.CASCADE,
        null=True,
        related_name="second_of_pairs",
        verbose_name=_("second household"),
    )
    first_person = models.ForeignKey(
        Resident, models.CASCADE, null=True, related_name="first_of_pairs", verbose_name=_("first resident")
    )
    second_person = models.ForeignKey(
        Resident, models.CASCADE, null=True, related_name="second_of_pairs", verbose_name=_("second resident")
    )
    is_same_phone = models.BooleanField(_("same phone"), default=False, db_default=False)
    is_same_name = models.BooleanField(_("same name and year of birth"), default=False, db_default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, db_default="open")
    found_on = models.DateField(_("found on"), default=timezone.localdate)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("saved anyway by"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("pair", "decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True)
    carried = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    class Meta:
        verbose_name = _("suspected duplicate")
        verbose_name_plural = _("suspected duplicates")
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__isnull=False, second__isnull=False, first_person=None, second_person=None)
                & Q(first__lt=F("second"))
                | Q(first=None, second=None, first_person__isnull=False, second_person__isnull=False)
                & Q(first_person__lt=F("second_person")),
                name="duplicate_is_of_two_households_or_two_residents",
                violation_error_message=_("Choose two households, or two residents."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_on=None)
                | ~Q(state="open") & Q(decided_by__isnull=False, decided_on__isnull=False),
                name="duplicate_is_decided_by_somebody",
                violation_error_message=_("A decision names who decided and when."),
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                name="two_households_are_one_pair",
                violation_error_message=_("These two are a pair already."),
            ),
            models.UniqueConstraint(
                fields=["first_person", "second_person"],
                name="two_residents_are_one_pair",
                violation_error_message=_("These two are a pair already."),
            ),
        ]
        indexes = [
            models.Index(fields=[place, "state", "-found_on", "-id"], name=f"duplicate_of_{place}")
            for place in ("post", "station", "county")
        ]

    def __str__(self) -> str:
        return " · ".join(str(one) for one in self.two)

    def get_absolute_url(self) -> str:
        return reverse("residents:duplicate-detail", args=[self.pk])

    @property
    def two(self) -> list[Household] | list[Resident]:
        """Those of the two that whoever asks sees, the older entry first: one may be another post's by now."""
        if self.is_of_people:
            return [
                one for one in (self._seen("first_person"), self._seen("second_person")) if one is not None
            ]
        return [one for one in (self._seen("first"), self._seen("second")) if one is not None]

    def _seen(self, name: str) -> Any:
        """The entry; None for one that row-level security hides."""
        try:
            return getattr(self, name)
        except ObjectDoesNotExist:
            return None

    @property
    def is_of_people(self) -> bool:
        return self.first_person_id is not None

    @property
    def why_over(self) -> str:
        """Why there is nothing to decide any more, though nobody has said what the two are; empty while there is."""
        if self.state != self.State.OPEN:
            return ""
        two = self.two
        if len(two) < 2 or two[0].post_id != two[1].post_id:
            return str(_("One of the two belongs to another post by now. There is nothing to decide."))
        return next(filter(None, map(_why_left, two)), "")


def _why_left(one: Household | Resident) -> str:
    """When and how the entry has left; empty while it is registered."""
    day = one.closed_on if isinstance(one, Household) else one.left_on
    if day is None:
        return ""
    words = {"who": one, "day": f"{day:%Y-%m-%d}"}
    if one.went_to:
        return str(_("%(who)s moved to %(where)s on %(day)s.") % (words | {"where": one.went_to}))
    if one.continued_in_id:
        return str(_("%(who)s was merged with another entry on %(day)s.") % words)
    if isinstance(one, Household):
        return str(_("%(who)s was deregistered on %(day)s.") % words)
    return _("%(who)s moved away on %(day)s.") % words
