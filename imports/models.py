"""An import: one sheet file brought in by one person; its lines; what columns meant at the station before."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import scope
from access.rights import may
from accounts.models import User
from audit.history import tracked
from audit.versions import Versioned
from encryption.fields import EncryptedField, SequencedKey
from imports.divisions.models import DivisionImport
from jobs.models import Job
from policies import guards
from posts.models import County, Post, Station, Village
from residents.models import Household, Resident
from retention.periods import Retention, Then

__all__ = ["DivisionImport", "Import", "ImportLine", "Mapping"]

OWN = f"by_id = {guards.setting('user')}"
LONGEST_CELLS = 1_000_000  # no form fills these in


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own, and those of everybody who serves, or served, at the person's post or station; of the sheets of
        accounts of the county, which lie at no station, all to whoever opens accounts there."""
        where = scope.for_user(user)
        if where.role == "" or where.emergency:
            return self.none()
        own = Q(by_id=user.pk, county_id=where.county_id or where.above[1])
        if may(user, "manage_accounts"):
            return self.filter(own | Q(kind=Import.Kind.ACCOUNTS, county_id=where.county_id))
        if where.post_id:
            return self.filter(own | Q(post_id=where.post_id))
        return self.filter(own | Q(station_id=where.station_id) if where.station_id else own)


@tracked()
class Import(Versioned):
    """One file of households and residents, of accounts, or of the villages of posts (imports/kinds.py).

    UPLOADED -> MAPPED -> CHECKED -> COMMITTING -> DONE -> WITHDRAWN; CHECKED -> MAPPED while nothing is committed.
    A large file is CHECKING in between, while a worker does it.
    The file itself is not stored: only its lines, without identity numbers and the columns that are never read.
    """

    guard = (
        guards.HIDDEN_IN_EMERGENCY,
        guards.Rule(("post",), guards.READ_WRITE, OWN),
        guards.Rule(("post",), (guards.SELECT, guards.UPDATE), guards.OWN_POST),
        guards.Rule(("station",), guards.READ_WRITE, guards.OWN_STATION),
        guards.Rule(("account_admin", "county"), guards.READ_WRITE, OWN),
        guards.Rule(
            ("account_admin",), (guards.SELECT, guards.UPDATE), f"kind = 'accounts' AND {guards.OWN_COUNTY}"
        ),
        guards.Rule(("housekeeping",), guards.READ_WRITE_DELETE),
    )
    retention = Retention(
        ("uploaded_at",), Then.DELETE, _("to withdraw it, and to mend refused lines"), days=90
    )

    class Kind(models.TextChoices):
        HOUSEHOLDS = "households", _("Households and residents")
        ACCOUNTS = "accounts", _("Accounts")
        VILLAGES = "villages", _("Villages of posts")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        MAPPED = "mapped", _("Columns chosen")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        COMMITTING = "committing", _("Being taken over")
        DONE = "done", _("Taken over")
        WITHDRAWN = "withdrawn", pgettext_lazy("import", "Withdrawn")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.HOUSEHOLDS)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, related_name="+", verbose_name=_("station")
    )  # empty: of the county as a whole
    # Of whoever serves at a post: who follows there may withdraw it.
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name=_("post"))
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("county"))
    file_name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    sheets = models.JSONField(default=list)  # name, title and headings of each sheet
    columns = models.JSONField(default=dict)  # heading -> meaning (imports/columns.py)
    forbidden = models.JSONField(default=dict)  # heading of a column that was not read -> why
    rows = models.PositiveIntegerField(_("rows"), default=0)
    households_since = models.DateField(
        _("households registered on"),
        null=True,
        blank=True,
        help_text=_("Empty: since before the registry; only while no month of the county is closed."),
    )
    all_are_14 = models.BooleanField(_("everybody in the sheet is 14 or older"), default=False)
    for_village = models.PositiveBigIntegerField(null=True)  # of rows that name none
    counts = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    done_at = models.DateTimeField(_("taken over at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", db_constraint=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("noun", "import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["station", "-uploaded_at"], name="imports_of_station")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.uploaded_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("imports:import-detail", args=[self.pk])


class ImportLine(models.Model):
    """One row of the sheet, or one member of a family's row: what it says, what is wrong, what it became.

    ``part`` 0 is the row itself, 1 and on its members; ``family`` numbers the households of the file. What it says and
    what it changed is encrypted; the keys beside it are those of the register, for the checks in SQL.
    """

    guard = guards.follows(
        "imports_import",
        "owner_id",
        guards.Rule(("post", "station", "account_admin", "county"), guards.READ_WRITE_DELETE),
        guards.Rule(("housekeeping",), guards.READ_WRITE_DELETE),
    )
    is_personal = True
    retention = Retention(
        ("stored_on",),
        Then.DELETE,
        _("to withdraw the import, and to mend refused lines"),
        days=90,
        since=_("the day when the sheet was brought in"),
    )

    class State(models.TextChoices):
        GOOD = "good", _("Good")
        DOUBTFUL = "doubtful", _("Doubtful")
        REFUSED = "refused", pgettext_lazy("line", "Refused")
        COMMITTED = "committed", _("Taken over")

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        COUNTED = "counted", _("Only counted: younger than 14")

    id = SequencedKey(primary_key=True)
    owner = models.ForeignKey(Import, models.CASCADE, related_name="lines", db_index=False)
    stored_on = models.DateField(default=timezone.localdate)
    sheet = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(_("row"))
    part = models.PositiveSmallIntegerField(default=0)
    cells = EncryptedField(longest=LONGEST_CELLS)
    written = EncryptedField(longest=LONGEST_CELLS)  # JSON: what the check made of the cells
    state = models.CharField(_("state"), max_length=10, choices=State, blank=True, default="")
    faults = models.JSONField(default=list)  # field, text, weight
    is_ticked = models.BooleanField(_("take over"), default=False)
    family = models.PositiveIntegerField(null=True)
    is_head = models.BooleanField(default=False)
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, related_name="+", verbose_name=_("village"), db_index=False
    )  # a village is never deleted
    number_key = models.CharField(max_length=200, default="")
    name_key = models.CharField(max_length=200, default="")
    birth_year = models.PositiveSmallIntegerField(null=True)
    phone_index = models.BinaryField(null=True)
    household = models.ForeignKey(
        Household, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    resident = models.ForeignKey(
        Resident, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    changed = models.JSONField(default=list)  # names of the fields that get another value

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        ordering = ["owner", "sheet", "number", "part"]
        indexes = [
            models.Index(fields=["owner", "state", "sheet", "number", "part"], name="import_lines_by_state"),
            models.Index(fields=["owner", "family"], name="import_lines_of_family"),
            models.Index(fields=["owner", "village", "number_key"], name="import_lines_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Mapping(models.Model):
    """What the columns of sheets with these headings meant when the station last brought one in."""

    guard = (
        guards.HIDDEN_IN_EMERGENCY,
        guards.Rule(("post", "station"), guards.READ_WRITE, guards.OWN_STATION),
        guards.Rule(("housekeeping",), (guards.SELECT,)),
    )

    station = models.ForeignKey(Station, models.CASCADE, related_name="+")
    headings = models.CharField(max_length=64)  # SHA-256 of the heading set
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")
        constraints = [
            models.UniqueConstraint(
                fields=["station", "headings"],
                name="headings_mean_one_thing_at_a_station",
                violation_error_message=_("The station has a mapping for these headings already."),
            )
        ]

    def __str__(self) -> str:
        return self.headings[:12]
