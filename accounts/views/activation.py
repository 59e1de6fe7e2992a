"""The page on which somebody with an activation code chooses a password; open to all, as sign-in is."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import confirming, throttling
from accounts.forms import ActivationForm
from audit import trail
from pages.landing import landing_url
from pages.views.forms import FormPage


@method_decorator([login_not_required, sensitive_post_parameters()], name="dispatch")
class Activate(FormPage):
    """Account, code and a password of one's own; then the person waits to be confirmed.

    Tries count as tries to sign in; the answer is the same for accounts that exist and accounts that do not.
    """

    heading = _("Use an activation code")
    template = "accounts/activate.html"
    button = _("Choose the password")
    message = ""
    is_sent_once = False  # a password is a secret
    is_kept = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever is signed in has a password."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(landing_url())
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        throttling.one_at_a_time(request.POST.get("username", ""))
        answer = super().post(request, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def form(self, data: Any = None) -> ActivationForm:
        return ActivationForm(data, request=self.request)

    def refused(self, form: ActivationForm) -> HttpResponse:
        if form.has_error("__all__", "no_code"):
            account = throttling.of_existing(form.data.get("username", ""))
            trail.record("activate_failed", None, by=None, account=account)
        return super().refused(form)

    def act(self, form: ActivationForm) -> None:
        assert form.user is not None  # a valid form has found it
        confirming.activate(form.user, form.cleaned_data["new_password1"])
        throttling.note_success(self.request, form.user)

    def done(self, result: None) -> str:
        return f"{self.back_url()}?chosen=1"

    def back_url(self) -> str:
        return reverse("accounts:sign-in")
