"""Pages of the teams: list, one team with its members, enter, change, end."""

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
from pages.forms import ReasonForm
from teams import coverage
from teams.actions import teams
from teams.book import TEAMS
from teams.forms import TeamForm
from teams.models import Member, Team
from teams.models.members import hours_needed
from teams.views.contracts import copies_of


class TeamPage(BookPage):
    model = Team
    book = TEAMS.stem
    related = TEAMS.related


class TeamList(BookList):
    book = TEAMS
    template = "teams/team_list.html"


class TeamDetail(TeamPage, BookDetail):
    row: Team
    template = "teams/team_detail.html"
    facts = (
        "village", "kind", "functions", "further_villages", "is_paid", "partner", "agreement_with", "agreement_until",
        "starts_on", "ends_on", "end_reason", "post",
    )  # fmt: skip

    def context(self) -> dict[str, Any]:
        found, user, row = super().context(), self.request.user, self.row
        found["facts"] = [one for one in found["facts"] if one["value"] not in (None, "", [])]
        today = timezone.localdate()
        return found | {
            **self.members(),
            "needed": hours_needed(today, scope.for_user(user).county),
            "covered": coverage.of_village(user, row.village, today),
            "beside": self.beside(),
            **copies_of(row, user),
        }

    def members(self) -> dict[str, Any]:
        """Those of today with their hours, and how many were members before; nothing for who sees no names."""
        user, today = self.request.user, timezone.localdate()
        if not may(user, "see_members"):
            return {"shows_members": False}
        rows = Member.objects.visible_to(user).filter(team=self.row)
        enters = may(user, "edit_teams") and self.row.ends_on is None
        return {
            "shows_members": True,
            "people": list(rows.filter(ends_on=None).with_hours(today)),
            "former": rows.exclude(ends_on=None).count(),
            "enter_url": f"{reverse('teams:member-create')}?team={self.row.pk}" if enters else "",
            "list_of_members": f"{reverse('teams:member-list')}?team={self.row.pk}",
        }

    def buttons(self) -> list[dict[str, Any]]:
        if not may(self.request.user, "edit_teams") or self.row.ends_on is not None:
            return self.more_buttons()
        return [
            {"url": self.url("edit", self.row.pk), "label": _("Change"), "style": "quiet"},
            {"url": self.url("end", self.row.pk), "label": _("End the team"), "style": "quiet"},
            *self.more_buttons(),
        ]


class TeamCreate(TeamPage, BookForm):
    verb = TEAMS.records
    form_class = TeamForm
    heading = gettext_lazy("Enter a team")

    def act(self, form: TeamForm) -> Team:
        return teams.start_team(form.save(commit=False), by=self.request.user)


class TeamEdit(TeamPage, BookForm):
    verb = TEAMS.records
    form_class = TeamForm
    heading = gettext_lazy("Change the team")

    def check_state(self) -> None:
        teams.check_running(self.row)

    def act(self, form: TeamForm) -> Team:
        return teams.change_team(form.save(commit=False), by=self.request.user)


class TeamEnd(TeamPage, RowConfirm):
    verb = TEAMS.records
    action = teams.end_team
    form_class = ReasonForm
    heading = gettext_lazy("End the team")
    sentence = gettext_lazy("It ends today, and its members with it. The team stays in the list.")
    button = gettext_lazy("End the team")
    message = gettext_lazy("Ended today.")

    def check_state(self) -> None:
        teams.check_running(self.row)
