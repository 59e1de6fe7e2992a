"""Pages of the second factor: ask for it, set it up."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import factors, known_browsers, pending, sessions, throttling
from accounts.factors import Paused
from accounts.forms import CodeForm, PasswordAndCodeForm
from accounts.models import User
from accounts.signing_in import TermsOf, at_a_desk, enter
from accounts.throttling import paused_page
from audit import trail
from pages.views.forms import FormPage


@method_decorator(login_not_required, name="dispatch")
class FactorPage(FormPage):
    """Open to whoever gave the right password a moment ago."""

    terms: TermsOf = staticmethod(at_a_desk)  # config/urls.py gives those of the roles
    form_class = CodeForm
    message = ""
    is_sent_once = False  # a code is a secret
    has_factor: bool
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.whose(request)
        if user is None or factors.has(user) != self.has_factor:
            return HttpResponseRedirect(self.back_url())
        self.user = user
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    def whose(self, request: HttpRequest) -> User | None:
        return pending.person(request)

    def back_url(self) -> str:
        return reverse("accounts:sign-in")

    def sign_in(self) -> str:
        """The session begins. Returns where the person goes."""
        goes_to = pending.release(self.request)
        enter(self.request, self.user, self.terms(self.user), factor="TOTP")
        return goes_to


class FactorCheck(FactorPage):
    """The code of this half minute, or a recovery code."""

    has_factor = True
    heading = gettext_lazy("Second factor")
    template = "accounts/factor_check.html"
    button = gettext_lazy("Sign in")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, **kwargs)
        except Paused as pause:
            return paused_page(request, pause.until)

    def act(self, form: CodeForm) -> str:
        if not factors.accepts(self.user, form.cleaned_data["code"]):
            wrong = _("This code is not right, or was used already. Wait for the next one.")
            raise ValidationError({"code": wrong})
        return self.sign_in()

    def done(self, result: str) -> str:
        return result

    def answer(self, result: str) -> HttpResponse:
        response = super().answer(result)
        known_browsers.remember(self.request, response, self.user, factor=True)
        return response


class FactorSetUp(FactorPage):
    """Set an authenticator up: at the first sign-in where it is required, from the page 我 where it is not.

    Who is signed in types the password once more: a desk left open gives nobody a factor of their own.
    """

    has_factor = False
    heading = gettext_lazy("Set up the second factor")
    template = "accounts/factor_set_up.html"
    button = gettext_lazy("Set up")

    @property
    def is_inside(self) -> bool:
        return self.request.user.is_authenticated

    def whose(self, request: HttpRequest) -> User | None:
        return request.user if request.user.is_authenticated else pending.person(request)

    @property
    def secret(self) -> str:
        return pending.secret_for(self.request, self.user)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.is_inside:
            throttling.one_at_a_time(self.user.username)
            if throttling.holds_back(request, self.user):
                return throttling.locked_page(request)
        return super().post(request, **kwargs)

    def form(self, data: Any = None) -> CodeForm:
        return PasswordAndCodeForm(data, user=self.user) if self.is_inside else CodeForm(data)

    def refused(self, form: CodeForm) -> HttpResponse:
        if form.has_error("old_password", "password_incorrect"):
            trail.record("password_failed", self.user, by=self.user)
            throttling.note_guess(self.request, self.user)
        return super().refused(form)

    def act(self, form: CodeForm) -> list[str]:
        codes = factors.set_up(self.user, self.secret, form.cleaned_data["code"])
        if codes is None:
            wrong = _("This code does not fit. Check that the phone's clock is right.")
            raise ValidationError({"code": wrong})
        if self.is_inside:
            throttling.note_success(self.request, self.user)
            sessions.end_all(self.user, but=self.request.session.session_key)
            self.request.session["factor"] = True
        return codes

    def answer(self, result: list[str]) -> HttpResponse:
        """The recovery codes, shown once."""
        goes_to = reverse("accounts:me") if self.is_inside else self.sign_in()
        self.request.session.pop(pending.SECRET, None)
        context = {"title": _("Recovery codes"), "codes": result, "goes_to": goes_to}
        response = render(self.request, "accounts/recovery_codes.html", context)
        known_browsers.remember(self.request, response, self.user, factor=True)
        return response

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "picture": factors.qr_code(self.user, self.secret),
            "secret": factors.spelled(self.secret),
            "account": self.user.username,
        }
