"""The Celery tasks of an import; started by imports/actions.py through jobs/run.py."""

from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from access.job_scope import with_scope_of_requester
from accounts.models import User
from imports import actions
from imports.amounts import by_state
from imports.models import Import
from jobs import run
from jobs.models import Job
from jobs.run import Progress


@with_scope_of_requester
def check_import(job: Job, *, progress: Progress) -> dict[str, Any]:
    """Check the import that the job names; Refused with the reason when it can not be."""
    owner = _done(job, lambda owner, by: actions.check(owner, by=by, progress=progress))
    return {"template": "imports/_checked.html", **by_state(owner.counts), **_link(owner)}


@with_scope_of_requester
def commit_import(job: Job, *, progress: Progress) -> dict[str, Any]:
    """Take the import that the job names over; Refused with the reason when it can not be."""
    made: dict[str, int] = {}

    def take_over(owner: Import, by: User) -> Import:
        made.update(actions.commit(owner, by=by, progress=progress))
        return owner

    owner = _done(job, take_over)
    return {"template": "imports/_done.html", **made, **_link(owner)}


def _done(job: Job, work: Callable[[Import, User], Import]) -> Import:
    owner = Import.objects.select_related("county").filter(pk=job.params["owner"]).first()
    if owner is None or job.by is None:
        raise run.Refused(_("The import is there no more."))
    try:
        return work(owner, job.by)
    except ValidationError as why:
        raise run.Refused(" ".join(why.messages)) from why
    except PermissionDenied as why:
        raise run.Refused(_("Your role does not import sheets any more.")) from why


def _link(owner: Import) -> dict[str, str]:
    return {"url": reverse("imports:import-detail", args=[owner.pk])}


@shared_task(ignore_result=True)
def check(key: str) -> None:
    run.perform(key, check_import)


@shared_task(ignore_result=True)
def commit(key: str) -> None:
    run.perform(key, commit_import)
