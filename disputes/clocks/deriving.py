"""All clocks of one dispute, derived from its dated rows. Nothing here is stored, and nothing asks the database.

The rows of the law are those of the day of filing (law.md 2); county settings those of the step that starts the clock.
"""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendars.working_days import Table, after_months, end_of_period
from disputes import county_settings
from disputes.clocks import case, rests
from disputes.clocks.clock import Clock, State, state_of
from disputes.clocks.courts import may_confirm
from disputes.clocks.facts import Facts
from disputes.models import Agreement, Dispute, Duty, Extension, Measure, Suspension
from rules import law

GOES_ON = "goes_on"
FOLLOW_UP, SUSPENSION, QUIET = "follow_up", "dispute.suspension_months", "dispute.quiet_days"
VISIT = "dispute.visit_days"
VISITED_BY = {
    Measure.Body.COMMITTEE: _("Visit to both sides by the village committee"),
    Measure.Body.STATION: _("Visit to both sides by the station"),
}


def clocks_of(facts: Facts, table: Table, today: date) -> list[Clock]:
    """The clocks of a dispute as they stand on ``today``: missed ones first, then by their last day."""
    found = [
        *people_month(facts, table, today),
        *first_session(facts, table, today),
        *second_session(facts, table, today),
        *case.clocks(facts, table, today),
        *suspensions(facts, table, today),
        *confirmation(facts, table, today),
        *duties(facts, today),
        *calls(facts, today),
        *visits(facts, today),
        *orders(facts, today),
        *quiet(facts, today),
    ]
    return sorted(found, key=urgency)


def urgency(clock: Clock) -> tuple[bool, bool, date]:
    """Sorts clocks: open ones before kept ones, missed ones first, then by the last day."""
    return not clock.is_open, clock.state != State.MISSED, clock.due_on or date.max


def people_month(facts: Facts, table: Table, today: date) -> Iterator[Clock]:
    """pm.month: one month from acceptance, as a rule; longer where the county has it and it is noted."""
    if facts.procedure != Dispute.Procedure.PEOPLE:
        return
    row = law.row_or_first("pm.month", on=facts.occurred_on)
    more = county_settings.month_extension(facts.occurred_on, facts.county_code)
    times = sum(one.of == Extension.Of.MONTH for one in facts.extensions)
    days = (after_months(facts.occurred_on, row.number()) - facts.occurred_on + more * times).days
    last = rests.last_day(facts.occurred_on, days, facts.suspensions, today, table)
    due = None if rests.stands_still(facts.suspensions, last) else last
    yield Clock(
        dispute=facts.pk, rule=row.id, name=_("Month of people's mediation"), article=row.article,
        started_on=facts.occurred_on, started_by=_("acceptance"), due_on=due, done_on=facts.handled_on,
        state=state_of(due, facts.handled_on, today), today=today,
        is_provisional=table.is_provisional(facts.occurred_on, last),
    )  # fmt: skip


def first_session(facts: Facts, table: Table, today: date) -> Iterator[Clock]:
    """po.first: three working days from acceptance, or from the expert opinion that came before the first session."""
    if facts.procedure != Dispute.Procedure.POLICE:
        return
    row = law.row_or_first("po.first", on=facts.occurred_on)
    done = facts.sessions[0].held_on if facts.sessions else None
    before = [one for one in facts.suspensions if done is None or one.starts_on <= done]
    opinions = [one for one in before if one.why == Suspension.Why.EXPERT]
    others = [one for one in before if one.why != Suspension.Why.EXPERT]
    if done is None and facts.stage != Dispute.Stage.OPEN:
        return  # ended without a session: nothing was late
    start = max((one.ended_on for one in opinions if one.ended_on), default=facts.occurred_on)
    last = rests.last_working_day(start, row.number(), others, today, table)
    is_resting = any(one.ended_on is None for one in opinions) or rests.stands_still(others, last)
    due = None if is_resting else last  # nothing runs: any day is in time
    yield Clock(
        dispute=facts.pk, rule=row.id, name=_("First police mediation (working days)"), article=row.article,
        started_on=start, started_by=_("acceptance") if start == facts.occurred_on else _("expert opinion"),
        due_on=due, done_on=done, state=State.MET if is_resting and done else state_of(due, done, today), today=today,
        is_provisional=table.is_provisional(start, due or start), working=table,
    )  # fmt: skip


