"""What the county wants the chief to be told of. No article asks for it."""

from collections.abc import Iterator
from math import ceil

from django.utils.translation import gettext as _

from disputes.legality.facts import Facts, Step
from disputes.legality.findings import Found, above
from disputes.models import Dispute

OF_GROUPS = (
    Dispute.Kind.LAND,
    Dispute.Kind.EXPROPRIATION,
    Dispute.Kind.MIGRANT_WAGES,
    Dispute.Kind.LABOUR,
)


def tells_the_chief(facts: Facts) -> Iterator[Found]:
    """A large amount, many people, land or wages of a group: the settings ``dispute.chief_*``."""
    if facts.step != Step.ACCEPT:
        return
    on, county = facts.filed_on, facts.county
    amount = None if facts.amount is None else ceil(facts.amount)
    sentence = _("The amount lies above %(most)s yuan: tell the chief.")
    yield from above("dispute.chief_amount", amount, "amount", sentence, on=on, county=county)
    sentence = _("More than %(most)s people are concerned: tell the chief.")
    many = list(
        above(
            "dispute.chief_people", facts.people_concerned, "people_concerned", sentence, on=on, county=county
        )
    )
    if not many and facts.kind in OF_GROUPS:
        sentence = _("It is about land or wages of more than %(most)s people: tell the chief.")
        many += above(
            "dispute.chief_group", facts.people_concerned, "people_concerned", sentence, on=on, county=county
        )
    yield from many
