"""Each request is one transaction, asked with the scope of the person who sent it; each job likewise."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from access import scope
from jobs.models import Job
from policies.acting import ANONYMOUS, acting

ANSWERS = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)  # said to the person, nothing broke


Work = Callable[..., dict[str, Any]]


def as_asker(work: Work) -> Work:
    """A job is done with the scope of whoever asked for it, as it is when the job is done."""

    @wraps(work)
    def scoped(job: Job, **told: Any) -> dict[str, Any]:
        with acting(scope.acting_as(job.by)):
            return work(job, **told)

    return scoped


class AnonymousMiddleware:
    """Until it is known who asks, the database is asked with the rights of the door: session, account, health."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(ANONYMOUS):
            return self.get_response(request)


class ScopeMiddleware:
    """The page, and what it shows late, in one transaction with the person's role and scope (policies/acting.py).

    A refusal keeps what was written to the trail; an error takes everything back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = scope.acting_as(request.user) if request.user.is_authenticated else ANONYMOUS
        with acting(who), transaction.atomic():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if not isinstance(exception, ANSWERS):
            transaction.set_rollback(True)
