"""我的任务: what a person asked for, how far it is, and its file. config/urls.py mounts them (jobs/urls.py)."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import DetailView, ListView, View
from django_htmx.middleware import HtmxDetails

from audit import trail
from jobs.models import Job, JobFile
from policies import acting

if TYPE_CHECKING:
    JobListView = ListView[Job]
    JobDetailView = DetailView[Job]
else:
    JobListView = ListView  # not generic at run time
    JobDetailView = DetailView

# The rule takes the user model, which is on no lower floor (config/rooms.py).
MayFetch = Callable[[Any, JobFile], bool]


class SignedInRequest(HttpRequest):
    """What the middleware leaves through to these pages; never instantiated."""

    user: AbstractBaseUser  # type: ignore[assignment]  # the user model is on no lower floor
    htmx: HtmxDetails


def own_files(_user: AbstractBaseUser, _file: JobFile) -> bool:
    """The rule of this room alone; config/urls.py gives the one of roles and scopes (posts/job_files.py)."""
    return True


def jobs_of(user: AbstractBaseUser) -> QuerySet[Job]:
    """What the person asked for; nothing for whoever serves nowhere and stays anonymous."""
    who = acting.now()
    jobs = Job.objects.filter(by_id=user.pk)
    return jobs.none() if who is not None and who.level == acting.ANONYMOUS.level else jobs


class JobPage:
    """Work that the person asked for, and whether its file can be fetched."""

    request: SignedInRequest
    may_fetch: MayFetch = staticmethod(own_files)

    def get_queryset(self) -> QuerySet[Job]:
        return jobs_of(self.request.user).select_related("file").defer("file__content")

    def with_file(self, job: Job) -> Job:
        """Set ``fetchable`` to the file that the person may still fetch."""
        file: JobFile | None = getattr(job, "file", None)
        if file and file.expires_at > timezone.now() and self.may_fetch(self.request.user, file):
            job.fetchable = file
        return job


class JobList(JobPage, JobListView):
    """我的任务: what I asked for, newest first."""

    request: SignedInRequest
    template_name = "jobs/job_list.html"
    paginate_by = 30

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return shown | {"jobs": [self.with_file(job) for job in shown["object_list"]]}


class JobDetail(JobPage, JobDetailView):
    """One task; htmx polls its fragment until it is over."""

    request: SignedInRequest

    def get_object(self, queryset: QuerySet[Job] | None = None) -> Job:
        return self.with_file(super().get_object(queryset))

    def get_template_names(self) -> list[str]:
        return ["jobs/_job_state.html" if self.request.htmx else "jobs/job_detail.html"]


class Download(View):
    """The file, for the person who asked for it, at the place where it was asked for, and nobody else."""

    http_method_names = ["get", "head", "options"]
    may_fetch: MayFetch = staticmethod(own_files)

    def get(self, request: SignedInRequest, pk: str) -> FileResponse:
        job = get_object_or_404(jobs_of(request.user), pk=pk)
        file = get_object_or_404(JobFile, job=job, expires_at__gt=timezone.now())
        if not self.may_fetch(request.user, file):
            raise Http404
        trail.record("download", None, by=request.user, job=str(pk), file=file.name, sha256=file.sha256)
        response = FileResponse(
            io.BytesIO(bytes(file.content)),
            as_attachment=True,
            filename=file.name,
            content_type=file.content_type,
        )
        response["Cache-Control"] = "no-store"
        return response
