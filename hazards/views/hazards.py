"""Pages of the hazards: list, detail, report, change, review."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from hazards import of_checkpoint
from hazards.actions import hazards, verifying
from hazards.book import HAZARDS
from hazards.forms import HazardForm
from hazards.models import Hazard, HazardPicture
from hazards.models.hazards import KIND
from ledgers.copies import answers_for
from ledgers.models import Row
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from referrals.views.about import about_row, buttons_of_row


class HazardPage(BookPage):
    model = Hazard
    book = HAZARDS.stem
    related = HAZARDS.related


class HazardList(BookList):
    book = HAZARDS


class HazardDetail(HazardPage, RowDetail):
    row: Hazard
    edit_verb = HAZARDS.records
    template = "hazards/hazard_detail.html"
    linked = ("patrol", "team")

    @property
    def facts(self) -> tuple[str, ...]:  # type: ignore[override]  # they depend on how far it is
        row = self.row
        return (
            "kind", "village", "place", "what", "people_harmed", "urgency", "source",
            *(("team",) if row.team_id else ()),
            *(("patrol",) if row.patrol_id else ()), "occurred_on", "due_on",
            *(("responsible", "assigned_on") if row.assigned_on else ()),
            *(("rectified_on", "rectified", "proof", "rectified_by") if row.rectified_on else ()),
            *(("verified_on", "checked", "verified_by") if row.verified_on else ()),
            *(("times_reopened",) if row.times_reopened else ()),
            "done_by", "recorded_by", "post",
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        user, row = self.request.user, self.row
        return super().context() | about_row(KIND, row.pk, user) | self._pictures()

    def _pictures(self) -> dict[str, Any]:
        """Template context about the photographs, for those who may see them. The pictures are not loaded."""
        user, row = self.request.user, self.row
        if not may(user, "see_hazard_picture"):
            return {}
        found: QuerySet[HazardPicture] = HazardPicture.objects.visible_to(user).filter(hazard=row)
        files = may(user, "record_hazard") and row.is_counted and not row.erased_on
        return {
            "copies": found.defer("scan").select_related("filed_by"),
            "copies_title": _("Photographs"),
            "copies_missing": _("No photograph is kept yet."),
            "shows_copies": True,
            "file_copy_url": reverse("hazards:hazard-picture", args=[row.pk]) if files else "",
            "withdraw_copy": "hazards:picture-withdraw" if may(user, "withdraw_hazard_picture") else "",
            "answers_for_copies": answers_for(row, user),
        }

    def buttons(self) -> list[dict[str, Any]]:
        return [*self._steps(), *super().buttons()]

    def _steps(self) -> list[dict[str, Any]]:
        """What comes next, for whoever does it."""
        user, row = self.request.user, self.row
        if not row.is_counted or row.erased_on:
            return []
        may_verify = may(user, "verify_hazard")
        found = []
        if row.rectified_on is None:
            found += [
                *self._button("rectify", _("Put right"), "rectify_hazard", "primary"),
                *self._button("assign", _("Say who puts it right"), "assign_hazard"),
                *buttons_of_row(KIND, row.pk, user),
            ]
        elif row.verified_on is None:
            if may_verify and not verifying.is_own(row, user):
                found += self._button("verify", _("Verify"), "verify_hazard", "primary")
            found += self._button("rectify", _("Correct what was done"), "rectify_hazard")
        if row.rectified_on is not None:
            found += self._button("reopen", _("Not put right"), "verify_hazard")
        return found

    def _button(self, page: str, label: str, verb: str, style: str = "quiet") -> list[dict[str, Any]]:
        if not may(self.request.user, verb):
            return []
        return [{"url": self.url(page, self.row.pk), "label": label, "style": style}]


class HazardCreate(HazardPage, RowCreate):
    verb = HAZARDS.records
    form_class = HazardForm
    heading = gettext_lazy("Report a hazard")

    def given(self) -> dict[str, Any]:
        """Of an address that names a checkpoint: its village and place, and what it lacks."""
        return super().given() | of_checkpoint.given(self.request.GET, self.request.user)

    def act(self, form: HazardForm) -> Hazard:
        late = form.cleaned_data.get("late_reason", "")
        return hazards.record_hazard(self.row_of(form), by=self.request.user, late_reason=late)


class HazardEdit(HazardPage, RowEdit):
    verb = HAZARDS.records
    form_class = HazardForm
    heading = gettext_lazy("Change the hazard")

    def act(self, form: HazardForm) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        return hazards.amend_hazard(form.row(), by=self.request.user, late_reason=late)


class HazardWithdraw(HazardPage, RowWithdraw):
    action = hazards.withdraw_hazard


class HazardAccept(HazardPage, RowAccept):
    pass


class HazardGiveBack(HazardPage, RowGiveBack):
    pass
