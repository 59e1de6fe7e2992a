"""Pages of the premises: list, one with what was done there, enter, change, end."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm, RowConfirm
from ledgers.views.lists import BookList
from pages.forms import ReasonForm
from residents.book import PREMISES
from residents.models import Premises, Service
from residents.premises import actions
from residents.premises.forms import PremisesForm

NEWEST = 5


class PremisesPage(BookPage):
    model = Premises
    book = PREMISES.stem
    related = PREMISES.related


class PremisesList(BookList):
    book = PREMISES


class PremisesDetail(PremisesPage, BookDetail):
    row: Premises
    template = "residents/premises_detail.html"
    facts = ("village", "kind", "place", "phone", "starts_on", "ends_on", "end_reason", "post")

    def context(self) -> dict[str, Any]:
        found = super().context()
        found["facts"] = [one for one in found["facts"] if one["value"] not in (None, "", [])]
        return found | {"beside": [self.services(), *self.beside()]}

    def services(self) -> dict[str, Any]:
        """The newest services there that count."""
        rows = Service.objects.visible_to(self.request.user).counted().filter(premises=self.row)
        lines = [
            {
                "url": one.get_absolute_url(),
                "name": one.get_kind_display(),
                "why": f"{one.occurred_on:%Y-%m-%d}",
                "mark": "",
                "style": "",
            }
            for one in rows.order_by("-occurred_on", "-pk")[:NEWEST]
        ]
        more = f"{reverse('residents:service-list')}?premises={self.row.pk}"
        return {"title": _("Services there"), "lines": lines, "more": more, "more_label": _("All services")}

    def buttons(self) -> list[dict[str, Any]]:
        user, row = self.request.user, self.row
        if row.ends_on is not None:
            return []
        found = self.more_buttons()
        if may(user, "record_service"):
            url = f"{reverse('residents:service-create')}?premises={row.pk}"
            found.append({"url": url, "label": _("Record a service"), "style": "primary"})
        if may(user, "edit_premises"):
            found += [
                {"url": self.url("edit", row.pk), "label": _("Change"), "style": "quiet"},
                {"url": self.url("end", row.pk), "label": _("End the premises"), "style": "quiet"},
            ]
        return found


class PremisesCreate(PremisesPage, BookForm):
    verb = PREMISES.records
    form_class = PremisesForm
    heading = gettext_lazy("Enter premises")

    def act(self, form: PremisesForm) -> Premises:
        return actions.start_premises(form.save(commit=False), by=self.request.user)


class PremisesEdit(PremisesPage, BookForm):
    verb = PREMISES.records
    form_class = PremisesForm
    heading = gettext_lazy("Change the premises")

    def check_state(self) -> None:
        actions.check_running(self.row)

    def act(self, form: PremisesForm) -> Premises:
        return actions.change_premises(form.save(commit=False), by=self.request.user)


class PremisesEnd(PremisesPage, RowConfirm):
    verb = PREMISES.records
    action = actions.end_premises
    form_class = ReasonForm
    heading = gettext_lazy("End the premises")
    sentence = gettext_lazy("They end today. What was done there stays in the book.")
    button = gettext_lazy("End the premises")
    message = gettext_lazy("Ended today.")

    def check_state(self) -> None:
        actions.check_running(self.row)
