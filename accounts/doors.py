"""Every page asks who you are, unless it says otherwise."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.views.generic import View


class SignInEverywhereMiddleware(LoginRequiredMiddleware):
    """Sends a fragment's request to the sign-in page as a whole, so that it does not land inside a form.

    A browser that brought a session which opens nothing any more is told why.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:
        response = super().handle_no_permission(request, view_func)
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response["Location"] += f"&ended={request.session.ended or 'ended'}"
        return response
