"""Where a request came from, so that the trail can name the address without every action passing it on."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

address_of_request: ContextVar[str | None] = ContextVar("address_of_request", default=None)


class OriginMiddleware:
    """Remembers the peer's address while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = address_of_request.set(request.META.get("REMOTE_ADDR") or None)
        try:
            return self.get_response(request)
        finally:
            address_of_request.reset(token)
