"""One period that runs for a dispute: what started it, when it ends, and whether it was kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calendars import calendar
from calendars.working_days import Table, working_days_between


class State(models.TextChoices):
    """Kept or not; a stopped clock runs on once what stopped it is over."""

    RUNNING = "running", _("runs")
    STOPPED = "stopped", _("stands still")
    MET = "met", _("kept")
    MISSED = "missed", _("missed")


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One period. ``rule``: id of the legal row or code of the county's rule; ``article``: empty for a county's rule.

    ``due_on`` is None while the period has no end because it stands still. ``done_on``: the day of the step that the
    period is for, None while it waits. ``is_offer``: something that the parties may do until then, which nobody owes.
    ``is_silence``: nothing is due; after ``due_on`` the dispute counts as quiet.
    ``part``: key of the duty, the follow-up or the rest. ``is_provisional``: it reaches into a year whose holidays are
    not known. ``working``: by what its days are counted when they are working days.
    """

    dispute: int
    rule: str
    name: str | Promise
    article: str
    started_on: date
    started_by: str | Promise
    due_on: date | None
    state: State
    today: date
    done_on: date | None = None
    is_provisional: bool = False
    is_offer: bool = False
    part: int | None = None
    is_silence: bool = False
    working: Table | None = None

    @property
    def is_open(self) -> bool:
        """Still waits for its step: runs, stands still, or is missed and not done."""
        return self.done_on is None and self.state != State.MET

    @property
    def days_left(self) -> int | None:
        """Calendar days until the last one, 0 on it, negative after it; None while it stands still, or is done."""
        if self.due_on is None or not self.is_open or self.state == State.STOPPED:
            return None
        return (self.due_on - self.today).days

    @property
    def working_days_left(self) -> int | None:
        """The same in working days; None where the period is not counted in them. 0 between two of them."""
        if self.working is None or self.due_on is None or self.days_left is None:
            return None
        return working_days_between(self.today, self.due_on, self.working)

    @property
    def left(self) -> str:
        """``days_left`` in words."""
        days = self.days_left
        if days is None:
            return str(self.state.label)
        if self.is_silence and self.due_on:
            return self._silence(self.due_on + timedelta(days=1))
        if working := self.working_days_left:
            if working < 0:
                return ngettext("%(n)s working day over", "%(n)s working days over", -working) % {
                    "n": -working
                }
            return ngettext("%(n)s working day left", "%(n)s working days left", working) % {"n": working}
        if days < 0:
            return ngettext("%(n)s day over", "%(n)s days over", -days) % {"n": -days}
        return (
            ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
            if days
            else str(_("ends today"))
        )

    def _silence(self, first: date) -> str:
        """From when on it counts as quiet, or since when it does."""
        sentence = _("quiet since %(day)s") if first <= self.today else _("counts as quiet from %(day)s")
        return str(sentence % {"day": calendar.short(first)})


def state_of(due: date | None, done: date | None, today: date) -> State:
    """Kept: done by the last day. Missed: done later, or not done and over. Without a last day it stands still."""
    if due is None:
        return State.STOPPED
    if done is not None:
        return State.MET if done <= due else State.MISSED
    return State.RUNNING if today <= due else State.MISSED
