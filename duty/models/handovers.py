"""The hand-over of a post by somebody who leaves it (交接)."""

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
from policies import guards
from policies.guards import SELECT, UPDATE, Rule
from posts import place_guards
from posts.models import Assignment, Post
from posts.querysets import open_on
from retention.periods import Retention, Then

ME = guards.setting("user")
SIGNS_AS_LEAVER = f"leaver_id = {ME} AND left_by_id = {ME} AND state = 'signed'"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the person's place, those that the person gives over, and of each post that is the person's."""
        where = scope.for_user(user)
        if where.emergency or not user.is_authenticated:
            return self.none()
        own_posts = _responsible(user)
        found = Q(leaver=user.pk) | Q(post__in=own_posts.values("post"))
        keys = where.keys or {}
        if "post_id" in keys:
            found |= Q(post=keys["post_id"])
        elif "station_id" in keys:
            found |= Q(post__station=keys["station_id"])
        elif "county_id" in keys:
            found |= Q(post__station__county=keys["county_id"])
        return self.filter(found)

    def open(self) -> Self:
        return self.filter(state__in=Handover.OPEN)

    def to_sign(self, user: User) -> Self:
        """Those that wait for the person's signature, on either side."""
        if scope.for_user(user).emergency:
            return self.none()
        to_give = Q(leaver=user.pk, state=Handover.State.OPEN)
        to_take = Q(state=Handover.State.SIGNED, post__in=_responsible(user).values("post"))
        return self.filter(to_give | to_take & ~Q(leaver=user.pk))

    def overdue(self) -> Self:
        """Open for longer than the county's rule allows: they stand with the chief."""
        return self.open().filter(due_on__lt=timezone.localdate())

    def with_the_chief(self) -> Self:
        """Signed by both, or overdue."""
        today = timezone.localdate()
        return self.open().filter(Q(state=Handover.State.TAKEN) | Q(due_on__lt=today))


def _responsible(user: User | AnonymousUser) -> models.QuerySet[Assignment]:
    today = open_on(timezone.localdate())
    return Assignment.objects.filter(today, user=user.pk, is_responsible=True)


