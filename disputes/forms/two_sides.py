"""The two parties of a new dispute, each by one search field: an entry of the register, or a name that is typed."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from disputes.models import Party
from folding import text as folding
from pages.plausible import ask
from residents import choosing_people
from residents.choosing_people import Picked, WhoField

if TYPE_CHECKING:
    Base = forms.ModelForm[Any]
else:
    Base = object

SIDES = {"a": Party.Side.A, "b": Party.Side.B}


class TwoSides(Base):
    """Adds to a form: for each side what was typed, and the key of who was chosen among what it found."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"a": _("Party A"), "b": _("Party B")}
        for side, label in labels.items():
            self.fields[f"{side}_name"] = WhoField(label=label)
            self.fields[f"{side}_who"] = forms.CharField(
                required=False, label=label, widget=forms.HiddenInput
            )

    def pickers(self) -> list[dict[str, Any]]:
        """For the template: each side with what it has found so far."""
        return [self.picker(side) for side in SIDES]

    def picker(self, side: str) -> dict[str, Any]:
        text = str(self[f"{side}_name"].value() or "")
        chosen = str(self[f"{side}_who"].value() or "")
        offered = choosing_people.offered(self.user, side, text, chosen)
        return {"side": side, "field": self[f"{side}_name"], "is_sent": self.is_bound, **offered}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for side in SIDES:
            self._take(side, cleaned)
        one, other = (cleaned.get(f"{side}_picked") for side in SIDES)
        if one and other and one.resident and one.resident == other.resident:
            self.add_error("b_name", _("This person is the other side already."))
        elif one and other and folding.name(one.name) == folding.name(other.name):
            ask(self, "same_name", _("Both sides bear the same name. Are these two people?"))
        return cleaned

    def _take(self, side: str, cleaned: dict[str, Any]) -> None:
        name = f"{side}_name"
        text, chosen = cleaned.get(name, ""), cleaned.get(f"{side}_who", "")
        try:
            cleaned[f"{side}_picked"] = choosing_people.picked(self.user, text, chosen)
        except forms.ValidationError as fault:
            self.add_error(name, fault)

    def two_parties(self) -> list[Party]:
        found = []
        for side, letter in SIDES.items():
            picked: Picked = self.cleaned_data[f"{side}_picked"]
            found.append(Party(side=letter, resident=picked.resident, name=picked.name))
        return found
