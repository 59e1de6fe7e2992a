"""The Celery task of an import; started by imports/actions.py ``start_commit`` through jobs/run.py."""

from typing import Any

from celery import shared_task
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from access.job_scope import with_scope_of_requester
from imports import actions
from imports.models import Import
from jobs import run
from jobs.models import Job
from jobs.run import Progress


@with_scope_of_requester
def commit_import(job: Job, *, progress: Progress) -> dict[str, Any]:
    """Take the import that the job names over; Refused with the reason when it can not be."""
    owner = Import.objects.select_related("county").filter(pk=job.params["owner"]).first()
    if owner is None or job.by is None:
        raise run.Refused(_("The import is there no more."))
    try:
        made = actions.commit(owner, by=job.by, progress=progress)
    except ValidationError as why:
        raise run.Refused(" ".join(why.messages)) from why
    except PermissionDenied as why:
        raise run.Refused(_("Your role does not import sheets any more.")) from why
    return {
        "template": "imports/_done.html",
        "url": reverse("imports:import-detail", args=[owner.pk]),
        **made,
    }


@shared_task(ignore_result=True)
def commit(key: str) -> None:
    run.perform(key, commit_import)
