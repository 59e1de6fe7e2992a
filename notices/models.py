"""A line on the first page of a person, or of a role at a place, until somebody has seen to it."""

from typing import Protocol, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices import words
from policies import guards
from retention.periods import Retention, Then

ABOVE_STATIONS = tuple(level for level in guards.ASSIGNED_LEVELS if level not in ("post", "station"))
DONE = ("done_by_id", "done_at")
DONE_BY_ONESELF = f"done_by_id = {guards.setting('user')}"
BOTH = (guards.SELECT, guards.UPDATE)


class Place(Protocol):
    """Where somebody works today, as access/scope.py reads it: one of the keys below the county is set, or none."""

    @property
    def role(self) -> str: ...
    @property
    def post_id(self) -> int | None: ...
    @property
    def station_id(self) -> int | None: ...
    @property
    def county_id(self) -> int | None: ...
    @property
    def emergency(self) -> int | None: ...


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_(self, user: AbstractBaseUser | AnonymousUser, where: Place) -> Self:
        """Lines to the person, and to the role that the person works in at ``where``; none without a role.

        Nor during an emergency view: the lines of the other post are not for the person who reads it.
        """
        if not where.role or where.emergency:
            return self.none()
        keys = {"post_id": where.post_id, "station_id": where.station_id, "county_id": where.county_id}
        place = {name: key for name, key in keys.items() if key}
        to_role = Q(role=where.role, **place) if place else Q(pk=None)
        return self.filter(Q(user=user.pk) | to_role)

    def open(self) -> Self:
        """Not done yet, the oldest first."""
        return self.filter(done_at=None).order_by("since", "pk")


class Notice(models.Model):
    """A line on somebody's first page: something has happened that they must know or do. OPEN -> done by somebody.

    To one person, or to everybody in a role at one post, station or county; then the first who does it does it for all.
    What can be counted from the books is no notice but a query (reports/boards.py). ``code`` chooses the words
    (notices/words.py), ``detail`` fills them: names of places and days, never a villager's text or numbers.

    Places are plain numbers: this room knows no place. ``level`` is the database level of a role above the stations,
    so that the auditor's lines are not read by the rest of the county.
    """

    guard = (
        guards.HIDDEN_IN_EMERGENCY,
        guards.Rule(
            guards.ASSIGNED_LEVELS,
            (guards.INSERT,),
            "",
            (),
            f"done_at IS NULL AND sent_by_id = {guards.setting('user')}",
        ),
        guards.Rule(guards.ASSIGNED_LEVELS, BOTH, f"user_id = {guards.setting('user')}", (), DONE_BY_ONESELF),
        guards.Rule(("post",), BOTH, guards.OWN_POST, (), DONE_BY_ONESELF),
        guards.Rule(("station",), BOTH, guards.OWN_STATION, (), DONE_BY_ONESELF),
        *(
            guards.Rule((level,), BOTH, f"{guards.OWN_COUNTY} AND level = '{level}'", (), DONE_BY_ONESELF)
            for level in ABOVE_STATIONS
        ),
        guards.Rule(("housekeeping",), guards.READ_WRITE_DELETE),
    )
    retention = Retention(("done_at",), Then.DELETE, _("to look up who has seen to it"), days=90)

    code = models.CharField(_("what"), max_length=60)
    detail = models.JSONField(_("detail"), default=dict)
    link = models.CharField(_("link"), max_length=200, blank=True)
    key = models.CharField(max_length=120)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=15, blank=True)
    level = models.CharField(max_length=15, blank=True)
    post_id = models.BigIntegerField(null=True)
    station_id = models.BigIntegerField(null=True)
    county_id = models.BigIntegerField(null=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("posted by")
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )
    done_at = models.DateTimeField(_("done at"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, role="", post_id=None, station_id=None, county_id=None)
                | Q(user=None)
                & ~Q(role="")
                & (
                    Q(post_id__isnull=False, station_id=None, county_id=None)
                    | Q(post_id=None, station_id__isnull=False, county_id=None)
                    | Q(post_id=None, station_id=None, county_id__isnull=False) & ~Q(level="")
                ),
                name="notice_is_to_a_person_or_to_a_role_at_one_place",
                violation_error_message=_("A notice goes to a person, or to a role at one place."),
            ),
            models.CheckConstraint(
                condition=Q(done_by=None, done_at=None) | Q(done_by__isnull=False, done_at__isnull=False),
                name="notice_is_done_by_somebody",
                violation_error_message=_("Say who has seen to it and when."),
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__regex="^/([^/]|$)"),
                name="notice_links_inside",
                violation_error_message=_("A notice links to a page of the registry."),
            ),
            models.UniqueConstraint(
                fields=["key", "user", "role", "post_id", "station_id", "county_id"],
                nulls_distinct=False,
                name="notice_is_posted_once",
                violation_error_message=_("This notice is posted already."),
            ),
        ]
        indexes = [
            models.Index(fields=["post_id"], name="notice_open_at_post", condition=Q(done_at=None)),
            models.Index(fields=["station_id"], name="notice_open_at_station", condition=Q(done_at=None)),
            models.Index(fields=["county_id"], name="notice_open_at_county", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.key}"

    @property
    def text(self) -> str:
        """The sentence, in the reader's language."""
        return words.text(self.code, self.detail)
