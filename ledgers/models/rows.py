"""The base of ledger rows. The models of all books inherit ``Row``."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.versions import Versioned
from calendars import calendar
from posts import carried
from posts.models import Placed
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
    # Where parts of the row have pages of their own: what is said of them while it is given back. They wait until it
    # is saved again, and what the chief misses may be there: the row itself may stay as it is.
    PARTS_WAIT: str | Promise = ""
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

    @classmethod
    def seen_in_role(cls) -> Q:
        """As a filter on assignments beside the row (``OuterRef``): does their role see it at its own place?"""
        return Q()

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
        return self.village_on(getattr(self, day_field))

    def village_on(self, day: date | None) -> int:
        """The key of the village whose figures count what the row says of the day."""
        return (
            carried.village_on(type(self), self.pk, self.village_id, day) if self.GOES_ON else self.village_id
        )

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
