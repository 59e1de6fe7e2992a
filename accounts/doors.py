"""Every page asks who you are, unless it says otherwise."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.views.generic import View


class SignInEverywhereMiddleware(LoginRequiredMiddleware):
    """Sends a fragment's request to the sign-in page as a whole, so that it does not land inside a form."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:
        response = super().handle_no_permission(request, view_func)
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
        return response
