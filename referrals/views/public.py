"""The public page of a slip's code, without sign-in: 360 px wide, without scripts and without cookies."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from audit.origin import peer
from referrals import slips
from referrals.models import Slip


@method_decorator([login_not_required, csrf_exempt, sensitive_post_parameters()], name="dispatch")
class PublicPage(View):
    """Type a code, read its state and the day of that. It changes nothing, so no site gains by sending it for
    somebody else; a wrong, an ended and an unknown code are answered with the same bytes.
    """

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "referrals/public.html", {"asked": False})

    def post(self, request: HttpRequest) -> HttpResponse:
        found = slips.ask(request.POST.get("code", ""), peer(request))
        if found.shown == slips.TOO_MANY:
            return render(request, "referrals/public.html", {"asked": True, "too_many": True}, status=429)
        words = dict(Slip.Shown.choices).get(found.shown, "")
        context = {"asked": True, "words": words, "since": found.since}
        return render(request, "referrals/public.html", context)
