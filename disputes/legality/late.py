"""A step that comes after the last day of its period: a warning, and the reason is asked for (disputes/clocks)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from disputes.clocks.deriving import FOLLOW_UP, SUSPENSION
from disputes.legality.facts import GateFacts, GateStep
from disputes.legality.findings import Found, Verdict

# GateStep -> the rules whose periods end with it, and the field of its day. The second session: attendance.py.
ENDS: dict[GateStep, tuple[tuple[str, ...], str]] = {
    GateStep.SESSION: (("po.first",), "held_on"),
    GateStep.CLOSE: (("pm.month",), "handled_on"),
    GateStep.RESUME: ((SUSPENSION,), "ended_on"),
    GateStep.DUTY: (("pm.follow", "po.effect"), "settled_on"),
    GateStep.CALL: ((FOLLOW_UP,), "made_on"),
    GateStep.CASE: (("po.case",), "case_closed_on"),
}

# Steps that may come once more: a broken duty is performed after all, what was noted is corrected.
MENDS = (GateStep.DUTY, GateStep.CALL, GateStep.RESUME, GateStep.CASE)


def is_in_time(facts: GateFacts) -> Iterator[Found]:
    """Every period that the step ends and that is over on its day. ``facts.part``: the duty, call or rest."""
    rules, field = ENDS.get(facts.step, ((), ""))
    day = facts.day
    if day is None or (facts.session is not None and not facts.session.is_held):
        return
    for clock in facts.clocks:
        is_meant = clock.rule in rules and clock.part in (None, facts.part)
        if (
            is_meant
            and (clock.is_open or facts.step in MENDS)
            and clock.due_on is not None
            and clock.due_on < day
        ):
            sentence = _("%(name)s ended on %(day)s: say why it is late.")
            words = sentence % {"name": clock.name, "day": f"{clock.due_on:%Y-%m-%d}"}
            yield Found(
                clock.rule, Verdict.WARN, field, words, clock.article, f"{clock.due_on} {clock.part or ''}"
            )
