"""Pages of the referrals: the list both ways, and one of them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.lists import BookList
from pages.row_history import Rights
from referrals import subjects
from referrals.book import REFERRALS
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
        if row.is_back and may_tell(row, user):
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


def may_tell(row: Referral, user: User) -> bool:
    """Does the person tell the answer back, on the page to which ``tell_url`` leads?"""
    subject = subjects.of_kind(row.subject_kind)
    return may(user, "pass_on") and (subject is None or may(user, subject.tell_verb))


def tell_url(row: Referral) -> str:
    """Where whoever asked is told back."""
    subject = subjects.of_kind(row.subject_kind)
    if subject is not None and subject.tell_url is not None:
        return subject.tell_url(row.subject_key) + f"?referral={row.pk}"
    return reverse("referrals:referral-tell", args=[row.pk])
