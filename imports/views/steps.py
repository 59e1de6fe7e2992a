"""The steps of an import: bring in, choose columns, tick, confirm, take over, withdraw."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.pages import Page
from accounts.models import User
from imports import actions, kinds, tasks
from imports.forms import ColumnsForm, UploadForm
from imports.models import Import
from imports.views.base import ImportPage
from jobs.models import Job
from pages import addresses
from pages.views.confirm import ButtonPage, ConfirmPage
from pages.views.forms import FormPage

PAGE_OF_SLIPS = _("Slips with activation codes")


class ImportCreate(Page, FormPage):
    """Bring a sheet in."""

    verb = "import_sheet"
    heading = _("Bring in a sheet")
    template = "imports/import_form.html"
    button = _("Read the sheet")
    message = ""
    form_class = UploadForm

    def form(self, data: Any = None) -> UploadForm:
        return UploadForm(data, None if data is None else self.request.FILES)

    def context(self) -> dict[str, Any]:
        return super().context() | {"kind": kinds.for_person(self.request.user)}

    def act(self, form: UploadForm) -> Import:
        file = form.cleaned_data["file"]
        return actions.upload(file.name, file.read(), by=self.request.user)

    def done(self, result: Import) -> str:
        return reverse("imports:import-columns", args=[result.pk])

    def back_url(self) -> str:
        return reverse("imports:import-list")


class ImportColumns(ImportPage, FormPage):
    """What each column means, guessed or remembered; then every line is checked."""

    verb = "import_sheet"
    heading = _("What the columns mean")
    template = "imports/import_columns.html"
    button = _("Check the lines")
    message = ""

    def form(self, data: Any = None) -> ColumnsForm:
        return ColumnsForm(data, owner=self.row, user=self.request.user)

    def act(self, form: ColumnsForm) -> Import | Job:
        chosen, user = form.cleaned_data, self.request.user
        owner = actions.choose_columns(
            self.row,
            form.chosen(),
            by=user,
            since=chosen.get("households_since"),
            all_are_14=chosen.get("all_are_14", False),
            village=chosen.get("village"),
        )
        if actions.is_checked_at_once(owner):
            return actions.check(owner, by=user)
        return actions.start_check(owner, by=user, task=tasks.check)

    def done(self, result: Import | Job) -> str:
        return result.get_absolute_url()


class ImportTick(ImportPage, ButtonPage):
    """Which doubtful lines are taken over, too."""

    verb = "import_sheet"
    message = _("Noted which doubtful lines are taken over.")

    def act(self) -> int:
        sent = self.request.POST
        if "all" in sent:
            lines = list(self.row.lines.filter(state="doubtful").values_list("pk", flat=True))
        else:
            lines = [key for one in sent.getlist("line") if (key := addresses.number(one))]
        return actions.tick(self.row, lines, by=self.request.user)


class ImportConfirm(ImportPage, ConfirmPage):
    """The chief lets a large import of somebody else's in."""

    verb = "confirm_import"
    heading = _("Confirm the import")
    sentence = _("Its person may then take the checked lines over into the register.")
    button = _("Confirm")
    message = _("Confirmed.")

    def act(self, form: Any) -> Import:
        return actions.confirm(self.row, by=self.request.user)


class ImportCommit(ImportPage, ConfirmPage):
    """Promise the commit to a worker, and follow its progress."""

    verb = "import_sheet"
    heading = _("Take over")
    button = _("Take over")

    def context(self) -> dict[str, Any]:
        return super().context() | {"sentence": kinds.of(self.row).sentence}

    def act(self, form: Any) -> Job | Import:
        if kinds.of(self.row).in_background:
            return actions.start_commit(self.row, by=self.request.user, task=tasks.commit)
        self.slips: list[dict[str, Any]] = []
        actions.commit(self.row, by=self.request.user, hand_out=self.hand_out)
        return self.row  # type: ignore[no-any-return]  # BasePage.row is of any model

    def hand_out(self, person: User, code: str, place: str) -> None:
        self.slips.append({"person": person, "password": code, "place": place})

    def answer(self, result: Job | Import) -> HttpResponse:
        """The slips, shown this once, where accounts were opened; else on to the import."""
        if not getattr(self, "slips", None):
            return super().answer(result)
        context = {"title": PAGE_OF_SLIPS, "slips": self.slips, "back_url": self.done(result)}
        answer = render(self.request, "imports/slips.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def done(self, result: Job | Import) -> str:
        return result.get_absolute_url()


class ImportWithdraw(ImportPage, ConfirmPage):
    """Take the import back whole."""

    verb = "import_sheet"
    heading = _("Withdraw the import")
    button = _("Withdraw the import")
    message = _("The import is withdrawn.")
    is_final = True

    def context(self) -> dict[str, Any]:
        return super().context() | {"sentence": kinds.of(self.row).way_back}

    def act(self, form: Any) -> dict[str, int]:
        return actions.withdraw(self.row, by=self.request.user)
