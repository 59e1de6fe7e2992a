"""Pages of the leader's ledger: the county's board, a leader's year, its lines, contact points."""

from typing import Any

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from audit import trail
from leaders import actions, years
from leaders.forms import ContactForm, EndContactForm, EntryForm, OutcomeForm
from leaders.models import ContactPoint, LeaderEntry
from pages import addresses
from pages.forms import ReasonForm
from pages.views.base import BasePage, ShowPage
from pages.views.confirm import ConfirmPage
from pages.views.details import DetailPage
from pages.views.forms import FormPage

SHOWN = 300  # lines of a year on one page


def more_buttons(row: Any, user: Any) -> list[dict[str, Any]]:
    """What higher rooms offer for a leader's year or the board (``buttons_of`` of their AppConfigs)."""
    known = (getattr(config, "buttons_of", None) for config in apps.get_app_configs())
    return [button for ask in known if ask for button in ask(row, user)]


class OfYear(Page, BasePage):
    """A page of a year: ``?year=``, of those with entries; this year otherwise."""

    @property
    def offered(self) -> list[int]:
        return years.offered(self.request.user, timezone.localdate())

    @property
    def year(self) -> int:
        asked = addresses.number(self.request.GET.get("year"))
        return asked if asked in self.offered else timezone.localdate().year

    def context(self) -> dict[str, Any]:
        return super().context() | {"years": self.offered, "year": self.year}


class Board(OfYear, ShowPage):
    """Each leader's n of m for the year, whoever met least of what is due first."""

    verb = "see_leaders"
    heading = gettext_lazy("Leaders' ledger")
    template = "leaders/board.html"

    def context(self) -> dict[str, Any]:
        user = self.request.user
        return super().context() | {
            "leaders": (found := years.of_county(user, self.year)),
            "buttons": more_buttons(years.Board(self.year, found), user),
            "arranges": may(user, "arrange_contacts"),
            "enters": may(user, "enter_leader_log"),
        }


class Ledger(OfYear, ShowPage):
    """One leader's year: numbers, contact points, lines."""

    verb = "see_leaders"
    template = "leaders/ledger.html"

    def get_row(self) -> years.LeaderYear:
        found = years.of_leader(self.request.user, self.kwargs["pk"], self.year)
        if found is None:
            raise Http404
        return found

    def title(self) -> Any:
        return _("Ledger of %(name)s") % {"name": self.row.leader.name}

    def record_read(self) -> None:
        trail.record("read", self.row.leader, by=self.request.user)

    def context(self) -> dict[str, Any]:
        user, row = self.request.user, self.row
        rows = LeaderEntry.objects.visible_to(user).filter(person=row.leader.pk, held_on__year=self.year)
        return super().context() | {
            "entries": rows[:SHOWN],
            "buttons": more_buttons(row, user),
            "is_own": row.leader.pk == user.pk and may(user, "enter_leader_log"),
            "arranges": may(user, "arrange_contacts"),
        }


class LogList(OfYear, ShowPage):
    """What leaders have advised at the own post or station."""

    verb = "read_advice"
    heading = gettext_lazy("Advice of leaders")
    template = "leaders/log_list.html"

    def record_read(self) -> None:
        trail.record("list", None, by=self.request.user, book=LeaderEntry._meta.label_lower)

    def context(self) -> dict[str, Any]:
        rows = LeaderEntry.objects.visible_to(self.request.user).filter(held_on__year=self.year)
        return super().context() | {
            "entries": rows.filter(state=LeaderEntry.State.HELD).select_related("person")[:SHOWN]
        }


class LogPage(Page, BasePage):
    """A page on one line that the person sees."""

    def get_row(self) -> LeaderEntry:
        rows = LeaderEntry.objects.visible_to(self.request.user).select_related("person", "station", "post")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())


