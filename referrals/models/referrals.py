"""What a post can not settle and passes on (转办), and that it comes back."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import scope
from accounts.models import User
from audit.history import tracked
from audit.versions import Versioned
from encryption import masks
from encryption.fields import EncryptedField, SequencedKey
from policies import guards
from policies.guards import INSERT, SELECT, UPDATE, Rule
from posts import place_guards
from posts.models import Placed, Post, Station
from posts.querysets import ScopedQuerySet
from referrals.models import choices
from referrals.models.bodies import OutsideBody
from retention.periods import Retention, Then

TO_POST = f"CASE WHEN to_post_id = {guards.setting('post')} THEN true END IS NOT NULL"
TO_STATION = f"CASE WHEN to_station_id = {guards.setting('station')} THEN true END IS NOT NULL"
TO_COUNTY = f"receiver = 'county' AND {guards.OWN_COUNTY}"
FROM_COUNTY = f"subject_kind = 'task' AND {guards.OWN_COUNTY}"


class ReferralQuerySet(ScopedQuerySet["Referral"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What the person's place has sent, and what it was sent; the county has both of all its places."""
        return self.filter(sent_from(user) | sent_to(user) | seen_of_county(user))

    def open(self) -> Self:
        """Those on which the receiver works or is to."""
        return self.filter(state__in=Referral.OPEN)

    def unanswered(self) -> Self:
        """Those that have come back, and nobody was told."""
        return self.filter(state__in=Referral.BACK, closed_on=None)

    def overdue(self, days: int = 0) -> Self:
        """Open ones that were due more than ``days`` days ago."""
        return self.open().filter(due_on__lt=timezone.localdate() - timedelta(days=days))


NOTHING = Q(pk__in=[])


def sent_from(user: User | AnonymousUser) -> Q:
    """What the place where the person serves has sent; the tasks of the county the county alone."""
    keys = scope.for_user(user).keys
    if keys is None:
        return NOTHING
    is_task = Q(subject_kind=Referral.Subject.TASK)
    return Q(is_task, **keys) if "county_id" in keys else Q(~is_task, **keys)


def seen_of_county(user: User | AnonymousUser) -> Q:
    """All of the county, of those who serve the county."""
    keys = scope.for_user(user).keys or {}
    return Q(**keys) if "county_id" in keys else NOTHING


def sent_to(user: User | AnonymousUser) -> Q:
    """The rows that were passed on to the place where the person serves; of a station those of its posts as well."""
    where = scope.for_user(user)
    keys = where.keys
    if keys is None or where.emergency:
        return NOTHING
    if "county_id" in keys:
        return Q(receiver=Referral.Receiver.COUNTY, **keys)
    return Q(**{f"to_{name}": key for name, key in keys.items()})


