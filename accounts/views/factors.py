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

from accounts import factors, known_browsers, pending
from accounts.factors import Paused
from accounts.forms import CodeForm
from accounts.models import User
from accounts.signing_in import TermsOf, at_a_desk, enter
from accounts.throttling import paused_page
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
        enter(self.request, self.user, self.terms(self.user), with_factor=True)
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
        known_browsers.remember(self.request, response, self.user.username)
        return response


class FactorSetUp(FactorPage):
    """Set an authenticator up: at the first sign-in where it is required, from the page 我 where it is not."""

    has_factor = False
    heading = gettext_lazy("Set up the second factor")
    template = "accounts/factor_set_up.html"
    button = gettext_lazy("Set up")

    def whose(self, request: HttpRequest) -> User | None:
        return request.user if request.user.is_authenticated else pending.person(request)

    @property
    def secret(self) -> str:
        return pending.secret_for(self.request, self.user)

    def act(self, form: CodeForm) -> list[str]:
        codes = factors.set_up(self.user, self.secret, form.cleaned_data["code"])
        if codes is None:
            wrong = _("This code does not fit. Check that the phone's clock is right.")
            raise ValidationError({"code": wrong})
        return codes

    def answer(self, result: list[str]) -> HttpResponse:
        """The recovery codes, shown once."""
        is_inside = self.request.user.is_authenticated
        goes_to = reverse("accounts:me") if is_inside else self.sign_in()
        self.request.session.pop(pending.SECRET, None)
        context = {"title": _("Recovery codes"), "codes": result, "goes_to": goes_to}
        response = render(self.request, "accounts/recovery_codes.html", context)
        known_browsers.remember(self.request, response, self.user.username)
        return response

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "picture": factors.qr_code(self.user, self.secret),
            "secret": factors.spelled(self.secret),
            "account": self.user.username,
        }
