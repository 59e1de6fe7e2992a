"""What a county has set about its disputes: no article asks for these numbers, and pages label them 县局设定.

``county`` is the six-digit division code, ``on`` the day of the step that asks.
"""

from datetime import date, timedelta

import rules


def follow_ups(on: date, county: str) -> list[timedelta]:
    """How long after the end of a dispute it is followed up, the shortest first; a call of 0 days is not wanted."""
    waits = {
        rules.days("follow_up.first_days", on=on, county=county),
        rules.days("follow_up.second_days", on=on, county=county),
        rules.days("follow_up.third_days", on=on, county=county),
    }
    return sorted(wait for wait in waits if wait)


def quiet_after(on: date, county: str) -> timedelta:
    """A dispute that waits is quiet when nothing was entered for so long."""
    return rules.days("dispute.quiet_days", on=on, county=county)


def visit_every(on: date, county: str) -> timedelta:
    """After a written admonition both sides are visited at least so often."""
    return rules.days("dispute.visit_days", on=on, county=county)


def violence_is_not_mediated(on: date, county: str) -> bool:
    """The rule of the county (dv.stop); its lowest value is yes."""
    return rules.whole("dispute.violence_stop", on=on, county=county) == 1


def suspension_months(on: date, county: str) -> int:
    return rules.whole("dispute.suspension_months", on=on, county=county)


def month_extension(on: date, county: str) -> timedelta:
    """By how much the month of people's mediation grows when the parties ask; nothing where the province is silent."""
    return rules.days("dispute.month_extension_days", on=on, county=county)
