"""The forms of an import: the file, and what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imports import kinds
from imports.columns import BY_CODE, Meaning
from imports.meaning import headings_of
from imports.models import Import
from pages.forms import PlainForm
from pages.inputs import DayInput, bare_helper
from posts.models import Village


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Sheet (.xlsx, .xls or .csv)"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.csv,.txt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class ColumnsForm(PlainForm):
    """One choice a heading (``column0`` ...), and what holds for the whole file."""

    households_since = forms.DateField(
        label=gettext_lazy("Households registered on"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy(
            "Empty: since before the registry; only while no month of the county is closed."
        ),
    )
    village = forms.ModelChoiceField(
        label=gettext_lazy("Village of lines that name none"), required=False, queryset=Village.objects.none()
    )
    all_are_14 = forms.BooleanField(
        label=gettext_lazy("Everybody named in the sheet is 14 or older"),
        required=False,
        help_text=gettext_lazy("Needed for people without a year of birth."),
    )

    def __init__(self, *args: Any, owner: Import, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.headings = [one for one in headings_of(owner) if one not in owner.forbidden]
        if not kinds.of(owner).in_background:
            for name in ("households_since", "village", "all_are_14"):
                del self.fields[name]
        else:
            self._of_households(owner, user)
        for place, heading in enumerate(self.headings):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=heading,
                required=False,
                choices=choices(owner.columns.get(heading, ""), kinds.of(owner).meanings),
                initial=owner.columns.get(heading, ""),
            )
        self.order_fields([*(f"column{place}" for place in range(len(self.headings)))])

    def _of_households(self, owner: Import, user: User) -> None:
        """What holds for the whole file."""
        village: Any = self.fields["village"]
        village.queryset = Village.objects.served_by(user).existing().select_related("town")
        village.initial = owner.for_village
        self.fields["households_since"].initial = owner.households_since
        self.fields["all_are_14"].initial = owner.all_are_14

    def chosen(self) -> dict[str, str]:
        """Heading -> meaning, of the columns that are read."""
        found = {one: self.cleaned_data[f"column{place}"] for place, one in enumerate(self.headings)}
        return {heading: code for heading, code in found.items() if code}


def choices(now: str, meanings: tuple[Meaning, ...]) -> list[tuple[str, Any]]:
    """Every meaning; those of a family's members are offered where the heading has one already."""
    code, _sign, slot = now.partition("#")
    member = [(now, _("%(what)s of member %(n)s") % {"what": BY_CODE[code].label, "n": slot})] if slot else []
    return [("", _("is not read")), *((one.code, one.label) for one in meanings), *member]
