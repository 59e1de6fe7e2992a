"""Patrols: rounds through a village."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import rules
from audit.history import tracked
from ledgers.models import Row

CAUGHT_MOST = rules.newest("patrol.caught_most")


@tracked()
class Patrol(Row):
    """One round through a village (巡逻), alone or jointly with a volunteer team (联防).

    ``members``: keys of the members of teams who went along, sorted. Names are read from the register of members by
    those who see it; everywhere else, and once a member is erased, it is a number. ``hours_needed``: the hours of
    training that the rule of the day asked of each; the database holds them to it (patrols/sql/members.sql).
    ``caught``: how many people were caught in the act on it, by whoever was there; a number, of nobody anything else.
    """

    class Mode(models.TextChoices):
        FOOT = "foot", _("On foot")
        BICYCLE = "bicycle", _("By bicycle")
        MOTOR = "motor", _("By motor vehicle")

    PREFIX = "XL"
    dependents = ("partners",)
    PRIVATE_FIELDS = ("note",)

    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.FOOT)
    is_joint = models.BooleanField(_("joint patrol"), default=False)
    starts_at = models.TimeField(_("started at"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(1), MaxValueValidator(1_440)]
    )
    people = models.PositiveSmallIntegerField(
        _("people on patrol"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    members = ArrayField(
        models.BigIntegerField(), verbose_name=_("members of teams on patrol"), default=list, blank=True
    )
    hours_needed = models.PositiveSmallIntegerField(null=True, editable=False)
    caught = models.PositiveSmallIntegerField(
        _("people caught"), default=0, validators=[MaxValueValidator(CAUGHT_MOST)]
    )
    note = models.TextField(_("what was seen"), max_length=1000, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("patrol")
        verbose_name_plural = _("patrols")
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(members=[]) | Q(is_joint=True, hours_needed__isnull=False),
                name="patrol_with_members_is_joint",
                violation_error_message=_("A patrol with members of a team is a joint one."),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_members_display(self) -> str:
        """How many, and their numbers: who may read the names finds them beside the patrol (patrols/members.py)."""
        numbers = "、".join(f"#{key}" for key in self.members)
        words = {"n": len(self.members), "numbers": numbers}
        text = ngettext("%(n)s person (%(numbers)s)", "%(n)s people (%(numbers)s)", len(self.members))
        return text % words if self.members else ""

    def get_absolute_url(self) -> str:
        return reverse("patrols:patrol-detail", args=[self.pk])
