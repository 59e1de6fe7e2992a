"""Actions on referrals: pass on, report a problem, hand a task down, take on, send back, enter the answer, withdraw,
tell back.

The pages of this room call them; the rooms above call ``told`` and ``withdrawn_with`` when they answer or withdraw the
row behind a referral.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from ledgers.models import Row
from posts import staying
from posts.models import Post, Village
from referrals import receivers, subjects, telling
from referrals.actions import slips
from referrals.models import OF_REFERRAL, AnswerCopy, Referral
from referrals.receivers import of_sender, works_on
from retention import disposal
from retention.periods import GONE

State, Outcome = Referral.State, Referral.Outcome
ANSWER = ("state", "outcome", "reason", "answer", "answered_on", "answered_by", "closed_on")


@transaction.atomic
def pass_on(referral: Referral, row: Row, receiver: str, *, by: User) -> Referral:
    """Pass a request or a dispute on, with words of its own. The row is locked: it can not be closed meanwhile.

    Without consent no name goes along. ValidationError beside ``receiver`` for one that is closed, for one who has it
    already, and for a row that waits for nothing.
    """
    subject = subjects.subjects()[referral.subject_kind]
    held = subject.held(by, row)
    subject.check(held)
    referral.subject_key = held.pk
    referral.placed_like(held)
    _insert(referral, receiver, by)
    trail.record("pass_on", held, by=by, to=referral.receiver_name, referral=referral.receipt)
    slips.note(referral.subject_kind, held)
    if subject.passed is not None:
        subject.passed(held, referral, by)
    return referral


@transaction.atomic
def report(referral: Referral, village: Village, receiver: str, *, by: User) -> Referral:
    """Report a problem upward: a policy, a difficulty, a proposed plan; no resident stands behind it."""
    if not may(by, "report_problem"):
        raise PermissionDenied
    staying.hold(village.pk)
    if not Village.objects.served_by(by).filter(pk=village.pk).exists():
        raise Http404
    referral.subject_kind, referral.subject_key = Referral.Subject.PROBLEM, None
    referral.has_consent, referral.village = False, village
    referral.placed_at(Post.objects.of_village(village.pk, timezone.localdate()))
    _insert(referral, receiver, by)
    return referral


@transaction.atomic
def hand_down(referral: Referral, village: Village, receiver: str, *, by: User) -> Referral:
    """The county hands a task down about one of its villages: to the ``post`` that serves it, or to its ``station``."""
    if not may(by, "hand_down"):
        raise PermissionDenied
    staying.hold(village.pk)
    if not Village.objects.served_by(by).filter(pk=village.pk).exists():
        raise Http404
    post = Post.objects.of_village(village.pk, timezone.localdate())
    referral.subject_kind, referral.subject_key = Referral.Subject.TASK, None
    referral.has_consent, referral.village = False, village
    referral.placed_at(post)
    receivers.put_down(referral, receiver, post)
    _insert_and_record(referral, by)
    return referral


def _insert(referral: Referral, receiver: str, by: User) -> None:
    receivers.put(referral, receiver, by)
    _insert_and_record(referral, by)


def _insert_and_record(referral: Referral, by: User) -> None:
    check_due(referral.due_on, by)
    if not referral.has_consent:
        referral.name = ""
    referral.sent_on, referral.sent_by, referral.state = timezone.localdate(), by, State.SENT
    referral.validate_constraints()
    referral.save(force_insert=True)
    trail.record(
        "pass_on", referral, by=by, to=referral.receiver_name, due_on=str(referral.due_on),
        has_consent=referral.has_consent,
    )  # fmt: skip
    telling.receiver(referral, "referral_new", by=by)


def check_due(day: date, by: User) -> None:
    """ValidationError for a day that has passed or lies further ahead than the rules let it."""
    today = timezone.localdate()
    most = rules.days("referral.due_days", on=today, county=scope.for_user(by).county)
    if not today <= day <= today + most:
        sentence = _("From today on, within %(n)s days. Check the year.") % {"n": most.days}
        raise ValidationError({"due_on": sentence})


@transaction.atomic
def take_on(referral: Referral, *, by: User) -> Referral:
    """The receiver says that it is dealt with."""
    held = _to_work_on(referral, by)
    check_to_take_on(held)
    held.state, held.taken_on = State.ACCEPTED, timezone.localdate()
    held.save(update_fields=["state", "taken_on"])
    trail.record("take_on", held, by=by)
    telling.sender(held, "referral_taken", by=by)
    return held


@transaction.atomic
def send_back(referral: Referral, *, by: User) -> Referral:
    """The receiver does not deal with it: ``reason`` from the list, ``answer`` in words."""
    held = _to_work_on(referral, by)
    if referral.reason not in Referral.SENDS_BACK:
        raise ValidationError({"reason": _("Choose why.")})
    return _answer_and_record(held, referral, State.REJECTED, "send_back", by)


@transaction.atomic
def finish(referral: Referral, *, by: User) -> Referral:
    """The receiver, or the sender from a paper answer, enters what came of it; not solved has a reason."""
    held = _to_work_on(referral, by)
    if referral.outcome not in Outcome.values:
        raise ValidationError({"outcome": _("Say what came of it.")})
    if referral.outcome == Outcome.SOLVED:
        referral.reason = ""
    elif referral.reason not in Referral.LEAVES_UNSOLVED:
        raise ValidationError({"reason": _("Choose why.")})
    return _answer_and_record(held, referral, State.DONE, "finish_referral", by)


def _answer_and_record(held: Referral, given: Referral, state: str, verb: str, by: User) -> Referral:
    """Write the answer onto the locked row. One that nobody has to be told about is closed with it."""
    today = timezone.localdate()
    day = given.answered_on or today
    if not held.sent_on <= day <= today:
        raise ValidationError({"answered_on": _("The answer lies between the day of passing on and today.")})
    if not given.answer.strip():
        raise ValidationError({"answer": _("Say what the answer is: whoever asked is told so.")})
    held.state, held.reason, held.answer = state, given.reason, given.answer.strip()
    held.outcome = given.outcome if state == State.DONE else ""
    held.answered_on, held.answered_by = day, by
    held.closed_on = today if held.has_nobody_to_tell else None
    held.validate_constraints()
    held.save(update_fields=ANSWER)
    trail.record(verb, held, by=by, outcome=held.outcome, reason=held.reason, answered_on=str(day))
    telling.sender(held, "referral_sent_back" if state == State.REJECTED else "referral_answered", by=by)
    return held


@transaction.atomic
def withdraw(referral: Referral, *, by: User) -> Referral:
    """The sender needs it no more, while it has not come back."""
    held = hold_visible(referral, by)
    if not may(by, "withdraw_referral") or not of_sender(held, by):
        raise PermissionDenied
    check_open(held)
    _withdraw_and_record(held, by)
    subject = subjects.of_kind(held.subject_kind)
    if subject and held.subject_key and (row := subject.find(by, held.subject_key)):
        slips.note(held.subject_kind, row)
        if subject.taken_back is not None:
            subject.taken_back(row, held, by)
    return held


def _withdraw_and_record(held: Referral, by: User) -> Referral:
    held.state, held.closed_on = State.WITHDRAWN, timezone.localdate()
    held.save(update_fields=["state", "closed_on"])
    if not held.is_task:  # which has no slip, and the county may change none
        slips.end(OF_REFERRAL, held.pk)
    trail.record("withdraw_referral", held, by=by)
    telling.receiver(held, "referral_withdrawn", by=by)
    return held


@transaction.atomic
def tell(referral: Referral, *, by: User) -> Referral:
    """Note how and on which day whoever asked was told the answer. Of a request its own page does (``told``)."""
    held = hold_visible(referral, by)
    if not may(by, "pass_on") or not of_sender(held, by) or subjects.of_kind(held.subject_kind) is None:
        raise PermissionDenied
    check_to_tell(held)
    today, day = timezone.localdate(), referral.told_back_on
    if day is None or held.answered_on is None or not held.answered_on <= day <= today:
        raise ValidationError({"told_back_on": _("The day lies between the answer and today.")})
    _tell_and_record(held, referral.told_how, day, by)
    return held


def _tell_and_record(held: Referral, how: str, day: date, by: User) -> None:
    held.told_how, held.told_back_on, held.closed_on = how, day, timezone.localdate()
    held.save(update_fields=["told_how", "told_back_on", "closed_on"])
    slips.answered(OF_REFERRAL, held.pk, day)
    trail.record("tell_back", held, by=by, told_how=how, told_back_on=str(day))


def told(kind: str, key: int, *, how: str, day: date, by: User) -> None:
    """The row behind them was answered: those that came back are told back, those that are open are withdrawn."""
    for held in _of_row(kind, key):
        if held.is_open:
            _withdraw_and_record(held, by)
        else:
            _tell_and_record(held, how, max(day, held.sent_on), by)
    slips.answered(kind, key, day)


def withdrawn_with(kind: str, key: int, *, by: User) -> None:
    """The row behind them was withdrawn: open ones are withdrawn as well, the others are closed without telling."""
    for held in _of_row(kind, key):
        if held.is_open:
            _withdraw_and_record(held, by)
        else:
            held.closed_on = timezone.localdate()
            held.save(update_fields=["closed_on"])
            slips.end(OF_REFERRAL, held.pk)
    slips.end(kind, key)


def _of_row(kind: str, key: int) -> list[Referral]:
    rows = Referral.objects.filter(subject_kind=kind, subject_key=key, closed_on=None)
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))


def forget(kind: str, keys: list[int]) -> int:
    """Take names, words and pictures out of the referrals about these rows; that they were passed on, and to whom,
    stays."""
    rows = Referral.objects.filter(subject_kind=kind, subject_key__in=keys)
    found = list(
        rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
    )
    rows.filter(pk__in=found).update(name=None, has_consent=False, asked=GONE)
    pages = AnswerCopy.objects.filter(referral__in=found, withdrawn_on=None)
    pages.update(scan=None, withdrawn_on=timezone.localdate(), reason=GONE)
    for words in ("answer", "proposal"):
        rows.filter(pk__in=found).exclude(**{words: ""}).update(**{words: GONE})
    disposal.forget(Referral, found)
    return len(found)


def check_open(referral: Referral) -> None:
    """ValidationError for one that has come back or was withdrawn."""
    if not referral.is_open:
        raise ValidationError(
            _("It is now: %(state)s. Load the page again.") % {"state": referral.get_state_display()}
        )


def check_to_take_on(referral: Referral) -> None:
    """ValidationError for one that was taken on, has come back or was withdrawn."""
    check_open(referral)
    if referral.state != State.SENT:
        raise ValidationError(_("It is taken on already. Load the page again."))


def check_to_tell(referral: Referral) -> None:
    """ValidationError unless it has come back, nobody was told yet, and its subject has no page for that."""
    if not referral.is_back:
        raise ValidationError(_("There is no answer to tell. Load the page again."))
    subject = subjects.of_kind(referral.subject_kind)
    if subject is not None and subject.tell_url is not None:
        raise ValidationError(_("Tell it back on the page of the request: that closes both."))


def check_works_on(referral: Referral, by: User) -> None:
    """PermissionDenied for who does not work on it."""
    if not may(by, "work_on_referral") or not works_on(referral, by):
        raise PermissionDenied


def _to_work_on(referral: Referral, by: User) -> Referral:
    held = hold_visible(referral, by)
    check_works_on(held, by)
    check_open(held)
    return held


def hold_visible(referral: Referral, by: User) -> Referral:
    """The referral as stored, locked; PermissionDenied outside the scope."""
    rows: Any = Referral.objects.visible_to(by)
    if not rows.filter(pk=referral.pk).exists():
        raise PermissionDenied
    held: Referral = hold(referral, rows)
    return held
