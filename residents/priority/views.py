"""Pages of priority visits: the officer requests, the chief decides. Nobody above the station reads them."""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from accounts.models import User
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import RowConfirm
from ledgers.views.lists import BookList
from pages.forms import ReasonForm
from residents.actions.register import check_lives_here
from residents.book import PRIORITY_VISITS
from residents.choosing import chosen_household
from residents.models import DataRequest, PriorityVisit
from residents.models.priority import PriorityQuerySet
from residents.priority import actions
from residents.priority.forms import PriorityForm
from residents.views.about_household import AboutHousehold


class PriorityPage(BookPage):
    verb = PRIORITY_VISITS.listing.verb
    model = PriorityVisit
    book = PRIORITY_VISITS.stem
    related = PRIORITY_VISITS.related


class PriorityList(BookList):
    book = PRIORITY_VISITS


class PriorityDetail(PriorityPage, BookDetail):
    facts = (
        "household", "resident", "village", "purpose", "reason", "days", "author", "requested_on", "approver",
        "decided_on", "refusal", "expires_on", "ended_on",
    )  # fmt: skip
    linked = ("household",)
    template = "residents/priority_detail.html"

    def context(self) -> dict[str, Any]:
        found, row = super().context(), self.row
        for_whom(found["facts"], _("For whom"), row)
        found["facts"] = [one for one in found["facts"] if one["value"] not in (None, "")]
        visits = row.household.visits.counted().filter(is_priority=True, occurred_on__gte=row.requested_on)
        earlier = PriorityVisit.objects.visible_to(self.request.user).filter(
            household=row.household_id, purpose=row.purpose, pk__lt=row.pk
        )
        return found | {
            "visits": visits.filter(occurred_on__lte=row.last_day or timezone.localdate())[:20],
            "earlier": earlier,
        }

    def buttons(self) -> list[dict[str, Any]]:
        user, row, found = self.request.user, self.row, []
        if row.state == row.State.REQUESTED and may(user, "decide_priority") and row.author_id != user.pk:
            found.append({"url": self.url("approve", row.pk), "label": _("Approve"), "style": "primary"})
            found.append(
                {"url": self.url("refuse", row.pk), "label": _("Refuse and say why"), "style": "quiet"}
            )
        if row.is_open and may(user, "record_visit") and not row.household.closed_on:
            visit = reverse("residents:visit-create") + f"?household={row.household_id}&is_priority=on"
            found.append({"url": visit, "label": _("Log a visit"), "style": "primary"})
        if actions.may_end(row, user):
            label = _("Take the request back") if row.state == row.State.REQUESTED else _("End early")
            found.append({"url": self.url("end", row.pk), "label": label, "style": "quiet"})
        return found


class PriorityCreate(PriorityPage, AboutHousehold):
    verb = PRIORITY_VISITS.records
    form_class = PriorityForm
    heading = gettext_lazy("Request a priority visit")
    message = gettext_lazy("Sent to the chief. It begins when the chief approves it.")
    template = "residents/priority_form.html"
    button = gettext_lazy("Send to the chief")

    def check_state(self) -> None:
        household = chosen_household(self.request)
        if household is not None:
            check_lives_here(household)

    def back_url(self) -> str:
        household = chosen_household(self.request)
        return household.get_absolute_url() if household else self.url("list")

    def context(self) -> dict[str, Any]:
        return super().context() | {"household": chosen_household(self.request)}

    def act(self, form: PriorityForm) -> PriorityVisit:
        return actions.request(form.save(commit=False), by=self.request.user)


class PriorityApprove(PriorityPage, RowConfirm):
    verb = "decide_priority"
    action = actions.approve
    heading = gettext_lazy("Approve the priority visit")
    sentence = gettext_lazy("It runs from today for the days asked and expires by itself; nothing renews it.")
    button = gettext_lazy("Approve")
    message = gettext_lazy("Approved. The officer finds it under Today.")

    def check_state(self) -> None:
        actions.check_waits(self.row, self.request.user)


class PriorityRefuse(PriorityPage, RowConfirm):
    verb = "decide_priority"
    action = actions.refuse
    form_class = ReasonForm
    heading = gettext_lazy("Refuse the priority visit")
    sentence = gettext_lazy("The officer reads your reason.")
    button = gettext_lazy("Refuse and say why")
    message = gettext_lazy("Refused. The officer reads your reason here.")

    def check_state(self) -> None:
        actions.check_waits(self.row, self.request.user)


class PriorityEnd(PriorityPage, RowConfirm):
    verb = "end_priority"
    action = actions.end
    sentence = gettext_lazy("It ends today. If help is needed again, request it anew.")
    message = gettext_lazy("Ended today.")

    def check_state(self) -> None:
        actions.check_can_end(self.row, self.request.user)

    @property
    def is_request(self) -> bool:
        return bool(self.row.state == PriorityVisit.State.REQUESTED)

    @property
    def heading(self) -> str:
        return _("Take the request back") if self.is_request else _("End the priority visit")

    @property
    def button(self) -> str:
        return _("Take the request back") if self.is_request else _("End early")


def for_whom(facts: list[dict[str, Any]], label: str, row: PriorityVisit | DataRequest) -> None:
    """Replace an empty resident among the facts: it means the whole household, or somebody whose entry was deleted."""
    nobody = _("A person whose entry was deleted") if row.is_of_person else _("The household as a whole")
    for one in facts:
        if one["name"] == "resident":
            one["label"], one["value"] = label, one["value"] or nobody


def running(user: User) -> PriorityQuerySet:
    """Priority visits that the person carries out today, those that expire first on top; none without the right."""
    rows = (
        PriorityVisit.objects.visible_to(user) if may(user, "see_priority") else PriorityVisit.objects.none()
    )
    rows = rows.open_on(timezone.localdate()).filter(household__closed_on=None)
    found = rows.select_related("household", "village")
    return found.order_by(F("household__last_met_on").asc(nulls_first=True), "expires_on", "pk")
