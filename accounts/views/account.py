"""Pages of one's own account: sign in and out, 我, the password, sessions, the language."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import View

from accounts import actions, factors, known_browsers, pending, sessions, throttling
from accounts.forms import PasswordForm, SignInForm
from accounts.models import Factor, RecoveryCode, Session
from accounts.passwords import is_due
from accounts.requests import SignedInRequest
from accounts.signing_in import TermsOf, at_a_desk, enter
from audit import trail
from pages.views.confirm import ButtonPage
from pages.views.forms import FormPage

FORGET = '"cache", "storage"'
ENDED = {
    "idle": gettext_lazy("You were signed out because nothing was opened for a while."),
    "age": gettext_lazy("You were signed out because the sign-in was half a day old."),
    "factor": gettext_lazy("Your role takes a second factor, so you were signed out."),
    "ended": gettext_lazy(
        "This sign-in has been ended: by yourself elsewhere, or because your password or your place changed."
    ),
}
METHODS = ["get", "post", "head", "options"]  # Django's form pages take PUT for POST


class SignIn(auth_views.LoginView):
    """The sign-in page; each try leaves an entry on the trail."""

    http_method_names = METHODS
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    terms: TermsOf = staticmethod(at_a_desk)  # config/urls.py gives those of the roles

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "title": _("Sign in"),
            "is_demo": settings.DEMO and settings.DEMO_IS_LOADED,
            "is_factor_optional": settings.SECOND_FACTOR != "required",
            "ended": ENDED.get(self.request.GET.get("ended", "")),
            "has_chosen": "chosen" in self.request.GET,
        }

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttling.one_at_a_time(request.POST.get("username", ""))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        terms, has_factor = self.terms(user), factors.has(user)
        is_known = has_factor and terms.trusts_known_phone and known_browsers.gave_factor(self.request, user)
        if (has_factor and not is_known) or (terms.needs_factor and not has_factor):
            pending.hold(self.request, user, self.get_success_url())
            return HttpResponseRedirect(
                reverse("accounts:factor" if has_factor else "accounts:factor-set-up")
            )
        enter(self.request, user, terms, factor="phone" if is_known else "")
        response = HttpResponseRedirect(self.get_success_url())
        known_browsers.remember(self.request, response, user)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        account = throttling.of_existing(form.data.get("username", ""))
        trail.record("sign_in_failed", None, by=None, account=account)
        return super().form_invalid(form)


class SignOut(auth_views.LogoutView):
    """Ends the session and clears what the browser stored of it."""

    request: SignedInRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record("sign_out", self.request.user, by=self.request.user)
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = FORGET
        return response


class Me(View):
    """我: who I am, where I am signed in, language and theme, password, sign out."""

    def get(self, request: SignedInRequest) -> HttpResponse:
        context = {
            "title": _("Me"),
            "languages": settings.LANGUAGES,
            "sessions": sessions.active_for(request.user),
            "factor": Factor.objects.filter(user=request.user).first(),
            "codes_left": RecoveryCode.objects.filter(user=request.user).count(),
            "this_session": sessions.hashed(request.session.session_key or ""),
        }
        return render(request, "accounts/me.html", context)


class SessionEnd(ButtonPage):
    """Sign one of my browsers out; when it is this one, the sign-in page is next."""

    request: SignedInRequest
    message = gettext_lazy("That browser is signed out.")

    def get_row(self) -> Session:
        return get_object_or_404(Session, pk=self.kwargs["pk"], user=self.request.user)

    def act(self) -> None:
        actions.end_session(self.row, by=self.request.user)

    def back_url(self) -> str:
        return reverse("accounts:me")


class SessionEndOthers(ButtonPage):
    """Sign out every browser of mine but this one."""

    request: SignedInRequest
    message = gettext_lazy("All other browsers are signed out.")

    def act(self) -> None:
        actions.end_sessions(self.request.user, by=self.request.user, but=self.request.session.session_key)

    def back_url(self) -> str:
        return reverse("accounts:me")


class SessionEndAll(ButtonPage):
    """Sign out everywhere, in this browser too."""

    request: SignedInRequest
    message = gettext_lazy("You are signed out everywhere.")
    is_sent_once = False  # who has signed out has nobody's key

    def act(self) -> None:
        user = self.request.user
        logout(self.request)
        actions.end_sessions(user, by=user)

    def back_url(self) -> str:
        return reverse("accounts:sign-in")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().post(request, **kwargs)
        response.headers["Clear-Site-Data"] = FORGET
        return response


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ChangePassword(FormPage):
    """Choose another password: because it is the first one, because it is old, or at will."""

    request: SignedInRequest
    template = "accounts/password.html"
    is_sent_once = False  # a password is a secret
    button = gettext_lazy("Change the password")
    message = gettext_lazy("The password is changed; other browsers are signed out.")

    def title(self) -> str:
        return _("Choose your password") if is_due(self.request.user) else _("Change the password")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        throttling.one_at_a_time(self.request.user.username)
        if throttling.holds_back(request, self.request.user):
            return throttling.locked_page(request)
        return super().post(request, **kwargs)

    def form(self, data: Any = None) -> PasswordForm:
        return PasswordForm(self.request.user, data)

    def refused(self, form: PasswordForm) -> HttpResponse:
        if form.has_error("old_password", "password_incorrect"):
            trail.record("password_failed", self.request.user, by=self.request.user)
            throttling.note_guess(self.request, self.request.user)
        return super().refused(form)

    def act(self, form: PasswordForm) -> bool:
        """Change it; returns whether the person had to."""
        was_due = is_due(self.request.user)
        user, key = self.request.user, self.request.session.session_key
        throttling.note_success(self.request, user)
        actions.change_password(user, form.cleaned_data["new_password1"], session_key=key)
        update_session_auth_hash(self.request, user)
        return was_due

    def done(self, result: bool) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL) if result else self.back_url()

    def back_url(self) -> str:
        return reverse("accounts:me")

    def context(self) -> dict[str, Any]:
        user = self.request.user
        return super().context() | {"is_due": is_due(user), "is_first": user.must_change_password}


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Store the chosen language in a cookie; open to all, because the sign-in page has the switch too."""
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
