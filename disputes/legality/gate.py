"""The gate before every step: what stops is refused, a warning takes a reason and leaves a row (``Finding``).

``checked = gate.check_step(GateStep.SESSION, dispute, by, reasons, ...)`` raises or answers what was overridden; the
action does its work and hands that to ``gate.keep``. Both in the action's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.reasons import no_number
from disputes.legality.facts import GateStep, SessionFacts
from disputes.legality.findings import Found, Verdict
from disputes.legality.reading import facts_of
from disputes.legality.steps import check
from disputes.models import Dispute, Finding, Session

Reasons = Mapping[str, str]  # rule -> why it goes on all the same
WHY = "why-"
# Steps that come again when something is corrected or added: a decision of a court to its application. What was gone on
# in spite of is not asked about a second time; the fact of a warning names the duty, call or rest.
CORRECTED = (GateStep.ACCEPT, GateStep.CONFIRM, GateStep.DUTY, GateStep.CALL, GateStep.RESUME)


class ReasonsWanted(ValidationError):
    """Warnings without a reason. ``warnings``: the findings, for the form to ask beside their fields."""

    def __init__(self, warnings: Sequence[Found], fault: str = "") -> None:
        text = fault or _("Say why you go on all the same.")
        super().__init__({field_of(one.rule): [text] for one in warnings})
        self.warnings = tuple(warnings)


@dataclass(frozen=True)
class Overridden:
    """Warnings that were gone on in spite of, with their reasons: to be kept when the step is taken."""

    step: GateStep
    warnings: tuple[Found, ...] = ()
    reasons: Reasons | None = None


def field_of(rule: str) -> str:
    """The name of the form's field for the reason."""
    return WHY + rule.replace(".", "-")


def check_step(
    step: GateStep, dispute: Dispute, by: User, reasons: Reasons | None = None, **more: Any
) -> Overridden:
    """Ask every rule of the step. ``more``: facts of what is about to be saved (facts.py).

    ValidationError for what stops and for a field that is asked for; ReasonsWanted for a warning without a reason.
    """
    facts = facts_of(step, dispute, by, **more)
    found = check(facts)
    before = _kept_before(step, dispute, facts.session)
    wanted = [one for one in found if one.effect != Verdict.WARN or (one.rule, one.fact) not in before]
    warnings = require(wanted, reasons or {})
    return Overridden(step, warnings, reasons)


def require(found: Iterable[Found], reasons: Reasons) -> tuple[Found, ...]:
    """The warnings among the findings, each of which has its reason; raises for anything else."""
    found = tuple(found)
    stops: dict[str, list[str]] = {}
    for one in found:
        if one.effect != Verdict.WARN:
            stops.setdefault(one.field or NON_FIELD_ERRORS, []).append(str(one))
    if stops:
        raise ValidationError(stops)
    if wanting := [one for one in found if not reasons.get(one.rule, "").strip()]:
        raise ReasonsWanted(wanting)
    _check_words(found, reasons)
    return found


def _check_words(found: Sequence[Found], reasons: Reasons) -> None:
    """ReasonsWanted for a reason that is too long, or holds a number of a person."""
    for one in found:
        reason = reasons[one.rule]
        try:
            Finding._meta.get_field("reason").run_validators(reason.strip())
            no_number(reason)
        except ValidationError as fault:
            raise ReasonsWanted([one], " ".join(fault.messages)) from None


def _kept_before(step: GateStep, dispute: Dispute, session: SessionFacts | None) -> set[tuple[str, str]]:
    """Rule and fact of the warnings that were overridden before, of what is corrected now."""
    kept = Finding.objects.filter(dispute=dispute.pk, step=step)
    if step == GateStep.SESSION and session is not None and session.key is not None:
        kept = kept.filter(session=session.key)
    elif step not in CORRECTED:
        return set()
    return set(kept.values_list("rule", "fact")) if dispute.pk is not None else set()


def keep(overridden: Overridden, dispute: Dispute, *, by: User, session: Session | None = None) -> None:
    """Store the warnings that the step was taken in spite of. The trail names the rules, not the reasons."""
    for one in overridden.warnings:
        reason = (overridden.reasons or {})[one.rule].strip()
        Finding(
            dispute=dispute,
            rule=one.rule,
            step=overridden.step,
            fact=one.fact,
            session=session,
            found_on=timezone.localdate(),
            overridden_by=by,
            reason=reason,
        ).save(force_insert=True)
        trail.record("override_warning", dispute, by=by, warning=one.rule)
