"""Members of teams: who agreed to stand in the book, from when until when."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import DecimalField, F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import rules
from audit.history import tracked
from audit.versions import Versioned
from encryption import masks
from encryption.fields import EncryptedField, SequencedKey
from policies import guards
from posts import place_guards
from posts.models import Placed
from posts.querysets import ScopedQuerySet, open_on
from residents import phones
from retention.periods import Retention, Then
from teams.models.teams import Team


class MemberQuerySet(ScopedQuerySet["Member"]):
    def on(self, day: date) -> Self:
        """Those who are members on the day, with their consent; never one entered by mistake."""
        with_consent = Q(consent_ended_on=None) | Q(consent_ended_on__gt=day)
        return self.filter(open_on(day), with_consent, consent_on__lte=day).exclude(left_for="mistake")

    def with_hours(self, day: date) -> Self:
        """Each with ``hours``, those of training by the end of the day."""
        had = Func(F("pk"), Value(day), function="training_hours_of_member", output_field=DecimalField())
        return self.annotate(hours=had)

    def trained_enough(self, day: date, county: str) -> Self:
        """Members on the day who have had the hours that the county (its division code) asks for: whom a patrol of the
        day may take."""
        return self.on(day).with_hours(day).filter(hours__gte=hours_needed(day, county))

    def trained_too_little(self, day: date, county: str) -> Self:
        """Members on the day who lack hours, each with ``hours`` and ``missing``."""
        needed = hours_needed(day, county)
        lacking = self.on(day).with_hours(day).filter(hours__lt=needed)
        return lacking.annotate(missing=Value(Decimal(needed), output_field=DecimalField()) - F("hours"))


def hours_needed(day: date, county: str) -> int:
    """Hours of training before a member goes on patrol, by the rule of the day."""
    return rules.whole("member.hours_least", on=day, county=county)


@tracked()
class Member(Versioned, Placed):
    """One person in one team (队员): name and telephone sealed, seen at the post and the station alone.

    Nobody is entered without consent (个人信息保护法 13, 14). Whoever withdraws it is a member no more at once; name
    and telephone of every former member are erased after the days of the rule, the row stays as a number. No
    identity number, no place where somebody is, no picture.
    """

    class Form(models.TextChoices):
        """How the consent was given."""

        PAPER = "paper", pgettext_lazy("consent", "Signed form at the post")
        SPOKEN = "spoken", pgettext_lazy("consent", "Said before a witness")

    class Left(models.TextChoices):
        NOT = "", pgettext_lazy("member", "Is a member")
        LEFT = "left", pgettext_lazy("member", "Left the team")
        CONSENT = "consent", pgettext_lazy("member", "Withdrew the consent")
        TEAM = "team", pgettext_lazy("member", "The team ended")
        MISTAKE = "mistake", pgettext_lazy("member", "Entered by mistake")

    guard = (*place_guards.seen_up_to("station"), guards.HIDDEN_IN_EMERGENCY)
    is_personal = True
    PERSONAL_FIELDS = ("name", "phone")
    retention = Retention(
        ("ends_on",),
        Then.ANONYMISE,
        _("the member has left, or withdrew the consent"),
        days=rules.newest("member.kept_days"),
        erases=("name", "phone"),
    )

    id = SequencedKey(primary_key=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="members", verbose_name=_("team"))
    name = EncryptedField(_("name"), mask=masks.name, longest=40, blank=False)
    phone = EncryptedField(_("phone"), mask=masks.phone, fold=phones.stored)
    is_leader = models.BooleanField(_("leads the team"), default=False)
    is_adult = models.BooleanField(_("is 18 or older"), default=False)
    consent_on = models.DateField(_("agreed on"))
    consent_form = models.CharField(_("how agreed"), max_length=6, choices=Form, default=Form.PAPER)
    consent_ended_on = models.DateField(_("consent withdrawn on"), null=True, editable=False)
    starts_on = models.DateField(_("member since"))
    ends_on = models.DateField(_("member until"), null=True, editable=False)
    left_for = models.CharField(
        _("why no more"), max_length=7, choices=Left, blank=True, default="", db_default="", editable=False
    )
    erased_on = models.DateField(_("made anonymous on"), null=True, editable=False)

    objects = MemberQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of teams")
        ordering = ["team", "-is_leader", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__isnull=False) | Q(ends_on__isnull=False),
                name="member_has_a_name",
                violation_error_message=_("Say who it is."),
            ),
            models.CheckConstraint(
                condition=Q(is_adult=True),
                name="member_is_18_or_older",
                violation_error_message=_("Members of teams are 18 or older."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=F("consent_on")),
                name="member_agreed_before_the_first_day",
                violation_error_message=_("Nobody is a member before they agreed to it."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, left_for="") | Q(ends_on__isnull=False) & ~Q(left_for=""),
                name="former_member_left_for_a_reason",
                violation_error_message=_("Say why the person is a member no more."),
            ),
            models.CheckConstraint(
                condition=Q(consent_ended_on=None) | Q(ends_on__isnull=False),
                name="without_consent_nobody_is_a_member",
                violation_error_message=_("Whoever withdraws the consent is a member no more."),
            ),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(is_leader=True, ends_on=None),
                name="team_has_one_leader",
                violation_error_message=_("The team has a leader already. Change that entry first."),
            ),
        ]
        indexes = [
            models.Index(fields=["team"], name="member_of_team"),
            models.Index(fields=["post", "-starts_on", "-id"], name="member_of_post"),
            models.Index(fields=["station", "-starts_on", "-id"], name="member_of_station"),
        ]

    def __str__(self) -> str:
        return str(self.name or f"#{self.pk}")

    def masked_label(self) -> str:
        """What is said of the person to those who see no names."""
        return f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row takes the keys of its team."""
        if self._state.adding:
            self.placed_like(self.team)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("teams:member-detail", args=[self.pk])

    @property
    def is_former(self) -> bool:
        return self.ends_on is not None

    @property
    def is_on_duty(self) -> bool:
        """Is the person a member today, with consent?"""
        today = timezone.localdate()
        return self.starts_on <= today and self.ends_on is None and self.consent_ended_on is None
