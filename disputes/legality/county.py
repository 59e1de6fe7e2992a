"""What the county wants the chief to be told of. No article asks for it."""

from collections.abc import Iterator
from math import ceil

from django.utils.translation import gettext as _

import rules
from disputes.legality.facts import GateFacts, GateStep
from disputes.legality.findings import Found, Verdict
from disputes.models import Dispute

OF_GROUPS = (
    Dispute.Kind.LAND,
    Dispute.Kind.EXPROPRIATION,
    Dispute.Kind.MIGRANT_WAGES,
    Dispute.Kind.LABOUR,
)


def is_a_large_amount(facts: GateFacts) -> Iterator[Found]:
    """The setting ``dispute.chief_amount``."""
    most = rules.whole("dispute.chief_amount", on=facts.filed_on, county=facts.county)
    if facts.step == GateStep.ACCEPT and facts.amount is not None and facts.amount > most:
        sentence = _("The amount lies above %(most)s yuan: tell the chief.") % {"most": most}
        yield told("dispute.chief_amount", "amount", sentence, ceil(facts.amount))


def are_many_people(facts: GateFacts) -> Iterator[Found]:
    """The setting ``dispute.chief_people``; of land and wages already from ``dispute.chief_group``."""
    number = facts.people_concerned
    if facts.step != GateStep.ACCEPT or number is None:
        return
    many = rules.whole("dispute.chief_people", on=facts.filed_on, county=facts.county)
    group = rules.whole("dispute.chief_group", on=facts.filed_on, county=facts.county)
    if number > many:
        sentence = _("More than %(most)s people are concerned: tell the chief.") % {"most": many}
        yield told("dispute.chief_people", "people_concerned", sentence, number)
    elif facts.kind in OF_GROUPS and number > group:
        sentence = _("It is about land or wages of more than %(most)s people: tell the chief.")
        yield told("dispute.chief_group", "people_concerned", sentence % {"most": group}, number)


def told(code: str, field: str, sentence: str, number: int) -> Found:
    """A warning of a county's setting, which no article has; another number is asked about again."""
    return Found(code, Verdict.WARN, field, sentence, "", str(number))
