"""Pages of the second factor: ask for it, set it up."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts import factors, known_browsers, pending
from accounts.factors import Paused
from accounts.forms import CodeForm
from accounts.models import User
from accounts.signing_in import TermsOf, at_a_desk, enter
from accounts.throttling import paused_page


@method_decorator(login_not_required, name="dispatch")
class FactorPage(View):
    """Open to whoever gave the right password a moment ago."""

    terms: TermsOf = staticmethod(at_a_desk)  # config/urls.py gives those of the roles
    has_factor: bool
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.whose(request)
        if user is None or factors.has(user) != self.has_factor:
            return HttpResponseRedirect(reverse("accounts:sign-in"))
        self.user = user
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    def whose(self, request: HttpRequest) -> User | None:
        return pending.person(request)

    def sign_in(self, request: HttpRequest) -> str:
        """The session begins. Returns where the person goes."""
        goes_to = pending.release(request)
        enter(request, self.user, self.terms(self.user), with_factor=True)
        return goes_to


class FactorCheck(FactorPage):
    """The code of this half minute, or a recovery code."""

    has_factor = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.show(request, form, 422)
        try:
            right = factors.accepts(self.user, form.cleaned_data["code"])
        except Paused as pause:
            return paused_page(request, pause.until)
        if not right:
            form.add_error("code", _("This code is not right, or was used already. Wait for the next one."))
            return self.show(request, form, 422)
        response = HttpResponseRedirect(self.sign_in(request))
        known_browsers.remember(request, response, self.user.username)
        return response

    def show(self, request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
        context = {"title": _("Second factor"), "form": form}
        return render(request, "accounts/factor_check.html", context, status=status)


class FactorSetUp(FactorPage):
    """Set an authenticator up: at the first sign-in where it is required, from the page 我 where it is not."""

    has_factor = False

    def whose(self, request: HttpRequest) -> User | None:
        return request.user if request.user.is_authenticated else pending.person(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, secret = CodeForm(request.POST), pending.secret_for(request, self.user)
        codes = factors.set_up(self.user, secret, form.cleaned_data["code"]) if form.is_valid() else None
        if codes is None:
            if form.is_valid():
                form.add_error("code", _("This code does not fit. Check that the phone's clock is right."))
            return self.show(request, form, 422)
        goes_to = reverse("accounts:me") if request.user.is_authenticated else self.sign_in(request)
        request.session.pop(pending.SECRET, None)
        context = {"title": _("Recovery codes"), "codes": codes, "goes_to": goes_to}
        response = render(request, "accounts/recovery_codes.html", context)
        known_browsers.remember(request, response, self.user.username)
        return response

    def show(self, request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
        secret = pending.secret_for(request, self.user)
        context = {
            "title": _("Set up the second factor"),
            "form": form,
            "picture": factors.qr_code(self.user, secret),
            "secret": factors.spelled(secret),
            "account": self.user.username,
        }
        return render(request, "accounts/factor_set_up.html", context, status=status)