def second_session(facts: Facts, table: Table, today: date) -> Iterator[Clock]:
    """po.count: once more within seven working days after the first, where there was or is to be a second."""
    if facts.procedure != Dispute.Procedure.POLICE or not facts.sessions:
        return
    first, *later = facts.sessions
    done = later[0].held_on if later else None
    is_asked = facts.stage == Dispute.Stage.OPEN and (first.result == GOES_ON or first.next_on is not None)
    if done is None and not is_asked:
        return
    row = law.row_or_first("po.count", on=facts.occurred_on)
    between = [one for one in facts.suspensions if done is None or one.starts_on <= done]
    last = rests.last_working_day(first.held_on, row.number(), between, today, table)
    due = None if rests.stands_still(between, last) else last
    yield Clock(
        dispute=facts.pk, rule=row.id, name=_("Second police mediation (working days)"), article=row.article,
        started_on=first.held_on, started_by=_("first session"), due_on=due, done_on=done,
        state=State.MET if done and due is None else state_of(due, done, today), today=today,
        is_provisional=table.is_provisional(first.held_on, last), working=table,
    )  # fmt: skip


def suspensions(facts: Facts, table: Table, today: date) -> Iterator[Clock]:
    """The mediation rests for a month at most: a setting of the county."""
    for one in facts.suspensions:
        months = county_settings.suspension_months(one.starts_on, facts.county_code)
        due = end_of_period(one.starts_on, table, months=months)
        yield Clock(
            dispute=facts.pk, rule=SUSPENSION, name=_("End of the suspension"), article="", started_on=one.starts_on,
            started_by=_("suspension"), due_on=due, done_on=one.ended_on, state=state_of(due, one.ended_on, today),
            today=today, is_provisional=table.is_provisional(one.starts_on, due), part=one.id,
        )  # fmt: skip


def confirmation(facts: Facts, table: Table, today: date) -> Iterator[Clock]:
    """jc.30: the parties may apply to a court within 30 days of the effect; not for what decides who owns.

    An offer that nobody must take: it is kept once they applied, and gone without a word when its time is over, or
    when all is performed and nothing is left to confirm.
    """
    if facts.procedure != Dispute.Procedure.PEOPLE:
        return
    for one in facts.agreements:
        if one.form != Agreement.Form.WRITTEN or not may_confirm(facts.kind, one.ownership):
            continue
        if not facts.is_signed(one):  # it has no effect yet
            continue
        row = law.row_or_first("jc.30", on=one.effective_on)
        due = end_of_period(one.effective_on, table, days=row.number())
        done = one.applied_on if one.confirmation else None
        if done is None and (due < today or is_performed(facts)):
            continue
        yield Clock(
            dispute=facts.pk, rule=row.id, name=_("Judicial confirmation: to be applied for"), article=row.article,
            started_on=one.effective_on, started_by=_("effect of the agreement"), due_on=due, done_on=done,
            state=state_of(due, done, today), today=today, is_offer=True,
            is_provisional=table.is_provisional(one.effective_on, due),
        )  # fmt: skip


def is_performed(facts: Facts) -> bool:
    """Was something owed, and is all of it performed?"""
    return bool(facts.duties) and all(one.state == Duty.State.PERFORMED for one in facts.duties)


def visits(facts: Facts, today: date) -> Iterator[Clock]:
    """dv.serve: after an admonition committee and station visit both sides; how often is a setting of the county.

    As long as the protected dispute is open.
    """
    letters = [one.done_on for one in facts.measures if one.kind == Measure.Kind.ADMONITION]
    if not letters or facts.stage != Dispute.Stage.OPEN:
        return
    row = law.row_or_first("dv.serve", on=max(letters))
    for body in Measure.Body:
        made = [one.done_on for one in facts.measures if one.body == body and one.kind == Measure.Kind.VISIT]
        last = max([*letters, *made])
        due = last + county_settings.visit_every(last, facts.county_code)
        yield Clock(
            dispute=facts.pk, rule=VISIT, name=VISITED_BY[body], article=row.article, started_on=last,
            started_by=_("admonition or the last visit"), due_on=due, state=state_of(due, None, today), today=today,
        )  # fmt: skip


