import io
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import DetailView, ListView, View

from audit import trail
from jobs.models import Job, JobFile
from policies import acting

MayFetch = Callable[[Any, JobFile], bool]


def own_files(_user: Any, _file: JobFile) -> bool:
    """What the jobs know by themselves; config/urls.py gives the rule of the places."""
    return True


def of(user: Any) -> QuerySet[Job]:
    """What the person asked for; nothing for whoever serves nowhere and stays anonymous."""
    who = acting.now()
    jobs = Job.objects.filter(by=user)
    return jobs.none() if who is not None and who.level == acting.ANONYMOUS.level else jobs


class JobPage:
    """Work that the person asked for, and whether its file can be fetched."""

    request: HttpRequest
    may_fetch: MayFetch = staticmethod(own_files)

    def get_queryset(self) -> QuerySet[Job]:
        return of(self.request.user).select_related("file").defer("file__content")

    def with_file(self, job: Job) -> Job:
        """Say on the job what its page shows: the file, or that there is none for the person any more."""
        file = getattr(job, "file", None)
        is_kept = file is not None and file.expires_at > timezone.now()
        job.fetchable = file if is_kept and self.may_fetch(self.request.user, file) else None
        return job


class JobList(JobPage, ListView):
    """我的任务: what I asked for, newest first."""

    template_name = "jobs/job_list.html"
    paginate_by = 30

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        return shown | {"jobs": [self.with_file(job) for job in shown["object_list"]]}


class JobDetail(JobPage, DetailView):
    """One task; htmx polls its fragment until it is over."""

    def get_object(self, queryset: QuerySet[Job] | None = None) -> Job:
        return self.with_file(super().get_object(queryset))

    def get_template_names(self) -> list[str]:
        return ["jobs/_job_state.html" if self.request.htmx else "jobs/job_detail.html"]


class Download(View):
    """The file, for the person who asked for it, at the place where it was asked for, and nobody else."""

    http_method_names = ["get", "head", "options"]
    may_fetch: MayFetch = staticmethod(own_files)

    def get(self, request: HttpRequest, pk: str) -> FileResponse:
        job = get_object_or_404(of(request.user), pk=pk)
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
