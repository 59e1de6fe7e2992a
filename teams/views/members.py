"""Pages of the members: list, one member with trainings, enter, change, leave, withdraw the consent."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.rights import may
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm, RowConfirm
from ledgers.views.lists import BookList
from pages import addresses
from pages.forms import PlainConfirmForm
from residents.views.reveals import RevealPage
from retention.table import period
from teams.actions import members
from teams.book import MEMBERS
from teams.forms import LeaveForm, MemberForm
from teams.models import Member, Team
from teams.models.members import hours_needed
from training import coming
from training.models import Training


class MemberPage(BookPage):
    verb = MEMBERS.listing.verb
    model = Member
    book = MEMBERS.stem
    related = MEMBERS.related


class MemberList(BookList):
    book = MEMBERS


class MemberDetail(MemberPage, BookDetail):
    row: Member
    template = "teams/member_detail.html"
    facts = (
        "team", "phone", "is_leader", "consent_on", "consent_form", "consent_ended_on", "starts_on", "ends_on",
        "left_for", "village", "post",
    )  # fmt: skip
    linked = ("team",)

    def context(self) -> dict[str, Any]:
        found, user, row, today = super().context(), self.request.user, self.row, timezone.localdate()
        found["facts"] = [one for one in found["facts"] if one["value"] not in (None, "")]
        hours, needed = (
            coming.hours_of_member(row.pk, today),
            hours_needed(today, scope.for_user(user).county),
        )
        came = Training.objects.visible_to(user).filter(attendances__member=row.pk)
        return found | {
            "hours": hours,
            "needed": needed,
            "missing": max(Decimal(0), needed - hours),
            "trainings": came.order_by("-held_on", "-pk")[:20],
            "kept_for": period(Member),
        }

    def reveal_url(self, name: str) -> str:
        can = name == "phone" and may(self.request.user, "reveal")
        return self.url("reveal", self.row.pk) if can else ""

    def buttons(self) -> list[dict[str, Any]]:
        user, row, found = self.request.user, self.row, []
        if may(user, "edit_teams") and row.ends_on is None:
            found.append({"url": self.url("edit", row.pk), "label": _("Change"), "style": "quiet"})
            found.append({"url": self.url("leave", row.pk), "label": _("Leaves the team"), "style": "quiet"})
        if may(user, "end_consent") and row.consent_ended_on is None and row.erased_on is None:
            found.append(
                {"url": self.url("consent", row.pk), "label": _("Withdraws the consent"), "style": "quiet"}
            )
        return found + self.more_buttons()


class MemberCreate(MemberPage, BookForm):
    verb = MEMBERS.records
    form_class = MemberForm
    heading = gettext_lazy("Enter a member")

    def shows(self) -> Any:
        """The team that the link or the form names: its village stands at the head."""
        given = self.request.POST or self.request.GET
        key = addresses.number(given.get("team"))
        return (
            Team.objects.visible_to(self.request.user).filter(pk=key).select_related("village").first()
            if key
            else None
        )

    def act(self, form: MemberForm) -> Member:
        return members.enter_member(form.save(commit=False), by=self.request.user)


class MemberEdit(MemberPage, BookForm):
    verb = MEMBERS.records
    form_class = MemberForm
    heading = gettext_lazy("Change the member")

    def check_state(self) -> None:
        members.check_is_member(self.row)

    def act(self, form: MemberForm) -> Member:
        return members.change_member(form.save(commit=False), by=self.request.user)


class MemberLeave(MemberPage, RowConfirm):
    verb = MEMBERS.records
    action = members.leave
    form_class = LeaveForm
    heading = gettext_lazy("Leaves the team")
    sentence = gettext_lazy("As of today. Name and telephone are erased after the period; the hours stay.")
    button = gettext_lazy("Leaves the team")
    message = gettext_lazy("Noted.")

    def check_state(self) -> None:
        members.check_is_member(self.row)


class MemberConsent(MemberPage, RowConfirm):
    verb = "end_consent"
    action = members.withdraw_consent
    form_class = PlainConfirmForm
    heading = gettext_lazy("Withdraws the consent")
    sentence = gettext_lazy(
        "A member no more at once, and on no patrol of today. Name and telephone are erased after the period."
    )
    button = gettext_lazy("Note the withdrawal")
    message = gettext_lazy("Noted. The person is a member no more.")
    is_final = True

    def check_state(self) -> None:
        members.check_has_consent(self.row)


class MemberReveal(MemberPage, RevealPage):
    """The telephone number of a member: with a reason, for a minute."""

    verb = "reveal"

    def back_url(self) -> str:
        return reverse("teams:member-detail", args=[self.row.pk])
