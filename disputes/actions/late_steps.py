"""A step that is entered after the last day of its period: a warning, and the reason is asked for."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from disputes.clocks import reading
from disputes.clocks.clock import Clock
from disputes.clocks.deriving import FOLLOW_UP, SUSPENSION
from disputes.models import Dispute, Finding


class Step(Enum):
    """A step, and the rules whose periods end with it."""

    SESSION = ("po.first", "po.count")
    RESULT = ("pm.month",)
    CASE_CLOSED = ("po.case",)
    RESUMED = (SUSPENSION,)
    DUTY = ("pm.follow", "po.effect")
    CALL = (FOLLOW_UP,)


def missed_by(dispute: Dispute, step: Step, day: date, *, part: int | None = None) -> list[Clock]:
    """The periods that ``step`` ends and that are over on ``day``, the day on which it was done; one statement.

    ``part``: the key of the duty or of the follow-up that the step is about.
    """
    return [
        clock
        for clock in reading.of(dispute)
        if clock.rule in step.value
        and clock.is_open
        and (part is None or clock.part == part)
        and clock.due_on is not None
        and clock.due_on < day
    ]


def check_reason(clocks: Iterable[Clock], reason: str, field: str = "why_late") -> None:
    """ValidationError beside ``field`` that names each missed period, when there is one and no reason."""
    if reason.strip():
        return
    faults = [
        _("%(name)s ended on %(day)s (%(article)s): say why it is late.")
        % {"name": clock.name, "day": clock.due_on, "article": clock.article or _("County setting")}
        for clock in clocks
    ]
    if faults:
        raise ValidationError({field: faults})


@transaction.atomic
def note(
    dispute: Dispute, clocks: Iterable[Clock], reason: str, *, by: User, field: str = "why_late"
) -> None:
    """Note with the dispute why each of these periods was missed. To be called before the step, in its transaction."""
    missed = list(clocks)
    check_reason(missed, reason, field)
    for clock in missed:
        Finding(
            dispute=dispute, rule=clock.rule, found_on=timezone.localdate(), overridden_by=by, reason=reason.strip()
        ).save(force_insert=True)  # fmt: skip
    if missed:
        trail.record("note_missed_period", dispute, by=by, missed=[clock.rule for clock in missed])