@tracked()
class Handover(Versioned):
    """Somebody leaves a post: what hangs there goes over, with keys, equipment and papers (交接).

    OPEN -> SIGNED by the leaver, or by the chief in their place -> TAKEN by the officer who is responsible now ->
    CLOSED by the chief. SIGNED | TAKEN -> OPEN again, given back with a reason. An overdue one without a successor
    SIGNED -> CLOSED. OPEN | SIGNED -> VOID when the person stays after all.

    It holds numbers and no villager: whoever has left sees it, and nothing behind it. Rows of the post stay the post's.
    Who serves nowhere any more signs at the level of a post, at no place (``signing.as_somebody``).
    """

    guard = (
        Rule(("anonymous",), (SELECT,), f"leaver_id = {ME}"),
        Rule(guards.ASSIGNED_LEVELS, (SELECT,), f"leaver_id = {ME}"),
        Rule(guards.ASSIGNED_LEVELS, (UPDATE,), f"leaver_id = {ME}", (), SIGNS_AS_LEAVER),
        Rule(("post",), (SELECT,), guards.OWN_POST),
        Rule(
            ("post", "station"),
            (SELECT, UPDATE),
            place_guards.POST_OF_RESPONSIBLE,
            (),
            "state IN ('open', 'taken')",
        ),
        Rule(("station",), (SELECT, UPDATE), place_guards.POST_OF_STATION),
        Rule(("county",), (SELECT, UPDATE), place_guards.POST_OF_OWN_COUNTY),
        Rule(("housekeeping",), guards.READ_WRITE_DELETE),
        guards.HIDDEN_IN_EMERGENCY,
    )
    retention = Retention(
        ("closed_on",),
        Then.DELETE,
        _("to answer for what a post handed over"),
        years=3,
        only=Q(closed_on__isnull=False),
    )

    class State(models.TextChoices):
        OPEN = "open", _("Waits for who leaves")
        SIGNED = "signed", _("Waits for the successor")
        TAKEN = "taken", pgettext_lazy("hand-over", "Waits for the chief")
        CLOSED = "closed", pgettext_lazy("hand-over", "Closed")
        VOID = "void", pgettext_lazy("hand-over", "Not needed")

    OPEN = (State.OPEN, State.SIGNED, State.TAKEN)

    class Item(models.TextChoices):
        """What is given from hand to hand."""

        POST_KEYS = "post_keys", _("Keys of the post")
        CABINET_KEYS = "cabinet_keys", _("Keys of the filing cabinets")
        LETTER_BOX = "letter_box", _("Key and letters of the letter box")
        VEHICLE = "vehicle", _("Vehicle and its papers")
        RADIO = "radio", _("Radio and telephone of the post")
        RECORDER = "recorder", _("Body camera")
        COMPUTER = "computer", _("Computer and printer")
        LEDGERS = "ledgers", _("Books on paper")
        CASE_FILES = "case_files", _("Files of open disputes")
        DOCUMENTS = "documents", _("Papers to deliver to villagers")
        SEAL = "seal", _("Seal of the post")

    class Given(models.TextChoices):
        GIVEN = "given", _("Given")
        NONE = "none", pgettext_lazy("item", "There is none")
        MISSING = "missing", pgettext_lazy("item", "Missing")

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="handovers", verbose_name=_("assignment")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="handovers", verbose_name=_("post"))
    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handovers", verbose_name=_("who leaves")
    )
    last_day = models.DateField(_("last day"))
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    due_on = models.DateField(_("to be closed by"))
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    items = models.JSONField(_("keys, equipment and papers"), default=dict)
    note = models.CharField(_("remark"), max_length=300, blank=True, default="")
    left_counts = models.JSONField(_("numbers when it was given"), null=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    left_at = models.DateTimeField(_("given at"), null=True)
    in_place_reason = models.CharField(_("why signed in their place"), max_length=200, blank=True, default="")
    taken_counts = models.JSONField(_("numbers when it was taken over"), null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken over by")
    )
    taken_at = models.DateTimeField(pgettext_lazy("hand-over", "taken over at"), null=True)
    taken_note = models.CharField(_("remark of the successor"), max_length=300, blank=True, default="")
    returned_reason = models.CharField(_("why it came back"), max_length=200, blank=True, default="")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    close_reason = models.CharField(
        _("why closed without a successor"), max_length=200, blank=True, default=""
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_by=None, left_at=None, left_counts=None)
                | Q(left_by__isnull=False, left_at__isnull=False, left_counts__isnull=False),
                name="handover_is_given_by_somebody",
                violation_error_message=_("Who gives it signs with the day and the numbers."),
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None, taken_counts=None)
                | Q(
                    taken_by__isnull=False,
                    taken_at__isnull=False,
                    taken_counts__isnull=False,
                    left_by__isnull=False,
                ),
                name="handover_is_taken_after_it_is_given",
                violation_error_message=_("It is signed by who leaves first, then by the successor."),
            ),
            models.CheckConstraint(
                condition=Q(left_by=None) | Q(left_by=F("leaver")) | ~Q(in_place_reason=""),
                name="handover_signed_in_place_says_why",
                violation_error_message=_("Say why you sign in the place of who leaves."),
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None) | (~Q(taken_by=F("left_by")) & ~Q(taken_by=F("leaver"))),
                name="handover_has_two_people",
                violation_error_message=_("Nobody signs on both sides."),
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None)
                | (~Q(closed_by=F("leaver")) & (Q(taken_by=None) | ~Q(closed_by=F("taken_by")))),
                name="handover_is_closed_by_a_third",
                violation_error_message=_("Who signed as one of the two does not close it."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", left_by=None, taken_by=None, closed_on=None)
                | Q(state="signed", left_by__isnull=False, taken_by=None, closed_on=None)
                | Q(state="taken", taken_by__isnull=False, closed_on=None)
                | Q(state="closed", left_by__isnull=False, closed_by__isnull=False, closed_on__isnull=False)
                | Q(state="void", closed_by=None, closed_on__isnull=False),
                name="handover_stands_where_its_signatures_say",
                violation_error_message=_("It was changed after you opened it. Look again, then decide."),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed", taken_by=None) | ~Q(close_reason=""),
                name="handover_closed_without_successor_says_why",
                violation_error_message=_("Say why it is closed without a successor."),
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=("open", "signed", "taken")),
                name="assignment_has_one_open_handover",
                violation_error_message=_("Its hand-over is open already."),
            ),
            models.UniqueConstraint(
                fields=["assignment", "last_day"],
                condition=~Q(state="void"),
                name="end_of_an_assignment_has_one_handover",
                violation_error_message=_("This end has its hand-over already."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["post"], name="handover_open", condition=Q(state__in=("open", "signed", "taken"))
            ),
            models.Index(fields=["leaver"], name="handover_of_a_leaver"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.last_day:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("duty:handover-detail", args=[self.pk])

    @property
    def station_id(self) -> int:
        """The trail is read at the station and in the county of the post."""
        return self.post.station_id

    @property
    def county_id(self) -> int:
        return self.post.station.county_id

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()
