"""Work that is done in the background, the file it made, and the sign of life of its worker."""

import uuid
from typing import Any, Optional

from django.conf import settings
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies import guards
from retention.periods import LOG_DAYS, Retention, Then

LOST_FRAME = {"step": 0, "steps": 0, "message": ""}


class Job(models.Model):
    """One piece of background work.

    QUEUED -> RUNNING -> DONE | FAILED. The row is what counts; the Celery message is only a hint. Progress goes
    through the cache, because the effect and DONE are written in one transaction that nobody else sees
    until it ends.
    """

    guard = guards.own_rows("by_id", rights=guards.READ_WRITE)

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    retention = Retention(
        ("asked_at",), Then.DELETE, _("to find one's work of the last half year"), days=LOG_DAYS
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=100)
    title = models.CharField(_("work"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="jobs", verbose_name=_("by")
    )
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)  # that failed
    starts = models.PositiveSmallIntegerField(default=0)  # by a worker, which may have been stopped meanwhile
    error = models.TextField(_("error"), blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    hinted_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    fetchable: Optional["JobFile"] = None  # set by jobs/views.py for its templates

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("my tasks")
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["by", "-asked_at"], name="jobs_of_a_person"),
            models.Index(
                fields=["hinted_at"],
                name="jobs_not_done",
                condition=models.Q(state__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def progress(self) -> dict[str, Any]:
        """``{"step", "steps", "message"}`` as the worker last reported it."""
        progress: dict[str, Any] = cache.get(f"job:{self.pk}") or LOST_FRAME
        return progress

    @property
    def percent(self) -> int:
        if self.state == self.State.DONE:
            return 100
        now = self.progress
        return int(100 * now["step"] / now["steps"]) if now["steps"] else 0


class JobFile(models.Model):
    """The file that a job made, stored in the database so that any web process can serve it.

    Its rows were the person's to see in one role and scope (``place``, written by posts/job_files.py): after a move it
    can not be fetched any more.
    """

    guard = guards.follows(
        "jobs_job",
        "job_id",
        guards.Rule(guards.PERSON_LEVELS, (guards.SELECT, guards.INSERT)),
        guards.Rule(("housekeeping",), guards.READ_WRITE_DELETE),
    )
    retention = Retention(("expires_at",), Then.DELETE, _("7 days to fetch the file"))

    job = models.OneToOneField(Job, models.CASCADE, related_name="file")
    name = models.CharField(_("file"), max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    expires_at = models.DateTimeField(_("kept until"))
    place = models.CharField(max_length=80, default="", editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a worker last did a task. Written by a task, so it proves that messages are consumed."""

    guard = guards.open_to_all(guards.Rule(("housekeeping",), guards.READ_WRITE))

    name = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name} {timezone.localtime(self.at):%H:%M:%S}"
