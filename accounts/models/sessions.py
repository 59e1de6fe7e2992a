"""Sessions of browsers; accounts/sessions.py reads and writes them."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies import guards
from policies.person_guards import of_own_county

SEEN_EVERY = timedelta(minutes=1)  # a page view within the same minute writes nothing


class SessionQuerySet(models.QuerySet["Session"]):
    def alive(self, now: datetime) -> Self:
        """Sessions that still open pages."""
        return self.filter(_alive(now))

    def over(self, now: datetime) -> Self:
        """Sessions that open nothing any more and may be cleared away."""
        return self.exclude(_alive(now))


def _alive(now: datetime) -> Q:
    return Q(last_seen_at__gt=now - F("idle"), started_at__gt=now - settings.SESSION_LASTS)


class Session(models.Model):
    """One browser in which a person is signed in, or is about to be.

    The key itself is in the browser alone; the row has its SHA-256, so that who reads the table can not take a
    session over. Both limits are checked on the server: idle since ``last_seen_at``, and the age
    since ``started_at`` (ASVS 5.0, 7.3).
    """

    guard = (
        guards.Rule(("anonymous", "housekeeping"), guards.READ_WRITE_DELETE),
        guards.Rule(  # they sign people out
            ("account_admin", "role_admin"),
            (guards.SELECT, guards.DELETE),
            of_own_county("accounts_session.user_id"),
        ),
        guards.Rule(guards.ASSIGNED_LEVELS, guards.READ_WRITE_DELETE, f"user_id = {guards.setting('user')}"),
    )

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    data = models.TextField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="sessions",
        verbose_name=_("person"),
    )
    address = models.GenericIPAddressField(_("address"), null=True)
    browser = models.CharField(_("browser"), max_length=40, blank=True)
    idle = models.DurationField(_("ends when idle for"))
    started_at = models.DateTimeField(_("signed in at"))
    last_seen_at = models.DateTimeField(_("last seen at"))

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-last_seen_at", "-pk"]
        indexes = [models.Index(fields=["last_seen_at"], name="sessions_by_last_seen")]

    def __str__(self) -> str:
        return self.browser

    def why_over(self, now: datetime) -> str:
        """``idle``, ``age``, or empty while the session lives."""
        if self.last_seen_at <= now - self.idle:
            return "idle"
        return "age" if self.started_at <= now - settings.SESSION_LASTS else ""

    def seen(self) -> None:
        """Somebody uses it; at most one write a minute."""
        now = timezone.now()
        if self.last_seen_at < now - SEEN_EVERY:
            type(self).objects.filter(pk=self.pk).update(last_seen_at=now)
