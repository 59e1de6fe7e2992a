"""Tables of the trail: entries, seals, disposals."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Cast, Now, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.triggers import EVERY_CHANGE, DatedByTheDatabase, RefuseButByLaw, written_once
from policies import guards


class AppendOnly(models.Model):
    """A row that is written once: the login role may insert and read it, never change it.

    ``grant_access`` withholds UPDATE and DELETE on every model that inherits from this class.
    """

    class Meta:
        abstract = True


def transaction_number() -> models.Func:
    """The number of the running database transaction; it never comes back, unlike PostgreSQL's short ``xmin``."""
    return models.Func(template="pg_current_xact_id()::text::bigint", output_field=models.BigIntegerField())


def made_in() -> "models.BigIntegerField[int | None, int]":
    """A column for the transaction in which a row was made: whoever did it stands in that one's entries of the trail.

    A row that an action of another subject made (an import, a split) has no entry of its own. Leave it out of the
    history: ``tracked(computed=...)``.
    """
    return models.BigIntegerField(editable=False, db_default=transaction_number())


def person_acting() -> Cast:
    """The person for whom the transaction was opened; NULL for jobs and for work by hand."""
    setting = models.Func(models.Value("app.user"), models.Value(True), function="current_setting")
    return Cast(NullIf(setting, models.Value("")), models.BigIntegerField())


USUAL = ("list", "read", "record", "sign_in")  # three of four entries

# An insert gives its new key back only to those who may read the row.
JUST_WRITTEN = "tx = (SELECT pg_current_xact_id()::text::bigint)"


class Entry(AppendOnly):
    """One thing that somebody did or looked at.

    ``households`` and ``residents`` are the keys of those whose data was seen (audit/looks.py), beside the subject.
    Who acts and when is written by the database (posts/sql/place_entry.sql).

    No foreign keys: the trail must outlive what it names. Post, station and county are the subject's access keys,
    or those of whoever acts where the subject has none.
    """

    guard = (
        guards.Rule(guards.READING_LEVELS, (guards.INSERT,)),
        guards.Rule(("anonymous", "account_admin", "role_admin", "compute"), (guards.SELECT,), JUST_WRITTEN),
        guards.Rule(("post",), (guards.SELECT,), f"{guards.OWN_POST} OR {JUST_WRITTEN}"),
        guards.Rule(("station",), (guards.SELECT,), f"{guards.OWN_STATION} OR {JUST_WRITTEN}"),
        guards.Rule(("county",), (guards.SELECT,), f"{guards.OWN_COUNTY} OR {JUST_WRITTEN}"),
        guards.Rule(("auditor",), (guards.SELECT,), f"{guards.OWN_COUNTY} OR county_id IS NULL"),
        guards.Rule(("housekeeping",), (guards.SELECT,)),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("who"), max_length=60, blank=True)
    action = models.CharField(_("action"), max_length=60)
    subject_type = models.CharField(_("subject"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(_("subject"), max_length=120, blank=True)
    post_id = models.BigIntegerField(null=True)
    station_id = models.BigIntegerField(null=True)
    county_id = models.BigIntegerField(null=True)  # a trigger of posts gives it where nobody did
    tx = models.BigIntegerField(db_default=transaction_number())
    detail = models.JSONField(_("detail"), default=dict, encoder=DjangoJSONEncoder)
    address = models.GenericIPAddressField(_("address"), null=True)
    households = ArrayField(models.IntegerField(), null=True, verbose_name=_("households that were seen"))
    residents = ArrayField(models.IntegerField(), null=True, verbose_name=_("residents who were seen"))

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["subject_id", "subject_type"],
                name="trail_of_a_subject",
                condition=models.Q(subject_id__isnull=False),
            ),
            models.Index(
                fields=["actor_id", "-id"],
                name="trail_of_an_actor",
                condition=models.Q(actor_id__isnull=False),
            ),
            BrinIndex(fields=["at"], name="trail_by_time", pages_per_range=16),
            # The usual actions are found soon by going backwards through the trail; this is for the rare ones.
            models.Index(
                fields=["action", "-id"], name="trail_by_action", condition=~models.Q(action__in=USUAL)
            ),
            models.Index(fields=["tx"], name="trail_by_transaction"),
            GinIndex(
                fields=["households"],
                name="trail_of_households",
                condition=models.Q(households__isnull=False),
            ),
            GinIndex(
                fields=["residents"],
                name="trail_of_residents",
                condition=models.Q(residents__isnull=False),
            ),
        ]
        triggers = written_once()

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.subject_label}"


