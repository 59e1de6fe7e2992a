"""Where a request came from, so that the trail can name the address without every action passing it on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

address_of_request: ContextVar[str | None] = ContextVar("address_of_request", default=None)


def peer(request: HttpRequest) -> str | None:
    """The address that asked. Behind PROXIES proxies of our own it is that many places from the right of
    X-Forwarded-For; what stands further left anybody could have written.
    """
    passed_on = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    address = passed_on[-settings.PROXIES] if 0 < settings.PROXIES <= len(passed_on) else ""
    address = address or request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(address))
    except ValueError:
        return None


@contextmanager
def asked_from(address: str | None) -> Iterator[None]:
    """What is done inside is done for somebody at this address."""
    token = address_of_request.set(address)
    try:
        yield
    finally:
        address_of_request.reset(token)


class OriginMiddleware:
    """Remembers the peer's address while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asked_from(peer(request)):
            return self.get_response(request)