class LogDetail(LogPage, DetailPage):
    verb = "read_leader_log"
    facts = ("person", "kind", "held_on", "place", "advice", "outcome", "state", "reason", "recorded_at")

    def list_url(self) -> str:
        user, row = self.request.user, self.row
        if may(user, "see_leaders"):
            return f"{reverse('leaders:ledger-detail', args=[row.person_id])}?year={row.held_on.year}"
        return f"{reverse('leaders:log-list')}?year={row.held_on.year}"

    def buttons(self) -> list[dict[str, Any]]:
        row, user = self.row, self.request.user
        if row.person_id != user.pk or not row.is_held or not may(user, "enter_leader_log"):
            return []
        steps = (
            ("outcome", _("Enter what came of it"), "quiet" if row.outcome else "primary"),
            ("edit", _("Change"), "quiet"),
            ("withdraw", _("Withdraw"), "quiet"),
        )
        return [
            {"url": reverse(f"leaders:log-{step}", args=[row.pk]), "label": label, "style": style}
            for step, label, style in steps
        ]


class LogCreate(Page, FormPage):
    verb = "enter_leader_log"
    heading = gettext_lazy("Enter a day")

    def form(self, data: Any = None) -> EntryForm:
        return EntryForm(data, user=self.request.user)

    def act(self, form: EntryForm) -> LeaderEntry:
        return actions.enter(form.save(commit=False), by=self.request.user)

    def back_url(self) -> str:
        return reverse("leaders:ledger-detail", args=[self.request.user.pk])

    def done(self, result: LeaderEntry) -> str:
        return str(result.get_absolute_url())


class OwnLog(LogPage):
    verb = "enter_leader_log"

    def check_state(self) -> None:
        actions.check_own(self.row, self.request.user)


class LogEdit(OwnLog, FormPage):
    heading = gettext_lazy("Change the entry")

    def form(self, data: Any = None) -> EntryForm:
        return EntryForm(data, user=self.request.user, instance=self.row)

    def act(self, form: EntryForm) -> LeaderEntry:
        return actions.correct(form.save(commit=False), by=self.request.user)

    def done(self, result: LeaderEntry) -> str:
        return self.back_url()


class LogOutcome(OwnLog, FormPage):
    heading = gettext_lazy("What came of the advice")

    def form(self, data: Any = None) -> OutcomeForm:
        return OutcomeForm(data, instance=self.row)

    def act(self, form: OutcomeForm) -> LeaderEntry:
        return actions.follow_up(form.save(commit=False), by=self.request.user)

    def done(self, result: LeaderEntry) -> str:
        return self.back_url()


class LogWithdraw(OwnLog, ConfirmPage):
    heading = gettext_lazy("Withdraw the entry")
    form_class = ReasonForm
    sentence = gettext_lazy("It stays in the ledger with the reason, and counts no more.")
    button = gettext_lazy("Withdraw and say why")
    message = gettext_lazy("Withdrawn.")

    def form(self, data: Any = None) -> ReasonForm:
        return ReasonForm(data)

    def act(self, form: ReasonForm) -> LeaderEntry:
        return actions.withdraw(self.row, form.cleaned_data["reason"], by=self.request.user)

    def done(self, result: LeaderEntry) -> str:
        return self.back_url()


class ContactCreate(Page, FormPage):
    verb = "arrange_contacts"
    heading = gettext_lazy("Add a contact point")

    def form(self, data: Any = None) -> ContactForm:
        return ContactForm(data, user=self.request.user)

    def act(self, form: ContactForm) -> ContactPoint:
        return actions.arrange(form.save(commit=False), by=self.request.user)

    def back_url(self) -> str:
        return reverse("leaders:board")

    def done(self, result: ContactPoint) -> str:
        return result.get_absolute_url()


class ContactEnd(Page, ConfirmPage):
    verb = "arrange_contacts"
    heading = gettext_lazy("End the contact point")
    form_class = EndContactForm
    sentence = gettext_lazy("What was entered there stays; the target counts the days until then.")
    button = gettext_lazy("End it")

    def get_row(self) -> ContactPoint:
        rows = ContactPoint.objects.visible_to(self.request.user).select_related("person", "station", "post")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def form(self, data: Any = None) -> EndContactForm:
        return EndContactForm(data)

    def subject(self) -> str:
        return f"{self.row.person.name} · {self.row}"

    def check_state(self) -> None:
        actions.check_open(self.row)

    def act(self, form: EndContactForm) -> ContactPoint:
        return actions.end(self.row, form.cleaned_data["last_day"], by=self.request.user)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def done(self, result: ContactPoint) -> str:
        return self.back_url()
