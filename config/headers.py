"""What the browser is told about every answer, beyond what Django and its CSP say by themselves."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HeadersMiddleware:
    """No other site embeds an answer; nothing that the application made is kept by a browser or a proxy.

    Static files say themselves how long they hold (WhiteNoise). On a machine shared by a station nobody pages back
    to a villager after the colleague has signed out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
