"""Domestic violence: asked on two types, and not mediated, which is a rule of the county."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from disputes import county_settings
from disputes.legality.facts import MEDIATED_PROCEDURES, GateFacts, GateStep
from disputes.legality.findings import Found, Verdict, of_law
from disputes.models import Dispute


def is_asked(facts: GateFacts) -> Iterator[Found]:
    """dv.def: the question on marriage and neighbours is answered."""
    if facts.kind in Dispute.ASKED_OF_VIOLENCE and not facts.violence:
        sentence = _("Is it about domestic violence? Ask, and answer yes or no.")
        yield from of_law("dv.def", Verdict.ASK, "violence", sentence, on=facts.filed_on, county=facts.county)


def is_suggested(facts: GateFacts) -> Iterator[Found]:
    """dv.def: on the other types it is asked where words of the text suggest it. They answer nothing."""
    if (
        facts.step == GateStep.ACCEPT
        and facts.kind not in Dispute.ASKED_OF_VIOLENCE
        and not facts.violence
        and facts.hints
    ):
        sentence = _("The text says %(words)s. Is it about domestic violence? Ask, and answer yes or no.")
        words = "、".join(facts.hints)
        yield from of_law(
            "dv.def",
            Verdict.ASK,
            "violence",
            sentence % {"words": words},
            on=facts.filed_on,
            county=facts.county,
        )


def is_mediated(facts: GateFacts) -> Iterator[Found]:
    """dv.stop: not on any procedure that mediates, and not as a result of one."""
    is_ruled_out = county_settings.violence_is_not_mediated(facts.filed_on, facts.county)
    is_violent = facts.violence == Dispute.Violence.YES
    if is_ruled_out and is_violent and (facts.procedure in MEDIATED_PROCEDURES or facts.mediates):
        sentence = _("Domestic violence is not mediated: it is protected. No article forbids it.")
        yield from of_law(
            "dv.stop", Verdict.STOP, "violence", sentence, on=facts.filed_on, county=facts.county
        )
