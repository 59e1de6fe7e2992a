"""Pages of the referrals: the list both ways, one of them, and each step."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from accounts.models import User
from audit import trail
from ledgers.views.base import BookPage, WritingPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import RowConfirm
from ledgers.views.lists import BookList
from pages import addresses
from pages.row_history import Rights
from pages.views.forms import FormPage
from referrals import actions, slips, subjects
from referrals.book import REFERRALS
from referrals.forms import ComeBackForm, PassOnForm, ProblemForm, SendBackForm, TaskForm, TellForm
from referrals.models import Referral
from referrals.receivers import of_sender, reads_all, works_on
from referrals.views.copies import copies_of

FACTS = (
    "subject_kind", "problem", "asked", "proposal", "urgency", "due_on", "sent_on", "sent_by", "village", "post",
    "taken_on", "outcome", "reason", "answer", "answered_on", "answered_by", "told_how", "told_back_on",
)  # fmt: skip


class ReferralPage(BookPage):
    verb = REFERRALS.listing.verb
    model = Referral
    book = REFERRALS.stem
    related = REFERRALS.related
    row: Referral

    def record_read(self) -> None:
        if self.row is not None:
            trail.record("read", self.row, by=self.request.user)

    def back_url(self) -> str:
        return self.row.get_absolute_url() if self.row is not None else self.url("list")


class ReferralList(BookList):
    book = REFERRALS
    template = "referrals/referral_list.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "may_report": may(self.request.user, "report_problem"),
            "may_hand_down": may(self.request.user, "hand_down"),
        }


class ReferralDetail(ReferralPage, BookDetail):
    template = "referrals/referral_detail.html"

    @property
    def facts(self) -> tuple[str, ...]:  # type: ignore[override]  # they depend on who reads
        row, reads = self.row, reads_all(self.row, self.request.user)
        named = {
            "problem": row.is_problem,
            "asked": reads,
            "proposal": reads and row.is_problem,
            "taken_on": row.taken_on,
            "outcome": row.outcome,
            "reason": row.reason,
            "answer": reads and row.answered_on,
            "answered_on": row.answered_on,
            "answered_by": reads and row.answered_on,
            "told_how": row.told_back_on,
            "told_back_on": row.told_back_on,
        }
        return tuple(name for name in FACTS if named.get(name, True))

    def rights_to_facts(self) -> Rights:
        """What is to be done is written for whom it was passed on to, also where they see no names otherwise."""
        rights = self.rights()
        if not reads_all(self.row, self.request.user):
            return rights
        return lambda verb: verb == "see_names" or rights(verb)

    def context(self) -> dict[str, Any]:
        found, row, user = super().context(), self.row, self.request.user
        shows_name = (
            row.has_consent and reads_all(row, user) and (may(user, "see_names") or works_on(row, user))
        )
        return found | {
            "is_of_person": not row.has_nobody_to_tell,
            "name_shown": str(row.name or "") if shows_name else "",
            "subject": subject_of(row, user),
            "reads_all": reads_all(row, user),
            **copies_of(row, user),
        }

    def buttons(self) -> list[dict[str, Any]]:
        user, row, found = self.request.user, self.row, []

        def button(page: str, label: str, style: str = "primary") -> None:
            found.append({"url": self.url(page, row.pk), "label": label, "style": style})

        if row.is_open and may(user, "work_on_referral") and works_on(row, user):
            button("finish", _("Enter the answer"))
            if row.state == Referral.State.SENT:
                button("take-on", _("Take it on"), "quiet")
            button("send-back", _("Send it back"), "quiet")
        if not of_sender(row, user):
            return found
        if row.is_back and may(user, "pass_on"):
            found.append({"url": tell_url(row), "label": _("Tell back"), "style": "primary"})
        if row.is_open and may(user, "pass_on"):
            slip = reverse("referrals:slip-create") + f"?kind=referral&key={row.pk}"
            found.append({"url": slip, "label": _("Print the slip"), "style": "quiet"})
        if row.is_open and may(user, "withdraw_referral"):
            button("withdraw", _("Withdraw"), "quiet")
        return found


def subject_of(row: Referral, user: User) -> Any:
    """The row behind it, for those who see that one as well: never for the receiver as such."""
    subject = subjects.of_kind(row.subject_kind)
    if subject is None or row.subject_key is None or not of_sender(row, user):
        return None
    return subject.model.objects.visible_to(user).filter(pk=row.subject_key).first()


def tell_url(row: Referral) -> str:
    """Where whoever asked is told back."""
    subject = subjects.of_kind(row.subject_kind)
    if subject is not None and subject.tell_url is not None:
        return subject.tell_url(row.subject_key) + f"?referral={row.pk}"
    return reverse("referrals:referral-tell", args=[row.pk])


class ReferralCreate(ReferralPage, WritingPage, FormPage):
    """Pass the row on that the address names: ``?kind=request&key=5``."""

    verb = "pass_on"
    template = "referrals/referral_form.html"
    heading = gettext_lazy("Pass on")
    button = gettext_lazy("Pass on")
    message = gettext_lazy("Passed on. Today names it when the answer is due.")

    @cached_property
    def subject(self) -> subjects.Subject:
        given = self.request.POST or self.request.GET
        found = subjects.of_kind(str(given.get("kind", "")))
        if found is None:
            raise Http404
        return found

    @cached_property
    def behind(self) -> Any:
        """The row that is passed on."""
        given = self.request.POST or self.request.GET
        key = addresses.number(given.get("key"))
        found = self.subject.find(self.request.user, key) if key else None
        if found is None:
            raise Http404
        return found

    def shows(self) -> Any:
        return self.behind

    def check_state(self) -> None:
        self.subject.check(self.behind)

    def form(self, data: Any = None) -> PassOnForm:
        if data is not None:
            return PassOnForm(data, user=self.request.user)
        begun = self.subject.begin(self.behind)
        initial = {
            "asked": begun.asked,
            "name": begun.name,
            "urgency": "urgent" if begun.is_urgent else "normal",
        }
        return PassOnForm(user=self.request.user, initial=initial)

    def context(self) -> dict[str, Any]:
        return super().context() | {"kind": self.subject.kind, "behind": self.behind}

    def act(self, form: PassOnForm) -> Referral:
        referral = form.referral()
        referral.subject_kind = self.subject.kind
        return actions.pass_on(referral, self.behind, form.cleaned_data["receiver"], by=self.request.user)

    def done(self, result: Referral) -> str:
        return result.get_absolute_url()

    def back_url(self) -> str:
        return str(self.behind.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.behind, by=self.request.user)


class ProblemCreate(ReferralPage, WritingPage, FormPage):
    """A policy, a difficulty or a plan for those above."""

    verb = "report_problem"
    template = "referrals/problem_form.html"
    heading = gettext_lazy("Report a problem upward")
    button = gettext_lazy("Report")
    message = gettext_lazy("Reported.")

    def form(self, data: Any = None) -> ProblemForm:
        return ProblemForm(data, user=self.request.user)

    def act(self, form: ProblemForm) -> Referral:
        cleaned = form.cleaned_data
        return actions.report(form.referral(), cleaned["village"], cleaned["receiver"], by=self.request.user)

    def done(self, result: Referral) -> str:
        return result.get_absolute_url()

    def record_read(self) -> None:
        """Nothing of a villager stands on the empty form."""


class TaskCreate(ReferralPage, WritingPage, FormPage):
    """The county hands a task down to a post or a station."""

    verb = "hand_down"
    template = "referrals/task_form.html"
    heading = gettext_lazy("Hand a task down")
    button = gettext_lazy("Hand down")
    message = gettext_lazy("Handed down. Its receiver finds it on the first page.")

    def form(self, data: Any = None) -> TaskForm:
        return TaskForm(data, user=self.request.user)

    def act(self, form: TaskForm) -> Referral:
        cleaned = form.cleaned_data
        return actions.hand_down(
            form.referral(), cleaned["village"], cleaned["receiver"], by=self.request.user
        )

    def done(self, result: Referral) -> str:
        return result.get_absolute_url()

    def record_read(self) -> None:
        """Nothing of a villager stands on the empty form."""


class ReferralStep(ReferralPage, WritingPage, FormPage):
    """A step with a form on the row itself."""

    verb = "work_on_referral"
    form_class: Any

    def get_row(self) -> Referral:
        row: Referral = super().get_row()
        self.check_person(row)
        return row

    def check_person(self, row: Referral) -> None:
        actions.check_works_on(row, self.request.user)

    def check_state(self) -> None:
        actions.check_open(self.row)

    def form(self, data: Any = None) -> Any:
        return self.form_class(data, instance=self.row)

    def about(self) -> str:
        return self.row.receipt

    def done(self, result: Any) -> str:
        return str(result.get_absolute_url())


class ReferralFinish(ReferralStep):
    form_class = ComeBackForm
    template = "referrals/answer_form.html"
    heading = gettext_lazy("Enter the answer")
    message = gettext_lazy("The answer is entered. Whoever passed it on tells it back.")

    def act(self, form: ComeBackForm) -> Referral:
        return actions.finish(form.save(commit=False), by=self.request.user)


class ReferralSendBack(ReferralStep):
    form_class = SendBackForm
    template = "referrals/answer_form.html"
    heading = gettext_lazy("Send it back")
    button = gettext_lazy("Send it back")

    def act(self, form: SendBackForm) -> Referral:
        return actions.send_back(form.save(commit=False), by=self.request.user)


class ReferralTell(ReferralStep):
    verb = "pass_on"
    form_class = TellForm
    template = "referrals/tell_form.html"
    heading = gettext_lazy("Tell the answer back")

    def check_person(self, row: Referral) -> None:
        if not of_sender(row, self.request.user):
            raise PermissionDenied

    def check_state(self) -> None:
        actions.check_to_tell(self.row)

    def act(self, form: TellForm) -> Referral:
        return actions.tell(form.save(commit=False), by=self.request.user)


class ReferralTakeOn(ReferralPage, RowConfirm):
    verb = "work_on_referral"
    action = actions.take_on
    heading = gettext_lazy("Take it on")
    sentence = gettext_lazy("The sender sees that it is dealt with. Enter the answer when there is one.")
    button = gettext_lazy("Take it on")
    message = gettext_lazy("Taken on.")

    def get_row(self) -> Referral:
        row: Referral = super().get_row()
        actions.check_works_on(row, self.request.user)
        return row

    def check_state(self) -> None:
        actions.check_to_take_on(self.row)


class ReferralWithdraw(ReferralPage, RowConfirm):
    verb = "withdraw_referral"
    action = actions.withdraw
    heading = gettext_lazy("Withdraw the referral")
    sentence = gettext_lazy("The receiver needs not deal with it any more; it stays on record.")
    button = gettext_lazy("Withdraw")
    message = gettext_lazy("Withdrawn.")

    def get_row(self) -> Referral:
        row: Referral = super().get_row()
        if not of_sender(row, self.request.user):
            raise PermissionDenied
        return row

    def check_state(self) -> None:
        actions.check_open(self.row)


def about_row(kind: str, key: int, user: User) -> dict[str, Any]:
    """Template context for the page of a row behind referrals: those about it, and its slip."""
    rows = Referral.objects.visible_to(user).filter(subject_kind=kind, subject_key=key)
    return {
        "referrals": rows.select_related("body", "to_post", "to_station")
        if may(user, "see_referrals")
        else (),
        "slip": slips.of_row(kind, key) if may(user, "pass_on") else None,
    }


def buttons_of_row(kind: str, key: int, user: User) -> list[dict[str, Any]]:
    """The buttons 转办 and, where whoever asked gets one, 打印回执单 of a row that waits."""
    subject = subjects.subjects()[kind]
    if not may(user, subject.verb):
        return []
    query = f"?kind={kind}&key={key}"
    found = [{"url": reverse("referrals:referral-create") + query, "label": _("Pass on"), "style": "quiet"}]
    if subject.has_slip:
        slip = reverse("referrals:slip-create") + query
        found.append({"url": slip, "label": _("Print the slip"), "style": "quiet"})
    return found
