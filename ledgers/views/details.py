"""The page of one row of a book; of a ledger row with its receipt, its state and its review."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from ledgers import cleaning, joining_actions, people
from ledgers.models import Row
from ledgers.returned import is_changed_by, is_left_to
from ledgers.views.base import BookPage
from pages.views.details import DetailPage


class BookDetail(BookPage, DetailPage):
    """One row of a book: its facts, what may be done with it, and its history."""

    template = "ledgers/detail.html"
    late_mark: Any = gettext_lazy("late entry")  # into a published month
    late_label: Any = gettext_lazy("Late entry:")

    def context(self) -> dict[str, Any]:
        late = {"late_mark": self.late_mark, "late_label": self.late_label}
        return super().context() | {"clean_url": self.clean_url(), **late}

    def clean_url(self) -> str:
        """Where the chief takes a number of a person out of the history; empty while there is none."""
        row = self.row
        if not may(self.request.user, "take_numbers_out") or not cleaning.fields_with_number(row):
            return ""
        return reverse("ledgers:history-clean", args=[row._meta.label_lower, row.pk])

    def list_url(self) -> str:
        return self.url("list")

    def links(self) -> tuple[str, ...]:
        """Also the village: its page has the focus, the hazards and the teams."""
        of_place = ("village",) if may(self.request.user, "see_organisation") else ()
        return (*super().links(), *of_place)

    def beside(self) -> list[dict[str, Any]]:
        """What higher rooms show beside the row (``beside_row`` of their AppConfigs): title and lines of each."""
        known = (getattr(config, "beside_row", None) for config in apps.get_app_configs())
        return [section for ask in known if ask for section in ask(self.row, self.request.user)]

    def more_buttons(self) -> list[dict[str, Any]]:
        """What higher rooms offer for the row (``buttons_of`` of their AppConfigs)."""
        known = (getattr(config, "buttons_of", None) for config in apps.get_app_configs())
        return [button for ask in known if ask for button in ask(self.row, self.request.user)]


class RowDetail(BookDetail):
    """A ledger row: with its receipt, its state, and review by the chief."""

    row: Row
    edit_verb = ""
    # The row is work that several may have done together; of the others it is said who took them up.
    is_joined = False

    def context(self) -> dict[str, Any]:
        user, asked = self.request.user, self.request.GET
        saved = asked.get("saved") == "1" and self.row.recorded_by_id == user.pk
        joined = asked.get("joined") == "1" and user.pk in self.row.done_by and not saved
        return super().context() | {
            "saved": saved,
            "joined": joined,
            "again_url": self.url("create"),
            "next_url": "",  # the next of a plan, where the book has one
            "review": self.reviewed() if asked.get("reviewed") == "1" else None,
            "undo_url": self.url("withdraw", self.row.pk) if saved and self.row.is_open_to_change else "",
            "proposals": self.proposals() if saved or joined or asked.get("closed") == "1" else [],
            "beside": self.beside(),
        }

    def reviewed(self) -> dict[str, Any] | None:
        """After a verdict: how many rows of the book wait for one of the person, and the next older one of them."""
        row, user = self.row, self.request.user
        if not may(user, "review_rows") or row.state not in {Row.State.ACCEPTED, Row.State.GIVEN_BACK}:
            return None
        rows = people.to_review(type(row), user)
        older = rows.filter(
            Q(occurred_on__lt=row.occurred_on) | Q(occurred_on=row.occurred_on, pk__lt=row.pk)
        )
        return {"left": rows.count(), "next": older.first() or rows.first()}

    def proposals(self) -> list[dict[str, Any]]:
        """What higher rooms propose after the row was saved (``proposal_after`` of their AppConfigs)."""
        known = (getattr(config, "proposal_after", None) for config in apps.get_app_configs())
        found = (ask(self.row, self.request.user) for ask in known if ask)
        return [proposal for proposal in found if proposal]

    def buttons(self) -> list[dict[str, Any]]:
        return self.own_buttons() + self.more_buttons()

    def own_buttons(self) -> list[dict[str, Any]]:
        user, row = self.request.user, self.row
        own = self.edit_verb and may(user, self.edit_verb) and is_changed_by(row, user)
        is_mine = row.is_open_to_change and (own or is_left_to(row, user))
        found = []
        if is_mine and self.edit_verb:
            found.append({"url": self.url("edit", row.pk), "label": _("Change"), "style": "primary"})
        if is_mine:
            found.append({"url": self.url("withdraw", row.pk), "label": _("Withdraw"), "style": "quiet"})
        if self.is_joined and joining_actions.may_join(row, user):
            found.append({"url": self.url("join", row.pk), "label": _("I was there, too"), "style": "quiet"})
        if row.state == Row.State.RECORDED and may(user, "review_rows") and people.is_reviewed_by(row, user):
            found.append({"url": self.url("accept", row.pk), "label": _("Accept"), "style": "primary"})
            if not row.erased_on:
                found.append(
                    {"url": self.url("give-back", row.pk), "label": _("Give back"), "style": "quiet"}
                )
        return found
