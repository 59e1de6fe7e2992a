"""Pages of the neighbourhood groups: list, one group with its households, enter, rename, choose households, end."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from audit import trail
from ledgers.views.base import BookPage, WritingPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm, RowConfirm
from ledgers.views.lists import BookList
from pages.views.forms import FormPage
from teams.actions import groups
from teams.book import GROUPS
from teams.forms import GroupForm, GroupHouseholdsForm
from teams.models import GroupHousehold, WatchGroup


class GroupPage(BookPage):
    model = WatchGroup
    book = GROUPS.stem
    related = GROUPS.related


class GroupList(BookList):
    book = GROUPS


class GroupDetail(GroupPage, BookDetail):
    row: WatchGroup
    template = "teams/group_detail.html"
    facts = ("village", "starts_on", "ends_on", "post")

    def context(self) -> dict[str, Any]:
        user, row = self.request.user, self.row
        shown = super().context()
        shown["facts"] = [one for one in shown["facts"] if one["value"] not in (None, "")]
        rows = GroupHousehold.objects.visible_to(user).filter(group=row, ends_on=None)
        chooses = may(user, "edit_teams") and row.ends_on is None
        return shown | {
            "households": rows.select_related("household__village") if may(user, "see_names") else [],
            "number": rows.count(),
            "choose_url": self.url("households", row.pk) if chooses else "",
        }

    def buttons(self) -> list[dict[str, Any]]:
        if not may(self.request.user, "edit_teams") or self.row.ends_on is not None:
            return []
        return [
            {"url": self.url("edit", self.row.pk), "label": _("Change"), "style": "quiet"},
            {"url": self.url("end", self.row.pk), "label": _("End the group"), "style": "quiet"},
        ]


class GroupCreate(GroupPage, BookForm):
    verb = GROUPS.records
    form_class = GroupForm
    heading = gettext_lazy("Enter a neighbourhood group")
    button = gettext_lazy("Save and choose its households")

    def act(self, form: GroupForm) -> WatchGroup:
        return groups.start_group(form.save(commit=False), by=self.request.user)

    def done(self, result: WatchGroup) -> str:
        return self.url("households", result.pk)


class RunningGroup(GroupPage):
    verb = GROUPS.records

    def check_state(self) -> None:
        groups.check_running(self.row)


class GroupEdit(RunningGroup, BookForm):
    form_class = GroupForm
    heading = gettext_lazy("Change the neighbourhood group")

    def act(self, form: GroupForm) -> WatchGroup:
        return groups.change_group(form.save(commit=False), by=self.request.user)


class GroupHouseholds(RunningGroup, WritingPage, FormPage):
    heading = gettext_lazy("Households of the group")
    template = "teams/households_form.html"
    message = gettext_lazy("Saved.")

    def form(self, data: Any = None) -> GroupHouseholdsForm:
        return GroupHouseholdsForm(data, group=self.row, user=self.request.user)

    def act(self, form: GroupHouseholdsForm) -> WatchGroup:
        cleaned = form.cleaned_data
        return groups.choose_households(
            self.row, cleaned["households"], cleaned["contact"], by=self.request.user
        )

    def about(self) -> str:
        return str(self.row)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)


class GroupEnd(RunningGroup, RowConfirm):
    action = groups.end_group
    heading = gettext_lazy("End the neighbourhood group")
    sentence = gettext_lazy("It ends today; its households are free for another group.")
    button = gettext_lazy("End the group")
    message = gettext_lazy("Ended today.")
