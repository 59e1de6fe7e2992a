"""The page that says how much of each village is entered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from access.pages import Page
from access.requests import SignedInRequest
from residents import completeness


class Completeness(Page):
    """登记进度: n of m people and households by village, the least complete first."""

    verb = "read_residents"

    def get(self, request: SignedInRequest) -> HttpResponse:
        context = {
            "title": _("How much is entered"),
            "shares": completeness.by_village(request.user),
        }
        return render(request, "residents/completeness.html", context)
