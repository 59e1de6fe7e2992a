"""What becomes of a hazard: assigned, put right, verified, opened again."""

from typing import Any

from django.utils.translation import gettext_lazy

from hazards.actions import hazards, rectifying, verifying
from hazards.forms import AssignForm, RectifyForm, VerifyForm
from hazards.models import Hazard
from hazards.models.hazards import KIND
from hazards.views.hazards import HazardPage
from ledgers.views.forms import BookForm, RowConfirm
from pages.forms import ReasonForm
from referrals.models import Referral


class HazardStep(HazardPage, BookForm):
    row: Hazard

    def about(self) -> str:
        return f"{self.row.get_kind_display()} {self.row.place}"


class HazardAssign(HazardStep):
    verb = "assign_hazard"
    form_class = AssignForm
    heading = gettext_lazy("Say who puts it right")

    def check_state(self) -> None:
        hazards.check_to_rectify(self.row)

    def act(self, form: AssignForm) -> Hazard:
        late = form.cleaned_data["late_reason"]
        return hazards.assign(form.save(commit=False), by=self.request.user, late_reason=late)


class HazardRectify(HazardStep):
    verb = "rectify_hazard"
    form_class = RectifyForm
    template = "hazards/rectify_form.html"
    heading = gettext_lazy("Put right")

    def check_state(self) -> None:
        rectifying.check_to_note(self.row)

    def asks_form(self) -> dict[str, Any]:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def form(self, data: Any = None) -> Any:
        """Begins with the answer of the referral that has come back, if any."""
        form = super().form(data)
        came = self._came_back() if data is None and not self.draft and not self.row.rectified_on else None
        if came is not None:
            form.initial |= {"rectified": came.answer, "proof": Hazard.Proof.PAPER}
        return form

    def _came_back(self) -> Referral | None:
        rows = Referral.objects.visible_to(self.request.user).filter(outcome=Referral.Outcome.SOLVED)
        return rows.filter(subject_kind=KIND, subject_key=self.row.pk).order_by("-answered_on").first()

    def act(self, form: RectifyForm) -> Hazard:
        cleaned = form.cleaned_data
        return rectifying.rectify(
            form.save(commit=False),
            by=self.request.user,
            picture=cleaned.get("picture") or b"",
            late_reason=cleaned["late_reason"],
        )


class HazardVerify(HazardStep):
    verb = "verify_hazard"
    form_class = VerifyForm
    heading = gettext_lazy("Verify")
    button = gettext_lazy("It is put right")

    def check_state(self) -> None:
        verifying.check_to_verify(self.row, self.request.user)

    def act(self, form: VerifyForm) -> Hazard:
        late = form.cleaned_data["late_reason"]
        return verifying.verify(form.save(commit=False), by=self.request.user, late_reason=late)


class HazardReopen(HazardPage, RowConfirm):
    verb = "verify_hazard"
    action = verifying.reopen
    form_class = ReasonForm
    heading = gettext_lazy("Not put right")
    sentence = gettext_lazy(
        "It is open again. What was noted stays in its history; the day by which it is due stays."
    )
    button = gettext_lazy("Open it again")

    def check_state(self) -> None:
        verifying.check_to_reopen(self.row)