@tracked()
class Referral(Versioned, Placed):
    """Something that goes to somebody else and must come back (转办).

    SENT -> ACCEPTED; SENT | ACCEPTED -> REJECTED | DONE | WITHDRAWN. REJECTED and DONE are closed once whoever asked
    was told. The access keys are those of the sender, and of a task of the county those of the village that it is
    about; ``to_post`` and ``to_station`` are of the receiver inside the police. The receiver sees this row and nothing
    behind it: it has words of its own, and a name only with the consent of whoever it is about.
    """

    Subject = choices.Subject
    Receiver = choices.Receiver
    Urgency = choices.Urgency
    State = choices.State
    Outcome = choices.Outcome
    Reason = choices.Reason
    Told = choices.Told
    Problem = choices.Problem

    OPEN = (State.SENT, State.ACCEPTED)
    BACK = (State.REJECTED, State.DONE)
    SENDS_BACK = (Reason.NOT_OURS, Reason.INCOMPLETE, Reason.DOUBLE, Reason.NO_BASIS, Reason.OTHER)
    LEAVES_UNSOLVED = (Reason.NO_BASIS, Reason.NO_MEANS, Reason.NOT_WANTED, Reason.OTHER)

    guard = (
        *place_guards.BY_PLACE,
        Rule(("post",), (SELECT, UPDATE), TO_POST, (), place_guards.KEYS_THAT_FIT),
        Rule(("station",), (SELECT, UPDATE), TO_STATION, (), place_guards.KEYS_THAT_FIT),
        Rule(("county",), (UPDATE,), TO_COUNTY),
        Rule(("county",), (INSERT, UPDATE), FROM_COUNTY, (), place_guards.KEYS_THAT_FIT),
        guards.HIDDEN_IN_EMERGENCY,
    )
    GOES_ON = True
    is_of_villagers = True
    PERSONAL_FIELDS = ("name",)
    PRIVATE_FIELDS = ("asked", "proposal", "answer")
    # 网络数据安全管理条例 12: the record of what was provided to others is kept for three years at least.
    retention = Retention(
        ("closed_on",), Then.DELETE, _("to show what was passed on, to whom and why"), years=3, at_least=1096,
        only=Q(closed_on__isnull=False), along=("copies",),
    )  # fmt: skip

    id = SequencedKey(primary_key=True)
    subject_kind = models.CharField(_("about"), max_length=10, choices=Subject, editable=False)
    subject_key = models.BigIntegerField(null=True, editable=False)
    receiver = models.CharField(_("passed on to"), max_length=10, choices=Receiver, editable=False)
    body = models.ForeignKey(
        OutsideBody, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("body")
    )
    to_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)
    to_station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", editable=False)
    problem = models.CharField(
        pgettext_lazy("referral", "kind"), max_length=10, choices=Problem, blank=True, default=""
    )
    asked = models.TextField(_("what is to be done"), max_length=500)
    proposal = models.TextField(_("what we propose"), max_length=500, blank=True, default="")
    has_consent = models.BooleanField(_("the person agrees that the name goes along"), default=False)
    name = EncryptedField(_("name"), mask=masks.name, longest=60)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    due_on = models.DateField(_("answer due on"))
    sent_on = models.DateField(_("passed on on"), editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("passed on by"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENT, editable=False)
    taken_on = models.DateField(_("taken on"), null=True, editable=False)
    answered_on = models.DateField(_("answer of"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("answer entered by"),
    )  # fmt: skip
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True, default="")
    answer = models.TextField(_("what the answer says"), max_length=500, blank=True, default="")
    told_how = models.CharField(_("how told"), max_length=10, choices=Told, blank=True, default="")
    told_back_on = models.DateField(_("told back on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)

    objects = ReferralQuerySet.as_manager()  # type: ignore[misc]  # it narrows by both places

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver="body", body__isnull=False, to_post=None, to_station=None)
                | Q(receiver="post", body=None, to_post__isnull=False, to_station__isnull=False)
                | Q(receiver="station", body=None, to_post=None, to_station__isnull=False)
                | Q(receiver="county", body=None, to_post=None, to_station=None),
                name="referral_goes_to_one_receiver",
                violation_error_message=_("Choose to whom it goes."),
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="problem", subject_key=None) & ~Q(problem="")
                | Q(subject_kind="task", subject_key=None, problem="")
                | (~Q(subject_kind__in=["problem", "task"]) & Q(subject_key__isnull=False, problem="")),
                name="referral_is_about_a_row_or_a_problem",
                violation_error_message=_("Say what it is about."),
            ),
            models.CheckConstraint(
                condition=~Q(subject_kind="task") | Q(receiver__in=["post", "station"]),
                name="referral_of_the_county_goes_down",
                violation_error_message=_("The county hands a task down to a post or a station."),
            ),
            models.CheckConstraint(
                condition=Q(has_consent=True) | Q(name=None),
                name="referral_has_a_name_with_consent_alone",
                violation_error_message=_("Without consent no name goes along."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("sent_on")),
                name="referral_is_due_after_it_was_sent",
                violation_error_message=_("The answer can not be due before it is passed on."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "withdrawn"], outcome="", answered_on=None)
                | Q(state="rejected", outcome="", answered_on__isnull=False) & ~Q(reason="")
                | Q(state="done", outcome="solved", answered_on__isnull=False, reason="")
                | Q(state="done", outcome="not_solved", answered_on__isnull=False) & ~Q(reason=""),
                name="referral_comes_back_with_an_answer",
                violation_error_message=_("Say what came of it, and why when it is not solved."),
            ),
            models.CheckConstraint(
                condition=Q(told_back_on=None, told_how="")
                | (Q(state__in=["rejected", "done"], told_back_on__gte=F("sent_on")) & ~Q(told_how="")),
                name="referral_is_told_back_after_it_came_back",
                violation_error_message=_("Say how and on which day the answer was told."),
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key", "receiver", "body", "to_post", "to_station"],
                condition=Q(state__in=["sent", "accepted"], subject_key__isnull=False),
                nulls_distinct=False,
                name="referral_is_open_once_with_a_receiver",
                violation_error_message=_("It was passed on to this receiver already and has not come back."),
            ),
        ]
        indexes = [
            models.Index(fields=["post", "-sent_on", "-id"], name="referral_of_post"),
            models.Index(fields=["station", "-sent_on", "-id"], name="referral_of_station"),
            models.Index(fields=["county", "-sent_on", "-id"], name="referral_of_county"),
            models.Index(fields=["to_post", "-sent_on", "-id"], name="referral_to_post"),
            models.Index(fields=["to_station", "-sent_on", "-id"], name="referral_to_station"),
            models.Index(fields=["subject_kind", "subject_key"], name="referral_of_subject"),
            models.Index(
                fields=["county", "due_on"],
                name="referral_waits",
                condition=Q(state__in=["sent", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("referrals:referral-detail", args=[self.pk])

    @property
    def receipt(self) -> str:
        """``ZB261127-000012``."""
        return f"ZB{self.sent_on:%y%m%d}-{self.pk:06d}"

    @property
    def receiver_name(self) -> str:
        """To whom it went, in words."""
        if self.receiver == self.Receiver.COUNTY:
            return str(self.get_receiver_display())
        return str(self.body or self.to_post or self.to_station)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_back(self) -> bool:
        """Has it come back, and was nobody told yet?"""
        return self.state in self.BACK and self.closed_on is None

    @property
    def is_problem(self) -> bool:
        return self.subject_kind == self.Subject.PROBLEM

    @property
    def is_task(self) -> bool:
        """Was it handed down by the county?"""
        return self.subject_kind == self.Subject.TASK

    @property
    def has_nobody_to_tell(self) -> bool:
        """A problem, a task and a hazard have no resident behind them: the answer closes them."""
        return self.is_problem or self.is_task or self.subject_kind == self.Subject.HAZARD

    @property
    def sender_name(self) -> str:
        """Who has sent it, in words."""
        return str(self.Receiver.COUNTY.label) if self.is_task else f"{self.station} {self.post}"

    def is_sent_by(self, user: User) -> bool:
        """Was it sent from the place where the person serves? The county only looks on, except at its own tasks."""
        keys = scope.for_user(user).keys or {"pk": -1}
        if ("county_id" in keys) is not self.is_task:
            return False
        return all(getattr(self, name) == key for name, key in keys.items())

    def is_sent_to(self, user: User) -> bool:
        """Does the person serve where it was sent to? At a station also for its posts."""
        where = scope.for_user(user)
        keys = where.keys or {}
        if "county_id" in keys:
            return self.receiver == self.Receiver.COUNTY and keys["county_id"] == self.county_id
        return bool(keys) and all(getattr(self, f"to_{name}") == key for name, key in keys.items())
