"""The short code on a slip: with it whoever asked sees state and day, and nothing else, without signing in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies import guards
from policies.guards import SELECT, UPDATE, Rule
from posts.models import Placed
from posts.place_guards import BY_PLACE
from retention.periods import Retention, Then

OF_REFERRAL = "referral"  # the kind of a slip whose row is a referral itself


class Slip(Placed):
    """One slip of a request or a referral. Of its code the keyed hash alone is stored; a new slip ends the former.

    ``shown`` and its day ``since`` are all that the public page says, so that it reads no other table; whoever changes
    the request or the referral calls referrals/slips.py. It ends 90 days after whoever asked was told (``ends_on``).
    """

    class Shown(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("slip", "Received")
        PASSED_ON = "passed_on", pgettext_lazy("slip", "Passed on")
        ANSWERED = "answered", pgettext_lazy("slip", "Answered")

    guard = (*BY_PLACE, guards.HIDDEN_IN_EMERGENCY)
    is_of_villagers = True
    retention = Retention(("ends_on",), Then.DELETE, _("its code opens nothing any more"), days=1)

    subject_kind = models.CharField(_("about"), max_length=10)
    subject_key = models.BigIntegerField()
    code_hash = models.CharField(max_length=64, unique=True)
    shown = models.CharField(_("state"), max_length=10, choices=Shown, default=Shown.RECEIVED)
    since = models.DateField(_("since"), null=True)
    answered_on = models.DateField(_("told back on"), null=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    ends_on = models.DateField(_("ends on"), null=True)  # the first day on which it opens nothing

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key"],
                name="slip_is_one_of_its_subject",
                violation_error_message=_("There is a slip already."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PublicTry(models.Model):
    """How often an address has asked for a code in an hour: of the address a hash that is new every day."""

    guard = (Rule(("housekeeping",), (SELECT, UPDATE, guards.DELETE)),)
    retention = Retention(
        ("hour",), Then.DELETE, _("to slow down guessing"), days=1, since=_("the hour of the tries")
    )

    hour = models.DateTimeField()
    address = models.CharField(max_length=64)
    tries = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("tries of codes")
        verbose_name_plural = _("tries of codes")
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "address"],
                name="tries_are_counted_once",
                violation_error_message=_("These tries are counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.hour):%m-%d %H}"
