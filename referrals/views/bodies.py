"""The county's list of bodies outside the police."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.pages import Page
from pages.views.base import ShowPage
from pages.views.forms import FormPage
from referrals.actions.bodies import add_body, bodies_of, change_body
from referrals.forms import BodyForm
from referrals.models import OutsideBody


class BodyPage(Page):
    verb = "edit_bodies"

    def get_row(self) -> Any:
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(bodies_of(self.request.user), pk=self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("referrals:body-list")


class BodyList(BodyPage, ShowPage):
    heading = _("Bodies outside the police")
    template = "referrals/body_list.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"bodies": bodies_of(self.request.user)}


class BodyForming(BodyPage, FormPage):
    form_class = BodyForm

    def form(self, data: Any = None) -> BodyForm:
        return BodyForm(data, instance=self.row) if self.row else BodyForm(data)

    def done(self, result: OutsideBody) -> str:
        return self.back_url()


class BodyCreate(BodyForming):
    heading = _("Add a body")

    def act(self, form: BodyForm) -> OutsideBody:
        return add_body(form.save(commit=False), by=self.request.user)


class BodyEdit(BodyForming):
    heading = _("Change the body")

    def act(self, form: BodyForm) -> OutsideBody:
        return change_body(form.save(commit=False), by=self.request.user)