class Seal(AppendOnly):
    """A block of the trail, sealed: all entries and changes of the transactions ``from_tx`` up to before ``to_tx``.

    ``mac`` is made with a key that is outside the database, over all fields of the seal (audit/blocks.py). A trigger
    writes ``sealed_at``: a block that is called older than it is could be disposed of before its time.
    """

    guard = (guards.Rule(("housekeeping",), (guards.SELECT, guards.INSERT)),)

    number = models.BigIntegerField(primary_key=True)
    from_tx = models.BigIntegerField()
    to_tx = models.BigIntegerField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    rows = models.JSONField()
    shape = models.JSONField()
    previous = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["number"]
        triggers = [*written_once(), DatedByTheDatabase("sealed_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_tx__gt=models.F("from_tx")),
                name="seal_ends_after_it_begins",
                violation_error_message=_("A seal ends after it begins."),
            ),
            models.UniqueConstraint(
                fields=["from_tx"],
                name="transaction_is_sealed_once",
                violation_error_message=_("These transactions are sealed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {timezone.localtime(self.sealed_at):%Y-%m-%d %H:%M:%S}"


class RowState(AppendOnly):
    """What a tracked row said after a change (audit/states.py): SHA-256 of the values that its history keeps, and of
    the encrypted ones; NULL of a row that is deleted. A trigger writes it, nobody else.

    ``kind``: i made, u changed, s only encrypted values changed, d deleted; k said again, for the block of the state
    before is disposed of (audit/sql/dispose.sql).
    """

    guard = (guards.Rule(("housekeeping",), (guards.SELECT,)),)

    of_table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    kind = models.CharField(max_length=1)
    hash = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    tx = models.BigIntegerField(db_default=transaction_number())

    class Meta:
        verbose_name = _("state of a row")
        verbose_name_plural = _("states of rows")
        ordering = ["pk"]
        triggers = [RefuseButByLaw(name="written_once", operation=EVERY_CHANGE)]
        indexes = [
            models.Index(fields=["row_id"], name="state_of_a_row"),
            BrinIndex(fields=["tx"], name="state_by_transaction", pages_per_range=16, autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.of_table} {self.row_id} {self.kind}"


class HistoryRemoval(AppendOnly):
    """Changes of one table that were deleted, or cleaned of a number, because the law wants it (retention/sql/).

    The functions that do it write this, and nobody else. It is sealed as every change is. ``changes``: transaction and
    number of each, and for one that was cleaned the beginning of the hash that it has from then on.
    """

    guard = (guards.Rule(("housekeeping",), (guards.SELECT,)),)

    of_table = models.CharField(max_length=63)
    changes = models.JSONField()
    at = models.DateTimeField(db_default=Now())
    by_id = models.BigIntegerField(null=True, db_default=person_acting())
    tx = models.BigIntegerField(db_default=transaction_number())

    class Meta:
        verbose_name = _("removal of history")
        verbose_name_plural = _("removals of history")
        ordering = ["pk"]
        triggers = written_once()
        indexes = [models.Index(fields=["tx"], name="removal_by_transaction")]

    def __str__(self) -> str:
        return f"{self.of_table} {len(self.changes)}"


class TrailDisposal(AppendOnly):
    """Blocks ``first`` .. ``last`` of the trail, which were deleted when their period was over; their seals stay."""

    guard = (guards.Rule(("housekeeping",), (guards.SELECT, guards.INSERT)),)

    first = models.BigIntegerField()
    last = models.BigIntegerField()
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("disposal of the trail")
        verbose_name_plural = _("disposals of the trail")
        ordering = ["first"]
        triggers = written_once()

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"
