"""Pages of joint patrols with other posts: the list, one partner's row, ask, take part, decline, take back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from accounts.models import User
from ledgers.forms import WithdrawForm
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm, RowConfirm
from ledgers.views.lists import BookList
from patrols.actions import partners
from patrols.book import PARTNERS
from patrols.forms.partners import AnswerForm, AskForm
from patrols.models import Patrol, PatrolPartner
from patrols.models.partners import of_partner

State = PatrolPartner.State


class PartnerPage(BookPage):
    model = PatrolPartner
    book = PARTNERS.stem
    related = PARTNERS.related


class PartnerList(BookList):
    book = PARTNERS


def is_partner(row: PatrolPartner, user: User) -> bool:
    """Is it the person's own post that is asked?"""
    return PatrolPartner.objects.filter(of_partner(user), pk=row.pk).exists()


class PartnerDetail(PartnerPage, BookDetail):
    """What the partner knows of the patrol, and what it has entered."""

    row: PatrolPartner

    @property
    def facts(self) -> tuple[str, ...]:  # type: ignore[override]  # they depend on how far it is
        row = self.row
        joined = ("partner_village", "people", "done_by", "what")
        return (
            "village", "post", "occurred_on", "starts_at", "minutes", "mode",
            *(("caught",) if row.caught else ()), "route", "partner_post",
            *(joined if row.state == State.JOINED else ()),
            *(("answered_by",) if row.answered_by_id else ()),
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        return super().context() | {"beside": self.beside()}

    def beside(self) -> list[dict[str, Any]]:
        """The patrol itself, for those who may read it."""
        row = self.row
        patrol = Patrol.objects.visible_to(self.request.user).filter(pk=row.patrol_id).first()
        if patrol is None:
            return super().beside()
        line = {
            "url": patrol.get_absolute_url(), "name": patrol.receipt, "why": "",
            "mark": patrol.get_state_display(), "style": patrol.state,
        }  # fmt: skip
        return [{"title": _("Patrol"), "lines": [line], "more": "", "more_label": ""}, *super().beside()]

    def buttons(self) -> list[dict[str, Any]]:
        user, row, found = self.request.user, self.row, self.more_buttons()
        if not may(user, "record_patrol") or row.state == State.WITHDRAWN or row.erased_on is not None:
            return found
        if is_partner(row, user):
            label = _("Correct our part") if row.state == State.JOINED else _("We took part")
            found.append({"url": self.url("answer", row.pk), "label": label, "style": "primary"})
            if row.state != State.ABSENT:
                decline = {
                    "url": self.url("decline", row.pk),
                    "label": _("We did not take part"),
                    "style": "quiet",
                }
                found.append(decline)
        if row.state != State.JOINED and Patrol.objects.visible_to(user).filter(pk=row.patrol_id).exists():
            found.append({"url": self.url("take-back", row.pk), "label": _("Take it back"), "style": "quiet"})
        return found


class PartnerAsk(PartnerPage, BookForm):
    """Ask another post, from the page of the patrol."""

    verb = "record_patrol"
    form_class = AskForm
    heading = gettext_lazy("Another post was on this patrol")
    button = gettext_lazy("Ask the post")

    @cached_property
    def patrol(self) -> Patrol:
        rows = Patrol.objects.visible_to(self.request.user).select_related("village__town", "post__station")
        found: Patrol = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_row(self) -> None:
        """A new row."""
        return

    def shows(self) -> Patrol:
        return self.patrol

    def check_state(self) -> None:
        partners.check_may_ask(self.patrol)

    def asks_form(self) -> dict[str, Any]:
        return {"patrol": self.patrol}

    def about(self) -> str:
        return f"{self.patrol.receipt} {self.patrol.occurred_on:%Y-%m-%d}"

    def act(self, form: AskForm) -> PatrolPartner:
        cleaned = form.cleaned_data
        return partners.ask(
            self.patrol,
            cleaned["partner_post"],
            cleaned["route"],
            by=self.request.user,
            late_reason=cleaned.get("late_reason", ""),
        )

    def back_url(self) -> str:
        return str(self.patrol.get_absolute_url())

    def done(self, result: PatrolPartner) -> str:
        return str(self.patrol.get_absolute_url())


class PartnerAnswer(PartnerPage, BookForm):
    verb = "record_patrol"
    row: PatrolPartner
    form_class = AnswerForm
    heading = gettext_lazy("Our part in the joint patrol")
    button = gettext_lazy("Save our part")

    def get_row(self) -> PatrolPartner:
        rows: Any = self.rows(self.request.user).filter(of_partner(self.request.user))
        found: PatrolPartner = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def check_state(self) -> None:
        partners.check_open(self.row)

    def about(self) -> str:
        return f"{self.row.occurred_on:%Y-%m-%d} {self.row.route}".strip()

    def act(self, form: AnswerForm) -> PatrolPartner:
        late = form.cleaned_data.get("late_reason", "")
        return partners.answer(form.row(), by=self.request.user, late_reason=late)


class PartnerDecline(PartnerPage, RowConfirm):
    verb = "record_patrol"
    row: PatrolPartner
    form_class = WithdrawForm
    heading = gettext_lazy("We did not take part")
    sentence = gettext_lazy("It counts nowhere in your figures. It can be corrected later.")
    button = gettext_lazy("We did not take part")

    def get_row(self) -> PatrolPartner:
        rows: Any = self.rows(self.request.user).filter(of_partner(self.request.user))
        found: PatrolPartner = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def check_state(self) -> None:
        partners.check_open(self.row)

    def act(self, form: Any) -> None:
        partners.decline(self.row, by=self.request.user, late_reason=form.cleaned_data.get("late_reason", ""))


class PartnerTakeBack(PartnerPage, RowConfirm):
    verb = "record_patrol"
    row: PatrolPartner
    action = partners.take_back
    heading = gettext_lazy("Take it back")
    sentence = gettext_lazy("The other post is asked no more. Its line leaves the first page there.")
    button = gettext_lazy("Take it back")

    def check_state(self) -> None:
        partners.check_may_take_back(self.row, self.request.user)
