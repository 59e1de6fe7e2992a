"""Neighbourhood groups (十户联防): households of one village that watch over each other."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models import Placed
from posts.models.stations import date_range
from posts.querysets import ScopedQuerySet, open_on
from residents.models import Household


class GroupQuerySet(ScopedQuerySet["WatchGroup"]):
    def on(self, day: date) -> Self:
        """Those that were there on the day."""
        return self.filter(open_on(day))

    def with_sizes(self, day: date) -> Self:
        """Each with ``size``, the households that belong to it on the day and live in its village."""
        living = Q(households__household__closed_on=None, households__household__village=F("village"))
        return self.annotate(size=Count("households", filter=open_on(day, "households__") & living))

    def to_mend(self) -> Self:
        """Those of today from which a household has left, or that have no contact household."""
        rows = GroupHousehold.objects.filter(group=OuterRef("pk"), ends_on=None)
        gone = rows.filter(~Q(household__closed_on=None) | ~Q(household__village=F("village")))
        contact = rows.filter(is_contact=True, household__closed_on=None)
        return self.filter(Exists(gone) | ~Exists(contact), ends_on=None)


@tracked()
class WatchGroup(Versioned, Placed):
    """One neighbourhood group of a village, from one day to another; its households are rows of their own."""

    GOES_ON = True
    dependents = ("households",)

    name = models.CharField(_("name of the group"), max_length=20)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True, editable=False)

    objects = GroupQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("neighbourhood group")
        verbose_name_plural = _("neighbourhood groups")
        ordering = ["village", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "name"],
                condition=Q(ends_on=None),
                name="group_has_one_name_in_its_village",
                violation_error_message=_("The village has a group of this name."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="group_ends_after_it_began",
                violation_error_message=_("A group ends after it began."),
            ),
        ]
        indexes = [
            models.Index(fields=[place, "-starts_on", "-id"], name=f"group_of_{place}")
            for place in ("post", "station", "county")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:group-detail", args=[self.pk])


@tracked()
class GroupHousehold(Versioned, Placed):
    """A household belongs to a group, from one day to another; to one group on any day."""

    guard = place_guards.by_place("post", "station", rights=guards.READ_WRITE_DELETE)
    PERSONAL_FIELDS = ("household",)

    group = models.ForeignKey(
        WatchGroup, models.PROTECT, related_name="households", verbose_name=_("neighbourhood group")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="watch_groups", verbose_name=_("household")
    )
    is_contact = models.BooleanField(_("contact household"), default=False)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("household of a group")
        verbose_name_plural = _("households of groups")
        ordering = ["group", "-is_contact", "pk"]
        constraints = [
            ExclusionConstraint(
                name="household_is_in_one_group_on_any_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The household belongs to a group on these days already."),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(is_contact=True, ends_on=None),
                name="group_has_one_contact_household",
                violation_error_message=_("The group has a contact household already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.household}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row takes the keys of its group."""
        if self._state.adding:
            self.placed_like(self.group)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()