def orders(facts: Facts, today: date) -> Iterator[Clock]:
    """dv.order: the protection order that holds ends on its day; until then another one may be applied for."""
    ends = [one for one in facts.measures if one.until is not None and one.until >= today]
    if not ends or facts.stage != Dispute.Stage.OPEN:
        return
    one = max(ends, key=lambda order: order.until or today)
    row = law.row_or_first("dv.order", on=one.done_on)
    yield Clock(
        dispute=facts.pk, rule=row.id, name=_("Protection order: its end"), article=row.article, started_on=one.done_on,
        started_by=_("protection order"), due_on=one.until, state=state_of(one.until, None, today), today=today,
    )  # fmt: skip


def duties(facts: Facts, today: date) -> Iterator[Clock]:
    """The day that the parties agreed on: it does not move. What is broken is missed and settled.

    None of a protected dispute: what was agreed before is not followed there.
    """
    if facts.procedure == Dispute.Procedure.PROTECTED:
        return
    started = facts.agreements[0].effective_on if facts.agreements else facts.occurred_on
    row = law.row_or_first(
        "po.effect" if facts.procedure in Dispute.OF_THE_POLICE else "pm.follow", on=started
    )
    name = _("Performance of a duty") if _has_effect(facts) else _("Performance of a duty, not signed yet")
    for one in facts.duties:
        is_broken = one.state == Duty.State.BROKEN
        yield Clock(
            dispute=facts.pk, rule=row.id, name=name, article=row.article, started_on=started,
            started_by=_("effect of the agreement"), due_on=one.due_on, done_on=one.settled_on,
            state=State.MISSED if is_broken else state_of(one.due_on, one.settled_on, today), today=today,
            part=one.id,
        )  # fmt: skip


def _has_effect(facts: Facts) -> bool:
    """Is the paper of a committee signed by all? Of the police the facts do not say it."""
    if facts.procedure != Dispute.Procedure.PEOPLE:
        return True
    return all(one.form != Agreement.Form.WRITTEN or facts.is_signed(one) for one in facts.agreements)


def calls(facts: Facts, today: date) -> Iterator[Clock]:
    """Follow-ups on their planned days: settings of the county."""
    for one in facts.calls:
        yield Clock(
            dispute=facts.pk, rule=FOLLOW_UP, name=_("Follow-up"), article="",
            started_on=facts.handled_on or facts.occurred_on, started_by=_("result"), due_on=one.planned_on,
            done_on=one.made_on, state=state_of(one.planned_on, one.made_on, today), today=today, part=one.id,
        )  # fmt: skip


def quiet(facts: Facts, today: date) -> Iterator[Clock]:
    """An open dispute of which nothing was entered for the county's days; a session that is fixed is waited for."""
    if facts.stage != Dispute.Stage.OPEN:
        return
    since = max(_steps(facts))
    due = since + county_settings.quiet_after(since, facts.county_code)
    if any(one.ended_on is None for one in facts.suspensions):
        return
    yield Clock(
        dispute=facts.pk, rule=QUIET, name=_("Nothing entered"), article="", started_on=since,
        started_by=_("last entry"), due_on=due, state=state_of(due, None, today), today=today, is_silence=True,
    )  # fmt: skip


def _steps(facts: Facts) -> Iterator[date]:
    """Days on which something was entered or is fixed for."""
    yield timezone.localdate(facts.recorded_at)
    if facts.last_on:
        yield facts.last_on
    for session in facts.sessions:
        yield timezone.localdate(session.recorded_at)
        if session.next_on:
            yield session.next_on
    for one in facts.suspensions:
        yield one.ended_on or one.starts_on
    for extension in facts.extensions:
        yield extension.approved_on
