"""Entering, showing and erasing a resident's identity number."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may, rights_of
from accounts.models import User
from encryption.fields import matching
from encryption.masks import UNCHANGED, Unchanged
from ledgers.forms import ScopedForm
from ledgers.views.base import BookPage
from ledgers.views.forms import BookForm, RowConfirm
from pages.facts import fact_of
from pages.forms import choice_field
from residents import identity
from residents.actions import identities
from residents.models import Identity, Resident
from residents.views.reveals import RevealPage


class IdentityForm(ScopedForm[Identity]):
    """A number that is sound in itself; one that another resident has must be confirmed."""

    again = forms.BooleanField(
        label=gettext_lazy("The number is right, I compared it with the card"), required=False
    )

    class Meta:
        model = Identity
        fields = ["number", "purpose"]
        widgets = {"purpose": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "purpose").choices = Identity.Purpose.choices
        self.fields["number"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}
        if not self.is_bound or "again" not in self.data:
            self.fields["again"].widget = forms.HiddenInput()

    def clean_number(self) -> str | Unchanged:
        number: str | Unchanged = self.cleaned_data["number"]
        if number is UNCHANGED:
            return number
        wrong = identity.fault(number)
        if wrong:
            raise ValidationError(wrong)
        return identity.normal(number)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("number")
        if isinstance(number, str) and not cleaned.get("again"):
            self._warn_of_another(number)
        return cleaned

    def _warn_of_another(self, number: str) -> None:
        """Ask for confirmation, naming the other resident; one outside the person's scope is not revealed."""
        same = Identity.objects.visible_to(self.user).filter(matching(Identity, "index", number))
        other = same.exclude(resident=self.instance.resident_id).select_related("resident__household").first()
        if other:
            self.fields["again"].widget = forms.CheckboxInput()
            warning = _("This number stands at %(name)s, %(house)s. Compare it with the card.")
            place = {"name": other.resident.name, "house": other.resident.household.number}
            self.add_error("again", warning % place)


class IdentityPage(BookPage):
    """A page on the number of the resident whose key is in the address."""

    verb = "edit_residents"
    model = Identity
    book = "residents:resident"

    def resident(self) -> Resident:
        rows = Resident.objects.visible_to(self.request.user).select_related("household", "village")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_row(self) -> Identity:
        resident = self.resident()
        return get_object_or_404(Identity.objects.visible_to(self.request.user), resident=resident)


class IdentityEnter(IdentityPage, BookForm):
    form_class = IdentityForm
    heading = gettext_lazy("Identity number")
    template = "residents/identity_form.html"
    message = gettext_lazy("Kept for its purpose. Erase it when the service is done.")

    def get_row(self) -> Identity:
        resident = self.resident()
        return Identity.objects.filter(resident=resident).first() or Identity(resident=resident)

    def shows(self) -> Resident:
        resident: Resident = self.row.resident
        return resident

    def about(self) -> str:
        return str(self.row.resident)

    def act(self, form: IdentityForm) -> Identity:
        return identities.record_identity(form.save(commit=False), by=self.request.user)


class IdentityErase(IdentityPage, RowConfirm):
    action = identities.erase_identity
    heading = gettext_lazy("Erase the identity number")
    sentence = gettext_lazy(
        "The number is deleted for good; that it was here, and who looked at it, stays on the trail."
    )
    button = gettext_lazy("Erase")
    is_final = True
    message = gettext_lazy("The number is erased.")


class IdentityReveal(IdentityPage, RevealPage):
    verb = "reveal"
    fact = "number"


def fact_about(resident: Resident, user: User) -> dict[str, Any]:
    """The line of a resident's page: the mask, and the address that reveals the number."""
    if not may(user, "see_names"):
        return fact_of(Identity(), "number", rights_of(user)) | {"is_hidden": True}
    stored = Identity.objects.filter(resident=resident).first()
    line = fact_of(stored or Identity(resident=resident), "number", rights_of(user))
    address = reverse("residents:resident-identity-reveal", args=[resident.pk])
    return line | {"reveal_url": address if stored and may(user, "reveal") else ""}


def buttons_about(resident: Resident) -> list[dict[str, Any]]:
    """The buttons on the resident's page for whoever edits the register: enter, change, erase."""
    if not Identity.objects.filter(resident=resident).exists():
        if resident.left_on:
            return []
        found = [("residents:resident-identity", _("Enter the identity number"))]
    else:
        found = [("residents:resident-identity", _("Change the identity number"))]
        found.append(("residents:resident-identity-erase", _("Erase the identity number")))
    return [
        {"url": reverse(name, args=[resident.pk]), "label": label, "style": "quiet"} for name, label in found
    ]
