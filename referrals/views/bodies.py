"""The county's list of bodies outside the police."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access import scope
from access.pages import Page
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from pages.views.base import ShowPage
from pages.views.forms import FormPage
from referrals.forms import BodyForm
from referrals.models import OutsideBody


def bodies_of(user: User) -> QuerySet[OutsideBody]:
    return OutsideBody.objects.filter(county=scope.for_user(user).county_id)


@transaction.atomic
def add_body(body: OutsideBody, *, by: User) -> OutsideBody:
    """Add a body to the list of the person's county."""
    county = scope.for_user(by).county_id
    if not may(by, "edit_bodies") or county is None:
        raise PermissionDenied
    body.county_id = county
    body.validate_constraints()
    body.save(force_insert=True)
    trail.record("add_body", body, by=by)
    return body


@transaction.atomic
def change_body(body: OutsideBody, *, by: User) -> OutsideBody:
    """Rename a body, or close it: what was passed on to it keeps its name and can still come back."""
    if not may(by, "edit_bodies"):
        raise PermissionDenied
    before = hold(body, bodies_of(by))
    save_changes(before, body)
    trail.record("change_body", body, by=by)
    return body


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
