"""The case period (办案期限) of a dispute that is a case of public order: po.case of the law.

From filing (until 2025 from acceptance), longer by approved extensions; days of an expert opinion, and since 2026 of a
hearing, do not count; while the case is mediated nothing runs, and after a failure or a breach it begins anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendars.working_days import Table
from disputes.clocks import rests
from disputes.clocks.clock import Clock, State, state_of
from disputes.clocks.facts import Facts
from disputes.models import Dispute, Duty, Extension, Session, Suspension
from rules import law
from rules.law import LegalRow

ELSEWHERE = (Dispute.Stage.REFERRED, Dispute.Stage.TOLD)
FAILED = (Session.Result.FAILED, Session.Result.REFUSED)


@dataclass(frozen=True)
class Start:
    """When the period began to run, and by what. ``rests``: it is being mediated, or agreed and not broken; ``again``:
    it began anew after that (程序规定 185 ¶2).
    """

    on: date
    by: str | Promise
    rests: bool = False
    again: bool = False


def clocks(facts: Facts, table: Table, today: date) -> Iterator[Clock]:
    """The one clock of the case, if there is a case."""
    row = row_of(facts)
    start = started(facts, row)
    if start is None:
        return
    done = closed_on(facts)
    excluded = [one for one in facts.suspensions if one.why in not_counted(row)]
    if start.rests:  # nothing ran: whatever day it was closed on is in time
        due, state = None, State.MET if done else State.STOPPED
    else:
        due = rests.last_day(start.on, days(facts, row, start), excluded, today, table)
        state = state_of(due, done, today)
        if done is None and rests.stands_still(excluded, due):
            state = State.STOPPED
    yield Clock(
        dispute=facts.pk, rule=row.id, name=_("Case period"), article=article(row, start), started_on=start.on,
        started_by=start.by, due_on=due, done_on=done, state=state, today=today,
        is_provisional=due is not None and table.is_provisional(start.on, due),
    )  # fmt: skip


def article(row: LegalRow, start: Start) -> str:
    again = law.row_or_first("po.case.restart", on=start.on).article
    return f"{row.article}; {again}" if start.again or start.rests else row.article


def row_of(facts: Facts) -> LegalRow:
    """The version of the day of filing; of acceptance where no case was filed."""
    return law.row_or_first("po.case", on=facts.filed_on or facts.occurred_on)


def started(facts: Facts, row: LegalRow) -> Start | None:
    """What started the period; None where there is no case, or it went elsewhere."""
    first = begins(facts, row)
    if first is None or facts.stage in ELSEWHERE:
        return None
    if facts.procedure not in Dispute.OF_THE_POLICE:
        return Start(first, _("filing"))
    broken = [one.settled_on for one in facts.duties if one.state == Duty.State.BROKEN and one.settled_on]
    if facts.stage == Dispute.Stage.AGREED:
        return (
            Start(min(broken), _("breach"), again=True)
            if broken
            else Start(first, _("mediation"), rests=True)
        )
    if facts.stage in (Dispute.Stage.FAILED, Dispute.Stage.REFUSED):
        last = facts.sessions[-1] if facts.sessions else None
        failed = last.held_on if last and last.result in FAILED else facts.handled_on
        return Start(failed or first, _("failed mediation"), again=True)
    if not facts.sessions:
        return Start(first, _("filing"))
    if (last := facts.sessions[-1]).result in FAILED:
        return Start(last.held_on, _("failed mediation"), again=True)
    return Start(first, _("mediation"), rests=True)


def begins(facts: Facts, row: LegalRow) -> date | None:
    """The day of filing; under the law until 2025 the day of acceptance by the police. None: no case is filed."""
    if row.listed_as:  # po.case.old
        return facts.occurred_on if facts.procedure in Dispute.OF_THE_POLICE or facts.filed_on else None
    return facts.filed_on


def closed_on(facts: Facts) -> date | None:
    """The day on which the case ended: closed, settled without punishment, or all that was agreed is performed."""
    if facts.case_closed_on:
        return facts.case_closed_on
    if facts.stage == Dispute.Stage.SETTLED:
        return facts.approved_on
    if facts.stage == Dispute.Stage.AGREED and facts.procedure in Dispute.OF_THE_POLICE and facts.duties:
        settled = [
            one.settled_on for one in facts.duties if one.state == Duty.State.PERFORMED and one.settled_on
        ]
        return max(settled) if len(settled) == len(facts.duties) else None
    return None


def days(facts: Facts, row: LegalRow, start: Start) -> int:
    """The days of the period with its extensions, of which no more count than the law has."""
    return row.number() + row.number("extension") * min(extended(facts, start), row.number("extensions"))


def extended(facts: Facts, start: Start) -> int:
    """How often this period was extended: what was approved before it began anew made the former one longer."""
    found = [one for one in facts.extensions if one.of == Extension.Of.CASE]
    return sum(not start.again or one.approved_on >= start.on for one in found)


def not_counted(row: LegalRow) -> set[str]:
    """Why the mediation rests without the days counting: hearings since the law of 2026."""
    return {Suspension.Why.EXPERT} | (set() if row.listed_as else {Suspension.Why.HEARING})
