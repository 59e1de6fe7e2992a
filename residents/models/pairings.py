"""The pairing of a household with an officer."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access.rights import MAY
from audit.history import tracked
from audit.versions import Versioned
from posts.models import Assignment, Placed
from posts.models.stations import date_range
from posts.querysets import ScopedQuerySet
from residents.models.households import Household


class PairingQuerySet(ScopedQuerySet["Pairing"]):
    def left_behind(self) -> Self:
        """Those that go on though their officer works at the post no more: whoever pairs there now ends them."""
        today = timezone.localdate()
        at_work = Assignment.objects.at_work(today).filter(user=OuterRef("officer"), post=OuterRef("post"))
        return self.filter(~Exists(at_work.filter(role__in=MAY["pair_household"])), ends_on=None)


@tracked()
class Pairing(Versioned, Placed):
    """An officer supports one household in hardship, from one day to another (结对帮扶)."""

    is_personal = True

    PERSONAL_FIELDS = ("household",)

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="pairings", verbose_name=_("household")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pairings", verbose_name=_("officer")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = PairingQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=[place, "-starts_on", "-id"], name=f"pairing_of_{place}")
            for place in ("post", "station", "county")
        ]
        constraints = [
            ExclusionConstraint(
                name="household_is_paired_once_on_any_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The household is already paired on these days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.household} · {self.officer}"

    def get_absolute_url(self) -> str:
        return reverse("residents:pairing-list")
