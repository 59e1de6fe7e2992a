"""The steps of a closed dispute: its duties, its calls, and what a call finds."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from calendars import calendar
from disputes import names
from disputes.models import Duty, FollowUp
from disputes.parts_of import Parts
from disputes.story.agreement import of_agreement
from disputes.story.step import Act, Step, acts
from disputes.way import AFTER


def of_closed(parts: Parts) -> Iterator[Step]:
    is_followed = not parts.dispute.is_protected  # what was agreed before the protection is read alone
    if is_followed and parts.dispute.stage in AFTER:
        yield from of_agreement(parts)
    for duty in parts.current_duties if is_followed else ():
        if duty.state == Duty.State.PENDING:
            yield _of_duty(duty, parts)
        elif duty.state == Duty.State.BROKEN:
            yield Step(
                _("Broken: %(what)s") % {"what": duty.what},
                _("Urge it once more; the parties may ask the court to enforce what it confirmed.")
                if parts.is_confirmed
                else _("Urge it once more; the parties may go to court, or it is taken up again."),
                min(
                    duty.due_on, duty.settled_on or duty.due_on
                ),  # broken before its day: nothing is left to wait for
                acts=acts(parts, "record_dispute", ("duty-performed", _("Performed after all")), key=duty.pk)
                + _take_up(parts),
            )
    if is_followed and (step := _after_call(parts)):
        yield step
    call = next((one for one in parts.calls if one.made_on is None), None)
    if call:
        yield _of_call(call, parts)


def _of_duty(duty: Duty, parts: Parts) -> Step:
    who = names.shown(duty.who) if duty.who_id and duty.who else ""
    return Step(
        _("%(who)s: %(what)s") % {"who": who, "what": duty.what} if who else duty.what,
        _("%(amount)s yuan") % {"amount": f"{duty.amount:,.2f}"} if duty.amount else "",
        duty.due_on,
        acts(parts, "record_dispute", ("duty-performed", _("Performed")), key=duty.pk)
        + acts(parts, "settle_dispute", ("duty-broken", _("Not performed")), key=duty.pk)
        if parts.has_effect
        else (),
    )


def _after_call(parts: Parts) -> Step | None:
    """The last call said that it is not performed, and no duty says so yet: to be noted today, or taken up again.

    Calls that were made before the dispute was taken up again are over.
    """
    again = parts.taken_up_at
    since = timezone.localdate(again) if again else date.min
    made = [one for one in parts.calls if one.made_on and one.made_on > since]
    last = max(made, key=lambda one: (one.made_on, one.planned_on), default=None)
    if last is None or last.performed not in (FollowUp.Performed.NO, FollowUp.Performed.PARTLY):
        return None
    duties = parts.current_duties
    waiting = [one for one in duties if one.state == Duty.State.PENDING]
    if duties and not waiting:
        return None  # broken ones have a step of their own, and the others are performed by now
    broken = (
        acts(parts, "settle_dispute", ("duty-broken", _("Note it as not performed")), key=waiting[0].pk)
        if waiting and parts.has_effect
        else ()
    )
    return Step(
        _("The call of %(day)s says: %(what)s")
        % {"day": calendar.short(last.made_on) if last.made_on else "", "what": last.get_performed_display()},
        _("Note the duty that is not performed; the parties may ask the court to enforce what it confirmed.")
        if parts.is_confirmed
        else _("Note the duty that is not performed, or take the dispute up again."),
        timezone.localdate(),
        broken + _take_up(parts),
    )


def _take_up(parts: Parts) -> tuple[Act, ...]:
    """Taken up again; not what a court has confirmed."""
    if parts.is_confirmed:
        return ()
    return acts(parts, "settle_dispute", ("dispute-reopen", _("Take it up again")))


def _of_call(call: FollowUp, parts: Parts) -> Step:
    number = 1 + sum(one.made_on is not None for one in parts.calls)
    return Step(
        _("Follow-up call %(n)s of %(all)s") % {"n": number, "all": len(parts.calls)},
        _("Performed? Satisfied? New trouble?"),
        call.planned_on,
        acts(parts, "record_dispute", ("call-make", _("Note the call")), key=call.pk),
    )
