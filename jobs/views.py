import io

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView

from audit import trail
from jobs.models import Job, JobFile, place_now


class JobList(ListView):
    """我的任务: what I asked for, newest first."""

    template_name = "jobs/job_list.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.filter(by=self.request.user).select_related("file").defer("file__content")


class JobDetail(DetailView):
    """One task; htmx polls its fragment until it is over."""

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.filter(by=self.request.user).select_related("file").defer("file__content")

    def get_template_names(self) -> list[str]:
        return ["jobs/_job_state.html" if self.request.htmx else "jobs/job_detail.html"]


@require_safe
def download(request: HttpRequest, pk: str) -> FileResponse:
    """The file, for the person who asked for it and nobody else, while the person serves where it was made."""
    mine = JobFile.objects.filter(job=pk, job__by=request.user, place=place_now())
    file = get_object_or_404(mine, expires_at__gt=timezone.now())
    trail.record("download", None, by=request.user, job=str(pk), file=file.name, sha256=file.sha256)
    response = FileResponse(
        io.BytesIO(bytes(file.content)),
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
    )
    response["Cache-Control"] = "no-store"
    return response
