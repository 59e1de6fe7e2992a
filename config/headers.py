"""Response headers on every answer, beyond those of Django and its CSP."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HeadersMiddleware:
    """No other site embeds an answer; no browser and no proxy stores what the application made.

    Static files have their own caching headers (WhiteNoise). On a machine shared by a station nobody pages back
    to a villager after the colleague has signed out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
