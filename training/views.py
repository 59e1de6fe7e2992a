"""Pages of the trainings: list, one training with who came, hold, correct, withdraw; hours by person."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from access.pages import Page
from access.rights import may
from audit import trail
from ledgers.views.base import BookPage, WritingPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm, RowConfirm
from ledgers.views.lists import BookList
from pages import addresses
from pages.forms import ReasonForm
from pages.views.base import ShowPage
from pages.views.forms import FormPage
from training import actions, coming, people
from training.book import TRAININGS
from training.forms import AttendanceForm, TrainingForm
from training.models import Training


class TrainingPage(BookPage):
    model = Training
    book = TRAININGS.stem
    related = TRAININGS.related


class TrainingList(BookList):
    book = TRAININGS
    template = "training/training_list.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"sees_hours": may(self.request.user, "hold_training")}


class TrainingHours(Page, ShowPage):
    """Hours of training of each officer and auxiliary of the place, in a year (``?year=``) and the one before."""

    verb = "hold_training"
    template = "training/hours.html"

    def title(self) -> Any:
        return _("Hours of training by person")

    def context(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        years = people.years(user, today)
        asked = addresses.number(self.request.GET.get("year"))
        year = asked if asked in years else today.year
        lines = people.of_place(user, min(today, date(year + 1, 1, 1) - timedelta(days=1)))
        return super().context() | {
            "lines": lines,
            "years": years,
            "year": year,
            "before": year - 1,
            "hours": sum(one.hours for one in lines),
            "without": sum(not one.hours for one in lines),
        }


class TrainingDetail(TrainingPage, BookDetail):
    row: Training
    template = "training/training_detail.html"
    facts = (
        "held_on", "topic", "hours", "level", "way", "teacher", "village", "post", "recorded_by", "recorded_at",
    )  # fmt: skip

    def context(self) -> dict[str, Any]:
        user = self.request.user
        notes = may(user, "note_attendance") and self.row.is_held
        return super().context() | {
            "came": coming.who_came(self.row, user) if may(user, "see_members") else [],
            "number": coming.how_many(self.row, user),
            "attendance_url": self.url("attendance", self.row.pk) if notes else "",
        }

    def buttons(self) -> list[dict[str, Any]]:
        user, row = self.request.user, self.row
        if not row.is_held or not may(user, "hold_training") or not row.belongs_to(user):
            return self.more_buttons()
        return [
            {"url": self.url("edit", row.pk), "label": _("Change"), "style": "quiet"},
            {"url": self.url("withdraw", row.pk), "label": _("Withdraw"), "style": "quiet"},
            *self.more_buttons(),
        ]


class TrainingCreate(TrainingPage, BookForm):
    verb = TRAININGS.records
    form_class = TrainingForm
    heading = gettext_lazy("Enter a training")

    def act(self, form: TrainingForm) -> Training:
        cleaned = form.cleaned_data
        return actions.hold(
            form.save(commit=False),
            by=self.request.user,
            people=cleaned.get("people"),
            members=cleaned.get("members"),
        )


class OwnTraining(TrainingPage):
    """A page that changes a training: of the own place alone."""

    verb = TRAININGS.records

    def check_state(self) -> None:
        actions.check_own(self.row, self.request.user)
        actions.check_held(self.row)


class TrainingEdit(OwnTraining, BookForm):
    form_class = TrainingForm
    heading = gettext_lazy("Change the training")

    def act(self, form: TrainingForm) -> Training:
        return actions.correct(form.save(commit=False), by=self.request.user)


class TrainingWithdraw(OwnTraining, RowConfirm):
    action = actions.withdraw
    form_class = ReasonForm
    heading = gettext_lazy("Withdraw the training")
    sentence = gettext_lazy("It stays in the list; its hours count no more, for nobody who came.")
    button = gettext_lazy("Withdraw and say why")
    message = gettext_lazy("Withdrawn.")


class TrainingAttendance(TrainingPage, WritingPage, FormPage):
    """Who came of the own place: to a training of the own post, of the station or of the county."""

    verb = "note_attendance"
    heading = pgettext_lazy("training", "Who came")
    template = "training/attendance_form.html"
    message = gettext_lazy("Noted.")

    def form(self, data: Any = None) -> AttendanceForm:
        return AttendanceForm(data, user=self.request.user, training=self.row)

    def check_state(self) -> None:
        actions.check_held(self.row)

    def act(self, form: AttendanceForm) -> Training:
        cleaned = form.cleaned_data
        return actions.note_attendance(
            self.row,
            cleaned.get("people", []),
            cleaned.get("members", []),
            by=self.request.user,
            shown=form.shown_before(),
        )

    def about(self) -> str:
        return str(self.row)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)
