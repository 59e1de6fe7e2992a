"""The steps of an import: bring in, choose columns, tick, confirm, take over, withdraw."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access.pages import Page
from imports import actions, amounts, kinds, tasks
from imports.forms import ColumnsForm, UploadForm
from imports.models import Import
from imports.views.base import ImportPage
from imports.views.slips import SHOWN_ONCE, SlipsPage
from jobs.models import Job
from pages import addresses
from pages.models import Submission
from pages.views.confirm import ButtonPage, ConfirmPage
from pages.views.forms import FormPage


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


class ImportCommit(SlipsPage):
    """Promise the commit to a worker, and follow its progress; of few lines it is done at once."""

    template = "imports/import_commit.html"
    verb = "import_sheet"
    heading = _("Take over")

    def repeated(self, saved: Submission) -> HttpResponse:
        self.shown_once = SHOWN_ONCE if kinds.of(self.row).code == Import.Kind.ACCOUNTS else ""
        return super().repeated(saved)

    def context(self) -> dict[str, Any]:
        number = amounts.to_take(self.row)
        words = {"n": number, "rows": self.row.rows}
        return super().context() | {
            "sentence": kinds.of(self.row).sentence,
            "amount": gettext("%(n)s of %(rows)s rows are taken over.") % words,
            "button": gettext("Take %(n)s of %(rows)s rows over") % words,
            "nothing": ""
            if number or self.row.state != Import.State.CHECKED
            else amounts.why_nothing(self.row),
        }

    def act(self, form: Any) -> Job | Import:
        if kinds.of(self.row).in_background:
            return actions.start_commit(self.row, by=self.request.user, task=tasks.commit)
        actions.commit(self.row, by=self.request.user, hand_out=self.hand_out)
        self.message = amounts.result(Import.objects.get(pk=self.row.pk))
        return self.row  # type: ignore[no-any-return]  # BasePage.row is of any model

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
