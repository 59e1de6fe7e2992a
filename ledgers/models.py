"""The base of ledger rows, the month of a station, and drafts. The models of all books inherit ``Row``."""

import json
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from calendars import calendar
from encryption.fields import EncryptedField
from encryption.masks import UNREADABLE
from policies import guards
from posts import place_guards
from posts.models import Placed, Station
from posts.querysets import RowT, ScopedQuerySet
from retention.periods import Retention, Then


class RowQuerySet(ScopedQuerySet[RowT]):
    """Reads as a sentence: ``Visit.objects.visible_to(li).in_month(march).counted()``."""

    def in_month(self, month: date) -> Self:
        return self.in_months(month, month)

    def in_months(self, first: date, last: date) -> Self:
        """Rows of the months ``first`` .. ``last``, both inside."""
        return self.filter(occurred_on__gte=first, occurred_on__lt=calendar.end_of(last))

    def counted(self) -> Self:
        """Rows that a figure counts: neither given back nor withdrawn (ledgers/sql/counts.sql).

        The view of the book holds the same rows (``counted_visits``, ...), for SQL.
        """
        return self.filter(Func("state", function="ledgers_counts", output_field=models.BooleanField()))


class Row(Versioned, Placed):
    """The base of every ledger row: something that happened in a village on a day, written down by somebody.

    RECORDED -> ACCEPTED; RECORDED -> GIVEN_BACK -> RECORDED; RECORDED | GIVEN_BACK -> WITHDRAWN.
    The access keys decide who may see the row (posts/models/placed.py).
    """

    class State(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        ACCEPTED = "accepted", _("Accepted")
        GIVEN_BACK = "given_back", _("Given back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    COUNTED = (State.RECORDED, State.ACCEPTED)  # as ledgers_counts() decides for saved rows
    PREFIX = ""
    # The days by which figures count a row: a change of it must be let into the month of each (ledgers/months.py).
    COUNTED_DAYS: tuple[str, ...] = ("occurred_on",)
    # Those of them by which something is promised: nothing has happened on that day, it may lie ahead.
    PROMISED_DAYS: tuple[str, ...] = ()
    # What a later step writes: not typed into a new row's form, so two sendings of one form may differ in it.
    ADDED_LATER: tuple[str, ...] = ()
    is_of_villagers = True  # the privacy notice names it (retention/table.py)
    PRIVATE_FIELDS: tuple[str, ...] = ()
    # Fields of which only whoever has the verb (access/rights.py) learns anything, their history included.
    SHOWN_TO: dict[str, str] = {}
    retention = Retention(
        ("occurred_on",), Then.ERASE, _("to answer for the work of the year"), years=3, whole_year=True
    )

    occurred_on = models.DateField(_("date"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
        db_index=False,  # the index for the last receipt of a person begins with it
    )
    # Keys of the officers and auxiliaries who did it, sorted; apart from who typed it (ledgers/people.py).
    done_by = ArrayField(models.BigIntegerField(), verbose_name=_("who did it"), default=list)
    client_key = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECORDED, editable=False)
    is_late = models.BooleanField(_("late entry"), default=False, editable=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    # The field that the chief named when giving the row back; the form marks it until the row is mended.
    returned_field = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    objects = RowQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        abstract = True
        ordering = ["-occurred_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client_key"],
                name="%(class)s_is_recorded_once",
                violation_error_message=_("This form was saved already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="given_back") | ~Q(reason=""),
                name="%(class)s_given_back_says_why",
                violation_error_message=_("Say why it is given back."),
            ),
            models.CheckConstraint(
                condition=Q(done_by__len__gt=0),
                name="%(class)s_is_done_by_somebody",
                violation_error_message=_("Say who did it."),
            ),
        ]
        indexes = [
            models.Index(fields=["post", "-occurred_on", "-id"], name="%(class)s_of_post"),
            models.Index(fields=["station", "-occurred_on", "-id"], name="%(class)s_of_station"),
            models.Index(fields=["village", "occurred_on"], name="%(class)s_of_village"),
            models.Index(fields=["county", "-occurred_on", "-id"], name="%(class)s_of_county"),
            models.Index(fields=["recorded_by", "-recorded_at", "-id"], name="%(class)s_last_receipt"),
            BrinIndex(
                fields=["occurred_on"], name="%(class)s_by_day"
            ),  # the nightly disposal reads the oldest
            # What waits is little, however many years lie behind it.
            models.Index(fields=["station"], name="%(class)s_given_back", condition=Q(state="given_back")),
            models.Index(fields=["recorded_by"], name="%(class)s_to_mend", condition=Q(state="given_back")),
        ]

    def get_absolute_url(self) -> str:
        """The page of the row; each book has its own."""
        raise NotImplementedError

    @property
    def receipt(self) -> str:
        """The number that the recorder gets: book, day of recording, running number."""
        return f"{self.PREFIX}{timezone.localtime(self.recorded_at):%y%m%d}-{self.pk:06d}"

    names_read: Mapping[int, str] | None = None  # read for several rows at once (people.with_names)

    HISTORY_LABELS = {"returned_field": _("Field that is wrong")}

    def get_returned_field_display(self) -> str:
        """What the field is called that the chief found wrong."""
        return self.typed_fields().get(self.returned_field, "")

    def get_done_by_display(self) -> str:
        """The names of those who did it."""
        known = self.names_read
        if known is None:
            people = get_user_model()._default_manager.filter(pk__in=self.done_by)
            known = dict(people.values_list("pk", "name"))
        return "、".join(sorted(known[key] for key in self.done_by if key in known))

    @property
    def month(self) -> date:
        return calendar.month_of(self.occurred_on)

    def village_of(self, day_field: str) -> int:
        """The key of the village whose figures count the row by the day ``day_field`` (COUNTED_DAYS)."""
        return self.village_id

    @classmethod
    def typed_fields(cls) -> dict[str, str]:
        """The fields that somebody types into the row's forms, with their labels: what can be wrong in it."""
        keys = ("post", "station", "county", "recorded_by")
        return {
            field.name: str(field.verbose_name)
            for field in cls._meta.fields
            if field.editable and not field.primary_key and field.name not in keys
        }

    @property
    def is_counted(self) -> bool:
        """Does a figure count the row?"""
        return self.state in self.COUNTED

    @property
    def is_open_to_change(self) -> bool:
        return self.state in {self.State.RECORDED, self.State.GIVEN_BACK} and self.erased_on is None


@tracked()
class StationMonth(Versioned):
    """The month of one station on its way to publication (月度签报).

    OPEN -> SUBMITTED -> APPROVED -> PUBLISHED; SUBMITTED | APPROVED -> OPEN with a reason.
    From SUBMITTED on the month is locked; after PUBLISHED a late row needs a reason.
    """

    # A village that came from another station asks that one's past months (ledgers/months.py).
    guard = (
        guards.Rule(("post", "station"), (guards.SELECT,), place_guards.STATION_OF_OWN_COUNTY),
        guards.Rule(("station",), (guards.INSERT, guards.UPDATE), guards.OWN_STATION),
        guards.Rule(("county",), guards.READ_WRITE, place_guards.STATION_OF_OWN_COUNTY),
        guards.Rule(("compute", "housekeeping"), (guards.SELECT,)),
        # An assignment with an earlier day asks whether its months are closed (ledgers/late_changes.py).
        guards.Rule(("role_admin",), (guards.SELECT,), place_guards.STATION_OF_OWN_COUNTY),
    )

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("month", "Open")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")

    station = models.ForeignKey(Station, models.PROTECT, related_name="months", verbose_name=_("station"))
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("month of a station")
        verbose_name_plural = _("months of stations")
        ordering = ["-month", "station"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "month"],
                name="station_has_each_month_once",
                violation_error_message=_("The station has this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="month_is_its_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.month:%Y-%m}"

    @property
    def was_submitted(self) -> bool:
        """Did the station do it? A month can be published without it, with a reason."""
        return self.state != self.State.OPEN and self.submitted_at is not None

    @property
    def was_approved(self) -> bool:
        """Did its chief do it? A month can be published without it, with a reason."""
        return self.state in {self.State.APPROVED, self.State.PUBLISHED} and self.approved_at is not None


@tracked()
class LateChange(Placed):
    """Why figures of a village changed after their month was published, by something that holds on a span of days.

    Shown beside the difference, as the reason on a late row is. ``cause`` is the label of the changed model, such as
    ``posts.assignment``; the row itself may be gone. The database writes it (ledgers/sql/note_late.sql).
    """

    guard = place_guards.by_place()
    is_figure = True

    month = models.DateField(_("month"))
    cause = models.CharField(_("what changed"), max_length=60)
    reason = models.CharField(_("why late"), max_length=200)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("late change")
        verbose_name_plural = _("late changes")
        indexes = [models.Index(fields=["month", "village"], name="late_change_by_month")]

    def __str__(self) -> str:
        return f"{self.village} {self.month:%Y-%m} {self.reason}"

    @property
    def cause_name(self) -> str:
        """What changed, in the user's language."""
        return str(apps.get_model(self.cause)._meta.verbose_name)


class Draft(models.Model):
    """What a person has typed into a form and not yet saved; one a person, form and subject. Ciphertext as a whole.

    ``subject`` says what the form is about: ``household:5`` for a new row about household 5, ``edit:12`` for the page
    that edits row 12, empty for a new row that names nobody yet (ledgers/drafts.py).
    """

    guard = guards.own_rows("user_id")
    retention = Retention(
        ("saved_at",), Then.DELETE, _("nobody came back to it"), days=30, since=_("last typed on")
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True, default="")
    content = EncryptedField(bound_to=("user_id", "form", "subject"))
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "form", "subject"],
                name="draft_is_one_a_form_and_subject",
                violation_error_message=_("There is a draft of this form already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {timezone.localtime(self.saved_at):%m-%d %H:%M}"

    @property
    def data(self) -> dict[str, Any]:
        """The typed values by the names of their fields; none when the key of the draft is gone."""
        typed: Any = self.content
        return {} if typed is UNREADABLE else dict(json.loads(typed or "{}"))

    @data.setter
    def data(self, typed: dict[str, Any]) -> None:
        self.content = self.packed(typed)

    @staticmethod
    def packed(typed: dict[str, Any]) -> str:
        """The text that ``content`` encrypts: JSON of the typed values by the names of their fields."""
        return json.dumps(typed, ensure_ascii=False)
