"""Pages of the pairings (结对): which officer supports which household."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from ledgers.views.base import BookPage
from ledgers.views.forms import RowConfirm
from ledgers.views.lists import BookList
from residents.actions import pairings
from residents.book import PAIRINGS
from residents.forms import PairingForm
from residents.models import Pairing
from residents.views.about_household import AboutHousehold


class PairingPage(BookPage):
    verb = "read_residents"
    model = Pairing
    book = PAIRINGS.stem
    related = PAIRINGS.related


class PairingList(BookList):
    book = PAIRINGS


class PairingCreate(PairingPage, AboutHousehold):
    verb = "pair_household"
    form_class = PairingForm
    heading = gettext_lazy("New pairing")

    def about(self) -> str:
        return ""  # the choice says it

    def context(self) -> dict[str, Any]:
        return super().context() | {"choice_of": "id_household"}

    def act(self, form: PairingForm) -> Pairing:
        late = form.cleaned_data.get("late_reason", "")
        return pairings.pair(form.save(commit=False), by=self.request.user, late_reason=late)

    def done(self, result: Pairing) -> str:
        return self.url("list")


class PairingEnd(PairingPage, RowConfirm):
    verb = "pair_household"
    action = pairings.end_pairing
    heading = gettext_lazy("End the pairing")
    sentence = gettext_lazy("The pairing ends today; what was done stays in the books.")
    button = gettext_lazy("End the pairing")

    def get_row(self) -> Pairing:
        row: Pairing = super().get_row()
        if not Pairing.objects.filter(pairings.ended_by(self.request.user.pk), pk=row.pk).exists():
            raise PermissionDenied
        return row

    def check_state(self) -> None:
        pairings.check_runs(self.row)
