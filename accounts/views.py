from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View

from accounts.forms import PasswordForm, SignInForm
from audit import trail


class SignIn(auth_views.LoginView):
    """The door; each try leaves a trail."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "title": _("Sign in"),
            "is_demo": getattr(settings, "DEMO", False),
        }

    def form_valid(self, form: SignInForm) -> HttpResponse:
        trail.record("sign_in", form.get_user(), by=form.get_user())
        return super().form_valid(form)

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        trail.record("sign_in_failed", None, by=None, account=form.data.get("username", "")[:40])
        return super().form_invalid(form)


class SignOut(auth_views.LogoutView):
    """Ends the session and clears what the browser kept of it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record("sign_out", request.user, by=request.user)
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class Me(View):
    """我: who I am, language and theme, password, sign out."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/me.html", {"title": _("Me"), "languages": settings.LANGUAGES})


class ChangePassword(auth_views.PasswordChangeView):
    template_name = "accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:me")
    extra_context = {"title": gettext_lazy("Change the password")}

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        trail.record("change_password", self.request.user, by=self.request.user)
        return super().form_valid(form)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie; open to all, because the sign-in page has the switch too."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=31_536_000,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
