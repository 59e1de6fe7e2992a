"""The county's rules and procedures, their editions, and who has read them (制度库)."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access import scope
from access.roles import row_of
from accounts.models import User
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from policies.guards import INSERT, SELECT, UPDATE, Rule
from posts.models import County
from retention.periods import Retention, Then

OF_OWN_COUNTY = (
    guards.HIDDEN_IN_EMERGENCY,
    Rule(guards.PLACE_LEVELS, (SELECT,), guards.OWN_COUNTY),
)


def county_of(user: User | AnonymousUser) -> int | None:
    """The county in which the person works at a post, a station or the bureau; None for all others."""
    where = scope.for_user(user)
    if not where.role or where.emergency or row_of(where.role).level not in guards.PLACE_LEVELS:
        return None
    return where.county_id or where.above[1]


class RegulationQuerySet(models.QuerySet["Regulation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(county=county_of(user) or 0)

    def in_force(self) -> Self:
        return self.filter(ended_on=None)


@tracked()
class Regulation(Versioned):
    """A rule or procedure of the county (制度). ``newest`` is the number of the edition that holds.

    IN FORCE -> ended by the county; nobody is asked to read it any more.
    """

    guard = (*OF_OWN_COUNTY, Rule(("county",), (INSERT, UPDATE), guards.OWN_COUNTY))

    county = models.ForeignKey(
        County, models.PROTECT, related_name="+", verbose_name=_("county"), editable=False
    )
    title = models.CharField(_("title"), max_length=80)
    newest = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "title"],
                condition=Q(ended_on=None),
                name="regulation_in_force_has_one_title",
                violation_error_message=_("The county has a regulation with this title already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:regulation-detail", args=[self.pk])


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(county=county_of(user) or 0)

    def current(self) -> Self:
        """The newest edition of each regulation in force."""
        return self.filter(number=F("regulation__newest"), regulation__ended_on=None)

    def with_reading_by(self, user: User) -> Self:
        """``read_at``: when the person confirmed it; None: not yet."""
        own = Reading.objects.filter(edition=OuterRef("pk"), user=user.pk)
        return self.annotate(read_at=Subquery(own.values("read_at")[:1]))


class Edition(models.Model):
    """The text of a regulation from one day on, or a file, or both. Written once; a new edition takes its place."""

    guard = (*OF_OWN_COUNTY, Rule(("county",), (INSERT,), guards.OWN_COUNTY))

    county = models.ForeignKey(
        County, models.PROTECT, related_name="+", verbose_name=_("county"), editable=False
    )
    regulation = models.ForeignKey(
        Regulation, models.PROTECT, related_name="editions", verbose_name=_("regulation"), editable=False
    )
    number = models.PositiveSmallIntegerField(_("edition"), editable=False)
    issued_on = models.DateField(_("issued on"))
    must_read = models.BooleanField(_("to be read by everybody"), default=True)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    file_name = models.CharField(_("file"), max_length=120, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("issued by"),
        editable=False,
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a regulation")
        verbose_name_plural = _("editions of regulations")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "number"],
                name="edition_has_its_own_number",
                violation_error_message=_("Another edition was issued a moment ago."),
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(file_name=""),
                name="edition_has_a_text_or_a_file",
                violation_error_message=_("Write the text or add the file."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulation} {self.number}"


class EditionFileQuerySet(models.QuerySet["EditionFile"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(county=county_of(user) or 0)


class EditionFile(models.Model):
    """The file of an edition (PDF), as it was issued."""

    guard = (*OF_OWN_COUNTY, Rule(("county",), (INSERT,), guards.OWN_COUNTY))

    edition = models.OneToOneField(
        Edition, models.PROTECT, related_name="file", verbose_name=_("edition"), editable=False
    )
    county = models.ForeignKey(
        County, models.PROTECT, related_name="+", verbose_name=_("county"), editable=False
    )
    content = models.BinaryField(_("file"))
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)

    objects = EditionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")

    def __str__(self) -> str:
        return f"{self.edition} {self.sha256[:8]}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; at a station and at the bureau those of the county."""
        where, county = scope.for_user(user), county_of(user)
        if county is None:
            return self.none()
        found = self.filter(county=county)
        return found.filter(user=user.pk) if row_of(where.role).level == "post" else found


class Reading(models.Model):
    """Somebody has confirmed that they have read an edition (阅读确认); once, and never taken back."""

    guard = (
        guards.HIDDEN_IN_EMERGENCY,
        Rule(("post",), (SELECT, INSERT), f"{guards.OWN_COUNTY} AND user_id = {guards.setting('user')}"),
        Rule(("station", "county"), (SELECT,), guards.OWN_COUNTY),
        Rule(("station",), (INSERT,), f"{guards.OWN_COUNTY} AND user_id = {guards.setting('user')}"),
        Rule(("housekeeping",), (SELECT, UPDATE, guards.DELETE)),
    )
    retention = Retention(
        ("read_at",), Then.DELETE, _("to show who has read the county's rules"), years=5, whole_year=True
    )

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("county"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="readings", verbose_name=_("edition"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    read_at = models.DateTimeField(_("read at"), default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of reading")
        verbose_name_plural = _("confirmations of reading")
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "user"],
                name="reading_is_confirmed_once",
                violation_error_message=_("It is confirmed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.user}"
