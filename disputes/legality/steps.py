"""The rules, and what they say about the facts of a step."""

from collections.abc import Callable, Iterator

from disputes.legality import agreements, attendance, county, late, police, violence, willingness
from disputes.legality.facts import GateFacts
from disputes.legality.findings import Found

Rule = Callable[[GateFacts], Iterator[Found]]

RULES: tuple[Rule, ...] = (
    violence.is_asked,
    violence.is_suggested,
    violence.is_mediated,
    willingness.refuses,
    willingness.agrees_to_it,
    willingness.is_told_of_the_routes,
    willingness.invites,
    willingness.escalates,
    police.is_an_act_of_the_list,
    police.has_a_ground,
    police.is_not_excluded,
    police.is_told_where_to_go,
    police.is_for_the_spot,
    police.is_settled_and_approved,
    attendance.officers_are_enough,
    attendance.auxiliaries_assist,
    attendance.minors_have_somebody,
    attendance.representatives_may,
    attendance.sessions_are_few,
    attendance.turned_to_the_police,
    agreements.states_every_part,
    agreements.is_signed,
    agreements.is_written_down,
    agreements.decides_who_owns,
    agreements.a_court_confirms,
    agreements.is_applied_in_time,
    county.is_a_large_amount,
    county.are_many_people,
    late.is_in_time,
)


def check(facts: GateFacts) -> tuple[Found, ...]:
    """Every finding of the step, in the order of the rules."""
    return tuple(found for rule in RULES for found in rule(facts))
