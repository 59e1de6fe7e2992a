"""Each request is one transaction, asked at the level and with the scope of the person who sent it.

Both are listed in settings.MIDDLEWARE: AnonymousMiddleware first, ScopeMiddleware after the person is known.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse

from access import scope
from audit import looks, trail
from policies.acting import ANONYMOUS, acting
from rules import reading

REFUSALS = (
    Http404,
    PermissionDenied,
    BadRequest,
    SuspiciousOperation,
)  # an answer to the person; nothing broke


class AnonymousMiddleware:
    """Until it is known who asks, the database is asked at the level anonymous: session, account, health."""

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
            reading.remember(connection, scope.rule_values(request.user))
            with looks.collecting() as page:
                response = self.get_response(request)
            trail.write_looks(page)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if not isinstance(exception, REFUSALS):
            transaction.set_rollback(True)
